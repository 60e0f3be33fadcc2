//! What the tests of gathering share: a desk with an archive, and pages and feeds for sites of this machine.
#![allow(dead_code, reason = "each test file uses its part")]

#[path = "../../../fetch/tests/support/mod.rs"]
pub mod support;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use khabar_archive::Archive;
use khabar_archive::follow;
use khabar_archive::gather::{GatherOptions, Gathered, Gatherer};
use khabar_archive::search::SearchRequest;
use khabar_fetch::{FetchOptions, Fetcher, Reach};
use support::{Sent, Site, page, sent};
use tempfile::TempDir;

/// A page with a report of this headline.
pub fn report(headline: &str, more: &str) -> Sent {
    page(format!(
        "<!DOCTYPE html><html lang=en><head><title>{headline} - The Post</title></head><body><article><h1>{headline}</h1>\
         <p>The bridge over the Amal was opened on Monday, nine years after the first stone was laid, the ministry of \
         transport said in a statement to the press.</p>\
         <p>Some four thousand cars are expected to cross it every day, which shortens the way to the coast by an hour \
         for the people of the eastern valley.</p>\
         <p>“We have waited for this for a long time,” the mayor of the town told a crowd that had gathered at the river \
         long before the ribbon was cut. {more}</p></article></body></html>"
    ))
}

/// A feed with these items: address, headline, and whatever else.
pub fn feed(items: &[(&str, &str, &str)]) -> Sent {
    let items: Vec<String> = items
        .iter()
        .map(|(link, title, more)| {
            format!("<item><link>{link}</link><title>{title}</title>{more}</item>")
        })
        .collect();
    let items = items.concat();
    sent(
        200,
        "Content-Type: application/rss+xml\r\nETag: \"one\"\r\n",
        format!(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>The Post</title><link>/</link>{items}</channel></rss>"
        ),
    )
}

/// An archive of its own, and how it gathers.
pub struct Desk {
    pub _folder: TempDir,
    pub archive: Archive,
    pub options: GatherOptions,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_begin(folder.path().join("archive")).unwrap();
        let options = GatherOptions {
            fetch: FetchOptions {
                timeout: Duration::from_secs(5),
                delay: Duration::ZERO,
                reach: Reach::Public {
                    allow: vec!["127.0.0.0/8".parse().unwrap()],
                },
                ..FetchOptions::default()
            },
            workers: 4,
            ..GatherOptions::default()
        };
        Self {
            _folder: folder,
            archive,
            options,
        }
    }

    pub fn fetcher(&self) -> Fetcher {
        Fetcher::new(self.options.fetch.clone())
    }

    pub fn follow(&self, site: &Site, path: &str) -> i64 {
        let found = follow::find(&self.fetcher(), site.url(path).as_str()).unwrap();
        self.archive.follow(&found, None).unwrap().source
    }

    pub fn gather(&self) -> Gathered {
        let held = self.archive.hold("a test").unwrap();
        let mut gatherer = Gatherer::new(&self.archive, &held, self.options.clone()).unwrap();
        gatherer.once(&AtomicBool::new(false), &|_| {}).unwrap()
    }

    /// Gathers with all channels and pages due.
    pub fn gather_again(&self) -> Gathered {
        self.archive
            .record()
            .write(|of| {
                of.execute_batch(
                    "UPDATE channels SET due_at = 0; UPDATE pages SET due_at = 0 WHERE due_at IS NOT NULL",
                )
            })
            .unwrap();
        self.gather()
    }

    pub fn headlines(&self) -> Vec<String> {
        let which = khabar_archive::record::reports::Which::default();
        let mut headlines: Vec<String> = self
            .archive
            .latest(which, 100)
            .unwrap()
            .into_iter()
            .map(|entry| entry.headline.unwrap_or_default())
            .collect();
        headlines.sort();
        headlines
    }

    pub fn found(&self, query: &str) -> usize {
        let request = SearchRequest {
            query: query.to_owned(),
            ..SearchRequest::default()
        };
        self.archive.search(&request).unwrap().hits.len()
    }
}
