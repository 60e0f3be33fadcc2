//! `cargo xtask score`: reads the measuring sets, prints every figure, holds them to the floors.

pub mod bodies;
pub mod fields;
pub mod figures;
pub mod floors;
pub mod khabar;
pub mod reading;
mod report;
mod seed;
pub mod structure;
pub mod tokens;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use serde::Serialize;

use self::figures::{Figures, PageScore, figures, score_pages};
use self::floors::{Floors, Verdict};
use self::khabar::{Judges, Weights};
use self::reading::{Reading, Readings};
use crate::sets::{self, Set};

/// The most a page may take to read.
pub const SLOWEST: Duration = Duration::from_millis(100);

/// What to score and how to show it.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Score this set alone (may be repeated)
    #[arg(long = "set", value_name = "NAME")]
    only: Vec<String>,
    /// Also score each kind or language of page apart
    #[arg(long, value_name = "FIELD")]
    by: Option<By>,
    /// List the N worst pages of each set: by word F1, by wrong segments, the wrong dates
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
    /// Write the readings as DIR/SET.jsonl
    #[arg(long, value_name = "DIR")]
    readings: Option<PathBuf>,
    /// Score the readings of DIR/SET.jsonl instead of reading the pages; floors are not held to them
    #[arg(long, value_name = "DIR", conflicts_with_all = ["readings", "update_floors"])]
    from: Option<PathBuf>,
    /// Which weights read
    #[arg(long, value_enum, default_value_t = Weights::OutOfFold)]
    weights: Weights,
    /// Raise the floors of floors.json to the figures reached
    #[arg(long)]
    update_floors: bool,
    /// With --update-floors: lower them too where a figure fell
    #[arg(long, requires = "update_floors")]
    allow_lower: bool,
}

/// What to part the pages of a set by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// The kind of page.
    Kind,
    /// Its language.
    Lang,
}

