//! What can be found of a report by itself, before it is set beside others: most of the work, and none of it needs the record.

use std::sync::Arc;

use khabar_article::dates::{Moment, When};
use khabar_relate::quotes::Print;
use khabar_relate::speakers::Name;
use khabar_relate::{Features, Finder, Report, copies};
use khabar_statements::Statement;

use super::read::Read;
use crate::keep;
use crate::record::reports::Entry;
use crate::time::{self, Seconds};

/// A report, ready to be set beside others.
pub(super) struct Prepared {
    pub entry: Entry,
    /// What it is grouped by.
    pub features: Features,
    /// What its text is compared by, and the agencies that it credits.
    pub print: Option<copies::Print>,
    pub credits: Vec<String>,
    /// What it says that others said.
    pub statements: Vec<Spoken>,
}

/// A statement, ready to be set beside others.
pub(super) struct Spoken {
    pub statement: Statement,
    /// What was said.
    pub words: String,
    /// Who said it, in the words of the report, and by name.
    pub by: Option<String>,
    pub name: Option<Name>,
    pub at: Seconds,
    /// What tells its subjects.
    pub features: Features,
    /// What the words are compared by.
    pub print: Option<Arc<Print>>,
}

impl Prepared {
    pub(super) fn of(read: Read, finder: &mut Finder) -> Self {
        let language = read.entry.language.as_deref();
        Self {
            features: finder.find(&read.report()),
            print: copies::Print::of(&read.text, language),
            credits: copies::credits(read.byline.as_deref(), &read.text),
            statements: read
                .statements
                .into_iter()
                .map(|statement| Spoken::of(statement, language, read.entry.ordered_at, finder))
                .collect(),
            entry: read.entry,
        }
    }
}

impl Spoken {
    fn of(
        statement: Statement,
        language: Option<&str>,
        published: Seconds,
        finder: &mut Finder,
    ) -> Self {
        let words = words(&statement);
        let speaker = statement.speaker.as_ref();
        Self {
            by: by(&statement).map(str::to_owned),
            name: speaker
                .and_then(|speaker| Name::of(&speaker.name, speaker.role.as_deref(), language)),
            at: at(&statement, published),
            features: finder.find(&Report {
                text: &words,
                language,
                ..Report::default()
            }),
            print: Print::of(&words, language).map(Arc::new),
            words,
            statement,
        }
    }
}

/// What was said.
fn words(statement: &Statement) -> String {
    let parts: Vec<&str> = statement
        .content
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    parts.join(" … ")
}

/// Who said it, in the words of the report.
fn by(statement: &Statement) -> Option<&str> {
    let named = statement
        .speaker
        .as_ref()
        .map(|speaker| speaker.name.as_str());
    named.or_else(|| statement.source.as_ref().map(|source| source.text.as_str()))
}

/// When it was made: on the day the report tells, where that lies within a year before the report, else with it.
fn at(statement: &Statement, published: Seconds) -> Seconds {
    let told = match statement.when.as_ref().and_then(|when| when.date.as_ref()) {
        Some(When::Day(moment)) => keep::instant(Moment::Day(moment.day())),
        _ => None,
    };
    let days_before = |at| time::day(published) - time::day(at);
    // Of the day on which the report was published no more is known than that it was before.
    told.filter(|&at| (1..366).contains(&days_before(at)))
        .unwrap_or(published)
}
