//! `khabar speakers`: who speaks, and what they said.

use std::process::ExitCode;

use khabar_archive::Archive;
use khabar_archive::record::speakers::{self, Which};
use khabar_archive::record::statements::Statements;

use super::pick::{self, Unclear};
use super::related::{self, MOST_COLUMNS, Outlets, there};
use super::{line, open, told};
use crate::args::archive::SpeakersArgs;
use crate::view::Look;
use crate::view::archive as view;

/// Shows speakers, or one.
pub fn run(args: &SpeakersArgs) -> anyhow::Result<ExitCode> {
    let archive = open(&args.data)?;
    let look = related::look(args.format, args.width, MOST_COLUMNS, &args.look);
    let shown = match &args.speaker {
        Some(typed) => one(&archive, typed, args, look.as_ref())?,
        None => list(&archive, args, look.as_ref())?,
    };
    related::give_shown(&shown, look.as_ref())?;
    Ok(ExitCode::SUCCESS)
}

/// Those that are wanted; as JSON where there is no look.
fn list(archive: &Archive, args: &SpeakersArgs, look: Option<&Look>) -> anyhow::Result<String> {
    let which = Outlets::of(archive)?.which(archive, &args.which)?;
    let before = args.before.map(|id| {
        let speaker = archive.record().read(|of| speakers::get(of, id));
        let speaker = there(speaker.map_err(told)?, "speaker", id)?;
        anyhow::Ok((speaker.statements as i64, speaker.id))
    });
    let which = Which {
        name: args.name.as_deref().map(str::trim),
        language: which.language.as_deref(),
        source: which.source,
        subject: which.subject.as_deref(),
        before: before.transpose()?,
    };
    let most = args.limit as usize;
    let mut found = archive.speakers(which, most + 1).map_err(told)?;
    let has_more = found.len() > most;
    found.truncate(most);
    Ok(match look {
        Some(look) => view::speakers(&found, has_more, look),
        None => found.iter().map(line).collect(),
    })
}

fn one(
    archive: &Archive,
    typed: &str,
    args: &SpeakersArgs,
    look: Option<&Look>,
) -> anyhow::Result<String> {
    let id = pick::speaker(archive, typed).map_err(Unclear::told)?;
    let outlets = Outlets::of(archive)?;
    let which = outlets.which(archive, &args.which)?;
    let before = args.before.map(|statement| {
        let said = archive.statement(statement).map_err(told)?;
        anyhow::Ok((said.at, said.id))
    });
    let which = Statements {
        source: which.source,
        language: which.language.as_deref(),
        subject: which.subject.as_deref(),
        addressee: args.addressee.as_deref(),
        before: before.transpose()?,
    };
    let most = args.limit as usize;
    let mut speaker = archive.speaker(id, which, most + 1).map_err(told)?;
    let has_more = speaker.said.len() > most;
    speaker.said.truncate(most);
    Ok(match look {
        Some(look) => view::speaker(&speaker, has_more, &outlets.titles(), look),
        None => line(&speaker),
    })
}
