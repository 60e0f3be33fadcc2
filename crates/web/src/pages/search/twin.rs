//! What programs get of a search.

use std::ops::Range;

use khabar_archive::search::{Notice, SearchAnswer};
use serde::Serialize;
use utoipa::ToSchema;

use crate::pages::saved::Saved;
use crate::view::{Item, Titles};

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Found {
    /// What was searched for.
    pub query: String,
    /// The search that is kept, where this is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<Saved>,
    /// How many reports there are in all.
    pub total: u64,
    /// The reports asked for, in order.
    pub reports: Vec<Hit>,
    /// What was not done as it was asked, a sentence each.
    pub notices: Vec<String>,
    /// How many there are by source, the most first.
    pub sources: Vec<FacetSource>,
    /// How many there are by language, the most first.
    pub languages: Vec<FacetLanguage>,
    /// How many there are by day of publication in UTC; days without any are left out.
    pub days: Vec<FacetDay>,
}

/// A report that was found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hit {
    /// The report.
    pub report: Item,
    /// Where in its headline it was found, in code points: first, and one past the last.
    pub headline_marks: Vec<[usize; 2]>,
    /// The stretch of its text that shows it best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// Where in that stretch it was found.
    pub snippet_marks: Vec<[usize; 2]>,
}

/// How many were found of a source.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetSource {
    /// Its number.
    pub id: i64,
    /// What it calls itself.
    pub title: String,
    /// How many.
    pub reports: u64,
}

/// How many were found in a language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetLanguage {
    /// The language, as BCP 47.
    pub language: String,
    /// How many.
    pub reports: u64,
}

/// How many were found of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetDay {
    /// The day: `2026-03-02`.
    pub date: String,
    /// How many.
    pub reports: u64,
}

/// What was found, for programs.
pub(crate) fn found(
    query: &str,
    search: Option<Saved>,
    answer: SearchAnswer,
    titles: &Titles<'_>,
) -> Found {
    let pairs = |marks: &[Range<usize>]| marks.iter().map(|m| [m.start, m.end]).collect();
    let facets = answer.facets.unwrap_or_default();
    Found {
        query: query.to_owned(),
        search,
        total: answer.total,
        notices: answer.notices.iter().map(Notice::to_string).collect(),
        sources: facets
            .sources
            .into_iter()
            .map(|(id, reports)| FacetSource {
                id,
                title: titles.title(id),
                reports,
            })
            .collect(),
        languages: facets
            .languages
            .into_iter()
            .map(|(language, reports)| FacetLanguage { language, reports })
            .collect(),
        days: facets
            .days
            .into_iter()
            .map(|(date, reports)| FacetDay { date, reports })
            .collect(),
        reports: answer
            .hits
            .into_iter()
            .map(|hit| Hit {
                headline_marks: pairs(&hit.headline_marks),
                snippet_marks: hit
                    .snippet
                    .as_ref()
                    .map_or_else(Vec::new, |s| pairs(&s.marks)),
                snippet: hit.snippet.map(|snippet| snippet.text),
                report: titles.item(hit.entry),
            })
            .collect(),
    }
}
