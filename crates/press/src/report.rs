//! A report, and what it says that others said.

use jiff::Timestamp;

use crate::tellers::Telling;

/// A report as it stands at one moment: what a site shows, and what is true of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<'p> {
    /// Its number, which is nobody else's in this press.
    pub id: u64,
    /// The event it tells of: all reports of one event have this number.
    pub event: u64,
    /// The story that event belongs to: an event and what followed it on the next day have the same.
    pub story: u64,
    /// What kind of event it is: `harbour`, `election`.
    pub kind: &'p str,
    /// The key of its outlet.
    pub outlet: &'p str,
    /// Its language, a BCP 47 tag.
    pub language: &'p str,
    /// When it was first published.
    pub published: Timestamp,
    /// When it was last changed, if it was by then.
    pub modified: Option<Timestamp>,
    /// Its address below its site's base, with the query if it has one.
    pub path: String,
    /// Who wrote it; an agency's name in a text of an agency.
    pub authors: Vec<String>,
    /// The key of its section: `region`.
    pub section: &'p str,
    /// The section as the outlet calls it.
    pub section_name: &'p str,
    /// Its tags.
    pub tags: Vec<String>,
    /// The headline.
    pub headline: String,
    /// The standfirst.
    pub standfirst: String,
    /// The paragraphs of its body.
    pub paragraphs: Vec<String>,
    /// What it says that others said, in the order of the text.
    pub statements: Vec<Statement>,
    /// How the outlet came to it.
    pub telling: Telling,
    /// The agency or outlet it is taken from.
    pub from: Option<&'p str>,
    /// What it says was wrong in it before.
    pub correction: Option<String>,
    /// What stands below its picture.
    pub caption: String,
    /// Its versions up to that moment, the first one first.
    pub versions: Vec<Version>,
}

/// A version of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Since when it stands.
    pub at: Timestamp,
    /// What made it.
    pub change: Change,
}

/// What makes a version of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The report was published.
    First,
    /// More was known.
    Update,
    /// An error was put right.
    Correction,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who: first name and surname, in the script of the report.
    pub speaker: String,
    /// The same in Latin letters: two who are called alike are so in every language.
    pub latin: String,
    /// Their office.
    pub role: String,
    /// The words, as they stand in the paragraph.
    pub words: String,
    /// Whether they are within quotation marks.
    pub direct: bool,
    /// The paragraph they stand in, by its number.
    pub paragraph: usize,
    /// Which of the story's people speaks: the same in every language.
    pub person: usize,
    /// Which of the story's sayings it is.
    pub saying: Saying,
}

/// Which of the sayings of a story a statement renders: the same in two reports of a story in one language, they say the same.
///
/// In two languages they do where `wording` is never other than 0, as far as the lists of both say the same in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Saying {
    /// The list it is from: `q1`, `next-i2`.
    pub list: &'static str,
    /// Its number there.
    pub line: usize,
    /// Which it is where the line has several that say different things.
    pub wording: usize,
}

impl Report<'_> {
    /// When it came to stand as it does: when it was last changed, or first published if it was not.
    pub fn changed(&self) -> Timestamp {
        self.modified.unwrap_or(self.published)
    }

    /// The body: its paragraphs, a blank line between them.
    pub fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}
