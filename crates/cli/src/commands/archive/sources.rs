//! `khabar sources`: the ledger.

use std::process::ExitCode;

use khabar_archive::Archive;
use khabar_archive::ledger::SourceState;
use khabar_archive::record::pages::Page;
use khabar_archive::time::now;
use khabar_feeds::opml;
use serde::Serialize;

use super::{MOST_COLUMNS, give, give_data, line, open, pick, told};
use crate::args::archive::{SourcesArgs, SourcesFormat};
use crate::output;
use crate::view::Look;
use crate::view::archive as view;

/// A source in detail, as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    #[serde(flatten)]
    state: &'a SourceState,
    /// Its pages of which no report is kept.
    without_report: Vec<Page>,
}

/// Shows how all sources do, or one.
pub fn run(args: &SourcesArgs) -> anyhow::Result<ExitCode> {
    let archive = open(&args.data)?;
    let to_terminal = output::stdout_is_terminal();
    if args.opml {
        let subscriptions = archive.subscriptions().map_err(told)?;
        give_data(&opml::write("Khabar", &subscriptions))?;
        return Ok(ExitCode::SUCCESS);
    }
    let format = args.format.unwrap_or(if to_terminal {
        SourcesFormat::Table
    } else {
        SourcesFormat::Jsonl
    });
    let look = (format == SourcesFormat::Table)
        .then(|| Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal));
    let shown = match &args.source {
        Some(name) => one(&archive, name, look.as_ref())?,
        None => all(&archive, look.as_ref())?,
    };
    if look.is_some() {
        give(&shown)?;
    } else {
        give_data(&shown)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// All sources; as JSON where there is no look.
fn all(archive: &Archive, look: Option<&Look>) -> anyhow::Result<String> {
    let states = archive.ledger().map_err(told)?;
    Ok(match look {
        Some(look) => view::sources(&states, now(), look),
        None => states.iter().map(line).collect(),
    })
}

/// One source with what was missed.
fn one(archive: &Archive, name: &str, look: Option<&Look>) -> anyhow::Result<String> {
    let source = pick::source(archive, name)?;
    let state = archive.source_state(source.id).map_err(told)?;
    let missed = archive.missed(Some(source.id)).map_err(told)?;
    Ok(match look {
        Some(look) => view::source(&state, &missed, now(), look),
        None => line(&Detail {
            state: &state,
            without_report: missed,
        }),
    })
}
