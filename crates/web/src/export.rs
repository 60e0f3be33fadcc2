//! Whole lists, to be saved: made page by page while they are sent, so that none is held in memory.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::Response;
use http_body::Frame;
use khabar_archive::export::Selection;
use khabar_archive::record::reports::Which;
use khabar_archive::{Archive, ArchiveError};
use tokio::sync::{Semaphore, mpsc};

use crate::app::App;
use crate::form::Form;
use crate::pages::latest::Asked;
use crate::visit::Visit;

/// Reports that are taken from the record at a time.
pub(crate) const AT_A_TIME: usize = 200;
/// Lists that are saved at the same time; the others wait.
pub(crate) const MOST_AT_ONCE: usize = 8;
/// The most bytes of a piece: what a slow reader must take in the time below.
const PIECE: usize = 64 << 10;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;
/// A reader who takes no piece in this time is given up.
const STALLED: Duration = Duration::from_secs(30);

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
    let archive = Arc::clone(&app.archive);
    let mut is_first = true;
    let parts = move || {
        let ids = more()?;
        let is_last = ids.is_empty();
        let bytes = piece(&archive, form, ids, std::mem::take(&mut is_first))?;
        Ok(Part { bytes, is_last })
    };
    Visit::file(form, name, body(Arc::clone(&app.saving), parts))
}

/// Some of a list.
struct Part {
    bytes: Vec<u8>,
    is_last: bool,
}

/// A body of parts, each made once the one before is on its way. Where there is no room for one more it waits for it.
fn body(
    room: Arc<Semaphore>,
    mut more: impl FnMut() -> Result<Part, ArchiveError> + Send + 'static,
) -> Body {
    let (pieces, waiting) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let _place = tokio::select! {
            place = room.acquire_owned() => place,
            // Whoever asked has gone.
            () = pieces.closed() => return,
        };
        loop {
            // Only what reads the disk takes a thread; waiting for a reader takes none.
            let made = tokio::task::spawn_blocking(move || {
                let part = more();
                (part, more)
            });
            let part = match made.await {
                Ok((Ok(part), back)) => {
                    more = back;
                    part
                }
                Ok((Err(error), _)) => {
                    tracing::error!(%error, "a list could not be saved to its end");
                    return;
                }
                Err(cause) => {
                    tracing::error!(%cause, "a list could not be saved to its end");
                    return;
                }
            };
            let mut bytes = Bytes::from(part.bytes);
            while !bytes.is_empty() {
                let piece = Piece::Bytes(bytes.split_to(bytes.len().min(PIECE)));
                if let Err(cause) = pieces.send_timeout(piece, STALLED).await {
                    tracing::debug!(%cause, "a list was not read to its end");
                    return;
                }
            }
            if part.is_last {
                let _ = pieces.send_timeout(Piece::End, STALLED).await;
                return;
            }
        }
    });
    Body::new(Pieces {
        waiting,
        ended: false,
    })
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

/// What a body is sent.
enum Piece {
    Bytes(Bytes),
    End,
}

/// A body whose pieces are made elsewhere. What is cut short must not look whole: without its end it is an error.
struct Pieces {
    waiting: mpsc::Receiver<Piece>,
    ended: bool,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        self.waiting.poll_recv(context).map(|piece| match piece {
            Some(Piece::Bytes(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(Piece::End) => {
                self.ended = true;
                None
            }
            None => {
                self.ended = true;
                Some(Err(io::Error::other("the list was cut short")))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// So many parts of some bytes each.
    fn parts(
        count: usize,
        size: usize,
    ) -> impl FnMut() -> Result<Part, ArchiveError> + Send + 'static {
        let mut left = count;
        move || {
            let is_last = left == 0;
            left = left.saturating_sub(1);
            let bytes = vec![b'a'; if is_last { 0 } else { size }];
            Ok(Part { bytes, is_last })
        }
    }

    /// The bytes of a body, and whether it came to its end.
    async fn read(mut body: Body) -> (usize, bool) {
        let mut size = 0;
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            match frame {
                Ok(frame) => size += frame.data_ref().map_or(0, Bytes::len),
                Err(_) => return (size, false),
            }
        }
        (size, true)
    }

    #[tokio::test]
    async fn a_list_comes_whole_or_is_an_error() {
        let room = || Arc::new(Semaphore::new(1));
        let size = PIECE + 1;
        assert_eq!(read(body(room(), parts(9, size))).await, (9 * size, true));
        assert_eq!(read(body(room(), parts(0, 0))).await, (0, true));
        let mut good = parts(2, 10);
        let mut count = 0;
        let failing = move || {
            count += 1;
            if count > 2 {
                return Err(ArchiveError::Invalid("damaged".to_owned()));
            }
            good()
        };
        assert_eq!(read(body(room(), failing)).await, (20, false));
    }

    // Time goes on by itself where nothing else does.
    #[tokio::test(start_paused = true)]
    async fn whoever_reads_nothing_holds_nobody_up() {
        let room = Arc::new(Semaphore::new(1));
        let stalled = body(Arc::clone(&room), parts(100, PIECE));
        let left = body(Arc::clone(&room), parts(1, PIECE));
        tokio::task::yield_now().await;
        drop(left);
        let next = body(Arc::clone(&room), parts(3, PIECE));
        assert_eq!(read(next).await, (3 * PIECE, true));
        let (size, whole) = read(stalled).await;
        assert!(size < 100 * PIECE && !whole);
        assert_eq!(room.available_permits(), 1);
    }
}
