//! Where the bytes of inputs lie, and how they are had: files, and with the feature `remote` other people's stores.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use parquet::file::reader::{ChunkReader, Length};

#[cfg(feature = "remote")]
pub mod remote;

/// One file, wherever it lies.
#[derive(Debug, Clone)]
pub enum Store {
    /// A file of this machine.
    Local(Arc<PathBuf>),
    /// Bytes in memory.
    Memory(Arc<[u8]>),
    /// An object of a store elsewhere.
    #[cfg(feature = "remote")]
    Remote(Arc<remote::Object>),
    /// A piece of another: what lies in it as it is.
    Within {
        /// The other.
        store: Arc<Store>,
        /// Where the piece begins in it.
        begin: u64,
        /// How many bytes the piece has.
        len: u64,
    },
}

/// A reader of a file's bytes.
pub type Bytes = Box<dyn Read + Send>;

impl Store {
    /// A file of this machine.
    pub fn local(path: PathBuf) -> Self {
        Self::Local(Arc::new(path))
    }

    /// Bytes in memory.
    pub fn memory(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::Memory(bytes.into())
    }

    /// The `len` bytes of another from `begin` on.
    pub fn within(store: Self, begin: u64, len: u64) -> Self {
        Self::Within {
            store: Arc::new(store),
            begin,
            len,
        }
    }

    /// The bytes from a place on.
    ///
    /// # Errors
    /// What the system or the store says.
    pub fn open(&self, from: u64) -> io::Result<Bytes> {
        match self {
            Self::Local(path) => {
                let mut file = File::open(path.as_path())?;
                file.seek(SeekFrom::Start(from))?;
                Ok(Box::new(file))
            }
            Self::Memory(bytes) => {
                let mut reader = io::Cursor::new(Arc::clone(bytes));
                reader.set_position(from);
                Ok(Box::new(reader))
            }
            #[cfg(feature = "remote")]
            Self::Remote(object) => Ok(Box::new(remote::Object::open(object, from))),
            Self::Within { store, begin, len } => {
                let rest = store.open(begin.saturating_add(from))?;
                Ok(Box::new(rest.take(len.saturating_sub(from))))
            }
        }
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// What the system or the store says.
    pub fn bytes(&self) -> io::Result<u64> {
        match self {
            Self::Local(path) => Ok(path.metadata()?.len()),
            Self::Memory(bytes) => Ok(bytes.len() as u64),
            #[cfg(feature = "remote")]
            Self::Remote(object) => Ok(object.bytes()),
            Self::Within { len, .. } => Ok(*len),
        }
    }

    /// Whether its name alone leads to it: it is a whole file or object, and no piece of one.
    pub fn is_named(&self) -> bool {
        match self {
            Self::Local(path) => path.to_str().is_some(),
            #[cfg(feature = "remote")]
            Self::Remote(_) => true,
            Self::Memory(_) | Self::Within { .. } => false,
        }
    }

    /// How often the store itself has failed, rather than what lies in it. A file of this machine that cannot be read is
    /// damaged like any other: asking again does not mend it.
    pub fn failures(&self) -> u64 {
        match self {
            Self::Local(_) | Self::Memory(_) => 0,
            #[cfg(feature = "remote")]
            Self::Remote(object) => object.failures(),
            Self::Within { store, .. } => store.failures(),
        }
    }

    /// A reader that can go to any place.
    ///
    /// # Errors
    /// What the system or the store says.
    pub fn seekable(&self) -> io::Result<Seekable> {
        Ok(Seekable {
            len: self.bytes()?,
            store: self.clone(),
            at: 0,
            open: None,
        })
    }
}

/// The pieces of a store that a reader of Parquet asks for.
pub struct Chunks {
    store: Store,
    len: u64,
}

impl Store {
    /// The store as a reader of Parquet wants it.
    ///
    /// # Errors
    /// What the system or the store says.
    pub fn chunks(&self) -> io::Result<Chunks> {
        Ok(Chunks {
            len: self.bytes()?,
            store: self.clone(),
        })
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.len
    }
}

impl ChunkReader for Chunks {
    type T = io::BufReader<Bytes>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(io::BufReader::new(self.store.open(start)?))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<bytes::Bytes> {
        // A length from a damaged file is no reason to ask for that much memory.
        let mut bytes = Vec::new();
        let read = self
            .store
            .open(start)?
            .take(length as u64)
            .read_to_end(&mut bytes)?;
        if read < length {
            return Err(parquet::errors::ParquetError::EOF(
                "the file is shorter than it says".to_owned(),
            ));
        }
        Ok(bytes.into())
    }
}

/// Reads a store from any place; going elsewhere opens it anew.
pub struct Seekable {
    store: Store,
    len: u64,
    at: u64,
    open: Option<Bytes>,
}

impl Read for Seekable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let open = match &mut self.open {
            Some(open) => open,
            None => self.open.insert(self.store.open(self.at)?),
        };
        let read = open.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Seekable {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(to) => Some(to),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let to = to.ok_or(io::ErrorKind::InvalidInput)?;
        if to != self.at {
            self.open = None;
            self.at = to;
        }
        Ok(to)
    }
}
