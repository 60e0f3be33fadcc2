//! What a text is compared by.

use khabar_words::{Kind as Unit, each_unit, stem};
use twox_hash::XxHash3_64;

use super::quotes::quoted;
use super::sentences::spans;
use super::sketch::Sketch;
use crate::stop_words;

/// Which form of bytes this is: another way to make a print needs another number, so that prints of two ways are never compared.
const VERSION: u8 = 2;

/// How much of a text is looked at, in bytes: more than any report has.
const LONGEST: usize = 200_000;

/// Hashes that are kept of sentences, and of two sentences one behind the other: those of most reports, all.
const SENTENCES: usize = 40;
const ORDER: usize = 20;

/// Hashes that are kept of runs: a share is right to within 0.05, two times in three.
const RUNS: usize = 100;

/// A text with fewer runs tells too little: three sentences, about.
const FEWEST_RUNS: usize = 20;

/// The words of a run: with fewer, unrelated reports share runs; with more, a word changed here and there leaves none.
const RUN: usize = 3;

/// The same in pairs of characters, where there are no blanks: five characters, two or three words.
const RUN_OF_CHARACTERS: usize = 4;

/// A sentence of fewer words is one that many reports have: "He did not elaborate."
const SHORTEST: usize = 5;

/// What all hashes of this version are made from.
const SEED: u64 = 0x6b68_6162_6172_0002;

/// What a text is compared by: sketches of its sentences, of their order and of its runs of words, at most 490 bytes, to be kept in
/// a column of a database.
///
/// Words are compared in the form that [`khabar_words`] folds them to. What stands within quotation marks is left out as long as
/// enough stands without: those who were at the same news conference share quotations and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    pub(super) sentences: Sketch,
    /// Every two sentences one behind the other, quotations too.
    pub(super) order: Sketch,
    pub(super) runs: Sketch,
}

/// A word in the place where it stands.
struct Word {
    hash: u64,
    is_stop: bool,
    is_quoted: bool,
    is_character: bool,
}

/// Hashes of what is compared, those outside quotations and all.
#[derive(Default)]
struct Hashes {
    own: Vec<u64>,
    all: Vec<u64>,
}

impl Hashes {
    fn push(&mut self, hash: u64, is_quoted: bool) {
        self.all.push(hash);
        if !is_quoted {
            self.own.push(hash);
        }
    }

    /// Those outside quotations if they are a third of all, else all.
    fn wanted(self) -> Vec<u64> {
        if self.own.len() * 3 >= self.all.len() {
            self.own
        } else {
            self.all
        }
    }
}

impl Print {
    /// The print of a text in a language (a BCP 47 tag, which tells the words that say nothing); `None` of a text that is too short
    /// to be compared, which is one of less than three sentences or so.
    pub fn of(text: &str, language: Option<&str>) -> Option<Self> {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let stops = language
            .and_then(stem::primary)
            .and_then(|language| stop_words::of(&language));
        let quotes = quoted(text);
        let mut quotes = quotes.iter().peekable();
        let (mut sentences, mut runs) = (Hashes::default(), Hashes::default());
        let mut order: Vec<u64> = Vec::new();
        let mut before: Option<u64> = None;
        let mut words: Vec<Word> = Vec::new();
        for span in spans(text) {
            words.clear();
            each_unit(&text[span.clone()], |unit| {
                let Some(word) = unit.in_order() else { return };
                let at = span.start + unit.begin;
                while quotes.next_if(|quote| quote.end <= at).is_some() {}
                words.push(Word {
                    hash: XxHash3_64::oneshot_with_seed(SEED, word.as_bytes()),
                    is_stop: stops.is_some_and(|stops| stops.contains(word)),
                    is_quoted: quotes.peek().is_some_and(|quote| quote.contains(&at)),
                    is_character: unit.kind == Unit::Character,
                });
            });
            if words.len() >= SHORTEST {
                let quoted = words.iter().filter(|word| word.is_quoted).count();
                let sentence = joined(&words);
                sentences.push(sentence, quoted * 2 > words.len());
                if let Some(before) = before.replace(sentence) {
                    order.push(before.rotate_left(1) ^ sentence);
                }
            }
            for at in 0..words.len() {
                let length = if words[at].is_character {
                    RUN_OF_CHARACTERS
                } else {
                    RUN
                };
                let Some(run) = words.get(at..at + length) else {
                    continue;
                };
                if !run.iter().all(|word| word.is_stop) {
                    runs.push(joined(run), run.iter().any(|word| word.is_quoted));
                }
            }
        }
        let print = Self {
            sentences: Sketch::of(sentences.wanted().into_iter(), SENTENCES),
            order: Sketch::of(order.into_iter(), ORDER),
            runs: Sketch::of(runs.wanted().into_iter(), RUNS),
        };
        (print.runs.count() >= FEWEST_RUNS).then_some(print)
    }

    /// The print as bytes, at most 490.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        self.sentences.write(&mut out);
        self.order.write(&mut out);
        self.runs.write(&mut out);
        out
    }

    /// The print of bytes that [`Print::to_bytes`] gave; `None` of others, and of those of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[VERSION])?;
        let (sentences, rest) = Sketch::read(rest, SENTENCES)?;
        let (order, rest) = Sketch::read(rest, ORDER)?;
        let (runs, rest) = Sketch::read(rest, RUNS)?;
        (rest.is_empty() && runs.count() >= FEWEST_RUNS).then_some(Self {
            sentences,
            order,
            runs,
        })
    }
}

/// One hash of words one behind the other.
fn joined(words: &[Word]) -> u64 {
    let bytes: Vec<u8> = words
        .iter()
        .flat_map(|word| word.hash.to_le_bytes())
        .collect();
    XxHash3_64::oneshot_with_seed(SEED, &bytes)
}
