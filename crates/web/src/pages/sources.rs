//! What is followed, and each source by itself.

use askama::Template;
use khabar_archive::record::channels::Channel as KeptChannel;
use khabar_archive::record::pages::Page as KeptPage;
use khabar_archive::record::sources::Source as KeptSource;
use khabar_archive::time::written;
use khabar_feeds::opml;
use serde::Serialize;
use utoipa::ToSchema;

use super::latest::{Asked, DayOf, by_day};
use super::ledger::{State, StateLine};
use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::export;
use crate::form::Form;
use crate::frame::Frame;
use crate::html::safe_link;
use crate::languages::language_name;
use crate::reader::Reader;
use crate::spark::bars;
use crate::view::{Item, Titles, channel_text};
use crate::visit::{Answer, Visit};

/// What is followed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sources {
    /// The sources, by title.
    pub sources: Vec<Source>,
}

/// A source.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Source {
    /// Its number.
    pub id: i64,
    /// Where it is here.
    pub page: String,
    /// What it calls itself.
    pub title: String,
    /// The page a reader would open.
    pub home: String,
    /// The language it says it writes in, as BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The folder it was put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Since when it is followed.
    pub added_at: String,
    /// Whether it is left alone for now.
    pub paused: bool,
}

impl Source {
    pub(crate) fn of(source: KeptSource) -> Self {
        Self {
            id: source.id,
            page: format!("/sources/{}", source.id),
            title: source.title,
            home: source.home,
            language: source.language,
            folder: source.folder,
            added_at: written(source.added_at),
            paused: source.paused,
        }
    }
}

/// A source and how it does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct One {
    /// How it does.
    pub state: State,
    /// Where it announces its reports.
    pub channels: Vec<Channel>,
    /// Its pages of which no report is kept, the latest announced first.
    pub missed: Vec<Missed>,
    /// Its latest reports.
    pub reports: Vec<Item>,
    /// What `before` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Where a source announces its reports.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Channel {
    /// `feed`, `sitemap` or `section`.
    pub kind: &'static str,
    /// Where it is.
    pub url: String,
    /// When it is looked at next.
    pub due_at: String,
    /// Seconds from one look to the next.
    pub interval: i64,
    /// When it last answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<String>,
    /// How often in a row it has failed.
    pub failures: u32,
    /// Why it failed the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A page of which no report is kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Missed {
    /// The source that announced it.
    pub source: i64,
    /// Its address.
    pub url: String,
    /// What the channel calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `waiting`, `missed` or `not-a-report`.
    pub state: &'static str,
    /// When it was announced.
    pub announced_at: String,
    /// Why no report is kept, as a short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The same in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Missed {
    pub(crate) fn of(page: KeptPage) -> Self {
        Self {
            source: page.source,
            url: page.address,
            title: page.title,
            state: page.state.name(),
            announced_at: written(page.announced_at),
            cause: page.cause,
            message: page.message,
        }
    }

    /// Its title, or its address.
    pub(crate) fn shown(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.url)
    }

    /// The address, where a page may lead to it.
    pub(crate) fn link(&self) -> Option<&str> {
        safe_link(&self.url)
    }
}

/// A channel, as the page shows it.
struct ChannelLine {
    kind: &'static str,
    url: String,
    answered: Option<String>,
    due: String,
    failures: u64,
    message: Option<String>,
}

#[derive(Template)]
#[template(path = "sources.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    lines: Vec<StateLine>,
}

#[derive(Template)]
#[template(path = "source.html")]
struct OnePage<'a> {
    f: Frame<'a>,
    line: StateLine,
    /// Its rhythm drawn: the hours of the day, and the days of the week.
    rhythm: Option<[String; 2]>,
    home: Option<String>,
    language: Option<String>,
    channels: Vec<ChannelLine>,
    missed: Vec<Missed>,
    days: Vec<DayOf>,
    next: Option<String>,
    paused: bool,
    feed_lacks: bool,
    announced: u64,
    by_feed: u64,
    by_sitemap: u64,
    by_section: u64,
}

