//! A sentence with all that was found in it, and the questions the rest asks of it.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Classes, Language, Role};
use crate::quotes::Quote;
use crate::tokens::Token;

/// Pronouns of the third person.
pub const PRONOUNS: Classes = Classes::of(Class::He)
    .and(Classes::of(Class::She))
    .and(Classes::of(Class::They));

/// A sentence of a paragraph.
pub struct Sentence<'a> {
    /// The body.
    pub body: &'a str,
    /// All tokens of the paragraph.
    pub tokens: &'a [Token],
    /// Those of the sentence.
    pub range: Range<usize>,
    /// The quotations of the paragraph, at this depth.
    pub quotes: &'a [Quote],
    /// The cues of the sentence.
    pub hits: &'a [Hit],
    /// Bytes of the expressions of time in the body.
    pub dates: &'a [Range<usize>],
    /// The language.
    pub language: &'static Language,
}

impl Sentence<'_> {
    /// The quotation that opens at a token.
    pub fn quote_opening(&self, at: usize) -> Option<Quote> {
        let found = self.quotes.binary_search_by_key(&at, |q| q.open).ok()?;
        Some(self.quotes[found])
    }

    /// The quotation that closes at a token.
    pub fn quote_closing(&self, at: usize) -> Option<Quote> {
        let found = self.quotes.binary_search_by_key(&at, |q| q.close).ok()?;
        Some(self.quotes[found])
    }

    /// Whether a token stands in a quotation, its marks included.
    pub fn is_quoted(&self, at: usize) -> bool {
        let behind = self.quotes.partition_point(|q| q.open <= at);
        behind > 0 && at <= self.quotes[behind - 1].close
    }

    /// The expression of time that a token belongs to, by number.
    pub fn date_at(&self, at: usize) -> Option<usize> {
        let token = &self.tokens[at];
        let found = self.dates.partition_point(|d| d.end <= token.begin);
        (self.dates.get(found)?.start < token.end).then_some(found)
    }

    /// The cue that starts at a token.
    pub fn hit_at(&self, at: usize) -> Option<&Hit> {
        let found = self.hits.binary_search_by_key(&at, |h| h.at.start).ok()?;
        Some(&self.hits[found])
    }

    /// Whether a clause can start at a token because of what stands before it.
    pub fn is_clause_start(&self, at: usize) -> bool {
        if at <= self.range.start {
            return true;
        }
        let before = &self.tokens[at - 1];
        before.mark.is_some()
            || before.is(Class::Complementizer)
            || before.is(Class::Conjunction)
            || before.is(Class::Coordinator)
            || before.is(Class::Relative)
            || self.tokens[at].is_joined
    }

    pub(crate) fn is_verb_at(&self, at: usize) -> bool {
        self.hit_at(at)
            .is_some_and(|hit| hit.frame.role == Role::Verb)
    }

    /// Whether a noun has its article written together with it: Arabic "ال".
    pub(crate) fn is_definite(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        self.language
            .is_definite(&self.body[token.begin..token.end])
    }

    /// Whether a token of the sentence stands for the noun of its relative clause.
    pub(crate) fn is_resumptive(&self, at: usize) -> bool {
        at < self.range.end && self.tokens[at].is(Class::Resumptive)
    }

    /// Whether a token opens a phrase of place, time or manner.
    pub fn opens_aside(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        (token.is(Class::Preposition) && !token.is(Class::Determiner)) || self.date_at(at).is_some()
    }
}
