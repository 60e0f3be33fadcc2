//! The latest reports, day by day.

use askama::Template;
use khabar_archive::ArchiveError;
use khabar_archive::record::reports::{Cursor, Entry, Which};
use khabar_archive::record::sources::Source;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::export;
use crate::filters::Filters;
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

#[derive(Template)]
#[template(path = "latest.html")]
struct Page<'a> {
    f: Frame<'a>,
    days: Vec<DayOf>,
    filters: Filters,
    /// Whether no source is followed yet.
    follows_nothing: bool,
    next: Option<String>,
    /// Where the newest are, on any page but the first.
    first: Option<String>,
}

/// Which reports, or what else a list has, an address asks for.
pub(crate) struct Asked {
    pub source: Option<i64>,
    pub language: Option<String>,
    /// The key of a subject, where the list goes by one.
    pub subject: Option<String>,
    /// How that is shown.
    pub about: Option<String>,
    pub before: Option<Cursor>,
    pub limit: usize,
}

impl Asked {
    pub(crate) fn of(visit: &Visit) -> Result<Self, WebError> {
        let before = visit
            .asked("before")
            .map(|text| cursor("before", &text))
            .transpose()?;
        let limit = visit.asked_number("limit")?;
        Ok(Self {
            source: visit.asked_number("source")?,
            language: visit.asked("language"),
            subject: None,
            about: None,
            before,
            limit: limit.map_or(USUAL, |limit| limit.clamp(1, MOST as i64) as usize),
        })
    }

    /// The same of a list that goes by subjects too.
    pub(crate) fn with_subject(app: &App, visit: &Visit) -> Result<Self, WebError> {
        let mut asked = Self::of(visit)?;
        if let Some(name) = visit.asked("subject") {
            let (key, shown) = match app.archive.subject_named(&name) {
                Ok(subject) => (subject.key, subject.shown),
                // What nothing is about is no mistake: a link to it may be older than what was taken out.
                Err(ArchiveError::Unknown { .. }) => (name.clone(), name),
                Err(error) => return Err(error.into()),
            };
            asked.subject = Some(key);
            asked.about = Some(shown);
        }
        Ok(asked)
    }

    /// Cuts one more than a page has off a list: where the page behind it begins, by what it is ordered and its number.
    pub(crate) fn cut<T>(
        &self,
        items: &mut Vec<T>,
        place: impl Fn(&T) -> (i64, i64),
    ) -> Option<String> {
        let more = items.len() > self.limit;
        items.truncate(self.limit);
        let last = items.last().filter(|_| more).map(place);
        last.map(|(at, id)| format!("{at}.{id}"))
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
        let next = self.cut(&mut entries, |entry| (entry.ordered_at, entry.id));
        Ok((entries, next))
    }
}

/// Where a page of the list ends, as addresses have it.
pub(crate) fn cursor(name: &str, text: &str) -> Result<Cursor, WebError> {
    let parsed = text
        .split_once('.')
        .and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parsed
        .ok_or_else(|| WebError::Invalid(format!("`{name}` is what `next` was on the page before")))
}

/// The reports of a list day by day, as the reader's calendar and clock have it.
pub(crate) fn by_day(items: Vec<Item>, reader: &Reader) -> Vec<DayOf> {
    let days = days(items, |item| item.at, reader).into_iter();
    days.map(|(day, items)| DayOf {
        day,
        rows: items
            .into_iter()
            .map(|item| Row {
                time: hour(&item, reader),
                item,
            })
            .collect(),
    })
    .collect()
}

/// What happened at some time, day by day in its order. What no calendar goes as far as is left out.
pub(crate) fn days<T>(
    items: Vec<T>,
    at: impl Fn(&T) -> i64,
    reader: &Reader,
) -> Vec<(String, Vec<T>)> {
    let mut days: Vec<(String, Vec<T>)> = Vec::new();
    let mut last = None;
    for item in items {
        let Ok(at) = jiff::Timestamp::from_second(at(&item)) else {
            continue;
        };
        let day = reader.local(at).date();
        match days.last_mut() {
            Some((_, items)) if last == Some(day) => items.push(item),
            _ => days.push((reader.day(day), vec![item])),
        }
        last = Some(day);
    }
    days
}

/// The hour of a report. A page that gives a day alone has none to show.
pub(crate) fn hour(item: &Item, reader: &Reader) -> String {
    let states_hour = item
        .published
        .as_ref()
        .is_none_or(|stated| stated.len() > 10);
    match jiff::Timestamp::from_second(item.at) {
        Ok(at) if states_hour => reader.time(reader.local(at).time()),
        _ => String::new(),
    }
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
        Form::Atom => Ok(atom::feed(
            visit,
            &title(visit, "latest", &asked, &sources),
            &reports,
        )),
        _ => {
            let title = title(visit, "latest", &asked, &sources);
            visit.page(&Page {
                f: Frame::new(visit, title),
                days: by_day(reports, &visit.reader),
                follows_nothing: sources.is_empty(),
                filters: Filters::of(app, &asked, sources)?,
                next: next.map(|next| format!("/{}", visit.query_with(&[("before", Some(&next))]))),
                first: asked
                    .before
                    .map(|_| format!("/{}", visit.query_with(&[("before", None)]))),
            })
        }
    }
}

/// What a list is called: by its filters.
pub(crate) fn title(visit: &Visit, id: &str, asked: &Asked, sources: &[Source]) -> String {
    let f = Frame::said(visit, id);
    let source = sources
        .iter()
        .find(|source| Some(source.id) == asked.source);
    let named = [
        asked.about.as_deref(),
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
