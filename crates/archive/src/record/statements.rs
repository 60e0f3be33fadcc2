//! Statements: who said what to whom, and when, as the reports are now.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::Value;

use super::reports::Cursor;
use super::stories::raw;
use crate::time::Seconds;

/// A statement in the archive.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// Its number.
    pub id: i64,
    /// The report it stands in, and which of its statements it is, from 1.
    pub report: i64,
    /// See there.
    pub number: u32,
    /// The source of the report.
    pub source: i64,
    /// The headline of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The story of the report, where others are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<i64>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// The language of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The speaker, where the report names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<i64>,
    /// Who said it, in the words of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was said or, where that is not known, published.
    pub at: Seconds,
    /// The words that say when, as they stand in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addressee: Option<String>,
    /// What was said.
    pub words: String,
    /// The same words in other reports, by their number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<i64>,
    /// Why they are the same, and as those of which statement; nothing for the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<Value>,
    /// See there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike_to: Option<i64>,
}

const SAID: &str = "s.id, s.report, s.number, r.source, s.kind, s.language, s.speaker, s.by, s.at, s.said, s.addressee, s.words, \
                    s.quote, s.alike, s.alike_to, r.headline, (SELECT m.story FROM story_reports m JOIN stories t \
                    ON t.id = m.story WHERE m.report = s.report AND t.reports > 1)";

fn said(row: &Row) -> rusqlite::Result<Said> {
    Ok(Said {
        id: row.get(0)?,
        report: row.get(1)?,
        number: row.get(2)?,
        source: row.get(3)?,
        kind: row.get(4)?,
        language: row.get(5)?,
        speaker: row.get(6)?,
        by: row.get(7)?,
        at: row.get(8)?,
        said: row.get(9)?,
        addressee: row.get(10)?,
        words: row.get(11)?,
        quote: row.get(12)?,
        alike: raw(row.get(13)?),
        alike_to: row.get(14)?,
        headline: row.get(15)?,
        story: row.get(16)?,
    })
}

/// The statement of a number.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Said>> {
    of.prepare_cached(&format!(
        "SELECT {SAID} FROM statements s JOIN reports r ON r.id = s.report WHERE s.id = ?1"
    ))?
    .query_row([id], said)
    .optional()
}

/// What a statement is compared by with another.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The report it stands in.
    pub report: i64,
    /// The language of the report.
    pub language: Option<String>,
    /// The speaker, where the report names one.
    pub speaker: Option<i64>,
    /// What was said.
    pub words: String,
    /// The same words in other reports, by their number.
    pub quote: Option<i64>,
}

/// The statement of a number as it is compared.
pub fn heard(of: &Connection, id: i64) -> rusqlite::Result<Option<Heard>> {
    of.prepare_cached(
        "SELECT report, language, speaker, words, quote FROM statements WHERE id = ?1",
    )?
    .query_row([id], |row| {
        Ok(Heard {
            report: row.get(0)?,
            language: row.get(1)?,
            speaker: row.get(2)?,
            words: row.get(3)?,
            quote: row.get(4)?,
        })
    })
    .optional()
}

/// A statement in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its number.
    pub id: i64,
    /// The speaker, where the report names one.
    pub speaker: Option<i64>,
    /// The language of the report.
    pub language: Option<String>,
}

/// The statements in the latest reports of a story, so many of these, but for one report's: the last kept first.
pub fn in_story(of: &Connection, story: i64, but: i64, most: usize) -> rusqlite::Result<Vec<Told>> {
    of.prepare_cached(
        "SELECT s.id, s.speaker, s.language FROM (SELECT report FROM story_reports WHERE story = ?1
             ORDER BY at DESC, report DESC LIMIT ?3) m
         JOIN statements s ON s.report = m.report WHERE s.report <> ?2 ORDER BY s.id DESC",
    )?
    .query_map(params![story, but, most as i64], |row| {
        Ok(Told {
            id: row.get(0)?,
            speaker: row.get(1)?,
            language: row.get(2)?,
        })
    })?
    .collect()
}

