//! `khabar.read`: one page.

use std::time::Duration;

use khabar_article::{InputKind, ReadOptions};
use khabar_corpus::item::Cause;
use khabar_corpus::page::{PageOptions, unless_it_panics};
use khabar_page::Limits;
use khabar_statements::Reading;
use pyo3::prelude::*;

use crate::error::of_cause;
use crate::input::Input;
use crate::options;
use crate::report::Report;

/// Reads bytes. To be called without holding Python.
///
/// # Errors
/// Why they cannot be read.
pub fn reading(
    bytes: &[u8],
    url: Option<&str>,
    charset: Option<&str>,
    kind: InputKind,
    source: Option<&str>,
    options: &PageOptions,
) -> Result<Reading, Cause> {
    let read_options = ReadOptions {
        url,
        source,
        declared_encoding: charset,
        input: kind,
        limits: Limits {
            bytes: options.max_bytes,
            time: Duration::try_from_secs_f64(options.max_seconds).ok(),
            ..Limits::default()
        },
        ..ReadOptions::default()
    };
    let read = || Reading::read(bytes, &read_options, options.statements);
    match unless_it_panics(read) {
        Some(read) => read.map_err(Cause::from),
        None => Err(Cause::Defect),
    }
}

/// Reads a page.
#[pyfunction]
#[pyo3(signature = (page, url=None, *, kind="auto", encoding=None, source=None, statements=true, max_bytes=33_554_432,
    max_seconds=10.0))]
pub fn read(
    py: Python<'_>,
    page: &Bound<'_, PyAny>,
    url: Option<&str>,
    kind: &str,
    encoding: Option<&str>,
    source: Option<&str>,
    statements: bool,
    max_bytes: usize,
    max_seconds: f64,
) -> PyResult<Report> {
    let kind = options::kind(kind)?;
    let options = options::page_options(statements, max_bytes, max_seconds)?;
    let input = Input::of(page, "page")?;
    let charset = input.charset().or(encoding);
    let read = py.detach(|| reading(input.bytes(), url, charset, kind, source, &options));
    read.map(Report::of)
        .map_err(|cause| of_cause(py, "page", &cause))
}
