//! Clauses of languages that put the finite verb second and all other verbs last, as German does: who speaks in them,
//! and what was said. "Am Montag hat der Minister der Zeitung gesagt, er trete zurück."

use std::ops::Range;

use crate::attribute::Draft;
use crate::cues::Hit;
use crate::language::{Class, Gender, Role, Takes};
use crate::sentence::Sentence;

/// How far from its cue the bounds of a clause are looked for, in tokens.
const REACH: usize = 60;

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
        if !self.tokens[at].is(Class::Preposition) && !self.tokens[at].is(Class::Adverb) && !self.tokens[at].is(Class::Infinitive) {
            return true;
        }
        self.inside(at + 1).is_none_or(|t| {
            t.mark.is_some() || t.is(Class::Coordinator) || t.is(Class::Complementizer) || t.is(Class::As) || t.is(Class::Conjunction)
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
        let describes = |t: &crate::tokens::Token| {
            t.is(Class::Determiner) || t.is(Class::Preposition) || t.is_number
        };
        // "der neu entdeckte Planet"
        let is_attribute = before.is(Class::Adverb)
            && !before.is(Class::Determiner)
            && at > self.range.start + 1
            && self.tokens[at - 2].is(Class::Determiner)
            && !self.tokens[at - 2].classes.meets(crate::sentence::PRONOUNS);
        end == at + 1
            && behind.is_capital
            && (is_attribute || describes(before)
                && !before.classes.meets(crate::sentence::PRONOUNS)
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
        let is_behind = self.inside(hit.at.end).is_some_and(|t| t.mark.is_none()) && is_negation(hit.at.end + 1);
        is_plain || is_negation(hit.at.end) || is_behind
    }

    fn token_before(&self, at: usize) -> Option<&crate::tokens::Token> {
        (at > self.range.start).then(|| &self.tokens[at - 1])
    }

    fn inside(&self, at: usize) -> Option<&crate::tokens::Token> {
        (at < self.range.end).then(|| &self.tokens[at])
    }

    /// Whether a mark parts clauses.
    fn parts(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_within_number = at > 0
            && self.tokens[at - 1].is_number
            && self.inside(at + 1).is_some_and(|t| t.is_number && !t.is_spaced);
        if is_within_number {
            return false;
        }
        token.is_mark(",") || token.is_mark(";:!?…()[]")
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
    fn is_second_last(&self, hit: &Hit) -> bool {
        let mut at = hit.at.end;
        while self.inside(at).is_some_and(|t| {
            t.mark.is_none() && (t.is(Class::Auxiliary) || t.is(Class::Passive)) && !t.is(Class::Determiner)
        }) {
            at += 1;
        }
        self.inside(at)
            .is_none_or(|t| t.mark.is_some() && (self.parts(at) || self.quote_opening(at).is_some()) || t.is(Class::Coordinator))
    }

    fn is_verb_last(&self, begin: usize, hit: &Hit) -> bool {
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
        if token.is(Class::Preposition) && self.tokens[at + 1].is(Class::Relative) && at + 1 < hit.at.start {
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
        let is_article = |t: &crate::tokens::Token| t.is(Class::Determiner) && (t.is(Class::Relative) || t.is(Class::Accusative));
        if self.inside(at + 1).is_some_and(is_article) {
            return true;
        }
        // "der Pilot trage" is no relative clause, "der gestern" is one.
        match self.nominal(at, self.range.end) {
            None => !self.inside(at + 1).is_some_and(|t| t.is(Class::Reported)),
            Some(end) => {
                // "die Immobilienmakler in Ontario vertritt": the verb of a main clause would stand right behind its noun.
                let bound = self.right_bound(end);
                let opens_aside = self
                    .inside(end)
                    .is_some_and(|t| t.is(Class::Preposition) && !t.is(Class::Infinitive) || t.is(Class::Determiner));
                let follows_noun = at > self.range.start + 1 && self.tokens[at - 2].is_capital;
                let is_short = bound == end + 1 && follows_noun && !self.tokens[end].is(Class::Unreal);
                let last = &self.tokens[bound - 1];
                let ends_with_verb = bound > end + 1 && follows_noun && last.is(Class::Auxiliary) && !self.tokens[end].is(Class::Auxiliary);
                (opens_aside && bound < self.range.end || is_short || ends_with_verb)
                    && self.tokens[end..bound].iter().all(|t| !t.is(Class::Reported))
            }
        }
    }

    /// The end of the noun phrase at `at`, if one stands there: up to the first small word behind its noun.
    pub(crate) fn nominal(&self, at: usize, limit: usize) -> Option<usize> {
        let limit = limit.min(self.range.end).min(at + 40);
        let mut end = None;
        let mut next = at;
        // Whether a noun is still to come: behind an article, an adjective, "des".
        let mut is_open = true;
        while next < limit {
            let token = &self.tokens[next];
            if let Some(quote) = self.quote_opening(next) {
                if quote.close - quote.open > 9 || quote.close >= limit {
                    break;
                }
                next = quote.close + 1;
                end = Some(next);
                is_open = false;
                continue;
            }
            if token.mark.is_some() {
                if token.is_mark("(") && end == Some(next) {
                    let close = (next..limit).take(10).find(|&i| self.tokens[i].is_mark(")"));
                    if let Some(close) = close {
                        next = close + 1;
                        end = Some(next);
                        continue;
                    }
                }
                let joins = token.is_mark("-‑/&'’·") && !token.is_spaced
                    || token.is_mark("&")
                    || token.is_mark(".") && next > at && !self.parts(next) && (self.tokens[next - 1].is(Class::Abbreviation) || self.tokens[next - 1].is_number || self.tokens[next - 1].end - self.tokens[next - 1].begin <= 2);
                if joins && next > at {
                    next += 1;
                    continue;
                }
                break;
            }
            if self.date_at(next).is_some() && !token.is(Class::Determiner) {
                break;
            }
            let is_pronoun = token.classes.meets(crate::sentence::PRONOUNS) && !token.is(Class::Determiner);
            if is_pronoun || token.is(Class::It) || token.is(Class::Party) {
                if next == at {
                    return Some(at + 1);
                }
                break;
            }
            if token.is(Class::Determiner) && (is_open || token.is(Class::Genitive)) {
                if !is_open && self.is_dative_noun(at, next) {
                    break;
                }
                is_open = true;
                next += 1;
                continue;
            }
            let is_first = next == self.range.start || self.quote_opening(next - 1).is_some();
            if self.is_name(next) && !is_first {
                is_open = false;
                next += 1;
                // "faz.net"
                while next + 1 < limit && self.tokens[next].is_mark(".") && !self.tokens[next].is_spaced && !self.tokens[next + 1].is_spaced && self.tokens[next + 1].mark.is_none() {
                    next += 2;
                }
                end = Some(next);
                continue;
            }
            if (token.is_capital && !is_first) || (is_first && self.is_front_noun(next)) {
                is_open = false;
                next += 1;
                end = Some(next);
                continue;
            }
            if token.is_number {
                next += 1;
                if !is_open {
                    end = Some(next);
                }
                continue;
            }
            if is_open {
                let closed = [
                    Class::Complementizer, Class::Conjunction, Class::Auxiliary, Class::Passive, Class::Negation, Class::To,
                    Class::Infinitive, Class::Coordinator, Class::Relative, Class::As, Class::Reported,
                ];
                let is_inner = next > at && self.tokens[next - 1].is(Class::Determiner) && self.opens_attribute(next, limit);
                let is_closed = closed.iter().any(|&c| token.is(c))
                    || (token.is(Class::Preposition) || token.is(Class::Adverb)) && !is_inner
                    || self.hit_at(next).is_some_and(|h| h.frame.role == Role::Verb) && !self.inside(next + 1).is_some_and(|t| t.is_capital);
                if is_closed {
                    break;
                }
                next += 1;
                continue;
            }
            if token.is(Class::Genitive) {
                is_open = true;
                next += 1;
                continue;
            }
            if token.is(Class::Coordinator) {
                let follows = self.inside(next + 1);
                if !follows.is_some_and(|t| (t.is_capital || t.is(Class::Determiner)) && !t.is(Class::Dative)) {
                    break;
                }
                is_open = true;
                next += 1;
                continue;
            }
            break;
        }
        end
    }

    /// Whether what stands behind an article describes its noun: "der [gestern vorgestellten] Studie".
    fn opens_attribute(&self, at: usize, limit: usize) -> bool {
        let mut end = at + 1;
        if self.tokens[at].is(Class::Preposition) {
            let Some(noun) = self.nominal(at + 1, limit) else {
                return false;
            };
            end = noun;
        }
        (end..limit.min(end + 3)).any(|i| {
            self.tokens[i].is_capital && i > end - 1 && self.tokens[end..=i].iter().all(|t| t.mark.is_none())
        })
    }

    /// Whether a word that starts small is a noun all the same: "ai-Bericht", "faz.net", "der 81-jährige".
    fn is_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if token.is_capital || token.mark.is_some() || !token.is_number && token.word.is_some() {
            return false;
        }
        let text = &self.body[token.begin..token.end];
        if text.chars().any(char::is_uppercase) {
            return true;
        }
        if token.is_number {
            let follows = self.inside(at + 1).is_some_and(|t| t.is_capital || t.mark.is_none() && t.word.is_none());
            return text.chars().any(char::is_alphabetic) && !follows;
        }
        self.inside(at + 1).is_some_and(|t| t.is_mark(".") && !t.is_spaced)
            && self.inside(at + 2).is_some_and(|t| !t.is_spaced && t.mark.is_none())
    }

    /// Whether the first word of a sentence can be a noun, which its capital does not tell.
    fn is_front_noun(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let open = [
            Class::Determiner, Class::Preposition, Class::Adverb, Class::Conjunction, Class::Coordinator, Class::Complementizer,
            Class::Auxiliary, Class::Passive, Class::Negation, Class::As, Class::Question, Class::Infinitive, Class::Nobody,
            Class::Dative, Class::Accusative, Class::It, Class::To,
        ];
        // "Weitere Angaben": an adjective, where a noun follows right behind it that no name goes with.
        token.is_capital && (!open.iter().any(|&c| token.is(c)) || token.is(Class::Role))
    }

    /// Whether the article at `at` opens a phrase of its own, in the dative, behind the name that starts at `from`:
    /// "sagte Müller der Zeitung", against "der Sprecher der Polizei".
    fn is_dative_noun(&self, from: usize, at: usize) -> bool {
        let opener = &self.tokens[from];
        let is_name = self.tokens[from..at].iter().all(|t| !t.is(Class::Determiner));
        is_name && !opener.is(Class::Role) && !self.tokens[at - 1].is(Class::Role) && self.tokens[at].is(Class::Dative) && at > from
            || opener.classes.meets(crate::sentence::PRONOUNS) && !opener.is(Class::Determiner)
    }

    /// A noun phrase and what is set beside it: "der Sprecher der Partei, Jens Wolf".
    fn nominal_whole(&self, at: usize, limit: usize) -> Option<Range<usize>> {
        let mut end = self.nominal(at, limit)?;
        while end < limit && self.tokens[end].is_mark(",") {
            let Some(beside) = self.nominal(end + 1, limit) else { break };
            let first = &self.tokens[end + 1];
            if first.is(Class::Nobody) || first.classes.meets(crate::sentence::PRONOUNS) && !first.is(Class::Determiner) {
                break;
            }
            let is_closed = beside >= self.range.end || {
                let behind = &self.tokens[beside];
                behind.mark.is_some() && self.quote_opening(beside).is_none()
                    || !first.is(Class::Determiner)
                        && (behind.is(Class::Preposition) || behind.is(Class::To) || self.date_at(beside).is_some())
            };
            if !is_closed {
                break;
            }
            end = beside;
        }
        Some(at..end)
    }

    /// The first noun phrase in `range` that can be a subject, past adverbs and phrases of place and time.
    fn subject_in(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut at = range.start;
        while at < range.end {
            let token = &self.tokens[at];
            if token.mark.is_some() && self.quote_opening(at).is_none() {
                return None;
            }
            if self.quote_opening(at).is_some_and(|q| q.close - q.open > 9) {
                return None;
            }
            if token.is(Class::Preposition) || token.is(Class::To) {
                at = self.nominal(at + 1, range.end).unwrap_or(at + 1);
                continue;
            }
            let is_oblique = (token.is(Class::Dative) || token.is(Class::Accusative)) && !self.may_be_subject(at);
            let is_between = token.is(Class::Adverb) || token.is(Class::Nobody) || token.is(Class::It) || token.is(Class::Auxiliary) || token.is(Class::Negation);
            if let Some(end) = self.nominal(at, range.end)
                && !(is_between && !token.is(Class::Determiner))
            {
                if is_oblique {
                    at = end;
                    continue;
                }
                return self.nominal_whole(at, range.end);
            }
            at += 1;
        }
        None
    }

    /// Whether a determiner that the dative has can be another case: "der Zeitung", "der Minister".
    fn may_be_subject(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is(Class::Determiner) && token.is(Class::Genitive) && !token.is(Class::Accusative)
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
        if token.is(Class::Preposition) || token.is(Class::To) || self.date_at(at).is_some() || token.is(Class::Conjunction) || token.is(Class::As) {
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

    /// A subject with the noun that it is set beside: "der Sprecher der Polizei, Jens Wolf sagte".
    fn headed(&self, begin: usize, subject: Range<usize>) -> Range<usize> {
        if begin < self.range.start + 2 || subject.start != begin || !self.tokens[begin - 1].is_mark(",") {
            return subject;
        }
        let left = self.left_bound(begin - 1);
        let opens = left <= self.range.start + 1 || !self.tokens[left - 1].is_mark(",");
        if opens && self.nominal(left, begin) == Some(begin - 1) {
            left..subject.end
        } else {
            subject
        }
    }

    /// The office or the body that the sentence is about: the noun phrase it opens with, or that stands behind its verb.
    pub(crate) fn sentence_topic(&self) -> Option<Range<usize>> {
        let is_speaker = |p: &Range<usize>| self.tokens[p.clone()].iter().any(|t| t.is(Class::Role));
        let mut at = self.range.start;
        while self.inside(at).is_some_and(|t| t.is(Class::Adverb) && !t.is(Class::Determiner)) {
            at += 1;
        }
        let opener = self.inside(at)?;
        if opener.is(Class::Preposition) || (opener.is(Class::Dative) || opener.is(Class::Accusative)) && !self.may_be_subject(at) {
            return None;
        }
        self.nominal_whole(at, self.range.end).filter(is_speaker)
    }

    /// The subject of the verb before which nothing stands but a comma: "X, der Sprecher, sagte".
    fn apposed(&self, begin: usize) -> Option<Range<usize>> {
        if begin < self.range.start + 2 || !self.tokens[begin - 1].is_mark(",") {
            return None;
        }
        let mut left = self.left_bound(begin - 1);
        for _ in 0..5 {
            let mut at = left;
            while at < begin && (self.tokens[at].is(Class::Coordinator) || self.tokens[at].is(Class::Adverb) && !self.tokens[at].is(Class::Determiner)) {
                at += 1;
            }
            let opens = left <= self.range.start + 1 || !self.tokens[left - 1].is_mark(",");
            if opens
                && let Some(end) = self.nominal(at, begin)
                && end < begin - 1
                && self.tokens[end].is_mark(",")
                && !self.opens_relative(at)
                && !(self.tokens[at].is(Class::Dative) && !self.may_be_subject(at))
            {
                return Some(at..begin - 1);
            }
            if left <= self.range.start + 1 || !self.tokens[left - 1].is_mark(",") {
                return None;
            }
            left = self.left_bound(left - 1);
        }
        None
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
            p.len() == 1 && t.classes.meets(crate::sentence::PRONOUNS) && !t.is(Class::Determiner)
        };
        // The whole of what stands beside a subject reaches past the next comma.
        let after = || {
            let limit = if helper.is_some() { behind.end } else { self.range.end.min(hit.at.end + 45) };
            // "sprach Müller von Erfolgen": what the verb takes is no part of its subject.
            self.subject_in(behind.start..limit).map(|subject| {
                let opens = |at: &usize| {
                    self.tokens[at - 1].is_capital
                        && self.tokens[*at].word.is_some_and(|w| hit.frame.introducers.contains(&w))
                };
                let end = (subject.start + 1..subject.end).find(opens);
                subject.start..end.unwrap_or(subject.end)
            })
        };
        let mut is_parenthetic = false;
        let mut is_pointed = false;
        let source = match front {
            _ if hit.frame.is_impersonal => self.located(begin..self.right_bound(hit.at.end)),
            Front::Subject(subject) => {
                let other = after().filter(|o| is_pronoun(o) && !self.tokens[o.start].is(Class::Dative) && !is_pronoun(&subject));
                Some(other.unwrap_or_else(|| self.headed(begin, subject)))
            }
            Front::Other => after(),
            Front::Pointer => {
                is_pointed = true;
                after()
            }
            Front::Nothing => {
                if self.token_before(begin).is_some_and(|_| verb > begin) || self.token_before(verb).is_some_and(|t| t.is(Class::Coordinator)) {
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
        let is_open = hit.frame.is_impersonal || self.tokens[verb].is(Class::Passive) && helper.is_none();
        let is_unnamed = source.is_empty() && is_open;
        let is_nobody = source.len() == 1
            && self.tokens[source.start].is(Class::Nobody)
            && !self.tokens[source.start].classes.meets(crate::sentence::PRONOUNS);
        if is_nobody || source.is_empty() && !is_open && helper.is_none() && !is_parenthetic {
            return None;
        }
        let from = match helper {
            Some(_) => hit.at.end,
            None => hit.at.end.max(source.end),
        };
        // A quotation before a subject is part of its name.
        let mut content = match verb == begin {
            true => self.quoted_left(hit, &source).unwrap_or_default(),
            false => Vec::new(),
        };
        let is_parenthetic = is_parenthetic || hit.frame.is_impersonal && verb == begin;
        if content.is_empty() && is_parenthetic && hit.frame.takes(Takes::Trailing) && !(source.is_empty() && !is_unnamed) {
            content = self.set_into(hit, verb, from);
        }
        if content.is_empty() {
            let said = self.said_right(hit, from).or_else(|| {
                if is_pointed {
                    return None;
                }
                let middle = match helper {
                    Some(helper) => {
                        let start = if source.start > helper { source.end } else { helper + 1 };
                        start..hit.at.start
                    }
                    None => from..self.object_end(hit, from),
                };
                self.object(hit, middle)
            });
            let about = hit.at.end + 1;
            let is_object = helper.is_some() && said.as_ref().is_some_and(|s| s.end == hit.at.start);
            content.extend(said);
            if is_object && self.inside(hit.at.end).is_some_and(|t| t.is_mark(",")) && self.opens_relative(about) {
                content.push(about..self.right_bound(about));
            }
        }
        if content.is_empty() && is_pointed {
            content.extend(self.sentence_before());
        }
        let mut draft = self.draft(hit, source, content, from.min(behind.start.max(verb + 1)))?;
        draft.is_unnamed = is_unnamed;
        Some(draft)
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
            if let Some(at) = (left..begin).find(|&at| is_helper(at) && !self.opens_subordinate(left)) {
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
        self.tokens[helper].is(Class::Passive) || self.inside(hit.at.end).is_some_and(|t| t.is(Class::Passive))
    }

    /// "Ihm wird vorgeworfen, ...", "Der Plan wurde von der Partei kritisiert".
    fn passive(&self, hit: &Hit, begin: usize, verb: usize, behind: Range<usize>) -> Option<Draft> {
        let agent = (begin..verb)
            .chain(behind.clone())
            .find(|&at| self.tokens[at].is(Class::Agent) && (at == begin || !self.tokens[at - 1].is_capital || at > verb))
            .and_then(|at| Some((at, self.nominal_whole(at + 1, if at < verb { verb } else { behind.end })?)));
        let mut content = self.quoted_left(hit, &(hit.at.start..hit.at.start)).unwrap_or_default();
        if content.is_empty() {
            let said = self.said_right(hit, hit.at.end).filter(|said| {
                let opener = &self.tokens[said.start - 1];
                !opener.is_mark(",") || self.holds_reported(said.clone()) || self.is_infinitive_clause(said.start..self.right_bound(said.start))
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
        let before = number.checked_sub(1).map(|n| &self.hits[n]).filter(|h| h.frame.role == Role::Verb);
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
        while self.inside(at).is_some_and(|t| t.is(Class::Coordinator) || t.is(Class::Adverb)) {
            at += 1;
        }
        let opener = self.inside(at)?;
        let is_oblique = (opener.is(Class::Dative) || opener.is(Class::Accusative)) && !self.may_be_subject(at);
        if is_oblique || opener.is(Class::Preposition) || self.date_at(at).is_some() {
            return None;
        }
        let end = self.nominal(at, self.range.end)?;
        Some(at..end)
    }

    /// The clause a parenthesis of cue and speaker is set into or stands behind.
    fn set_into(&self, hit: &Hit, verb: usize, from: usize) -> Vec<Range<usize>> {
        let first = verb;
        if first < self.range.start + 3 || !self.tokens[first - 1].is_mark(",–—-") {
            return Vec::new();
        }
        let begin = self.content_begin(first - 1);
        // "Als er ankam, sagte er, dass": the clause before is no content.
        if self.opens_subordinate(begin) && self.left_bound(first - 1) == begin {
            return Vec::new();
        }
        let mut content = vec![begin..first - 1];
        let end = self.right_bound(from.max(hit.particle.map_or(0, |p| p + 1)));
        if end + 3 < self.range.end && self.tokens[end].is_mark(",–—") {
            content.push(end + 1..self.said_end(end + 1, hit));
        }
        content
    }

    /// What was said, where a clause or a quotation behind the cue holds it.
    fn said_right(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let frame = hit.frame;
        let end = self.range.end.min(from + REACH);
        let mut at = from;
        let mut is_first = true;
        while at < end {
            let token = &self.tokens[at];
            if let Some(quote) = self.quote_opening(at) {
                let is_behind = at > self.range.start && self.tokens[at - 1].is_mark(",:");
                if frame.takes(Takes::Quote) && (is_behind || quote.close - quote.open > 5) {
                    return Some(self.quoted_right(quote, if is_behind { at } else { from }, hit));
                }
                at = quote.close + 1;
                continue;
            }
            if token.mark.is_none() {
                if is_first && frame.takes(Takes::That) && token.is(Class::Complementizer) && !token.is(Class::Determiner) {
                    return Some(at + 1..self.said_end(at + 1, hit));
                }
                if is_first && token.word.is_some_and(|w| frame.introducers.contains(&w)) {
                    let until = self.object_end(hit, at + 1);
                    // A preposition right behind its verb belongs to the cue.
                    let begin = if at == hit.at.end { at + 1 } else { at };
                    return (until > at + 1).then_some(begin..until);
                }
                if token.is(Class::Coordinator) && self.hit_at(at + 1).is_some() {
                    return None;
                }
                at += 1;
                continue;
            }
            if token.is_mark("(") {
                at = self.right_bound(at).max(at + 1);
                continue;
            }
            if token.is_mark(":") && self.parts(at) {
                if !frame.takes(Takes::Quote) && !frame.takes(Takes::That) || at + 2 >= self.range.end {
                    return None;
                }
                return Some(match self.quote_opening(at + 1) {
                    Some(quote) => self.quoted_right(quote, at + 1, hit),
                    None => at + 1..self.said_end(at + 1, hit),
                });
            }
            if !token.is_mark(",") || !self.parts(at) {
                if self.parts(at) {
                    return None;
                }
                at += 1;
                continue;
            }
            is_first = false;
            let next = at + 1;
            let opener = self.inside(next)?;
            if self.quote_opening(next).is_some() {
                at = next;
                continue;
            }
            if opener.is(Class::Complementizer) && !opener.is(Class::Determiner) {
                if frame.takes(Takes::That) {
                    return Some(next + 1..self.said_end(next + 1, hit));
                }
                return None;
            }
            let bound = self.right_bound(next);
            if frame.takes(Takes::Infinitive) && self.ends_with_infinitive(next..bound) && !self.opens_subordinate(next) {
                return Some(next..self.said_end(next, hit));
            }
            if self.opens_relative(next) {
                at = bound;
                continue;
            }
            if (frame.takes(Takes::Infinitive) || frame.takes(Takes::Bare)) && self.is_infinitive_clause(next..bound) {
                return Some(next..self.said_end(next, hit));
            }
            if opener.is(Class::As) && self.inside(bound + 1).is_some_and(|t| t.is(Class::Complementizer) && !t.is(Class::Determiner)) {
                at = bound;
                continue;
            }
            if frame.takes(Takes::Question) && opener.is(Class::Question) {
                return Some(next..self.said_end(next, hit));
            }
            if opener.is(Class::Coordinator) || opener.is(Class::As) {
                return None;
            }
            if self.opens_subordinate(next) {
                let rest = bound..self.range.end;
                if frame.takes(Takes::Bare) && !opener.is(Class::Question) && self.holds_reported(next..self.range.end) && self.holds_reported(rest) {
                    return Some(next..self.said_end(next, hit));
                }
                at = bound.max(next);
                continue;
            }
            if !frame.takes(Takes::Bare) {
                return None;
            }
            let content = next..self.said_end(next, hit);
            return (content.len() > 2).then_some(content);
        }
        None
    }

    /// Where what was said ends that begins at `from`: with the sentence, or where the speaker's next act begins.
    fn said_end(&self, from: usize, hit: &Hit) -> usize {
        let mut at = from;
        while at < self.range.end {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            let token = &self.tokens[at];
            // "..., und forderte mehr Geld": the subject of the cue goes on.
            let goes_on = at > from + 1
                && self.tokens[at - 1].is(Class::Coordinator)
                && self.hit_at(at).is_some_and(|next| {
                    next.frame.role == Role::Verb && next.at.start != hit.at.start && !token.is_capital && !self.is_second_last(next)
                });
            if goes_on {
                return at;
            }
            // "Er glaubt, dass ...: „...“": the quotation is said apart.
            if token.is_mark(":") && self.quote_opening(at + 1).is_some() && at > from + 2 {
                return at;
            }
            let closes = token.is_mark(")") || (token.is_mark("–—") && token.is_spaced && at > from + 2);
            if closes && self.has_no_opening(from, at) {
                return at;
            }
            at += 1;
        }
        self.range.end
    }

    fn holds_reported(&self, range: Range<usize>) -> bool {
        range.start < range.end && self.tokens[range].iter().any(|t| t.is(Class::Reported))
    }

    fn ends_with_infinitive(&self, range: Range<usize>) -> bool {
        let Some(last) = range.clone().next_back().filter(|&last| last > range.start) else {
            return false;
        };
        let token = &self.tokens[last];
        token.mark.is_none()
            && !token.is_capital
            && (self.tokens[last - 1].is(Class::Infinitive) || token.is(Class::InfinitiveWord))
    }

    fn is_infinitive_clause(&self, range: Range<usize>) -> bool {
        range.clone().any(|at| {
            self.tokens[at].is(Class::Infinitive)
                && at + 1 < range.end
                && !self.tokens[at + 1].is_capital
                && (!self.tokens[at + 1].is(Class::Determiner) || at + 2 == range.end)
                && self.tokens[at + 1].mark.is_none()
                && !self.tokens[at + 1].is_number
        }) || range
            .clone()
            .next_back()
            .is_some_and(|last| self.tokens[last].is(Class::InfinitiveWord) && !self.tokens[last].is_capital)
    }

    /// Where an object of a cue ends that begins at `from`.
    fn object_end(&self, hit: &Hit, from: usize) -> usize {
        if let Some(particle) = hit.particle.filter(|&p| p >= from) {
            return particle;
        }
        let mut end = self.right_bound(from);
        // What goes on about the object belongs to it.
        while end + 1 < self.range.end
            && self.tokens[end].is_mark(",")
            && (self.opens_relative(end + 1)
                || self.opens_subordinate(end + 1) && self.is_infinitive_clause(end + 1..self.right_bound(end + 1)))
        {
            end = self.right_bound(end + 1);
        }
        let joint = (from + 1..end).find(|&at| {
            self.tokens[at].is(Class::Coordinator)
                && self.inside(at + 1).is_some_and(|t| !t.is_capital && (t.is(Class::Auxiliary) || self.hit_at(at + 1).is_some_and(|h| h.frame.role == Role::Verb)))
        });
        joint.unwrap_or(end)
    }

    /// An object in the middle of the clause.
    fn object(&self, hit: &Hit, middle: Range<usize>) -> Option<Range<usize>> {
        if !hit.frame.takes(Takes::Object) {
            return None;
        }
        let mut at = middle.start;
        while at < middle.end {
            let token = &self.tokens[at];
            let is_between = token.is(Class::Adverb) && !token.is(Class::Determiner)
                || self.date_at(at).is_some()
                || token.mark.is_some() && self.quote_opening(at).is_none();
            if !is_between {
                break;
            }
            at += 1;
        }
        if at >= middle.end || self.tokens[at].is(Class::Negation) {
            return None;
        }
        let introduced = (at..middle.end).find(|&i| self.tokens[i].word.is_some_and(|w| hit.frame.introducers.contains(&w)));
        if let Some(introduced) = introduced {
            let begin = if introduced == hit.at.end || hit.frame.addresses_object { introduced + 1 } else { introduced };
            return (begin < middle.end).then_some(begin..middle.end);
        }
        if !hit.frame.introducers.is_empty() {
            return None;
        }
        // "bei der Sitzung einen Rücktritt gefordert"
        while self.tokens[at].is(Class::Preposition)
            && let Some(end) = self.nominal(at + 1, middle.end)
            && end < middle.end
            && self.tokens[end].is(Class::Determiner)
        {
            at = end;
        }
        let needed = &hit.frame.object_with;
        if !needed.is_empty() && !(at..middle.end).any(|i| self.tokens[i].word.is_some_and(|w| needed.contains(&w))) {
            return None;
        }
        let holds_noun = (at..middle.end).any(|i| self.quote_opening(i).is_some() || self.nominal(i, middle.end).is_some_and(|end| end > i));
        if !holds_noun {
            return None;
        }
        if hit.frame.addresses_object
            && let Some(end) = self.nominal(at, middle.end)
        {
            at = end;
        }
        (middle.end > at + usize::from(hit.frame.addresses_object)).then_some(at..middle.end)
    }

    /// The sentence before this one, which "das" stands for.
    fn sentence_before(&self) -> Option<Range<usize>> {
        let end = self.range.start.checked_sub(1)?;
        let begin = (end.saturating_sub(REACH)..end)
            .rev()
            .find(|&at| self.tokens[at].is_mark(".!?") && self.tokens[at + 1].is_spaced && !self.tokens[at - usize::from(at > 0)].is_number)
            .map_or(if end <= REACH { 0 } else { end }, |at| at + 1);
        (end > begin + 2).then_some(begin..end)
    }

    /// A clause whose verb stands last.
    fn subordinate(&self, hit: &Hit, begin: usize) -> Option<Draft> {
        let mut opener = begin;
        while opener < hit.at.start && self.tokens[opener].is(Class::Coordinator) {
            opener += 1;
        }
        let token = &self.tokens[opener];
        let is_unreal = token.is(Class::Unreal) || (hit.at.end..self.right_bound(hit.at.end)).any(|at| self.tokens[at].is(Class::Unreal));
        if is_unreal {
            return None;
        }
        let is_passive = self.inside(hit.at.end).is_some_and(|t| t.is(Class::Passive));
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
        } else if is_relative && (source.is_none() || self.tokens[inner.start].is(Class::Preposition)) {
            source = self.noun_before(begin - 1);
            is_opener = true;
        }
        let source = source.unwrap_or(hit.at.start..hit.at.start);
        if source.is_empty() && !is_passive && !hit.frame.is_impersonal && !token.is(Class::As) {
            return None;
        }
        let mut content = Vec::new();
        let mut after = hit.at.end;
        while self.inside(after).is_some_and(|t| t.mark.is_none() && (t.is(Class::Auxiliary) || t.is(Class::Passive))) {
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
                let start = if source.start >= inner.start { source.end } else { inner.start };
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

    /// The comma behind which the main clause goes on: "Als er sagte, dass er komme, [ging sie]".
    fn main_clause_in(&self, range: Range<usize>) -> Option<usize> {
        let closed = [
            Class::Determiner, Class::Preposition, Class::Conjunction, Class::Coordinator, Class::Relative, Class::Adverb,
            Class::Complementizer, Class::Infinitive, Class::As, Class::Question, Class::Negation, Class::It, Class::Nobody,
        ];
        range.clone().find(|&at| {
            self.tokens[at].is_mark(",")
                && self.parts(at)
                && self.inside(at + 1).is_some_and(|t| {
                    t.mark.is_none()
                        && !t.is_capital
                        && !t.is_number
                        && (t.is(Class::Auxiliary) || !closed.iter().any(|&c| t.is(c)))
                        && !t.classes.meets(crate::sentence::PRONOUNS)
                })
                && self.subject_in(at + 2..self.right_bound(at + 2)).is_some_and(|s| s.start <= at + 3)
        })
    }

    /// What was said by the words of a clause with "wie": the clause around it.
    fn told_as(&self, hit: &Hit, begin: usize, after: usize) -> Vec<Range<usize>> {
        let mut content = Vec::new();
        let end = self.right_bound(after);
        let rest = || end + 1..self.said_end(end + 1, hit);
        let is_behind = begin > self.range.start + 2 && self.token_before(begin).is_some_and(|t| t.is_mark(",–—("));
        if self.inside(end).is_some_and(|t| t.is_mark(":")) || self.quote_opening(end + 1).is_some() {
            content.extend(self.said_right(hit, after));
            if !content.is_empty() {
                return content;
            }
        }
        if is_behind {
            if let Some(quoted) = self.quoted_left(hit, &(begin..begin)) {
                return quoted;
            }
            let left = self.content_begin(begin - 1);
            content.push(left..begin - 1);
            if end + 2 < self.range.end && self.tokens[end].is_mark(",–—)") {
                content.push(rest());
            }
        } else if end + 2 < self.range.end {
            content.push(rest());
        }
        content
    }

    /// The noun phrase that ends before the comma at `comma`.
    fn noun_before(&self, comma: usize) -> Option<Range<usize>> {
        let first = self.left_bound(comma);
        let mut begin = comma;
        while begin > first {
            let token = &self.tokens[begin - 1];
            if let Some(quote) = self.quote_closing(begin - 1) {
                begin = quote.open.max(first);
                continue;
            }
            let is_part = token.is_capital
                || self.is_name(begin - 1)
                || token.is_number
                || token.mark.is_some()
                || token.is(Class::Genitive)
                || token.is(Class::Determiner)
                || token.word.is_none() && begin < comma && (self.tokens[begin].is_capital || self.tokens[begin].word.is_none());
            if !is_part || self.hit_at(begin - 1).is_some() && !token.is_capital {
                break;
            }
            begin -= 1;
            if token.is(Class::Determiner) && !self.token_before(begin).is_some_and(|t| t.is_capital || t.is(Class::Genitive)) {
                break;
            }
        }
        while begin < comma && (self.tokens[begin].mark.is_some() || self.tokens[begin].is(Class::Genitive) && !self.tokens[begin].is(Class::Determiner)) && self.quote_opening(begin).is_none() {
            begin += 1;
        }
        (begin < comma).then_some(begin..comma)
    }

    fn draft(&self, hit: &Hit, source: Range<usize>, mut content: Vec<Range<usize>>, from: usize) -> Option<Draft> {
        content.retain(|c| !c.is_empty());
        if content.iter().any(|c| c.start < source.end && source.start < c.end) {
            return None;
        }
        let first = content.first()?.clone();
        let kind = self.kind(&content);
        let bare: Vec<_> = content.iter().map(|c| self.bared(c.clone())).filter(|c| !c.is_empty()).collect();
        if bare.is_empty() {
            return None;
        }
        let until = if first.start >= from { first.start } else { self.right_bound(from.max(source.end).max(hit.at.end)) };
        Some(Draft {
            date: self.dated(hit, &source, &content),
            addressee: self.second_addressed(hit, &source, from, until),
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            content: bare,
            kind,
            gender: hit.form.gender,
            carries_on: false,
            is_unnamed: false,

            is_shared: false,
            stands_for: None,
            is_passive: false,
            topic: None,
        })
    }

    /// Whom it was said to: "gegenüber der Zeitung", "im Gespräch mit der Zeitung", "forderte die Regierung auf".
    fn second_addressed(&self, hit: &Hit, source: &Range<usize>, from: usize, until: usize) -> Option<Range<usize>> {
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
                || token.is(Class::Nobody) && !token.is(Class::Dative);
            if is_between || token.mark.is_some() && self.quote_opening(at).is_none() {
                at += 1;
                continue;
            }
            let end = self.nominal(at, until).unwrap_or(at + usize::from(token.is(Class::Dative)));
            if end > at && self.may_be_told(hit, source, at) {
                return Some(at..end);
            }
            at = end.max(at + 1);
        }
        self.addressed_in_front(hit, source)
    }

    /// "Gegenüber der Zeitung sagte er", "Der Politik schlug er vor".
    fn addressed_in_front(&self, hit: &Hit, source: &Range<usize>) -> Option<Range<usize>> {
        let first = self.left_bound(hit.at.start);
        let told = (first..hit.at.start).find(|&at| !source.contains(&at) && at + 1 != source.start && self.opens_addressee(hit, at));
        if let Some(told) = told {
            let end = self.nominal(told + 1, hit.at.start)?;
            return Some(told + 1..end);
        }
        let token = &self.tokens[first];
        let is_object = token.is(Class::Dative) && !token.is(Class::Relative) || token.is(Class::Dative) && token.is(Class::Accusative);
        let is_ambiguous = token.is(Class::Dative) && source.start > hit.at.start;
        if first == hit.at.start || source.contains(&first) || !(is_object || is_ambiguous) {
            return None;
        }
        let end = self.nominal(first, hit.at.start).unwrap_or(first + 1);
        Some(first..end)
    }

    fn opens_addressee(&self, hit: &Hit, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.date_at(at).is_some() {
            return false;
        }
        token.is(Class::To)
            || token.is(Class::Preposition) && self.token_before(at).is_some_and(|t| t.is(Class::Dialogue)) && !token.is(Class::Genitive)
            || token.word.is_some_and(|w| hit.frame.to.contains(&w))
    }

    /// Whether the noun phrase at `at` can be whom a verb was said to.
    fn may_be_told(&self, hit: &Hit, source: &Range<usize>, at: usize) -> bool {
        let token = &self.tokens[at];
        if hit.frame.addresses_object {
            return true;
        }
        if token.is(Class::Dative) {
            // "den" can be the object, "der" can go with the noun before it.
            let is_object = token.is(Class::Accusative) && hit.frame.takes(Takes::Object);
            let is_genitive = token.is(Class::Genitive) && at != source.end && self.token_before(at).is_some_and(|t| t.is_capital);
            return !is_object && !is_genitive;
        }
        // "Er sagte Reportern, dass".
        let is_told = hit.frame.takes(Takes::That) && !hit.frame.takes(Takes::Object) && hit.frame.introducers.is_empty();
        is_told && at == hit.at.end && source.end <= hit.at.start && token.is_capital && !hit.frame.is_impersonal
    }

    /// Where the phrase that names a source stands in its clause: "Nach Angaben der Polizei", "so der Sprecher".
    pub(crate) fn second_aside(&self, hit: &Hit) -> Option<Draft> {
        let (first, last, source) = match hit.frame.role {
            Role::Before => {
                // "nach Angaben von Augenzeugen"
                let begin = hit.at.end + usize::from(self.inside(hit.at.end).is_some_and(|t| t.is(Class::Agent)));
                if self.inside(begin).is_some_and(|t| t.is(Class::Relative))
                    && self.token_before(hit.at.start).is_some_and(|t| t.is_mark(","))
                    && self.nominal(begin, self.range.end).is_none_or(|end| end == begin + 1)
                {
                    return self.told_in(hit, begin + 1);
                }
                let source = self.nominal_whole(begin, self.range.end)?;
                (hit.at.start, source.end, source)
            }
            _ => {
                let source = self.whole_before(hit).or_else(|| self.noun_before(hit.at.start))?;
                (source.start, hit.at.end, source)
            }
        };
        let is_bounded = first > self.range.start && self.tokens[first - 1].mark.is_some();
        if hit.frame.needs_comma {
            let is_closed = self.inside(last).is_none_or(|t| {
                t.mark.is_some() || t.is(Class::Preposition) || t.is(Class::To) || t.is(Class::Adverb) || self.date_at(last).is_some()
            });
            let is_list = self.tokens[source.clone()].iter().any(|t| t.is(Class::Coordinator))
                && self.tokens[source.clone()].iter().any(|t| t.is_mark(","));
            if !is_bounded || !is_closed || is_list {
                return None;
            }
        }
        if hit.frame.needs_saying && !self.tokens[source.clone()].iter().any(|t| t.is(Class::Saying)) {
            return None;
        }
        let mut last = last;
        // "nach Angaben der Sprecherin gegenüber der Zeitung".
        let mut addressee = None;
        if self.inside(last).is_some_and(|t| t.is(Class::To))
            && let Some(end) = self.nominal(last + 1, self.range.end)
        {
            addressee = Some(last + 1..end);
            last = end;
        }
        let begin = self.content_begin(first);
        let mut content = Vec::new();
        let mut left = begin..first;
        if hit.frame.needs_comma {
            // "..., so der Sprecher am Montag."
            if let Some(quoted) = self.quoted_left(hit, &(first..first)) {
                content = quoted;
            } else {
                content.push(begin..first - 1);
                let end = self.right_bound(last);
                if end + 2 < self.range.end && self.tokens[end].is_mark(",–—") {
                    content.push(end + 1..self.said_end(end + 1, hit));
                }
            }
        } else {
            // In a clause that depends on another, only that clause.
            let clause = self.left_bound(first);
            if clause > begin && (self.opens_subordinate(clause) || self.opens_relative(clause)) && clause < first {
                let is_whole = self.range.end.saturating_sub(last) < 3;
                left = clause + 1..first;
                if is_whole {
                    left = begin..first;
                }
            }
            // "..., nach Polizeiangaben waren es 1.000": the aside opens a clause of its own.
            let opens_own = first > begin
                && self.tokens[first - 1].is_mark(",")
                && self.inside(last).is_some_and(|t| t.mark.is_none() && (t.is(Class::Auxiliary) || t.is(Class::Passive)));
            if opens_own {
                left = first..first;
            }
            if !left.is_empty() {
                content.push(left.clone());
            }
            let rest = last..self.said_end(last, hit);
            if rest.len() > 1 || left.is_empty() {
                content.push(rest);
            }
        }
        let kind = self.kind(&content);
        let bare: Vec<_> = content.iter().map(|c| self.bared(c.clone())).filter(|c| !c.is_empty()).collect();
        if bare.iter().map(Range::len).sum::<usize>() < 3 {
            return None;
        }
        Some(Draft {
            kind,
            source: Some(source),
            cue: Some(hit.at.clone()),
            content: bare,
            addressee,
            date: None,
            gender: Gender::Any,
            carries_on: false,
            is_unnamed: false,

            is_shared: false,
            stands_for: None,
            is_passive: false,
            topic: None,
        })
    }

    /// The source that fills its clause up to the cue: "Einem Bericht vom Januar zufolge".
    fn whole_before(&self, hit: &Hit) -> Option<Range<usize>> {
        let begin = self.left_bound(hit.at.start);
        let clause = begin..hit.at.start;
        let is_plain = clause.clone().all(|at| {
            let token = &self.tokens[at];
            !token.is(Class::Auxiliary) && !token.is(Class::Passive) && self.hit_at(at).is_none()
        });
        let opens = self.tokens[begin].is(Class::Dative) && self.nominal(begin, hit.at.start).is_some();
        (opens && is_plain && clause.len() < 12).then_some(clause)
    }

    /// "Studien, nach denen ...": what the noun before the comma says.
    fn told_in(&self, hit: &Hit, from: usize) -> Option<Draft> {
        let source = self.noun_before(hit.at.start - 1)?;
        if hit.frame.needs_saying && !self.tokens[source.clone()].iter().any(|t| t.is(Class::Saying)) {
            return None;
        }
        let content = vec![from..self.said_end(from, hit)];
        self.draft(hit, source, content, from)
    }

    /// "Demnach ...", "..., wonach": what the source before says.
    pub(crate) fn second_linked(&self, hit: &Hit) -> Option<Draft> {
        let begin = self.left_bound(hit.at.start);
        let is_clause = self.tokens[hit.at.start].is(Class::Conjunction);
        let mut source = hit.at.start..hit.at.start;
        let mut content = Vec::new();
        if is_clause {
            if begin != hit.at.start || begin == self.range.start {
                return None;
            }
            source = self.noun_before(begin - 1)?;
            content.push(hit.at.end..self.said_end(hit.at.end, hit));
        } else {
            if begin > self.range.start && !self.tokens[begin - 1].is_mark(";:") {
                return None;
            }
            content.push(begin..hit.at.start);
            content.push(hit.at.end..self.said_end(hit.at.end, hit));
        }
        let mut draft = self.draft(hit, source, content, hit.at.end)?;
        draft.addressee = None;
        draft.carries_on = true;
        Some(draft)
    }

    /// "die Behauptung des Ministers, er sei", "der Vorwurf, dass", "die Forderung, ... zu".
    pub(crate) fn second_noun(&self, hit: &Hit) -> Option<Draft> {
        if !self.tokens[hit.at.start].is_capital {
            return None;
        }
        let mut next = hit.at.end;
        let mut source = hit.at.start..hit.at.start;
        if self.inside(next).is_some_and(|t| t.is(Class::Genitive)) {
            let begin = next + usize::from(!self.tokens[next].is(Class::Determiner));
            if let Some(owner) = self.nominal_whole(begin, self.range.end) {
                next = owner.end;
                source = owner;
            }
        }
        // "den Verdacht geäußert, dass"
        let closes = |t: &crate::tokens::Token| {
            t.mark.is_none() && !t.is_capital && !t.is(Class::Preposition) && !t.is(Class::Coordinator)
        };
        if self.inside(next).is_some_and(closes) && self.hit_at(next).is_none() {
            next += 1;
        }
        let comma = self.inside(next)?;
        if !comma.is_mark(",:") {
            return None;
        }
        let from = next + 1;
        let opener = self.inside(from)?;
        let bound = self.right_bound(from);
        let content = if opener.is(Class::Complementizer) && !opener.is(Class::Determiner) {
            from + 1..bound_of(self, from + 1, bound)
        } else if self.is_infinitive_clause(from..bound) && hit.frame.takes(Takes::Infinitive)
            || self.tokens[from..bound].iter().any(|t| t.is(Class::Reported)) && !self.opens_relative(from) && !self.opens_subordinate(from)
        {
            from..bound_of(self, from, bound)
        } else {
            return None;
        };
        let content = vec![self.bared(content)];
        if content[0].len() < 3 {
            return None;
        }
        let is_unnamed = source.is_empty();
        Some(Draft {
            kind: self.kind(&content),
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            content,
            addressee: None,
            date: None,
            gender: Gender::Any,
            carries_on: true,
            is_unnamed,

            is_shared: false,
            stands_for: None,
            is_passive: false,
            topic: None,
        })
    }
}

/// The end of a clause behind a noun: the clauses that depend on it belong to it.
fn bound_of(sentence: &Sentence, _from: usize, bound: usize) -> usize {
    let mut end = bound;
    while end + 1 < sentence.range.end && sentence.tokens[end].is_mark(",") {
        let next = end + 1;
        if !(sentence.opens_relative(next) || sentence.opens_subordinate(next)) {
            break;
        }
        end = sentence.right_bound(next);
    }
    end
}
