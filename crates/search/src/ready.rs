//! The tokenizer of what is analysed already.
//!
//! Text is analysed once a report, in [`crate::writer`], for both fields of a zone; what the fields are given are terms with
//! a blank between them, and nothing between two blanks where a place stays empty.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands for the border between two parts of a zone, which no phrase crosses.
pub const BORDER: &str = "\n";

/// How many places a border takes: more than a phrase has words.
const GAP: usize = 1000;

/// Takes terms apart at blanks.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    token: Token,
}

/// The terms of a text.
pub struct ReadyStream<'a> {
    terms: std::str::Split<'a, char>,
    next: usize,
    token: &'a mut Token,
}

impl Tokenizer for Ready {
    type TokenStream<'a> = ReadyStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ReadyStream<'a> {
        ReadyStream {
            terms: text.split(' '),
            next: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for ReadyStream<'_> {
    fn advance(&mut self) -> bool {
        for term in self.terms.by_ref() {
            let place = self.next;
            self.next += if term == BORDER { GAP } else { 1 };
            if term.is_empty() || term == BORDER {
                continue;
            }
            self.token.position = place;
            self.token.text.clear();
            self.token.text.push_str(term);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_borders_kept() {
        let mut ready = Ready::default();
        let mut stream = ready.token_stream("port  amal \n harbour");
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().position, stream.token().text.clone()));
        }
        let expected = [(0, "port"), (2, "amal"), (3 + GAP, "harbour")];
        assert_eq!(seen, expected.map(|(place, term)| (place, term.to_owned())));
    }
}
