//! `khabar correct`: what is decided by hand about stories, speakers and the same words, and undone again.
//!
//! As whatever writes beside a service, it takes no hold of the archive: a correction is one short transaction, and whoever
//! gathers takes it over.

use std::process::ExitCode;

use anyhow::bail;
use khabar_archive::Archive;
use khabar_archive::record::decisions::{DecisionKind, get as decision};
use khabar_archive::record::speakers::{self, Speaker};
use khabar_archive::record::stories::{self, Story};

use super::related::{self, there};
use super::{MOST_COLUMNS, line, open, told};
use crate::args::archive::{CorrectCommand, DecisionsArgs};
use crate::reporter;
use crate::view::archive as view;

/// Among how many of the latest decisions one is looked for that was just made: others may be made beside.
const LATEST: usize = 200;

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
    let (a, b) = (story(archive, one)?.id, story(archive, other)?.id);
    if a == b {
        bail!("stories {one} and {other} are one already, story {a}");
    }
    let whole = archive.join_stories(a, b).map_err(told)?;
    let done = format!("Stories {one} and {other} are one now, story {whole}");
    tell(archive, &done, DecisionKind::StoriesJoined, whole)
}

fn move_report(archive: &Archive, report: i64, to: Option<i64>) -> anyhow::Result<()> {
    let was = archive.record().read(|of| {
        let story = stories::of_report(of, report)?;
        story.map_or(Ok(None), |story| stories::get(of, story))
    });
    let Some(was) = was.map_err(told)? else {
        there(
            archive.entries(&[report]).map_err(told)?.pop(),
            "report",
            report,
        )?;
        bail!("report {report} is in no story yet; khabar gather finds it one");
    };
    match to {
        Some(to) if story(archive, to)?.id == was.id => {
            bail!("report {report} is in story {to} already");
        }
        None if was.reports == 1 => {
            bail!(
                "report {report} is in a story of its own already, story {}",
                was.id
            );
        }
        _ => {}
    }
    let into = archive.move_report(report, to).map_err(told)?;
    let done = format!(
        "Report {report} is in story {into} now, out of story {}",
        was.id
    );
    tell(archive, &done, DecisionKind::ReportMoved, report)
}

fn join_speakers(archive: &Archive, one: i64, other: i64) -> anyhow::Result<()> {
    let (a, b) = (speaker(archive, one)?, speaker(archive, other)?);
    if a.id == b.id {
        bail!("speakers {one} and {other} are one already, {}", named(&a));
    }
    let whole = archive.join_speakers(a.id, b.id).map_err(told)?;
    let now = speaker(archive, whole)?;
    let done = format!(
        "{} and {} are one speaker now, {}",
        named(&a),
        named(&b),
        named(&now)
    );
    tell(archive, &done, DecisionKind::SpeakersJoined, whole)
}

fn keep_apart(archive: &Archive, one: i64, other: i64) -> anyhow::Result<()> {
    let (a, b) = (speaker(archive, one)?, speaker(archive, other)?);
    if a.id == b.id {
        bail!(
            "speakers {one} and {other} are one, {}; khabar correct take-out-name parts them",
            named(&a)
        );
    }
    archive.keep_speakers_apart(a.id, b.id).map_err(told)?;
    let done = format!("{} and {} are kept apart", named(&a), named(&b));
    tell(archive, &done, DecisionKind::SpeakersApart, a.id)
}

fn take_out_name(archive: &Archive, name: i64) -> anyhow::Result<()> {
    let was = archive.record().read(|of| {
        let Some(speaker) = speakers::of_name(of, name)? else {
            return Ok(None);
        };
        let names = speakers::names(of, speaker)?;
        Ok(speakers::get(of, speaker)?.map(|speaker| (speaker, names.len())))
    });
    let (was, names) = there(was.map_err(told)?, "name", name)?;
    if names == 1 {
        bail!("name {name} is the only one of {}", named(&was));
    }
    let into = archive.take_name_out(name).map_err(told)?;
    let done = format!(
        "{} is a speaker of its own now, taken out of {}",
        named(&speaker(archive, into)?),
        named(&was)
    );
    tell(archive, &done, DecisionKind::NameMoved, name)
}

fn call(archive: &Archive, id: i64, name: Option<&str>) -> anyhow::Result<()> {
    let was = speaker(archive, id)?;
    let name = name.map(str::trim);
    if name == Some("") {
        bail!(
            "a speaker needs a name; give it one, or leave it out for the commonest of those it has"
        );
    }
    archive.name_speaker(was.id, name).map_err(told)?;
    let now = speaker(archive, was.id)?;
    let done = format!("{} is called {} now", named(&was), now.name);
    tell(archive, &done, DecisionKind::SpeakerNamed, was.id)
}

fn take_out_statement(archive: &Archive, id: i64) -> anyhow::Result<()> {
    let said = archive.statement(id).map_err(told)?;
    let Some(quote) = said.quote else {
        bail!("statement {id} is not held to be the same words as any other");
    };
    archive.take_statement_out(id).map_err(told)?;
    let done = format!("Statement {id} is taken out of the same words, quote {quote}");
    tell(archive, &done, DecisionKind::WordsApart, id)
}

fn undo(archive: &Archive, id: i64) -> anyhow::Result<()> {
    let by = archive.undo(id).map_err(told)?;
    let undone = archive.record().read(|of| decision(of, id)).map_err(told)?;
    let what = undone.map_or_else(String::new, |undone| {
        format!(" ({})", view::decided(&undone))
    });
    reporter::say(&format!(
        "Decision {id}{what} is undone; khabar correct undo {by} does it again."
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
        Some(look) => view::decisions(&found, look),
        None => found.iter().map(line).collect(),
    };
    related::give_shown(&shown, look.as_ref())
}

/// Says what was done, and how it is undone. `one` is what the decision is about.
fn tell(archive: &Archive, done: &str, kind: DecisionKind, one: i64) -> anyhow::Result<()> {
    let latest = archive.decisions(None, LATEST).map_err(told)?;
    let made = latest
        .iter()
        .find(|made| made.by_hand && made.kind == kind && (made.one == one || made.other == one));
    reporter::say(&match made {
        Some(made) => format!("{done}; khabar correct undo {} undoes it.", made.id),
        None => format!("{done}; khabar correct list has the decision."),
    });
    Ok(())
}

fn story(archive: &Archive, id: i64) -> anyhow::Result<Story> {
    let found = archive.record().read(|of| stories::get(of, id));
    there(found.map_err(told)?, "story", id)
}

fn speaker(archive: &Archive, id: i64) -> anyhow::Result<Speaker> {
    let found = archive.record().read(|of| speakers::get(of, id));
    there(found.map_err(told)?, "speaker", id)
}

/// A speaker by name and number.
fn named(speaker: &Speaker) -> String {
    format!("{} (speaker {})", speaker.name, speaker.id)
}
