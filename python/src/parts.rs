//! What a report is made of, beside its statements.

use khabar_article::dates::DateMention;
use khabar_article::{self as article, AuthorKind, BlockKind};
use pyo3::prelude::*;

use crate::values::shown;

/// Who wrote a report.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Author {
    name: String,
    url: Option<String>,
    kind: &'static str,
}

impl Author {
    /// As the reading has it.
    pub fn of(author: &article::Author) -> Self {
        Self {
            name: author.name.clone(),
            url: author.url.clone(),
            kind: match author.kind {
                AuthorKind::Person => "Person",
                AuthorKind::Organization => "Organization",
            },
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
    url: String,
    caption: Option<String>,
    credit: Option<String>,
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

/// A block of the body.
#[pyclass(frozen, get_all, eq, module = "khabar")]
#[derive(Clone, PartialEq)]
pub struct Block {
    kind: &'static str,
    text: String,
    begin: Option<usize>,
    end: Option<usize>,
    level: Option<u8>,
    depth: Option<u8>,
    number: Option<u32>,
    quote_depth: u8,
    cells: Option<Vec<String>>,
    is_header: bool,
    code_language: Option<String>,
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

/// An expression of time in the body.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Mention {
    text: String,
    begin: usize,
    end: usize,
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

/// Something that was odd, cut or missing.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Warning {
    code: String,
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
