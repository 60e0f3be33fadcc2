//! Days: what each source did on each day, and what failed.

use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::time::{Seconds, day};

/// What a source did on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Day {
    /// The day, counted from 1970 in UTC.
    pub day: i64,
    /// Reports kept for the first time.
    pub new: u32,
    /// Versions added to reports.
    pub changed: u32,
    /// Pages given up.
    pub missed: u32,
    /// Looks at its channels.
    pub looks: u32,
    /// Of these, those that found what was known.
    pub unchanged: u32,
}

/// Adds to what a source did on the day of a time.
pub fn count(to: &Connection, source: i64, at: Seconds, add: Day) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO days (source, day, new, changed, missed, looks, unchanged) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO UPDATE SET new = new + excluded.new, changed = changed + excluded.changed,
             missed = missed + excluded.missed, looks = looks + excluded.looks,
             unchanged = unchanged + excluded.unchanged",
    )?
    .execute(params![
        source,
        day(at),
        add.new,
        add.changed,
        add.missed,
        add.looks,
        add.unchanged
    ])?;
    Ok(())
}

/// What a source did on each day since one, in order; days on which it did nothing are left out.
pub fn of_source(of: &Connection, source: i64, since: i64) -> rusqlite::Result<Vec<Day>> {
    of.prepare_cached(
        "SELECT day, new, changed, missed, looks, unchanged FROM days WHERE source = ?1 AND day >= ?2 ORDER BY day",
    )?
    .query_map(params![source, since], |row| {
        Ok(Day {
            day: row.get(0)?,
            new: row.get(1)?,
            changed: row.get(2)?,
            missed: row.get(3)?,
            looks: row.get(4)?,
            unchanged: row.get(5)?,
        })
    })?
    .collect()
}

/// A kind of failure and how often it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Its cause, as a short name.
    pub cause: String,
    /// How often it was met.
    pub count: u32,
    /// Where it was met the last time.
    pub url: String,
    /// What was said then.
    pub message: String,
    /// When that was.
    pub at: Seconds,
}

/// Adds a failure to the day of its time.
pub fn failed(
    to: &Connection,
    source: i64,
    at: Seconds,
    cause: &str,
    url: &str,
    message: &str,
) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO failures (source, day, cause, count, url, message, at) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET count = count + 1, url = excluded.url, message = excluded.message,
             at = excluded.at",
    )?
    .execute(params![source, day(at), cause, url, message, at])?;
    Ok(())
}

/// The failures of a source since a day, those of one cause together, the most frequent first.
pub fn failures(of: &Connection, source: i64, since: i64) -> rusqlite::Result<Vec<Failure>> {
    // Beside max(), SQLite takes the other columns from the row that has it.
    of.prepare_cached(
        "SELECT cause, sum(count), url, message, max(at) FROM failures WHERE source = ?1 AND day >= ?2
         GROUP BY cause ORDER BY 2 DESC, 1",
    )?
    .query_map(params![source, since], failure)?
    .collect()
}

fn failure(row: &Row) -> rusqlite::Result<Failure> {
    Ok(Failure {
        cause: row.get(0)?,
        count: row.get(1)?,
        url: row.get(2)?,
        message: row.get(3)?,
        at: row.get(4)?,
    })
}
