//! Searches that are kept, and what they still have to tell.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::time::Seconds;

/// A search that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearch {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What is searched for.
    pub query: String,
    /// Since when it is kept.
    pub added_at: Seconds,
    /// An address that is told of what it finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// A mailbox that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// In which ways nobody could be told when that was tried last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<Trouble>,
    /// The last change it has been asked about.
    #[serde(skip)]
    pub upto: i64,
}

/// Why somebody could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    /// How that was tried.
    pub way: Way,
    /// When, the last time.
    pub at: Seconds,
    /// What was wrong.
    pub message: String,
    /// Of how many reports it will not be tried again.
    pub given_up: u64,
}

/// What a search is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSearch {
    /// What it is called.
    pub name: String,
    /// What is searched for.
    pub query: String,
    /// An address that is told of what it finds.
    pub webhook: Option<String>,
    /// A mailbox that is told.
    pub email: Option<String>,
}

const COLUMNS: &str = "id, name, query, added_at, webhook, email, upto";

fn search(row: &Row) -> rusqlite::Result<SavedSearch> {
    Ok(SavedSearch {
        id: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        added_at: row.get(3)?,
        webhook: row.get(4)?,
        email: row.get(5)?,
        troubles: Vec::new(),
        upto: row.get(6)?,
    })
}

fn with_troubles(of: &Connection, mut search: SavedSearch) -> rusqlite::Result<SavedSearch> {
    search.troubles = of
        .prepare_cached(
            "SELECT way, at, message, given_up FROM troubles WHERE search = ?1 ORDER BY way",
        )?
        .query_map([search.id], |row| {
            Ok(Trouble {
                way: row.get(0)?,
                at: row.get(1)?,
                message: row.get(2)?,
                given_up: row.get(3)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(search)
}

/// Keeps a search, which tells of what comes from now on: its number.
pub fn add(to: &Connection, new: &NewSearch, at: Seconds) -> rusqlite::Result<i64> {
    to.execute(
        "INSERT INTO searches (name, query, added_at, webhook, email, upto)
         VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(number), 0) FROM changes))",
        params![new.name, new.query, at, new.webhook, new.email],
    )?;
    Ok(to.last_insert_rowid())
}

/// Changes a search. Whether there is one of that number.
pub fn change(of: &Connection, id: i64, to: &NewSearch) -> rusqlite::Result<bool> {
    // What could not be told elsewhere says nothing of where it is told now.
    for (way, address) in [(Way::Webhook, &to.webhook), (Way::Email, &to.email)] {
        let name = way.name();
        of.execute(
            &format!(
                "DELETE FROM troubles WHERE search = ?1 AND way = ?2
                 AND (SELECT {name} FROM searches WHERE id = ?1) IS NOT ?3"
            ),
            params![id, way, address],
        )?;
    }
    let changed = of.execute(
        "UPDATE searches SET name = ?2, query = ?3, webhook = ?4, email = ?5 WHERE id = ?1",
        params![id, to.name, to.query, to.webhook, to.email],
    )?;
    Ok(changed > 0)
}

/// Keeps a search no longer. Whether there was one of that number.
pub fn remove(of: &Connection, id: i64) -> rusqlite::Result<bool> {
    Ok(of.execute("DELETE FROM searches WHERE id = ?1", [id])? > 0)
}

/// All searches, by name.
pub fn all(of: &Connection) -> rusqlite::Result<Vec<SavedSearch>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM searches ORDER BY name COLLATE NOCASE, id"
    ))?
    .query_map([], search)?
    .map(|search| with_troubles(of, search?))
    .collect()
}

/// The search of a number.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<SavedSearch>> {
    of.prepare_cached(&format!("SELECT {COLUMNS} FROM searches WHERE id = ?1"))?
        .query_row([id], search)
        .optional()?
        .map(|search| with_troubles(of, search))
        .transpose()
}

/// How somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// An address is posted to.
    Webhook,
    /// A letter is sent.
    Email,
}

impl Way {
    /// Its name: `webhook` or `email`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Email => "email",
        }
    }
}

impl ToSql for Way {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for Way {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "webhook" => Ok(Self::Webhook),
            "email" => Ok(Self::Email),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// A report of which somebody is still to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// The search that found it.
    pub search: i64,
    /// The report.
    pub report: i64,
    /// How.
    pub way: Way,
    /// How often that was tried in vain.
    pub tries: u32,
}

/// Writes down what a search found among the changes up to one, to be told in the ways it has.
pub fn found(
    to: &Connection,
    search: &SavedSearch,
    reports: &[i64],
    upto: i64,
    at: Seconds,
) -> rusqlite::Result<()> {
    let ways = [
        search.webhook.as_ref().map(|_| Way::Webhook),
        search.email.as_ref().map(|_| Way::Email),
    ];
    let mut insert = to.prepare_cached(
        "INSERT INTO notices (search, report, way, due_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    for way in ways.into_iter().flatten() {
        for report in reports {
            insert.execute(params![search.id, report, way, at])?;
        }
    }
    to.prepare_cached("UPDATE searches SET upto = ?2 WHERE id = ?1")?
        .execute(params![search.id, upto])?;
    Ok(())
}

/// What is to be told by `now`, the longest due first.
pub fn due(of: &Connection, now: Seconds, most: usize) -> rusqlite::Result<Vec<Notice>> {
    of.prepare_cached(
        "SELECT id, search, report, way, tries FROM notices WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2",
    )?
    .query_map(params![now, most as i64], |row| {
        Ok(Notice {
            id: row.get(0)?,
            search: row.get(1)?,
            report: row.get(2)?,
            way: row.get(3)?,
            tries: row.get(4)?,
        })
    })?
    .collect()
}

/// Takes a notice off: it was told, or is given up.
pub fn take_off(of: &Connection, id: i64) -> rusqlite::Result<()> {
    of.prepare_cached("DELETE FROM notices WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Puts a notice off.
pub fn put_off(of: &Connection, id: i64, due_at: Seconds) -> rusqlite::Result<()> {
    of.prepare_cached("UPDATE notices SET due_at = ?2, tries = tries + 1 WHERE id = ?1")?
        .execute(params![id, due_at])?;
    Ok(())
}

/// Writes down that nobody could be told of what a search found, and of how many reports that is given up.
pub fn in_vain(of: &Connection, search: i64, trouble: &Trouble) -> rusqlite::Result<()> {
    of.prepare_cached(
        "INSERT INTO troubles (search, way, at, message, given_up) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET
            at = excluded.at, message = excluded.message, given_up = given_up + excluded.given_up",
    )?
    .execute(params![
        search,
        trouble.way,
        trouble.at,
        trouble.message,
        trouble.given_up as i64
    ])?;
    Ok(())
}

/// Writes down that somebody was told of what a search found.
pub fn told(of: &Connection, search: i64, way: Way) -> rusqlite::Result<()> {
    of.prepare_cached("DELETE FROM troubles WHERE search = ?1 AND way = ?2")?
        .execute(params![search, way])?;
    Ok(())
}
