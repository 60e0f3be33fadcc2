//! The ledger: how each source does, and what of it was missed.

pub mod rhythm;

use rusqlite::Connection;
use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::channels::{self, Channel};
use crate::record::days::{self, Day, Failure};
use crate::record::pages::{self, Coverage, Page, PageState};
use crate::record::reports;
use crate::record::sources::{self, Source};
use crate::time::{DAY, Seconds, day};
use rhythm::Rhythm;

/// The days that the ledger looks back on.
pub const DAYS: i64 = 28;
/// Failures in a row after which a channel is taken to be down, not unlucky.
const DOWN_AFTER: u32 = 3;
/// The most pages without a report that are named for each source.
const MOST_PAGES: usize = 100;
/// The share of what other channels announce that a feed may lack before that is told, and the least number of reports
/// that can tell it.
const LACKING: (f64, u64) = (0.1, 20);

/// How a source does, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// None of its channels answers.
    Down,
    /// It has been silent for longer than its rhythm explains.
    Silent,
    /// Some of its channels do not answer, or many of its pages could not be had.
    Troubled,
    /// It was added lately, and not looked at yet.
    New,
    /// It is left alone.
    Paused,
    /// All is well.
    Well,
}

impl Health {
    /// The word itself, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Silent => "silent",
            Self::Troubled => "troubled",
            Self::New => "new",
            Self::Paused => "paused",
            Self::Well => "well",
        }
    }
}

/// A source and how it does.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceState {
    /// The source.
    pub source: Source,
    /// How it does.
    pub health: Health,
    /// Where it announces its reports.
    pub channels: Vec<Channel>,
    /// How many of its reports are kept.
    pub reports: u64,
    /// When its last report was published.
    pub last_report_at: Option<Seconds>,
    /// How often it publishes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<Rhythm>,
    /// How many reports its rhythm would have brought since the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_since: Option<f64>,
    /// The last 28 days, in order; days on which nothing happened are left out.
    pub days: Vec<Day>,
    /// Which channels announced its reports of these days.
    pub coverage: Coverage,
    /// Whether its feeds lack reports that its sitemap or section page announced.
    pub feed_lacks: bool,
    /// What failed in these days, by cause.
    pub failures: Vec<Failure>,
    /// How many of its pages are in each state.
    pub pages: Vec<(PageState, u64)>,
}

impl Archive {
    /// How every source does, those that need a look first.
    ///
    /// # Errors
    /// What the record says.
    pub fn ledger(&self) -> Result<Vec<SourceState>, ArchiveError> {
        let now = self.now();
        let mut states: Vec<SourceState> = self.record().read(|of| {
            sources::all(of)?
                .into_iter()
                .map(|source| state(of, source, now))
                .collect()
        })?;
        states.sort_by_key(|state| state.health);
        Ok(states)
    }

    /// How a source does.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number.
    pub fn source_state(&self, id: i64) -> Result<SourceState, ArchiveError> {
        let found = self.record().read(|of| {
            let source = sources::get(of, id)?;
            source
                .map(|source| state(of, source, self.now()))
                .transpose()
        })?;
        found.ok_or_else(|| ArchiveError::unknown("source", &id))
    }

    /// The pages of a source, or of all, of which no report is kept, with the reason; the latest announced first.
    ///
    /// # Errors
    /// What the record says.
    pub fn missed(&self, source: Option<i64>) -> Result<Vec<Page>, ArchiveError> {
        self.record()
            .read(|of| pages::without_report(of, source, MOST_PAGES))
    }
}

/// How a source does at a time.
fn state(of: &Connection, source: Source, now: Seconds) -> rusqlite::Result<SourceState> {
    let id = source.id;
    let since = now - DAYS * DAY;
    let channels = channels::of_source(of, id)?;
    let times = reports::times(of, id, DAYS * DAY)?;
    let rhythm = Rhythm::of(&times);
    let last_report_at = times.last().copied();
    let expected_since = rhythm
        .as_ref()
        .zip(last_report_at)
        .map(|(rhythm, last)| rhythm.expected(last, now));
    let silent = rhythm
        .as_ref()
        .zip(last_report_at)
        .is_some_and(|(rhythm, last)| rhythm.is_silent(last, now));
    let days = days::of_source(of, id, day(since))?;
    let coverage = pages::coverage(of, id, since)?;
    let state = SourceState {
        health: health(&source, &channels, &days, silent),
        reports: reports::count_of(of, id)?,
        last_report_at,
        rhythm,
        expected_since,
        feed_lacks: feed_lacks(&coverage),
        coverage,
        failures: days::failures(of, id, day(since))?,
        pages: pages::counts(of, Some(id))?,
        days,
        channels,
        source,
    };
    Ok(state)
}

/// How a source does, in a word.
fn health(source: &Source, channels: &[Channel], days: &[Day], silent: bool) -> Health {
    if source.paused {
        return Health::Paused;
    }
    if channels.iter().all(|channel| channel.looked_at.is_none()) {
        return Health::New;
    }
    let down = |channel: &Channel| channel.failures >= DOWN_AFTER;
    let answers = channels.iter().any(|channel| !down(channel));
    if !answers {
        return Health::Down;
    }
    if silent {
        return Health::Silent;
    }
    let (new, missed) = days.iter().fold((0, 0), |(new, missed), day| {
        (new + day.new, missed + day.missed)
    });
    // A page here and there is taken off by its outlet before anybody reads it.
    let misses_many = missed > 5 && missed * 5 > new;
    if misses_many || channels.iter().any(down) {
        Health::Troubled
    } else {
        Health::Well
    }
}

/// Whether the feeds of a source lack what its other channels announce.
fn feed_lacks(coverage: &Coverage) -> bool {
    let (share, least) = LACKING;
    coverage.feed > 0
        && coverage.all >= least
        && (coverage.all - coverage.feed) as f64 > share * coverage.all as f64
}
