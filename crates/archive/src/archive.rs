//! An archive, open.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use khabar_search::Index;
use rusqlite::Connection;

use crate::error::ArchiveError;
use crate::folder::{Folder, Held, make_private};
use crate::reading;
use crate::record::reports::{Entry, Version, Which};
use crate::record::searches::{NewSearch, SavedSearch};
use crate::record::sources::Source;
use crate::record::{self, Record, channels, pages, reports, searches, settings, sources};
use crate::time::{self, Clock, Seconds};

/// An archive, open. Any number of processes may have it open and read it; whoever gathers [holds](Archive::hold) it
/// besides.
pub struct Archive {
    folder: Folder,
    record: Record,
    /// The index of words, once somebody has asked for it.
    index: Mutex<Option<Index>>,
    clock: Clock,
}

/// A report with what it says.
#[derive(Debug, Clone)]
pub struct Report {
    /// The report as lists show it.
    pub entry: Entry,
    /// The outlet it is of.
    pub source: Source,
    /// Its versions, the first first.
    pub versions: Vec<Version>,
    /// The version whose reading this is.
    pub version: u32,
    /// The reading, as the JSON object that `khabar read` gives out.
    pub reading: String,
}

/// What an archive holds, in numbers.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Sources.
    pub sources: u64,
    /// Reports.
    pub reports: u64,
    /// Their versions.
    pub versions: u64,
    /// Their languages, the commonest first.
    pub languages: Vec<(String, u64)>,
    /// Bytes of the record on the disk.
    pub record_bytes: u64,
    /// Bytes of the index of words.
    pub index_bytes: u64,
    /// Bytes of pages kept as they came.
    pub raw_bytes: u64,
}

