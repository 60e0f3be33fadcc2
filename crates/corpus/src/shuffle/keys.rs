//! What rows are compared by, as columns, and the records that are brought together by one of them.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Int32Builder, Int64Builder, ListBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use arrow_select::filter::filter_record_batch;

use super::{Step, Work, column, columns, numbers};
use crate::dedup::minhash::Signature;
use crate::keys::{Counted, Keys};

fn paragraph_fields() -> Fields {
    Fields::from(vec![
        Field::new("hash", DataType::Int64, true),
        Field::new("begin", DataType::Int32, true),
        Field::new("len", DataType::Int32, true),
    ])
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("element", item, true)))
}

/// The columns of `keys`, of which each further step takes some.
fn all() -> [(&'static str, DataType); 8] {
    [
        ("row", DataType::Int64),
        ("id", DataType::Utf8),
        ("text", DataType::Binary),
        ("address", DataType::Binary),
        ("site", DataType::Int64),
        ("bands", list(DataType::Int64)),
        ("sketch", DataType::Binary),
        ("paragraphs", list(DataType::Struct(paragraph_fields()))),
    ]
}

fn some<const N: usize>(names: [&str; N]) -> arrow_schema::Schema {
    let all = all();
    columns(names.map(|name| {
        let found = all.iter().find(|(of, _)| *of == name);
        found.cloned().expect("only columns of keys are asked for")
    }))
}

/// A step that looks at every batch by itself.
struct Each<F>(F);

impl<F> Work for Each<F>
where
    F: FnMut(&RecordBatch) -> Vec<ArrayRef> + Send + Sync,
{
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(self.0(batch))
    }
}

/// From rows of a corpus, numbered, to what they are compared by.
pub fn keys() -> Step {
    Step::new(
        columns([
            ("row", DataType::Int64),
            ("id", DataType::Utf8),
            ("articleBody", DataType::Utf8),
            ("address", DataType::Utf8),
            ("url", DataType::Utf8),
            ("site", DataType::Utf8),
        ]),
        columns(all()),
        Each(keys_of),
    )
}

/// The text of a cell.
fn cell(of: &StringArray, at: usize) -> Option<&str> {
    of.is_valid(at).then(|| of.value(at))
}

fn keys_of(batch: &RecordBatch) -> Vec<ArrayRef> {
    let texts = |name: &str| batch[name].as_string::<i32>();
    let [ids, bodies, addresses, urls, sites] =
        ["id", "articleBody", "address", "url", "site"].map(texts);
    let mut text = BinaryBuilder::new();
    let mut address = BinaryBuilder::new();
    let mut site = Int64Builder::new();
    let item = Field::new("element", DataType::Int64, true);
    let mut bands = ListBuilder::new(Int64Builder::new()).with_field(item);
    let mut sketch = BinaryBuilder::new();
    let item = DataType::Struct(paragraph_fields());
    let mut paragraphs = ListBuilder::new(StructBuilder::from_fields(paragraph_fields(), 0))
        .with_field(Field::new("element", item, true));
    for at in 0..batch.num_rows() {
        let keys = Keys::of(
            String::new(),
            cell(bodies, at).unwrap_or_default(),
            cell(addresses, at).or_else(|| cell(urls, at)),
            cell(sites, at),
            Counted::default(),
        );
        text.append_option(keys.text.map(u128::to_be_bytes));
        address.append_option(keys.address.map(u128::to_be_bytes));
        site.append_value(keys.site as i64);
        let signature = Signature::from_bytes(&keys.signature);
        let of_signature = signature.as_ref();
        bands.append_option(of_signature.map(|s| s.bands.map(|band| Some(band as i64))));
        sketch.append_option(of_signature.map(|s| s.sketch));
        let items = paragraphs.values();
        for paragraph in &keys.paragraphs {
            let mut number = |field, value| {
                if let Some(of) = items.field_builder::<Int32Builder>(field) {
                    of.append_value(value);
                }
            };
            number(1, paragraph.begin as i32);
            number(2, paragraph.len as i32);
            if let Some(of) = items.field_builder::<Int64Builder>(0) {
                of.append_value(paragraph.hash as i64);
            }
            items.append(true);
        }
        paragraphs.append(true);
    }
    vec![
        Arc::clone(batch.column(0)),
        Arc::new(ids.clone()),
        Arc::new(text.finish()),
        Arc::new(address.finish()),
        Arc::new(site.finish()),
        Arc::new(bands.finish()),
        Arc::new(sketch.finish()),
        Arc::new(paragraphs.finish()),
    ]
}

/// The texts of rows as keys of `firsts`, each in a bucket, which is the part of the key that engines shuffle by.
pub fn texts() -> Step {
    keyed("text")
}

