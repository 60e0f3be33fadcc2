//! What can go wrong with an index.

use std::any::Any;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// Why an index cannot be opened, searched or written.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Files of the index are missing or damaged.
    #[error("the search index in {} is damaged: {problem}; build it anew from the record", dir.display())]
    Corrupt {
        /// Its folder.
        dir: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The index was made by another version, with other fields or another analysis of text.
    #[error(
        "the search index in {} is of version {found}, and this program makes version {}; build it anew from the record",
        dir.display(), crate::schema::VERSION
    )]
    Older {
        /// Its folder.
        dir: PathBuf,
        /// Its version, as it is written there.
        found: String,
    },
    /// Another writer is at work, here or in another process.
    #[error("the search index in {} is being written by another process; wait for it to end, or stop it", dir.display())]
    Busy {
        /// Its folder.
        dir: PathBuf,
    },
    /// The folder holds files that are no index, so it is not emptied.
    #[error("{} holds {}, which is no file of a search index; give another folder", dir.display(), file.display())]
    NotAnIndex {
        /// The folder.
        dir: PathBuf,
        /// The file that is none of ours.
        file: PathBuf,
    },
    /// The folder cannot be read or written.
    #[error("the search index in {} cannot be used: {source}", dir.display())]
    Io {
        /// Its folder.
        dir: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The index could not do what was asked for another reason.
    #[error("the search index in {} failed: {problem}", dir.display())]
    Failed {
        /// Its folder.
        dir: PathBuf,
        /// What it says.
        problem: String,
    },
}

impl SearchError {
    /// Whether building the index anew from the record mends it.
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Older { .. })
    }

    pub(crate) fn corrupt(dir: &Path, problem: &(impl ToString + ?Sized)) -> Self {
        Self::Corrupt {
            dir: dir.to_owned(),
            problem: problem.to_string(),
        }
    }

    pub(crate) fn io(dir: &Path, source: io::Error) -> Self {
        Self::Io {
            dir: dir.to_owned(),
            source,
        }
    }

    /// What tantivy says, in our terms.
    pub(crate) fn from_tantivy(dir: &Path, error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy {
                dir: dir.to_owned(),
            },
            TantivyError::LockFailure(LockError::IoError(error), _)
            | TantivyError::IoError(error)
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
                io_error: error,
                ..
            })
            | TantivyError::OpenWriteError(OpenWriteError::IoError {
                io_error: error, ..
            })
            | TantivyError::OpenReadError(OpenReadError::IoError {
                io_error: error, ..
            }) => Self::from_io(dir, &error),
            TantivyError::DataCorruption(_)
            | TantivyError::OpenReadError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::FieldNotFound(_)
            | TantivyError::SchemaError(_) => Self::corrupt(dir, &error),
            error => Self::Failed {
                dir: dir.to_owned(),
                problem: error.to_string(),
            },
        }
    }

    /// Errors that come from what the files hold, apart from those of the disk.
    fn from_io(dir: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::NotFound
            | io::ErrorKind::Other => Self::corrupt(dir, error),
            kind => Self::io(dir, io::Error::new(kind, error.to_string())),
        }
    }

    /// What a panic below says. Tantivy panics where a damaged file contradicts itself.
    pub(crate) fn from_panic(dir: &Path, panic: &(dyn Any + Send)) -> Self {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        Self::corrupt(dir, said.unwrap_or("reading it failed"))
    }
}
