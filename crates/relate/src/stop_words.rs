//! Words that say nothing of what a text is about.

use std::sync::{LazyLock, OnceLock};

use khabar_words::{Kind, Unit, units};
use rustc_hash::{FxHashMap, FxHashSet};

/// The languages of which the crate `stop-words` has a list; it panics at others.
const LISTED: [&str; 57] = [
    "af", "ar", "bg", "bn", "br", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ko", "ku",
    "la", "lt", "lv", "mr", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "so", "st", "sv",
    "sw", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh",
];

static LISTS: LazyLock<FxHashMap<&str, OnceLock<FxHashSet<String>>>> = LazyLock::new(|| {
    LISTED
        .into_iter()
        .map(|tag| (tag, OnceLock::new()))
        .collect()
});

/// The words of a language that say nothing, folded as [`khabar_words`] does; `None` where no list is known. The tag is one that
/// [`khabar_words::stem::primary`] gave.
pub fn of(language: &str) -> Option<&'static FxHashSet<String>> {
    let (tag, list) = LISTS.get_key_value(language)?;
    Some(list.get_or_init(|| {
        let mut words = FxHashSet::default();
        for entry in stop_words::get(tag) {
            // A saying of several words is none of them; two signs are a pair.
            let units = units(entry);
            if let [unit]
            | [
                unit @ Unit {
                    kind: Kind::Character,
                    ..
                },
                _,
            ] = units.as_slice()
                && let Some(word) = unit.in_order()
            {
                words.insert(word.to_owned());
            }
        }
        words
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_list_is_there() {
        for tag in super::LISTED {
            assert!(
                super::of(tag).is_some_and(|words| words.len() > 10),
                "{tag}"
            );
        }
        assert!(
            super::of("en").is_some_and(|words| words.contains("the") && words.contains("couldve"))
        );
        assert!(super::of("zh").is_some_and(|words| words.contains("我们")));
        assert!(super::of("xx").is_none());
    }
}
