//! Pages: addresses that sources have announced, and what became of them.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::channels::ChannelKind;
use crate::time::Seconds;

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageState {
    /// It has not been read yet.
    Waiting,
    /// Its report is kept.
    Kept,
    /// It could not be had, and is not asked for any more.
    Missed,
    /// It was read and is no report.
    NotAReport,
    /// It is not wanted: it lay in the source's past, or its site asks not to be kept.
    Unwanted,
}

impl PageState {
    /// Its name in the record and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Kept => "kept",
            Self::Missed => "missed",
            Self::NotAReport => "not-a-report",
            Self::Unwanted => "unwanted",
        }
    }
}

impl ToSql for PageState {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for PageState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        [
            Self::Waiting,
            Self::Kept,
            Self::Missed,
            Self::NotAReport,
            Self::Unwanted,
        ]
        .into_iter()
        .find(|state| state.name() == name)
        .ok_or(FromSqlError::InvalidType)
    }
}

/// What a feed says of a report, for what the page itself does not give.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Item {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, as the page's own dates are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// What it is about, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The report itself as HTML, where the feed carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A page that is to be asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct DuePage {
    /// Its number.
    pub id: i64,
    /// The source that announced it.
    pub source: i64,
    /// By what it is told from others.
    pub url: String,
    /// What is asked for.
    pub address: String,
    /// When it was announced.
    pub announced_at: Seconds,
    /// What its feed says of it.
    pub item: Option<Item>,
    /// How often it has been tried in vain.
    pub tries: u32,
    /// What tells the server which state of it is known.
    pub etag: Option<String>,
    /// The same, as a date.
    pub last_modified: Option<String>,
    /// Its report, where it has been read before.
    pub report: Option<i64>,
}

/// A page as the ledger shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// The source that announced it.
    pub source: i64,
    /// Where it is.
    pub address: String,
    /// What its feed calls it.
    pub title: Option<String>,
    /// When it was announced.
    pub announced_at: Seconds,
    /// What became of it.
    pub state: PageState,
    /// When it is tried again.
    pub due_at: Option<Seconds>,
    /// How often it has been tried in vain.
    pub tries: u32,
    /// Why, as a short name.
    pub cause: Option<String>,
    /// Why, in a sentence.
    pub message: Option<String>,
}

fn due_page(row: &Row) -> rusqlite::Result<DuePage> {
    let item: Option<String> = row.get(5)?;
    Ok(DuePage {
        id: row.get(0)?,
        source: row.get(1)?,
        url: row.get(2)?,
        address: row.get(3)?,
        announced_at: row.get(4)?,
        item: item.and_then(|item| serde_json::from_str(&item).ok()),
        tries: row.get(6)?,
        etag: row.get(7)?,
        last_modified: row.get(8)?,
        report: row.get(9)?,
    })
}

/// A page that a channel announces.
#[derive(Debug, Clone, PartialEq)]
pub struct Announcement<'a> {
    /// The source.
    pub source: i64,
    /// By what the page is told from others.
    pub url: &'a str,
    /// What is to be asked for.
    pub address: &'a str,
    /// What announces it.
    pub by: ChannelKind,
    /// What is said of it.
    pub item: Option<&'a Item>,
    /// When it was announced.
    pub at: Seconds,
    /// Whether it is to be read.
    pub wanted: bool,
    /// When it is said to have changed.
    pub updated: Option<Seconds>,
}

/// Writes down that a page is announced. Whether it was not known before.
pub fn announce(to: &Connection, page: &Announcement) -> rusqlite::Result<bool> {
    let known: Option<i64> = to
        .prepare_cached("SELECT id FROM pages WHERE url = ?1")?
        .query_row([page.url], |row| row.get(0))
        .optional()?;
    let by = match page.by {
        ChannelKind::Feed => "by_feed",
        ChannelKind::Sitemap => "by_sitemap",
        ChannelKind::Section => "by_section",
    };
    if let Some(id) = known {
        to.prepare_cached(&format!(
            "UPDATE pages SET {by} = 1 WHERE id = ?1 AND NOT {by}"
        ))?
        .execute([id])?;
        if page.wanted {
            // What lay in the past for one channel may be news for another. A page that asks not to be kept has a cause.
            to.prepare_cached(
                "UPDATE pages SET state = 'waiting', due_at = ?2
                 WHERE id = ?1 AND state = 'unwanted' AND cause IS NULL",
            )?
            .execute(params![id, page.at])?;
        }
        if let Some(updated) = page.updated.filter(|updated| *updated <= page.at) {
            // Once for each time it says so; what it says need not be as precise as our own clock.
            to.prepare_cached(
                "UPDATE pages SET due_at = min(coalesce(due_at, ?2), ?2), updated_at = ?3
                 WHERE id = ?1 AND report IS NOT NULL
                 AND ?3 > coalesce(updated_at, (SELECT checked_at FROM reports WHERE reports.id = pages.report))",
            )?
            .execute(params![id, page.at, updated])?;
        }
        if let Some(item) = page.item.filter(|item| item.content.is_some()) {
            // The feed may carry the report where another channel was first to announce it, also one that was missed.
            to.prepare_cached(
                "UPDATE pages SET item = ?2, state = 'waiting',
                     due_at = CASE state WHEN 'missed' THEN ?3 ELSE due_at END
                 WHERE id = ?1 AND report IS NULL AND state IN ('waiting', 'missed')
                 AND coalesce(json_extract(item, '$.content'), '') = ''",
            )?
            .execute(params![id, written(item)?, page.at])?;
        }
        return Ok(false);
    }
    let item = page.item.map(written).transpose()?;
    let state = if page.wanted {
        PageState::Waiting
    } else {
        PageState::Unwanted
    };
    to.prepare_cached(&format!(
        "INSERT INTO pages (source, url, address, announced_at, {by}, item, state, due_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8)"
    ))?
    .execute(params![
        page.source,
        page.url,
        page.address,
        page.at,
        item,
        state,
        page.wanted.then_some(page.at),
        page.updated
    ])?;
    Ok(true)
}

