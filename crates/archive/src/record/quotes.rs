//! The same words in several reports.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::reports::Cursor;
use super::statements::{self, Said};
use crate::time::Seconds;

/// The same words in several reports, as lists show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// Its number.
    pub id: i64,
    /// How many statements have them.
    pub statements: u64,
    /// When the last of them was made.
    pub last_at: Seconds,
}

fn quote(row: &Row) -> rusqlite::Result<Quote> {
    Ok(Quote {
        id: row.get(0)?,
        statements: row.get(1)?,
        last_at: row.get::<_, Option<Seconds>>(2)?.unwrap_or_default(),
    })
}

/// The words of a number.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Quote>> {
    of.prepare_cached(
        "SELECT id, statements, last_at FROM quotes WHERE id = ?1 AND statements > 0",
    )?
    .query_row([id], quote)
    .optional()
}

/// Begins a set of statements with the same words: its number.
pub fn begin(to: &Connection) -> rusqlite::Result<i64> {
    to.prepare_cached("INSERT INTO quotes DEFAULT VALUES")?
        .execute([])?;
    Ok(to.last_insert_rowid())
}

/// Has a statement be the same words as others: why, as JSON, and as those of which.
pub fn put(
    to: &Connection,
    statement: i64,
    quote: Option<i64>,
    alike: Option<(&str, i64)>,
) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE statements SET quote = ?2, alike = ?3, alike_to = ?4 WHERE id = ?1")?
        .execute(params![
            statement,
            quote,
            alike.map(|(why, _)| why),
            alike.map(|(_, other)| other)
        ])?;
    Ok(())
}

/// Has a statement found by keys. The newest before it with one of them, at most so many of each: with how many of the keys, those
/// with most first. Older ones are found by that key no more.
pub fn by_keys(
    to: &Connection,
    statement: i64,
    keys: &[i64],
    most: usize,
) -> rusqlite::Result<Vec<(i64, usize)>> {
    let mut found = BTreeMap::<i64, usize>::new();
    let mut rows = to.prepare_cached(
        "SELECT statement FROM quote_keys WHERE key = ?1 ORDER BY statement DESC LIMIT ?2",
    )?;
    let mut forget =
        to.prepare_cached("DELETE FROM quote_keys WHERE key = ?1 AND statement < ?2")?;
    let mut insert =
        to.prepare_cached("INSERT OR IGNORE INTO quote_keys (key, statement) VALUES (?1, ?2)")?;
    for &key in keys {
        let of_key: Vec<i64> = rows
            .query_map(params![key, most as i64], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if let Some(&oldest) = of_key.last().filter(|_| of_key.len() == most) {
            forget.execute([key, oldest])?;
        }
        for other in of_key {
            *found.entry(other).or_default() += 1;
        }
        insert.execute([key, statement])?;
    }
    let mut found: Vec<_> = found.into_iter().rev().collect();
    found.sort_by_key(|&(_, keys)| Reverse(keys));
    Ok(found)
}

/// The statements that have the same words, the earliest first, at most so many.
pub fn members(of: &Connection, id: i64, most: usize) -> rusqlite::Result<Vec<Said>> {
    let ids: Vec<i64> = of
        .prepare_cached("SELECT id FROM statements WHERE quote = ?1 ORDER BY at, id LIMIT ?2")?
        .query_map(params![id, most as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ids.into_iter()
        .filter_map(|id| statements::get(of, id).transpose())
        .collect()
}

/// Which of the same words a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which<'a> {
    /// Those that a report of a source has.
    pub source: Option<i64>,
    /// Those that a report in a language has.
    pub language: Option<&'a str>,
    /// Those about a subject.
    pub subject: Option<&'a str>,
    /// Those that come behind this one in the list: when the last of its statements was made, and its number.
    pub before: Option<Cursor>,
}

/// Words that several statements have, those that were last said first.
pub fn latest(of: &Connection, which: Which, most: usize) -> rusqlite::Result<Vec<Quote>> {
    let (at, id) = which.before.unwrap_or((Seconds::MAX, i64::MAX));
    of.prepare_cached(
        "SELECT id, statements, last_at FROM quotes WHERE statements > 1 AND (last_at, id) < (?1, ?2)
             AND (?3 IS NULL OR EXISTS (SELECT 1 FROM statements s JOIN reports r ON r.id = s.report
                 WHERE s.quote = quotes.id AND r.source = ?3))
             AND (?4 IS NULL OR EXISTS (SELECT 1 FROM statements s WHERE s.quote = quotes.id AND s.language = ?4))
             AND (?5 IS NULL OR id IN (SELECT s.quote FROM statement_subjects b JOIN statements s ON s.id = b.statement
                 WHERE b.key = ?5))
         ORDER BY last_at DESC, id DESC LIMIT ?6",
    )?
    .query_map(
        params![at, id, which.source, which.language, which.subject, most as i64],
        quote,
    )?
    .collect()
}
