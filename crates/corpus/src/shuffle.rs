//! Rows set beside each other on many machines: the marks of `crate::marks`, found in steps. Between two steps an engine
//! brings the records of one key together and sorts them, as Spark and Ray do; what a step does with a partition is done here,
//! with the same keys, signatures and bars as on one machine, so that the marks are the same.
//!
//! [`Step`] has all of them by name. Most look at the records of one key at a time, whatever their number; `groups` is one task's work,
//! as it goes through all rows that are nearly the same in their order.
//!
//! A row is known by a number that stands for its place in the inputs: of two rows the one with the smaller number is earlier.

mod firsts;
mod keys;
mod marks;
mod near;
mod paragraphs;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

/// A step: batches in, batches out. Where the records must be in an order, they must be in it through all batches.
pub struct Step {
    takes: SchemaRef,
    gives: SchemaRef,
    work: Box<dyn Work>,
}

/// What a step does.
trait Work: Send + Sync {
    /// Takes a batch of the columns the step takes, and gives what is known by then.
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError>;

    /// Gives what was waited with.
    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(Vec::new())
    }
}

/// Makes a step.
type Make = fn() -> Step;

/// Every step by its name.
const STEPS: [(&str, Make); 14] = [
    ("keys", keys::keys),
    ("texts", keys::texts),
    ("addresses", keys::addresses),
    ("bands", keys::bands),
    ("sketches", keys::sketches),
    ("paragraphs", keys::paragraphs),
    ("firsts", firsts::firsts),
    ("pairs", near::pairs),
    ("distinct", near::distinct),
    ("alike", near::alike),
    ("groups", near::groups),
    ("counted", paragraphs::counted),
    ("repeated", paragraphs::repeated),
    ("marks", marks::marks),
];

impl Step {
    /// The step of a name; `None` of a name that none has.
    pub fn named(name: &str) -> Option<Self> {
        let (_, make) = STEPS.iter().find(|(of, _)| *of == name)?;
        Some(make())
    }

    /// The names of all steps.
    pub fn names() -> impl Iterator<Item = &'static str> {
        STEPS.iter().map(|(name, _)| *name)
    }

    fn new(takes: Schema, gives: Schema, work: impl Work + 'static) -> Self {
        Self {
            takes: Arc::new(takes),
            gives: Arc::new(gives),
            work: Box::new(work),
        }
    }

    /// The columns it takes, by their names; others are left alone.
    pub fn takes(&self) -> &SchemaRef {
        &self.takes
    }

    /// The columns it gives.
    pub fn gives(&self) -> &SchemaRef {
        &self.gives
    }

    /// Takes a batch, and gives what is known by then.
    ///
    /// # Errors
    /// A column that is missing, by its name, or holds something else.
    pub fn take(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let columns = self.takes.fields().iter().map(|field| {
            let name = field.name();
            let column = batch
                .column_by_name(name)
                .ok_or_else(|| ArrowError::SchemaError(format!("there is no column {name:?}")))?;
            if column.data_type() == field.data_type() {
                return Ok(Arc::clone(column));
            }
            cast(column, field.data_type())
                .map_err(|error| ArrowError::SchemaError(format!("column {name:?}: {error}")))
        });
        let columns = columns.collect::<Result<_, _>>()?;
        let batch = RecordBatch::try_new(Arc::clone(&self.takes), columns)?;
        let given = self.work.take(&batch)?;
        RecordBatch::try_new(Arc::clone(&self.gives), given)
    }

    /// Gives what was waited with, once there are no more batches.
    ///
    /// # Errors
    /// None but of a step that is wrong itself.
    pub fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        match self.work.finish()? {
            none if none.is_empty() => Ok(RecordBatch::new_empty(self.gives)),
            given => RecordBatch::try_new(self.gives, given),
        }
    }
}

/// Columns that every record has.
fn columns<const N: usize>(columns: [(&str, DataType); N]) -> Schema {
    let fields = columns.map(|(name, kind)| Field::new(name, kind, true));
    Schema::new(fields.to_vec())
}

/// The numbers of a column. A number that is missing counts as 0, which no engine gives where there was one.
fn numbers<'a>(batch: &'a RecordBatch, column: &str) -> &'a [i64] {
    batch[column].as_primitive::<Int64Type>().values()
}

/// Numbers as a column.
fn column(numbers: Vec<i64>) -> ArrayRef {
    Arc::new(Int64Array::from(numbers))
}
