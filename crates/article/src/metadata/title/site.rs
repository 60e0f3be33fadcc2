//! The name of a site in a title.

/// What stands between a headline and the name of a site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " : ", " / ", " ~ ", " ‹ ",
    " › ", "｜", "：", "_", "--", " \\ ", "|", " -", "- ", " |", " > ", " < ",
];

/// Names of the site at one end of a title are at most this many.
const MOST_NAMES: usize = 4;

/// The letters and digits of a text in lower case, nothing between them.
pub(super) fn solid(s: &str) -> String {
    s.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The text up to its last separator, and what follows.
pub(super) fn split_last(title: &str) -> Option<(&str, &str)> {
    let (at, len) = SEPARATORS
        .iter()
        .filter_map(|s| title.rfind(s).map(|at| (at, s.len())))
        .max()?;
    let (head, last) = (title[..at].trim(), title[at + len..].trim());
    (!head.is_empty() && !last.is_empty()).then_some((head, last))
}

/// The text up to its first separator.
pub(super) fn split_first(title: &str) -> Option<&str> {
    let at = SEPARATORS
        .iter()
        .filter_map(|s| title.find(s))
        .filter(|&at| at > 0)
        .min()?;
    Some(title[..at].trim()).filter(|s| !s.is_empty())
}

/// The text without names of the site at either end.
pub fn without_site<'a>(title: &'a str, sites: &[String]) -> &'a str {
    let is_site = |part: &str| {
        let part = solid(part);
        sites.iter().map(|s| solid(s)).any(|s| {
            part == s
                || (s.len() > 3 && part.contains(&s) && part.len() < s.len() + 18)
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
        if let Some(rest) = title.strip_prefix(site.as_str())
            && let Some(rest) = rest.trim_start().strip_prefix([':', '：', '»', '|'])
            && !rest.trim().is_empty()
        {
            title = rest.trim();
            break;
        }
    }
    if let Some(first) = split_first(title)
        && sites.iter().any(|s| solid(s) == solid(first))
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
        let sites = ["The Example".to_owned(), "example".to_owned()];
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
