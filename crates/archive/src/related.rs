//! What reports have in common, as it is shown.

use std::time::{Duration, Instant};

use khabar_relate::copies::Seen;
use khabar_relate::wording::{Run, runs};
use rusqlite::Connection;
use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::reading::{self, KeptReading};
use crate::record::decisions::{self, Decision, DecisionKind};
use crate::record::quotes::{self, Quote};
use crate::record::reports::{self, Cursor, Entry};
use crate::record::speakers::{self, Called, Proposal, Quoting, Role, Speaker};
use crate::record::statements::{self, Said, Statements};
use crate::record::stories::{self, Member, Story};
use crate::record::subjects::{self, Subject};

/// Of how many reports of a story it is worked out what each adds.
const COMPARED: usize = 60;
/// How many sentences that a report adds are given.
const ADDED: usize = 12;
/// How many statements of a story are given.
const SAID: usize = 400;
/// How many subjects of a story or a speaker are given, roles of a speaker, and who quotes it and whom it speaks to.
const SHOWN: usize = 24;
/// How many decisions about one thing are given.
const DECIDED: usize = 50;
/// How many statements with the same words are given.
const ALIKE: usize = 500;

/// A story in a list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryItem {
    /// The story.
    #[serde(flatten)]
    pub story: Story,
    /// Its first report.
    pub first: Entry,
    /// Of how many sources its reports are.
    pub outlets: u64,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

/// A story with what is reported of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryPage {
    /// The story.
    #[serde(flatten)]
    pub story: Story,
    /// Of how many sources its reports are.
    pub outlets: u64,
    /// Its reports, the first first.
    pub members: Vec<Told>,
    /// Behind which report the next page begins.
    #[serde(skip)]
    pub next: Option<Cursor>,
    /// Who said what, in the order in which it was said: the first of them, on the first page of a story.
    pub statements: Vec<Said>,
    /// Whether there are others behind these.
    pub has_more_statements: bool,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// The stories that grew out of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outgrown: Vec<Story>,
    /// What was decided about it, the newest first.
    pub decisions: Vec<Decision>,
}

/// A report in its story, with what it tells that those before it did not.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// The report.
    #[serde(flatten)]
    pub member: Member,
    /// The sentences that say what no report of the story had said before, on the first page of a story.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adds: Vec<String>,
}

/// A speaker with what is known of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SpeakerPage {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: Speaker,
    /// What it is called.
    pub names: Vec<Called>,
    /// What it was called beside its names, and when.
    pub roles: Vec<Role>,
    /// Its statements, the newest first.
    pub said: Vec<Said>,
    /// Who quotes it.
    pub quoted_by: Vec<Quoting>,
    /// To whom it speaks, and how often.
    pub addressees: Vec<(String, u64)>,
    /// What it speaks about.
    pub subjects: Vec<Subject>,
    /// Who may be the same.
    pub proposals: Vec<Proposal>,
    /// What was decided about it, the newest first.
    pub decisions: Vec<Decision>,
}

/// The same words in a list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuoteItem {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// The statement that had them first.
    pub first: Said,
}

/// The same words, wherever they stand.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuotePage {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// The statements that have them, the earliest first, at most 500.
    pub members: Vec<Alike>,
    /// What was decided about them, the newest first.
    pub decisions: Vec<Decision>,
}

/// A statement among those with the same words.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alike {
    /// The statement.
    #[serde(flatten)]
    pub said: Said,
    /// The report it stands in.
    pub entry: Entry,
    /// Whether another speaker is named than by the earliest report.
    pub is_other_speaker: bool,
    /// How its words differ from those it was found to be the same as; nothing for the first, across languages, and where
    /// there are too many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wording: Vec<Run>,
}

/// Where a report leads.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Leads {
    /// Its story, where others are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<Story>,
    /// Its statements, with their speakers and the same words.
    pub statements: Vec<Said>,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

impl Archive {
    /// Stories of more than one report, those with the latest reports first.
    ///
    /// # Errors
    /// What the record says.
    pub fn stories(
        &self,
        which: stories::Which<'_>,
        most: usize,
    ) -> Result<Vec<StoryItem>, ArchiveError> {
        self.record().read(|of| {
            let mut items = Vec::new();
            for story in stories::latest(of, which, most)? {
                // One whose reports went while the list was made is left out.
                if let Some(first) = stories::members(of, story.id, None, 1)?.pop() {
                    items.push(StoryItem {
                        outlets: stories::outlets(of, story.id)?,
                        subjects: subjects::of_story(of, story.id, 5)?,
                        first: first.entry,
                        story,
                    });
                }
            }
            Ok(items)
        })
    }

