//! Records read and unpacked, and pages read alone.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Result, ensure};
use khabar_corpus::input::{self, Context, InputOptions};
use khabar_corpus::item::{Found, Item, Place};
use khabar_corpus::page::{self, PageOptions};
use khabar_corpus::storage::Store;
use khabar_corpus::warc::{Next, Reader, Record};

use super::{ROUNDS, peers};

/// Bytes of pages held in memory, at most.
const HELD: usize = 1 << 30;

/// Records a second here and with FastWARC, one thread each.
pub fn compare(archives: &[PathBuf], python: &Path) -> Result<(f64, f64)> {
    let (mut ours, mut theirs) = (0.0f64, 0.0f64);
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let records = count(archives)?;
        ours = ours.max(records as f64 / begin.elapsed().as_secs_f64());
        let peer = peers::records(archives, python)?;
        ensure!(
            peer.records == records,
            "{records} records here, {} with FastWARC",
            peer.records
        );
        theirs = theirs.max(peer.records as f64 / peer.seconds);
    }
    Ok((ours, theirs))
}

fn count(archives: &[PathBuf]) -> Result<u64> {
    let mut record = Record::default();
    let mut records = 0;
    for archive in archives {
        let mut reader = Reader::new(Store::local(archive.clone()), 0..u64::MAX, 64 << 20)?;
        loop {
            match reader.next(&mut record)? {
                Next::Record => records += 1,
                Next::Damage(damage) => anyhow::bail!("{}: {damage:?}", archive.display()),
                Next::End => break,
            }
        }
    }
    Ok(records)
}

/// A page held in memory.
pub struct Held {
    address: Option<String>,
    charset: Option<String>,
    bytes: Vec<u8>,
}

/// Pages of archives, held in memory.
pub fn held(archives: &[PathBuf]) -> Result<Vec<Held>> {
    let names: Vec<String> = archives
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let inputs = input::find(&names, None)?;
    let units = input::units(&inputs, None).map_err(|(_, error)| error)?;
    let options = InputOptions::default();
    let progress = AtomicU64::new(0);
    let context = Context {
        inputs: &inputs,
        options: &options,
        progress: &progress,
    };
    let (mut pages, mut bytes) = (Vec::new(), 0);
    for unit in &units {
        input::read(unit, context, &mut |found| {
            if let Found::Page(item) = found {
                bytes += item.bytes.len();
                pages.push(Held {
                    address: item.address.map(str::to_owned),
                    charset: item.charset.map(str::to_owned),
                    bytes: item.bytes.to_vec(),
                });
            }
            if bytes > HELD {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        if bytes > HELD {
            break;
        }
    }
    Ok(pages)
}

/// Pages a second that two threads read, and throw away what they read.
pub fn reading_alone(pages: &[Held]) -> f64 {
    let place = Place::whole(&"memory".into());
    let page_options = PageOptions::default();
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(held) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let item = Item {
                        place: place.clone(),
                        record_id: None,
                        address: held.address.as_deref(),
                        fetched: None,
                        charset: held.charset.as_deref(),
                        kind: khabar_article::InputKind::Auto,
                        bytes: &held.bytes,
                        length_is_wrong: false,
                    };
                    // What cannot be read costs its time all the same.
                    let _ = std::hint::black_box(page::read(&item, &page_options));
                }
            });
        }
    });
    pages.len() as f64 / begin.elapsed().as_secs_f64()
}
