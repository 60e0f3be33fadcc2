//! `cargo xtask readings`: every page of the measuring sets read whole and written down, to set beside what another
//! commit makes of them. A change for speed alone leaves every byte as it was.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use khabar_article::{InputKind, ReadOptions, write};
use khabar_statements::Reading;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::sets::{self, Page, Set};

/// What to read and where it goes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Read this set alone (may be repeated)
    #[arg(long = "set", value_name = "NAME")]
    only: Vec<String>,
    /// Where the readings go, one JSON object a line
    #[arg(long, value_name = "FILE", required_unless_present = "against")]
    out: Option<PathBuf>,
    /// Readings written before, of the same sets: say on which pages the new ones differ, and fail if they do
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// How many pages that differ are shown with what differs.
const SHOWN: usize = 10;

/// Runs the command.
///
/// # Errors
/// When there are no sets, a file cannot be read or written, or the readings differ from those they are held against.
pub fn run(options: &Options) -> Result<()> {
    let sets = sets::find(options.sets.as_deref(), &options.only)?;
    if sets.is_empty() {
        println!(
            "readings: skipped, no measuring sets: {}",
            sets::looked_in(options.sets.as_deref())
        );
        return Ok(());
    }
    let mut lines = Vec::new();
    for set in &sets {
        let read: Result<Vec<String>> = set.pages.par_iter().map(|page| line(set, page)).collect();
        lines.extend(read?);
    }
    if let Some(out) = &options.out {
        fs::write(out, lines.join("\n") + "\n")
            .with_context(|| format!("cannot write {}", out.display()))?;
    }
    match &options.against {
        Some(file) => compare(&lines, file),
        None => Ok(()),
    }
}

/// A page, read as `khabar read` reads it: its object, and its Markdown for the structure that the object leaves out.
fn line(set: &Set, page: &Page) -> Result<String> {
    let options = ReadOptions {
        url: page.url.as_deref(),
        input: if page.is_dump() {
            InputKind::Text
        } else {
            InputKind::Html
        },
        ..ReadOptions::default()
    };
    let reading = match khabar_article::read(&page.bytes()?, &options) {
        Ok(article) => {
            let markdown = write::markdown::to_string(&article);
            let whole = Reading::of(article);
            json!({"reading": whole, "markdown": markdown})
        }
        Err(error) => json!({"error": error.to_string()}),
    };
    Ok(json!({"set": set.name, "id": page.id, "page": reading}).to_string())
}

fn compare(lines: &[String], file: &Path) -> Result<()> {
    let before =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let before: Vec<&str> = before.lines().collect();
    if before.len() != lines.len() {
        bail!(
            "{} holds {} readings, not {}: it is of other sets",
            file.display(),
            before.len(),
            lines.len()
        );
    }
    let differ: Vec<(&str, &String)> = before
        .into_iter()
        .zip(lines)
        .filter(|(old, new)| old != new)
        .collect();
    for (old, new) in differ.iter().take(SHOWN) {
        show(&serde_json::from_str(old)?, &serde_json::from_str(new)?);
    }
    println!("{} of {} readings differ", differ.len(), lines.len());
    if differ.is_empty() {
        Ok(())
    } else {
        bail!("readings differ from {}", file.display())
    }
}

/// Prints where two readings part, field by field.
fn show(old: &Value, new: &Value) {
    println!("{}/{}", text(&new["set"]), text(&new["id"]));
    for (part, old, new) in [
        ("", &old["page"], &new["page"]),
        ("reading.", &old["page"]["reading"], &new["page"]["reading"]),
    ] {
        let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
            continue;
        };
        let gone = old.keys().filter(|key| !new.contains_key(*key));
        for key in new.keys().chain(gone).filter(|key| *key != "reading") {
            let (old, new) = (text_of(old.get(key)), text_of(new.get(key)));
            if old != new {
                println!(
                    "  {part}{key}\n    - {}\n    + {}",
                    part_of(&old, &new),
                    part_of(&new, &old)
                );
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn text_of(value: Option<&Value>) -> String {
    value.map(Value::to_string).unwrap_or_default()
}

/// The stretch of `text` round the first place where it differs from `other`.
fn part_of(text: &str, other: &str) -> String {
    let same = text
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    text.chars()
        .skip(same.saturating_sub(40))
        .take(120)
        .collect()
}
