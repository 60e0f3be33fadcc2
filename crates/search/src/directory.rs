//! Where the files of an index are.
//!
//! Most of an index is where each word stands. A file that is mapped counts, page by page as it is looked at, as memory of the
//! process, and whoever limits a service by what it holds counts it as well. A search goes through what it needs of these
//! lists once, from the beginning: they are read instead, a word at a time, and stay in memory for as long as one search takes.
//! The system keeps the pages at hand as before, in memory that it takes back when it is needed.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback,
    WatchHandle, WritePtr,
};

/// What the lists of a segment's words end on: in which reports each is, and where in them.
const LISTS: [&str; 2] = ["idx", "pos"];

/// A folder whose files are mapped, but for the lists of where words are, which are read.
#[derive(Clone, Debug)]
pub struct ListsRead {
    dir: PathBuf,
    mapped: MmapDirectory,
}

impl ListsRead {
    /// The files of a folder that is there.
    pub fn open(dir: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            dir: dir.to_owned(),
            mapped: MmapDirectory::open(dir)?,
        })
    }
}

impl Directory for ListsRead {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !path
            .extension()
            .is_some_and(|end| LISTS.iter().any(|list| end == *list))
        {
            return self.mapped.get_file_handle(path);
        }
        match List::open(&self.dir.join(path)) {
            Ok(list) => Ok(Arc::new(list)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    // The default would make do with a file that is there or not, which outlives a process that is killed.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

/// A file of lists. It is never changed, and is read while it is open even where it has been deleted.
#[derive(Debug)]
struct List {
    file: File,
    len: usize,
}

impl List {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        let len = usize::try_from(len).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(Self { file, len })
    }
}

impl HasLen for List {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for List {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        // A file that is damaged may name a place that it does not have, and more bytes than there is memory for.
        if range.start > range.end || range.end > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_within_their_bounds() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("one.idx"), b"0123456789").expect("a file");
        let files = ListsRead::open(dir.path()).expect("a folder that is there");
        let list = files
            .get_file_handle(Path::new("one.idx"))
            .expect("it is there");
        assert_eq!(list.len(), 10);
        assert_eq!(list.read_bytes(2..5).expect("within").as_slice(), b"234");
        assert!(list.read_bytes(10..10).expect("nothing").is_empty());
        let error = list.read_bytes(8..11).expect_err("behind its end");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        files.delete(Path::new("one.idx")).expect("it is there");
        assert_eq!(list.read_bytes(0..1).expect("still open").as_slice(), b"0");
        assert!(matches!(
            files.get_file_handle(Path::new("one.idx")),
            Err(OpenReadError::FileDoesNotExist(_))
        ));
    }
}
