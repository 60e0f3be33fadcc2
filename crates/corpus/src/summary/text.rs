//! The summary as text, for a terminal or a log.

use std::fmt::Write;
use std::path::Path;

use super::chart::{language_name, ranked};
use super::figures::{bytes, clean, count, duration, how_many, name, rate, share};
use crate::tally::{Counts, Summary};

/// How many names of a kind are shown.
const SHOWN: usize = 8;

/// What a run came to, and where it is: lines of 76 columns or fewer, with a line break at the end.
pub fn text(summary: &Summary, out: &Path) -> String {
    let tally = &summary.tally;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{}, {} read, {} kept",
        how_many(tally.records, "record"),
        how_many(tally.pages, "page"),
        count(tally.kept)
    );
    if tally.kept == 0 {
        text.push_str("no page was kept; what follows says why\n");
    }
    list(&mut text, "left out", &tally.dropped, tally.pages, name);
    list(&mut text, "not read", &tally.failures, tally.records, name);
    list(&mut text, "no pages", &tally.skipped, tally.records, name);
    list(&mut text, "marked", &tally.marked, tally.pages, name);
    list(
        &mut text,
        "languages",
        &tally.languages,
        tally.kept,
        language_name,
    );
    list(&mut text, "kinds", &tally.kinds, tally.kept, name);
    let seconds = summary.seconds.max(0.001);
    let _ = writeln!(
        text,
        "{:<10} {} words, {} statements",
        "content",
        count(tally.words),
        count(tally.statements)
    );
    let starts = match summary.starts {
        0 | 1 => String::new(),
        more => format!(", in {more} starts"),
    };
    let _ = writeln!(
        text,
        "{:<10} {}{starts}: {} pages/s, {}/s of input",
        "time",
        duration(summary.seconds),
        rate(tally.pages as f64 / seconds),
        bytes((tally.bytes as f64 / seconds) as u64)
    );
    let _ = writeln!(
        text,
        "{:<10} {} in {}",
        "written",
        bytes(summary.bytes_written),
        how_many(summary.parts, "part")
    );
    for (what, file) in [("tables", "pages"), ("summary", "summary.html")] {
        let _ = writeln!(text, "{what:<10} {}", shown_path(&out.join(file)));
    }
    text
}

/// A path as it is shown: the end of a long one.
fn shown_path(path: &Path) -> String {
    const MOST: usize = 64;
    let shown: String = clean(&path.display().to_string()).collect();
    let len = shown.chars().count();
    if len <= MOST {
        return shown;
    }
    let end: String = shown.chars().skip(len - MOST + 1).collect();
    format!("…{end}")
}

/// The most frequent names under a heading, a line each.
fn list(
    text: &mut String,
    heading: &str,
    counts: &Counts,
    of: u64,
    shown: impl Fn(&str) -> String,
) {
    let (most, rest) = ranked(counts, SHOWN);
    let mut heading = heading;
    let rest = rest.map(|(names, number)| (format!("{names} others"), number));
    let lines = most
        .into_iter()
        .map(|(name, number)| (shown(name), number))
        .chain(rest);
    for (name, number) in lines {
        let _ = writeln!(
            text,
            "{heading:<10} {:>13}  {:>6}  {name}",
            count(number),
            share(number, of)
        );
        heading = "";
    }
}
