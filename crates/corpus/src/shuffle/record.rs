//! What travels between rounds: records, and how an engine sees them.

use std::marker::PhantomData;
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Int32Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Schema};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::columns;

/// Bytes of a value from which on another is begun: what an engine copies at once stays small.
const FULL: usize = 1 << 20;
/// Bytes of the values of a batch: far below what one column of Arrow can hold.
const BATCH: usize = 64 << 20;

/// A kind of records, by its name.
pub struct Kind<T> {
    pub name: &'static str,
    of: PhantomData<T>,
}

impl<T> Kind<T> {
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            of: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> Kind<T> {
    /// Reads records of this kind.
    ///
    /// # Errors
    /// Bytes that are none.
    pub fn read(&self, mut data: &[u8], mut give: impl FnMut(T)) -> Result<(), ArrowError> {
        while !data.is_empty() {
            let (record, rest) = postcard::take_from_bytes(data).map_err(|error| {
                let name = self.name;
                ArrowError::InvalidArgumentError(format!("records of {name:?}: {error}"))
            })?;
            give(record);
            data = rest;
        }
        Ok(())
    }

    /// Reads records of this kind, behind others.
    ///
    /// # Errors
    /// Bytes that are none.
    pub fn collect(&self, data: &[u8], into: &mut Vec<T>) -> Result<(), ArrowError> {
        self.read(data, |record| into.push(record))
    }
}

/// A key of a row: rows with the same are copies.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    pub hash: u128,
    pub row: i64,
    pub place: u32,
}

/// Bands of a row, and a hash of its text, of which only the first row is compared.
#[derive(Serialize, Deserialize)]
pub struct Banded {
    pub row: i64,
    pub place: u32,
    pub text: u64,
    pub bands: Vec<u64>,
}

/// The name of a row and its sketch, which is empty where there is none.
#[derive(Serialize, Deserialize)]
pub struct Named {
    pub row: i64,
    pub id: String,
    pub sketch: Vec<u8>,
}

/// A row that is a copy of a first one, at whose place this is.
#[derive(Serialize, Deserialize)]
pub struct Copied {
    pub first: i64,
    pub row: i64,
    pub place: u32,
}

/// Two rows to be compared, at the place of the later.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pair {
    pub row: i64,
    pub earlier: i64,
    pub place: u32,
    pub earlier_place: u32,
}

/// The same at the place of the earlier, with the sketch of the later.
#[derive(Serialize, Deserialize)]
pub struct Candidate {
    pub row: i64,
    pub earlier: i64,
    pub place: u32,
    pub sketch: Vec<u8>,
}

/// Two rows that are nearly the same.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alike {
    pub row: i64,
    pub earlier: i64,
    pub place: u32,
}

/// A row and the name of the first row of its kind.
#[derive(Serialize, Deserialize)]
pub struct First {
    pub row: i64,
    pub id: String,
}

/// A paragraph: its text, its number in the body, where it begins and how long it is.
pub type Paragraph = (u64, u32, u32, u32);

