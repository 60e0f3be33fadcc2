//! Pages read into record batches, for whoever has the pages in tables of his own: a row a page, in their order. A page that
//! cannot be read is a row too, which says why.

use std::io;
use std::ops::ControlFlow;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat_batches;

use crate::item::{Cause, Failure, Found, Item, Place};
use crate::page::{self, PageOptions, PageRead, unless_it_panics};
use crate::quality::Quality;
use crate::table::{Columns, FailedRow, Row, schema};
use crate::workers;

/// Pages that a thread reads before it puts them into columns.
const CHUNK: usize = 64;

/// The columns of [`read`]: those of a part of a corpus before its rows were set beside each other, and `failure`.
pub fn schema() -> SchemaRef {
    schema::outcomes()
}

/// Reads what was found with so many threads. What is no page is left out.
///
/// # Errors
/// Where the texts of all rows together are more than a column holds, 2 GiB: give fewer at once.
pub fn read(
    found: &[Found<'_>],
    options: &PageOptions,
    threads: usize,
) -> Result<RecordBatch, ArrowError> {
    let size = found.len().div_ceil(threads.max(1)).clamp(1, CHUNK);
    let chunks: Vec<&[Found<'_>]> = found.chunks(size).collect();
    let numbers: Vec<usize> = (0..chunks.len()).collect();
    let batches = workers::each(&numbers, threads, |at| {
        let batch = chunk(chunks[at], options);
        match batch {
            Ok(_) => ControlFlow::Continue(batch),
            Err(_) => ControlFlow::Break(batch),
        }
    });
    let batches: Vec<RecordBatch> = batches
        .into_iter()
        .map(|(_, batch)| batch)
        .collect::<io::Result<_>>()?;
    concat_batches(&schema(), &batches)
}

/// What came of a page.
enum Outcome<'a> {
    Read(&'a Item<'a>, Box<PageRead>, Box<Quality>),
    Failed(Failure),
}

impl Outcome<'_> {
    fn push(&self, columns: &mut Columns) -> io::Result<()> {
        match self {
            Self::Read(item, read, quality) => {
                columns.push(&Row::new(item, read, quality), read.body.len())
            }
            Self::Failed(failure) => columns.push(&FailedRow::new(failure), 0),
        }
    }
}

fn chunk(found: &[Found<'_>], options: &PageOptions) -> io::Result<RecordBatch> {
    let mut outcomes: Vec<Outcome<'_>> = found
        .iter()
        .filter_map(|found| outcome(found, options))
        .collect();
    if let Some(batch) = unless_it_panics(|| columns(&outcomes)).and_then(Result::ok) {
        return Ok(batch);
    }
    // A row does not fit its columns. Each by itself, so that only that one is left out.
    let fits = |outcome: &Outcome<'_>| {
        let row = unless_it_panics(|| columns(std::slice::from_ref(outcome)));
        row.is_some_and(|row| row.is_ok())
    };
    for outcome in &mut outcomes {
        let is_misfit = !fits(outcome);
        if let Outcome::Read(item, ..) = outcome
            && is_misfit
        {
            *outcome = Outcome::Failed(failure(&item.place, item.address, Cause::Defect));
        }
    }
    columns(&outcomes)
}

fn outcome<'a>(found: &'a Found<'_>, options: &PageOptions) -> Option<Outcome<'a>> {
    let item = match found {
        Found::Skipped(_) => return None,
        Found::Failed(failure) => return Some(Outcome::Failed(failure.clone())),
        Found::Page(item) => item,
    };
    let read = || {
        let read = page::read(item, options)?;
        let language = read.reading.article.language.as_deref();
        let quality = Quality::of(&read.body, language);
        Ok((read, quality))
    };
    let outcome = match unless_it_panics(read).unwrap_or(Err(Cause::Defect)) {
        Ok((read, quality)) => Outcome::Read(item, Box::new(read), Box::new(quality)),
        Err(cause) => Outcome::Failed(failure(&item.place, item.address, cause)),
    };
    Some(outcome)
}

fn failure(place: &Place, address: Option<&str>, cause: Cause) -> Failure {
    Failure {
        place: place.clone(),
        address: address.map(str::to_owned),
        cause,
    }
}

fn columns(outcomes: &[Outcome<'_>]) -> io::Result<RecordBatch> {
    let schema = schema();
    let mut columns = Columns::new(&schema)?;
    for outcome in outcomes {
        outcome.push(&mut columns)?;
    }
    Ok(columns
        .take()?
        .unwrap_or_else(|| RecordBatch::new_empty(schema)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use khabar_article::InputKind;

    use super::*;
    use crate::table::schema::reading;

    fn page(number: u64, bytes: &[u8]) -> Found<'_> {
        Found::Page(Item {
            place: Place::at(&Arc::from("table"), number),
            record_id: None,
            address: Some("https://news.example/1"),
            fetched: None,
            charset: None,
            kind: InputKind::Auto,
            bytes,
            length_is_wrong: false,
        })
    }

    #[test]
    fn every_page_is_a_row_however_many_threads_read() {
        let html = "<h1>Quay opens</h1><p>The first freighters have entered the port since the storm, its director said.</p>";
        let found: Vec<Found<'_>> = (0..150)
            .map(|number| match number % 10 {
                3 => page(number, b""),
                5 => page(number, b"%PDF-1.7 and so on"),
                _ => page(number, html.as_bytes()),
            })
            .collect();
        let batch = read(&found, &PageOptions::default(), 1).unwrap();
        assert_eq!(batch, read(&found, &PageOptions::default(), 4).unwrap());
        assert_eq!(batch.num_rows(), 150);
        let ids = batch["id"].as_string::<i32>();
        let bodies = batch["articleBody"].as_string::<i32>();
        let failures = batch["failure"].as_struct();
        let causes = failures.column(0).as_string::<i32>();
        for at in 0..150 {
            assert_eq!(ids.value(at), format!("table#{at}"));
            match at % 10 {
                3 => assert_eq!(causes.value(at), "empty"),
                5 => assert_eq!(causes.value(at), "not-text"),
                _ => {
                    assert!(failures.is_null(at));
                    assert!(bodies.value(at).starts_with("The first freighters"));
                }
            }
        }
    }

    #[test]
    fn nothing_gives_no_rows_of_the_same_columns() {
        let batch = read(&[], &PageOptions::default(), 2).unwrap();
        assert_eq!((batch.num_rows(), batch.schema()), (0, schema()));
        assert_eq!(batch.num_columns(), reading().len() + 1);
    }
}
