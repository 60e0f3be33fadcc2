//! The rows of the tables, as what serialises to their columns.

use std::collections::BTreeMap;

use jiff::Timestamp;
use khabar_article::dates::{DateMention, Moment};
use khabar_article::{Article, Block, BlockKind, Image, Span, Warning};
use khabar_statements::Statement;
use serde::Serialize;

use crate::item::{Failure, Item, Place};
use crate::page::PageRead;
use crate::quality::Quality;

/// A row of what was read.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row<'a> {
    id: String,
    #[serde(flatten)]
    place: PlaceColumns<'a>,
    within: Option<u64>,
    length: Option<u64>,
    record_id: Option<&'a str>,
    address: Option<&'a str>,
    site: Option<&'a str>,
    fetched: Option<String>,
    is_report: bool,
    page_kind: Option<&'static str>,
    headline: Option<&'a str>,
    alternative_headline: Option<&'a str>,
    description: Option<&'a str>,
    author: Vec<AuthorRow<'a>>,
    #[serde(flatten)]
    published: Published,
    #[serde(flatten)]
    modified: Modified,
    dateline: Option<&'a str>,
    article_section: Option<&'a str>,
    keywords: &'a [String],
    in_language: Option<&'a str>,
    text_direction: khabar_article::language::Direction,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
    image: Vec<ImageRow<'a>>,
    is_accessible_for_free: Option<bool>,
    article_body: Option<&'a str>,
    word_count: usize,
    blocks: Vec<BlockRow<'a>>,
    statements: &'a [Statement],
    dates: &'a [DateMention],
    other_headlines: &'a [String],
    confidence: &'a BTreeMap<&'static str, f32>,
    warnings: Vec<WarningRow<'a>>,
    quality: BTreeMap<&'static str, f32>,
    failed_rules: Vec<&'static str>,
}

/// Where something lies in the inputs.
#[derive(Debug, Serialize)]
struct PlaceColumns<'a> {
    file: &'a str,
    entry: Option<&'a str>,
    offset: Option<u64>,
}

impl<'a> PlaceColumns<'a> {
    fn of(place: &'a Place) -> Self {
        Self {
            file: &place.file,
            entry: place.entry.as_deref(),
            offset: place.offset,
        }
    }
}

#[derive(Debug, Serialize)]
struct AuthorRow<'a> {
    name: &'a str,
    url: Option<&'a str>,
    kind: &'static str,
}

#[derive(Debug, Default, Serialize)]
struct Published {
    #[serde(rename = "datePublished")]
    stated: Option<String>,
    #[serde(rename = "publishedDay")]
    day: Option<String>,
    #[serde(rename = "publishedAt")]
    at: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct Modified {
    #[serde(rename = "dateModified")]
    stated: Option<String>,
    #[serde(rename = "modifiedDay")]
    day: Option<String>,
    #[serde(rename = "modifiedAt")]
    at: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageRow<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

/// A block. Of its fields few are there; those that are left out are null all the same.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct BlockRow<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote_depth: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged: Option<Vec<MergedRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<SpanRow<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageRow<'a>>,
}

#[derive(Debug, Serialize)]
struct MergedRow {
    column: u32,
    columns: u32,
    rows: u32,
}

#[derive(Debug, Serialize)]
struct SpanRow<'a> {
    begin: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    strong: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emphasis: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct WarningRow<'a> {
    code: khabar_article::WarningCode,
    message: &'a str,
}

impl<'a> Row<'a> {
    /// The row of a page that was read.
    pub fn new(item: &'a Item<'_>, read: &'a PageRead, quality: &Quality) -> Self {
        let reading = &read.reading;
        let article = &reading.article;
        let place = &item.place;
        let (stated, day, at) = columns_of(article.published);
        let published = Published { stated, day, at };
        let (stated, day, at) = columns_of(article.modified);
        let modified = Modified { stated, day, at };
        Self {
            id: place.to_string(),
            place: PlaceColumns::of(place),
            within: (place.within > 0).then_some(place.within),
            length: place.length,
            record_id: item.record_id,
            address: item.address,
            site: read.site.as_deref(),
            fetched: item.fetched.and_then(point),
            is_report: article.is_report,
            page_kind: article.page_kind.map(khabar_article::PageKind::name),
            headline: article.headline.as_deref(),
            alternative_headline: article.alternative_headline.as_deref(),
            description: article.description.as_deref(),
            author: article.authors.iter().map(AuthorRow::of).collect(),
            published,
            modified,
            dateline: article.dateline.as_deref(),
            article_section: article.section.as_deref(),
            keywords: &article.keywords,
            in_language: article.language.as_deref(),
            text_direction: article.direction,
            publisher: article.publisher.as_deref(),
            url: article.url.as_deref(),
            image: article.images.iter().map(ImageRow::of).collect(),
            is_accessible_for_free: article.accessible_for_free,
            article_body: Some(read.body.as_str()).filter(|body| !body.is_empty()),
            word_count: read.words,
            blocks: blocks(article),
            statements: &reading.statements,
            dates: &article.dates,
            other_headlines: &article.other_headlines,
            confidence: &article.confidence,
            warnings: article.warnings.iter().map(WarningRow::of).collect(),
            quality: quality.measures.columns().into_iter().collect(),
            failed_rules: quality.failed.iter().map(|rule| rule.name()).collect(),
        }
    }
}

impl<'a> AuthorRow<'a> {
    fn of(author: &'a khabar_article::Author) -> Self {
        Self {
            name: &author.name,
            url: author.url.as_deref(),
            kind: author.kind.name(),
        }
    }
}

