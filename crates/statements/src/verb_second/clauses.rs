//! Where a clause begins and ends, and which word order it has.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::Class;
use crate::sentence::{PRONOUNS, Sentence};
use crate::tokens::Token;

/// How far from its cue the bounds of a clause are looked for, in tokens.
const REACH: usize = 60;

impl Sentence<'_> {
    pub(crate) fn token_before(&self, at: usize) -> Option<&Token> {
        (at > self.range.start).then(|| &self.tokens[at - 1])
    }

    pub(crate) fn inside(&self, at: usize) -> Option<&Token> {
        (at < self.range.end).then(|| &self.tokens[at])
    }

    /// Whether a mark parts clauses.
    pub(crate) fn parts(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_within_number = at > 0
            && self.tokens[at - 1].is_number
            && self
                .inside(at + 1)
                .is_some_and(|t| t.is_number && !t.is_spaced);
        if is_within_number {
            return false;
        }
        token.is_mark(",")
            || token.is_mark(";:!?…()[]")
            || token.is_mark("–—-") && token.is_spaced
            || token.is_mark(".") && at + 1 == self.range.end
    }

    /// The first token of the stretch without marks that ends before `at`.
    pub(crate) fn left_bound(&self, at: usize) -> usize {
        let first = self.range.start.max(at.saturating_sub(REACH));
        let mut begin = at;
        while begin > first {
            if let Some(quote) = self.quote_closing(begin - 1) {
                let words = quote.close - quote.open;
                if words > 8 || quote.open < first {
                    return begin;
                }
                begin = quote.open;
                continue;
            }
            if self.tokens[begin - 1].is_mark(")") {
                let open = (first..begin - 1)
                    .rev()
                    .take(12)
                    .find(|&i| self.tokens[i].is_mark("("));
                if let Some(open) = open {
                    begin = open;
                    continue;
                }
            }
            if self.parts(begin - 1) {
                return begin;
            }
            begin -= 1;
        }
        begin
    }

    /// The first mark behind `at` that parts clauses.
    pub(crate) fn right_bound(&self, at: usize) -> usize {
        let last = self.range.end.min(at + REACH);
        let mut end = at;
        while end < last {
            if let Some(quote) = self.quote_opening(end) {
                end = quote.close + 1;
                continue;
            }
            if self.tokens[end].is_mark("(") {
                let close = (end..last).take(12).find(|&i| self.tokens[i].is_mark(")"));
                if let Some(close) = close {
                    end = close + 1;
                    continue;
                }
            }
            if self.parts(end) {
                return end;
            }
            end += 1;
        }
        end.min(self.range.end)
    }

    /// Whether a cue is the last word of its clause, but for other verbs.
    pub(crate) fn is_second_last(&self, hit: &Hit) -> bool {
        let mut at = hit.at.end;
        while self.inside(at).is_some_and(|t| {
            t.mark.is_none()
                && (t.is(Class::Auxiliary) || t.is(Class::Passive))
                && !t.is(Class::Determiner)
        }) {
            at += 1;
        }
        self.inside(at).is_none_or(|t| {
            t.mark.is_some() && (self.parts(at) || self.quote_opening(at).is_some())
                || t.is(Class::Coordinator)
        })
    }

    pub(crate) fn is_verb_last(&self, begin: usize, hit: &Hit) -> bool {
        let mut at = begin;
        while at < hit.at.start && self.tokens[at].is(Class::Coordinator) {
            at += 1;
        }
        let token = &self.tokens[at];
        if at >= hit.at.start || !self.is_second_last(hit) {
            return false;
        }
        if self.opens_subordinate(at) {
            return true;
        }
        let follows_comma = self.token_before(begin).is_some_and(|t| t.is_mark(","));
        if !follows_comma {
            return false;
        }
        if token.is(Class::Preposition)
            && self.tokens[at + 1].is(Class::Relative)
            && at + 1 < hit.at.start
        {
            let noun = self.nominal(at + 1, hit.at.start);
            return noun.is_none();
        }
        token.is(Class::Relative) && self.nominal(at, hit.at.start) != Some(hit.at.start)
    }

    pub(crate) fn opens_subordinate(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        !token.is(Class::Determiner)
            && (token.is(Class::Complementizer)
                || token.is(Class::Conjunction)
                || token.is(Class::As)
                || token.is(Class::Question))
    }

    /// Whether a relative clause opens behind the comma before `at`.
    pub(crate) fn opens_relative(&self, at: usize) -> bool {
        let Some(token) = self.inside(at) else {
            return false;
        };
        let at = at + usize::from(token.is(Class::Preposition) && !token.is(Class::Relative));
        let Some(token) = self.inside(at) else {
            return false;
        };
        if !token.is(Class::Relative) {
            return false;
        }
        if !token.is(Class::Determiner) {
            return true;
        }
        let is_article = |t: &Token| {
            t.is(Class::Determiner) && (t.is(Class::Relative) || t.is(Class::Accusative))
        };
        if self.inside(at + 1).is_some_and(is_article) {
            return true;
        }
        // "der Pilot trage" is no relative clause, "der gestern" is one.
        match self.nominal(at, self.range.end) {
            None => !self.inside(at + 1).is_some_and(|t| t.is(Class::Reported)),
            Some(end) => {
                // "die Immobilienmakler in Ontario vertritt": the verb of a main clause would stand right behind its noun.
                let bound = self.right_bound(end);
                let opens_aside = self.inside(end).is_some_and(|t| {
                    t.is(Class::Preposition) && !t.is(Class::Infinitive) || t.is(Class::Determiner)
                });
                let follows_noun = at > self.range.start + 1 && self.tokens[at - 2].is_capital;
                let is_short =
                    bound == end + 1 && follows_noun && !self.tokens[end].is(Class::Unreal);
                let last = &self.tokens[bound - 1];
                let ends_with_verb = bound > end + 1
                    && follows_noun
                    && last.is(Class::Auxiliary)
                    && !self.tokens[end].is(Class::Auxiliary);
                (opens_aside && bound < self.range.end || is_short || ends_with_verb)
                    && self.tokens[end..bound]
                        .iter()
                        .all(|t| !t.is(Class::Reported))
            }
        }
    }

    pub(crate) fn holds_reported(&self, range: Range<usize>) -> bool {
        range.start < range.end && self.tokens[range].iter().any(|t| t.is(Class::Reported))
    }

    pub(crate) fn ends_with_infinitive(&self, range: Range<usize>) -> bool {
        let Some(last) = range.clone().next_back().filter(|&last| last > range.start) else {
            return false;
        };
        let token = &self.tokens[last];
        token.mark.is_none()
            && !token.is_capital
            && (self.tokens[last - 1].is(Class::Infinitive) || token.is(Class::InfinitiveWord))
    }

    pub(crate) fn is_infinitive_clause(&self, range: Range<usize>) -> bool {
        range.clone().any(|at| {
            self.tokens[at].is(Class::Infinitive)
                && at + 1 < range.end
                && !self.tokens[at + 1].is_capital
                && (!self.tokens[at + 1].is(Class::Determiner) || at + 2 == range.end)
                && self.tokens[at + 1].mark.is_none()
                && !self.tokens[at + 1].is_number
        }) || range.clone().next_back().is_some_and(|last| {
            self.tokens[last].is(Class::InfinitiveWord) && !self.tokens[last].is_capital
        })
    }

    /// The comma behind which the main clause goes on: "Als er sagte, dass er komme, [ging sie]".
    pub(crate) fn main_clause_in(&self, range: Range<usize>) -> Option<usize> {
        let closed = [
            Class::Determiner,
            Class::Preposition,
            Class::Conjunction,
            Class::Coordinator,
            Class::Relative,
            Class::Adverb,
            Class::Complementizer,
            Class::Infinitive,
            Class::As,
            Class::Question,
            Class::Negation,
            Class::It,
            Class::Nobody,
        ];
        range.clone().find(|&at| {
            self.tokens[at].is_mark(",")
                && self.parts(at)
                && self.inside(at + 1).is_some_and(|t| {
                    t.mark.is_none()
                        && !t.is_capital
                        && !t.is_number
                        && (t.is(Class::Auxiliary) || !closed.iter().any(|&c| t.is(c)))
                        && !t.classes.meets(PRONOUNS)
                })
                && self
                    .subject_in(at + 2..self.right_bound(at + 2))
                    .is_some_and(|s| s.start <= at + 3)
        })
    }

    /// The sentence before this one, which "das" stands for.
    pub(crate) fn sentence_before(&self) -> Option<Range<usize>> {
        let end = self.range.start.checked_sub(1)?;
        let begin = (end.saturating_sub(REACH)..end)
            .rev()
            .find(|&at| {
                self.tokens[at].is_mark(".!?")
                    && self.tokens[at + 1].is_spaced
                    && !self.tokens[at - usize::from(at > 0)].is_number
            })
            .map_or(if end <= REACH { 0 } else { end }, |at| at + 1);
        (end > begin + 2).then_some(begin..end)
    }
}
