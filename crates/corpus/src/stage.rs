//! A unit read: its pages as rows of a part, what they are compared with others by, and what could not be read.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::filter::{Filters, Mark};
use crate::folder::{self, Folder, part_name};
use crate::input::{self, Context, Edges, Unit};
use crate::item::{Cause, Failure, Found, Item};
use crate::keys::{Counted, Keys};
use crate::list::ListWriter;
use crate::page::{self, PageOptions, PageRead, unless_it_panics};
use crate::quality::Quality;
use crate::table::{FailureRow, PartWriter, Row, schema};
use crate::tally::{Tally, count, count_one_of_any};

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
    match stage_with(unit, number, job, Push::Many) {
        // A row does not fit its columns. Once more, each by itself, so that only that one is left out.
        Err(StageError::Output(error)) if error.kind() == io::ErrorKind::InvalidData => {
            stage_with(unit, number, job, Push::One)
        }
        other => other,
    }
}

/// How rows are put into columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Push {
    /// Many at once, which is quick.
    Many,
    /// One by one.
    One,
}

fn stage_with(
    unit: &Unit,
    number: usize,
    job: Job<'_>,
    push: Push,
) -> Result<ReadRecord, StageError> {
    let begin = Instant::now();
    let files = StagedFiles::of(job.folder, number);
    let mut writer = Writer::create(&files, job, push).map_err(StageError::Output)?;
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

/// What came of a page.
struct Judged {
    /// The page, or the reason why it is left out.
    kept: Result<Kept, &'static str>,
    /// The marks that its text earns it.
    marks: Vec<Mark>,
}

/// A page that is to be a row.
struct Kept {
    read: PageRead,
    quality: Quality,
    keys: Keys,
}

/// Reads a page and holds it to what is wanted.
fn judge(item: &Item<'_>, job: Job<'_>) -> Result<Judged, Cause> {
    let read = page::read(item, job.page)?;
    if let Some(reason) = job.filters.reason(&read.reading, read.words) {
        return Ok(Judged {
            kept: Err(reason),
            marks: Vec::new(),
        });
    }
    let language = read.reading.article.language.as_deref();
    let quality = Quality::of(&read.body, language);
    let marks: Vec<Mark> = Filters::quality_marks(&quality).collect();
    if let Some(mark) = marks.iter().find(|mark| job.filters.drops(**mark)) {
        return Ok(Judged {
            kept: Err(mark.name()),
            marks,
        });
    }
    let address = item.address.or(read.reading.article.url.as_deref());
    let keys = Keys::of(
        item.place.to_string(),
        &read.body,
        address,
        read.site.as_deref(),
        Counted::of(&read),
    );
    Ok(Judged {
        kept: Ok(Kept {
            read,
            quality,
            keys,
        }),
        marks,
    })
}

/// Bytes that a row of failures has, about, at most: names and addresses are short.
const LONGEST_FAILURE: usize = 4 << 10;

/// Writes what is found in a unit.
struct Writer<'a> {
    job: Job<'a>,
    push: Push,
    rows: PartWriter,
    keys: ListWriter<Keys>,
    failures: Option<PartWriter>,
    failures_path: &'a Path,
    tally: Tally,
}

impl<'a> Writer<'a> {
    fn create(files: &'a StagedFiles, job: Job<'a>, push: Push) -> io::Result<Self> {
        files.remove()?;
        Ok(Self {
            job,
            push,
            rows: PartWriter::create(&folder::unfinished(&files.rows), &schema::staged())?,
            keys: ListWriter::create(&folder::unfinished(&files.keys))?,
            failures: None,
            failures_path: &files.failures,
            tally: Tally::default(),
        })
    }

    fn take(&mut self, found: Found<'_>) -> io::Result<()> {
        self.tally.records += 1;
        match found {
            Found::Skipped(what) => {
                count_one_of_any(&mut self.tally.skipped, what);
                Ok(())
            }
            Found::Failed(failure) => self.fail(&failure),
            Found::Page(item) => self.page(&item),
        }
    }

    fn page(&mut self, item: &Item<'_>) -> io::Result<()> {
        let failure = |cause| Failure {
            place: item.place.clone(),
            address: item.address.map(str::to_owned),
            cause,
        };
        let judged = match unless_it_panics(|| judge(item, self.job)) {
            Some(Ok(judged)) => judged,
            Some(Err(cause)) => return self.fail(&failure(cause)),
            None => return self.fail(&failure(Cause::Defect)),
        };
        let kept = match judged.kept {
            Ok(kept) => kept,
            Err(reason) => {
                self.count_page(&judged.marks);
                count(&mut self.tally.dropped, reason);
                self.job.watcher.page(Some(reason));
                return Ok(());
            }
        };
        let bytes = kept.read.body.len();
        let push = || {
            let row = Row::new(item, &kept.read, &kept.quality);
            match self.push {
                Push::Many => self.rows.push(&row, bytes),
                Push::One => self.rows.push_now(&row, bytes),
            }
        };
        let pushed = if let Some(pushed) = unless_it_panics(push) {
            pushed
        } else {
            self.rows.forget_waiting()?;
            Err(io::ErrorKind::InvalidData.into())
        };
        match pushed {
            Err(error) if self.push == Push::One && error.kind() == io::ErrorKind::InvalidData => {
                return self.fail(&failure(Cause::Defect));
            }
            other => other?,
        }
        self.count_page(&judged.marks);
        self.keys.push(&kept.keys)?;
        self.job.watcher.page(None);
        Ok(())
    }

    fn count_page(&mut self, marks: &[Mark]) {
        self.tally.pages += 1;
        for mark in marks {
            count(&mut self.tally.marked, mark.name());
        }
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
        failures.push(&FailureRow::new(failure), LONGEST_FAILURE)
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
