//! `khabar stories`: what several reports tell of.

use std::process::ExitCode;

use khabar_archive::Archive;
use khabar_archive::record::stories::{self, Which};

use super::related::{self, MOST_COLUMNS, Outlets, there};
use super::{line, open, told};
use crate::args::archive::StoriesArgs;
use crate::view::Look;
use crate::view::archive as view;

/// Stories of a list, unless another number is named.
const LISTED: usize = 20;
/// Reports of a story, unless another number is named.
const REPORTS: usize = 100;

/// Shows stories, or one.
pub fn run(args: &StoriesArgs) -> anyhow::Result<ExitCode> {
    let archive = open(&args.data)?;
    let look = related::look(args.format, args.width, MOST_COLUMNS, &args.look);
    let shown = match args.story {
        Some(story) => one(&archive, story, args, look.as_ref())?,
        None => list(&archive, args, look.as_ref())?,
    };
    related::give_shown(&shown, look.as_ref())?;
    Ok(ExitCode::SUCCESS)
}

/// Those that are wanted; as JSON where there is no look.
fn list(archive: &Archive, args: &StoriesArgs, look: Option<&Look>) -> anyhow::Result<String> {
    let outlets = Outlets::of(archive)?;
    let which = outlets.which(archive, &args.which)?;
    let before = args.before.map(|id| {
        let story = archive.record().read(|of| stories::get(of, id));
        let story = there(story.map_err(told)?, "story", id)?;
        anyhow::Ok((story.last_at, story.id))
    });
    let which = Which {
        source: which.source,
        language: which.language.as_deref(),
        subject: which.subject.as_deref(),
        before: before.transpose()?,
    };
    let most = args.limit.map_or(LISTED, |limit| limit as usize);
    let mut found = archive.stories(which, most + 1).map_err(told)?;
    let has_more = found.len() > most;
    found.truncate(most);
    Ok(match look {
        Some(look) => view::stories(&found, has_more, &outlets.titles(), look),
        None => found.iter().map(line).collect(),
    })
}

fn one(
    archive: &Archive,
    id: i64,
    args: &StoriesArgs,
    look: Option<&Look>,
) -> anyhow::Result<String> {
    let after = args.after.map(|report| {
        let entry = archive.entries(&[report]).map_err(told)?.pop();
        let entry = there(entry, "report", report)?;
        anyhow::Ok((entry.ordered_at, entry.id))
    });
    let most = args.limit.map_or(REPORTS, |limit| limit as usize);
    let story = archive.story(id, after.transpose()?, most).map_err(told)?;
    Ok(match look {
        Some(look) => {
            let titles = Outlets::of(archive)?.titles();
            view::story(&story, &titles, args.full, look)
        }
        None => line(&story),
    })
}
