//! Clauses of languages that put the finite verb second and all other verbs last, as German does: who speaks in them,
//! and what was said. "Am Montag hat der Minister der Zeitung gesagt, er trete zurück."

mod addressee;
mod asides;
mod clauses;
mod contents;
mod phrases;

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Gender, Role, Takes};
use crate::sentence::{PRONOUNS, Sentence};
use crate::tokens::Token;

/// What fills the place before the finite verb.
enum Front {
    Nothing,
    /// A phrase of place, time or manner, an object, or a clause: the subject stands behind the verb.
    Other,
    /// "Das", "dies": what was said is what stands before.
    Pointer,
    Subject(Range<usize>),
}

impl Sentence<'_> {
    /// The statement that a verb reports.
    pub(crate) fn second(&self, hit: &Hit, number: usize) -> Option<Draft> {
        if self.is_no_verb(hit) || self.is_second_taken_back(hit) || !self.is_with_particle(hit) {
            return None;
        }
        let begin = self.left_bound(hit.at.start);
        if self.is_verb_last(begin, hit) {
            self.subordinate(hit, begin)
        } else {
            self.main(hit, begin, number)
        }
    }

    /// Whether the particle of a verb, if it has one, ends the clause and is no preposition.
    fn is_with_particle(&self, hit: &Hit) -> bool {
        let Some(at) = hit.particle else {
            return true;
        };
        if !self.tokens[at].is(Class::Preposition)
            && !self.tokens[at].is(Class::Adverb)
            && !self.tokens[at].is(Class::Infinitive)
        {
            return true;
        }
        self.inside(at + 1).is_none_or(|t| {
            t.mark.is_some()
                || t.is(Class::Coordinator)
                || t.is(Class::Complementizer)
                || t.is(Class::As)
                || t.is(Class::Conjunction)
        })
    }

    /// Nouns, participles that describe a noun, and infinitives behind "zu" report nothing.
    fn is_no_verb(&self, hit: &Hit) -> bool {
        let (at, end) = (hit.at.start, hit.at.end);
        if self.tokens[at].is_capital {
            return true;
        }
        let Some(before) = self.token_before(at) else {
            return false;
        };
        if before.is(Class::Infinitive) {
            return true;
        }
        let Some(behind) = self.inside(end) else {
            return false;
        };
        let describes =
            |t: &Token| t.is(Class::Determiner) || t.is(Class::Preposition) || t.is_number;
        // "der neu entdeckte Planet"
        let is_attribute = before.is(Class::Adverb)
            && !before.is(Class::Determiner)
            && at > self.range.start + 1
            && self.tokens[at - 2].is(Class::Determiner)
            && !self.tokens[at - 2].classes.meets(PRONOUNS);
        end == at + 1
            && behind.is_capital
            && (is_attribute
                || describes(before)
                    && !before.classes.meets(PRONOUNS)
                    && !before.is(Class::Nobody)
                || before.mark.is_none()
                    && !before.is_capital
                    && before.word.is_none()
                    && at > self.range.start + 1
                    && (describes(&self.tokens[at - 2]) || self.tokens[at - 2].mark.is_some()))
            && !self.is_determined_front(at)
    }

    /// Whether the determiner before a verb is a subject by itself: "Viele sagten".
    fn is_determined_front(&self, at: usize) -> bool {
        at == self.range.start + 1 && self.tokens[at - 1].is(Class::They)
    }

    fn is_second_taken_back(&self, hit: &Hit) -> bool {
        let is_negation = |at: usize| self.inside(at).is_some_and(|t| t.is(Class::Negation));
        let from = hit.at.start.saturating_sub(2).max(self.range.start);
        let is_plain = self.tokens[from..hit.at.start]
            .iter()
            .any(|t| t.is(Class::Negation));
        let is_behind = self.inside(hit.at.end).is_some_and(|t| t.mark.is_none())
            && is_negation(hit.at.end + 1);
        is_plain || is_negation(hit.at.end) || is_behind
    }

    /// What stands before the finite verb at `verb`.
    fn front(&self, begin: usize, verb: usize) -> Front {
        let mut at = begin;
        // "Brot kaufte er und der Minister sagte".
        let joined = (begin + 1..verb).rev().find(|&i| {
            self.tokens[i].is(Class::Coordinator)
                && self.tokens[i].mark.is_none()
                && self.tokens[i - 1].mark.is_none()
                && !self.tokens[i - 1].is_capital
                && !self.tokens[i - 1].is_number
                && !self.tokens[i].is_capital
        });
        if let Some(joined) = joined {
            at = joined + 1;
        }
        while at < verb {
            let token = &self.tokens[at];
            let is_loose = token.is(Class::Coordinator)
                || token.is(Class::Adverb) && !token.is(Class::Determiner)
                || token.mark.is_some() && self.quote_opening(at).is_none();
            if !is_loose {
                break;
            }
            at += 1;
        }
        if at >= verb {
            return if at > begin && self.tokens[at - 1].is(Class::Adverb) {
                Front::Other
            } else {
                Front::Nothing
            };
        }
        let token = &self.tokens[at];
        if token.is(Class::Nobody) && at + 1 == verb {
            return Front::Pointer;
        }
        if token.is(Class::Preposition)
            || token.is(Class::To)
            || self.date_at(at).is_some()
            || token.is(Class::Conjunction)
            || token.is(Class::As)
        {
            return Front::Other;
        }
        if (token.is(Class::Dative) || token.is(Class::Accusative)) && !self.may_be_subject(at) {
            return Front::Other;
        }
        match self.nominal(at, verb) {
            // "Der Sprecher am Landgericht in Kiel sagte": whatever goes with the noun is taken along.
            Some(_) => Front::Subject(at..verb),
            None if token.is(Class::Determiner) => Front::Subject(at..verb),
            None => Front::Other,
        }
    }

    fn main(&self, hit: &Hit, begin: usize, number: usize) -> Option<Draft> {
        // The finite verb: the cue itself, or what helps it.
        let helper = self.helper(hit, begin);
        if hit.form.needs_auxiliary && helper.is_none() {
            return None;
        }
        let verb = helper.unwrap_or(hit.at.start);
        if self.tokens[verb].is(Class::Unreal) {
            return None;
        }
        let is_passive = helper.is_some_and(|h| self.is_second_passive(h, hit));
        let mut begin = begin;
        if helper.is_some_and(|h| h < begin) {
            begin = self.left_bound(verb);
        }
        let front = match self.token_before(verb) {
            Some(before) if before.is(Class::Coordinator) && verb > begin => Front::Nothing,
            _ => self.front(begin, verb),
        };
        let behind = match helper {
            Some(helper) => helper + 1..hit.at.start,
            None => hit.at.end..self.right_bound(hit.at.end).max(hit.at.end),
        };
        if is_passive {
            return self.passive(hit, begin, verb, behind);
        }
        let is_pronoun = |p: &Range<usize>| {
            let t = &self.tokens[p.start];
            p.len() == 1 && t.classes.meets(PRONOUNS) && !t.is(Class::Determiner)
        };
        let after = || self.second_subject(hit, helper, behind.clone());
        let mut is_parenthetic = false;
        let mut is_pointed = false;
        let source = match front {
            _ if hit.frame.is_impersonal => self.located(begin..self.right_bound(hit.at.end)),
            Front::Subject(subject) => {
                let other = after().filter(|o| {
                    is_pronoun(o)
                        && !self.tokens[o.start].is(Class::Dative)
                        && !is_pronoun(&subject)
                });
                Some(other.unwrap_or_else(|| self.headed(begin, subject)))
            }
            Front::Other => after(),
            Front::Pointer => {
                is_pointed = true;
                after()
            }
            Front::Nothing => {
                if self.token_before(begin).is_some_and(|_| verb > begin)
                    || self
                        .token_before(verb)
                        .is_some_and(|t| t.is(Class::Coordinator))
                {
                    self.shared(number)
                } else if let Some(subject) = self.apposed(verb) {
                    Some(subject)
                } else {
                    is_parenthetic = true;
                    after()
                }
            }
        };
        let source = source.unwrap_or(hit.at.start..hit.at.start);
        // "Gestern wurde bekannt, dass": nobody is named.
        let is_open =
            hit.frame.is_impersonal || self.tokens[verb].is(Class::Passive) && helper.is_none();
        let is_unnamed = source.is_empty() && is_open;
        let is_nobody = source.len() == 1
            && self.tokens[source.start].is(Class::Nobody)
            && !self.tokens[source.start].classes.meets(PRONOUNS);
        if is_nobody || source.is_empty() && !is_open && helper.is_none() && !is_parenthetic {
            return None;
        }
        let from = match helper {
            Some(_) => hit.at.end,
            None => hit.at.end.max(source.end),
        };
        // A quotation before a subject is part of its name.
        let mut content = Vec::new();
        if verb == begin {
            content = self.quoted_left(hit, &source).unwrap_or_default();
        }
        let is_parenthetic = is_parenthetic || hit.frame.is_impersonal && verb == begin;
        if content.is_empty()
            && is_parenthetic
            && hit.frame.takes(Takes::Trailing)
            && (!source.is_empty() || is_unnamed)
        {
            content = self.set_into(hit, verb, from);
        }
        if content.is_empty() {
            content = self.behind(hit, helper, &source, from, is_pointed);
        }
        if content.is_empty() && is_pointed {
            content.extend(self.sentence_before());
        }
        let mut draft = self.draft(hit, source, content, from.min(behind.start.max(verb + 1)))?;
        draft.is_unnamed = is_unnamed;
        Some(draft)
    }

    /// The subject behind the finite verb.
    fn second_subject(
        &self,
        hit: &Hit,
        helper: Option<usize>,
        behind: Range<usize>,
    ) -> Option<Range<usize>> {
        // The whole of what stands beside a subject reaches past the next comma.
        let limit = match helper {
            Some(_) => behind.end,
            None => self.range.end.min(hit.at.end + 45),
        };
        let subject = self.subject_in(behind.start..limit)?;
        // "sprach Müller von Erfolgen": what the verb takes is no part of its subject.
        let opens = |at: &usize| {
            self.tokens[at - 1].is_capital
                && self.tokens[*at]
                    .word
                    .is_some_and(|w| hit.frame.introducers.contains(&w))
        };
        let end = (subject.start + 1..subject.end).find(opens);
        Some(subject.start..end.unwrap_or(subject.end))
    }

    /// What was said, where it stands behind the verb and its subject or, as an object, between verb and participle.
    fn behind(
        &self,
        hit: &Hit,
        helper: Option<usize>,
        source: &Range<usize>,
        from: usize,
        is_pointed: bool,
    ) -> Vec<Range<usize>> {
        let mut content = Vec::from_iter(self.said_right(hit, from));
        if !content.is_empty() || is_pointed {
            return content;
        }
        let middle = match helper {
            Some(helper) if source.start > helper => source.end..hit.at.start,
            Some(helper) => helper + 1..hit.at.start,
            None => from..self.second_object_end(hit, from),
        };
        let Some(object) = self.object(hit, middle) else {
            return content;
        };
        let is_apart =
            object.end == hit.at.start && self.inside(hit.at.end).is_some_and(|t| t.is_mark(","));
        content.push(object);
        // "hat einen Rücktritt gefordert, der": what goes on about the object belongs to it.
        let about = hit.at.end + 1;
        if helper.is_some() && is_apart && self.opens_relative(about) {
            content.push(about..self.right_bound(about));
        }
        content
    }

    /// The source of a cue without a subject: "heißt es in dem Bericht".
    fn located(&self, clause: Range<usize>) -> Option<Range<usize>> {
        let at = clause.clone().find(|&at| {
            let token = &self.tokens[at];
            token.is(Class::Preposition) && self.date_at(at).is_none() && self.hit_at(at).is_none()
        })?;
        let end = self.nominal(at + 1, clause.end)?;
        Some(at + 1..end)
    }

    /// The auxiliary that makes a cue at the end of its clause a participle or an infinitive.
    fn helper(&self, hit: &Hit, begin: usize) -> Option<usize> {
        if !self.is_second_last(hit) {
            return None;
        }
        let is_helper = |at: usize| {
            let t = &self.tokens[at];
            (t.is(Class::Auxiliary) || t.is(Class::Passive)) && !t.is(Class::Determiner)
        };
        let here = (begin..hit.at.start).rev().find(|&at| is_helper(at));
        if here.is_some() || !hit.form.needs_auxiliary || begin < self.range.start + 2 {
            return here;
        }
        // "hat in einem Gespräch, das gestern erschien, gesagt".
        let mut left = self.left_bound(begin - 1);
        for _ in 0..3 {
            if let Some(at) =
                (left..begin).find(|&at| is_helper(at) && !self.opens_subordinate(left))
            {
                return Some(at);
            }
            if left < self.range.start + 2 || !self.tokens[left - 1].is_mark(",") {
                return None;
            }
            left = self.left_bound(left - 1);
        }
        None
    }

    fn is_second_passive(&self, helper: usize, hit: &Hit) -> bool {
        self.tokens[helper].is(Class::Passive)
            || self
                .inside(hit.at.end)
                .is_some_and(|t| t.is(Class::Passive))
    }

    /// "Ihm wird vorgeworfen, ...", "Der Plan wurde von der Partei kritisiert".
    fn passive(&self, hit: &Hit, begin: usize, verb: usize, behind: Range<usize>) -> Option<Draft> {
        let agent = (begin..verb)
            .chain(behind.clone())
            .find(|&at| {
                self.tokens[at].is(Class::Agent)
                    && (at == begin || !self.tokens[at - 1].is_capital || at > verb)
            })
            .and_then(|at| {
                Some((
                    at,
                    self.nominal_whole(at + 1, if at < verb { verb } else { behind.end })?,
                ))
            });
        let mut content = self
            .quoted_left(hit, &(hit.at.start..hit.at.start))
            .unwrap_or_default();
        if content.is_empty() {
            let said = self.said_right(hit, hit.at.end).filter(|said| {
                let opener = &self.tokens[said.start - 1];
                !opener.is_mark(",")
                    || self.holds_reported(said.clone())
                    || self.is_infinitive_clause(said.start..self.right_bound(said.start))
            });
            content.extend(said);
        }
        if content.is_empty() && agent.is_some() && hit.frame.takes(Takes::Object) {
            let (at, source) = agent.as_ref()?;
            if *at > verb {
                content.push(begin..verb);
                content.push(verb + 1..*at);
                content.push(source.end..behind.end);
            } else {
                content.push(behind.clone());
            }
        }
        let source = agent.map_or(hit.at.start..hit.at.start, |(_, s)| s);
        let is_unnamed = source.is_empty();
        let mut draft = self.draft(hit, source, content, behind.start)?;
        draft.is_unnamed = is_unnamed;
        if hit.frame.addresses_object && draft.addressee.is_none() {
            draft.addressee = match self.front(begin, verb) {
                Front::Subject(subject) => Some(subject),
                _ => self.subject_in(behind),
            };
        }
        Some(draft)
    }

    /// The subject that a verb behind "und" shares with the one before it.
    fn shared(&self, number: usize) -> Option<Range<usize>> {
        let before = number
            .checked_sub(1)
            .map(|n| &self.hits[n])
            .filter(|h| h.frame.role == Role::Verb);
        if let Some(hit) = before {
            let begin = self.left_bound(hit.at.start);
            let verb = self.helper(hit, begin).unwrap_or(hit.at.start);
            let subject = match self.front(begin, verb) {
                Front::Subject(subject) => Some(subject),
                _ => self.subject_in(verb + 1..self.right_bound(verb + 1)),
            };
            if subject.is_some() {
                return subject;
            }
        }
        let first = self.range.start;
        let mut at = first;
        while self
            .inside(at)
            .is_some_and(|t| t.is(Class::Coordinator) || t.is(Class::Adverb))
        {
            at += 1;
        }
        let opener = self.inside(at)?;
        let is_oblique =
            (opener.is(Class::Dative) || opener.is(Class::Accusative)) && !self.may_be_subject(at);
        if is_oblique || opener.is(Class::Preposition) || self.date_at(at).is_some() {
            return None;
        }
        let end = self.nominal(at, self.range.end)?;
        Some(at..end)
    }

    /// A clause whose verb stands last.
    fn subordinate(&self, hit: &Hit, begin: usize) -> Option<Draft> {
        let mut opener = begin;
        while opener < hit.at.start && self.tokens[opener].is(Class::Coordinator) {
            opener += 1;
        }
        let token = &self.tokens[opener];
        let is_unreal = token.is(Class::Unreal)
            || (hit.at.end..self.right_bound(hit.at.end))
                .any(|at| self.tokens[at].is(Class::Unreal));
        if is_unreal {
            return None;
        }
        let is_passive = self
            .inside(hit.at.end)
            .is_some_and(|t| t.is(Class::Passive));
        let is_relative = !self.opens_subordinate(opener);
        let inner = opener + 1..hit.at.start;
        let mut is_opener = false;
        let mut source = self.subject_in(inner.clone());
        if hit.frame.is_impersonal {
            source = self.located(inner.clone());
        } else if is_passive {
            source = inner
                .clone()
                .find(|&at| self.tokens[at].is(Class::Agent))
                .and_then(|at| self.nominal_whole(at + 1, inner.end));
        } else if is_relative
            && (source.is_none() || self.tokens[inner.start].is(Class::Preposition))
        {
            source = self.noun_before(begin - 1);
            is_opener = true;
        }
        let source = source.unwrap_or(hit.at.start..hit.at.start);
        if source.is_empty() && !is_passive && !hit.frame.is_impersonal && !token.is(Class::As) {
            return None;
        }
        let mut content = Vec::new();
        let mut after = hit.at.end;
        while self
            .inside(after)
            .is_some_and(|t| t.mark.is_none() && (t.is(Class::Auxiliary) || t.is(Class::Passive)))
        {
            after += 1;
        }
        if token.is(Class::As) && begin == opener {
            content = self.told_as(hit, begin, after);
        } else {
            let mut said = self.said_right(hit, after);
            if begin == self.range.start
                && let Some(said) = &mut said
                && let Some(main) = self.main_clause_in(said.clone())
            {
                said.end = main;
            }
            content.extend(said);
            if content.is_empty() {
                let start = if source.start >= inner.start {
                    source.end
                } else {
                    inner.start
                };
                content.extend(self.object(hit, start..hit.at.start));
            }
            if content.is_empty() && is_relative && !is_opener && hit.frame.takes(Takes::Object) {
                content.extend(self.noun_before(begin - 1));
            }
        }
        let is_unnamed = source.is_empty();
        let mut draft = self.draft(hit, source, content, inner.start)?;
        draft.is_unnamed = is_unnamed;
        if is_passive && is_relative && hit.frame.addresses_object {
            draft.addressee = Some(opener..opener + 1);
        }
        Some(draft)
    }

    fn draft(
        &self,
        hit: &Hit,
        source: Range<usize>,
        mut content: Vec<Range<usize>>,
        from: usize,
    ) -> Option<Draft> {
        content.retain(|c| !c.is_empty());
        if content
            .iter()
            .any(|c| c.start < source.end && source.start < c.end)
        {
            return None;
        }
        let first = content.first()?.clone();
        let draft = self.drafted(&content)?;
        let until = if first.start >= from {
            first.start
        } else {
            self.right_bound(from.max(source.end).max(hit.at.end))
        };
        let mut addressee = self.second_addressed(hit, &source, from, until);
        let mut source = (!source.is_empty()).then_some(source);
        if source.is_none() && addressee.as_ref().is_some_and(|a| self.is_subject(hit, a)) {
            source = addressee.take();
        }
        Some(Draft {
            date: self.dated(hit, &source.clone().unwrap_or(0..0), &content),
            addressee,
            source,
            cue: Some(hit.at.clone()),
            gender: hit.form.gender,
            ..draft
        })
    }

    /// Whether what looks like the addressee of a verb that has no subject is that: "Später meldete der Sender, dass".
    fn is_subject(&self, hit: &Hit, phrase: &Range<usize>) -> bool {
        let begin = phrase.start;
        let is_joined = self
            .token_before(hit.at.start)
            .is_none_or(|t| t.is(Class::Coordinator));
        begin == hit.at.end
            && !is_joined
            && hit.form.gender != Gender::Many
            && self.may_be_subject(begin)
            && self.tokens[begin].is(Class::Relative)
    }
}
