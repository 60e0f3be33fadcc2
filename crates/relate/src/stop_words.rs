//! Words that say nothing of what a text is about.

use std::sync::LazyLock;

use khabar_words::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};

/// The languages of which the crate `stop-words` has a list; it panics at others.
const LISTED: [&str; 57] = [
    "af", "ar", "bg", "bn", "br", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ko", "ku",
    "la", "lt", "lv", "mr", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "so", "st", "sv",
    "sw", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh",
];

static LISTS: LazyLock<FxHashMap<&str, FxHashSet<String>>> = LazyLock::new(|| {
    LISTED
        .into_iter()
        .map(|tag| {
            (
                tag,
                stop_words::get(tag).iter().map(|word| fold(word)).collect(),
            )
        })
        .collect()
});

/// The words of a language that say nothing, folded; `None` where no list is known. The tag is one that
/// [`khabar_words::stem::primary`] gave.
pub fn of(language: &str) -> Option<&'static FxHashSet<String>> {
    LISTS.get(language)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_list_is_there() {
        for tag in super::LISTED {
            assert!(
                super::of(tag).is_some_and(|words| words.len() > 20),
                "{tag}"
            );
        }
        assert!(super::of("en").is_some_and(|words| words.contains("the")));
        assert!(super::of("xx").is_none());
    }
}
