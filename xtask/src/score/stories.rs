//! Which headlines tell of the same: the sets whose stories are known, grouped as they arrive.

use std::collections::HashSet;

use anyhow::{Result, bail};
use khabar_relate::Finder;
use khabar_relate::arrival::Arrivals;
use khabar_relate::stories::{Grouper, Ledger};
use serde::{Deserialize, Serialize};

use super::{Options, Row};
use crate::bcubed::Bcubed;
use crate::sets;

/// A headline and the story it belongs to.
#[derive(Deserialize)]
struct Item {
    story: String,
}

/// The figures of a set.
#[derive(Debug, Serialize)]
pub struct Figures {
    items: usize,
    stories: usize,
    read: usize,
    bcubed_p: f64,
    bcubed_r: f64,
    bcubed_f1: f64,
}

impl Figures {
    /// Those that have floors.
    pub fn named(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("bcubed_p", self.bcubed_p),
            ("bcubed_r", self.bcubed_r),
            ("bcubed_f1", self.bcubed_f1),
        ]
    }
}

/// Groups the sets asked for and shows the figures; a row for each.
///
/// # Errors
/// When a set cannot be read.
pub(super) fn run(options: &Options) -> Result<Vec<Row<Figures>>> {
    let only = &options.only;
    if options.lang.is_some() || options.from.is_some() {
        return Ok(Vec::new());
    }
    let is_wanted = |name: &str| {
        sets::is_of_stories(name) && (only.is_empty() || only.iter().any(|n| n == name))
    };
    let Some(dir) = sets::laid_out(options.sets.as_deref(), is_wanted)? else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for name in sets::names_in(&dir, "")? {
        let list = dir.join(&name).join("items.jsonl");
        if !is_wanted(&name) || !list.is_file() {
            continue;
        }
        let (items, fingerprint) = sets::read_lines(&list, |line| {
            Ok((line.to_owned(), serde_json::from_str::<Item>(line)?.story))
        })?;
        rows.push(Row {
            name,
            figures: figures(&items)?,
            slowest_ms: None,
            slowest_page: None,
            fingerprint: Some(fingerprint),
        });
    }
    if let Some(missing) = only
        .iter()
        .find(|name| sets::is_of_stories(name) && rows.iter().all(|row| row.name != **name))
    {
        bail!("there is no set {missing} of stories in {}", dir.display());
    }
    if !options.json {
        for Row { name, figures, .. } in &rows {
            println!(
                "{name:<24}{:>5} headlines of {} stories, {} read: B-cubed P {:.4}, R {:.4}, F1 {:.4}",
                figures.items,
                figures.stories,
                figures.read,
                figures.bcubed_p,
                figures.bcubed_r,
                figures.bcubed_f1
            );
        }
    }
    Ok(rows)
}

fn figures(items: &[(String, String)]) -> Result<Figures> {
    let (mut arrivals, mut finder) = (Arrivals::default(), Finder::default());
    let (mut grouper, mut ledger) = (Grouper::default(), Ledger::default());
    for (id, (line, _)) in (0..).zip(items) {
        let features = finder.find(&arrivals.read(line)?.report());
        ledger.note(&grouper.add(id, &features));
    }
    let pairs: Vec<(Option<u64>, &str)> = (0..)
        .zip(items)
        .map(|(id, (_, gold))| (ledger.story_of(id), gold.as_str()))
        .collect();
    let read: HashSet<Option<u64>> = pairs.iter().map(|&(story, _)| story).collect();
    let gold: HashSet<&str> = pairs.iter().map(|&(_, gold)| gold).collect();
    let bcubed = Bcubed::of(&pairs);
    Ok(Figures {
        items: items.len(),
        stories: gold.len(),
        read: read.len(),
        bcubed_p: bcubed.precision,
        bcubed_r: bcubed.recall,
        bcubed_f1: bcubed.f1(),
    })
}
