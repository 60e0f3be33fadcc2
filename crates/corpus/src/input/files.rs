//! Files of one page each.

use std::io::{self, Read};
use std::ops::ControlFlow;

use khabar_article::InputKind;

use super::{Context, Form, Input, Sink};
use crate::item::{Cause, Failure, Found, Item, Place};
use crate::storage::Store;
use crate::warc::Packing;

/// Reads files.
pub fn read(inputs: &[Input], context: Context<'_>, sink: &mut Sink<'_>) {
    let limit = context.options.max_bytes;
    for input in inputs {
        let place = Place {
            length: Some(input.len),
            ..Place::whole(&input.name)
        };
        let outcome = if input.form == Form::Other {
            let ending = input.name.rsplit_once('.').map_or("", |(_, ending)| ending);
            sink(Found::Skipped(&format!(".{}", ending.to_ascii_lowercase())))
        } else {
            match load(&input.store, limit) {
                Ok(bytes) => give(place, &bytes, sink),
                Err(cause) => sink(Found::Failed(Failure {
                    place,
                    address: None,
                    cause,
                })),
            }
        };
        context.advance(&mut 0, input.len);
        if outcome.is_break() {
            break;
        }
    }
}

/// Gives a page of a file to the sink.
pub fn give(place: Place, bytes: &[u8], sink: &mut Sink<'_>) -> ControlFlow<()> {
    sink(Found::Page(Item {
        place,
        record_id: None,
        address: None,
        fetched: None,
        charset: None,
        kind: InputKind::Auto,
        bytes,
        length_is_wrong: false,
    }))
}

fn load(store: &Store, limit: usize) -> Result<Vec<u8>, Cause> {
    let unreadable = |error: io::Error| Cause::Unreadable(error.to_string());
    let bytes = bounded(store.open(0).map_err(unreadable)?, limit)
        .map_err(unreadable)?
        .ok_or(Cause::TooLarge(limit))?;
    unpack(bytes, limit)
}

/// The bytes of a file that may be packed, unpacked.
///
/// # Errors
/// [`Cause::Corrupt`], and [`Cause::TooLarge`] where there would be more than `limit` bytes.
pub fn unpack(bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Cause> {
    let unpacked = match Packing::of(&bytes) {
        Packing::Plain => return Ok(bytes),
        Packing::Gzip => bounded(flate2::bufread::MultiGzDecoder::new(&bytes[..]), limit),
        Packing::Zstd => ::zstd::Decoder::with_buffer(&bytes[..]).and_then(|d| bounded(d, limit)),
    };
    unpacked
        .map_err(|_| Cause::Corrupt)?
        .ok_or(Cause::TooLarge(limit))
}

/// All bytes of a reader; `None` if there are more than `limit`.
pub fn bounded(reader: impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader
        .take((limit as u64).saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}
