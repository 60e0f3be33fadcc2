//! Noun phrases: where they begin and end is told by the closed classes around them.

use std::ops::Range;

use crate::language::{Class, Classes, Order};
use crate::sentence::{PRONOUNS, Sentence};

/// How far into a sentence its subject may reach with all that is set beside it, in tokens.
const LONGEST: usize = 80;

/// What no noun phrase has in it.
const CLOSED: Classes = Classes::these(&[
    Class::Complementizer,
    Class::Conjunction,
    Class::Preposition,
    Class::Auxiliary,
    Class::Adverb,
    Class::Negation,
    Class::To,
    Class::Infinitive,
]);

/// What ends a noun phrase.
const ENDS: Classes = CLOSED.and(Classes::these(&[Class::SubjectMark, Class::Verb]));

/// What no noun phrase begins with, unless it is a determiner as well.
const CANNOT_OPEN: Classes = CLOSED.and(Classes::these(&[Class::Genitive, Class::Addressed]));

/// What begins another noun phrase.
const OPENS_ANOTHER: Classes = PRONOUNS.and(Classes::these(&[
    Class::It,
    Class::Party,
    Class::Determiner,
]));

impl Sentence<'_> {
    /// A noun phrase that starts at `at`: its tokens, and the first token behind it and what is set beside it.
    pub fn phrase_after(&self, at: usize, limit: usize) -> Range<usize> {
        let end = self.range.end.min(at + limit);
        let mut next = at;
        while next < end {
            let token = &self.tokens[next];
            if token.mark.is_some() {
                if token.is_mark("(") && next > at {
                    let close = (next..end).find(|&i| self.tokens[i].is_mark(")"));
                    if let Some(close) = close.filter(|c| c - next <= 6) {
                        next = close + 1;
                        continue;
                    }
                }
                if let Some(quote) = self.quote_opening(next)
                    && next > at
                    && quote.close - quote.open <= 6
                    && quote.close < end
                    && !self.language.is_verb_final
                {
                    // The name of something: صحيفة "الغد".
                    next = quote.close + 1;
                    continue;
                }
                if token.is_mark(",،")
                    && next > at
                    && let Some(close) = self.apposition(next)
                {
                    next = close;
                    continue;
                }
                if token.is_mark("·・-‑/&") && next > at {
                    next += 1;
                    continue;
                }
                break;
            }
            if next > at && self.ends_phrase(next, at) {
                break;
            }
            if next == at && self.cannot_open(next) {
                break;
            }
            next += 1;
        }
        at..self.trimmed(at, next)
    }

    /// Whether a phrase that began at `from` ends before token `at`.
    fn ends_phrase(&self, at: usize, from: usize) -> bool {
        let token = &self.tokens[at];
        if self.date_at(at).is_some() || self.hit_at(at).is_some() {
            return true;
        }
        if token.is(Class::Addressed) {
            return true;
        }
        if token.is(Class::Genitive) {
            return false;
        }
        if token.is(Class::Coordinator) || token.is_joined {
            // "A and B": what follows has to look like a name again.
            let next = if token.is_joined { at } else { at + 1 };
            let Some(next) = self.tokens.get(next).filter(|_| next < self.range.end) else {
                return true;
            };
            let is_noun = if self.language.has_capitals {
                next.is_capital || next.is(Class::Determiner)
            } else {
                next.word.is_none()
            };
            return !is_noun || next.mark.is_some();
        }
        if self.language.has_capital_nouns
            && !token.is_capital
            && self.tokens[at - 1].is_capital
            && !token.is_number
            && !token.is(Class::Determiner)
        {
            return true;
        }
        let before = &self.tokens[at - 1];
        if self.language.has_capitals
            && token.classes.meets(OPENS_ANOTHER)
            && !(before.is(Class::Genitive)
                || before.is(Class::Preposition)
                || before.is(Class::Coordinator)
                || before.is(Class::Determiner)
                || before.mark.is_some())
        {
            return true;
        }
        if token.classes.meets(ENDS) {
            return true;
        }
        token.is(Class::Relative)
            && !(token.is(Class::Determiner) && at > from && !self.tokens[at - 1].is_mark(",،"))
    }

    fn cannot_open(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.date_at(at).is_some() || self.hit_at(at).is_some() {
            return true;
        }
        !token.is(Class::Determiner) && token.classes.meets(CANNOT_OPEN)
    }

    /// The comma that closes what is set beside a noun behind the comma at `at`: "Aoun, the spokesman, said".
    fn apposition(&self, at: usize) -> Option<usize> {
        let end = self.range.end.min(at + 12);
        for next in at + 1..end {
            let token = &self.tokens[next];
            if token.is_mark(",،") {
                return (next > at + 1).then_some(next);
            }
            let is_open_end = token.is_mark(".:؛;") || next + 1 == self.range.end;
            if is_open_end {
                return Some(next).filter(|_| next > at + 1 && self.language.order != Order::After);
            }
            if token.mark.is_some() && !token.is_mark("-‑·") {
                return None;
            }
            if self.hit_at(next).is_some()
                || (token.is(Class::Complementizer) && !token.is(Class::Relative))
                || token.is(Class::Conjunction)
            {
                return None;
            }
            if next == at + 1
                && (token.is(Class::Coordinator)
                    || token.is_joined
                    || self.date_at(next).is_some()
                    || (self.cannot_open(next) && !token.is(Class::Determiner)))
            {
                return None;
            }
        }
        None
    }

    fn trimmed(&self, begin: usize, mut end: usize) -> usize {
        while end > begin {
            let token = &self.tokens[end - 1];
            let is_loose = token.is_mark(",،")
                || token.is(Class::Coordinator)
                || (token.is(Class::Genitive) && token.is(Class::Preposition))
                || (self.language.has_articles
                    && end > begin + 1
                    && (token.is(Class::Genitive) || token.is(Class::Determiner))
                    && !token.classes.meets(PRONOUNS))
                || (token.is(Class::Adverb) && !token.is_capital);
            if !is_loose {
                break;
            }
            end -= 1;
        }
        end
    }

    /// The noun phrase that ends right before `end`, no further back than `left`.
    pub fn phrase_before(&self, end: usize, left: usize) -> Range<usize> {
        let left = left.max(self.range.start).max(end.saturating_sub(40));
        let mut end = end;
        // What stands between a subject and its verb.
        while end > left {
            let token = &self.tokens[end - 1];
            let is_between = token.is(Class::Auxiliary)
                || token.is(Class::SubjectMark)
                || (token.is(Class::Adverb) && !token.is(Class::Determiner))
                || self.date_at(end - 1).is_some();
            if !is_between || token.mark.is_some() {
                break;
            }
            end -= 1;
        }
        let mut begin = end;
        if end > left && self.is_pronoun_alone(end - 1, left) {
            return end - 1..end;
        }
        if let Some(open) = self.dashed_before(begin, left) {
            // "Ada Quill — a teacher — said".
            end = open;
            begin = open;
        }
        if begin > left && self.tokens[begin - 1].is_mark(",،") {
            // "Aoun, the spokesman, said".
            match self.apposed_before(begin - 1, left) {
                Some(head) => {
                    end = begin - 1;
                    begin = head;
                }
                None => return begin..begin,
            }
        }
        while begin > left && !self.bounds_before(begin - 1, left, end) {
            begin = self.before_parenthesis(begin - 1, left);
        }
        if let Some(relative) = self.relative_before(begin, left, end) {
            // "the association that represents the agents said": the noun stands before the relative clause.
            begin = relative;
            while begin > left && !self.bounds_before(begin - 1, left, end) {
                begin = self.before_parenthesis(begin - 1, left);
            }
        }
        self.opened(begin, end)
    }

    /// Whether a pronoun before a verb is its whole subject: "the reason I", "what she".
    fn is_pronoun_alone(&self, at: usize, left: usize) -> bool {
        let token = &self.tokens[at];
        self.language.order == Order::Before
            && !self.language.drops_subjects
            && (token.classes.meets(PRONOUNS) || token.is(Class::Party))
            && !(at > left && self.tokens[at - 1].is(Class::Coordinator))
    }

    /// The relative pronoun of the clause that what begins at `begin` goes on with, rather than being a phrase of its own.
    fn relative_before(&self, begin: usize, left: usize, end: usize) -> Option<usize> {
        let opens = PRONOUNS
            .and(Classes::of(Class::Determiner))
            .and(Classes::of(Class::Title))
            .and(Classes::of(Class::Role))
            .and(Classes::of(Class::Party));
        let verb = [
            Class::Auxiliary,
            Class::Verb,
            Class::Clitic,
            Class::Negation,
        ];
        if !self.language.has_articles {
            return None;
        }
        let mut at = begin;
        while at > left && verb.iter().any(|&c| self.tokens[at - 1].is(c)) {
            at -= 1;
        }
        let has_verb = at < begin;
        let fits = at > left + 1
            && begin + 1 < end
            && self.tokens[at - 1].is(Class::Relative)
            && self.tokens[at - 2].mark.is_none()
            && !self
                .hits
                .iter()
                .any(|h| (left..begin).contains(&h.at.start))
            && (has_verb
                || !(self.tokens[begin].is_capital
                    || self.tokens[begin].is_number
                    || self.opens_aside(begin)
                    || self.tokens[begin].classes.meets(opens)));
        fits.then(|| at - 1)
    }

    /// The token at `at`, or the mark that opens the parenthesis which closes there.
    fn before_parenthesis(&self, at: usize, left: usize) -> usize {
        if !self.tokens[at].is_mark(")") {
            return at;
        }
        let open = (left.max(at.saturating_sub(8))..at)
            .rev()
            .find(|&i| self.tokens[i].is_mark("("));
        open.unwrap_or(at)
    }

    /// The comma before what is set beside a noun and ends at the comma `close`.
    fn apposed_before(&self, close: usize, left: usize) -> Option<usize> {
        let from = left.max(close.saturating_sub(16));
        if self.language.has_plain_order() && close > left && self.tokens[close - 1].is_mark(")") {
            // "Senator Ada Quill (D-Oreg.), said".
            return Some(close);
        }
        for at in (from..close).rev() {
            let token = &self.tokens[at];
            if token.is_mark(",،") {
                return (at > left && at + 1 < close).then_some(at);
            }
            let is_dot = token.is_mark(".") && self.tokens[at + 1].is_mark(",");
            if token.mark.is_some() && !token.is_mark("-‑'’()") && !is_dot {
                return None;
            }
            if self.hit_at(at).is_some() {
                return None;
            }
        }
        None
    }

    /// The dash before what is set between dashes and ends right before `close`.
    fn dashed_before(&self, close: usize, left: usize) -> Option<usize> {
        let is_dash = |at: &usize| self.tokens[*at].is_mark("–—");
        let last = close.checked_sub(1).filter(|at| *at > left && is_dash(at));
        let last = last.filter(|_| self.language.has_plain_order())?;
        (left.max(last.saturating_sub(30))..last)
            .rev()
            .find(is_dash)
            .filter(|at| *at > left)
    }

    fn bounds_before(&self, at: usize, left: usize, end: usize) -> bool {
        let token = &self.tokens[at];
        if token.mark.is_some() {
            let is_share = token.is_mark("%") && self.language.has_plain_order();
            let is_inner = token.is_mark("-‑·・/&'’") || is_share;
            return !is_inner && (at == left || self.before_parenthesis(at, left) == at);
        }
        if self.date_at(at).is_some() {
            return true;
        }
        if self.language.has_articles
            && (token.is(Class::Auxiliary) || token.is(Class::Verb) || self.is_verb_at(at))
            && !token.is(Class::Determiner)
            && !token.is(Class::Preposition)
        {
            return true;
        }
        let follows_comma = at > left && self.tokens[at - 1].is_mark(",،");
        if token.is(Class::Complementizer) || token.is(Class::Conjunction) {
            return !(token.is(Class::Determiner) || token.is(Class::Genitive))
                || follows_comma
                || at == left;
        }
        if token.is(Class::Relative)
            && !token.is(Class::Determiner)
            && !token.is(Class::Preposition)
        {
            return true;
        }
        if token.is(Class::Coordinator) {
            let joins = at > left
                && at + 1 < end
                && !follows_comma
                && (!self.language.has_capitals
                    || (self.tokens[at - 1].is_capital && self.tokens[at + 1].is_capital));
            return !joins;
        }
        false
    }

    /// The phrase without what opens a clause rather than it: particles, adverbs, "in a statement the company".
    fn opened(&self, mut begin: usize, end: usize) -> Range<usize> {
        if self.language.order == Order::After
            && self.tokens[begin..end]
                .iter()
                .any(|t| t.is(Class::Preposition))
        {
            let behind = self.behind_aside(begin, end);
            if !behind.is_empty() {
                return behind;
            }
        }
        while begin < end {
            let token = &self.tokens[begin];
            let is_loose = token.is(Class::Coordinator)
                || token.is(Class::Conjunction)
                || token.mark.is_some()
                || (token.is(Class::Adverb) && !token.is(Class::Determiner))
                || (token.is(Class::Auxiliary) && !token.is(Class::Determiner));
            if !is_loose {
                break;
            }
            begin += 1;
        }
        if begin < end && self.opens_aside(begin) {
            if self.language.order == Order::After {
                return self.behind_aside(begin, end);
            }
            let last = (begin + 1..end).rev().find(|&at| {
                let (before, token) = (&self.tokens[at - 1], &self.tokens[at]);
                let starts = token.is(Class::Determiner)
                    || token.is(Class::He)
                    || token.is(Class::She)
                    || token.is(Class::They)
                    || token.is(Class::It)
                    || (self.language.has_capitals && token.is_capital && !before.is_capital);
                starts
                    && !before.is(Class::Preposition)
                    && !before.is(Class::Genitive)
                    && !before.is(Class::Determiner)
            });
            return last.map_or(end..end, |at| at..end);
        }
        begin..end
    }

    /// The noun phrase behind a phrase of place or time, where definite nouns are told by their article: behind
    /// "في المفاوضات المتوقعة" the next noun without one opens it.
    fn behind_aside(&self, begin: usize, end: usize) -> Range<usize> {
        let mut from = end;
        let mut at = begin;
        while at < end {
            if self.opens_aside(at) && at + 1 < end && self.is_definite(at + 1) {
                at += 1;
                while at < end && self.is_definite(at) {
                    at += 1;
                }
                from = at;
            }
            at += 1;
        }
        from..end
    }

    /// The noun phrase that the sentence is about, by its beginning, where a cue at `until` leaves its subject out:
    /// "Quill pointed to ..., noting".
    pub fn first_subject(&self, until: usize) -> Option<Range<usize>> {
        if self.language.order != Order::Before
            || !self.language.has_capitals
            || self.language.drops_subjects
        {
            return None;
        }
        let mut begin = self.range.start;
        let until = until.min(begin + LONGEST);
        let is_loose = |at: usize| {
            let token = &self.tokens[at];
            token.mark.is_some()
                || token.is(Class::Coordinator)
                || token.is(Class::Adverb)
                || (token.is(Class::Conjunction)
                    && at == self.range.start
                    && token.is(Class::Coordinator))
        };
        while begin < until && is_loose(begin) {
            begin += 1;
        }
        if begin < until && (self.opens_aside(begin) || self.tokens[begin].is(Class::Conjunction)) {
            // "On Monday, the mayor ...".
            begin = 1 + (begin..until).find(|&at| self.tokens[at].is_mark(",،"))?;
        }
        let phrase = self.phrase_after(begin, until.saturating_sub(begin));
        let tokens = &self.tokens[phrase.clone()];
        if tokens.first()?.classes.meets(PRONOUNS) {
            return Some(begin..begin + 1);
        }
        if tokens[0].is(Class::Party) || tokens[0].is(Class::Nobody) || tokens[0].is(Class::It) {
            return None;
        }
        // Behind a name the verb has begun, so that the phrase ends with it or with its office.
        let run = tokens
            .iter()
            .position(|t| t.is_capital && !t.is(Class::Determiner))
            .map(|first| {
                first
                    + tokens[first..]
                        .iter()
                        .take_while(|t| {
                            t.is_capital || t.is_number || t.mark.is_some() || t.is(Class::Genitive)
                        })
                        .count()
            });
        let office = tokens
            .iter()
            .position(|t| t.is(Class::Role))
            .map(|at| at + 1);
        let end = match (run, office) {
            (Some(run), Some(office)) if office == run + 1 => office,
            (Some(run), _) => run,
            (None, Some(office)) => office,
            (None, None) => return Some(phrase),
        };
        Some(begin..self.trimmed(begin, begin + end)).filter(|p| !p.is_empty())
    }

    /// The noun that opens the sentence where much is set beside it before its verb: "Debbie Walsh, director of the
    /// center, which ..., said".
    pub fn main_subject(&self, verb: usize) -> Option<Range<usize>> {
        if self.language.order != Order::Before
            || !self.language.has_capitals
            || self.language.drops_subjects
        {
            return None;
        }
        let mut close = verb;
        while close > self.range.start
            && (self.tokens[close - 1].is(Class::Adverb)
                || self.tokens[close - 1].is(Class::Auxiliary))
        {
            close -= 1;
        }
        if close <= self.range.start + 2
            || close > self.range.start + LONGEST
            || !self.tokens[close - 1].is_mark(",")
        {
            return None;
        }
        let mut begin = self.range.start;
        while begin < close
            && (self.tokens[begin].is(Class::Coordinator)
                || self.tokens[begin].is(Class::Adverb)
                || self.tokens[begin].mark.is_some() && self.quote_opening(begin).is_none()
                || (self.tokens[begin].is(Class::Conjunction)
                    && !self.tokens[begin].is(Class::Preposition)))
        {
            begin += 1;
        }
        if begin < close && self.opens_aside(begin) {
            begin = 1 + (begin..close).find(|&at| self.tokens[at].is_mark(","))?;
        }
        let comma = (begin..close).find(|&at| self.tokens[at].is_mark(","))?;
        let tokens = &self.tokens[begin..comma];
        let is_plain = |at: usize| {
            let token = &self.tokens[at];
            self.hit_at(at).is_none()
                && !token.is(Class::Auxiliary)
                && !token.classes.meets(PRONOUNS)
                && !token.is(Class::Party)
                && !token.is(Class::Relative)
                && !token.is(Class::Nobody)
                && self.date_at(at).is_none()
                && (!token.is(Class::Conjunction) || token.is(Class::Preposition))
                && (token.mark.is_none() || token.is_mark("-‑'’().&"))
        };
        let names = tokens
            .iter()
            .any(|t| (t.is_capital && !t.is(Class::Determiner)) || t.is(Class::Role));
        let next = &self.tokens[comma + 1];
        let is_set_beside = !next.is(Class::Coordinator)
            && !next.classes.meets(PRONOUNS)
            && (!next.is(Class::Conjunction) || next.is(Class::Relative));
        (comma + 2 < close
            && (names || next.is(Class::Relative))
            && tokens.len() <= 14
            && is_set_beside
            && (begin..comma).all(is_plain)
            && !(comma..close).any(|at| self.quote_opening(at).is_some()))
        .then(|| begin..self.beside(comma, close))
    }

    /// Where the offices end that are set beside a noun behind the comma at `comma`.
    fn beside(&self, comma: usize, close: usize) -> usize {
        let next = &self.tokens[comma + 1];
        let end = (comma + 2..close)
            .take(12)
            .find(|&at| self.tokens[at].is_mark(","));
        let is_office =
            (next.is(Class::Determiner) || next.is(Class::Role)) && !next.is(Class::Relative);
        end.filter(|&end| {
            let is_verb =
                |at: usize| self.hit_at(at).is_some() || self.tokens[at].is(Class::Auxiliary);
            is_office && !(comma + 1..end).any(is_verb)
        })
        .unwrap_or(comma)
    }
}
