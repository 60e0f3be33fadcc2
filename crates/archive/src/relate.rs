//! What reports have in common, kept in step with the record.
//!
//! A [`Relater`] goes over the changes of the record as the index of words does: each report finds its story, its
//! statements their speakers and the same words elsewhere. All that comes of some reports, and how far it has come, is one
//! transaction; where that fails, what is in memory is thrown away and made anew of the record. What was decided by hand is
//! in the record already and is taken over first.

mod decide;
mod read;
mod said;
mod same_words;
mod speaker;
mod story;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use khabar_relate::stories::Grouper;
use rusqlite::Connection;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::folder::Held;
use crate::reading;
use crate::record::reports::{self, ChangeKind};
use crate::record::{decisions, stories};
use crate::time::{DAY, Seconds};
use read::Read;
use said::Remembered;

/// Changes that make one transaction: others wait for it, so it must not take long.
const BATCH: usize = 100;

/// How long others may begin to write between two transactions.
const PAUSE: Duration = Duration::from_millis(10);

/// How long before the latest report, in seconds, one may have been published for its story to go on after a restart.
const WINDOW: Seconds = 4 * DAY;

/// How many reports are read again after a restart at the most.
const RESTORED: usize = 20_000;

/// Keeps what reports have in common in step with the record.
pub struct Relater<'a> {
    archive: &'a Archive,
    memory: Option<Memory>,
}

/// What is known of the record beside it.
struct Memory {
    grouper: Grouper,
    /// The last decision that the grouper knows of.
    decided: i64,
    remembered: Remembered,
}

impl<'a> Relater<'a> {
    /// For an archive that this process holds. Nothing is read before there is something to relate.
    pub fn new(archive: &'a Archive, _held: &'a Held) -> Self {
        Self {
            archive,
            memory: None,
        }
    }

    /// Relates what has changed since it was last done. How many reports that were.
    ///
    /// # Errors
    /// What the record says.
    pub fn follow(&mut self) -> Result<usize, ArchiveError> {
        self.follow_watched(&mut |_| {})
    }

    /// The same; `heard` is told each time how many reports are done.
    ///
    /// # Errors
    /// As [`Relater::follow`].
    pub fn follow_watched(&mut self, heard: &mut dyn FnMut(usize)) -> Result<usize, ArchiveError> {
        let mut count = 0;
        loop {
            let record = self.archive.record();
            let (upto, last) =
                record.read(|of| Ok((stories::upto(of)?, reports::last_change(of)?)))?;
            if upto >= last {
                return Ok(count);
            }
            if count > 0 {
                // A lock is not fair: whoever waits to write something down would else wait until all is done.
                thread::sleep(PAUSE);
            }
            let now = self.archive.now();
            let mut memory = match self.memory.take() {
                Some(memory) => memory,
                // To read thousands of reports nobody need wait; what is decided meanwhile is taken over.
                None => record.read(Memory::restored)?,
            };
            let done = record.write(|to| memory.relate(to, now))?;
            // Behind a transaction that failed it would know of what never was.
            self.memory = Some(memory);
            count += done;
            heard(count);
        }
    }
}

impl Memory {
    /// Made anew of the record.
    fn restored(of: &Connection) -> rusqlite::Result<Self> {
        let mut grouper = Grouper::starting_at(stories::next(of)? as u64);
        for (report, story) in stories::recent(of, WINDOW, RESTORED)? {
            if let Some(read) = read(of, report)? {
                grouper.restore(report as u64, &read.report(), story as u64);
            }
        }
        let mut memory = Self {
            grouper,
            decided: decisions::last(of)?,
            remembered: Remembered::default(),
        };
        memory.hold_to(of)?;
        Ok(memory)
    }

    /// Relates the next reports that have changed. How many.
    fn relate(&mut self, to: &Connection, now: Seconds) -> rusqlite::Result<usize> {
        self.take_over(to)?;
        // A story that was begun by hand and left again has a number as well.
        self.grouper.number_from(stories::next(to)? as u64);
        let changes = reports::changes(to, stories::upto(to)?, BATCH)?;
        let Some(last) = changes.last() else {
            return Ok(0);
        };
        // Of several changes of a report the last one says how it is now.
        let latest: BTreeMap<i64, ChangeKind> = changes
            .iter()
            .map(|change| (change.report, change.kind))
            .collect();
        for (&report, &kind) in &latest {
            let read = if kind == ChangeKind::Removed {
                None
            } else {
                read(to, report)?
            };
            // What was taken away took with it what the record has of it.
            let Some(read) = read else {
                self.grouper.remove(report as u64);
                continue;
            };
            let (story, about) = story::put(to, &mut self.grouper, &read, now)?;
            said::put(to, &read, story, &about, &mut self.remembered, now)?;
        }
        self.decided = decisions::last(to)?;
        stories::set_upto(to, last.number)?;
        Ok(latest.len())
    }
}

/// What there is to know of a report; nothing where it is not there any more, or is damaged.
fn read(of: &Connection, report: i64) -> rusqlite::Result<Option<Read>> {
    let Some(entry) = reports::get(of, report)? else {
        return Ok(None);
    };
    let Some(packed) = reports::reading(of, report, None)? else {
        return Ok(None);
    };
    match reading::unpacked(&packed).and_then(|json| reading::whole(&json)) {
        Ok(reading) => Ok(Some(Read::of(entry, reading))),
        // One that is damaged keeps no other from being related.
        Err(error) => {
            tracing::error!(report, %error, "a report is related to no others");
            Ok(None)
        }
    }
}
