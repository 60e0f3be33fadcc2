//! Subjects that do not stand right beside their verb: behind what tells when or to whom, in another clause of the
//! sentence, or as the place where something is said.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Gender, Order, Role, Takes};
use crate::sentence::{PRONOUNS, Sentence};

/// How far before the colon the verb of an announcement stands, in tokens.
const ANNOUNCED: usize = 12;

impl Sentence<'_> {
    /// Who speaks in the next paragraph, where this sentence ends in a verb of saying and a colon; empty where it does
    /// not tell.
    pub(crate) fn announced(&self) -> Option<Range<usize>> {
        let colon = self
            .range
            .end
            .checked_sub(1)
            .filter(|&at| self.tokens[at].is_mark(":："))?;
        let hit = self.hits.last()?;
        let is_near = hit.frame.role == Role::Verb
            && hit.frame.takes(Takes::Quote)
            && hit.at.end + ANNOUNCED > colon;
        if !is_near || !self.language.has_spaces() {
            return None;
        }
        if self.language.is_verb_final {
            return Some(self.speaker_before(hit));
        }
        let left = self
            .hits
            .len()
            .checked_sub(2)
            .map_or(self.range.start, |n| self.hits[n].at.end);
        let subject = self.subject(hit, left).0;
        if !subject.is_empty() || !self.language.has_capitals {
            return Some(subject);
        }
        // "..., but the minister rose and said:"
        let clause = (self.range.start..hit.at.start)
            .rev()
            .find(|&at| self.tokens[at].is_mark(",;"))
            .map_or(self.range.start, |at| at + 1);
        Some(self.name_at_head(clause, hit.at.start))
    }

    /// The subject behind a verb that ends before `end`.
    pub(crate) fn subject_after(&self, end: usize) -> Range<usize> {
        let first = if self.language.order == Order::Either && !self.language.drops_subjects {
            self.past_time(end)
        } else {
            end
        };
        let is_addressed = self.language.has_capitals
            && self
                .tokens
                .get(first)
                .is_some_and(|t| t.is(Class::Addressed) && !t.is_capital);
        if is_addressed {
            // "попросил коллегу министр".
            let next = self.phrase_after(first, 8).end;
            let behind = self.phrase_after(next, 16);
            return if next > first && self.is_speaker(&behind) {
                behind
            } else {
                end..end
            };
        }
        let mut phrase = self.phrase_after(first, 24);
        if let Some(end) = self.over_preposition(&phrase) {
            phrase.end = end;
        }
        // "сказал он журналистам".
        let is_pronoun = self.language.order == Order::Either
            && !phrase.is_empty()
            && self.tokens[first].classes.meets(PRONOUNS)
            && !self.tokens[first].is(Class::Determiner);
        if is_pronoun { first..first + 1 } else { phrase }
    }

    /// A subject that does not stand beside its verb: that of the verb a participle goes with, where that one reports
    /// nothing; the house in which several say something ("сообщили в министерстве"); a name at the head.
    pub(crate) fn far_subject(&self, hit: &Hit) -> Range<usize> {
        let is_participle = hit.frame.role == Role::Participle;
        let number = self.hits.partition_point(|h| h.at.end <= hit.at.start);
        let before = number.checked_sub(1).map(|n| &self.hits[n]);
        if is_participle && let Some(before) = before {
            let is_silent =
                before.frame.role == Role::Verb && self.verb(before, self.range.start).is_none();
            return if is_silent {
                self.subject(before, self.range.start).0
            } else {
                hit.at.start..hit.at.start
            };
        }
        if hit.form.gender == Gender::Many && !is_participle {
            let (place, _) = self.place(hit, before.map_or(self.range.start, |h| h.at.end));
            if self.is_speaker(&place) {
                return place;
            }
        }
        let has_clause =
            (hit.at.end..self.range.end.min(hit.at.end + 6)).any(|at| self.opens_clause_at(at));
        if is_participle || has_clause && !self.tokens[hit.at.start].is_capital {
            let left = before.map_or(self.range.start, |h| h.at.end);
            if left == self.range.start {
                return self.name_at_head(left, hit.at.start);
            }
        }
        hit.at.start..hit.at.start
    }

    /// The place that says it, with a verb of nobody's, and the first token behind both: "в докладе говорится, что",
    /// "написано на плакате".
    pub(crate) fn place(&self, hit: &Hit, left: usize) -> (Range<usize>, usize) {
        let end = hit.at.end;
        if end < self.range.end && self.tokens[end].is(Class::Preposition) {
            let phrase = self.document_after(end + 1, self.range.end.min(end + 13));
            let next = phrase.end.max(end);
            return (phrase, next);
        }
        let begin = (left..hit.at.start)
            .rev()
            .find(|&at| self.tokens[at].is_mark(",;:–—"))
            .map_or(left, |at| at + 1);
        let opens = (begin..hit.at.start).find(|&at| self.tokens[at].is(Class::Preposition));
        let phrase = opens.map_or(end..end, |at| self.document_after(at + 1, hit.at.start));
        (phrase, end)
    }

    /// A phrase that may begin with a noun of saying: "в заявлении музея".
    fn document_after(&self, at: usize, end: usize) -> Range<usize> {
        if at >= end {
            return at..at;
        }
        let is_saying = self.hit_at(at).is_some_and(|h| h.frame.role == Role::Noun);
        let first = at + usize::from(is_saying);
        at..self.phrase_after(first, end - first).end.max(first)
    }

    /// The first token behind what tells when: "сообщил в четверг мэр".
    fn past_time(&self, from: usize) -> usize {
        let mut at = from;
        while at + 1 < self.range.end {
            let is_when = self.date_at(at).is_some()
                || self.tokens[at].is(Class::Adverb)
                || self.tokens[at].is(Class::Coordinator)
                || self.tokens[at].is(Class::Preposition) && self.date_at(at + 1).is_some();
            if !is_when || self.tokens[at].mark.is_some() {
                break;
            }
            at += 1;
        }
        at
    }
}
