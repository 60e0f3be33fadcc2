//! Years: a number of four digits that a word beside it says is one.

use super::{Finder, Mention};
use crate::dates::calendar::is_common_year;
use crate::dates::lex::Kind;
use crate::dates::vocabulary::{Meaning, Side};
use crate::dates::when::When;

impl Finder<'_> {
    /// "2014 году", "2014'te", and the number in "in 1926".
    pub fn year(&self, at: usize) -> Option<Mention> {
        if !self.is_year_number(at) {
            return None;
        }
        let when = When::Year(self.value(at)?);
        let word = Meaning::YearWord(Side::Behind);
        if let Some(next) = self.words.means(at + 1, word) {
            return (!self.is_spoilt_period(at, next)).then(|| self.mention_of(at, next, 0, when));
        }
        if !self.is_whole_year(at) {
            return None;
        }
        let ends_range = self.follows_year
            && self.words.ending(at, self.from, Meaning::Range) == Some(self.from);
        let is_said =
            ends_range || self.has_ending(at + 1) || !self.may_count(at) && self.is_said_in(at);
        is_said.then(|| self.mention_of(at, at + 1, 0, when))
    }

    /// Whether an apostrophe with one of the endings of dates stands at `at`.
    pub fn has_ending(&self, at: usize) -> bool {
        self.reader.is_sign(at, '\'')
            && self.reader.is_glued(at)
            && self.words.means(at + 1, Meaning::Ending).is_some()
    }

    /// Whether a word beside the number at `at` says that it is a year without being part of it.
    fn is_said_in(&self, at: usize) -> bool {
        let next = at + 1;
        if let Some(end) = self.words.means(next, Meaning::InYear(Side::Behind)) {
            return !self.is_spoilt_period(at, end);
        }
        let is_closed = !self.is_word(next);
        let before = self
            .words
            .ending(at, 0, Meaning::InYear(Side::Before))
            .or_else(|| {
                let closed = Meaning::InYearClosed(Side::Before);
                self.words.ending(at, 0, closed).filter(|_| is_closed)
            });
        before.is_some_and(|first| !self.is_spoilt_period(first, next))
    }

    /// "عام 2014", "Jahr 2014".
    pub fn named_year(&self, at: usize) -> Option<Mention> {
        let is_word = |m| (m == Meaning::YearWord(Side::Before)).then_some(());
        let ((), number, skip) = self.words.pick_joined(at, is_word)?;
        if !self.is_year_number(number) || !self.is_whole_year(number) {
            return None;
        }
        let when = When::Year(self.value(number)?);
        let next = number + 1;
        let next = self
            .words
            .means(next, Meaning::YearMark)
            .or_else(|| self.words.means(next, Meaning::YearWord(Side::Behind)))
            .unwrap_or(next);
        Some(self.mention_of(at, next, skip, when))
    }

    /// Whether the number at `at` has the form of a year.
    pub fn is_year_number(&self, at: usize) -> bool {
        let is_year = |(value, digits)| digits == 4 && is_common_year(value);
        self.reader.number(at).is_some_and(is_year)
            && !self.is_part_of_number(at)
            && !(self.reader.is_glued(at) && at > 0 && self.reader.is_sign_of(at - 1, "-/.#@_"))
    }

    /// Whether nothing is written together with the number at `at` that makes it another: "1990s", "2014-15", "1500%".
    pub fn is_whole_year(&self, at: usize) -> bool {
        let reader = &self.reader;
        let behind = at + 1;
        let Some(token) = reader.token(behind) else {
            return true;
        };
        match token.kind {
            Kind::Sign(',' | '.' | '-' | '/' | ':') => {
                !(reader.is_glued(behind)
                    && reader.is_glued(behind + 1)
                    && reader.number(behind + 1).is_some()
                    || token.is_sign('-') && reader.is_glued(behind) && reader.is_glued(behind + 1))
            }
            Kind::Word => !reader.is_glued(behind) || !reader.is_ascii_word(behind),
            Kind::Sign('%' | '°' | '$' | '€' | '£') | Kind::Number { .. } => false,
            Kind::Sign(_) => true,
        }
    }

    /// Whether the number may count what the word behind it names: round hundreds do, and units of time are counted.
    fn may_count(&self, at: usize) -> bool {
        let behind = at + 1;
        let is_round = self.value(at).is_some_and(|value| value % 100 == 0);
        let is_unit = |m| matches!(m, Meaning::Span(_)).then_some(());
        self.is_word(behind) && (is_round || self.words.pick(behind, is_unit).is_some())
    }

    fn is_word(&self, at: usize) -> bool {
        self.reader.token(at).is_some_and(|t| t.kind == Kind::Word)
    }

    fn value(&self, at: usize) -> Option<i16> {
        let (value, _) = self.reader.number(at)?;
        i16::try_from(value).ok()
    }
}
