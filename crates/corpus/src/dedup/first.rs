//! The first of those that have the same key.

use std::io;
use std::path::Path;

use super::sort::{Sorted, Sorter};

/// Finds, of rows with the same key, the first.
pub struct Firsts {
    keys: Sorter<3>,
    folder: std::path::PathBuf,
    memory: usize,
}

impl Firsts {
    /// One that holds no more than `memory` bytes; the rest is in files in `folder`.
    pub fn new(folder: &Path, memory: usize) -> Self {
        Self {
            keys: Sorter::new(folder, memory),
            folder: folder.to_owned(),
            memory,
        }
    }

    /// Takes the key of a row.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, key: u128, row: u64) -> io::Result<()> {
        self.keys.push([(key >> 64) as u64, key as u64, row])
    }

    /// Every row whose key an earlier one has, and the first that has it: `[row, first]`, by row.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<Sorted<2>> {
        let keys = self.keys.finish()?;
        let mut pairs = Sorter::new(&self.folder, self.memory);
        let mut last: Option<[u64; 3]> = None;
        for record in keys.read()? {
            let record = record?;
            match last {
                Some(first) if first[..2] == record[..2] => pairs.push([record[2], first[2]])?,
                _ => last = Some(record),
            }
        }
        pairs.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_lead_to_the_first_of_their_key() {
        let folder = tempfile::tempdir().unwrap();
        let mut firsts = Firsts::new(folder.path(), 100);
        for (row, key) in [7u128, 1 << 100, 7, 9, 7, 1 << 100].into_iter().enumerate() {
            firsts.push(key, row as u64).unwrap();
        }
        let pairs: Vec<_> = firsts
            .finish()
            .unwrap()
            .read()
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(pairs, [[2, 0], [4, 0], [5, 1]]);
    }
}
