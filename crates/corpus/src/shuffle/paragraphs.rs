//! Paragraphs that stand on several pages of a site.

use std::sync::Arc;

use arrow_array::builder::{Float32Builder, Int32Builder, ListBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields};

use super::{Step, Work, column, columns, numbers};
use crate::dedup::paragraphs::FEWEST_PAGES;
use crate::table::schema;

/// From paragraphs, in the order of site, text and row, to those that stand on enough pages, and on how many.
pub fn counted() -> Step {
    Step::new(
        columns([
            ("site", DataType::Int64),
            ("hash", DataType::Int64),
            ("row", DataType::Int64),
            ("isCopy", DataType::Boolean),
        ]),
        columns([
            ("site", DataType::Int64),
            ("hash", DataType::Int64),
            ("pages", DataType::Int64),
        ]),
        Counting::default(),
    )
}

#[derive(Default)]
struct Counting {
    /// Site and text.
    of: Option<(i64, i64)>,
    last: Option<i64>,
    pages: u64,
    found: [Vec<i64>; 3],
}

impl Counting {
    fn close(&mut self) {
        if let Some((site, hash)) = self.of.take()
            && self.pages >= FEWEST_PAGES
        {
            let record = [site, hash, self.pages as i64];
            let found = self.found.iter_mut().zip(record);
            found.for_each(|(of, value)| of.push(value));
        }
        (self.last, self.pages) = (None, 0);
    }

    fn give(&mut self) -> Vec<ArrayRef> {
        std::mem::take(&mut self.found).map(column).to_vec()
    }
}

impl Work for Counting {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let [sites, hashes, rows] = ["site", "hash", "row"].map(|name| numbers(batch, name));
        let copies = batch["isCopy"].as_boolean();
        for (at, row) in rows.iter().copied().enumerate() {
            let of = (sites[at], hashes[at]);
            if self.of != Some(of) {
                self.close();
                self.of = Some(of);
            }
            if self.last.replace(row) != Some(row) {
                self.pages += u64::from(!copies.value(at));
            }
        }
        Ok(self.give())
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        self.close();
        Ok(self.give())
    }
}

/// From repeated paragraphs of rows, in the order of row and number, to the columns of the rows.
pub fn repeated() -> Step {
    let names = ["row", "number", "begin", "end", "all", "pages"];
    let marks = schema::marks();
    let mark = |name: &str| {
        let found = marks.iter().find(|field| field.name() == name);
        found.expect("the marks have such a column").clone()
    };
    let gives = vec![
        Field::new("row", DataType::Int64, true),
        mark("repeated"),
        mark("repeatedShare"),
    ];
    Step::new(
        columns(names.map(|name| (name, DataType::Int64))),
        arrow_schema::Schema::new(gives),
        Repeating::default(),
    )
}

#[derive(Default)]
struct Repeating {
    row: Option<i64>,
    /// Begin, end and pages of its paragraphs, and the length of all of its body.
    paragraphs: Vec<[i64; 3]>,
    all: i64,
}

/// Rows with their repeated paragraphs.
struct Rows {
    numbers: Vec<i64>,
    repeated: ListBuilder<StructBuilder>,
    shares: Float32Builder,
}

impl Rows {
    fn new() -> Self {
        let fields = ["begin", "end", "pages"].map(|name| Field::new(name, DataType::Int32, true));
        let fields = Fields::from(fields.to_vec());
        let item = Field::new("element", DataType::Struct(fields.clone()), true);
        Self {
            numbers: Vec::new(),
            repeated: ListBuilder::new(StructBuilder::from_fields(fields, 0)).with_field(item),
            shares: Float32Builder::new(),
        }
    }

    fn push(&mut self, row: i64, paragraphs: &[[i64; 3]], all: i64) {
        self.numbers.push(row);
        let items = self.repeated.values();
        for paragraph in paragraphs {
            for (field, value) in paragraph.iter().enumerate() {
                if let Some(of) = items.field_builder::<Int32Builder>(field) {
                    of.append_value(i32::try_from(*value).unwrap_or(i32::MAX));
                }
            }
            items.append(true);
        }
        self.repeated.append(true);
        let points: i64 = paragraphs.iter().map(|[begin, end, _]| end - begin).sum();
        self.shares.append_value(points as f32 / all.max(1) as f32);
    }

    fn give(mut self) -> Vec<ArrayRef> {
        vec![
            column(self.numbers),
            Arc::new(self.repeated.finish()),
            Arc::new(self.shares.finish()),
        ]
    }
}

impl Repeating {
    fn close(&mut self, rows: &mut Rows) {
        if let Some(row) = self.row.take() {
            rows.push(row, &self.paragraphs, self.all);
        }
        self.paragraphs.clear();
    }
}

impl Work for Repeating {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let [row, begin, end, all, pages] =
            ["row", "begin", "end", "all", "pages"].map(|name| numbers(batch, name));
        let mut rows = Rows::new();
        for at in 0..batch.num_rows() {
            if self.row != Some(row[at]) {
                self.close(&mut rows);
                self.row = Some(row[at]);
                self.all = all[at];
            }
            self.paragraphs.push([begin[at], end[at], pages[at]]);
        }
        Ok(rows.give())
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        let mut rows = Rows::new();
        self.close(&mut rows);
        Ok(rows.give())
    }
}
