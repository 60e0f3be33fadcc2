//! The sites of the outlets: what each answers to a request, as a function of the request and of the clock alone.

mod channels;
mod designs;
mod lists;
mod page;
mod picture;
mod sitemaps;
mod transfer;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::outlets::{Channel, Design, Outlet};
use crate::path;
use crate::press::Press;
use crate::report::Report;
use page::Page;

/// A request to a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// The key of the outlet: `marfa`.
    pub site: &'a str,
    /// The address that the site is reached under and makes its links with, without a slash at the end:
    /// `https://marfa.example`, `http://127.0.0.1:8081`.
    pub base: &'a str,
    /// What is asked for, with its query: `/feed/`, `/show.php?id=77`.
    pub target: &'a str,
    /// The headers, by names in any case.
    pub headers: &'a [(&'a str, &'a str)],
    /// What the site's clock says.
    pub now: Timestamp,
}

/// What a site answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// 200, 301, 304, 404 or 429.
    pub status: u16,
    /// The headers; `Content-Length` is left to who sends it.
    pub headers: Vec<(&'static str, String)>,
    /// The body, packed if the headers say so.
    pub body: Vec<u8>,
}

impl Response {
    /// The first value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(at, _)| at.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl Request<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(at, _)| at.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        parameter(self.target, name)
    }
}

/// A parameter of the query. Those that sites here know are plain words and numbers.
fn parameter<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = target.split_once('?')?;
    query
        .split('#')
        .next()?
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Something a site has to give, before it is packed and set against what the client has already.
struct Found {
    text: String,
    /// With its encoding, where the site says it in the header.
    media_type: &'static str,
    /// When it last changed, if the site knows.
    changed: Option<Timestamp>,
    status: u16,
}

/// How far back lists of the newest reports go, in days.
const DAYS_SHOWN: u32 = 21;

impl Press {
    /// What a site answers. The same request at the same instant always gets the same answer.
    pub fn respond(&self, request: &Request<'_>) -> Response {
        let Some(outlet) = self.outlet(request.site) else {
            return Response::new(404).with("Content-Type", "text/plain; charset=utf-8");
        };
        let path = request.path();
        if path == "/robots.txt" {
            let robots = plain(
                sitemaps::robots(outlet, request.base),
                "text/plain; charset=utf-8",
            );
            return transfer::send(request, outlet, robots);
        }
        if outlet.traits.busy
            && let Some(seconds) = busy_for(request.now)
        {
            return Response::new(429)
                .with("Retry-After", seconds.to_string())
                .with("Date", transfer::http_date(request.now))
                .with("Content-Type", "text/plain; charset=utf-8");
        }
        if let Some(found) = self
            .channel(request, outlet)
            .or_else(|| self.list(request, outlet))
        {
            return transfer::send(request, outlet, found);
        }
        if let Some(id) = path
            .strip_prefix("/image/")
            .and_then(|name| name.strip_suffix(".svg"))
        {
            let report = id
                .parse()
                .ok()
                .and_then(|id| self.own(outlet, id, request.now));
            let drawn = report
                .and_then(|report| Some(picture::draw(self.kind(report.kind)?, report.story)));
            if let Some(picture) = drawn {
                return transfer::send(request, outlet, plain(picture, "image/svg+xml"));
            }
        }
        if let Some(report) = self.at_address(outlet.key, request.target, request.now) {
            if report.path != request.target
                && (outlet.design == Design::Table || report.path != path)
            {
                return moved(request, &report);
            }
            let found = Found {
                text: designs::render(&Page::of_report(self, outlet, request.base, &report)),
                media_type: html_type(outlet),
                changed: Some(report.changed()),
                status: 200,
            };
            return transfer::send(request, outlet, found);
        }
        let language = self.language_of(outlet);
        let page = Page::of_notice(
            self,
            outlet,
            request.base,
            request.target,
            language.label("gone"),
        );
        let found = Found {
            text: designs::render(&page),
            media_type: html_type(outlet),
            changed: None,
            status: 404,
        };
        transfer::send(request, outlet, found)
    }

