//! `khabar explain`: one input read, and why it came out so.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::error::ErrorKind;
use khabar_article::Explanation;
use khabar_article::write::{explained_html, explained_json};

use super::wrong_usage;
use crate::args::{ExplainArgs, ExplainFormat, Only};
use crate::input;
use crate::output::{self, Output};
use crate::problem::Problem;
use crate::reporter::Reporter;
use crate::sanitize;
use crate::view::{self, Look, Shown};

/// Lines are longer than those of a report: they are looked through, not read.
const MOST_COLUMNS: usize = 120;

/// Explains the input.
pub fn run(args: ExplainArgs) -> anyhow::Result<ExitCode> {
    let name = check(&args);
    let reporter = Reporter::new(1, args.quiet, false);
    let explanation = match explained(&name, &args) {
        Ok(explanation) => explanation,
        Err(problem) => {
            reporter.error(&name.to_string_lossy(), &problem);
            return Ok(ExitCode::FAILURE);
        }
    };
    for warning in &explanation.article.warnings {
        reporter.warning(&name.to_string_lossy(), warning);
    }
    let rendered = rendered(&explanation, &args);
    Output::new(args.html, "").write(&rendered)?;
    Ok(ExitCode::SUCCESS)
}

/// The name of the input; ends the program where arguments are missing or contradict each other.
fn check(args: &ExplainArgs) -> OsString {
    let wrong = |kind, message: &str| -> ! { wrong_usage("explain", kind, message) };
    let is_text = matches!(args.format, None | Some(ExplainFormat::Text));
    if !is_text && (args.all || args.only.is_some()) {
        wrong(
            ErrorKind::ArgumentConflict,
            "--all and --only are for the text form; HTML and JSON have every block",
        );
    }
    if args.input.is_none() && std::io::stdin().is_terminal() {
        wrong(
            ErrorKind::MissingRequiredArgument,
            "there is nothing to explain; name a file, an address, or - for standard input",
        );
    }
    let name = args.input.clone().unwrap_or_else(|| "-".into());
    if let Some(path) = &args.html
        && output::overwrites(path, &name)
    {
        wrong(
            ErrorKind::ArgumentConflict,
            "the document would overwrite the input; name another file with --html",
        );
    }
    name
}

/// Reads the input. A defect of this program met on the way is told as a problem of the input.
fn explained(name: &OsString, args: &ExplainArgs) -> Result<Explanation, Problem> {
    catch_unwind(AssertUnwindSafe(|| {
        let fetcher = input::fetcher(&args.source);
        let loaded = input::load(name, &fetcher, args.source.max_bytes)?;
        let source = name.to_string_lossy();
        let options = input::options(&args.source, &source, &loaded);
        Ok(khabar_article::explain(&loaded.bytes, &options)?)
    }))
    .unwrap_or(Err(Problem::Defect))
}

fn rendered(explanation: &Explanation, args: &ExplainArgs) -> String {
    let to_terminal = args.html.is_none() && output::stdout_is_terminal();
    let format = match &args.html {
        Some(_) => ExplainFormat::Html,
        None => args.format.unwrap_or(ExplainFormat::Text),
    };
    let text = match format {
        ExplainFormat::Text => {
            let look = Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal);
            let shown = match args.only {
                Some(Only::Kept) => Shown::Kept,
                Some(Only::Dropped) => Shown::Dropped,
                Some(Only::Unsure) => Shown::Unsure,
                None if args.all => Shown::All,
                None => Shown::Folded,
            };
            // The view makes its text safe by itself, its own escape sequences excepted.
            return view::explained(explanation, &look, shown);
        }
        ExplainFormat::Html => explained_html::to_string(explanation),
        ExplainFormat::Json => explained_json::to_string_pretty(explanation) + "\n",
    };
    if to_terminal {
        sanitize::controls(&text).into_owned()
    } else {
        text
    }
}
