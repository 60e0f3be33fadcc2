//! `khabar corpus`: whole archives read into tables.

use std::io::{BufRead, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::Context;
use clap::error::ErrorKind;
use khabar_corpus::filter::{Filters, Mark};
use khabar_corpus::input::InputOptions;
use khabar_corpus::manifest::{Format, Settings, Task};
use khabar_corpus::merge;
use khabar_corpus::page::PageOptions;
use khabar_corpus::run::{self, Outcome, RunError, RunOptions};
use khabar_corpus::summary;

use super::wrong_usage;
use crate::args::{CorpusArgs, DedupArgs, TableFormat};
use crate::progress::CorpusProgress;

/// Reads the archives. The status says whether the run came to its end.
pub fn run(mut args: CorpusArgs) -> anyhow::Result<ExitCode> {
    if args.inputs.is_empty() {
        wrong_usage(
            "corpus",
            ErrorKind::MissingRequiredArgument,
            "there is nothing to read; name files or folders, or - for a list of them on standard input",
        );
    }
    let wanted = &args.wanted;
    if wanted.no_marks
        && wanted
            .drop
            .iter()
            .any(|mark| Mark::NEIGHBOURS.contains(mark))
    {
        wrong_usage(
            "corpus",
            ErrorKind::ArgumentConflict,
            "--no-marks leaves no duplicates to drop; leave out one of --no-marks and --drop",
        );
    }
    let command = command();
    let is_list = |name: &String| name == "-";
    if args.inputs.iter().any(is_list) {
        let listed = listed()?;
        let at = args.inputs.iter().position(is_list).unwrap_or_default();
        args.inputs.splice(at..=at, listed);
        if args.inputs.iter().any(is_list) {
            wrong_usage(
                "corpus",
                ErrorKind::ArgumentConflict,
                "standard input (-) can be read only once; name it once",
            );
        }
    }
    let quiet = args.quiet;
    watched(&options(args, command), quiet, run::run)
}

/// Sets the rows of several runs beside each other. The status says whether the run came to its end.
pub fn dedup(args: DedupArgs) -> anyhow::Result<ExitCode> {
    let options = RunOptions {
        inputs: args.inputs,
        out: args.output,
        settings: Settings {
            task: Task::Dedup,
            filters: Filters {
                drop: args.drop.into_iter().collect(),
                ..Filters::default()
            },
            marks: true,
            format: format(args.format),
            ..Settings::default()
        },
        threads: threads(args.jobs),
        command: command(),
    };
    watched(&options, args.quiet, merge::run)
}

/// Runs and shows how it goes on and what it came to.
fn watched(
    options: &RunOptions,
    quiet: bool,
    run: impl Fn(&RunOptions, &CorpusProgress) -> Result<Outcome, RunError>,
) -> anyhow::Result<ExitCode> {
    let progress = CorpusProgress::new(quiet);
    let outcome = run(options, &progress);
    progress.end();
    let outcome = outcome?;
    if !quiet {
        report(&outcome, &options.out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked
        .or_else(|| available_parallelism().ok())
        .map_or(1, Into::into)
}

fn format(asked: TableFormat) -> Format {
    match asked {
        TableFormat::Parquet => Format::Parquet,
        TableFormat::Jsonl => Format::Jsonl,
    }
}

/// The names on standard input, one a line.
fn listed() -> anyhow::Result<Vec<String>> {
    let lines = std::io::stdin().lock().lines();
    let names = lines
        .map(|line| line.map(|line| line.trim().to_owned()))
        .collect::<Result<Vec<_>, _>>()
        .context("the list on standard input could not be read; give one name a line, as text")?;
    Ok(names.into_iter().filter(|name| !name.is_empty()).collect())
}

/// The command as it was typed, for whoever has to type it again.
fn command() -> String {
    let plain = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || "-_./:,=+@%".contains(c))
    };
    let quoted = |word: &str| {
        if plain(word) {
            word.to_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    let mut words = vec!["khabar".to_owned()];
    for word in std::env::args_os().skip(1) {
        words.push(quoted(&word.to_string_lossy()));
    }
    if words.iter().any(|word| word == "-") {
        words.push("   (with the same list on standard input)".to_owned());
    }
    words.join(" ")
}

fn options(args: CorpusArgs, command: String) -> RunOptions {
    let wanted = args.wanted;
    RunOptions {
        inputs: args.inputs,
        out: args.output,
        settings: Settings {
            task: Task::Read,
            input: InputOptions {
                max_bytes: args.work.max_bytes,
                html_field: args.fields.html_field,
                text_field: args.fields.text_field,
                url_field: args.fields.url_field,
            },
            page: PageOptions {
                max_bytes: args.work.max_bytes,
                max_seconds: args.work.max_time.as_secs_f64(),
                statements: !args.no_statements,
            },
            filters: Filters {
                languages: wanted.languages.into_iter().collect(),
                kinds: wanted.kinds.into_iter().collect(),
                reports_only: wanted.reports_only,
                min_words: wanted.min_words,
                max_words: wanted.max_words,
                drop: wanted.drop.into_iter().collect(),
            },
            marks: !wanted.no_marks,
            format: format(args.format),
            part_size: args.work.part_size.map(|size| size as u64),
            shard: args.work.shard,
        },
        threads: threads(args.work.jobs),
        command,
    }
}

/// Says what the run came to.
fn report(outcome: &Outcome, out: &Path) -> std::io::Result<()> {
    let mut text = summary::text(&outcome.summary, out);
    if outcome.was_done {
        text.insert_str(
            0,
            "This run had come to its end before; nothing was left to do.\n",
        );
    }
    std::io::stdout().lock().write_all(text.as_bytes())
}
