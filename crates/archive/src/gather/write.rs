//! What came of looks and visits, written down.

use rusqlite::Connection;

use super::channel::Seen;
use super::pace::{self, Pace};
use super::page::Visited;
use super::{Done, Gathered, Trouble};
use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::keep::Ready;
use crate::raw::RawPages;
use crate::record::channels::{self, Channel, Look};
use crate::record::days::{self, Day};
use crate::record::pages::{self, Announcement, DuePage, PageState, Visit};
use crate::record::reports::{self, Kept, NewVersion};
use crate::record::sources;
use crate::time::{MINUTE, Seconds};

/// A feed of at least so many announcements, all of them new, may have had others that came and went.
const OVERFLOWING: usize = 10;

/// Writes down what was done, all of it or nothing.
pub fn write(
    archive: &Archive,
    raw: &mut RawPages,
    least_interval: Seconds,
    finished: &[Done],
    gathered: &mut Gathered,
) -> Result<(), ArchiveError> {
    let now = archive.now();
    // Raw pages go to the disk before the record says where they are.
    let mut kept_raw = Vec::with_capacity(finished.len());
    for done in finished {
        kept_raw.push(match done {
            Done::Visited(
                page,
                Visited::Report {
                    raw: Some(answer), ..
                },
            ) => Some(raw.keep(&page.address, now, answer)?),
            _ => None,
        });
    }
    raw.sync()?;
    let counted = archive.record().write(|to| {
        let mut counted = *gathered;
        for (done, raw) in finished.iter().zip(&kept_raw) {
            // A source that was taken away meanwhile has nothing to be written down for.
            let source = match done {
                Done::Looked(channel, _) => channel.source,
                Done::Visited(page, _) => page.source,
            };
            if sources::get(to, source)?.is_none() {
                continue;
            }
            match done {
                Done::Looked(channel, Ok(seen)) => {
                    looked(to, least_interval, channel, seen, now, &mut counted)?;
                }
                Done::Looked(channel, Err(trouble)) => {
                    look_failed(to, channel, trouble, now, &mut counted)?;
                }
                Done::Visited(page, visited) => {
                    let raw = raw.as_ref().map(|(file, offset)| (file.as_str(), *offset));
                    write_visit(to, page, visited, raw, now, &mut counted)?;
                }
            }
        }
        Ok(counted)
    })?;
    *gathered = counted;
    Ok(())
}

/// A channel answered.
fn looked(
    to: &Connection,
    least_interval: Seconds,
    channel: &Channel,
    seen: &Seen,
    now: Seconds,
    gathered: &mut Gathered,
) -> rusqlite::Result<()> {
    let mut new = 0;
    for page in &seen.pages {
        let is_new = pages::announce(
            to,
            &Announcement {
                source: channel.source,
                url: &page.url,
                address: &page.address,
                by: channel.kind,
                item: Some(&page.item),
                at: now,
                wanted: page.wanted,
                updated: page.updated,
            },
        )?;
        new += usize::from(is_new && page.wanted);
    }
    let published: Vec<Seconds> = seen
        .pages
        .iter()
        .filter_map(|page| page.published)
        .collect();
    let pace = Pace {
        interval: channel.interval,
        least: least_interval,
        published: &published,
        announced: seen.pages.len(),
        new,
        asked: seen.asked,
    };
    // What has not changed says nothing of how often it does: the rhythm is kept.
    let interval = if seen.unchanged && channel.news_at.is_some() {
        channel.interval.max(least_interval)
    } else {
        pace::interval(&pace, now)
    };
    let overflowing = channel.answered_at.is_some()
        && channel.kind == channels::ChannelKind::Feed
        && new >= OVERFLOWING
        && new == seen.pages.len();
    if overflowing {
        let message =
            "everything the feed had was new: others may have come and gone between two looks";
        days::failed(to, channel.source, now, "overflow", &channel.url, message)?;
    }
    for warning in &seen.warnings {
        tracing::debug!(channel = channel.url, warning, "a channel is odd");
    }
    channels::answered(
        to,
        channel.id,
        &Look {
            at: now,
            interval,
            due_at: now + interval,
            etag: seen.etag.clone(),
            last_modified: seen.last_modified.clone(),
            has_news: new > 0,
            moved_to: seen.moved_to.clone(),
        },
    )?;
    let day = Day {
        looks: 1,
        unchanged: u32::from(seen.unchanged),
        ..Day::default()
    };
    days::count(to, channel.source, now, day)?;
    gathered.looks += 1;
    gathered.announced += new as u64;
    Ok(())
}

/// A channel could not be had.
fn look_failed(
    to: &Connection,
    channel: &Channel,
    trouble: &Trouble,
    now: Seconds,
    gathered: &mut Gathered,
) -> rusqlite::Result<()> {
    let wait = pace::channel_retry(channel.interval, channel.failures + 1, trouble.retry_after);
    channels::failed(
        to,
        channel.id,
        now,
        now + wait,
        trouble.cause,
        &trouble.message,
    )?;
    days::failed(
        to,
        channel.source,
        now,
        trouble.cause,
        &channel.url,
        &trouble.message,
    )?;
    let day = Day {
        looks: 1,
        ..Day::default()
    };
    days::count(to, channel.source, now, day)?;
    gathered.looks += 1;
    gathered.failed_looks += 1;
    Ok(())
}

