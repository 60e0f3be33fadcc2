//! Where what was said begins and ends.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Order, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::{PRONOUNS, Sentence};
use crate::tokens::Token;

/// How far behind its cue what was said may begin, in tokens.
const REACH: usize = 45;

impl Sentence<'_> {
    /// Whether a quotation, or the comma behind one, ends right before a token.
    pub(crate) fn is_behind_quote(&self, at: usize) -> bool {
        self.quote_behind(at).is_some()
    }

    pub(crate) fn quote_behind(&self, at: usize) -> Option<Quote> {
        let mut at = at;
        for _ in 0..3 {
            if at <= self.range.start {
                return None;
            }
            at -= 1;
            if let Some(quote) = self.quote_closing(at) {
                return Some(quote);
            }
            if !self.tokens[at].is_mark(",،-–—.!?") {
                return None;
            }
        }
        None
    }

    /// The quotation that stands right before the cue or its source, and its continuation behind them.
    pub(crate) fn quoted_left(
        &self,
        hit: &Hit,
        source: &Range<usize>,
    ) -> Option<Vec<Range<usize>>> {
        if !hit.frame.takes(Takes::Quote) {
            return None;
        }
        let first = if source.is_empty() {
            hit.group
        } else {
            source.start.min(hit.group)
        };
        let quote = self.quote_behind(first)?;
        // A quotation of a word or two is a name or an emphasis, unless it opens the sentence.
        let words = self.tokens[quote.inside()]
            .iter()
            .filter(|t| t.mark.is_none())
            .count();
        if words < 3 && quote.open > self.range.start {
            return None;
        }
        let mut content = vec![];
        // Mixed: words of the reporter's before the quotation belong to it.
        let mut begin = self.content_begin(quote.open);
        if (begin..quote.open).any(|at| self.hit_at(at).is_some()) {
            // What stands there is what somebody else is said to have said.
            begin = quote.open;
        }
        content.push(if begin < quote.open {
            begin..quote.close + 1
        } else {
            quote.inside()
        });
        let last = source
            .end
            .max(hit.at.end)
            .max(hit.particle.map_or(0, |p| p + 1));
        if let Some(more) = self.continued(last) {
            content.push(more);
        }
        Some(content)
    }

    /// A quotation that goes on behind the attribution: "...", he said, "...".
    pub(crate) fn continued(&self, from: usize) -> Option<Range<usize>> {
        let end = self.range.end.min(from + 25);
        for at in from..end {
            if let Some(quote) = self.quote_opening(at) {
                let is_set_off = at > from
                    && (self.tokens[at - 1].is_mark(",:،-–—") || self.tokens[at].is_mark("–—-"));
                return is_set_off.then(|| quote.inside());
            }
        }
        None
    }

    /// Where a content that stands before its attribution begins.
    pub(crate) fn content_begin(&self, from: usize) -> usize {
        let mut begin = from;
        while begin > self.range.start {
            let at = begin - 1;
            let token = &self.tokens[at];
            let is_parted = self.tokens.get(at + 1).is_some_and(|next| next.is_spaced);
            if token.is_mark("–—") && token.is_spaced || token.is_mark(";؛:") && is_parted {
                break;
            }
            if token.is_mark(":;؛") && self.tokens.get(begin).is_some_and(|next| next.is_spaced) {
                break;
            }
            if token.is_mark(".!?…") {
                break;
            }
            begin = at;
        }
        if begin < from && self.tokens[begin].is(Class::Coordinator) {
            begin += 1;
        }
        begin
    }

    /// The clause a parenthesis of cue and source is set into or stands behind.
    pub(crate) fn clause_left(
        &self,
        hit: &Hit,
        source: &Range<usize>,
    ) -> Option<Vec<Range<usize>>> {
        if !hit.frame.takes(Takes::Trailing) {
            return None;
        }
        let first = if source.is_empty() {
            hit.group
        } else {
            source.start.min(hit.group)
        };
        if first < self.range.start + 3 || !self.tokens[first - 1].is_mark(",،–—-") {
            return None;
        }
        if self.language.order == Order::After && (source.is_empty() || !self.is_closed(source.end))
        {
            return None;
        }
        let last = hit.at.end.max(source.end);
        if self.language.order == Order::Either
            && source.start < hit.at.start
            && !self.is_closed(last)
        {
            return None;
        }
        let begin = self.content_begin(first - 1);
        let left = begin..first - 1;
        if left.len() < 2 {
            return None;
        }
        if self.language.has_articles {
            // "In May, the artist wrote a letter": what goes on behind its verb is no attribution.
            let goes_on = source.end <= hit.at.start
                && !self.is_over(hit.at.end)
                && !self.is_dated(hit.at.end);
            let is_aside = self.opens_aside(begin)
                && left.len() < 8
                && !self.tokens[left.clone()].iter().any(|t| t.is_mark(","));
            if (goes_on && !source.is_empty()) || (is_aside && source.is_empty()) {
                return None;
            }
        }
        let mut content = vec![left];
        let last = source
            .end
            .max(hit.at.end)
            .max(hit.particle.map_or(0, |p| p + 1));
        // Behind it the clause may go on: "There was a time, he said, when ...".
        let comma =
            (last..self.range.end.min(last + 8)).find(|&at| self.tokens[at].is_mark(",،–—"));
        if let Some(comma) = comma.filter(|&c| c == last)
            && comma + 2 < self.range.end
            && !self.tokens[comma].is_mark("–—")
        {
            let next = comma + 1;
            // "..., says Paul, from the seat of the firm" is no part of it; "a time, he said, in which" is.
            let is_elsewhere = self.language.has_articles
                && self.opens_aside(next)
                && !self.tokens[next + 1].is(Class::Relative)
                && content[0].len() > 8;
            if is_elsewhere {
                return Some(content);
            }
            let more = next..self.content_end(next, hit);
            // A whole clause before the attribution does not go on with "..., he said, wiping his face".
            let first = &self.tokens[begin];
            let is_open = self.language.order != Order::Before
                || self.opens_aside(begin)
                || first.is(Class::Conjunction)
                || content[0].len() <= 6
                || self.tokens[more.start].is(Class::Conjunction);
            if more.len() > 2 && is_open && self.hit_at(more.start).is_none() {
                content.push(more);
            }
        }
        Some(content)
    }

    /// Whether a content behind an attribution that has another clause before it begins too far back to be its own:
    /// "..., a dit Paul à Denver, où ...".
    pub(crate) fn is_far(&self, hit: &Hit, source: &Range<usize>, content: &Range<usize>) -> bool {
        self.language.has_articles
            && source.start >= hit.at.end
            && self.is_set_off(hit)
            && content.start > source.end + 2
            && self.tokens[source.end..content.start]
                .iter()
                .any(|t| t.is_mark(",;"))
    }

    /// The clause behind an aside that opens the sentence: "Comme l'a dit le ministre, ...".
    pub(crate) fn clause_behind(&self, hit: &Hit, next: usize) -> Option<Range<usize>> {
        let is_aside = hit.frame.takes(Takes::Trailing)
            && self.tokens[hit.group].is(Class::As)
            && self.is_clause_start(hit.group);
        let comma = (next..self.range.end).find(|&at| self.tokens[at].mark.is_some())?;
        let begin = comma + 1;
        (is_aside && self.tokens[comma].is_mark(",") && begin + 2 < self.range.end)
            .then(|| begin..self.content_end(begin, hit))
    }

    /// What was said, where it stands behind the cue.
    #[expect(
        clippy::too_many_lines,
        reason = "one walk over the words behind a cue, a few lines for each kind"
    )]
    pub(crate) fn right(&self, hit: &Hit, from: usize, has_source: bool) -> Option<Range<usize>> {
        let frame = hit.frame;
        if has_source && self.opens_clause(hit, from) {
            return self.rest(hit, from);
        }
        if let Some(begin) = self
            .behind_addressee(hit, from)
            .filter(|_| has_source || hit.frame.role == Role::Participle)
        {
            return Some(begin..self.content_end(begin, hit));
        }
        let end = self.range.end.min(from + REACH);
        let mut commas = 0;
        let mut at = from;
        let opens_object = self.opens_object(hit, from);
        while at < end {
            let token = &self.tokens[at];
            if let Some(quote) = self.quote_opening(at) {
                if opens_object && at > from && self.tokens[at - 1].mark.is_none() {
                    break;
                }
                if at > from && self.tokens[at - 1].is_mark("(") {
                    at = quote.close + 1;
                    continue;
                }
                // A word or two in quotation marks may be a name on the way.
                let words = self.tokens[quote.inside()]
                    .iter()
                    .filter(|t| t.mark.is_none())
                    .count();
                let is_name = words < 3 + usize::from(!frame.takes(Takes::Bare))
                    && at > from
                    && self.tokens[at - 1].mark.is_none()
                    && !frame.takes(Takes::Object);
                if frame.takes(Takes::Quote) && !is_name {
                    return Some(self.quoted_right(quote, from, hit));
                }
                at = quote.close + 1;
                continue;
            }
            if token.mark.is_some() {
                if token.is_mark(":：") {
                    if let Some(quote) = self
                        .quote_opening(at + 1)
                        .filter(|_| frame.takes(Takes::Quote))
                    {
                        return Some(self.quoted_right(quote, at + 1, hit));
                    }
                    if frame.takes(Takes::Quote) && at + 1 < self.range.end {
                        return Some(at + 1..self.content_end(at + 1, hit));
                    }
                    return None;
                }
                if token.is_mark("?!;؛.。") {
                    break;
                }
                if token.is_mark(",،，") {
                    commas += 1;
                    if commas > 4 {
                        break;
                    }
                }
                at += 1;
                continue;
            }
            if at > from && !self.language.is_verb_final && self.is_next_statement(at) {
                break;
            }
            let is_verb = token.is(Class::Auxiliary) || token.is(Class::Verb);
            if self.language.has_articles && at > from && is_verb && !token.is(Class::Determiner) {
                break;
            }
            let is_introducer = token.word.is_some_and(|w| frame.introducers.contains(&w));
            if is_introducer {
                let opens = self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is(Class::Complementizer) && !t.is(Class::Opener));
                // "о том, что".
                let points = self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is(Class::Determiner))
                    && self.opens_clause_at(at + 2);
                let begin = at + 1 + if points { 3 } else { usize::from(opens) };
                let end = if opens || points {
                    self.content_end(begin, hit)
                } else {
                    self.phrase_end(begin, hit)
                };
                return Some(self.whole_quote(begin..end));
            }
            if frame.takes(Takes::That)
                && !(opens_object && at > from)
                && token.is(Class::Complementizer)
                && self.is_complementizer(at)
            {
                let begin = if token.is(Class::Opener)
                    || token.is(Class::Question) && !frame.takes(Takes::That)
                {
                    at
                } else {
                    at + 1
                };
                return Some(self.whole_quote(begin..self.content_end(begin, hit)));
            }
            let may_ask = !self.language.has_articles
                || at == from
                || (commas == 0 && at < from + 8 && self.opens_aside(from));

            // "..., said Kantrowitz, who wrote": a clause about the speaker.
            let is_about = token.is(Class::Relative) && at > 0 && self.tokens[at - 1].is_mark(",،");
            if frame.takes(Takes::Question) && token.is(Class::Question) && !is_about && may_ask {
                return Some(at..self.content_end(at, hit));
            }
            let is_near = !self.language.has_articles || commas == 0 && at < from + 12;
            if frame.takes(Takes::Infinitive)
                && !opens_object
                && is_near
                && let Some(begin) = self.infinitive(at)
            {
                return Some(begin..self.content_end(begin, hit));
            }
            at += 1;
        }
        let is_object = frame.takes(Takes::Object)
            && self.language.order == Order::After
            && from == hit.at.end
            && has_source;
        let glued = self.glued(hit, from, end);
        if glued.is_some() && !is_object {
            return glued;
        }
        let takes_rest = frame.takes(Takes::Bare) || frame.takes(Takes::Object);
        let implies = self.language.drops_subjects && opens_object && self.is_free_of_clitics(hit);
        if !takes_rest || from >= self.range.end || !(has_source || implies) {
            return None;
        }
        if self.language.order == Order::After {
            return self.object_behind_subject(hit, from);
        }
        if self.language.order == Order::Before
            && hit.frame.addresses_object
            && !hit.frame.takes(Takes::Object)
        {
            // "..., told the Times": whom it was said to is not what was said.
            return None;
        }
        self.rest(hit, from)
    }

    /// Whether no pronoun stands before a verb, which makes a passive of it: "se anunció la visita".
    fn is_free_of_clitics(&self, hit: &Hit) -> bool {
        !self.tokens[hit.group..hit.at.start]
            .iter()
            .any(|t| t.is(Class::Clitic))
            && (self.is_clause_start(hit.group) || self.is_behind_aside_alone(hit.group))
            && !(hit.group > self.range.start && self.tokens[hit.group - 1].is(Class::Relative))
    }

    /// Whether an object stands right behind a cue: what a relative pronoun or a quotation says further on is its own.
    fn opens_object(&self, hit: &Hit, from: usize) -> bool {
        self.language.has_articles
            && from < self.range.end
            && (from == hit.at.end || self.tokens[from - 1].is_enclitic)
            && !hit.frame.addresses_object
            && self.tokens[from].is(Class::Determiner)
            && !self.tokens[from].is(Class::Complementizer)
            && !self.is_dated(from)
    }

    /// Whether a clause that needs nothing to open it begins right behind a cue: "said the plan would fail".
    fn opens_clause(&self, hit: &Hit, from: usize) -> bool {
        if !hit.frame.takes(Takes::Bare)
            || hit.frame.addresses_object
            || self.language.order != Order::Before
            || self.language.is_verb_final
        {
            return false;
        }
        let at = (from..self.range.end).find(|&at| self.date_at(at).is_none());
        let Some(token) = at.map(|at| &self.tokens[at]) else {
            return false;
        };
        let opens_else = [
            Class::Complementizer,
            Class::Question,
            Class::Preposition,
            Class::To,
            Class::Infinitive,
            Class::Adverb,
            Class::Coordinator,
            Class::Conjunction,
            Class::Relative,
            Class::Genitive,
        ];
        token.mark.is_none()
            && !token.is(Class::Complementizer)
            && (token.is(Class::Determiner) || !opens_else.iter().any(|&c| token.is(c)))
    }

    /// Where a clause that nothing opens begins behind the addressee: "told reporters he would stay".
    fn behind_addressee(&self, hit: &Hit, from: usize) -> Option<usize> {
        if !hit.frame.addresses_object
            || !hit.frame.takes(Takes::Bare)
            || self.language.order != Order::Before
        {
            return None;
        }
        let phrase = self.phrase_after(from, 14);
        if phrase.is_empty() || phrase.end >= self.range.end {
            return None;
        }
        let mut at = phrase.end;
        let opens = |at: usize| {
            let token = &self.tokens[at];
            token.mark.is_none()
                && !token.is(Class::Complementizer)
                && (token.classes.meets(PRONOUNS)
                    || token.is(Class::It)
                    || token.is(Class::Party)
                    || token.is(Class::Determiner)
                    || token.is(Class::Nobody))
        };
        while at < self.range.end && self.date_at(at).is_some() {
            at += 1;
        }
        if at < self.range.end && self.opens_aside(at) {
            // "told Fox News on the phone he".
            let phrase = self.phrase_after(at + 1, 6);
            at = if phrase.is_empty() { at } else { phrase.end };
        }
        (at < self.range.end && opens(at)).then_some(at)
    }

    /// Whether another statement's cue at `at` ends the search for what was said.
    fn is_next_statement(&self, at: usize) -> bool {
        self.hit_at(at).is_some_and(|hit| match hit.frame.role {
            Role::Verb => true,
            Role::Participle => {
                self.tokens[at - 1].is_mark(",،") || self.language.order == Order::After
            }
            Role::Noun | Role::Before | Role::After => false,
        })
    }

    /// The object of a verb whose subject stands between the two: behind a comma that closes something set beside the
    /// subject, or at a noun that is the subject's own ("نفى المجلس تدخله").
    fn object_behind_subject(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let mut begin = from;
        if self.tokens[from].is_mark(",،") {
            let end = self.range.end.min(from + REACH);
            begin = (from + 1..end)
                .take_while(|&at| {
                    !self.tokens[at].is_mark(".;؛:!?؟") && !self.is_next_statement(at)
                })
                .filter(|&at| self.tokens[at - 1].is_mark(",،"))
                .find(|&at| {
                    self.tokens[at].mark.is_none()
                        && !self.opens_aside(at)
                        && !self.tokens[at].is(Class::Conjunction)
                        && !self.tokens[at].is(Class::Relative)
                        && !self.tokens[at].is_joined
                })?;
        }
        let token = &self.tokens[begin];
        if token.mark.is_some()
            || self.opens_aside(begin)
            || token.is(Class::Relative)
            || token.is(Class::Addressed)
        {
            return None;
        }
        let content = begin..self.phrase_end(begin, hit);
        (content.len() >= 2).then_some(content)
    }

    /// What follows a cue directly, without anything that opens it.
    pub(crate) fn rest(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let mut from = from;
        while from < self.range.end
            && (self.date_at(from).is_some()
                || self.language.has_articles
                    && (self.is_dated(from) || self.tokens[from].is(Class::Adverb)))
        {
            from += 1;
        }
        if self.language.has_articles
            && hit.frame.takes(Takes::Object)
            && self
                .tokens
                .get(from)
                .is_some_and(|t| t.is(Class::To) && !t.is(Class::Determiner))
        {
            // "reproche au ministère son silence".
            let object = self.aside_end(from);
            if object < self.range.end && self.tokens[object].is(Class::Determiner) {
                from = object;
            }
        }
        let token = self.tokens.get(from).filter(|_| from < self.range.end)?;
        if token.is_mark(",،，") {
            let may_follow =
                hit.frame.subject == Some(Order::Before) && hit.frame.takes(Takes::Bare);
            if self.language.has_capitals && !self.language.has_capital_nouns && !may_follow
                || from + 1 >= self.range.end
            {
                return None;
            }
            from += 1;
        }
        let token = &self.tokens[from];
        let is_closed = token.mark.is_some() && self.quote_opening(from).is_none();
        if is_closed
            || (token.is(Class::Preposition)
                && !token.is(Class::Determiner)
                && !token.is(Class::Complementizer)
                && (from == hit.at.end || self.language.has_articles)
                && !hit.frame.takes(Takes::Bare))
        {
            return None;
        }
        if token.is(Class::Coordinator)
            || token.is(Class::Conjunction) && !token.is(Class::Complementizer)
        {
            return None;
        }
        if hit.frame.takes(Takes::Bare)
            && !hit.frame.takes(Takes::Object)
            && token.is(Class::Preposition)
            && token.mark.is_none()
            && !token.is(Class::Determiner)
        {
            // "said in a statement" without more says nothing.
            let content = from..self.content_end(from, hit);
            return (content.len() > 12).then_some(content);
        }
        let mut content = from..self.content_end(from, hit);
        if !hit.frame.takes(Takes::Bare) {
            content.end = self.undated(content.clone());
            if self.language.order == Order::Before && !self.language.drops_subjects {
                content.end = self.object_end(content.clone());
            }
        }
        (content.len() >= 2).then_some(content)
    }

    /// Where an object ends for good: at an expression of time, at what a comma sets off, at the next verb.
    fn object_end(&self, content: Range<usize>) -> usize {
        let mut at = content.start + 1;
        while at + 1 < content.end {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            let (token, next) = (&self.tokens[at], &self.tokens[at + 1]);
            let opens_clause = token.is(Class::Conjunction)
                && !token.is(Class::Complementizer)
                && !token.is(Class::Relative)
                && (!token.is(Class::Preposition) || next.classes.meets(PRONOUNS));
            let is_set_off = token.is_mark(",")
                && (next.is(Class::Relative)
                    || next.is(Class::Conjunction)
                    || next.is(Class::Determiner)
                    || next.is(Class::Adverb)
                    || next.is(Class::Preposition)
                    || next.classes.meets(PRONOUNS)
                    || self.hit_at(at + 1).is_some());
            let opens_verb = token.is(Class::Coordinator)
                && (self
                    .hit_at(at + 1)
                    .is_some_and(|hit| hit.frame.role == Role::Verb)
                    || next.is(Class::Auxiliary));
            let dates = token.is(Class::Preposition) && self.date_at(at + 1).is_some();
            if opens_clause || is_set_off || opens_verb || dates || self.date_at(at).is_some() {
                return at;
            }
            at += 1;
        }
        content.end
    }

    /// The end of an object without the expression of time that dates the saying: "announced a halt in October".
    fn undated(&self, content: Range<usize>) -> usize {
        let mut end = content.end;
        while end > content.start && self.tokens[end - 1].mark.is_some() {
            end -= 1;
        }
        let last = end;
        while end > content.start && self.date_at(end - 1).is_some() {
            end -= 1;
        }
        let is_part = |at: &usize| {
            let token = &self.tokens[*at];
            token.is(Class::Preposition)
                || token.is(Class::Genitive)
                || token.is(Class::Determiner)
                || token.is(Class::Period)
        };
        let reach = if self.language.has_articles { 6 } else { 3 };
        let opens = (content.start + 2..end)
            .rev()
            .take(reach)
            .take_while(|at| !self.language.has_articles || is_part(at))
            .find(|&at| self.tokens[at].is(Class::Preposition));
        match opens.filter(|_| end < last) {
            Some(at) => at,
            None => content.end,
        }
    }

    pub(crate) fn glued(&self, hit: &Hit, from: usize, end: usize) -> Option<Range<usize>> {
        let letter = hit.frame.glued?;
        let at = (from..end)
            .take_while(|&at| !self.tokens[at].is_mark(".!?؟"))
            .find(|&at| {
                let token = &self.tokens[at];
                token.mark.is_none()
                    && token.word.is_none()
                    && token.end - token.begin > 6
                    && self.first_letter(at) == Some(letter)
            })?;
        Some(at..self.phrase_end(at, hit))
    }

    pub(crate) fn is_complementizer(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        // "that" behind a noun is a relative pronoun as often; behind a comma "die" and "das" are.
        if token.is(Class::Determiner)
            && at > self.range.start
            && !self.tokens[at - 1].is_mark(",")
            && self.language.order == Order::Either
        {
            return false;
        }
        true
    }

    /// Where a clause with an infinitive begins whose first token is at `at`.
    fn infinitive(&self, at: usize) -> Option<usize> {
        let token = &self.tokens[at];
        if !self.language.knows_infinitives {
            return (token.is(Class::Infinitive) && self.is_infinitive(at)).then_some(at);
        }
        let is_form = |at: usize| {
            let token = &self.tokens[at];
            token.is(Class::InfinitiveForm) && token.mark.is_none() && !token.is_capital
        };
        if token.is(Class::Infinitive) {
            // "de ne pas partir", "de se rendre".
            let verb = (at + 1..self.range.end.min(at + 5)).find(|&at| {
                let token = &self.tokens[at];
                !token.is(Class::Clitic) && !token.is(Class::Negation) && !token.is_mark("«\"“")
            })?;
            return is_form(verb).then_some(at + 1);
        }
        let before = &self.tokens[at - 1];
        let is_object = before.is(Class::Preposition)
            || before.is(Class::Determiner)
            || before.is(Class::Genitive);
        (is_form(at) && !is_object && before.mark.is_none()).then_some(at)
    }

    pub(crate) fn is_infinitive(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.mark.is_none()
                && !next.is(Class::Determiner)
                && !next.is_capital
                && !next.is_number
                && !next.classes.meets(PRONOUNS)
        })
    }

    /// A quotation behind the cue, with the reporter's words around it where they belong together.
    pub(crate) fn quoted_right(&self, quote: Quote, from: usize, hit: &Hit) -> Range<usize> {
        let words = self.tokens[quote.inside()]
            .iter()
            .filter(|t| t.mark.is_none())
            .count();
        let is_object = hit.frame.takes(Takes::Object) && !hit.frame.takes(Takes::That);
        let is_introduced = quote.open == from
            || (quote.open > 0
                && self.tokens[quote.open - 1].mark.is_some()
                && !(is_object && self.tokens[quote.open - 1].is_mark(",")));
        let next = quote.close + 1;
        // "... "a", and "b"": the quotation goes on.
        let goes_on = next < self.range.end
            && self.tokens[next].mark.is_none()
            && !self.tokens[next].is(Class::Coordinator)
            && words < 4;
        if is_introduced && !goes_on {
            return quote.inside();
        }
        // "said the plan "would not work"": the words before the quotation are part of what was said.
        let is_part = hit.frame.takes(Takes::Bare)
            && !hit.frame.addresses_object
            && self.language.order == Order::Before
            && !self.opens_aside(from);
        let praises =
            is_object && self.language.order == Order::Before && !self.tokens[from].is_mark(",");
        let runs_on = hit.frame.takes(Takes::Object)
            && (praises || next < self.range.end && self.tokens[next].mark.is_none());
        if words >= 4 && !is_part && !goes_on && !runs_on {
            return quote.inside();
        }
        from..self.content_end(from, hit)
    }

    /// A content that is one quotation, without its marks.
    pub(crate) fn whole_quote(&self, content: Range<usize>) -> Range<usize> {
        match self.quote_opening(content.start) {
            Some(quote) if quote.close + 1 >= content.end => {
                quote.open + 1..quote.close.min(content.end)
            }
            _ => content,
        }
    }

    /// Where a noun phrase ends that was announced or called for. In a language that joins clauses by a letter written
    /// together with the verb, a clause of the reporter's own begins behind a comma with a joined word that is no noun.
    fn phrase_end(&self, from: usize, hit: &Hit) -> usize {
        let end = self.content_end(from, hit);
        if self.language.order != Order::After {
            return end;
        }
        (from + 2..end)
            .find(|&at| {
                let token = &self.tokens[at];
                let follows = self.tokens[at - 1].is_mark(",،") && token.mark.is_none();
                follows && token.word.is_none() && self.starts_joined(at) && !self.is_definite(at)
            })
            .unwrap_or(end)
    }

    /// Where what was said ends that begins at `from`.
    pub(crate) fn content_end(&self, from: usize, hit: &Hit) -> usize {
        let mut at = from;
        while at < self.range.end {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            let token = &self.tokens[at];
            if token.is_mark(",،") && self.is_adverbial(hit) && self.opens_main_clause(at + 1) {
                return at;
            }
            if self.language.has_articles && at > from + 1 && self.turns(at, from, hit) {
                return at;
            }
            if at > from + 1
                && token.mark.is_none()
                && let Some(next) = self.hit_at(at)
                && next.at.start != hit.at.start
            {
                let before = &self.tokens[at - 1];
                let is_set_off = before.is_mark(",،，;؛")
                    || before.is(Class::Coordinator)
                    || token.is_joined
                    || (self.quote_closing(at - 1).is_some()
                        && at > 1
                        && self.tokens[at - 2].is_mark(",،"));
                // "..., but he added": the clause is the reporter's again.
                let is_turn = before.is(Class::Turn)
                    || before.is(Class::Conjunction)
                        && at > from + 2
                        && self.tokens[at - 2].is_mark(",،，");
                let goes_on = is_turn
                    || match next.frame.role {
                        Role::Participle => is_set_off || self.language.order == Order::After,
                        Role::Before => before.is_mark(",،，") && self.is_last_clause(at),
                        Role::Verb if self.is_set_in(hit, before, next) => true,
                        Role::Verb => {
                            before.is(Class::Coordinator)
                                && !self.language.is_verb_final
                                && (self.opens_content(next.at.end)
                                    || self.tokens[from].is(Class::InfinitiveForm)
                                        && !token.is(Class::InfinitiveForm)
                                    || self.language.order == Order::Either
                                        && self.tokens[at - 2].is_mark(",")
                                    || self.language.order == Order::Before
                                        && !self.language.drops_subjects
                                        && at > from + 3
                                        && self.tokens[at - 2].is_mark(",\"”’"))
                                || token.is_joined
                                || (before.is_mark(",،")
                                    && self.language.drops_subjects
                                    && self.language.order == Order::After
                                    && !self.is_behind_aside(from, at))
                        }
                        Role::Noun | Role::After => false,
                    };
                if goes_on {
                    return at;
                }
            }
            // "..., in an apparent reference to": the reporter comments.
            if token.is(Class::Comment)
                && at > from + 3
                && self.tokens[at - 1].is(Class::Preposition)
                && self.tokens[at - 2].is_mark(",،")
            {
                return at - 2;
            }
            let closes = token.is_mark(")") || (self.is_dash(at) && at > from + 2);
            if closes && self.has_no_opening(from, at) {
                return at;
            }
            at += 1;
        }
        self.range.end
    }

    /// Whether the comma before `at` closes a clause set into the one that began at `from`: "the network, which ..., says".
    fn is_behind_aside(&self, from: usize, at: usize) -> bool {
        (from + 1..at)
            .any(|i| self.tokens[i].is(Class::Relative) && self.tokens[i - 1].is_mark(",،"))
    }

    /// Whether what stands behind a verb opens something said.
    pub(crate) fn opens_content(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.is(Class::Complementizer) || t.is_mark(":"))
            || self.opens_clause_at(at)
            || self.quote_opening(at).is_some()
    }

    /// Whether a comma stands at a token and a complementizer or a question behind it: ", что".
    pub(crate) fn opens_clause_at(&self, at: usize) -> bool {
        at + 1 < self.range.end && self.tokens[at].is_mark(",") && {
            let next = &self.tokens[at + 1];
            next.is(Class::Complementizer) || next.is(Class::Question)
        }
    }

    /// Whether a cue opens the sentence without a subject: "Warning that ..., he said".
    fn is_adverbial(&self, hit: &Hit) -> bool {
        hit.at.start == self.range.start && self.language.order == Order::Before
    }

    /// Whether a pronoun stands at a token with the cue it is the subject of.
    fn opens_main_clause(&self, at: usize) -> bool {
        if at + 1 >= self.range.end {
            return false;
        }
        if self.tokens[at].classes.meets(PRONOUNS) {
            return (at + 1..self.range.end.min(at + 4)).any(|next| self.hit_at(next).is_some());
        }
        // "Noting that it was late, Mr. Tester added".
        (at + 1..self.range.end.min(at + 10))
            .find(|&next| self.hit_at(next).is_some())
            .is_some_and(|next| {
                self.tokens[at..next]
                    .iter()
                    .all(|t| t.is_capital || t.is(Class::Determiner) || t.is(Class::Adverb))
            })
    }

    /// Whether nothing but one phrase follows up to the end of the sentence.
    fn is_last_clause(&self, at: usize) -> bool {
        let rest = &self.tokens[at..self.range.end];
        rest.len() <= 25 && !rest.iter().any(|t| t.is_mark(",،，"))
    }

    pub(crate) fn has_no_opening(&self, from: usize, at: usize) -> bool {
        if self.tokens[at].is_mark(")") {
            return !self.tokens[from..at].iter().any(|t| t.is_mark("("));
        }
        !(from..at).any(|at| self.is_dash(at))
            && !(at + 1..self.range.end).any(|at| self.is_dash(at))
    }

    /// Whether a comma closes the relative clause that a cue belongs to: "Maas, who said he was broke, told the paper".
    fn is_set_in(&self, hit: &Hit, before: &Token, next: &Hit) -> bool {
        self.language.order == Order::Before
            && !self.language.drops_subjects
            && before.is_mark(",")
            && next.group == next.at.start
            && hit.group > self.range.start + 1
            && self.tokens[hit.group - 1].is(Class::Relative)
            && self.tokens[hit.group - 2].is_mark(",")
    }

    /// Whether a dash between clauses stands at a token, a hyphen between blanks or a double one among them.
    fn is_dash(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is_mark("–—") && token.is_spaced
            || token.is_mark("-")
                && token.is_spaced
                && self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.is_spaced || next.is_mark("-"))
    }

    /// A content without the marks at its ends.
    pub(crate) fn bared(&self, content: Range<usize>) -> Range<usize> {
        let content = self.whole_quote(content);
        let (mut begin, mut end) = (content.start, content.end.min(self.tokens.len()));
        while begin < end && self.tokens[begin].is_mark(",،，.:-–—;؛：；") {
            begin += 1;
        }
        while end > begin {
            let token = &self.tokens[end - 1];
            let is_loose = token.is_mark(",،，.。।:;؛-–—…!?؟！？；：")
                || (token.is(Class::Coordinator) && token.mark.is_none());
            if !is_loose {
                break;
            }
            end -= 1;
        }
        self.whole_quote(begin..end)
    }
}
