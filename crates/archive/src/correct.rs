//! Corrections: what is decided by hand about stories, speakers and the same words, and undone again.
//!
//! Each is one transaction that changes what the record says and writes the decision down, for whoever relates reports to
//! take over.

use rusqlite::Connection;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::decisions::{self, Before, Decision, DecisionKind, NewDecision};
use crate::record::{quotes, speakers, statements, stories};

/// A correction that could not be made: what there is none of, and its number.
type Missing = (&'static str, i64);

impl Archive {
    /// Moves a report to a story, or to one of its own where none is named: the number of the story.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where the report is in no story, or there is none of that number.
    pub fn move_report(&self, report: i64, story: Option<i64>) -> Result<i64, ArchiveError> {
        self.correct(|to, now| {
            let Some(was) = stories::of_report(to, report)? else {
                return Ok(Err(("report", report)));
            };
            let into = match story {
                Some(story) => match stories::get(to, story)? {
                    Some(story) => story.id,
                    None => return Ok(Err(("story", story))),
                },
                None => stories::begin(to, None, None)?,
            };
            if into == was {
                return Ok(Ok(into));
            }
            stories::shift(to, report, into, None)?;
            let moved = by_hand(DecisionKind::ReportMoved, (report, into));
            decisions::add(to, &moved.with_was(was), now)?;
            if story.is_none() {
                let apart = by_hand(DecisionKind::StoriesApart, (was, into));
                decisions::add(to, &apart, now)?;
            }
            Ok(Ok(into))
        })
    }

    /// Makes two stories one: the number of the one that goes on, which is the older.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of a number.
    pub fn join_stories(&self, one: i64, other: i64) -> Result<i64, ArchiveError> {
        self.correct(|to, now| {
            let (one, other) = match (stories::get(to, one)?, stories::get(to, other)?) {
                (Some(one), Some(other)) => (one.id, other.id),
                (None, _) => return Ok(Err(("story", one))),
                (_, None) => return Ok(Err(("story", other))),
            };
            if one != other {
                join_stories(to, one, other, now)?;
            }
            Ok(Ok(one.min(other)))
        })
    }

    /// Makes two speakers one: the number of the one that goes on, which is the older.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of a number.
    pub fn join_speakers(&self, one: i64, other: i64) -> Result<i64, ArchiveError> {
        self.correct(|to, now| {
            let (one, other) = match (speakers::get(to, one)?, speakers::get(to, other)?) {
                (Some(one), Some(other)) => (one.id, other.id),
                (None, _) => return Ok(Err(("speaker", one))),
                (_, None) => return Ok(Err(("speaker", other))),
            };
            if one != other {
                join_speakers(to, one, other, now)?;
            }
            Ok(Ok(one.min(other)))
        })
    }

    /// Says that two speakers are not one, and proposes it no more.
    ///
    /// # Errors
    /// What the record says.
    pub fn keep_speakers_apart(&self, one: i64, other: i64) -> Result<(), ArchiveError> {
        self.correct(|to, now| {
            speakers::settle(to, one, other)?;
            if !decisions::are_apart(to, DecisionKind::SpeakersApart, one, other)? {
                let apart = by_hand(DecisionKind::SpeakersApart, (one, other));
                decisions::add(to, &apart, now)?;
            }
            Ok(Ok(()))
        })
    }

    /// Takes a name, with its statements, out of its speaker: the number of the speaker it is of then.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is no name of that number.
    pub fn take_name_out(&self, name: i64) -> Result<i64, ArchiveError> {
        self.correct(|to, now| {
            let Some(was) = speakers::of_name(to, name)? else {
                return Ok(Err(("name", name)));
            };
            let Some(speaker) = speakers::get(to, was)? else {
                return Ok(Err(("speaker", was)));
            };
            let into = speakers::begin(to, &speaker.kind)?;
            speakers::shift(to, name, into)?;
            let moved = by_hand(DecisionKind::NameMoved, (name, into));
            decisions::add(to, &moved.with_was(was), now)?;
            let apart = by_hand(DecisionKind::SpeakersApart, (was, into));
            decisions::add(to, &apart, now)?;
            Ok(Ok(into))
        })
    }

    /// Has a speaker called by a name, or by the commonest of its own.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn name_speaker(&self, id: i64, name: Option<&str>) -> Result<(), ArchiveError> {
        self.correct(|to, now| {
            let Some(speaker) = speakers::get(to, id)? else {
                return Ok(Err(("speaker", id)));
            };
            let mut named = by_hand(DecisionKind::SpeakerNamed, (speaker.id, 0));
            named.before.called = speakers::choose(to, speaker.id, name)?;
            decisions::add(to, &named, now)?;
            Ok(Ok(()))
        })
    }

    /// Says that a statement is not the same words as those it was found to be.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn take_statement_out(&self, statement: i64) -> Result<(), ArchiveError> {
        self.correct(|to, now| {
            let Some(said) = statements::get(to, statement)? else {
                return Ok(Err(("statement", statement)));
            };
            if let Some(quote) = said.quote {
                quotes::put(to, statement, None, None)?;
                let apart = by_hand(DecisionKind::WordsApart, (statement, quote));
                decisions::add(to, &apart, now)?;
            }
            Ok(Ok(()))
        })
    }

    /// Undoes a decision, made by hand or by the program, by another one: the number of that, or its own where it only kept two
    /// things apart, and simply holds no more. What has been moved elsewhere since stays there.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number, [`ArchiveError::Invalid`] where it is undone already.
    pub fn undo(&self, id: i64) -> Result<i64, ArchiveError> {
        let undone = self.correct(|to, now| {
            let Some(decision) = decisions::get(to, id)? else {
                return Ok(Err(("decision", id)));
            };
            if decision.undone_by.is_some() {
                return Ok(Ok(None));
            }
            let only_apart = matches!(
                decision.kind,
                DecisionKind::StoriesApart | DecisionKind::SpeakersApart
            ) && decision.before.moved.is_empty();
            // What moved nothing leaves nothing to be moved back: two that were only kept apart are not joined.
            let by = if only_apart {
                id
            } else {
                undo(to, decision, now)?
            };
            decisions::undone(to, id, by)?;
            Ok(Ok(Some(by)))
        })?;
        undone.ok_or_else(|| {
            ArchiveError::Invalid(format!(
                "decision {id} is undone already; undo what undid it"
            ))
        })
    }

    /// Makes a correction, at a time.
    fn correct<T>(
        &self,
        write: impl FnOnce(&Connection, i64) -> rusqlite::Result<Result<T, Missing>>,
    ) -> Result<T, ArchiveError> {
        let now = self.now();
        self.record()
            .write(|to| write(to, now))?
            .map_err(|(what, id)| ArchiveError::unknown(what, &id))
    }
}