impl Archive {
    /// Opens the archive in a folder.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] where there is none, and what the record says.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let folder = Folder::new(folder.as_ref());
        if !folder.record().is_file() {
            return Err(ArchiveError::Missing {
                folder: folder.root().to_owned(),
            });
        }
        Self::in_folder(folder)
    }

    /// Opens the archive in a folder, and begins one where there is none.
    ///
    /// # Errors
    /// What the system or the record says.
    pub fn open_or_begin(folder: impl AsRef<Path>) -> Result<Self, ArchiveError> {
        let folder = Folder::new(folder.as_ref());
        folder.make()?;
        Self::in_folder(folder)
    }

    fn in_folder(folder: Folder) -> Result<Self, ArchiveError> {
        let record = Record::open(&folder.record(), &|older, version| {
            keep_older(&folder, older, version)
        })?;
        Ok(Self {
            folder,
            record,
            index: Mutex::default(),
            clock: Clock::default(),
        })
    }

    /// The same archive by another clock.
    #[must_use]
    pub fn by(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// What time it is for the archive.
    pub fn now(&self) -> Seconds {
        self.clock.now()
    }

    /// Its index of words, as it lies on the disk.
    pub(crate) fn index(&self) -> Result<Index, ArchiveError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        match &*index {
            Some(index) => Ok(index.clone()),
            None => Ok(index.insert(Index::open(&self.folder.index())?).clone()),
        }
    }

    /// An empty index in the place of whatever is there.
    pub(crate) fn index_anew(&self) -> Result<Index, ArchiveError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        *index = None;
        Ok(index
            .insert(Index::create_anew(&self.folder.index())?)
            .clone())
    }

    /// Holds the archive for a purpose that others are told: "khabar serve".
    ///
    /// # Errors
    /// [`ArchiveError::InUse`] where another process holds it.
    pub fn hold(&self, purpose: &str) -> Result<Held, ArchiveError> {
        self.folder.hold(purpose)
    }

    /// Where it lies.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Its record, for what no function here does.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The latest reports, the newest first.
    ///
    /// # Errors
    /// What the record says.
    pub fn latest(&self, which: Which, most: usize) -> Result<Vec<Entry>, ArchiveError> {
        self.record.read(|of| reports::latest(of, which, most))
    }

    /// The reports of these numbers, in this order; those that are not there any more are left out.
    ///
    /// # Errors
    /// What the record says.
    pub fn entries(&self, ids: &[i64]) -> Result<Vec<Entry>, ArchiveError> {
        self.record.read(|of| {
            ids.iter()
                .filter_map(|&id| reports::get(of, id).transpose())
                .collect()
        })
    }

    /// A report with the reading of one of its versions, the last where none is named.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is no such report or version.
    pub fn report(&self, id: i64, version: Option<u32>) -> Result<Report, ArchiveError> {
        let found = self.record.read(|of| {
            let Some(entry) = reports::get(of, id)? else {
                return Ok(None);
            };
            let Some(source) = sources::get(of, entry.source)? else {
                return Ok(None);
            };
            let packed = reports::reading(of, id, version)?;
            Ok(Some((entry, source, reports::versions(of, id)?, packed)))
        })?;
        let Some((entry, source, versions, packed)) = found else {
            return Err(ArchiveError::unknown("report", &id));
        };
        let version = version.unwrap_or(entry.versions);
        let Some(packed) = packed else {
            return Err(ArchiveError::unknown(
                "version",
                &format!("{version} of report {id}"),
            ));
        };
        Ok(Report {
            reading: reading::unpacked(&packed)?,
            entry,
            source,
            versions,
            version,
        })
    }

    /// All sources, by title.
    ///
    /// # Errors
    /// What the record says.
    pub fn sources(&self) -> Result<Vec<Source>, ArchiveError> {
        self.record.read(sources::all)
    }

    /// The source of a number.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none.
    pub fn source(&self, id: i64) -> Result<Source, ArchiveError> {
        let found = self.record.read(|of| sources::get(of, id))?;
        found.ok_or_else(|| ArchiveError::unknown("source", &id))
    }

    /// Leaves a source alone, or goes on with it.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn pause(&self, id: i64, paused: bool) -> Result<(), ArchiveError> {
        self.change("source", id, |of| sources::pause(of, id, paused))
    }

    /// Gives a source another title.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn rename(&self, id: i64, title: &str) -> Result<(), ArchiveError> {
        self.change("source", id, |of| sources::rename(of, id, title))
    }

    /// Follows a source no longer, and forgets its reports.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn unfollow(&self, id: i64) -> Result<(), ArchiveError> {
        self.change("source", id, |of| sources::remove(of, id, self.now()))
    }

    /// Has a source looked at as soon as somebody gathers, or all of them.
    ///
    /// # Errors
    /// What the record says.
    pub fn hurry(&self, source: Option<i64>) -> Result<(), ArchiveError> {
        self.record
            .write(|of| channels::hurry(of, source, self.now()))
            .map(|_| ())
    }

    /// The searches that are kept, by name.
    ///
    /// # Errors
    /// What the record says.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, ArchiveError> {
        self.record.read(searches::all)
    }

    /// A search that is kept.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn saved_search(&self, id: i64) -> Result<SavedSearch, ArchiveError> {
        let found = self.record.read(|of| searches::get(of, id))?;
        found.ok_or_else(|| ArchiveError::unknown("saved search", &id))
    }

    /// Keeps a search: its number.
    ///
    /// # Errors
    /// What the record says.
    pub fn save_search(&self, new: &NewSearch) -> Result<i64, ArchiveError> {
        self.record.write(|to| searches::add(to, new, self.now()))
    }

    /// Changes a search.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn change_search(&self, id: i64, to: &NewSearch) -> Result<(), ArchiveError> {
        self.change("saved search", id, |of| searches::change(of, id, to))
    }

    /// Keeps a search no longer.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn forget_search(&self, id: i64) -> Result<(), ArchiveError> {
        self.change("saved search", id, |of| searches::remove(of, id))
    }

    /// A setting of the archive; its default where it was never made.
    ///
    /// # Errors
    /// What the record says.
    pub fn setting<T: serde::de::DeserializeOwned + Default>(
        &self,
        name: &str,
    ) -> Result<T, ArchiveError> {
        let found = self.record.read(|of| settings::get(of, name))?;
        Ok(found.unwrap_or_default())
    }

    /// Makes a setting.
    ///
    /// # Errors
    /// What the record says.
    pub fn set<T: serde::Serialize>(&self, name: &str, value: &T) -> Result<(), ArchiveError> {
        self.record.write(|of| settings::set(of, name, value))
    }

    /// What it holds.
    ///
    /// # Errors
    /// What the record says.
    pub fn totals(&self) -> Result<Totals, ArchiveError> {
        let mut totals = self.record.read(|of| {
            let (reports, versions) = reports::counts(of)?;
            Ok(Totals {
                sources: sources::all(of)?.len() as u64,
                reports,
                versions,
                languages: reports::languages(of)?,
                ..Totals::default()
            })
        })?;
        totals.record_bytes = bytes_of(&self.folder.record());
        totals.index_bytes = bytes_below(&self.folder.index());
        totals.raw_bytes = bytes_below(&self.folder.raw());
        Ok(totals)
    }

    /// How many pages that sources announced are in each state.
    ///
    /// # Errors
    /// What the record says.
    pub fn pages(&self, source: Option<i64>) -> Result<Vec<(pages::PageState, u64)>, ArchiveError> {
        self.record.read(|of| pages::counts(of, source))
    }

    /// Changes something that must be there.
    fn change(
        &self,
        what: &'static str,
        id: i64,
        write: impl FnOnce(&Connection) -> rusqlite::Result<bool>,
    ) -> Result<(), ArchiveError> {
        if self.record.write(|of| write(of))? {
            Ok(())
        } else {
            Err(ArchiveError::unknown(what, &id))
        }
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Archive").field(&self.folder.root()).finish()
    }
}

/// Keeps a copy of a record of an older version before it is changed.
fn keep_older(folder: &Folder, older: &Connection, version: u32) -> Result<(), ArchiveError> {
    make_private(&folder.backups())?;
    let name = format!("version-{version}-{}.sqlite", stamp(time::now()));
    let file = folder.backups().join(name);
    record::copy(older, &file)?;
    tracing::info!(file = %file.display(), "the record is of an older version; a copy is kept");
    Ok(())
}

/// A time as it stands in the name of a file: `20260302T074000Z`.
pub(crate) fn stamp(at: Seconds) -> String {
    time::written(at).replace(['-', ':'], "")
}

fn bytes_of(file: &Path) -> u64 {
    file.metadata().map_or(0, |file| file.len())
}

/// The bytes of all files of a folder that has no folders in it.
fn bytes_below(folder: &Path) -> u64 {
    let Ok(files) = folder.read_dir() else {
        return 0;
    };
    files.flatten().map(|file| bytes_of(&file.path())).sum()
}
