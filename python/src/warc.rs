//! `khabar.read_warc`: the pages of an archive.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;

use khabar_corpus::input::InputOptions;
use khabar_corpus::item::{Cause, Found, Kept, Place};
use khabar_corpus::page::{self, PageOptions, unless_it_panics};
use khabar_corpus::piece::{self, Piece};
use khabar_corpus::workers;
use khabar_statements::Reading;
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;

use crate::batch::next;
use crate::error::of_cause;
use crate::options;
use crate::report::Report;

/// Of an archive that is read from its beginning to its end there is one piece.
const WHOLE: u64 = u64::MAX;

/// The exception of an archive or a piece of one that cannot be had.
pub fn not_there(error: piece::PieceError) -> PyErr {
    PyOSError::new_err(error.to_string())
}

/// The name of an input: a path or an address.
pub fn name(path: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(name) = path.extract::<String>() {
        return Ok(name);
    }
    let path: PathBuf = path.extract().map_err(|_| {
        pyo3::exceptions::PyTypeError::new_err("path: give a str or a pathlib.Path")
    })?;
    path.into_os_string().into_string().map_err(|path| {
        pyo3::exceptions::PyValueError::new_err(format!(
            "path: {} is no text; rename the file",
            path.display()
        ))
    })
}

/// A page of an archive.
#[pyclass(frozen, module = "khabar")]
pub struct Page {
    place: Place,
    record_id: Option<String>,
    url: Option<String>,
    fetched: Option<String>,
    report: Option<Py<Report>>,
    error: Option<Py<PyAny>>,
}

#[pymethods]
impl Page {
    #[getter]
    fn id(&self) -> String {
        self.place.to_string()
    }

    #[getter]
    fn file(&self) -> &str {
        &self.place.file
    }

    #[getter]
    fn entry(&self) -> Option<&str> {
        self.place.entry.as_deref()
    }

    #[getter]
    fn offset(&self) -> Option<u64> {
        self.place.offset
    }

    #[getter]
    fn record_id(&self) -> Option<&str> {
        self.record_id.as_deref()
    }

    #[getter]
    fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    #[getter]
    fn fetched(&self) -> Option<&str> {
        self.fetched.as_deref()
    }

    #[getter]
    fn report(&self, py: Python<'_>) -> Option<Py<Report>> {
        self.report.as_ref().map(|report| report.clone_ref(py))
    }

    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.error.as_ref().map(|error| error.clone_ref(py))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let what = match (&self.report, &self.error) {
            (Some(report), _) => report.bind(py).repr()?.to_string(),
            (None, Some(error)) => error.bind(py).repr()?.to_string(),
            (None, None) => String::new(),
        };
        Ok(format!("<Page {}: {what}>", self.place))
    }
}

/// The pages of an archive, one after the other.
#[pyclass(module = "khabar")]
pub struct Pages {
    pieces: VecDeque<Piece>,
    open: Option<Mutex<piece::Pages>>,
    input: InputOptions,
    options: PageOptions,
    threads: usize,
    ready: VecDeque<(Kept, Result<Reading, Cause>)>,
}

/// Reads an archive.
#[pyfunction]
#[pyo3(signature = (path, *, threads=None, statements=true, max_bytes=33_554_432, max_seconds=10.0))]
pub fn read_warc(
    py: Python<'_>,
    path: &Bound<'_, PyAny>,
    threads: Option<usize>,
    statements: bool,
    max_bytes: usize,
    max_seconds: f64,
) -> PyResult<Pages> {
    let name = name(path)?;
    let options = options::page_options(statements, max_bytes, max_seconds)?;
    let threads = options::threads(threads)?;
    let pieces = py
        .detach(|| piece::pieces(&name, WHOLE))
        .map_err(not_there)?;
    Ok(Pages {
        pieces: pieces.into(),
        open: None,
        input: InputOptions {
            max_bytes,
            ..InputOptions::default()
        },
        options,
        threads,
        ready: VecDeque::new(),
    })
}

/// Reads what was found.
fn read(kept: &Kept, options: &PageOptions) -> Result<Reading, Cause> {
    match kept.found() {
        Found::Page(item) => unless_it_panics(|| page::read(&item, options))
            .unwrap_or(Err(Cause::Defect))
            .map(|read| read.reading),
        Found::Failed(failure) => Err(failure.cause),
        Found::Skipped(_) => Err(Cause::Empty),
    }
}

impl Pages {
    /// Reads the next pages; `false` where there are none.
    fn fill(&mut self) -> Result<bool, piece::PieceError> {
        loop {
            let pages = match &mut self.open {
                Some(pages) => pages,
                None => match self.pieces.pop_front() {
                    Some(piece) => {
                        let pages = piece::Pages::open(&piece, &self.input)?;
                        self.open.insert(Mutex::new(pages))
                    }
                    None => return Ok(false),
                },
            };
            match next(pages) {
                None => self.open = None,
                Some(chunk) => {
                    let chunk = chunk?;
                    let numbers: Vec<usize> = (0..chunk.len()).collect();
                    let read = workers::each(&numbers, self.threads, |at| {
                        ControlFlow::Continue(read(&chunk[at], &self.options))
                    });
                    let read = read.into_iter().map(|(_, read)| read);
                    self.ready.extend(chunk.into_iter().zip(read));
                    if !self.ready.is_empty() {
                        return Ok(true);
                    }
                }
            }
        }
    }
}

#[pymethods]
impl Pages {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Page>> {
        if self.ready.is_empty() && !py.detach(|| self.fill()).map_err(not_there)? {
            return Ok(None);
        }
        let Some((kept, read)) = self.ready.pop_front() else {
            return Ok(None);
        };
        let (place, record_id, url, fetched) = match kept.found() {
            Found::Page(item) => (
                item.place.clone(),
                item.record_id.map(str::to_owned),
                item.address.map(str::to_owned),
                item.fetched.map(str::to_owned),
            ),
            Found::Failed(failure) => (failure.place, None, failure.address, None),
            Found::Skipped(_) => return Ok(None),
        };
        let name = place.to_string();
        let (report, error) = match read {
            Ok(reading) => (Some(Py::new(py, Report::of(reading))?), None),
            Err(cause) => {
                let error = of_cause(py, &name, &cause).into_value(py).into_any();
                (None, Some(error))
            }
        };
        Ok(Some(Page {
            place,
            record_id,
            url,
            fetched,
            report,
            error,
        }))
    }
}
