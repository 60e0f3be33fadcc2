//! The words of `dates.txt`: names under which pages state dates, and labels before visible ones.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::candidates::Role;
use crate::metadata::words::{KIND, find_names, grouped};

const LIST: &str = include_str!("../data/dates.txt");

/// How many bytes before a date its label may begin.
const LABEL_REACH: usize = 60;

/// How many bytes may stand between a label and its date.
const LABEL_GAP: usize = 30;

static NAMES: LazyLock<FxHashMap<&'static str, Role>> = LazyLock::new(|| {
    grouped(LIST)
        .filter_map(|(group, word)| {
            let role = match group {
                "published" => Role::Published,
                "created" => Role::Created,
                "modified" => Role::Modified,
                "unclear" => Role::Unclear,
                _ => return None,
            };
            Some((word, role))
        })
        .collect()
});

/// What a `<meta>` name or a key of linked data, microdata or other JSON says of its date. Only its letters and digits
/// count, in any case.
pub fn role_of_name(name: &str) -> Option<Role> {
    if name.len() > 60 {
        return None;
    }
    let mut key = String::with_capacity(name.len());
    key.extend(name.chars().filter(char::is_ascii_alphanumeric));
    key.make_ascii_lowercase();
    NAMES
        .get(key.as_str())
        .copied()
        .or_else(|| role_of_parts(&key))
}

/// What a name that is on no list says by its parts: "pagePublishDate", "dateOfLastUpdate".
fn role_of_parts(key: &str) -> Option<Role> {
    let has = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    if !has(&["date", "time", "dato", "datum"]) || has(&["unpub", "expir", "until", "end", "next"])
    {
        return None;
    }
    if has(&["modif", "updat", "lastpubli", "revis"]) {
        Some(Role::Modified)
    } else if has(&["publish", "publication", "pubdate", "pubtime"]) {
        Some(Role::Published)
    } else if has(&["datecreat", "creationdate", "createdate", "createddate"]) {
        Some(Role::Created)
    } else {
        None
    }
}

struct Labels {
    find: AhoCorasick,
    roles: Vec<Role>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let (mut words, mut roles) = (Vec::new(), Vec::new());
    for (group, word) in grouped(LIST) {
        let role = match group {
            "label-published" => Role::Published,
            "label-modified" => Role::Modified,
            "label-other" => Role::Other,
            _ => continue,
        };
        words.push(word);
        roles.push(role);
    }
    let find = AhoCorasick::builder()
        .kind(Some(KIND))
        .match_kind(MatchKind::Standard)
        .build(&words)
        // Some hundred short words of our own are far below the crate's limits.
        .expect("the labels build");
    Labels { find, roles }
});

/// What the last label in `before` says of a date behind it; [`Role::Unclear`] where there is none.
pub fn role_of_label(before: &str) -> Role {
    let from = before.ceil_char_boundary(before.len().saturating_sub(LABEL_REACH));
    let tail = before[from..].to_lowercase();
    let mut best: Option<(usize, usize, Role)> = None;
    for found in LABELS.find.find_overlapping_iter(&tail) {
        let (start, end) = (found.start(), found.end());
        let gap = tail.len() - end;
        // Words of alphabets stand alone; scripts without blanks part no words.
        let is_alphabetic = tail[start..end].chars().all(|c| c < '\u{2e80}');
        let is_joined = |c: Option<char>| is_alphabetic && c.is_some_and(char::is_alphabetic);
        if gap > LABEL_GAP
            || is_joined(tail[..start].chars().next_back())
            || is_joined(tail[end..].chars().next())
        {
            continue;
        }
        // The nearest label; among those that end together the longest.
        if best.is_none_or(|(e, s, _)| end > e || end == e && start < s) {
            best = Some((end, start, LABELS.roles[found.pattern().as_usize()]));
        }
    }
    best.map_or(Role::Unclear, |(_, _, role)| role)
}

static ASIDES: LazyLock<AhoCorasick> = LazyLock::new(|| find_names(LIST, "aside"));
static OWN: LazyLock<AhoCorasick> = LazyLock::new(|| find_names(LIST, "own"));

/// Whether a class or id names what is not the report's own: comments, related reports, footers.
pub fn names_aside(names: &str) -> bool {
    let names = &names.as_bytes()[..names.len().min(200)];
    ASIDES.is_match(names) && !OWN.is_match(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_by_their_letters() {
        assert_eq!(
            role_of_name("article:published_time"),
            Some(Role::Published)
        );
        assert_eq!(role_of_name("DC.date.modified"), Some(Role::Modified));
        assert_eq!(role_of_name("pagePublishDate"), Some(Role::Published));
        assert_eq!(role_of_name("dateOfLastUpdate"), Some(Role::Modified));
        assert_eq!(role_of_name("unpublishDate"), None);
        assert_eq!(role_of_name("viewport"), None);
    }

    #[test]
    fn the_nearest_label_counts() {
        for (before, role) in [
            ("Published ", Role::Published),
            ("Published 5 May, last updated: ", Role::Modified),
            ("آخر تحديث: ", Role::Modified),
            ("发布时间：", Role::Published),
            ("Veröffentlicht am ", Role::Published),
            ("Understanding ", Role::Unclear),
            ("© ", Role::Other),
            ("", Role::Unclear),
        ] {
            assert_eq!(role_of_label(before), role, "{before}");
        }
    }
}
