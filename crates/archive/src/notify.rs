//! Telling whoever asked to be told what a saved search has found: by webhook or by letter.
//!
//! What is found is written down first and told after, so that a process that is killed tells it when it comes back.

mod mail;
mod mailbox;

pub use mailbox::is_mailbox;

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use khabar_fetch::Fetcher;
use khabar_search::{MAX_HITS, Order};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::reports::{self, ChangeKind, Entry};
use crate::record::searches::{self, Notice, SavedSearch, Trouble, Way};
use crate::search::SearchRequest;
use crate::time::{DAY, HOUR, MINUTE, Seconds, written};

/// Changes that are gone over at once.
const BATCH: usize = 1_000;
/// Reports told of at once.
const MOST_TOLD: usize = 100;
/// When somebody who could not be told is told again; then it is given up. What was found stands on the page of the search
/// all the same.
const RETRIES: [Seconds; 6] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 2 * DAY];
/// How long a webhook may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The setting of [`MailSettings`].
pub const MAIL: &str = "mail";

/// How letters are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailSettings {
    /// The server: `smtps://user:password@mail.example`. Nothing is sent where it is empty.
    pub server: String,
    /// Who they are from: `Khabar <khabar@news.example>`.
    pub from: String,
}

/// What to tell of a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Told {
    #[serde(flatten)]
    entry: Entry,
    source_title: String,
}

/// Writes down what saved searches find among the reports that came since they were asked last. How many are to be told.
///
/// # Errors
/// What the record or the index says.
pub fn ask(archive: &Archive, now: Seconds) -> Result<usize, ArchiveError> {
    let (searches, last) = archive
        .record()
        .read(|of| Ok((searches::all(of)?, reports::last_change(of)?)))?;
    // The index may be behind the record, and cannot tell of what it does not have yet.
    let last = last.min(archive.index()?.upto()? as i64);
    let mut count = 0;
    for search in searches.iter().filter(|search| search.upto < last) {
        count += ask_one(archive, search, last, now)?;
    }
    Ok(count)
}

fn ask_one(
    archive: &Archive,
    search: &SavedSearch,
    last: i64,
    now: Seconds,
) -> Result<usize, ArchiveError> {
    let mut upto = search.upto;
    let mut count = 0;
    while upto < last {
        let changes = archive
            .record()
            .read(|of| reports::changes(of, upto, BATCH))?;
        let end = changes
            .iter()
            .map(|change| change.number)
            .filter(|&number| number <= last)
            .max()
            .unwrap_or(last);
        let new: HashSet<i64> = changes
            .iter()
            .filter(|change| change.kind == ChangeKind::New && change.number <= last)
            .map(|change| change.report)
            .collect();
        let found = if new.is_empty() || (search.webhook.is_none() && search.email.is_none()) {
            Vec::new()
        } else {
            let since = changes.iter().map(|change| change.at).min();
            let request = SearchRequest {
                query: search.query.clone(),
                gathered_from: since,
                limit: MAX_HITS,
                order: Order::Newest,
                ..SearchRequest::default()
            };
            let mut found = archive.matching(&request)?;
            found.retain(|id| new.contains(id));
            found
        };
        count += found.len();
        archive
            .record()
            .write(|to| searches::found(to, search, &found, end, now))?;
        upto = end;
    }
    Ok(count)
}

/// Tells all that is to be told, until `stop` is set. How many reports were told of.
///
/// # Errors
/// What the record says. Whoever cannot be told is tried again later.
pub fn tell(
    archive: &Archive,
    fetcher: &Fetcher,
    now: Seconds,
    stop: &AtomicBool,
) -> Result<usize, ArchiveError> {
    let mut count = 0;
    loop {
        let due = archive
            .record()
            .read(|of| searches::due(of, now, MOST_TOLD))?;
        if due.is_empty() {
            return Ok(count);
        }
        count += tell_these(archive, fetcher, due, now, stop)?;
        if stop.load(Ordering::Relaxed) {
            return Ok(count);
        }
    }
}

/// Tells what is due, that of one search together. Each notice is told, put off or given up, but for what `stop` leaves.
fn tell_these(
    archive: &Archive,
    fetcher: &Fetcher,
    due: Vec<Notice>,
    now: Seconds,
    stop: &AtomicBool,
) -> Result<usize, ArchiveError> {
    let mut groups: BTreeMap<(i64, Way), Vec<Notice>> = BTreeMap::new();
    for notice in due {
        let key = (notice.search, notice.way);
        groups.entry(key).or_default().push(notice);
    }
    let mut count = 0;
    for ((id, way), notices) in groups {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let search = match archive.saved_search(id) {
            Ok(search) => search,
            Err(ArchiveError::Unknown { .. }) => continue,
            Err(error) => return Err(error),
        };
        let reports = told(archive, &notices)?;
        let result = match way {
            Way::Email => mail::send(&archive.setting(MAIL)?, &search, &reports),
            Way::Webhook => post(fetcher, &search, &reports),
        };
        archive.record().write(|of| {
            let mut given_up = 0;
            for notice in &notices {
                match (&result, RETRIES.get(notice.tries as usize)) {
                    (Err(_), Some(wait)) => searches::put_off(of, notice.id, now + wait)?,
                    (Err(_), None) => {
                        given_up += 1;
                        searches::take_off(of, notice.id)?;
                    }
                    (Ok(()), _) => searches::take_off(of, notice.id)?,
                }
            }
            match &result {
                Ok(()) => searches::told(of, id, way),
                Err(message) => {
                    let message = message.clone();
                    let trouble = Trouble {
                        way,
                        at: now,
                        message,
                        given_up,
                    };
                    searches::in_vain(of, id, &trouble)
                }
            }
        })?;
        match result {
            Ok(()) => count += notices.len(),
            Err(message) => tracing::warn!(search = search.name, message, "nobody could be told"),
        }
    }
    Ok(count)
}

/// The reports of notices, those that are still there.
fn told(archive: &Archive, notices: &[Notice]) -> Result<Vec<Told>, ArchiveError> {
    let ids: Vec<i64> = notices.iter().map(|notice| notice.report).collect();
    archive
        .entries(&ids)?
        .into_iter()
        .map(|entry| {
            Ok(Told {
                source_title: archive.source(entry.source)?.title,
                entry,
            })
        })
        .collect()
}

/// Posts what was found to the address of a search.
fn post(fetcher: &Fetcher, search: &SavedSearch, reports: &[Told]) -> Result<(), String> {
    let Some(webhook) = &search.webhook else {
        return Ok(());
    };
    let url = Url::parse(webhook).map_err(|cause| format!("{webhook} is no address: {cause}"))?;
    let reports: Vec<_> = reports
        .iter()
        .map(|report| {
            json!({
                "id": report.entry.id,
                "headline": report.entry.headline,
                "standfirst": report.entry.standfirst,
                "url": report.entry.url,
                "source": report.source_title,
                "published": report.entry.published,
                "gatheredAt": written(report.entry.gathered_at),
                "language": report.entry.language,
            })
        })
        .collect();
    let body = json!({
        "search": {"id": search.id, "name": search.name, "query": search.query},
        "reports": reports,
    });
    let body = body.to_string();
    let posted = fetcher
        .post(&url, "application/json", body.as_bytes(), PATIENCE)
        .map_err(|error| error.to_string())?;
    if (200..300).contains(&posted.status) {
        Ok(())
    } else {
        Err(format!("{webhook} answered with status {}", posted.status))
    }
}
