//! `khabar statements`: who said what in each input.

use std::process::ExitCode;

use khabar_statements::Reading;

use super::inputs;
use crate::args::{StatementsArgs, StatementsFormat};
use crate::output::Output;
use crate::said;
use crate::sanitize;
use crate::view::{self, Look};

/// A table stands in columns of its own, so its lines may be longer than those of a report.
const MOST_COLUMNS: usize = 120;

/// Lists the statements of all inputs. The status says whether each could be read.
pub fn run(mut args: StatementsArgs) -> anyhow::Result<ExitCode> {
    inputs::complete("statements", &mut args.inputs, &args.source);
    let to_terminal = inputs::is_to_terminal(&args.inputs);
    let format = args.format.unwrap_or(if to_terminal {
        StatementsFormat::Table
    } else {
        StatementsFormat::Jsonl
    });
    let path = args.inputs.output.clone();
    let output = match format {
        StatementsFormat::Jsonl => Output::new(path, ""),
        StatementsFormat::Csv => Output::new(path, "").headed(said::csv_header()),
        StatementsFormat::Table => Output::new(path, "\n"),
    };
    let several = args.inputs.inputs.len() > 1;
    let look = Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal);
    let render = |reading: &Reading| {
        let text = match format {
            StatementsFormat::Jsonl => said::jsonl(reading),
            StatementsFormat::Csv => said::csv(reading),
            // The view makes its text safe by itself, its own escape sequences excepted.
            StatementsFormat::Table => return view::said(reading, &look, several),
        };
        if to_terminal {
            sanitize::controls(&text).into_owned()
        } else {
            text
        }
    };
    inputs::each(&args.inputs, &args.source, output, true, render)
}
