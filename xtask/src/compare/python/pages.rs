//! Pages read from Python, one by one and in tables, beside the same calls in Rust and beside other readers written for Python.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use khabar_article::{InputKind, ReadOptions};
use khabar_corpus::batch;
use khabar_corpus::item::{Found, Item, Place};
use khabar_corpus::page::PageOptions;
use khabar_statements::Reading;
use serde::Serialize;

use super::child::{Pass, Reader};
use super::{Measured, median};
use crate::clock::of_process;
use crate::compare::page::{head, row};
use crate::sets;

/// The sets whose pages are read, and how many of each.
const SETS: [(&str, usize); 4] = [
    ("arabic-dev", 7),
    ("news-dev", 125),
    ("segments-dev", 200),
    ("wcxb-dev", 300),
];

/// Rounds in which Rust and Python read the same set in turn, and in which readers do, of which one takes a minute. The middle
/// one counts.
const ROUNDS: usize = 11;
const ROUNDS_OF_READERS: usize = 3;

/// Pages in a table.
const SIZES: [usize; 2] = [16, 256];

const ONE_BY_ONE: &str = "
`khabar.read(html, url)` beside `Reading::read` with the same options, both with statements, one thread each, over pages that lie in
memory; *with its fields* takes headline, body, authors, date, language and the statements with their speakers out of every report,
which Rust has without further ado. They take turns set by set, the middle one of the rounds counts. Beside them, in turn too, readers
that are made for Python, called as they are documented: `trafilatura.bare_extraction(html, url=url, with_metadata=True)`, and
Resiliparse's `extract_plain_text(tree, main_content=True)` with the parsing before it, which gives text alone.

";

const IN_TABLES: &str = "
`khabar.read_batch(table, threads=1)` beside `khabar_corpus::batch::read` over the same tables, both with statements, one thread each,
pages in memory. They take turns set by set, the middle one of the rounds counts.

";

/// A page in memory.
struct Held {
    path: PathBuf,
    url: Option<String>,
    bytes: Vec<u8>,
}

/// A set in memory.
struct HeldSet {
    name: String,
    pages: Vec<Held>,
}

impl HeldSet {
    fn megabytes(&self) -> f64 {
        let bytes: usize = self.pages.iter().map(|page| page.bytes.len()).sum();
        bytes as f64 / 1e6
    }
}

/// A page as `passes.py` is told of it.
#[derive(Serialize)]
struct Told<'a> {
    set: &'a str,
    path: &'a Path,
    url: Option<&'a str>,
}

/// The pages, and the file that tells Python of them.
fn held(dir: Option<&Path>, folder: &Path) -> Result<(Vec<HeldSet>, PathBuf)> {
    let names = SETS.map(|(name, _)| name.to_owned());
    let mut all = Vec::new();
    for set in sets::find(dir, &names)? {
        let most = SETS.iter().find(|(name, _)| set.name == *name);
        let mut pages = Vec::new();
        for page in set.pages.iter().take(most.map_or(0, |(_, most)| *most)) {
            pages.push(Held {
                path: std::path::absolute(page.path())?,
                url: page.url.clone(),
                bytes: page.bytes()?,
            });
        }
        all.push(HeldSet {
            name: set.name,
            pages,
        });
    }
    let told = all.iter().flat_map(|set| {
        set.pages.iter().map(|page| Told {
            set: &set.name,
            path: &page.path,
            url: page.url.as_deref(),
        })
    });
    let path = folder.join("pages.jsonl");
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    sets::write_lines(&path, told)?;
    Ok((all, path))
}

/// The file that tells Python of the pages.
///
/// # Errors
/// When the sets cannot be read.
pub fn told(dir: Option<&Path>, folder: &Path) -> Result<PathBuf> {
    Ok(held(dir, folder)?.1)
}

/// Runs a pass in this process: it gives how many pages could not be read.
fn timed(pass: impl FnOnce() -> usize) -> Pass {
    let (clock, processor) = (Instant::now(), of_process());
    let failed = pass();
    Pass {
        seconds: clock.elapsed().as_secs_f64(),
        processor: of_process().saturating_sub(processor).as_secs_f64(),
        failed,
    }
}

