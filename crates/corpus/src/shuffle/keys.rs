//! What rows are compared by, as columns, and as records of which a round takes some.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Int32Builder, Int64Builder, ListBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use rustc_hash::FxHashMap;

use super::record::{
    self, ADDRESS, BANDS, Banded, Key, NAMED, Named, OfSite, Out, PARAGRAPHS, Paragraph, TEXT,
};
use super::{Step, Work, columns};
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

/// The columns of keys.
fn schema() -> Schema {
    columns([
        ("row", DataType::Int64),
        ("id", DataType::Utf8),
        ("text", DataType::Binary),
        ("address", DataType::Binary),
        ("site", DataType::Int64),
        ("bands", list(DataType::Int64)),
        ("sketch", DataType::Binary),
        ("paragraphs", list(DataType::Struct(paragraph_fields()))),
    ])
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
        schema(),
        Keyed(Arc::new(schema())),
    )
}

/// The text of a cell.
fn cell(of: &StringArray, at: usize) -> Option<&str> {
    of.is_valid(at).then(|| of.value(at))
}

struct Keyed(SchemaRef);

impl Work for Keyed {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        Ok(vec![RecordBatch::try_new(
            Arc::clone(&self.0),
            keys_of(batch),
        )?])
    }
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

/// The kinds of records that keys give.
pub const KINDS: [&str; 5] = [
    TEXT.name,
    ADDRESS.name,
    BANDS.name,
    NAMED.name,
    PARAGRAPHS.name,
];

/// From keys to records of some kinds; `None` where there is no such kind.
pub fn records(kinds: &[&str], parts: u32, place: Option<u32>) -> Option<Step> {
    let kinds = kinds
        .iter()
        .map(|kind| KINDS.into_iter().find(|of| of == kind));
    let work = Sending {
        kinds: kinds.collect::<Option<_>>()?,
        parts: parts.max(1),
        place,
    };
    Some(Step::new(schema(), record::schema(), work))
}

struct Sending {
    kinds: Vec<&'static str>,
    parts: u32,
    place: Option<u32>,
}

impl Work for Sending {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        let rows = batch["row"].as_primitive::<Int64Type>().values();
        let wanted = |kind: &str| self.kinds.contains(&kind);
        let wanted = KINDS.map(wanted);
        let mut out = Out::new(self.parts);
        for (at, row) in rows.iter().enumerate() {
            let of_row = Row {
                batch,
                at,
                number: *row,
                place: self.place.unwrap_or_else(|| out.part(*row as u64)),
            };
            let [text, address, bands, named, paragraphs] = wanted;
            if text && let Some(key) = of_row.key("text") {
                out.push(&TEXT, out.part(key.hash as u64), &key);
            }
            if address && let Some(key) = of_row.key("address") {
                out.push(&ADDRESS, out.part(key.hash as u64), &key);
            }
            if bands {
                of_row.push_bands(&mut out);
            }
            if named {
                out.push(&NAMED, of_row.place, &of_row.named());
            }
            if paragraphs && let Some(paragraphs) = of_row.paragraphs() {
                out.push(&PARAGRAPHS, of_row.place, &paragraphs);
            }
        }
        out.batches()
    }
}

/// A row of the keys, and where its records go.
struct Row<'a> {
    batch: &'a RecordBatch,
    at: usize,
    number: i64,
    place: u32,
}

impl<'a> Row<'a> {
    fn bytes(&self, column: &str) -> Option<&'a [u8]> {
        let column = self.batch[column].as_binary::<i32>();
        column.is_valid(self.at).then(|| column.value(self.at))
    }

    fn key(&self, column: &str) -> Option<Key> {
        Some(Key {
            hash: u128::from_be_bytes(self.bytes(column)?.try_into().ok()?),
            row: self.number,
            place: self.place,
        })
    }

    fn push_bands(&self, out: &mut Out) {
        let column = self.batch["bands"].as_list::<i32>();
        if column.is_null(self.at) {
            return;
        }
        let bands = column.value(self.at);
        let mut of_parts: FxHashMap<u32, Banded> = FxHashMap::default();
        for band in bands.as_primitive::<Int64Type>().values() {
            let band = *band as u64;
            let of_part = of_parts.entry(out.part(band)).or_insert_with(|| Banded {
                row: self.number,
                place: self.place,
                text: self.key("text").map_or(0, |text| text.hash as u64),
                bands: Vec::new(),
            });
            of_part.bands.push(band);
        }
        for (part, banded) in of_parts {
            out.push(&BANDS, part, &banded);
        }
    }

    fn named(&self) -> Named {
        let ids = self.batch["id"].as_string::<i32>();
        Named {
            row: self.number,
            id: cell(ids, self.at).unwrap_or_default().to_owned(),
            sketch: self.bytes("sketch").unwrap_or_default().to_owned(),
        }
    }

    /// The paragraphs of a row whose site is known.
    fn paragraphs(&self) -> Option<OfSite> {
        let site = self.batch["site"]
            .as_primitive::<Int64Type>()
            .value(self.at) as u64;
        let column = self.batch["paragraphs"].as_list::<i32>();
        if site == 0 || column.is_null(self.at) {
            return None;
        }
        let items = column.value(self.at);
        let items = items.as_struct();
        let hashes = items.column(0).as_primitive::<Int64Type>().values();
        let begins = items.column(1).as_primitive::<Int32Type>().values();
        let lens = items.column(2).as_primitive::<Int32Type>().values();
        let each = hashes.iter().zip(begins).zip(lens).zip(0..);
        let paragraphs = each
            .map(|(((hash, begin), len), number)| {
                (*hash as u64, number, *begin as u32, *len as u32)
            })
            .filter(|(_, _, _, len): &Paragraph| *len > 0);
        Some(OfSite {
            site,
            row: self.number,
            place: self.place,
            is_copy: false,
            all: lens.iter().map(|len| *len as u32).sum(),
            paragraphs: paragraphs.collect(),
        })
    }
}
