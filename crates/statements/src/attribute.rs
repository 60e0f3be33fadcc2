//! From a cue to a statement: whose words, which words, to whom.

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Order, Role, Takes};
use crate::sentence::{PRONOUNS, Sentence};
use crate::statement::Kind;

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
        if self.is_negated(hit) || self.is_misplaced(hit) {
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
        let kind = self.kind(&content);
        let bare: Vec<_> = content
            .iter()
            .map(|c| self.bared(c.clone()))
            .filter(|c| !c.is_empty())
            .collect();
        if bare.is_empty() {
            return None;
        }
        let is_left_out = source.is_empty() && !is_passive;
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
            ..Draft::of(kind, bare)
        })
    }

    /// Whether what follows a verb that goes on with a speaker is whom it was said to: "ودعا المواطنين إلى".
    fn addresses_first(&self, hit: &Hit, source: &Range<usize>) -> bool {
        let goes_on = hit.frame.addresses_object && self.tokens[hit.at.start].is_joined;
        goes_on && source.start >= hit.at.end && !self.is_speaker(source)
    }

    /// Where the object begins in what follows a verb that stands first: at a noun that is the subject's own, at a
    /// word that opens a noun phrase, at a preposition of the verb that is written together with its noun.
    fn object_within(&self, hit: &Hit, phrase: &Range<usize>) -> Option<usize> {
        let has_object = self.tokens[hit.at.start].has_object;
        let is_first = has_object
            || self
                .tokens
                .get(phrase.start)
                .is_some_and(|t| t.is(Class::Event))
            || (hit.frame.takes(Takes::Object)
                && !phrase.is_empty()
                && self.is_owned(phrase.start));
        let from = phrase.start + usize::from(!is_first);
        (from..phrase.end).find(|&at| {
            let token = &self.tokens[at];
            let is_glued = token.word.is_none() && token.end - token.begin > 8;
            token.is(Class::Determiner)
                || token.is(Class::Event)
                || (hit.frame.takes(Takes::Object) && self.is_owned(at))
                || (is_glued
                    && hit.frame.glued.is_some()
                    && self.first_letter(at) == hit.frame.glued)
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

    /// Whether a noun has a pronoun of the third person written together with it.
    fn is_owned(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        token.word.is_none()
            && token.end - token.begin > 6
            && ["ه", "ها", "هم"]
                .iter()
                .any(|own| self.body[token.begin..token.end].ends_with(own))
    }

    fn empty(at: usize) -> Range<usize> {
        at..at
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
        self.language.drops_subjects
            || hit.at.start > self.range.start
                && self.tokens[hit.at.start - 1].is(Class::Coordinator)
    }

    /// "As Crane said, ...": the sentence behind the comma.
    fn behind_comparison(
        &self,
        hit: &Hit,
        source: &Range<usize>,
        next: usize,
    ) -> Option<Vec<Range<usize>>> {
        let first = &self.tokens[self.range.start];
        let is_first = self.language.order == Order::Before
            && source.start == self.range.start + 1
            && first.is(Class::Conjunction)
            && first.is(Class::Preposition)
            && source.end <= hit.at.start
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
        (opens && hit.frame.addresses_object)
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

    /// Who acts in a passive clause, behind its verb, and the first token behind both.
    fn agent(&self, hit: &Hit) -> (Range<usize>, usize) {
        let end = hit.at.end;
        if end + 1 < self.range.end && self.tokens[end].is(Class::Agent) {
            let phrase = self.phrase_after(end + 1, 16);
            if !phrase.is_empty() {
                let next = phrase.end;
                return (phrase, next);
            }
        }
        (Self::empty(hit.at.start), end)
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

    /// The subject of a verb, and the first token behind verb and subject.
    #[expect(
        clippy::too_many_lines,
        reason = "one decision after the other, each a few lines"
    )]
    pub(crate) fn subject(&self, hit: &Hit, left: usize) -> (Range<usize>, usize) {
        let (begin, end) = (hit.group, hit.at.end);
        // "a-t-il dit", "dit-elle".
        let is_inverted = |at: &usize| {
            let token = &self.tokens[*at];
            token.is_enclitic
                && (token.classes.meets(PRONOUNS)
                    || token.is(Class::Party)
                    || token.is(Class::Nobody))
        };
        if let Some(at) = (begin..self.range.end.min(end + 1)).find(is_inverted) {
            return (at..at + 1, end.max(at + 1));
        }
        if self.language.has_articles {
            return self.free_subject(hit, left);
        }
        let before = || {
            if let Some(phrase) = self.main_subject(begin) {
                return phrase;
            }
            let mut phrase = self.phrase_before(begin, left);
            if phrase.clone().all(|at| self.tokens[at].is(Class::Relative)) {
                phrase = self.related(begin, left);
            }
            phrase
        };
        let stands_in = self
            .tokens
            .get(end)
            .is_some_and(|t| end < self.range.end && t.is(Class::Resumptive));
        let after = || self.subject_after(end + usize::from(stands_in));
        match hit.frame.subject.unwrap_or(self.language.order) {
            Order::Before => {
                // What follows "told" is whom it was said to.
                let inverts = hit.frame.subject.is_none() && !hit.frame.addresses_object;
                if inverts && begin == self.range.start && hit.frame.role == Role::Verb {
                    // "Said Dorothy Poynter, who ...".
                    let phrase = after();
                    let next = phrase.end;
                    let is_name = self.tokens.get(phrase.start).is_some_and(|t| t.is_capital);
                    return if is_name && self.is_closed(next) {
                        (phrase, next)
                    } else {
                        (Self::empty(begin), end)
                    };
                }
                if inverts && self.is_behind_quote(begin)
                    || inverts && begin > self.range.start && self.tokens[begin - 1].is_mark(",")
                {
                    let phrase = after();
                    let is_whole = self.is_closed(phrase.end);
                    let opens_clause = self
                        .tokens
                        .get(phrase.start)
                        .is_some_and(|t| t.is(Class::Complementizer));
                    if !phrase.is_empty() && is_whole && !opens_clause {
                        // "Judy, the chairwoman, said the plan": what is set beside a noun ends at the comma as well.
                        let apposed = if self.is_behind_quote(begin) || self.ends_clause(phrase.end)
                        {
                            Self::empty(begin)
                        } else {
                            before()
                        };
                        if !apposed.is_empty() {
                            return (apposed, end);
                        }
                        let next = phrase.end;
                        return (phrase, next);
                    }
                }
                (before(), end)
            }
            Order::After => {
                let is_first = self.is_clause_start(begin);
                let is_aside = begin > self.range.start && self.tokens[begin - 1].is_mark(",،");
                let phrase = if is_aside && !self.tokens[begin].is_joined {
                    // "بيدرو سانشيز, مثل ..., قال": the head of the sentence, if nothing but an aside stands between.
                    let head = before();
                    if head.start == self.range.start {
                        head
                    } else {
                        Self::empty(begin)
                    }
                } else if is_first {
                    Self::empty(begin)
                } else {
                    before()
                };
                if !phrase.is_empty() && self.is_noun_first(phrase.start, begin) {
                    return (phrase, end);
                }
                let behind = after();
                let next = behind.end.max(end);
                if behind.is_empty()
                    && !stands_in
                    && is_first
                    && begin > self.range.start
                    && self.tokens[begin - 1].is(Class::Relative)
                {
                    return (self.related(begin, left), end);
                }
                (behind, next)
            }
            Order::Either => {
                // "Y, the director, told X that": what was said stands behind, so the subject does not.
                let is_told = !self.is_behind_quote(begin)
                    && begin > self.range.start
                    && self.tokens[begin - 1].is_mark(",")
                    && (end..self.range.end.min(end + 5)).any(|at| self.opens_clause_at(at));
                if is_told {
                    let phrase = before();
                    if !phrase.is_empty() && !self.opens_aside(phrase.start) {
                        return (phrase, end);
                    }
                }
                // "..., and asked her": the subject is that of the verb before.
                if begin > self.range.start
                    && self.tokens[begin - 1].is(Class::Coordinator)
                    && hit.frame.addresses_object
                {
                    return (Self::empty(begin), end);
                }
                if self.is_behind_quote(begin)
                    || self.is_clause_start(begin)
                        && begin > self.range.start
                        && self.tokens[begin - 1].mark.is_some()
                {
                    let phrase = after();
                    if !phrase.is_empty() {
                        let next = phrase.end;
                        return (phrase, next);
                    }
                }
                let phrase = before();
                if phrase.is_empty() || self.opens_aside(phrase.start) {
                    let behind = after();
                    if !behind.is_empty() {
                        let next = behind.end;
                        return (behind, next);
                    }
                }
                (phrase, end)
            }
        }
    }

    /// Whether what stands before a verb, in a language whose verbs come first, is its subject all the same: behind a
    /// word that wants a noun first, or where it looks like a noun.
    fn is_noun_first(&self, at: usize, verb: usize) -> bool {
        let token = &self.tokens[at];
        let is_wanted = at > self.range.start && {
            let before = &self.tokens[at - 1];
            before.is(Class::Complementizer) || before.is(Class::Auxiliary)
        };
        // "فؤاد السنيورة قال": a name at the head of a sentence.
        let has_aside = (at..verb)
            .take_while(|&i| !self.tokens[i].is_mark(",،"))
            .any(|i| self.tokens[i].is(Class::Preposition));
        let is_head = at == self.range.start
            && !has_aside
            && verb <= at + 14
            && !token.is_joined
            && !self.opens_aside(at);
        let is_definite = self.is_definite(at);
        is_wanted
            || is_head
            || is_definite
            || token.is(Class::Role)
            || token.is(Class::Title)
            || token.classes.meets(PRONOUNS)
    }

    /// The noun that a relative pronoun before `verb` stands for: "Peskov, who said".
    pub(crate) fn related(&self, verb: usize, left: usize) -> Range<usize> {
        let mut at = verb;
        while at > left && at + 4 > verb {
            at -= 1;
            let token = &self.tokens[at];
            if token.is(Class::Relative) {
                let comma = at > left && self.tokens[at - 1].is_mark(",،");
                return self.phrase_before(at - usize::from(comma), 0);
            }
            if !(token.is(Class::Auxiliary)
                || token.is(Class::Adverb)
                || self.date_at(at).is_some())
            {
                break;
            }
        }
        Self::empty(verb)
    }

    pub(crate) fn is_closed(&self, at: usize) -> bool {
        at >= self.range.end || {
            let token = &self.tokens[at];
            token.mark.is_some()
                || token.is(Class::Preposition)
                || token.is(Class::Conjunction)
                || token.is(Class::To)
                || self.date_at(at).is_some()
                || token.is(Class::Adverb)
        }
    }

    /// Whether a clause is over at a token.
    fn ends_clause(&self, at: usize) -> bool {
        at >= self.range.end || self.tokens[at].is_mark(".!?;,،")
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

    /// The phrase at `at`, which may be a name in quotation marks: "по сообщению «Фигаро»".
    fn named_after(&self, at: usize) -> Range<usize> {
        match self.quote_opening(at) {
            Some(quote) if at < self.range.end && quote.close - quote.open <= 6 => {
                at..quote.close + 1
            }
            _ => self.phrase_after(at, 24),
        }
    }

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
        if source.is_empty() && !is_owned {
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
        if next < self.range.end && self.tokens[next].is_mark(",،，") {
            next += 1;
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

    fn postposed(&self, hit: &Hit, left: usize) -> Option<Draft> {
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
    fn noun(&self, hit: &Hit) -> Option<Draft> {
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
            if token.mark.is_some() {
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
            let opens = hit.frame.takes(Takes::That) && token.is(Class::Complementizer);
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

    /// Whether a phrase names a kind of speaker, or somebody.
    pub(crate) fn is_speaker(&self, phrase: &Range<usize>) -> bool {
        let names = self.language.has_capitals && !self.language.has_capital_nouns;
        self.tokens[phrase.clone()]
            .iter()
            .any(|t| t.is(Class::Role) || t.is(Class::Title) || (names && t.is_capital))
    }
}