fn read_in_rust(set: &HeldSet) -> usize {
    let defaults = PageOptions::default();
    let read = |page: &&Held| {
        let options = ReadOptions {
            url: page.url.as_deref(),
            limits: defaults.limits(),
            ..ReadOptions::default()
        };
        black_box(Reading::read(&page.bytes, &options, true)).is_err()
    };
    set.pages.iter().filter(read).count()
}

fn read_in_tables(set: &HeldSet, size: usize) -> usize {
    let source: Arc<str> = Arc::from("batch");
    let mut failed = 0;
    for pages in set.pages.chunks(size) {
        let found = pages.iter().enumerate().map(|(number, page)| {
            Found::Page(Item {
                place: Place::at(&source, number as u64),
                record_id: None,
                address: page.url.as_deref(),
                fetched: None,
                charset: None,
                kind: InputKind::Auto,
                bytes: &page.bytes,
                length_is_wrong: false,
            })
        });
        let found: Vec<Found<'_>> = found.collect();
        failed += usize::from(black_box(batch::read(&found, &PageOptions::default(), 1)).is_err());
    }
    failed
}

/// Passes over a set, by reader, a round each.
type Passes = Vec<Vec<Pass>>;

/// Passes over a set of readers in turn, so many rounds.
fn in_turn(rounds: usize, readers: &mut [&mut dyn FnMut() -> Result<Pass>]) -> Result<Passes> {
    let mut passes: Passes = readers.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (reader, passes) in readers.iter_mut().zip(&mut passes) {
            passes.push(reader()?);
        }
    }
    Ok(passes)
}

/// How long one took beside another, in the middle one of the rounds.
fn beside(one: &[Pass], other: &[Pass], of: impl Fn(&Pass) -> f64) -> f64 {
    median(
        one.iter()
            .zip(other)
            .map(|(one, other)| of(one) / of(other)),
    )
}

fn seconds(pass: &Pass) -> f64 {
    pass.seconds
}

fn processor(pass: &Pass) -> f64 {
    pass.processor
}

fn speed(set: &HeldSet, passes: &[Pass]) -> f64 {
    set.megabytes() / median(passes.iter().map(processor))
}

/// Pages one by one.
///
/// # Errors
/// When a reader does not start or ends.
pub fn one_by_one(python: &Path, dir: Option<&Path>, folder: &Path) -> Result<Measured> {
    let (sets, told) = held(dir, folder)?;
    let start = |name: &str| Reader::start(python, name, &told);
    let (mut whole, mut fields) = (start("khabar")?, start("khabar-fields")?);
    let mut tables = String::new();
    head_beside_rust(&mut tables, "set");
    for set in &sets {
        let mut rust = || Ok(timed(|| read_in_rust(set)));
        let mut python = || whole.pass(&set.name);
        let mut with_fields = || fields.pass(&set.name);
        // What is read for the first time is not in the processor's memory yet.
        in_turn(1, &mut [&mut rust, &mut python, &mut with_fields])?;
        let passes = in_turn(ROUNDS, &mut [&mut rust, &mut python, &mut with_fields])?;
        for (name, at) in [("", 1), (", with its fields", 2)] {
            let name = format!("{}, {} pages{name}", set.name, set.pages.len());
            row_beside_rust(&mut tables, &name, set, &passes[0], &passes[at]);
        }
    }
    drop(fields);
    tables += "\nMB/s of HTML in Python, by processor time, and how many times as fast Khabar is, with statements and without.\n\n";
    let versions = beside_readers(&sets, whole, &start, &mut tables)?;
    Ok(Measured {
        about: ONE_BY_ONE,
        versions,
        tables,
        ..Measured::default()
    })
}

/// The readers set beside each other. The first two are Khabar.
const READERS: [(&str, &str); 4] = [
    ("khabar", "khabar"),
    ("khabar-without-statements", "khabar, without statements"),
    ("trafilatura", "trafilatura"),
    ("resiliparse", "Resiliparse"),
];

