//! The ledger: how each source does, and what was missed.

use askama::Template;
use khabar_archive::ledger::{Health, SourceState};
use khabar_archive::time::{DAY, Seconds, date, day, written};
use serde::Serialize;
use utoipa::ToSchema;

use super::sources::{Missed, Source};
use crate::app::App;
use crate::form::Form;
use crate::frame::Frame;
use crate::spark::spark;
use crate::visit::{Answer, Visit};

/// How every source does, and what was missed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ledger {
    /// The sources, those that need a look first.
    pub sources: Vec<State>,
    /// Pages of which no report is kept, the latest announced first.
    pub missed: Vec<Missed>,
}

/// How a source does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct State {
    /// The source.
    pub source: Source,
    /// `down`, `silent`, `troubled`, `new`, `paused` or `well`.
    pub health: &'static str,
    /// How many of its reports are kept.
    pub reports: u64,
    /// When its last report was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_report_at: Option<String>,
    /// How often it publishes, where that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<Rhythm>,
    /// How many reports its rhythm would have brought since the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_since: Option<f64>,
    /// The last 28 days, in order; days on which nothing happened are left out.
    pub days: Vec<Day>,
    /// What failed in these days, by cause.
    pub failures: Vec<Failure>,
    /// Which channels announced its reports of these days.
    pub coverage: Coverage,
    /// Whether its feeds lack reports that its sitemap or section page announced.
    pub feed_lacks: bool,
}

/// How often a source publishes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rhythm {
    /// Reports a week.
    pub per_week: f64,
    /// The longest time between two reports, in seconds.
    pub longest_gap: i64,
    /// For each hour of the day in UTC, how many times the average comes.
    pub by_hour: Vec<f64>,
    /// The same for each day of the week, Monday first.
    pub by_weekday: Vec<f64>,
}

/// How many of the reports of a source were announced where.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Coverage {
    /// All of them.
    pub all: u64,
    /// Those a feed announced.
    pub feed: u64,
    /// Those a sitemap announced.
    pub sitemap: u64,
    /// Those a section page announced.
    pub section: u64,
}

/// What a source did on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// The day, in UTC.
    pub date: String,
    /// Reports kept for the first time.
    pub new: u32,
    /// Versions added to reports.
    pub changed: u32,
    /// Pages given up.
    pub missed: u32,
}

/// A kind of failure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Failure {
    /// Its cause, as a short name.
    pub cause: String,
    /// How often it was met.
    pub count: u32,
    /// Where it was met the last time.
    pub url: String,
    /// What was said then.
    pub message: String,
    /// When that was.
    pub at: String,
}

impl State {
    pub(crate) fn of(state: &SourceState) -> Self {
        Self {
            source: Source::of(state.source.clone()),
            health: state.health.name(),
            reports: state.reports,
            last_report_at: state.last_report_at.map(written),
            rhythm: state.rhythm.as_ref().map(|rhythm| Rhythm {
                per_week: rhythm.per_week,
                longest_gap: rhythm.longest_gap,
                by_hour: rhythm.by_hour.to_vec(),
                by_weekday: rhythm.by_weekday.to_vec(),
            }),
            expected_since: state.expected_since,
            days: state
                .days
                .iter()
                .map(|of| Day {
                    date: date(of.day * DAY),
                    new: of.new,
                    changed: of.changed,
                    missed: of.missed,
                })
                .collect(),
            failures: state
                .failures
                .iter()
                .map(|failure| Failure {
                    cause: failure.cause.clone(),
                    count: failure.count,
                    url: failure.url.clone(),
                    message: failure.message.clone(),
                    at: written(failure.at),
                })
                .collect(),
            coverage: Coverage {
                all: state.coverage.all,
                feed: state.coverage.feed,
                sitemap: state.coverage.sitemap,
                section: state.coverage.section,
            },
            feed_lacks: state.feed_lacks,
        }
    }
}

/// A source, as a line of a table.
pub(crate) struct StateLine {
    pub id: i64,
    pub title: String,
    pub health: &'static str,
    /// The text that says how it does, and the one that says what that means.
    pub told: &'static str,
    pub why: &'static str,
    pub reports: u64,
    pub last: Option<String>,
    pub per_week: Option<u64>,
    pub expected: Option<u64>,
    pub spark: String,
    pub new: u64,
    pub missed: u64,
    pub failures: Vec<FailureLine>,
}

/// A kind of failure, as the page shows it.
pub(crate) struct FailureLine {
    pub cause: String,
    pub count: u64,
    pub message: String,
    pub when: String,
}

impl StateLine {
    /// The line of a source, `now` being the time of its archive.
    pub(crate) fn of(state: SourceState, visit: &Visit, now: Seconds) -> Self {
        let reader = &visit.reader;
        let f = Frame::new(visit, "");
        let sum = |of: fn(&khabar_archive::record::days::Day) -> u32| {
            state.days.iter().map(|day| u64::from(of(day))).sum::<u64>()
        };
        let (new, missed) = (sum(|day| day.new), sum(|day| day.missed));
        let drawn = format!(
            "{}, {}",
            f.counted("reports", new),
            f.counted("missed", missed)
        );
        let (told, why) = match state.health {
            Health::Down => ("health-down", "health-down-why"),
            Health::Silent => ("health-silent", "health-silent-why"),
            Health::Troubled => ("health-troubled", "health-troubled-why"),
            Health::New => ("health-new", "health-new-why"),
            Health::Paused => ("health-paused", "health-paused-why"),
            Health::Well => ("health-well", "health-well-why"),
        };
        Self {
            id: state.source.id,
            health: state.health.name(),
            told,
            why,
            reports: state.reports,
            last: state.last_report_at.map(|at| reader.at(at)),
            per_week: state
                .rhythm
                .as_ref()
                .map(|rhythm| rhythm.per_week.round() as u64),
            expected: state.expected_since.map(|expected| expected.round() as u64),
            spark: spark(&state.days, day(now), &drawn),
            new,
            missed,
            failures: state
                .failures
                .into_iter()
                .map(|failure| FailureLine {
                    when: reader.at(failure.at),
                    cause: failure.cause,
                    count: failure.count.into(),
                    message: failure.message,
                })
                .collect(),
            title: state.source.title,
        }
    }
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct Page<'a> {
    f: Frame<'a>,
    lines: Vec<StateLine>,
    missed: Vec<(Missed, String)>,
    new: u64,
    lost: u64,
    alarms: u64,
}

/// How every source does.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let states = app.archive.ledger()?;
    let missed = app.archive.missed(None)?;
    if visit.form == Form::Json {
        return visit.json(&Ledger {
            sources: states.iter().map(State::of).collect(),
            missed: missed.into_iter().map(Missed::of).collect(),
        });
    }
    let lines: Vec<StateLine> = states
        .into_iter()
        .map(|state| StateLine::of(state, visit, app.archive.now()))
        .collect();
    let needs_look = |line: &&StateLine| matches!(line.health, "down" | "silent" | "troubled");
    visit.page(&Page {
        f: Frame::said(visit, "ledger"),
        new: lines.iter().map(|line| line.new).sum(),
        lost: lines.iter().map(|line| line.missed).sum(),
        alarms: lines.iter().filter(needs_look).count() as u64,
        missed: missed
            .into_iter()
            .map(|page| {
                let when = visit.reader.at(page.announced_at);
                (Missed::of(page), when)
            })
            .collect(),
        lines,
    })
}
