//! `khabar.read_warc`: the pages of an archive.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;

use khabar_corpus::input::{FindError, InputOptions};
use khabar_corpus::item::{Cause, Found, Kept, Place};
use khabar_corpus::page::{self, PageOptions, unless_it_panics};
use khabar_corpus::piece::{self, Piece, PieceError};
use khabar_corpus::workers;
use khabar_statements::Reading;
use pyo3::prelude::*;

use crate::batch::next;
use crate::error::of_cause;
use crate::options;
use crate::report::Report;

/// Of an archive that is read from its beginning to its end there is one piece.
const WHOLE: u64 = u64::MAX;

/// The exception of an archive or a piece of one that cannot be had, or not be staged.
pub fn not_there(error: piece::PieceError) -> PyErr {
    // The kind of the error chooses the exception: FileNotFoundError, PermissionError and so on.
    let kind = match &error {
        PieceError::Find(FindError::Unreadable { cause, .. })
        | PieceError::Unread { cause, .. }
        | PieceError::Unwritten { cause, .. } => cause.kind(),
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error.to_string()).into()
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

/// A page of an archive: where it lies, and either `report` or `error`.
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
    /// Its name, the same in every run over the same archive: file, entry and offset.
    #[getter]
    fn id(&self) -> String {
        self.place.to_string()
    }

    /// The file it lies in.
    #[getter]
    fn file(&self) -> &str {
        &self.place.file
    }

    /// The entry of a ZIP or WACZ archive; else `None`.
    #[getter]
    fn entry(&self) -> Option<&str> {
        self.place.entry.as_deref()
    }

    /// Byte at which its record or line begins in the file, in JSON Lines that are packed in what they unpack to; the
    /// row's number in a table; else `None`.
    #[getter]
    fn offset(&self) -> Option<u64> {
        self.place.offset
    }

    /// Its `WARC-Record-ID`, or `None`.
    #[getter]
    fn record_id(&self) -> Option<&str> {
        self.record_id.as_deref()
    }

    /// The address it was fetched from, or `None`. What the page says of itself is `report.url`.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// When it was fetched, as the archive writes it, mostly ISO 8601; or `None`.
    #[getter]
    fn fetched(&self) -> Option<&str> {
        self.fetched.as_deref()
    }

    /// The page, read; `None` where it could not be.
    #[getter]
    fn report(&self, py: Python<'_>) -> Option<Py<Report>> {
        self.report.as_ref().map(|report| report.clone_ref(py))
    }

    /// Why it could not be read, a `ReadError` that was not raised; else `None`.
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

/// Pages of an archive, one after the other: what `khabar.read_warc` gives. It can be gone through once, by one thread
/// at a time: another one that asks meanwhile gets a `RuntimeError`.
#[pyclass(module = "khabar")]
pub struct Pages {
    pieces: VecDeque<Piece>,
    open: Option<Mutex<piece::Pages>>,
    input: InputOptions,
    options: PageOptions,
    threads: usize,
    ready: VecDeque<(Kept, Result<Reading, Cause>)>,
}

/// Reads the pages of an archive, in the order they lie in it.
///
/// - `path`: a file or a folder, as `str` or `pathlib.Path`, or an address of a store: WARC, WET and WACZ, ZIP, JSON
///   Lines and Parquet, as `khabar corpus` reads them (`s3://`, `gs://` and `https://` too). Pages are read ahead some
///   at a time; the archive need not fit into memory.
/// - `threads`: how many read at once; as many as there are cores where nothing is said.
/// - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
/// - `max_bytes`: bytes a page may have; a longer one is refused.
/// - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
///   says so.
///
/// What cannot be read, a page or a damaged record, is a `Page` with `error` instead of `report`; reading goes on after
/// it. Raises `OSError` where the archive cannot be opened, `ValueError` and `TypeError` of arguments.
///
/// ```python
/// >>> import khabar
/// >>> for page in khabar.read_warc("samples/crawl.warc.gz"):
/// ...     print(page.id, page.report.headline)
/// ...     break
/// samples/crawl.warc.gz#439 Harbour of Port Amal reopens after a year of repairs
/// ```
#[pyfunction]
#[pyo3(signature = (path, *, threads=None, statements=true, max_bytes=33_554_432, max_seconds=10.0))]
pub fn read_warc(
    py: Python<'_>,
    path: &Bound<'_, PyAny>,
    threads: Option<i64>,
    statements: bool,
    max_bytes: i64,
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
            max_bytes: options.max_bytes,
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
