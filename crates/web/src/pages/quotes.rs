//! The same words in several reports.

use askama::Template;
use khabar_archive::record::quotes::{Quote as KeptQuote, Which};
use khabar_archive::related::{Alike as KeptAlike, QuotePage};
use khabar_archive::time::written;
use serde::Serialize;
use utoipa::ToSchema;

use super::decisions::{self, Decision, corrected};
use super::latest::{Asked, title};
use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::filters::Filters;
use crate::form::Form;
use crate::frame::Frame;
use crate::related::{Statement, shortened};
use crate::view::{Item, Titles};
use crate::visit::{Answer, Visit};
use crate::why;
use crate::wording::{Part, html as marked, parts};

/// The longest that words are shown in a list, in characters.
const SHOWN: usize = 240;
/// The same in a title.
const TITLE: usize = 80;

/// The same words in several reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quotes {
    /// The words, those that were last said first.
    pub quotes: Vec<QuoteListed>,
    /// What `before` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The same words in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuoteListed {
    /// The words.
    pub quote: Quote,
    /// The statement that had them first.
    pub first: Statement,
}

/// Words that several statements have.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Quote {
    /// Their number.
    pub id: i64,
    /// Where they are here.
    pub page: String,
    /// How many statements have them.
    pub statements: u64,
    /// When the last of them was made.
    pub last_at: String,
    #[serde(skip)]
    pub last: i64,
}

impl Quote {
    fn of(quote: &KeptQuote) -> Self {
        Self {
            id: quote.id,
            page: format!("/quotes/{}", quote.id),
            statements: quote.statements,
            last_at: written(quote.last_at),
            last: quote.last_at,
        }
    }
}

/// The same words, wherever they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuoteWhole {
    /// The words.
    pub quote: Quote,
    /// The statements that have them, the earliest first, at most 500.
    pub statements: Vec<Alike>,
    /// What was decided about them and holds, the newest first.
    pub decisions: Vec<Decision>,
}

/// A statement among those with the same words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alike {
    /// The statement.
    pub statement: Statement,
    /// The report it stands in.
    pub report: Item,
    /// Whether another speaker is named than by the earliest report.
    pub is_other_speaker: bool,
    /// How its words differ from those it was found to be the same as; nothing for the first, across languages, and where
    /// there are too many.
    pub wording: Vec<Part>,
}

/// Words of a list as the page shows them.
struct Row {
    quote: Quote,
    first: Statement,
    words: String,
    latest: String,
}

/// A statement as the page shows it.
struct Line {
    statement: Statement,
    item: Item,
    when: String,
    is_other_speaker: bool,
    /// How it is the same as another, and the share in percent.
    kind: Option<(&'static str, String)>,
    why: String,
    /// Its words, with what differs marked, as HTML.
    wording: String,
    /// Where the statement is that it is compared with, and the source of that.
    other: Option<(i64, String)>,
}

#[derive(Template)]
#[template(path = "quotes.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    done: Option<decisions::Line>,
    filters: Filters,
    rows: Vec<Row>,
    next: Option<String>,
    /// Where the newest are, on any page but the first.
    first: Option<String>,
}

#[derive(Template)]
#[template(path = "quote.html")]
struct OnePage<'a> {
    f: Frame<'a>,
    done: Option<decisions::Line>,
    quote: Quote,
    lines: Vec<Line>,
    /// How many more there are than are shown.
    left: u64,
    /// Who is named by the earliest report.
    first_by: Option<String>,
    decisions: Vec<decisions::Line>,
}

/// The same words, those that were last said first.
pub(crate) fn all(app: &App, visit: &Visit) -> Answer {
    let asked = Asked::with_subject(app, visit)?;
    let which = Which {
        source: asked.source,
        language: asked.language.as_deref(),
        subject: asked.subject.as_deref(),
        before: asked.before,
    };
    let mut items = app.archive.quotes(which, asked.limit + 1)?;
    let next = asked.cut(&mut items, |item| (item.quote.last_at, item.quote.id));
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    let quotes: Vec<QuoteListed> = items
        .into_iter()
        .map(|item| QuoteListed {
            quote: Quote::of(&item.quote),
            first: Statement::of(item.first, &titles),
        })
        .collect();
    if visit.form == Form::Json {
        return visit.json(&Quotes { quotes, next });
    }
    let title = title(visit, "quotes", &asked, &sources);
    if visit.form == Form::Atom {
        let entries = quotes.iter().map(|listed| {
            let entry = atom::Told {
                title: &shortened(&listed.first.words, TITLE),
                page: &listed.quote.page,
                updated: listed.quote.last,
                published: listed.first.seconds,
                by: listed.first.speaker_or_source(),
                summary: Some(&listed.first.words),
            };
            entry.entry(visit)
        });
        let updated = quotes.first().map_or(0, |listed| listed.quote.last);
        return Ok(atom::text(visit, &title, updated, entries.collect()));
    }
    let f = Frame::new(visit, title);
    visit.page(&ListPage {
        done: decisions::done(app, &f)?,
        filters: Filters::with_subjects(app, &asked, sources)?,
        rows: quotes
            .into_iter()
            .map(|listed| Row {
                words: shortened(&listed.first.words, SHOWN),
                latest: f.with("quote-latest", "time", &f.reader.on(listed.quote.last)),
                quote: listed.quote,
                first: listed.first,
            })
            .collect(),
        next: next.map(|next| visit.here_with(&[("before", Some(&next))])),
        first: asked.before.map(|_| visit.here_with(&[("before", None)])),
        f,
    })
}

