//! Pages of ZIP archives, and the archives of records in WACZ.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use zip::{CompressionMethod, ZipArchive};

use super::files::{failed, give, skip, unpacked};
use super::find::form_by_name;
use super::{Context, Form, Input, Sink};
use crate::item::{Cause, Place};
use crate::storage::{Seekable, Store};
use crate::unpack::bounded;

type Archive = ZipArchive<io::BufReader<Seekable>>;

fn open(store: &Store) -> io::Result<Archive> {
    let reader = io::BufReader::new(store.seekable()?);
    ZipArchive::new(reader).map_err(io::Error::other)
}

/// The archives of records in a WACZ, which keeps them as they are; `None` of another ZIP archive, a damaged one among them.
///
/// # Errors
/// What the store fails with.
pub fn archives(input: &Input) -> io::Result<Option<Vec<Input>>> {
    let found = archives_in(input);
    if found.is_none() && input.store.failures() > 0 {
        return Err(io::Error::other("the store did not give its list of files"));
    }
    Ok(found)
}

fn archives_in(input: &Input) -> Option<Vec<Input>> {
    let mut archive = open(&input.store).ok()?;
    archive.index_for_name("datapackage.json")?;
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).ok()?;
        let name = entry.name().ok()?.into_owned();
        let is_archive = name.starts_with("archive/") && name.contains(".warc");
        // Where one is packed once more it cannot be read from the middle: it is then an entry like others.
        if !is_archive {
            continue;
        }
        if entry.compression() != CompressionMethod::Stored {
            return None;
        }
        let begin = entry.data_start()?;
        found.push(Input {
            name: Arc::from(format!("{}!{name}", input.name)),
            len: entry.size(),
            store: Store::within(input.store.clone(), begin, entry.size()),
            form: Form::Warc,
        });
    }
    (!found.is_empty()).then_some(found)
}

/// The packed sizes of the entries.
pub fn entry_sizes(input: &Input) -> io::Result<Vec<u64>> {
    let mut archive = open(&input.store)?;
    (0..archive.len())
        .map(|at| {
            let entry = archive.by_index_raw(at).map_err(io::Error::other)?;
            Ok(entry.compressed_size())
        })
        .collect()
}

/// Reads some entries.
///
/// # Errors
/// What the store fails with.
pub fn read(
    input: &Input,
    entries: Range<usize>,
    context: Context<'_>,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let limit = context.options.max_bytes;
    let mut archive = open(&input.store)?;
    for at in entries {
        let failures = input.store.failures();
        let (name, size, is_folder) = match archive.by_index_raw(at) {
            Ok(entry) => (name_of(&entry, at), entry.compressed_size(), entry.is_dir()),
            Err(error) if input.store.failures() > failures => return Err(io::Error::other(error)),
            Err(_) => (format!("entry {at}"), 0, false),
        };
        if is_folder {
            continue;
        }
        let place = Place {
            entry: Some(name.clone()),
            length: Some(size),
            ..Place::whole(&input.name)
        };
        let outcome = if form_by_name(&name) == Some(Form::Other) {
            skip(&name, sink)
        } else {
            let loaded = load(&mut archive, at, limit);
            if loaded.is_err() && input.store.failures() > failures {
                return Err(failed(&place, loaded));
            }
            give(place, loaded, sink)
        };
        context.advance(&mut 0, size);
        if outcome.is_break() {
            break;
        }
    }
    Ok(())
}

/// The name of an entry; its number where the name is in no encoding that is known.
fn name_of<R: io::Read>(entry: &zip::read::ZipFile<'_, R>, at: usize) -> String {
    entry
        .name()
        .map_or_else(|_| format!("entry {at}"), std::borrow::Cow::into_owned)
}

fn load(archive: &mut Archive, at: usize, limit: usize) -> Result<Vec<u8>, Cause> {
    let entry = archive
        .by_index(at)
        .map_err(|error| Cause::Unreadable(error.to_string()))?;
    let bytes = bounded(entry, 0, limit)
        .map_err(|_| Cause::Corrupt)?
        .ok_or(Cause::TooLarge(limit))?;
    let bytes = unpacked(bytes, limit)?;
    if bytes.starts_with(b"WARC/") {
        return Err(Cause::BadRow(
            "an archive of records in a ZIP archive; unpack it and name it as an input".into(),
        ));
    }
    Ok(bytes)
}
