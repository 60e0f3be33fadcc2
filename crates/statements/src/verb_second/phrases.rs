//! Noun phrases, told by the capitals of nouns.

use std::ops::Range;

use crate::language::{Class, Role};
use crate::sentence::{PRONOUNS, Sentence};

impl Sentence<'_> {
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
                    let close = (next..limit)
                        .take(10)
                        .find(|&i| self.tokens[i].is_mark(")"));
                    if let Some(close) = close {
                        next = close + 1;
                        end = Some(next);
                        continue;
                    }
                }
                if next > at && self.joins_noun(next) {
                    next += 1;
                    continue;
                }
                break;
            }
            if self.date_at(next).is_some() && !token.is(Class::Determiner) {
                break;
            }
            let is_pronoun = token.classes.meets(PRONOUNS) && !token.is(Class::Determiner);
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
                next = self.name_end(next, limit);
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
                if self.closes_phrase(next, at, limit) {
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
                if !follows.is_some_and(|t| {
                    (t.is_capital || t.is(Class::Determiner)) && !t.is(Class::Dative)
                }) {
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

    /// Whether a mark within a noun phrase holds it together: "Bundes-Verband", "Dr. Wolf".
    fn joins_noun(&self, at: usize) -> bool {
        let (token, before) = (&self.tokens[at], &self.tokens[at - 1]);
        let is_short = before.end - before.begin <= 2;
        token.is_mark("-‑/&'’·") && !token.is_spaced
            || token.is_mark("&")
            || token.is_mark(".")
                && !self.parts(at)
                && (before.is(Class::Abbreviation) || before.is_number || is_short)
    }

    /// Whether a small word ends, before its noun, the phrase that began at `from`.
    fn closes_phrase(&self, at: usize, from: usize, limit: usize) -> bool {
        let closed = [
            Class::Complementizer,
            Class::Conjunction,
            Class::Auxiliary,
            Class::Passive,
            Class::Negation,
            Class::To,
            Class::Infinitive,
            Class::Coordinator,
            Class::Relative,
            Class::As,
            Class::Reported,
        ];
        let token = &self.tokens[at];
        let is_inner = at > from
            && self.tokens[at - 1].is(Class::Determiner)
            && self.opens_attribute(at, limit);
        let is_verb = self
            .hit_at(at)
            .is_some_and(|hit| hit.frame.role == Role::Verb);
        closed.iter().any(|&c| token.is(c))
            || (token.is(Class::Preposition) || token.is(Class::Adverb)) && !is_inner
            || is_verb && !self.inside(at + 1).is_some_and(|t| t.is_capital)
    }

    /// The end of a name that starts small: "faz.net".
    fn name_end(&self, at: usize, limit: usize) -> usize {
        let mut end = at + 1;
        while end + 1 < limit
            && self.tokens[end].is_mark(".")
            && !self.tokens[end].is_spaced
            && !self.tokens[end + 1].is_spaced
            && self.tokens[end + 1].mark.is_none()
        {
            end += 2;
        }
        end
    }

    /// Whether what stands behind an article describes its noun: "der [gestern vorgestellten] Studie".
    pub(crate) fn opens_attribute(&self, at: usize, limit: usize) -> bool {
        let mut end = at + 1;
        if self.tokens[at].is(Class::Preposition) {
            let Some(noun) = self.nominal(at + 1, limit.min(at + 8)) else {
                return false;
            };
            end = noun;
        }
        (end..limit.min(end + 3)).any(|i| {
            self.tokens[i].is_capital
                && i > end - 1
                && self.tokens[end..=i].iter().all(|t| t.mark.is_none())
        })
    }

    /// Whether a word that starts small is a noun all the same: "ai-Bericht", "faz.net", "der 81-jährige".
    pub(crate) fn is_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if token.is_capital || token.mark.is_some() || !token.is_number && token.word.is_some() {
            return false;
        }
        let text = &self.body[token.begin..token.end];
        if text.chars().any(char::is_uppercase) {
            return true;
        }
        if token.is_number {
            let follows = self
                .inside(at + 1)
                .is_some_and(|t| t.is_capital || t.mark.is_none() && t.word.is_none());
            return text.chars().any(char::is_alphabetic) && !follows;
        }
        self.inside(at + 1)
            .is_some_and(|t| t.is_mark(".") && !t.is_spaced)
            && self
                .inside(at + 2)
                .is_some_and(|t| !t.is_spaced && t.mark.is_none())
    }

    /// Whether the first word of a sentence can be a noun, which its capital does not tell.
    pub(crate) fn is_front_noun(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let open = [
            Class::Determiner,
            Class::Preposition,
            Class::Adverb,
            Class::Conjunction,
            Class::Coordinator,
            Class::Complementizer,
            Class::Auxiliary,
            Class::Passive,
            Class::Negation,
            Class::As,
            Class::Question,
            Class::Infinitive,
            Class::Nobody,
            Class::Dative,
            Class::Accusative,
            Class::It,
            Class::To,
        ];
        // "Weitere Angaben": an adjective, where a noun follows right behind it that no name goes with.
        token.is_capital && (!open.iter().any(|&c| token.is(c)) || token.is(Class::Role))
    }

    /// Whether the article at `at` opens a phrase of its own, in the dative, behind the name that starts at `from`:
    /// "sagte Müller der Zeitung", against "der Sprecher der Polizei".
    pub(crate) fn is_dative_noun(&self, from: usize, at: usize) -> bool {
        let opener = &self.tokens[from];
        let is_name = self.tokens[from..at]
            .iter()
            .all(|t| !t.is(Class::Determiner));
        is_name
            && !opener.is(Class::Role)
            && !self.tokens[at - 1].is(Class::Role)
            && self.tokens[at].is(Class::Dative)
            && at > from
            || opener.classes.meets(PRONOUNS) && !opener.is(Class::Determiner)
    }

    /// A noun phrase and what is set beside it: "der Sprecher der Partei, Jens Wolf".
    pub(crate) fn nominal_whole(&self, at: usize, limit: usize) -> Option<Range<usize>> {
        let mut end = self.nominal(at, limit)?;
        while end < limit && self.tokens[end].is_mark(",") {
            // "..., erklärte sie, „...“": a quotation is no name of hers.
            if self.quote_opening(end + 1).is_some() {
                break;
            }
            let Some(beside) = self.nominal(end + 1, limit) else {
                break;
            };
            let first = &self.tokens[end + 1];
            if first.is(Class::Nobody)
                || first.classes.meets(PRONOUNS) && !first.is(Class::Determiner)
            {
                break;
            }
            let is_closed = beside >= self.range.end || {
                let behind = &self.tokens[beside];
                behind.mark.is_some() && self.quote_opening(beside).is_none()
                    || !first.is(Class::Determiner)
                        && (behind.is(Class::Preposition)
                            || behind.is(Class::To)
                            || self.date_at(beside).is_some())
            };
            if !is_closed {
                break;
            }
            end = beside;
        }
        Some(at..end)
    }

    /// The first noun phrase in `range` that can be a subject, past adverbs and phrases of place and time.
    pub(crate) fn subject_in(&self, range: Range<usize>) -> Option<Range<usize>> {
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
            let is_oblique = (token.is(Class::Dative) || token.is(Class::Accusative))
                && !self.may_be_subject(at);
            let is_between = token.is(Class::Adverb)
                || token.is(Class::Nobody)
                || token.is(Class::It)
                || token.is(Class::Auxiliary)
                || token.is(Class::Negation);
            if let Some(end) = self.nominal(at, range.end)
                && (!is_between || token.is(Class::Determiner))
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
    pub(crate) fn may_be_subject(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is(Class::Determiner) && token.is(Class::Genitive) && !token.is(Class::Accusative)
    }

    /// The noun phrase that ends before the comma at `comma`.
    pub(crate) fn noun_before(&self, comma: usize) -> Option<Range<usize>> {
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
                || token.word.is_none()
                    && begin < comma
                    && (self.tokens[begin].is_capital || self.tokens[begin].word.is_none());
            if !is_part || self.hit_at(begin - 1).is_some() && !token.is_capital {
                break;
            }
            begin -= 1;
            if token.is(Class::Determiner)
                && !self
                    .token_before(begin)
                    .is_some_and(|t| t.is_capital || t.is(Class::Genitive))
            {
                break;
            }
        }
        while begin < comma
            && (self.tokens[begin].mark.is_some()
                || self.tokens[begin].is(Class::Genitive)
                    && !self.tokens[begin].is(Class::Determiner))
            && self.quote_opening(begin).is_none()
        {
            begin += 1;
        }
        (begin < comma).then_some(begin..comma)
    }

    /// A subject with the noun that it is set beside: "der Sprecher der Polizei, Jens Wolf sagte".
    pub(crate) fn headed(&self, begin: usize, subject: Range<usize>) -> Range<usize> {
        if begin < self.range.start + 2
            || subject.start != begin
            || !self.tokens[begin - 1].is_mark(",")
        {
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

    /// The subject of the verb before which nothing stands but a comma: "X, der Sprecher, sagte".
    pub(crate) fn apposed(&self, begin: usize) -> Option<Range<usize>> {
        if begin < self.range.start + 2 || !self.tokens[begin - 1].is_mark(",") {
            return None;
        }
        let mut left = self.left_bound(begin - 1);
        for _ in 0..5 {
            let mut at = left;
            while at < begin
                && (self.tokens[at].is(Class::Coordinator)
                    || self.tokens[at].is(Class::Adverb) && !self.tokens[at].is(Class::Determiner))
            {
                at += 1;
            }
            let opens = left <= self.range.start + 1 || !self.tokens[left - 1].is_mark(",");
            if opens
                && let Some(end) = self.nominal_with_asides(at, begin)
                && end < begin - 1
                && self.tokens[end].is_mark(",")
                && !self.opens_relative(at)
                && (!self.tokens[at].is(Class::Dative) || self.may_be_subject(at))
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

    /// The end of a noun phrase with phrases of place behind it: "der Fraktionschef im Landtag".
    fn nominal_with_asides(&self, at: usize, limit: usize) -> Option<usize> {
        let mut end = self.nominal(at, limit)?;
        while end < limit && self.tokens[end].is(Class::Preposition) {
            let Some(next) = self.nominal(end + 1, limit) else {
                break;
            };
            end = next;
        }
        Some(end)
    }

    /// The office or the body that the sentence is about: the noun phrase it opens with, or that stands behind its verb.
    pub(crate) fn sentence_topic(&self) -> Option<Range<usize>> {
        let is_speaker =
            |p: &Range<usize>| self.tokens[p.clone()].iter().any(|t| t.is(Class::Role));
        let mut at = self.range.start;
        while self
            .inside(at)
            .is_some_and(|t| t.is(Class::Adverb) && !t.is(Class::Determiner))
        {
            at += 1;
        }
        let opener = self.inside(at)?;
        if opener.is(Class::Preposition)
            || (opener.is(Class::Dative) || opener.is(Class::Accusative))
                && !self.may_be_subject(at)
        {
            return None;
        }
        self.nominal_whole(at, self.range.end).filter(is_speaker)
    }
}
