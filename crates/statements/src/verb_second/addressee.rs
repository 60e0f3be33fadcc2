//! Whom it was said to, in languages with cases: "der Zeitung sagte er".

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Takes};
use crate::sentence::Sentence;
use crate::tokens::Token;

/// How far behind its article a noun stands, in tokens.
const NOUN_REACH: usize = 6;

/// Whether a dative stands alone rather than before its noun: "ihm", not "dem".
fn is_pronoun(token: &Token) -> bool {
    token.is(Class::Dative) && !token.is(Class::Determiner)
}

impl Sentence<'_> {
    /// Whom it was said to: "gegenüber der Zeitung", "im Gespräch mit der Zeitung", "forderte die Regierung auf".
    pub(crate) fn second_addressed(
        &self,
        hit: &Hit,
        source: &Range<usize>,
        from: usize,
        until: usize,
    ) -> Option<Range<usize>> {
        let until = until.min(self.range.end);
        let mut at = from.min(until);
        while at < until && !self.tokens[at].is_mark(":") {
            if source.contains(&at) {
                at = source.end;
                continue;
            }
            let token = &self.tokens[at];
            if self.opens_addressee(hit, at)
                && at + 1 != source.start
                && let Some(end) = self.nominal(at + 1, until.max(at + 2))
            {
                return Some(at + 1..end);
            }
            if token.is(Class::Preposition) {
                at = self.nominal(at + 1, until).unwrap_or(at + 1);
                continue;
            }
            let is_between = self.date_at(at).is_some()
                || token.is(Class::Adverb) && !token.is(Class::Determiner)
                || token.is(Class::Nobody)
                    && !token.is(Class::Dative)
                    && !token.is(Class::Determiner);
            if is_between || token.mark.is_some() && self.quote_opening(at).is_none() {
                at += 1;
                continue;
            }
            let end = self
                .nominal(at, until)
                .unwrap_or(at + usize::from(is_pronoun(token)));
            if end > at && self.may_be_told(hit, source, at) {
                return Some(at..end);
            }
            at = end.max(at + 1);
        }
        self.addressed_in_front(hit, source)
    }

    /// "Gegenüber der Zeitung sagte er", "Der Politik schlug er vor".
    pub(crate) fn addressed_in_front(
        &self,
        hit: &Hit,
        source: &Range<usize>,
    ) -> Option<Range<usize>> {
        let first = self.left_bound(hit.at.start);
        let told = (first..hit.at.start).find(|&at| {
            !source.contains(&at) && at + 1 != source.start && self.opens_addressee(hit, at)
        });
        if let Some(told) = told {
            let end = self.nominal(told + 1, hit.at.start)?;
            return Some(told + 1..end);
        }
        let token = &self.tokens[first];
        let is_object = token.is(Class::Dative) && !token.is(Class::Relative)
            || token.is(Class::Dative) && token.is(Class::Accusative);
        let is_ambiguous = token.is(Class::Dative) && source.start > hit.at.start;
        if first == hit.at.start || source.contains(&first) || !(is_object || is_ambiguous) {
            return None;
        }
        let end = self.nominal(first, hit.at.start);
        let end = end.or_else(|| is_pronoun(token).then_some(first + 1))?;
        Some(first..end)
    }

    pub(crate) fn opens_addressee(&self, hit: &Hit, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.date_at(at).is_some() {
            return false;
        }
        token.is(Class::To)
            || token.is(Class::Preposition)
                && self.token_before(at).is_some_and(|t| t.is(Class::Dialogue))
                && !token.is(Class::Genitive)
            || token.word.is_some_and(|w| hit.frame.to.contains(&w))
    }

    /// Whether a noun has the ending of its dative where an article says that it is one or the accusative of a single
    /// noun: "den Reportern", not "den Verdacht".
    fn may_be_plural(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.is(Class::Accusative) || !token.is(Class::Determiner) {
            return true;
        }
        let noun = self.tokens[at + 1..self.range.end]
            .iter()
            .take(NOUN_REACH)
            .find(|t| t.is_capital);
        noun.is_none_or(|t| self.language.is_dative_plural(&self.body[t.begin..t.end]))
    }

    /// Whether the noun phrase at `at` can be whom a verb was said to.
    pub(crate) fn may_be_told(&self, hit: &Hit, source: &Range<usize>, at: usize) -> bool {
        let token = &self.tokens[at];
        if hit.frame.addresses_object {
            return true;
        }
        if token.is(Class::Dative) {
            // "den" can be the object, "der" can go with the noun before it.
            let is_object = token.is(Class::Accusative) && hit.frame.takes(Takes::Object);
            let is_genitive = token.is(Class::Genitive)
                && at != source.end
                && self.token_before(at).is_some_and(|t| t.is_capital);
            return !is_object && !is_genitive && self.may_be_plural(at);
        }
        // "Er sagte Reportern, dass".
        let is_told = hit.frame.takes(Takes::That)
            && !hit.frame.takes(Takes::Object)
            && hit.frame.introducers.is_empty();
        is_told
            && at == hit.at.end
            && source.end <= hit.at.start
            && token.is_capital
            && !hit.frame.is_impersonal
    }
}
