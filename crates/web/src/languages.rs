//! What languages call themselves.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What each language calls itself, one a line behind its tag.
const LINES: &str = include_str!("languages.txt");

/// The same by tag.
static NAMES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = LINES.lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});
/// What a language calls itself; its tag where that is not known.
pub(crate) fn language_name(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or(tag);
    NAMES
        .get(primary.to_ascii_lowercase().as_str())
        .copied()
        .unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_names_of_their_own() {
        assert_eq!(language_name("ar"), "العربية");
        assert_eq!(language_name("PT-br"), "Português");
        assert_eq!(language_name("xx"), "xx");
        assert_eq!(language_name(""), "");
        assert_eq!(NAMES.len(), LINES.lines().count());
        assert!(NAMES.keys().all(|tag| *tag == tag.to_ascii_lowercase()));
    }
}
