//! What was said, where it stands behind its cue.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Classes, Order, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::{PRONOUNS, Sentence};
use crate::tokens::Token;

/// How far behind its cue what was said may begin, in tokens.
const REACH: usize = 45;

/// How far a subject and its list may reach, before a joined word behind a comma opens another clause.
const SUBJECT: usize = 12;

/// The same as the reach where verbs stand first, so that what is further off is another verb's.
const REACH_VERB_FIRST: usize = 30;

/// The letter that Arabic words are stretched with.
const STRETCH: char = '\u{640}';

/// What opens something other than a clause without a complementizer.
const OPENS_ELSE: Classes = Classes::these(&[
    Class::Complementizer,
    Class::Question,
    Class::Preposition,
    Class::To,
    Class::Infinitive,
    Class::Adverb,
    Class::Coordinator,
    Class::Conjunction,
    Class::Relative,
    Class::Genitive,
]);

impl Sentence<'_> {
    /// What was said, where it stands behind the cue.
    #[expect(
        clippy::too_many_lines,
        reason = "one walk over the words behind a cue, a few lines for each kind"
    )]
    pub(crate) fn right(&self, hit: &Hit, from: usize, has_source: bool) -> Option<Range<usize>> {
        let frame = hit.frame;
        if has_source && self.opens_clause(hit, from) {
            return self.rest(hit, from);
        }
        if let Some(begin) = self
            .behind_addressee(hit, from)
            .filter(|_| has_source || hit.frame.role == Role::Participle)
        {
            return Some(begin..self.content_end(begin, hit));
        }
        let reach = if self.language.order == Order::After {
            REACH_VERB_FIRST
        } else {
            REACH
        };
        let end = self.range.end.min(from + reach);
        let mut commas = 0;
        let mut at = from;
        let opens_object = self.opens_object(hit, from);
        while at < end {
            let token = &self.tokens[at];
            if let Some(quote) = self.quote_opening(at) {
                if opens_object && at > from && self.tokens[at - 1].mark.is_none() {
                    break;
                }
                if at > from && self.tokens[at - 1].is_mark("(") {
                    at = quote.close + 1;
                    continue;
                }
                // A word or two in quotation marks may be a name on the way.
                let words = quote.words(self.tokens);
                let is_name = words < 3 + usize::from(!frame.takes(Takes::Bare))
                    && at > from
                    && self.tokens[at - 1].mark.is_none()
                    && !frame.takes(Takes::Object);
                if frame.takes(Takes::Quote) && !is_name {
                    return Some(self.quoted_right(quote, from, hit));
                }
                at = quote.close + 1;
                continue;
            }
            if token.mark.is_some() {
                if token.is_mark(":：") {
                    if let Some(quote) = self
                        .quote_opening(at + 1)
                        .filter(|_| frame.takes(Takes::Quote))
                    {
                        return Some(self.quoted_right(quote, at + 1, hit));
                    }
                    if frame.takes(Takes::Quote) && at + 1 < self.range.end {
                        return Some(at + 1..self.content_end(at + 1, hit));
                    }
                    return None;
                }
                if token.is_mark("?!;؛.。") {
                    break;
                }
                if token.is_mark(",،，") {
                    commas += 1;
                    if commas > 4 {
                        break;
                    }
                }
                at += 1;
                continue;
            }
            if at > from + SUBJECT && self.opens_joined_clause(at) {
                break;
            }
            if at > from && !self.language.is_verb_final && self.is_next_statement(at) {
                // "أوضح المسؤول، طالبا عدم كشف هويته، أنه ...".
                match self.set_in_participle(at, end) {
                    Some(close) => at = close,
                    None => break,
                }
                continue;
            }
            let is_verb = token.is(Class::Auxiliary) || token.is(Class::Verb);
            if self.language.has_articles && at > from && is_verb && !token.is(Class::Determiner) {
                break;
            }
            let is_introducer = token.word.is_some_and(|w| frame.introducers.contains(&w))
                && !(at > from && self.opens_event(hit, from));
            if is_introducer && let Some(clause) = self.set_off_clause(hit, at, end) {
                at = clause;
                continue;
            }
            if is_introducer {
                let opens = self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is(Class::Complementizer) && !t.is(Class::Opener));
                // "о том, что".
                let points = self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is(Class::Determiner))
                    && self.opens_clause_at(at + 2);
                let begin = at + 1 + if points { 3 } else { usize::from(opens) };
                let end = if opens || points {
                    self.content_end(begin, hit)
                } else {
                    self.phrase_end(begin, hit)
                };
                return Some(self.whole_quote(begin..end));
            }
            if frame.takes(Takes::That)
                && !(opens_object && at > from)
                && !self.is_of_object(hit, from, at)
                && token.is(Class::Complementizer)
                && self.is_complementizer(at)
            {
                let begin = at + usize::from(!token.is(Class::Opener));
                return Some(self.whole_quote(begin..self.content_end(begin, hit)));
            }
            let may_ask = !self.language.has_articles
                || at == from
                || (commas == 0 && at < from + 8 && self.opens_aside(from));

            // "..., said Quill, who wrote": a clause about the speaker.
            let is_about = token.is(Class::Relative)
                && at > 0
                && (self.tokens[at - 1].is_mark(",،")
                    || at == from && from > hit.at.end && self.language.has_plain_order());
            if frame.takes(Takes::Question) && token.is(Class::Question) && !is_about && may_ask {
                return Some(at..self.content_end(at, hit));
            }
            let is_near = !self.language.has_articles || commas == 0 && at < from + 12;
            if frame.takes(Takes::Infinitive)
                && !opens_object
                && is_near
                && let Some(begin) = self.infinitive(at)
            {
                return Some(begin..self.content_end(begin, hit));
            }
            at += 1;
        }
        let is_object = frame.takes(Takes::Object)
            && self.language.order == Order::After
            && from == hit.at.end
            && has_source;
        let glued = self.glued(hit, from, end);
        if glued.is_some() && !is_object {
            return glued;
        }
        let takes_rest = frame.takes(Takes::Bare) || frame.takes(Takes::Object);
        let implies = self.language.drops_subjects && opens_object && self.is_free_of_clitics(hit)
            || self.opens_event(hit, from)
            || self.opens_owned(hit, from);
        if !takes_rest || from >= self.range.end || !(has_source || implies) {
            return None;
        }
        if self.language.order == Order::After {
            return self.object_behind_subject(hit, from);
        }
        if self.language.order == Order::Before
            && hit.frame.addresses_object
            && !hit.frame.takes(Takes::Object)
        {
            // "..., told the Times": whom it was said to is not what was said.
            return None;
        }
        self.rest(hit, from)
    }

    /// Whether no pronoun stands before a verb, which makes a passive of it: "se anunció la visita".
    fn is_free_of_clitics(&self, hit: &Hit) -> bool {
        !self.tokens[hit.group..hit.at.start]
            .iter()
            .any(|t| t.is(Class::Clitic))
            && (self.is_clause_start(hit.group) || self.is_behind_aside_alone(hit.group))
            && !(hit.group > self.range.start && self.tokens[hit.group - 1].is(Class::Relative))
    }

    /// Whether an object stands right behind a cue: what a relative pronoun or a quotation says further on is its own.
    fn opens_object(&self, hit: &Hit, from: usize) -> bool {
        self.language.has_articles
            && from < self.range.end
            && (from == hit.at.end || self.tokens[from - 1].is_enclitic)
            && !hit.frame.addresses_object
            && self.tokens[from].is(Class::Determiner)
            && !self.tokens[from].is(Class::Complementizer)
            && !self.is_dated(from)
    }

    /// Whether an object stands right behind a cue, so that a preposition further on is the object's: "أكد رغبة الحكومة
    /// في السيطرة على النفط".
    fn opens_event(&self, hit: &Hit, from: usize) -> bool {
        self.language.order == Order::After
            && !hit.frame.addresses_object
            && self.tokens.get(from).is_some_and(|t| t.is(Class::Event))
    }

    /// Whether a complementizer at `at` belongs to the object of the cue: "أبدت تخوفها من أن".
    fn is_of_object(&self, hit: &Hit, from: usize, at: usize) -> bool {
        let is_object = self.opens_event(hit, from) || self.opens_owned(hit, from);
        hit.may_take_object && is_object && at > from + 1 && self.opens_aside(at - 1)
    }

    /// Whether what is the subject's own stands behind a cue that leaves its subject out: "أبدت تخوفها".
    fn opens_owned(&self, hit: &Hit, from: usize) -> bool {
        self.language.order == Order::After
            && from == hit.at.end
            && !self.tokens[hit.at.start].has_object
            && self.is_owned(from)
    }

    /// Whether a clause that needs nothing to open it begins right behind a cue: "said the plan would fail".
    fn opens_clause(&self, hit: &Hit, from: usize) -> bool {
        if !hit.frame.takes(Takes::Bare)
            || hit.frame.addresses_object
            || self.language.order != Order::Before
            || self.language.is_verb_final
        {
            return false;
        }
        let at = (from..self.range.end).find(|&at| self.date_at(at).is_none());
        let Some(token) = at.map(|at| &self.tokens[at]) else {
            return false;
        };
        token.mark.is_none()
            && !token.is(Class::Complementizer)
            && (token.is(Class::Determiner) || !token.classes.meets(OPENS_ELSE))
    }

    /// Where a clause that nothing opens begins behind the addressee: "told reporters he would stay".
    fn behind_addressee(&self, hit: &Hit, from: usize) -> Option<usize> {
        if !hit.frame.addresses_object
            || !hit.frame.takes(Takes::Bare)
            || self.language.order != Order::Before
        {
            return None;
        }
        let phrase = self.phrase_after(from, 14);
        if phrase.is_empty() || phrase.end >= self.range.end {
            return None;
        }
        let mut at = phrase.end;
        let opens = |at: usize| {
            let token = &self.tokens[at];
            token.mark.is_none()
                && !token.is(Class::Complementizer)
                && (token.classes.meets(PRONOUNS)
                    || token.is(Class::It)
                    || token.is(Class::Party)
                    || token.is(Class::Determiner)
                    || token.is(Class::Nobody))
        };
        while at < self.range.end && self.date_at(at).is_some() {
            at += 1;
        }
        if at < self.range.end && self.opens_aside(at) {
            // "told the Courier on the phone he".
            let phrase = self.phrase_after(at + 1, 6);
            at = if phrase.is_empty() { at } else { phrase.end };
        }
        (at < self.range.end && opens(at)).then_some(at)
    }

    /// Whether another statement's cue at `at` ends the search for what was said.
    fn is_next_statement(&self, at: usize) -> bool {
        self.hit_at(at).is_some_and(|hit| match hit.frame.role {
            Role::Verb => true,
            Role::Participle => {
                self.tokens[at - 1].is_mark(",،") || self.language.order == Order::After
            }
            Role::Noun | Role::Before | Role::After => false,
        })
    }

    /// The comma that closes a participle set between a subject and what was said, if a participle opens at `at`.
    fn set_in_participle(&self, at: usize, end: usize) -> Option<usize> {
        let is_participle = self.language.order == Order::After
            && self.tokens[at - 1].is_mark(",،")
            && self.hit_at(at).is_some_and(|hit| {
                let mut ways = std::iter::once(hit).chain(&hit.others);
                ways.any(|hit| hit.frame.role == Role::Participle)
            });
        let close = (at + 1..end).find(|&at| self.tokens[at].is_mark(",،"))?;
        let opens = self.tokens.get(close + 1)?.is(Class::Complementizer);
        (is_participle && opens).then_some(close)
    }

    /// The complementizer behind a comma or a dash that closes an aside at `at`: "مضيفا على هامش المهرجان، أن ...".
    fn set_off_clause(&self, hit: &Hit, at: usize, end: usize) -> Option<usize> {
        if self.language.order != Order::After || !hit.frame.takes(Takes::That) {
            return None;
        }
        (at + 1..end)
            .take_while(|&at| !self.is_next_statement(at) && !self.tokens[at].is_mark(".;؛:!?؟"))
            .find(|&at| {
                let token = &self.tokens[at];
                let is_set_off = self.tokens[at - 1].is_mark(",،-–—");
                token.is(Class::Complementizer) && !token.is_joined && is_set_off
            })
    }

    /// The object of a verb whose subject stands between the two: behind a comma that closes something set beside the
    /// subject, or at a noun that is the subject's own ("نفى المجلس تدخله").
    fn object_behind_subject(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let mut begin = from;
        if self.tokens[from].is_mark(",،") {
            let end = self.range.end.min(from + REACH);
            begin = (from + 1..end)
                .take_while(|&at| {
                    !self.tokens[at].is_mark(".;؛:!?؟")
                        && (self.tokens[at].is(Class::Event) || !self.is_next_statement(at))
                })
                .filter(|&at| self.tokens[at - 1].is_mark(",،"))
                .find(|&at| {
                    self.tokens[at].mark.is_none()
                        && !self.opens_aside(at)
                        && !self.tokens[at].is(Class::Conjunction)
                        && !self.tokens[at].is(Class::Relative)
                        && !self.tokens[at].is(Class::Adverb)
                        && !self.tokens[at].is_joined
                })?;
        }
        if self.opens_aside(begin) {
            // "أعلن الحزب قبل الوزارة فوزه".
            let end = self.range.end.min(begin + 10);
            begin = (begin + 1..end)
                .take_while(|&at| self.tokens[at].mark.is_none() && !self.is_next_statement(at))
                .find(|&at| {
                    let is_object = self.tokens[at].is(Class::Event) || self.is_owned(at);
                    is_object && !self.tokens[at - 1].is(Class::Preposition)
                })?;
        }
        let token = &self.tokens[begin];
        if token.mark.is_some()
            || self.opens_aside(begin)
            || token.is(Class::Relative)
            || token.is(Class::Addressed)
        {
            return None;
        }
        let content = begin..self.phrase_end(begin, hit);
        (content.len() >= 2).then_some(content)
    }

    /// What follows a cue directly, without anything that opens it.
    pub(crate) fn rest(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let mut from = from;
        while from < self.range.end
            && (self.date_at(from).is_some()
                || self.language.has_articles
                    && (self.is_dated(from) || self.tokens[from].is(Class::Adverb)))
        {
            from += 1;
        }
        // "denied that anyone had been misled": "that" is no part of it.
        let opens = self.language.has_plain_order() && hit.frame.takes(Takes::Object);
        let is_opened = |t: &Token| t.is(Class::Complementizer) && !t.is(Class::Opener);
        if opens && self.tokens.get(from).is_some_and(is_opened) && from + 2 < self.range.end {
            from += 1;
        }
        if self.language.has_articles
            && hit.frame.takes(Takes::Object)
            && self
                .tokens
                .get(from)
                .is_some_and(|t| t.is(Class::To) && !t.is(Class::Determiner))
        {
            // "reproche au ministère son silence".
            let object = self.aside_end(from);
            if object < self.range.end && self.tokens[object].is(Class::Determiner) {
                from = object;
            }
        }
        let token = self.tokens.get(from).filter(|_| from < self.range.end)?;
        if token.is_mark(",،，") {
            let may_follow =
                hit.frame.subject == Some(Order::Before) && hit.frame.takes(Takes::Bare);
            if self.language.has_capitals && !self.language.has_capital_nouns && !may_follow
                || from + 1 >= self.range.end
            {
                return None;
            }
            from += 1;
        }
        let token = &self.tokens[from];
        let is_closed = token.mark.is_some() && self.quote_opening(from).is_none();
        if is_closed
            || (token.is(Class::Preposition)
                && !token.is(Class::Determiner)
                && !token.is(Class::Complementizer)
                && (from == hit.at.end || self.language.has_articles)
                && !hit.frame.takes(Takes::Bare))
        {
            return None;
        }
        if token.is(Class::Coordinator)
            || token.is(Class::Conjunction) && !token.is(Class::Complementizer)
        {
            return None;
        }
        if hit.frame.takes(Takes::Bare)
            && !hit.frame.takes(Takes::Object)
            && token.is(Class::Preposition)
            && token.mark.is_none()
            && !token.is(Class::Determiner)
        {
            // "said in a statement" without more says nothing.
            let content = from..self.content_end(from, hit);
            return (content.len() > 12).then_some(content);
        }
        let mut content = from..self.content_end(from, hit);
        if !hit.frame.takes(Takes::Bare) {
            content.end = self.undated(content.clone());
            if self.language.order == Order::Before && !self.language.drops_subjects {
                content.end = self.object_end(content.clone());
            }
        }
        (content.len() >= 2).then_some(content)
    }

    pub(crate) fn glued(&self, hit: &Hit, from: usize, end: usize) -> Option<Range<usize>> {
        let letter = hit.frame.glued?;
        // Before a number it stands alone: "ب 18", "بـ 18".
        let bare = |at: usize| {
            let token = &self.tokens[at];
            self.body[token.begin..token.end].trim_end_matches(STRETCH)
        };
        let is_alone = |at: usize| bare(at).chars().eq([letter]);
        let is_stretch = |at: usize| bare(at).is_empty();
        let at = (from..end)
            .take_while(|&at| !self.tokens[at].is_mark(".!?؟,،"))
            .find(|&at| {
                let token = &self.tokens[at];
                let is_noun = token.mark.is_none()
                    && token.word.is_none()
                    && token.end - token.begin > 6
                    && self.first_letter(at) == Some(letter);
                is_noun || is_alone(at)
            })?;
        let begin = (at..end).find(|&at| !is_alone(at) && !is_stretch(at))?;
        Some(begin..self.phrase_end(begin, hit))
    }

    pub(crate) fn is_complementizer(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if at > self.range.start && self.tokens[at - 1].is(Class::Governor) {
            return false;
        }
        // "that" behind a noun is a relative pronoun as often; behind a comma "die" and "das" are.
        if token.is(Class::Determiner)
            && at > self.range.start
            && !self.tokens[at - 1].is_mark(",")
            && self.language.order == Order::Either
        {
            return false;
        }
        true
    }

    /// Where a clause with an infinitive begins whose first token is at `at`.
    fn infinitive(&self, at: usize) -> Option<usize> {
        let token = &self.tokens[at];
        if !self.language.knows_infinitives {
            return (token.is(Class::Infinitive) && self.is_infinitive(at)).then_some(at);
        }
        let is_form = |at: usize| {
            let token = &self.tokens[at];
            token.is(Class::InfinitiveForm) && token.mark.is_none() && !token.is_capital
        };
        if token.is(Class::Infinitive) {
            // "de ne pas partir", "de se rendre".
            let verb = (at + 1..self.range.end.min(at + 5)).find(|&at| {
                let token = &self.tokens[at];
                !token.is(Class::Clitic) && !token.is(Class::Negation) && !token.is_mark("«\"“")
            })?;
            return is_form(verb).then_some(at + 1);
        }
        let before = &self.tokens[at - 1];
        let is_object = before.is(Class::Preposition)
            || before.is(Class::Determiner)
            || before.is(Class::Genitive);
        (is_form(at) && !is_object && before.mark.is_none()).then_some(at)
    }

    pub(crate) fn is_infinitive(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.mark.is_none()
                && !next.is(Class::Determiner)
                && !next.is_capital
                && !next.is_number
                && !next.classes.meets(PRONOUNS)
        })
    }

    /// A quotation behind the cue, with the reporter's words around it where they belong together.
    pub(crate) fn quoted_right(&self, quote: Quote, from: usize, hit: &Hit) -> Range<usize> {
        let words = quote.words(self.tokens);
        let is_object = hit.frame.takes(Takes::Object) && !hit.frame.takes(Takes::That);
        let is_introduced = quote.open == from
            || (quote.open > 0
                && self.tokens[quote.open - 1].mark.is_some()
                && !(is_object && self.tokens[quote.open - 1].is_mark(",")));
        let next = quote.close + 1;
        // "... "a", and "b"": the quotation goes on.
        let goes_on = next < self.range.end
            && self.tokens[next].mark.is_none()
            && !self.tokens[next].is(Class::Coordinator)
            && words < 4;
        if is_introduced && !goes_on {
            return quote.inside();
        }
        // "said the plan "would not work"": the words before the quotation are part of what was said.
        let is_part = hit.frame.takes(Takes::Bare)
            && !hit.frame.addresses_object
            && self.language.order == Order::Before
            && !self.opens_aside(from);
        let praises =
            is_object && self.language.order == Order::Before && !self.tokens[from].is_mark(",");
        let runs_on = hit.frame.takes(Takes::Object)
            && (praises || next < self.range.end && self.tokens[next].mark.is_none());
        if words >= 4 && !is_part && !goes_on && !runs_on {
            return quote.inside();
        }
        from..self.content_end(from, hit)
    }
}
