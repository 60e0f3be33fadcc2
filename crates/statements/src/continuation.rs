//! Reported speech that goes on without a cue of its own, told by the form of its verb: "Der Minister dementierte. Er
//! sei nie gefragt worden."

use std::ops::Range;

use crate::draft::Draft;
use crate::language::Class;
use crate::sentence::Sentence;

impl Sentence<'_> {
    /// Adds the sentence to `drafts` if it goes on with what somebody has said. `first` is the first draft of its own;
    /// `follows` says whether something was reported right before.
    pub(crate) fn go_on(
        &self,
        first: usize,
        follows: bool,
        topic: Option<Range<usize>>,
        drafts: &mut Vec<Draft>,
    ) -> bool {
        let Some((verb, begin)) = self.reported_verb(follows) else {
            return false;
        };
        let is_told = drafts[first..]
            .iter()
            .flat_map(|d| d.content.iter().chain(&d.source))
            .any(|c| c.contains(&verb));
        if is_told {
            return false;
        }
        let content = begin..self.range.end;
        if let Some(before) = drafts.last_mut()
            && before.is_free()
            && let [one] = &mut before.content[..]
            && one.end == content.start
        {
            one.end = content.end;
            before.kind = self.kind(&before.content.clone());
            return true;
        }
        drafts.push(Draft {
            carries_on: true,
            // Nobody in particular goes on.
            is_unnamed: first > 0
                && first == drafts.len()
                && topic.is_none()
                && drafts[first - 1].is_unnamed
                && drafts[first - 1]
                    .content
                    .iter()
                    .any(|c| c.end + 2 >= self.range.start),
            topic,
            ..Draft::of(self.kind(std::slice::from_ref(&content)), vec![content])
        });
        true
    }

    /// The verb of the first main clause whose verb has a form of reported speech, and where what it says begins. Right
    /// behind a statement, forms of other unreal speech count as well.
    fn reported_verb(&self, follows: bool) -> Option<(usize, usize)> {
        let mut said = self.range.start;
        let mut begin = self.range.start;
        while begin < self.range.end {
            let end = self.right_bound(begin).max(begin + 1).min(self.range.end);
            let depends = self.opens_subordinate(begin)
                || begin > self.range.start && self.opens_relative(begin);
            if !depends {
                let plain = self.unquoted(begin..end);
                // Who says "I" is not reported on.
                if plain.clone().any(|at| self.tokens[at].is(Class::Party)) {
                    return None;
                }
                let verb = plain.clone().find(|&at| self.is_reported(at, follows));
                if let Some(verb) = verb {
                    return Some((verb, said));
                }
                // A clause of the reporter's own: what is reported begins behind it.
                if plain
                    .clone()
                    .any(|at| self.tokens[at].is(Class::Auxiliary) || self.hit_at(at).is_some())
                {
                    said = end + 1;
                    while said < self.range.end && self.tokens[said].is(Class::Coordinator) {
                        said += 1;
                    }
                }
            }
            begin = end + 1;
        }
        None
    }

    fn is_reported(&self, at: usize, follows: bool) -> bool {
        let token = &self.tokens[at];
        let is_unreal = token.is(Class::Unreal) && token.is(Class::Auxiliary);
        let is_verb = token.mark.is_none()
            && (!token.is_capital || at == self.range.start && token.is(Class::Auxiliary));
        is_verb && (token.is(Class::Reported) || follows && is_unreal)
    }

    /// The tokens of a range outside quotations.
    fn unquoted(&self, range: Range<usize>) -> impl Iterator<Item = usize> + Clone {
        range.filter(|&at| {
            let before = self.quotes.partition_point(|q| q.open <= at);
            before == 0 || self.quotes[before - 1].close < at
        })
    }
}
