//! What each word of a text means in the text's own language, looked up once.

use crate::dates::lex::{Kind, Token};
use crate::dates::reader::Reader;
use crate::dates::vocabulary::{Meaning, PHRASES};

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
        for at in 0..reader.tokens.len() {
            words.starts.push(words.known.len() as u32);
            if reader.tokens[at].kind == Kind::Word
                && let Some(language) = reader.hint.language
            {
                words.look_up(reader, language, at, &mut buffer);
            }
        }
        words.starts.push(words.known.len() as u32);
        words
    }

    fn look_up(&mut self, reader: &Reader, language: u8, at: usize, buffer: &mut String) {
        let token = reader.tokens[at];
        let Some(word) = reader.text.get(token.begin as usize..token.end as usize) else {
            return;
        };
        self.look_up_behind(reader, language, at, 0, buffer);
        for prefix in PHRASES.prefixes(language) {
            if word.len() > prefix.len() && word.starts_with(prefix) {
                self.look_up_behind(reader, language, at, prefix.len(), buffer);
            }
        }
    }

    fn look_up_behind(
        &mut self,
        reader: &Reader,
        language: u8,
        at: usize,
        skip: usize,
        buffer: &mut String,
    ) {
        PHRASES.each(
            reader.text,
            &reader.tokens,
            at,
            skip,
            buffer,
            |senses, next| {
                let own = senses.iter().filter(|s| s.language == Some(language));
                self.known.extend(own.map(|s| Known {
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
    let language = reader.hint.language;
    let Some(language) = language.filter(|&l| PHRASES.has_apostrophe_endings(l)) else {
        return;
    };
    let mut buffer = String::new();
    let mut parted = Vec::with_capacity(reader.tokens.len());
    for &token in &reader.tokens {
        let word = reader
            .text
            .get(token.begin as usize..token.end as usize)
            .filter(|_| token.kind == Kind::Word);
        let cut = word.and_then(|word| {
            let (at, apostrophe) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’'))?;
            let is_known = PHRASES
                .word(word, &mut buffer)
                .iter()
                .any(|s| s.language == Some(language));
            (at > 0 && !is_known).then_some((at as u32, apostrophe.len_utf8() as u32))
        });
        let Some((at, length)) = cut else {
            parted.push(token);
            continue;
        };
        let cut = token.begin + at;
        let glued = |kind, begin, end| Token {
            kind,
            spaced: false,
            begin,
            end,
        };
        parted.push(Token { end: cut, ..token });
        parted.push(glued(Kind::Sign('\''), cut, cut + length));
        parted.push(glued(Kind::Word, cut + length, token.end));
    }
    reader.tokens = parted;
}
