//! The marks of rows, from what there is to say of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::record::{self, ADDRESS_OF, EXACT_OF, NEAR_OF, REPEATED};
use super::{Step, Work, each};
use crate::table::{MarkColumns, Repeated, mark_columns, schema};

/// Rows of a batch.
const BATCH: usize = 10_000;

/// From what there is to say of the rows of a place to one row of marks each, in the order of their numbers; of those of which there
/// is nothing to say, none.
pub fn marks() -> Step {
    let mut fields = vec![Field::new("row", DataType::Int64, true)];
    fields.extend(schema::marks());
    let gives = Schema::new(fields);
    let work = InColumns {
        schema: Arc::new(gives.clone()),
        rows: Gathering::default(),
    };
    Step::new(record::schema(), gives, work)
}

/// The marks of the rows of which there is something to say, by their numbers.
///
/// # Errors
/// Records that are none.
pub fn marks_of(records: &[RecordBatch]) -> Result<BTreeMap<i64, MarkColumns>, ArrowError> {
    let mut rows = Gathering::default();
    for batch in records {
        each(batch, |kind, data| rows.read(kind, data))?;
    }
    Ok(rows.finish())
}

/// What there is to say of rows.
#[derive(Default)]
struct Gathering(BTreeMap<i64, Row>);

#[derive(Default)]
struct Row {
    marks: MarkColumns,
    repeated: Vec<Repeated>,
    /// How long all paragraphs are.
    all: u32,
}

impl Gathering {
    fn of(&mut self, row: i64) -> &mut Row {
        self.0.entry(row).or_default()
    }

    fn read(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == ADDRESS_OF.name {
            return ADDRESS_OF.read(data, |of| {
                self.of(of.row).marks.address_duplicate_of = Some(of.id);
            });
        }
        if kind == EXACT_OF.name {
            return EXACT_OF.read(data, |of| {
                self.of(of.row).marks.exact_duplicate_of = Some(of.id);
            });
        }
        if kind == NEAR_OF.name {
            return NEAR_OF.read(data, |of| {
                self.of(of.row).marks.near_duplicate_of = Some(of.id);
            });
        }
        if kind == REPEATED.name {
            return REPEATED.read(data, |of| {
                let row = self.of(of.row);
                row.all = of.all;
                row.repeated.push(Repeated {
                    begin: of.begin,
                    end: of.end,
                    pages: of.pages,
                });
            });
        }
        Ok(())
    }

    fn finish(self) -> BTreeMap<i64, MarkColumns> {
        let rows = self.0.into_iter().map(|(row, of_row)| {
            let Row {
                mut marks,
                mut repeated,
                all,
            } = of_row;
            // A copy of a text is nearly the same as what the text is, or as the text itself.
            if marks.near_duplicate_of.is_none() {
                marks
                    .near_duplicate_of
                    .clone_from(&marks.exact_duplicate_of);
            }
            repeated.sort_unstable_by_key(|one| one.begin);
            marks.set_repeated(repeated, all);
            (row, marks)
        });
        rows.collect()
    }
}

struct InColumns {
    schema: SchemaRef,
    rows: Gathering,
}

impl Work for InColumns {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        each(batch, |kind, data| self.rows.read(kind, data))?;
        Ok(Vec::new())
    }

    fn finish(self: Box<Self>) -> Result<Vec<RecordBatch>, ArrowError> {
        let (rows, marks): (Vec<i64>, Vec<MarkColumns>) = self.rows.finish().into_iter().unzip();
        let batches = rows.chunks(BATCH).zip(marks.chunks(BATCH));
        let batches = batches.map(|(rows, marks)| {
            let marks = mark_columns(marks)?;
            let mut columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(rows.to_vec()))];
            columns.extend(marks.columns().iter().cloned());
            RecordBatch::try_new(Arc::clone(&self.schema), columns)
        });
        batches.collect()
    }
}
