//! What a caller may say about an input.

use khabar_page::{Limits, PageError};
use thiserror::Error;

use crate::body::Judge;
use crate::dump::LineJudge;
use crate::kind::KindJudge;

/// How an input is to be read. The default finds everything out from the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadOptions<'a> {
    /// Address of the page: relative links are resolved against it, and it may tell date and section.
    pub url: Option<&'a str>,
    /// The input as the caller names it, handed through to [`crate::Article::source`].
    pub source: Option<&'a str>,
    /// The charset of the `Content-Type` header.
    pub declared_encoding: Option<&'a str>,
    /// What the bytes are.
    pub input: InputKind,
    /// How much is read.
    pub limits: Limits,
    /// Who judges what belongs to the body; the judge that ships where there is none.
    pub judge: Option<&'a Judge>,
    /// Who judges the lines of a dump of text; the judge that ships where there is none.
    pub line_judge: Option<&'a LineJudge>,
    /// Who tells what kind of page it is; the classifier that ships where there is none.
    pub kind_judge: Option<&'a KindJudge>,
    /// Whether [`crate::Article::confidence`] holds the scores behind it, as `cargo xtask calibrate` measures them; of
    /// dumps of text it always does.
    pub raw_confidence: bool,
}

/// What the bytes of an input are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Found out from the bytes.
    #[default]
    Auto,
    /// A page of HTML.
    Html,
    /// A plain-text dump of a page: headline, report and whatever else stood there, a line each.
    Text,
    /// The text of a report and nothing else: taken as the body, verbatim.
    Body,
}

/// An input that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("the input is empty; nothing to read")]
    Empty,
    /// It is something else than text or HTML.
    #[error("the input is {found}, not a page; give the page's HTML or its text")]
    NotText {
        /// What it is: "a PDF document".
        found: &'static str,
    },
    /// It is larger than the limit.
    #[error(
        "the input has {bytes} bytes, more than the limit of {limit}; raise the limit to read it"
    )]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

impl From<PageError> for ReadError {
    fn from(error: PageError) -> Self {
        match error {
            PageError::TooLarge { bytes, limit } => Self::TooLarge { bytes, limit },
        }
    }
}
