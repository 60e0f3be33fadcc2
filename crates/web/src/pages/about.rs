//! What the archive holds, and what serves it.

use askama::Template;
use khabar_archive::record::pages::PageState;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::form::Form;
use crate::frame::Frame;
use crate::languages::language_name;
use crate::visit::{Answer, Visit};

/// What the archive holds, in numbers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct About {
    /// The version of the program.
    pub version: String,
    /// Sources.
    pub sources: u64,
    /// Reports.
    pub reports: u64,
    /// Their versions.
    pub versions: u64,
    /// Pages that were announced and are still to be read.
    pub waiting: u64,
    /// The languages of the reports, the commonest first.
    pub languages: Vec<LanguageCount>,
    /// Bytes of the record on the disk.
    pub record_bytes: u64,
    /// Bytes of the index of words.
    pub index_bytes: u64,
    /// Bytes of pages kept as they came.
    pub raw_bytes: u64,
}

/// How many reports there are in a language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LanguageCount {
    /// The language, as BCP 47.
    pub language: String,
    /// How many reports.
    pub reports: u64,
}

impl LanguageCount {
    /// What the language calls itself.
    fn own_name(&self) -> &str {
        language_name(&self.language)
    }
}

#[derive(Template)]
#[template(path = "about.html")]
struct Page<'a> {
    f: Frame<'a>,
    about: About,
    sizes: Vec<(&'static str, String)>,
    folder: String,
}

/// What the archive holds.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let totals = app.archive.totals()?;
    let pages = app.archive.pages(None)?;
    let waiting = pages.iter().find(|(state, _)| *state == PageState::Waiting);
    let about = About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sources: totals.sources,
        reports: totals.reports,
        versions: totals.versions,
        waiting: waiting.map_or(0, |(_, count)| *count),
        languages: totals
            .languages
            .into_iter()
            .map(|(language, reports)| LanguageCount { language, reports })
            .collect(),
        record_bytes: totals.record_bytes,
        index_bytes: totals.index_bytes,
        raw_bytes: totals.raw_bytes,
    };
    if visit.form == Form::Json {
        return visit.json(&about);
    }
    let sizes = [
        ("record", about.record_bytes),
        ("index", about.index_bytes),
        ("raw-pages", about.raw_bytes),
    ];
    visit.page(&Page {
        f: Frame::said(visit, "about"),
        sizes: sizes
            .map(|(id, bytes)| (id, visit.reader.size(bytes)))
            .into(),
        // Where it lies is told to nobody but who sits at the machine or knows the token.
        folder: app.archive.folder().root().display().to_string(),
        about,
    })
}
