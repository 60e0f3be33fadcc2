//! `khabar archive export` and `khabar archive import`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::error::ErrorKind;
use khabar_archive::Archive;
use khabar_archive::export::{Selection, Table};
use khabar_archive::import::TakenIn;
use khabar_archive::search::{MAX_HITS, Order, SearchRequest};

use super::{catch_up, fault, open, open_or_begin, told};
use crate::args::archive::{DataArgs, ExportArgs, ExportTable, TransferFormat};
use crate::commands::wrong_usage;
use crate::output;
use crate::reporter;
use crate::view::archive::plural;

/// What is given out.
enum Given {
    /// Reports.
    Reports(Selection),
    /// A table of what they have in common.
    Table(Table),
}

/// Writes reports, or what they have in common, to a file, or to standard output.
pub fn export(args: &ExportArgs) -> anyhow::Result<()> {
    if args.format == TransferFormat::Parquet && args.output.is_none() {
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
    if args.table != ExportTable::Reports && args.query.is_some() {
        wrong_usage(
            "archive export",
            ErrorKind::ArgumentConflict,
            "--query finds reports; leave it out, or leave out --table",
        );
    }
    let archive = open(&args.data)?;
    let (given, one, many) = match args.table {
        ExportTable::Reports => {
            let selection = selection(&archive, args.query.as_deref())?;
            (Given::Reports(selection), "report is", "reports are")
        }
        ExportTable::Stories => (Given::Table(Table::Stories), "story is", "stories are"),
        ExportTable::StoryReports => (Given::Table(Table::StoryReports), "row is", "rows are"),
        ExportTable::Speakers => (Given::Table(Table::Speakers), "speaker is", "speakers are"),
        ExportTable::Statements => (
            Given::Table(Table::Statements),
            "statement is",
            "statements are",
        ),
    };
    let Some(path) = &args.output else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&archive, args.format, &given, &mut out)?;
        out.flush()?;
        return Ok(());
    };
    // Under another name first: a file that was cut off is no export.
    let unfinished = unfinished(path)?;
    let count = to_file(&archive, args.format, &given, &unfinished);
    if count.is_err() {
        // It may not have come to be.
        let _ = std::fs::remove_file(&unfinished);
    }
    let count = count?;
    std::fs::rename(&unfinished, path)
        .with_context(|| format!("{}: the file cannot be written", path.display()))?;
    reporter::say(&format!(
        "{} written to {}.",
        plural(count, one, many),
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
    format: TransferFormat,
    given: &Given,
    path: &Path,
) -> anyhow::Result<u64> {
    if format == TransferFormat::Parquet {
        return match given {
            Given::Reports(selection) => archive.export_parquet(selection, path),
            Given::Table(table) => archive.export_table_parquet(*table, path),
        }
        .map_err(told);
    }
    let file = File::create(path).with_context(|| {
        format!(
            "{}: the file cannot be written; check its folder and its permissions",
            path.display()
        )
    })?;
    let mut out = BufWriter::new(file);
    let count = write(archive, format, given, &mut out)?;
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .with_context(|| format!("{} could not be written to its end", path.display()))?;
    Ok(count)
}

fn write(
    archive: &Archive,
    format: TransferFormat,
    given: &Given,
    out: &mut dyn Write,
) -> anyhow::Result<u64> {
    match (given, format) {
        (Given::Reports(selection), TransferFormat::Csv) => archive.export_csv(selection, out),
        (Given::Reports(selection), _) => archive.export_lines(selection, out),
        (Given::Table(table), TransferFormat::Csv) => archive.export_table_csv(*table, out),
        (Given::Table(table), _) => archive.export_table_lines(*table, out),
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

/// Takes in reports from files. The status says whether all entries of all of them held one.
pub fn import(
    files: &[PathBuf],
    format: Option<TransferFormat>,
    data: &DataArgs,
) -> anyhow::Result<ExitCode> {
    if format == Some(TransferFormat::Parquet) && files.iter().any(|path| is_input(path)) {
        wrong_usage(
            "archive import",
            ErrorKind::ArgumentConflict,
            "Parquet is read from a file, not from standard input; name one",
        );
    }
    let archive = open_or_begin(data)?;
    let mut failed = false;
    for path in files {
        let name = path.display().to_string();
        let format = format.unwrap_or_else(|| format_of(path));
        let taken = match take_in(&archive, path, format) {
            Ok(taken) => taken,
            Err(error) => {
                failed = true;
                fault(&name, &format!("{error:#}"));
                continue;
            }
        };
        let entry = match format {
            TransferFormat::Jsonl => "line",
            TransferFormat::Csv | TransferFormat::Parquet => "row",
        };
        for (number, cause) in &taken.wrong {
            fault(&format!("{name}, {entry} {number}"), cause);
        }
        failed |= taken.wrong_count > 0;
        reporter::say(&format!("{name}: {}.", counted(&taken, entry)));
    }
    catch_up(&archive, "khabar archive import")?;
    Ok(ExitCode::from(u8::from(failed)))
}

fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The form of a file, by its name.
fn format_of(path: &Path) -> TransferFormat {
    let extension = path.extension().unwrap_or_default();
    let is = |one: &str| extension.eq_ignore_ascii_case(one);
    if is("csv") || is("tsv") {
        TransferFormat::Csv
    } else if is("parquet") {
        TransferFormat::Parquet
    } else {
        TransferFormat::Jsonl
    }
}

fn take_in(archive: &Archive, path: &Path, format: TransferFormat) -> anyhow::Result<TakenIn> {
    if is_input(path) {
        let mut input = io::stdin().lock();
        return take_in_text(archive, &mut input, format);
    }
    let file =
        File::open(path).context("the file cannot be read; check the path and its permissions")?;
    match format {
        TransferFormat::Parquet => archive.take_in_parquet(path).map_err(told),
        _ => take_in_text(archive, &mut BufReader::new(file), format),
    }
}

fn take_in_text(
    archive: &Archive,
    input: &mut dyn BufRead,
    format: TransferFormat,
) -> anyhow::Result<TakenIn> {
    match format {
        TransferFormat::Csv => archive.take_in_csv(input),
        _ => archive.take_in(input),
    }
    .map_err(told)
}

/// What was taken in, in words.
fn counted(taken: &TakenIn, entry: &str) -> String {
    let mut said = format!(
        "{} new, {} changed, {} as before",
        plural(taken.new, "report is", "reports are"),
        taken.changed,
        plural(taken.same, "is", "are"),
    );
    // Writing to a string cannot fail.
    if taken.no_reports > 0 {
        let pages = plural(taken.no_reports, "page carries", "pages carry");
        let _ = write!(said, "; {pages} no report");
    }
    if taken.wrong_count > 0 {
        let entries = plural(
            taken.wrong_count,
            &format!("{entry} holds"),
            &format!("{entry}s hold"),
        );
        let _ = write!(said, "; {entries} none that can be kept");
    }
    said
}
