//! `khabar archive export` and `khabar archive import`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::error::ErrorKind;
use khabar_archive::Archive;
use khabar_archive::export::{Selection, TakenIn};
use khabar_archive::search::{MAX_HITS, Order, SearchRequest};

use super::{catch_up, fault, open, open_or_begin, told};
use crate::args::archive::{DataArgs, ExportArgs, ExportFormat};
use crate::commands::wrong_usage;
use crate::output;
use crate::reporter;
use crate::view::archive::plural;

/// Writes reports to a file, or to standard output.
pub fn export(args: &ExportArgs) -> anyhow::Result<()> {
    if args.format == ExportFormat::Parquet && args.output.is_none() {
        wrong_usage(
            "archive export",
            ErrorKind::MissingRequiredArgument,
            "Parquet is written to a file; name one with --output",
        );
    }
    if args.output.is_none() && output::stdout_is_terminal() {
        wrong_usage(
            "archive export",
            ErrorKind::MissingRequiredArgument,
            "an export is no text for a terminal; name a file with --output, or send it through a pipe",
        );
    }
    let archive = open(&args.data)?;
    let selection = selection(&archive, args.query.as_deref())?;
    let Some(path) = &args.output else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&archive, args.format, &selection, &mut out)?;
        out.flush()?;
        return Ok(());
    };
    // Under another name first: a file that was cut off is no export.
    let unfinished = unfinished(path)?;
    let count = to_file(&archive, args.format, &selection, &unfinished);
    if count.is_err() {
        // It may not have come to be.
        let _ = std::fs::remove_file(&unfinished);
    }
    let count = count?;
    std::fs::rename(&unfinished, path)
        .with_context(|| format!("{}: the file cannot be written", path.display()))?;
    reporter::say(&format!(
        "{} written to {}.",
        plural(count, "report is", "reports are"),
        path.display()
    ));
    Ok(())
}

/// A name beside that of a file, for as long as it is not whole.
fn unfinished(path: &Path) -> anyhow::Result<PathBuf> {
    let Some(name) = path.file_name() else {
        bail!(
            "{} is no file; name one that can be written",
            path.display()
        );
    };
    let mut name = name.to_owned();
    name.push(".unfinished");
    Ok(path.with_file_name(name))
}

fn to_file(
    archive: &Archive,
    format: ExportFormat,
    selection: &Selection,
    path: &Path,
) -> anyhow::Result<u64> {
    if format == ExportFormat::Parquet {
        return archive.export_parquet(selection, path).map_err(told);
    }
    let file = File::create(path).with_context(|| {
        format!(
            "{}: the file cannot be written; check its folder and its permissions",
            path.display()
        )
    })?;
    let mut out = BufWriter::new(file);
    let count = write(archive, format, selection, &mut out)?;
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .with_context(|| format!("{} could not be written to its end", path.display()))?;
    Ok(count)
}

fn write(
    archive: &Archive,
    format: ExportFormat,
    selection: &Selection,
    out: &mut dyn Write,
) -> anyhow::Result<u64> {
    match format {
        ExportFormat::Csv => archive.export_csv(selection, out),
        _ => archive.export_lines(selection, out),
    }
    .map_err(told)
}

/// The reports that a question finds, or all.
fn selection(archive: &Archive, query: Option<&str>) -> anyhow::Result<Selection> {
    let Some(query) = query else {
        return Ok(Selection::All);
    };
    let request = SearchRequest {
        query: query.to_owned(),
        order: Order::Newest,
        limit: MAX_HITS,
        ..SearchRequest::default()
    };
    let found = archive.matching(&request).map_err(told)?;
    if found.len() == MAX_HITS {
        reporter::say(&format!(
            "khabar: only the {MAX_HITS} newest of what is found are given out; ask for a shorter time, as with before:2026"
        ));
    }
    Ok(Selection::These(found))
}

/// Takes in reports from files. The status says whether all lines of all of them held one.
pub fn import(files: &[PathBuf], data: &DataArgs) -> anyhow::Result<ExitCode> {
    let archive = open_or_begin(data)?;
    let mut failed = false;
    for path in files {
        let name = path.display().to_string();
        let taken = match take_in(&archive, path) {
            Ok(taken) => taken,
            Err(error) => {
                failed = true;
                fault(&name, &format!("{error:#}"));
                continue;
            }
        };
        for (number, cause) in &taken.wrong {
            fault(&format!("{name}, line {number}"), cause);
        }
        failed |= taken.wrong_lines > 0;
        reporter::say(&format!("{name}: {}.", counted(&taken)));
    }
    catch_up(&archive, "khabar archive import")?;
    Ok(ExitCode::from(u8::from(failed)))
}

fn take_in(archive: &Archive, path: &Path) -> anyhow::Result<TakenIn> {
    if path.as_os_str() == "-" {
        return archive.take_in(&mut io::stdin().lock()).map_err(told);
    }
    let file =
        File::open(path).context("the file cannot be read; check the path and its permissions")?;
    archive.take_in(&mut BufReader::new(file)).map_err(told)
}

/// What was taken in, in words.
fn counted(taken: &TakenIn) -> String {
    let mut said = format!(
        "{} new, {} changed, {} as before",
        plural(taken.new, "report is", "reports are"),
        taken.changed,
        plural(taken.same, "is", "are"),
    );
    if taken.wrong_lines > 0 {
        let lines = plural(taken.wrong_lines, "line holds", "lines hold");
        // Writing to a string cannot fail.
        let _ = write!(said, "; {lines} none that can be kept");
    }
    said
}
