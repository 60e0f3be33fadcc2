//! Corrections: what is decided by hand about stories, speakers and the same words, and undone again.
//!
//! Each is one transaction that changes what the record says and writes the decision down, for whoever relates reports to
//! take over. One that would change nothing is an error that says so.

#[cfg(test)]
mod tests;
mod undo;

use rusqlite::Connection;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::decisions::{self, Before, DecisionKind, NewDecision};
use crate::record::{quotes, speakers, statements, stories};
use crate::time::Seconds;

/// A correction that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// The story, the speaker or the words that it is about, as they are called now.
    pub about: i64,
    /// The number of the decision, by which it is undone.
    pub decision: i64,
}

/// Why a correction is not made.
enum Refused {
    Record(rusqlite::Error),
    Correction(ArchiveError),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Record(error)
    }
}

/// There is nothing of that number.
fn unknown(what: &'static str, id: i64) -> Refused {
    Refused::Correction(ArchiveError::unknown(what, &id))
}

/// There is nothing to be done.
fn idle(why: String) -> Refused {
    Refused::Correction(ArchiveError::Invalid(why))
}

impl Archive {
    /// Moves a report to a story, or to one of its own where none is named. Both stories are kept apart from then on.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where the report is in no story, or there is none of that number;
    /// [`ArchiveError::Invalid`] where it is there already.
    pub fn move_report(&self, report: i64, story: Option<i64>) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let was = stories::of_report(to, report)?.ok_or_else(|| unknown("report", report))?;
            let into = match story {
                Some(story) => story_of(to, story)?,
                None if is_alone(to, was)? => {
                    return Err(idle(format!(
                        "report {report} is in a story of its own already, story {was}"
                    )));
                }
                None => stories::begin(to, None, None)?,
            };
            if into == was {
                return Err(idle(format!("report {report} is in story {was} already")));
            }
            let before = Before {
                apart: true,
                why: stories::why(to, report)?,
                ..Before::default()
            };
            stories::shift(to, report, into, None)?;
            let moved = by_hand(DecisionKind::ReportMoved, (report, into), Some(was), before);
            made(to, into, &moved, now)
        })
    }

    /// Makes two stories one, the older of them.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of a number, [`ArchiveError::Invalid`] where they are one already.
    pub fn join_stories(&self, one: i64, other: i64) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let (a, b) = (story_of(to, one)?, story_of(to, other)?);
            if a == b {
                return Err(idle(format!(
                    "stories {one} and {other} are one already, story {a}"
                )));
            }
            made(to, a.min(b), &stories_joined(to, a, b)?, now)
        })
    }

    /// Makes two speakers one, the older of them.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of a number, [`ArchiveError::Invalid`] where they are one already.
    pub fn join_speakers(&self, one: i64, other: i64) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let (a, b) = (speaker_of(to, one)?, speaker_of(to, other)?);
            if a == b {
                return Err(idle(format!(
                    "speakers {one} and {other} are one already, speaker {a}"
                )));
            }
            made(to, a.min(b), &speakers_joined(to, a, b)?, now)
        })
    }

    /// Says that two speakers are not one, and proposes it no more.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of a number, [`ArchiveError::Invalid`] where they are one, or are kept
    /// apart already.
    pub fn keep_speakers_apart(&self, one: i64, other: i64) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let (a, b) = (speaker_of(to, one)?, speaker_of(to, other)?);
            if a == b {
                return Err(idle(format!(
                    "speakers {one} and {other} are one, speaker {a}; take a name or a statement out of it to part them"
                )));
            }
            if decisions::are_speakers_apart(to, a, b)? {
                return Err(idle(format!(
                    "speakers {one} and {other} are kept apart already"
                )));
            }
            speakers::settle(to, a, b)?;
            let apart = by_hand(DecisionKind::SpeakersApart, (a, b), None, Before::default());
            made(to, a, &apart, now)
        })
    }

    /// Takes a name, with its statements, out of its speaker, to be a speaker of its own.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is no name of that number, [`ArchiveError::Invalid`] where its speaker has no
    /// other.
    pub fn take_name_out(&self, name: i64) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let was = speakers::of_name(to, name)?.ok_or_else(|| unknown("name", name))?;
            let speaker = speakers::get(to, was)?.ok_or_else(|| unknown("speaker", was))?;
            if speakers::names(to, was)?.len() < 2 {
                return Err(idle(format!(
                    "name {name} is the only one of speaker {was}"
                )));
            }
            let into = speakers::begin(to, &speaker.kind)?;
            speakers::shift(to, name, into)?;
            let before = Before {
                apart: true,
                ..Before::default()
            };
            let moved = by_hand(DecisionKind::NameMoved, (name, into), Some(was), before);
            made(to, into, &moved, now)
        })
    }

    /// Moves a statement to a speaker, or to one of its own where none is named: of two who are called the same, another one
    /// made it. Both are kept apart from then on.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is no statement of that number that names its speaker, or no such speaker;
    /// [`ArchiveError::Invalid`] where it is there already.
    pub fn move_statement(
        &self,
        statement: i64,
        speaker: Option<i64>,
    ) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let said = statements::get(to, statement)?;
            let said = said.ok_or_else(|| unknown("statement", statement))?;
            let Some((was, name)) = said.speaker.zip(statements::name(to, statement)?) else {
                return Err(idle(format!(
                    "statement {statement} names nobody who made it"
                )));
            };
            let known = speakers::get(to, was)?.ok_or_else(|| unknown("speaker", was))?;
            let into = match speaker {
                Some(speaker) => speaker_of(to, speaker)?,
                None if known.statements == 1 => {
                    return Err(idle(format!(
                        "statement {statement} is the only one of speaker {was}"
                    )));
                }
                None => speakers::begin(to, &known.kind)?,
            };
            if into == was {
                return Err(idle(format!(
                    "statement {statement} is of speaker {was} already"
                )));
            }
            let own = speakers::name_like(to, into, name)?;
            statements::shift(to, statement, (into, own))?;
            let before = Before {
                apart: true,
                name: Some(name),
                ..Before::default()
            };
            let about = (statement, into);
            let moved = by_hand(DecisionKind::StatementMoved, about, Some(was), before);
            made(to, into, &moved, now)
        })
    }

    /// Has a speaker called by a name, or by the commonest of its own.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn name_speaker(&self, id: i64, name: Option<&str>) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let speaker = speaker_of(to, id)?;
            let before = Before {
                called: speakers::choose(to, speaker, name)?,
                ..Before::default()
            };
            let named = by_hand(DecisionKind::SpeakerNamed, (speaker, 0), None, before);
            made(to, speaker, &named, now)
        })
    }

    /// Says that a statement is not the same words as those it was found to be.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number, [`ArchiveError::Invalid`] where it was found to be none.
    pub fn take_statement_out(&self, statement: i64) -> Result<Correction, ArchiveError> {
        self.correct(|to, now| {
            let said = statements::get(to, statement)?;
            let said = said.ok_or_else(|| unknown("statement", statement))?;
            let quote = said.quote.ok_or_else(|| {
                idle(format!(
                    "statement {statement} is not held to be the same words as any other"
                ))
            })?;
            let before = Before {
                why: said.alike.map(|why| why.to_string()),
                alike_to: said.alike_to,
                ..Before::default()
            };
            quotes::put(to, statement, None, None)?;
            let about = (statement, quote);
            let apart = by_hand(DecisionKind::WordsApart, about, Some(said.report), before);
            made(to, quote, &apart, now)
        })
    }

    /// Makes a correction, at a time. One that is refused has changed nothing before.
    fn correct<T>(
        &self,
        make: impl FnOnce(&Connection, Seconds) -> Result<T, Refused>,
    ) -> Result<T, ArchiveError> {
        let now = self.now();
        self.record().write(|to| match make(to, now) {
            Ok(made) => Ok(Ok(made)),
            Err(Refused::Correction(why)) => Ok(Err(why)),
            Err(Refused::Record(error)) => Err(error),
        })?
    }
}