    /// A story with its reports, at most so many, behind one of them. One that has become part of another is that.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn story(
        &self,
        id: i64,
        after: Option<Cursor>,
        most: usize,
    ) -> Result<StoryPage, ArchiveError> {
        let found = self.record().read(|of| {
            let Some(story) = stories::get(of, id)? else {
                return Ok(None);
            };
            let mut members = stories::members(of, story.id, after, most + 1)?;
            let more = members.len() > most;
            members.truncate(most);
            let next = members
                .last()
                .filter(|_| more)
                .map(|member| (member.entry.ordered_at, member.entry.id));
            let members = match after {
                None => told(of, members)?,
                Some(_) => members
                    .into_iter()
                    .map(|member| Told {
                        member,
                        adds: Vec::new(),
                    })
                    .collect(),
            };
            let kinds = [
                DecisionKind::StoriesJoined,
                DecisionKind::StoriesApart,
                DecisionKind::StoriesFree,
                DecisionKind::ReportMoved,
            ];
            let said = match after {
                None => statements::of_story(of, story.id, SAID + 1)?,
                Some(_) => Vec::new(),
            };
            Ok(Some(StoryPage {
                members,
                next,
                outlets: stories::outlets(of, story.id)?,
                has_more_statements: said.len() > SAID,
                statements: said.into_iter().take(SAID).collect(),
                subjects: subjects::of_story(of, story.id, SHOWN)?,
                outgrown: stories::grown_from(of, story.id)?,
                decisions: decisions::about(of, &kinds, story.id, DECIDED)?,
                story,
            }))
        })?;
        found.ok_or_else(|| ArchiveError::unknown("story", &id))
    }

    /// The reports of a story in the order in which they were published, behind one of them, at most so many; none where
    /// there is no story of that number.
    ///
    /// # Errors
    /// What the record says.
    pub fn reports_of(
        &self,
        story: i64,
        after: Option<Cursor>,
        most: usize,
    ) -> Result<Vec<Entry>, ArchiveError> {
        let members = self
            .record()
            .read(|of| stories::members(of, story, after, most))?;
        Ok(members.into_iter().map(|member| member.entry).collect())
    }

    /// The latest reports of a story, the newest first, at most so many; none where there is no story of that number.
    ///
    /// # Errors
    /// What the record says.
    pub fn newest_of(&self, story: i64, most: usize) -> Result<Vec<Entry>, ArchiveError> {
        self.record().read(|of| stories::newest(of, story, most))
    }

    /// Speakers, those with most statements first.
    ///
    /// # Errors
    /// What the record says.
    pub fn speakers(
        &self,
        which: speakers::Which<'_>,
        most: usize,
    ) -> Result<Vec<Speaker>, ArchiveError> {
        self.record().read(|of| speakers::most(of, which, most))
    }

    /// A speaker with its statements, at most so many. One that has become part of another is that.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn speaker(
        &self,
        id: i64,
        which: Statements<'_>,
        most: usize,
    ) -> Result<SpeakerPage, ArchiveError> {
        let found = self.record().read(|of| {
            let Some(speaker) = speakers::get(of, id)? else {
                return Ok(None);
            };
            let id = speaker.id;
            let kinds = [
                DecisionKind::SpeakersJoined,
                DecisionKind::SpeakersApart,
                DecisionKind::SpeakersFree,
                DecisionKind::NameMoved,
                DecisionKind::StatementMoved,
                DecisionKind::SpeakerNamed,
            ];
            let mut proposals = Vec::new();
            for proposal in speakers::proposals(of, id, SHOWN)? {
                let other = proposal.speaker.id;
                if !decisions::are_speakers_apart(of, id, other)? {
                    proposals.push(proposal);
                }
            }
            Ok(Some(SpeakerPage {
                names: speakers::names(of, id)?,
                roles: speakers::roles(of, id, SHOWN)?,
                said: statements::by_speaker(of, id, which, most)?,
                quoted_by: speakers::quoted_by(of, id, SHOWN)?,
                addressees: speakers::addressees(of, id, SHOWN)?,
                subjects: subjects::of_speaker(of, id, SHOWN)?,
                proposals,
                decisions: decisions::about(of, &kinds, id, DECIDED)?,
                speaker,
            }))
        })?;
        found.ok_or_else(|| ArchiveError::unknown("speaker", &id))
    }

    /// The same words in several reports, those that were last said first.
    ///
    /// # Errors
    /// What the record says.
    pub fn quotes(
        &self,
        which: quotes::Which<'_>,
        most: usize,
    ) -> Result<Vec<QuoteItem>, ArchiveError> {
        self.record().read(|of| {
            let mut items = Vec::new();
            for quote in quotes::latest(of, which, most)? {
                if let Some(first) = quotes::members(of, quote.id, 1)?.pop() {
                    items.push(QuoteItem { quote, first });
                }
            }
            Ok(items)
        })
    }

    /// The same words, wherever they stand, with how the wording differs.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn quote(&self, id: i64) -> Result<QuotePage, ArchiveError> {
        let found = self.record().read(|of| {
            let Some(quote) = quotes::get(of, id)? else {
                return Ok(None);
            };
            let kinds = [DecisionKind::WordsJoined, DecisionKind::WordsApart];
            Ok(Some(QuotePage {
                members: alike(of, quotes::members(of, id, ALIKE)?)?,
                decisions: decisions::about(of, &kinds, id, DECIDED)?,
                quote,
            }))
        })?;
        found.ok_or_else(|| ArchiveError::unknown("quote", &id))
    }

    /// Where a report leads: to its story, to the speakers of its statements, to the same words.
    ///
    /// # Errors
    /// What the record says.
    pub fn leads(&self, report: i64) -> Result<Leads, ArchiveError> {
        self.record().read(|of| {
            let story = match stories::of_report(of, report)? {
                Some(story) => stories::get(of, story)?.filter(|story| story.reports > 1),
                None => None,
            };
            let mut statements = statements::of_report(of, report)?;
            for said in &mut statements {
                let quote = match said.quote {
                    Some(quote) => quotes::get(of, quote)?,
                    None => None,
                };
                // What nobody else says leads nowhere.
                said.quote = quote
                    .filter(|quote| quote.statements > 1)
                    .map(|quote| quote.id);
            }
            Ok(Leads {
                story,
                statements,
                subjects: subjects::of_report(of, report)?,
            })
        })
    }
}

