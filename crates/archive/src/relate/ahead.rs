//! Going ahead: while some reports are set beside others in the record, the next are read, prepared and grouped.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::SyncSender;

use khabar_relate::Finder;
use khabar_relate::stories::{Grouper, Placed, Subject};
use rusqlite::Connection;

use super::prepared::Prepared;
use super::read::read;
use crate::error::ArchiveError;
use crate::record::reports::{self, ChangeKind};
use crate::record::{Record, decisions, stories};
use crate::time::{DAY, Seconds};

/// Changes that make one transaction: others wait for it, so it must not take long.
const BATCH: usize = 100;

/// How many batches may have been grouped that are not written down: one that is being grouped, one that waits, one that is being
/// written.
const UNWRITTEN: usize = 3;

/// How long before the latest report, in seconds, one may have been published for its story to go on after a restart.
const WINDOW: Seconds = 4 * DAY;

/// How many reports are read again after a restart at the most.
const RESTORED: usize = 20_000;

/// The stories of the latest reports.
pub(super) struct Grouping {
    pub(super) grouper: Grouper,
    /// The last decision that the grouper knows of.
    pub(super) decided: i64,
    finder: Finder,
    /// New reports that were grouped last, those of all batches that may not be written down yet.
    begun: VecDeque<i64>,
}

/// Reports that have changed.
pub(super) struct Batch {
    /// Those that are there, with their places.
    pub reports: Vec<(Prepared, Place)>,
    /// How many there are, with those that are there no more, or are damaged.
    pub count: usize,
    /// The last change.
    pub upto: i64,
    /// The last decision that was known when they were grouped.
    pub decided: i64,
}

/// The place of a report among the stories.
pub(super) enum Place {
    /// It is new.
    New(Placed),
    /// It has a story already, where it stays; what it is about now.
    Known(Vec<Subject>),
}

impl Grouping {
    /// Made anew of the record.
    pub(super) fn restored(of: &Connection) -> rusqlite::Result<Self> {
        let mut grouping = Self {
            grouper: Grouper::starting_at(stories::next(of)? as u64),
            decided: decisions::last(of)?,
            finder: Finder::default(),
            begun: VecDeque::new(),
        };
        for (report, story) in stories::recent(of, WINDOW, RESTORED)? {
            grouping.restore(of, report, story)?;
        }
        grouping.hold_to(of)?;
        Ok(grouping)
    }

    /// Puts a report where the record has it.
    pub(super) fn restore(
        &mut self,
        of: &Connection,
        report: i64,
        story: i64,
    ) -> rusqlite::Result<()> {
        if let Some(read) = read(of, report)? {
            let features = self.finder.find(&read.report());
            self.grouper.restore(report as u64, &features, story as u64);
        }
        Ok(())
    }

    /// Gives out all that has changed since a change, as fast as it is taken.
    pub(super) fn go_ahead(
        &mut self,
        record: &Record,
        mut upto: i64,
        out: &SyncSender<Result<Batch, ArchiveError>>,
    ) {
        loop {
            let batch = match record.read(|of| self.next(of, upto)) {
                Ok(Some(batch)) => Ok(batch),
                Ok(None) => return,
                Err(error) => Err(error),
            };
            let is_last = batch.is_err();
            upto = batch.as_ref().map_or(upto, |batch| batch.upto);
            // Whoever took them has failed, and says so.
            if out.send(batch).is_err() || is_last {
                return;
            }
        }
    }

    fn next(&mut self, of: &Connection, upto: i64) -> rusqlite::Result<Option<Batch>> {
        let changes = reports::changes(of, upto, BATCH)?;
        let Some(last) = changes.last() else {
            return Ok(None);
        };
        self.take_over(of)?;
        // A story that was begun by hand and left again has a number as well.
        self.grouper.number_from(stories::next(of)? as u64);
        // Of several changes of a report the last one says how it is now.
        let latest: BTreeMap<i64, ChangeKind> = changes
            .iter()
            .map(|change| (change.report, change.kind))
            .collect();
        let count = latest.len();
        let mut reports = Vec::with_capacity(count);
        for (report, kind) in latest {
            let read = match kind {
                ChangeKind::Removed => None,
                _ => read(of, report)?,
            };
            // What was taken away took with it what the record has of it.
            let Some(read) = read else {
                self.grouper.remove(report as u64);
                continue;
            };
            let prepared = Prepared::of(read, &mut self.finder);
            let place = self.place(of, report, &prepared)?;
            reports.push((prepared, place));
        }
        Ok(Some(Batch {
            reports,
            count,
            upto: last.number,
            decided: self.decided,
        }))
    }

