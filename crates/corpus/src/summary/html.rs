//! The summary as a page that loads nothing and runs nothing.

use askama::Template;

use super::chart::{Bar, bars, language_name};
use super::columns::{Columns, speed};
use super::figures::{bytes, clean, count, duration, how_many, name, rate, share, short_count};
use super::months::dates;
use crate::tally::{Counts, Summary, Tally};

#[derive(Template)]
#[template(path = "summary.html")]
struct Page {
    command: String,
    version: String,
    kept: String,
    of: String,
    figures: Vec<Figure>,
    became: Vec<Bar>,
    charts: Vec<Bars>,
    over_time: Vec<Over>,
    threads: String,
}

/// A figure that stands for itself.
struct Figure {
    name: &'static str,
    value: String,
    /// The number in full, where `value` is shorter.
    full: String,
    note: String,
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
    /// What a column stands for.
    unit: &'static str,
    /// What a column shows.
    shows: &'static str,
    chart: Columns,
}

/// The page.
pub fn html(summary: &Summary) -> String {
    let tally = &summary.tally;
    let page = Page {
        command: name_of_command(&summary.command),
        version: name(&summary.version),
        kept: how_many(tally.kept, "page"),
        of: format!(
            "of {} read ({}), in {}",
            count(tally.pages),
            share(tally.kept, tally.pages),
            how_many(tally.records, "record")
        ),
        figures: figures(summary),
        became: became(tally),
        charts: charts(tally),
        over_time: over_time(summary),
        threads: how_many(summary.threads, "thread"),
    };
    // A template writes to memory, and all it shows can be shown.
    page.render().unwrap_or_default()
}

fn figures(summary: &Summary) -> Vec<Figure> {
    let tally = &summary.tally;
    let seconds = summary.seconds.max(0.001);
    let figure = |name, value, note| Figure {
        name,
        value,
        full: String::new(),
        note,
    };
    let per_page =
        |number: u64| format!("{} a page", rate(number as f64 / tally.kept.max(1) as f64));
    let mut words = figure("Words", short_count(tally.words), per_page(tally.words));
    words.full = count(tally.words);
    let mut statements = figure(
        "Statements",
        short_count(tally.statements),
        per_page(tally.statements),
    );
    statements.full = count(tally.statements);
    let starts = match summary.starts {
        0 | 1 => "in one go".to_owned(),
        more => format!("in {}", how_many(more, "start")),
    };
    vec![
        words,
        statements,
        figure("Time", duration(summary.seconds), starts),
        figure(
            "Pages a second",
            rate(tally.pages as f64 / seconds),
            format!("{} a second", bytes((tally.bytes as f64 / seconds) as u64)),
        ),
        figure(
            "Read",
            bytes(tally.bytes),
            how_many(summary.inputs, "input"),
        ),
        figure(
            "Written",
            bytes(summary.bytes_written),
            how_many(summary.parts, "part"),
        ),
    ]
}

/// What became of what was in the inputs.
fn became(tally: &Tally) -> Vec<Bar> {
    let sum = |counts: &Counts| counts.values().sum::<u64>();
    let all = [
        ("kept", tally.kept),
        ("left out", sum(&tally.dropped)),
        ("not read", sum(&tally.failures)),
        ("no pages", sum(&tally.skipped)),
    ];
    let counts: Counts = all
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(name, number)| (name.to_owned(), number))
        .collect();
    let of = sum(&counts);
    let mut rows = bars(&counts, of, str::to_owned);
    // In the order things happen to a record, whichever is the most.
    rows.sort_by_key(|row| all.iter().position(|(name, _)| *name == row.name));
    rows
}

fn charts(tally: &Tally) -> Vec<Bars> {
    [
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
    ]
    .into_iter()
    .filter(|(_, _, rows)| !rows.is_empty())
    .map(|(title, about, rows)| Bars { title, about, rows })
    .collect()
}

fn over_time(summary: &Summary) -> Vec<Over> {
    let dates = dates(&summary.tally.months);
    let mut about = format!("pages kept, a column a {}", dates.unit);
    let undated = summary.tally.months.get("undated");
    let undated = undated.map(|pages| format!("{} without a date", count(*pages)));
    let absent: Vec<String> = dates.outside.into_iter().chain(undated).collect();
    if !absent.is_empty() {
        about = format!("{about}; not shown: {}", absent.join(", "));
    }
    let (speeds, together) = speed(&summary.speed);
    let mut order = "pages a second of one thread, in the order of the parts".to_owned();
    if together > 1 {
        order = format!("{order}, {together} parts a column");
    }
    [
        Over {
            id: "dates",
            title: "When they were published",
            about,
            unit: dates.unit,
            shows: "pages",
            chart: dates.chart,
        },
        Over {
            id: "speed",
            title: "Speed",
            about: order,
            unit: "part",
            shows: "pages a second",
            chart: speeds,
        },
    ]
    .into_iter()
    .filter(|over| !over.chart.all.is_empty())
    .collect()
}

/// A command, without what could upset a page; a long one shortened.
fn name_of_command(command: &str) -> String {
    const LONGEST: usize = 400;
    let clean: String = clean(command).collect();
    match clean.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &clean[..at]),
        None => clean,
    }
}
