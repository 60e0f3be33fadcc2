//! What changed from one version of a report to another.

use std::fmt::Write;

use askama::Template;
use khabar_archive::diff::{Run, RunKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::html::escape;
use crate::view::Item;
use crate::visit::{Answer, Visit};

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

/// Words that both versions have, or one of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Part {
    /// `same`, `removed` or `added`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
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

fn parts(runs: Vec<Run>) -> Vec<Part> {
    runs.into_iter()
        .map(|run| Part {
            kind: match run.kind {
                RunKind::Same => "same",
                RunKind::Removed => "removed",
                RunKind::Added => "added",
            },
            text: run.text,
        })
        .collect()
}

/// Runs as HTML, a text for each paragraph: a change that reaches over several is marked in each.
fn html(runs: &[Run]) -> Vec<String> {
    let mut out = vec![String::new()];
    for run in runs {
        let element = match run.kind {
            RunKind::Same => None,
            RunKind::Removed => Some("del"),
            RunKind::Added => Some("ins"),
        };
        for (at, piece) in run.text.split('\n').enumerate() {
            if at > 0 {
                out.push(String::new());
            }
            let Some(paragraph) = out.last_mut().filter(|_| !piece.is_empty()) else {
                continue;
            };
            match element {
                Some(element) => {
                    let _ = write!(paragraph, "<{element}>");
                    escape(paragraph, piece);
                    let _ = write!(paragraph, "</{element}>");
                }
                None => escape(paragraph, piece),
            }
        }
    }
    out.retain(|paragraph| !paragraph.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_marked_in_each_paragraph() {
        let run = |kind, text: &str| Run {
            kind,
            text: text.into(),
        };
        let shown = html(&[
            run(RunKind::Same, "One <b> "),
            run(RunKind::Removed, "old\n\nend"),
            run(RunKind::Added, "new"),
            run(RunKind::Same, ".\n\nLast"),
        ]);
        assert_eq!(
            shown,
            [
                "One &lt;b&gt; <del>old</del>",
                "<del>end</del><ins>new</ins>.",
                "Last"
            ]
        );
    }
}
