//! Where a clause that somebody said gives way to the reporter's next, in languages with articles.

use crate::cues::Hit;
use crate::language::{Class, Role};
use crate::sentence::Sentence;

impl Sentence<'_> {
    /// Whether a mark within what was said ends it: a colon before a quotation that has an attribution of its own, or
    /// the comma behind an opening participle ("En rappelant que ..., il a demandé").
    pub(crate) fn turns(&self, at: usize, from: usize, hit: &Hit) -> bool {
        let token = &self.tokens[at];
        if token.is_mark(":") {
            let Some(quote) = self.quote_opening(at + 1) else {
                return false;
            };
            let next = quote.close + 1..self.range.end.min(quote.close + 5);
            return next.into_iter().any(|i| {
                self.hit_at(i)
                    .is_some_and(|h| h.frame.role == Role::Verb && self.is_behind_quote(h.group))
            });
        }
        if self.joins_attribution(at, from)
            || self.opposes_attribution(at)
            || self.adds_participle(at)
        {
            return true;
        }
        if token.is_mark(",") && self.closes_relative(at, hit) {
            return true;
        }
        if !token.is_mark(",") || !matches!(hit.frame.role, Role::Participle | Role::Noun) {
            return false;
        }
        let opens = self.tokens[self.range.start..hit.at.start].iter().all(|t| {
            t.is(Class::Preposition)
                || t.is(Class::Determiner)
                || t.is(Class::Conjunction)
                || t.is(Class::Adverb)
        });
        opens
            && self.hits.iter().any(|h| {
                h.frame.role == Role::Verb
                    && h.group > at
                    && h.group < at + 10
                    && !self.tokens[at + 1..h.group]
                        .iter()
                        .any(|t| t.mark.is_some())
            })
    }

    /// Whether a coordinator joins another attribution by the same speaker: "... et a demandé que". Within a clause of
    /// its own it has to say so by what follows it.
    fn joins_attribution(&self, at: usize, from: usize) -> bool {
        let token = &self.tokens[at];
        if !token.is(Class::Coordinator) || token.mark.is_some() {
            return false;
        }
        let next = self.hits.partition_point(|h| h.group <= at);
        let Some(next) = self.hits.get(next).filter(|h| h.group == at + 1) else {
            return false;
        };
        let is_clause = from > self.range.start && self.tokens[from - 1].is(Class::Complementizer);
        let behind = next.at.end;
        next.frame.role == Role::Verb
            && (!is_clause
                || self.opens_content(behind)
                || self.tokens.get(behind).is_some_and(|t| t.is(Class::To)))
    }

    /// Whether a conjunction behind a comma opposes what somebody else says: "..., mais le syndicat affirme".
    fn opposes_attribution(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.is(Class::Conjunction)
            || token.is(Class::Complementizer)
            || token.is(Class::Relative)
            || !self.tokens[at - 1].is_mark(",")
        {
            return false;
        }
        let next = self.hits.partition_point(|h| h.group <= at);
        self.hits.get(next).is_some_and(|h| {
            let subject = at + 1..h.group;
            h.frame.role == Role::Verb
                && (1..9).contains(&subject.len())
                && self.is_clause_opened(h.at.end)
                && self.tokens[subject.clone()]
                    .iter()
                    .all(|t| t.mark.is_none() && !t.is(Class::Negation))
                && self.is_speaking(&subject)
        })
    }

    /// Whether a comma closes the relative clause that a verb stands in: "Paul, qui dit vouloir agir, n'a pas".
    fn closes_relative(&self, at: usize, hit: &Hit) -> bool {
        let first = hit.group;
        let follows = [
            Class::Auxiliary,
            Class::Verb,
            Class::Negation,
            Class::Clitic,
        ];
        first > self.range.start + 1
            && self.tokens[first - 1].is(Class::Relative)
            && self.tokens[first - 2].is_mark(",")
            && self.tokens.get(at + 1).is_some_and(|t| {
                follows.iter().any(|&c| t.is(c))
                    && !t.is(Class::Determiner)
                    && !t.is(Class::Preposition)
            })
    }

    fn is_clause_opened(&self, at: usize) -> bool {
        at >= self.range.end || self.opens_content(at) || self.is_closed(at)
    }

    /// Whether a comma, or a comma and small words, sets a participle off that adds another statement: ", tout en
    /// précisant que".
    fn adds_participle(&self, at: usize) -> bool {
        self.tokens[at].is_mark(",")
            && (at + 1..self.range.end.min(at + 4))
                .take_while(|&i| {
                    let t = &self.tokens[i];
                    t.mark.is_none()
                        && (t.is(Class::Preposition)
                            || t.is(Class::Adverb)
                            || self.hit_at(i).is_some())
                })
                .find_map(|i| self.hit_at(i))
                .is_some_and(|h| h.frame.role == Role::Participle)
    }
}

#[cfg(test)]
mod tests {
    fn contents(body: &str, language: &str) -> Vec<String> {
        let statements = crate::read(body, Some(language), &[]);
        statements
            .iter()
            .map(|s| {
                let words: Vec<_> = s.content.iter().map(|p| p.text.as_str()).collect();
                words.join(" … ")
            })
            .collect()
    }

    #[test]
    fn another_attribution_ends_what_was_said() {
        let joined =
            "Le maire a dénoncé la lenteur du chantier et a demandé aux habitants de patienter.";
        assert_eq!(
            contents(joined, "fr"),
            ["la lenteur du chantier", "patienter"]
        );
        let opposed =
            "Il sindaco ha detto che i fondi ci sono, ma il sindacato sostiene che non bastano.";
        assert_eq!(contents(opposed, "it"), ["i fondi ci sono", "non bastano"]);
    }

    #[test]
    fn a_relative_clause_ends_at_its_comma() {
        let body = "El alcalde, que dijo estar satisfecho, no aceptó preguntas.";
        assert_eq!(contents(body, "es"), ["estar satisfecho"]);
    }

    #[test]
    fn an_opening_participle_ends_at_its_comma() {
        let body = "Advertindo que o rio subia, o prefeito pediu aos moradores que saíssem.";
        assert_eq!(contents(body, "pt"), ["o rio subia", "saíssem"]);
    }
}
