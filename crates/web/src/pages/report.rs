//! A report: its text with what was said in it marked, who said what, and what is known of it.

use askama::Template;
use atom_syndication::{Entry, Text};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use khabar_archive::Report as Kept;
use khabar_archive::record::reports::Version as KeptVersion;
use khabar_archive::time::written;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::app::App;
use crate::atom::{self, link, readable, time};
use crate::body::{Body, body};
use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::html::safe_link;
use crate::languages::language_name;
use crate::reader::Reader;
use crate::reading::{Reading, tag};
use crate::related::{Related, Statement, Story, Subject};
use crate::said::{Said, said};
use crate::security::headers::POLICY_WITH_PICTURES;
use crate::view::{Item, Titles};
use crate::visit::{Answer, Visit};

/// Below this, a field is said to be uncertain.
const CERTAIN: f64 = 0.8;

/// A report with what it says.
#[allow(clippy::struct_field_names)]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    /// The report, as lists show it.
    pub report: Item,
    /// The version whose reading this is.
    pub version: u32,
    /// Its versions, the first first.
    pub versions: Vec<Version>,
    /// Where it leads: to its story, to the speakers of its statements, to the same words.
    pub related: Related,
    /// The reading, as the JSON object that `khabar read` gives out.
    #[schema(value_type = Object)]
    pub reading: Box<RawValue>,
}

/// A version of a report.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// When it was gathered.
    pub gathered_at: String,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
}

/// A line of the list of who said what.
struct Line {
    number: usize,
    shown: String,
    said: Said,
    /// Whether it can be led to in the text.
    is_marked: bool,
    /// What else is known of it, in the version that is the last.
    known: Option<Statement>,
}

/// A version, as the page shows it.
struct VersionLine {
    number: u32,
    when: String,
    headline: Option<String>,
    is_shown: bool,
    /// What changed since the version before.
    changes: Option<String>,
    /// Where the page is kept as it came.
    raw: Option<String>,
}

// What a page shows or not is told by as many yes and no.
#[allow(clippy::struct_excessive_bools)]
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    f: Frame<'a>,
    item: &'a Item,
    lang: &'a str,
    dir: &'a str,
    language_name: &'a str,
    headline: &'a str,
    standfirst: Option<&'a str>,
    authors: Vec<&'a str>,
    original: Option<&'a str>,
    published: Option<String>,
    modified: Option<String>,
    gathered: String,
    section: Option<&'a str>,
    dateline: Option<&'a str>,
    tags: Vec<&'a str>,
    is_behind_paywall: bool,
    kind: Option<&'a str>,
    story: Option<Story>,
    subjects: Vec<Subject>,
    body: Body,
    lines: Vec<Line>,
    versions: Vec<VersionLine>,
    uncertain: Vec<(&'a str, String)>,
    warnings: Vec<(Option<&'static str>, &'a str)>,
    pictures: bool,
    /// This page with pictures, or without.
    other: String,
    is_last: bool,
}

/// The report of an address.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let version = visit
        .asked("version")
        .map(|number| number.parse().map_err(|_| WebError::NotFound))
        .transpose()?;
    let kept = app.archive.report(id, version)?;
    if visit.form == Form::Atom {
        return Ok(feed(visit, kept));
    }
    let sources = [kept.source.clone()];
    let related = Related::of(app.archive.leads(id)?, &Titles::of(&sources));
    match visit.form {
        Form::Json => json(visit, kept, related),
        _ => page(visit, kept, related),
    }
}

fn json(visit: &Visit, kept: Kept, related: Related) -> Answer {
    let reading = RawValue::from_string(kept.reading)
        .map_err(|cause| WebError::Page(format!("its reading is damaged: {cause}")))?;
    visit.json(&Report {
        version: kept.version,
        versions: kept
            .versions
            .into_iter()
            .map(|version| Version {
                number: version.number,
                gathered_at: written(version.gathered_at),
                headline: version.headline,
            })
            .collect(),
        report: Item::of(kept.entry, kept.source.title),
        related,
        reading,
    })
}

/// The versions as a feed, the latest first.
fn feed(visit: &Visit, kept: Kept) -> axum::http::Response<axum::body::Body> {
    let item = Item::of(kept.entry, kept.source.title);
    let entry = |version: &KeptVersion| {
        let title = version.headline.as_deref().unwrap_or_else(|| item.title());
        let at = time(&written(version.gathered_at));
        let page = format!("{}{}?version={}", visit.base, item.page, version.number);
        Entry {
            title: Text::plain(readable(title)),
            id: format!("{}#version-{}", readable(&item.url), version.number),
            updated: at,
            published: Some(at),
            links: vec![link("alternate", &page, None)],
            ..Entry::default()
        }
    };
    let entries = kept.versions.iter().rev().map(entry).collect();
    atom::text(visit, item.title(), item.changed, entries)
}

