//! What reports and statements are about.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::time::Seconds;

/// More subjects than any report has.
const MOST: usize = 1_000;

/// What reports are about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// By what it is compared, and named in addresses.
    pub key: String,
    /// As it stands in a report.
    pub shown: String,
    /// How much a report, or how many, are about it.
    pub weight: f64,
}

/// Says what a report is about, in the place of what was said before.
pub fn put(
    to: &Connection,
    report: i64,
    at: Seconds,
    subjects: &[Subject],
) -> rusqlite::Result<()> {
    to.prepare_cached("DELETE FROM subjects WHERE report = ?1")?
        .execute([report])?;
    let mut insert = to.prepare_cached(
        "INSERT OR IGNORE INTO subjects (key, at, report, shown, weight) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut named =
        to.prepare_cached("INSERT OR IGNORE INTO subject_names (shown, key) VALUES (?1, ?2)")?;
    for subject in subjects {
        insert.execute(params![
            subject.key,
            at,
            report,
            subject.shown,
            subject.weight
        ])?;
        named.execute([&subject.shown, &subject.key])?;
    }
    Ok(())
}

/// Says which of these a statement is about, in the place of what was said before.
pub fn put_statement<'k>(
    to: &Connection,
    statement: i64,
    keys: impl IntoIterator<Item = &'k str>,
) -> rusqlite::Result<()> {
    to.prepare_cached("DELETE FROM statement_subjects WHERE statement = ?1")?
        .execute([statement])?;
    let mut insert = to.prepare_cached(
        "INSERT OR IGNORE INTO statement_subjects (statement, key) VALUES (?1, ?2)",
    )?;
    for key in keys {
        insert.execute(params![statement, key])?;
    }
    Ok(())
}

/// What a report is about, what says most first.
pub fn of_report(of: &Connection, report: i64) -> rusqlite::Result<Vec<Subject>> {
    rows(
        of,
        "SELECT key, shown, weight FROM subjects WHERE report = ?1 ORDER BY weight DESC, key LIMIT ?2",
        report,
        MOST,
    )
}

/// What a statement of a report is about, what says most of the report first.
pub fn of_statement(
    of: &Connection,
    statement: i64,
    report: i64,
) -> rusqlite::Result<Vec<Subject>> {
    of.prepare_cached(
        "SELECT b.key, b.shown, b.weight FROM statement_subjects t JOIN subjects b ON b.report = ?2 AND b.key = t.key
         WHERE t.statement = ?1 ORDER BY b.weight DESC, b.key",
    )?
    .query_map([statement, report], subject)?
    .collect()
}

/// What the latest 2,000 reports of a story are about, what most of them are first, at most so many.
pub fn of_story(of: &Connection, story: i64, most: usize) -> rusqlite::Result<Vec<Subject>> {
    rows(
        of,
        "SELECT b.key, b.shown, sum(b.weight) FROM (SELECT report FROM story_reports WHERE story = ?1
             ORDER BY at DESC, report DESC LIMIT 2000) s
         JOIN subjects b ON b.report = s.report GROUP BY b.key ORDER BY 3 DESC, 1 LIMIT ?2",
        story,
        most,
    )
}

/// What a speaker speaks about, what most of the statements are first, at most so many.
pub fn of_speaker(of: &Connection, speaker: i64, most: usize) -> rusqlite::Result<Vec<Subject>> {
    rows(
        of,
        "SELECT t.key, b.shown, count(*) * 1.0 FROM (SELECT id, report FROM statements WHERE speaker = ?1
             ORDER BY at DESC, id DESC LIMIT 2000) s
         JOIN statement_subjects t ON t.statement = s.id JOIN subjects b ON b.report = s.report AND b.key = t.key
         GROUP BY t.key ORDER BY 3 DESC, 1 LIMIT ?2",
        speaker,
        most,
    )
}

/// What most of the latest reports since a time are about, at most so many.
pub fn latest(of: &Connection, since: Seconds, most: usize) -> rusqlite::Result<Vec<Subject>> {
    rows(
        of,
        "SELECT b.key, b.shown, count(*) * 1.0 FROM (SELECT report FROM story_reports WHERE at >= ?1 ORDER BY at DESC
             LIMIT 5000) s
         JOIN subjects b ON b.report = s.report GROUP BY b.key ORDER BY 3 DESC, 1 LIMIT ?2",
        since,
        most,
    )
}

/// The subject of a key or, where there is none, of those that any report shows so the one that most reports are about; more than
/// a thousand are as many.
pub fn named(of: &Connection, name: &str) -> rusqlite::Result<Option<Subject>> {
    let sql = [
        "SELECT key, shown, 1.0 FROM subjects WHERE key = ?1 ORDER BY at DESC LIMIT 1",
        "SELECT key, shown, reports * 1.0 FROM (SELECT key, shown, (SELECT count(*) FROM (SELECT 1 FROM subjects b
             WHERE b.key = n.key LIMIT 1000)) AS reports FROM subject_names n WHERE shown = ?1)
         WHERE reports > 0 ORDER BY reports DESC, key LIMIT 1",
    ];
    for sql in sql {
        let found = of
            .prepare_cached(sql)?
            .query_row([name], subject)
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn subject(row: &Row) -> rusqlite::Result<Subject> {
    Ok(Subject {
        key: row.get(0)?,
        shown: row.get(1)?,
        weight: row.get(2)?,
    })
}

fn rows(of: &Connection, sql: &str, about: i64, most: usize) -> rusqlite::Result<Vec<Subject>> {
    of.prepare_cached(sql)?
        .query_map(params![about, most as i64], subject)?
        .collect()
}
