//! An archive of the made-up press, as large as is asked for.

use std::fmt::Write as _;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Instant;

use anyhow::{Result, ensure};
use jiff::Timestamp;
use khabar_archive::Archive;
use khabar_archive::folder::Held;
use khabar_archive::index::Indexer;
use khabar_archive::relate::Relater;
use khabar_press::{Options, Press, Report, Statement};
use serde_json::{Value, json};

use super::Table;

/// When the press begins to publish: what is measured does not depend on the day it is measured.
const BEGIN: &str = "2024-01-01T00:00:00Z";
/// Stories that begin each day, so that a million reports fill two years.
const STORIES_A_DAY: u32 = 150;

/// The press of the archive.
pub fn press() -> Press {
    Press::with(Options {
        seed: 7,
        stories_a_day: STORIES_A_DAY,
        silent_from: None,
    })
}

/// When it begins.
pub fn begin() -> Timestamp {
    BEGIN.parse().expect("it is a point of time")
}

/// The archive of so many reports in a folder, made unless it is there.
pub(super) fn archive(folder: &Path, reports: u64, table: &mut Table) -> Result<Archive> {
    let archive = Archive::open_or_begin(folder)?;
    let held = archive.hold("cargo xtask following")?;
    let there = archive.totals()?.reports;
    if there != reports {
        ensure!(
            there == 0,
            "{} holds {there} reports; remove it",
            folder.display()
        );
        let begun = Instant::now();
        fill(&archive, reports)?;
        let rate = reports as f64 / begun.elapsed().as_secs_f64();
        table.row(
            "reports written to the record a second",
            "",
            &format!("{rate:.0}"),
        );
    }
    let begun = Instant::now();
    let mut indexer = Indexer::new(&archive, &held)?;
    let put = indexer.follow()?;
    indexer.finish()?;
    if put as u64 == reports {
        let rate = reports as f64 / begun.elapsed().as_secs_f64();
        table.row(
            "reports put into the index a second",
            "",
            &format!("{rate:.0}"),
        );
    }
    let rate = related(&archive, &held, reports)?;
    if let Some(rate) = rate {
        table.row(
            "reports related to the others a second, the last twentieth of them",
            "500",
            &format!("{rate:.0}"),
        );
    }
    drop(held);
    Ok(archive)
}

/// Has an archive that holds nothing take in so many reports of the press: they are numbered from 1, in order.
pub fn fill(archive: &Archive, reports: u64) -> Result<()> {
    eprintln!("making an archive of {reports} reports");
    let (out, lines) = sync_channel(1_000);
    let taken = thread::scope(|scope| {
        scope.spawn(move || write_lines(&out, reports));
        archive.take_in(&mut BufReader::new(Lines {
            lines,
            rest: Vec::new(),
        }))
    })?;
    ensure!(taken.new == reports, "not all were taken in: {taken:?}");
    Ok(())
}

/// Relates the reports of an archive, all of which are new: how many a second the last twentieth of them were, which found nearly
/// all others there. Nothing where they were related before.
fn related(archive: &Archive, held: &Held, reports: u64) -> Result<Option<f64>> {
    let reports = reports as usize;
    let before = reports - reports / 20;
    let mut begun = None;
    let count = Relater::new(archive, held).follow_watched(&mut |count| {
        if count >= before && begun.is_none() {
            begun = Some((count, Instant::now()));
        }
    })?;
    let rate = begun.map(|(before, begun)| (count - before) as f64 / begun.elapsed().as_secs_f64());
    Ok(rate.filter(|_| count == reports))
}

/// Writes reports as the lines that an archive takes in.
fn write_lines(out: &SyncSender<Vec<u8>>, reports: u64) {
    let press = press();
    for report in press.reports(begin()).take(reports as usize) {
        let mut line = line(&press, &report).to_string();
        line.push('\n');
        // Whoever takes them has failed, and says so.
        if out.send(line.into_bytes()).is_err() {
            return;
        }
    }
}

