//! A statement in the making, by the tokens of its paragraph.

use std::ops::Range;

use crate::language::{Gender, Order};
use crate::quotes::Quote;
use crate::sentence::Sentence;
use crate::statement::Kind;
use crate::tokens::Token;

/// How many statements a sentence may hold for their speakers to be shared among them.
const MOST_SHARED: usize = 32;

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
    /// Who it may belong to, where the sentence does not name anybody: what the sentence before, or the verb
    /// that opens this one, is about.
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

/// A quotation that nothing in its sentence attributes.
pub fn quoted(tokens: &[Token], quote: &Quote) -> Draft {
    Draft {
        carries_on: true,
        ..Draft::of(Kind::Direct, vec![trimmed(tokens, quote.inside())])
    }
}

pub fn trimmed(tokens: &[Token], mut range: Range<usize>) -> Range<usize> {
    while range.len() > 1 && tokens[range.end - 1].is_mark(",،.。;:…") {
        range.end -= 1;
    }
    range
}

/// Which statements are part of what another one says. The drafts are in the order of their cues.
pub fn nested(drafts: &[Draft]) -> Vec<bool> {
    let mut contents: Vec<(usize, usize, usize)> = drafts
        .iter()
        .enumerate()
        .flat_map(|(number, d)| d.content.iter().map(move |c| (c.start, c.end, number)))
        .collect();
    contents.sort_unstable();
    let mut contents = contents.into_iter().peekable();
    // The two contents that reach furthest, of different statements.
    let mut furthest = [(0, usize::MAX); 2];
    let mut out = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let at = position(draft);
        while let Some((_, end, of)) = contents.next_if(|&(start, ..)| start <= at) {
            if furthest[0].1 == of {
                furthest[0].0 = furthest[0].0.max(end);
            } else if end > furthest[0].0 {
                furthest = [(end, of), furthest[0]];
            } else if end > furthest[1].0 {
                furthest[1] = (end, of);
            }
        }
        out.push(furthest.iter().any(|&(end, of)| of != number && at < end));
    }
    out
}

/// The token a statement is sorted by.
pub fn position(draft: &Draft) -> usize {
    draft.cue.as_ref().unwrap_or(&draft.content[0]).start
}

/// Gives statements without a source that of the one before them in their sentence, or the subject of the sentence.
pub fn share(sentence: &Sentence, drafts: &mut [Draft]) {
    let language = sentence.language;
    if language.order != Order::Before
        || !language.has_capitals
        || language.drops_subjects
        || drafts.len() > MOST_SHARED
    {
        return;
    }
    for number in 0..drafts.len() {
        let draft = &drafts[number];
        let Some(cue) = draft
            .cue
            .clone()
            .filter(|_| draft.source.is_none() && !draft.is_passive && draft.is_shared)
        else {
            continue;
        };
        let is_outer = |d: &&Draft| {
            d.source.is_some()
                && d.cue.as_ref().is_some_and(|c| {
                    !drafts
                        .iter()
                        .any(|o| o.content.iter().any(|r| r.contains(&c.start)))
                })
        };
        let spoken = drafts
            .iter()
            .filter(is_outer)
            .rfind(|d| d.cue.as_ref().is_some_and(|c| c.start < cue.start));
        let next = || drafts.iter().find(is_outer).and_then(|d| d.source.clone());
        let source = match spoken {
            Some(spoken) => spoken.source.clone(),
            // "Noting that ..., Berg added".
            None if cue.start == sentence.range.start => next(),
            None => sentence.first_subject(cue.start),
        };
        let is_said = |s: &Range<usize>| {
            drafts[number]
                .content
                .iter()
                .any(|c| c.start < s.end && s.start < c.end)
        };
        drafts[number].source = source.filter(|s| !is_said(s));
    }
}

/// Of two statements with the same content only the one with a source, or the first, stays.
pub fn settle(drafts: &mut Vec<Draft>, first: usize) {
    let mut at = first;
    while at < drafts.len() {
        let twin = (first..at).find(|&other| drafts[other].content == drafts[at].content);
        match twin {
            Some(other) if drafts[other].source.is_none() && drafts[at].source.is_some() => {
                drafts.remove(other);
            }
            Some(_) => {
                drafts.remove(at);
            }
            None => at += 1,
        }
    }
}
