//! `khabar correct`: what is decided by hand about stories, speakers and the same words, and undone again.
//!
//! As whatever writes beside a service, it takes no hold of the archive: a correction is one short transaction, and whoever
//! gathers takes it over.

use std::process::ExitCode;

use anyhow::bail;
use khabar_archive::Archive;
use khabar_archive::record::decisions::DecisionKind;
use khabar_archive::record::speakers::{self, Speaker};
use khabar_archive::record::stories::{self, Story};

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
    let about = (whole, a.max(b));
    tell(archive, &done, DecisionKind::StoriesJoined, about)
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
    tell(archive, &done, DecisionKind::ReportMoved, (report, into))
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
    let about = (whole, a.id.max(b.id));
    tell(archive, &done, DecisionKind::SpeakersJoined, about)
}

fn keep_apart(archive: &Archive, one: i64, other: i64) -> anyhow::Result<()> {
    let (a, b) = (speaker(archive, one)?, speaker(archive, other)?);
    if a.id == b.id {
        bail!(
            "speakers {one} and {other} are one, {}; khabar correct take-out-name parts them",
            named(&a)
        );
    }
    let kind = DecisionKind::SpeakersApart;
    for (one, other) in [(a.id, b.id), (b.id, a.id)] {
        if archive.decided(kind, one, other).map_err(told)?.is_some() {
            bail!("{} and {} are kept apart already", named(&a), named(&b));
        }
    }
    archive.keep_speakers_apart(a.id, b.id).map_err(told)?;
    let done = format!("{} and {} are kept apart", named(&a), named(&b));
    tell(archive, &done, kind, (a.id, b.id))
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
    tell(archive, &done, DecisionKind::NameMoved, (name, into))
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
    tell(archive, &done, DecisionKind::SpeakerNamed, (was.id, 0))
}

fn take_out_statement(archive: &Archive, id: i64) -> anyhow::Result<()> {
    let said = archive.statement(id).map_err(told)?;
    let Some(quote) = said.quote else {
        bail!("statement {id} is not held to be the same words as any other");
    };
    archive.take_statement_out(id).map_err(told)?;
    let done = format!("Statement {id} is taken out of the same words, quote {quote}");
    tell(archive, &done, DecisionKind::WordsApart, (id, quote))
}

fn undo(archive: &Archive, id: i64) -> anyhow::Result<()> {
    let undone = view::decided(&archive.decision(id).map_err(told)?);
    let by = archive.undo(id).map_err(told)?;
    reporter::say(&if by == id {
        format!("Decision {id} ({undone}) holds no more.")
    } else {
        format!("Decision {id} ({undone}) is undone; khabar correct undo {by} does it again.")
    });
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

/// Says what was done, and how it is undone: by the number of the decision, which is about two things.
fn tell(
    archive: &Archive,
    done: &str,
    kind: DecisionKind,
    about: (i64, i64),
) -> anyhow::Result<()> {
    let made = archive.decided(kind, about.0, about.1).map_err(told)?;
    reporter::say(&match made {
        Some(made) => format!("{done}; khabar correct undo {} undoes it.", made.id),
        // Somebody else was faster to undo it.
        None => format!("{done}."),
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
