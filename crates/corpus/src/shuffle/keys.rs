//! What rows are compared by, and the records of it of which a round takes some.

use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Schema};
use rustc_hash::FxHashMap;

use super::record::{
    self, ADDRESS, BANDS, Banded, Key, NAMED, Named, OfSite, Out, PARAGRAPHS, TEXT,
};
use super::{Step, Work, columns};
use crate::dedup::minhash::{Signature, splitmix};
use crate::keys::{Counted, Keys};
use crate::list::ListReader;

/// Rows of a batch.
const BATCH: usize = 10_000;

/// Rows, where they have any their places, and their [`Keys`] as bytes.
fn schema() -> Schema {
    columns([
        ("row", DataType::Int64),
        ("place", DataType::Int32),
        ("keys", DataType::Binary),
    ])
}

fn keyed(rows: Vec<i64>, place: Option<i32>, keys: &[Keys]) -> Result<RecordBatch, ArrowError> {
    let mut bytes = BinaryBuilder::new();
    for keys in keys {
        let keys = postcard::to_stdvec(keys).map_err(io::Error::other)?;
        bytes.append_value(keys);
    }
    let places: Int32Array = rows.iter().map(|_| place).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(rows)),
        Arc::new(places),
        Arc::new(bytes.finish()),
    ];
    RecordBatch::try_new(Arc::new(schema()), columns)
}

/// The keys in a file ([`crate::task::Read::keys`]) of so many rows, of which the first has this number, all of one place.
///
/// # Errors
/// What the system says, and a file that is none.
pub fn of_list(
    path: &Path,
    rows: usize,
    first: i64,
    place: i32,
) -> Result<Vec<RecordBatch>, ArrowError> {
    let mut list = ListReader::open(path)?;
    let batches = (0..rows).step_by(BATCH).map(|begin| {
        let len = BATCH.min(rows - begin);
        let keys = (0..len).map(|_| list.next());
        let keys: Vec<Keys> = keys.collect::<io::Result<_>>()?;
        let numbers = (first + begin as i64..).take(len).collect();
        keyed(numbers, Some(place), &keys)
    });
    batches.collect()
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
        Keying,
    )
}

struct Keying;

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
        let rows = batch["row"].as_primitive::<Int64Type>();
        if rows.null_count() > 0 {
            let message = "row: it is null; give every row a number of its own";
            return Err(ArrowError::InvalidArgumentError(message.to_owned()));
        }
        Ok(vec![keyed(rows.values().to_vec(), None, &keys)?])
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
pub fn records(kinds: &[&str], parts: u32) -> Option<Step> {
    let is_known = kinds.iter().all(|kind| KINDS.contains(kind));
    let sending = Sending {
        wanted: KINDS.map(|kind| kinds.contains(&kind)),
        out: Out::new(parts),
    };
    is_known.then(|| Step::new(schema(), record::schema(), sending))
}

struct Sending {
    /// Which of [`KINDS`].
    wanted: [bool; KINDS.len()],
    out: Out,
}

impl Work for Sending {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        let rows = batch["row"].as_primitive::<Int64Type>().values();
        let places = batch["place"].as_primitive::<Int32Type>();
        let keys = batch["keys"].as_binary::<i32>();
        for ((row, place), keys) in rows.iter().zip(places).zip(keys) {
            let keys = keys.unwrap_or_default();
            let keys: Keys = postcard::from_bytes(keys).map_err(io::Error::other)?;
            // Mixed, since numbers of rows may have much in common.
            let part = || self.out.part(splitmix(&mut (*row as u64)));
            let place = place.map_or_else(part, |place| place as u32);
            self.send(*row, place, keys);
        }
        self.out.enough()
    }

    fn finish(self: Box<Self>) -> Result<Vec<RecordBatch>, ArrowError> {
        self.out.batches()
    }
}

impl Sending {
    fn send(&mut self, row: i64, place: u32, keys: Keys) {
        let out = &mut self.out;
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
