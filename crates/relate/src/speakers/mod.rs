//! Whether somebody who speaks in a report is one of those who are known already.
//!
//! [`Name::of`] takes a name apart as it stands in a report, in any script; [`judge`] holds a mention against a speaker who
//! is known. What it takes is evidence: how much of two names is the same and how sure that is, the story both stand in, who
//! else is named beside them, their offices. A wrong join is worse than two that stay apart, so that what is not certain
//! is [`Verdict::Possible`].
//!
//! All that is known of languages lies in lists of words beside this file, one entry a word.

mod as_body;
mod as_person;
mod body;
mod judge;
mod lexicon;
mod likeness;
mod lookup;
mod mark;
mod name;
mod parse;
mod parts;
mod person;
mod run;
mod said;
mod sounds;
mod split;
mod tokens;
mod variants;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use judge::{Likened, judge};
pub use name::Name;

/// What bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A ministry, a company, a party, a newspaper, a state.
    Body,
}

impl Kind {
    /// Its name, as it is serialised.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Body => "body",
        }
    }
}

/// A speaker as named in a report.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// The name.
    pub name: &'a Name,
    /// The number of the story of its report.
    pub story: Option<i64>,
    /// Numbers of other speakers who are named in the report or its story.
    pub companions: &'a [i64],
}

/// A speaker who is known.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The names it was called by, each once.
    pub names: &'a [Name],
    /// Numbers of stories in which it spoke.
    pub stories: &'a [i64],
    /// Numbers of other speakers who were named there.
    pub companions: &'a [i64],
}

/// Whether a mention is of the speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is, as good as certainly.
    Same,
    /// It may be.
    Possible,
    /// It is not, or nothing says that it is.
    Apart,
}

/// What speaks for or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// All of the name is the same.
    SameName,
    /// One name has a title or an office with it.
    TitleLeftOut,
    /// One name in two spellings.
    Spelling,
    /// One name in two forms that grammar gives it.
    Inflection,
    /// A given name that is an initial in one of the two.
    Initial,
    /// One name has a middle or a second family name more.
    MiddleName,
    /// Two forms of one given name.
    GivenName,
    /// One name as two scripts write it.
    Transliteration,
    /// The family name alone, in the same story.
    FamilyNameInStory,
    /// The family name alone, in another story.
    FamilyNameAlone,
    /// A given name alone.
    GivenNameAlone,
    /// The first letters of the words of a body.
    Acronym,
    /// Two names of a body that the list of bodies has.
    KnownBody,
    /// The words of a body's name, in another order, form or language.
    SameWords,
    /// One name of a body says less.
    ShorterName,
    /// Both speak in one story.
    SameStory,
    /// Both have the same office.
    SameRole,
    /// Both are named beside the same speakers.
    SameCompany,
    /// The given names differ.
    OtherGivenName,
    /// The family names differ.
    OtherFamilyName,
    /// Of a father and a son, or of two kings.
    OtherGeneration,
    /// The offices are of fields that seldom go together, or of two places.
    OtherRole,
    /// One is a man, the other a woman.
    OtherSex,
    /// A person and a body.
    OtherKind,
    /// Bodies of two places.
    OtherPlace,
    /// Two bodies.
    OtherBody,
    /// The one word in common is a place or a body too.
    NameOfPlace,
    /// Too little of a name to tell.
    TooShort,
}

/// One thing that speaks for or against, with the word it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which.
    pub code: Code,
    /// The word of a name that it rests on, or an office.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
}

/// A verdict with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What speaks for and against, what says most first.
    pub why: Vec<Reason>,
}

impl Judgement {
    /// How much beside the names says that both are one: their story, their company, their office.
    pub fn backing(&self) -> usize {
        let beside = [Code::SameStory, Code::SameCompany, Code::SameRole];
        let of_these = |reason: &&Reason| beside.contains(&reason.code);
        self.why.iter().filter(of_these).count()
    }
}
