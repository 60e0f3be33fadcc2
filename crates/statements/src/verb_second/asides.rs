//! Sources that are no subjects: "nach Angaben der Polizei", "so der Sprecher", "die Behauptung, dass".

use std::ops::Range;

use crate::cues::Hit;
use crate::draft::Draft;
use crate::language::{Class, Role, Takes};
use crate::sentence::Sentence;
use crate::tokens::Token;

impl Sentence<'_> {
    /// Where the phrase that names a source stands in its clause: "Nach Angaben der Polizei", "so der Sprecher".
    pub(crate) fn second_aside(&self, hit: &Hit) -> Option<Draft> {
        if let Some(from) = self.told_by_relative(hit) {
            return self.told_in(hit, from);
        }
        let (first, mut last, source) = if hit.frame.role == Role::Before {
            // "nach Angaben von Augenzeugen"
            let is_linked = self.inside(hit.at.end).is_some_and(|t| t.is(Class::Agent));
            let source = self.nominal_whole(hit.at.end + usize::from(is_linked), self.range.end)?;
            (hit.at.start, source.end, source)
        } else {
            let whole = self.whole_before(hit);
            let source = whole.or_else(|| self.noun_before(hit.at.start))?;
            (source.start, hit.at.end, source)
        };
        let is_bounded = first > self.range.start && self.tokens[first - 1].mark.is_some();
        if hit.frame.needs_comma {
            let is_closed = self.inside(last).is_none_or(|t| {
                t.mark.is_some()
                    || t.is(Class::Preposition)
                    || t.is(Class::To)
                    || t.is(Class::Adverb)
                    || self.date_at(last).is_some()
            });
            let is_list = self.tokens[source.clone()]
                .iter()
                .any(|t| t.is(Class::Coordinator))
                && self.tokens[source.clone()].iter().any(|t| t.is_mark(","));
            if !is_bounded || !is_closed || is_list {
                return None;
            }
        }
        if hit.frame.needs_saying
            && !self.tokens[source.clone()]
                .iter()
                .any(|t| t.is(Class::Saying))
        {
            return None;
        }
        // "nach Angaben der Sprecherin gegenüber der Zeitung".
        let mut addressee = None;
        if self.inside(last).is_some_and(|t| t.is(Class::To))
            && let Some(end) = self.nominal(last + 1, self.range.end)
        {
            addressee = Some(last + 1..end);
            last = end;
        }
        let content = self.around(hit, first..last);
        let draft = self.drafted(&content)?;
        if draft.content.iter().map(Range::len).sum::<usize>() < 3 {
            return None;
        }
        Some(Draft {
            source: Some(source),
            cue: Some(hit.at.clone()),
            addressee,
            ..draft
        })
    }

    /// Where what was said begins behind "nach denen", "laut dem".
    fn told_by_relative(&self, hit: &Hit) -> Option<usize> {
        let at = hit.at.end;
        let is_relative = hit.frame.role == Role::Before
            && self.inside(at).is_some_and(|t| t.is(Class::Relative))
            && self
                .token_before(hit.at.start)
                .is_some_and(|t| t.is_mark(","));
        let is_alone = || {
            self.nominal(at, self.range.end)
                .is_none_or(|end| end == at + 1)
        };
        (is_relative && is_alone()).then_some(at + 1)
    }

    /// What was said by the words around an aside.
    fn around(&self, hit: &Hit, aside: Range<usize>) -> Vec<Range<usize>> {
        let Range {
            start: first,
            end: last,
        } = aside;
        let begin = self.content_begin(first);
        let mut content = Vec::new();
        if hit.frame.needs_comma {
            // "..., so der Sprecher am Montag."
            if let Some(quoted) = self.quoted_left(hit, &(first..first)) {
                return quoted;
            }
            content.push(begin..first - 1);
            let end = self.right_bound(last);
            if end + 2 < self.range.end && self.tokens[end].is_mark(",–—") {
                content.push(end + 1..self.said_end(end + 1, hit));
            }
            return content;
        }
        let mut left = begin..first;
        // In a clause that depends on another, only that clause.
        let clause = self.left_bound(first);
        let depends = clause > begin
            && clause < first
            && (self.opens_subordinate(clause) || self.opens_relative(clause));
        if depends && self.range.end.saturating_sub(last) >= 3 {
            left = clause + 1..first;
        }
        // "..., nach Polizeiangaben waren es 1.000": the aside opens a clause of its own.
        let opens_own = first > begin
            && self.tokens[first - 1].is_mark(",")
            && self.inside(last).is_some_and(|t| {
                t.mark.is_none() && (t.is(Class::Auxiliary) || t.is(Class::Passive))
            });
        if opens_own {
            left = first..first;
        }
        let rest = last..self.said_end(last, hit);
        if rest.len() > 1 || left.is_empty() {
            content.push(rest);
        }
        if !left.is_empty() {
            content.insert(0, left);
        }
        content
    }

    /// The source that fills its clause up to the cue: "Einem Bericht vom Januar zufolge".
    pub(crate) fn whole_before(&self, hit: &Hit) -> Option<Range<usize>> {
        let begin = self.left_bound(hit.at.start);
        let clause = begin..hit.at.start;
        let is_plain = clause.clone().all(|at| {
            let token = &self.tokens[at];
            !token.is(Class::Auxiliary) && !token.is(Class::Passive) && self.hit_at(at).is_none()
        });
        let opens =
            self.tokens[begin].is(Class::Dative) && self.nominal(begin, hit.at.start).is_some();
        (opens && is_plain && clause.len() < 12).then_some(clause)
    }

    /// "Studien, nach denen ...": what the noun before the comma says.
    pub(crate) fn told_in(&self, hit: &Hit, from: usize) -> Option<Draft> {
        let source = self.noun_before(hit.at.start - 1)?;
        if hit.frame.needs_saying
            && !self.tokens[source.clone()]
                .iter()
                .any(|t| t.is(Class::Saying))
        {
            return None;
        }
        let content = from..self.said_end(from, hit);
        self.draft(hit, source, Vec::from([content]), from)
    }

    /// "Demnach ...", "..., wonach": what the source before says.
    pub(crate) fn second_linked(&self, hit: &Hit) -> Option<Draft> {
        let begin = self.left_bound(hit.at.start);
        let is_clause = self.tokens[hit.at.start].is(Class::Conjunction);
        let mut source = hit.at.start..hit.at.start;
        let mut content = Vec::new();
        if is_clause {
            if begin != hit.at.start || begin == self.range.start {
                return None;
            }
            source = self.noun_before(begin - 1)?;
            content.push(hit.at.end..self.said_end(hit.at.end, hit));
        } else {
            if begin > self.range.start && !self.tokens[begin - 1].is_mark(";:") {
                return None;
            }
            content.push(begin..hit.at.start);
            content.push(hit.at.end..self.said_end(hit.at.end, hit));
        }
        let mut draft = self.draft(hit, source, content, hit.at.end)?;
        draft.addressee = None;
        draft.carries_on = true;
        Some(draft)
    }

    /// "die Behauptung des Ministers, er sei", "der Vorwurf, dass", "die Forderung, ... zu".
    pub(crate) fn second_noun(&self, hit: &Hit) -> Option<Draft> {
        if !self.tokens[hit.at.start].is_capital {
            return None;
        }
        let mut next = hit.at.end;
        let mut source = hit.at.start..hit.at.start;
        if self.inside(next).is_some_and(|t| t.is(Class::Genitive)) {
            let begin = next + usize::from(!self.tokens[next].is(Class::Determiner));
            if let Some(owner) = self.nominal_whole(begin, self.range.end) {
                next = owner.end;
                source = owner;
            }
        }
        // "den Verdacht geäußert, dass"
        let closes = |t: &Token| {
            t.mark.is_none()
                && !t.is_capital
                && !t.is(Class::Preposition)
                && !t.is(Class::Coordinator)
        };
        if self.inside(next).is_some_and(closes) && self.hit_at(next).is_none() {
            next += 1;
        }
        let comma = self.inside(next)?;
        if !comma.is_mark(",:") {
            return None;
        }
        let from = next + 1;
        let opener = self.inside(from)?;
        let bound = self.right_bound(from);
        let content = if opener.is(Class::Complementizer) && !opener.is(Class::Determiner) {
            from + 1..bound_of(self, from + 1, bound)
        } else if self.is_infinitive_clause(from..bound) && hit.frame.takes(Takes::Infinitive)
            || self.tokens[from..bound]
                .iter()
                .any(|t| t.is(Class::Reported))
                && !self.opens_relative(from)
                && !self.opens_subordinate(from)
        {
            from..bound_of(self, from, bound)
        } else {
            return None;
        };
        let content = vec![self.bared(content)];
        if content[0].len() < 3 {
            return None;
        }
        let is_unnamed = source.is_empty();
        Some(Draft {
            source: (!source.is_empty()).then_some(source),
            cue: Some(hit.at.clone()),
            carries_on: true,
            is_unnamed,
            ..Draft::of(self.kind(&content), content)
        })
    }
}

/// The end of a clause behind a noun: the clauses that depend on it belong to it.
fn bound_of(sentence: &Sentence, _from: usize, bound: usize) -> usize {
    let mut end = bound;
    while end + 1 < sentence.range.end && sentence.tokens[end].is_mark(",") {
        let next = end + 1;
        if !(sentence.opens_relative(next) || sentence.opens_subordinate(next)) {
            break;
        }
        end = sentence.right_bound(next);
    }
    end
}