impl<'a> ImageRow<'a> {
    fn of(image: &'a Image) -> Self {
        Self {
            url: &image.url,
            caption: image.caption.as_deref(),
            credit_text: image.credit.as_deref(),
            description: image.alt.as_deref(),
        }
    }
}

impl<'a> WarningRow<'a> {
    fn of(warning: &'a Warning) -> Self {
        Self {
            code: warning.code,
            message: &warning.message,
        }
    }
}

/// A point of time as its three columns: as stated, its day, and in UTC where an offset is given.
fn columns_of(moment: Option<Moment>) -> (Option<String>, Option<String>, Option<String>) {
    let Some(moment) = moment else {
        return (None, None, None);
    };
    // Tables know no years before the common era; the date stands as it was stated.
    if moment.day().year() < 1 {
        return (Some(moment.to_string()), None, None);
    }
    let at = match moment {
        Moment::Zoned(at, offset) => offset.to_timestamp(at).ok().map(|at| at.to_string()),
        Moment::Day(_) | Moment::Local(_) => None,
    };
    (Some(moment.to_string()), Some(moment.day().to_string()), at)
}

/// A point of time as archives give it, made sure of.
fn point(text: &str) -> Option<String> {
    let at: Timestamp = text.trim().parse().ok()?;
    // What comes before is no time of fetching, and tables do not know such years.
    (at >= Timestamp::UNIX_EPOCH).then(|| at.to_string())
}

/// The month a report was published in, as it is counted: `2024-05`.
pub fn month_of(article: &Article) -> Option<String> {
    let day = article.published?.day();
    Some(format!("{:04}-{:02}", day.year(), day.month()))
}

/// The blocks of a body, images among them.
fn blocks(article: &Article) -> Vec<BlockRow<'_>> {
    let mut places = article.body_places();
    article
        .body
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Image(image) => BlockRow {
                kind: "image",
                image: Some(ImageRow::of(image)),
                ..BlockRow::default()
            },
            _ => places
                .next()
                .map_or_else(BlockRow::default, |(block, place)| {
                    block_row(block, place.start, place.end)
                }),
        })
        .collect()
}

fn block_row(block: &Block, begin: usize, end: usize) -> BlockRow<'_> {
    let mut row = BlockRow {
        kind: "paragraph",
        begin: Some(begin),
        end: Some(end),
        quote_depth: (block.quote_depth > 0).then_some(block.quote_depth),
        spans: spans(&block.spans, begin),
        ..BlockRow::default()
    };
    match &block.kind {
        BlockKind::Paragraph | BlockKind::Image(_) => {}
        BlockKind::Heading(level) => {
            row.kind = "heading";
            row.level = Some(*level);
        }
        BlockKind::ListItem { depth, number } => {
            row.kind = "list-item";
            row.depth = Some(*depth);
            row.number = *number;
        }
        BlockKind::TableRow {
            table,
            header,
            cells,
            merged,
        } => {
            row.kind = "table-row";
            row.table = Some(*table);
            row.header = header.then_some(true);
            row.cells = Some(cells);
            row.merged = (!merged.is_empty()).then(|| {
                let rows = merged.iter().map(|cell| MergedRow {
                    column: cell.column,
                    columns: cell.columns,
                    rows: cell.rows,
                });
                rows.collect()
            });
        }
        BlockKind::Code { language } => {
            row.kind = "code";
            row.language = language.as_deref();
        }
    }
    row
}

/// The runs of a block that are styled or linked; `None` where none is.
fn spans(spans: &[Span], begin: usize) -> Option<Vec<SpanRow<'_>>> {
    let mut at = begin;
    let rows: Vec<SpanRow<'_>> = spans
        .iter()
        .map(|span| {
            let begin = at;
            at += span.text.chars().count();
            SpanRow {
                begin,
                end: at,
                strong: span.strong.then_some(true),
                emphasis: span.emphasis.then_some(true),
                code: span.code.then_some(true),
                url: span.link.as_deref(),
            }
        })
        .filter(|row| {
            row.strong.is_some()
                || row.emphasis.is_some()
                || row.code.is_some()
                || row.url.is_some()
        })
        .collect();
    (!rows.is_empty()).then_some(rows)
}

/// A row of what could not be read.
#[derive(Debug, Serialize)]
pub struct FailureRow<'a> {
    id: String,
    #[serde(flatten)]
    place: PlaceColumns<'a>,
    address: Option<&'a str>,
    cause: &'static str,
    message: String,
}

impl<'a> FailureRow<'a> {
    /// The row of a failure.
    pub fn new(failure: &'a Failure) -> Self {
        Self {
            id: failure.place.to_string(),
            place: PlaceColumns::of(&failure.place),
            address: failure.address.as_deref(),
            cause: failure.cause.name(),
            message: failure.cause.to_string(),
        }
    }
}

/// The row of a page that could not be read among rows of those that could.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedRow<'a> {
    id: String,
    #[serde(flatten)]
    place: PlaceColumns<'a>,
    address: Option<&'a str>,
    is_report: bool,
    failure: FailureCell,
}

#[derive(Debug, Serialize)]
struct FailureCell {
    cause: &'static str,
    message: String,
}

impl<'a> FailedRow<'a> {
    /// The row of a failure.
    pub fn new(failure: &'a Failure) -> Self {
        Self {
            id: failure.place.to_string(),
            place: PlaceColumns::of(&failure.place),
            address: failure.address.as_deref(),
            is_report: false,
            failure: FailureCell {
                cause: failure.cause.name(),
                message: failure.cause.to_string(),
            },
        }
    }
}
