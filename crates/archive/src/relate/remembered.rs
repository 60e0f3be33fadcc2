//! Writing down what comes of reports, with what is remembered of the record so that it is not read again for each statement.

use rusqlite::Connection;

use super::ahead::Batch;
use super::known_speakers::Speakers;
use super::same_words::Statements;
use super::{said, story};
use crate::record::decisions::{self, DecisionKind};
use crate::record::{reports, stories};
use crate::time::Seconds;

/// What is remembered of the record.
#[derive(Default)]
pub(super) struct Remembered {
    pub speakers: Speakers,
    pub statements: Statements,
    /// The last decision that it knows of.
    decided: i64,
}

impl Remembered {
    /// Relates reports that have changed. How many; nothing where stories were decided on by hand, or a report was taken away,
    /// since they were grouped.
    pub(super) fn relate(
        &mut self,
        to: &Connection,
        batch: Batch,
        now: Seconds,
    ) -> rusqlite::Result<Option<usize>> {
        let decided = decisions::by_hand_after(to, batch.decided)?;
        if decided.into_iter().any(DecisionKind::is_about_stories) {
            return Ok(None);
        }
        for (report, _) in &batch.reports {
            if !reports::is_there(to, report.entry.id)? {
                return Ok(None);
            }
        }
        if !decisions::by_hand_after(to, self.decided)?.is_empty() {
            self.speakers.clear();
            self.statements.clear();
        }
        for (report, place) in batch.reports {
            let (story, about) = story::put(to, &report, place, now)?;
            said::put(to, &report, story, &about, self, now)?;
        }
        self.decided = decisions::last(to)?;
        stories::set_upto(to, batch.upto)?;
        Ok(Some(batch.count))
    }
}