fn beside_readers(
    sets: &[HeldSet],
    khabar: Reader,
    start: &dyn Fn(&str) -> Result<Reader>,
    tables: &mut String,
) -> Result<String> {
    let mut readers = vec![khabar];
    for (name, _) in &READERS[1..] {
        readers.push(start(name)?);
    }
    let mut all = Vec::new();
    for set in sets {
        let mut each: Vec<_> = readers
            .iter_mut()
            .map(|reader| || reader.pass(&set.name))
            .collect();
        let mut each: Vec<&mut dyn FnMut() -> Result<Pass>> = each
            .iter_mut()
            .map(|pass| pass as &mut dyn FnMut() -> Result<Pass>)
            .collect();
        all.push(in_turn(ROUNDS_OF_READERS, &mut each)?);
    }
    let names = sets.iter().map(|set| set.name.as_str());
    head(tables, "reader", names.chain(["pages not read"]));
    for (at, (_, name)) in READERS.iter().enumerate() {
        let speeds = sets.iter().zip(&all);
        let mut cells: Vec<String> = speeds
            .map(|(set, passes)| format!("{:.1}", speed(set, &passes[at])))
            .collect();
        let failed = all.iter().filter_map(|passes| passes[at].first());
        cells.push(failed.map(|pass| pass.failed).sum::<usize>().to_string());
        row(tables, name, &cells);
    }
    tables.push('\n');
    head(
        tables,
        "times as fast as",
        sets.iter().map(|set| set.name.as_str()),
    );
    for (peer, (_, name)) in READERS.iter().enumerate().skip(2) {
        let times = all.iter().map(|passes| {
            let times = |own: usize| beside(&passes[peer], &passes[own], processor);
            format!("{:.2}, {:.2}", times(0), times(1))
        });
        let cells: Vec<String> = times.collect();
        row(tables, name, &cells);
    }
    let versions = readers
        .iter()
        .zip(READERS)
        .map(|(reader, (_, name))| (reader, name));
    let versions = versions.filter(|(_, name)| !name.contains(','));
    let versions: Vec<String> = versions
        .map(|(reader, name)| format!("{name} {}", reader.version))
        .collect();
    Ok(versions.join(", "))
}

/// Pages in tables.
///
/// # Errors
/// As [`one_by_one`].
pub fn in_tables(python: &Path, dir: Option<&Path>, folder: &Path) -> Result<Measured> {
    let (sets, told) = held(dir, folder)?;
    let mut tables = String::new();
    head_beside_rust(&mut tables, "set");
    let mut version = String::new();
    for size in SIZES {
        let mut reader = Reader::start(python, &format!("batches-of-{size}"), &told)?;
        version.clone_from(&reader.version);
        for set in &sets {
            let mut rust = || Ok(timed(|| read_in_tables(set, size)));
            let mut python = || reader.pass(&set.name);
            in_turn(1, &mut [&mut rust, &mut python])?;
            let passes = in_turn(ROUNDS, &mut [&mut rust, &mut python])?;
            let name = format!("{}, tables of {size} pages", set.name);
            row_beside_rust(&mut tables, &name, set, &passes[0], &passes[1]);
        }
    }
    Ok(Measured {
        about: IN_TABLES,
        versions: format!("khabar {version}"),
        tables,
        ..Measured::default()
    })
}

fn head_beside_rust(tables: &mut String, first: &str) {
    let columns = [
        "Rust, MB/s",
        "Python, MB/s",
        "time in Python / in Rust",
        "the same by the clock",
        "pages not read",
    ];
    head(tables, first, columns.into_iter());
}

fn row_beside_rust(tables: &mut String, name: &str, set: &HeldSet, rust: &[Pass], python: &[Pass]) {
    let failed = |passes: &[Pass]| passes.first().map_or(0, |pass| pass.failed);
    let cells = [
        format!("{:.1}", speed(set, rust)),
        format!("{:.1}", speed(set, python)),
        format!("{:.3}", beside(python, rust, processor)),
        format!("{:.3}", beside(python, rust, seconds)),
        format!("{}, {}", failed(rust), failed(python)),
    ];
    println!("{name}: {}", cells.join(" | "));
    row(tables, name, &cells);
}
