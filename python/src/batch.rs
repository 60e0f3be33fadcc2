//! Pages in columns to readings in columns: `khabar.read_batch`, and `khabar.read_piece` for pieces of archives.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{DataType, Schema as ArrowSchema, SchemaRef};
use khabar_article::InputKind;
use khabar_corpus::batch;
use khabar_corpus::input::InputOptions;
use khabar_corpus::item::{Cause, Failure, Found, Item, Kept, Place};
use khabar_corpus::page::PageOptions;
use khabar_corpus::piece::{self, Piece};
use khabar_corpus::table::Cells;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::arrow::{batches, wrong};
use crate::options;
use crate::table::{Schema, Table};
use crate::warc::{name, not_there};

/// Rows that are read at a time.
const SLICE: usize = 1024;

/// The columns that are asked for, by name.
struct Columns {
    html: Option<ArrayRef>,
    text: Option<ArrayRef>,
    url: Option<ArrayRef>,
    id: Option<ArrayRef>,
}

/// The names of all columns, for people.
fn columns_of(schema: &ArrowSchema) -> String {
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    names.join(", ")
}

fn no_column(argument: &str, name: &str, schema: &ArrowSchema) -> PyErr {
    PyValueError::new_err(format!(
        "{argument}: there is no column {name:?}, but {}",
        columns_of(schema)
    ))
}

/// A column of texts or bytes: one that was named must be there, one that was not is taken where it is.
fn column(
    batch: &RecordBatch,
    argument: &str,
    named: Option<&str>,
    default: Option<&str>,
) -> PyResult<Option<ArrayRef>> {
    let Some(name) = named.or(default) else {
        return Ok(None);
    };
    let Some(column) = batch.column_by_name(name) else {
        if named.is_none() {
            return Ok(None);
        }
        return Err(no_column(argument, name, &batch.schema()));
    };
    let values = match column.data_type() {
        DataType::Dictionary(_, values) => cast(column, values).map_err(|error| wrong(&error))?,
        DataType::Null => cast(column, &DataType::Utf8).map_err(|error| wrong(&error))?,
        _ => Arc::clone(column),
    };
    if Cells::of(Some(&values)).are_there() {
        return Ok(Some(values));
    }
    Err(PyTypeError::new_err(format!(
        "{argument}: column {name:?} holds {}, not text or bytes",
        column.data_type()
    )))
}

/// The names of rows, which may be numbers too.
fn ids(batch: &RecordBatch, named: Option<&str>) -> PyResult<Option<ArrayRef>> {
    let number = named
        .and_then(|name| batch.column_by_name(name))
        .filter(|column| column.data_type().is_integer());
    match number {
        Some(column) => cast(column, &DataType::Utf8)
            .map(Some)
            .map_err(|error| wrong(&error)),
        None => column(batch, "id", named, None),
    }
}

impl Columns {
    fn of(
        batch: &RecordBatch,
        html: Option<&str>,
        text: Option<&str>,
        url: Option<&str>,
        id: Option<&str>,
    ) -> PyResult<Self> {
        let found = Self {
            html: column(batch, "html", html, Some("html"))?,
            text: column(batch, "text", text, Some("text"))?,
            url: column(batch, "url", url, Some("url"))?,
            id: ids(batch, id)?,
        };
        if found.html.is_none() && found.text.is_none() {
            return Err(PyValueError::new_err(format!(
                "html: there is no column \"html\" nor \"text\", but {}; name the one that holds the pages",
                columns_of(&batch.schema())
            )));
        }
        Ok(found)
    }

    /// The rows as pages, each named by its id or, where there is none, by its number in `source`.
    fn found<'a>(&'a self, rows: usize, source: &Arc<str>, first: u64) -> Vec<Found<'a>> {
        let [html, text, url, id] =
            [&self.html, &self.text, &self.url, &self.id].map(|column| Cells::of(column.as_ref()));
        let row = |at: usize| {
            let place = match id.text(at) {
                Some(id) => Place::whole(&Arc::from(id)),
                None => Place::at(source, first + at as u64),
            };
            let (bytes, kind, is_text) = match (html.value(at), text.value(at)) {
                (Some(html_bytes), _) => (html_bytes, InputKind::Auto, html.are_text()),
                (None, Some(text)) => (text, InputKind::Text, true),
                (None, None) => {
                    return Found::Failed(Failure {
                        place,
                        address: url.text(at).map(str::to_owned),
                        cause: Cause::Empty,
                    });
                }
            };
            Found::Page(Item {
                place,
                record_id: None,
                address: url.text(at),
                fetched: None,
                charset: is_text.then_some("utf-8"),
                kind,
                bytes,
                length_is_wrong: false,
            })
        };
        (0..rows).map(row).collect()
    }
}