/// A page was visited.
fn write_visit(
    to: &Connection,
    page: &DuePage,
    visited: &Visited,
    raw: Option<(&str, u64)>,
    now: Seconds,
    gathered: &mut Gathered,
) -> rusqlite::Result<()> {
    let ended = |state, cause, message| Visit {
        state,
        due_at: None,
        report: None,
        cause,
        message,
        etag: None,
        last_modified: None,
    };
    match visited {
        Visited::Report {
            ready,
            found_at,
            etag,
            last_modified,
            ..
        } => {
            let url = url_of(to, page, ready, found_at.as_deref())?;
            let version = NewVersion {
                url,
                ..ready.version(page.source, now, raw)
            };
            let kept = keep(to, &version, gathered)?;
            let again = match kept {
                Kept::TooOften(_) => None,
                _ => revisit(to, kept.report(), now)?,
            };
            pages::visited(
                to,
                page.id,
                &Visit {
                    due_at: again,
                    report: Some(kept.report()),
                    etag: etag.as_deref(),
                    last_modified: last_modified.as_deref(),
                    ..ended(PageState::Kept, None, None)
                },
            )
        }
        Visited::Same => {
            gathered.same += 1;
            let Some(report) = page.report else {
                // Its report is not there any more: it is asked for anew, whatever the server holds of it.
                let visit = Visit {
                    due_at: Some(now + MINUTE),
                    ..ended(PageState::Waiting, None, None)
                };
                return pages::visited(to, page.id, &visit);
            };
            reports::unchanged(to, report, now)?;
            pages::visited(
                to,
                page.id,
                &Visit {
                    due_at: revisit(to, report, now)?,
                    report: Some(report),
                    etag: page.etag.as_deref(),
                    last_modified: page.last_modified.as_deref(),
                    ..ended(PageState::Kept, None, None)
                },
            )
        }
        Visited::NotAReport { message } => {
            gathered.not_kept += 1;
            let mut visit = ended(PageState::NotAReport, Some("no-report"), Some(message));
            if let Some(report) = page.report {
                // A wall stands before it for now; the report is kept as it was.
                visit.state = PageState::Kept;
                visit.due_at = revisit(to, report, now)?;
            }
            pages::visited(to, page.id, &visit)
        }
        Visited::OptedOut { message } => {
            gathered.not_kept += 1;
            let visit = ended(PageState::Unwanted, Some("ai-opt-out"), Some(message));
            pages::visited(to, page.id, &visit)
        }
        Visited::Failed { trouble, from_feed } => {
            visit_failed(to, page, trouble, from_feed.as_deref(), now, gathered)
        }
    }
}

/// A page could not be had: it is tried again, taken from its feed, or given up.
fn visit_failed(
    to: &Connection,
    page: &DuePage,
    trouble: &Trouble,
    from_feed: Option<&Ready>,
    now: Seconds,
    gathered: &mut Gathered,
) -> rusqlite::Result<()> {
    gathered.failed += 1;
    days::failed(
        to,
        page.source,
        now,
        trouble.cause,
        &page.address,
        &trouble.message,
    )?;
    let is_of_site = matches!(trouble.cause, "too-many-requests" | "robots-unknown");
    // What a feed announces may come a little before its page.
    let is_early = trouble.cause == "not-found" && page.tries == 0 && page.report.is_none();
    let wait = if is_of_site {
        pace::site_retry(page.announced_at, now, trouble.retry_after)
    } else if trouble.is_passing || is_early {
        pace::page_retry(page.tries, trouble.retry_after)
    } else {
        None
    };
    let again = wait.map(|wait| now + wait);
    if let (None, Some(ready)) = (again, from_feed) {
        let kept = keep(to, &ready.version(page.source, now, None), gathered)?;
        return pages::visited(
            to,
            page.id,
            &Visit {
                state: PageState::Kept,
                due_at: None,
                report: Some(kept.report()),
                cause: Some(trouble.cause),
                message: Some(&trouble.message),
                etag: None,
                last_modified: None,
            },
        );
    }
    if again.is_none() && page.report.is_none() {
        let day = Day {
            missed: 1,
            ..Day::default()
        };
        days::count(to, page.source, now, day)?;
    }
    pages::failed(
        to,
        page.id,
        again,
        !is_of_site,
        trouble.cause,
        &trouble.message,
    )
}

/// Keeps a report.
fn keep(to: &Connection, version: &NewVersion, gathered: &mut Gathered) -> rusqlite::Result<Kept> {
    let kept = reports::keep(to, version)?;
    let day = match kept {
        Kept::New(_) => {
            gathered.new += 1;
            Day {
                new: 1,
                ..Day::default()
            }
        }
        Kept::Changed(..) => {
            gathered.changed += 1;
            Day {
                changed: 1,
                ..Day::default()
            }
        }
        Kept::Same(_) | Kept::TooOften(_) => {
            gathered.same += 1;
            return Ok(kept);
        }
    };
    days::count(to, version.source, version.at, day)?;
    Ok(kept)
}

/// By what address a report is kept: the one it gives itself, but where that is another report's, the one it was found at.
/// Templates name the same for every page of a site.
fn url_of<'a>(
    of: &Connection,
    page: &DuePage,
    ready: &'a Ready,
    found_at: Option<&'a str>,
) -> rusqlite::Result<&'a str> {
    let Some(found_at) = found_at else {
        return Ok(&ready.url);
    };
    let other = reports::at(of, &ready.url)?.filter(|&other| page.report != Some(other));
    let entry = other.map(|other| reports::get(of, other)).transpose()?;
    let is_another = entry
        .flatten()
        .is_some_and(|entry| entry.headline.as_deref() != ready.headline());
    Ok(if is_another { found_at } else { &ready.url })
}

/// When a report is read again.
fn revisit(of: &Connection, report: i64, now: Seconds) -> rusqlite::Result<Option<Seconds>> {
    Ok(reports::get(of, report)?.and_then(|entry| pace::revisit(entry.gathered_at, now)))
}
