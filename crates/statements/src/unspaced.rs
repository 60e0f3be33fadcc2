//! Statements of languages that are written without spaces and whose verbs stand between the speaker and what was
//! said: Chinese. Neither capitals nor endings tell where a phrase begins, so the speaker is what is left of the words
//! before the cue once particles, dates and asides ("在周一發布的博客中") are taken off.

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Classes, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::Sentence;

/// The longest name of a speaker, in tokens.
const LONGEST: usize = 45;

/// What can stand around a speaker in its clause.
const LOOSE: Classes = Classes::of(Class::Adverb)
    .and(Classes::of(Class::Auxiliary))
    .and(Classes::of(Class::Coordinator))
    .and(Classes::of(Class::Conjunction));

const COMMAS: &str = ",，、:：—–-.。!！?？…";

/// Whose words, and to whom they went, as far as the words before the cue tell.
struct Before {
    /// The first token of the clause.
    clause: usize,
    source: Range<usize>,
    addressee: Option<Range<usize>>,
}

impl Sentence<'_> {
    /// The statement that a cue reports.
    pub(crate) fn unspaced(&self, hit: &Hit, number: usize) -> Option<Draft> {
        match hit.frame.role {
            Role::Before => self.unspaced_according(hit),
            Role::Verb | Role::Participle => self.unspaced_verb(hit, number),
            Role::Noun | Role::After => None,
        }
    }

    fn unspaced_verb(&self, hit: &Hit, number: usize) -> Option<Draft> {
        let (begin, end) = (hit.at.start, hit.at.end);
        let previous = number.checked_sub(1).map(|n| &self.hits[n]);
        let has_mark = |range: Range<usize>| self.tokens[range].iter().any(|t| t.mark.is_some());
        // "告訴記者說": one saying.
        if previous.is_some_and(|p| {
            (p.frame.addresses_object || p.frame.role == Role::Before) && !has_mark(p.at.end..begin)
        }) {
            return None;
        }
        if let Some(particle) = hit.particle {
            return self.unspaced_passive(hit, particle);
        }
        let is_noun = begin > self.range.start && self.tokens[begin - 1].is(Class::Genitive)
            || end < self.range.end && self.tokens[end].is(Class::Genitive);
        if is_noun || self.is_taken_back(begin) {
            return None;
        }
        let left = previous.map_or(self.range.start, |p| p.at.end);
        let mut before = self.before(begin, left);
        if self.tokens[before.source.clone()]
            .iter()
            .all(|t| t.is(Class::Nobody))
        {
            before.source = begin..begin;
        }
        let has = |range: Range<usize>, class| self.tokens[range].iter().any(|t| t.is(class));
        if has(before.clause..before.source.start, Class::Unreal)
            || hit.frame.needs_speaker && !has(before.source.clone(), Class::Role)
        {
            return None;
        }
        let quote = hit
            .frame
            .takes(Takes::Quote)
            .then(|| self.quote_before(before.clause))
            .flatten();
        let mut addressee = before.addressee.clone();
        let mut next = end;
        if hit.frame.addresses_object {
            let object = self.unspaced_object(hit, number);
            next = object.end;
            addressee = addressee.or((!object.is_empty()).then_some(object));
        }
        let right = self.unspaced_right(hit, next);
        let is_introduced = next < self.range.end && self.tokens[next].is_mark(":：");
        let content = match (quote, right) {
            (Some(quote), right) if !is_introduced => {
                let more =
                    right.filter(|r| r.start > 0 && self.quote_opening(r.start - 1).is_some());
                std::iter::once(quote.inside()).chain(more).collect()
            }
            (_, Some(right)) => vec![right],
            (_, None) if hit.frame.takes(Takes::Object) && !hit.frame.takes(Takes::Bare) => {
                // "對決定表示歡迎": what is welcomed.
                let to = (before.clause + 1..begin).find(|&at| self.tokens[at].is(Class::To))?;
                before.source.end = before.source.end.min(to);
                addressee = None;
                vec![to + 1..begin]
            }
            (_, None) => vec![self.unspaced_left(hit, &before)?],
        };
        let is_right = content[0].start >= end;
        if before.source.is_empty() {
            if !is_right && quote.is_none() {
                return None;
            }
            before.source = self.topic(before.clause, begin);
        }
        if before.source.is_empty() && !self.is_clause_start(begin) && !self.language.drops_subjects
        {
            return None;
        }
        self.unspaced_draft(hit, before.source, content, addressee)
    }

    /// "被評論家稱為...".
    fn unspaced_passive(&self, hit: &Hit, verb: usize) -> Option<Draft> {
        let source = hit.at.end..verb;
        let is_phrase =
            |at: usize| self.tokens[at].mark.is_none() || self.tokens[at].is_mark("·・‧（）()《》");
        if source.is_empty() || !source.clone().all(is_phrase) {
            return None;
        }
        let content = match self.quote_opening(verb + 1) {
            Some(quote) => quote.inside(),
            None => verb + 1..self.unspaced_end(hit, verb + 1),
        };
        let draft = self.unspaced_draft(hit, source, vec![content], None)?;
        Some(Draft {
            cue: Some(verb..verb + 1),
            ..draft
        })
    }

    fn unspaced_draft(
        &self,
        hit: &Hit,
        source: Range<usize>,
        content: Vec<Range<usize>>,
        addressee: Option<Range<usize>>,
    ) -> Option<Draft> {
        let kind = self.kind(&content);
        let content: Vec<_> = content
            .into_iter()
            .map(|c| self.bared(c))
            .filter(|c| c.len() > 1)
            .collect();
        if content.is_empty()
            || content
                .iter()
                .any(|c| c.contains(&source.start) && !source.is_empty())
        {
            return None;
        }
        Some(Draft {
            date: self.dated(hit, &source, &content),
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            addressee,
            gender: hit.form.gender,
            ..Draft::of(kind, content)
        })
    }

    /// "沒有說", "可能會說".
    fn is_taken_back(&self, begin: usize) -> bool {
        let from = begin.saturating_sub(4).max(self.range.start);
        self.tokens[from..begin]
            .iter()
            .rev()
            .take_while(|t| {
                t.mark.is_none()
                    && (t.classes.meets(LOOSE) || t.is(Class::Negation) || t.is(Class::Unreal))
            })
            .any(|t| t.is(Class::Negation) || t.is(Class::Unreal))
    }

    /// The clause before a cue, cut into speaker, addressee and what belongs to neither.
    fn before(&self, begin: usize, left: usize) -> Before {
        let floor = left
            .max(self.range.start)
            .max(begin.saturating_sub(LONGEST));
        let mut clause = begin;
        while clause > floor {
            let at = clause - 1;
            if self.tokens[at].is_mark("）)") {
                let open = (floor..at).rev().find(|&i| self.tokens[i].is_mark("（("));
                match open {
                    Some(open) => clause = open,
                    None => break,
                }
                continue;
            }
            if let Some(quote) = self.quote_closing(at) {
                // The name of something, or a word that is set off: what was said has a mark of its own inside.
                let is_name = at + 1 < begin
                    && quote.open > floor
                    && quote.close - quote.open <= 10
                    && self.tokens[quote.open - 1].mark.is_none()
                    && !self.tokens[at - 1].is_mark(COMMAS);
                if !is_name {
                    break;
                }
                clause = quote.open;
                continue;
            }
            if self.tokens[at].mark.is_some() && !self.tokens[at].is_mark("·・‧•&/《》〈〉-%.")
            {
                break;
            }
            if self.tokens[at].is_mark(".") && self.tokens[at].is_spaced {
                break;
            }
            clause = at;
        }
        let (mut from, mut to) = (clause, begin);
        self.strip_front(&mut from, to);
        self.strip_back(from, &mut to);
        let mut addressee = None;
        // The last preposition behind the speaker opens the addressee or an aside.
        while let Some(at) = (from + 1..to)
            .rev()
            .find(|&at| self.opens_circumstance(at, to))
        {
            if self.tokens[at].is(Class::To)
                && at + 1 < to
                && !self.tokens[to - 1].is(Class::Localizer)
            {
                addressee = Some(at + 1..to);
            }
            to = at;
            self.strip_back(from, &mut to);
        }
        Before {
            clause,
            source: from..to,
            addressee,
        }
    }

    /// Takes off what opens a clause: "但是", "去年", "在接受採訪時".
    fn strip_front(&self, from: &mut usize, to: usize) {
        while *from < to {
            let token = &self.tokens[*from];
            let is_owned = self.tokens[*from..to]
                .iter()
                .take_while(|t| !t.is(Class::Genitive))
                .count();
            let dated = (*from..to)
                .take_while(|&at| self.date_at(at).is_some())
                .count();
            if dated > 0 && (is_owned > dated || *from + is_owned == to) {
                *from += dated;
            } else if token.classes.meets(LOOSE) || token.is_mark("-.%") {
                *from += 1;
            } else if token.is(Class::Preposition) || token.is(Class::To) {
                let close = (*from + 1..to).find(|&at| {
                    self.tokens[at].is(Class::Localizer)
                        && self
                            .tokens
                            .get(at + 1)
                            .is_none_or(|t| !t.is(Class::Genitive))
                });
                match close.filter(|&at| at + 1 < to || token.is(Class::Preposition)) {
                    Some(close) => *from = close + 1,
                    None => return,
                }
            } else {
                return;
            }
        }
    }

    fn strip_back(&self, from: usize, to: &mut usize) {
        while *to > from {
            let token = &self.tokens[*to - 1];
            if !token.classes.meets(LOOSE) && self.date_at(*to - 1).is_none() {
                break;
            }
            *to -= 1;
        }
    }

    /// Whether what a preposition opens is no part of a noun behind it: it ends with a word of place or time, or has
    /// nothing that it could belong to.
    fn opens_circumstance(&self, at: usize, to: usize) -> bool {
        let token = &self.tokens[at];
        if !token.is(Class::Preposition) && !token.is(Class::To) {
            return false;
        }
        let is_closed = self.tokens[to - 1].is(Class::Localizer);
        let is_owner = self.tokens[at + 1..to]
            .iter()
            .any(|t| t.is(Class::Genitive));
        is_closed || !is_owner
    }

    /// The quotation that ends right before a clause.
    fn quote_before(&self, clause: usize) -> Option<Quote> {
        let mut at = clause;
        for _ in 0..3 {
            at = at.checked_sub(1).filter(|&at| at >= self.range.start)?;
            if let Some(quote) = self.quote_closing(at) {
                let is_whole = quote.open <= self.range.start + 1
                    || self.tokens[quote.open - 1].mark.is_some()
                    || quote.close - quote.open > 8;
                return is_whole.then_some(quote);
            }
            if !self.tokens[at].is_mark(COMMAS) {
                return None;
            }
        }
        None
    }

    /// The object right behind a cue that takes the addressee for one.
    fn unspaced_object(&self, hit: &Hit, number: usize) -> Range<usize> {
        let from = hit.at.end;
        let next = self
            .hits
            .get(number + 1)
            .map_or(self.range.end, |h| h.at.start);
        let end = next.min(self.range.end).min(from + 24);
        let closed = (from..end).find(|&at| {
            let token = &self.tokens[at];
            token.mark.is_some() && !token.is_mark("·・‧•（）()")
                || at > from
                    && (token.is(Class::Preposition)
                        || token.is(Class::Auxiliary)
                        || token.is(Class::Unreal)
                        || token.is(Class::Negation)
                        || token.is(Class::Infinitive))
        });
        let is_pronoun = |at: usize| {
            let token = &self.tokens[at];
            [Class::He, Class::She, Class::They, Class::It, Class::Party]
                .iter()
                .any(|&c| token.is(c))
        };
        if from < end && is_pronoun(from) {
            let is_owner = self
                .tokens
                .get(from + 1)
                .is_some_and(|t| t.is(Class::Genitive));
            return from..from + usize::from(!is_owner);
        }
        let opens = &self.tokens[from.min(self.tokens.len() - 1)];
        if opens.classes.meets(LOOSE) || opens.is(Class::Infinitive) || opens.is(Class::Negation) {
            return from..from;
        }
        // Nothing follows that could be what was said.
        let closed = closed.filter(|&at| !self.tokens[at].is_mark("。！？.!?；;"));
        match closed.or((end == next && next < self.range.end).then_some(end)) {
            Some(close) if hit.frame.takes(Takes::Object) => {
                let is_mark = self.tokens[close].mark.is_some();
                if is_mark
                    || !self.tokens[from..close]
                        .iter()
                        .any(|t| t.is(Class::Role) || t.is(Class::They))
                {
                    from..from
                } else {
                    from..close
                }
            }
            Some(close) => from..close,
            None => from..from,
        }
    }

    /// What was said, behind the cue.
    fn unspaced_right(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let mut from = from;
        let mut is_set_off = false;
        // "告訴記者說：".
        if let Some(next) = self.hit_at(from).filter(|_| from > hit.at.end) {
            let letters = &self.tokens[next.at.end - 1];
            let is_short = letters.end - letters.begin == '說'.len_utf8() && next.at.len() == 1;
            let closes = self
                .tokens
                .get(next.at.end)
                .is_some_and(|t| t.mark.is_some());
            if is_short || closes {
                from = next.at.end;
            }
        }
        while from < self.range.end && self.tokens[from].is_mark(",，:：—–-") {
            from += 1;
            is_set_off = true;
        }
        if from >= self.range.end {
            return None;
        }
        if let Some(quote) = self.quote_opening(from) {
            let behind = quote.close + 1;
            let is_alone = behind >= self.range.end || self.tokens[behind].mark.is_some();
            if !hit.frame.takes(Takes::Quote)
                && !hit.frame.takes(Takes::Bare)
                && !hit.frame.takes(Takes::Object)
            {
                return None;
            }
            if is_set_off || is_alone {
                return Some(quote.inside());
            }
        }
        if self.tokens[from].is(Class::Aspect) {
            if !hit.frame.takes(Takes::Object) {
                return None;
            }
            from += 1;
            if from >= self.range.end {
                return None;
            }
        }
        if self.tokens[from].mark.is_some() && !self.tokens[from].is_mark("《〈（“「‘'\"") {
            return None;
        }
        let takes = hit.frame.takes(Takes::Bare)
            || hit.frame.takes(Takes::Object) && !is_set_off
            || hit.frame.takes(Takes::Question)
                && self.tokens[from..self.range.end]
                    .iter()
                    .any(|t| t.is(Class::Question));
        if !takes {
            return None;
        }
        if is_set_off && self.tokens[from].is(Class::Preposition) && self.is_relative_place(from) {
            return None;
        }
        let content = from..self.unspaced_end(hit, from);
        (content.len() > 1).then_some(content)
    }

    /// "在那裡，...": a clause about the place just named.
    fn is_relative_place(&self, at: usize) -> bool {
        self.tokens
            .get(at + 1)
            .is_some_and(|t| t.is(Class::Relative))
    }

    /// Where what was said ends: before the next saying of the same speaker, or before one that has its own quotation.
    fn unspaced_end(&self, hit: &Hit, from: usize) -> usize {
        let mut hits = self.hits.iter().filter(|h| h.at.start > from);
        hits.find_map(|next| {
            let clause = (from..next.at.start)
                .rev()
                .find(|&at| self.tokens[at].is_mark(",，；;"))?;
            let between = &self.tokens[clause + 1..next.at.start];
            let goes_on = between.iter().all(|t| t.classes.meets(LOOSE))
                && between.iter().any(|t| t.is(Class::Coordinator));
            let quotes_on = self
                .tokens
                .get(next.at.end)
                .is_some_and(|t| next.at.end < self.range.end && t.is_mark(":："))
                && self.quote_opening(next.at.end + 1).is_some();
            (goes_on || quotes_on && next.at.start != hit.at.start).then_some(clause)
        })
        .unwrap_or(self.range.end)
    }

    /// The clauses before the one with the cue.
    fn unspaced_left(&self, hit: &Hit, before: &Before) -> Option<Range<usize>> {
        if !hit.frame.takes(Takes::Trailing) || before.clause <= self.range.start + 2 {
            return None;
        }
        let end = before.clause - 1;
        if !self.tokens[end].is_mark(",，—–…") {
            return None;
        }
        Some(self.range.start..end)
    }

    /// What the sentence is about, where the verb's own clause has no subject: the first words of a clause before it, up
    /// to a particle.
    fn topic(&self, clause: usize, cue: usize) -> Range<usize> {
        let mut begin = self.range.start;
        while begin + 1 < clause {
            let close = (begin..clause)
                .find(|&at| self.tokens[at].is_mark(",，；;"))
                .unwrap_or(clause);
            let mut from = begin;
            self.strip_front(&mut from, close);
            let end = (from + 1..close.min(from + 14)).find(|&at| self.ends_topic(at));
            let is_pronoun = |class| from < close && self.tokens[from].is(class);
            if [Class::He, Class::She, Class::They]
                .into_iter()
                .any(is_pronoun)
            {
                return from..from + 1;
            }
            if let Some(end) = end {
                return from..end;
            }
            begin = close + 1;
        }
        cue..cue
    }

    fn ends_topic(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.classes.meets(LOOSE)
            || token.is(Class::Preposition)
            || token.is(Class::To)
            || token.is(Class::Aspect)
            || self.date_at(at).is_some()
            || self.hit_at(at).is_some()
            || token.mark.is_some() && !token.is_mark("·・‧•《》")
    }

    /// "根據費加羅報的說法，...".
    fn unspaced_according(&self, hit: &Hit) -> Option<Draft> {
        let from = hit.at.end;
        let close = (from..self.range.end.min(from + LONGEST))
            .find(|&at| self.tokens[at].is_mark(",，"))?;
        let next = self
            .hits
            .iter()
            .find(|h| h.at.start >= from && h.at.end <= close);
        let mut to = next.map_or(close, |h| h.at.start);
        self.strip_back(from, &mut to);
        // "據說": the cue says all there is.
        let is_bare = from == close;
        let source = from..to;
        if !is_bare {
            let is_speaker =
                |at: usize| self.tokens[at].is(Class::Role) || self.tokens[at].is_mark("《");
            if source.is_empty() || next.is_none() && !(from..close).any(is_speaker) {
                return None;
            }
        }
        let content = close + 1..self.unspaced_end(hit, close + 1);
        self.unspaced_draft(hit, source, vec![content], None)
    }
}
