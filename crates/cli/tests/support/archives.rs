//! What tests of `khabar corpus` share: archives made up for them, and what a run wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::gzip;

/// Runs the program in a folder.
pub fn khabar(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

/// The program, to be run in a folder.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    command.current_dir(folder).args(args).stdin(Stdio::null());
    command
}

/// Runs it and makes sure that it comes to its end.
pub fn runs(folder: &Path, args: &[&str]) {
    let run = khabar(folder, args);
    assert!(run.status.success(), "{args:?}: {}", said(&run));
}

/// Runs it and makes sure that it fails, with these words.
pub fn fails(folder: &Path, args: &[&str], words: &[&str]) {
    let run = khabar(folder, args);
    assert!(!run.status.success(), "{args:?}");
    for word in words {
        assert!(said(&run).contains(word), "{word}: {}", said(&run));
    }
}

/// What it said on standard error.
pub fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// A page with a report of its own.
pub fn page(number: usize) -> String {
    let word = |i: usize| format!("word{}", (number * 131 + i * 17) % 9973);
    let sentence = |from: usize| {
        let words: Vec<String> = (from..from + 14).map(word).collect();
        format!(
            "<p>The mayor said on Monday that {} had begun near the harbour.</p>",
            words.join(" ")
        )
    };
    let body: String = (0..8).map(|i| sentence(i * 14)).collect();
    format!(
        "<!doctype html><html lang=en><head><title>Report {number}</title></head><body><nav><a href=/>Home</a></nav><article>\
         <h1>Report number {number} from the harbour</h1>{body}</article></body></html>"
    )
}

/// A record of an archive.
pub fn record(kind: &str, address: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-03-02T09:40:00Z\r\nContent-Type: \
         {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

/// A record of what a server answered with a page.
pub fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n").into_bytes();
    answer.extend_from_slice(body);
    record(
        "response",
        address,
        "application/http; msgtype=response",
        &answer,
    )
}

/// An archive of so many pages; every fifth is a copy of the one before it.
pub fn archive(pages: std::ops::Range<usize>) -> Vec<u8> {
    pages
        .flat_map(|i| {
            let number = if i % 5 == 4 { i - 1 } else { i };
            gzip(&response(
                &format!("https://news.example/{i}"),
                "",
                page(number).as_bytes(),
            ))
        })
        .collect()
}

/// The files of a run's tables and their bytes.
pub fn tables(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for table in ["pages", "failures"] {
        for entry in fs::read_dir(out.join(table)).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = format!("{table}/{}", path.file_name().unwrap().to_string_lossy());
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

/// The rows of a table written as JSON Lines.
pub fn rows(out: &Path, table: &str) -> Vec<Value> {
    let files = tables(out);
    let of_table = files.iter().filter(|(name, _)| name.starts_with(table));
    of_table
        .flat_map(|(_, bytes)| {
            let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
            let lines: Vec<Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            lines
        })
        .collect()
}

/// What a run counted.
pub fn tally(out: &Path) -> Value {
    let summary: Value =
        serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap();
    summary["tally"].clone()
}
