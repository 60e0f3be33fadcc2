//! Paragraphs that stand on several pages of a site: what the site says under every report.

use std::io;
use std::path::{Path, PathBuf};

use super::sort::{Sorted, Sorter};

/// On so many pages a paragraph must stand to count as repeated. One other page may be the same report at another address.
pub const FEWEST_PAGES: u64 = 3;

/// Finds repeated paragraphs.
pub struct Paragraphs {
    /// Site, hash, row, number in the row.
    all: Sorter<4>,
    folder: PathBuf,
    memory: usize,
}

impl Paragraphs {
    /// One that holds no more than `memory` bytes; the rest is in files in `folder`.
    pub fn new(folder: &Path, memory: usize) -> Self {
        Self {
            all: Sorter::new(folder, memory),
            folder: folder.to_owned(),
            memory,
        }
    }

    /// Takes a paragraph of a row of a site, by the hashes of both and its number in the row.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, site: u64, paragraph: u64, row: u64, number: u64) -> io::Result<()> {
        self.all.push([site, paragraph, row, number])
    }

    /// Every paragraph that stands on [`FEWEST_PAGES`] pages of its site or more: `[row, number, pages]`, by row. Rows of which
    /// `is_copy` says so do not count as pages, since copies of a report repeat all of it.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self, is_copy: impl Fn(u64) -> bool) -> io::Result<Sorted<3>> {
        let all = self.all.finish()?;
        let mut out = Sorter::new(&self.folder, self.memory);
        // Two readers of the same paragraphs: one counts the pages of a group, the other follows and gives the group on.
        let mut ahead = all.read()?.peekable();
        let mut behind = all.read()?;
        while let Some(first) = ahead.next() {
            let first = first?;
            let is_of_group = |other: &[u64; 4]| other[..2] == first[..2];
            let (mut len, mut last) = (1u64, first[2]);
            let mut pages = u64::from(!is_copy(first[2]));
            while let Some(next) = ahead.next_if(|next| next.as_ref().map_or(true, is_of_group)) {
                let next = next?;
                len += 1;
                pages += u64::from(next[2] != last && !is_copy(next[2]));
                last = next[2];
            }
            for _ in 0..len {
                let Some(record) = behind.next() else { break };
                let [_, _, row, number] = record?;
                if pages >= FEWEST_PAGES {
                    out.push([row, number, pages])?;
                }
            }
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_on_three_pages_of_a_site_is_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let mut paragraphs = Paragraphs::new(folder.path(), 64);
        for row in 0..4 {
            paragraphs.push(1, 100, row, 0).unwrap();
            paragraphs.push(1, 200 + row, row, 1).unwrap();
            // On another site each.
            paragraphs.push(10 + row, 300, row, 2).unwrap();
            // Twice on the same page is one page.
            paragraphs.push(1, 400 + row / 2, row, 3).unwrap();
            paragraphs.push(1, 400 + row / 2, row, 4).unwrap();
        }
        let found = |is_copy: fn(u64) -> bool| -> Vec<[u64; 3]> {
            let mut copy = Paragraphs::new(folder.path(), 64);
            for record in [
                [1, 100, 0, 0],
                [1, 100, 1, 0],
                [1, 100, 2, 0],
                [1, 100, 3, 0],
            ] {
                copy.push(record[0], record[1], record[2], record[3])
                    .unwrap();
            }
            let sorted = copy.finish(is_copy).unwrap();
            sorted.read().unwrap().map(Result::unwrap).collect()
        };
        let all: Vec<_> = paragraphs
            .finish(|_| false)
            .unwrap()
            .read()
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(all, [[0, 0, 4], [1, 0, 4], [2, 0, 4], [3, 0, 4]]);
        assert_eq!(found(|row| row == 3).len(), 4);
        assert_eq!(found(|row| row >= 2).len(), 0);
    }
}
