//! What each word of a text means in the text's own language, looked up once.

use memchr::memchr2_iter;

use crate::dates::lex::{Kind, Token};
use crate::dates::reader::Reader;
use crate::dates::vocabulary::{Meaning, Phrases, phrases};

/// One meaning of an expression.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// Bytes of its first token that do not belong to it: letters written together with it.
    skip: u8,
    /// The token behind it.
    next: u32,
    meaning: Meaning,
}

/// The expressions of a text, by the token they start with, longer ones first.
pub struct Words {
    /// Where the expressions of a token start in `known`; one more than there are tokens.
    starts: Vec<u32>,
    known: Vec<Known>,
}

/// The most tokens back from which an expression can reach.
const REACH: usize = 5;

impl Words {
    /// Looks up every word of `reader`.
    pub fn new(reader: &Reader) -> Self {
        let mut words = Self {
            starts: Vec::with_capacity(reader.tokens.len() + 1),
            known: Vec::new(),
        };
        let mut buffer = String::new();
        let phrases = reader.hint.language.map(phrases);
        for at in 0..reader.tokens.len() {
            words.starts.push(words.known.len() as u32);
            if reader.tokens[at].kind == Kind::Word
                && let Some(phrases) = phrases
            {
                words.look_up(reader, phrases, at, &mut buffer);
            }
        }
        words.starts.push(words.known.len() as u32);
        words
    }

    fn look_up(&mut self, reader: &Reader, phrases: &Phrases, at: usize, buffer: &mut String) {
        let token = reader.tokens[at];
        let Some(word) = reader.text.get(token.begin as usize..token.end as usize) else {
            return;
        };
        let joined = phrases
            .language
            .prefixes
            .iter()
            .filter(|prefix| word.len() > prefix.len() && word.starts_with(*prefix))
            .map(|prefix| prefix.len());
        for skip in std::iter::once(0).chain(joined) {
            if phrases.may_open(&word[skip..], buffer) {
                self.look_up_behind(reader, phrases, at, skip, buffer);
            }
        }
    }

    fn look_up_behind(
        &mut self,
        reader: &Reader,
        phrases: &Phrases,
        at: usize,
        skip: usize,
        buffer: &mut String,
    ) {
        phrases.words.each(
            reader.text,
            &reader.tokens,
            at,
            skip,
            buffer,
            |senses, next| {
                self.known.extend(senses.iter().map(|s| Known {
                    skip: skip as u8,
                    next: next as u32,
                    meaning: s.meaning,
                }));
                true
            },
        );
    }

    fn at(&self, at: usize) -> &[Known] {
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.known[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Whether an expression starts at `at`.
    pub fn are_at(&self, at: usize) -> bool {
        !self.at(at).is_empty()
    }

    /// What `pick` takes of the expressions at `at`, and the token behind the one it took.
    pub fn pick<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<(T, usize)> {
        let mut whole = self.at(at).iter().filter(|k| k.skip == 0);
        whole.find_map(|k| Some((pick(k.meaning)?, k.next as usize)))
    }

    /// As [`Self::pick`], also for a word with others written together with it: their bytes come last.
    pub fn pick_joined<T>(
        &self,
        at: usize,
        pick: impl Fn(Meaning) -> Option<T>,
    ) -> Option<(T, usize, usize)> {
        self.at(at)
            .iter()
            .find_map(|k| Some((pick(k.meaning)?, k.next as usize, usize::from(k.skip))))
    }

    /// The token behind the expression at `at`, if it can mean `wanted`.
    pub fn means(&self, at: usize, wanted: Meaning) -> Option<usize> {
        self.pick(at, |m| (m == wanted).then_some(()))
            .map(|((), next)| next)
    }

    /// The first token, not before `from`, of an expression that means `wanted` and ends before token `end`.
    pub fn ending(&self, end: usize, from: usize, wanted: Meaning) -> Option<usize> {
        (from.max(end.saturating_sub(REACH))..end).find(|&first| {
            self.at(first)
                .iter()
                .any(|k| k.next as usize == end && k.meaning == wanted)
        })
    }
}

/// Parts words from the endings their language sets behind an apostrophe: "Monday's" becomes "Monday", "'" and "s".
pub fn part_endings(reader: &mut Reader) {
    let Some(language) = reader.hint.language else {
        return;
    };
    let phrases = phrases(language);
    if !phrases.language.has_apostrophe_endings {
        return;
    }
    // The words to part, where in them, and the bytes of the apostrophe.
    let mut parted: Vec<(usize, usize, usize)> = Vec::new();
    let mut buffer = String::new();
    // The first token that was not yet looked at.
    let mut next = 0;
    for (at, length) in apostrophes(reader.text) {
        let behind = reader.tokens.partition_point(|t| t.begin as usize <= at);
        // Of a word the first apostrophe counts alone.
        let Some(index) = behind.checked_sub(1).filter(|&index| index >= next) else {
            continue;
        };
        let token = reader.tokens[index];
        let (begin, end) = (token.begin as usize, token.end as usize);
        if token.kind != Kind::Word || end <= at {
            continue;
        }
        next = index + 1;
        let is_known = !phrases
            .words
            .word(&reader.text[begin..end], &mut buffer)
            .is_empty();
        if !is_known {
            parted.push((index, at, length));
        }
    }
    // From the last one back, so that every token moves once. What stands behind `rest` has moved.
    let mut rest = reader.tokens.len();
    // The tokens are the most of what a reading holds at a time: no room beyond what they need.
    reader.tokens.reserve_exact(2 * parted.len());
    let gap = Token {
        kind: Kind::Word,
        spaced: false,
        begin: 0,
        end: 0,
    };
    reader.tokens.resize(rest + 2 * parted.len(), gap);
    for (before, &(index, at, length)) in parted.iter().enumerate().rev() {
        let place = index + 2 * before;
        reader.tokens.copy_within(index + 1..rest, place + 3);
        let whole = reader.tokens[index];
        let glued = |kind, begin: usize, end: usize| Token {
            kind,
            spaced: false,
            begin: begin as u32,
            end: end as u32,
        };
        reader.tokens[place] = Token {
            end: at as u32,
            ..whole
        };
        reader.tokens[place + 1] = glued(Kind::Sign('\''), at, at + length);
        reader.tokens[place + 2] = glued(Kind::Word, at + length, whole.end as usize);
        rest = index;
    }
}

/// Where the apostrophes of a text stand, and their bytes.
fn apostrophes(text: &str) -> impl Iterator<Item = (usize, usize)> {
    const CURLY: char = '’';
    memchr2_iter(b'\'', "’".as_bytes()[0], text.as_bytes()).filter_map(move |at| {
        if text.as_bytes()[at] == b'\'' {
            return Some((at, 1));
        }
        text[at..]
            .starts_with(CURLY)
            .then_some((at, CURLY.len_utf8()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_is_parted_from_its_word() {
        let text = "Monday's vote, Tuesday's and the port’s end";
        let mut reader = Reader::new(text, Some("en"));
        part_endings(&mut reader);
        let words: Vec<&str> = reader
            .tokens
            .iter()
            .map(|t| &text[t.begin as usize..t.end as usize])
            .collect();
        let expected = "Monday ' s vote , Tuesday ' s and the port ’ s end";
        assert_eq!(words.join(" "), expected);
        assert!(reader.tokens[3].spaced && !reader.tokens[2].spaced);
    }
}
