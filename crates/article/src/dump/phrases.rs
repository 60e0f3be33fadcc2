//! The lines of `data/phrases.txt`: what stands over lists of other reports, what ends them, names of sections.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::metadata::text::key;
use crate::metadata::words::grouped;
use crate::words::{self, is_unspaced};

/// A heading says no more than this many words beyond the phrase it begins with: "Read also: Sport".
const MORE_WORDS: usize = 3;

static RAILS: LazyLock<HashSet<String>> = LazyLock::new(|| group("rail"));
static ENDS: LazyLock<HashSet<String>> = LazyLock::new(|| group("end"));
static SECTIONS: LazyLock<HashSet<String>> = LazyLock::new(|| group("section"));

fn group(name: &str) -> HashSet<String> {
    let list = include_str!("data/phrases.txt");
    grouped(list)
        .filter(|(group, _)| *group == name)
        .map(|(_, phrase)| key(phrase))
        .collect()
}

/// Whether a line stands over headlines of other reports: "Most read".
pub fn opens_rail(line: &str) -> bool {
    begins_with_one(line, &RAILS)
}

/// Whether a line ends a list of other reports: "Comments (14)".
pub fn ends_rail(line: &str) -> bool {
    line.contains('©') || begins_with_one(line, &ENDS)
}

/// Whether a line sends the reader elsewhere: "Read also: Ferry bell stolen".
pub fn points_elsewhere(line: &str) -> bool {
    let before_colon = line
        .split([':', '：'])
        .next()
        .filter(|p| p.len() < line.len());
    opens_rail(line)
        || before_colon
            .is_some_and(|phrase| begins_with_one(phrase, &RAILS) || begins_with_one(phrase, &ENDS))
}

/// Whether a line names a section: "World", "Politics | Europe".
pub fn is_section(line: &str) -> bool {
    let short = line.chars().count() <= 40 && words::count(line) <= 4;
    short && !line.chars().any(char::is_numeric) && begins_with_one(line, &SECTIONS)
}

/// Whether a line is one of the phrases, or begins with one and says little more.
fn begins_with_one(line: &str, phrases: &HashSet<String>) -> bool {
    if line.chars().count() > 80 {
        return false;
    }
    let key = key(line);
    let all = words::count(&key);
    let ends = key.match_indices(' ').map(|(at, _)| at).chain([key.len()]);
    ends.take(8).any(|end| {
        phrases.contains(&key[..end]) && all - words::count(&key[..end]).min(all) <= MORE_WORDS
    }) || key.starts_with(is_unspaced)
        && phrases
            .iter()
            .any(|p| key.starts_with(p.as_str()) && all <= words::count(p) + MORE_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_known_with_a_little_more_behind_them() {
        assert!(
            opens_rail("Most read")
                && opens_rail("READ ALSO:")
                && opens_rail("آخرالاخبار")
                && opens_rail("相关阅读：")
        );
        assert!(opens_rail("Lo más leído en Deportes"));
        assert!(!opens_rail(
            "Most read newspapers in the region lost a fifth of their readers"
        ));
        assert!(
            ends_rail("Kommentare (14)")
                && ends_rail("© 2023 Averil Evening Post")
                && !ends_rail("The comments were made")
        );
        assert!(
            is_section("World") && is_section("العالم-افريقيا") && is_section("Politik | Europa")
        );
        assert!(
            !is_section("World 2026") && !is_section("World leaders met in the capital on Monday")
        );
    }
}
