//! How well the speakers of an archive are told from one another that follows the made-up press.
//!
//! In pairs, a wrong join is one of hundreds; in an archive it draws others after it. Whom the press has speak is known: by a
//! name, which others may bear elsewhere, and by the story.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::{Context, Result};
use khabar_archive::Archive;
use khabar_archive::record::statements;
use khabar_archive::relate::Relater;

use crate::bcubed::Bcubed;
use crate::following::made;

/// A statement with whom it is of in the archive, by which name, and in truth.
struct Item {
    speaker: i64,
    /// In Latin letters.
    name: String,
    /// The story, and which of its people.
    person: (u64, usize),
    language: String,
}

/// Measures speakers of so many reports, in an archive that is made for it; so many of those that several names are joined under
/// are shown.
pub fn run(reports: u64, wrong: usize) -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder for the archive")?;
    let archive = Archive::open_or_begin(folder.path())?;
    let held = archive.hold("cargo xtask speakers")?;
    made::fill(&archive, reports)?;
    Relater::new(&archive, &held).follow()?;
    let items = items(&archive, reports)?;
    let named: Vec<(i64, &str)> = items
        .iter()
        .map(|item| (item.speaker, item.name.as_str()))
        .collect();
    let meant: Vec<(i64, (u64, usize))> = items
        .iter()
        .map(|item| (item.speaker, item.person))
        .collect();
    let across: Vec<(i64, (u64, usize), &str)> = items
        .iter()
        .map(|item| (item.speaker, item.person, item.language.as_str()))
        .collect();
    println!("{} statements of {reports} reports", items.len());
    println!(
        "of a speaker's statements, made by somebody of one name: {:.3}",
        Bcubed::of(&named).precision
    );
    println!(
        "of the statements of one person in a story, of one speaker: {:.3}",
        Bcubed::of(&meant).recall
    );
    println!(
        "  those in other languages: {:.3}",
        Bcubed::across(&across, None).recall
    );
    show_mixed(&items, wrong);
    Ok(())
}

/// Shows the speakers with most statements made by others than most are.
fn show_mixed(items: &[Item], most: usize) {
    let mut speakers: BTreeMap<i64, BTreeMap<&str, BTreeMap<&str, usize>>> = BTreeMap::new();
    for item in items {
        let names = speakers.entry(item.speaker).or_default();
        let languages = names.entry(&item.name).or_default();
        *languages.entry(&item.language).or_default() += 1;
    }
    let others = |names: &BTreeMap<&str, BTreeMap<&str, usize>>| {
        let counts = names.values().map(|languages| languages.values().sum());
        let counts: Vec<usize> = counts.collect();
        counts.iter().sum::<usize>() - counts.iter().max().unwrap_or(&0)
    };
    let mut mixed: Vec<_> = speakers.iter().collect();
    mixed.retain(|(_, names)| names.len() > 1);
    mixed.sort_by_key(|(_, names)| Reverse(others(names)));
    for (speaker, names) in mixed.into_iter().take(most) {
        println!("speaker {speaker}: {names:?}");
    }
}

/// The statements of the archive whose speaker is known, beside those of the press.
fn items(archive: &Archive, reports: u64) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let press = made::press();
    for (number, report) in (1..).zip(press.reports(made::begin()).take(reports as usize)) {
        let kept = archive
            .record()
            .read(|of| statements::of_report(of, number))?;
        let told: Vec<_> = made::told(&report).collect();
        for said in kept {
            let (Some(speaker), Some((truth, _))) =
                (said.speaker, told.get(said.number as usize - 1))
            else {
                continue;
            };
            items.push(Item {
                speaker,
                name: truth.latin.clone(),
                person: (report.story, truth.person),
                language: report.language.to_owned(),
            });
        }
    }
    Ok(items)
}
