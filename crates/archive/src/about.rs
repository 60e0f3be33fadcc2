//! Small questions about stories, speakers, the same words and subjects: whether they are there, what they are called.

use rusqlite::Connection;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::decisions::{self, Decision, DecisionKind};
use crate::record::statements::Said;
use crate::record::subjects::{self, Subject};
use crate::record::{quotes, reports, speakers, statements, stories};
use crate::time::{DAY, Seconds};

/// For how long something is said to be reported of lately.
const LATELY: Seconds = 7 * DAY;

/// What a decision is about, by what people call it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// [`Decision::one`]: the headline of a story or report, the name of a speaker, the words of a statement.
    pub one: Option<String>,
    /// [`Decision::other`], in the same way.
    pub other: Option<String>,
}

impl Archive {
    /// What most of the reports of the last days are about, at most so many; of the latest reports there are, where none
    /// are of those days.
    ///
    /// # Errors
    /// What the record says.
    pub fn subjects(&self, most: usize) -> Result<Vec<Subject>, ArchiveError> {
        let since = self.now() - LATELY;
        self.record().read(|of| {
            let lately = subjects::latest(of, since, most)?;
            if lately.is_empty() {
                subjects::latest(of, Seconds::MIN, most)
            } else {
                Ok(lately)
            }
        })
    }

    /// A decision.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn decision(&self, id: i64) -> Result<Decision, ArchiveError> {
        let found = self.record().read(|of| decisions::get(of, id))?;
        found.ok_or_else(|| ArchiveError::unknown("decision", &id))
    }

    /// What decisions are about, in their order.
    ///
    /// # Errors
    /// What the record says.
    pub fn abouts(&self, decisions: &[Decision]) -> Result<Vec<About>, ArchiveError> {
        self.record().read(|of| {
            decisions
                .iter()
                .map(|decision| about(of, decision))
                .collect()
        })
    }

    /// Whether any statement has the same words of a number.
    ///
    /// # Errors
    /// What the record says.
    pub fn has_quote(&self, id: i64) -> Result<bool, ArchiveError> {
        let found = self.record().read(|of| quotes::get(of, id))?;
        Ok(found.is_some())
    }

    /// The number of a story that has reports or, where it has become part of another, of that one.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn whole_story(&self, id: i64) -> Result<i64, ArchiveError> {
        let found = self.record().read(|of| stories::get(of, id))?;
        let story = found.ok_or_else(|| ArchiveError::unknown("story", &id))?;
        Ok(story.id)
    }

    /// Whether any report is in the story of a number, or in the one it has become part of.
    ///
    /// # Errors
    /// What the record says.
    pub fn has_story(&self, id: i64) -> Result<bool, ArchiveError> {
        let found = self.record().read(|of| stories::get(of, id))?;
        Ok(found.is_some())
    }

    /// The number of the speaker that a name is of.
    ///
    /// # Errors
    /// What the record says.
    pub fn speaker_of(&self, name: i64) -> Result<Option<i64>, ArchiveError> {
        self.record().read(|of| speakers::of_name(of, name))
    }

    /// What was decided before a decision, or up to now, the newest first.
    ///
    /// # Errors
    /// What the record says.
    pub fn decisions(
        &self,
        before: Option<i64>,
        most: usize,
    ) -> Result<Vec<Decision>, ArchiveError> {
        self.record().read(|of| decisions::latest(of, before, most))
    }

    /// A statement.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn statement(&self, id: i64) -> Result<Said, ArchiveError> {
        let found = self.record().read(|of| statements::get(of, id))?;
        found.ok_or_else(|| ArchiveError::unknown("statement", &id))
    }

    /// The subject of a key, or that is shown so.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where no report is about such a subject.
    pub fn subject_named(&self, name: &str) -> Result<Subject, ArchiveError> {
        let found = self.record().read(|of| subjects::named(of, name))?;
        found.ok_or_else(|| ArchiveError::unknown("subject", name))
    }

    /// The number of the story that a report is in.
    ///
    /// # Errors
    /// What the record says.
    pub fn story_of(&self, report: i64) -> Result<Option<i64>, ArchiveError> {
        self.record().read(|of| stories::of_report(of, report))
    }
}

/// What a decision is about.
fn about(of: &Connection, decision: &Decision) -> rusqlite::Result<About> {
    let &Decision {
        kind, one, other, ..
    } = decision;
    // What became part of something has nothing of its own any more but what came with it.
    let moved = decision.before.moved.first().copied();
    let headline = |report| {
        let found = reports::get(of, report)?;
        Ok::<_, rusqlite::Error>(found.and_then(|entry| entry.headline))
    };
    let story = |id| {
        let first = stories::members(of, id, None, 1)?.pop();
        Ok::<_, rusqlite::Error>(first.and_then(|first| first.entry.headline))
    };
    let speaker = |id| {
        let found = speakers::get(of, id)?.filter(|speaker| !speaker.name.is_empty());
        Ok::<_, rusqlite::Error>(found.map(|speaker| speaker.name))
    };
    let words = |id| {
        let found = statements::get(of, id)?;
        Ok::<_, rusqlite::Error>(found.map(|said| said.words))
    };
    Ok(match kind {
        DecisionKind::StoriesJoined => About {
            one: story(one)?,
            other: moved.map_or(Ok(None), headline)?,
        },
        DecisionKind::StoriesApart | DecisionKind::StoriesFree => About {
            one: story(one)?,
            other: story(other)?,
        },
        DecisionKind::ReportMoved => About {
            one: headline(one)?,
            other: story(other)?,
        },
        DecisionKind::SpeakersJoined => About {
            one: speaker(one)?,
            other: moved.map_or(Ok(None), |name| speakers::called(of, name))?,
        },
        DecisionKind::SpeakersApart | DecisionKind::SpeakersFree => About {
            one: speaker(one)?,
            other: speaker(other)?,
        },
        DecisionKind::NameMoved => About {
            one: speakers::called(of, one)?,
            other: speaker(other)?,
        },
        DecisionKind::StatementMoved => About {
            one: words(one)?,
            other: speaker(other)?,
        },
        DecisionKind::SpeakerNamed => About {
            one: speaker(one)?,
            other: None,
        },
        DecisionKind::WordsJoined | DecisionKind::WordsApart => About {
            one: words(one)?,
            other: None,
        },
    })
}