/// A decision by hand.
fn by_hand(kind: DecisionKind, about: (i64, i64)) -> NewDecision {
    NewDecision {
        kind,
        by_hand: true,
        about,
        before: Before::default(),
    }
}

impl NewDecision {
    fn with_was(mut self, was: i64) -> Self {
        self.before.was = Some(was);
        self
    }

    fn with_moved(mut self, moved: Vec<i64>) -> Self {
        self.before.moved = moved;
        self
    }
}

/// Makes two stories one, the older of them: the number of the decision.
fn join_stories(to: &Connection, one: i64, other: i64, now: i64) -> rusqlite::Result<i64> {
    let (whole, part) = (one.min(other), one.max(other));
    let moved = stories::join(to, whole, part)?;
    let joined = by_hand(DecisionKind::StoriesJoined, (whole, part)).with_moved(moved);
    decisions::add(to, &joined, now)
}

/// Makes two speakers one, the older of them: the number of the decision.
fn join_speakers(to: &Connection, one: i64, other: i64, now: i64) -> rusqlite::Result<i64> {
    let (whole, part) = (one.min(other), one.max(other));
    let moved = speakers::join(to, whole, part)?;
    speakers::settle(to, whole, part)?;
    let joined = by_hand(DecisionKind::SpeakersJoined, (whole, part)).with_moved(moved);
    decisions::add(to, &joined, now)
}

