//! What a statement is made of.

use khabar_article::dates;
use serde::Serialize;

/// Words of the body and where they stand: `body[begin..end]`, counted in Unicode code points, is `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The words as written.
    pub text: String,
    /// First code point.
    pub begin: usize,
    /// One past the last code point.
    pub end: usize,
}

/// How a content is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Word for word, all of it within quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// In the reporter's words, some of it quoted.
    Mixed,
}

impl Kind {
    /// Its name, as in JSON: `direct`, `indirect`, `mixed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// The expression of time that dates the saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// Its words.
    #[serde(flatten)]
    pub words: Passage,
    /// The day they mean, where they can be resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<dates::When>,
}

/// Whom the words belong to, followed through the text to the fullest mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Speaker {
    /// The name, or where none is given the fullest description: "Rami Aoun", "the police".
    pub name: String,
    /// Office, title or belonging at the fullest mention: "port spokesman".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// One act of saying, writing or announcing that a report attributes to a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Whether the words are the speaker's own.
    pub kind: Kind,
    /// The speaker as named in the same clause. `None` where the verb implies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Passage>,
    /// The earlier mention that says who is meant, where the source is implied, a pronoun or a bare role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub antecedent: Option<Passage>,
    /// The reporting words. `None` for a quotation, or its continuation, that has none of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<Passage>,
    /// What was said, in several passages where the attribution interrupts it. Never empty.
    pub content: Vec<Passage>,
    /// Whom it was said to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Passage>,
    /// When it was said, where the clause tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Who is behind it, by the whole text. `None` where the text does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
}