    /// The report that an address of a site leads to at an instant, whether by its own address, a short one, an old one or
    /// one with parameters that only track readers. `target` is what is below the site's base.
    pub fn at_address(&self, outlet: &str, target: &str, at: Timestamp) -> Option<Report<'_>> {
        let outlet = self.outlet(outlet)?;
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let short = path
            .strip_prefix("/s/")
            .filter(|_| outlet.traits.short_links);
        let id = if let Some(code) = short {
            u64::from_str_radix(code, 36).ok()
        } else if outlet.design == Design::Table {
            parameter(target, "id").and_then(|id| id.parse().ok())
        } else {
            path::id(path)
        };
        self.own(outlet, id?, at)
    }

    /// Whether an outlet shows only the beginning of a report to those who do not pay.
    pub fn is_behind_paywall(&self, report: &Report<'_>) -> bool {
        // The number of an event, not of a report, so that it does not go with the outlet.
        self.outlet(report.outlet)
            .is_some_and(|outlet| outlet.traits.paywall && report.event.is_multiple_of(3))
    }

    /// A report of an outlet as it stands, by its number.
    fn own(&self, outlet: &Outlet, id: u64, now: Timestamp) -> Option<Report<'_>> {
        self.report(id, now)
            .filter(|report| report.outlet == outlet.key)
    }

    /// A feed or a sitemap, if it is one that the site has.
    fn channel(&self, request: &Request<'_>, outlet: &Outlet) -> Option<Found> {
        if Some(request.path()) == outlet.channel_path() {
            return Some(channels::write(self, outlet, request));
        }
        let day = request
            .path()
            .strip_prefix("/sitemap-")?
            .strip_suffix(".xml")?;
        (outlet.channel == Channel::Sitemap)
            .then(|| sitemaps::day(self, outlet, request, day.parse().ok()?))
            .flatten()
    }

    /// The front page, the page of a section, or one of the few pages every site has.
    fn list(&self, request: &Request<'_>, outlet: &Outlet) -> Option<Found> {
        if let Some(label) = request
            .path()
            .strip_prefix("/page/")
            .and_then(|key| page::SERVICE.into_iter().find(|at| *at == key))
        {
            let text = self.language_of(outlet).label(label);
            let page = Page::of_notice(self, outlet, request.base, request.target, text);
            return Some(plain(designs::render(&page), html_type(outlet)));
        }
        lists::page(self, outlet, request)
    }
}

fn plain(text: String, media_type: &'static str) -> Found {
    Found {
        text,
        media_type,
        changed: None,
        status: 200,
    }
}

/// A site that is not in UTF-8 leaves it to its pages to say so.
fn html_type(outlet: &Outlet) -> &'static str {
    if outlet.traits.windows_1256 {
        "text/html"
    } else {
        "text/html; charset=utf-8"
    }
}

fn moved(request: &Request<'_>, report: &Report<'_>) -> Response {
    Response::new(301)
        .with("Location", format!("{}{}", request.base, report.path))
        .with("Date", transfer::http_date(request.now))
        .with("Content-Type", "text/html; charset=utf-8")
}

/// The first instant from `at` on at which every site answers: `at` itself, unless [busy](crate::Traits::busy) ones ask for
/// fewer requests then.
pub fn answers_from(at: Timestamp) -> Timestamp {
    let wait = SignedDuration::from_secs(busy_for(at).unwrap_or(0));
    at.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// How many seconds a busy site stays busy: it is so in the first minute of every ten.
fn busy_for(now: Timestamp) -> Option<i64> {
    let second = now.as_second().rem_euclid(600);
    (second < 60).then_some(60 - second)
}

/// An instant as the clocks of an outlet show it.
fn local(outlet: &Outlet, at: Timestamp) -> jiff::ZonedDateTime {
    at.to_zoned_datetime(TimeZone::fixed(outlet.offset()))
}

/// `2026-03-02T09:40:00+02:00`
fn iso(outlet: &Outlet, at: Timestamp) -> String {
    local(outlet, at)
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

/// A text with what XML and HTML would take for markup replaced.
pub(crate) fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    html_escape::encode_double_quoted_attribute(text)
}
