//! Nearly the same texts: rows whose signatures agree in a band are compared by their sketches, and every row that is near
//! enough to the first row of a group joins it.
//!
//! A row that is nearly the same as one of a group joins it if it is like the group's first row too, so no chain of small
//! steps puts two texts together that are not alike.

use std::io;
use std::path::{Path, PathBuf};

use super::column::Column;
use super::minhash::{SKETCH, Signature, similarity};
use super::sort::{Sorted, Sorter};

/// The share of words from which on two texts are nearly the same. By `cargo xtask near-duplicates`, copies of which a fifth of
/// the words was changed share 0.72 of them in the middle, three tenths 0.60; of unrelated texts of one language one pair in
/// ten thousand shares more than 0.29.
pub const THRESHOLD: f32 = 0.5;
/// What a row must share with the first row of a group it joins by being nearly the same as another row of it: copies of one
/// text differ from each other more than from the text. Still far above what unrelated texts share.
pub const LEAST_WITH_FIRST: f32 = 0.36;
/// Of rows that agree in a band, each is compared with the first and with so many before it: however many there are, the
/// work grows with their number alone.
const BEFORE: usize = 3;

/// Finds near duplicates.
pub struct Near {
    folder: PathBuf,
    memory: usize,
    bands: Sorter<2>,
    sketches: Column<SKETCH>,
    rows: u64,
}

impl Near {
    /// One that holds no more than about `memory` bytes; the rest is in files in `folder`.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(folder: &Path, memory: usize) -> io::Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            memory,
            bands: Sorter::new(folder, memory),
            sketches: Column::new(folder)?,
            rows: 0,
        })
    }

    /// Takes the signature of the next row, if it has one.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, signature: Option<&Signature>) -> io::Result<()> {
        let row = self.rows;
        self.rows += 1;
        let Some(signature) = signature else {
            return self.sketches.push(&[0; SKETCH]);
        };
        self.sketches.push(&signature.sketch)?;
        for band in signature.bands {
            self.bands.push([band, row])?;
        }
        Ok(())
    }

    /// The first row of the group of every row: itself where it is no near duplicate.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<Column<8>> {
        let pairs = self.pairs()?;
        let mut firsts = Column::new(&self.folder)?;
        let mut pairs = pairs.read()?.peekable();
        for row in 0..self.rows {
            let mut first = row;
            let mut last = None;
            while let Some(pair) = pairs.next_if(|pair| pair.as_ref().map_or(true, |p| p[0] == row))
            {
                let [_, earlier] = pair?;
                if first < row || last == Some(earlier) {
                    continue;
                }
                last = Some(earlier);
                let ours = self.sketches.get(row)?;
                if similarity(&ours, &self.sketches.get(earlier)?) < THRESHOLD {
                    continue;
                }
                let candidate = u64::from_le_bytes(firsts.get(earlier)?);
                if similarity(&ours, &self.sketches.get(candidate)?) >= LEAST_WITH_FIRST {
                    first = candidate;
                }
            }
            firsts.push(&first.to_le_bytes())?;
        }
        Ok(firsts)
    }

    /// The pairs of rows to be compared: `[row, earlier row]`.
    fn pairs(&mut self) -> io::Result<Sorted<2>> {
        let empty = Sorter::new(&self.folder, self.memory);
        let bands = std::mem::replace(&mut self.bands, empty).finish()?;
        let mut pairs = Sorter::new(&self.folder, self.memory);
        let mut bucket = Bucket::default();
        for record in bands.read()? {
            let [band, row] = record?;
            bucket.take(band, row, |earlier| pairs.push([row, earlier]))?;
        }
        pairs.finish()
    }
}

/// Rows that agree in a band, in their order.
#[derive(Default)]
pub(crate) struct Bucket {
    band: Option<u64>,
    first: u64,
    before: [u64; BEFORE],
    len: usize,
}

impl Bucket {
    /// Takes the next row and gives on those it is to be compared with.
    pub(crate) fn take(
        &mut self,
        band: u64,
        row: u64,
        mut give: impl FnMut(u64) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.band != Some(band) {
            *self = Self {
                band: Some(band),
                first: row,
                len: 0,
                before: [row; BEFORE],
            };
            return Ok(());
        }
        give(self.first)?;
        for earlier in &self.before[..self.len.min(BEFORE)] {
            give(*earlier)?;
        }
        self.before[self.len % BEFORE] = row;
        self.len += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::minhash::signature;

    fn text(topic: usize, changed: usize) -> String {
        let word = |i: usize| {
            let number = if i < changed {
                1_000_000 + topic * 7 + i * 131 + changed
            } else {
                i
            };
            format!("topic{topic}word{number}")
        };
        (0..200).map(word).collect::<Vec<_>>().join(" ")
    }

    fn found(texts: &[String]) -> Vec<u64> {
        let folder = tempfile::tempdir().unwrap();
        let mut near = Near::new(folder.path(), 1 << 16).unwrap();
        for text in texts {
            near.push(signature(text).as_ref()).unwrap();
        }
        let mut firsts = near.finish().unwrap();
        let of = |row| u64::from_le_bytes(firsts.get(row).unwrap());
        (0..texts.len() as u64).map(of).collect()
    }

    #[test]
    fn copies_lead_to_the_first() {
        let texts = [
            text(1, 0),
            text(2, 0),
            "short".to_owned(),
            text(1, 20),
            text(3, 0),
            text(2, 10),
            text(1, 0),
        ];
        assert_eq!(found(&texts), [0, 1, 2, 0, 4, 1, 0]);
    }

    #[test]
    fn no_chain_of_small_steps_joins_what_is_not_alike() {
        // Each differs from the one before in a tenth of its words, the last from the first in all of them.
        let texts: Vec<String> = (0..=10)
            .map(|step| {
                let word = |i: usize| format!("word{}", if i < step * 20 { 1000 + i } else { i });
                (0..200).map(word).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let found = found(&texts);
        assert_eq!(found[..3], [0, 0, 0]);
        assert_ne!(found[10], 0);
    }

    #[test]
    fn many_copies_of_one_text_cost_no_more_each() {
        let texts: Vec<String> = (0..3000).map(|i| text(1, i % 5)).collect();
        let found = found(&texts);
        assert!(found.iter().all(|first| *first == 0));
    }
}