/// All sources.
pub(crate) fn all(app: &App, visit: &Visit) -> Answer {
    match visit.form {
        Form::Json => visit.json(&Sources {
            sources: app.archive.sources()?.into_iter().map(Source::of).collect(),
        }),
        Form::Opml => Ok(visit.text(
            Form::Opml,
            opml::write("Khabar", &app.archive.subscriptions()?),
        )),
        _ => {
            let mut states = app.archive.ledger()?;
            states.sort_by_cached_key(|state| state.source.title.to_lowercase());
            visit.page(&ListPage {
                f: Frame::said(visit, "sources"),
                lines: states
                    .into_iter()
                    .map(|state| StateLine::of(state, visit, app.archive.now()))
                    .collect(),
            })
        }
    }
}

/// One source.
pub(crate) fn one(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let source = app.archive.source(id)?;
    let mut asked = Asked::of(visit)?;
    asked.source = Some(id);
    if matches!(visit.form, Form::Lines | Form::Csv) {
        return Ok(export::latest(app, visit, asked));
    }
    let (entries, next) = asked.page(app)?;
    let reports = Titles::of(std::slice::from_ref(&source)).items(entries);
    if visit.form == Form::Atom {
        return Ok(atom::feed(visit, &source.title, &reports));
    }
    let state = app.archive.source_state(id)?;
    let missed = app
        .archive
        .missed(Some(id))?
        .into_iter()
        .map(Missed::of)
        .collect();
    if visit.form == Form::Json {
        return visit.json(&One {
            channels: state.channels.iter().map(channel).collect(),
            state: State::of(&state),
            missed,
            reports,
            next,
        });
    }
    let coverage = state.coverage;
    visit.page(&OnePage {
        f: Frame::new(visit, source.title.clone()),
        home: safe_link(&source.home).map(str::to_owned),
        language: source
            .language
            .as_deref()
            .map(|tag| language_name(tag).to_owned()),
        channels: state
            .channels
            .iter()
            .map(|channel| line(channel, &visit.reader))
            .collect(),
        missed,
        days: by_day(reports, &visit.reader),
        next: next.map(|next| {
            format!(
                "{}{}",
                visit.path,
                visit.query_with(&[("before", Some(&next))])
            )
        }),
        paused: source.paused,
        feed_lacks: state.feed_lacks,
        announced: coverage.all,
        by_feed: coverage.feed,
        by_sitemap: coverage.sitemap,
        by_section: coverage.section,
        rhythm: state.rhythm.as_ref().map(|rhythm| {
            let f = Frame::new(visit, "");
            let drawn = |shares: &[f64]| bars(shares, &percents(&f, shares));
            [drawn(&rhythm.by_hour), drawn(&rhythm.by_weekday)]
        }),
        line: StateLine::of(state, visit, app.archive.now()),
    })
}

/// Shares of a whole in per cent, in their order.
fn percents(f: &Frame<'_>, shares: &[f64]) -> String {
    let whole = shares.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let percents = shares
        .iter()
        .map(|share| f.number((share / whole * 100.0).round() as u64));
    format!("{} %", percents.collect::<Vec<_>>().join(", "))
}

fn channel(channel: &KeptChannel) -> Channel {
    Channel {
        kind: channel.kind.name(),
        url: channel.url.clone(),
        due_at: written(channel.due_at),
        interval: channel.interval,
        answered_at: channel.answered_at.map(written),
        failures: channel.failures,
        message: channel.message.clone(),
    }
}

fn line(channel: &KeptChannel, reader: &Reader) -> ChannelLine {
    ChannelLine {
        kind: channel_text(channel.kind),
        url: channel.url.clone(),
        answered: channel.answered_at.map(|at| reader.at(at)),
        due: reader.at(channel.due_at),
        failures: channel.failures.into(),
        message: channel.message.clone(),
    }
}

/// Changes a source.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let page = format!("/sources/{id}");
    match visit.field("action").unwrap_or_default() {
        "pause" => app.archive.pause(id, true)?,
        "resume" => app.archive.pause(id, false)?,
        "rename" => {
            let title = visit.field("title").ok_or_else(|| {
                WebError::Invalid("a source has a title; give one as `title`".to_owned())
            })?;
            app.archive.rename(id, title)?;
        }
        "hurry" => {
            app.archive.source(id)?;
            app.archive.hurry(Some(id))?;
        }
        "unfollow" => {
            app.archive.unfollow(id)?;
            return visit.done("/sources");
        }
        other => {
            return Err(WebError::Invalid(format!(
                "`action` is pause, resume, rename, hurry or unfollow, not {other:?}"
            )));
        }
    }
    visit.done(&page)
}
