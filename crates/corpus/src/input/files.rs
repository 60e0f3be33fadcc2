//! Files of one page each.

use std::io;
use std::ops::ControlFlow;

use khabar_article::InputKind;

use super::{Context, Form, Input, Sink};
use crate::item::{Cause, Failure, Found, Item, Place};
use crate::storage::Store;
use crate::unpack::{UnpackError, bounded, unpack};

/// Reads files.
///
/// # Errors
/// What a store elsewhere fails with. A file of this machine that cannot be read is a failure like others.
pub fn read(inputs: &[Input], context: Context<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
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
            let failures = input.store.failures();
            match load(&input.store, limit) {
                Ok(bytes) => give(place, &bytes, sink),
                Err(cause) if input.store.failures() > failures => {
                    return Err(io::Error::other(cause.to_string()));
                }
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
    Ok(())
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
    let bytes = bounded(store.open(0).map_err(unreadable)?, 0, limit)
        .map_err(unreadable)?
        .ok_or(Cause::TooLarge(limit))?;
    unpacked(bytes, limit)
}

/// The bytes of a file that may be packed, unpacked.
///
/// # Errors
/// [`Cause::Corrupt`], and [`Cause::TooLarge`] where there would be more than `limit` bytes.
pub fn unpacked(bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Cause> {
    unpack(bytes, limit).map_err(|error| match error {
        UnpackError::TooLarge { .. } => Cause::TooLarge(limit),
        UnpackError::Damaged { .. } => Cause::Corrupt,
    })
}