/// The numbers of all statements, in order, behind one, at most so many.
pub fn ids(of: &Connection, after: i64, most: usize) -> rusqlite::Result<Vec<i64>> {
    of.prepare_cached("SELECT id FROM statements WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map(params![after, most as i64], |row| row.get(0))?
        .collect()
}

/// The statements of a report, as they stand in it.
pub fn of_report(of: &Connection, report: i64) -> rusqlite::Result<Vec<Said>> {
    of.prepare_cached(&format!(
        "SELECT {SAID} FROM statements s JOIN reports r ON r.id = s.report WHERE s.report = ?1 ORDER BY s.number"
    ))?
    .query_map([report], said)?
    .collect()
}

/// Of how many reports of a story, the first, the statements are looked at.
const REPORTS: usize = 2_000;

/// The statements of the first 2,000 reports of a story, in the order in which they were made, at most so many.
pub fn of_story(of: &Connection, story: i64, most: usize) -> rusqlite::Result<Vec<Said>> {
    of.prepare_cached(&format!(
        "SELECT {SAID} FROM (SELECT report FROM story_reports WHERE story = ?1 ORDER BY at, report LIMIT ?3) m
         JOIN statements s ON s.report = m.report JOIN reports r ON r.id = s.report ORDER BY s.at, s.id LIMIT ?2"
    ))?
    .query_map(params![story, most as i64, REPORTS as i64], said)?
    .collect()
}

/// Which statements of a speaker a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statements<'a> {
    /// Those in the reports of a source.
    pub source: Option<i64>,
    /// Those in reports in a language.
    pub language: Option<&'a str>,
    /// Those about a subject.
    pub subject: Option<&'a str>,
    /// Those made to somebody, in the words of the report.
    pub addressee: Option<&'a str>,
    /// Those that come behind this one in the list: when it was made, and its number.
    pub before: Option<Cursor>,
}

/// The statements of a speaker, the newest first.
pub fn by_speaker(
    of: &Connection,
    speaker: i64,
    which: Statements,
    most: usize,
) -> rusqlite::Result<Vec<Said>> {
    let (at, id) = which.before.unwrap_or((Seconds::MAX, i64::MAX));
    of.prepare_cached(&format!(
        "SELECT {SAID} FROM statements s JOIN reports r ON r.id = s.report
         WHERE s.speaker = ?1 AND (s.at, s.id) < (?2, ?3) AND (?4 IS NULL OR r.source = ?4)
             AND (?5 IS NULL OR s.language = ?5) AND (?6 IS NULL OR s.addressee = ?6)
             AND (?7 IS NULL OR EXISTS (SELECT 1 FROM statement_subjects b WHERE b.statement = s.id AND b.key = ?7))
         ORDER BY s.at DESC, s.id DESC LIMIT ?8"
    ))?
    .query_map(
        params![
            speaker,
            at,
            id,
            which.source,
            which.language,
            which.addressee,
            which.subject,
            most as i64
        ],
        said,
    )?
    .collect()
}

/// A statement to be kept.
#[derive(Debug, Clone)]
pub struct NewStatement<'a> {
    /// The report and which of its statements it is, from 1.
    pub report: (i64, u32),
    /// `direct`, `indirect` or `mixed`.
    pub kind: &'a str,
    /// The language of the report.
    pub language: Option<&'a str>,
    /// Who said it, in the words of the report.
    pub by: Option<&'a str>,
    /// The speaker and the name by which it is called.
    pub speaker: Option<(i64, i64)>,
    /// What it is called beside that.
    pub role: Option<&'a str>,
    /// When it was made.
    pub at: Seconds,
    /// The words that say so.
    pub said: Option<&'a str>,
    /// To whom.
    pub addressee: Option<&'a str>,
    /// What was said.
    pub words: &'a str,
}

/// Keeps a statement: its number.
pub fn add(to: &Connection, new: &NewStatement) -> rusqlite::Result<i64> {
    to.prepare_cached(
        "INSERT INTO statements (report, number, kind, language, by, speaker, name, role, at, said, addressee, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        new.report.0,
        new.report.1,
        new.kind,
        new.language,
        new.by,
        new.speaker.map(|(speaker, _)| speaker),
        new.speaker.map(|(_, name)| name),
        new.role,
        new.at,
        new.said,
        new.addressee,
        new.words
    ])?;
    Ok(to.last_insert_rowid())
}

/// Has a statement that was kept be as its report has it now, but for who made it and in which words.
pub fn renew(to: &Connection, id: i64, new: &NewStatement) -> rusqlite::Result<()> {
    to.prepare_cached(
        "UPDATE statements SET number = ?2, kind = ?3, language = ?4, at = ?5, said = ?6, addressee = ?7 WHERE id = ?1",
    )?
    .execute(params![
        id,
        new.report.1,
        new.kind,
        new.language,
        new.at,
        new.said,
        new.addressee
    ])?;
    Ok(())
}

/// Says that a statement was made by a speaker, under one of its names.
pub fn shift(to: &Connection, id: i64, (speaker, name): (i64, i64)) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE statements SET speaker = ?2, name = ?3 WHERE id = ?1")?
        .execute([id, speaker, name])?;
    Ok(())
}

/// The name under which a statement was made, by its number.
pub fn name(of: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
    let found = of
        .prepare_cached("SELECT name FROM statements WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Keeps a statement no longer.
pub fn remove(of: &Connection, id: i64) -> rusqlite::Result<()> {
    of.prepare_cached("DELETE FROM statements WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}
