//! `khabar.read_many`: many pages, on all cores.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use khabar_article::InputKind;
use khabar_corpus::item::Cause;
use khabar_corpus::page::PageOptions;
use khabar_corpus::workers;
use khabar_statements::Reading;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyString, PyTuple};

use crate::error::of_cause;
use crate::input::Input;
use crate::options;
use crate::read::reading;
use crate::report::Report;

/// Pages that are read together for every thread, and bytes of them in all.
const PER_THREAD: usize = 16;
const MOST_BYTES: usize = 64 << 20;

/// A page to be read, with its address.
struct Given {
    input: Input,
    url: Option<String>,
}

impl Given {
    /// A page, or a page and its address.
    fn of(item: &Bound<'_, PyAny>, most: usize) -> PyResult<Self> {
        let Ok(pair) = item.cast::<PyTuple>() else {
            let input = Input::of(item, "pages", most)?;
            return Ok(Self { input, url: None });
        };
        let (page, url): (Bound<'_, PyAny>, Option<String>) = pair.extract().map_err(|_| {
            PyTypeError::new_err(
                "pages: what comes in a tuple is a page and its address, a str or None",
            )
        })?;
        Ok(Self {
            input: Input::of(&page, "pages", most)?,
            url,
        })
    }
}

/// Why a page is not read.
enum Unread {
    /// What is wrong with the page.
    Page(Cause),
    /// What is wrong with what was given for one: a path that leads nowhere, a text that is none.
    Given(PyErr),
}

/// Whether an exception is of one item, so that the others may be read all the same.
fn is_of_one(error: &PyErr, py: Python<'_>) -> bool {
    error.is_instance_of::<PyOSError>(py) || error.is_instance_of::<PyValueError>(py)
}

/// Reports in the order of their pages: what `khabar.read_many` gives. In the place of a page that cannot be read
/// stands its `ReadError`. It can be gone through once, by one thread at a time: another one that asks meanwhile gets a
/// `RuntimeError`.
#[pyclass(module = "khabar")]
pub struct Reports {
    pages: Py<PyIterator>,
    kind: InputKind,
    options: PageOptions,
    threads: usize,
    /// What was read and not yet given.
    ready: VecDeque<Result<Reading, Unread>>,
    /// What is wrong with what was given, to be told once all before it is given.
    broken: Option<PyErr>,
    given: usize,
    is_done: bool,
}

/// Reads many pages on all cores and gives their reports in the order of the pages.
///
/// - `pages`: any iterable of pages, each as `khabar.read` takes it, or a tuple of the page and its address. Pages are
///   taken from it some at a time (16 for each thread), so it may be longer than memory.
/// - `threads`: how many read at once; as many as there are cores where nothing is said.
/// - `kind`: what all of them are, as for `khabar.read`.
/// - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
/// - `max_bytes`: bytes a page may have; a longer one is refused.
/// - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
///   says so.
///
/// A page that cannot be read raises nothing: in its place comes its `ReadError`, or the `OSError` of a path that leads nowhere
/// and the `ValueError` of a text that is none, so that one page costs one page. What
/// the iterable itself raises, and the `TypeError` of an item that is no page, is raised once all reports before it
/// were given; after that there are none. Raises `TypeError` of a single page, `ValueError` of other arguments.
///
/// ```python
/// >>> import khabar
/// >>> pages = [("<h1>Quay opens</h1><p>The harbour reopened on Monday.</p>", "https://courier.example/quay"), b""]
/// >>> for read in khabar.read_many(pages):
/// ...     print(read.cause if isinstance(read, khabar.ReadError) else read.headline)
/// Quay opens
/// empty
/// ```
#[pyfunction]
#[pyo3(signature = (pages, *, threads=None, kind="auto", statements=true, max_bytes=33_554_432, max_seconds=10.0))]
pub fn read_many(
    pages: &Bound<'_, PyAny>,
    threads: Option<i64>,
    kind: &str,
    statements: bool,
    max_bytes: i64,
    max_seconds: f64,
) -> PyResult<Reports> {
    if pages.is_instance_of::<PyString>() || pages.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err(
            "pages: one page was given instead of several; use khabar.read, or put it in a list",
        ));
    }
    let pages = pages.try_iter().or_else(|error| {
        if pages.hasattr("__iter__")? {
            return Err(error);
        }
        Err(PyTypeError::new_err(format!(
            "pages: give a list or another iterable of pages, not {}",
            pages.get_type().name()?
        )))
    })?;
    Ok(Reports {
        pages: pages.unbind(),
        kind: options::kind(kind)?,
        options: options::page_options(statements, max_bytes, max_seconds)?,
        threads: options::threads(threads)?,
        ready: VecDeque::new(),
        broken: None,
        given: 0,
        is_done: false,
    })
}

impl Reports {
    /// Takes the next pages and reads them.
    fn fill(&mut self, py: Python<'_>) {
        let mut taken = Vec::new();
        let mut bytes = 0;
        let mut pages = self.pages.bind(py).clone();
        while taken.len() < self.threads * PER_THREAD && bytes < MOST_BYTES {
            let page = match pages.next() {
                None => {
                    self.is_done = true;
                    break;
                }
                Some(page) => page.map(|page| Given::of(&page, self.options.max_bytes)),
            };
            match page {
                Ok(Ok(page)) => {
                    bytes += page.input.bytes().len();
                    taken.push(Ok(page));
                }
                Ok(Err(error)) if is_of_one(&error, py) => taken.push(Err(error)),
                Ok(Err(error)) | Err(error) => {
                    self.is_done = true;
                    self.broken = Some(error);
                    break;
                }
            }
        }
        let (kind, options, threads) = (self.kind, self.options, self.threads);
        let read = py.detach(|| {
            let numbers: Vec<usize> = (0..taken.len()).collect();
            workers::each(&numbers, threads, |at| {
                ControlFlow::Continue(taken[at].as_ref().ok().map(|Given { input, url }| {
                    let (url, charset) = (url.as_deref(), input.charset());
                    reading(input.bytes(), url, charset, kind, None, &options)
                }))
            })
        });
        let read = read.into_iter().map(|(_, read)| read);
        self.ready.extend(
            taken
                .into_iter()
                .zip(read)
                .filter_map(|(given, read)| match given {
                    Ok(_) => read.map(|read| read.map_err(Unread::Page)),
                    Err(error) => Some(Err(Unread::Given(error))),
                }),
        );
    }
}

#[pymethods]
impl Reports {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    /// The next report, or the error of a page that could not be read, which is given rather than raised.
    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.ready.is_empty() && !self.is_done {
            self.fill(py);
        }
        let Some(read) = self.ready.pop_front() else {
            return self.broken.take().map_or(Ok(None), Err);
        };
        self.given += 1;
        let given = match read {
            Ok(reading) => Bound::new(py, Report::of(reading))?.into_any(),
            Err(unread) => {
                let error = match unread {
                    Unread::Page(cause) => {
                        of_cause(py, &format!("pages[{}]", self.given - 1), &cause)
                    }
                    Unread::Given(error) => error,
                };
                error.into_value(py).into_bound(py).into_any()
            }
        };
        Ok(Some(given.unbind()))
    }
}
