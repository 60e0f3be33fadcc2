//! `cargo xtask score`: reads the measuring sets, prints every figure, holds them to the floors.

pub mod bodies;
pub mod fields;
pub mod figures;
pub mod floors;
pub mod khabar;
pub mod reading;
mod report;
pub mod seed;
pub mod statements;
mod stories;
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct Options {
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Score this set alone (may be repeated)
    #[arg(long = "set", value_name = "NAME")]
    only: Vec<String>,
    /// Also score each kind or language of page apart; languages of statements always are
    #[arg(long, value_name = "FIELD")]
    by: Option<By>,
    /// List the N worst pages of each set: by word F1, by wrong segments, the wrong dates; by F1 of statements
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Show the missed and the spurious statements of the --worst texts, and count them by cue
    #[arg(long, conflicts_with = "json")]
    show: bool,
    /// Score statements alone, in the texts of this language; floors are not held to them
    #[arg(long, conflicts_with = "update_floors")]
    lang: Option<String>,
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
pub(crate) struct Row<F> {
    /// `news-dev`, `dumps-dev/full`.
    #[serde(skip)]
    pub name: String,
    /// What was reached.
    #[serde(flatten)]
    pub figures: F,
    /// Of the page that took longest, where pages were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slowest_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slowest_page: Option<String>,
    /// Gold the floors of this row are measured on; `None` where it has none.
    #[serde(skip)]
    pub fingerprint: Option<String>,
}

/// A row as the floors and whoever reads JSON see it.
struct Outcome {
    name: String,
    figures: Vec<(&'static str, f64)>,
    fingerprint: Option<String>,
    json: serde_json::Value,
}

impl<F: Serialize> Row<F> {
    fn outcome(&self, figures: Vec<(&'static str, f64)>) -> Result<Outcome> {
        Ok(Outcome {
            name: self.name.clone(),
            figures,
            fingerprint: self.fingerprint.clone(),
            json: serde_json::to_value(self)?,
        })
    }
}

/// A row's name in a table, where a part stands indented under its set.
fn part_name(name: &str) -> String {
    name.split_once('/')
        .map_or_else(|| name.to_owned(), |(_, part)| format!("  {part}"))
}

/// Runs the command.
///
/// # Errors
/// When sets or weights cannot be read, or a figure is below its floor.
pub fn run(options: &Options) -> Result<()> {
    let mut outcomes = Vec::new();
    let pages = page_rows(options)?;
    let texts = statements::run(options)?;
    let stories = stories::run(options)?;
    if pages.is_empty() && texts.is_empty() && stories.is_empty() {
        if let Some(lang) = &options.lang {
            bail!("no set of statements has texts in {lang}");
        }
        let archives = sets::archives();
        println!(
            "score: skipped, no measuring sets: no --sets DIR, no {}",
            archives.display()
        );
        return Ok(());
    }
    for row in &pages {
        outcomes.push(row.outcome(row.figures.named().collect())?);
    }
    for row in &texts {
        outcomes.push(row.outcome(row.figures.shares.clone())?);
    }
    for row in &stories {
        outcomes.push(row.outcome(row.figures.named())?);
    }
    let whole = options.only.is_empty() && options.from.is_none() && options.lang.is_none();
    if let Some(fields) = if whole { seed::check()? } else { None } {
        let row = seed_row(&fields);
        if !options.json {
            report::seed(&fields);
        }
        outcomes.push(row.outcome(row.figures.named().collect())?);
    }
    if options.json {
        let by_name: BTreeMap<_, _> = outcomes.iter().map(|o| (&o.name, &o.json)).collect();
        println!("{}", serde_json::to_string(&by_name)?);
    }
    if options.from.is_some() {
        return Ok(());
    }
    let below = floors(&outcomes, options)?;
    if !options.json {
        report::slow(&pages);
        report::slow(&texts);
        if !below.unknown.is_empty() {
            println!("no floors for this gold: {}", below.unknown.join(", "));
        }
    }
    if !below.figures.is_empty() {
        bail!(
            "below the floor:\n  {}\nA floor is lowered with --update-floors --allow-lower alone.",
            below.figures.join("\n  ")
        );
    }
    Ok(())
}

/// Scores the sets of pages and shows them; a row for each and for each part of it.
fn page_rows(options: &Options) -> Result<Vec<Row<Figures>>> {
    let mut only = options.only.clone();
    only.retain(|name| !sets::is_of_statements(name) && !sets::is_of_stories(name));
    // Only sets of statements or stories are asked for.
    if options.lang.is_some() || (only.is_empty() && !options.only.is_empty()) {
        return Ok(Vec::new());
    }
    let sets = sets::find(options.sets.as_deref(), &only)?;
    let judges = if options.from.is_some() || sets.is_empty() {
        Judges::default()
    } else {
        Judges::load(options.weights)?
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
    Ok(rows)
}

/// Reads the pages of a set, or loads readings made before.
fn readings(set: &Set, judges: &Judges, options: &Options) -> Result<Readings> {
    if let Some(dir) = &options.from {
        return reading::load(&dir.join(format!("{}.jsonl", set.name)));
    }
    let readings = khabar::read(set, judges)?;
    if let Some(dir) = &options.readings {
        std::fs::create_dir_all(dir)?;
        sets::write_lines(&dir.join(format!("{}.jsonl", set.name)), readings.iter())?;
    }
    Ok(by_id(readings))
}

/// Readings by the page they are of.
pub fn by_id(readings: Vec<Reading>) -> Readings {
    readings.into_iter().map(|r| (r.id.clone(), r)).collect()
}

/// A row for the set, then one for each part: of the dumps always by kind, else as asked.
fn set_rows(set: &Set, scores: &[PageScore], by: Option<By>) -> Vec<Row<Figures>> {
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

fn row(name: String, scores: &[&PageScore]) -> Row<Figures> {
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
fn seed_row(fields: &[seed::Field]) -> Row<Figures> {
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

/// What the floors say of all rows.
#[derive(Default)]
struct Below {
    /// Figures below their floor, each in words.
    figures: Vec<String>,
    /// Rows that have no floors.
    unknown: Vec<String>,
}

/// Holds the rows to the floors, after these were moved where that is asked for.
fn floors(outcomes: &[Outcome], options: &Options) -> Result<Below> {
    let mut floors = Floors::load()?;
    let held = outcomes
        .iter()
        .filter_map(|o| Some((o, o.fingerprint.as_deref()?)));
    if options.update_floors {
        for (row, set) in held.clone() {
            floors.update(&row.name, set, &row.figures, options.allow_lower);
        }
        floors.store()?;
    }
    let mut below = Below::default();
    for (row, set) in held {
        match floors.check(&row.name, set, &row.figures) {
            Verdict::Held => {}
            Verdict::NoFloors => below.unknown.push(row.name.clone()),
            Verdict::Below(figures) => {
                let figures = figures.into_iter().map(|(figure, reached, floor)| {
                    format!("{} {figure}: {reached:.4}, floor {floor:.4}", row.name)
                });
                below.figures.extend(figures);
            }
        }
    }
    Ok(below)
}
