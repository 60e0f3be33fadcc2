//! Copies of an archive, made while it is in use, and put back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::archive::{Archive, stamp};
use crate::error::ArchiveError;
use crate::folder::{Folder, make_private, private_file};
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
        let unfinished = with_suffix(file, ".unfinished");
        let _ = fs::remove_file(&unfinished);
        let wrong = |cause| ArchiveError::io(file, "written", cause);
        let written = self.record().copy_to(&unfinished).and_then(|()| {
            fs::File::open(&unfinished)
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(&unfinished, file))
                .map_err(wrong)
        });
        if let Err(error) = written {
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
        Ok(file.metadata().map_err(wrong)?.len())
    }

    /// Puts a copy in the place of the record of the archive in a folder, which nobody may have open. The record that was
    /// there is kept among the backups, as it is if it is damaged or of a later version, and the index of words is made
    /// anew when the archive is opened.
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
        // What can fail for want of room comes first, while the record is in its place.
        let unfinished = with_suffix(&record, ".unfinished");
        copy_private(from, &unfinished).map_err(wrong)?;
        if record.exists() {
            put_aside(&folder)?;
        }
        for journal in JOURNALS {
            let _ = fs::remove_file(with_suffix(&record, journal));
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

/// What SQLite puts beside a database while it is open, after its name.
const JOURNALS: [&str; 2] = ["-wal", "-shm"];

/// Keeps the record of a folder among its backups: a copy of it, or, where it cannot be read, its files.
fn put_aside(folder: &Folder) -> Result<(), ArchiveError> {
    make_private(&folder.backups())?;
    let kept = free_name(&folder.backups());
    // Opening it brings what stands in its journal into the file itself.
    let copied = Archive::open(folder.root()).and_then(|before| before.back_up(&kept));
    let Err(error) = copied else {
        return Ok(());
    };
    tracing::warn!(%error, kept = %kept.display(), "the record that was there is kept as it is");
    let record = folder.record();
    // The journals after the file: cut off between them, they still stand where the file stood.
    for suffix in [""].into_iter().chain(JOURNALS) {
        let file = with_suffix(&record, suffix);
        match fs::rename(&file, with_suffix(&kept, suffix)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(ArchiveError::io(&file, "moved", cause));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Copies a file to one that its owner alone can read, and that is on the disk then.
fn copy_private(from: &Path, to: &Path) -> io::Result<()> {
    let _ = fs::remove_file(to);
    let mut to = private_file().create_new(true).open(to)?;
    io::copy(&mut fs::File::open(from)?, &mut to)?;
    to.sync_all()
}

/// A path with more at the end of its name.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
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
    /// An archive that follows a site, in a folder, and a copy of its record.
    fn archive_and_copy(folder: &Path) -> (PathBuf, PathBuf) {
        let root = folder.join("archive");
        let archive = Archive::open_or_begin(&root).unwrap();
        let line = "{\"url\":\"https://post.example/a\",\"articleBody\":\"It is open.\"}\n";
        archive.take_in(&mut line.as_bytes()).unwrap();
        let copy = folder.join("copy.sqlite");
        archive.back_up(&copy).unwrap();
        (root, copy)
    }

    /// The files among the backups of an archive, by name.
    fn kept(archive: &Archive) -> Vec<PathBuf> {
        let files = archive.folder().backups().read_dir().unwrap().flatten();
        let mut files: Vec<_> = files.map(|file| file.path()).collect();
        files.sort();
        files
    }

    #[test]
    fn a_record_that_is_damaged_is_replaced_and_kept_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (root, copy) = archive_and_copy(folder.path());
        let damaged = "no database at all, however long it is".repeat(100);
        fs::write(root.join("record.sqlite"), &damaged).unwrap();
        fs::write(root.join("record.sqlite-wal"), "what stood in its journal").unwrap();
        let opened = Archive::open(&root).map(|_| ());
        assert!(
            matches!(opened, Err(ArchiveError::Damaged { .. })),
            "{opened:?}"
        );

        let archive = Archive::restore(&root, &copy).unwrap();
        assert_eq!(titles(&archive), ["post.example"]);
        let kept = kept(&archive);
        assert_eq!(fs::read_to_string(&kept[0]).unwrap(), damaged);
        assert!(!root.join("record.sqlite.unfinished").exists());
    }

    #[test]
    fn a_record_of_a_later_version_is_replaced_and_kept_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (root, copy) = archive_and_copy(folder.path());
        let later = Connection::open(root.join("record.sqlite")).unwrap();
        later.pragma_update(None, "user_version", 99).unwrap();
        drop(later);

        let archive = Archive::restore(&root, &copy).unwrap();
        assert_eq!(titles(&archive), ["post.example"]);
        let kept = kept(&archive);
        let version = check(&kept[0]);
        assert!(
            matches!(version, Err(ArchiveError::Newer { found: 99, .. })),
            "{version:?}"
        );
    }

    #[test]
    fn a_file_of_a_like_name_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("copy.unfinished");
        fs::write(&own, "a chapter").unwrap();
        archive_and_copy(folder.path());
        assert_eq!(fs::read_to_string(&own).unwrap(), "a chapter");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_but_the_owner_can_read_what_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        // Made by somebody else, so that every file is on its own.
        fs::create_dir(&root).unwrap();
        let (_, copy) = archive_and_copy(folder.path());
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
        let archive = Archive::restore(&root, &copy).unwrap();
        let _held = archive.hold("a test").unwrap();
        let mut raw = crate::raw::RawPages::new(archive.folder());
        raw.keep("https://post.example/a", 0, b"HTTP/1.1 200 OK\r\n\r\n")
            .unwrap();
        let again = folder.path().join("again.sqlite");
        archive.back_up(&again).unwrap();
        let raw = archive.folder().raw().read_dir().unwrap().flatten();
        let files = ["record.sqlite", "record.sqlite-wal", "lock"]
            .into_iter()
            .map(|name| root.join(name))
            .chain(kept(&archive))
            .chain(raw.map(|file| file.path()))
            .chain([again]);
        let mut count = 0;
        for file in files {
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", file.display());
            count += 1;
        }
        assert_eq!(count, 6);
    }
}
