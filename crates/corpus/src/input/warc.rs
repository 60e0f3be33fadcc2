//! Pages of archives of records.

use std::io;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use khabar_article::InputKind;

use super::{Begin, Context, Edges, Input, Sink};
use crate::http;
use crate::item::{Cause, Failure, Found, Item, Place};
use crate::warc::{Damage, DamageKind, Next, Reader, Record, RecordKind};

/// Room for the head of an answer in a record whose body is of the largest size.
const ROOM_FOR_HEAD: usize = 64 << 10;

/// Reads the records that begin in a range.
pub fn read(
    input: &Input,
    range: Range<u64>,
    begin: &Begin,
    context: Context<'_>,
    sink: &mut Sink<'_>,
) -> io::Result<Edges> {
    let limit = context.options.max_bytes.saturating_add(ROOM_FOR_HEAD);
    let mut last = range.start;
    let begin = match begin {
        Begin::Here => Some(range.start),
        Begin::Anywhere => None,
        Begin::Behind(before) => end_of(input, before.clone())?,
    };
    let store = input.store.clone();
    let mut reader = match begin {
        Some(begin) => {
            let begin = begin.clamp(range.start, range.end);
            Reader::at_record(store, begin..range.end, limit)?
        }
        None => Reader::new(store, range, limit)?,
    };
    let mut record = Record::default();
    loop {
        let outcome = match reader.next(&mut record)? {
            Next::Record => page(&record, &input.name, context.options.max_bytes, sink),
            Next::Damage(damage) => sink(Found::Failed(Failure {
                place: Place {
                    within: damage.within,
                    ..Place::at(&input.name, damage.offset)
                },
                address: None,
                cause: cause(damage),
            })),
            Next::End => {
                context.advance(&mut last, reader.position());
                return Ok(Edges {
                    began_at: reader.began_at(),
                    ended_at: reader.ended_at(),
                });
            }
        };
        context.advance(&mut last, reader.position());
        if outcome.is_break() {
            return Ok(Edges::default());
        }
    }
}

/// Where the first record behind a range begins, if that can be told. Nothing but where records begin and end is looked at.
fn end_of(input: &Input, range: Range<u64>) -> io::Result<Option<u64>> {
    let mut reader = Reader::new(input.store.clone(), range, 0)?;
    let mut record = Record::default();
    while reader.next(&mut record)? != Next::End {}
    Ok(reader.ended_at())
}

fn cause(damage: Damage) -> Cause {
    match damage.kind {
        DamageKind::Corrupt => Cause::Corrupt,
        DamageKind::CutOff => Cause::CutOff,
        DamageKind::NoRecord => Cause::NoRecord,
        DamageKind::Bomb => Cause::Bomb,
        DamageKind::GivenUp => Cause::GivenUp,
    }
}

/// Gives the page of a record to the sink, or why it has none.
fn page(record: &Record, file: &Arc<str>, limit: usize, sink: &mut Sink<'_>) -> ControlFlow<()> {
    if !record.kind.may_hold_page() {
        return sink(Found::Skipped(record.kind.name()));
    }
    let place = Place {
        file: Arc::clone(file),
        entry: None,
        offset: Some(record.offset),
        within: record.within,
        length: record.length,
    };
    let address = Some(record.address.as_str()).filter(|address| !address.is_empty());
    let failed = |place, cause| {
        Found::Failed(Failure {
            place,
            address: address.map(str::to_owned),
            cause,
        })
    };
    if record.is_too_large {
        return sink(failed(place, Cause::TooLarge(limit)));
    }
    let (record_type, record_charset) = http::content_type(&record.content_type);
    let item = |charset, kind, bytes| {
        Found::Page(Item {
            place: place.clone(),
            record_id: Some(record.id.as_str()).filter(|id| !id.is_empty()),
            address,
            fetched: Some(record.date.as_str()).filter(|date| !date.is_empty()),
            charset,
            kind,
            bytes,
            length_is_wrong: record.length_is_wrong,
        })
    };
    if record.kind != RecordKind::Response {
        if !may_be_page(&record_type) {
            return sink(Found::Skipped(&record_type));
        }
        let kind = match record.kind {
            RecordKind::Conversion => InputKind::Text,
            _ => InputKind::Auto,
        };
        return sink(item(record_charset.as_deref(), kind, &record.body));
    }
    if !matches!(record_type.as_str(), "application/http" | "") {
        return sink(Found::Skipped(&record_type));
    }
    let Some(head) = http::head(&record.body) else {
        return sink(failed(place, Cause::NoHead));
    };
    if !(200..300).contains(&head.status) {
        return sink(Found::Skipped(&format!("status-{}", head.status)));
    }
    if !may_be_page(&head.media_type) {
        return sink(Found::Skipped(&head.media_type));
    }
    if address.is_some_and(is_robots_txt) {
        return sink(Found::Skipped("robots.txt"));
    }
    match head.body(&record.body, limit) {
        Ok(body) => sink(item(head.charset.as_deref(), InputKind::Auto, &body)),
        Err(cause) => sink(failed(place, cause)),
    }
}

/// Whether something of a media type may be a page. Where none is named, the content tells.
fn may_be_page(media_type: &str) -> bool {
    matches!(
        media_type,
        "text/html" | "application/xhtml+xml" | "text/plain" | ""
    )
}

fn is_robots_txt(address: &str) -> bool {
    let path = address.splitn(4, '/').nth(3);
    path == Some("robots.txt")
}
