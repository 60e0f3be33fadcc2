//! What changed from one version of a report to another.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::view::Item;
use crate::visit::{Answer, Visit};
use crate::wording::{Part, html, parts};

/// What changed between two versions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Compared {
    /// The report.
    pub report: Item,
    /// The version compared with.
    pub from: u32,
    /// The version compared.
    pub to: u32,
    /// The headline.
    pub headline: Vec<Part>,
    /// The standfirst.
    pub standfirst: Vec<Part>,
    /// The body, its paragraphs parted by blank lines.
    pub body: Vec<Part>,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Page<'a> {
    f: Frame<'a>,
    item: &'a Item,
    from: String,
    to: String,
    from_address: String,
    to_address: String,
    headline: String,
    standfirst: String,
    body: Vec<String>,
    is_same: bool,
}

/// What changed between the versions of an address: `1..2`.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let (from, to) = visit
        .param("range")
        .split_once("..")
        .and_then(|(from, to)| Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?)))
        .ok_or(WebError::NotFound)?;
    let compared = app.archive.compare(id, from, to)?;
    let report = app.archive.report(id, Some(to))?;
    let item = Item::of(report.entry, report.source.title);
    if visit.form == Form::Json {
        return visit.json(&Compared {
            report: item,
            from,
            to,
            headline: parts(compared.headline),
            standfirst: parts(compared.standfirst),
            body: parts(compared.body),
        });
    }
    let is_same = compared.is_same();
    let body = html(&compared.body);
    // A standfirst that the body opens with would be read twice.
    let standfirst =
        Some(html(&compared.standfirst).join(" ")).filter(|text| body.first() != Some(text));
    let f = Frame::said(visit, "changes");
    visit.page(&Page {
        from: visit.reader.number(from.into()),
        to: visit.reader.number(to.into()),
        from_address: format!("{}?version={from}", item.page),
        to_address: format!("{}?version={to}", item.page),
        headline: html(&compared.headline).join(" "),
        standfirst: standfirst.unwrap_or_default(),
        body,
        is_same,
        item: &item,
        f,
    })
}
