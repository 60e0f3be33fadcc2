//! `khabar correct`: what is decided by hand about stories, speakers and the same words, and undone again.
//!
//! As whatever writes beside a service, it takes no hold of the archive: a correction is one short transaction, and whoever
//! gathers takes it over.

use std::process::ExitCode;

use anyhow::bail;
use khabar_archive::Archive;
use khabar_archive::correct::Correction;
use khabar_archive::record::speakers::{self, Speaker};

use super::related::{self, there};
use super::{MOST_COLUMNS, line, open, told};
use crate::args::archive::{CorrectCommand, DecisionsArgs};
use crate::reporter;
use crate::view::archive as view;

/// Corrects something.
pub fn run(command: CorrectCommand) -> anyhow::Result<ExitCode> {
    match command {
        CorrectCommand::JoinStories(args) => {
            join_stories(&open(&args.data)?, args.one, args.other)?;
        }
        CorrectCommand::MoveReport { report, to, data } => move_report(&open(&data)?, report, to)?,
        CorrectCommand::JoinSpeakers(args) => {
            join_speakers(&open(&args.data)?, args.one, args.other)?;
        }
        CorrectCommand::KeepApart(args) => keep_apart(&open(&args.data)?, args.one, args.other)?,
        CorrectCommand::TakeOutName { name, data } => take_out_name(&open(&data)?, name)?,
        CorrectCommand::MoveStatement {
            statement,
            to,
            data,
        } => move_statement(&open(&data)?, statement, to)?,
        CorrectCommand::Call {
            speaker,
            name,
            data,
        } => call(&open(&data)?, speaker, name.as_deref())?,
        CorrectCommand::TakeOutStatement { statement, data } => {
            take_out_statement(&open(&data)?, statement)?;
        }
        CorrectCommand::Undo { decision, data } => undo(&open(&data)?, decision)?,
        CorrectCommand::List(args) => list(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn join_stories(archive: &Archive, one: i64, other: i64) -> anyhow::Result<()> {
    let made = archive.join_stories(one, other).map_err(told)?;
    let whole = made.about;
    tell(
        &format!("Stories {one} and {other} are one now, story {whole}"),
        made,
    );
    Ok(())
}

fn move_report(archive: &Archive, report: i64, to: Option<i64>) -> anyhow::Result<()> {
    let was = archive.story_of(report).map_err(told)?;
    let Some(was) = was else {
        there(
            archive.entries(&[report]).map_err(told)?.pop(),
            "report",
            report,
        )?;
        bail!("report {report} is in no story yet; khabar gather finds it one");
    };
    let made = archive.move_report(report, to).map_err(told)?;
    let into = made.about;
    tell(
        &format!("Report {report} is in story {into} now, out of story {was}"),
        made,
    );
    Ok(())
}

fn join_speakers(archive: &Archive, one: i64, other: i64) -> anyhow::Result<()> {
    let (a, b) = (speaker(archive, one)?, speaker(archive, other)?);
    let made = archive.join_speakers(one, other).map_err(told)?;
    let done = format!(
        "{} and {} are one speaker now, {}",
        named(&a),
        named(&b),
        named(&speaker(archive, made.about)?)
    );
    tell(&done, made);
    Ok(())
}

fn keep_apart(archive: &Archive, one: i64, other: i64) -> anyhow::Result<()> {
    let (a, b) = (speaker(archive, one)?, speaker(archive, other)?);
    let made = archive.keep_speakers_apart(one, other).map_err(told)?;
    tell(
        &format!("{} and {} are kept apart", named(&a), named(&b)),
        made,
    );
    Ok(())
}

fn take_out_name(archive: &Archive, name: i64) -> anyhow::Result<()> {
    let was = archive.speaker_of(name).map_err(told)?;
    let was = speaker(archive, there(was, "name", name)?)?;
    let made = archive.take_name_out(name).map_err(told)?;
    let done = format!(
        "{} is a speaker of its own now, taken out of {}",
        named(&speaker(archive, made.about)?),
        named(&was)
    );
    tell(&done, made);
    Ok(())
}

fn move_statement(archive: &Archive, id: i64, to: Option<i64>) -> anyhow::Result<()> {
    let made = archive.move_statement(id, to).map_err(told)?;
    let done = format!(
        "Statement {id} is of {} now",
        named(&speaker(archive, made.about)?)
    );
    tell(&done, made);
    Ok(())
}

fn call(archive: &Archive, id: i64, name: Option<&str>) -> anyhow::Result<()> {
    let was = speaker(archive, id)?;
    let name = name.map(str::trim);
    if name == Some("") {
        bail!(
            "a speaker needs a name; give it one, or leave it out for the commonest of those it has"
        );
    }
    let made = archive.name_speaker(id, name).map_err(told)?;
    let now = speaker(archive, made.about)?;
    tell(&format!("{} is called {} now", named(&was), now.name), made);
    Ok(())
}

fn take_out_statement(archive: &Archive, id: i64) -> anyhow::Result<()> {
    let made = archive.take_statement_out(id).map_err(told)?;
    let quote = made.about;
    tell(
        &format!("Statement {id} is taken out of the same words, quote {quote}"),
        made,
    );
    Ok(())
}

fn undo(archive: &Archive, id: i64) -> anyhow::Result<()> {
    let undone = view::decided(&archive.decision(id).map_err(told)?);
    let by = archive.undo(id).map_err(told)?;
    reporter::say(&format!(
        "Decision {id} ({undone}) is undone; khabar correct undo {by} does it again."
    ));
    Ok(())
}

fn list(args: &DecisionsArgs) -> anyhow::Result<()> {
    let archive = open(&args.data)?;
    let look = related::look(args.format, args.width, MOST_COLUMNS, &args.look);
    let found = archive
        .decisions(args.before, args.limit as usize)
        .map_err(told)?;
    let shown = match &look {
        Some(look) => view::decisions(&found, &archive.abouts(&found).map_err(told)?, look),
        None => found.iter().map(line).collect(),
    };
    related::give_shown(&shown, look.as_ref())
}

/// Says what was done, and how it is undone.
fn tell(done: &str, made: Correction) {
    let decision = made.decision;
    reporter::say(&format!(
        "{done}; khabar correct undo {decision} undoes it."
    ));
}

fn speaker(archive: &Archive, id: i64) -> anyhow::Result<Speaker> {
    let found = archive.record().read(|of| speakers::get(of, id));
    there(found.map_err(told)?, "speaker", id)
}

/// A speaker by name and number.
fn named(speaker: &Speaker) -> String {
    format!("{} (speaker {})", speaker.name, speaker.id)
}
