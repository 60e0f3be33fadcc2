//! Whether an archive is sound: its record, its index, and the one against the other.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::reading::KeptReading;
use crate::record::reports;

/// Reports and changes that are gone over at once.
const BATCH: usize = 1_000;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// How many reports the record has.
    pub reports: u64,
    /// What SQLite finds wrong with the record, a sentence each.
    pub record: Vec<String>,
    /// Reports whose last reading cannot be read.
    pub unreadable: Vec<i64>,
    /// Why the index cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// Reports that have changed since the index was last brought to the disk. That is no fault: it is made up for when
    /// somebody gathers.
    pub behind: u64,
    /// Reports that the index lacks, though it should have them.
    pub only_in_record: Vec<i64>,
    /// Reports that the index has and the record does not.
    pub only_in_index: Vec<i64>,
}

impl Check {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.record.is_empty() && self.unreadable.is_empty() && !self.wants_reindex()
    }

    /// Whether making the index anew mends something.
    pub fn wants_reindex(&self) -> bool {
        self.index.is_some() || !self.only_in_record.is_empty() || !self.only_in_index.is_empty()
    }
}

impl Archive {
    /// Looks over the whole archive: every page of the record, every report's last reading, every file of the index, and
    /// whether both have the same reports. It takes as long as reading all of them from the disk, and changes nothing.
    ///
    /// # Errors
    /// Where the record is so damaged that it cannot be gone over. All else is in what was found.
    pub fn check(&self) -> Result<Check, ArchiveError> {
        // The index first: what is gathered meanwhile then is in the record at most, among the changes it is behind by.
        let index = self.indexed();
        let mut check = Check {
            record: self.record().read(faults)?,
            ..Check::default()
        };
        let mut in_record = BTreeSet::new();
        let mut last = i64::MIN;
        loop {
            let ids = self.record().read(|of| reports::ids(of, last, BATCH))?;
            let Some(&end) = ids.last() else { break };
            for &id in &ids {
                match self.report(id, None) {
                    Ok(report) if KeptReading::of(&report.reading).is_ok() => {}
                    // It was taken away meanwhile.
                    Err(ArchiveError::Unknown { what: "report", .. }) => continue,
                    Ok(_) | Err(ArchiveError::Invalid(_) | ArchiveError::Unknown { .. }) => {
                        check.unreadable.push(id);
                    }
                    Err(error) => return Err(error),
                }
                in_record.insert(id);
            }
            last = end;
        }
        check.reports = in_record.len() as u64;
        match index {
            Ok((in_index, upto)) => {
                let open = self.changed_since(upto)?;
                let settled = |id: &&i64| !open.contains(id);
                check.behind = open.len() as u64;
                let lacking = in_record.difference(&in_index).filter(settled);
                check.only_in_record = lacking.copied().collect();
                let odd = in_index.difference(&in_record).filter(settled);
                check.only_in_index = odd.copied().collect();
            }
            Err(error) => check.index = Some(error.to_string()),
        }
        Ok(check)
    }

    /// The reports that the index has, and up to which change it has them.
    fn indexed(&self) -> Result<(BTreeSet<i64>, i64), ArchiveError> {
        let index = self.index()?;
        index.check()?;
        let upto = index.upto()? as i64;
        let last = self.record().read(reports::last_change)?;
        if upto > last {
            return Err(ArchiveError::Invalid(
                "the index knows of changes that the record does not have".to_owned(),
            ));
        }
        let ids = index.ids()?.into_iter().map(|id| id as i64);
        Ok((ids.collect(), upto))
    }

    /// The reports that changed after a change.
    fn changed_since(&self, upto: i64) -> Result<BTreeSet<i64>, ArchiveError> {
        let mut open = BTreeSet::new();
        let mut seen = upto;
        loop {
            let changes = self.record().read(|of| reports::changes(of, seen, BATCH))?;
            let Some(last) = changes.last() else {
                return Ok(open);
            };
            seen = last.number;
            open.extend(changes.iter().map(|change| change.report));
        }
    }
}

/// What SQLite finds wrong with a record.
fn faults(of: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults: Vec<String> = of
        .prepare("PRAGMA quick_check")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    faults.retain(|fault| fault != "ok");
    let mut astray = of.prepare("PRAGMA foreign_key_check")?;
    let astray = astray.query_map([], |row| {
        let (table, row): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        let row = row.map(|row| format!(" {row}")).unwrap_or_default();
        Ok(format!("row{row} of {table} belongs to nothing"))
    })?;
    for fault in astray {
        faults.push(fault?);
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::index::Indexer;

    fn line(number: usize) -> String {
        format!(
            "{{\"url\":\"https://post.example/{number}\",\"headline\":\"Bridge {number}\",\"articleBody\":\"It is open.\"}}\n"
        )
    }

    #[test]
    fn what_is_wrong_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_begin(folder.path()).unwrap();
        let lines: String = (1..=3).map(line).collect();
        archive.take_in(&mut Cursor::new(lines)).unwrap();
        let check = archive.check().unwrap();
        assert!(check.is_sound(), "{check:?}");
        assert_eq!((check.reports, check.behind), (3, 3));

        let held = archive.hold("a test").unwrap();
        Indexer::new(&archive, &held).unwrap().follow().unwrap();
        let check = archive.check().unwrap();
        assert_eq!(
            check,
            Check {
                reports: 3,
                ..Check::default()
            }
        );

        // A report that was lost without a word, one whose reading is spoilt, and one that never reached the index.
        archive
            .record()
            .write(|of| {
                of.execute_batch(
                    "DELETE FROM reports WHERE id = 1; UPDATE versions SET reading = x'00' WHERE report = 2;
                     INSERT INTO reports (id, source, url, gathered_at, checked_at, changed_at, version, ordered_at,
                         direction, words, statements)
                     VALUES (9, 1, 'https://post.example/9', 0, 0, 0, 1, 0, 'ltr', 1, 0)",
                )
            })
            .unwrap();
        let check = archive.check().unwrap();
        assert!(!check.is_sound() && check.wants_reindex());
        assert_eq!(check.only_in_index, [1]);
        assert_eq!(check.only_in_record, [9]);
        assert_eq!(check.unreadable, [2, 9]);

        for file in archive.folder().index().read_dir().unwrap().flatten() {
            if file.path().extension().is_some_and(|kind| kind == "store") {
                std::fs::write(file.path(), "spoilt").unwrap();
            }
        }
        let index = Archive::open(folder.path()).unwrap().check().unwrap().index;
        assert!(index.is_some_and(|said| said.contains("damaged")));
    }
}
