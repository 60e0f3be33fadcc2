//! From a cue to a statement: whose words, which words, to whom.

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Order, Role, Takes};
use crate::sentence::{PRONOUNS, Sentence};
use crate::statement::Kind;
use crate::tokens::Token;

impl Sentence<'_> {
    /// The statement that hit number `number` of the sentence reports, if it reports one.
    pub fn attribute(&self, number: usize) -> Option<Draft> {
        if self.language.is_verb_final && !self.language.marks_subjects {
            return self.attribute_final(number);
        }
        let hit = &self.hits[number];
        // A preposition that is a verb elsewhere bounds nothing: Arabic "عبر".
        let bounds = |h: &&Hit| {
            self.language.order != Order::After || !self.tokens[h.at.start].is(Class::Preposition)
        };
        let before = self.hits[..number].iter().rev().take(4).find(bounds);
        let left = before.map_or(self.range.start, |h| h.at.end);
        if !self.language.has_spaces() && !self.language.is_verb_final {
            let mut ways = std::iter::once(hit).chain(&hit.others);
            return ways.find_map(|hit| self.unspaced(hit, number));
        }
        if !self.language.has_spaces() {
            let mut ways = std::iter::once(hit).chain(&hit.others);
            return ways.find_map(|hit| self.particled(hit, number));
        }
        let mut found = None;
        for hit in std::iter::once(hit).chain(&hit.others) {
            let draft = match hit.frame.role {
                Role::Verb | Role::Participle if self.language.marks_subjects => {
                    self.marked(hit, left)
                }
                Role::Verb if self.language.is_verb_second => self.second(hit, number),
                Role::Before | Role::After if self.language.is_verb_second => {
                    self.second_aside(hit)
                }
                Role::Noun if self.language.is_verb_second => self.second_noun(hit),
                Role::Participle if self.language.is_verb_second => self.second_linked(hit),
                Role::Verb | Role::Participle => self.verb(hit, left),
                Role::Before => self.according(hit),
                Role::After if self.language.marks_subjects => self.marked_according(hit, left),
                Role::After => self.postposed(hit, left),
                Role::Noun => self.noun(hit),
            };
            // What stands behind the cue is surer to belong to it than what stands before.
            if draft
                .as_ref()
                .is_some_and(|d| d.content[0].start >= hit.at.end)
            {
                return draft;
            }
            found = found.or(draft);
        }
        found
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one decision after the other, each a few lines"
    )]
    pub(crate) fn verb(&self, hit: &Hit, left: usize) -> Option<Draft> {
        if self.is_negated(hit) || self.is_governed(hit) || self.is_misplaced(hit) {
            return None;
        }
        let opens_glued = hit.glued.is_some_and(|l| self.is_glued_noun(hit.at.end, l));
        if opens_glued && hit.frame.glued.is_none() {
            return None;
        }
        let is_participle = hit.frame.role == Role::Participle;
        let mut source = Self::empty(hit.at.start);
        let mut next = hit.at.end;
        if hit.frame.said_in {
            (source, next) = self.place(hit, left);
        } else if !is_participle || self.is_progressive(hit) {
            (source, next) = self.subject(hit, left);
        }
        let is_passive = self.is_passive(hit);
        if is_passive {
            if hit.frame.takes(Takes::Object) && !hit.frame.takes(Takes::Question) {
                return None;
            }
            (source, next) = self.agent(hit);
        }
        let mut stands_for = None;
        if self.language.order == Order::Before
            && let Some(relative) =
                (source.end..hit.at.start).find(|&at| self.tokens[at].is(Class::Relative))
            && !source.is_empty()
            && self.tokens[source.end..relative]
                .iter()
                .all(|t| t.mark.is_some())
            && (relative + 1..hit.at.start).all(|at| {
                let token = &self.tokens[at];
                token.is(Class::Auxiliary) || token.is(Class::Adverb) || self.date_at(at).is_some()
            })
        {
            stands_for = Some(source);
            source = relative..relative + 1;
        }
        if self.language.order == Order::After
            && source.start >= hit.at.end
            && let Some(object) = self.object_within(hit, &source)
        {
            source.end = object;
            next = object;
        }
        if self.language.order == Order::After && self.addresses_first(hit, &source) {
            source = Self::empty(hit.at.start);
            next = hit.at.end;
        }
        if is_participle && self.language.has_articles {
            source = self.participle_subject(hit)?;
        }
        // "disse-nos que".
        while next < self.range.end && self.tokens[next].is_enclitic {
            next += 1;
        }
        let is_unfit = hit.frame.needs_speaker && !source.is_empty() && !is_participle;
        if is_unfit && self.language.has_articles && !self.is_speaking(&source) {
            return None;
        }
        if source.is_empty()
            && self.language.order == Order::Either
            && !self.language.drops_subjects
        {
            source = self.far_subject(hit);
        }
        if self.language.order == Order::After && source.len() == 1 && self.is_owned(source.start) {
            source = Self::empty(hit.at.start);
        }
        // Nobody in particular says nothing.
        if source.len() == 1
            && !self.tokens[source.start].is_enclitic
            && self.tokens[source.start].is(Class::Nobody)
            && !self.tokens[source.start].is(Class::It)
            && !self.tokens[source.start].classes.meets(PRONOUNS)
        {
            return None;
        }
        let addressee_at = next;
        let spoken = self
            .behind_comparison(hit, &source, next)
            .or_else(|| self.quoted_left(hit, &source));
        // A quotation within an aside before the verb, where the verb has a content of its own: "rappelant des «
        // pressions énormes », il a demandé que".
        let spoken = spoken.filter(|content| {
            let first = content[0].start;
            let is_part = match first.checked_sub(1).and_then(|at| self.quote_opening(at)) {
                Some(quote) => {
                    quote.open > self.range.start && self.tokens[quote.open - 1].mark.is_none()
                }
                None => true,
            };
            let has_own = |right: Range<usize>| right.start < next + 8;
            !(self.language.has_articles
                && is_part
                && self.right(hit, next, true).is_some_and(has_own))
        });
        let mut content = match spoken {
            Some(content) => content,
            None => match self.right(hit, next, !source.is_empty() || self.shares_subject(hit)) {
                Some(content) if !self.is_far(hit, &source, &content) => vec![content],
                right => match (self.clause_left(hit, &source), right) {
                    (Some(left), _) => left,
                    (None, Some(right)) => vec![right],
                    (None, None) => vec![self.clause_behind(hit, next)?],
                },
            },
        };
        content.retain(|c| !c.is_empty());
        let first = content.first()?.clone();
        // What stands inside what was said is nobody's name.
        if content
            .iter()
            .any(|c| c.start < source.end && source.start < c.end)
        {
            return None;
        }
        if source.is_empty() && !is_participle && !is_passive && !self.may_imply(hit) {
            return None;
        }
        if self.language.has_articles && self.is_no_speaker(hit, &source) {
            return None;
        }
        let until = if first.start >= addressee_at {
            first.start
        } else {
            self.range.end.min(addressee_at + 12)
        };
        let addressee = self.addressee(hit, addressee_at, until, &content);
        let draft = self.drafted(&content)?;
        let is_left_out = source.is_empty() && !is_passive;
        let topic = is_left_out.then(|| self.opening_subject(hit)).flatten();
        Some(Draft {
            date: self.dated(hit, &source, &content),
            source: (!source.is_empty()).then_some(source),
            cue: Some(self.whole_cue(hit)),
            addressee,
            gender: hit.form.gender,
            carries_on: is_participle,
            is_shared: is_participle || is_left_out,
            stands_for,
            is_passive,
            topic,
            ..draft
        })
    }

    /// The cue with the preposition of its own that stands right behind it: "مشيرا إلى".
    fn whole_cue(&self, hit: &Hit) -> Range<usize> {
        let next = self
            .tokens
            .get(hit.at.end)
            .filter(|_| hit.at.end < self.range.end);
        let is_own =
            next.is_some_and(|t| t.word.is_some_and(|w| hit.frame.introducers.contains(&w)));
        hit.at.start..hit.at.end + usize::from(is_own)
    }

    pub(crate) fn empty(at: usize) -> Range<usize> {
        at..at
    }

    /// Whether a verb is only wished for or possible: "يجب أن يقول".
    fn is_governed(&self, hit: &Hit) -> bool {
        let begin = hit.at.start;
        begin >= self.range.start + 2
            && self.tokens[begin - 1].is(Class::Complementizer)
            && !self.tokens[begin - 1].is(Class::Opener)
            && self.tokens[begin - 2].is(Class::Governor)
            && !self.tokens[begin - 2].is(Class::Preposition)
    }

    pub(crate) fn is_negated(&self, hit: &Hit) -> bool {
        let from = hit.at.start.saturating_sub(3).max(self.range.start);
        let before = self.tokens[from..hit.at.start].iter().rev();
        let is_taken_back = before
            .take_while(|t| {
                t.mark.is_none()
                    && (t.is(Class::Auxiliary)
                        || t.is(Class::Adverb)
                        || t.is(Class::Negation)
                        || t.is(Class::Unreal))
            })
            .any(|t| t.is(Class::Negation) || t.is(Class::Unreal));
        let behind = self.tokens.get(hit.at.end);
        is_taken_back
            || (self.language.order == Order::Either
                && behind.is_some_and(|t| t.is(Class::Negation)))
    }

    /// Whether a cue of which the group says that its subject follows does not open its clause, or one is a mere
    /// negation of the next: "refuses to believe".
    fn is_misplaced(&self, hit: &Hit) -> bool {
        hit.frame.subject == Some(Order::After) && !self.is_clause_start(hit.at.start)
            || self.tokens[hit.at.start].is(Class::Negation) && self.hit_at(hit.at.end).is_some()
    }

    /// Whether a verb without a subject can still be somebody's.
    fn may_imply(&self, hit: &Hit) -> bool {
        let is_between = |t: &&Token| t.is(Class::Adverb) || t.is(Class::Auxiliary);
        self.language.drops_subjects
            || hit.at.start > self.range.start
                && self.tokens[hit.at.start - 1].is(Class::Coordinator)
            || self.language.has_plain_order()
                && self.tokens[self.range.start..hit.at.start]
                    .iter()
                    .rev()
                    .find(|t| !is_between(t))
                    .is_some_and(|t| t.is(Class::Turn))
    }

    /// "As Quill said, ...": the sentence behind the comma.
    fn behind_comparison(
        &self,
        hit: &Hit,
        source: &Range<usize>,
        next: usize,
    ) -> Option<Vec<Range<usize>>> {
        let first = &self.tokens[self.range.start];
        let is_first = self.language.order == Order::Before
            && (source.start == self.range.start + 1 && source.end <= hit.at.start
                || hit.at.start == self.range.start + 1 && source.start >= hit.at.end)
            && first.is(Class::Conjunction)
            && first.is(Class::Preposition)
            && hit.frame.takes(Takes::Bare);
        let comma = (next..self.range.end.min(next + 4)).find(|&at| self.date_at(at).is_none())?;
        if !is_first || !self.tokens[comma].is_mark(",:") {
            return None;
        }
        let content = comma + 1..self.content_end(comma + 1, hit);
        (content.len() > 3).then(|| vec![content])
    }

    /// Whether the subject is whom it was said to: "was asked", "asked whether he knew, she said no".
    fn is_passive(&self, hit: &Hit) -> bool {
        if self.language.order != Order::Before || hit.frame.role != Role::Verb {
            return false;
        }
        let first = &self.tokens[hit.at.start];
        if !first.is(Class::PastParticiple) {
            return false;
        }
        let opens = hit.group == self.range.start
            || hit.group == self.range.start + 1
                && self.tokens[hit.group - 1].is(Class::Conjunction);
        let has_agent = self
            .tokens
            .get(hit.at.end)
            .is_some_and(|t| t.is(Class::Agent));
        (opens && (hit.frame.addresses_object || has_agent))
            || self.tokens[hit.group..hit.at.start]
                .iter()
                .rev()
                .find(|t| !t.is(Class::Adverb) || t.is(Class::Passive))
                .is_some_and(|t| t.is(Class::Passive))
    }

    /// Whether a participle is the verb of its clause: "is promising".
    fn is_progressive(&self, hit: &Hit) -> bool {
        self.language.order == Order::Before
            && hit.frame.role == Role::Participle
            && self.tokens[hit.group..hit.at.start]
                .iter()
                .any(|t| t.is(Class::Passive))
    }

    /// Whether a verb has the subject of the one before it: "calling for", "and criticized".
    fn shares_subject(&self, hit: &Hit) -> bool {
        if self.language.order != Order::Before || self.language.drops_subjects {
            return false;
        }
        match hit.frame.role {
            Role::Participle => hit.frame.takes(Takes::Object) || hit.frame.takes(Takes::Bare),
            _ => self.may_imply(hit),
        }
    }

    /// A draft of what was said, without the marks at its ends; nothing where only marks are left.
    pub(crate) fn drafted(&self, content: &[Range<usize>]) -> Option<Draft> {
        let bare: Vec<_> = content
            .iter()
            .map(|c| self.bared(c.clone()))
            .filter(|c| !c.is_empty())
            .collect();
        (!bare.is_empty()).then(|| Draft::of(self.kind(content), bare))
    }

    pub(crate) fn kind(&self, content: &[Range<usize>]) -> Kind {
        let is_inside = |c: &Range<usize>| {
            let behind = self.quotes.partition_point(|q| q.open < c.start);
            behind > 0 && c.end <= self.quotes[behind - 1].close
        };
        let holds = |c: &Range<usize>| {
            let first = self.quotes.partition_point(|q| q.open < c.start);
            self.quotes.get(first).is_some_and(|q| q.open < c.end)
        };
        let bared: Vec<_> = content.iter().map(|c| self.bared(c.clone())).collect();
        if bared.iter().all(is_inside) {
            Kind::Direct
        } else if bared.iter().any(|c| holds(c) || is_inside(c)) {
            Kind::Mixed
        } else {
            Kind::Indirect
        }
    }

    pub(crate) fn dated(
        &self,
        hit: &Hit,
        source: &Range<usize>,
        content: &[Range<usize>],
    ) -> Option<usize> {
        let is_said = |at: usize| content.iter().any(|c| c.contains(&at));
        let begin = self
            .range
            .start
            .max(hit.at.start.min(source.start).saturating_sub(12));
        let behind = hit.at.end..self.range.end.min(hit.at.end + 30);
        let before = (begin..hit.at.start).rev();
        behind
            .take_while(|&at| !is_said(at) && self.quote_opening(at).is_none())
            .chain(before.take_while(|&at| !is_said(at)))
            .find_map(|at| self.date_at(at))
    }
}
