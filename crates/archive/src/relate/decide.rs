//! What was decided by hand, taken over.

use rusqlite::Connection;

use super::ahead::Grouping;
use crate::record::decisions::{self, DecisionKind};
use crate::record::stories;

/// Decisions that are gone over between two looks at the record.
const BATCH: usize = 500;

/// Decisions of a kind, the newest, that are held to after a restart: of stories that are long over nothing is to be known.
const HELD_TO: usize = 10_000;

impl Grouping {
    /// Has the grouper that was made anew hold to what was decided before.
    pub(super) fn hold_to(&mut self, of: &Connection) -> rusqlite::Result<()> {
        for apart in decisions::holding(of, DecisionKind::StoriesApart, false, HELD_TO)? {
            self.keep_apart(of, apart.one, apart.other)?;
        }
        for moved in decisions::holding(of, DecisionKind::ReportMoved, true, HELD_TO)? {
            if self.grouper.story_of(moved.one as u64).is_some() {
                self.move_report(of, moved.one)?;
            }
            if let Some(was) = moved.was.filter(|_| moved.before.apart) {
                self.keep_apart(of, was, moved.other)?;
            }
        }
        for joined in decisions::holding(of, DecisionKind::StoriesJoined, true, HELD_TO)? {
            if let Some(story) = stories::get(of, joined.one)? {
                self.grouper.join(story.id as u64, story.id as u64);
            }
        }
        Ok(())
    }

    /// Has the grouper know what was decided since.
    pub(super) fn take_over(&mut self, of: &Connection) -> rusqlite::Result<()> {
        loop {
            let decisions = decisions::after(of, self.decided, BATCH)?;
            let Some(last) = decisions.last() else {
                return Ok(());
            };
            self.decided = last.id;
            // What the program decided came of the grouper.
            for decision in decisions.into_iter().filter(|decision| decision.by_hand) {
                let (one, other) = (decision.one as u64, decision.other as u64);
                match decision.kind {
                    DecisionKind::StoriesJoined => {
                        self.grouper.join(one, other);
                    }
                    DecisionKind::StoriesApart => {
                        for report in decision.before.moved {
                            self.move_report(of, report)?;
                        }
                        self.grouper.keep_apart(one, other);
                    }
                    DecisionKind::StoriesFree => self.grouper.let_together(one, other),
                    DecisionKind::ReportMoved => {
                        self.move_report(of, decision.one)?;
                        if let Some(was) = decision.was.filter(|_| !decision.before.apart) {
                            self.grouper.let_together(was as u64, other);
                        }
                    }
                    // What these are about is in the record alone.
                    DecisionKind::SpeakersJoined
                    | DecisionKind::SpeakersApart
                    | DecisionKind::SpeakersFree
                    | DecisionKind::NameMoved
                    | DecisionKind::StatementMoved
                    | DecisionKind::SpeakerNamed
                    | DecisionKind::WordsJoined
                    | DecisionKind::WordsApart => {}
                }
            }
        }
    }

    /// Has two stories, or those they have become part of, never become one.
    fn keep_apart(&mut self, of: &Connection, one: i64, other: i64) -> rusqlite::Result<()> {
        let (one, other) = (stories::whole(of, one)?, stories::whole(of, other)?);
        self.grouper.keep_apart(one as u64, other as u64);
        Ok(())
    }

    /// Has a report be where the record has it.
    fn move_report(&mut self, of: &Connection, report: i64) -> rusqlite::Result<()> {
        let Some(story) = stories::of_report(of, report)? else {
            return Ok(());
        };
        if self.grouper.story_of(report as u64).is_some() {
            self.grouper.move_to(report as u64, story as u64);
        } else {
            self.restore(of, report, story)?;
        }
        Ok(())
    }
}