/// The figures of a set or of a part of one.
#[derive(Debug, Serialize)]
struct Row {
    /// `news-dev`, `dumps-dev/full`.
    #[serde(skip)]
    name: String,
    #[serde(flatten)]
    figures: Figures,
    /// Of the page that took longest, where pages were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    slowest_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slowest_page: Option<String>,
    /// Gold the floors of this row are measured on; `None` where it has none.
    #[serde(skip)]
    fingerprint: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When sets or weights cannot be read, or a figure is below its floor.
pub fn run(options: &Options) -> Result<()> {
    let sets = sets::find(options.sets.as_deref(), &options.only)?;
    if sets.is_empty() {
        let archives = sets::archives();
        println!(
            "score: skipped, no measuring sets: no --sets DIR, no {}",
            archives.display()
        );
        return Ok(());
    }
    let judges = match options.from {
        None => Judges::load(options.weights)?,
        Some(_) => Judges::default(),
    };
    let mut rows = Vec::new();
    for set in &sets {
        let readings = readings(set, &judges, options)?;
        let scores = score_pages(&set.pages, &readings);
        let first = rows.len();
        rows.extend(set_rows(set, &scores, options.by));
        if !options.json {
            report::table(&rows[first..], first == 0);
            report::worst(&scores, options.worst);
        }
    }
    let whole = options.only.is_empty() && options.from.is_none();
    if let Some(fields) = if whole { seed::check()? } else { None } {
        let row = seed_row(&fields);
        if !options.json {
            report::seed(&fields);
        }
        rows.push(row);
    }
    if options.json {
        let by_name: BTreeMap<_, _> = rows.iter().map(|r| (&r.name, r)).collect();
        println!("{}", serde_json::to_string(&by_name)?);
    }
    if options.from.is_some() {
        return Ok(());
    }
    floors(&rows, options)
}

/// Reads the pages of a set, or loads readings made before.
fn readings(set: &Set, judges: &Judges, options: &Options) -> Result<Readings> {
    if let Some(dir) = &options.from {
        return reading::load(&dir.join(format!("{}.jsonl", set.name)));
    }
    let readings = khabar::read(set, judges)?;
    if let Some(dir) = &options.readings {
        std::fs::create_dir_all(dir)?;
        reading::write(&dir.join(format!("{}.jsonl", set.name)), readings.iter())?;
    }
    Ok(by_id(readings))
}

/// Readings by the page they are of.
pub fn by_id(readings: Vec<Reading>) -> Readings {
    readings.into_iter().map(|r| (r.id.clone(), r)).collect()
}

/// A row for the set, then one for each part: of the dumps always by kind, else as asked.
fn set_rows(set: &Set, scores: &[PageScore], by: Option<By>) -> Vec<Row> {
    let is_dumps = set.pages.iter().all(crate::sets::Page::is_dump);
    let mut rows = vec![row(set.name.clone(), &scores.iter().collect::<Vec<_>>())];
    rows[0].fingerprint = Some(set.fingerprint.clone());
    if let Some(by) = by.or(is_dumps.then_some(By::Kind)) {
        let mut parts: BTreeMap<&str, Vec<&PageScore>> = BTreeMap::new();
        for score in scores {
            let value = match by {
                By::Kind => &score.page.kind,
                By::Lang => &score.page.lang,
            };
            parts
                .entry(value.as_deref().unwrap_or("?"))
                .or_default()
                .push(score);
        }
        let mut parts: Vec<_> = parts.into_iter().collect();
        parts.sort_by_key(|(_, pages)| std::cmp::Reverse(pages.len()));
        for (value, pages) in parts {
            let mut part = row(format!("{}/{value}", set.name), &pages);
            part.fingerprint = (is_dumps && by == By::Kind).then(|| set.fingerprint.clone());
            rows.push(part);
        }
    }
    rows
}

fn row(name: String, scores: &[&PageScore]) -> Row {
    let slowest = scores.iter().max_by_key(|s| s.reading.took);
    let slowest = slowest.filter(|s| !s.reading.took.is_zero());
    Row {
        name,
        figures: figures(scores),
        slowest_ms: slowest.map(|s| s.reading.took.as_secs_f64() * 1000.0),
        slowest_page: slowest.map(|s| s.page.id.clone()),
        fingerprint: None,
    }
}

/// The seed counts as a set of one page; its only figure is the share of fields read right.
fn seed_row(fields: &[seed::Field]) -> Row {
    let right = fields.iter().filter(|f| f.is_right()).count();
    let gold: String = fields.iter().map(|f| f.gold.as_str()).collect();
    Row {
        name: "seed".to_owned(),
        figures: Figures {
            pages: 1,
            exact: Some(right as f64 / fields.len() as f64),
            ..Figures::default()
        },
        slowest_ms: None,
        slowest_page: None,
        fingerprint: Some(format!("{:016x}", crate::folds::fnv1a(&gold))),
    }
}

/// Holds the rows to the floors, or moves the floors.
fn floors(rows: &[Row], options: &Options) -> Result<()> {
    let mut floors = Floors::load()?;
    let held = rows
        .iter()
        .filter_map(|r| Some((r, r.fingerprint.as_deref()?)));
    if options.update_floors {
        for (row, set) in held.clone() {
            floors.update(&row.name, set, &row.figures, options.allow_lower);
        }
        floors.store()?;
    }
    let (mut below, mut unknown) = (Vec::new(), Vec::new());
    for (row, set) in held {
        match floors.check(&row.name, set, &row.figures) {
            Verdict::Held => {}
            Verdict::NoFloors => unknown.push(row.name.as_str()),
            Verdict::Below(figures) => {
                for (figure, reached, floor) in figures {
                    below.push(format!(
                        "{} {figure}: {reached:.4}, floor {floor:.4}",
                        row.name
                    ));
                }
            }
        }
    }
    if !options.json {
        report::slow(rows);
        if !unknown.is_empty() {
            println!("no floors for this gold: {}", unknown.join(", "));
        }
    }
    if !below.is_empty() {
        bail!(
            "below the floor:\n  {}\nA floor is lowered with --update-floors --allow-lower alone.",
            below.join("\n  ")
        );
    }
    Ok(())
}
