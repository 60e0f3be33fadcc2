//! The record: one SQLite file that holds everything the archive knows.
//!
//! It is written in WAL mode by one process at a time, and read by any number beside it. A transaction that has ended
//! is on the disk. The functions of the modules below take a connection, so that several make one transaction; they fail
//! with what SQLite says.
#![allow(
    clippy::missing_errors_doc,
    reason = "all fail in the same way, said above"
)]

pub mod channels;
pub mod days;
pub mod decisions;
pub mod pages;
pub mod quotes;
pub mod reports;
pub mod searches;
pub mod settings;
pub mod sources;
pub mod speakers;
pub mod statements;
pub mod stories;
pub mod subjects;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::ArchiveError;
use crate::folder::make_private_file;

/// The tables as each version of the record adds to or changes them. The version of a record is how many of these it
/// has had.
const MIGRATIONS: &[&str] = &[
    include_str!("record/migrations/1.sql"),
    include_str!("record/migrations/2.sql"),
];

/// How long one writer waits for another: what a command like `follow` writes beside a service takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pages that SQLite keeps in memory for each connection, in KiB.
const CACHE_KIB: i64 = 8 << 10;
/// The same of the one that writes: what reports are found by again lies all over large tables, and a transaction should not have
/// to write pages down before it ends, to make room for others.
const WRITER_CACHE_KIB: i64 = 64 << 10;
/// Pages that are written down ahead before they are put in their places, 4 KiB each: what many transactions change, as what is
/// added to a table last, is then put there once for all of them.
const CHECKPOINT: i64 = 8 << 10;
/// Statements of SQL that are kept ready: more than there are. To relate a report takes some eighty, and where one pushes out
/// another each is made ready anew, which takes longer than what it does.
const STATEMENTS: usize = 256;

/// The most connections kept for readers that come later.
const MOST_IDLE: usize = 8;

/// A record, open.
#[derive(Debug)]
pub struct Record {
    file: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

/// What may have to be done before a record of an older version is changed: given the open record and its version.
pub type BeforeMigration<'a> = &'a dyn Fn(&Connection, u32) -> Result<(), ArchiveError>;

impl Record {
    /// Opens the record in a file, made if it is not there, and brings it to the version of this program.
    /// `before_migration` is called with an older one before it is changed.
    ///
    /// # Errors
    /// [`ArchiveError::Newer`], [`ArchiveError::Damaged`], or what SQLite says.
    pub fn open(file: &Path, before_migration: BeforeMigration) -> Result<Self, ArchiveError> {
        let wrong = |cause| ArchiveError::record(file, cause);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        make_private_file(file)?;
        let mut writer = Connection::open_with_flags(file, flags).map_err(wrong)?;
        set_up(&writer).map_err(wrong)?;
        writer
            .pragma_update(None, "cache_size", -WRITER_CACHE_KIB)
            .and_then(|()| writer.pragma_update(None, "wal_autocheckpoint", CHECKPOINT))
            .map_err(wrong)?;
        migrate(&mut writer, file, MIGRATIONS, before_migration)?;
        Ok(Self {
            file: file.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    /// Where it is.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Reads from the record: all of it as it was when the reading began.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ArchiveError> {
        let mut reader = self.reader()?;
        let found = reader
            .transaction()
            .and_then(|transaction| read(&transaction));
        // A connection that failed may be in any state, so it is not kept.
        if found.is_ok() {
            let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < MOST_IDLE {
                idle.push(reader);
            }
        }
        found.map_err(|cause| ArchiveError::record(&self.file, cause))
    }

    /// Writes to the record: all of what `write` does, or nothing where it fails.
    ///
    /// # Errors
    /// What `write` fails with, or the end of the transaction.
    pub fn write<T>(
        &self,
        write: impl FnOnce(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T, ArchiveError> {
        // A transaction that panicked was rolled back.
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let result = (|| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = write(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })();
        result.map_err(|cause| ArchiveError::record(&self.file, cause))
    }

    /// Writes a copy of the record to a file that is not there yet, while others go on writing.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn copy_to(&self, file: &Path) -> Result<(), ArchiveError> {
        // One that may write nothing may not write a copy either.
        copy(&self.connect()?, file)
    }

    /// A connection that reads, one that was kept or a new one.
    fn reader(&self) -> Result<Connection, ArchiveError> {
        let idle = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        if let Some(reader) = idle {
            return Ok(reader);
        }
        let reader = self.connect()?;
        reader
            .pragma_update(None, "query_only", true)
            .map_err(|cause| ArchiveError::record(&self.file, cause))?;
        Ok(reader)
    }

    /// A new connection.
    fn connect(&self) -> Result<Connection, ArchiveError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let connection = Connection::open_with_flags(&self.file, flags)?;
            set_up(&connection)?;
            Ok(connection)
        };
        open().map_err(|cause| ArchiveError::record(&self.file, cause))
    }
}

/// Copies a record to a file that is not there yet, and that its owner alone can read.
pub(crate) fn copy(record: &Connection, file: &Path) -> Result<(), ArchiveError> {
    make_private_file(file)?;
    record
        .execute("VACUUM INTO ?1", [file.to_string_lossy()])
        .map(|_| ())
        .map_err(|cause| ArchiveError::record(file, cause))
}

/// The number of a row of a table or, where it has become part of another, of that one.
fn whole(of: &Connection, table: &'static str, id: i64) -> rusqlite::Result<i64> {
    of.prepare_cached(&format!(
        "WITH RECURSIVE whole (id, part_of) AS (SELECT id, part_of FROM {table} WHERE id = ?1
             UNION SELECT t.id, t.part_of FROM {table} t JOIN whole w ON t.id = w.part_of)
         SELECT coalesce((SELECT id FROM whole WHERE part_of IS NULL), ?1)"
    ))?
    .query_row([id], |row| row.get(0))
}

/// What every connection is set to.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // What the index of words holds must be on the disk before the index is.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else SQLite looks at what is put in for a `?`, and makes a statement ready anew whenever that is another value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Brings a record to the version of this program.
fn migrate(
    connection: &mut Connection,
    file: &Path,
    migrations: &[&str],
    before: BeforeMigration,
) -> Result<(), ArchiveError> {
    let wrong = |cause| ArchiveError::record(file, cause);
    let known = migrations.len() as u32;
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))
    };
    let found = version(connection).map_err(wrong)?;
    check_known(found, known, file)?;
    if found == known {
        return Ok(());
    }
    if found > 0 {
        before(connection, found)?;
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Exclusive)
        .map_err(wrong)?;
    // Another process may have been faster.
    let found = version(&transaction).map_err(wrong)?;
    for migration in migrations.iter().skip(found as usize) {
        transaction.execute_batch(migration).map_err(wrong)?;
    }
    transaction
        .pragma_update(None, "user_version", known.max(found))
        .map_err(wrong)?;
    transaction.commit().map_err(wrong)
}

