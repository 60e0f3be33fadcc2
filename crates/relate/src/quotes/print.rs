//! From the words of a quotation to what it is compared by.

use khabar_words::stem::{self, each_stem, primary};
use khabar_words::{Kind, each_unit};
use rustc_hash::FxHashSet;
use twox_hash::XxHash3_64;

use super::lists::{Denials, denials, numeral};
use super::text::{is_gap, parts_clauses, with_digits, without_brackets};
use crate::features::{head, in_full, says_little};
use crate::names::find::{Word, names};
use crate::names::skeleton::skeleton;
use crate::stop_words;

/// How much of a quotation is looked at, in bytes and in words: more than anybody is quoted with in one piece.
const TEXT: usize = 8_000;
const WORDS: usize = 600;

/// Fewer words, and fewer that say something, are said by everybody every day; of signs that are not parted into words, fewer
/// than these.
const FEWEST_WORDS: usize = 4;
const FEWEST_TELLING: usize = 3;
const FEWEST_SIGNS: usize = 7;
const FEWEST_TELLING_PAIRS: usize = 4;

/// Letters of a word by which its forms are known where stems differ; shorter words have none.
const ROOT: usize = 5;

/// Most keys of a print.
const MOST_KEYS: usize = 8;

/// What hashes of this version are made from: they are kept, so they change with it alone.
const SEED: u64 = 0x6b68_6162_7175_0001;

/// What a quotation is compared by.
#[derive(Debug, Clone, PartialEq)]
pub struct Print {
    /// The primary tag of its language.
    pub(super) language: Option<String>,
    pub(super) tokens: Vec<Token>,
    /// How many of them say something.
    pub(super) telling: usize,
    /// Whether most of them are pairs of signs, so that one word that is changed changes two or three of them.
    pub(super) pairs: bool,
}

/// A word of a quotation, or two signs where words are not parted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// The word as it stands, folded.
    pub(super) word: u64,
    /// Its stem, or its number.
    pub(super) stem: u64,
    /// What its forms begin with, if it is long enough.
    pub(super) root: Option<u64>,
    /// The consonants of a name.
    pub(super) name: Option<Box<str>>,
    /// Whether it may be part of the same name as the word before.
    pub(super) goes_on: bool,
    /// How much it says to be there, by its letters; 0 for small words.
    pub(super) letters: u8,
    pub(super) is_number: bool,
    pub(super) denies: bool,
    /// What parts it from the word before.
    break_before: Break,
    /// How it stands in the quotation.
    pub(super) shown: Box<str>,
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Break {
    None,
    /// A sign that parts clauses.
    Clause,
    /// Dots, for words left out.
    Gap,
}

impl Token {
    /// Whether a sign that parts clauses stands before it, or dots.
    pub(super) fn begins_clause(&self) -> bool {
        self.break_before != Break::None
    }

    /// Whether dots stand before it, for words left out.
    pub(super) fn after_gap(&self) -> bool {
        self.break_before == Break::Gap
    }

    pub(super) fn is_telling(&self) -> bool {
        self.letters > 0
    }
}

impl Print {
    /// What the words of a quotation, in a language by its BCP 47 tag, are compared by. `None` for words too few to say anything
    /// by themselves.
    pub fn of(words: &str, language: Option<&str>) -> Option<Print> {
        let language = language.and_then(primary);
        let text = without_brackets(head(words, TEXT));
        let text = match language.as_deref() {
            Some("zh" | "ja") => with_digits(&text),
            _ => text,
        };
        let (tokens, signs) = tokens(&text, language.as_deref().unwrap_or_default());
        let telling = tokens.iter().filter(|token| token.is_telling()).count();
        let pairs = signs * 2 > tokens.len();
        // A pair of signs says nothing where it is half of a small word.
        let is_half = |at: usize| {
            pairs
                && [at.checked_sub(1), Some(at + 1)]
                    .into_iter()
                    .flatten()
                    .any(|beside| {
                        tokens
                            .get(beside)
                            .is_some_and(|token| !token.is_telling() || token.denies)
                    })
        };
        let distinct: FxHashSet<u64> = tokens
            .iter()
            .enumerate()
            .filter(|&(at, token)| token.is_telling() && !is_half(at))
            .map(|(_, token)| token.stem)
            .collect();
        let (fewest, fewest_telling) = if pairs {
            (FEWEST_SIGNS, FEWEST_TELLING_PAIRS)
        } else {
            (FEWEST_WORDS, FEWEST_TELLING)
        };
        // One word less will do among many small ones.
        let among_many = usize::from(tokens.len() >= fewest + FEWEST_TELLING);
        (tokens.len() >= fewest && distinct.len() + among_many >= fewest_telling).then_some(Print {
            language,
            tokens,
            telling,
            pairs,
        })
    }

