//! Sources: the outlets that are followed.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::time::Seconds;

/// An outlet, or a section of one, that is followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Its number.
    pub id: i64,
    /// What it calls itself.
    pub title: String,
    /// The page a reader would open.
    pub home: String,
    /// The language it says it writes in, as BCP 47.
    pub language: Option<String>,
    /// The folder it was put in.
    pub folder: Option<String>,
    /// Since when it is followed.
    pub added_at: Seconds,
    /// Whether it is left alone for now.
    pub paused: bool,
}

/// A source that is to be followed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewSource {
    /// What it calls itself.
    pub title: String,
    /// The page a reader would open.
    pub home: String,
    /// The language it says it writes in.
    pub language: Option<String>,
    /// The folder to put it in.
    pub folder: Option<String>,
}

const COLUMNS: &str = "id, title, home, language, folder, added_at, paused";

fn source(row: &Row) -> rusqlite::Result<Source> {
    Ok(Source {
        id: row.get(0)?,
        title: row.get(1)?,
        home: row.get(2)?,
        language: row.get(3)?,
        folder: row.get(4)?,
        added_at: row.get(5)?,
        paused: row.get(6)?,
    })
}

/// Adds a source, or finds the one with this home: its number, and whether it is new.
pub fn add(to: &Connection, new: &NewSource, at: Seconds) -> rusqlite::Result<(i64, bool)> {
    let known: Option<i64> = to
        .prepare_cached("SELECT id FROM sources WHERE home = ?1")?
        .query_row([&new.home], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok((id, false));
    }
    to.prepare_cached(
        "INSERT INTO sources (title, home, language, folder, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![new.title, new.home, new.language, new.folder, at])?;
    Ok((to.last_insert_rowid(), true))
}

/// All sources, by title.
pub fn all(of: &Connection) -> rusqlite::Result<Vec<Source>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM sources ORDER BY title COLLATE NOCASE, id"
    ))?
    .query_map([], source)?
    .collect()
}

/// The source of a number.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Source>> {
    of.prepare_cached(&format!("SELECT {COLUMNS} FROM sources WHERE id = ?1"))?
        .query_row([id], source)
        .optional()
}

/// Leaves a source alone, or goes on with it. Whether there is one of that number.
pub fn pause(of: &Connection, id: i64, paused: bool) -> rusqlite::Result<bool> {
    let changed = of.execute(
        "UPDATE sources SET paused = ?2 WHERE id = ?1",
        params![id, paused],
    )?;
    Ok(changed > 0)
}

/// Gives a source another title. Whether there is one of that number.
pub fn rename(of: &Connection, id: i64, title: &str) -> rusqlite::Result<bool> {
    let changed = of.execute(
        "UPDATE sources SET title = ?2 WHERE id = ?1",
        params![id, title],
    )?;
    Ok(changed > 0)
}

/// Follows a source no longer, and forgets its reports. Whether there was one of that number.
pub fn remove(of: &Connection, id: i64, at: Seconds) -> rusqlite::Result<bool> {
    of.execute(
        "INSERT INTO changes (report, kind, at) SELECT id, 'removed', ?2 FROM reports WHERE source = ?1",
        params![id, at],
    )?;
    Ok(of.execute("DELETE FROM sources WHERE id = ?1", [id])? > 0)
}
