//! What a report is made of, beside its statements.

use khabar_article::dates::DateMention;
use khabar_article::{self as article, BlockKind};
use pyo3::prelude::*;

use crate::values::shown;

/// Who wrote a report. `str(author)` is the name.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Author {
    /// The name alone, without "By", role or outlet.
    name: String,
    /// The author's page, or `None`.
    url: Option<String>,
    /// `Person`, or `Organization` where an agency or the outlet signs.
    kind: &'static str,
}

impl Author {
    /// As the reading has it.
    pub fn of(author: &article::Author) -> Self {
        Self {
            name: author.name.clone(),
            url: author.url.clone(),
            kind: author.kind.name(),
        }
    }
}

#[pymethods]
impl Author {
    fn __str__(&self) -> &str {
        &self.name
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<Author {} ({})>", shown(py, &self.name, 60), self.kind)
    }
}

/// An image of a report.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Image {
    /// Its address, absolute where the page's address is known.
    url: String,
    /// The caption without the credit, or `None`.
    caption: Option<String>,
    /// Photographer or agency, without "Photo:", or `None`.
    credit: Option<String>,
    /// Its `alt` text, or `None`.
    alt: Option<String>,
}

impl Image {
    /// As the reading has it.
    pub fn of(image: &article::Image) -> Self {
        Self {
            url: image.url.clone(),
            caption: image.caption.clone(),
            credit: image.credit.clone(),
            alt: image.alt.clone(),
        }
    }
}

#[pymethods]
impl Image {
    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<Image {}>", shown(py, &self.url, 80))
    }
}

/// A block of the body: a paragraph, a heading, an item of a list, a row of a table, code or an image.
#[pyclass(frozen, get_all, eq, module = "khabar")]
#[derive(Clone, PartialEq)]
pub struct Block {
    /// `paragraph`, `heading`, `list-item`, `table-row`, `code` or `image`.
    kind: &'static str,
    /// Its text; cells are parted by a tab. Empty of an image.
    text: String,
    /// Where it begins in `Report.body`, in characters; `None` of an image.
    begin: Option<usize>,
    /// One past where it ends in `Report.body`, in characters; `None` of an image.
    end: Option<usize>,
    /// Level of a heading, 1 to 6; else `None`.
    level: Option<u8>,
    /// How deep a list item's list lies in other lists, 0 for the outermost; else `None`.
    depth: Option<u8>,
    /// The number of an item in an ordered list; else `None`.
    number: Option<u32>,
    /// How many block quotations it stands in.
    quote_depth: u8,
    /// Texts of the cells of a table row, each in its column, empty ones too; else `None`.
    cells: Option<Vec<String>>,
    /// Whether it is a table row of header cells.
    is_header: bool,
    /// The language of code as the markup names it; else `None`.
    code_language: Option<String>,
    /// The image; `None` of all other blocks.
    image: Option<Image>,
}

impl Block {
    /// The blocks of an article, images among them.
    pub fn all_of(article: &article::Article) -> Vec<Self> {
        let mut places = article.body_places();
        let blocks = article.body.iter().map(|block| match &block.kind {
            BlockKind::Image(_) => Self::of(block, None),
            _ => Self::of(block, places.next().map(|(_, place)| place)),
        });
        blocks.collect()
    }

    fn of(block: &article::Block, place: Option<std::ops::Range<usize>>) -> Self {
        let mut made = Self {
            kind: "paragraph",
            text: block.text(),
            begin: place.as_ref().map(|place| place.start),
            end: place.map(|place| place.end),
            level: None,
            depth: None,
            number: None,
            quote_depth: block.quote_depth,
            cells: None,
            is_header: false,
            code_language: None,
            image: None,
        };
        match &block.kind {
            BlockKind::Paragraph => {}
            BlockKind::Heading(level) => {
                made.kind = "heading";
                made.level = Some(*level);
            }
            BlockKind::ListItem { depth, number } => {
                made.kind = "list-item";
                made.depth = Some(*depth);
                made.number = *number;
            }
            BlockKind::TableRow { header, cells, .. } => {
                made.kind = "table-row";
                made.cells = Some(cells.clone());
                made.is_header = *header;
            }
            BlockKind::Code { language } => {
                made.kind = "code";
                made.code_language.clone_from(language);
            }
            BlockKind::Image(image) => {
                made.kind = "image";
                made.image = Some(Image::of(image));
            }
        }
        made
    }
}

#[pymethods]
impl Block {
    fn __repr__(&self, py: Python<'_>) -> String {
        match &self.image {
            Some(image) => format!("<Block image {}>", shown(py, &image.url, 60)),
            None => format!("<Block {} {}>", self.kind, shown(py, &self.text, 60)),
        }
    }
}

/// An expression of time in the body, and what it means.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Mention {
    /// Its words.
    text: String,
    /// Where it begins in `Report.body`, in characters.
    begin: usize,
    /// One past where it ends in `Report.body`, in characters.
    end: usize,
    /// What it means, in ISO 8601: a day (`2026-03-02`, with a time where the text has one), a week (`2026-W10`), a
    /// month (`2026-03`) or a year (`2026`).
    date: String,
}

impl Mention {
    /// As the reading has it.
    pub fn of(mention: &DateMention) -> Self {
        Self {
            text: mention.text.clone(),
            begin: mention.begin,
            end: mention.end,
            date: mention.date.to_string(),
        }
    }
}

#[pymethods]
impl Mention {
    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<Mention {} = {}>", shown(py, &self.text, 60), self.date)
    }
}

/// Something that was odd, cut or missing. `str(warning)` is the message.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Warning {
    /// Which, in a word that stays the same: `no-report`, `cookie-wall`, `error-page`, `section-front`, `paywall`,
    /// `limit-reached`, `encoding`, `empty-body` or `record`.
    code: String,
    /// What was found, in a sentence, and what to do where something can be done.
    message: String,
}

impl Warning {
    /// As the reading has it.
    pub fn of(warning: &article::Warning) -> Self {
        let code = serde_json::json!(warning.code);
        Self {
            code: code.as_str().unwrap_or_default().to_owned(),
            message: warning.message.clone(),
        }
    }
}

#[pymethods]
impl Warning {
    fn __str__(&self) -> &str {
        &self.message
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<Warning {}: {}>", self.code, shown(py, &self.message, 80))
    }
}
