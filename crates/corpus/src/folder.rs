//! The folder a run writes to, and what lies in it while the run goes on.
//!
//! ```text
//! OUT/manifest.json        what the run is: written once, before anything else
//! OUT/pages/               parts
//! OUT/failures/            what could not be read, a part each
//! OUT/summary.json .html   what it came to
//! OUT/.work/               what is not finished; gone at the end
//!     part-00012.parquet       rows read, not yet set beside the others
//!     part-00012.keys          by what they are compared with the others
//!     part-00012.failures.parquet
//!     part-00012.read.json     that all this is whole: written last
//!     part-00012.marks         what the comparison found
//!     part-00012.done.json     that the part is in its place
//!     parts.json               the parts, for the manifest
//!     starts.json              how often the run was started, and when
//!     lock                     held by the process that writes
//!     sorting/                 what is sorted
//! ```
//!
//! Every file comes to be under another name, goes to the disk and then gets its own: one that is there is whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What ends the names of files that are being written.
const UNFINISHED: &str = ".unfinished";

/// The folder of a run.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

/// The folder, held by this process until it is dropped.
#[derive(Debug)]
pub struct Held {
    _lock: File,
}

impl Folder {
    /// The folder at a path; it is made when something is written to it.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What is not finished.
    pub fn work(&self) -> PathBuf {
        self.root.join(".work")
    }

    /// What the run is.
    pub fn manifest(&self) -> PathBuf {
        self.root.join("manifest.json")
    }

    /// A file of what is not finished.
    pub fn working(&self, name: &str) -> PathBuf {
        self.work().join(name)
    }

    /// A part, by the folder of its table and how its file ends: `pages`, `parquet`.
    pub fn part(&self, table: &str, number: usize, ending: &str) -> PathBuf {
        self.root
            .join(table)
            .join(format!("{}.{ending}", part_name(number)))
    }

    /// Makes the folder and holds it, so that no other process writes to it. `None` where another does.
    ///
    /// # Errors
    /// What the system says.
    pub fn hold(&self) -> io::Result<Option<Held>> {
        fs::create_dir_all(self.work())?;
        let lock = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.working("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Held { _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            // Some network file systems know no locks; then nobody is kept out.
            Err(TryLockError::Error(error)) => {
                tracing::warn!("the output folder cannot be locked: {error}");
                Ok(Some(Held { _lock: lock }))
            }
        }
    }

    /// Removes what earlier processes left half-written.
    ///
    /// # Errors
    /// What the system says.
    pub fn sweep(&self) -> io::Result<()> {
        for folder in [
            self.root.clone(),
            self.work(),
            self.root.join("pages"),
            self.root.join("failures"),
        ] {
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry?.path();
                if path.to_string_lossy().ends_with(UNFINISHED) {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }

    /// Whether nothing lies in it but what a run that was stopped before it wrote its manifest leaves.
    pub fn is_empty(&self) -> bool {
        let Ok(entries) = fs::read_dir(&self.root) else {
            return true;
        };
        entries.filter_map(Result::ok).all(|entry| {
            let path = entry.path();
            path == self.work() || path == unfinished(&self.manifest())
        })
    }
}

/// The name of a part, without its ending.
pub fn part_name(number: usize) -> String {
    format!("part-{number:05}")
}

/// The name a file has until it is whole.
pub fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    name.into()
}

/// Gives a file that was written under its unfinished name, and is on the disk, its own.
///
/// # Errors
/// What the system says.
pub fn settle(path: &Path) -> io::Result<()> {
    fs::rename(unfinished(path), path)?;
    sync_folder(path)
}

/// Writes a file whole or not at all.
///
/// # Errors
/// What the system says.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(unfinished(path))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    settle(path)
}

/// Writes a value as a file of JSON, whole or not at all.
///
/// # Errors
/// What the system says.
pub fn write_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    write(path, &json)
}

/// Reads a file of JSON; `None` where there is none.
///
/// # Errors
/// What the system says; and [`io::ErrorKind::InvalidData`] of a file that holds something else, or is not whole.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => {
            let value = serde_json::from_slice(&bytes);
            Ok(Some(value.map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, error)
            })?))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes a file, which need not be there.
///
/// # Errors
/// What the system says.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Brings a file that was written to the disk.
///
/// # Errors
/// What the system says.
pub fn sync(path: &Path) -> io::Result<()> {
    // Some systems do this for those alone who may write to it.
    OpenOptions::new().append(true).open(path)?.sync_all()
}

/// Makes sure that a new name is on the disk. Systems on which a folder cannot be opened keep names without this.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all().or(Ok(())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().join("out"));
        let path = folder.manifest();
        write_json(&path, &[1, 2, 3]).unwrap();
        assert_eq!(read_json::<Vec<i32>>(&path).unwrap(), Some(vec![1, 2, 3]));
        fs::write(unfinished(&path), b"[1, 2").unwrap();
        folder.sweep().unwrap();
        assert!(!unfinished(&path).exists());
        assert_eq!(
            read_json::<Vec<i32>>(&folder.working("none")).unwrap(),
            None
        );
    }

    #[test]
    fn a_run_stopped_at_its_very_beginning_leaves_the_folder_free() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        fs::create_dir_all(folder.work()).unwrap();
        fs::write(unfinished(&folder.manifest()), "{").unwrap();
        assert!(folder.is_empty());
        fs::write(dir.path().join("letter.txt"), "Dear").unwrap();
        assert!(!folder.is_empty());
    }

    #[test]
    fn one_process_writes_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        let held = folder.hold().unwrap();
        assert!(held.is_some());
        assert!(folder.hold().unwrap().is_none());
        drop(held);
        assert!(folder.hold().unwrap().is_some());
    }
}
