//! How the figures are shown.

use super::figures::{Figures, PageScore};
use super::seed::Field;
use super::{Row, SLOWEST, part_name};

/// Column heading and figure name.
const COLUMNS: [(&str, &str); 15] = [
    ("P", "word_p"),
    ("R", "word_r"),
    ("F1", "word_f1"),
    ("4-gram", "shingle_f1"),
    ("exact", "exact"),
    ("seg P", "segment_p"),
    ("seg R", "segment_r"),
    ("seg F1", "segment_f1"),
    ("title", "title"),
    ("author", "author"),
    ("date", "date"),
    ("time", "time"),
    ("struct", "structure_f1"),
    ("kind", "kind"),
    ("report", "report"),
];

/// The figures of structure, for a line of their own.
const STRUCTURE: [(&str, &str); 8] = [
    ("P", "structure_p"),
    ("R", "structure_r"),
    ("F1", "structure_f1"),
    ("headings", "headings_f1"),
    ("list items", "items_f1"),
    ("cells", "cells_f1"),
    ("code lines", "code_f1"),
    ("R of kept text", "structure_kept_r"),
];

/// A line a row, under the names of the columns where `head` is set.
pub(super) fn table(rows: &[Row<Figures>], head: bool) {
    if head {
        let names = COLUMNS.map(|(name, _)| format!("{name:>7}")).concat();
        println!("{:<24}{:>5}{names}{:>9}", "", "pages", "slowest");
    }
    for row in rows {
        let figures = COLUMNS.map(|(_, name)| {
            let figure = row.figures.named().find(|(n, _)| *n == name);
            figure.map_or_else(|| format!("{:>7}", "-"), |(_, f)| format!("{f:>7.4}"))
        });
        let figures = figures.concat();
        let slowest = row
            .slowest_ms
            .map_or_else(|| "-".to_owned(), |ms| format!("{ms:.1} ms"));
        let name = part_name(&row.name);
        println!("{name:<24}{:>5}{figures}{slowest:>9}", row.figures.pages);
        let parts = STRUCTURE.iter().filter_map(|(name, figure)| {
            let (_, value) = row.figures.named().find(|(n, _)| n == figure)?;
            Some(format!("{name} {value:.4}"))
        });
        let parts = parts.collect::<Vec<_>>().join("  ");
        if !parts.is_empty() {
            println!("    structure: {parts}");
        }
    }
}

/// The `n` worst pages: by word F1 where there are bodies, by wrong segments where there are those, else the wrong
/// dates.
pub(super) fn worst(scores: &[PageScore], n: usize) {
    if n == 0 {
        return;
    }
    if scores.iter().any(|s| s.words.is_some()) {
        worst_bodies(scores, n);
    } else if scores.iter().any(|s| s.segments.is_some()) {
        worst_segments(scores, n);
    } else {
        wrong_dates(scores, n);
    }
    println!();
}

fn worst_bodies(scores: &[PageScore], n: usize) {
    let mut bodies: Vec<_> = scores.iter().filter_map(|s| Some((s, s.words?))).collect();
    bodies.sort_by(|a, b| a.1[2].total_cmp(&b.1[2]));
    for (s, [p, r, f1]) in bodies.into_iter().take(n) {
        println!("  F1 {f1:.3}  P {p:.3}  R {r:.3}  {}", named(s));
    }
}

fn worst_segments(scores: &[PageScore], n: usize) {
    let mut pages: Vec<_> = scores
        .iter()
        .filter_map(|s| Some((s, s.segments?)))
        .collect();
    pages.retain(|(_, s)| s.missed + s.noise > 0);
    pages.sort_by_key(|(_, s)| std::cmp::Reverse(s.missed + s.noise));
    for (s, segments) in pages.into_iter().take(n) {
        let total = (
            segments.hits + segments.missed,
            segments.noise + segments.kept_out,
        );
        println!(
            "  missed {}/{}  noise {}/{}  {}",
            segments.missed,
            total.0,
            segments.noise,
            total.1,
            named(s)
        );
    }
}

fn wrong_dates(scores: &[PageScore], n: usize) {
    for s in scores.iter().filter(|s| s.date == Some(false)).take(n) {
        let read = if s.reading.date.is_empty() {
            "none"
        } else {
            &s.reading.date
        };
        println!("  read {read}, is {}  {}", s.page.date, named(s));
    }
}

fn named(s: &PageScore) -> String {
    let page = s.page;
    let parts = [
        Some(&page.id),
        page.kind.as_ref(),
        page.lang.as_ref(),
        page.url.as_ref(),
    ];
    parts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("  ")
}

/// The seed, field by field; what is wrong is shown beside what it must be.
pub(super) fn seed(fields: &[Field]) {
    let right = fields.iter().filter(|f| f.is_right()).count();
    println!("seed: {right} of {} fields right", fields.len());
    for field in fields.iter().filter(|f| !f.is_right()) {
        let (gold, read) = differing_line(&field.gold, &field.read);
        println!("  {}: read {read:?}, must be {gold:?}", field.name);
    }
}

/// The first line in which two texts differ.
fn differing_line<'a>(gold: &'a str, read: &'a str) -> (&'a str, &'a str) {
    let (mut gold, mut read) = (gold.split('\n'), read.split('\n'));
    loop {
        match (gold.next(), read.next()) {
            (Some(a), Some(b)) if a == b => {}
            (a, b) => return (a.unwrap_or(""), b.unwrap_or("")),
        }
    }
}

/// Names the sets with a page over the limit.
pub(super) fn slow<F>(rows: &[Row<F>]) {
    let limit = SLOWEST.as_secs_f64() * 1000.0;
    for row in rows.iter().filter(|r| !r.name.contains('/')) {
        if let (Some(ms), Some(page)) = (row.slowest_ms.filter(|ms| *ms > limit), &row.slowest_page)
        {
            println!(
                "slow: {} took {ms:.0} ms on {page}, over {limit:.0} ms",
                row.name
            );
        }
    }
}
