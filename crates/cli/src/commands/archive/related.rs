//! What the commands for stories, speakers and the same words share.

use std::collections::HashMap;

use khabar_archive::record::sources::Source;
use khabar_archive::{Archive, ArchiveError};

use super::{give, give_data, pick, told};
use crate::args::LookArgs;
use crate::args::archive::{RelatedFormat, WhichArgs};
use crate::output;
use crate::view::Look;

/// Headlines and statements are read, so that lines are no longer than this.
pub const MOST_COLUMNS: usize = 100;

/// What a list is narrowed down to.
pub struct Which {
    pub source: Option<i64>,
    pub language: Option<String>,
    pub subject: Option<String>,
}

/// The sources of an archive.
pub struct Outlets(Vec<Source>);

impl Outlets {
    pub fn of(archive: &Archive) -> anyhow::Result<Self> {
        Ok(Self(archive.sources().map_err(told)?))
    }

    /// What somebody wants to see of a list.
    pub fn which(&self, archive: &Archive, args: &WhichArgs) -> anyhow::Result<Which> {
        let source = args.source.as_deref();
        let subject = args.subject.as_deref();
        Ok(Which {
            source: source
                .map(|name| pick::among(&self.0, name).map(|source| source.id))
                .transpose()?,
            language: args.language.clone(),
            subject: subject
                .map(|name| archive.subject(name.trim()).map(|subject| subject.key))
                .transpose()
                .map_err(told)?,
        })
    }

    /// Their titles by their numbers.
    pub fn titles(self) -> HashMap<i64, String> {
        let sources = self.0.into_iter();
        sources.map(|source| (source.id, source.title)).collect()
    }
}

/// How something is looked at; nothing where JSON is wanted.
pub fn look(
    format: Option<RelatedFormat>,
    width: Option<u16>,
    most: usize,
    args: &LookArgs,
) -> Option<Look> {
    let to_terminal = output::stdout_is_terminal();
    let is_view = format.map_or(to_terminal, |format| format == RelatedFormat::View);
    is_view.then(|| Look::new(width, most, args, to_terminal))
}

/// Gives out what was made for a look, or for other programs where there is none.
pub fn give_shown(shown: &str, look: Option<&Look>) -> anyhow::Result<()> {
    if look.is_some() {
        give(shown)
    } else {
        give_data(shown)
    }
}

/// What there is of a number, or that there is none.
pub fn there<T>(found: Option<T>, what: &'static str, id: i64) -> anyhow::Result<T> {
    found.ok_or_else(|| {
        told(ArchiveError::Unknown {
            what,
            which: id.to_string(),
        })
    })
}
