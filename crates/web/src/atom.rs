//! Lists as Atom feeds.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use axum::body::Body;
use axum::http::Response;
use khabar_archive::time::written;

use crate::form::{Form, address};
use crate::related::{Statement, shortened};
use crate::view::Item;
use crate::visit::Visit;

/// How much of what was said is a title, in characters.
const TITLE: usize = 80;

/// A feed of reports, the newest first.
pub(crate) fn feed(visit: &Visit, title: &str, items: &[Item]) -> Response<Body> {
    let entries = items.iter().map(|item| entry(visit, item)).collect();
    let updated = items.iter().map(|item| item.changed.max(item.at)).max();
    text(visit, title, updated.unwrap_or(0), entries)
}

/// A feed of these entries.
pub(crate) fn text(
    visit: &Visit,
    title: &str,
    updated: i64,
    entries: Vec<Entry>,
) -> Response<Body> {
    let page = format!("{}{}{}", visit.base, visit.path, visit.query_with(&[]));
    let own = format!(
        "{}{}{}",
        visit.base,
        address(&visit.path, Form::Atom),
        visit.query_with(&[])
    );
    let feed = Feed {
        title: Text::plain(readable(title)),
        id: own.clone(),
        updated: time(&written(updated)),
        generator: Some(Generator {
            value: "Khabar".to_owned(),
            uri: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        links: vec![
            link("self", &own, Some("application/atom+xml")),
            link("alternate", &page, Some("text/html")),
        ],
        entries,
        ..Feed::default()
    };
    visit.text(Form::Atom, feed.to_string())
}

/// A report as an entry.
fn entry(visit: &Visit, item: &Item) -> Entry {
    Entry {
        title: Text::plain(readable(item.title())),
        // The same wherever the archive is read from.
        id: readable(&item.url),
        updated: time(&written(item.changed.max(item.at))),
        published: Some(time(&item.ordered_at)),
        authors: vec![Person {
            name: readable(&item.source.title),
            ..Person::default()
        }],
        categories: item
            .language
            .iter()
            .map(|language| Category {
                term: readable(language),
                scheme: Some("urn:ietf:bcp:47".to_owned()),
                label: None,
            })
            .collect(),
        links: vec![
            link("alternate", &format!("{}{}", visit.base, item.page), None),
            link("via", &readable(&item.url), None),
        ],
        summary: item
            .standfirst
            .as_ref()
            .map(|text| Text::plain(readable(text))),
        ..Entry::default()
    }
}

/// Something else than a report that feeds tell of.
pub(crate) struct Told<'a> {
    pub title: &'a str,
    /// Its page here, which names it as well.
    pub page: &'a str,
    /// When there was something new of it.
    pub updated: i64,
    pub published: i64,
    pub by: &'a str,
    pub summary: Option<&'a str>,
}

impl Told<'_> {
    /// The same as an entry.
    pub(crate) fn entry(&self, visit: &Visit) -> Entry {
        let page = format!("{}{}", visit.base, self.page);
        Entry {
            title: Text::plain(readable(self.title)),
            updated: time(&written(self.updated)),
            published: Some(time(&written(self.published))),
            authors: vec![Person {
                name: readable(self.by),
                ..Person::default()
            }],
            links: vec![link("alternate", &page, None)],
            id: page,
            summary: self.summary.map(|text| Text::plain(readable(text))),
            ..Entry::default()
        }
    }
}

/// A feed of statements, the newest first.
pub(crate) fn statements(visit: &Visit, title: &str, statements: &[Statement]) -> Response<Body> {
    let entries = statements.iter().map(|said| Entry {
        title: Text::plain(readable(&format!(
            "{}: {}",
            said.speaker_or_source(),
            shortened(&said.words, TITLE)
        ))),
        // Its place in the report changes with the report.
        id: format!(
            "{}/reports/{}#statement-{}",
            visit.base, said.report, said.id
        ),
        updated: time(&said.at),
        published: Some(time(&said.at)),
        authors: vec![Person {
            name: readable(&said.source.title),
            ..Person::default()
        }],
        links: vec![link(
            "alternate",
            &format!("{}{}", visit.base, said.page),
            None,
        )],
        summary: Some(Text::plain(readable(&said.words))),
        ..Entry::default()
    });
    let entries = entries.collect();
    let updated = statements.iter().map(|said| said.seconds).max();
    text(visit, title, updated.unwrap_or(0), entries)
}

/// A link to an address.
pub(crate) fn link(rel: &str, href: &str, kind: Option<&str>) -> Link {
    Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: kind.map(str::to_owned),
        ..Link::default()
    }
}

/// A time as feeds have it; the first second of 1970 for what is none.
pub(crate) fn time(text: &str) -> FixedDateTime {
    text.parse().unwrap_or_default()
}

/// Text without the control characters that XML has no place for.
pub(crate) fn readable(text: &str) -> String {
    let fits = |c: &char| {
        !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\n' | '\t')
    };
    text.chars().filter(fits).collect()
}
