//! What a reader chooses for themselves: language of the interface, digits, calendar, time zone, colours.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use jiff::tz::TimeZone;

use crate::app::App;
use crate::error::WebError;
use crate::frame::Frame;
use crate::reader::{Calendar, Language, Numerals, Reader, Theme};
use crate::visit::{Answer, Visit};

/// Time zones that are suggested; any other of the zone database can be typed.
const ZONES: [&str; 22] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Baghdad",
    "Asia/Beirut",
    "Asia/Dubai",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Riyadh",
    "Asia/Shanghai",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/London",
];

/// One of a few that can be chosen.
struct Choice {
    value: &'static str,
    name: String,
    chosen: bool,
}

/// What can be chosen of one thing.
struct Group {
    name: &'static str,
    id: &'static str,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "preferences.html")]
struct Page<'a> {
    f: Frame<'a>,
    groups: Vec<Group>,
    zone: &'a str,
    zones: &'static [&'static str],
    example: String,
}

/// The choices.
pub(crate) fn show(_: &App, visit: &Visit) -> Answer {
    let reader = &visit.reader;
    let f = Frame::said(visit, "preferences");
    let day = jiff::Timestamp::now();
    let languages = Language::ALL.iter().map(|&of| Choice {
        value: of.key(),
        name: of.own_name().to_owned(),
        chosen: of == reader.language,
    });
    let numerals = Numerals::ALL.iter().map(|&of| {
        let written = Reader {
            numerals: of,
            ..reader.clone()
        };
        Choice {
            value: of.key(),
            name: written.number(1_234_567_890),
            chosen: of == reader.numerals,
        }
    });
    let calendars = Calendar::ALL.iter().map(|&of| {
        let written = Reader {
            calendar: of,
            ..reader.clone()
        };
        let name = match of {
            Calendar::Gregorian => "gregorian",
            Calendar::Hijri => "hijri",
            Calendar::Persian => "persian",
        };
        let example = written.date(written.local(day).date());
        Choice {
            value: of.key(),
            name: format!("{} · {example}", f.say(name)),
            chosen: of == reader.calendar,
        }
    });
    let themes = Theme::ALL.iter().map(|&of| {
        let id = match of {
            Theme::Auto => "theme-auto",
            Theme::Light => "theme-light",
            Theme::Dark => "theme-dark",
        };
        Choice {
            value: of.key(),
            name: f.say(id).to_owned(),
            chosen: of == reader.theme,
        }
    });
    let group = |name, id, choices: Vec<Choice>| Group { name, id, choices };
    let groups = vec![
        group("language", "interface-language", languages.collect()),
        group("numerals", "numerals", numerals.collect()),
        group("calendar", "calendar", calendars.collect()),
        group("theme", "colours", themes.collect()),
    ];
    visit.page(&Page {
        groups,
        zone: reader.zone_name(),
        zones: &ZONES,
        example: reader.moment(day),
        f,
    })
}

/// Keeps what was chosen, in the reader's own browser.
pub(crate) fn keep(app: &App, visit: &Visit) -> Answer {
    let field = |name| visit.field(name).unwrap_or_default();
    let zone = match visit.field("zone") {
        Some(name) => TimeZone::get(name).map_err(|_| {
            WebError::Invalid(format!(
                "{name:?} is no time zone; give one as Asia/Beirut or Europe/Berlin"
            ))
        })?,
        None => app.options.zone.clone(),
    };
    let chosen = Reader {
        language: Language::of(field("language")).unwrap_or(visit.reader.language),
        numerals: Numerals::of(field("numerals")).unwrap_or_default(),
        calendar: Calendar::of(field("calendar")).unwrap_or_default(),
        theme: Theme::of(field("theme")).unwrap_or_default(),
        zone,
        turned: false,
    };
    let mut answer = visit.done("/preferences")?;
    if let Ok(cookie) = HeaderValue::from_str(&chosen.set_cookie()) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(answer)
}
