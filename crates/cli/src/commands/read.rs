//! `khabar read`: each input read and given out in a form.

use std::process::ExitCode;

use clap::error::ErrorKind;

use super::{inputs, wrong_usage};
use crate::args::{Format, ReadArgs};
use crate::output::{Output, Style};
use crate::view::Look;

/// Lines of text are no longer than this many columns: longer ones are hard to follow.
const MOST_COLUMNS: usize = 80;

/// Reads all inputs. The status says whether each could be read.
pub fn run(mut args: ReadArgs) -> anyhow::Result<ExitCode> {
    inputs::complete("read", &mut args.inputs, &args.source);
    if args.inputs.inputs.len() > 1 && args.format == Some(Format::Html) {
        wrong_usage(
            "read",
            ErrorKind::ArgumentConflict,
            "an HTML document holds one report; read one input at a time, or choose another format",
        );
    }
    let style = style(&args);
    let output = Output::new(args.inputs.output.clone(), style.parting());
    let with_statements = !args.no_statements && style.shows_statements();
    inputs::each(
        &args.inputs,
        &args.source,
        output,
        with_statements,
        |reading| style.render(reading),
    )
}

/// How readings are written, for these arguments on this terminal.
fn style(args: &ReadArgs) -> Style {
    let to_terminal = inputs::is_to_terminal(&args.inputs);
    let several = args.inputs.inputs.len() > 1;
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
