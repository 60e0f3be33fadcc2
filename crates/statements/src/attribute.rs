//! From a cue to a statement: whose words, which words, to whom.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Classes, Gender, Order, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::Sentence;
use crate::statement::Kind;

/// How far behind its cue what was said may begin, in tokens.
const REACH: usize = 45;

/// A statement by the tokens of its paragraph.
#[derive(Debug, Clone)]
pub struct Draft {
    pub source: Option<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub content: Vec<Range<usize>>,
    pub addressee: Option<Range<usize>>,
    /// The expression of time that dates the saying, by number.
    pub date: Option<usize>,
    pub kind: Kind,
    /// What the form of the verb says of the speaker.
    pub gender: Gender,
    /// Whether the cue goes on with what the sentence's speaker said.
    pub carries_on: bool,
}

const PRONOUNS: Classes = Classes::of(Class::He)
    .and(Classes::of(Class::She))
    .and(Classes::of(Class::They));

impl Sentence<'_> {
    /// The statement that hit number `number` of the sentence reports, if it reports one.
    pub fn attribute(&self, number: usize) -> Option<Draft> {
        let hit = &self.hits[number];
        let left = number
            .checked_sub(1)
            .map_or(self.range.start, |n| self.hits[n].at.end);
        match hit.frame.role {
            Role::Verb | Role::Participle => self.verb(hit, left),
            Role::Before => self.according(hit, left),
            Role::After => self.postposed(hit, left),
            Role::Noun => self.noun(hit),
        }
    }

    fn verb(&self, hit: &Hit, left: usize) -> Option<Draft> {
        if self.is_negated(hit) || self.is_misplaced(hit) {
            return None;
        }
        let is_participle = hit.frame.role == Role::Participle;
        let mut source = self.empty(hit.at.start);
        let mut next = hit.at.end;
        if !is_participle {
            (source, next) = self.subject(hit, left);
        }
        // Nobody in particular says nothing.
        if source.len() == 1
            && self.tokens[source.start].is(Class::Nobody)
            && !self.tokens[source.start].classes.meets(PRONOUNS)
        {
            return None;
        }
        let addressee_at = next;
        let spoken = self.quoted_left(hit, &source).or_else(|| {
            if self.language.is_verb_final {
                self.final_left(hit, &source)
            } else {
                None
            }
        });
        let mut content = match spoken {
            Some(content) => content,
            None => match self.right(hit, next, !source.is_empty()) {
                Some(content) => vec![content],
                None => self.clause_left(hit, &source)?,
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
        if source.is_empty() && !is_participle && !self.may_imply(hit) {
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
        Some(Draft {
            date: self.dated(hit, &source, &content),
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            content: bare,
            addressee,
            kind,
            gender: hit.form.gender,
            carries_on: is_participle,
        })
    }

    fn empty(&self, at: usize) -> Range<usize> {
        at..at
    }

    fn is_negated(&self, hit: &Hit) -> bool {
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

    /// The subject of a verb, and the first token behind verb and subject.
    fn subject(&self, hit: &Hit, left: usize) -> (Range<usize>, usize) {
        let (begin, end) = (hit.at.start, hit.at.end);
        let before = || {
            let mut phrase = self.phrase_before(begin, left);
            if phrase.clone().all(|at| self.tokens[at].is(Class::Relative)) {
                phrase = self.related(begin, left);
            }
            phrase
        };
        let after = || self.phrase_after(end, 24);
        match hit.frame.subject.unwrap_or(self.language.order) {
            Order::Before => {
                if self.is_behind_quote(begin)
                    || (begin > self.range.start && self.tokens[begin - 1].is_mark(","))
                {
                    let phrase = after();
                    let is_whole = self.is_closed(phrase.end);
                    if !phrase.is_empty() && is_whole {
                        let next = phrase.end;
                        return (phrase, next);
                    }
                }
                (before(), end)
            }
            Order::After => {
                let is_first = self.is_clause_start(begin);
                let phrase = if is_first {
                    self.empty(begin)
                } else {
                    before()
                };
                if !phrase.is_empty() {
                    return (phrase, end);
                }
                let behind = after();
                let next = behind.end.max(end);
                if behind.is_empty()
                    && is_first
                    && begin > self.range.start
                    && self.tokens[begin - 1].is(Class::Relative)
                {
                    return (self.related(begin, left), end);
                }
                (behind, next)
            }
            Order::Either => {
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

    /// The noun that a relative pronoun before `verb` stands for: "Peskov, who said".
    fn related(&self, verb: usize, left: usize) -> Range<usize> {
        let mut at = verb;
        while at > left && at + 4 > verb {
            at -= 1;
            let token = &self.tokens[at];
            if token.is(Class::Relative) {
                let comma = at > left && self.tokens[at - 1].is_mark(",،");
                return self
                    .phrase_before(at - usize::from(comma), left.saturating_sub(usize::MAX));
            }
            if !(token.is(Class::Auxiliary)
                || token.is(Class::Adverb)
                || self.date_at(at).is_some())
            {
                break;
            }
        }
        self.empty(verb)
    }

    /// Whether a quotation, or the comma behind one, ends right before a token.
    fn is_behind_quote(&self, at: usize) -> bool {
        self.quote_behind(at).is_some()
    }

    fn quote_behind(&self, at: usize) -> Option<Quote> {
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

    fn is_closed(&self, at: usize) -> bool {
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

    /// The quotation that stands right before the cue or its source, and its continuation behind them.
    fn quoted_left(&self, hit: &Hit, source: &Range<usize>) -> Option<Vec<Range<usize>>> {
        if !hit.frame.takes(Takes::Quote) {
            return None;
        }
        let first = if source.is_empty() {
            hit.at.start
        } else {
            source.start.min(hit.at.start)
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
        let begin = self.content_begin(quote.open);
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
    fn continued(&self, from: usize) -> Option<Range<usize>> {
        let end = self.range.end.min(from + 25);
        for at in from..end {
            if let Some(quote) = self.quote_opening(at) {
                let is_set_off = at > from && self.tokens[at - 1].is_mark(",:،-–—");
                return is_set_off.then(|| quote.inside());
            }
        }
        None
    }

    /// Where a content that stands before its attribution begins.
    fn content_begin(&self, from: usize) -> usize {
        let mut begin = from;
        while begin > self.range.start {
            let at = begin - 1;
            let token = &self.tokens[at];
            if token.is_mark("–—;؛:") && token.is_spaced {
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
    fn clause_left(&self, hit: &Hit, source: &Range<usize>) -> Option<Vec<Range<usize>>> {
        if !hit.frame.takes(Takes::Trailing) {
            return None;
        }
        let first = if source.is_empty() {
            hit.at.start
        } else {
            source.start.min(hit.at.start)
        };
        if first < self.range.start + 3 || !self.tokens[first - 1].is_mark(",،–—-") {
            return None;
        }
        let begin = self.content_begin(first - 1);
        let left = begin..first - 1;
        if left.len() < 2 {
            return None;
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
            let more = comma + 1..self.content_end(comma + 1, hit);
            if more.len() > 2 && self.hit_at(more.start).is_none() {
                content.push(more);
            }
        }
        Some(content)
    }

    /// In a language whose verbs stand last: what stands between the subject and the cue.
    fn final_left(&self, hit: &Hit, source: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let _ = source;
        let end = hit.at.start;
        if end <= self.range.start || !self.tokens[end - 1].is(Class::ContentEnd) {
            return None;
        }
        let begin = self.content_begin(end);
        Some(vec![begin..end])
    }

    /// What was said, where it stands behind the cue.
    fn right(&self, hit: &Hit, from: usize, has_source: bool) -> Option<Range<usize>> {
        let frame = hit.frame;
        let end = self.range.end.min(from + REACH);
        let mut commas = 0;
        let mut at = from;
        while at < end {
            let token = &self.tokens[at];
            if let Some(quote) = self.quote_opening(at) {
                if frame.takes(Takes::Quote) {
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
            if at > from
                && self.hit_at(at).is_some_and(|h| h.frame.role == Role::Verb)
                && !self.language.is_verb_final
            {
                break;
            }
            let is_introducer = token.word.is_some_and(|w| frame.introducers.contains(&w));
            if is_introducer {
                return Some(at + 1..self.content_end(at + 1, hit));
            }
            if frame.takes(Takes::That)
                && token.is(Class::Complementizer)
                && self.is_complementizer(at)
            {
                let begin = if token.is(Class::Question) && !frame.takes(Takes::That) {
                    at
                } else {
                    at + 1
                };
                return Some(self.whole_quote(begin..self.content_end(begin, hit)));
            }
            if frame.takes(Takes::Question) && token.is(Class::Question) {
                return Some(at..self.content_end(at, hit));
            }
            if frame.takes(Takes::Infinitive)
                && token.is(Class::Infinitive)
                && self.is_infinitive(at)
            {
                return Some(at..self.content_end(at, hit));
            }
            at += 1;
        }
        let glued = self.glued(hit, from, end);
        if glued.is_some() {
            return glued;
        }
        let takes_rest = frame.takes(Takes::Bare) || frame.takes(Takes::Object);
        if !takes_rest || from >= self.range.end || !has_source {
            return None;
        }
        self.rest(hit, from)
    }

    /// What follows a cue directly, without anything that opens it.
    fn rest(&self, hit: &Hit, from: usize) -> Option<Range<usize>> {
        let token = &self.tokens[from];
        let mut from = from;
        if token.is_mark(",،，") {
            if self.language.has_capitals && !self.language.has_capital_nouns
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
                && from == hit.at.end
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
        }
        (content.len() >= 2).then_some(content)
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
        let opens = (content.start + 2..end)
            .rev()
            .take(3)
            .find(|&at| self.tokens[at].is(Class::Preposition));
        match opens.filter(|_| end < last) {
            Some(at) => at,
            None => content.end,
        }
    }

    fn glued(&self, hit: &Hit, from: usize, end: usize) -> Option<Range<usize>> {
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
        Some(at..self.content_end(at, hit))
    }

    fn is_complementizer(&self, at: usize) -> bool {
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

    fn is_infinitive(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.mark.is_none()
                && !next.is(Class::Determiner)
                && !next.is_capital
                && !next.is_number
                && !next.classes.meets(PRONOUNS)
        })
    }

    /// A quotation behind the cue, with the reporter's words around it where they belong together.
    fn quoted_right(&self, quote: Quote, from: usize, hit: &Hit) -> Range<usize> {
        let words = self.tokens[quote.inside()]
            .iter()
            .filter(|t| t.mark.is_none())
            .count();
        let is_introduced =
            quote.open == from || (quote.open > 0 && self.tokens[quote.open - 1].mark.is_some());
        let runs_on = self
            .tokens
            .get(quote.close + 1)
            .is_some_and(|t| quote.close + 1 < self.range.end && t.mark.is_none());
        if words >= 4 && !(runs_on && hit.frame.takes(Takes::Object)) || is_introduced {
            let next = quote.close + 1;
            // "... "a", and "b"": the quotation goes on.
            let goes_on = next < self.range.end
                && self.tokens[next].mark.is_none()
                && !self.tokens[next].is(Class::Coordinator)
                && words < 4;
            if !goes_on {
                return quote.inside();
            }
        }
        from..self.content_end(from, hit)
    }

    /// A content that is one quotation, without its marks.
    fn whole_quote(&self, content: Range<usize>) -> Range<usize> {
        match self.quote_opening(content.start) {
            Some(quote) if quote.close + 1 >= content.end => {
                quote.open + 1..quote.close.min(content.end)
            }
            _ => content,
        }
    }

    /// Where what was said ends that begins at `from`.
    fn content_end(&self, from: usize, hit: &Hit) -> usize {
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
            if at > from + 1
                && token.mark.is_none()
                && let Some(next) = self.hit_at(at)
                && next.at.start != hit.at.start
            {
                let before = &self.tokens[at - 1];
                let is_set_off =
                    before.is_mark(",،，;؛") || before.is(Class::Coordinator) || token.is_joined;
                let goes_on = match next.frame.role {
                    Role::Participle | Role::Before => is_set_off,
                    Role::Verb => {
                        before.is(Class::Coordinator) && !self.language.is_verb_final
                            || token.is_joined
                            || (before.is_mark(",،")
                                && self.language.drops_subjects
                                && self.language.order == Order::After)
                    }
                    Role::Noun | Role::After => false,
                };
                if goes_on {
                    return at;
                }
            }
            if token.is_mark(")")
                || (token.is_mark("–—") && token.is_spaced)
                    && at > from + 2
                    && self.has_no_opening(from, at)
            {
                return at;
            }
            at += 1;
        }
        self.range.end
    }

    /// Whether a cue opens the sentence without a subject: "Warning that ..., he said".
    fn is_adverbial(&self, hit: &Hit) -> bool {
        hit.at.start == self.range.start && self.language.order == Order::Before
    }

    /// Whether a pronoun stands at a token with the cue it is the subject of.
    fn opens_main_clause(&self, at: usize) -> bool {
        at + 1 < self.range.end
            && self.tokens[at].classes.meets(PRONOUNS)
            && (at + 1..self.range.end.min(at + 4)).any(|next| self.hit_at(next).is_some())
    }

    fn has_no_opening(&self, from: usize, at: usize) -> bool {
        let marks = if self.tokens[at].is_mark(")") {
            "("
        } else {
            "–—"
        };
        let later = self.tokens[at + 1..self.range.end]
            .iter()
            .any(|t| t.is_mark("–—"));
        !self.tokens[from..at].iter().any(|t| t.is_mark(marks)) && !later
    }

    /// A content without the marks at its ends.
    fn bared(&self, content: Range<usize>) -> Range<usize> {
        let content = self.whole_quote(content);
        let (mut begin, mut end) = (content.start, content.end.min(self.tokens.len()));
        while begin < end && self.tokens[begin].is_mark(",،，.:-–—;؛") {
            begin += 1;
        }
        while end > begin {
            let token = &self.tokens[end - 1];
            if !token.is_mark(",،，.。:;؛-–—…!?؟")
                && !(token.is(Class::Coordinator) && token.mark.is_none())
            {
                break;
            }
            end -= 1;
        }
        self.whole_quote(begin..end)
    }

    fn kind(&self, content: &[Range<usize>]) -> Kind {
        let is_inside = |c: &Range<usize>| {
            self.quotes
                .iter()
                .any(|q| q.open < c.start && c.end <= q.close)
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

    fn dated(&self, hit: &Hit, source: &Range<usize>, content: &[Range<usize>]) -> Option<usize> {
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

    fn addressee(
        &self,
        hit: &Hit,
        from: usize,
        until: usize,
        content: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let is_said = |at: usize| content.iter().any(|c| c.contains(&at));
        if hit.frame.addresses_object && from < until {
            let phrase = self.phrase_after(from, until - from);
            if !phrase.is_empty()
                && !is_said(phrase.start)
                && !self.tokens[phrase.start].is(Class::To)
            {
                return Some(phrase.start..phrase.end.min(until));
            }
        }
        for at in from..until.min(self.range.end) {
            if is_said(at) || self.quote_opening(at).is_some() {
                return None;
            }
            let token = &self.tokens[at];
            if token.mark.is_some() && !token.is_mark(",،") {
                return None;
            }
            if self.is_glued_to(at) {
                let end = self.phrase_after(at, until - at).end.max(at + 1);
                return Some(at..end.min(until));
            }
            let opens =
                token.is(Class::To) || token.word.is_some_and(|w| hit.frame.to.contains(&w));
            if opens && at + 1 < until && self.date_at(at).is_none() && !self.is_infinitive_to(at) {
                let phrase = self.phrase_after(at + 1, until - at - 1);
                return (!phrase.is_empty()).then_some(phrase);
            }
        }
        None
    }

    fn is_infinitive_to(&self, at: usize) -> bool {
        self.tokens[at].is(Class::Infinitive)
            && self.language.has_capitals
            && self.is_infinitive(at)
            && !self.tokens[at + 1].is(Class::Role)
            && self.language.has_capital_nouns
    }

    /// Arabic "لل" glued to whom it is said to.
    fn is_glued_to(&self, at: usize) -> bool {
        let _ = at;
        false
    }

    fn first_letter(&self, at: usize) -> Option<char> {
        self.letters(at).next()
    }

    fn letters(&self, at: usize) -> impl Iterator<Item = char> {
        let token = &self.tokens[at];
        self.body[token.begin..token.end].chars()
    }

    fn according(&self, hit: &Hit, left: usize) -> Option<Draft> {
        let mut source = self.phrase_after(hit.at.end, 24);
        if source.is_empty() {
            return None;
        }
        if hit.at.end > source.start {
            source.start = hit.at.end;
        }
        let _ = left;
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
        let mut next = source.end;
        if next < self.range.end && self.tokens[next].is_mark(",،，") {
            next += 1;
        }
        if is_first {
            content.push(next..self.content_end(next, hit));
        } else {
            let begin = self.content_begin(hit.at.start);
            let comma = usize::from(self.tokens[hit.at.start - 1].is_mark(",،，–—-"));
            content.push(begin..hit.at.start - comma);
            if comma == 1
                && next > source.end
                && next + 3 < self.range.end
                && self.tokens[hit.at.start - 1].is_mark(",،，")
            {
                content.push(next..self.content_end(next, hit));
            } else if comma == 0
                && next == source.end
                && next + 2 < self.range.end
                && !self.is_closed(next)
            {
                content.push(next..self.content_end(next, hit));
            }
        }
        let content: Vec<_> = content
            .into_iter()
            .map(|c| self.bared(c))
            .filter(|c| c.len() > 1)
            .collect();
        if content.is_empty() {
            return None;
        }
        Some(Draft {
            kind: self.kind(&content),
            source: Some(source),
            cue: Some(hit.at.clone()),
            content,
            addressee: None,
            date: None,
            gender: Gender::Any,
            carries_on: false,
        })
    }

    /// The comma of a phrase behind which more of it stands than an office: "According to the report, sales fell, ...".
    fn set_beside(&self, phrase: &Range<usize>) -> Option<usize> {
        let comma = phrase
            .clone()
            .find(|&at| self.tokens[at].is_mark(",،，"))?;
        let next = self.tokens.get(comma + 1)?;
        let is_office = next.is(Class::Role) || next.is(Class::Determiner);
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
            kind: self.kind(&content),
            source: Some(source),
            cue: Some(hit.at.clone()),
            content,
            addressee: None,
            date: None,
            gender: Gender::Any,
            carries_on: false,
        })
    }

    fn noun(&self, hit: &Hit) -> Option<Draft> {
        let at = hit.at.end;
        let token = self.tokens.get(at).filter(|_| at < self.range.end)?;
        let opens = token.is(Class::Complementizer) && hit.frame.takes(Takes::That);
        let owner = self.phrase_before(hit.at.start, hit.at.start.saturating_sub(12));
        if !opens {
            return None;
        }
        let content = self.bared(at + 1..self.content_end(at + 1, hit));
        if content.len() < 2 {
            return None;
        }
        let content = vec![content];
        Some(Draft {
            kind: self.kind(&content),
            source: (!owner.is_empty()).then_some(owner),
            cue: Some(hit.at.clone()),
            content,
            addressee: None,
            date: None,
            gender: Gender::Any,
            carries_on: true,
        })
    }
}
