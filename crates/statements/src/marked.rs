//! Statements of languages that mark the one who speaks by a word behind it, and in which everything else that goes
//! with the verb stands between that word and the verb, while what was said follows: Hindi "मंत्री ने सोमवार को
//! पत्रकारों से कहा कि ...".

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Classes, Takes};
use crate::sentence::Sentence;

/// How far back in its clause the one who speaks may begin, in tokens.
const LONGEST: usize = 45;
/// The longest phrase before a postposition that can open what stands between subject and verb.
const LONGEST_PHRASE: usize = 7;

const LOOSE: Classes = Classes::of(Class::Adverb)
    .and(Classes::of(Class::Auxiliary))
    .and(Classes::of(Class::Coordinator))
    .and(Classes::of(Class::Conjunction));

const PRONOUNS: Classes = Classes::of(Class::He)
    .and(Classes::of(Class::She))
    .and(Classes::of(Class::They))
    .and(Classes::of(Class::Party));

/// The words before a verb.
struct Clause {
    source: Range<usize>,
    /// What stands between the subject and the verb.
    between: Range<usize>,
}

impl Sentence<'_> {
    /// The statement that a verb reports.
    pub(crate) fn marked(&self, hit: &Hit, left: usize) -> Option<Draft> {
        let (begin, end) = (hit.at.start, hit.at.end);
        if self.is_negated(hit)
            || self.tokens[end..self.range.end]
                .first()
                .is_some_and(|t| t.is(Class::Negation))
        {
            return None;
        }
        let clause = self.marked_clause(begin, left);
        let (addressee, object) = self.between(clause.between.clone());
        let mut content = match self.marked_right(hit) {
            Some(content) => vec![content],
            None => match self.quoted_left(hit, &clause.source) {
                Some(content) => content,
                None if hit.frame.takes(Takes::Object) => vec![object],
                None => self.clause_left(hit, &clause.source)?,
            },
        };
        content.retain(|c| !c.is_empty());
        if content.is_empty()
            || content[0].start < clause.source.end && content[0].end > clause.source.start
        {
            return None;
        }
        let draft = self.drafted(&content)?;
        Some(Draft {
            date: self.dated(hit, &clause.source, &content),
            source: (!clause.source.is_empty()).then_some(clause.source),
            cue: Some(hit.at.clone()),
            addressee,
            gender: hit.form.gender,
            ..draft
        })
    }

    /// "मंत्रालय के अनुसार ...".
    pub(crate) fn marked_according(&self, hit: &Hit, left: usize) -> Option<Draft> {
        let start = self.clause_start(hit.at.start, left.max(self.range.start));
        let mut source = start..hit.at.start;
        self.strip_clause(&mut source);
        if source.is_empty()
            || self.tokens[source.clone()]
                .iter()
                .all(|t| t.is(Class::Nobody))
        {
            return None;
        }
        let mut from = hit.at.end;
        if self.tokens[from..self.range.end]
            .first()
            .is_some_and(|t| t.is_mark(","))
        {
            from += 1;
        }
        let is_last = self.tokens[from.min(self.range.end)..self.range.end]
            .iter()
            .all(|t| t.mark.is_some() || t.classes.meets(LOOSE));
        let content = if is_last {
            self.content_begin(source.start)..source.start
        } else {
            from..self.marked_end(hit, from)
        };
        let content = self.bared(content);
        (content.len() > 1).then(|| Draft {
            date: self.dated(hit, &source, std::slice::from_ref(&content)),
            source: Some(source),
            cue: Some(hit.at.clone()),
            gender: hit.form.gender,
            ..Draft::of(self.kind(std::slice::from_ref(&content)), vec![content])
        })
    }

    /// Subject and rest of the clause that ends with a cue.
    fn marked_clause(&self, cue: usize, left: usize) -> Clause {
        let floor = left.max(self.range.start).max(cue.saturating_sub(LONGEST));
        let is_mark = |at: &usize| self.tokens[*at].is(Class::SubjectMark);
        let start = self.clause_start(cue, floor);
        // Behind the mark a list or a clause set in may stand: "X ने दिल्ली, जहां ..., में कहा".
        let is_within = |at: &usize| {
            let token = &self.tokens[*at];
            token.mark.is_none()
                && !token.is(Class::Complementizer)
                && !token.is(Class::Conjunction)
                || token.is_mark(",-()")
        };
        let near = (start..cue).rev().find(is_mark);
        let far = || (floor..start).rev().take_while(is_within).find(is_mark);
        let near =
            near.or_else(|| far().filter(|_| start > floor && self.tokens[start - 1].is_mark(",")));
        let Some(mark) = near else {
            let mut source = start..cue;
            self.strip_clause(&mut source);
            while source.start < source.end && self.is_postposition(source.end - 1) {
                source.end -= 1;
            }
            if source.len() > 1 && self.tokens[source.start].classes.meets(PRONOUNS) {
                let between = source.start + 1..cue;
                return Clause {
                    source: source.start..source.start + 1,
                    between,
                };
            }
            return Clause {
                source,
                between: cue..cue,
            };
        };
        // The pronoun and its mark may be one word: "उन्होंने".
        let is_fused = self.tokens[mark].classes.meets(PRONOUNS);
        let start = if mark < start {
            self.clause_start(mark, floor)
        } else {
            start
        };
        let mut source = if is_fused {
            mark..mark + 1
        } else {
            start..mark
        };
        if source.is_empty() && mark > floor && self.tokens[mark - 1].is_mark(",") {
            // "X, जो ..., ने कहा": the clause set in belongs to the subject.
            let open = (floor..mark - 1)
                .rev()
                .find(|&at| self.tokens[at].is_mark(","));
            if let Some(open) = open {
                source = self.clause_start(open, floor)..open;
            }
        }
        if !is_fused {
            self.strip_clause(&mut source);
        }
        Clause {
            source,
            between: mark + 1..cue,
        }
    }

    /// The first token of the clause that ends before `end`.
    fn clause_start(&self, end: usize, floor: usize) -> usize {
        let mut start = end;
        while start > floor {
            let at = start - 1;
            let token = &self.tokens[at];
            if token.is_mark(")") {
                match (floor..at).rev().find(|&i| self.tokens[i].is_mark("(")) {
                    Some(open) => start = open,
                    None => break,
                }
                continue;
            }
            if let Some(quote) = self.quote_closing(at) {
                let is_name = quote.open > floor
                    && self.tokens[quote.open - 1].mark.is_none()
                    && quote.close - quote.open < 8
                    && at + 1 < end
                    && !self.tokens[at - 1].is_mark(",।.?!");
                if !is_name {
                    break;
                }
                start = quote.open;
                continue;
            }
            let closes = token.mark.is_some() && !token.is_mark("-‑·/&'’.")
                || token.is_mark(".")
                    && self.tokens.get(start).is_some_and(|t| t.is_spaced)
                    && !token.is(Class::Abbreviation)
                    && at > floor
                    && self.tokens[at - 1].end - self.tokens[at - 1].begin > 9
                || token.is(Class::Complementizer)
                || token.is(Class::Conjunction);
            if closes {
                break;
            }
            start = at;
        }
        start
    }

    /// Takes off what belongs to the clause rather than to its subject.
    fn strip_clause(&self, phrase: &mut Range<usize>) {
        while phrase.start < phrase.end {
            let token = &self.tokens[phrase.start];
            let dated = phrase
                .clone()
                .take_while(|&at| self.date_at(at).is_some())
                .count();
            let after = phrase.start + dated;
            if dated > 0
                && after < phrase.end
                && self.is_postposition(after)
                && !self.tokens[after].is(Class::Genitive)
            {
                phrase.start = after + 1;
            } else if token.classes.meets(LOOSE) {
                phrase.start += 1;
            } else {
                break;
            }
        }
        while phrase.start < phrase.end {
            let token = &self.tokens[phrase.end - 1];
            if !(token.classes.meets(LOOSE) || token.is_mark("-."))
                && self.date_at(phrase.end - 1).is_none()
            {
                break;
            }
            phrase.end -= 1;
        }
    }

    fn is_postposition(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is(Class::Preposition) || token.is(Class::To) || token.is(Class::Genitive)
    }

    /// What stands between subject and verb: whom it was said to, and the object.
    fn between(&self, range: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
        let mut addressee = None;
        let mut from = range.start;
        loop {
            while from < range.end
                && (self.tokens[from].classes.meets(LOOSE) || self.tokens[from].is_mark(","))
            {
                from += 1;
            }
            if from < range.end && addressee.is_none() && self.tokens[from].is(Class::Addressed) {
                addressee = Some(from..from + 1);
                from += 1;
                continue;
            }
            let until = range.end.min(from + LONGEST_PHRASE);
            let close = (from..until).find(|&at| {
                let token = &self.tokens[at];
                token.mark.is_some() || token.is(Class::To) || token.is(Class::Preposition)
            });
            let Some(close) = close.filter(|&at| at > from && self.tokens[at].mark.is_none())
            else {
                break;
            };
            let is_date = (from..close).any(|at| self.date_at(at).is_some());
            if self.tokens[close].is(Class::To) && !is_date && addressee.is_none() {
                addressee = Some(from..close);
            }
            from = close + 1;
        }
        let mut object = from..range.end;
        self.strip_clause(&mut object);
        while object.start < object.end && (self.is_postposition(object.end - 1)) {
            object.end -= 1;
        }
        (addressee, object)
    }

    /// What was said, behind the cue: after "कि", a colon or a comma.
    fn marked_right(&self, hit: &Hit) -> Option<Range<usize>> {
        let mut at = hit.at.end;
        while at < self.range.end
            && self.tokens[at].mark.is_none()
            && self.tokens[at].classes.meets(LOOSE)
            && !self.tokens[at].is(Class::Coordinator)
        {
            at += 1;
        }
        if at >= self.range.end {
            return None;
        }
        let mut from = at;
        if self.tokens[from].is_mark(",:-–—") {
            from += 1;
        }
        if from < self.range.end && self.tokens[from].is(Class::Complementizer) {
            from += 1;
            let content = from..self.marked_end(hit, from);
            let takes = hit.frame.takes(Takes::That) && content.len() > 1;
            return takes.then(|| self.whole_quote(content));
        }
        if let Some(quote) = self.quote_opening(from) {
            return hit.frame.takes(Takes::Quote).then(|| quote.inside());
        }
        let is_set_off = from > at && self.tokens[at].is_mark(",:-–—");
        if !is_set_off
            || !hit.frame.takes(Takes::Bare)
            || from + 2 >= self.range.end
            || self.tokens[from].is(Class::Conjunction)
            || self.tokens[from].is(Class::Relative)
        {
            return None;
        }
        Some(from..self.marked_end(hit, from))
    }

    /// Where what was said ends: before the clause of another subject with a cue of its own.
    fn marked_end(&self, hit: &Hit, from: usize) -> usize {
        let mut later = self
            .hits
            .iter()
            .filter(|h| h.at.start > from && h.at.start > hit.at.start);
        later
            .find_map(|next| {
                let start = self.clause_start(next.at.start, from);
                let clause = &self.tokens[start..next.at.start];
                // ", और वादा किया": the same subject goes on.
                if start > from + 1
                    && self.tokens[start - 1].is_mark(",")
                    && clause.first().is_some_and(|t| t.is(Class::Coordinator))
                    && clause.iter().all(|t| t.classes.meets(LOOSE))
                {
                    return Some(start - 1);
                }
                let opens = start > from + 1
                    && self.tokens[start - 1].is(Class::Conjunction)
                    && self.tokens[start..next.at.start]
                        .iter()
                        .any(|t| t.is(Class::SubjectMark));
                opens.then_some(start - 1)
            })
            .unwrap_or(self.range.end)
    }
}