    /// The primary tag of its language, where that is known.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Whether a language, by its BCP 47 tag, is known to be another than its own.
    pub fn is_in_another_language(&self, tag: Option<&str>) -> bool {
        let other = tag.and_then(primary);
        self.language
            .as_ref()
            .zip(other)
            .is_some_and(|(own, other)| *own != other)
    }

    /// At most eight keys; prints of a language that share none are not the same. They are the same in every version of this crate
    /// that says nothing else.
    ///
    /// One is that of all the words; the others are those of words that say something, the longest first of each stretch of
    /// the quotation, so that whatever stretch of it is quoted elsewhere has one of them.
    pub fn keys(&self) -> Vec<i64> {
        let telling: Vec<&Token> = self
            .tokens
            .iter()
            .filter(|token| token.is_telling())
            .collect();
        let mut keys = vec![hash_of(self.tokens.iter().map(|token| token.word))];
        let left = MOST_KEYS - 1;
        let mut stretches: Vec<&[&Token]> = telling
            .chunks(telling.len().div_ceil(left).max(1))
            .collect();
        stretches.truncate(left);
        keys.extend(
            stretches
                .iter()
                .filter_map(|stretch| Some(rarest(stretch)?.key())),
        );
        keys.sort_unstable();
        keys.dedup();
        // Words that come again leave room for the rarest of all.
        let mut rest: Vec<i64> = {
            let mut ranked = telling.clone();
            ranked.sort_by_key(|token| std::cmp::Reverse(token.rarity()));
            ranked.iter().map(|token| token.key()).collect()
        };
        rest.retain(|key| !keys.contains(key));
        for key in rest {
            if keys.len() == MOST_KEYS {
                break;
            }
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

fn rarest<'t>(tokens: &[&'t Token]) -> Option<&'t Token> {
    tokens.iter().copied().max_by_key(|token| token.rarity())
}

impl Token {
    /// Long words are rarer than short ones; among those as long, the same one is taken everywhere.
    fn rarity(&self) -> (u8, u64) {
        (self.letters, self.root.unwrap_or(self.stem))
    }

    fn key(&self) -> i64 {
        self.root.unwrap_or(self.stem) as i64
    }
}

fn hash(text: &str) -> u64 {
    XxHash3_64::oneshot_with_seed(SEED, text.as_bytes())
}

fn hash_of(numbers: impl IntoIterator<Item = u64>) -> i64 {
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u64::to_le_bytes).collect();
    XxHash3_64::oneshot_with_seed(SEED, &bytes) as i64
}

