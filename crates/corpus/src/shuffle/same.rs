//! Rows that have a hash in common: copies of a text or an address, and pairs that agree in a band.

use std::io;

use arrow_schema::ArrowError;
use rustc_hash::FxHashSet;

use super::RoundWork;
use super::record::{
    ADDRESS, BANDS, Copied, Key, Kind, Out, PAIR, Pair, SAME_ADDRESS, SAME_TEXT, TEXT,
};
use crate::dedup::near::Bucket;

/// From keys and bands to copies, each at the place of the first row of its key, and to pairs, some of them from several parts.
#[derive(Default)]
pub struct Same {
    texts: Vec<Key>,
    addresses: Vec<Key>,
    bands: Vec<Band>,
}

/// A band of a row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Band {
    hash: u64,
    row: i64,
    place: u32,
    text: u64,
}

impl RoundWork for Same {
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == TEXT.name {
            return TEXT.collect(data, &mut self.texts);
        }
        if kind == ADDRESS.name {
            return ADDRESS.collect(data, &mut self.addresses);
        }
        if kind == BANDS.name {
            return BANDS.read(data, |of_row| {
                let (row, place, text) = (of_row.row, of_row.place, of_row.text);
                let bands = of_row.bands.into_iter();
                self.bands.extend(bands.map(|hash| Band {
                    hash,
                    row,
                    place,
                    text,
                }));
            });
        }
        Ok(())
    }

    fn finish(self, out: &mut Out) -> Result<(), ArrowError> {
        copies(self.texts, &SAME_TEXT, out);
        copies(self.addresses, &SAME_ADDRESS, out);
        for pair in pairs(self.bands)? {
            out.push(&PAIR, pair.place, &pair);
        }
        Ok(())
    }
}

fn copies(mut keys: Vec<Key>, kind: &Kind<Copied>, out: &mut Out) {
    keys.sort_unstable();
    for of_key in keys.chunk_by(|one, other| one.hash == other.hash) {
        let [first, copies @ ..] = of_key else {
            continue;
        };
        for copy in copies {
            let copied = Copied {
                first: first.row,
                row: copy.row,
                place: copy.place,
            };
            out.push(kind, first.place, &copied);
        }
    }
}

/// The pairs to be compared, each once.
fn pairs(mut bands: Vec<Band>) -> io::Result<Vec<Pair>> {
    bands.sort_unstable();
    let mut pairs = Vec::new();
    // Two rows may agree in all their bands: those that come again are left out before they are too many.
    let mut most = 1 << 16;
    let mut bucket = Bucket::default();
    for of_band in bands.chunk_by(|one, other| one.hash == other.hash) {
        let mut texts = FxHashSet::default();
        for (at, later) in of_band.iter().enumerate() {
            // A copy of a text leads where the text does. It has all bands of the text, so that the first of a text here is the
            // first of all.
            if !texts.insert(later.text) {
                continue;
            }
            bucket.take(later.hash, at as u64, |earlier| {
                let earlier = &of_band[earlier as usize];
                pairs.push(Pair {
                    row: later.row,
                    earlier: earlier.row,
                    place: later.place,
                    earlier_place: earlier.place,
                });
                Ok(())
            })?;
        }
        if pairs.len() > most {
            once(&mut pairs);
            most = most.max(2 * pairs.len());
        }
    }
    once(&mut pairs);
    Ok(pairs)
}

fn once(pairs: &mut Vec<Pair>) {
    pairs.sort_unstable();
    pairs.dedup();
}
