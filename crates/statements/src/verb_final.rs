//! Languages whose verbs stand last and whose subjects no word marks: Turkish.
//!
//! There what was said stands between the one who speaks and the cue, and ends in a form of its own: "Bakan, yasanın
//! değişeceğini söyledi". So the end of it is looked for before the cue, the speaker at the head of the clause, and what
//! was said begins where the speaker, the occasion and the addressee are over.

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Classes, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::{PRONOUNS, Sentence};
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

    /// The first token that can open a speaker's name.
    fn head(&self, mut at: usize, end: usize) -> usize {
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
    fn speaker_in(&self, begin: usize, end: usize, is_short: bool) -> (Range<usize>, usize) {
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
    fn past_asides(
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