fn page(visit: &Visit, kept: Kept, related: Related) -> Answer {
    let reading = Reading::of(&kept.reading)
        .map_err(|cause| WebError::Page(format!("its reading is damaged: {cause}")))?;
    let reader = &visit.reader;
    let is_last = kept.version == kept.entry.versions;
    let item = Item::of(kept.entry, kept.source.title);
    let pictures = visit.asked("pictures").is_some();
    let statements = said(&reading, reader);
    let body = body(&reading, &statements, reader, pictures);
    let text = |text: &'_ Option<crate::reading::Text<'_>>| -> Option<String> {
        text.as_deref().map(|text| reader.stated(text))
    };
    let headline = reading
        .headline
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or(&item.url);
    let f = Frame::new(visit, headline);
    // A standfirst that the body opens with would be read twice.
    let opening = reading.blocks.first().map_or("", |block| &*block.text);
    let standfirst = reading
        .description
        .as_deref()
        .filter(|text| !text.trim().is_empty() && *text != opening);
    // What is known is known of the statements as they are now.
    let known = if is_last {
        related.statements
    } else {
        Vec::new()
    };
    let lines = lines(statements, known, &body, reader);
    let uncertain = reading
        .confidence
        .iter()
        .filter(|(_, share)| **share < CERTAIN)
        .map(|(field, share)| (field_name(field), reader.percent(*share)))
        .collect();
    let warnings = reading
        .warnings
        .iter()
        .map(|warning| (warning_text(&warning.code), &*warning.message))
        .collect();
    let versions = versions(visit, &item, kept.version, &kept.versions);
    let lang = reading.lang();
    let page = Page {
        lang,
        dir: reading.dir(),
        language_name: language_name(lang),
        headline,
        standfirst,
        authors: reading.author.iter().map(|author| &*author.name).collect(),
        original: safe_link(&item.url),
        published: text(&reading.date_published),
        modified: text(&reading.date_modified),
        gathered: reader.at(gathered_at(&kept.versions, kept.version)),
        section: reading.article_section.as_deref(),
        dateline: reading.dateline.as_deref(),
        tags: reading.keywords.iter().map(|tag| &**tag).collect(),
        is_behind_paywall: reading.is_accessible_for_free == Some(false),
        kind: reading
            .page_kind
            .as_deref()
            .filter(|kind| *kind != "article")
            .map(tag),
        story: related.story,
        subjects: related.subjects,
        body,
        lines,
        versions,
        uncertain,
        warnings,
        pictures,
        other: format!(
            "{}{}",
            visit.path,
            visit.query_with(&[("pictures", (!pictures).then_some("1"))])
        ),
        is_last,
        item: &item,
        f,
    };
    let mut answer = visit.page(&page)?;
    if pictures {
        answer.headers_mut().insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY_WITH_PICTURES),
        );
    }
    Ok(answer)
}

/// The statements as they stand beside the text, with what is known of each.
fn lines(said: Vec<Said>, known: Vec<Statement>, body: &Body, reader: &Reader) -> Vec<Line> {
    let mut known: FxHashMap<usize, Statement> = known
        .into_iter()
        .map(|known| (known.number as usize, known))
        .collect();
    // A version that has just come may not be related yet: what was known of the one before has other words.
    let is_same = |known: &Statement, said: &Said| known.words == said.words;
    said.into_iter()
        .enumerate()
        .map(|(at, said)| Line {
            number: at + 1,
            known: known
                .remove(&(at + 1))
                .filter(|known| is_same(known, &said)),
            shown: reader.number(at as u64 + 1),
            is_marked: body.anchored.contains(&(at + 1, 1)),
            said,
        })
        .collect()
}

/// When a version was gathered.
fn gathered_at(versions: &[KeptVersion], number: u32) -> i64 {
    let mut versions = versions.iter();
    versions
        .find(|version| version.number == number)
        .map_or(0, |version| version.gathered_at)
}

/// The versions as the page shows them, the latest first.
fn versions(visit: &Visit, item: &Item, shown: u32, versions: &[KeptVersion]) -> Vec<VersionLine> {
    let reader = &visit.reader;
    versions
        .iter()
        .rev()
        .map(|version| VersionLine {
            number: version.number,
            when: reader.at(version.gathered_at),
            headline: version.headline.clone(),
            is_shown: version.number == shown,
            changes: (version.number > 1).then(|| {
                let before = version.number - 1;
                format!("{}/versions/{before}..{}", item.page, version.number)
            }),
            raw: version
                .raw_file
                .as_ref()
                .zip(version.raw_offset)
                .map(|(file, offset)| format!("raw/{file} @ {offset}")),
        })
        .collect()
}

/// The text that names a field of a reading; the field's own name where there is none.
fn field_name(field: &str) -> &str {
    match field {
        "articleBody" => "field-body",
        "articleSection" => "field-section",
        "author" => "field-author",
        "dateModified" => "field-modified",
        "datePublished" => "field-published",
        "description" => "field-standfirst",
        "headline" => "field-headline",
        "image" => "field-image",
        "inLanguage" => "field-language",
        "isAccessibleForFree" => "field-free",
        "keywords" => "field-tags",
        "pageKind" => "field-kind",
        "publisher" => "field-outlet",
        "url" => "field-address",
        "alternativeHeadline" => "field-second-headline",
        other => other,
    }
}

/// The text that tells of a warning in the reader's language, by its code; `None` where there is none.
fn warning_text(code: &str) -> Option<&'static str> {
    Some(match code {
        "no-report" => "warning-no-report",
        "cookie-wall" => "warning-cookie-wall",
        "error-page" => "warning-error-page",
        "section-front" => "warning-section-front",
        "paywall" => "warning-paywall",
        "limit-reached" => "warning-limit-reached",
        "encoding" => "warning-encoding",
        "empty-body" => "warning-empty-body",
        _ => return None,
    })
}
