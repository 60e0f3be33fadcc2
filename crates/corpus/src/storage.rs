//! Where the bytes of inputs lie, and how they are had: files, and with the feature `remote` other people's stores.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "remote")]
pub mod remote;

/// One file, wherever it lies.
#[derive(Debug, Clone)]
pub enum Store {
    /// A file of this machine.
    Local(Arc<PathBuf>),
    /// An object of a store elsewhere.
    #[cfg(feature = "remote")]
    Remote(Arc<remote::Object>),
}

/// A reader of a file's bytes.
pub type Bytes = Box<dyn Read + Send>;

impl Store {
    /// A file of this machine.
    pub fn local(path: PathBuf) -> Self {
        Self::Local(Arc::new(path))
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
            #[cfg(feature = "remote")]
            Self::Remote(object) => Ok(Box::new(remote::Object::open(object, from))),
        }
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// What the system or the store says.
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Self::Local(path) => Ok(path.metadata()?.len()),
            #[cfg(feature = "remote")]
            Self::Remote(object) => Ok(object.len()),
        }
    }

    /// A reader that can go to any place.
    ///
    /// # Errors
    /// What the system or the store says.
    pub fn seekable(&self) -> io::Result<Seekable> {
        Ok(Seekable {
            len: self.len()?,
            store: self.clone(),
            at: 0,
            open: None,
        })
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
