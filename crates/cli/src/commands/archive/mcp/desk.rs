//! What the tools share: the archive, what fetches addresses, and the pages that were read last.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use khabar_archive::Archive;
use khabar_article::{InputKind, ReadOptions};
use khabar_fetch::Fetcher;
use khabar_page::Limits;
use khabar_statements::Reading as Read;
use serde_json::Value;
use url::Url;

use super::fault::Fault;
use super::part::Reading;
use crate::input;
use crate::problem::Problem;

/// The largest page that is read, after unpacking, as in `khabar read`.
const MOST_BYTES: usize = 32 << 20;
/// How many pages that were read last are remembered, for whoever asks for the rest of one.
const REMEMBERED: usize = 8;

/// What the tools share.
pub struct Desk {
    folder: PathBuf,
    fetcher: Fetcher,
    limits: Limits,
    pages: Mutex<VecDeque<Page>>,
}

/// A page that was read.
struct Page {
    address: Url,
    with_statements: bool,
    reading: Arc<Reading>,
}

impl Desk {
    pub fn new(folder: PathBuf, fetcher: Fetcher) -> Self {
        Self {
            folder,
            fetcher,
            limits: Limits {
                bytes: MOST_BYTES,
                ..Limits::default()
            },
            pages: Mutex::default(),
        }
    }

    /// The archive as it is now: it may have begun, or been put back, since it was last asked.
    pub fn archive(&self) -> Result<Archive, Fault> {
        Ok(Archive::open(&self.folder)?)
    }

    /// The page at an address, read. It is fetched, unless the rest is wanted of one that was read just before: then that is of
    /// the
    /// same page.
    pub fn page(
        &self,
        address: &str,
        with_statements: bool,
        is_rest: bool,
    ) -> Result<Arc<Reading>, Fault> {
        let wrong = |problem: Problem| Fault::of_page(address, &problem);
        let url = Url::parse(address).map_err(|error| wrong(Problem::Address(error)))?;
        if is_rest && let Some(reading) = self.remembered(&url, with_statements) {
            return Ok(reading);
        }
        let loaded = input::fetched(&url, &self.fetcher, self.limits.bytes).map_err(wrong)?;
        let options = ReadOptions {
            url: loaded.url.as_deref(),
            source: Some(address),
            declared_encoding: loaded.charset.as_deref(),
            limits: self.limits,
            ..ReadOptions::default()
        };
        let reading = read(&loaded.bytes, &options, with_statements).map_err(wrong)?;
        let reading = Arc::new(reading);
        self.remember(Page {
            address: url,
            with_statements,
            reading: Arc::clone(&reading),
        });
        Ok(reading)
    }

    /// A page or text that was given, read; `what` is the argument it came as.
    pub fn given(
        &self,
        what: &str,
        text: &str,
        input: InputKind,
        address: Option<&str>,
        with_statements: bool,
    ) -> Result<Arc<Reading>, Fault> {
        let options = ReadOptions {
            url: address,
            // What is given here has been read from its bytes already.
            declared_encoding: Some("utf-8"),
            input,
            limits: self.limits,
            ..ReadOptions::default()
        };
        let reading = read(text.as_bytes(), &options, with_statements)
            .map_err(|problem| Fault::of_page(what, &problem))?;
        Ok(Arc::new(reading))
    }

    fn remembered(&self, address: &Url, with_statements: bool) -> Option<Arc<Reading>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages
            .iter()
            .find(|page| page.address == *address && page.with_statements >= with_statements)?;
        Some(Arc::clone(&page.reading))
    }

    fn remember(&self, page: Page) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|known| known.address != page.address);
        pages.push_front(page);
        pages.truncate(REMEMBERED);
    }
}

fn read(
    bytes: &[u8],
    options: &ReadOptions<'_>,
    with_statements: bool,
) -> Result<Reading, Problem> {
    let reading = Read::read(bytes, options, with_statements)?;
    // All its keys are strings and no value refuses to be written.
    match serde_json::to_value(reading.json()).expect("a reading is JSON") {
        Value::Object(reading) => Ok(reading),
        _ => Ok(Reading::new()),
    }
}
