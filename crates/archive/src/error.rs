//! What can go wrong with an archive.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why an archive could not be opened, read or written.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// There is no archive in the folder.
    #[error(
        "there is no archive in {}; follow a source first, or name the folder that has one", folder.display()
    )]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// Another process writes to it.
    #[error(
        "the archive in {} is in use by {holder}; stop that process, or wait until it is done", folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// Who holds it: "khabar serve (process 4711)".
        holder: String,
    },
    /// A later version of the program wrote it.
    #[error(
        "the archive in {} was written by a later version of khabar (its record is of version {found}, this program \
         knows {known}); use that version", folder.display()
    )]
    Newer {
        /// The folder.
        folder: PathBuf,
        /// The version of its record.
        found: u32,
        /// The version this program writes.
        known: u32,
    },
    /// The disk has no room left.
    #[error(
        "there is no room left on the disk for {}; nothing that was kept is lost: make room, and go on", folder.display()
    )]
    Full {
        /// The folder.
        folder: PathBuf,
    },
    /// The record is no database, or is damaged.
    #[error(
        "the record {} is damaged ({cause}); put a backup in its place", file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// SQLite refuses.
    #[error("the record {} could not be used: {cause}", file.display())]
    Record {
        /// The file.
        file: PathBuf,
        /// What SQLite says.
        #[source]
        cause: rusqlite::Error,
    },
    /// A file or folder of the archive cannot be used.
    #[error("{} could not be {doing}: {cause}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as a participle: "read".
        doing: &'static str,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The index of words cannot be used.
    #[error(transparent)]
    Search(#[from] khabar_search::SearchError),
    /// Where reports are given out to, or taken in from, cannot be used.
    #[error("reports could not be passed on: {cause}")]
    Transfer {
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// There is nothing of that number or name.
    #[error("there is no {what} {which}")]
    Unknown {
        /// What was looked for: "report", "source".
        what: &'static str,
        /// Its number or name.
        which: String,
    },
    /// Something given makes no sense.
    #[error("{0}")]
    Invalid(String),
}

impl ArchiveError {
    /// An error of the system.
    pub(crate) fn io(path: &Path, doing: &'static str, cause: io::Error) -> Self {
        if cause.kind() == io::ErrorKind::StorageFull {
            return Self::Full {
                folder: path.to_owned(),
            };
        }
        Self::Io {
            path: path.to_owned(),
            doing,
            cause,
        }
    }

    /// An error of SQLite on a record.
    pub(crate) fn record(file: &Path, cause: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let file = file.to_owned();
        match cause.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full {
                folder: file.parent().unwrap_or(&file).to_owned(),
            },
            Some(Code::NotADatabase | Code::DatabaseCorrupt) => Self::Damaged {
                file,
                cause: cause.to_string(),
            },
            _ => Self::Record { file, cause },
        }
    }

    /// There is no such thing.
    pub(crate) fn unknown(what: &'static str, which: &(impl ToString + ?Sized)) -> Self {
        Self::Unknown {
            what,
            which: which.to_string(),
        }
    }
}
