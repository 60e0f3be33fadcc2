//! The statements of a report: who made them, and where else the same words stand.

use khabar_article::dates::{Moment, When};
use khabar_relate::speakers::Name;
use khabar_relate::stories::{Subject, about_statement};
use khabar_statements::Statement;
use rusqlite::Connection;

use super::read::Read;
use super::same_words::{self, Prints};
use super::speaker::{self, Known, Speakers};
use crate::keep;
use crate::record::statements::{self, NewStatement, Said};
use crate::record::{decisions, subjects};
use crate::time::{self, Seconds};

/// What is remembered of the record, so that it is not read again for each statement.
#[derive(Default)]
pub(super) struct Remembered {
    pub speakers: Speakers,
    prints: Prints,
}

/// Keeps the statements of a report, those that were kept before as they are.
pub(super) fn put(
    to: &Connection,
    read: &Read,
    story: i64,
    about: &[Subject],
    remembered: &mut Remembered,
    now: Seconds,
) -> rusqlite::Result<()> {
    let entry = &read.entry;
    let language = entry.language.as_deref();
    let mut before: Vec<Said> = statements::of_report(to, entry.id)?;
    let mut known = Known::of(to, story)?;
    let apart = decisions::words_apart(to, entry.id)?;
    for (number, statement) in (1..).zip(&read.statements) {
        let words = words(statement);
        let by = by(statement);
        let mut new = NewStatement {
            report: (entry.id, number),
            kind: statement.kind.name(),
            language,
            by,
            speaker: None,
            role: None,
            at: at(statement, entry.ordered_at),
            said: statement.when.as_ref().map(|when| when.words.text.as_str()),
            addressee: statement.addressee.as_ref().map(|to| to.text.as_str()),
            words: &words,
        };
        let kept = before
            .iter()
            .position(|said| said.words == words && said.by.as_deref() == by);
        let id = if let Some(kept) = kept {
            let kept = before.swap_remove(kept);
            statements::renew(to, kept.id, &new)?;
            known.beside.extend(kept.speaker);
            kept.id
        } else {
            let name = statement
                .speaker
                .as_ref()
                .and_then(|speaker| Name::of(&speaker.name, speaker.role.as_deref(), language));
            if let Some(name) = &name {
                new.speaker = Some(speaker::find(
                    to,
                    name,
                    &mut known,
                    &mut remembered.speakers,
                    now,
                )?);
                new.role = name.role();
            }
            let id = statements::add(to, &new)?;
            same_words::find(to, id, &new, story, &apart, &mut remembered.prints)?;
            id
        };
        let subjects = about_statement(&words, language, about);
        subjects::put_statement(to, id, subjects)?;
    }
    for gone in before {
        statements::remove(to, gone.id)?;
    }
    Ok(())
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
