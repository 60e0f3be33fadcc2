//! An archive of the project's own samples and cases: reports in many languages that exist nowhere else.

// Each test uses what it needs of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use khabar_archive::Archive;
use khabar_archive::record::reports::{self, NewVersion};
use khabar_archive::record::searches::NewSearch;
use khabar_archive::record::sources::{self, NewSource};
use khabar_article::ReadOptions;
use khabar_statements::Reading;

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

/// A page read, as an archive keeps it.
pub struct Kept {
    pub url: String,
    pub json: String,
    pub reading: Reading,
}

/// Reads a page.
pub fn read(page: &Path, number: usize) -> Kept {
    let bytes = fs::read(page).unwrap();
    let reading = Reading::read(&bytes, &ReadOptions::default(), true).unwrap();
    let url = reading
        .article
        .url
        .clone()
        .unwrap_or_else(|| format!("https://news.example/{number}"));
    Kept {
        json: reading.json().to_line(),
        url,
        reading,
    }
}

/// Keeps a reading in an archive as a report of a source: its number.
pub fn keep(archive: &Archive, source: i64, url: &str, json: &str, at: i64) -> i64 {
    let object: serde_json::Value = serde_json::from_str(json).unwrap();
    let text = |key: &str| object[key].as_str();
    let mut fingerprint = [0_u8; 16];
    for (at, byte) in json.bytes().enumerate() {
        fingerprint[at % 16] = fingerprint[at % 16].rotate_left(3) ^ byte;
    }
    let packed = zstd::bulk::compress(json.as_bytes(), 3).unwrap();
    let new = NewVersion {
        source,
        url,
        at,
        ordered_at: at,
        published: text("datePublished"),
        language: text("inLanguage"),
        direction: text("textDirection").unwrap_or("ltr"),
        headline: text("headline"),
        standfirst: text("description"),
        words: object["wordCount"].as_u64().unwrap_or(0) as usize,
        statements: object["statements"].as_array().map_or(0, Vec::len),
        fingerprint,
        reading: &packed,
        raw: None,
    };
    let kept = archive.record().write(|to| reports::keep(to, &new));
    kept.unwrap().report()
}

/// A source that is followed: its number.
pub fn source(archive: &Archive, title: &str, home: &str) -> i64 {
    let new = NewSource {
        title: title.to_owned(),
        home: home.to_owned(),
        ..NewSource::default()
    };
    let added = archive.record().write(|to| sources::add(to, &new, FIRST));
    added.unwrap().0
}

/// An archive in a folder with the samples, and with the cases if `all` are wanted. The first report has two versions.
pub fn archive(folder: &Path, all: bool) -> Arc<Archive> {
    let archive = Archive::open_or_begin(folder).unwrap();
    for (number, page) in pages(all).iter().enumerate() {
        let kept = read(page, number);
        let host = kept
            .url
            .split('/')
            .nth(2)
            .unwrap_or("news.example")
            .to_owned();
        let title = kept.reading.article.publisher.clone();
        let source = source(
            &archive,
            title.as_deref().unwrap_or(&host),
            &format!("https://{host}/"),
        );
        let at = FIRST + number as i64 * 1871;
        keep(&archive, source, &kept.url, &kept.json, at);
        if number == 0 {
            let changed = kept.json.replace("thirteen months", "fourteen months");
            keep(&archive, source, &kept.url, &changed, at + 7200);
        }
    }
    Arc::new(archive)
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