/// A batch in pieces, between which whoever wants to stop is listened to.
fn slices(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> {
    let begins = (0..batch.num_rows()).step_by(SLICE);
    begins.map(|begin| batch.slice(begin, SLICE.min(batch.num_rows() - begin)))
}

/// The schema of what is read, with columns kept before it.
fn with_kept(keep: &[String], given: &ArrowSchema) -> PyResult<SchemaRef> {
    let own = batch::schema();
    let mut fields = Vec::new();
    for (at, name) in keep.iter().enumerate() {
        if keep[..at].contains(name) {
            return Err(PyValueError::new_err(format!(
                "keep: the column {name:?} is named twice"
            )));
        }
        if own.field_with_name(name).is_ok() {
            return Err(PyValueError::new_err(format!(
                "keep: a column {name:?} is among those that are read; rename yours"
            )));
        }
        let field = given
            .field_with_name(name)
            .map_err(|_| no_column("keep", name, given))?;
        fields.push(Arc::new(field.clone()));
    }
    fields.extend(own.fields().iter().cloned());
    Ok(Arc::new(ArrowSchema::new_with_metadata(
        fields,
        own.metadata().clone(),
    )))
}

/// Reads a column of pages into a table with a row for each, in their order.
///
/// - `data`: anything that hands out Arrow's structures (`__arrow_c_stream__` or `__arrow_c_array__`): a `Table` or
///   `RecordBatch` of pyarrow, a `DataFrame` of Polars or pandas, a relation of `duckdb`.
/// - `html`: the column of pages, texts or bytes; `"html"` where nothing is said.
/// - `text`: the column of dumps of text, which is taken in rows whose page is null; `"text"` where nothing is said and
///   there is one.
/// - `url`: the column of addresses; `"url"` where nothing is said and there is one.
/// - `id`: a column of texts or integers that names the rows in the column `id`; without, a row is named `batch#0`,
///   after `source` and its number.
/// - `keep`: columns of `data` that stand unchanged before those that are read.
/// - `source`: what stands in the column `file` and before the number in `id`, where there is no column of ids.
/// - `first_row`: the number of the first row.
/// - `threads`: how many read at once; as many as there are cores where nothing is said.
/// - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
/// - `max_bytes`: bytes a page may have; a longer one is refused.
/// - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
///   says so.
///
/// The columns are those of `khabar.table_schema()`. A page that cannot be read, or is null, is a row whose `failure`
/// says why; beside its place and address it holds nothing, and `isReport` is false. Raises `TypeError` where `data` is
/// no table or a column holds neither text nor bytes, `ValueError` where a column is missing or the texts of a batch
/// come to more than 2 GiB.
///
/// ```python
/// >>> import khabar, pyarrow
/// >>> pages = pyarrow.table({"number": [7, 8], "html": ["<h1>Quay opens</h1><p>The harbour reopened on Monday.</p>", None]})
/// >>> read = pyarrow.table(khabar.read_batch(pages, keep=["number"]))
/// >>> read.select(["number", "headline", "failure"]).to_pylist()[0]
/// {'number': 7, 'headline': 'Quay opens', 'failure': None}
/// >>> read.select(["number", "headline", "failure"]).to_pylist()[1]
/// {'number': 8, 'headline': None, 'failure': {'cause': 'empty', 'message': 'there is nothing in it'}}
/// ```
#[pyfunction]
#[pyo3(signature = (data, *, html=None, text=None, url=None, id=None, keep=Vec::new(), source="batch", first_row=0,
    threads=None, statements=true, max_bytes=33_554_432, max_seconds=10.0),
    text_signature = "(data, *, html=None, text=None, url=None, id=None, keep=[], source=\"batch\", first_row=0, \
        threads=None, statements=True, max_bytes=33554432, max_seconds=10.0)")]
pub fn read_batch(
    py: Python<'_>,
    data: &Bound<'_, PyAny>,
    html: Option<&str>,
    text: Option<&str>,
    url: Option<&str>,
    id: Option<&str>,
    keep: Vec<String>,
    source: &str,
    first_row: i64,
    threads: Option<i64>,
    statements: bool,
    max_bytes: i64,
    max_seconds: f64,
) -> PyResult<Table> {
    let options = options::page_options(statements, max_bytes, max_seconds)?;
    let threads = options::threads(threads)?;
    let (given_schema, given) = batches(data, "data")?;
    let schema = with_kept(&keep, &given_schema)?;
    let source: Arc<str> = Arc::from(source);
    let mut row = u64::try_from(first_row)
        .map_err(|_| PyValueError::new_err(format!("first_row: {first_row} is below 0")))?;
    let mut read = Vec::with_capacity(given.len());
    // What is wrong with the columns is told of a table without rows too.
    Columns::of(&RecordBatch::new_empty(given_schema), html, text, url, id)?;
    for batch in given.iter().flat_map(slices) {
        py.check_signals()?;
        let columns = Columns::of(&batch, html, text, url, id)?;
        let rows = batch.num_rows();
        let of_batch = py.detach(|| {
            let found = columns.found(rows, &source, row);
            khabar_corpus::batch::read(&found, &options, threads)
        });
        let of_batch = of_batch.map_err(|error| {
            PyValueError::new_err(format!("data: {error}; give fewer pages at once"))
        })?;
        let kept = keep.iter().map(|name| Arc::clone(&batch[name.as_str()]));
        let all = kept.chain(of_batch.columns().iter().cloned()).collect();
        let of_batch = RecordBatch::try_new(schema.clone(), all);
        read.push(of_batch.map_err(|error| wrong(&error))?);
        row += rows as u64;
    }
    Ok(Table::of(schema, read))
}

