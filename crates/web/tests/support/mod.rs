//! An archive of the project's own samples and cases: reports in many languages that exist nowhere else.

// Each test uses what it needs of it.
#![allow(dead_code)]

pub mod related;
pub mod site;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use khabar_archive::Archive;
use khabar_archive::derived::Derived;
use khabar_archive::follow::{Found, FoundChannel};
use khabar_archive::record::channels::{self, ChannelKind};
use khabar_archive::record::days::{self, Day};
use khabar_archive::record::pages::{self, Announcement};
use khabar_archive::record::searches::NewSearch;
use khabar_archive::time::{DAY, HOUR, now};
use khabar_article::ReadOptions;
use khabar_statements::Reading;
use rusqlite::Transaction;
use serde_json::{Value, json};

/// When the first report was gathered: 2026-04-20.
const FIRST: i64 = 1_776_700_000;

/// The pages of the project: samples, and cases where `all` are wanted.
fn pages(all: bool) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut out = vec![
        root.join("samples/harbour.html"),
        root.join("samples/desalination.html"),
    ];
    if all {
        let mut cases: Vec<PathBuf> = fs::read_dir(root.join("cases"))
            .unwrap()
            .map(|case| case.unwrap().path().join("page.html"))
            .filter(|page| page.is_file())
            .collect();
        cases.sort();
        out.extend(cases);
    }
    out
}

/// A page read, as a line that an archive takes in.
fn line(page: &Path, number: usize) -> Value {
    let bytes = fs::read(page).unwrap();
    let reading = Reading::read(&bytes, &ReadOptions::default(), true).unwrap();
    let article = &reading.article;
    let url = article
        .url
        .clone()
        .unwrap_or_else(|| format!("https://news.example/{number}"));
    let host = url.split('/').nth(2).unwrap_or("news.example");
    let title = article.publisher.clone().unwrap_or_else(|| host.to_owned());
    let home = format!("https://{host}/");
    let at = Timestamp::from_second(FIRST + number as i64 * 1871).unwrap();
    let mut line: Value = serde_json::from_str(&reading.json().to_line()).unwrap();
    line["archive"] = json!({
        "url": url,
        "source": {"title": title, "home": home},
        "gatheredAt": at.to_string(),
    });
    line
}

/// Takes reports in to an archive.
pub fn take_in(archive: &Archive, lines: &[Value]) {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let text = lines.join("\n");
    let taken = archive.take_in(&mut text.as_bytes()).unwrap();
    assert!(taken.wrong.is_empty(), "{:?}", taken.wrong);
}

/// An archive in a folder with the samples, and with the cases if `all` are wanted. The first report has two versions.
pub fn archive(folder: &Path, all: bool) -> Arc<Archive> {
    let archive = Archive::open_or_begin(folder).unwrap();
    let lines: Vec<Value> = pages(all)
        .iter()
        .enumerate()
        .map(|(number, page)| line(page, number))
        .collect();
    take_in(&archive, &lines);
    let changed = lines[0]
        .to_string()
        .replace("thirteen months", "fourteen months");
    take_in(&archive, &[serde_json::from_str(&changed).unwrap()]);
    follow(&archive);
    index(&archive);
    Arc::new(archive)
}

/// Brings what is made of the record of an archive in step with it.
pub fn index(archive: &Archive) {
    let held = archive.hold("tests").unwrap();
    let mut derived = Derived::new(archive, &held).unwrap();
    derived.follow().unwrap();
    derived.finish().unwrap();
}

/// Follows what was taken in, with days good and bad.
pub fn follow(archive: &Archive) {
    for (number, source) in archive.sources().unwrap().into_iter().enumerate() {
        let found = Found {
            title: source.title,
            home: source.home.clone(),
            language: None,
            channels: vec![FoundChannel {
                kind: ChannelKind::Feed,
                url: format!("{}feed", source.home),
                title: None,
                announced: 3,
                headlines: Vec::new(),
            }],
            notes: Vec::new(),
        };
        archive.follow(&found, None).unwrap();
        let at = now() - HOUR;
        archive
            .record()
            .write(|to| {
                for back in 0..28 {
                    let day = Day {
                        new: (number as u32 * 7 + back * 5) % 11,
                        missed: u32::from(back % 9 == 3),
                        looks: 24,
                        ..Day::default()
                    };
                    days::count(to, source.id, at - i64::from(back) * DAY, day)?;
                }
                if number % 5 == 1 {
                    miss(to, source.id, &format!("{}missed", source.home), at)?;
                }
                for channel in channels::of_source(to, source.id)? {
                    if number % 5 == 1 {
                        for _ in 0..3 {
                            channels::failed(
                                to,
                                channel.id,
                                at,
                                at + DAY,
                                "timeout",
                                "it did not answer in 30 s",
                            )?;
                        }
                        days::failed(
                            to,
                            source.id,
                            at,
                            "timeout",
                            &channel.url,
                            "it did not answer in 30 s",
                        )?;
                    } else {
                        let look = channels::Look {
                            at,
                            interval: HOUR,
                            due_at: at + 2 * HOUR,
                            ..channels::Look::default()
                        };
                        channels::answered(to, channel.id, &look)?;
                    }
                }
                Ok(())
            })
            .unwrap();
    }
}

/// Announces a page that cannot be had.
fn miss(to: &Transaction, source: i64, address: &str, at: i64) -> rusqlite::Result<()> {
    let page = Announcement {
        source,
        url: address,
        address,
        by: ChannelKind::Feed,
        item: None,
        at,
        wanted: true,
        updated: None,
    };
    pages::announce(to, &page)?;
    for due in pages::due(to, source, at, 9)? {
        pages::failed(to, due.id, None, true, "not-found", "the server says 404")?;
    }
    Ok(())
}

/// Keeps a search in an archive: its number.
pub fn search(archive: &Archive) -> i64 {
    let new = NewSearch {
        name: "Harbours".to_owned(),
        query: "harbour".to_owned(),
        ..NewSearch::default()
    };
    archive.save_search(&new).unwrap()
}
