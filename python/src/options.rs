//! What callers may say about how pages are read.

use std::thread;

use encoding_rs::Encoding;
use khabar_article::InputKind;
use khabar_corpus::page::PageOptions;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// More threads than this have no machine to run on.
const MOST_THREADS: usize = 1024;

/// How pages are read, checked.
///
/// # Errors
/// `ValueError`, naming the argument.
pub fn page_options(statements: bool, max_bytes: i64, max_seconds: f64) -> PyResult<PageOptions> {
    if max_seconds.is_nan() || max_seconds <= 0.0 {
        return Err(PyValueError::new_err(format!(
            "max_seconds: {max_seconds} is no time to read a page in; give seconds above 0, or float('inf') for no limit"
        )));
    }
    let most = usize::try_from(max_bytes).ok().filter(|most| *most > 0);
    let max_bytes = most.ok_or_else(|| {
        PyValueError::new_err(format!(
            "max_bytes: no page has {max_bytes} bytes or fewer; give a number above 0"
        ))
    })?;
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
pub fn threads(threads: Option<i64>) -> PyResult<usize> {
    let Some(asked) = threads else {
        return Ok(thread::available_parallelism().map_or(1, usize::from));
    };
    let threads = usize::try_from(asked).ok().filter(|threads| *threads > 0);
    let threads = threads.map(|threads| threads.min(MOST_THREADS));
    threads.ok_or_else(|| {
        PyValueError::new_err(format!(
            "threads: {asked} read nothing; leave it out for as many as there are cores"
        ))
    })
}

/// The charset of a name that an encoding has.
///
/// # Errors
/// `ValueError`, naming the argument.
pub fn encoding(name: Option<&str>) -> PyResult<Option<&str>> {
    match name {
        Some(name) if Encoding::for_label(name.as_bytes()).is_none() => {
            Err(PyValueError::new_err(format!(
                "encoding: {name:?} is none; give a name as pages have it, \"utf-8\" or \"windows-1256\""
            )))
        }
        name => Ok(name),
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
