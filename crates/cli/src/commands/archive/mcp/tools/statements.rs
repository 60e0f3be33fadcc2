//! Who said what.

use std::collections::HashMap;

use khabar_archive::record::statements::Said;
use khabar_archive::said::SaidRequest;
use khabar_archive::time::written;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

use super::super::super::found::SourceName;
use super::super::super::pick;
use super::super::args::{Named, begin, source, tag};
use super::super::desk::Desk;
use super::super::fault::Fault;
use super::super::lists::{Stretch, cut};
use super::super::tool::Tool;

/// Statements where nobody says how many, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;
/// Characters of what was said that are given.
const MOST_WORDS: usize = 2_000;

pub struct Statements;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arguments {
    /// Words of what was said, asked for as in the tool search; those of one statement
    words: Option<String>,
    /// Who said it: the number of a speaker, or a name
    speaker: Option<Named>,
    /// Only in this report, by its number
    report: Option<i64>,
    /// Only in the reports of this story, by its number
    story: Option<i64>,
    /// Only with the same words as others, by the number that statements have as quote
    quote: Option<i64>,
    /// Only in reports of this source: its number, its title or its address
    source: Option<Named>,
    /// Only in reports in this language, by its tag: en, ar
    language: Option<String>,
    /// Only said on this day or later: 2026-03-02, 2026-03 or 2026, in UTC
    from: Option<String>,
    /// Only said before this day
    before: Option<String>,
    /// How many; 20 if not given
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
    /// How many to leave out before, as next of an earlier answer says
    offset: Option<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Those of one report as they stand in it, of a story and of the same words in the order in which they were made, of a
    /// speaker the last made first; others by report, the newest report first, those of each as they stand in it
    statements: Vec<Statement>,
    /// The offset to ask for the next part with, where there is one
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<usize>,
    /// What was not done as it was asked
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

/// A statement.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Statement {
    id: i64,
    /// What was said
    words: String,
    /// direct (word for word), indirect (in the reporter's words) or mixed
    kind: String,
    /// Who said it, in the words of the report
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The number of who said it, whatever it is called
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<i64>,
    /// To whom
    #[serde(skip_serializing_if = "Option::is_none")]
    addressee: Option<String>,
    /// When it was said or, where that is not known, published
    at: String,
    /// The words of the report that say when
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    /// The report it stands in
    report: i64,
    /// Which of the statements of the report it is, from 1
    number: u32,
    /// The headline of the report
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    source: SourceName,
    /// The language of the report
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The story of the report, where others tell of the same
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<i64>,
    /// The same words in other reports, by their number
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<i64>,
}

impl Statement {
    fn of(said: Said, titles: &HashMap<i64, String>) -> Self {
        Self {
            id: said.id,
            words: cut(&said.words, MOST_WORDS),
            kind: said.kind,
            by: said.by,
            speaker: said.speaker,
            addressee: said.addressee,
            at: written(said.at),
            said: said.said,
            report: said.report,
            number: said.number,
            headline: said.headline,
            source: SourceName::of(said.source, titles),
            language: said.language,
            story: said.story,
            quote: said.quote,
        }
    }
}

impl Tool for Statements {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "statements";
    const TITLE: &'static str = "Find who said what";
    const DESCRIPTION: &'static str = "\
Finds statements in the reports of the archive: who said what, to whom and when, and the report it stands in. Ask by words of \
what was said, by speaker, by report, by story, by the number of the same words in several reports (quote), or by several of \
these at once. Without any, it gives those of the newest reports.";

    fn call(desk: &Desk, arguments: Arguments) -> Result<Answer, Fault> {
        let stretch = Stretch::of(arguments.offset, arguments.limit, USUAL, MOST)?;
        let language = tag(arguments.language.as_deref())?;
        let from = begin("from", arguments.from.as_deref())?;
        let before = begin("before", arguments.before.as_deref())?;
        let archive = desk.archive()?;
        let sources = archive.sources()?;
        let speaker = arguments.speaker.as_ref();
        let found = archive.said(&SaidRequest {
            words: arguments.words.unwrap_or_default(),
            speaker: speaker
                .map(|Named(typed)| pick::speaker(&archive, typed))
                .transpose()?,
            report: arguments.report,
            story: arguments.story,
            quote: arguments.quote,
            source: source(&sources, arguments.source.as_ref())?,
            language,
            from,
            before,
            limit: stretch.limit,
            offset: stretch.offset,
        })?;
        let titles: HashMap<i64, String> = sources
            .into_iter()
            .map(|source| (source.id, source.title))
            .collect();
        let (statements, next) = stretch
            .part(found.said, found.has_more)
            .shown(|said| Statement::of(said, &titles));
        let mut notices: Vec<String> = found.notices.iter().map(ToString::to_string).collect();
        if found.is_cut {
            notices.push(
                "there may be others: not all reports or statements were looked through; narrow it down by from, before, \
                 source, language or speaker"
                    .to_owned(),
            );
        }
        Ok(Answer {
            statements,
            next,
            notices,
        })
    }
}
