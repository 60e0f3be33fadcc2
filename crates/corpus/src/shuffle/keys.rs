//! What rows are compared by, and the records of it of which a round takes some.

use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use rustc_hash::FxHashMap;

use super::record::{
    self, ADDRESS, BANDS, Banded, Key, NAMED, Named, OfSite, Out, PARAGRAPHS, TEXT,
};
use super::{Step, Work, columns};
use crate::dedup::minhash::Signature;
use crate::keys::{Counted, Keys};
use crate::list::ListReader;

/// Rows with their [`Keys`], as bytes.
fn schema() -> Schema {
    columns([("row", DataType::Int64), ("keys", DataType::Binary)])
}

fn keyed<'a>(
    schema: SchemaRef,
    rows: Vec<i64>,
    keys: impl Iterator<Item = &'a Keys>,
) -> Result<RecordBatch, ArrowError> {
    let mut bytes = BinaryBuilder::new();
    for keys in keys {
        let keys = postcard::to_stdvec(keys).map_err(io::Error::other)?;
        bytes.append_value(keys);
    }
    let columns = vec![
        Arc::new(Int64Array::from(rows)) as _,
        Arc::new(bytes.finish()) as _,
    ];
    RecordBatch::try_new(schema, columns)
}

/// The keys of a file ([`crate::task::Read::keys`]), whose first row has this number.
///
/// # Errors
/// What the system says, and a file that is none.
pub fn of_list(path: &Path, first: i64, rows: usize) -> Result<RecordBatch, ArrowError> {
    let mut list = ListReader::open(path)?;
    let keys: Vec<Keys> = (0..rows).map(|_| list.next()).collect::<io::Result<_>>()?;
    let numbers = (first..).take(rows).collect();
    keyed(Arc::new(schema()), numbers, keys.iter())
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
        Keying(Arc::new(schema())),
    )
}

struct Keying(SchemaRef);

impl Work for Keying {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        let texts = |name: &str| batch[name].as_string::<i32>();
        let [ids, bodies, addresses, urls, sites] =
            ["id", "articleBody", "address", "url", "site"].map(texts);
        let keys = (0..batch.num_rows()).map(|at| {
            Keys::of(
                cell(ids, at).unwrap_or_default().to_owned(),
                cell(bodies, at).unwrap_or_default(),
                cell(addresses, at).or_else(|| cell(urls, at)),
                cell(sites, at),
                Counted::default(),
            )
        });
        let keys: Vec<Keys> = keys.collect();
        let rows = batch["row"].as_primitive::<Int64Type>().values().to_vec();
        Ok(vec![keyed(Arc::clone(&self.0), rows, keys.iter())?])
    }
}

/// The text of a cell.
fn cell(of: &StringArray, at: usize) -> Option<&str> {
    of.is_valid(at).then(|| of.value(at))
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
    let is_known = kinds.iter().all(|kind| KINDS.contains(kind));
    let sending = Sending {
        wanted: KINDS.map(|kind| kinds.contains(&kind)),
        parts,
        place,
    };
    is_known.then(|| Step::new(schema(), record::schema(), sending))
}

struct Sending {
    /// Which of [`KINDS`].
    wanted: [bool; KINDS.len()],
    parts: u32,
    place: Option<u32>,
}

impl Work for Sending {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        let rows = batch["row"].as_primitive::<Int64Type>().values();
        let keys = batch["keys"].as_binary::<i32>();
        let mut out = Out::new(self.parts);
        for (row, keys) in rows.iter().zip(keys.iter().flatten()) {
            let keys: Keys = postcard::from_bytes(keys).map_err(io::Error::other)?;
            let place = self.place.unwrap_or_else(|| out.part(*row as u64));
            self.send(*row, place, keys, &mut out);
        }
        out.batches()
    }
}

impl Sending {
    fn send(&self, row: i64, place: u32, keys: Keys, out: &mut Out) {
        let [text, address, bands, named, paragraphs] = self.wanted;
        let key = |hash| Key { hash, row, place };
        if let Some(hash) = keys.text.filter(|_| text) {
            out.push(&TEXT, out.part(hash as u64), &key(hash));
        }
        if let Some(hash) = keys.address.filter(|_| address) {
            out.push(&ADDRESS, out.part(hash as u64), &key(hash));
        }
        let signature = Signature::from_bytes(&keys.signature);
        if let Some(signature) = signature.as_ref().filter(|_| bands) {
            let mut of_parts: FxHashMap<u32, Banded> = FxHashMap::default();
            for band in signature.bands {
                let of_part = of_parts.entry(out.part(band)).or_insert_with(|| Banded {
                    row,
                    place,
                    text: keys.text.unwrap_or_default() as u64,
                    bands: Vec::new(),
                });
                of_part.bands.push(band);
            }
            for (part, banded) in of_parts {
                out.push(&BANDS, part, &banded);
            }
        }
        if paragraphs && keys.site != 0 {
            let each = keys.paragraphs.iter().zip(0..);
            let paragraphs =
                each.filter(|(paragraph, _)| paragraph.len > 0)
                    .map(|(paragraph, number)| {
                        (paragraph.hash, number, paragraph.begin, paragraph.len)
                    });
            let of_site = OfSite {
                site: keys.site,
                row,
                place,
                is_copy: false,
                all: keys.paragraphs.iter().map(|paragraph| paragraph.len).sum(),
                paragraphs: paragraphs.collect(),
            };
            out.push(&PARAGRAPHS, place, &of_site);
        }
        if named {
            let sketch = signature.map_or_else(Vec::new, |of| of.sketch.to_vec());
            let id = keys.id;
            out.push(&NAMED, place, &Named { row, id, sketch });
        }
    }
}
