//! Who speaks in a clause whose verb stands last: a noun phrase at its head that no case marks as anything else.

use std::ops::Range;

use crate::language::Class;
use crate::sentence::{PRONOUNS, Sentence};

use super::{CASES, LONGEST};

impl Sentence<'_> {
    /// The first token that can open a speaker's name.
    pub(crate) fn head(&self, mut at: usize, end: usize) -> usize {
        while at < end {
            let token = &self.tokens[at];
            let is_loose = token.mark.is_some() && self.quote_opening(at).is_none()
                || token.is(Class::Conjunction)
                || token.is(Class::Coordinator)
                || (token.is(Class::Adverb) && !token.is(Class::Role))
                || self.date_at(at).is_some();
            if !is_loose {
                break;
            }
            at += 1;
        }
        at
    }

    /// Whether a word stands in another case than a subject does. A name has its case behind an apostrophe.
    fn is_in_case(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_plain_name = token.is_capital
            && token.word.is_none()
            && at > self.range.start
            && !self.body[token.begin..token.end].contains(['\'', '’']);
        token.classes.meets(CASES) && !is_plain_name || self.date_at(at).is_some()
    }

    /// The speaker at the head of `begin..end`, and the first token behind it.
    pub(crate) fn speaker_in(
        &self,
        begin: usize,
        end: usize,
        is_short: bool,
    ) -> (Range<usize>, usize) {
        if !self.language.has_capitals {
            return self.plain_speaker(begin, end);
        }
        let mut head = self.head(begin, end);
        for _ in 0..4 {
            let Some(comma) = self.comma(head, end) else {
                break;
            };
            let closes_aside = self.is_in_case(comma - 1) || self.hit_ends(comma);
            if !closes_aside && self.tokens[comma - 1].mark.is_none() {
                let name = self.without_asides(head, comma);
                if comma - name <= LONGEST {
                    return (name..comma, comma + 1);
                }
                break;
            }
            let name = self.name(head, comma);
            if !name.is_empty() {
                return (name, comma + 1);
            }
            head = self.head(comma + 1, end);
        }
        if is_short
            && head < end
            && end - head <= 8
            && !self.is_in_case(end - 1)
            && self.tokens[end - 1].mark.is_none()
        {
            let name = self.without_asides(head, end);
            return (name..end, end);
        }
        let mut name = self.name(head, end);
        if name.is_empty() {
            let occasion =
                (head..end.min(head + 10)).find(|&at| self.tokens[at].is(Class::Occasion));
            name = occasion.map_or(name, |at| self.name(at + 1, end));
        }
        let next = if name.is_empty() { begin } else { name.end };
        (name, next)
    }

    /// The speaker at the head of a clause in a script without capitals: all up to the first word of another kind.
    fn plain_speaker(&self, begin: usize, end: usize) -> (Range<usize>, usize) {
        let mut head = self.head(begin, end);
        for _ in 0..3 {
            if head >= end || !self.tokens[head].is(Class::Preposition) {
                break;
            }
            let comma = self.comma(head, end);
            let role = (head + 2..end).find(|&at| {
                let before = &self.tokens[at - 1];
                self.tokens[at].is(Class::Role) && before.word.is_none() && before.mark.is_none()
            });
            match (comma, role) {
                (Some(comma), _) => head = self.head(comma + 1, end),
                (None, Some(role)) => head = role,
                (None, None) => return (begin..begin, begin),
            }
        }
        let name = self.plain_name(head, end);
        let has_comma = self.tokens.get(name.end).is_some_and(|t| t.is_mark(",،"));
        if !has_comma || name.end >= end || name.is_empty() {
            let next = if name.is_empty() { begin } else { name.end };
            return (name, next);
        }
        let beside = self.plain_name(name.end + 1, end);
        let is_beside =
            !beside.is_empty() && (beside.end >= end || self.tokens[beside.end].is_mark(",،"));
        if is_beside
            && self.tokens[beside.clone()]
                .iter()
                .any(|t| t.is(Class::Role))
        {
            return (name.start..beside.end, beside.end);
        }
        (name.clone(), name.end + 1)
    }

    fn plain_name(&self, from: usize, end: usize) -> Range<usize> {
        let is_part = |&at: &usize| {
            let token = &self.tokens[at];
            let is_other = token.mark.is_some()
                || token.is(Class::Preposition)
                || token.is(Class::ObjectMark)
                || token.is(Class::Complementizer)
                || token.is(Class::Conjunction)
                || token.is(Class::Adverb)
                || token.is(Class::Auxiliary)
                || token.is(Class::Determiner) && at > from
                || self.date_at(at).is_some()
                || self.hit_at(at).is_some();
            !is_other || token.is(Class::Role)
        };
        let last = (from..end.min(from + LONGEST)).take_while(is_part).last();
        let mut range = from..last.map_or(from, |at| at + 1);
        while !range.is_empty() && self.tokens[range.end - 1].is(Class::Coordinator) {
            range.end -= 1;
        }
        range
    }

    /// The name that opens a clause.
    pub(crate) fn name_at_head(&self, begin: usize, end: usize) -> Range<usize> {
        let head = self.head(begin, end);
        let is_pronoun = self
            .tokens
            .get(head)
            .is_some_and(|t| t.classes.meets(PRONOUNS));
        if is_pronoun {
            head..head + 1
        } else {
            self.name(head, end)
        }
    }

    /// The first comma of a range outside quotations and brackets.
    fn comma(&self, from: usize, end: usize) -> Option<usize> {
        let mut at = from;
        while at < end {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            if self.tokens[at].is_mark(",،") {
                return (at > from).then_some(at);
            }
            at += 1;
        }
        None
    }

    /// Where a name begins that ends at `end`, behind what tells when and where.
    fn without_asides(&self, from: usize, end: usize) -> usize {
        let aside = (from..end.saturating_sub(1)).rev().find(|&at| {
            let is_aside = self.tokens[at].is(Class::Occasion)
                || self.tokens[at].is(Class::Preposition) && self.is_in_case(at)
                || self.date_at(at).is_some();
            let next = &self.tokens[at + 1];
            is_aside && (next.is_capital || next.is(Class::Role)) && self.date_at(at + 1).is_none()
        });
        aside.map_or(from, |at| at + 1)
    }

    /// The longest run of words from `from` on that looks like a speaker's name.
    fn name(&self, from: usize, end: usize) -> Range<usize> {
        let none = from..from;
        let mut good = from;
        let mut is_sure = false;
        let mut at = from;
        let last = end.min(from + LONGEST);
        while at < last {
            let token = &self.tokens[at];
            if self.date_at(at).is_some()
                || self.quote_opening(at).is_some()
                || self.hit_at(at).is_some()
            {
                break;
            }
            if token.mark.is_some() {
                let goes_on = at > from
                    && token.is_mark(".")
                    && (self.tokens[at - 1].is(Class::Title)
                        || self.tokens[at - 1].is(Class::Abbreviation));
                if let Some(close) = self.bracket(at, last).filter(|_| good == at) {
                    at = close + 1;
                    good = at;
                    continue;
                }
                if !goes_on {
                    break;
                }
                at += 1;
                continue;
            }
            if token.is(Class::Genitive) && !token.is(Class::Role) {
                if good > from && !token.is_capital {
                    break;
                }
            } else if token.is(Class::Role) {
                good = at + 1;
                is_sure = true;
            } else if token.is_capital {
                if at > self.range.start && self.is_in_case(at)
                    || token.is(Class::To)
                    || token.is(Class::Nobody)
                {
                    break;
                }
                if token.classes.meets(CASES) && token.word.is_some() {
                    break;
                }
                if !token.is(Class::Determiner) {
                    good = at + 1;
                    is_sure |= at > self.range.start;
                } else if token.classes.meets(PRONOUNS) {
                    good = at + 1;
                }
            } else if token.is(Class::Coordinator) {
                if good != at || !self.opens_name(at + 1, last) {
                    break;
                }
            } else if token.classes.meets(CASES)
                || !(self.opens_name(at + 1, last) || self.opens_name(at + 2, last))
                || good > from && token.is(Class::Determiner)
            {
                break;
            }
            at += 1;
        }
        if good == from {
            return none;
        }
        let Some(next) = self.tokens.get(good).filter(|_| good < end) else {
            return from..good;
        };
        // "Andrew Marr Show programında": the name is that of something else.
        let is_whole = !self.tokens[good - 1].is_capital;
        let is_owner = !is_whole
            && next.mark.is_none()
            && next.is(Class::Possessed)
            && !next.is(Class::Occasion)
            && !next.is_capital;
        if is_owner {
            return none;
        }
        // One word with a capital opens a sentence; it is a name where a new phrase begins behind it.
        let is_name = is_sure
            || next.mark.is_some()
            || next.word.is_some()
            || next.is_number
            || self.date_at(good).is_some();
        if is_name { from..good } else { none }
    }

    fn opens_name(&self, at: usize, end: usize) -> bool {
        at < end && {
            let token = &self.tokens[at];
            token.mark.is_none()
                && (token.is(Class::Role) || token.is_capital && !self.is_in_case(at))
                && self.date_at(at).is_none()
        }
    }

    fn bracket(&self, at: usize, end: usize) -> Option<usize> {
        if !self.tokens[at].is_mark("(") {
            return None;
        }
        (at..end.min(at + 6)).find(|&i| self.tokens[i].is_mark(")"))
    }

    /// The first token behind what says to whom, when and where, and whom it was said to.
    pub(crate) fn past_asides(
        &self,
        from: usize,
        end: usize,
        is_implied: bool,
    ) -> (usize, Option<Range<usize>>) {
        let mut at = from;
        let mut addressee = None;
        if is_implied {
            at = self.head(at, end);
        }
        while at < end && (self.tokens[at].is_mark(",،") || self.tokens[at].is(Class::Adverb)) {
            at += 1;
        }
        let is_occasion = |i: usize| self.tokens[i].is(Class::Occasion);
        let reach = (at..end.min(at + 14))
            .take_while(|&i| !self.tokens[i].is(Class::ContentEnd))
            .filter(|&i| is_occasion(i))
            .last();
        if let Some(occasion) = reach {
            addressee = (at..occasion)
                .find(|&i| self.is_addressed(i))
                .map(|i| self.addressed(at, i));
            at = occasion + 1;
        }
        loop {
            while at < end && (self.tokens[at].is_mark(",،") || self.date_at(at).is_some()) {
                at += 1;
            }
            let run = (at..end.min(at + 5))
                .take_while(|&i| {
                    self.tokens[i].mark.is_none()
                        && (self.tokens[i].is_capital || self.tokens[i].is(Class::To))
                })
                .find(|&i| self.is_addressed(i));
            if let Some(to) = run
                && addressee.is_none()
                && to + 1 < end
            {
                addressee = Some(at..to + 1);
                at = to + 1;
                continue;
            }
            let comma = self.comma(at, end.min(at + 16));
            let aside = comma.filter(|&c| {
                let last = &self.tokens[c - 1];
                last.is(Class::Preposition)
                    && !last.is_capital
                    && self.tokens[at..c].iter().all(|t| !t.is(Class::ContentEnd))
            });
            match aside {
                Some(comma) => at = comma + 1,
                None => break,
            }
        }
        if at < end {
            (at, addressee)
        } else {
            (from, addressee)
        }
    }
}