/// Does the contrary of what was decided: the number of the decision to do so.
fn undo(to: &Connection, decision: Decision, now: i64) -> rusqlite::Result<i64> {
    let Decision {
        one, other, before, ..
    } = decision;
    let new = match decision.kind {
        DecisionKind::StoriesJoined => {
            let whole = stories::get(to, one)?.map_or(one, |story| story.id);
            stories::revive(to, other)?;
            let mut moved = before.moved;
            moved.retain(|&report| matches!(stories::of_report(to, report), Ok(Some(story)) if story == whole));
            for &report in &moved {
                let why = stories::why(to, report)?;
                stories::shift(to, report, other, why.as_deref())?;
            }
            by_hand(DecisionKind::StoriesApart, (one, other)).with_moved(moved)
        }
        DecisionKind::StoriesApart => {
            let now_of = |id| Ok::<_, rusqlite::Error>(stories::get(to, id)?.map_or(id, |s| s.id));
            let (one, other) = (now_of(one)?, now_of(other)?);
            if one != other {
                return join_stories(to, one, other, now);
            }
            by_hand(DecisionKind::StoriesJoined, (one, other))
        }
        DecisionKind::ReportMoved => {
            let back = before.was.unwrap_or(other);
            stories::shift(to, one, back, None)?;
            by_hand(DecisionKind::ReportMoved, (one, back)).with_was(other)
        }
        DecisionKind::SpeakersJoined => {
            let whole = speakers::get(to, one)?.map_or(one, |speaker| speaker.id);
            speakers::revive(to, other)?;
            let mut moved = before.moved;
            moved.retain(|&name| matches!(speakers::of_name(to, name), Ok(Some(speaker)) if speaker == whole));
            for &name in &moved {
                speakers::shift(to, name, other)?;
            }
            by_hand(DecisionKind::SpeakersApart, (one, other)).with_moved(moved)
        }
        DecisionKind::SpeakersApart => {
            let now_of = |id| Ok::<_, rusqlite::Error>(speakers::get(to, id)?.map_or(id, |s| s.id));
            let (one, other) = (now_of(one)?, now_of(other)?);
            if one != other {
                return join_speakers(to, one, other, now);
            }
            by_hand(DecisionKind::SpeakersJoined, (one, other))
        }
        DecisionKind::NameMoved => {
            let back = before.was.unwrap_or(other);
            speakers::shift(to, one, back)?;
            by_hand(DecisionKind::NameMoved, (one, back)).with_was(other)
        }
        DecisionKind::SpeakerNamed => {
            let mut named = by_hand(DecisionKind::SpeakerNamed, (one, 0));
            named.before.called = speakers::choose(to, one, before.called.as_deref())?;
            named
        }
        DecisionKind::WordsJoined => {
            quotes::put(to, one, None, None)?;
            by_hand(DecisionKind::WordsApart, (one, other))
        }
        DecisionKind::WordsApart => {
            quotes::put(to, one, Some(other), None)?;
            by_hand(DecisionKind::WordsJoined, (one, other))
        }
    };
    decisions::add(to, &new, now)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::record::statements::NewStatement;
    use crate::record::stories::Placing;

    /// An archive of three reports in two stories, each with a statement of a speaker of its own.
    fn archive() -> (tempfile::TempDir, Archive) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_begin(folder.path()).unwrap();
        let lines: Vec<String> = (1..=3)
            .map(|number| {
                format!(
                    "{{\"url\":\"https://post.example/{number}\",\"headline\":\"Bridge {number}\",\
                     \"articleBody\":\"It is open.\"}}\n"
                )
            })
            .collect();
        archive.take_in(&mut Cursor::new(lines.concat())).unwrap();
        archive
            .record()
            .write(|to| {
                for (report, story) in [(1, 1), (2, 1), (3, 2)] {
                    if !stories::is_known(to, story)? {
                        stories::begin(to, Some(story), None)?;
                    }
                    let placing = Placing {
                        kin: "own",
                        ..Placing::default()
                    };
                    stories::put(to, report, story, report, &placing)?;
                    let speaker = speakers::begin(to, "person")?;
                    let called = format!("Lina {report}");
                    let (name, _) = speakers::name(to, speaker, &called, Some("en"), None)?;
                    let statement = NewStatement {
                        report: (report, 1),
                        kind: "direct",
                        language: Some("en"),
                        by: Some(&called),
                        speaker: Some((speaker, name)),
                        at: report,
                        said: None,
                        addressee: None,
                        words: "The bridge is open.",
                    };
                    statements::add(to, &statement)?;
                }
                Ok(())
            })
            .unwrap();
        (folder, archive)
    }

    fn stories_of(archive: &Archive) -> Vec<i64> {
        let of = |of: &Connection| {
            (1..=3)
                .map(|report| stories::of_report(of, report).map(Option::unwrap_or_default))
                .collect()
        };
        archive.record().read(of).unwrap()
    }

    fn speakers_of(archive: &Archive) -> Vec<i64> {
        let of = |of: &Connection| {
            (1..=3)
                .map(|id| Ok(statements::get(of, id)?.and_then(|said| said.speaker)))
                .map(|speaker| speaker.map(Option::unwrap_or_default))
                .collect()
        };
        archive.record().read(of).unwrap()
    }

    fn last(archive: &Archive) -> i64 {
        archive.record().read(decisions::last).unwrap()
    }

    #[test]
    fn what_is_done_to_stories_is_undone_and_done_again() {
        let (_folder, archive) = archive();
        assert_eq!(archive.join_stories(2, 1).unwrap(), 1);
        assert_eq!(stories_of(&archive), [1, 1, 1]);
        let joined = last(&archive);
        let apart = archive.undo(joined).unwrap();
        assert_eq!(stories_of(&archive), [1, 1, 2]);
        assert!(archive.undo(joined).is_err());
        archive.undo(apart).unwrap();
        assert_eq!(stories_of(&archive), [1, 1, 1]);

        // A report that went elsewhere meanwhile stays there.
        let own = archive.move_report(3, None).unwrap();
        assert_eq!(own, 3);
        archive.undo(last(&archive) - 2).unwrap();
        assert_eq!(stories_of(&archive), [1, 1, 3]);
        assert_eq!(archive.move_report(2, Some(3)).unwrap(), 3);
        archive.undo(last(&archive)).unwrap();
        assert_eq!(stories_of(&archive), [1, 1, 3]);
        assert!(archive.move_report(9, None).is_err());
        assert!(archive.move_report(1, Some(9)).is_err());
        assert!(archive.join_stories(1, 9).is_err());
        assert!(archive.undo(99).is_err());
    }

    #[test]
    fn what_is_done_to_speakers_is_undone() {
        let (_folder, archive) = archive();
        assert_eq!(archive.join_speakers(2, 1).unwrap(), 1);
        assert_eq!(speakers_of(&archive), [1, 1, 3]);
        archive.undo(last(&archive)).unwrap();
        assert_eq!(speakers_of(&archive), [1, 2, 3]);
        archive.undo(last(&archive)).unwrap();
        assert_eq!(speakers_of(&archive), [1, 1, 3]);
        assert_eq!(archive.take_name_out(2).unwrap(), 4);
        assert_eq!(speakers_of(&archive), [1, 4, 3]);
        archive.undo(last(&archive) - 1).unwrap();
        assert_eq!(speakers_of(&archive), [1, 1, 3]);

        archive.keep_speakers_apart(1, 3).unwrap();
        archive.keep_speakers_apart(3, 1).unwrap();
        let apart = last(&archive);
        assert_eq!(archive.undo(apart).unwrap(), apart);
        assert_eq!(speakers_of(&archive), [1, 1, 3]);
        assert!(archive.undo(apart).is_err());
        archive.keep_speakers_apart(3, 1).unwrap();
        assert_eq!(last(&archive), apart + 1);
        archive.name_speaker(1, Some("L. Haddad")).unwrap();
        let name = |archive: &Archive| {
            let speaker = archive.record().read(|of| speakers::get(of, 1));
            speaker.unwrap().unwrap().name
        };
        assert_eq!(name(&archive), "L. Haddad");
        archive.undo(last(&archive)).unwrap();
        assert_eq!(name(&archive), "Lina 1");
        assert!(archive.join_speakers(1, 9).is_err());
        assert!(archive.take_name_out(9).is_err());
        assert!(archive.name_speaker(9, None).is_err());
    }

    #[test]
    fn a_statement_taken_out_of_the_same_words_comes_back() {
        let (_folder, archive) = archive();
        let join = |to: &rusqlite::Transaction| {
            let quote = quotes::begin(to)?;
            quotes::put(to, 1, Some(quote), None)?;
            quotes::put(to, 2, Some(quote), Some(("{}", 1)))
        };
        archive.record().write(join).unwrap();
        let count = || {
            let quote = archive.record().read(|of| quotes::get(of, 1));
            quote.unwrap().map_or(0, |quote| quote.statements)
        };
        archive.take_statement_out(2).unwrap();
        assert_eq!(count(), 1);
        archive.undo(last(&archive)).unwrap();
        assert_eq!(count(), 2);
        archive.undo(last(&archive)).unwrap();
        assert_eq!(count(), 1);
        assert!(archive.take_statement_out(9).is_err());
    }
}
