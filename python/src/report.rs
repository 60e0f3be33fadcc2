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

/// A page, read: the report it carries and what the page says about it.
///
/// What a page does not give is `None` or empty; nothing is guessed to fill a gap. Reports cannot be changed, and
/// threads may share them. To hand one to another process or keep it, take `to_json()` or `to_dict()`. In a notebook it
/// shows itself as a card.
///
/// ```python
/// >>> import khabar
/// >>> report = khabar.read('''<html lang="en">
/// ... <meta property="article:published_time" content="2026-03-02T09:40:00+02:00"><h1>Quay opens</h1>
/// ... <p class="byline">By <a rel="author" href="/staff/lina">Lina Haddad</a></p>
/// ... <p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>
/// ... <p>“We waited for a year,” she told reporters.</p>''', "https://courier.example/quay")
/// >>> report
/// <Report 'Quay opens', en, 2026-03-02, 25 words, 2 statements>
/// >>> report.date_published.isoformat()
/// '2026-03-02T09:40:00+02:00'
/// >>> report.authors[0].url
/// 'https://courier.example/staff/lina'
/// ```
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
    /// Whether the page carries a report. Where it does not, `warnings` says why, and `body` holds what running text
    /// there was.
    #[getter]
    fn is_report(&self) -> bool {
        self.article().is_report
    }

    /// What kind of page it is: `article`, `live-blog` or `paywall-stub`, which carry a report; `section-front`,
    /// `listing`, `collection`, `forum`, `product`, `documentation`, `service`, `error` or `cookie-wall`. `None` of a
    /// dump of text.
    #[getter]
    fn page_kind(&self) -> Option<&'static str> {
        self.article().page_kind.map(PageKind::name)
    }

    /// The headline, without the site's name; `None` where there is none.
    #[getter]
    fn headline(&self) -> Option<&str> {
        self.article().headline.as_deref()
    }

    /// A second headline: one that stands over the first, or one that markup has and that differs from the printed one;
    /// else `None`.
    #[getter]
    fn alternative_headline(&self) -> Option<&str> {
        self.article().alternative_headline.as_deref()
    }

    /// The standfirst as the page gives it, or `None`.
    #[getter]
    fn description(&self) -> Option<&str> {
        self.article().description.as_deref()
    }

    /// Who wrote the report, in the page's order.
    #[getter]
    fn authors(&self) -> Vec<Author> {
        self.article().authors.iter().map(Author::of).collect()
    }

    /// When the report was first published, as precise as the page says it: a `datetime.date` where it gives a day, a
    /// `datetime.datetime` where it gives a time, which is aware where it gives an offset too. `None` where it gives
    /// nothing.
    #[getter]
    fn date_published<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        moment(py, self.article().published)
    }

    /// When the report was last changed, as `date_published`; `None` where the page does not say so.
    #[getter]
    fn date_modified<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        moment(py, self.article().modified)
    }

    /// The place, and often the agency, that an agency report opens with: `BEIRUT (Reuters)`; else `None`.
    #[getter]
    fn dateline(&self) -> Option<&str> {
        self.article().dateline.as_deref()
    }

    /// The section of the outlet it stands in, or `None`.
    #[getter]
    fn section(&self) -> Option<&str> {
        self.article().section.as_deref()
    }

    /// Tags of the page, in its order, each once.
    #[getter]
    fn keywords(&self) -> Vec<String> {
        self.article().keywords.clone()
    }

    /// BCP 47 language of the body, told from the text itself: `ar`, `pt`; `None` where that cannot be told.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.article().language.as_deref()
    }

    /// Which way the text runs: `ltr` or `rtl`.
    #[getter]
    fn direction(&self) -> &'static str {
        match self.article().direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }

    /// The outlet's name, or `None`.
    #[getter]
    fn publisher(&self) -> Option<&str> {
        self.article().publisher.as_deref()
    }

    /// Canonical address of the page: what it says of itself, else the address that was given; `None` where there is
    /// neither.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.article().url.as_deref()
    }

    /// Images that belong to the report, the lead image first.
    #[getter]
    fn images(&self) -> Vec<Image> {
        self.article().images.iter().map(Image::of).collect()
    }

    /// False behind a paywall, true where the page says that it is free, `None` where it says nothing.
    #[getter]
    fn is_accessible_for_free(&self) -> Option<bool> {
        self.article().accessible_for_free
    }

    /// The text of the report: paragraphs parted by a blank line, items of a list and rows of a table by a line break,
    /// cells by a tab. Empty where there is none. Every `begin` and `end` of a report counts characters of this text,
    /// as Python counts them: `body[begin:end]`.
    #[getter]
    fn body(&self) -> &str {
        self.body.get_or_init(|| self.article().body_text())
    }

    /// Words of `body`, in scripts that set no spaces too.
    #[getter]
    fn word_count(&self) -> usize {
        words::count(self.body())
    }

    /// The structure of `body`, in reading order, with images where they stand.
    #[getter]
    fn blocks(&self) -> Vec<Block> {
        Block::all_of(self.article())
    }

    /// Who said what to whom, and when, in the order of the body; empty where nobody says anything, or where
    /// `statements=False` was given.
    #[getter]
    fn statements(&self) -> Vec<Statement> {
        self.reading.statements.iter().map(Statement::of).collect()
    }

    /// Expressions of time in the body whose meaning can be told, in its order.
    #[getter]
    fn dates(&self) -> Vec<Mention> {
        self.article().dates.iter().map(Mention::of).collect()
    }

    /// Headlines of other reports that the page links to.
    #[getter]
    fn other_headlines(&self) -> Vec<String> {
        self.article().other_headlines.clone()
    }

    /// How likely each field is right, 0 to 1, by the name of its attribute; fields that the page does not give are not
    /// in it. Of `body` it is the word F1 to expect.
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

    /// What was odd, cut or missing.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        self.article().warnings.iter().map(Warning::of).collect()
    }

    /// The name that was given for the page as `source`, or `None`.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.article().source.as_deref()
    }

    /// The reading as JSON text: one JSON-LD object with schema.org's names, as `khabar read` writes it; on one line,
    /// or indented.
    ///
    /// ```python
    /// >>> import khabar
    /// >>> khabar.read("The quay is open.", kind="body").to_json()[:32]
    /// '{"@context":"https://schema.org"'
    /// ```
    #[pyo3(signature = (*, indent=false))]
    fn to_json(&self, indent: bool) -> String {
        let json = self.reading.json();
        if indent {
            json.to_indented()
        } else {
            json.to_line()
        }
    }

    /// The object of `to_json()` as dictionaries, lists and texts; dates are texts in it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?
            .call_method1("loads", (self.reading.json().to_line(),))
    }

    /// The report as Markdown, with its headings, lists, tables, quotations, links and images.
    fn to_markdown(&self) -> String {
        write::markdown::to_string(self.article())
    }

    /// The report as plain text: headline, byline and body.
    fn to_text(&self) -> String {
        write::text::to_string(self.article())
    }

    /// The report as a clean HTML document of its own. Everything from the page is escaped in it.
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
