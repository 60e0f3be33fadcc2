//! One way to write what is written in several.

use std::sync::LazyLock;

use khabar_words::fold::fold;
use rustc_hash::FxHashMap;

use crate::catalogue::entries;

/// Folds a word; Han signs become one of the ways to write them.
pub fn folded(word: &str) -> String {
    static VARIANTS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
        entries(include_str!("words/variants.txt"))
            .flat_map(str::split_whitespace)
            .filter_map(|group| {
                let first = group.chars().next()?;
                Some(group.chars().skip(1).map(move |other| (other, first)))
            })
            .flatten()
            .collect()
    });
    let word = fold(word);
    if word.is_ascii() {
        return word;
    }
    word.chars()
        .map(|c| VARIANTS.get(&c).copied().unwrap_or(c))
        .collect()
}
