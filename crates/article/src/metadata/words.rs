//! Word lists: text files of one entry a line, `#` before a remark, `[name]` before a group.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use super::text::key;

/// The entries of a word list with the group each stands in.
pub(crate) fn grouped(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut group = "";
    list.lines().filter_map(move |line| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            group = name;
            return None;
        }
        Some((group, line))
    })
}

/// The entries of one group; those before any are of the group "".
fn of_group(list: &'static str, group: &str) -> impl Iterator<Item = &'static str> {
    let own = grouped(list).filter(move |(of, _)| *of == group);
    own.map(|(_, entry)| entry)
}

/// Finds the names of a group in class names, as parts of words and whatever their case.
pub(crate) fn find_names(list: &'static str, group: &str) -> AhoCorasick {
    AhoCorasick::builder()
        .kind(Some(KIND))
        .ascii_case_insensitive(true)
        .build(of_group(list, group))
        .expect("a file of names fits a search automaton")
}

/// A table of every state searches twice as fast, and takes longer to build than to search a hundred pages: of the names in
/// `hints.txt`, which are looked for most, it saves a hundredth of a page's time and costs a twelfth of the first one's.
pub(crate) const KIND: AhoCorasickKind = AhoCorasickKind::ContiguousNFA;

/// Finds the phrases of a list in one pass over a text, both folded as [`key`] does.
pub(crate) struct Finder {
    find: AhoCorasick,
    /// The phrases by their first words.
    by_word: FxHashMap<String, Vec<String>>,
}

impl Finder {
    /// The phrases of a group; those before any are of the group "".
    pub fn of(list: &'static str, group: &str) -> Self {
        Self::new(of_group(list, group).map(key))
    }

    pub fn new(phrases: impl IntoIterator<Item = String>) -> Self {
        let phrases: Vec<String> = phrases.into_iter().collect();
        let find = AhoCorasick::builder().kind(Some(KIND)).build(&phrases);
        let mut by_word: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for phrase in phrases {
            let word = phrase.split(' ').next().unwrap_or_default().to_owned();
            by_word.entry(word).or_default().push(phrase);
        }
        Self {
            find: find.expect("a file of phrases fits a search automaton"),
            by_word,
        }
    }

    /// How many phrases it looks for.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.find.patterns_len()
    }

    /// Whether a phrase stands in the text as whole words; scripts without spaces have none to keep to.
    pub fn holds(&self, text: &str) -> bool {
        // From U+2000 on, and the marks that `key` makes of one Turkish letter.
        let may_part_words = |any, byte: u8| any | matches!(byte, 0xcc | 0xe2..);
        if !text.bytes().fold(false, may_part_words) {
            return self.begins_at_a_word(text);
        }
        self.places(text).any(|found| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || c > '\u{2e80}');
            edge(text[..found.start].chars().next_back()) && edge(text[found.end..].chars().next())
        })
    }

    /// Whether a phrase stands in a text in which only blanks part words: many times as quick, since hardly a word begins
    /// one.
    fn begins_at_a_word(&self, text: &str) -> bool {
        let mut rest = text;
        loop {
            let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            let phrases = self.by_word.get(word).into_iter().flatten();
            let is_there = |phrase: &String| {
                let behind = rest.strip_prefix(phrase.as_str());
                behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
            };
            if phrases.into_iter().any(is_there) {
                return true;
            }
            if behind.is_empty() {
                return false;
            }
            rest = behind;
        }
    }

    /// Where phrases stand in the text, as parts of words too.
    pub fn places(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        self.find
            .find_overlapping_iter(text)
            .map(|found| found.range())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn phrases_are_found_word_by_word_as_anywhere(text in "(a|ab|b|ü|ж| ){0,12}") {
            let finder = Finder::new(["a b", "ab", "ü a", "жb", "b a ab"].map(str::to_owned));
            let whole = finder.places(&text).any(|found| {
                let parts = |c: Option<char>| c.is_none_or(|c| c == ' ');
                parts(text[..found.start].chars().next_back()) && parts(text[found.end..].chars().next())
            });
            prop_assert_eq!(finder.holds(&text), whole);
        }
    }

    #[test]
    fn groups_hold_their_entries() {
        let list = "# remark\n[a]\nx\n\n y z \n[b]\nw";
        assert_eq!(
            grouped(list).collect::<Vec<_>>(),
            [("a", "x"), ("a", "y z"), ("b", "w")]
        );
    }
}
