//! Statements without a verb of their own: by a preposition ("according to"), a postposition, or a noun that names the
//! saying ("the promise that").

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Order, Takes};
use crate::sentence::Sentence;

impl Sentence<'_> {
    pub(crate) fn according(&self, hit: &Hit) -> Option<Draft> {
        // "by his words": the source is written together with the cue.
        let is_owned = self.tokens[hit.at.end - 1].has_object;
        let mut source = if is_owned {
            Self::empty(hit.at.end)
        } else if let Some(behind) = hit.particle {
            hit.at.end..behind
        } else {
            self.named_after(hit.at.end)
        };
        if source.is_empty() && !is_owned || self.is_nobody(&source) {
            return None;
        }
        let opens = hit.at.start == self.range.start
            && self.tokens.get(source.end).is_some_and(|t| t.is_mark(",،"));
        if hit.frame.needs_speaker && !opens && !self.is_speaker(&source) {
            return None;
        }
        let is_first = self.content_begin(hit.at.start) + 1 >= hit.at.start
            || self.tokens[self.content_begin(hit.at.start)..hit.at.start]
                .iter()
                .all(|t| {
                    t.mark.is_some()
                        || t.is(Class::Coordinator)
                        || t.is(Class::Conjunction)
                        || t.is(Class::Adverb)
                });
        if is_first && let Some(comma) = self.set_beside(&source) {
            source.end = comma;
        }
        let mut content = Vec::new();
        let mut next = hit.particle.map_or(source.end, |at| at + 1);
        // "وفقا لتقرير نشر أمس، ...".
        let dated = (next..self.range.end).take_while(|&at| self.date_at(at).is_some());
        let behind = dated.last().map_or(next, |at| at + 1);
        if behind < self.range.end && self.tokens[behind].is_mark(",،，") {
            next = behind + 1;
        }
        if is_first {
            content.push(next..self.content_end(next, hit));
        } else {
            let begin = self.content_begin(hit.at.start);
            let comma = usize::from(self.tokens[hit.at.start - 1].is_mark(",،，–—-"));
            content.push(begin..hit.at.start - comma);
            // Set between commas, or run into the clause: what follows goes on with it.
            let is_set_in = comma == 1
                && next > source.end
                && next + 3 < self.range.end
                && self.tokens[hit.at.start - 1].is_mark(",،，");
            let runs_on = comma == 0
                && next == source.end
                && next + 2 < self.range.end
                && !self.is_closed(next);
            if is_set_in || runs_on {
                content.push(next..self.content_end(next, hit));
            }
        }
        for content in &mut content {
            let opens = self
                .tokens
                .get(content.start)
                .is_some_and(|t| t.is(Class::Complementizer) && !t.is(Class::Opener));
            if opens && self.language.order == Order::After {
                content.start += 1;
            }
        }
        let content: Vec<_> = content
            .into_iter()
            .map(|c| self.bared(c))
            .filter(|c| c.len() > if c.end <= hit.at.start { 2 } else { 1 })
            .collect();
        if content.is_empty() {
            return None;
        }
        Some(Draft {
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            ..Draft::of(self.kind(&content), content)
        })
    }

    /// The phrase at `at` where its first word has the form of an addressee, which goes with the cue here: "وفقا لصحيفة
    /// الغد", "согласно отчету министерства, ...".
    fn dative(&self, at: usize) -> Range<usize> {
        let is_dative = |at: &usize| self.tokens[*at].is(Class::Addressed);
        let run = (at..self.range.end).take_while(is_dative).count();
        let behind = self.phrase_after(at + run, 24).end.max(at + run);
        let is_closed = self
            .tokens
            .get(behind)
            .is_none_or(|t| t.mark.is_some() || behind >= self.range.end);
        if self.language.order == Order::After || is_closed {
            at..behind
        } else {
            at..at + run
        }
    }

    /// Whether a source in a language whose verbs stand first says nothing, as laws do not: "وفقا للقانون".
    fn is_nobody(&self, source: &Range<usize>) -> bool {
        let Some(first) = source.clone().next().map(|at| &self.tokens[at]) else {
            return false;
        };
        let written = &self.body[first.begin..first.end];
        self.language.order == Order::After
            && (first.is(Class::Nobody)
                || self
                    .language
                    .unaddressed(written)
                    .is_some_and(|(_, classes)| classes.has(Class::Nobody)))
    }

    /// The phrase at `at`, which may be a name in quotation marks: "по сообщению «Вечерний берег»".
    fn named_after(&self, at: usize) -> Range<usize> {
        match self.quote_opening(at) {
            Some(quote) if at < self.range.end && quote.close - quote.open <= 6 => {
                at..quote.close + 1
            }
            _ if self.tokens.get(at).is_some_and(|t| t.is(Class::Addressed)) => self.dative(at),
            _ => self.phrase_after(at, 24),
        }
    }

    /// The comma of a phrase behind which more of it stands than an office: "According to the report, sales fell, ...".
    pub(crate) fn set_beside(&self, phrase: &Range<usize>) -> Option<usize> {
        let comma = phrase.clone().find(|&at| self.tokens[at].is_mark(",،，"))?;
        let next = self.tokens.get(comma + 1)?;
        let is_office = if self.language.has_articles {
            self.tokens[comma + 1..phrase.end.min(comma + 4)]
                .iter()
                .any(|t| t.is(Class::Role))
        } else {
            next.is(Class::Role) || next.is(Class::Determiner)
        };
        let is_last = !self.tokens[phrase.end..self.range.end]
            .iter()
            .any(|t| t.mark.is_none());
        (!is_office || is_last).then_some(comma)
    }

    pub(crate) fn postposed(&self, hit: &Hit, left: usize) -> Option<Draft> {
        let source = self.phrase_before(hit.at.start, left);
        if source.is_empty() {
            return None;
        }
        let is_first =
            source.start <= self.range.start + 1 || self.tokens[source.start - 1].is_mark("–—:;");
        let mut next = hit.at.end;
        if next < self.range.end && self.tokens[next].is_mark(",،，") {
            next += 1;
        }
        let content = if is_first {
            next..self.content_end(next, hit)
        } else {
            self.content_begin(source.start)..source.start
        };
        let content = vec![self.bared(content)];
        if content[0].len() < 2 {
            return None;
        }
        Some(Draft {
            source: Some(source),
            cue: Some(hit.at.clone()),
            ..Draft::of(self.kind(&content), content)
        })
    }

    /// A noun that names the saying: "the promise that", "his call for".
    pub(crate) fn noun(&self, hit: &Hit) -> Option<Draft> {
        let at = hit.at.end;
        self.tokens.get(at).filter(|_| at < self.range.end)?;
        let is_owned = self.tokens[hit.at.start].has_object;
        let mut owner = Self::empty(hit.at.start);
        let mut next = at;
        if !is_owned {
            if self.language.order == Order::After {
                owner = self.phrase_after(at, 12);
                next = owner.end.max(at);
            } else {
                owner = self.phrase_before(hit.at.start, hit.at.start.saturating_sub(12));
            }
        }
        if self.language.has_articles && self.is_bare_determiner(&owner) {
            owner = Self::empty(hit.at.start);
        }
        let content = self.noun_content(hit, next, is_owned)?;
        let content = self.bared(content);
        if content.len() < 2 {
            return None;
        }
        let content = vec![content];
        Some(Draft {
            source: (!owner.is_empty()).then_some(owner),
            cue: Some(hit.at.clone()),
            carries_on: true,
            ..Draft::of(self.kind(&content), content)
        })
    }

    fn noun_content(&self, hit: &Hit, from: usize, is_owned: bool) -> Option<Range<usize>> {
        let end = self.range.end.min(from + 4);
        for at in from..end {
            let token = &self.tokens[at];
            if hit.frame.takes(Takes::That) && self.opens_clause_at(at) {
                return Some(at + 2..self.content_end(at + 2, hit));
            }
            if token.mark.is_some() || at > from && self.hit_at(at).is_some() {
                break;
            }
            let is_named = self.language.has_articles && hit.frame.takes(Takes::Object);
            if is_named && token.is(Class::Genitive) && at == from {
                // "the promise of new orders": a noun phrase, not a clause.
                let phrase = self.phrase_after(at + 1, end.max(at + 30) - at - 1);
                let is_closed = |i: &usize| {
                    let t = &self.tokens[*i];
                    t.mark.is_some()
                        || t.is(Class::Auxiliary)
                        || t.is(Class::Verb)
                        || self.hit_at(*i).is_some()
                };
                let end = (phrase.end..self.range.end)
                    .find(is_closed)
                    .unwrap_or(self.range.end);
                return Some(at + 1..end);
            }
            let opens = hit.frame.takes(Takes::That)
                && token.is(Class::Complementizer)
                && self.is_complementizer(at);
            if opens
                || token
                    .word
                    .is_some_and(|w| hit.frame.introducers.contains(&w))
            {
                return Some(at + 1..self.content_end(at + 1, hit));
            }
            if hit.frame.takes(Takes::Infinitive) && token.is(Class::Infinitive) {
                return Some(at..self.content_end(at, hit));
            }
        }
        if let Some(glued) = self.glued(hit, from, end).filter(|_| is_owned) {
            return Some(glued);
        }
        let goes_on = is_owned && hit.frame.takes(Takes::Object) && !self.opens_aside(from);
        goes_on.then(|| from..self.content_end(from, hit))
    }
}
