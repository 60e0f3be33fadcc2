//! The end of a run: rows set beside each other, parts put in their places, the summary.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::filter::{Filters, Mark};
use crate::folder::{self, Folder, part_name};
use crate::keys::Keys;
use crate::list::ListReader;
use crate::manifest::{Format, Manifest, PartEntry, Settings};
use crate::marks::{self, Marks, PartKeys};
use crate::run::Progress;
use crate::stage::{ReadRecord, StagedFiles};
use crate::table::{MarkColumns, Repeated, write_part};
use crate::tally::{PartSpeed, Summary, Tally, count};
use crate::workers;

/// A part to be put in its place.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its number.
    pub number: usize,
    /// The file of its rows.
    pub rows: PathBuf,
    /// Whether that file is the run's own, to be removed once it is of no more use.
    pub is_ours: bool,
    /// What came of reading it.
    pub record: ReadRecord,
}

/// That a part is in its place, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DoneRecord {
    rows: u64,
    bytes: u64,
    tally: Tally,
}

/// Where the summary of a run is.
pub fn summary_path(folder: &Folder) -> PathBuf {
    folder.root().join("summary.json")
}

/// Puts all parts in their places and says what the run came to.
pub fn finish(
    folder: &Folder,
    parts: &[Part],
    settings: &Settings,
    threads: usize,
    progress: &impl Progress,
) -> io::Result<Summary> {
    if settings.marks {
        let keys: Vec<PartKeys> = parts
            .iter()
            .map(|part| PartKeys {
                keys: StagedFiles::of(folder, part.number).keys,
                rows: part.record.rows,
                marks: marks_path(folder, part.number),
            })
            .collect();
        marks::find(&keys, &folder.work())?;
    }
    let mut done: Vec<Option<DoneRecord>> = parts
        .iter()
        .map(|part| folder::read_json(&done_path(folder, part.number)))
        .collect::<io::Result<_>>()?;

    let todo: Vec<usize> = (0..parts.len()).filter(|&at| done[at].is_none()).collect();
    (todo.len()..parts.len()).for_each(|_| progress.finished());
    let written = workers::each(&todo, threads, |at| {
        let outcome = put(folder, &parts[at], settings);
        progress.finished();
        if outcome.is_ok() {
            ControlFlow::Continue(outcome)
        } else {
            ControlFlow::Break(outcome)
        }
    });
    for (at, outcome) in written {
        done[at] = Some(outcome?);
    }

    let mut summary = Summary {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        threads: threads as u64,
        ..Summary::default()
    };
    let mut entries = Vec::new();
    for (part, done) in parts.iter().zip(done.iter().flatten()) {
        let record = &part.record;
        summary.tally.add(&record.tally);
        summary.tally.add(&done.tally);
        summary.speed.push(PartSpeed {
            pages: record.tally.pages,
            bytes: record.tally.bytes,
            seconds: record.seconds,
        });
        if done.rows > 0 {
            summary.parts += 1;
            summary.bytes_written += done.bytes;
            entries.push(PartEntry {
                file: format!(
                    "pages/{}.{}",
                    part_name(part.number),
                    settings.format.ending()
                ),
                rows: done.rows,
                bytes: done.bytes,
            });
        }
    }
    folder::write_json(&folder.working("parts.json"), &entries)?;
    Ok(summary)
}

/// Writes the summary, says in the manifest that the run is at its end, and removes what is no longer needed.
pub fn close(folder: &Folder, summary: &Summary) -> io::Result<()> {
    folder::write_json(&summary_path(folder), summary)?;
    let page = folder.root().join("summary.html");
    folder::write(&page, crate::summary::html(summary).as_bytes())?;
    let Some(mut manifest) = folder::read_json::<Manifest>(&folder.manifest())? else {
        return Err(io::Error::other("the manifest is gone"));
    };
    manifest.parts = folder::read_json(&folder.working("parts.json"))?;
    folder::write_json(&folder.manifest(), &manifest)?;
    clear(folder)
}