/// Paragraphs of a row, and the length of all of them.
#[derive(Serialize, Deserialize)]
pub struct OfSite {
    pub site: u64,
    pub row: i64,
    pub place: u32,
    pub is_copy: bool,
    pub all: u32,
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of a row that stands on so many pages.
#[derive(Serialize, Deserialize)]
pub struct Repeated {
    pub row: i64,
    pub all: u32,
    pub begin: u32,
    pub end: u32,
    pub pages: u32,
}

pub const TEXT: Kind<Key> = Kind::new("text");
pub const ADDRESS: Kind<Key> = Kind::new("address");
pub const BANDS: Kind<Banded> = Kind::new("bands");
pub const NAMED: Kind<Named> = Kind::new("named");
pub const PARAGRAPHS: Kind<OfSite> = Kind::new("paragraphs");

/// What is found of `TEXT` and `ADDRESS`.
pub const SAME_TEXT: Kind<Copied> = Kind::new("same-text");
pub const SAME_ADDRESS: Kind<Copied> = Kind::new("same-address");
pub const PAIR: Kind<Pair> = Kind::new("pair");

pub const CANDIDATE: Kind<Candidate> = Kind::new("candidate");
pub const ALIKE: Kind<Alike> = Kind::new("alike");
/// The rows that are alike: those that are the earlier have their names.
pub const MEMBER: Kind<Named> = Kind::new("member");

/// The paragraphs of rows, at the part of their texts.
pub const PARAGRAPH: Kind<OfSite> = Kind::new("paragraph");

/// What there is to say of a row.
pub const ADDRESS_OF: Kind<First> = Kind::new("address-of");
pub const EXACT_OF: Kind<First> = Kind::new("exact-of");
pub const NEAR_OF: Kind<First> = Kind::new("near-of");
pub const REPEATED: Kind<Repeated> = Kind::new("repeated");

/// Records as an engine has them: the part they go to, their kind, and the records.
pub fn schema() -> Schema {
    columns([
        ("part", DataType::Int32),
        ("kind", DataType::Utf8),
        ("data", DataType::Binary),
    ])
}

/// The records of a batch.
pub fn each(
    batch: &RecordBatch,
    mut give: impl FnMut(&str, &[u8]) -> Result<(), ArrowError>,
) -> Result<(), ArrowError> {
    let kinds = batch["kind"].as_string::<i32>();
    let data = batch["data"].as_binary::<i32>();
    (0..batch.num_rows())
        .filter(|at| kinds.is_valid(*at) && data.is_valid(*at))
        .try_for_each(|at| give(kinds.value(at), data.value(at)))
}

/// Records on their way.
pub struct Out {
    parts: u32,
    open: FxHashMap<(&'static str, u32), Vec<u8>>,
    full: Vec<(&'static str, u32, Vec<u8>)>,
    /// Bytes of all of them.
    len: usize,
}

impl Out {
    /// Those of hashes go to so many parts.
    pub fn new(parts: u32) -> Self {
        Self {
            parts: parts.max(1),
            open: FxHashMap::default(),
            full: Vec::new(),
            len: 0,
        }
    }

    /// The part of a hash.
    pub fn part(&self, hash: u64) -> u32 {
        (hash % u64::from(self.parts)) as u32
    }

    /// Sends a record to a part.
    pub fn push<T: Serialize>(&mut self, kind: &Kind<T>, part: u32, record: &T) {
        let data = self.open.entry((kind.name, part)).or_default();
        let before = data.len();
        *data = postcard::to_extend(record, std::mem::take(data))
            .expect("what has a length that is known goes into memory");
        self.len += data.len() - before;
        if data.len() >= FULL {
            self.full.push((kind.name, part, std::mem::take(data)));
        }
    }

    /// Those that are enough for a batch, and none where there are fewer.
    ///
    /// # Errors
    /// None: the columns are those of [`schema`].
    pub fn enough(&mut self) -> Result<Vec<RecordBatch>, ArrowError> {
        if self.len < BATCH {
            return Ok(Vec::new());
        }
        std::mem::replace(self, Self::new(self.parts)).batches()
    }

    /// All of them.
    ///
    /// # Errors
    /// None: the columns are those of [`schema`].
    pub fn batches(mut self) -> Result<Vec<RecordBatch>, ArrowError> {
        let open = self.open.into_iter().filter(|(_, data)| !data.is_empty());
        self.full
            .extend(open.map(|((kind, part), data)| (kind, part, data)));
        // In an order of their own, whatever the map's.
        self.full.sort_by_key(|(kind, part, _)| (*part, *kind));
        let schema = Arc::new(schema());
        let mut batches = Vec::new();
        let mut values = self.full.iter().peekable();
        while values.peek().is_some() {
            let mut parts = Int32Builder::new();
            let mut kinds = StringBuilder::new();
            let mut data = BinaryBuilder::new();
            let mut len = 0;
            while let Some((kind, part, value)) = values.next_if(|_| len < BATCH) {
                parts.append_value(*part as i32);
                kinds.append_value(kind);
                data.append_value(value);
                len += value.len();
            }
            batches.push(RecordBatch::try_new(
                Arc::clone(&schema),
                vec![
                    Arc::new(parts.finish()),
                    Arc::new(kinds.finish()),
                    Arc::new(data.finish()),
                ],
            )?);
        }
        Ok(batches)
    }
}