/// Refuses a record that a later version of the program wrote.
pub(crate) fn check_version(found: u32, file: &Path) -> Result<(), ArchiveError> {
    check_known(found, MIGRATIONS.len() as u32, file)
}

fn check_known(found: u32, known: u32, file: &Path) -> Result<(), ArchiveError> {
    if found <= known {
        return Ok(());
    }
    Err(ArchiveError::Newer {
        folder: file.parent().unwrap_or(file).to_owned(),
        found,
        known,
    })
}

#[cfg(test)]
mod related_tests;

#[cfg(test)]
pub(crate) mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::record::sources::NewSource;

    /// A new record with a source in it, whose number is 1.
    pub fn record() -> (TempDir, Record) {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::open(&folder.path().join("record.sqlite"), &|_, _| Ok(())).unwrap();
        record
            .write(|to| {
                let source = NewSource {
                    title: "The Coastal Courier".to_owned(),
                    home: "https://courier.example/".to_owned(),
                    ..NewSource::default()
                };
                sources::add(to, &source, 0)
            })
            .unwrap();
        (folder, record)
    }

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let (_folder, record) = record();
        let failed: Result<(), _> = record.write(|to| {
            sources::pause(to, 1, true)?;
            Err(rusqlite::Error::InvalidQuery)
        });
        assert!(failed.is_err());
        assert!(
            !record
                .read(|of| sources::get(of, 1))
                .unwrap()
                .unwrap()
                .paused
        );
    }

    #[test]
    fn readers_cannot_write() {
        let (_folder, record) = record();
        assert!(record.read(|of| sources::pause(of, 1, true)).is_err());
    }

    #[test]
    fn a_full_disk_is_told_and_loses_nothing() {
        let (_folder, record) = record();
        record
            .write(|to| to.pragma_update(None, "max_page_count", 60))
            .unwrap();
        let filled = (0..).find_map(|n| {
            record
                .write(|to| settings::set(to, &format!("{n}"), &"x".repeat(4000)))
                .err()
        });
        assert!(
            matches!(filled, Some(ArchiveError::Full { .. })),
            "{filled:?}"
        );
        assert!(record.read(|of| sources::get(of, 1)).unwrap().is_some());
    }

    #[test]
    fn a_later_record_is_left_alone() {
        let (folder, record) = record();
        record
            .write(|to| to.pragma_update(None, "user_version", 99))
            .unwrap();
        let file = folder.path().join("record.sqlite");
        let opened = Record::open(&file, &|_, _| panic!("it is not changed"));
        assert!(matches!(opened, Err(ArchiveError::Newer { found: 99, .. })));
    }

    #[test]
    fn an_older_record_is_copied_before_it_is_changed() {
        let (folder, record) = record();
        let file = folder.path().join("record.sqlite");
        drop(record);
        let later = [MIGRATIONS, &["ALTER TABLE sources ADD COLUMN country TEXT"]].concat();
        let backup = folder.path().join("older.sqlite");
        let open = || {
            let mut connection = Connection::open(&file).unwrap();
            let before = |older: &Connection, _: u32| copy(older, &backup);
            migrate(&mut connection, &file, &later, &before).unwrap();
            connection
        };
        let count = |connection: &Connection, query| {
            connection.query_row(query, [], |row| row.get::<_, i64>(0))
        };
        let changed = "SELECT count(country IS NULL) FROM sources";
        assert_eq!(count(&open(), changed), Ok(1));
        // Done once, and never again: the copy would be in the way.
        assert_eq!(count(&open(), changed), Ok(1));
        let older = Connection::open(&backup).unwrap();
        assert!(count(&older, changed).is_err());
        assert_eq!(count(&older, "SELECT count(*) FROM sources"), Ok(1));
    }

    #[test]
    fn what_is_no_record_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("record.sqlite");
        std::fs::write(&file, "not a database, however long it is".repeat(100)).unwrap();
        let opened = Record::open(&file, &|_, _| Ok(()));
        assert!(matches!(opened, Err(ArchiveError::Damaged { .. })));
    }
}
