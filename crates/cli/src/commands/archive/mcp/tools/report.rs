//! A report that is kept.

use std::collections::HashMap;

use khabar_archive::time::written;
use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};

use super::super::super::found::SourceName;
use super::super::desk::Desk;
use super::super::fault::Fault;
use super::super::lists::cut;
use super::super::part::{Also, Given, Reading, Wanted};
use super::super::tool::Tool;

/// Subjects of a report that are given, those it is about most.
const SUBJECTS: usize = 12;
/// Versions that are listed, the last: a page that is written on for a day has hundreds.
const VERSIONS: usize = 10;
/// Characters of the headline of a version that are given.
const MOST_HEADLINE: usize = 300;

pub struct Report;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arguments {
    /// Its number, as search gives it
    report: i64,
    /// The version to give, from 1; the last if not given
    version: Option<u32>,
    /// Whether to give who said what; true if not given
    statements: Option<bool>,
    /// Parts to give besides: blocks (headings, lists, tables, quotations, links) and dates, both of this part of the text;
    /// otherHeadlines, confidence
    also: Option<Vec<Also>>,
    /// Characters of the text to leave out before, as part.next of an earlier answer says; with the version of that answer
    offset: Option<u32>,
    /// How many characters of the text to give at most; 10000 if not given
    #[schemars(range(min = 1, max = 100_000))]
    max_chars: Option<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Its number
    report: i64,
    source: SourceName,
    /// Where it was published
    url: String,
    /// The version that this is
    version: u32,
    /// How many versions are kept; ask for any of them by its number, from 1, as version
    version_count: u32,
    /// When the last of them were gathered and what their headlines were, the last first; 10 at most
    versions: Vec<Version>,
    /// The story it belongs to, where others tell of the same
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<InStory>,
    /// What it is about
    subjects: Vec<String>,
    #[serde(flatten)]
    given: Given,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Version {
    number: u32,
    gathered_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct InStory {
    /// Its number, for the tool stories
    id: i64,
    /// How many reports tell of it
    reports: u64,
}

impl Tool for Report {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "report";
    const TITLE: &'static str = "Give a report of the archive";
    const DESCRIPTION: &'static str = "\
Gives one report of the archive by its number: headline, authors, dates, text, who said what in it, its source and address, the \
story it belongs to, and its last versions. The text is that of the last version; give version for an earlier one. A long text comes \
in parts: ask again with offset = part.next and the same version.";

    fn call(desk: &Desk, arguments: Arguments) -> Result<Answer, Fault> {
        let wanted = Wanted::of(
            arguments.statements,
            arguments.also,
            arguments.offset,
            arguments.max_chars,
        )?;
        let archive = desk.archive()?;
        let kept = archive.report(arguments.report, arguments.version)?;
        let leads = archive.leads(arguments.report)?;
        let reading: Reading = serde_json::from_str(&kept.reading).map_err(|cause| {
            Fault::of(
                "report",
                format_args!(
                    "its reading is damaged ({cause}); `khabar archive check` says what else is"
                ),
            )
        })?;
        let whole = format!(
            "`khabar show {} --version {} -f json`",
            kept.entry.id, kept.version
        );
        let titles = HashMap::from([(kept.source.id, kept.source.title)]);
        Ok(Answer {
            report: kept.entry.id,
            source: SourceName::of(kept.source.id, &titles),
            url: kept.entry.url,
            version: kept.version,
            version_count: kept.entry.versions,
            versions: kept
                .versions
                .into_iter()
                .rev()
                .take(VERSIONS)
                .map(|version| Version {
                    number: version.number,
                    gathered_at: written(version.gathered_at),
                    headline: version
                        .headline
                        .map(|headline| cut(&headline, MOST_HEADLINE)),
                })
                .collect(),
            story: leads.story.map(|story| InStory {
                id: story.id,
                reports: story.reports,
            }),
            subjects: leads
                .subjects
                .into_iter()
                .take(SUBJECTS)
                .map(|subject| subject.shown)
                .collect(),
            given: Given::of(&reading, &wanted, &whole),
        })
    }
}