/// The words of a text, and how many of them are pairs of signs.
fn tokens(text: &str, language: &str) -> (Vec<Token>, usize) {
    let stemmed = stem::language(language);
    let stops = stop_words::of(language);
    let denials = denials(language);
    let mut tokens: Vec<Token> = Vec::new();
    let (mut signs, mut behind) = (0, 0);
    let mut names = names(text, language).into_iter().peekable();
    each_unit(text, |unit| {
        let Some(word) = unit.in_order().filter(|_| tokens.len() < WORDS) else {
            behind = unit.end;
            return;
        };
        let shown = &text[unit.begin..unit.end_in_order()];
        let between = text.get(behind..unit.begin).unwrap_or_default();
        behind = unit.end;
        let is_before = |word: &Word| word.begin + word.text.len() <= unit.begin;
        while names.next_if(is_before).is_some() {}
        let of_name = names.peek().filter(|word| word.begin <= unit.begin);
        let name = of_name
            .map(|word| skeleton(word.text))
            .filter(|bones| bones.len() > 1);
        let mut token = Token {
            word: hash(word),
            stem: 0,
            root: None,
            name: name.map(String::into_boxed_str),
            goes_on: of_name.is_some_and(|word| word.goes_on),
            letters: 0,
            is_number: false,
            denies: denials.is_some_and(|list: &Denials| list.has(word)),
            break_before: break_of(between),
            shown: shown.into(),
        };
        signs += usize::from(unit.kind == Kind::Character);
        if let Some(number) = number(word, &text[unit.end..], language) {
            token.stem = hash(&number);
            token.is_number = true;
            token.letters = 6;
        } else {
            let says_something =
                !stops.is_some_and(|stops| stops.contains(word)) && !says_little(unit, word);
            let mut is_first = true;
            each_stem(unit, stemmed, |stem| {
                if std::mem::take(&mut is_first) {
                    let stem = match unit.kind {
                        Kind::Character => word,
                        _ => stem.split_once(':').map_or(stem, |(_, stem)| stem),
                    };
                    token.stem = hash(stem);
                    let end = stem.char_indices().nth(ROOT).map(|(at, _)| at);
                    token.root = (unit.kind == Kind::Word)
                        .then(|| {
                            end.or_else(|| (stem.chars().count() == ROOT).then_some(stem.len()))
                        })
                        .flatten()
                        .map(|end| hash(&stem[..end]));
                    if says_something {
                        token.letters = stem.chars().count().clamp(1, 12) as u8;
                    }
                }
            });
        }
        tokens.push(token);
    });
    (tokens, signs)
}

/// The number that a word stands for, in digits.
fn number(word: &str, behind: &str, language: &str) -> Option<String> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.')
            .then(|| in_full(word, behind));
    }
    numeral(language, word).map(|number| number.to_string())
}

fn break_of(between: &str) -> Break {
    match () {
        () if is_gap(between) => Break::Gap,
        () if parts_clauses(between) => Break::Clause,
        () => Break::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_everybody_says_have_no_print() {
        for (words, language) in [
            ("", "en"),
            ("two words", "en"),
            ("no comment", "en"),
            ("Yes, of course.", "en"),
            ("We are what we are and that is that", "en"),
            ("لا تعليق لدي", "ar"),
            ("Kein Kommentar", "de"),
            ("无可奉告", "zh"),
            ("当然可以", "zh"),
            ("我没有什么可说的", "zh"),
            ("ノーコメント", "ja"),
            ("もちろんです", "ja"),
            ("😀😀😀 😀", "en"),
            ("word word word word word word word", "en"),
        ] {
            assert_eq!(Print::of(words, Some(language)), None, "{words}");
        }
        for (words, language) in [
            ("We lost our boats first and get our quays last", "en"),
            ("渔民在等待书面承诺", "zh"),
            ("学校で水と毛布を配っている", "ja"),
            ("نوزع المياه والأغطية على الأهالي", "ar"),
        ] {
            assert!(Print::of(words, Some(language)).is_some(), "{words}");
        }
    }

    #[test]
    fn numbers_are_the_same_in_words_and_signs() {
        let numbers = |words, language| {
            let print = Print::of(words, Some(language)).expect("a print");
            let numbers = print.tokens.into_iter().filter(|token| token.is_number);
            numbers.map(|token| token.stem).collect::<Vec<_>>()
        };
        assert_eq!(
            numbers("We lost seven wooden boats", "en"),
            numbers("We lost 7 wooden boats", "en")
        );
        assert_eq!(
            numbers("我们失去了七艘木制渔船", "zh"),
            numbers("We lost seven wooden boats", "en")
        );
    }

    #[test]
    fn keys_stay_the_same_for_ever() {
        // They are kept in archives: where these change, the seed must.
        for (words, language, expected) in [
            (
                "We lost our boats first and get our quays last",
                "en",
                5_645_446_118_810_643_944,
            ),
            (
                "نوزع المياه والأغطية على الأهالي",
                "ar",
                -4_522_322_591_241_848_656,
            ),
            ("渔民在等待书面承诺", "zh", -1_968_467_166_022_239_995),
        ] {
            let print = Print::of(words, Some(language)).expect("a print");
            let keys = print.keys();
            assert!(keys.len() <= MOST_KEYS);
            let folded = keys
                .into_iter()
                .fold(0_i64, |sum, key| sum.wrapping_mul(31).wrapping_add(key));
            assert_eq!(folded, expected, "{words}");
        }
    }
}
