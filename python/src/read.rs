//! `khabar.read`: one page.

use khabar_article::{InputKind, ReadOptions};
use khabar_corpus::item::Cause;
use khabar_corpus::page::{PageOptions, unless_it_panics};
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
        limits: options.limits(),
        ..ReadOptions::default()
    };
    let read = || Reading::read(bytes, &read_options, options.statements);
    match unless_it_panics(read) {
        Some(read) => read.map_err(Cause::from),
        None => Err(Cause::Defect),
    }
}

/// Reads one page.
///
/// `page` is its HTML or text as `str`, its bytes, a `pathlib.Path`, or a file that is open. A `str` is always the page
/// itself, never the name of a file. Bytes may be in any encoding, which is found out; nothing is fetched. Other
/// threads run meanwhile.
///
/// - `url`: the address the page comes from, to make addresses in it absolute.
/// - `kind`: `"auto"` (found out), `"html"`, `"text"` (a dump of all text of a page) or `"body"` (the text of a report
///   and nothing else, taken as it is).
/// - `encoding`: what the server said the bytes are in, such as `"windows-1256"`; it is believed unless the bytes say
///   otherwise.
/// - `source`: a name for the page, which `Report.source` gives back.
/// - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
/// - `max_bytes`: bytes a page may have; a longer one is refused.
/// - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
///   says so.
///
/// Raises `ReadError` where it is no page at all (empty, a PDF document, longer than `max_bytes`), `OSError` where the
/// path cannot be read, `ValueError` of other values, `TypeError` of types that are none of these. A page that carries
/// no report raises nothing: `Report.is_report` is false, and `Report.warnings` says why.
///
/// ```python
/// >>> import khabar
/// >>> page = '''<h1>Quay opens</h1>
/// ... <p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>
/// ... <p>“We waited for a year,” she told reporters.</p>'''
/// >>> report = khabar.read(page, "https://courier.example/quay")
/// >>> report.headline
/// 'Quay opens'
/// >>> [(said.speaker.name, said.kind) for said in report.statements]
/// [('Rima Nassar', 'indirect'), ('Rima Nassar', 'direct')]
/// >>> khabar.read(b"%PDF-1.7")
/// Traceback (most recent call last):
/// khabar.ReadError: page: it is a PDF document, not a page
/// ```
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
    max_bytes: i64,
    max_seconds: f64,
) -> PyResult<Report> {
    let kind = options::kind(kind)?;
    let options = options::page_options(statements, max_bytes, max_seconds)?;
    let input = Input::of(page, "page", options.max_bytes)?;
    let charset = input.charset().or(options::encoding(encoding)?);
    let read = py.detach(|| reading(input.bytes(), url, charset, kind, source, &options));
    read.map(Report::of)
        .map_err(|cause| of_cause(py, "page", &cause))
}
