//! `khabar show`: a report that is kept.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::error::ErrorKind;
use khabar_archive::reading::whole;
use khabar_archive::{Archive, Report};
use khabar_article::language::Direction;

use super::{give, give_data, line, open, told};
use crate::args::Format;
use crate::args::archive::{ShowArgs, ShowFormat, VersionRange};
use crate::commands::wrong_usage;
use crate::output::{self, Style};
use crate::view::Look;
use crate::view::archive as view;

/// Lines of text are no longer than this many columns, as in `khabar read`.
const MOST_COLUMNS: usize = 80;

/// Shows a report, or what changed in it.
pub fn run(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let to_terminal = output::stdout_is_terminal();
    let format = args.format.unwrap_or(if to_terminal {
        ShowFormat::View
    } else {
        ShowFormat::Json
    });
    if args.diff.is_some() && !matches!(format, ShowFormat::View | ShowFormat::Json) {
        wrong_usage(
            "show",
            ErrorKind::ArgumentConflict,
            "what changed is given out as view or json; choose one of them",
        );
    }
    let look = Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal);
    let archive = open(&args.data)?;
    let shown = if let Some(range) = args.diff {
        diff(&archive, args.report, range, format, &look)?
    } else {
        let report = archive.report(args.report, args.version).map_err(told)?;
        report_as(&report, format, &look, to_terminal)?
    };
    if format == ShowFormat::View {
        give(&shown)?;
    } else {
        give_data(&shown)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The report in a form.
fn report_as(
    report: &Report,
    format: ShowFormat,
    look: &Look,
    to_terminal: bool,
) -> anyhow::Result<String> {
    let style = |format| Style {
        format,
        pretty: to_terminal,
        several: false,
        to_terminal,
        look: look.clone(),
    };
    let format = match format {
        ShowFormat::Json => {
            let json = format!("{}\n", report.reading.trim_end());
            return Ok(if to_terminal { indented(&json) } else { json });
        }
        ShowFormat::View => Format::View,
        ShowFormat::Text => Format::Text,
        ShowFormat::Markdown => Format::Markdown,
        ShowFormat::Html => Format::Html,
    };
    let reading = whole(&report.reading).map_err(told)?;
    let mut shown = style(format).render(&reading);
    if format == Format::View {
        shown.push('\n');
        shown += &view::sentences(&about(report), look);
    }
    Ok(shown)
}

/// JSON for people.
fn indented(json: &str) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(json);
    // What is kept was JSON when it was kept.
    let shown = value.and_then(|value| serde_json::to_string_pretty(&value));
    shown.map_or_else(|_| json.to_owned(), |shown| shown + "\n")
}

/// What the archive knows of a report beside its reading.
fn about(report: &Report) -> Vec<String> {
    let entry = &report.entry;
    let version = report
        .versions
        .iter()
        .find(|version| version.number == report.version);
    let gathered = version.map_or(entry.gathered_at, |version| version.gathered_at);
    let mut last = format!("Report {}, gathered {}", entry.id, view::minute(gathered));
    if entry.versions > 1 {
        // Writing to a string cannot fail.
        let _ = write!(
            last,
            ", version {} of {}; khabar show {} --diff 1.. shows what changed",
            report.version, entry.versions, entry.id
        );
    }
    vec![report.source.title.clone(), entry.url.clone(), last]
}

/// What changed from one version to another.
fn diff(
    archive: &Archive,
    report: i64,
    range: VersionRange,
    format: ShowFormat,
    look: &Look,
) -> anyhow::Result<String> {
    let last = archive.report(report, None).map_err(told)?.entry;
    let to = range.to.unwrap_or(last.versions);
    let comparison = archive.compare(report, range.from, to).map_err(told)?;
    let direction = match last.direction.as_str() {
        "rtl" => Direction::Rtl,
        _ => Direction::Ltr,
    };
    Ok(match format {
        ShowFormat::Json => line(&comparison),
        _ => view::changes(&comparison, direction, look),
    })
}
