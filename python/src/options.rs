//! What callers may say about how pages are read.

use std::thread;

use khabar_article::InputKind;
use khabar_corpus::page::PageOptions;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// How pages are read, checked.
///
/// # Errors
/// `ValueError`, naming the argument.
pub fn page_options(statements: bool, max_bytes: usize, max_seconds: f64) -> PyResult<PageOptions> {
    if max_seconds.is_nan() || max_seconds <= 0.0 {
        return Err(PyValueError::new_err(format!(
            "max_seconds: {max_seconds} is no time to read a page in; give seconds above 0, or float('inf') for no limit"
        )));
    }
    Ok(PageOptions {
        max_bytes,
        max_seconds,
        statements,
    })
}

/// How many threads read: as many as there are cores where nothing is said.
///
/// # Errors
/// `ValueError`, naming the argument.
pub fn threads(threads: Option<usize>) -> PyResult<usize> {
    match threads {
        Some(0) => Err(PyValueError::new_err(
            "threads: at least one must read; leave it out for as many as there are cores",
        )),
        Some(threads) => Ok(threads),
        None => Ok(thread::available_parallelism().map_or(1, usize::from)),
    }
}

/// What the bytes of a page are, by the name callers give it.
///
/// # Errors
/// `ValueError`, naming the argument.
pub fn kind(name: &str) -> PyResult<InputKind> {
    Ok(match name {
        "auto" => InputKind::Auto,
        "html" => InputKind::Html,
        "text" => InputKind::Text,
        "body" => InputKind::Body,
        other => {
            return Err(PyValueError::new_err(format!(
                "kind: {other:?} is none; give \"auto\", \"html\", \"text\" (a dump of a page's text) or \"body\" (a \
                 report's text alone)"
            )));
        }
    })
}
