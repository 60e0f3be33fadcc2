//! What somebody means by what they typed: a source, a speaker.

use anyhow::anyhow;
use khabar_archive::record::sources::Source;
use khabar_archive::record::speakers::{self, Speaker, Which};
use khabar_archive::{Archive, ArchiveError};
use thiserror::Error;

use super::{first_of, told};

/// The most that are listed where several could be meant.
const MOST_NAMED: usize = 8;
/// Among how many speakers that have some letters in a name one is looked for that is called just so.
const LOOKED_AT: usize = 500;

/// Why it is not known what is meant.
#[derive(Debug, Error)]
pub enum Unclear {
    /// Nothing is called so.
    #[error("there is no {what} {typed:?}; {}", lists(.what))]
    None {
        /// What was looked for: "source".
        what: &'static str,
        /// What was typed.
        typed: String,
    },
    /// More than one thing could be.
    #[error("{typed:?} could mean several {what}s: {named}; name one by its number")]
    Several {
        /// What was looked for: "source".
        what: &'static str,
        /// What was typed.
        typed: String,
        /// Some that could be meant, with their numbers.
        named: String,
    },
    /// The archive could not be asked.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// The command that lists them.
fn lists(what: &str) -> &'static str {
    match what {
        "speaker" => "khabar speakers --name looks for one",
        _ => "khabar sources lists them",
    }
}

impl Unclear {
    fn none(what: &'static str, typed: &str) -> Self {
        Self::None {
            what,
            typed: typed.to_owned(),
        }
    }

    fn several(what: &'static str, typed: &str, named: impl IntoIterator<Item = String>) -> Self {
        Self::Several {
            what,
            typed: typed.to_owned(),
            named: first_of(named, MOST_NAMED),
        }
    }

    /// As the program tells it.
    pub fn told(self) -> anyhow::Error {
        match self {
            Self::Archive(error) => told(error),
            unclear => anyhow!(unclear),
        }
    }
}

/// The source of a number, a title or an address, or of a part of them that no other has.
///
/// # Errors
/// Where there is none, or where several could be meant: these are named.
pub fn source(archive: &Archive, typed: &str) -> anyhow::Result<Source> {
    let sources = archive.sources().map_err(told)?;
    among(&sources, typed).cloned().map_err(Unclear::told)
}

/// The same among sources that are known already.
///
/// # Errors
/// As [`source`].
pub fn among<'a>(sources: &'a [Source], typed: &str) -> Result<&'a Source, Unclear> {
    let wanted = plain(typed);
    let ways: [&dyn Fn(&Source) -> bool; 3] = [
        &|source| source.id.to_string() == wanted,
        &|source| plain(&source.title) == wanted || plain(&source.home) == wanted,
        &|source| plain(&source.title).contains(&wanted) || plain(&source.home).contains(&wanted),
    ];
    // An empty name is part of all.
    let way = ways
        .iter()
        .find(|way| !wanted.is_empty() && sources.iter().any(way))
        .ok_or_else(|| Unclear::none("source", typed))?;
    let meant: Vec<&Source> = sources.iter().filter(|source| way(source)).collect();
    if let [one] = meant[..] {
        return Ok(one);
    }
    let named = meant
        .iter()
        .map(|source| format!("{} {} ({})", source.id, source.title, source.home));
    Err(Unclear::several("source", typed, named))
}

/// The speaker of a number, of a name, or of letters of a name that no other has.
///
/// # Errors
/// Where there is none of such a name, or where several could be meant: these are named. Whether there is one of a number is not
/// looked up.
pub fn speaker(archive: &Archive, typed: &str) -> Result<i64, Unclear> {
    let wanted = typed.trim();
    if let Ok(id) = wanted.parse() {
        return Ok(id);
    }
    // An empty name is part of all.
    if wanted.is_empty() {
        return Err(Unclear::none("speaker", typed));
    }
    let which = Which {
        name: Some(wanted),
        ..Which::default()
    };
    let found = archive.speakers(which, LOOKED_AT)?;
    if let [one] = &found[..] {
        return Ok(one.id);
    }
    let is_called_so = |speaker: &Speaker| -> Result<bool, ArchiveError> {
        let names = archive
            .record()
            .read(|of| speakers::names(of, speaker.id))?;
        let same = |name: &str| name.to_lowercase() == wanted.to_lowercase();
        Ok(same(&speaker.name) || names.iter().any(|called| same(&called.name)))
    };
    let mut so_called = Vec::new();
    for speaker in &found {
        if is_called_so(speaker)? {
            so_called.push(speaker.id);
        }
    }
    match (&so_called[..], found.is_empty()) {
        ([one], _) => Ok(*one),
        (_, true) => Err(Unclear::none("speaker", typed)),
        _ => {
            let named = found
                .iter()
                .map(|speaker| format!("{} {}", speaker.id, speaker.name));
            Err(Unclear::several("speaker", typed, named))
        }
    }
}

/// A name or address without what people leave out.
fn plain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or(&text);
    text.trim_start_matches("www.")
        .trim_end_matches('/')
        .to_owned()
}

#[cfg(test)]
mod tests {

    use super::*;

    fn sources() -> Vec<Source> {
        [
            (1, "The Post", "https://www.post.example/"),
            (2, "The Post on Sunday", "https://sunday.example/"),
            (3, "صحيفة الساحل", "https://coast.example/ar/"),
            (4, "24", "https://24.example/"),
        ]
        .map(|(id, title, home)| Source {
            id,
            title: title.into(),
            home: home.into(),
            language: None,
            folder: None,
            added_at: 0,
            paused: false,
        })
        .into()
    }

    fn picked(typed: &str) -> Result<i64, String> {
        among(&sources(), typed)
            .map(|source| source.id)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_nearest_is_meant() {
        assert_eq!(picked("2"), Ok(2));
        assert_eq!(picked("the post"), Ok(1));
        assert_eq!(picked("Sunday"), Ok(2));
        assert_eq!(picked("post.example"), Ok(1));
        assert_eq!(picked("http://coast.example/ar"), Ok(3));
        assert_eq!(picked("الساحل"), Ok(3));
        assert_eq!(picked("24"), Ok(4));
    }

    #[test]
    fn what_several_could_mean_is_listed() {
        let said = picked("the p").unwrap_err();
        assert!(
            said.contains("1 The Post (https://www.post.example/), 2 The Post on Sunday"),
            "{said}"
        );
        for unknown in ["", "  ", "99", "Courier"] {
            assert!(picked(unknown).unwrap_err().contains("there is no source"));
        }
    }
}
