//! Which words were said, in clauses with the verb second or last.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Role, Takes};
use crate::sentence::Sentence;

/// How far from its cue the bounds of a clause are looked for, in tokens.
const REACH: usize = 60;

/// What a clause turns out to be.
enum Step {
    Said(Range<usize>),
    /// No part of it; what was said may stand behind this token.
    Skip(usize),
}

impl Sentence<'_> {
    /// The clause a parenthesis of cue and speaker is set into or stands behind.
    pub(crate) fn set_into(&self, hit: &Hit, verb: usize, from: usize) -> Vec<Range<usize>> {
        let first = verb;
        if first < self.range.start + 3 || !self.tokens[first - 1].is_mark(",–—-") {
            return Vec::new();
        }
        let begin = self.content_begin(first - 1);
        // "Als er ankam, sagte er, dass": the clause before is no content.
        if self.opens_subordinate(begin) && self.left_bound(first - 1) == begin {
            return Vec::new();
        }
        let left = begin..first - 1;
        let mut content = vec![left];
        let end = self.right_bound(from.max(hit.particle.map_or(0, |p| p + 1)));
        if end + 3 < self.range.end && self.tokens[end].is_mark(",–—") {
            content.push(end + 1..self.said_end(end + 1, hit));
        }
        content
    }

    /// What was said, where a clause or a quotation behind the cue holds it.
    pub(crate) fn said_right(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
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
                if is_first
                    && frame.takes(Takes::That)
                    && token.is(Class::Complementizer)
                    && !token.is(Class::Determiner)
                {
                    return Some(at + 1..self.said_end(at + 1, hit));
                }
                if is_first && token.word.is_some_and(|w| frame.introducers.contains(&w)) {
                    let until = self.second_object_end(hit, at + 1);
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
                if !frame.takes(Takes::Quote) && !frame.takes(Takes::That)
                    || at + 2 >= self.range.end
                {
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
            match self.behind_comma(hit, next)? {
                Step::Said(content) => return Some(content),
                Step::Skip(end) => at = end,
            }
        }
        None
    }

    /// What a clause behind a comma is to a cue.
    fn behind_comma(&self, hit: &Hit, next: usize) -> Option<Step> {
        let frame = hit.frame;
        let opener = self.inside(next)?;
        if self.quote_opening(next).is_some() {
            return Some(Step::Skip(next));
        }
        let said = |begin: usize| Some(Step::Said(begin..self.said_end(begin, hit)));
        if opener.is(Class::Complementizer) && !opener.is(Class::Determiner) {
            return if frame.takes(Takes::That) {
                said(next + 1)
            } else {
                None
            };
        }
        let bound = self.right_bound(next);
        if frame.takes(Takes::Infinitive)
            && self.ends_with_infinitive(next..bound)
            && !self.opens_subordinate(next)
        {
            return said(next);
        }
        if self.opens_relative(next) {
            return Some(Step::Skip(bound));
        }
        let takes_infinitive = frame.takes(Takes::Infinitive) || frame.takes(Takes::Bare);
        if takes_infinitive && self.is_infinitive_clause(next..bound) {
            return said(next);
        }
        // "sagte, wie viele andere, dass": a comparison.
        let follows = self.inside(bound + 1);
        if opener.is(Class::As)
            && follows.is_some_and(|t| t.is(Class::Complementizer) && !t.is(Class::Determiner))
        {
            return Some(Step::Skip(bound));
        }
        if frame.takes(Takes::Question) && opener.is(Class::Question) {
            return said(next);
        }
        if opener.is(Class::Coordinator) || opener.is(Class::As) {
            return None;
        }
        if self.opens_subordinate(next) {
            // "sagte, wenn das stimme, werde er": the clause opens what was said.
            let opens = frame.takes(Takes::Bare)
                && !opener.is(Class::Question)
                && self.holds_reported(next..self.range.end)
                && self.holds_reported(bound..self.range.end);
            return if opens {
                said(next)
            } else {
                Some(Step::Skip(bound.max(next)))
            };
        }
        let content = next..self.said_end(next, hit);
        (frame.takes(Takes::Bare) && content.len() > 2).then_some(Step::Said(content))
    }

    /// Where what was said ends that begins at `from`: with the sentence, or where the speaker's next act begins.
    pub(crate) fn said_end(&self, from: usize, hit: &Hit) -> usize {
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
                    next.frame.role == Role::Verb
                        && next.at.start != hit.at.start
                        && !token.is_capital
                        && !self.is_second_last(next)
                });
            if goes_on {
                return at;
            }
            // "Er glaubt, dass ...: „...“": the quotation is said apart.
            if token.is_mark(":") && self.quote_opening(at + 1).is_some() && at > from + 2 {
                return at;
            }
            let closes =
                token.is_mark(")") || (token.is_mark("–—") && token.is_spaced && at > from + 2);
            if closes && self.has_no_opening(from, at) {
                return at;
            }
            at += 1;
        }
        self.range.end
    }

    /// Where an object of a cue ends that begins at `from`.
    pub(crate) fn second_object_end(&self, hit: &Hit, from: usize) -> usize {
        if let Some(particle) = hit.particle.filter(|&p| p >= from) {
            return particle;
        }
        let mut end = self.right_bound(from);
        // What goes on about the object belongs to it.
        while end + 1 < self.range.end
            && self.tokens[end].is_mark(",")
            && (self.opens_relative(end + 1)
                || self.opens_subordinate(end + 1)
                    && self.is_infinitive_clause(end + 1..self.right_bound(end + 1)))
        {
            end = self.right_bound(end + 1);
        }
        let joint = (from + 1..end).find(|&at| {
            self.tokens[at].is(Class::Coordinator)
                && self.inside(at + 1).is_some_and(|t| {
                    !t.is_capital
                        && (t.is(Class::Auxiliary)
                            || self
                                .hit_at(at + 1)
                                .is_some_and(|h| h.frame.role == Role::Verb))
                })
        });
        joint.unwrap_or(end)
    }

    /// An object in the middle of the clause.
    pub(crate) fn object(&self, hit: &Hit, middle: Range<usize>) -> Option<Range<usize>> {
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
        let introduced = (at..middle.end).find(|&i| {
            self.tokens[i]
                .word
                .is_some_and(|w| hit.frame.introducers.contains(&w))
        });
        if let Some(introduced) = introduced {
            let begin = if introduced == hit.at.end || hit.frame.addresses_object {
                introduced + 1
            } else {
                introduced
            };
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
        if !needed.is_empty()
            && !(at..middle.end).any(|i| self.tokens[i].word.is_some_and(|w| needed.contains(&w)))
        {
            return None;
        }
        let holds_noun = (at..middle.end).any(|i| {
            self.quote_opening(i).is_some()
                || self.nominal(i, middle.end).is_some_and(|end| end > i)
        });
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

    /// What was said by the words of a clause with "wie": the clause around it.
    pub(crate) fn told_as(&self, hit: &Hit, begin: usize, after: usize) -> Vec<Range<usize>> {
        let mut content = Vec::new();
        let end = self.right_bound(after);
        let rest = || end + 1..self.said_end(end + 1, hit);
        let is_behind = begin > self.range.start + 2
            && self.token_before(begin).is_some_and(|t| t.is_mark(",–—("));
        if self.inside(end).is_some_and(|t| t.is_mark(":")) || self.quote_opening(end + 1).is_some()
        {
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
}
