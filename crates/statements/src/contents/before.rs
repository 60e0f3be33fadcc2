//! What was said, where it stands before its attribution or around it.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Order, Takes};
use crate::quotes::Quote;
use crate::sentence::Sentence;

/// The tokens from the first of a cue and its source to the last.
fn attribution(hit: &Hit, source: &Range<usize>) -> Range<usize> {
    let begin = if source.is_empty() {
        hit.group
    } else {
        source.start.min(hit.group)
    };
    let particle = hit.particle.map_or(0, |at| at + 1);
    begin..source.end.max(hit.at.end).max(particle)
}

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
        let opens_clause = self.language.order == Order::After
            && hit.at.end < self.range.end
            && self.tokens[hit.at.end].is(Class::Complementizer);
        if !hit.frame.takes(Takes::Quote) || opens_clause {
            return None;
        }
        let attribution = attribution(hit, source);
        let first = attribution.start;
        let quote = self.quote_behind(first)?;
        // A quotation of a word or two is a name or an emphasis, unless it opens the sentence.
        let words = quote.words(self.tokens);
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
        let last = attribution.end;
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
        let attribution = attribution(hit, source);
        let first = attribution.start;
        // "Otherwise, she said, the harbour would close".
        let is_set_in = self.language.has_plain_order()
            && self
                .tokens
                .get(attribution.end)
                .is_some_and(|t| t.is_mark(",") && attribution.end + 3 < self.range.end);
        let shortest = if is_set_in { 1 } else { 2 };
        // The plan was "absurd," she said.
        let ends_quoted = self.language.has_plain_order()
            && self
                .quote_closing(first.saturating_sub(1))
                .is_some_and(|q| self.tokens[q.close - 1].is_mark(","));
        if first < self.range.start + shortest + 1
            || !(self.tokens[first - 1].is_mark(",،–—-") || ends_quoted)
        {
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
        let left = begin..first - usize::from(!ends_quoted);
        if left.len() < shortest || ends_quoted && self.opens_aside(begin) {
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
        let last = attribution.end;
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
            let is_part = content[0].len() < 2 || self.hit_at(more.start).is_none();
            if more.len() > 2 && is_open && is_part {
                content.push(more);
            }
        }
        (content.len() > 1 || content[0].len() > 1).then_some(content)
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
}
