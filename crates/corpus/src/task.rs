//! What the tasks of an engine do of a run, each by itself: a piece read into files, and those files written as a part of the corpus
//! once the marks of its rows are found ([`crate::shuffle`]).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64};

use arrow_array::RecordBatch;

use crate::filter::{Filters, Mark};
use crate::folder::Folder;
use crate::input::{Context, InputOptions};
use crate::manifest::Format;
use crate::page::PageOptions;
use crate::piece::{self, Piece, PieceError};
use crate::shuffle::marks_of;
use crate::stage::{Job, StageError, StagedFiles, Watcher, stage};
use crate::table::{MarkColumns, PartWriter, count, schema, write_part};

/// What was read of a piece.
#[derive(Debug)]
pub struct Read {
    /// How many pages.
    pub pages: u64,
    /// How many there are that could not be read.
    pub failures: u64,
    /// The file of its rows.
    pub rows: PathBuf,
    /// The file of what they are compared by.
    pub keys: PathBuf,
    /// The file of what could not be read, which has the columns for it even where there is nothing.
    pub failed: PathBuf,
}

/// Nobody is told.
struct Unwatched;

impl Watcher for Unwatched {
    fn page(&self, _: Option<&str>) {}
}

/// Reads a piece into files in a folder.
///
/// # Errors
/// [`PieceError`]
pub fn read(piece: &Piece, page: &PageOptions, folder: &Path) -> Result<Read, PieceError> {
    let unwritten = |cause| PieceError::Unwritten {
        name: piece.name.clone(),
        folder: folder.to_owned(),
        cause,
    };
    let (inputs, unit) = piece::unit(piece)?;
    let input = InputOptions {
        max_bytes: page.max_bytes,
        ..InputOptions::default()
    };
    let folder = Folder::new(folder);
    fs::create_dir_all(folder.work()).map_err(unwritten)?;
    let job = Job {
        folder: &folder,
        context: Context {
            inputs: &inputs,
            options: &input,
            progress: &AtomicU64::new(0),
        },
        page,
        filters: &Filters::default(),
        stop: &AtomicBool::new(false),
        watcher: &Unwatched,
    };
    let record = stage(&unit, 0, job).map_err(|error| match error {
        StageError::Input(cause) => piece::unread(&piece.name)(cause),
        StageError::Output(cause) => unwritten(cause),
        StageError::Stopped => unwritten(io::ErrorKind::Interrupted.into()),
    })?;
    let files = StagedFiles::of(&folder, 0);
    if record.failures == 0 {
        PartWriter::create(&files.failures, &schema::failures())
            .and_then(PartWriter::finish)
            .map_err(unwritten)?;
    }
    Ok(Read {
        pages: record.rows,
        failures: record.failures,
        rows: files.rows,
        keys: files.keys,
        failed: files.failures,
    })
}

/// Writes the rows of a piece, of which the first has this number, as a part with their marks, which records say; without those that
/// have a mark in `drop`. Says how many rows it has.
///
/// # Errors
/// What the system says; files of rows, and records, that are none.
pub fn write(
    rows: &Path,
    first: i64,
    records: &[RecordBatch],
    drop: &[Mark],
    to: &Path,
) -> io::Result<usize> {
    let mut marks = vec![MarkColumns::default(); count(rows)?];
    for (row, of_row) in marks_of(records).map_err(io::Error::other)? {
        let at = row
            .checked_sub(first)
            .and_then(|at| usize::try_from(at).ok());
        if let Some(marks) = at.and_then(|at| marks.get_mut(at)) {
            *marks = of_row;
            marks.is_dropped = marks.marks().any(|mark| drop.contains(&mark));
        }
    }
    let kept = marks.iter().filter(|row| !row.is_dropped).count();
    let is_whole = kept == marks.len();
    write_part(
        rows,
        marks.into_iter().map(Ok),
        is_whole,
        Format::Parquet,
        to,
    )?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;

    use super::*;
    use crate::shuffle::said;
    use crate::table::batches;

    fn ids(path: &Path) -> Vec<String> {
        let rows = batches(path, Some(&["id"])).unwrap();
        let rows = rows.flat_map(|batch| {
            let ids = batch.unwrap()["id"].as_string::<i32>().clone();
            ids.iter()
                .map(|id| id.unwrap().to_owned())
                .collect::<Vec<_>>()
        });
        rows.collect()
    }

    #[test]
    fn a_piece_becomes_a_part() {
        let dir = tempfile::tempdir().unwrap();
        let lines = dir.path().join("pages.jsonl");
        let page = |id, html| format!("{{\"id\": \"{id}\", \"html\": \"{html}\"}}\n");
        let report = "<h1>Quay opens</h1><p>The harbour of Port Amal reopened on Monday.</p>";
        let pages = [page("a", report), page("b", ""), page("c", report)];
        fs::write(&lines, pages.concat()).unwrap();
        let [piece] = &piece::pieces(lines.to_str().unwrap(), piece::SIZE).unwrap()[..] else {
            panic!("it is one piece");
        };
        let staged = read(piece, &PageOptions::default(), dir.path()).unwrap();
        assert_eq!((staged.pages, staged.failures), (2, 1));
        assert_eq!(count(&staged.failed).unwrap(), 1);
        let all = ids(&staged.rows);

        let part = dir.path().join("part.parquet");
        let records = [said(701, &all[0])];
        let is_near = [Mark::NearDuplicate];
        assert_eq!(write(&staged.rows, 700, &records, &[], &part).unwrap(), 2);
        assert_eq!(ids(&part), all);
        let kept = write(&staged.rows, 700, &records, &is_near, &part).unwrap();
        assert_eq!((kept, ids(&part)), (1, all[..1].to_vec()));
        // Of rows of other pieces nothing is said here.
        assert_eq!(
            write(&staged.rows, 0, &records, &is_near, &part).unwrap(),
            2
        );
        let error = write(&staged.keys, 0, &[], &[], &part).unwrap_err();
        assert_ne!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let page = dir.path().join("page.html");
        fs::write(&page, "<p>The harbour of Port Amal reopened.</p>").unwrap();
        let piece = &piece::pieces(page.to_str().unwrap(), piece::SIZE).unwrap()[0];
        let error = read(piece, &PageOptions::default(), &page).unwrap_err();
        assert!(matches!(error, PieceError::Unwritten { .. }), "{error}");
        assert!(error.to_string().contains("page.html"), "{error}");
    }
}
