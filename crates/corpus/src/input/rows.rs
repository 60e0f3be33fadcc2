//! Pages of tables: a row each, with the page in one column and its address in another.

use std::io;
use std::ops::Range;

use khabar_article::InputKind;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::RowGroupMetaData;

use super::lines::no_page;
use super::{Context, Input, InputOptions, Sink};
use crate::item::{Cause, Failure, Found, Item, Place};
use crate::storage::Chunks;
use crate::table::Cells;

/// Rows of pages taken at once; pages may be large.
const BATCH: usize = 64;

fn builder(input: &Input) -> io::Result<ParquetRecordBatchReaderBuilder<Chunks>> {
    // Arrow's own schema in the file may name types that pages do not need.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    ParquetRecordBatchReaderBuilder::try_new_with_options(input.store.chunks()?, options)
        .map_err(io::Error::other)
}

/// The bytes of each row group.
pub fn group_sizes(input: &Input) -> io::Result<Vec<u64>> {
    let builder = builder(input)?;
    let groups = builder.metadata().row_groups().iter();
    Ok(groups.map(bytes_of).collect())
}

/// The bytes of a row group, as the table says; none where it makes no sense.
fn bytes_of(group: &RowGroupMetaData) -> u64 {
    group.compressed_size().try_into().unwrap_or(0)
}

/// Reads the rows of some groups.
pub fn read(
    input: &Input,
    groups: Range<usize>,
    context: Context<'_>,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let options = context.options;
    let builder = builder(input)?;
    let all = builder.metadata().row_groups();
    let bytes = all[groups.clone()]
        .iter()
        .map(bytes_of)
        .fold(0, u64::saturating_add);
    let mut row = all[..groups.start]
        .iter()
        .map(|group| u64::try_from(group.num_rows()).unwrap_or(0))
        .fold(0, u64::saturating_add);
    let wanted = [&options.html_field, &options.text_field, &options.url_field];
    let schema = builder.parquet_schema();
    let columns = schema.columns().iter().enumerate().filter(|(_, column)| {
        let path = column.path().parts();
        path.len() == 1 && wanted.iter().any(|name| **name == path[0])
    });
    let mask = ProjectionMask::leaves(schema, columns.map(|(i, _)| i));
    let reader = builder
        .with_row_groups(groups.collect())
        .with_projection(mask)
        .with_batch_size(BATCH)
        .build()
        .map_err(io::Error::other)?;
    let failures = input.store.failures();
    for batch in reader {
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) if input.store.failures() > failures => return Err(io::Error::other(error)),
            Err(error) => {
                let _ = sink(Found::Failed(Failure {
                    place: Place::at(&input.name, row),
                    address: None,
                    cause: Cause::BadRow(format!(
                        "the table cannot be read from here on ({error})"
                    )),
                }));
                break;
            }
        };
        let columns = wanted.map(|name| Cells::of(batch.column_by_name(name)));
        for at in 0..batch.num_rows() {
            let place = Place::at(&input.name, row);
            row = row.saturating_add(1);
            if sink(found(&columns, at, place, options)).is_break() {
                return Ok(());
            }
        }
    }
    context.advance(&mut 0, bytes);
    Ok(())
}

fn found<'a>(
    [html, text, url]: &'a [Cells<'a>; 3],
    at: usize,
    place: Place,
    options: &InputOptions,
) -> Found<'a> {
    let (bytes, kind) = match (html.value(at), text.value(at)) {
        (Some(html), _) => (html, InputKind::Auto),
        (None, Some(text)) => (text, InputKind::Text),
        (None, None) => {
            return Found::Failed(Failure {
                place,
                address: None,
                cause: Cause::BadRow(no_page(options)),
            });
        }
    };
    let is_text = kind == InputKind::Text || html.are_text();
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
}
