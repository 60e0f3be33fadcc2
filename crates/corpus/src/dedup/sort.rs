//! Sorting more than memory holds: runs are sorted in memory, written down, and merged as they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// So many runs of about one size are merged into one of the next, so that no record is written often.
const MOST_RUNS: usize = 32;
/// Bytes of a run held while it is merged.
const BUFFER: usize = 64 << 10;

/// Sorts records of `N` numbers.
pub struct Sorter<const N: usize> {
    folder: PathBuf,
    /// Records held in memory.
    held: Vec<[u64; N]>,
    most_held: usize,
    /// By size: what is held makes the smallest, and so many of one size one of the next.
    runs: Vec<Vec<File>>,
}

impl<const N: usize> Sorter<N> {
    /// A sorter that holds no more than `memory` bytes and writes the rest to files in `folder`, which are gone with it.
    pub fn new(folder: &Path, memory: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            held: Vec::new(),
            most_held: (memory / (8 * N)).max(1),
            runs: Vec::new(),
        }
    }

    /// Takes a record.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, record: [u64; N]) -> io::Result<()> {
        if self.held.len() >= self.most_held {
            self.spill()?;
        }
        self.held.push(record);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let mut run = Run::create(&self.folder)?;
        for record in &self.held {
            run.push(record)?;
        }
        self.held.clear();
        let mut run = run.finish()?;
        for size in 0.. {
            if size == self.runs.len() {
                self.runs.push(Vec::new());
            }
            let of_size = &mut self.runs[size];
            of_size.push(run);
            if of_size.len() < MOST_RUNS {
                break;
            }
            run = merge_runs::<N>(&self.folder, &std::mem::take(of_size))?;
        }
        Ok(())
    }

    /// Sorts what was taken.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<Sorted<N>> {
        if !self.runs.is_empty() && !self.held.is_empty() {
            self.spill()?;
        }
        self.held.sort_unstable();
        // What is held is held still while it is read, but no more than that.
        self.held.shrink_to_fit();
        Ok(Sorted {
            held: self.held,
            runs: self.runs.into_iter().flatten().collect(),
        })
    }
}

/// Sorted records, which can be read as often as wanted.
pub struct Sorted<const N: usize> {
    held: Vec<[u64; N]>,
    runs: Vec<File>,
}

impl<const N: usize> Sorted<N> {
    /// The records from the smallest on.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&self) -> io::Result<Merge<'_, N>> {
        let runs = self
            .runs
            .iter()
            .map(RunReader::new)
            .collect::<io::Result<_>>()?;
        Merge::new(self.held.iter(), runs)
    }
}

/// Records of several runs in their order.
pub struct Merge<'a, const N: usize> {
    held: std::slice::Iter<'a, [u64; N]>,
    runs: Vec<RunReader<N>>,
    next: BinaryHeap<Reverse<([u64; N], usize)>>,
}

impl<'a, const N: usize> Merge<'a, N> {
    fn new(held: std::slice::Iter<'a, [u64; N]>, runs: Vec<RunReader<N>>) -> io::Result<Self> {
        let mut merge = Self {
            held,
            next: BinaryHeap::with_capacity(runs.len()),
            runs,
        };
        for run in 0..merge.runs.len() {
            merge.refill(run)?;
        }
        Ok(merge)
    }

    fn refill(&mut self, run: usize) -> io::Result<()> {
        if let Some(record) = self.runs[run].next()? {
            self.next.push(Reverse((record, run)));
        }
        Ok(())
    }
}

impl<const N: usize> Iterator for Merge<'_, N> {
    type Item = io::Result<[u64; N]>;

    fn next(&mut self) -> Option<Self::Item> {
        // Either all is in memory or nothing is.
        if let Some(record) = self.held.next() {
            return Some(Ok(*record));
        }
        let Reverse((record, run)) = self.next.pop()?;
        match self.refill(run) {
            Ok(()) => Some(Ok(record)),
            Err(error) => Some(Err(error)),
        }
    }
}

/// A run being written.
struct Run {
    file: BufWriter<File>,
}

impl Run {
    fn create(folder: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        Ok(Self {
            file: BufWriter::with_capacity(BUFFER, file),
        })
    }

    fn push<const N: usize>(&mut self, record: &[u64; N]) -> io::Result<()> {
        for number in record {
            self.file.write_all(&number.to_le_bytes())?;
        }
        Ok(())
    }

    fn finish(self) -> io::Result<File> {
        self.file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
    }
}

/// A run being read. It has a place of its own in the file, since several may read it.
struct RunReader<const N: usize> {
    file: BufReader<FileAt>,
}

impl<const N: usize> RunReader<N> {
    fn new(file: &File) -> io::Result<Self> {
        let file = FileAt {
            file: file.try_clone()?,
            at: 0,
        };
        Ok(Self {
            file: BufReader::with_capacity(BUFFER, file),
        })
    }

    fn next(&mut self) -> io::Result<Option<[u64; N]>> {
        let mut record = [0; N];
        for (at, number) in record.iter_mut().enumerate() {
            let mut bytes = [0; 8];
            match self.file.read_exact(&mut bytes) {
                Err(error) if at == 0 && error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Ok(None);
                }
                other => other?,
            }
            *number = u64::from_le_bytes(bytes);
        }
        Ok(Some(record))
    }
}

/// Reads a file from a place of its own, though its handle is shared.
struct FileAt {
    file: File,
    at: u64,
}

impl Read for FileAt {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(self.at))?;
        let read = self.file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

fn merge_runs<const N: usize>(folder: &Path, runs: &[File]) -> io::Result<File>
where
    [u64; N]: Ord,
{
    let readers = runs
        .iter()
        .map(RunReader::<N>::new)
        .collect::<io::Result<_>>()?;
    let mut merged = Run::create(folder)?;
    for record in Merge::new([].iter(), readers)? {
        merged.push::<N>(&record?)?;
    }
    merged.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(records: &[[u64; 2]], memory: usize) -> Vec<[u64; 2]> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(folder.path(), memory);
        for record in records {
            sorter.push(*record).unwrap();
        }
        let finished = sorter.finish().unwrap();
        let all: Vec<_> = finished.read().unwrap().map(Result::unwrap).collect();
        let (mut first, mut second) = (finished.read().unwrap(), finished.read().unwrap());
        for record in &all {
            assert_eq!(first.next().unwrap().unwrap(), *record);
            assert_eq!(second.next().unwrap().unwrap(), *record);
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn it_sorts(mut records in prop::collection::vec(any::<[u64; 2]>(), 0..400), memory in 16..4000usize) {
            let out = sorted(&records, memory);
            records.sort_unstable();
            prop_assert_eq!(out, records);
        }
    }

    #[test]
    fn many_runs_are_merged_on_the_way() {
        let records: Vec<[u64; 2]> = (0..5000).map(|i| [i * 7919 % 5000, i]).collect();
        let out = sorted(&records, 64);
        assert!(out.is_sorted());
        assert_eq!(out.len(), 5000);
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(folder.path(), 64);
        for record in records {
            sorter.push(record).unwrap();
        }
        let runs: Vec<usize> = sorter.runs.iter().map(Vec::len).collect();
        // 1,249 runs of four records each, in groups of 32, and those in groups of 32.
        assert_eq!(runs, [1249 % 32, 1249 / 32 % 32, 1249 / 1024]);
    }
}
