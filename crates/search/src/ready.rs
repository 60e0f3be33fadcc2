//! The tokenizer of what is analysed already.
//!
//! Text is analysed once a report, in [`crate::writer`], for both fields of a zone; what the fields are given are terms with
//! a blank between them, and nothing between two blanks where a place stays empty.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands for the border between two parts of a zone, which no phrase crosses.
pub const BORDER: &str = "\n";

/// How many places a border takes: more than a phrase has words.
const GAP: usize = 1000;

/// Bytes of analysed text that may wait to be indexed. tantivy itself counts the reports that wait, however long they are.
const MAX_BACKLOG: usize = 8 << 20;

/// How long to wait for the thread that indexes: it may be writing a part to the disk, or have come to its end, which putting
/// in the next report then tells.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much text waits to be indexed.
#[derive(Debug, Default)]
pub struct Backlog {
    bytes: Mutex<usize>,
    shorter: Condvar,
}

impl Backlog {
    /// Adds to it, once there is room.
    pub fn add(&self, bytes: usize) {
        let waiting = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut waiting, waited) = self
            .shorter
            .wait_timeout_while(waiting, PATIENCE, |waiting| *waiting > MAX_BACKLOG)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            // What was thrown away with an earlier writer is never taken.
            *waiting = 0;
        }
        *waiting += bytes;
    }

    fn take(&self, bytes: usize) {
        let mut waiting = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.saturating_sub(bytes);
        if *waiting <= MAX_BACKLOG {
            self.shorter.notify_all();
        }
    }
}

/// Takes terms apart at blanks.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    token: Token,
    backlog: Arc<Backlog>,
}

impl Ready {
    /// Takes what it is given off a backlog.
    pub fn new(backlog: Arc<Backlog>) -> Self {
        Self {
            token: Token::default(),
            backlog,
        }
    }
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
        self.backlog.take(text.len());
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
    fn a_backlog_is_waited_for_until_it_is_taken() {
        let backlog = Arc::new(Backlog::default());
        let text = "x".repeat(MAX_BACKLOG + 1);
        let mut ready = Ready::new(Arc::clone(&backlog));
        backlog.add(text.len());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| backlog.add(1));
            ready.token_stream(&text);
            waiting.join().unwrap();
        });
        assert!(*backlog.bytes.lock().unwrap() <= 1);
    }

    #[test]
    fn what_is_never_taken_holds_nobody_up_for_long() {
        let backlog = Backlog::default();
        backlog.add(MAX_BACKLOG + 1);
        backlog.add(1);
        assert_eq!(*backlog.bytes.lock().unwrap(), 1);
    }

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
