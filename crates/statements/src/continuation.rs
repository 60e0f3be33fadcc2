//! Reported speech that goes on without a cue of its own, told by the form of its verb: "Der Minister dementierte. Er
//! sei nie gefragt worden."

use std::ops::Range;

use crate::attribute::Draft;
use crate::language::{Class, Gender};
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
        let Some(verb) = self.reported_verb(follows) else {
            return false;
        };
        let is_told = drafts[first..]
            .iter()
            .flat_map(|d| d.content.iter().chain(&d.source))
            .any(|c| c.contains(&verb));
        if is_told {
            return false;
        }
        let content = self.range.clone();
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
            source: None,
            cue: None,
            kind: self.kind(std::slice::from_ref(&content)),
            content: vec![content],
            addressee: None,
            date: None,
            gender: Gender::Any,
            carries_on: true,
            // Nobody in particular goes on.
            is_unnamed: first > 0
                && first == drafts.len()
                && topic.is_none()
                && drafts[first - 1].is_unnamed
                && drafts[first - 1].content.iter().any(|c| c.end + 2 >= self.range.start),
            topic,
            is_shared: false,
            stands_for: None,
            is_passive: false,
        });
        true
    }

    /// The verb of the sentence's main clause, where its form is one of reported speech; right behind a statement, also
    /// where it is one of other unreal speech.
    fn reported_verb(&self, follows: bool) -> Option<usize> {
        let mut begin = self.range.start;
        while begin < self.range.end {
            let end = self.right_bound(begin).max(begin + 1);
            if !self.opens_subordinate(begin) && !(begin > self.range.start && self.opens_relative(begin)) {
                let mut at = begin;
                while at < end.min(self.range.end) {
                    if let Some(quote) = self.quote_opening(at) {
                        at = quote.close + 1;
                        continue;
                    }
                    let token = &self.tokens[at];
                    let is_verb = token.mark.is_none() && (!token.is_capital || at == self.range.start);
                    let is_unreal = token.is(Class::Unreal) && token.is(Class::Auxiliary);
                    if is_verb && (token.is(Class::Reported) || follows && is_unreal) {
                        return Some(at);
                    }
                    at += 1;
                }
            }
            begin = end + 1;
        }
        None
    }
}

impl Draft {
    /// Whether it is reported speech without a cue and without quotation marks.
    pub(crate) fn is_free(&self) -> bool {
        self.cue.is_none() && self.source.is_none() && self.kind != crate::statement::Kind::Direct
    }
}
