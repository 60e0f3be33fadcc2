//! What the tasks of an engine do of a run: `khabar._khabar.read_to`, `keys_in` and `write_part`.

use std::path::PathBuf;

use khabar_corpus::filter::Mark;
use khabar_corpus::{shuffle, task};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::arrow::batches;
use crate::batch::piece_of;
use crate::options;
use crate::table::Table;
use crate::warc::not_there;

/// A piece read into files of a folder.
#[pyclass(frozen, get_all, module = "khabar._khabar")]
pub struct Staged {
    pages: u64,
    failures: u64,
    rows: PathBuf,
    keys: PathBuf,
    failed: PathBuf,
}

/// Reads a piece into files of a folder.
#[pyfunction]
#[pyo3(signature = (piece, folder, *, statements, max_bytes, max_seconds))]
#[expect(clippy::needless_pass_by_value, reason = "Python gives it so")]
pub fn read_to(
    py: Python<'_>,
    piece: &str,
    folder: PathBuf,
    statements: bool,
    max_bytes: i64,
    max_seconds: f64,
) -> PyResult<Staged> {
    let piece = piece_of(piece)?;
    let options = options::page_options(statements, max_bytes, max_seconds)?;
    let read = py.detach(|| task::read(&piece, &options, &folder));
    let read = read.map_err(not_there)?;
    Ok(Staged {
        pages: read.pages,
        failures: read.failures,
        rows: read.rows,
        keys: read.keys,
        failed: read.failed,
    })
}

/// What the rows of such a file are compared by, for `Step.records`: so many, of which the first has a number, all of one place.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python gives it so")]
pub fn keys_in(
    py: Python<'_>,
    path: PathBuf,
    rows: usize,
    first: i64,
    place: i32,
) -> PyResult<Table> {
    let keys = py.detach(|| shuffle::of_list(&path, rows, first, place));
    let keys = keys.map_err(|error| damaged(&error))?;
    Ok(Table::of(shuffle::Step::keys().gives().clone(), keys))
}

fn damaged(error: &dyn std::error::Error) -> PyErr {
    PyOSError::new_err(format!(
        "what was staged of a piece could not be read ({error}); remove the folder staged-… of the output and run again"
    ))
}

/// Writes the rows of such a file as a part with the marks that records say, but those with a mark in `drop`; says how many there are.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python gives it so")]
pub fn write_part(
    py: Python<'_>,
    rows: PathBuf,
    first: i64,
    records: &Bound<'_, PyAny>,
    drop: Vec<String>,
    to: PathBuf,
) -> PyResult<usize> {
    let (_, records) = batches(records, "records")?;
    let drop = drop.iter().map(|name| {
        let mark = Mark::NEIGHBOURS
            .into_iter()
            .find(|mark| mark.name() == name);
        mark.ok_or_else(|| PyValueError::new_err(format!("drop: there is no mark {name:?}")))
    });
    let drop: Vec<Mark> = drop.collect::<PyResult<_>>()?;
    let written = py.detach(|| task::write(&rows, first, &records, &drop, &to));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull => PyOSError::new_err(format!(
            "{}: it could not be written ({error}); make room there, or name another folder for temporary files (TMPDIR)",
            to.display()
        )),
        _ => damaged(&error),
    })
}
