//! A unit read: its pages as rows of a part, what they are compared with others by, and what could not be read.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::filter::Filters;
use crate::folder::{self, Folder, part_name};
use crate::input::{self, Context, Edges, Unit};
use crate::item::{Failure, Found, Item};
use crate::keys::{Counted, Keys, KeysWriter};
use crate::page::{self, PageOptions};
use crate::quality::Quality;
use crate::table::{FailureRow, PartWriter, Row, schema};
use crate::tally::{Tally, count};

/// That a unit was read, and what came of it. Its file is written last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadRecord {
    /// Rows of the part.
    pub rows: u64,
    /// Rows of its failures.
    pub failures: u64,
    /// What was counted so far.
    pub tally: Tally,
    /// Where it really began and ended.
    pub edges: Edges,
    /// Seconds a thread was busy with it.
    pub seconds: f64,
}

/// What all units of a run share.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// Where it is written to.
    pub folder: &'a Folder,
    /// What it reads.
    pub context: Context<'a>,
    /// How pages are read.
    pub page: &'a PageOptions,
    /// Which rows are wanted.
    pub filters: &'a Filters,
    /// Set when the run is to end.
    pub stop: &'a AtomicBool,
    /// Told of every page that was read and what became of it.
    pub watcher: &'a (dyn Watcher + 'a),
}

/// Who is told how a run goes on.
pub trait Watcher: Sync {
    /// A page was kept, or left out or not read for this reason.
    fn page(&self, left_out: Option<&str>);
}

/// The files of a unit that was read.
pub struct StagedFiles {
    /// Rows.
    pub rows: std::path::PathBuf,
    /// What they are compared by.
    pub keys: std::path::PathBuf,
    /// What could not be read.
    pub failures: std::path::PathBuf,
    /// That all is whole.
    pub record: std::path::PathBuf,
}

impl StagedFiles {
    /// Those of a part.
    pub fn of(folder: &Folder, number: usize) -> Self {
        let file = |ending: &str| folder.working(&format!("{}.{ending}", part_name(number)));
        Self {
            rows: file("parquet"),
            keys: file("keys"),
            failures: file("failures.parquet"),
            record: file("read.json"),
        }
    }

    /// Removes them, the record first.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove(&self) -> io::Result<()> {
        for file in [&self.record, &self.rows, &self.keys, &self.failures] {
            folder::remove(file)?;
        }
        Ok(())
    }
}

/// Why a unit was not read to its end.
#[derive(Debug)]
pub enum StageError {
    /// The run is to end.
    Stopped,
    /// Its input failed; it may be read later.
    Input(io::Error),
    /// What was read could not be written.
    Output(io::Error),
}

/// Reads a unit into its files.
///
/// # Errors
/// [`StageError`]
pub fn stage(unit: &Unit, number: usize, job: Job<'_>) -> Result<ReadRecord, StageError> {
    let begin = Instant::now();
    let files = StagedFiles::of(job.folder, number);
    let mut writer = Writer::create(&files, job).map_err(StageError::Output)?;
    let mut failed = None;
    let edges = input::read(unit, job.context, &mut |found| {
        if job.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        match writer.take(found) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(error) = failed {
        return Err(StageError::Output(error));
    }
    if job.stop.load(Ordering::Relaxed) {
        return Err(StageError::Stopped);
    }
    let edges = edges.map_err(StageError::Input)?;
    writer.tally.bytes = unit.bytes(job.context.inputs);
    let record = ReadRecord {
        edges,
        seconds: begin.elapsed().as_secs_f64(),
        ..writer.finish(&files).map_err(StageError::Output)?
    };
    folder::write_json(&files.record, &record).map_err(StageError::Output)?;
    Ok(record)
}

/// Writes what is found in a unit.
struct Writer<'a> {
    job: Job<'a>,
    rows: PartWriter,
    keys: KeysWriter,
    failures: Option<PartWriter>,
    failures_path: &'a Path,
    tally: Tally,
}

impl<'a> Writer<'a> {
    fn create(files: &'a StagedFiles, job: Job<'a>) -> io::Result<Self> {
        files.remove()?;
        Ok(Self {
            job,
            rows: PartWriter::create(&folder::unfinished(&files.rows), &schema::staged())?,
            keys: KeysWriter::create(&folder::unfinished(&files.keys))?,
            failures: None,
            failures_path: &files.failures,
            tally: Tally::default(),
        })
    }

    fn take(&mut self, found: Found<'_>) -> io::Result<()> {
        self.tally.records += 1;
        match found {
            Found::Skipped(what) => {
                count(&mut self.tally.skipped, what);
                Ok(())
            }
            Found::Failed(failure) => self.fail(&failure),
            Found::Page(item) => self.page(&item),
        }
    }

    fn page(&mut self, item: &Item<'_>) -> io::Result<()> {
        let read = match page::read(item, self.job.page) {
            Ok(read) => read,
            Err(cause) => {
                return self.fail(&Failure {
                    place: item.place.clone(),
                    address: item.address.map(str::to_owned),
                    cause,
                });
            }
        };
        self.tally.pages += 1;
        if let Some(reason) = self.job.filters.reason(&read.reading, read.words) {
            count(&mut self.tally.dropped, reason);
            self.job.watcher.page(Some(reason));
            return Ok(());
        }
        let language = read.reading.article.language.as_deref();
        let quality = Quality::of(&read.body, language);
        let mut reason = None;
        for mark in Filters::quality_marks(&quality) {
            count(&mut self.tally.marked, mark.name());
            if self.job.filters.drops(mark) {
                reason = reason.or(Some(mark.name()));
            }
        }
        if let Some(reason) = reason {
            count(&mut self.tally.dropped, reason);
            self.job.watcher.page(Some(reason));
            return Ok(());
        }
        self.rows.push(&Row::new(item, &read, &quality))?;
        let address = item.address.or(read.reading.article.url.as_deref());
        self.keys.push(&Keys::of(
            item.place.to_string(),
            &read.body,
            address,
            read.site.as_deref(),
            Counted::of(&read),
        ))?;
        self.job.watcher.page(None);
        Ok(())
    }

    fn fail(&mut self, failure: &Failure) -> io::Result<()> {
        count(&mut self.tally.failures, failure.cause.name());
        self.job.watcher.page(Some("failed"));
        let failures = match &mut self.failures {
            Some(failures) => failures,
            None => self.failures.insert(PartWriter::create(
                &folder::unfinished(self.failures_path),
                &schema::failures(),
            )?),
        };
        failures.push(&FailureRow::new(failure))
    }

    /// Brings all files to the disk and gives them their names.
    fn finish(self, files: &StagedFiles) -> io::Result<ReadRecord> {
        let rows = self.rows.rows;
        let failures = self.failures.as_ref().map_or(0, |failures| failures.rows);
        self.rows.finish()?;
        self.keys.finish()?;
        folder::settle(&files.rows)?;
        folder::settle(&files.keys)?;
        if let Some(writer) = self.failures {
            writer.finish()?;
            folder::settle(&files.failures)?;
        }
        Ok(ReadRecord {
            rows,
            failures,
            tally: self.tally,
            ..ReadRecord::default()
        })
    }
}
