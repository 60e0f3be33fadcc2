//! Commands that keep an archive: one file a command, and here what they share.

mod confirm;
mod correct;
mod demo;
mod follow;
mod found;
mod gather;
mod keep;
mod log;
mod mail;
mod mcp;
mod pick;
mod press_port;
mod quotes;
mod related;
mod saved;
mod search;
mod serve;
mod show;
mod sources;
mod speakers;
mod stop;
mod stories;
mod transfer;
mod unfollow;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use etcetera::BaseStrategy;
use khabar_archive::derived::Derived;
use khabar_archive::folder::Held;
use khabar_archive::gather::GatherOptions;
use khabar_archive::{Archive, ArchiveError};
use khabar_fetch::{FetchOptions, Reach};

use crate::args::archive::{DataArgs, KeptCommand, NetArgs, WorkArgs};
use crate::output;
use crate::reporter;
use crate::sanitize;

/// Lists stand in columns, so that their lines may be longer than those of a report.
const MOST_COLUMNS: usize = 120;

/// Runs a command.
pub fn run(command: KeptCommand) -> anyhow::Result<ExitCode> {
    match command {
        KeptCommand::Follow(args) => follow::run(&args),
        KeptCommand::Unfollow(args) => unfollow::run(&args),
        KeptCommand::Pause(args) => unfollow::pause(&args, true),
        KeptCommand::Resume(args) => unfollow::pause(&args, false),
        KeptCommand::Sources(args) => sources::run(&args),
        KeptCommand::Gather(args) => gather::run(&args),
        KeptCommand::Serve(args) => serve::run(&args),
        KeptCommand::Mcp(args) => mcp::run(&args),
        KeptCommand::Demo(args) => demo::run(&args),
        KeptCommand::Search(args) => search::run(&args),
        KeptCommand::Show(args) => show::run(&args),
        KeptCommand::Stories(args) => stories::run(&args),
        KeptCommand::Speakers(args) => speakers::run(&args),
        KeptCommand::Quotes(args) => quotes::run(&args),
        KeptCommand::Correct(args) => correct::run(args.command),
        KeptCommand::Saved(args) => saved::run(args.command),
        KeptCommand::Archive(args) => keep::run(args.command),
    }
}

/// The folder of the archive.
fn folder(args: &DataArgs) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &args.data {
        return Ok(folder.clone());
    }
    let folders = etcetera::base_strategy::choose_native_strategy().map_err(|cause| {
        anyhow!("there is no folder for data ({cause}); name one with --data or KHABAR_DATA")
    })?;
    Ok(folders.data_dir().join("khabar"))
}

/// The archive that is there.
fn open(args: &DataArgs) -> anyhow::Result<Archive> {
    Archive::open(folder(args)?).map_err(told)
}

/// The archive, begun where there is none.
fn open_or_begin(args: &DataArgs) -> anyhow::Result<Archive> {
    Archive::open_or_begin(folder(args)?).map_err(told)
}

/// An error of the archive as the program tells it: what can be done about it with a command is added.
#[allow(
    clippy::needless_pass_by_value,
    reason = "errors are handed on by value"
)]
fn told(error: ArchiveError) -> anyhow::Error {
    let advice = match &error {
        // That nobody reads our output any more is no error.
        ArchiveError::Transfer { cause } if cause.kind() == io::ErrorKind::BrokenPipe => {
            return io::Error::from(io::ErrorKind::BrokenPipe).into();
        }
        ArchiveError::Missing { .. } => " with --data or KHABAR_DATA",
        ArchiveError::Damaged { .. } => " with khabar archive restore",
        ArchiveError::Search(error) if error.wants_rebuild() => " with khabar archive reindex",
        ArchiveError::Unknown {
            what: "report" | "version",
            ..
        } => {
            "; khabar search shows the numbers of reports, khabar show that of a report's versions"
        }
        ArchiveError::Unknown { what: "story", .. } => "; khabar stories lists them",
        ArchiveError::Unknown {
            what: "speaker", ..
        } => "; khabar speakers lists them",
        ArchiveError::Unknown { what: "quote", .. } => "; khabar quotes lists them",
        ArchiveError::Unknown { what: "name", .. } => {
            "; khabar speakers shows the numbers of a speaker's names"
        }
        ArchiveError::Unknown {
            what: "statement", ..
        } => "; khabar stories, speakers and quotes show the numbers of statements",
        ArchiveError::Unknown {
            what: "decision", ..
        } => "; khabar correct list lists them",
        ArchiveError::Unknown {
            what: "subject", ..
        } => "; khabar stories shows what stories are about",
        _ => "",
    };
    // What it comes from stands in its own words already.
    anyhow!("{error}{advice}")
}

/// Where addresses may lead and how they are asked for.
fn fetch_options(args: &NetArgs) -> FetchOptions {
    FetchOptions {
        timeout: args.timeout,
        user_agent: args.user_agent.clone(),
        ignore_robots: args.ignore_robots,
        reach: Reach::Public {
            allow: args.allow.clone(),
        },
        ..FetchOptions::default()
    }
}

/// How is gathered.
fn gather_options(work: &WorkArgs, net: &NetArgs) -> GatherOptions {
    GatherOptions {
        fetch: FetchOptions {
            delay: work.delay,
            honour_ai_opt_outs: work.honour_ai_opt_outs,
            ..fetch_options(net)
        },
        workers: work.workers.get(),
        keep_raw: work.keep_raw,
        least_interval: work.least_interval.as_secs() as i64,
    }
}

/// Brings what is made of the record up to date after reports came or went, unless another process gathers, which does it.
fn catch_up(archive: &Archive, purpose: &str) -> anyhow::Result<()> {
    match archive.hold(purpose) {
        Ok(held) => follow_record(archive, &held),
        Err(ArchiveError::InUse { .. }) => Ok(()),
        Err(error) => Err(told(error)),
    }
}

/// Brings what is made of the record up to date in an archive that is held.
fn follow_record(archive: &Archive, held: &Held) -> anyhow::Result<()> {
    let mut derived = Derived::new(archive, held).map_err(told)?;
    derived.follow().map(|_| ()).map_err(told)
}

/// Writes what is for other programs to standard output, made safe to show where that is a terminal.
fn give_data(text: &str) -> anyhow::Result<()> {
    if output::stdout_is_terminal() {
        give(&sanitize::controls(text))
    } else {
        give(text)
    }
}

/// Writes to standard output what is safe to show.
fn give(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Says what went wrong with one of several things.
fn fault(name: &str, error: &dyn std::fmt::Display) {
    reporter::say(&format!("khabar: {name}: {error}"));
}

/// An object as a line of JSON.
fn line(object: &impl serde::Serialize) -> String {
    // Writing to memory cannot fail, for all keys are strings and no value refuses to be written.
    let mut line = serde_json::to_string(object).expect("it has only string keys");
    line.push('\n');
    line
}

/// Names on a line, the first of many.
fn first_of(names: impl IntoIterator<Item = String>, most: usize) -> String {
    let mut names = names.into_iter();
    let mut out: Vec<String> = names.by_ref().take(most).collect();
    if names.next().is_some() {
        out.push("…".to_owned());
    }
    out.join(", ")
}
