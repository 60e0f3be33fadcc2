//! What commands for many inputs share: each is read, in parallel, and given out in order.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::error::ErrorKind;
use khabar_article::Warning;
use khabar_fetch::Fetcher;
use khabar_statements::Reading;

use super::wrong_usage;
use crate::args::{InputArgs, SourceArgs};
use crate::input;
use crate::ordered;
use crate::output::{self, Output};
use crate::problem::Problem;
use crate::reporter::Reporter;

/// Fills in what follows from the other arguments, and ends the program where they contradict each other.
pub fn complete(command: &str, args: &mut InputArgs, source: &SourceArgs) {
    let wrong = |kind, message: &str| -> ! { wrong_usage(command, kind, message) };
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
    if args.inputs.len() > 1 && source.url.is_some() {
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

/// Whether what is given out goes to a terminal as it is.
pub fn is_to_terminal(args: &InputArgs) -> bool {
    args.output.is_none() && output::stdout_is_terminal()
}

/// Reads all inputs and writes what `render` makes of each. The status says whether each could be read.
pub fn each(
    args: &InputArgs,
    source: &SourceArgs,
    mut output: Output,
    with_statements: bool,
    render: impl Fn(&Reading) -> String + Sync,
) -> anyhow::Result<ExitCode> {
    let reporter = Reporter::new(
        args.inputs.len(),
        args.quiet,
        args.output.is_some() || !output::stdout_is_terminal(),
    );
    let fetcher = input::fetcher(source);
    let workers = args
        .jobs
        .or_else(|| available_parallelism().ok())
        .map_or(1, Into::into);

    let mut failed = false;
    let mut unwritten = None;
    ordered::for_each(
        &args.inputs,
        workers,
        |name| {
            let read = one(name, source, &fetcher, with_statements, &render);
            (name, read)
        },
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

/// What is left of one input once it is read: what to write, and what to say.
struct Rendered {
    rendered: String,
    warnings: Vec<Warning>,
}

/// Reads one input. A defect of this program met on the way is told as a problem of this input, so that the others
/// are read all the same.
fn one(
    name: &OsString,
    source: &SourceArgs,
    fetcher: &Fetcher,
    with_statements: bool,
    render: impl Fn(&Reading) -> String,
) -> Result<Rendered, Problem> {
    catch_unwind(AssertUnwindSafe(|| {
        let loaded = input::load(name, fetcher, source.max_bytes)?;
        let named = name.to_string_lossy();
        let options = input::options(source, &named, &loaded);
        let reading = Reading::read(&loaded.bytes, &options, with_statements)?;
        Ok(Rendered {
            rendered: render(&reading),
            warnings: reading.article.warnings,
        })
    }))
    .unwrap_or(Err(Problem::Defect))
}
