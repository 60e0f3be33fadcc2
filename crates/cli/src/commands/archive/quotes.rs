//! `khabar quotes`: the same words in several reports.

use std::process::ExitCode;

use khabar_archive::Archive;
use khabar_archive::record::quotes::{self, Which};

use super::related::{self, MOST_COLUMNS, Outlets, there};
use super::{line, open, told};
use crate::args::archive::QuotesArgs;
use crate::view::Look;
use crate::view::archive as view;

/// Shows the same words, or one of them.
pub fn run(args: &QuotesArgs) -> anyhow::Result<ExitCode> {
    let archive = open(&args.data)?;
    let look = related::look(args.format, args.width, MOST_COLUMNS, &args.look);
    let shown = match args.quote {
        Some(id) => {
            let quote = archive.quote(id).map_err(told)?;
            match &look {
                Some(look) => view::quote(&quote, &Outlets::of(&archive)?.titles(), look),
                None => line(&quote),
            }
        }
        None => list(&archive, args, look.as_ref())?,
    };
    related::give_shown(&shown, look.as_ref())?;
    Ok(ExitCode::SUCCESS)
}

/// Those that are wanted; as JSON where there is no look.
fn list(archive: &Archive, args: &QuotesArgs, look: Option<&Look>) -> anyhow::Result<String> {
    let outlets = Outlets::of(archive)?;
    let which = outlets.which(archive, &args.which)?;
    let before = args.before.map(|id| {
        let quote = archive.record().read(|of| quotes::get(of, id));
        let quote = there(quote.map_err(told)?, "quote", id)?;
        anyhow::Ok((quote.last_at, quote.id))
    });
    let which = Which {
        source: which.source,
        language: which.language.as_deref(),
        subject: which.subject.as_deref(),
        before: before.transpose()?,
    };
    let most = args.limit as usize;
    let mut found = archive.quotes(which, most + 1).map_err(told)?;
    let has_more = found.len() > most;
    found.truncate(most);
    Ok(match look {
        Some(look) => view::quotes(&found, has_more, &outlets.titles(), look),
        None => found.iter().map(line).collect(),
    })
}
