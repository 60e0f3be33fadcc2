//! Statements of languages written without spaces whose verbs stand last and whose phrases are told by the particle
//! behind them: Japanese "首相は27日、記者団に「...」と述べた". What was said ends with a particle of its own (と, ことを)
//! right before the verb, or with a phrase or two between.

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Classes, Role, Takes};
use crate::sentence::Sentence;

/// How far before its verb what was said may end, in tokens.
const REACH: usize = 24;
/// The longest name of a speaker, in tokens.
const LONGEST: usize = 40;
/// The longest aside between the speaker and what was said, in tokens.
const LONGEST_ASIDE: usize = 24;

const LOOSE: Classes = Classes::of(Class::Adverb)
    .and(Classes::of(Class::Auxiliary))
    .and(Classes::of(Class::Coordinator))
    .and(Classes::of(Class::Conjunction));

const SPEAKERS: Classes = Classes::of(Class::Role)
    .and(Classes::of(Class::Title))
    .and(Classes::of(Class::He))
    .and(Classes::of(Class::She))
    .and(Classes::of(Class::They))
    .and(Classes::of(Class::Party));

const COMMAS: &str = "、,，";

impl Sentence<'_> {
    /// The statement that a cue reports.
    pub(crate) fn particled(&self, hit: &Hit, number: usize) -> Option<Draft> {
        match hit.frame.role {
            Role::After => {
                let left = number
                    .checked_sub(1)
                    .map_or(self.range.start, |n| self.hits[n].at.end);
                self.particled_according(hit, left)
            }
            Role::Verb | Role::Participle => self.particled_verb(hit, number),
            Role::Before | Role::Noun => None,
        }
    }

    fn particled_verb(&self, hit: &Hit, number: usize) -> Option<Draft> {
        // A saying within another one's clause does not part it.
        let left = self.hits[..number]
            .iter()
            .rev()
            .map(|h| h.at.end)
            .find(|&end| self.tokens[end].mark.is_some())
            .unwrap_or(self.range.start);
        let next = self
            .tokens
            .get(hit.at.end)
            .filter(|_| hit.at.end < self.range.end);
        if next.is_some_and(|t| {
            t.is(Class::Negation) || t.is(Class::Unreal) || t.is(Class::ContentEnd)
        }) {
            return None;
        }
        let end = self.said_until(hit, left)?;
        let quote = end
            .checked_sub(1)
            .filter(|&at| at >= left)
            .and_then(|at| self.quote_closing(at))
            .filter(|_| hit.frame.takes(Takes::Quote));
        let limit = quote.map_or(end, |q| q.open);
        let subject = self.particled_subject(limit, end, hit);
        let mut source = subject.clone().unwrap_or(hit.at.start..hit.at.start);
        if source.is_empty() {
            source = self.described(hit);
        }
        let from = subject
            .filter(|s| s.end < end)
            .map_or(left, |s| left.max(s.end + 1));
        let mut begin = self.said_from(from, limit);
        if self.tokens[end].is(Class::ObjectMark) && source.end <= end {
            // An object is the last phrase alone.
            begin = (begin..end)
                .rfind(|&at| self.tokens[at].is_mark(COMMAS))
                .map_or(begin, |at| at + 1);
        }
        let mut object_to = None;
        if self.tokens[end].is(Class::ObjectMark)
            && let Some(to) = (begin..end.min(begin + 8)).find(|&at| self.tokens[at].is(Class::To))
            && to + 1 < end
        {
            // 双方に停戦を呼びかけた.
            object_to = (to > begin).then_some(begin..to);
            begin = to + 1;
        }
        let content = match quote {
            Some(quote) => {
                let mut parts = vec![quote.inside()];
                // 「...」「...」と述べた.
                let mut open = quote.open;
                while let Some(before) = open.checked_sub(1).and_then(|at| self.quote_closing(at)) {
                    if before.open < left {
                        break;
                    }
                    parts.insert(0, before.inside());
                    open = before.open;
                }
                parts
            }
            None => vec![begin..end],
        };
        let addressee = object_to
            .or_else(|| self.particled_addressee(from..limit.min(begin)))
            .or_else(|| self.particled_addressee(end + 1..hit.at.start));
        self.particled_draft(hit, source, content, addressee)
    }

    fn particled_draft(
        &self,
        hit: &Hit,
        source: Range<usize>,
        content: Vec<Range<usize>>,
        addressee: Option<Range<usize>>,
    ) -> Option<Draft> {
        let content: Vec<_> = content
            .into_iter()
            .filter(|c| !c.is_empty())
            .map(|c| self.bared(c))
            .filter(|c| c.len() > 1)
            .collect();
        let overlaps = |c: &Range<usize>| c.start < source.end && source.start < c.end;
        if content.is_empty() || content.iter().any(overlaps) {
            return None;
        }
        Some(Draft {
            date: self.dated(hit, &source, &content),
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            addressee,
            ..Draft::of(self.kind(&content), content)
        })
    }

    /// Whether a token belongs to a date, a bare day of the month among them: "27日".
    fn is_in_date(&self, at: usize) -> bool {
        let unit = if self.tokens[at].is_number {
            at + 1
        } else {
            at
        };
        self.date_at(at).is_some()
            || unit > self.range.start
                && unit < self.range.end
                && self.tokens[unit - 1].is_number
                && matches!(
                    &self.body[self.tokens[unit].begin..self.tokens[unit].end],
                    "日" | "月" | "年" | "時"
                )
    }

    /// Where what was said ends: at the particle behind it.
    fn said_until(&self, hit: &Hit, left: usize) -> Option<usize> {
        let begin = hit.at.start;
        let floor = left.max(begin.saturating_sub(REACH));
        let mut at = begin;
        while at > floor {
            at -= 1;
            if let Some(quote) = self.quote_closing(at) {
                // The cue may hold the particle: 「...」としている.
                if at + 1 == begin && hit.frame.takes(Takes::Trailing) {
                    return Some(begin);
                }
                at = quote.open;
                continue;
            }
            let token = &self.tokens[at];
            if token.is(Class::ContentEnd) && at > left && hit.frame.takes(Takes::That) {
                let before = &self.tokens[at - 1];
                let is_quoted = self.quote_closing(at - 1).is_some();
                let is_next = at + 1 == begin || self.tokens[at + 1].is_mark(COMMAS);
                if is_quoted || is_next || before.is(Class::Predicate) {
                    return Some(at);
                }
            }
            if token.is_mark("。！？") {
                break;
            }
        }
        if hit.frame.takes(Takes::Trailing)
            && begin > left
            && self.tokens[begin - 1].is(Class::Predicate)
        {
            return Some(begin);
        }
        if !hit.frame.takes(Takes::Object) {
            return None;
        }
        let mark = (floor.max(left + 1)..begin)
            .rev()
            .take_while(|&at| {
                self.quote_closing(at).is_none() && !self.tokens[at].is(Class::ContentEnd)
            })
            .find(|&at| self.tokens[at].is(Class::ObjectMark))?;
        let is_next = self.tokens[mark + 1..begin]
            .iter()
            .all(|t| t.is(Class::Adverb));
        (is_next || self.tokens[mark + 1].is_mark(COMMAS)).then_some(mark)
    }

    /// The one who speaks: before what was said, or between it and the verb.
    fn particled_subject(&self, limit: usize, end: usize, hit: &Hit) -> Option<Range<usize>> {
        let between = self.subjects(end..hit.at.start);
        if let Some(first) = between.into_iter().next() {
            return Some(first);
        }
        let candidates = self.subjects(self.range.start..limit);
        let is_speaker = |s: &&Range<usize>| {
            self.tokens[(*s).clone()]
                .iter()
                .any(|t| t.classes.meets(SPEAKERS))
        };
        let is_set_off = |s: &&Range<usize>| {
            self.tokens[s.end + 1].is_mark(COMMAS) || self.is_in_date(s.end + 1)
        };
        let found = candidates
            .iter()
            .find(is_speaker)
            .or_else(|| candidates.iter().find(is_set_off))
            .or_else(|| {
                candidates
                    .first()
                    .filter(|_| candidates.len() > 1 || limit < end)
            })
            .or_else(|| {
                candidates
                    .first()
                    .filter(|_| hit.frame.takes(Takes::Object))
            });
        found.cloned()
    }

    /// The phrases of a stretch that a subject's particle closes.
    fn subjects(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut at = range.start;
        while at < range.end {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            if self.tokens[at].is(Class::SubjectMark) && at + 1 < self.range.end {
                let floor = range.start.max(at.saturating_sub(LONGEST));
                let source = self.particled_phrase(floor, at);
                if !source.is_empty()
                    && !self.tokens[source.clone()]
                        .iter()
                        .all(|t| t.is(Class::Nobody))
                {
                    out.push(source);
                }
            }
            at += 1;
        }
        out
    }

    /// The noun phrase that ends before `end`.
    fn particled_phrase(&self, floor: usize, end: usize) -> Range<usize> {
        let mut begin = end;
        while begin > floor {
            let at = begin - 1;
            let token = &self.tokens[at];
            if token.is_mark("）)")
                && let Some(open) = (floor..at).rev().find(|&i| self.tokens[i].is_mark("（("))
            {
                begin = open;
                continue;
            }
            if let Some(quote) = self
                .quote_closing(at)
                .filter(|q| q.open >= floor && q.close - q.open < 12)
            {
                begin = quote.open;
                continue;
            }
            let is_part = token.mark.is_none() || token.is_mark("・·＝=-&/.");
            if !is_part
                || token.is(Class::SubjectMark)
                || token.is(Class::ContentEnd) && self.hit_at(at).is_none()
            {
                break;
            }
            if self.hits.iter().any(|h| h.at.contains(&at)) {
                break;
            }
            begin = at;
        }
        let mut phrase = begin..end;
        loop {
            let dated = phrase.clone().take_while(|&at| self.is_in_date(at)).count();
            let after = phrase.start + dated;
            if dated > 0 && after < phrase.end {
                let is_particle =
                    self.tokens[after].is(Class::Preposition) || self.tokens[after].is(Class::To);
                if self.tokens[after].is(Class::Genitive) {
                    break;
                }
                phrase.start = after + usize::from(is_particle);
            } else if phrase.start < phrase.end
                && (self.tokens[phrase.start].classes.meets(LOOSE)
                    || self.tokens[phrase.start].is(Class::To)
                    || self.tokens[phrase.start].is(Class::Preposition))
            {
                phrase.start += 1;
            } else {
                break;
            }
        }
        while phrase.start < phrase.end && self.tokens[phrase.end - 1].classes.meets(LOOSE) {
            phrase.end -= 1;
        }
        phrase
    }

    /// 「...」と話す山田さん: the noun that the clause describes.
    fn described(&self, hit: &Hit) -> Range<usize> {
        let from = hit.at.end;
        let end = (from..self.range.end.min(from + LONGEST))
            .find(|&at| {
                let token = &self.tokens[at];
                token.mark.is_some() && !token.is_mark("・＝")
                    || token.is(Class::SubjectMark)
                    || token.is(Class::To)
                    || token.is(Class::ObjectMark)
            })
            .unwrap_or(from);
        let is_speaker = self.tokens[from..end]
            .iter()
            .any(|t| t.classes.meets(SPEAKERS));
        let opens = from < end
            && !self.tokens[from].classes.meets(LOOSE)
            && !self.tokens[from].is(Class::Preposition);
        if opens && is_speaker {
            from..end
        } else {
            from..from
        }
    }

    /// Where what was said begins: behind the asides that follow the speaker ("27日、国会で、").
    fn said_from(&self, from: usize, limit: usize) -> usize {
        let mut begin = from;
        loop {
            while begin < limit
                && (self.tokens[begin].is_mark(COMMAS) || self.tokens[begin].is(Class::Conjunction))
            {
                begin += 1;
            }
            let close = (begin..limit.min(begin + LONGEST_ASIDE))
                .find(|&at| self.tokens[at].is_mark(COMMAS));
            let Some(close) = close.filter(|&at| at > begin) else {
                return begin;
            };
            let last = close - 1;
            let is_aside = self.is_in_date(last)
                || self.tokens[last].is(Class::Preposition)
                || self.tokens[last].is(Class::To);
            let has_subject = (begin..close).any(|at| self.tokens[at].is(Class::SubjectMark));
            if !is_aside || has_subject {
                return begin;
            }
            begin = close + 1;
        }
    }

    fn particled_addressee(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut range = range;
        let mark = range.find(|&at| {
            !self.is_quoted(at)
                && self.tokens[at].is(Class::To)
                && at > 0
                && self.tokens[at - 1].classes.meets(SPEAKERS)
        })?;
        let mut begin = mark;
        while begin > self.range.start {
            let token = &self.tokens[begin - 1];
            let ends = token.mark.is_some() && !token.is_mark("・＝")
                || token.is(Class::SubjectMark)
                || token.is(Class::To)
                || token.is(Class::Preposition)
                || token.is(Class::ContentEnd)
                || self.is_in_date(begin - 1);
            if ends {
                break;
            }
            begin -= 1;
        }
        (begin < mark).then_some(begin..mark)
    }

    /// "警察によると、...という".
    fn particled_according(&self, hit: &Hit, left: usize) -> Option<Draft> {
        let source = self.particled_phrase(left.max(self.range.start), hit.at.start);
        if source.is_empty() {
            return None;
        }
        let mut from = hit.at.end;
        while from < self.range.end && self.tokens[from].is_mark(COMMAS) {
            from += 1;
        }
        let mut end = self.range.end;
        // Another saying follows, or the hearsay is marked at the end.
        let bare = |end: usize| (from..end).rev().find(|&at| self.tokens[at].mark.is_none());
        if let Some(last) = bare(end)
            && self.tokens[last].is(Class::Hearsay)
        {
            end = last;
        }
        if let Some(next) = self.hits.iter().find(|h| {
            h.at.start > from && self.tokens.get(h.at.end).is_none_or(|t| t.is_mark("。"))
        }) && let Some(until) = self.said_until(next, from)
            && !next.frame.takes(Takes::Object)
            && self.particled_subject(until, until, next).is_none()
        {
            end = until;
        }
        // What stands between the subject and the source is part of it too: 男は、警察によると、...
        let mut content = vec![from..end];
        if source.start > left + 1 {
            let begin = self.said_from(left, source.start);
            if source.start > begin + 2
                && !self.tokens[begin..source.start]
                    .iter()
                    .all(|t| t.classes.meets(LOOSE) || t.mark.is_some())
                && (begin..source.start).any(|at| self.tokens[at].is(Class::SubjectMark))
            {
                content.insert(0, begin..source.start);
            }
        }
        self.particled_draft(hit, source, content, None)
    }
}
