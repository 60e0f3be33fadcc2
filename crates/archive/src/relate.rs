//! What reports have in common, kept in step with the record.
//!
//! A [`Relater`] goes over the changes of the record as the index of words does: each report finds its story, its
//! statements their speakers and the same words elsewhere. Reading, preparing and grouping go ahead in a second thread (`ahead`),
//! while what comes of the reports before is written down. All that comes of some reports, and how far it has come, is one
//! transaction; where that fails, what is in memory is thrown away and made anew of the record. What was decided by hand is
//! in the record already and is taken over first; where stories were decided on, or a report was taken away, after reports were
//! grouped and before they were written down, they are grouped again.

mod ahead;
mod cache;
mod decide;
mod known_speakers;
mod prepared;
mod read;
mod remembered;
mod said;
mod same_words;
mod speaker;
mod story;
#[cfg(test)]
mod tests;

use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::folder::Held;
use crate::record::{reports, stories};
use ahead::Grouping;
use remembered::Remembered;

/// How long others may begin to write between two transactions.
const PAUSE: Duration = Duration::from_millis(5);

/// Keeps what reports have in common in step with the record.
pub struct Relater<'a> {
    archive: &'a Archive,
    grouping: Option<Grouping>,
    remembered: Remembered,
}

impl<'a> Relater<'a> {
    /// For an archive that this process holds. Nothing is read before there is something to relate.
    pub fn new(archive: &'a Archive, _held: &'a Held) -> Self {
        Self {
            archive,
            grouping: None,
            remembered: Remembered::default(),
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
        let record = self.archive.record();
        let mut count = 0;
        loop {
            let (upto, last) =
                record.read(|of| Ok((stories::upto(of)?, reports::last_change(of)?)))?;
            if upto >= last {
                return Ok(count);
            }
            let grouping = match self.grouping.take() {
                Some(grouping) => grouping,
                // To read thousands of reports nobody need wait.
                None => record.read(Grouping::restored)?,
            };
            let mut heard = |more| {
                count += more;
                heard(count);
            };
            match self.follow_from(upto, grouping, &mut heard) {
                Ok(grouping) => self.grouping = grouping,
                Err(error) => {
                    // Behind a transaction that failed it would know of what never was.
                    self.remembered = Remembered::default();
                    return Err(error);
                }
            }
        }
    }

    /// Relates what has changed since a change. The stories as they are then; nothing where they have become others meanwhile, so
    /// that they are to be made anew of the record.
    fn follow_from(
        &mut self,
        upto: i64,
        mut grouping: Grouping,
        heard: &mut dyn FnMut(usize),
    ) -> Result<Option<Grouping>, ArchiveError> {
        let record = self.archive.record();
        thread::scope(|scope| {
            let (out, batches) = sync_channel(1);
            let ahead = scope.spawn(move || {
                grouping.go_ahead(record, upto, &out);
                grouping
            });
            for batch in batches {
                let batch = batch?;
                let now = self.archive.now();
                let Some(count) = record.write(|to| self.remembered.relate(to, batch, now))? else {
                    return Ok(None);
                };
                heard(count);
                // A lock is not fair: whoever waits to write something down would else wait until all is done.
                thread::sleep(PAUSE);
            }
            match ahead.join() {
                Ok(grouping) => Ok(Some(grouping)),
                Err(panicked) => resume_unwind(panicked),
            }
        })
    }
}
