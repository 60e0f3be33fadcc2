//! `khabar archive`: the archive as a whole.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use khabar_archive::Archive;
use khabar_archive::check::Check;
use khabar_archive::index::Indexer;
use serde_json::json;

use super::{first_of, folder, follow_record, give, give_data, line, mail, open, told, transfer};
use crate::args::archive::{ArchiveCommand, DataArgs, Setting};
use crate::reporter;
use crate::sanitize;
use crate::view::archive::plural;

/// Numbers that are named of many.
const MOST_NAMED: usize = 10;

/// Does what is to be done with the archive.
pub fn run(command: ArchiveCommand) -> anyhow::Result<ExitCode> {
    match command {
        ArchiveCommand::Info { json, data } => info(&data, json)?,
        ArchiveCommand::Backup { file, data } => {
            let bytes = open(&data)?.back_up(&file).map_err(told)?;
            reporter::say(&format!(
                "{} is written: {}.",
                file.display(),
                readable(bytes)
            ));
        }
        ArchiveCommand::Restore { file, data } => restore(&data, &file)?,
        ArchiveCommand::Reindex { quiet, data } => reindex(&data, quiet)?,
        ArchiveCommand::Check { data } => return check(&data),
        ArchiveCommand::Export(args) => transfer::export(&args)?,
        ArchiveCommand::Import {
            files,
            format,
            data,
        } => return transfer::import(&files, format, &data),
        ArchiveCommand::Settings {
            setting: Setting::Mail(args),
        } => mail::run(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn info(data: &DataArgs, as_json: bool) -> anyhow::Result<()> {
    let archive = open(data)?;
    let totals = archive.totals().map_err(told)?;
    let root = archive.folder().root();
    if as_json {
        return give_data(&line(&json!({"folder": root, "totals": totals})));
    }
    let languages: Vec<String> = totals
        .languages
        .iter()
        .take(MOST_NAMED)
        .map(|(language, count)| format!("{language} {count}"))
        .collect();
    let rows = [
        ("Folder", root.display().to_string()),
        ("Sources", totals.sources.to_string()),
        (
            "Reports",
            format!(
                "{}, in {}",
                totals.reports,
                plural(totals.versions, "version", "versions")
            ),
        ),
        ("Languages", languages.join(", ")),
        ("Record", readable(totals.record_bytes)),
        ("Index", readable(totals.index_bytes)),
        ("Raw pages", readable(totals.raw_bytes)),
    ];
    let lines = rows.map(|(name, value)| format!("{name:<10} {}\n", sanitize::line(&value)));
    give(&lines.concat())
}

fn restore(data: &DataArgs, file: &Path) -> anyhow::Result<()> {
    let archive = Archive::restore(folder(data)?, file).map_err(told)?;
    let held = archive.hold("khabar archive restore").map_err(told)?;
    follow_record(&archive, &held)?;
    let totals = archive.totals().map_err(told)?;
    reporter::say(&format!(
        "{} is the record now, with {}. What was there before is kept in {}.",
        file.display(),
        plural(totals.reports, "report", "reports"),
        archive.folder().backups().display()
    ));
    Ok(())
}

fn reindex(data: &DataArgs, quiet: bool) -> anyhow::Result<()> {
    let archive = open(data)?;
    let held = archive.hold("khabar archive reindex").map_err(told)?;
    let totals = archive.totals().map_err(told)?;
    let bar = if quiet {
        ProgressBar::hidden()
    } else {
        // It draws where standard error is a terminal, and nowhere else.
        ProgressBar::new(totals.reports)
    };
    let style = ProgressStyle::with_template("{bar:24} {pos} of {len} reports, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    let mut indexer = Indexer::anew(&archive, &held).map_err(told)?;
    indexer
        .follow_watched(&mut |count| bar.set_position((count as u64).min(totals.reports)))
        .map_err(told)?;
    bar.finish_and_clear();
    if !quiet {
        let reports = plural(totals.reports, "report", "reports");
        reporter::say(&format!("The index is made anew, of {reports}."));
    }
    Ok(())
}

/// Looks over the archive. The status says whether all is well.
fn check(data: &DataArgs) -> anyhow::Result<ExitCode> {
    let archive = open(data)?;
    let check = archive
        .check()
        .map_err(told)
        .context("the check came to no end")?;
    give(&checked(&check))?;
    Ok(ExitCode::from(u8::from(!check.is_sound())))
}

/// What a check found, in words.
fn checked(check: &Check) -> String {
    let mut out = Vec::new();
    let reports = plural(check.reports, "report", "reports");
    if check.record.is_empty() {
        out.push(format!("The record is sound; it has {reports}."));
    } else {
        out.push(
            "The record is damaged; put a backup in its place with khabar archive restore:"
                .to_owned(),
        );
        let faults = check.record.iter().take(MOST_NAMED);
        out.extend(faults.map(|fault| format!("  {fault}")));
    }
    if !check.unreadable.is_empty() {
        out.push(format!(
            "{} cannot be read: {}.",
            plural(check.unreadable.len() as u64, "report", "reports"),
            first_of(check.unreadable.iter().map(i64::to_string), MOST_NAMED)
        ));
    }
    match &check.index {
        Some(error) => out.push(format!("The index cannot be used: {error}.")),
        None if check.wants_reindex() => {
            for (numbers, what) in [
                (&check.only_in_record, "not in the index"),
                (&check.only_in_index, "in the index and not in the record"),
            ] {
                if !numbers.is_empty() {
                    let count = plural(numbers.len() as u64, "report is", "reports are");
                    out.push(format!(
                        "{count} {what}: {}.",
                        first_of(numbers.iter().map(i64::to_string), MOST_NAMED)
                    ));
                }
            }
        }
        None => out.push("The index is sound, and has the same reports.".to_owned()),
    }
    if check.wants_reindex() {
        out.push("khabar archive reindex makes it anew.".to_owned());
    }
    if check.behind > 0 {
        out.push(format!(
            "The index is behind by {}; khabar gather makes up for it.",
            plural(check.behind, "report", "reports")
        ));
    }
    let lines = out
        .iter()
        .map(|line| format!("{}\n", sanitize::controls(line)));
    lines.collect()
}

/// A number of bytes for people: `12 bytes`, `3.4 MiB`.
fn readable(bytes: u64) -> String {
    for (unit, name) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] {
        if bytes >= unit {
            return format!("{:.1} {name}", bytes as f64 / unit as f64);
        }
    }
    format!("{bytes} bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_their_unit() {
        assert_eq!(readable(900), "900 bytes");
        assert_eq!(readable(3_565_158), "3.4 MiB");
    }

    #[test]
    fn what_is_wrong_is_said_with_what_mends_it() {
        let sound = Check {
            reports: 1,
            behind: 2,
            ..Check::default()
        };
        let said = checked(&sound);
        assert!(
            said.starts_with("The record is sound; it has 1 report.\n"),
            "{said}"
        );
        assert!(said.contains("behind by 2 reports"), "{said}");
        let unsound = Check {
            record: vec!["page 3 is bad".into()],
            unreadable: (1..=12).collect(),
            only_in_index: vec![4],
            ..Check::default()
        };
        let said = checked(&unsound);
        for part in [
            "restore:\n  page 3 is bad",
            "8, 9, 10, …",
            "1 report is in the index",
            "reindex",
        ] {
            assert!(said.contains(part), "{said}");
        }
    }
}
