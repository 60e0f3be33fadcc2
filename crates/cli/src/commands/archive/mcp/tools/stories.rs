//! What several reports tell of.

use std::collections::HashMap;

use khabar_archive::record::stories::{self, Which};
use khabar_archive::record::subjects::Subject;
use khabar_archive::related::{StoryItem, Told};
use khabar_archive::time::written;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

use super::super::super::found::Found;
use super::super::args::{Named, source, subject, tag};
use super::super::desk::Desk;
use super::super::fault::Fault;
use super::super::lists::Stretch;
use super::super::tool::Tool;

/// Stories, or reports of one, where nobody says how many, and at most.
const USUAL: usize = 10;
const MOST: usize = 50;

pub struct Stories;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arguments {
    /// One story, by its number: its reports over time, and what each adds to those before it
    story: Option<i64>,
    /// Only with reports about this subject, as stories show subjects
    subject: Option<String>,
    /// Only with a report of this source: its number, its title or its address
    source: Option<Named>,
    /// Only with a report in this language, by its tag: en, ar
    language: Option<String>,
    /// How many stories, or reports of one; 10 if not given
    #[schemars(range(min = 1, max = 50))]
    limit: Option<u32>,
    /// How many to leave out before, as next of an earlier answer says
    offset: Option<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Those with the latest reports first; the one that was asked for
    stories: Vec<Story>,
    /// The offset to ask for the next part with, where there is one: of the stories, or of the reports of one
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<usize>,
}

/// A story: what several reports tell of.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Story {
    /// Its number
    id: i64,
    /// How many reports it has
    reports: u64,
    /// Of how many sources these are
    outlets: u64,
    /// When its first report was published
    first_at: String,
    /// When its last report was published
    last_at: String,
    /// The story it grew out of
    #[serde(skip_serializing_if = "Option::is_none")]
    grown_from: Option<i64>,
    /// What it is about
    subjects: Vec<String>,
    /// Its first report, in a list of stories
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<Found>,
    /// Its reports over time, the first first, where it was asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Vec<Member>>,
}

/// A report in its story.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Member {
    #[serde(flatten)]
    report: Found,
    /// What its text is: wire (an agency's), rewrite (of another outlet's), update (of the outlet's own) or own
    kin: String,
    /// The earlier report whose text it goes back to
    #[serde(skip_serializing_if = "Option::is_none")]
    kin_to: Option<i64>,
    /// Sentences that say what no report of the story had said before
    #[serde(skip_serializing_if = "Vec::is_empty")]
    adds: Vec<String>,
}

impl Story {
    fn of(story: &stories::Story, outlets: u64, subjects: Vec<Subject>) -> Self {
        let subjects = subjects.into_iter();
        Self {
            id: story.id,
            reports: story.reports,
            outlets,
            first_at: written(story.first_at),
            last_at: written(story.last_at),
            grown_from: story.grown_from,
            subjects: subjects.map(|subject| subject.shown).collect(),
            first: None,
            members: None,
        }
    }

    fn listed(item: StoryItem, titles: &HashMap<i64, String>) -> Self {
        Self {
            first: Some(Found::of(item.first, titles)),
            ..Self::of(&item.story, item.outlets, item.subjects)
        }
    }
}

impl Member {
    fn of(told: Told, titles: &HashMap<i64, String>) -> Self {
        Self {
            report: Found::of(told.member.entry, titles),
            kin: told.member.kin,
            kin_to: told.member.kin_to,
            adds: told.adds,
        }
    }
}

impl Tool for Stories {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "stories";
    const TITLE: &'static str = "Find what several reports tell of";
    const DESCRIPTION: &'static str = "\
Lists stories: events that several reports of the archive tell of, in whatever language, the latest first. With story, gives the \
reports of one over time, whether each is an agency's text, another's or its own, and the sentences that add something. Who said \
what in it is given by the tool statements, with its number as story.";

    fn call(desk: &Desk, arguments: Arguments) -> Result<Answer, Fault> {
        let stretch = Stretch::of(arguments.offset, arguments.limit, USUAL, MOST)?;
        let language = tag(arguments.language.as_deref())?;
        let archive = desk.archive()?;
        let sources = archive.sources()?;
        let source = source(&sources, arguments.source.as_ref())?;
        let titles: HashMap<i64, String> = sources
            .into_iter()
            .map(|source| (source.id, source.title))
            .collect();
        if let Some(id) = arguments.story {
            let page = archive.story(id, None, stretch.looked_up())?;
            let (members, next) = stretch
                .of_list(page.members)
                .shown(|told| Member::of(told, &titles));
            let story = Story {
                members: Some(members),
                ..Story::of(&page.story, page.outlets, page.subjects)
            };
            return Ok(Answer {
                stories: vec![story],
                next,
            });
        }
        let subject = subject(&archive, arguments.subject.as_deref())?;
        let which = Which {
            source,
            language: language.as_deref(),
            subject: subject.as_deref(),
            before: None,
        };
        let found = archive.stories(which, stretch.looked_up())?;
        let (stories, next) = stretch
            .of_list(found)
            .shown(|item| Story::listed(item, &titles));
        Ok(Answer { stories, next })
    }
}
