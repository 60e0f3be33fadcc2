//! Copies of an archive, made while it is in use, and put back.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::archive::{Archive, stamp};
use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::record;
use crate::time::now;

impl Archive {
    /// Writes a copy of the record, which holds all that cannot be made anew, to a file that is not there yet. Others may
    /// read and write meanwhile; the copy is of one moment. Pages kept as they came lie in `raw/` and are not part of it:
    /// those files are only ever added to, so any program can copy them.
    ///
    /// # Errors
    /// Where the file is there already or cannot be written.
    pub fn back_up(&self, file: &Path) -> Result<u64, ArchiveError> {
        if file.exists() {
            return Err(ArchiveError::Invalid(format!(
                "{} is there already; name a file that is not",
                file.display()
            )));
        }
        // Under another name first: a copy that was cut off is none.
        let unfinished = file.with_extension("unfinished");
        let _ = fs::remove_file(&unfinished);
        self.record().copy_to(&unfinished)?;
        let wrong = |cause| ArchiveError::io(file, "written", cause);
        fs::File::open(&unfinished)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&unfinished, file))
            .map_err(wrong)?;
        Ok(file.metadata().map_err(wrong)?.len())
    }

    /// Puts a copy in the place of the record of the archive in a folder, which nobody may have open. The record that was
    /// there is kept beside it, and the index of words is made anew when the archive is opened.
    ///
    /// # Errors
    /// [`ArchiveError::InUse`], or where the copy is no record.
    pub fn restore(folder: impl AsRef<Path>, from: &Path) -> Result<Self, ArchiveError> {
        check(from)?;
        let folder = Folder::new(folder.as_ref());
        folder.make()?;
        let held = folder.hold("khabar restore")?;
        let record = folder.record();
        let wrong = |cause| ArchiveError::io(&record, "written", cause);
        if record.exists() {
            // Opening it brings what stands in its journal into the file itself.
            let before = Self::open(folder.root())?;
            crate::folder::make_private(&folder.backups())?;
            before.back_up(&free_name(&folder.backups()))?;
        }
        let unfinished = record.with_extension("unfinished");
        fs::copy(from, &unfinished)
            .and_then(|_| fs::File::open(&unfinished)?.sync_all())
            .map_err(wrong)?;
        for journal in ["record.sqlite-wal", "record.sqlite-shm"] {
            let _ = fs::remove_file(folder.root().join(journal));
        }
        fs::rename(&unfinished, &record).map_err(wrong)?;
        if folder.index().exists() {
            fs::remove_dir_all(folder.index())
                .map_err(|cause| ArchiveError::io(&folder.index(), "removed", cause))?;
        }
        drop(held);
        Self::open(folder.root())
    }
}

/// A name for what is replaced now that nothing in a folder has.
fn free_name(backups: &Path) -> PathBuf {
    let stamp = stamp(now());
    let more = (1..).map(|number| format!("replaced-{stamp}-{number}.sqlite"));
    std::iter::once(format!("replaced-{stamp}.sqlite"))
        .chain(more)
        .map(|name| backups.join(name))
        .find(|file| !file.exists())
        .expect("some number is free")
}

/// Whether a file is a whole record of a version that is known.
fn check(file: &Path) -> Result<(), ArchiveError> {
    let wrong = |cause| ArchiveError::record(file, cause);
    let copy =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(wrong)?;
    let sound: String = copy
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(wrong)?;
    if sound != "ok" {
        return Err(ArchiveError::Damaged {
            file: file.to_owned(),
            cause: sound,
        });
    }
    let version: u32 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(wrong)?;
    if version == 0 {
        return Err(ArchiveError::Invalid(format!(
            "{} is no copy of an archive",
            file.display()
        )));
    }
    record::check_version(version, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(archive: &Archive) -> Vec<String> {
        let sources = archive.sources().unwrap().into_iter();
        sources.map(|source| source.title).collect()
    }

    #[test]
    fn a_copy_is_put_back_and_what_it_replaces_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        let archive = Archive::open_or_begin(&root).unwrap();
        let line =
            |host| format!("{{\"url\":\"https://{host}/a\",\"articleBody\":\"It is open.\"}}\n");
        archive
            .take_in(&mut line("post.example").as_bytes())
            .unwrap();
        let copy = folder.path().join("copy.sqlite");
        archive.back_up(&copy).unwrap();
        assert!(matches!(
            archive.back_up(&copy),
            Err(ArchiveError::Invalid(_))
        ));
        archive
            .take_in(&mut line("coast.example").as_bytes())
            .unwrap();
        assert_eq!(titles(&archive).len(), 2);
        drop(archive);

        let archive = Archive::restore(&root, &copy).unwrap();
        assert_eq!(titles(&archive), ["post.example"]);
        let kept = archive.folder().backups().read_dir().unwrap();
        let kept: Vec<_> = kept.flatten().collect();
        assert_eq!(kept.len(), 1);
        drop(archive);
        let archive = Archive::restore(&root, &kept[0].path()).unwrap();
        assert_eq!(titles(&archive), ["coast.example", "post.example"]);

        fs::write(&copy, "no record").unwrap();
        drop(archive);
        assert!(Archive::restore(&root, &copy).is_err());
        assert_eq!(titles(&Archive::open(&root).unwrap()).len(), 2);
    }
}
