//! Values in a file, one after the other, read in the order in which they were written.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of the file held in memory.
const BUFFER: usize = 256 << 10;

/// Writes values to a file.
pub struct ListWriter<T> {
    file: BufWriter<File>,
    of: PhantomData<T>,
}

impl<T: Serialize> ListWriter<T> {
    /// Makes the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(BUFFER, File::create(path)?),
            of: PhantomData,
        })
    }

    /// Writes the next value.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, value: &T) -> io::Result<()> {
        let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
        let len = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.file.write_all(&len.to_le_bytes())?;
        self.file.write_all(&bytes)
    }

    /// Brings the file to the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_all()
    }
}

/// Reads the values of a file.
pub struct ListReader<T> {
    file: BufReader<File>,
    buffer: Vec<u8>,
    of: PhantomData<T>,
}

impl<T: DeserializeOwned> ListReader<T> {
    /// Opens the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufReader::with_capacity(BUFFER, File::open(path)?),
            buffer: Vec::new(),
            of: PhantomData,
        })
    }

    /// The next value, so long as there are values: the reader's user knows how many.
    ///
    /// # Errors
    /// What the system says, and a file that ends too soon.
    pub fn next(&mut self) -> io::Result<T> {
        let mut len = [0; 4];
        self.file.read_exact(&mut len)?;
        self.buffer.resize(u32::from_le_bytes(len) as usize, 0);
        self.file.read_exact(&mut self.buffer)?;
        postcard::from_bytes(&self.buffer).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_in_their_order() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("list");
        let values = [Some("خبر".to_owned()), None, Some("x".repeat(1 << 20))];
        let mut writer = ListWriter::create(&path).unwrap();
        for value in &values {
            writer.push(value).unwrap();
        }
        writer.finish().unwrap();
        let mut reader = ListReader::<Option<String>>::open(&path).unwrap();
        for value in &values {
            assert_eq!(reader.next().unwrap(), *value);
        }
        assert!(reader.next().is_err());
    }
}
