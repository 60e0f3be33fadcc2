//! `cargo xtask stories`: how well reports are grouped as they arrive, on a stream of the made-up press with known stories.
//!
//! Of stories that became one, or two, it is told how many did so rightly, also where two were put together on purpose; of what
//! reports are about, how much of what is known to be told in them is among it: the place, who speaks, the tags that stand in
//! the text.
//!
//! The stream goes through what a list on disk goes through: lines of JSON, who speaks read from the text. Nothing of what the
//! press knows to be true is told.

mod about;
mod changes;

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use anyhow::{Context, Result};
use jiff::Timestamp;
use khabar_press::{Options as PressOptions, Press};
use khabar_relate::Finder;
use khabar_relate::arrival::Arrivals;
use khabar_relate::stories::{Grouper, Ledger};
use serde_json::json;

use crate::bcubed::Bcubed;
use about::About;
use changes::Changes;

/// What to measure on.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Reports of the stream
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    reports: usize,
    /// Stories that begin each day; the more, the more there are to be taken for one another
    #[arg(long, value_name = "N", default_value_t = 150)]
    a_day: u32,
    /// Another seed makes another press. Thresholds were set on that of 11
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Show so many stories that hold reports of several
    #[arg(long, value_name = "N", default_value_t = 0)]
    wrong: usize,
    /// Reports behind the stream of which stories are put together on purpose
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    mixed: usize,
}

/// A report of the stream and where it was put.
struct Seen {
    id: u64,
    story: u64,
    gold: u64,
    language: &'static str,
    title: String,
}

/// Runs the command.
///
/// # Errors
/// When a line cannot be read, which is a fault of this command.
pub fn run(options: &Options) -> Result<()> {
    let press = Press::with(PressOptions {
        seed: options.seed,
        stories_a_day: options.a_day,
        silent_from: None,
    });
    let begin: Timestamp = "2024-01-01T00:00:00Z".parse()?;
    let (mut arrivals, mut finder) = (Arrivals::default(), Finder::default());
    let (mut grouper, mut ledger) = (Grouper::default(), Ledger::default());
    let mut seen = Vec::with_capacity(options.reports);
    let (mut about, mut changes) = (About::default(), Changes::default());
    let (mut reading, mut grouping) = (0.0, 0.0);
    let mut stream = press.reports(begin);
    for report in stream.by_ref().take(options.reports) {
        let line = json!({
            "id": report.id,
            "title": report.headline,
            "text": report.body(),
            "published": report.published.to_string(),
            "language": report.language,
        });
        let begun = Instant::now();
        let arrival = arrivals
            .read(&line.to_string())
            .context("a line of the press")?;
        reading += begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let placed = grouper.add(report.id, &finder.find(&arrival.report()));
        grouping += begun.elapsed().as_secs_f64();
        ledger.note(&placed);
        changes.note(&placed, report.story);
        let language = press
            .outlet(report.outlet)
            .map_or("", |outlet| outlet.language);
        about.note(&report, language, &placed.about);
        seen.push(Seen {
            id: report.id,
            story: placed.story,
            gold: report.story,
            language,
            title: report.headline,
        });
    }
    for report in &mut seen {
        report.story = ledger.story_of(report.id).unwrap_or(report.story);
    }
    show(&seen, reading, grouping);
    changes.show();
    about.show();
    let known: HashSet<u64> = seen.iter().map(|report| report.gold).collect();
    let behind: Vec<_> = stream
        .take(options.mixed)
        .filter(|report| !known.contains(&report.story))
        .collect();
    changes::mixed(&mut grouper, &behind);
    wrong(&seen, options.wrong);
    Ok(())
}

fn show(seen: &[Seen], reading: f64, grouping: f64) {
    let all: Vec<_> = seen
        .iter()
        .map(|report| (report.story, report.gold))
        .collect();
    let mut languages: BTreeMap<&str, Vec<(u64, u64)>> = BTreeMap::new();
    for report in seen {
        languages
            .entry(report.language)
            .or_default()
            .push((report.story, report.gold));
    }
    let count = |each: fn(&Seen) -> u64| seen.iter().map(each).collect::<HashSet<_>>().len();
    println!(
        "{} reports in {} languages, of {} stories; {} read",
        seen.len(),
        languages.len(),
        count(|report| report.gold),
        count(|report| report.story)
    );
    let line = |name: &str, bcubed: Bcubed, wanted: &str| {
        println!(
            "{name:<36} P {:.3}  R {:.3}  F1 {:.3}{wanted}",
            bcubed.precision,
            bcubed.recall,
            bcubed.f1()
        );
    };
    let within: Vec<_> = languages
        .iter()
        .map(|(language, reports)| {
            (
                *language,
                Bcubed::of(reports),
                reports.len() as f64 / seen.len() as f64,
            )
        })
        .collect();
    let mean = |of: fn(&Bcubed) -> f64| {
        within
            .iter()
            .map(|(_, bcubed, share)| of(bcubed) * share)
            .sum()
    };
    let mean = Bcubed {
        precision: mean(|bcubed| bcubed.precision),
        recall: mean(|bcubed| bcubed.recall),
    };
    let parted: Vec<_> = seen
        .iter()
        .map(|report| (report.story, report.gold, report.language))
        .collect();
    line("B-cubed within languages", mean, "  (wanted: 0.92)");
    line(
        "B-cubed across languages",
        Bcubed::across(&parted, None),
        "  (wanted: 0.80)",
    );
    line("B-cubed of all reports", Bcubed::of(&all), "");
    for (language, bcubed, _) in within {
        line(&format!("  {language}"), bcubed, "");
        let across = Bcubed::across(&parted, Some(language));
        line(&format!("  {language} and others"), across, "");
    }
    println!(
        "reports grouped a second: {:.0}; with reading their lines and who speaks in them: {:.0}",
        seen.len() as f64 / grouping,
        seen.len() as f64 / (grouping + reading)
    );
}

/// Shows stories that hold reports of several.
fn wrong(seen: &[Seen], most: usize) {
    let mut stories: BTreeMap<u64, BTreeMap<u64, Vec<&Seen>>> = BTreeMap::new();
    for report in seen {
        stories
            .entry(report.story)
            .or_default()
            .entry(report.gold)
            .or_default()
            .push(report);
    }
    let mixed = stories.values().filter(|parts| parts.len() > 1);
    let step = (mixed.clone().count() / most.max(1)).max(1);
    for parts in mixed.step_by(step).take(most) {
        println!();
        for reports in parts.values() {
            println!(
                "  {:>3} x {} {}",
                reports.len(),
                reports[0].language,
                reports[0].title
            );
        }
    }
}
