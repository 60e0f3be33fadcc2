//! The end of a run: rows set beside each other, parts put in their places, the summary.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::filter::{Filters, Mark};
use crate::folder::{self, Folder, part_name};
use crate::keys::{Keys, KeysReader};
use crate::manifest::{Format, Manifest, PartEntry, Settings};
use crate::marks::{self, KeysOf, MarksOf};
use crate::run::Progress;
use crate::stage::{ReadRecord, StagedFiles};
use crate::table::{MarkRow, Repeated, write_part};
use crate::tally::{PartSpeed, Summary, Tally, count};
use crate::workers;

/// A row most of which stands on other pages too: this much of it.
const MOSTLY: f32 = 0.5;

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
        let keys: Vec<KeysOf> = parts
            .iter()
            .map(|part| KeysOf {
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
    let marks = if settings.marks {
        marks::read(&marks_path(folder, number))?
    } else {
        MarksOf::default()
    };
    let staged = StagedFiles::of(folder, number);
    let mut done = DoneRecord::default();
    let rows = mark_rows(
        &staged.keys,
        record.rows,
        &marks,
        &settings.filters,
        &mut done.tally,
    )?;
    done.rows = done.tally.kept;
    let to = folder.part("pages", number, settings.format.ending());
    if done.rows > 0 {
        let unfinished = folder::unfinished(&to);
        make_folder_of(&to)?;
        done.bytes = write_part(&part.rows, &rows, settings.format, &unfinished)?;
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

/// What stands in the mark columns of each row, and whether the row is left out; counted in `tally`.
fn mark_rows(
    keys: &Path,
    rows: u64,
    marks: &MarksOf,
    filters: &Filters,
    tally: &mut Tally,
) -> io::Result<Vec<MarkRow>> {
    let mut keys = KeysReader::open(keys)?;
    (0..rows)
        .map(|row| {
            let keys = keys.next()?;
            let (row, found) = mark_row(row, &keys, marks);
            for mark in &found {
                count(&mut tally.marked, mark.name());
            }
            let reason = found.into_iter().find(|mark| filters.drops(*mark));
            if let Some(reason) = reason {
                count(&mut tally.dropped, reason.name());
            } else {
                let counted = &keys.counted;
                tally.kept += 1;
                tally.words += counted.words;
                tally.statements += counted.statements;
                count(&mut tally.languages, &counted.language);
                count(&mut tally.kinds, &counted.kind);
                count(&mut tally.months, &counted.month);
            }
            Ok(MarkRow {
                is_dropped: reason.is_some(),
                ..row
            })
        })
        .collect()
}

/// The mark columns of a row, and the marks it carries.
fn mark_row(row: u64, keys: &Keys, marks: &MarksOf) -> (MarkRow, Vec<Mark>) {
    let of = |mark| marks.duplicates.get(&(row, mark)).cloned();
    let mut out = MarkRow {
        address_duplicate_of: of(Mark::AddressDuplicate),
        exact_duplicate_of: of(Mark::ExactDuplicate),
        near_duplicate_of: of(Mark::NearDuplicate),
        ..MarkRow::default()
    };
    if let Some(found) = marks.repeated.get(&row) {
        let places = found.iter().filter_map(|(paragraph, pages)| {
            let paragraph = keys.paragraphs.get(*paragraph as usize)?;
            Some(Repeated {
                begin: paragraph.begin,
                end: paragraph.begin + paragraph.len,
                pages: *pages,
            })
        });
        let repeated: Vec<Repeated> = places.collect();
        let points: u32 = repeated.iter().map(|r| r.end - r.begin).sum();
        let all: u32 = keys.paragraphs.iter().map(|p| p.len).sum();
        out.repeated_share = Some(points as f32 / all.max(1) as f32);
        out.repeated = Some(repeated);
    }
    let found = [
        (Mark::AddressDuplicate, out.address_duplicate_of.is_some()),
        (Mark::ExactDuplicate, out.exact_duplicate_of.is_some()),
        (Mark::NearDuplicate, out.near_duplicate_of.is_some()),
        (
            Mark::Repeated,
            out.repeated_share.is_some_and(|share| share > MOSTLY),
        ),
    ];
    let found = found
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(mark, _)| mark);
    (out, found.collect())
}
