//! Reports that are searched for.

use std::collections::HashMap;

use khabar_archive::search::{self, SearchRequest};
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

use super::super::super::found::Found;
use super::super::args::{Named, begin, source, tag};
use super::super::desk::Desk;
use super::super::fault::Fault;
use super::super::lists::Stretch;
use super::super::tool::Tool;

/// Reports where nobody says how many, and at most.
const USUAL: usize = 10;
const MOST: usize = 50;

pub struct Search;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arguments {
    /// What to search for. Words in all their forms, in the languages of the reports (search again in others); "a phrase"; a OR
    /// b; -without; begin*; ( ) for groups; title: by: said: speaker: section: tag: source: lang: before a word, phrase or
    /// group; on: before: after: with 2026, 2026-03 or 2026-03-02. Empty for the latest reports
    query: Option<String>,
    /// Which come first; relevance if not given
    order: Option<Order>,
    /// Only reports in this language, by its tag: en, ar
    language: Option<String>,
    /// Only reports of this source: its number, its title or its address
    source: Option<Named>,
    /// Only published on this day or later: 2026-03-02, 2026-03 or 2026, in UTC
    from: Option<String>,
    /// Only published before this day
    before: Option<String>,
    /// How many reports; 10 if not given
    #[schemars(range(min = 1, max = 50))]
    limit: Option<u32>,
    /// How many to leave out before, as next of an earlier answer says
    offset: Option<u32>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// How many reports were found in all
    total: u64,
    /// Those of this part; snippet is the stretch of the text that shows best why one was found
    hits: Vec<Found>,
    /// The offset to ask for the next part with, where there is one
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<usize>,
    /// What was not done as it was asked
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

impl Tool for Search {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "search";
    const TITLE: &'static str = "Search the archive of reports";
    const DESCRIPTION: &'static str = "\
Finds reports that the archive keeps, in any language: with number, headline, source, address, day and the words around what was \
found. The tool report gives the text of one by its number.";

    fn call(desk: &Desk, arguments: Arguments) -> Result<Answer, Fault> {
        let stretch = Stretch::of(arguments.offset, arguments.limit, USUAL, MOST)?;
        let language = tag(arguments.language.as_deref())?;
        let from = begin("from", arguments.from.as_deref())?;
        let before = begin("before", arguments.before.as_deref())?;
        let archive = desk.archive()?;
        let sources = archive.sources()?;
        let found = archive.search(&SearchRequest {
            query: arguments.query.unwrap_or_default(),
            order: match arguments.order {
                None | Some(Order::Relevance) => search::Order::Relevance,
                Some(Order::Newest) => search::Order::Newest,
                Some(Order::Oldest) => search::Order::Oldest,
            },
            limit: stretch.limit,
            offset: stretch.offset,
            sources: source(&sources, arguments.source.as_ref())?
                .into_iter()
                .collect(),
            languages: language.into_iter().collect(),
            from,
            before,
            ..SearchRequest::default()
        })?;
        let titles: HashMap<i64, String> = sources
            .into_iter()
            .map(|source| (source.id, source.title))
            .collect();
        let has_more = found.total > (stretch.offset + stretch.limit) as u64;
        let (hits, next) = stretch
            .part(found.hits, has_more)
            .shown(|hit| Found::by_search(hit, &titles));
        Ok(Answer {
            total: found.total,
            hits,
            next,
            notices: found.notices.iter().map(ToString::to_string).collect(),
        })
    }
}
