//! Whom it was said to.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::Class;
use crate::sentence::Sentence;

impl Sentence<'_> {
    pub(crate) fn addressee(
        &self,
        hit: &Hit,
        from: usize,
        until: usize,
        content: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let is_said = |at: usize| content.iter().any(|c| c.contains(&at));
        // "داعيا من خلالها الحضور إلى".
        let mut from = from;
        if hit.frame.addresses_object
            && let Some(stands_in) = (from..until.min(from + 2))
                .rev()
                .find(|&at| self.tokens[at].is(Class::Resumptive))
        {
            from = stands_in + 1;
        }
        if hit.frame.addresses_object && from < until {
            let phrase = self.phrase_after(from, until - from);
            if !phrase.is_empty()
                && !is_said(phrase.start)
                && !self.tokens[phrase.start].is(Class::To)
            {
                return Some(phrase.start..phrase.end.min(until));
            }
        }
        for at in from..until.min(self.range.end) {
            if is_said(at) || self.quote_opening(at).is_some() {
                return None;
            }
            let token = &self.tokens[at];
            if token.mark.is_some() && !token.is_mark(",،") {
                return None;
            }
            // "قال في مقابلة مع الصحيفة": right behind a talk, further behind before a kind of listener.
            let is_with = token.is(Class::With)
                && self.tokens[from..at].iter().any(|t| t.is(Class::Dialogue))
                && at + 1 < until
                && (self.tokens[at - 1].is(Class::Dialogue)
                    || self.tokens[at + 1].is(Class::Listener));
            if is_with {
                let phrase = self.phrase_after(at + 1, until - at - 1);
                return (!phrase.is_empty()).then_some(phrase);
            }
            if token.is(Class::Addressed) {
                let end = self.phrase_after(at + 1, until - at - 1).end.max(at + 1);
                return Some(at..end.min(until));
            }
            let opens =
                token.is(Class::To) || token.word.is_some_and(|w| hit.frame.to.contains(&w));
            if opens && at + 1 < until && self.date_at(at).is_none() && !self.is_infinitive_to(at) {
                let phrase = self.phrase_after(at + 1, until - at - 1);
                return (!phrase.is_empty()).then_some(phrase);
            }
        }
        None
    }

    pub(crate) fn is_infinitive_to(&self, at: usize) -> bool {
        self.tokens[at].is(Class::Infinitive)
            && self.language.has_capitals
            && self.is_infinitive(at)
            && !self.tokens[at + 1].is(Class::Role)
            && self.language.has_capital_nouns
    }

    /// Whether a word begins with a letter that joins clauses.
    pub(crate) fn starts_joined(&self, at: usize) -> bool {
        self.first_letter(at)
            .is_some_and(|letter| self.language.joins(letter))
    }

    pub(crate) fn first_letter(&self, at: usize) -> Option<char> {
        self.letters(at).next()
    }

    pub(crate) fn letters(&self, at: usize) -> impl Iterator<Item = char> {
        let token = &self.tokens[at];
        self.body[token.begin..token.end].chars()
    }
}
