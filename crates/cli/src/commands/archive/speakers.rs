//! `khabar speakers`: who speaks, and what they said.

use std::process::ExitCode;

use anyhow::anyhow;
use khabar_archive::Archive;
use khabar_archive::record::speakers::{self, Speaker, Which};
use khabar_archive::record::statements::Statements;

use super::related::{self, MOST_COLUMNS, Outlets, there};
use super::{first_of, line, open, told};
use crate::args::archive::SpeakersArgs;
use crate::view::Look;
use crate::view::archive as view;

/// The most speakers that are listed where several could be meant.
const MOST_NAMED: usize = 8;
/// Among how many speakers that have some letters in a name one is looked for that is called just so.
const LOOKED_AT: usize = 500;

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
    let id = meant(archive, typed)?;
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

/// The speaker of a number, of a name, or of letters of a name that no other has.
fn meant(archive: &Archive, typed: &str) -> anyhow::Result<i64> {
    let wanted = typed.trim();
    if let Ok(id) = wanted.parse() {
        return Ok(id);
    }
    let none = || anyhow!("there is no speaker {typed:?}; khabar speakers --name looks for one");
    // An empty name is part of all.
    if wanted.is_empty() {
        return Err(none());
    }
    let which = Which {
        name: Some(wanted),
        ..Which::default()
    };
    let found = archive.speakers(which, LOOKED_AT).map_err(told)?;
    if let [one] = &found[..] {
        return Ok(one.id);
    }
    let is_called_so = |speaker: &Speaker| -> anyhow::Result<bool> {
        let names = archive.record().read(|of| speakers::names(of, speaker.id));
        let same = |name: &str| name.to_lowercase() == wanted.to_lowercase();
        Ok(same(&speaker.name) || names.map_err(told)?.iter().any(|called| same(&called.name)))
    };
    let mut so_called = Vec::new();
    for speaker in &found {
        if is_called_so(speaker)? {
            so_called.push(speaker.id);
        }
    }
    match (&so_called[..], found.is_empty()) {
        ([one], _) => Ok(*one),
        (_, true) => Err(none()),
        _ => {
            let named = found
                .iter()
                .map(|speaker| format!("{} {}", speaker.id, speaker.name));
            Err(anyhow!(
                "{typed:?} could mean several speakers: {}; name one by its number",
                first_of(named, MOST_NAMED)
            ))
        }
    }
}
