//! Whole lists, to be saved: made page by page while they are sent, so that none is held in memory.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::Response;
use http_body::Frame;
use khabar_archive::record::reports::Which;
use khabar_archive::record::sources::Source;
use khabar_archive::{Archive, ArchiveError};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::mpsc;

use crate::app::App;
use crate::form::Form;
use crate::pages::home::Asked;
use crate::view::{Item, items};
use crate::visit::Visit;

/// Reports that are taken from the record at a time.
const AT_A_TIME: usize = 200;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;

/// The columns of a spreadsheet.
const COLUMNS: &str =
    "id,url,headline,source,language,published,gathered,versions,words,statements,standfirst\r\n";

/// A list of the latest, all of it, in lines or for a spreadsheet.
pub(crate) fn latest(
    app: &App,
    visit: &Visit,
    asked: Asked,
    sources: Vec<Source>,
) -> Response<Body> {
    let archive = Arc::clone(&app.archive);
    let mut before = asked.before;
    let mut done = false;
    all(app, visit.form, "latest", move || {
        if done {
            return Ok(Vec::new());
        }
        let which = Which {
            before,
            ..asked.which()
        };
        let entries = archive.latest(which, AT_A_TIME)?;
        done = entries.len() < AT_A_TIME;
        before = entries.last().map(|last| (last.ordered_at, last.id));
        Ok(items(entries, &sources))
    })
}

/// A list whose parts `more` gives one after the other; an empty one is its end.
pub(crate) fn all(
    app: &App,
    form: Form,
    name: &str,
    mut more: impl FnMut() -> Result<Vec<Item>, ArchiveError> + Send + 'static,
) -> Response<Body> {
    let (pieces, waiting) = mpsc::channel(WAITING);
    let archive = Arc::clone(&app.archive);
    tokio::task::spawn_blocking(move || {
        let mut piece = match form {
            Form::Csv => COLUMNS.to_owned(),
            _ => String::new(),
        };
        loop {
            let part = match more() {
                Ok(part) => part,
                Err(error) => {
                    tracing::error!(%error, "a list could not be saved to its end");
                    // What is cut short must not look whole.
                    let _ = pieces.blocking_send(Err(io::Error::other(error.to_string())));
                    return;
                }
            };
            let is_last = part.is_empty();
            for item in &part {
                match form {
                    Form::Csv => row(&mut piece, item),
                    _ => line(&mut piece, item, &archive),
                }
            }
            let sent = pieces.blocking_send(Ok(Bytes::from(std::mem::take(&mut piece))));
            if is_last || sent.is_err() {
                return;
            }
        }
    });
    Visit::file(form, name, Body::new(Pieces(waiting)))
}

/// A report with its reading.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    item: &'a Item,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<Box<RawValue>>,
}

/// Appends a report as a line. One that is gone meanwhile has no reading.
fn line(out: &mut String, item: &Item, archive: &Archive) {
    let report = archive.report(item.id, None).ok();
    let reading = report.and_then(|report| RawValue::from_string(report.reading).ok());
    if let Ok(json) = serde_json::to_string(&Line { item, reading }) {
        out.push_str(&json);
        out.push('\n');
    }
}

/// Appends a report as a row of a spreadsheet.
fn row(out: &mut String, item: &Item) {
    let numbers = [item.versions, item.words, item.statements].map(|n| n.to_string());
    let id = item.id.to_string();
    let cells = [
        id.as_str(),
        &item.url,
        item.headline.as_deref().unwrap_or_default(),
        &item.source.title,
        item.language.as_deref().unwrap_or_default(),
        item.published.as_deref().unwrap_or_default(),
        &item.gathered_at,
        &numbers[0],
        &numbers[1],
        &numbers[2],
        item.standfirst.as_deref().unwrap_or_default(),
    ];
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

/// Appends a cell. What a spreadsheet would take for a formula begins with `'`.
fn cell(out: &mut String, text: &str) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !is_formula && !text.contains([',', '"', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// A body whose pieces are made elsewhere.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let piece = self.0.poll_recv(context);
        piece.map(|piece| piece.map(|bytes| bytes.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_no_formulas() {
        let of = |text| {
            let mut out = String::new();
            cell(&mut out, text);
            out
        };
        assert_eq!(of("خبر عاجل"), "خبر عاجل");
        assert_eq!(of("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(of("=1+1"), "\"'=1+1\"");
        assert_eq!(of("-2"), "\"'-2\"");
    }
}
