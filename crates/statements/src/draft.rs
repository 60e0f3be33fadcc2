//! A statement in the making, by the tokens of its paragraph.

use std::ops::Range;

use crate::language::Gender;
use crate::statement::Kind;

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
    /// Whether nobody is said to have said it: "it is reported that".
    pub is_unnamed: bool,
    /// Who it may belong to, where the sentence does not name anybody: what the sentence before is about.
    pub topic: Option<Range<usize>>,
    /// Whether a verb or participle left its source out.
    pub is_shared: bool,
    /// The noun that the source, a relative pronoun, stands for.
    pub stands_for: Option<Range<usize>>,
    /// Whether it was said to the subject rather than by it: "was asked whether".
    pub is_passive: bool,
}

impl Draft {
    /// What was said, with nothing known of who said it.
    pub fn of(kind: Kind, content: Vec<Range<usize>>) -> Self {
        Self {
            source: None,
            cue: None,
            content,
            addressee: None,
            date: None,
            kind,
            gender: Gender::Any,
            carries_on: false,
            is_unnamed: false,
            topic: None,
            is_shared: false,
            stands_for: None,
            is_passive: false,
        }
    }

    /// Whether it is reported speech without a cue and without quotation marks.
    pub fn is_free(&self) -> bool {
        self.cue.is_none() && self.source.is_none() && self.kind != Kind::Direct
    }
}
