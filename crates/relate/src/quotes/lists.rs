//! Small words by which statements differ most: numbers in words, and what denies.

use std::sync::LazyLock;

use khabar_words::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalogue::entries;

/// What denies in a language.
#[derive(Debug, Default)]
pub(super) struct Denials {
    whole: FxHashSet<String>,
    beginnings: Vec<String>,
    endings: Vec<String>,
    within: Vec<String>,
}

impl Denials {
    /// Whether a folded word, or two signs where words are not parted, denies.
    pub(super) fn has(&self, word: &str) -> bool {
        self.whole.contains(word)
            || self
                .beginnings
                .iter()
                .any(|part| word.starts_with(part.as_str()))
            || self
                .endings
                .iter()
                .any(|part| word.ends_with(part.as_str()))
            || self.within.iter().any(|part| word.contains(part.as_str()))
    }
}

static DENIALS: LazyLock<FxHashMap<&str, Denials>> = LazyLock::new(|| {
    let mut languages: FxHashMap<&str, Denials> = FxHashMap::default();
    for (language, words) in by_language(include_str!("denials.txt")) {
        let list = languages.entry(language).or_default();
        for word in words.split_whitespace() {
            let part = fold(word.trim_matches('*'));
            match (word.starts_with('*'), word.ends_with('*')) {
                (true, true) => list.within.push(part),
                (true, false) => list.endings.push(part),
                (false, true) => list.beginnings.push(part),
                (false, false) => {
                    list.whole.insert(part);
                }
            }
        }
    }
    languages
});

static NUMERALS: LazyLock<FxHashMap<&str, FxHashMap<String, u32>>> = LazyLock::new(|| {
    let mut languages: FxHashMap<&str, FxHashMap<String, u32>> = FxHashMap::default();
    for (language, words) in by_language(include_str!("numerals.txt")) {
        let list = languages.entry(language).or_default();
        for entry in words.split_whitespace() {
            if let Some((number, forms)) = entry.split_once('=')
                && let Ok(number) = number.parse()
            {
                list.extend(forms.split('/').map(|form| (fold(form), number)));
            }
        }
    }
    languages
});

/// What denies in a language, by the tag that [`khabar_words::stem::primary`] gave.
pub(super) fn denials(language: &str) -> Option<&'static Denials> {
    DENIALS.get(language)
}

/// The number that a folded word of a language means.
pub(super) fn numeral(language: &str, word: &str) -> Option<u32> {
    NUMERALS.get(language)?.get(word).copied()
}

/// Lines of `language: words`.
fn by_language(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(text)
        .filter_map(|line| line.split_once(':'))
        .map(|(language, words)| (language.trim(), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read() {
        for text in [include_str!("denials.txt"), include_str!("numerals.txt")] {
            for line in entries(text) {
                let tag = line.split_once(':').map(|(tag, _)| tag.trim());
                assert!(
                    tag.and_then(khabar_words::stem::primary).as_deref() == tag,
                    "{line}"
                );
            }
        }
        for entry in by_language(include_str!("numerals.txt"))
            .flat_map(|(_, words)| words.split_whitespace())
        {
            let (number, forms) = entry.split_once('=').expect("a number and its words");
            assert!(
                number.parse::<u32>().is_ok() && !forms.is_empty(),
                "{entry}"
            );
        }
    }

    #[test]
    fn what_denies_is_known() {
        for (language, denies, affirms) in [
            ("en", "nobody", "somebody"),
            ("fa", "نمیشود", "میشود"),
            ("tr", "vermeyecegiz", "verecegiz"),
            ("zh", "不会", "会不"),
            ("ja", "ない", "いな"),
        ] {
            let list = denials(language).expect("a list");
            assert!(list.has(&fold(denies)), "{denies}");
            assert!(!list.has(&fold(affirms)), "{affirms}");
        }
        assert!(denials("xx").is_none());
        assert_eq!(numeral("de", "funf"), Some(5));
        assert_eq!(numeral("ru", "пяти"), Some(5));
    }
}
