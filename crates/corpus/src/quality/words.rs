//! The words of a text, and what is counted of each.

use std::hash::Hasher;

use khabar_article::language::primary;
use rustc_hash::FxHasher;

use super::repetition::Word;
use super::scripts::{is_syllable, is_unmarked, is_unspaced};

/// Function words, by language.
const STOP_WORDS: &str = include_str!("stop_words.txt");

/// The words of a text: what white space parts, without the marks around it; of scripts without spaces every character.
#[derive(Debug, Default)]
pub struct Words {
    /// All of them, in order.
    pub all: Vec<Word>,
    /// Their letters.
    pub letters: usize,
    /// How many have a letter.
    pub lettered: usize,
    /// How many are characters of scripts without spaces.
    pub unspaced: usize,
    /// How many are in scripts that do not mark the end of a sentence.
    pub unmarked: usize,
    /// How many are written in syllables.
    pub syllabic: usize,
    /// How many different function words there are; `None` where those of the language are not known.
    pub met_stops: Option<u32>,
}

impl Words {
    /// The words of a text, in a language if that is known.
    pub fn of(text: &str, language: Option<&str>) -> Self {
        let mut out = Self {
            all: Vec::with_capacity(text.len() / 6),
            ..Self::default()
        };
        let stop_words = stop_words(language);
        let mut met = 0;
        let mut lower = String::new();
        let mut add = |out: &mut Self, piece: &str| {
            if let Some(hash) = out.add(piece, &mut lower)
                && let Some(at) = stop_words.iter().flatten().position(|stop| *stop == hash)
            {
                met |= 1u64 << at.min(63);
            }
        };
        for run in text.split_whitespace() {
            if run.is_ascii() {
                add(&mut out, run);
                continue;
            }
            // A name in Latin letters between Chinese characters is one word.
            let mut from = 0;
            for (at, c) in run.char_indices().filter(|(_, c)| is_unspaced(*c)) {
                add(&mut out, &run[from..at]);
                out.add_character(c);
                from = at + c.len_utf8();
            }
            add(&mut out, &run[from..]);
        }
        out.met_stops = stop_words.is_some().then_some(met.count_ones());
        out
    }

    /// Adds a word of a script with spaces; its hash if it is one.
    fn add(&mut self, piece: &str, lower: &mut String) -> Option<u64> {
        lower.clear();
        let len = if piece.is_ascii() {
            let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
            let begin = piece.bytes().position(|byte| is_letter(&byte))?;
            let end = piece.bytes().rposition(|byte| is_letter(&byte))? + 1;
            lower.push_str(&piece[begin..end]);
            lower.make_ascii_lowercase();
            self.lettered += usize::from(lower.bytes().any(|byte| byte.is_ascii_lowercase()));
            lower.len()
        } else {
            let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
            let first = word.chars().next()?;
            lower.extend(word.chars().flat_map(char::to_lowercase));
            self.lettered += usize::from(word.chars().any(char::is_alphabetic));
            self.syllabic += usize::from(is_syllable(first));
            word.chars().count()
        };
        self.letters += len;
        let hash = hash(lower);
        self.all.push(Word::new(hash, len as u32));
        Some(hash)
    }

    /// Adds a character of a script without spaces, unless it is a mark or sign.
    fn add_character(&mut self, c: char) {
        if c.is_alphanumeric() {
            self.all.push(Word::new(u64::from(u32::from(c)), 1));
            self.letters += 1;
            self.lettered += usize::from(c.is_alphabetic());
            self.unspaced += 1;
            self.unmarked += usize::from(is_unmarked(c));
        }
    }
}

/// The hash of a piece of text.
pub fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The hashes of a language's function words.
fn stop_words(language: Option<&str>) -> Option<Vec<u64>> {
    let language = primary(language?)?;
    STOP_WORDS.lines().find_map(|line| {
        let (tag, words) = line.split_once(": ")?;
        (tag == language).then(|| words.split(' ').map(hash).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, words, letters) in [
            ("", 0, 0),
            ("The quay – it’s open!", 4, 15),
            ("港口重新开放。", 6, 6),
            ("OpenAI发布ChatGPT，微软3.5亿", 8, 21),
            ("ゆめ abc", 3, 5),
            ("부두가 열렸다.", 2, 6),
        ] {
            let found = Words::of(text, None);
            assert_eq!((found.all.len(), found.letters), (words, letters), "{text}");
        }
    }

    #[test]
    fn function_words_are_those_of_the_language() {
        let count = |text, language| Words::of(text, language).met_stops;
        assert_eq!(count("The quay and the berth", Some("en")), Some(2));
        assert_eq!(count("THE quay", Some("EN-gb")), Some(1));
        assert_eq!(count("The quay and the berth", Some("de")), Some(0));
        assert_eq!(count("The quay and the berth", Some("zh")), None);
        assert_eq!(count("The quay and the berth", None), None);
        assert_eq!(count("Luka je otvorena i radi", Some("sr")), Some(2));
        assert_eq!(count("Лука је отворена и ради", Some("sr")), Some(2));
    }

    #[test]
    fn every_list_is_whole() {
        for line in STOP_WORDS.lines().filter(|line| !line.starts_with('#')) {
            let (tag, words) = line.split_once(": ").unwrap();
            assert!((2..=3).contains(&tag.len()), "{line}");
            let words: Vec<&str> = words.split(' ').collect();
            // The words met are told apart by the bits of a number.
            assert!((8..=60).contains(&words.len()), "{line}");
            for word in &words {
                assert!(!word.is_empty() && *word == word.to_lowercase(), "{line}");
            }
            let different: std::collections::BTreeSet<_> = words.iter().collect();
            assert_eq!(different.len(), words.len(), "{line}");
        }
    }
}
