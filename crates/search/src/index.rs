//! An index in a folder.
//!
//! The record is the truth and the index its shadow: whatever is wrong with an index, it is told as such, and mended by
//! building it anew.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use tantivy::indexer::IndexWriterOptions;
use tantivy::store::Compressor;
use tantivy::{IndexReader, IndexSettings, ReloadPolicy};

use crate::directory::ListsRead;
use crate::error::SearchError;
use crate::ready::{Backlog, Ready};
use crate::schema::{Fields, READY, VERSION, names};
use crate::writer::Writer;

/// The file that says by which version an index was made.
const VERSION_FILE: &str = "khabar-search-version";

/// The file that tantivy has the state of an index in.
const STATE_FILE: &str = "meta.json";

/// The least and the most memory that a writer can be given.
const HEAP: std::ops::RangeInclusive<usize> = (16 << 20)..=(2 << 30);

/// A search index. Cheap to clone; clones are one index.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

struct Shared {
    dir: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    backlog: Arc<Backlog>,
}

impl Index {
    /// Opens the index in a folder, or makes an empty one where there is none.
    ///
    /// # Errors
    /// [`SearchError::Corrupt`] where files are missing or damaged and [`SearchError::Older`] where another version made
    /// them: [`Index::create_anew`] makes place for a new one. [`SearchError::Io`] where the folder cannot be used.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        catch_unwind(AssertUnwindSafe(|| Self::open_or_create(dir)))
            .unwrap_or_else(|panic| Err(SearchError::from_panic(dir, &*panic)))
    }

    /// Removes what is in a folder, whatever state it is in, and makes an empty index there. No other `Index` of this folder
    /// may be in use.
    ///
    /// # Errors
    /// [`SearchError::NotAnIndex`] where the folder holds other files than those of an index, [`SearchError::Io`] where it
    /// cannot be used.
    pub fn create_anew(dir: &Path) -> Result<Self, SearchError> {
        match fs::read_dir(dir) {
            Ok(entries) => {
                let paths: Result<Vec<_>, _> = entries
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect();
                let paths = paths.map_err(|error| SearchError::io(dir, error))?;
                if let Some(other) = paths.iter().find(|path| !is_of_index(path)) {
                    return Err(SearchError::NotAnIndex {
                        dir: dir.to_owned(),
                        file: other.clone(),
                    });
                }
                for path in paths {
                    fs::remove_file(path).map_err(|error| SearchError::io(dir, error))?;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(SearchError::io(dir, error)),
        }
        Self::open(dir)
    }

    fn open_or_create(dir: &Path) -> Result<Self, SearchError> {
        let told = |error| SearchError::from_tantivy(dir, error);
        fs::create_dir_all(dir).map_err(|error| SearchError::io(dir, error))?;
        let exists = dir.join(STATE_FILE).exists();
        match fs::read_to_string(dir.join(VERSION_FILE)) {
            Ok(found) if found.trim() == VERSION.to_string() => {
                // Where this was written last, the index was still being made: there is nothing in it yet. Where there are
                // files beside, their state is lost.
                if !exists && has_segments(dir)? {
                    return Err(SearchError::corrupt(
                        dir,
                        &format!("{STATE_FILE} is missing"),
                    ));
                }
            }
            Ok(found) => {
                return Err(SearchError::Older {
                    dir: dir.to_owned(),
                    found: found.trim().chars().take(20).collect(),
                });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if exists || has_segments(dir)? {
                    return Err(SearchError::corrupt(
                        dir,
                        &format!("{VERSION_FILE} is missing"),
                    ));
                }
                fs::write(dir.join(VERSION_FILE), format!("{VERSION}\n"))
                    .map_err(|error| SearchError::io(dir, error))?;
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(SearchError::corrupt(
                    dir,
                    &format!("{VERSION_FILE} is no text"),
                ));
            }
            Err(error) => return Err(SearchError::io(dir, error)),
        }
        let (schema, fields) = Fields::new();
        let directory = ListsRead::open(dir).map_err(told)?;
        let settings = IndexSettings {
            // Nothing is stored.
            docstore_compression: Compressor::None,
            ..IndexSettings::default()
        };
        let index = tantivy::Index::builder()
            .schema(schema)
            .settings(settings)
            .open_or_create(directory)
            .map_err(told)?;
        let backlog = Arc::new(Backlog::default());
        index
            .tokenizers()
            .register(READY, Ready::new(Arc::clone(&backlog)));
        let reader = index
            .reader_builder()
            // What other processes commit is seen a moment later; what this one does, at once.
            .reload_policy(ReloadPolicy::OnCommitWithDelay)
            .try_into()
            .map_err(told)?;
        let index = Self {
            shared: Arc::new(Shared {
                dir: dir.to_owned(),
                index,
                reader,
                fields,
                backlog,
            }),
        };
        index.upto()?;
        Ok(index)
    }

    /// Begins to write, with so many bytes of memory (16 MiB to 2 GiB; others are taken for the nearest) for what is not yet
    /// in files. There can be one writer at a time.
    ///
    /// # Errors
    /// [`SearchError::Busy`] where there is another, in whatever process; else as [`Index::open`].
    pub fn writer(&self, heap: usize) -> Result<Writer, SearchError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(heap.clamp(*HEAP.start(), *HEAP.end()))
            .build();
        let writer = self
            .shared
            .index
            .writer_with_options(options)
            .map_err(|error| self.told(error))?;
        Ok(Writer::new(self.clone(), writer))
    }

    /// The last change of the record that the index has, as given to [`Writer::commit`]; 0 for an index without commits.
    ///
    /// # Errors
    /// [`SearchError::Corrupt`] where the state of the index cannot be read.
    pub fn upto(&self) -> Result<u64, SearchError> {
        let metas = self
            .shared
            .index
            .load_metas()
            .map_err(|error| self.told(error))?;
        match metas.payload {
            None => Ok(0),
            Some(payload) => payload.parse().map_err(|_| {
                SearchError::corrupt(
                    self.dir(),
                    &format!("{STATE_FILE} says “{payload}” was put in"),
                )
            }),
        }
    }

    /// How many reports are in it.
    pub fn len(&self) -> u64 {
        self.shared.reader.searcher().num_docs()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of the reports in it, in order.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn ids(&self) -> Result<Vec<u64>, SearchError> {
        let searcher = self.searcher();
        let mut ids = Vec::with_capacity(searcher.num_docs() as usize);
        for segment in searcher.segment_readers() {
            let numbers = segment
                .fast_fields()
                .u64(names::ID)
                .map_err(|error| self.told(error))?;
            ids.extend(segment.doc_ids_alive().filter_map(|at| numbers.first(at)));
        }
        ids.sort_unstable();
        Ok(ids)
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.shared.dir
    }

    /// Reads every file of the index against its checksum, which takes as long as reading them from the disk.
    ///
    /// # Errors
    /// [`SearchError::Corrupt`] names the files that are damaged.
    pub fn check(&self) -> Result<(), SearchError> {
        let damaged = self
            .shared
            .index
            .validate_checksum()
            .map_err(|error| self.told(error))?;
        if damaged.is_empty() {
            return Ok(());
        }
        let mut names: Vec<_> = damaged
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        names.sort_unstable();
        Err(SearchError::corrupt(
            self.dir(),
            &format!("{} do not hold what was written", names.join(", ")),
        ))
    }

    /// Sees what was committed.
    pub(crate) fn reload(&self) -> Result<(), SearchError> {
        self.shared
            .reader
            .reload()
            .map_err(|error| self.told(error))
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.shared.fields
    }

    pub(crate) fn backlog(&self) -> &Backlog {
        &self.shared.backlog
    }

    pub(crate) fn searcher(&self) -> tantivy::Searcher {
        self.shared.reader.searcher()
    }

    pub(crate) fn told(&self, error: tantivy::TantivyError) -> SearchError {
        SearchError::from_tantivy(self.dir(), error)
    }
}

fn has_segments(dir: &Path) -> Result<bool, SearchError> {
    let entries = fs::read_dir(dir).map_err(|error| SearchError::io(dir, error))?;
    Ok(entries.flatten().any(|entry| is_segment(&entry.path())))
}

/// Whether a file is of an index: a part of it, named by a number and what it holds, or one of those that stand once.
fn is_of_index(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_temporary = || name.starts_with(".tmp");
    matches!(
        &*name,
        VERSION_FILE | STATE_FILE | ".managed.json" | ".tantivy-meta.lock" | ".tantivy-writer.lock"
    ) || is_segment(path)
        || is_temporary()
}

fn is_segment(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split_once('.')
        .is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}
