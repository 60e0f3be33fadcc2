//! The summary as a page that loads nothing and runs nothing.

use askama::Template;

use super::chart::{Bar, Columns, bars, language_name, months, speed};
use super::figures::{bytes, count, duration, name, rate, share};
use crate::tally::Summary;

#[derive(Template)]
#[template(path = "summary.html")]
struct Page {
    command: String,
    version: String,
    kept: String,
    pages: String,
    records: String,
    kept_share: String,
    words: String,
    statements: String,
    duration: String,
    rate: String,
    input: String,
    output: String,
    parts: String,
    inputs: String,
    threads: u64,
    undated: Option<String>,
    charts: Vec<Bars>,
    over_time: Vec<Over>,
}

/// A chart of bars.
struct Bars {
    title: &'static str,
    about: &'static str,
    rows: Vec<Bar>,
}

/// A chart of columns.
struct Over {
    id: &'static str,
    title: &'static str,
    about: String,
    chart: Columns,
}

/// The page.
pub fn html(summary: &Summary) -> String {
    let tally = &summary.tally;
    let charts = [
        (
            "Languages",
            "of the pages kept",
            bars(&tally.languages, tally.kept, language_name),
        ),
        (
            "Kinds of page",
            "of the pages kept",
            bars(&tally.kinds, tally.kept, name),
        ),
        (
            "Left out",
            "of the pages read, by the first reason",
            bars(&tally.dropped, tally.pages, name),
        ),
        (
            "Marked",
            "of the pages read; a page may carry several",
            bars(&tally.marked, tally.pages, name),
        ),
        (
            "Not read",
            "of all records, by cause",
            bars(&tally.failures, tally.records, name),
        ),
        (
            "No pages",
            "of all records, by what they are",
            bars(&tally.skipped, tally.records, name),
        ),
    ];
    let charts = charts.into_iter().filter(|(_, _, bars)| !bars.is_empty());
    let dates = months(&tally.months);
    let speeds = speed(&summary.speed);
    let over_time = [
        Over {
            id: "dates",
            title: "When they were published",
            about: format!("pages kept, a column a {}", dates.unit),
            chart: dates,
        },
        Over {
            id: "speed",
            title: "Speed",
            about: "pages a second of one thread, in the order of the parts".to_owned(),
            chart: speeds,
        },
    ];
    let seconds = summary.seconds.max(0.001);
    let page = Page {
        command: name_of_command(&summary.command),
        version: summary.version.clone(),
        kept: count(tally.kept),
        pages: count(tally.pages),
        records: count(tally.records),
        kept_share: share(tally.kept, tally.pages),
        words: count(tally.words),
        statements: count(tally.statements),
        duration: duration(summary.seconds),
        rate: rate(tally.pages as f64 / seconds),
        input: bytes(tally.bytes),
        output: bytes(summary.bytes_written),
        parts: count(summary.parts),
        inputs: count(summary.inputs),
        threads: summary.threads,
        undated: tally.months.get("undated").map(|undated| count(*undated)),
        charts: charts
            .map(|(title, about, rows)| Bars { title, about, rows })
            .collect(),
        over_time: over_time
            .into_iter()
            .filter(|over| !over.chart.all.is_empty())
            .collect(),
    };
    // A template writes to memory, and all it shows can be shown.
    page.render().unwrap_or_default()
}

/// A command, without what could upset a page; a long one shortened.
fn name_of_command(command: &str) -> String {
    const LONGEST: usize = 400;
    let clean: String = command.chars().filter(|c| !c.is_control()).collect();
    match clean.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &clean[..at]),
        None => clean,
    }
}
