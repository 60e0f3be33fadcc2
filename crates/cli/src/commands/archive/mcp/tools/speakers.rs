//! Who speaks.

use std::collections::HashMap;

use khabar_archive::record::speakers::{self, Which};
use khabar_archive::record::statements::Statements;
use khabar_archive::related::SpeakerPage;
use khabar_archive::time::written;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

use super::super::super::found::SourceName;
use super::super::super::pick;
use super::super::args::{Named, source, subject, tag};
use super::super::desk::Desk;
use super::super::fault::Fault;
use super::super::lists::Stretch;
use super::super::tool::Tool;

/// Speakers where nobody says how many, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;
/// Names of a speaker that are given, the commonest; all that is given besides is no more by itself.
const NAMES: usize = 24;

pub struct Speakers;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arguments {
    /// One speaker, by number or name: all names, offices, who quotes it, to whom it speaks, and about what
    speaker: Option<Named>,
    /// Those one of whose names has these letters, in whatever script
    name: Option<String>,
    /// Those who spoke about this subject, as stories and speakers show subjects
    subject: Option<String>,
    /// Those quoted by this source: its number, its title or its address
    source: Option<Named>,
    /// Those who are called by a name in this language, by its tag: en, ar
    language: Option<String>,
    /// How many; 20 if not given
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
    /// How many to leave out before, as next of an earlier answer says
    offset: Option<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Those with most statements first
    speakers: Vec<Speaker>,
    /// The offset to ask for the next part with, where there is one
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<usize>,
}

/// A person or a body that says something.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Speaker {
    /// Its number
    id: i64,
    /// person or body
    kind: String,
    /// The commonest of its names
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// How many statements of it there are
    statements: u64,
    /// When it made the last
    #[serde(skip_serializing_if = "Option::is_none")]
    last_at: Option<String>,
    #[serde(flatten)]
    more: Option<More>,
}

/// What is told of one that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct More {
    /// What it is called, the commonest first
    names: Vec<Called>,
    /// Its offices and what else it was called beside its names, over time
    roles: Vec<Office>,
    quoted_by: Vec<Quoting>,
    addressees: Vec<Addressee>,
    /// What it speaks about
    subjects: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Called {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Statements made under it
    statements: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Office {
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// In how many statements
    count: u64,
    first_at: String,
    last_at: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Quoting {
    source: SourceName,
    statements: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Addressee {
    addressee: String,
    statements: u64,
}

impl Speaker {
    fn of(speaker: speakers::Speaker) -> Self {
        Self {
            id: speaker.id,
            kind: speaker.kind,
            name: speaker.name,
            language: speaker.language,
            last_at: (speaker.statements > 0).then(|| written(speaker.last_at)),
            statements: speaker.statements,
            more: None,
        }
    }

    fn whole(page: SpeakerPage, titles: &HashMap<i64, String>) -> Self {
        let names = page.names.into_iter().take(NAMES).map(|name| Called {
            name: name.name,
            language: name.language,
            statements: name.statements,
        });
        let roles = page.roles.into_iter().map(|role| Office {
            role: role.role,
            language: role.language,
            count: role.count,
            first_at: written(role.first_at),
            last_at: written(role.last_at),
        });
        let quoted_by = page.quoted_by.into_iter().map(|quoting| Quoting {
            source: SourceName::of(quoting.source, titles),
            statements: quoting.statements,
        });
        let addressees = page.addressees.into_iter();
        let subjects = page.subjects.into_iter();
        let more = More {
            names: names.collect(),
            roles: roles.collect(),
            quoted_by: quoted_by.collect(),
            addressees: addressees
                .map(|(addressee, statements)| Addressee {
                    addressee,
                    statements,
                })
                .collect(),
            subjects: subjects.map(|subject| subject.shown).collect(),
        };
        Self {
            more: Some(more),
            ..Self::of(page.speaker)
        }
    }
}

impl Tool for Speakers {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "speakers";
    const TITLE: &'static str = "Find who speaks";
    const DESCRIPTION: &'static str = "\
Lists the persons and bodies that reports of the archive quote, each under all its names in all languages. With speaker, tells of \
one: names, offices over time, who quotes it, to whom it speaks and about what. What one said is given by the tool statements, \
with its number as speaker.";

    fn call(desk: &Desk, arguments: Arguments) -> Result<Answer, Fault> {
        let stretch = Stretch::of(arguments.offset, arguments.limit, USUAL, MOST)?;
        let language = tag(arguments.language.as_deref())?;
        let name = arguments.name.as_deref().map(str::trim);
        let archive = desk.archive()?;
        let sources = archive.sources()?;
        if let Some(Named(typed)) = &arguments.speaker {
            let id = pick::speaker(&archive, typed)?;
            let page = archive.speaker(id, Statements::default(), 0)?;
            let titles = sources.into_iter();
            let titles = titles.map(|source| (source.id, source.title)).collect();
            return Ok(Answer {
                speakers: vec![Speaker::whole(page, &titles)],
                next: None,
            });
        }
        let subject = subject(&archive, arguments.subject.as_deref())?;
        let which = Which {
            name: name.filter(|name| !name.is_empty()),
            language: language.as_deref(),
            source: source(&sources, arguments.source.as_ref())?,
            subject: subject.as_deref(),
            before: None,
        };
        let found = archive.speakers(which, stretch.looked_up())?;
        let (speakers, next) = stretch.of_list(found).shown(Speaker::of);
        Ok(Answer { speakers, next })
    }
}
