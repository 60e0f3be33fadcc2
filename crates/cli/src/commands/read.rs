//! `khabar read`: each input read, in parallel, given out in order.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::error::ErrorKind;
use khabar_article::Warning;

use super::wrong_usage;
use crate::args::{Format, ReadArgs};
use crate::fetch::Fetcher;
use crate::input;
use crate::ordered;
use crate::output::{self, Output, Style};
use crate::problem::Problem;
use crate::reporter::Reporter;
use crate::view::Look;

/// Lines of text are no longer than this many columns: longer ones are hard to follow.
const MOST_COLUMNS: usize = 80;

/// Reads all inputs. The status says whether each could be read.
pub fn run(mut args: ReadArgs) -> anyhow::Result<ExitCode> {
    complete(&mut args);
    let style = style(&args);
    let reporter = Reporter::new(
        args.inputs.len(),
        args.quiet,
        args.output.is_some() || !output::stdout_is_terminal(),
    );
    let fetcher = input::fetcher(&args.source);
    let mut output = Output::new(args.output.clone(), style.parting());
    let workers = args
        .jobs
        .or_else(|| available_parallelism().ok())
        .map_or(1, Into::into);

    let mut failed = false;
    let mut unwritten = None;
    ordered::for_each(
        &args.inputs,
        workers,
        |name| (name, one(name, &args, &fetcher, &style)),
        |(name, outcome)| {
            let name = name.to_string_lossy();
            let written = match outcome {
                Ok(reading) => {
                    for warning in &reading.warnings {
                        reporter.warning(&name, warning);
                    }
                    output.write(&reading.rendered)
                }
                Err(problem) => {
                    failed = true;
                    reporter.error(&name, &problem);
                    Ok(())
                }
            };
            reporter.step();
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    unwritten = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    reporter.finish();
    match unwritten {
        Some(error) if !output::is_broken_pipe(&error) => Err(error),
        _ if failed => Ok(ExitCode::FAILURE),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Fills in what follows from the other arguments, and ends the program where they contradict each other.
fn complete(args: &mut ReadArgs) {
    let wrong = |kind, message: &str| -> ! { wrong_usage("read", kind, message) };
    if args.inputs.is_empty() {
        if std::io::stdin().is_terminal() {
            wrong(
                ErrorKind::MissingRequiredArgument,
                "there is nothing to read; name a file, an address, or - for standard input",
            );
        }
        args.inputs.push("-".into());
    }
    let stdin = args.inputs.iter().filter(|name| input::is_stdin(name));
    if stdin.count() > 1 {
        wrong(
            ErrorKind::ArgumentConflict,
            "standard input (-) can be read only once; name it once",
        );
    }
    if args.inputs.len() > 1 && args.format == Some(Format::Html) {
        wrong(
            ErrorKind::ArgumentConflict,
            "an HTML document holds one report; read one input at a time, or choose another format",
        );
    }
    if args.inputs.len() > 1 && args.source.url.is_some() {
        wrong(
            ErrorKind::ArgumentConflict,
            "--url is the address of one page; read one input at a time",
        );
    }
    if let Some(path) = &args.output
        && args
            .inputs
            .iter()
            .any(|name| output::overwrites(path, name))
    {
        wrong(
            ErrorKind::ArgumentConflict,
            "the output would overwrite an input; name another file with --output",
        );
    }
}

/// How readings are written, for these arguments on this terminal.
fn style(args: &ReadArgs) -> Style {
    let to_terminal = args.output.is_none() && output::stdout_is_terminal();
    let several = args.inputs.len() > 1;
    let format = args.format.unwrap_or(if to_terminal {
        Format::View
    } else {
        Format::Json
    });
    Style {
        format,
        pretty: args.pretty || (to_terminal && !several),
        several,
        to_terminal,
        look: Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal),
    }
}

/// What is left of one input once it is read: what to write, and what to say.
struct Reading {
    rendered: String,
    warnings: Vec<Warning>,
}

/// Reads one input. A defect of this program met on the way is told as a problem of this input, so that the others
/// are read all the same.
fn one(
    name: &OsString,
    args: &ReadArgs,
    fetcher: &Fetcher,
    style: &Style,
) -> Result<Reading, Problem> {
    catch_unwind(AssertUnwindSafe(|| {
        let loaded = input::load(name, fetcher, args.source.max_bytes)?;
        let source = name.to_string_lossy();
        let options = input::options(&args.source, &source, &loaded);
        let article = khabar_article::read(&loaded.bytes, &options)?;
        // The bytes go before the next page comes.
        drop(loaded);
        Ok(Reading {
            rendered: style.render(&article),
            warnings: article.warnings,
        })
    }))
    .unwrap_or(Err(Problem::Defect))
}