/// What a feed says, as it is written down.
fn written(item: &Item) -> rusqlite::Result<String> {
    serde_json::to_string(item)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// The pages of a source to be asked for by `now`, the longest due first.
pub fn due(
    of: &Connection,
    source: i64,
    now: Seconds,
    most: usize,
) -> rusqlite::Result<Vec<DuePage>> {
    of.prepare_cached(
        "SELECT id, source, url, address, announced_at, item, tries, etag, last_modified, report
         FROM pages WHERE source = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?3",
    )?
    .query_map(params![source, now, most as i64], due_page)?
    .collect()
}

/// What a visit to a page came to, where it answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit<'a> {
    /// What became of it.
    pub state: PageState,
    /// When it is asked for again.
    pub due_at: Option<Seconds>,
    /// Its report.
    pub report: Option<i64>,
    /// Why it is not kept.
    pub cause: Option<&'a str>,
    /// The same in a sentence.
    pub message: Option<&'a str>,
    /// What tells the server next time which state is known.
    pub etag: Option<&'a str>,
    /// The same, as a date.
    pub last_modified: Option<&'a str>,
}

/// Writes down that a page answered. What its feed said is not needed any more.
pub fn visited(of: &Connection, id: i64, visit: &Visit) -> rusqlite::Result<()> {
    of.prepare_cached(
        "UPDATE pages SET state = ?2, due_at = ?3, report = coalesce(?4, report), cause = ?5, message = ?6, etag = ?7,
             last_modified = ?8, tries = 0, item = NULL
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        visit.state,
        visit.due_at,
        visit.report,
        visit.cause,
        visit.message,
        visit.etag,
        visit.last_modified
    ])?;
    Ok(())
}

/// Writes down that a page could not be had, and when it is tried again, if it is; `counts` says whether that was a try of
/// the page, not of its whole site. One whose report is kept stays so.
pub fn failed(
    of: &Connection,
    id: i64,
    due_at: Option<Seconds>,
    counts: bool,
    cause: &str,
    message: &str,
) -> rusqlite::Result<()> {
    of.prepare_cached(
        "UPDATE pages SET due_at = ?2, tries = tries + ?5, cause = ?3, message = ?4,
             state = CASE WHEN report IS NULL AND ?2 IS NULL THEN 'missed' ELSE state END
         WHERE id = ?1",
    )?
    .execute(params![id, due_at, cause, message, counts])?;
    Ok(())
}

/// How many pages are in each state, of a source or of all.
pub fn counts(of: &Connection, source: Option<i64>) -> rusqlite::Result<Vec<(PageState, u64)>> {
    let whose = whose(source);
    of.prepare_cached(&format!(
        "SELECT state, count(*) FROM pages WHERE {whose} GROUP BY state"
    ))?
    .query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// A condition on pages by which one source's are found along their index, and all without any.
fn whose(source: Option<i64>) -> &'static str {
    if source.is_some() {
        "source = ?1"
    } else {
        "?1 IS NULL"
    }
}

/// The pages of a source, or of all, that were not had or did not hold a report, the latest announced first.
pub fn without_report(
    of: &Connection,
    source: Option<i64>,
    most: usize,
) -> rusqlite::Result<Vec<Page>> {
    let whose = whose(source);
    of.prepare_cached(&format!(
        "SELECT source, address, item, announced_at, state, due_at, tries, cause, message FROM pages
         WHERE {whose} AND state IN ('waiting', 'missed', 'not-a-report') AND cause IS NOT NULL
         ORDER BY announced_at DESC LIMIT ?2"
    ))?
    .query_map(params![source, most as i64], |row| {
        let item: Option<String> = row.get(2)?;
        Ok(Page {
            source: row.get(0)?,
            address: row.get(1)?,
            title: item
                .and_then(|item| serde_json::from_str::<Item>(&item).ok())
                .and_then(|item| item.title),
            announced_at: row.get(3)?,
            state: row.get(4)?,
            due_at: row.get(5)?,
            tries: row.get(6)?,
            cause: row.get(7)?,
            message: row.get(8)?,
        })
    })?
    .collect()
}

