//! What the tasks of an engine do of a run: `khabar._khabar.read_to`, `keys_in` and `write_part`.

use std::path::PathBuf;

use khabar_corpus::filter::Mark;
use khabar_corpus::{shuffle, task};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::arrow::{batches, wrong};
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

/// What the rows of such a file are compared by, for `Step.records`.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python gives it so")]
pub fn keys_in(py: Python<'_>, path: PathBuf, first: i64, rows: usize) -> PyResult<Table> {
    let keys = py.detach(|| shuffle::of_list(&path, first, rows));
    keys.map(Table::of_batch).map_err(|error| wrong(&error))
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
    py.detach(|| task::write(&rows, first, &records, &drop, &to))
        .map_err(PyErr::from)
}
