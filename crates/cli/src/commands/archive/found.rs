//! A report that is kept, as programs get it in a list.

use std::collections::HashMap;
use std::ops::Range;

use khabar_archive::record::reports::Entry;
use khabar_archive::search::SearchHit;
use khabar_archive::time::written;
use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;

/// A report in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// Its number in the archive
    report: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    /// The standfirst or, where there is none, how the report begins
    #[serde(skip_serializing_if = "Option::is_none")]
    standfirst: Option<String>,
    source: SourceName,
    /// Where it was published
    url: String,
    /// When it was published, as precisely as the page says
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    gathered_at: String,
    /// When it last changed
    changed_at: String,
    /// How many versions of it are kept
    versions: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// How many words its text has
    words: u32,
    /// How many statements it reports
    statements: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    headline_marks: Option<Vec<Mark>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet>,
}

/// The outlet that published it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceName {
    /// Its number in the archive
    pub id: i64,
    pub title: String,
}

/// The stretch of its text that shows best why it was found.
#[derive(Debug, Serialize, JsonSchema)]
struct Snippet {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    marks: Option<Vec<Mark>>,
}

/// Words that were asked for, in code points.
#[derive(Debug, Serialize)]
struct Mark {
    begin: usize,
    end: usize,
}

impl Found {
    /// A report that nobody searched for.
    pub fn of(entry: Entry, sources: &HashMap<i64, String>) -> Self {
        Self {
            report: entry.id,
            source: SourceName::of(entry.source, sources),
            headline: entry.headline,
            standfirst: entry.standfirst,
            url: entry.url,
            published: entry.published,
            gathered_at: written(entry.gathered_at),
            changed_at: written(entry.changed_at),
            versions: entry.versions,
            language: entry.language,
            words: entry.words,
            statements: entry.statements,
            headline_marks: None,
            snippet: None,
        }
    }

    /// A report that was searched for.
    pub fn by_search(hit: SearchHit, sources: &HashMap<i64, String>) -> Self {
        Self {
            snippet: hit.snippet.map(|snippet| Snippet {
                text: snippet.text,
                marks: None,
            }),
            ..Self::of(hit.entry, sources)
        }
    }

    /// The same with where the words stand that were asked for.
    pub fn marked(hit: SearchHit, sources: &HashMap<i64, String>) -> Self {
        let in_snippet = hit.snippet.as_ref().map(|snippet| marks(&snippet.marks));
        let headline_marks = Some(marks(&hit.headline_marks));
        let found = Self::by_search(hit, sources);
        Self {
            headline_marks,
            snippet: found.snippet.map(|snippet| Snippet {
                marks: in_snippet,
                ..snippet
            }),
            ..found
        }
    }
}

impl SourceName {
    /// The source of a number; without a title where it is gone.
    pub fn of(id: i64, sources: &HashMap<i64, String>) -> Self {
        Self {
            id,
            title: sources.get(&id).cloned().unwrap_or_default(),
        }
    }
}

fn marks(ranges: &[Range<usize>]) -> Vec<Mark> {
    let marks = ranges.iter().map(|range| Mark {
        begin: range.start,
        end: range.end,
    });
    marks.collect()
}
