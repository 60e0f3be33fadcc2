//! Whole lists, to be saved: made page by page while they are sent, so that none is held in memory.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::Response;
use http_body::Frame;
use khabar_archive::export::Selection;
use khabar_archive::record::reports::Which;
use khabar_archive::{Archive, ArchiveError};
use tokio::sync::mpsc;

use crate::app::App;
use crate::form::Form;
use crate::pages::home::Asked;
use crate::visit::Visit;

/// Reports that are taken from the record at a time.
pub(crate) const AT_A_TIME: usize = 200;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;

/// A list of the latest, all of it, in lines or for a spreadsheet.
pub(crate) fn latest(app: &App, visit: &Visit, asked: Asked) -> Response<Body> {
    let archive = Arc::clone(&app.archive);
    let mut before = asked.before;
    all(app, visit.form, "latest", move || {
        let which = Which {
            before,
            ..asked.which()
        };
        let entries = archive.latest(which, AT_A_TIME)?;
        before = entries
            .last()
            .map(|last| (last.ordered_at, last.id))
            .or(before);
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    })
}

/// A list whose parts `more` gives one after the other, by the numbers of their reports; an empty one is its end.
pub(crate) fn all(
    app: &App,
    form: Form,
    name: &str,
    mut more: impl FnMut() -> Result<Vec<i64>, ArchiveError> + Send + 'static,
) -> Response<Body> {
    let (pieces, waiting) = mpsc::channel(WAITING);
    let archive = Arc::clone(&app.archive);
    tokio::task::spawn_blocking(move || {
        let mut is_first = true;
        loop {
            let piece = more().and_then(|ids| {
                let is_last = ids.is_empty();
                Ok((piece(&archive, form, ids, is_first)?, is_last))
            });
            let (piece, is_last) = match piece {
                Ok(piece) => piece,
                Err(error) => {
                    tracing::error!(%error, "a list could not be saved to its end");
                    // What is cut short must not look whole.
                    let _ = pieces.blocking_send(Err(io::Error::other(error.to_string())));
                    return;
                }
            };
            if pieces.blocking_send(Ok(Bytes::from(piece))).is_err() || is_last {
                return;
            }
            is_first = false;
        }
    });
    Visit::file(form, name, Body::new(Pieces(waiting)))
}

/// The part of a list that has these reports; the first one begins with the names of the columns.
fn piece(
    archive: &Archive,
    form: Form,
    ids: Vec<i64>,
    is_first: bool,
) -> Result<Vec<u8>, ArchiveError> {
    let mut out = Vec::new();
    let these = Selection::These(ids);
    if form == Form::Csv {
        archive.export_csv(&these, &mut out)?;
        if !is_first {
            let head = out.iter().position(|&byte| byte == b'\n');
            out.drain(..head.map_or(0, |end| end + 1));
        }
    } else {
        archive.export_lines(&these, &mut out)?;
    }
    Ok(out)
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
