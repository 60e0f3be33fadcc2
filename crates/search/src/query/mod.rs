//! What is asked for.
//!
//! | written | finds reports |
//! |---|---|
//! | `harbour repairs` | with both words, in any of their forms |
//! | `"port amal"` | with these words in this order, as they are written here; any quotation marks will do |
//! | `harb*` | with a word that begins so |
//! | `-storm`, `NOT storm` | without |
//! | `storm OR flood`, `storm \| flood` | with one or the other; binds closer than standing side by side |
//! | `(a b) OR c` | groups |
//! | `title:` `by:` `said:` `speaker:` `section:` `tag:` | with the word, phrase or group behind it in this part |
//! | `source:` `lang:` | of this outlet, in this language |
//! | `on:2026-03` `after:2026` `before:2026-03-02` | of this day, month or year; from its beginning on; before it |
//!
//! Fields have names in other languages too (`fields.txt`), and digits are those of any script.

mod dates;
mod fields;
mod parse;

use std::fmt;

use crate::schema::Zone;
use khabar_words::Unit;

/// Characters of a question that are read.
pub const MAX_CHARS: usize = 4096;
/// Words of a question, or characters where there are no blanks.
pub(crate) const MAX_WORDS: usize = 50;
/// How deep groups may stand in each other.
pub(crate) const MAX_DEPTH: usize = 16;

/// A question, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) root: Node,
}

/// A part of a question. No deeper than [`MAX_DEPTH`] groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Text(Text),
    /// An outlet by its name, and what that name was found to mean.
    Source {
        name: String,
        ids: Vec<u64>,
    },
    /// A primary tag.
    Language(String),
    /// Published at or after, and before, in seconds since 1970.
    Time {
        from: Option<i64>,
        before: Option<i64>,
    },
}

/// Words asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub zone: Zone,
    pub form: Form,
    /// At least one.
    pub units: Vec<Unit>,
}

/// How words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// In any form.
    Words,
    /// As written, in this order.
    Phrase,
    /// As the beginning of a word; words before it in this order.
    Prefix,
}

/// What was not done as it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// What stands behind [`MAX_CHARS`] was left out.
    TooLong,
    /// It has more words than are searched for; what stands behind those was left out.
    TooManyWords,
    /// Groups stand too deep in each other; the deepest were taken for one.
    TooDeep,
    /// A quotation mark has no partner; the phrase was taken to go on to the end.
    OpenQuote,
    /// A bracket has no partner; the group was taken to go on to the end.
    OpenGroup,
    /// Behind `on:`, `before:` or `after:` stands no date.
    NotADate(String),
    /// Behind `lang:` stands no tag of a language.
    NotALanguage(String),
    /// What stands before the asterisk is too short to look for; it was taken for a word.
    ShortPrefix(String),
    /// So many words begin so that only the most frequent were looked for.
    ManyWords(String),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "only the first {MAX_CHARS} characters were searched for"),
            Self::TooManyWords => write!(f, "only the first {MAX_WORDS} words were searched for"),
            Self::TooDeep => write!(f, "brackets more than {MAX_DEPTH} deep were left out"),
            Self::OpenQuote => {
                f.write_str("a quotation mark is not closed; the phrase goes on to the end")
            }
            Self::OpenGroup => f.write_str("a bracket is not closed; the group goes on to the end"),
            Self::NotADate(text) => {
                write!(
                    f,
                    "“{text}” was left out: it is no date such as 2026, 2026-03 or 2026-03-02"
                )
            }
            Self::NotALanguage(text) => {
                write!(
                    f,
                    "“{text}” was left out: it is no language tag such as ar, en or tr"
                )
            }
            Self::ShortPrefix(text) => {
                write!(
                    f,
                    "“{text}*” is too short a beginning; it was searched for as a word"
                )
            }
            Self::ManyWords(text) => {
                write!(
                    f,
                    "many words begin with “{text}”; only the most frequent were searched for"
                )
            }
        }
    }
}

impl Query {
    /// Reads a question. Whatever is typed can be read; the notices say what was left out.
    pub fn parse(text: &str) -> (Self, Vec<Notice>) {
        parse::parse(text)
    }

    /// Whether nothing is asked for: every report answers it.
    pub fn is_empty(&self) -> bool {
        self.root == Node::All(Vec::new())
    }

    /// Whether it asks for words, by which reports are more or less relevant.
    pub(crate) fn has_words(&self) -> bool {
        let mut any = false;
        self.root.each_wanted(&mut |_| any = true);
        any
    }

    /// The names of outlets it asks for, as they are written, in order.
    pub fn source_names(&self) -> Vec<&str> {
        fn names<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
            match node {
                Node::All(nodes) | Node::Any(nodes) => {
                    for node in nodes {
                        names(node, found);
                    }
                }
                Node::Not(node) => names(node, found),
                Node::Source { name, .. } => found.push(name),
                _ => {}
            }
        }
        let mut found = Vec::new();
        names(&self.root, &mut found);
        found
    }

    /// Says which outlets the names in it mean; none where a name means nothing, and then nothing is found by it. Names that
    /// were never bound find nothing.
    pub fn bind_sources(&mut self, mut ids_of: impl FnMut(&str) -> Vec<u64>) {
        fn bind(node: &mut Node, ids_of: &mut impl FnMut(&str) -> Vec<u64>) {
            match node {
                Node::All(nodes) | Node::Any(nodes) => {
                    for node in nodes {
                        bind(node, ids_of);
                    }
                }
                Node::Not(node) => bind(node, ids_of),
                Node::Source { name, ids } => *ids = ids_of(name),
                _ => {}
            }
        }
        bind(&mut self.root, &mut ids_of);
    }
}

impl Node {
    /// Calls `each` with all words that are wanted, not those that are not.
    pub(crate) fn each_wanted<'a>(&'a self, each: &mut impl FnMut(&'a Text)) {
        match self {
            Self::All(nodes) | Self::Any(nodes) => {
                for node in nodes {
                    node.each_wanted(each);
                }
            }
            Self::Text(text) => each(text),
            _ => {}
        }
    }
}