/// How many of the reports a source announced since a time were announced where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// All of them.
    pub all: u64,
    /// Those a feed announced.
    pub feed: u64,
    /// Those a sitemap announced.
    pub sitemap: u64,
    /// Those a section page announced.
    pub section: u64,
    /// Those a feed announced and neither sitemap nor section page.
    pub feed_alone: u64,
    /// Those a sitemap announced and nothing else.
    pub sitemap_alone: u64,
    /// Those a section page announced and nothing else.
    pub section_alone: u64,
}

/// Where the reports of a source were announced since a time. What its channels had when they were looked at first does not
/// count: a front page goes further back than a feed.
pub fn coverage(of: &Connection, source: i64, since: Seconds) -> rusqlite::Result<Coverage> {
    of.prepare_cached(
        "SELECT count(*), total(by_feed), total(by_sitemap), total(by_section),
             total(by_feed AND NOT by_sitemap AND NOT by_section),
             total(by_sitemap AND NOT by_feed AND NOT by_section),
             total(by_section AND NOT by_feed AND NOT by_sitemap)
         FROM pages WHERE source = ?1 AND announced_at >= ?2 AND state NOT IN ('not-a-report', 'unwanted')
             AND announced_at > (SELECT coalesce(max(added_at), 0) FROM channels WHERE source = ?1) + 3600",
    )?
    .query_row(params![source, since], |row| {
        let count = |column| row.get::<_, f64>(column).map(|count| count as u64);
        Ok(Coverage {
            all: row.get(0)?,
            feed: count(1)?,
            sitemap: count(2)?,
            section: count(3)?,
            feed_alone: count(4)?,
            sitemap_alone: count(5)?,
            section_alone: count(6)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::record;

    fn announcement(url: &str, by: ChannelKind, at: Seconds) -> Announcement<'_> {
        Announcement {
            source: 1,
            url,
            address: url,
            by,
            item: None,
            at,
            wanted: true,
            updated: None,
        }
    }

    #[test]
    fn a_page_is_announced_once_however_many_do() {
        let (_folder, record) = record();
        let url = "https://courier.example/1";
        record
            .write(|to| {
                assert!(announce(to, &announcement(url, ChannelKind::Feed, 4_005))?);
                assert!(!announce(
                    to,
                    &announcement(url, ChannelKind::Sitemap, 4_006)
                )?);
                let other = "https://courier.example/2";
                assert!(announce(
                    to,
                    &announcement(other, ChannelKind::Section, 4_007)
                )?);
                Ok(())
            })
            .unwrap();
        let (due, coverage) = record
            .read(|of| Ok((due(of, 1, 4_006, 10)?, coverage(of, 1, 0)?)))
            .unwrap();
        assert_eq!(due.len(), 1);
        let expected = Coverage {
            all: 2,
            feed: 1,
            sitemap: 1,
            section: 1,
            feed_alone: 0,
            sitemap_alone: 0,
            section_alone: 1,
        };
        assert_eq!(coverage, expected);
    }

    #[test]
    fn what_was_past_for_a_sitemap_may_be_news_for_a_feed() {
        let (_folder, record) = record();
        let url = "https://courier.example/1";
        let past = Announcement {
            wanted: false,
            ..announcement(url, ChannelKind::Sitemap, 5)
        };
        let due_after = |page: &Announcement| {
            record
                .write(|to| {
                    announce(to, page)?;
                    due(to, 1, 100, 10)
                })
                .unwrap()
                .len()
        };
        assert_eq!(due_after(&past), 0);
        assert_eq!(due_after(&announcement(url, ChannelKind::Feed, 6)), 1);
    }

    #[test]
    fn a_page_is_missed_when_it_is_tried_no_more() {
        let (_folder, record) = record();
        record
            .write(|to| {
                let url = "https://courier.example/1";
                announce(to, &announcement(url, ChannelKind::Feed, 5))?;
                failed(to, 1, Some(50), true, "timeout", "no answer in time")?;
                assert_eq!(counts(to, None)?, [(PageState::Waiting, 1)]);
                assert_eq!(due(to, 1, 49, 10)?, []);
                assert_eq!(due(to, 1, 50, 10)?[0].tries, 1);
                failed(to, 1, None, true, "not-found", "no such page")?;
                assert_eq!(counts(to, Some(1))?, [(PageState::Missed, 1)]);
                assert_eq!(
                    without_report(to, None, 9)?[0].cause.as_deref(),
                    Some("not-found")
                );
                Ok(())
            })
            .unwrap();
    }
}
