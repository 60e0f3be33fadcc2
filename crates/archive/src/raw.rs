//! Pages as they came, kept as WARC.
//!
//! A process begins a file of its own, so that one that was cut off in the middle of a record is never written on.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use khabar_corpus::warc::{NewRecord, RecordKind, Writer};

use crate::archive::stamp;
use crate::error::ArchiveError;
use crate::folder::{Folder, make_private, private_file};
use crate::time::{self, Seconds};

/// A file is closed once it has so many bytes, as crawlers do.
const FULL: u64 = 1 << 30;

/// Keeps pages as they came.
#[derive(Debug)]
pub struct RawPages {
    folder: PathBuf,
    file: Option<(String, Writer<File>)>,
}

impl RawPages {
    /// Keeps pages in the folder of an archive; nothing is written before the first comes.
    pub fn new(folder: &Folder) -> Self {
        Self {
            folder: folder.raw(),
            file: None,
        }
    }

    /// Keeps an answer, head and body as they came: the name of its file, and where in it the record begins.
    ///
    /// # Errors
    /// What the system says.
    pub fn keep(
        &mut self,
        address: &str,
        at: Seconds,
        answer: &[u8],
    ) -> Result<(String, u64), ArchiveError> {
        if self
            .file
            .as_ref()
            .is_some_and(|(_, writer)| writer.position() >= FULL)
        {
            self.file = None;
        }
        let (name, writer) = match &mut self.file {
            Some(file) => file,
            none => none.insert(begin(&self.folder, at)?),
        };
        let offset = writer.position();
        writer
            .write(&NewRecord {
                kind: RecordKind::Response,
                address,
                date: &time::written(at),
                content_type: "application/http; msgtype=response",
                body: answer,
            })
            .map_err(|cause| ArchiveError::io(&self.folder.join(&*name), "written", cause))?;
        Ok((name.clone(), offset))
    }

    /// Brings what was kept to the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&mut self) -> Result<(), ArchiveError> {
        let Some((name, writer)) = &self.file else {
            return Ok(());
        };
        writer
            .get_ref()
            .sync_data()
            .map_err(|cause| ArchiveError::io(&self.folder.join(name), "written", cause))
    }
}

/// Begins a file of a name that is not there yet.
fn begin(folder: &Path, at: Seconds) -> Result<(String, Writer<File>), ArchiveError> {
    make_private(folder)?;
    for number in 0.. {
        let name = format!("pages-{}-{number:03}.warc.gz", stamp(at));
        let path = folder.join(&name);
        match private_file().create_new(true).open(&path) {
            Ok(file) => {
                let mut writer = Writer::new(file);
                let about = concat!(
                    "software: khabar/",
                    env!("CARGO_PKG_VERSION"),
                    "\r\nformat: WARC File Format 1.1\r\n"
                );
                writer
                    .write(&NewRecord {
                        kind: RecordKind::Warcinfo,
                        address: "",
                        date: &time::written(at),
                        content_type: "application/warc-fields",
                        body: about.as_bytes(),
                    })
                    .map_err(|cause| ArchiveError::io(&path, "written", cause))?;
                return Ok((name, writer));
            }
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(ArchiveError::io(&path, "made", cause)),
        }
    }
    unreachable!("some number is free")
}
