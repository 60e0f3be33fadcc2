//! A reading as an archive keeps it: the JSON object that `khabar read` gives, looked at where it lies.
//!
//! Nothing here is trusted: every text may hold anything, every number may point anywhere.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

/// A text that is borrowed where JSON holds it without escapes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of a reading that pages show. Of the names of its keys, see `khabar read`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Reading<'a> {
    #[serde(borrow)]
    pub headline: Option<Text<'a>>,
    pub description: Option<Text<'a>>,
    pub author: Vec<Named<'a>>,
    pub date_published: Option<Text<'a>>,
    pub date_modified: Option<Text<'a>>,
    pub dateline: Option<Text<'a>>,
    pub article_section: Option<Text<'a>>,
    pub keywords: Vec<Text<'a>>,
    pub in_language: Option<Text<'a>>,
    pub publisher: Option<Named<'a>>,
    pub url: Option<Text<'a>>,
    pub image: Vec<Image<'a>>,
    pub is_accessible_for_free: Option<bool>,
    pub article_body: Text<'a>,
    pub word_count: u64,
    pub blocks: Vec<Block<'a>>,
    pub statements: Vec<Statement<'a>>,
    pub text_direction: Option<Text<'a>>,
    pub page_kind: Option<Text<'a>>,
    pub confidence: BTreeMap<Text<'a>, f64>,
    pub warnings: Vec<Warning<'a>>,
}

/// Somebody or something with a name, and a page of their own perhaps.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    pub url: Option<Text<'a>>,
}

/// What was odd about a page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Warning<'a> {
    #[serde(borrow)]
    pub code: Text<'a>,
    pub message: Text<'a>,
}

/// An image of the report.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Image<'a> {
    #[serde(borrow)]
    pub url: Text<'a>,
    pub caption: Option<Text<'a>>,
    pub credit_text: Option<Text<'a>>,
    pub description: Option<Text<'a>>,
}

/// A block of the body. Which fields it has goes by its `kind`; what has an unknown one is shown as a paragraph.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Block<'a> {
    #[serde(borrow)]
    pub kind: Text<'a>,
    pub level: u8,
    pub quote_depth: u8,
    pub text: Text<'a>,
    pub spans: Vec<Span<'a>>,
    pub items: Vec<Item<'a>>,
    pub rows: Vec<Row<'a>>,
    pub url: Option<Text<'a>>,
    pub caption: Option<Text<'a>>,
    pub credit_text: Option<Text<'a>>,
    pub description: Option<Text<'a>>,
}

/// A run of text with its styles.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Span<'a> {
    #[serde(borrow)]
    pub text: Text<'a>,
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub url: Option<Text<'a>>,
}

/// An item of a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Item<'a> {
    pub depth: usize,
    pub number: Option<u32>,
    #[serde(borrow)]
    pub text: Text<'a>,
    pub spans: Vec<Span<'a>>,
}

/// A row of a table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Row<'a> {
    pub header: bool,
    #[serde(borrow)]
    pub cells: Vec<Text<'a>>,
    pub merged: Vec<Merged>,
}

/// A cell that takes more than one place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Merged {
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
}

/// One act of saying.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Statement<'a> {
    #[serde(borrow)]
    pub kind: Text<'a>,
    pub source: Option<Passage<'a>>,
    pub cue: Option<Passage<'a>>,
    pub content: Vec<Passage<'a>>,
    pub addressee: Option<Passage<'a>>,
    pub when: Option<Passage<'a>>,
    pub speaker: Option<Speaker<'a>>,
}

/// Words of the body: `begin` and `end` count code points of `articleBody`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Passage<'a> {
    #[serde(borrow)]
    pub text: Text<'a>,
    pub begin: usize,
    pub end: usize,
    /// The day that an expression of time means.
    pub date: Option<Text<'a>>,
}

/// Who is behind the words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Speaker<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    pub role: Option<Text<'a>>,
}

impl<'a> Reading<'a> {
    /// The reading that `json` holds.
    ///
    /// # Errors
    /// When it is not a reading.
    pub(crate) fn of(json: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// Its language as an attribute has it: letters, digits and hyphens alone; empty where it is not known.
    pub(crate) fn lang(&self) -> &str {
        self.in_language.as_deref().map_or("", tag)
    }

    /// Which way its text runs: `ltr` or `rtl`.
    pub(crate) fn dir(&self) -> &'static str {
        match self.text_direction.as_deref() {
            Some("rtl") => "rtl",
            _ => "ltr",
        }
    }
}

/// A language tag that is fit to stand in an attribute; the empty one for anything else.
pub(crate) fn tag(language: &str) -> &str {
    let fits = language.len() <= 35
        && language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { language } else { "" }
}
