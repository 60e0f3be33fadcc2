//! `khabar unfollow`, `khabar pause` and `khabar resume`.

use std::process::ExitCode;

use clap::error::ErrorKind;

use super::{catch_up, confirm, fault, open, pick, told};
use crate::args::archive::{PauseArgs, UnfollowArgs};
use crate::commands::wrong_usage;
use crate::reporter;
use crate::view::archive::plural;

/// Follows a source no longer.
pub fn run(args: &UnfollowArgs) -> anyhow::Result<ExitCode> {
    if !args.yes && !confirm::can_ask() {
        wrong_usage(
            "unfollow",
            ErrorKind::MissingRequiredArgument,
            "the reports of the source will be forgotten, and there is no terminal to ask on; say --yes",
        );
    }
    let archive = open(&args.data)?;
    let source = pick::source(&archive, &args.source)?;
    let reports = archive.source_state(source.id).map_err(told)?.reports;
    let reports = plural(reports, "report", "reports");
    if !args.yes {
        let question = format!(
            "Unfollow {} ({}) and forget its {reports}?",
            source.title, source.home
        );
        if !confirm::ask(&question)? {
            reporter::say("Nothing was changed.");
            return Ok(ExitCode::FAILURE);
        }
    }
    archive.unfollow(source.id).map_err(told)?;
    catch_up(&archive, "khabar unfollow")?;
    reporter::say(&format!("{} is forgotten, with {reports}.", source.title));
    Ok(ExitCode::SUCCESS)
}

/// Leaves sources alone, or goes on with them. The status says whether each was found.
pub fn pause(args: &PauseArgs, paused: bool) -> anyhow::Result<ExitCode> {
    let archive = open(&args.data)?;
    let mut failed = false;
    for name in &args.sources {
        match pick::source(&archive, name) {
            Ok(source) => {
                archive.pause(source.id, paused).map_err(told)?;
                let is = if paused {
                    "is left alone until khabar resume"
                } else {
                    "is looked at again"
                };
                reporter::say(&format!("{} {is}.", source.title));
            }
            Err(error) => {
                failed = true;
                fault(name, &error);
            }
        }
    }
    Ok(ExitCode::from(u8::from(failed)))
}
