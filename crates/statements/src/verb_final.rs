//! Languages whose verbs stand last and whose subjects no word marks: Turkish, Persian.
//!
//! There what was said stands between the one who speaks and the cue, and ends in a form of its own: "Bakan, yasanın
//! değişeceğini söyledi". So the end of it is looked for before the cue, the speaker at the head of the clause, and what
//! was said begins where the speaker, the occasion and the addressee are over.

mod speaker;

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Classes, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::Sentence;
use crate::statement::Kind;

/// How far before its cue what was said may end, in tokens.
const GAP: usize = 8;

/// How long the name of a speaker may be, in tokens.
const LONGEST: usize = 16;

/// Forms that are no subject.
const CASES: Classes = Classes::of(Class::Genitive)
    .and(Classes::of(Class::Preposition))
    .and(Classes::of(Class::To))
    .and(Classes::of(Class::Occasion))
    .and(Classes::of(Class::ContentEnd))
    .and(Classes::of(Class::StatedEnd))
    .and(Classes::of(Class::Finite))
    .and(Classes::of(Class::Nobody))
    .and(Classes::of(Class::Conjunction))
    .and(Classes::of(Class::Coordinator))
    .and(Classes::of(Class::Negation))
    .and(Classes::of(Class::Adverb));

/// What was said, as found before or behind a cue.
enum Spoken {
    /// In quotation marks.
    Quoted(Quote),
    /// Word for word, but without them.
    Unmarked(Range<usize>),
    /// A clause or a noun that ends here; where it begins, its speaker tells.
    UpTo(usize),
    /// Behind the cue and a colon.
    Behind(Range<usize>),
}

/// A clause as far as the content: where it begins, and where what was said can begin at the earliest.
struct Clause {
    begin: usize,
    floor: usize,
}

