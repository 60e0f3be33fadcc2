//! The folder an archive lies in.
//!
//! ```text
//! DATA/record.sqlite       everything that is known; with -wal and -shm beside it while it is open
//! DATA/index/              the index of words, made from the record
//! DATA/raw/                pages as they came, as WARC, where they are kept
//! DATA/backups/            copies of the record, made before it is changed to a later version
//! DATA/lock                held by the process that gathers
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::ArchiveError;

/// The folder of an archive.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

/// The archive, held by this process until it is dropped: nobody else gathers, makes its index or puts a backup in its
/// place meanwhile.
#[derive(Debug)]
pub struct Held {
    _lock: File,
}

impl Folder {
    /// The folder at a path.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The record.
    pub fn record(&self) -> PathBuf {
        self.root.join("record.sqlite")
    }

    /// The index of words.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// Pages as they came.
    pub fn raw(&self) -> PathBuf {
        self.root.join("raw")
    }

    /// Copies of the record.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// Makes the folder, readable by its owner alone: what somebody follows is nobody else's business.
    pub(crate) fn make(&self) -> Result<(), ArchiveError> {
        make_private(&self.root)
    }

    /// Holds the archive for a purpose that others are told: "khabar serve".
    ///
    /// # Errors
    /// [`ArchiveError::InUse`] where another process holds it.
    pub fn hold(&self, purpose: &str) -> Result<Held, ArchiveError> {
        let path = self.root.join("lock");
        let wrong = |cause| ArchiveError::io(&path, "written", cause);
        let mut lock = private_file()
            .read(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(wrong)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Whoever holds it may not have written its name yet.
                let _ = lock.read_to_string(&mut holder);
                if holder.trim().is_empty() {
                    "another process".clone_into(&mut holder);
                }
                return Err(ArchiveError::InUse {
                    folder: self.root.clone(),
                    holder: holder.trim().to_owned(),
                });
            }
            Err(TryLockError::Error(cause)) => return Err(wrong(cause)),
        }
        lock.set_len(0).map_err(wrong)?;
        writeln!(lock, "{purpose} (process {})", std::process::id()).map_err(wrong)?;
        lock.flush().map_err(wrong)?;
        Ok(Held { _lock: lock })
    }
}

/// How a file is opened to be written that, should it be made, its owner alone can read: the record holds what somebody
/// follows, and the password of a mail server. One that is there keeps the mode that somebody gave it.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Makes an empty file that its owner alone can read, unless there is one. SQLite takes it for a new database, and gives
/// what it puts beside it the same mode.
pub(crate) fn make_private_file(path: &Path) -> Result<(), ArchiveError> {
    match private_file().create_new(true).open(path) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
            Err(ArchiveError::io(path, "made", cause))
        }
        _ => Ok(()),
    }
}

/// Makes a folder that its owner alone can read.
pub(crate) fn make_private(path: &Path) -> Result<(), ArchiveError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .map_err(|cause| ArchiveError::io(path, "made", cause))
}
