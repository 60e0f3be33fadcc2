//! The first of those that have the same key.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType};

use super::{Step, Work, column, columns, numbers};

/// From rows with a key, in the order of key and row, to those whose key an earlier one has, and the first that has it.
pub fn firsts() -> Step {
    Step::new(
        columns([
            ("key", DataType::Binary),
            ("row", DataType::Int64),
            ("id", DataType::Utf8),
        ]),
        columns([
            ("row", DataType::Int64),
            ("first", DataType::Int64),
            ("firstId", DataType::Utf8),
        ]),
        Firsts::default(),
    )
}

#[derive(Default)]
struct Firsts {
    first: Option<First>,
}

struct First {
    key: Vec<u8>,
    row: i64,
    id: String,
}

impl Work for Firsts {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let keys = batch["key"].as_binary::<i32>();
        let ids = batch["id"].as_string::<i32>();
        let (mut rows, mut firsts) = (Vec::new(), Vec::new());
        let mut first_ids = StringBuilder::new();
        for (at, row) in numbers(batch, "row").iter().copied().enumerate() {
            if keys.is_null(at) {
                continue;
            }
            match &self.first {
                Some(first) if first.key == keys.value(at) => {
                    rows.push(row);
                    firsts.push(first.row);
                    first_ids.append_value(&first.id);
                }
                _ => {
                    self.first = Some(First {
                        key: keys.value(at).to_owned(),
                        row,
                        id: ids.value(at).to_owned(),
                    });
                }
            }
        }
        Ok(vec![
            column(rows),
            column(firsts),
            Arc::new(first_ids.finish()),
        ])
    }
}
