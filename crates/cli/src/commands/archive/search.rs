//! `khabar search`: reports that are kept, found.

use std::collections::HashMap;
use std::process::ExitCode;

use clap::error::ErrorKind;
use khabar_archive::record::sources::Source;
use khabar_archive::search::{
    MAX_HITS, Order, SearchAnswer, SearchFacets, SearchHit, SearchRequest,
};
use khabar_archive::time::written;
use khabar_article::write::inert;
use serde::Serialize;

use super::found::Found;
use super::{give, give_data, line, open, pick, told};
use crate::args::archive::{HitsFormat, SearchArgs, SearchOrder};
use crate::commands::wrong_usage;
use crate::output;
use crate::reporter;
use crate::said::table;
use crate::view::Look;
use crate::view::archive as view;

/// Lines of snippets are read, so that they are no longer than this.
const MOST_COLUMNS: usize = 100;
/// The columns of CSV.
const COLUMNS: [&str; 11] = [
    "report",
    "headline",
    "source",
    "published",
    "gathered",
    "language",
    "words",
    "statements",
    "versions",
    "url",
    "snippet",
];

/// Searches, and gives out what was found.
pub fn run(args: &SearchArgs) -> anyhow::Result<ExitCode> {
    let to_terminal = output::stdout_is_terminal();
    let format = args.format.unwrap_or(if to_terminal {
        HitsFormat::View
    } else {
        HitsFormat::Jsonl
    });
    check(args, format);
    let archive = open(&args.data)?;
    let sources = archive.sources().map_err(told)?;
    let answer = archive.search(&request(args, &sources)?).map_err(told)?;
    for notice in &answer.notices {
        reporter::say(&format!("khabar: {notice}"));
    }
    let sources: HashMap<i64, String> = sources
        .into_iter()
        .map(|source| (source.id, source.title))
        .collect();
    let shown = match format {
        HitsFormat::View => {
            let look = Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal);
            // The view makes its text safe by itself, its own escape sequences excepted.
            return give(&view::hits(&answer, &sources, args.offset, &look))
                .map(|()| ExitCode::SUCCESS);
        }
        HitsFormat::Jsonl => jsonl(answer, &sources),
        HitsFormat::Csv => csv(&answer, &sources),
    };
    give_data(&shown)?;
    Ok(ExitCode::SUCCESS)
}

/// Ends the program where arguments contradict each other.
fn check(args: &SearchArgs, format: HitsFormat) {
    let wrong =
        |message: &str| -> ! { wrong_usage("search", ErrorKind::ArgumentConflict, message) };
    if args.facets && format == HitsFormat::Csv {
        wrong("--facets are no rows of reports; choose another format");
    }
    if args.offset.saturating_add(args.limit) > MAX_HITS {
        wrong(&format!(
            "only the first {MAX_HITS} reports can be looked at; for all of them use khabar archive export"
        ));
    }
}

fn request(args: &SearchArgs, known: &[Source]) -> anyhow::Result<SearchRequest> {
    let sources = args.sources.iter();
    Ok(SearchRequest {
        query: args.words.join(" "),
        order: match args.order {
            SearchOrder::Relevance => Order::Relevance,
            SearchOrder::Newest => Order::Newest,
            SearchOrder::Oldest => Order::Oldest,
        },
        limit: args.limit,
        offset: args.offset,
        sources: sources
            .map(|name| pick::among(known, name).map(|source| source.id))
            .collect::<Result<_, _>>()?,
        languages: args.languages.clone(),
        from: args.from,
        before: args.before,
        facets: args.facets,
        ..SearchRequest::default()
    })
}

/// The counts of all that was found, as JSON.
#[derive(Serialize)]
struct Counts<'a> {
    total: u64,
    facets: &'a SearchFacets,
}

fn title(hit: &SearchHit, sources: &HashMap<i64, String>) -> String {
    sources.get(&hit.entry.source).cloned().unwrap_or_default()
}

fn jsonl(answer: SearchAnswer, sources: &HashMap<i64, String>) -> String {
    let hits = answer.hits.into_iter();
    let mut out: String = hits.map(|hit| line(&Found::marked(hit, sources))).collect();
    if let Some(facets) = &answer.facets {
        out += &line(&Counts {
            total: answer.total,
            facets,
        });
    }
    out
}

fn csv(answer: &SearchAnswer, sources: &HashMap<i64, String>) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = answer.hits.iter().map(|hit| {
        let entry = &hit.entry;
        let snippet = hit.snippet.as_ref();
        [
            entry.id.to_string(),
            text(&entry.headline),
            title(hit, sources),
            text(&entry.published),
            written(entry.gathered_at),
            text(&entry.language),
            entry.words.to_string(),
            entry.statements.to_string(),
            entry.versions.to_string(),
            entry.url.clone(),
            snippet
                .map(|snippet| snippet.text.clone())
                .unwrap_or_default(),
        ]
        .map(inert)
    });
    table(std::iter::once(COLUMNS.map(str::to_owned)).chain(rows))
}