/// The same words, wherever they stand.
pub(crate) fn one(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let page = app.archive.quote(id)?;
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    match visit.form {
        Form::Json => visit.json(&QuoteWhole {
            quote: Quote::of(&page.quote),
            statements: page
                .members
                .into_iter()
                .map(|alike| Alike {
                    statement: Statement::of(alike.said, &titles),
                    report: titles.item(alike.entry),
                    is_other_speaker: alike.is_other_speaker,
                    wording: parts(alike.wording),
                })
                .collect(),
            decisions: Decision::all(&page.decisions),
        }),
        Form::Atom => {
            let newest = page.members.into_iter().rev();
            let statements: Vec<Statement> = newest
                .map(|alike| Statement::of(alike.said, &titles))
                .collect();
            let title = statements
                .last()
                .map(|first| shortened(&first.words, TITLE));
            Ok(atom::statements(
                visit,
                &title.unwrap_or_default(),
                &statements,
            ))
        }
        _ => html(app, visit, page, &titles),
    }
}

fn html(app: &App, visit: &Visit, page: QuotePage, titles: &Titles<'_>) -> Answer {
    let first = page.members.first().map(|alike| &alike.said);
    let title = first.map_or_else(String::new, |first| shortened(&first.words, TITLE));
    let first_by = first.and_then(|first| first.by.clone());
    let f = Frame::new(visit, title);
    // What it is compared with where the record names nothing that is still there.
    let first = first.map(|first| (first.id, titles.title(first.source)));
    let sources: Vec<(i64, String)> = page
        .members
        .iter()
        .map(|alike| (alike.said.id, titles.title(alike.said.source)))
        .collect();
    let line = |alike: KeptAlike| {
        let compared = !alike.wording.is_empty();
        let named = alike.said.alike_to;
        let other = sources.iter().find(|(id, _)| Some(*id) == named);
        let other = other.or(first.as_ref()).filter(|_| compared).cloned();
        let statement = Statement::of(alike.said, titles);
        let likeness = statement.alike.as_ref();
        Line {
            when: f.reader.on(statement.seconds),
            kind: likeness.and_then(|likeness| {
                let id = why::likeness_text(&likeness.kind)?;
                Some((id, f.reader.percent(likeness.share)))
            }),
            why: likeness.map_or_else(String::new, |likeness| why::alike(&f, &likeness.reasons)),
            wording: marked(&alike.wording).join(" "),
            is_other_speaker: alike.is_other_speaker,
            item: titles.item(alike.entry),
            other,
            statement,
        }
    };
    let lines: Vec<Line> = page.members.into_iter().map(line).collect();
    visit.page(&OnePage {
        done: decisions::done(app, &f)?,
        left: page.quote.statements.saturating_sub(lines.len() as u64),
        quote: Quote::of(&page.quote),
        lines,
        first_by,
        decisions: decisions::lines(app, &f, &page.decisions)?,
        f,
    })
}

/// Corrects which statements have the same words.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    match visit.field("action").unwrap_or_default() {
        "take-out" => {
            let statement = visit.sent_number("statement")?;
            if app.archive.statement(statement)?.quote != Some(id) {
                return Err(WebError::Invalid(format!(
                    "statement {statement} is not among the same words {id}; it may have been taken out since"
                )));
            }
            let made = app.archive.take_statement_out(statement)?;
            corrected(visit, &decisions::quote(app, id), made.decision)
        }
        other => Err(WebError::Invalid(format!(
            "`action` is take-out, not {other:?}"
        ))),
    }
}
