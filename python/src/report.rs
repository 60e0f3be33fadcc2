//! `khabar.Report`: a page, read.

use std::sync::OnceLock;

use khabar_article::language::Direction;
use khabar_article::{PageKind, words, write};
use khabar_statements::Reading;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::html;
use crate::parts::{Author, Block, Image, Mention, Warning};
use crate::statement::Statement;
use crate::values::{moment, shown};

/// A page, read: the report it carries and what the page says about it. What a page does not give is `None` or empty.
#[pyclass(frozen, module = "khabar")]
pub struct Report {
    reading: Reading,
    /// The text of the body, once it was asked for.
    body: OnceLock<String>,
}

impl Report {
    /// Of a reading.
    pub fn of(reading: Reading) -> Self {
        Self {
            reading,
            body: OnceLock::new(),
        }
    }

    /// The article.
    fn article(&self) -> &khabar_article::Article {
        &self.reading.article
    }
}

/// The name of the attribute that holds what a key of the JSON holds.
fn attribute(key: &str) -> &str {
    match key {
        "author" => "authors",
        "datePublished" => "date_published",
        "dateModified" => "date_modified",
        "articleSection" => "section",
        "inLanguage" => "language",
        "image" => "images",
        "isAccessibleForFree" => "is_accessible_for_free",
        "articleBody" => "body",
        "pageKind" => "page_kind",
        same => same,
    }
}

#[pymethods]
impl Report {
    #[getter]
    fn is_report(&self) -> bool {
        self.article().is_report
    }

    #[getter]
    fn page_kind(&self) -> Option<&'static str> {
        self.article().page_kind.map(PageKind::name)
    }

    #[getter]
    fn headline(&self) -> Option<&str> {
        self.article().headline.as_deref()
    }

    #[getter]
    fn alternative_headline(&self) -> Option<&str> {
        self.article().alternative_headline.as_deref()
    }

    #[getter]
    fn description(&self) -> Option<&str> {
        self.article().description.as_deref()
    }

    #[getter]
    fn authors(&self) -> Vec<Author> {
        self.article().authors.iter().map(Author::of).collect()
    }

    #[getter]
    fn date_published<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        moment(py, self.article().published)
    }

    #[getter]
    fn date_modified<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        moment(py, self.article().modified)
    }

    #[getter]
    fn dateline(&self) -> Option<&str> {
        self.article().dateline.as_deref()
    }

    #[getter]
    fn section(&self) -> Option<&str> {
        self.article().section.as_deref()
    }

    #[getter]
    fn keywords(&self) -> Vec<String> {
        self.article().keywords.clone()
    }

    #[getter]
    fn language(&self) -> Option<&str> {
        self.article().language.as_deref()
    }

    #[getter]
    fn direction(&self) -> &'static str {
        match self.article().direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }

    #[getter]
    fn publisher(&self) -> Option<&str> {
        self.article().publisher.as_deref()
    }

    #[getter]
    fn url(&self) -> Option<&str> {
        self.article().url.as_deref()
    }

    #[getter]
    fn images(&self) -> Vec<Image> {
        self.article().images.iter().map(Image::of).collect()
    }

    #[getter]
    fn is_accessible_for_free(&self) -> Option<bool> {
        self.article().accessible_for_free
    }

    #[getter]
    fn body(&self) -> &str {
        self.body.get_or_init(|| self.article().body_text())
    }

    #[getter]
    fn word_count(&self) -> usize {
        words::count(self.body())
    }

    #[getter]
    fn blocks(&self) -> Vec<Block> {
        Block::all_of(self.article())
    }

    #[getter]
    fn statements(&self) -> Vec<Statement> {
        self.reading.statements.iter().map(Statement::of).collect()
    }

    #[getter]
    fn dates(&self) -> Vec<Mention> {
        self.article().dates.iter().map(Mention::of).collect()
    }

    #[getter]
    fn other_headlines(&self) -> Vec<String> {
        self.article().other_headlines.clone()
    }

    #[getter]
    fn confidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let sure = PyDict::new(py);
        for (key, share) in &self.article().confidence {
            // As JSON has it: 0.9, not 0.8999999761581421.
            let share = share.to_string().parse().unwrap_or(f64::from(*share));
            sure.set_item(attribute(key), share)?;
        }
        Ok(sure)
    }

    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        self.article().warnings.iter().map(Warning::of).collect()
    }

    #[getter]
    fn source(&self) -> Option<&str> {
        self.article().source.as_deref()
    }

    /// The reading as JSON: a JSON-LD object on one line, or indented.
    #[pyo3(signature = (*, indent=false))]
    fn to_json(&self, indent: bool) -> String {
        let json = self.reading.json();
        if indent {
            json.to_indented()
        } else {
            json.to_line()
        }
    }

    /// The same object as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?
            .call_method1("loads", (self.reading.json().to_line(),))
    }

    /// The report as Markdown.
    fn to_markdown(&self) -> String {
        write::markdown::to_string(self.article())
    }

    /// The report as plain text.
    fn to_text(&self) -> String {
        write::text::to_string(self.article())
    }

    /// The report as a clean HTML document.
    fn to_html(&self) -> String {
        write::html::to_string(self.article())
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let article = self.article();
        let headline = article.headline.as_deref().unwrap_or_default();
        let kind = self.page_kind().unwrap_or("dump");
        let none = if article.is_report {
            String::new()
        } else {
            format!("(none: {kind}) ")
        };
        let mut shown = format!("<Report {none}{}", shown(py, headline, 60));
        for part in [
            article.language.clone(),
            article.published.map(|at| at.day().to_string()),
            Some(format!("{} words", self.word_count())),
            Some(format!("{} statements", self.reading.statements.len())),
        ]
        .into_iter()
        .flatten()
        {
            shown.push_str(", ");
            shown.push_str(&part);
        }
        shown + ">"
    }

    /// What a notebook shows.
    fn _repr_html_(&self) -> String {
        html::card(&self.reading, self.body())
    }
}