    fn place(
        &mut self,
        of: &Connection,
        report: i64,
        prepared: &Prepared,
    ) -> rusqlite::Result<Place> {
        let (id, features) = (report as u64, &prepared.features);
        let is_known = self.begun.contains(&report) || stories::of_report(of, report)?.is_some();
        if !is_known {
            self.begun.push_back(report);
            if self.begun.len() > UNWRITTEN * BATCH {
                self.begun.pop_front();
            }
            return Ok(Place::New(self.grouper.add(id, features)));
        }
        let about = self.grouper.replace(id, features);
        Ok(Place::Known(
            about.unwrap_or_else(|| self.grouper.subjects(features)),
        ))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Remembered;
    use super::super::tests::{archive, harbour, relate, stories, take_in};
    use super::*;
    use crate::archive::Archive;

    /// What is to be related next, grouped.
    fn next(archive: &Archive, grouping: &mut Grouping, upto: i64) -> Batch {
        let batch = archive.record().read(|of| grouping.next(of, upto)).unwrap();
        batch.expect("something has changed")
    }

    fn restored(archive: &Archive) -> (Grouping, i64) {
        let read = |of: &Connection| Ok((Grouping::restored(of)?, super::stories::upto(of)?));
        archive.record().read(read).unwrap()
    }

    fn write(archive: &Archive, batch: Batch) -> Option<usize> {
        let write = |to: &rusqlite::Transaction| Remembered::default().relate(to, batch, 0);
        archive.record().write(write).unwrap()
    }

    #[test]
    fn what_is_decided_after_reports_were_grouped_is_not_written_over() {
        let (_folder, archive) = archive();
        take_in(&archive, &harbour()[..2]);
        relate(&archive);
        take_in(&archive, &harbour()[2..]);
        let (mut grouping, upto) = restored(&archive);
        let batch = next(&archive, &mut grouping, upto);
        let apart = archive.move_report(2, None).unwrap().about;
        assert_eq!(write(&archive, batch), None);
        assert_eq!(stories(&archive).len(), 2);
        assert_eq!(relate(&archive), 1);
        let now = stories(&archive);
        assert_eq!((now.len(), now[1].1), (3, apart));
        // Its number was given to no other meanwhile.
        assert_ne!(now[2].1, apart);
    }

    #[test]
    fn a_report_that_is_gone_by_the_time_it_is_written_down_is_in_no_story() {
        let (_folder, archive) = archive();
        take_in(&archive, &harbour());
        let (mut grouping, upto) = restored(&archive);
        let batch = next(&archive, &mut grouping, upto);
        archive.unfollow(1).unwrap();
        assert_eq!(write(&archive, batch), None);
        relate(&archive);
        assert_eq!(stories(&archive).len(), 2);
    }

    #[test]
    fn a_version_that_comes_before_the_first_is_written_down_stays_in_its_story() {
        let (_folder, archive) = archive();
        let mut reports = harbour();
        take_in(&archive, &reports);
        let (mut grouping, upto) = restored(&archive);
        let first = next(&archive, &mut grouping, upto);
        let text = reports[1]["articleBody"].as_str().unwrap().to_owned();
        reports[1]["articleBody"] = json!(text + "\n\nMore are to come.");
        take_in(&archive, &reports[1..2]);
        let second = next(&archive, &mut grouping, first.upto);
        assert!(matches!(second.reports[0].1, Place::Known(_)));
        assert_eq!(write(&archive, first), Some(3));
        let before = stories(&archive);
        assert_eq!(write(&archive, second), Some(1));
        assert_eq!(stories(&archive), before);
    }
}
