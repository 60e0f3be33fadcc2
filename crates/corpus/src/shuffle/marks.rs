//! The marks of a row put together, from records that have one each.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use arrow_select::concat::concat_batches;
use arrow_select::take::take;

use super::{Step, Work, column, numbers};
use crate::table::schema;

/// From marks, in the order of their rows, each in its column, to one record a row. What a partition has is held in memory.
pub fn marks() -> Step {
    let mut fields = vec![Field::new("row", DataType::Int64, true)];
    fields.extend(schema::marks());
    let columns = Schema::new(fields);
    Step::new(columns.clone(), columns, Gathering(Vec::new()))
}

struct Gathering(Vec<RecordBatch>);

impl Work for Gathering {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        self.0.push(batch.clone());
        Ok(batch.slice(0, 0).columns().to_vec())
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        let Some(first) = self.0.first() else {
            return Ok(Vec::new());
        };
        let all = concat_batches(&first.schema(), &self.0)?;
        let rows: Vec<&[i64]> = numbers(&all, "row").chunk_by(|a, b| a == b).collect();
        let marks = all.columns().iter().skip(1).map(|marks| {
            let mut end = 0;
            let places: UInt64Array = rows
                .iter()
                .map(|records| {
                    let begin = end;
                    end += records.len();
                    (begin..end)
                        .find(|at| marks.is_valid(*at))
                        .map(|at| at as u64)
                })
                .collect();
            take(marks, &places, None)
        });
        let marks = marks.collect::<Result<Vec<_>, _>>()?;
        let rows = rows.iter().map(|records| records[0]);
        let rows: Arc<dyn Array> = column(rows.collect());
        Ok([vec![rows], marks].concat())
    }
}