impl Sentence<'_> {
    /// The statement that hit number `number` reports, in such a language.
    pub(crate) fn attribute_final(&self, number: usize) -> Option<Draft> {
        let hit = &self.hits[number];
        let mut found: Option<Draft> = None;
        for hit in std::iter::once(hit).chain(&hit.others) {
            let draft = match hit.frame.role {
                Role::Before if !hit.frame.takes(Takes::That) => self.according(hit),
                Role::Verb | Role::Participle | Role::Before => self.said(hit),
                Role::After => self.in_the_view_of(hit),
                Role::Noun => None,
            };
            // A way of working that knows who speaks is the surer one.
            if draft.as_ref().is_some_and(|d| d.source.is_some()) {
                return draft;
            }
            found = found.or(draft);
        }
        found
    }

    /// Who a verb at the end of a sentence belongs to.
    pub(crate) fn speaker_before(&self, hit: &Hit) -> Range<usize> {
        if self.language.marks_subjects {
            return hit.at.start..hit.at.start;
        }
        let clause = self.clause(hit, hit.at.start);
        self.speaker_in(clause.begin, hit.at.start, true).0
    }

    fn said(&self, hit: &Hit) -> Option<Draft> {
        if self
            .tokens
            .get(hit.at.end)
            .is_some_and(|t| t.is(Class::Negation))
        {
            return None;
        }
        let spoken = self.spoken(hit)?;
        let limit = match &spoken {
            Spoken::Quoted(quote) => quote.open,
            Spoken::Unmarked(range) => range.start,
            Spoken::UpTo(end) => *end,
            Spoken::Behind(_) => hit.at.start,
        };
        let clause = self.clause(hit, limit);
        let mut topic = None;
        let (mut source, behind_source) = if hit.frame.said_in {
            self.said_where(hit, &clause, limit)?
        } else if hit.frame.role == Role::Before {
            let behind = self.speaker_in(hit.at.end, self.range.end, true);
            (behind.0, clause.begin)
        } else {
            let is_short = !matches!(spoken, Spoken::UpTo(_));
            let found = self.speaker_in(clause.begin, limit, is_short);
            // "X aradı ve ... dedi": the subject is that of the clause before.
            let is_joined = found.0.is_empty()
                && clause.begin > self.range.start
                && self.tokens[clause.begin - 1].is(Class::Coordinator);
            topic = is_joined
                .then(|| self.speaker_in(self.range.start, clause.begin - 1, false).0)
                .filter(|t| !t.is_empty());
            found
        };
        let mut from = behind_source.max(clause.floor);
        if !hit.frame.introducers.is_empty() && matches!(spoken, Spoken::UpTo(_)) {
            let opens = |&at: &usize| {
                self.tokens[at]
                    .word
                    .is_some_and(|w| hit.frame.introducers.contains(&w))
            };
            from = (from..limit).find(opens)? + 1;
        }
        let (begin, addressee) = self.past_asides(from, limit, source.is_empty());
        let content = match spoken {
            Spoken::Quoted(quote) => {
                let mut content = vec![quote.inside()];
                content.extend(self.continued(hit.at.end));
                content
            }
            Spoken::Unmarked(range) | Spoken::Behind(range) => vec![range],
            Spoken::UpTo(end) => vec![begin..end],
        };
        if source.is_empty() && !hit.frame.said_in {
            source = self.behind_cue(hit);
        }
        let kind = if content
            .iter()
            .any(|c| c.end <= hit.at.start && self.is_unmarked_end(c.end))
        {
            Kind::Direct
        } else {
            self.kind(&content)
        };
        let content: Vec<_> = content
            .into_iter()
            .map(|c| self.bared(c))
            .filter(|c| !c.is_empty())
            .collect();
        let first = content.first()?;
        if first.len() < 2 && kind != Kind::Direct {
            return None;
        }
        let is_implied = source.is_empty();
        Some(Draft {
            date: self.dated(hit, &source, &content),
            source: (!is_implied).then_some(source),
            cue: Some(hit.at.clone()),
            addressee,
            carries_on: hit.frame.role == Role::Participle,
            topic: topic.filter(|_| is_implied),
            ..Draft::of(kind, content)
        })
    }

    /// Whether a mark that ends a sentence stands at `at`, within this one.
    fn is_unmarked_end(&self, at: usize) -> bool {
        at < self.range.end && self.tokens[at].is_mark(".!?…")
    }

    /// What was said, looked for from the cue backwards.
    fn spoken(&self, hit: &Hit) -> Option<Spoken> {
        let frame = hit.frame;
        let behind = hit.at.end;
        if behind + 1 < self.range.end
            && self.tokens[behind].is_mark(":")
            && frame.takes(Takes::Quote)
        {
            let content = match self.quote_opening(behind + 1) {
                Some(quote) => quote.inside(),
                None => behind + 1..self.range.end,
            };
            return Some(Spoken::Behind(content));
        }
        if let Some(content) = self.spoken_behind(hit) {
            return Some(Spoken::Behind(content));
        }
        let mut has_postposition = false;
        let mut is_next = true;
        let mut at = hit.at.start;
        while at > self.range.start && at + GAP > hit.at.start {
            let token = &self.tokens[at - 1];
            if let Some(quote) = self.quote_closing(at - 1) {
                let is_name = self
                    .tokens
                    .get(at)
                    .is_some_and(|t| t.mark.is_none() && !t.is_spaced);
                if is_next && !is_name && frame.takes(Takes::Quote) {
                    return Some(Spoken::Quoted(quote));
                }
                break;
            }
            if token.mark.is_some() {
                let is_end = token.is_mark(".!?…");
                let is_comma = token.is_mark(",،") && at == hit.at.start;
                if is_comma && self.quote_closing(at.saturating_sub(2)).is_some() {
                    at -= 1;
                    continue;
                }
                let can_trail = is_next && frame.takes(Takes::Trailing) && frame.role == Role::Verb;
                if can_trail
                    && (is_end || is_comma && self.is_last(hit))
                    && at > self.range.start + 2
                {
                    return Some(Spoken::Unmarked(self.range.start..at - 1));
                }
                return None;
            }
            let is_clause = frame.takes(Takes::That)
                && token.word.is_none()
                && (token.is(Class::ContentEnd)
                    || token.is(Class::StatedEnd)
                        && is_next
                        && (has_postposition || frame.said_in || hit.at.len() > 1));
            if is_clause {
                return Some(Spoken::UpTo(at));
            }
            if token.is(Class::Finite) || token.is(Class::Conjunction) {
                break;
            }
            has_postposition |= token.is(Class::ContentEnd);
            is_next &= token.is(Class::ContentEnd) || token.is(Class::Adverb);
            at -= 1;
        }
        let mut end = hit.at.start;
        if end > self.range.start && self.tokens[end - 1].is(Class::ObjectMark) {
            end -= 1;
        } else if !self.language.has_capitals && frame.introducers.is_empty() {
            return None;
        }
        let takes_noun = frame.takes(Takes::Object) && end > self.range.start + 1 && {
            let last = &self.tokens[end - 1];
            last.mark.is_none()
                && !last.is(Class::Adverb)
                && !last.is(Class::Finite)
                && !last.is(Class::Coordinator)
                && (last.is(Class::ObjectEnd) || !self.language.has_capitals)
                && self.date_at(end - 1).is_none()
        };
        takes_noun.then_some(Spoken::UpTo(end))
    }

    /// What was said behind the cue: behind a particle of its own, behind a complementizer, or as it is.
    fn spoken_behind(&self, hit: &Hit) -> Option<Range<usize>> {
        let frame = hit.frame;
        let begin = hit.at.end;
        if let Some(particle) = hit.particle.filter(|_| frame.takes(Takes::Object)) {
            return (particle > begin).then_some(begin..particle);
        }
        let opens = |at: &usize| {
            let token = &self.tokens[*at];
            frame.takes(Takes::That) && token.is(Class::Complementizer)
                || frame.takes(Takes::That)
                    && token.word.is_some_and(|w| frame.introducers.contains(&w))
        };
        let behind = begin..self.range.end.min(begin + 8);
        let marker = behind
            .take_while(|&at| self.tokens[at].mark.is_none() || self.tokens[at].is_mark(",،"))
            .find(opens);
        if let Some(marker) = marker {
            return Some(marker + 1..self.end_behind(marker + 1, hit));
        }
        let next = self.tokens.get(begin).filter(|_| begin < self.range.end)?;
        let is_quoted = frame.takes(Takes::Quote) && self.quote_opening(begin).is_some();
        let is_bare =
            frame.takes(Takes::Bare) && next.mark.is_none() && !next.is(Class::Coordinator);
        (is_quoted || is_bare).then(|| begin..self.end_behind(begin, hit))
    }

    /// Where what was said behind its cue ends: before the next one.
    fn end_behind(&self, from: usize, hit: &Hit) -> usize {
        let next = self.hits.iter().find(|other| {
            let at = other.at.start;
            at > from
                && other.frame.role == Role::Verb
                && (hit.frame.role == Role::Participle
                    || self.tokens[at - 1].is(Class::Coordinator))
        });
        next.map_or(self.range.end, |other| other.at.start)
    }

    /// Whether nothing but a name follows the cue.
    fn is_last(&self, hit: &Hit) -> bool {
        let rest = &self.tokens[hit.at.end..self.range.end];
        rest.len() <= 8 && rest.iter().all(|t| t.mark.is_none() || t.is_mark(".-"))
    }

    /// The clause whose verb the cue is: it begins behind the last finite verb that another clause follows.
    fn clause(&self, hit: &Hit, limit: usize) -> Clause {
        let mut begin = self.range.start;
        let mut floor = begin;
        let mut at = begin;
        while at < limit {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            let token = &self.tokens[at];
            if token.is_mark(";:") && at + 1 < limit || token.is_mark("–—") && token.is_spaced {
                begin = at + 1;
            }
            if token.is(Class::Finite) && self.is_clause_end(at + 1) {
                begin = at + 2;
            }
            if let Some(other) = self.hit_at(at).filter(|h| h.at.start < hit.at.start) {
                let end = other.at.end;
                match other.frame.role {
                    Role::Verb if self.is_clause_end(end) => begin = end + 1,
                    Role::Participle => floor = end,
                    Role::Before => begin = end,
                    _ => {}
                }
                at = end;
                continue;
            }
            at += 1;
        }
        Clause {
            begin: begin.min(limit),
            floor: floor.max(begin).min(limit),
        }
    }

    fn is_clause_end(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.is_mark(",،;؛") || t.is(Class::Coordinator) || t.is(Class::Conjunction)
        })
    }

    /// Whether a cue ends right before a token.
    fn hit_ends(&self, at: usize) -> bool {
        self.hits.binary_search_by_key(&at, |h| h.at.end).is_ok()
    }

    /// Whether a word names whom it was said to.
    fn is_addressed(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is(Class::To)
            && (token.is_capital || token.word.is_some())
            && self
                .tokens
                .get(at + 1)
                .is_some_and(|next| !next.is(Class::Preposition) || next.is(Class::Occasion))
    }

    fn addressed(&self, from: usize, at: usize) -> Range<usize> {
        let mut begin = at;
        while begin > from
            && self.tokens[begin - 1].is_capital
            && self.tokens[begin - 1].mark.is_none()
        {
            begin -= 1;
        }
        begin..at + 1
    }

    /// What says something by a passive, and the first token behind it: "açıklamada ... belirtildi". A participle has
    /// it behind: "... belirtilen açıklamada".
    fn said_where(
        &self,
        hit: &Hit,
        clause: &Clause,
        limit: usize,
    ) -> Option<(Range<usize>, usize)> {
        let is_behind = hit.frame.role == Role::Before;
        let (from, end) = if is_behind {
            (hit.at.end, self.range.end.min(hit.at.end + 6))
        } else {
            (self.head(clause.begin, limit), limit)
        };
        let found = (from..end)
            .take_while(|&at| is_behind || !self.tokens[at].is(Class::ContentEnd))
            .find(|&at| self.tokens[at].is(Class::Occasion));
        let Some(at) = found else {
            return (!is_behind).then_some((from..from, clause.begin));
        };
        let begin = (from..at)
            .rev()
            .find(|&i| self.tokens[i].is_mark(",،") || self.date_at(i).is_some())
            .map_or(from, |i| i + 1);
        let next = if is_behind { clause.begin } else { at + 1 };
        Some((begin..at + 1, next))
    }

    /// "...", dedi Leive.
    fn behind_cue(&self, hit: &Hit) -> Range<usize> {
        let none = hit.at.end..hit.at.end;
        if hit.at.end >= self.range.end || !self.is_last(hit) {
            return none;
        }
        let phrase = self.phrase_after(hit.at.end, 10);
        let is_name = self.tokens[phrase.clone()]
            .iter()
            .any(|t| t.is_capital || t.is(Class::Role));
        if is_name { phrase } else { none }
    }

    /// "X'e göre ...".
    fn in_the_view_of(&self, hit: &Hit) -> Option<Draft> {
        let end = hit.at.start;
        let mut begin = end;
        while begin > self.range.start && end - begin < LONGEST {
            let token = &self.tokens[begin - 1];
            if token.mark.is_some() && !token.is_mark("()")
                || token.is(Class::Conjunction)
                || token.is(Class::Finite)
                || self.hit_at(begin - 1).is_some()
            {
                break;
            }
            begin -= 1;
        }
        let floor = begin;
        begin = self.head(begin, end);
        if begin == end {
            // "gelen bilgilere göre" has its source within the cue or before it; "buna göre" has none.
            return None;
        }
        let last = &self.tokens[end - 1];
        if hit.at.len() == 1
            && (last.is(Class::Nobody) && !last.is_capital
                || last.is_number
                || self.date_at(end - 1).is_some()
                || last.is(Class::Party))
        {
            return None;
        }
        let mut next = hit.at.end;
        let has_comma = next < self.range.end && self.tokens[next].is_mark(",،");
        if has_comma {
            next += 1;
        }
        let stop = (next..self.range.end)
            .find(|&at| self.tokens[at].is_mark(";؛"))
            .unwrap_or(self.range.end);
        let mut content = Vec::new();
        let before = self.clause(hit, floor).begin;
        if floor > before + 1 && self.tokens[floor - 1].is_mark(",،") && has_comma {
            content.push(before..floor - 1);
        }
        content.push(next..stop);
        let content: Vec<_> = content
            .into_iter()
            .map(|c| self.bared(c))
            .filter(|c| c.len() > 1)
            .collect();
        if content.is_empty() {
            return None;
        }
        let source = begin..end;
        Some(Draft {
            source: Some(source),
            cue: Some(hit.at.clone()),
            ..Draft::of(self.kind(&content), content)
        })
    }
}