/// Removes what a run that is at its end needs no longer.
pub fn clear(folder: &Folder) -> io::Result<()> {
    match std::fs::remove_dir_all(folder.work()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn marks_path(folder: &Folder, number: usize) -> PathBuf {
    folder.working(&format!("{}.marks", part_name(number)))
}

fn done_path(folder: &Folder, number: usize) -> PathBuf {
    folder.working(&format!("{}.done.json", part_name(number)))
}

/// Puts a part in its place.
fn put(folder: &Folder, part: &Part, settings: &Settings) -> io::Result<DoneRecord> {
    let Part { number, record, .. } = part;
    let number = *number;
    let staged = StagedFiles::of(folder, number);
    let rows = || {
        let marks = settings.marks.then(|| marks_path(folder, number));
        MarkedRows::open(
            &staged.keys,
            marks.as_deref(),
            record.rows,
            &settings.filters,
        )
    };
    let mut done = DoneRecord::default();
    let mut is_whole = true;
    for row in rows()? {
        let row = row?;
        is_whole &= row.dropped.is_none();
        row.count(&mut done.tally);
    }
    done.rows = done.tally.kept;
    let to = folder.part("pages", number, settings.format.ending());
    if done.rows > 0 {
        let unfinished = folder::unfinished(&to);
        make_folder_of(&to)?;
        let columns = rows()?.map(|row| Ok(row?.columns));
        done.bytes = write_part(&part.rows, columns, is_whole, settings.format, &unfinished)?;
        folder::settle(&to)?;
    }
    if record.failures > 0 {
        put_failures(&staged.failures, folder, number, settings.format)?;
    }
    folder::write_json(&done_path(folder, number), &done)?;
    // The record stays: it says that the unit was read.
    folder::remove(&staged.failures)?;
    if part.is_ours {
        folder::remove(&part.rows)?;
    }
    Ok(done)
}

fn make_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)
}

fn put_failures(staged: &Path, folder: &Folder, number: usize, format: Format) -> io::Result<()> {
    let to = folder.part("failures", number, format.ending());
    make_folder_of(&to)?;
    match format {
        Format::Parquet => {
            // Copied rather than moved, since the run may be stopped between this and what says that the part is done.
            std::fs::copy(staged, folder::unfinished(&to))?;
            folder::sync(&folder::unfinished(&to))?;
        }
        Format::Jsonl => {
            let mut lines = crate::table::Lines::create(&folder::unfinished(&to))?;
            for batch in crate::table::batches(staged, None)? {
                lines.push(&batch?)?;
            }
            lines.finish()?;
        }
    }
    folder::settle(&to)
}

/// The rows of a part with their marks, one after the other.
struct MarkedRows<'a> {
    keys: ListReader<Keys>,
    marks: Option<ListReader<Marks>>,
    left: u64,
    filters: &'a Filters,
}

impl<'a> MarkedRows<'a> {
    fn open(
        keys: &Path,
        marks: Option<&Path>,
        rows: u64,
        filters: &'a Filters,
    ) -> io::Result<Self> {
        Ok(Self {
            keys: ListReader::open(keys)?,
            marks: marks.map(ListReader::open).transpose()?,
            left: rows,
            filters,
        })
    }

    fn read(&mut self) -> io::Result<MarkedRow> {
        let keys = self.keys.next()?;
        let marks = match &mut self.marks {
            Some(marks) => marks.next()?,
            None => Marks::default(),
        };
        Ok(MarkedRow::of(keys, marks, self.filters))
    }
}

impl Iterator for MarkedRows<'_> {
    type Item = io::Result<MarkedRow>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        Some(self.read())
    }
}

/// A row and its marks.
struct MarkedRow {
    keys: Keys,
    columns: MarkColumns,
    marks: Vec<Mark>,
    /// The mark for which it is left out.
    dropped: Option<Mark>,
}

impl MarkedRow {
    fn of(keys: Keys, marks: Marks, filters: &Filters) -> Self {
        let repeated: Vec<Repeated> = marks
            .repeated
            .iter()
            .filter_map(|(paragraph, pages)| {
                let paragraph = keys.paragraphs.get(*paragraph as usize)?;
                Some(Repeated {
                    begin: paragraph.begin,
                    end: paragraph.begin + paragraph.len,
                    pages: *pages,
                })
            })
            .collect();
        let mut columns = MarkColumns {
            address_duplicate_of: marks.address,
            exact_duplicate_of: marks.exact,
            near_duplicate_of: marks.near,
            ..MarkColumns::default()
        };
        let all = keys.paragraphs.iter().map(|paragraph| paragraph.len).sum();
        columns.set_repeated(repeated, all);
        let found: Vec<Mark> = columns.marks().collect();
        let dropped = found.iter().copied().find(|mark| filters.drops(*mark));
        columns.is_dropped = dropped.is_some();
        Self {
            keys,
            columns,
            marks: found,
            dropped,
        }
    }

    fn count(&self, tally: &mut Tally) {
        for mark in &self.marks {
            count(&mut tally.marked, mark.name());
        }
        if let Some(reason) = self.dropped {
            count(&mut tally.dropped, reason.name());
            return;
        }
        let counted = &self.keys.counted;
        tally.kept += 1;
        tally.words += counted.words;
        tally.statements += counted.statements;
        count(&mut tally.languages, &counted.language);
        count(&mut tally.kinds, &counted.kind);
        count(&mut tally.months, &counted.month);
    }
}
