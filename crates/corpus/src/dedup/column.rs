//! Values of rows kept on disk, of which any can be had: one after the other in a file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes held until they are written.
const HELD: usize = 256 << 10;

/// Values of `N` bytes, one a row.
pub struct Column<const N: usize> {
    file: File,
    /// How many bytes are in the file.
    written: u64,
    /// What comes after those.
    held: Vec<u8>,
}

impl<const N: usize> Column<N> {
    /// An empty column, in a file in `folder` that is gone with it.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            file: tempfile::tempfile_in(folder)?,
            written: 0,
            held: Vec::with_capacity(HELD),
        })
    }

    /// Adds the value of the next row.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, value: &[u8; N]) -> io::Result<()> {
        if self.held.len() + N > HELD {
            self.file.seek(SeekFrom::Start(self.written))?;
            self.file.write_all(&self.held)?;
            self.written += self.held.len() as u64;
            self.held.clear();
        }
        self.held.extend_from_slice(value);
        Ok(())
    }

    /// The value of a row, which must have one.
    ///
    /// # Errors
    /// What the system says; a row without a value.
    pub fn get(&mut self, row: u64) -> io::Result<[u8; N]> {
        let mut value = [0; N];
        let at = row * N as u64;
        if at < self.written {
            self.file.seek(SeekFrom::Start(at))?;
            self.file.read_exact(&mut value)?;
        } else {
            let at = (at - self.written) as usize;
            let held = self.held.get(at..at + N);
            value.copy_from_slice(held.ok_or(io::ErrorKind::UnexpectedEof)?);
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_value_can_be_had_at_any_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut column = Column::<8>::new(folder.path()).unwrap();
        for row in 0..100_000u64 {
            column.push(&(row * 3).to_le_bytes()).unwrap();
            if row % 997 == 0 {
                let other = row * 31 % (row + 1);
                assert_eq!(column.get(other).unwrap(), (other * 3).to_le_bytes());
            }
        }
        assert!(column.get(100_000).is_err());
    }
}
