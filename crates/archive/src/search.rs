//! Asking an archive.

use std::ops::Range;
use std::time::Duration;

use khabar_search::{Facets, Filters, Options, Query, highlight, snippet};
pub use khabar_search::{MAX_HITS, Notice, Order, Snippet};
use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::reading::{self, KeptReading};
use crate::record::reports::{self, Entry};
use crate::record::sources::{self, Source};
use crate::time::Seconds;

/// Characters of a report's text that show why it was found.
const SNIPPET: usize = 240;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// As somebody typed it.
    pub query: String,
    /// In which order.
    pub order: Order,
    /// How many.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
    /// Of one of these sources; of any where there are none.
    pub sources: Vec<i64>,
    /// In one of these languages; in any where there are none.
    pub languages: Vec<String>,
    /// Published at this time or later.
    pub from: Option<Seconds>,
    /// Published before this time.
    pub before: Option<Seconds>,
    /// Gathered at this time or later.
    pub gathered_from: Option<Seconds>,
    /// Whether to count all that is found by source, language and day.
    pub facets: bool,
    /// Whether to show of each what it was found by.
    pub snippets: bool,
}

impl Default for SearchRequest {
    /// The twenty most relevant, with what they were found by.
    fn default() -> Self {
        Self {
            query: String::new(),
            order: Order::Relevance,
            limit: 20,
            offset: 0,
            sources: Vec::new(),
            languages: Vec::new(),
            from: None,
            before: None,
            gathered_from: None,
            facets: false,
            snippets: true,
        }
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct SearchAnswer {
    /// How many reports in all.
    pub total: u64,
    /// Those that were asked for, in order.
    pub hits: Vec<SearchHit>,
    /// How many there are by source, language and day, where that was asked for.
    pub facets: Option<SearchFacets>,
    /// What was not done as it was asked.
    pub notices: Vec<Notice>,
    /// How long the index took.
    pub took: Duration,
}

/// A report that was found.
#[derive(Debug, Clone)]
pub struct SearchHit {
    /// The report.
    pub entry: Entry,
    /// What it was found by in its headline, in code points.
    pub headline_marks: Vec<Range<usize>>,
    /// The stretch of its text that shows it best.
    pub snippet: Option<Snippet>,
}

/// How many reports there are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SearchFacets {
    /// By source, the most first.
    pub sources: Vec<(i64, u64)>,
    /// By language, the most first.
    pub languages: Vec<(String, u64)>,
    /// By day of publication in UTC as `2026-03-02`, in order; days without any are left out.
    pub days: Vec<(String, u64)>,
}

impl From<Facets> for SearchFacets {
    fn from(facets: Facets) -> Self {
        let sources = facets.sources.into_iter();
        let days = facets.days.into_iter();
        Self {
            sources: sources.map(|(id, count)| (id as i64, count)).collect(),
            languages: facets.languages,
            days: days.map(|(day, count)| (day.to_string(), count)).collect(),
        }
    }
}

impl Archive {
    /// Finds reports. What is typed is never wrong: what could not be done as asked is in the notices.
    ///
    /// # Errors
    /// What the record or the index says.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, ArchiveError> {
        let (query, mut notices) = self.query(request)?;
        let answer = self.index()?.search(&query, &options(request))?;
        notices.extend(answer.notices);
        let hits = self.record().read(|of| {
            let mut hits = Vec::with_capacity(answer.hits.len());
            for hit in &answer.hits {
                let id = hit.id as i64;
                // What was taken away a moment ago may still be in the index.
                let Some(entry) = reports::get(of, id)? else {
                    continue;
                };
                let packed = if request.snippets {
                    reports::reading(of, id, None)?
                } else {
                    None
                };
                hits.push((entry, packed));
            }
            Ok(hits)
        })?;
        Ok(SearchAnswer {
            total: answer.total,
            hits: hits
                .into_iter()
                .map(|(entry, packed)| shown(entry, packed.as_deref(), &query))
                .collect::<Result<_, _>>()?,
            facets: answer.facets.map(SearchFacets::from),
            notices,
            took: answer.took,
        })
    }

    /// The numbers of the reports that are found, and nothing more.
    ///
    /// # Errors
    /// What the record or the index says.
    pub fn matching(&self, request: &SearchRequest) -> Result<Vec<i64>, ArchiveError> {
        let (query, _) = self.query(request)?;
        self.found(&query, request)
    }

    /// The same of a question that was read before; that of the request is not looked at.
    pub(crate) fn found(
        &self,
        query: &Query,
        request: &SearchRequest,
    ) -> Result<Vec<i64>, ArchiveError> {
        let answer = self.index()?.search(query, &options(request))?;
        Ok(answer.hits.into_iter().map(|hit| hit.id as i64).collect())
    }

    /// The question of a request, and what cannot be asked as it is written.
    pub(crate) fn query(
        &self,
        request: &SearchRequest,
    ) -> Result<(Query, Vec<Notice>), ArchiveError> {
        let (mut query, notices) = Query::parse(&request.query);
        if !query.source_names().is_empty() {
            let sources = self.record().read(sources::all)?;
            query.bind_sources(|name| named(&sources, name));
        }
        Ok((query, notices))
    }
}

/// The sources that somebody means by a name: a number, a part of the title, or of the address.
fn named(sources: &[Source], name: &str) -> Vec<u64> {
    let name = name.trim().to_lowercase();
    if let Ok(id) = name.parse() {
        return vec![id];
    }
    sources
        .iter()
        .filter(|source| source.title.to_lowercase().contains(&name) || source.home.contains(&name))
        .map(|source| source.id as u64)
        .collect()
}

fn options(request: &SearchRequest) -> Options {
    Options {
        limit: request.limit,
        offset: request.offset,
        order: request.order,
        facets: request.facets,
        filters: Filters {
            sources: request.sources.iter().map(|&id| id as u64).collect(),
            languages: request.languages.clone(),
            from: request.from,
            before: request.before,
            gathered_from: request.gathered_from,
        },
    }
}

/// A report with what it was found by.
fn shown(entry: Entry, packed: Option<&[u8]>, query: &Query) -> Result<SearchHit, ArchiveError> {
    let language = entry.language.as_deref();
    let snippet = match packed {
        Some(packed) => {
            let reading = KeptReading::of(&reading::unpacked(packed)?)?;
            Some(snippet(&reading.article_body, query, language, SNIPPET))
        }
        None => None,
    };
    Ok(SearchHit {
        headline_marks: highlight(
            entry.headline.as_deref().unwrap_or_default(),
            query,
            language,
        ),
        snippet,
        entry,
    })
}