/// What each of the first reports of a story adds to those before it.
fn told(of: &Connection, members: Vec<Member>) -> rusqlite::Result<Vec<Told>> {
    let mut seen = Seen::new();
    let mut told = Vec::with_capacity(members.len());
    for (place, member) in members.into_iter().enumerate() {
        let mut adds = Vec::new();
        if place < COMPARED {
            let packed = reports::reading(of, member.entry.id, None)?;
            let kept = packed
                .and_then(|packed| reading::unpacked(&packed).ok())
                .and_then(|json| KeptReading::of(&json).ok());
            if let Some(kept) = kept {
                let new = seen.adds(&kept.article_body, member.entry.language.as_deref());
                // All of the first report is new.
                if place > 0 {
                    adds = new.into_iter().take(ADDED).map(str::to_owned).collect();
                }
            }
        }
        told.push(Told { member, adds });
    }
    Ok(told)
}

/// How long it may take at most to find how the wordings on a page differ; those that are left are shown as they are.
const DIFFER: Duration = Duration::from_secs(2);

/// Statements with the same words, with how each differs from the one it was found to be the same as.
fn alike(of: &Connection, members: Vec<Said>) -> rusqlite::Result<Vec<Alike>> {
    let begun = Instant::now();
    let first = members.first().cloned();
    let mut out = Vec::with_capacity(members.len());
    for said in members {
        let Some(entry) = reports::get(of, said.report)? else {
            continue;
        };
        // One that the other was found by, or is gone, is compared with the earliest.
        let other = match said.alike_to {
            Some(other) => statements::get(of, other)?.or_else(|| first.clone()),
            None => first.clone(),
        };
        let may_differ = |other: &Said| {
            other.id != said.id && other.language == said.language && begun.elapsed() < DIFFER
        };
        let other = other.filter(may_differ);
        let speakers = first
            .as_ref()
            .and_then(|first| first.speaker)
            .zip(said.speaker);
        out.push(Alike {
            is_other_speaker: speakers.is_some_and(|(first, this)| first != this),
            wording: other.map_or_else(Vec::new, |other| runs(&other.words, &said.words)),
            entry,
            said,
        });
    }
    Ok(out)
}
