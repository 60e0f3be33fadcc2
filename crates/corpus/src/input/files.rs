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
            skip(&input.name, sink)
        } else {
            let failures = input.store.failures();
            let loaded = load(&input.store, limit);
            if loaded.is_err() && input.store.failures() > failures {
                return Err(failed(&place, loaded));
            }
            give(place, loaded, sink)
        };
        context.advance(&mut 0, input.len);
        if outcome.is_break() {
            break;
        }
    }
    Ok(())
}

/// Tells the sink of a file that is no page by its name.
pub fn skip(name: &str, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    sink(Found::Skipped(&format!(".{}", ending.to_ascii_lowercase())))
}

/// Gives the page of a file to the sink, or why it could not be read.
pub fn give(place: Place, loaded: Result<Vec<u8>, Cause>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match loaded {
        Ok(bytes) => sink(Found::Page(Item {
            place,
            record_id: None,
            address: None,
            fetched: None,
            charset: None,
            kind: InputKind::Auto,
            bytes: &bytes,
            length_is_wrong: false,
        })),
        Err(cause) => sink(Found::Failed(Failure {
            place,
            address: None,
            cause,
        })),
    }
}

/// The error of a file that its store did not give.
pub fn failed(place: &Place, loaded: Result<Vec<u8>, Cause>) -> io::Error {
    let why = loaded.err().map(|cause| cause.to_string());
    io::Error::other(format!("{place}: {}", why.unwrap_or_default()))
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
