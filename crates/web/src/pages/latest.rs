//! The latest reports, day by day.

use askama::Template;
use khabar_archive::record::reports::{Cursor, Entry, Which};
use khabar_archive::record::sources::Source;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::export;
use crate::form::Form;
use crate::frame::Frame;
use crate::languages::language_name;
use crate::reader::Reader;
use crate::view::{Item, Titles};
use crate::visit::{Answer, Visit};

/// Reports of a page where nobody says how many.
pub(crate) const USUAL: usize = 50;
/// The most reports of a page.
pub(crate) const MOST: usize = 200;

/// The latest reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Latest {
    /// The reports, the newest first.
    pub reports: Vec<Item>,
    /// What `before` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The reports of a day.
pub(crate) struct DayOf {
    pub day: String,
    pub rows: Vec<Row>,
}

/// A report of a list and the hour it stands at.
pub(crate) struct Row {
    pub item: Item,
    pub time: String,
}

/// A choice of a filter.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "latest.html")]
struct Page<'a> {
    f: Frame<'a>,
    days: Vec<DayOf>,
    sources: Vec<Choice>,
    languages: Vec<Choice>,
    /// Whether no source is followed yet.
    follows_nothing: bool,
    filtered: bool,
    next: Option<String>,
    /// Where the newest are, on any page but the first.
    first: Option<String>,
}

/// Which reports an address asks for.
pub(crate) struct Asked {
    pub source: Option<i64>,
    pub language: Option<String>,
    pub before: Option<Cursor>,
    pub limit: usize,
}

impl Asked {
    pub(crate) fn of(visit: &Visit) -> Result<Self, WebError> {
        let before = visit
            .asked("before")
            .map(|text| cursor(&text))
            .transpose()?;
        let limit = visit.asked_number("limit")?;
        Ok(Self {
            source: visit.asked_number("source")?,
            language: visit.asked("language"),
            before,
            limit: limit.map_or(USUAL, |limit| limit.clamp(1, MOST as i64) as usize),
        })
    }

    pub(crate) fn which(&self) -> Which<'_> {
        Which {
            source: self.source,
            language: self.language.as_deref(),
            before: self.before,
        }
    }

    /// One page of what is asked for, and where the next begins.
    pub(crate) fn page(&self, app: &App) -> Result<(Vec<Entry>, Option<String>), WebError> {
        let mut entries = app.archive.latest(self.which(), self.limit + 1)?;
        let more = entries.len() > self.limit;
        entries.truncate(self.limit);
        let last = entries.last().filter(|_| more);
        let next = last.map(|last| format!("{}.{}", last.ordered_at, last.id));
        Ok((entries, next))
    }
}

/// Where a page of the list ends, as addresses have it.
fn cursor(text: &str) -> Result<Cursor, WebError> {
    let parsed = text
        .split_once('.')
        .and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parsed.ok_or_else(|| WebError::Invalid("`before` is what `next` was on the page before".into()))
}

/// The reports of a list day by day, as the reader's calendar and clock have it.
pub(crate) fn by_day(items: Vec<Item>, reader: &Reader) -> Vec<DayOf> {
    let mut days: Vec<DayOf> = Vec::new();
    let mut last = None;
    for item in items {
        let Ok(at) = jiff::Timestamp::from_second(item.at) else {
            continue;
        };
        let local = reader.local(at);
        // A page that gives a day alone has no hour to show.
        let states_hour = item
            .published
            .as_ref()
            .is_none_or(|stated| stated.len() > 10);
        let row = Row {
            time: if states_hour {
                reader.time(local.time())
            } else {
                String::new()
            },
            item,
        };
        match days.last_mut() {
            Some(day) if last == Some(local.date()) => day.rows.push(row),
            _ => days.push(DayOf {
                day: reader.day(local.date()),
                rows: vec![row],
            }),
        }
        last = Some(local.date());
    }
    days
}

/// The latest reports.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let asked = Asked::of(visit)?;
    if matches!(visit.form, Form::Lines | Form::Csv) {
        return Ok(export::latest(app, visit, asked));
    }
    let sources = app.archive.sources()?;
    let (entries, next) = asked.page(app)?;
    let reports = Titles::of(&sources).items(entries);
    match visit.form {
        Form::Json => visit.json(&Latest { reports, next }),
        Form::Atom => Ok(atom::feed(visit, &title(visit, &asked, &sources), &reports)),
        _ => {
            let title = title(visit, &asked, &sources);
            let languages = app.languages.of(&app.archive)?;
            visit.page(&Page {
                f: Frame::new(visit, title),
                days: by_day(reports, &visit.reader),
                follows_nothing: sources.is_empty(),
                filtered: asked.source.is_some() || asked.language.is_some(),
                sources: sources
                    .into_iter()
                    .map(|source| Choice {
                        chosen: asked.source == Some(source.id),
                        value: source.id.to_string(),
                        name: source.title,
                    })
                    .collect(),
                languages: languages
                    .into_iter()
                    .map(|tag| Choice {
                        chosen: asked.language.as_ref() == Some(&tag),
                        name: language_name(&tag).to_owned(),
                        value: tag,
                    })
                    .collect(),
                next: next.map(|next| format!("/{}", visit.query_with(&[("before", Some(&next))]))),
                first: asked
                    .before
                    .map(|_| format!("/{}", visit.query_with(&[("before", None)]))),
            })
        }
    }
}

/// What the list is called: by its filters.
fn title(visit: &Visit, asked: &Asked, sources: &[Source]) -> String {
    let f = Frame::said(visit, "latest");
    let source = sources
        .iter()
        .find(|source| Some(source.id) == asked.source);
    let named = [
        source.map(|source| source.title.as_str()),
        asked.language.as_deref().map(language_name),
    ];
    let named: Vec<&str> = named.into_iter().flatten().collect();
    if named.is_empty() {
        f.title
    } else {
        format!("{} · {}", f.title, named.join(" · "))
    }
}
