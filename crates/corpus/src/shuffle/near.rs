//! Nearly the same texts: which rows to compare, which of them are alike, and which group each joins.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType};
use arrow_select::filter::filter_record_batch;
use rustc_hash::FxHashMap;

use super::{Step, Work, column, columns, numbers};
use crate::dedup::minhash::{SKETCH, similarity};
use crate::dedup::near::{Bucket, LEAST_WITH_FIRST, THRESHOLD};

fn rows() -> [(&'static str, DataType); 2] {
    [("row", DataType::Int64), ("earlier", DataType::Int64)]
}

/// From bands, in the order of band and row, to the pairs of rows to be compared, some of them again and again.
pub fn pairs() -> Step {
    Step::new(
        columns([("key", DataType::Int64), ("row", DataType::Int64)]),
        columns(rows()),
        Pairs(Bucket::default()),
    )
}

/// From pairs, in the order of row and earlier row, to the same without those that come again.
pub fn distinct() -> Step {
    Step::new(columns(rows()), columns(rows()), Distinct(None))
}

struct Distinct(Option<(i64, i64)>);

impl Work for Distinct {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let (mut rows, mut earlier) = (Vec::new(), Vec::new());
        let pairs = numbers(batch, "row").iter().zip(numbers(batch, "earlier"));
        for (row, before) in pairs {
            if self.0.replace((*row, *before)) != Some((*row, *before)) {
                rows.push(*row);
                earlier.push(*before);
            }
        }
        Ok(vec![column(rows), column(earlier)])
    }
}

struct Pairs(Bucket);

impl Work for Pairs {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let (mut rows, mut earlier) = (Vec::new(), Vec::new());
        let bands = numbers(batch, "key").iter();
        for (band, row) in bands.zip(numbers(batch, "row")) {
            self.0.take(*band as u64, *row as u64, |before| {
                rows.push(*row);
                earlier.push(before as i64);
                Ok(())
            })?;
        }
        Ok(vec![column(rows), column(earlier)])
    }
}

fn pair() -> [(&'static str, DataType); 5] {
    [
        ("row", DataType::Int64),
        ("earlier", DataType::Int64),
        ("sketch", DataType::Binary),
        ("earlierSketch", DataType::Binary),
        ("earlierId", DataType::Utf8),
    ]
}

/// Those pairs that are nearly the same.
pub fn alike() -> Step {
    Step::new(columns(pair()), columns(pair()), Alike)
}

struct Alike;

impl Work for Alike {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let ours = batch["sketch"].as_binary::<i32>();
        let theirs = batch["earlierSketch"].as_binary::<i32>();
        let mut is_alike = BooleanBuilder::with_capacity(batch.num_rows());
        for (ours, theirs) in ours.iter().zip(theirs) {
            let (ours, theirs) = (sketch(ours)?, sketch(theirs)?);
            is_alike.append_value(similarity(&ours, &theirs) >= THRESHOLD);
        }
        let kept = filter_record_batch(batch, &is_alike.finish())?;
        Ok(kept.columns().to_vec())
    }
}

fn sketch(bytes: Option<&[u8]>) -> Result<[u8; SKETCH], ArrowError> {
    let sketch = bytes.and_then(|bytes| bytes.try_into().ok());
    sketch.ok_or_else(|| {
        ArrowError::InvalidArgumentError(format!("a sketch does not have {SKETCH} bytes"))
    })
}

/// From the pairs that are alike, all of them, in the order of row and earlier row, to the first row of the group that each joins.
/// In memory are the first rows of all groups, and a number for every row that joins one.
pub fn groups() -> Step {
    Step::new(
        columns(pair()),
        columns([("row", DataType::Int64), ("firstId", DataType::Utf8)]),
        Groups::default(),
    )
}

#[derive(Default)]
struct Groups {
    /// The first row of each row's group.
    firsts: FxHashMap<i64, i64>,
    /// What those are, by their number.
    groups: FxHashMap<i64, First>,
}

struct First {
    sketch: [u8; SKETCH],
    id: String,
}

impl Work for Groups {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let [rows, earlier] = ["row", "earlier"].map(|name| numbers(batch, name));
        let [ours, theirs] = ["sketch", "earlierSketch"].map(|name| batch[name].as_binary::<i32>());
        let ids = batch["earlierId"].as_string::<i32>();
        let mut joined = Vec::new();
        let mut first_ids = StringBuilder::new();
        for (at, (row, earlier)) in rows.iter().zip(earlier).enumerate() {
            if self.firsts.contains_key(row) {
                continue;
            }
            let first = self.firsts.get(earlier).copied().unwrap_or(*earlier);
            let group = match self.groups.entry(first) {
                Entry::Occupied(group) => group.into_mut(),
                // Nobody has joined it yet, so that the earlier row is the first.
                Entry::Vacant(group) => group.insert(First {
                    sketch: sketch(theirs.is_valid(at).then(|| theirs.value(at)))?,
                    id: ids.value(at).to_owned(),
                }),
            };
            let ours = sketch(ours.is_valid(at).then(|| ours.value(at)))?;
            if similarity(&ours, &group.sketch) >= LEAST_WITH_FIRST {
                self.firsts.insert(*row, first);
                joined.push(*row);
                first_ids.append_value(&group.id);
            }
        }
        Ok(vec![column(joined), Arc::new(first_ids.finish())])
    }
}
