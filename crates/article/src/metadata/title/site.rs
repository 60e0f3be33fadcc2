//! The name of a site in a title.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::metadata::sites::Site;
use crate::metadata::text::solid;

/// What stands between a headline and the name of a site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " : ", " / ", " ~ ", " ‹ ",
    " › ", "｜", "：", "_", "--", " \\ ", "|", " -", "- ", " |", " > ", " < ",
];

/// Names of the site at one end of a title are at most this many.
const MOST_NAMES: usize = 4;

static FIND: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // A few short signs of our own are far below the crate's limits.
    AhoCorasick::new(SEPARATORS).expect("the separators build")
});

/// The text up to its last separator, and what follows.
pub(super) fn split_last(title: &str) -> Option<(&str, &str)> {
    let (at, len) = FIND
        .find_overlapping_iter(title)
        .map(|found| (found.start(), found.len()))
        .max()?;
    let (head, last) = (title[..at].trim(), title[at + len..].trim());
    (!head.is_empty() && !last.is_empty()).then_some((head, last))
}

/// The text up to its first separator. One that opens the text is passed over wherever it stands again.
pub(super) fn split_first(title: &str) -> Option<&str> {
    let mut seen = [false; SEPARATORS.len()];
    let at = FIND
        .find_overlapping_iter(title)
        .filter(|found| !std::mem::replace(&mut seen[found.pattern().as_usize()], true))
        .map(|found| found.start())
        .filter(|&at| at > 0)
        .min()?;
    Some(title[..at].trim()).filter(|s| !s.is_empty())
}

/// The text without names of the site at either end.
pub fn without_site<'a>(title: &'a str, sites: &[Site]) -> &'a str {
    let is_site = |part: &str| {
        let part = solid(part);
        sites.iter().map(|site| &site.solid).any(|s| {
            part == *s
                || (s.len() > 3 && part.len() < s.len() + 18 && part.contains(s.as_str()))
                || (part.len() > 4 && s.starts_with(&part))
        })
    };
    let mut title = title.trim();
    for _ in 0..MOST_NAMES {
        let Some((head, last)) = split_last(title) else {
            break;
        };
        if !is_site(last) || is_site(head) {
            break;
        }
        title = head;
    }
    // "The Example: …"
    for site in sites {
        if let Some(rest) = title.strip_prefix(site.name.as_str())
            && let Some(rest) = rest.trim_start().strip_prefix([':', '：', '»', '|'])
            && !rest.trim().is_empty()
        {
            title = rest.trim();
            break;
        }
    }
    if let Some(first) = split_first(title)
        && let first_solid = solid(first)
        && sites.iter().any(|site| site.solid == first_solid)
    {
        let rest = title[first.len()..].trim_start();
        let rest = rest.trim_start_matches(|c: char| {
            !c.is_alphanumeric()
                && !matches!(
                    c,
                    '"' | '„' | '“' | '«' | '»' | '‘' | '\'' | '¿' | '¡' | '(' | '['
                )
        });
        if !rest.is_empty() {
            title = rest;
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_are_cut_at_both_ends() {
        let sites = ["The Example", "example"].map(Site::new);
        for (title, expected) in [
            ("A - b | The Example", "A - b"),
            ("The Example: A – b", "A – b"),
            ("Example | A – b", "A – b"),
            ("A｜The Example", "A"),
            ("The Example", "The Example"),
        ] {
            assert_eq!(without_site(title, &sites), expected);
        }
    }
}