/// A report as the object that `khabar read` gives out of its page, with what an archive knows of it.
fn line(press: &Press, report: &Report<'_>) -> Value {
    let outlet = press
        .outlet(report.outlet)
        .expect("a report is of an outlet of its press");
    let base = outlet.base();
    let body = report.body();
    let blocks: Vec<Value> = report
        .paragraphs
        .iter()
        .map(|text| json!({"kind": "paragraph", "text": text}))
        .collect();
    let authors: Vec<Value> = report
        .authors
        .iter()
        .map(|name| json!({"@type": "Person", "name": name}))
        .collect();
    let is_rtl = matches!(report.language, "ar" | "fa");
    json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": report.headline,
        "description": report.standfirst,
        "author": authors,
        "datePublished": report.published.to_string(),
        "articleSection": report.section_name,
        "keywords": report.tags,
        "inLanguage": report.language,
        "articleBody": body,
        "blocks": blocks,
        "statements": statements(report),
        "textDirection": if is_rtl { "rtl" } else { "ltr" },
        "archive": {
            "url": format!("{base}{}", report.path),
            "source": {"title": outlet.name, "home": format!("{base}/")},
            "gatheredAt": report.published.to_string(),
        },
    })
}

/// The statements of a report that stand in its text word for word, as they stand there.
fn statements(report: &Report<'_>) -> Vec<Value> {
    let mut begins = Vec::with_capacity(report.paragraphs.len());
    let mut at = 0;
    for paragraph in &report.paragraphs {
        begins.push(at);
        at += paragraph.chars().count() + 2;
    }
    told(report)
        .map(|(said, byte)| {
            let before = &report.paragraphs[said.paragraph][..byte];
            let begin = begins[said.paragraph] + before.chars().count();
            let end = begin + said.words.chars().count();
            json!({
                "kind": if said.direct { "direct" } else { "indirect" },
                "content": [{"text": said.words, "begin": begin, "end": end}],
                "speaker": {"name": said.speaker, "role": said.role},
            })
        })
        .collect()
}

/// The statements of a report that the archive is told of, each with the byte of its paragraph where it begins.
pub fn told<'r>(report: &'r Report<'_>) -> impl Iterator<Item = (&'r Statement, usize)> {
    report.statements.iter().filter_map(|said| {
        let paragraph = report.paragraphs.get(said.paragraph)?;
        Some((said, paragraph.find(&said.words)?))
    })
}

/// Lines that come from another thread, as something to be read.
struct Lines {
    lines: Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl Read for Lines {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            let Ok(line) = self.lines.recv() else {
                return Ok(0);
            };
            self.rest = line;
        }
        let read = self.rest.len().min(out.len());
        out[..read].copy_from_slice(&self.rest[..read]);
        self.rest.drain(..read);
        Ok(read)
    }
}

/// Words that somebody might search for, taken from reports all over the archive: one query each.
pub fn queries(reports: u64, count: usize) -> Vec<(String, String)> {
    let press = press();
    let step = (reports as usize / count).max(1);
    press
        .reports(begin())
        .take(reports as usize)
        .step_by(step)
        .enumerate()
        .filter_map(|(number, report)| Some((query(number, &report)?, report.language.to_owned())))
        .collect()
}

/// A query for a report: by its number one word, several, a phrase, with a field, or what somebody said.
fn query(number: usize, report: &Report<'_>) -> Option<String> {
    let words: Vec<&str> = report
        .headline
        .split_whitespace()
        .filter(|word| word.chars().count() > 2)
        .collect();
    let at = |n: usize| words.get(n % words.len().max(1)).copied();
    let mut query = String::new();
    match number % 6 {
        0 => query.push_str(at(number)?),
        1 => {
            let _ = write!(query, "{} {}", at(number)?, at(number + 1)?);
        }
        2 => {
            let first = words
                .windows(2)
                .nth(number % words.len().saturating_sub(1).max(1))?;
            let _ = write!(query, "\"{} {}\"", first[0], first[1]);
        }
        3 => {
            let _ = write!(query, "{} lang:{}", at(number)?, report.language);
        }
        4 => {
            let speaker = &report.statements.first()?.speaker;
            let _ = write!(query, "speaker:\"{speaker}\" {}", at(number)?);
        }
        _ => {
            let day = report.published.to_string();
            let _ = write!(
                query,
                "{} OR {} after:{}",
                at(number)?,
                at(number + 2)?,
                &day[..7]
            );
        }
    }
    Some(query)
}
