//! Clauses whose verb stands first: whom a sentence is about when a later verb leaves its subject out.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Order};
use crate::names::LONGEST_PLAIN;
use crate::sentence::Sentence;

/// How many tokens of a subject are looked through for an office.
const HEAD: usize = 5;

/// How many tokens a subject has at most.
const LONGEST: usize = 16;

impl Sentence<'_> {
    /// The subject of the verb that opens the sentence, for a cue further on that has none and is the first to
    /// report: "استقبل الوزير الوفد مؤكدا أن". Behind a cue that points back to a writing ("بيانا دعت فيه") any subject
    /// will do, else one that names an office.
    pub(crate) fn opening_subject(&self, hit: &Hit) -> Option<Range<usize>> {
        if self.language.order != Order::After {
            return None;
        }
        let points_back = self.is_resumptive(hit.at.end);
        if points_back && let Some(owner) = self.owner_before(hit) {
            return Some(owner);
        }
        let verb = self.opening_verb(hit.at.start)?;
        let phrase = self.phrase_after(verb + 1, LONGEST.min(hit.at.start - verb - 1));
        let end = self.first_object(&phrase);
        let phrase = phrase.start..end;
        let names_office = self.tokens[phrase.clone()]
            .iter()
            .take(HEAD)
            .any(|t| t.is(Class::Role) || t.is(Class::Title));
        (!phrase.is_empty() && (points_back || names_office)).then_some(phrase)
    }

    /// Whose writing or speech it is that a cue points back to: "تصريحات لوزير النفط أكد فيها".
    fn owner_before(&self, hit: &Hit) -> Option<Range<usize>> {
        let first = hit.group.saturating_sub(LONGEST).max(self.range.start);
        let owner = (first..hit.group)
            .rev()
            .take_while(|&at| self.tokens[at].mark.is_none() && self.hit_at(at).is_none())
            .find(|&at| {
                let token = &self.tokens[at];
                let names = self
                    .language
                    .unaddressed(&self.body[token.begin..token.end]);
                names.is_some_and(|(_, c)| c.has(Class::Role) || c.has(Class::Title))
            })?;
        Some(owner..self.phrase_after(owner + 1, hit.group - owner - 1).end)
    }

    /// The noun before a relative clause that ends right before a verb: "المصادر التي تحدثت إلى الصحيفة قالت". It has to
    /// open its clause, as the verb would stand before it otherwise.
    pub(crate) fn head_of_relative(&self, verb: usize) -> Option<Range<usize>> {
        let close =
            verb - usize::from(verb > self.range.start && self.tokens[verb - 1].is_mark(",،"));
        let relative = (self.range.start.max(verb.saturating_sub(LONGEST))..close)
            .rev()
            .take_while(|&at| self.tokens[at].mark.is_none())
            .find(|&at| {
                let token = &self.tokens[at];
                token.is(Class::Relative) && !token.is(Class::Preposition) && !token.is_joined
            })?;
        if relative + 2 > close || self.tokens[verb].is_joined {
            return None;
        }
        let head = self.phrase_before(relative, self.range.start);
        let before = (head.start > self.range.start).then(|| &self.tokens[head.start - 1]);
        let opens = head.start == self.range.start && !self.starts_joined(head.start)
            || before.is_some_and(|t| t.is(Class::Complementizer) || t.is(Class::Auxiliary));
        (!head.is_empty() && opens).then_some(head)
    }

    /// Where a subject ends that is an office, what it is about, and a name: "الخبير في الشؤون الإيرانية هاني سليمان".
    pub(crate) fn over_preposition(&self, phrase: &Range<usize>) -> Option<usize> {
        let is_office = self.language.order == Order::After
            && !phrase.is_empty()
            && (self.tokens[phrase.start].is(Class::Role)
                || self.tokens[phrase.start].is(Class::Person));
        let preposition = phrase.end;
        let is_open = is_office
            && self.tokens.get(preposition)?.is(Class::Preposition)
            && preposition + 2 < self.range.end;
        if !is_open {
            return None;
        }
        // "في الشؤون", "في شؤون الموانئ".
        let noun = preposition + 1 + usize::from(!self.is_definite(preposition + 1));
        let name = (noun..self.range.end)
            .find(|&at| !self.is_definite(at))
            .filter(|&name| name > noun)?;
        let end = self.phrase_after(name, LONGEST).end;
        let is_name = (2..=LONGEST_PLAIN).contains(&(end - name))
            && self.tokens[name..end].iter().all(|t| t.word.is_none());
        is_name.then_some(end)
    }

    /// The verb that opens the sentence, behind what tells where or when, if no cue stands before `until`.
    fn opening_verb(&self, until: usize) -> Option<usize> {
        let mut at = self.range.start;
        if at < until && self.opens_aside(at) {
            // "وفي موسكو أصدرت": a preposition, its noun, and what agrees with it.
            at += 2;
            while at < until && (self.is_definite(at) || self.date_at(at).is_some()) {
                at += 1;
            }
            at += usize::from(at < until && self.tokens[at].is_mark(",،"));
        }
        let token = self.tokens.get(at).filter(|_| at + 1 < until)?;
        let is_plain = token.mark.is_none() && token.word.is_none();
        let reports = self.hits.first().is_some_and(|h| h.at.start < until);
        (is_plain && !token.is_number && !self.is_definite(at) && !reports).then_some(at)
    }

    /// Where the object begins in what follows a verb: at a noun that is the subject's own, at one that names a writing
    /// or an event, at one in the accusative that does not agree with the definite noun before it: "وزير النقل وفدا".
    fn first_object(&self, phrase: &Range<usize>) -> usize {
        (phrase.start + 1..phrase.end)
            .find(|&at| {
                let token = &self.tokens[at];
                let next = self.tokens.get(at + 1).filter(|_| at + 1 < phrase.end);
                let is_last =
                    next.is_none_or(|t| t.is(Class::Accusative) || t.is(Class::Preposition));
                token.is(Class::Event)
                    || token.is(Class::Document)
                    || self.is_owned(at)
                    || token.is(Class::Accusative) && self.is_definite(at - 1) && is_last
            })
            .unwrap_or(phrase.end)
    }
}