/// The number of a story that has reports, or of the one it has become part of.
fn story_of(of: &Connection, id: i64) -> Result<i64, Refused> {
    let story = stories::get(of, id)?.ok_or_else(|| unknown("story", id))?;
    Ok(story.id)
}

fn is_alone(of: &Connection, story: i64) -> rusqlite::Result<bool> {
    Ok(stories::get(of, story)?.is_some_and(|story| story.reports == 1))
}

/// The number of a speaker, or of the one it has become part of.
fn speaker_of(of: &Connection, id: i64) -> Result<i64, Refused> {
    let speaker = speakers::get(of, id)?.ok_or_else(|| unknown("speaker", id))?;
    Ok(speaker.id)
}

/// Writes the decision of a correction down.
fn made(
    to: &Connection,
    about: i64,
    decision: &NewDecision,
    now: Seconds,
) -> Result<Correction, Refused> {
    let decision = decisions::add(to, decision, now)?;
    Ok(Correction { about, decision })
}

/// A decision by hand.
fn by_hand(kind: DecisionKind, about: (i64, i64), was: Option<i64>, before: Before) -> NewDecision {
    NewDecision {
        kind,
        by_hand: true,
        about,
        was,
        before,
    }
}

/// Makes two stories one, the older of them: the decision.
fn stories_joined(to: &Connection, one: i64, other: i64) -> rusqlite::Result<NewDecision> {
    let (whole, part) = (one.min(other), one.max(other));
    let before = Before {
        moved: stories::join(to, whole, part)?,
        ..Before::default()
    };
    let about = (whole, part);
    Ok(by_hand(DecisionKind::StoriesJoined, about, None, before))
}

/// Makes two speakers one, the older of them: the decision.
fn speakers_joined(to: &Connection, one: i64, other: i64) -> rusqlite::Result<NewDecision> {
    let (whole, part) = (one.min(other), one.max(other));
    let before = Before {
        moved: speakers::join(to, whole, part)?,
        ..Before::default()
    };
    speakers::settle(to, whole, part)?;
    let about = (whole, part);
    Ok(by_hand(DecisionKind::SpeakersJoined, about, None, before))
}
