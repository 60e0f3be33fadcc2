//! Channels: where a source announces its reports.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::time::Seconds;

/// What a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// A feed: RSS, Atom or JSON.
    Feed,
    /// A sitemap, of news or of all pages, or an index of such.
    Sitemap,
    /// A page whose links lead to reports.
    Section,
}

impl ChannelKind {
    /// Its name in the record and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::Section => "section",
        }
    }
}

impl ToSql for ChannelKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for ChannelKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "feed" => Ok(Self::Feed),
            "sitemap" => Ok(Self::Sitemap),
            "section" => Ok(Self::Section),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// A channel and how it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// Its number.
    pub id: i64,
    /// The source it belongs to.
    pub source: i64,
    /// What it is.
    pub kind: ChannelKind,
    /// Where it is.
    pub url: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// When it is looked at next.
    pub due_at: Seconds,
    /// Seconds from one look to the next.
    pub interval: Seconds,
    /// What tells the server which state of it is known.
    #[serde(skip)]
    pub etag: Option<String>,
    /// The same, as a date.
    #[serde(skip)]
    pub last_modified: Option<String>,
    /// When it was last looked at.
    pub looked_at: Option<Seconds>,
    /// When it last answered.
    pub answered_at: Option<Seconds>,
    /// When it last announced something not known before.
    pub news_at: Option<Seconds>,
    /// How often in a row it has failed.
    pub failures: u32,
    /// Why it failed the last time, as a short name that can be counted.
    pub cause: Option<String>,
    /// The same in a sentence.
    pub message: Option<String>,
}

const COLUMNS: &str = "c.id, c.source, c.kind, c.url, c.title, c.due_at, c.interval, c.etag, c.last_modified, \
                       c.looked_at, c.answered_at, c.news_at, c.failures, c.cause, c.message";

fn channel(row: &Row) -> rusqlite::Result<Channel> {
    Ok(Channel {
        id: row.get(0)?,
        source: row.get(1)?,
        kind: row.get(2)?,
        url: row.get(3)?,
        title: row.get(4)?,
        due_at: row.get(5)?,
        interval: row.get(6)?,
        etag: row.get(7)?,
        last_modified: row.get(8)?,
        looked_at: row.get(9)?,
        answered_at: row.get(10)?,
        news_at: row.get(11)?,
        failures: row.get(12)?,
        cause: row.get(13)?,
        message: row.get(14)?,
    })
}

/// Adds a channel that is due at once. Whether the source did not have it before.
pub fn add(
    to: &Connection,
    source: i64,
    kind: ChannelKind,
    url: &str,
    title: Option<&str>,
    interval: Seconds,
    at: Seconds,
) -> rusqlite::Result<bool> {
    let added = to
        .prepare_cached(
            "INSERT INTO channels (source, kind, url, title, added_at, due_at, interval)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute(params![source, kind, url, title, at, interval])?;
    Ok(added > 0)
}

/// The channels of a source.
pub fn of_source(of: &Connection, source: i64) -> rusqlite::Result<Vec<Channel>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM channels c WHERE c.source = ?1 ORDER BY c.id"
    ))?
    .query_map([source], channel)?
    .collect()
}

/// All channels, those of a source together.
pub fn all(of: &Connection) -> rusqlite::Result<Vec<Channel>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM channels c ORDER BY c.source, c.id"
    ))?
    .query_map([], channel)?
    .collect()
}

/// The channels that are to be looked at by `now`, of sources that are not left alone, the longest due first.
pub fn due(of: &Connection, now: Seconds, most: usize) -> rusqlite::Result<Vec<Channel>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM channels c JOIN sources s ON s.id = c.source
         WHERE c.due_at <= ?1 AND NOT s.paused ORDER BY c.due_at LIMIT ?2"
    ))?
    .query_map(params![now, most as i64], channel)?
    .collect()
}

/// Makes the channels of a source due, or those of all.
pub fn hurry(of: &Connection, source: Option<i64>, now: Seconds) -> rusqlite::Result<usize> {
    of.execute(
        "UPDATE channels SET due_at = ?2 WHERE due_at > ?2 AND (?1 IS NULL OR source = ?1)",
        params![source, now],
    )
}

/// What a look at a channel came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// When it was.
    pub at: Seconds,
    /// How long it is until the next one.
    pub interval: Seconds,
    /// When the next one is: `interval` later, or when the site asked to come again.
    pub due_at: Seconds,
    /// What tells the server next time which state is known.
    pub etag: Option<String>,
    /// The same, as a date.
    pub last_modified: Option<String>,
    /// Whether it announced something not known before.
    pub has_news: bool,
    /// Where it has moved for good.
    pub moved_to: Option<String>,
}

/// Writes down that a channel answered.
pub fn answered(of: &Connection, id: i64, look: &Look) -> rusqlite::Result<()> {
    of.prepare_cached(
        "UPDATE channels SET looked_at = ?2, answered_at = ?2, due_at = ?3, interval = ?4, etag = ?5,
             last_modified = ?6, news_at = CASE WHEN ?7 THEN ?2 ELSE news_at END,
             failures = 0, cause = NULL, message = NULL
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        look.at,
        look.due_at,
        look.interval,
        look.etag,
        look.last_modified,
        look.has_news
    ])?;
    if let Some(url) = &look.moved_to {
        // Where the source has a channel there already, this one only stays where it was.
        of.execute(
            "UPDATE OR IGNORE channels SET url = ?2 WHERE id = ?1",
            params![id, url],
        )?;
    }
    Ok(())
}

/// Writes down that a channel failed.
pub fn failed(
    of: &Connection,
    id: i64,
    at: Seconds,
    due_at: Seconds,
    cause: &str,
    message: &str,
) -> rusqlite::Result<()> {
    of.prepare_cached(
        "UPDATE channels SET looked_at = ?2, due_at = ?3, failures = failures + 1, cause = ?4, message = ?5
         WHERE id = ?1",
    )?
    .execute(params![id, at, due_at, cause, message])?;
    Ok(())
}