/// Their addresses.
pub fn addresses() -> Step {
    keyed("address")
}

fn keyed(by: &'static str) -> Step {
    let gives = [
        ("bucket", DataType::Int64),
        ("key", DataType::Binary),
        ("row", DataType::Int64),
        ("id", DataType::Utf8),
    ];
    let pick = move |batch: &RecordBatch| {
        let there = those_with(batch, by);
        let keys = there[by].as_binary::<i32>().iter().flatten();
        let buckets = keys.map(|key| key.last_chunk().map_or(0, |end| i64::from_be_bytes(*end)));
        let mut given = vec![column(buckets.collect())];
        given.extend_from_slice(there.columns());
        given
    };
    Step::new(some([by, "row", "id"]), columns(gives), Each(pick))
}

/// The bands of rows, each with its row.
pub fn bands() -> Step {
    let gives = [("key", DataType::Int64), ("row", DataType::Int64)];
    Step::new(some(["row", "bands"]), columns(gives), Each(bands_of))
}

fn bands_of(batch: &RecordBatch) -> Vec<ArrayRef> {
    let bands = batch["bands"].as_list::<i32>();
    let (mut keys, mut rows) = (Vec::new(), Vec::new());
    for (at, row) in numbers(batch, "row").iter().enumerate() {
        let of_row = bands.value(at);
        let of_row = of_row.as_primitive::<Int64Type>().values();
        keys.extend_from_slice(of_row);
        rows.extend(std::iter::repeat_n(*row, of_row.len()));
    }
    vec![column(keys), column(rows)]
}

/// The sketches of rows that have one, each with the name of its row.
pub fn sketches() -> Step {
    let columns = ["row", "sketch", "id"];
    Step::new(some(columns), some(columns), Each(sketches_of))
}

fn sketches_of(batch: &RecordBatch) -> Vec<ArrayRef> {
    those_with(batch, "sketch").columns().to_vec()
}

/// The records that have a value in a column.
fn those_with(batch: &RecordBatch, column: &str) -> RecordBatch {
    let column = &batch[column];
    let is_there: BooleanArray = (0..batch.num_rows())
        .map(|at| Some(column.is_valid(at)))
        .collect();
    // It does not fail: there are as many values as rows.
    filter_record_batch(batch, &is_there).unwrap_or_else(|_| batch.clone())
}

/// The paragraphs of rows, each with what it is counted by: its site, its text, and whether its row `isCopy` of another; and
/// where it stands in how long a body.
pub fn paragraphs() -> Step {
    let mut takes = some(["row", "site", "paragraphs"]).fields().to_vec();
    takes.push(Arc::new(Field::new("isCopy", DataType::Boolean, true)));
    Step::new(
        arrow_schema::Schema::new(takes),
        columns([
            ("site", DataType::Int64),
            ("hash", DataType::Int64),
            ("row", DataType::Int64),
            ("number", DataType::Int64),
            ("begin", DataType::Int64),
            ("end", DataType::Int64),
            ("all", DataType::Int64),
            ("isCopy", DataType::Boolean),
        ]),
        Each(paragraphs_of),
    )
}

fn paragraphs_of(batch: &RecordBatch) -> Vec<ArrayRef> {
    let sites = numbers(batch, "site");
    let lists = batch["paragraphs"].as_list::<i32>();
    let copies = batch["isCopy"].as_boolean();
    let mut out: [Vec<i64>; 7] = Default::default();
    let mut is_copy = Vec::new();
    for (at, row) in numbers(batch, "row").iter().enumerate() {
        let of_row: StructArray = lists.value(at).as_struct().clone();
        let hashes = of_row.column(0).as_primitive::<Int64Type>().values();
        let begins = of_row.column(1).as_primitive::<Int32Type>().values();
        let lens = of_row.column(2).as_primitive::<Int32Type>().values();
        let all: i64 = lens.iter().map(|len| i64::from(*len)).sum();
        for (number, hash) in hashes.iter().enumerate() {
            let (begin, len) = (i64::from(begins[number]), i64::from(lens[number]));
            if sites[at] == 0 || len == 0 {
                continue;
            }
            let record = [
                sites[at],
                *hash,
                *row,
                number as i64,
                begin,
                begin + len,
                all,
            ];
            out.iter_mut()
                .zip(record)
                .for_each(|(of, value)| of.push(value));
            is_copy.push(copies.is_valid(at) && copies.value(at));
        }
    }
    let mut given: Vec<ArrayRef> = out.map(column).to_vec();
    given.push(Arc::new(BooleanArray::from(is_copy)));
    given
}
