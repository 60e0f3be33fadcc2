//! The same words said in several reports: quoted whole, in part, in other words, in another language.
//!
//! A [`Print`] is what a quotation is compared by. Prints of a language that may be the same share a key ([`Print::keys`]), so that
//! whoever keeps many looks them up; prints of two languages are the same in one story alone. [`compare`] judges two, and says why.

mod abroad;
mod compare;
mod denial;
mod lists;
mod print;
mod reasons;
mod share;
mod text;

use serde::{Deserialize, Serialize};

pub use compare::compare;
pub use print::Print;

/// What is known of two quotations beside their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Company {
    /// Whether their reports tell of one story.
    pub same_story: bool,
    /// Whether one speaker is said to have said both; `None` where the speaker of one is not known.
    pub same_speaker: Option<bool>,
}

/// How the words of two quotations are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Word for word.
    Exact,
    /// One stands in the other word for word, in one piece or in several with dots between.
    Part,
    /// In other words here and there: put indirectly, shortened, turned round.
    Reworded,
    /// In two languages.
    Translated,
}

/// What speaks for or against two quotations being the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// All words are the same.
    SameWords,
    /// One is part of the other.
    PartOf,
    /// They share words that say something; the detail names the longest.
    RareWords,
    /// The same numbers stand in both; the detail names them.
    Numbers,
    /// The same names stand in both; the detail names them, as the shorter quotation has them.
    Names,
    /// Their reports tell of one story.
    SameStory,
    /// One speaker is said to have said both.
    SameSpeaker,
    /// Two speakers are said to have said it.
    OtherSpeaker,
}

/// Why two quotations are held to be the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is.
    pub code: Code,
    /// The words it rests on, where it rests on some.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
}

/// That two quotations are the same words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// How they are the same.
    pub kind: Kind,
    /// The share of the words of the shorter one that are in both, 0 to 1; across languages, of its numbers and names.
    pub share: f32,
    /// Why, what says most first.
    pub reasons: Vec<Reason>,
}