/// The columns of what `khabar.read_batch` and `khabar.read_piece` give, with their types.
///
/// ```python
/// >>> import khabar
/// >>> khabar.table_schema().names[:4]
/// ['id', 'file', 'entry', 'offset']
/// ```
#[pyfunction]
pub fn table_schema() -> Schema {
    Schema(batch::schema())
}

/// Cuts an archive into pieces that can be read one by one, by other processes and on other machines.
///
/// - `path`: as for `khabar.read_warc`; other machines must find the archive under the same name.
/// - `size`: about so many bytes a piece has; 64 MiB where nothing is said.
///
/// Each piece is a text for `khabar.read_piece`. Together they hold every page once. Raises `OSError` where the archive
/// cannot be opened, `ValueError` of a size of 0.
///
/// ```python
/// >>> import khabar
/// >>> len(khabar.pieces("samples/crawl.warc.gz"))
/// 1
/// ```
#[pyfunction]
#[pyo3(signature = (path, *, size=None))]
pub fn pieces(py: Python<'_>, path: &Bound<'_, PyAny>, size: Option<i64>) -> PyResult<Vec<String>> {
    let size = match size {
        None => piece::SIZE,
        Some(asked) => u64::try_from(asked)
            .ok()
            .filter(|size| *size > 0)
            .ok_or_else(|| {
                PyValueError::new_err(format!("size: {asked} bytes are no piece; give at least 1"))
            })?,
    };
    let name = name(path)?;
    let pieces = py
        .detach(|| piece::pieces(&name, size))
        .map_err(not_there)?;
    let texts = pieces.iter().map(serde_json::to_string);
    texts
        .collect::<Result<_, _>>()
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

/// The readings of a piece, some rows at a time: what `khabar.read_piece` gives. It can be gone through once, by one
/// thread at a time.
#[pyclass(module = "khabar")]
pub struct PieceTables {
    // What is received by one thread at a time.
    pages: Mutex<piece::Pages>,
    options: PageOptions,
    threads: usize,
}

/// Reads a piece of an archive into tables, some rows at a time.
///
/// - `piece`: what `khabar.pieces` gave.
/// - `threads`: how many read at once; `None` for as many as there are cores.
/// - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
/// - `max_bytes`: bytes a page may have; a longer one is refused.
/// - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
///   says so.
///
/// Raises `OSError` where the archive cannot be opened, `ValueError` of what is no piece.
///
/// ```python
/// >>> import khabar
/// >>> [piece] = khabar.pieces("samples/crawl.warc.gz")
/// >>> tables = khabar.read_piece(piece)
/// >>> next(tables).column_names[:3]
/// ['id', 'file', 'entry']
/// ```
#[pyfunction]
#[pyo3(signature = (piece, *, threads=Some(1), statements=true, max_bytes=33_554_432, max_seconds=10.0),
    text_signature = "(piece, *, threads=1, statements=True, max_bytes=33554432, max_seconds=10.0)")]
pub fn read_piece(
    py: Python<'_>,
    piece: &str,
    threads: Option<i64>,
    statements: bool,
    max_bytes: i64,
    max_seconds: f64,
) -> PyResult<PieceTables> {
    let piece = piece_of(piece)?;
    let options = options::page_options(statements, max_bytes, max_seconds)?;
    let input = InputOptions {
        max_bytes: options.max_bytes,
        ..InputOptions::default()
    };
    let pages = py
        .detach(|| piece::Pages::open(&piece, &input))
        .map_err(not_there)?;
    Ok(PieceTables {
        pages: Mutex::new(pages),
        options,
        threads: options::threads(threads)?,
    })
}

/// The piece of a text that `khabar.pieces` gave.
pub fn piece_of(text: &str) -> PyResult<Piece> {
    serde_json::from_str(text).map_err(|error| {
        PyValueError::new_err(format!("piece: {error}; give what khabar.pieces gave"))
    })
}

/// The next pages of a reader that nobody else has at this moment.
pub fn next(pages: &mut Mutex<piece::Pages>) -> Option<Result<Vec<Kept>, piece::PieceError>> {
    pages
        .get_mut()
        .unwrap_or_else(PoisonError::into_inner)
        .next()
}

#[pymethods]
impl PieceTables {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Table>> {
        loop {
            let Some(chunk) = py.detach(|| next(&mut self.pages)) else {
                return Ok(None);
            };
            let chunk = chunk.map_err(not_there)?;
            if chunk.is_empty() {
                continue;
            }
            let read = py.detach(|| {
                let found: Vec<Found<'_>> = chunk.iter().map(Kept::found).collect();
                batch::read(&found, &self.options, self.threads)
            });
            return read
                .map(Table::of_batch)
                .map(Some)
                .map_err(|error| wrong(&error));
        }
    }
}
