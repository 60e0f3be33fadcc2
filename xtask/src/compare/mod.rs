//! `cargo xtask compare`: the measuring sets read by other readers as published and by Khabar, quality and speed from
//! one run, written to `docs/benchmarks.md`; sets of statements beside a simple peer of our own; what the benches print; the Python
//! package.

mod benches;
mod corpora;
mod nearest_name;
mod page;
mod python;
mod reader;
pub mod serve;
mod setup;
mod speed;
mod statements;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

pub(crate) use self::corpora::{process, program};
use self::page::Sections;
pub(crate) use self::page::circumstances;
use self::reader::{Outcome, Process, Reader, Reads};
use self::serve::{Answer, Job, serve};
use crate::clock::timed;
use crate::root;
use crate::score::by_id;
use crate::score::figures::{Figures, PageScore, figures, score_pages};
use crate::score::khabar::{Judges, Weights, read_page};
use crate::score::reading::Reading;
use crate::sets::{self, Page, Set};

/// What to compare and where to write it.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Options {
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Compare on this set of pages alone (may be repeated)
    #[arg(long = "set", value_name = "NAME")]
    only: Vec<String>,
    /// Compare with this reader alone (may be repeated): khabar, html5ever, trafilatura (Python) ...
    #[arg(long = "reader", value_name = "NAME")]
    readers: Vec<String>,
    /// Measure statements alone, which takes seconds and needs no other readers, and write their section of the page
    /// anew; the others stay as they are
    #[arg(long, conflicts_with_all = ["only", "readers", "readings"])]
    statements: bool,
    /// Run the benches alone, which takes minutes, and write their section of the page anew; the others stay as they are
    #[arg(long, conflicts_with_all = ["sets", "only", "readers", "readings", "statements"])]
    benches: bool,
    /// Measure whole archives alone, which takes half an hour and some 25 GB of disk, and write their section of the page anew;
    /// the others stay as they are
    #[arg(long, conflicts_with_all = ["only", "readers", "readings", "statements", "benches"])]
    corpora: bool,
    /// Measure what following the news costs alone, and write its section of the page anew; the others stay as they are
    #[arg(long, conflicts_with_all = ["sets", "only", "readers", "readings", "statements", "benches", "corpora"])]
    following: bool,
    /// Measure the Python package alone, beside the same calls in Rust, other readers, and clusters beside `khabar corpus`,
    /// and write its section of the page anew; the others stay as they are
    #[arg(long, conflicts_with_all = ["only", "readers", "readings", "statements", "benches", "corpora", "following"])]
    python: bool,
    #[command(flatten)]
    from_python: python::Options,
    /// Where the tables go
    #[arg(long, value_name = "FILE", default_value = "docs/benchmarks.md")]
    out: PathBuf,
    /// Write the readings as DIR/READER/SET.jsonl
    #[arg(long, value_name = "DIR")]
    readings: Option<PathBuf>,
}

/// What every reader reads before it is measured.
pub const FIRST_PAGE: &str =
    "<html><body><h1>First</h1><p>A first page, read on 1 May 2020.</p></body></html>";

/// One reader on one set.
#[derive(Debug, Default)]
struct Run {
    reader: String,
    set: String,
    /// `None` where the reader reads nothing: it was there for the speed.
    figures: Option<Figures>,
    /// Megabytes (10^6) of pages a second of processor time, pages without an answer left out.
    speed: f64,
    /// Seconds of the page that took longest among those answered.
    slowest: f64,
    /// Pages over the limit, pages that ended the reader.
    too_long: usize,
    crashed: usize,
    /// Word F1 by language, of those with [`FEWEST_PAGES`], and by kind of page.
    by_language: BTreeMap<String, f64>,
    by_kind: BTreeMap<String, f64>,
}

/// Of languages with fewer pages in a set a mean says little.
const FEWEST_PAGES: usize = 2;

/// Runs the command.
///
/// # Errors
/// When there are no sets, a reader cannot be set up, or the tables cannot be written.
pub fn run(options: &Options) -> Result<()> {
    let out = root().join(&options.out);
    if options.statements {
        return rewrite_statements(options, &out);
    }
    if options.benches {
        return rewrite(&out, page::BENCHES, benches::section);
    }
    if options.corpora {
        return rewrite_corpora(options, &out);
    }
    if options.following {
        return rewrite(&out, page::FOLLOWING, crate::following::section);
    }
    if options.python {
        return rewrite_python(options, &out);
    }
    let sets = sets::find(options.sets.as_deref(), &options.only)?;
    if sets.is_empty() {
        bail!(
            "no measuring sets: {}",
            sets::looked_in(options.sets.as_deref())
        );
    }
    let sets: Vec<Set> = sets.into_iter().flat_map(parts).collect();
    let circumstances =
        page::circumstances("`cargo xtask compare` (Rust and Python 3 with `venv`)");
    let statements = statements::section(options.sets.as_deref())?.unwrap_or_else(|| {
        "\nNot measured in this run: there were no sets of statements.\n".into()
    });
    // The benches read the sets beside the repository, all readers and no others.
    let is_whole = options.sets.is_none() && options.only.is_empty() && options.readers.is_empty();
    let benches = if is_whole {
        benches::section()?
    } else {
        "\nNot run with a choice of sets or readers: `cargo xtask compare --benches` runs them.\n"
            .into()
    };
    // What takes half an hour is measured when asked for, and stays until then.
    let old = std::fs::read_to_string(&out).unwrap_or_default();
    let corpora = page::section_of(&old, page::CORPORA).unwrap_or(
        "\nNot measured yet: `cargo xtask compare --corpora` measures whole archives.\n",
    );
    let following = page::section_of(&old, page::FOLLOWING)
        .unwrap_or("\nNot measured yet: `cargo xtask compare --following` measures it.\n");
    let python = page::section_of(&old, page::PYTHON)
        .unwrap_or("\nNot measured yet: `cargo xtask compare --python` measures it.\n");
    let sections = Sections {
        statements,
        benches,
        corpora: corpora.to_owned(),
        following: following.to_owned(),
        python: python.to_owned(),
    };
    let mut readers = setup::readers()?;
    if !options.readers.is_empty() {
        readers.retain(|r| options.readers.contains(&r.name));
    }
    if readers.is_empty() {
        bail!("no such reader");
    }
    let (mut runs, mut versions) = (Vec::new(), Vec::new());
    for reader in &readers {
        let mut process = Process::start(reader)?;
        versions.push((reader.name.clone(), process.version.clone()));
        for set in sets.iter().filter(|s| reads(reader, s)) {
            let run = compare(reader, &mut process, set, options)?;
            println!("{}", page::line(&run));
            runs.push(run);
        }
    }
    for set in sets.iter().filter(|s| is_dumps(s)) {
        runs.push(as_is(set)?);
    }
    if let Some(dir) = out.parent() {
        std::fs::create_dir_all(dir)?;
    }
    write(
        &out,
        &page::write(&runs, &sections, &circumstances, &versions),
    )
}

/// Measures statements and writes their section of the page anew; says so where there is nothing to measure on.
fn rewrite_statements(options: &Options, out: &Path) -> Result<()> {
    let Some(section) = statements::section(options.sets.as_deref())? else {
        let looked_in = options.sets.clone().unwrap_or_else(sets::archives);
        println!(
            "compare: skipped, no sets of statements in {}; --sets DIR names another folder",
            looked_in.display()
        );
        return Ok(());
    };
    println!("{section}");
    rewrite(out, page::STATEMENTS, || Ok(section))
}

/// Measures whole archives and writes their section of the page anew; says so where there is nothing to make archives of.
fn rewrite_corpora(options: &Options, out: &Path) -> Result<()> {
    let Some(section) = corpora::section(options.sets.as_deref())? else {
        println!(
            "compare: skipped, no measuring sets: {}",
            sets::looked_in(options.sets.as_deref())
        );
        return Ok(());
    };
    rewrite(out, page::CORPORA, || Ok(section))
}

/// Measures the Python package and writes its section of the page anew, after each part of it: some take half an hour. Says so
/// where there are no pages to read.
fn rewrite_python(options: &Options, out: &Path) -> Result<()> {
    let sets = options.sets.as_deref();
    for part in options.from_python.parts() {
        let Some(measured) = python::measure(part, sets, &options.from_python)? else {
            println!(
                "compare: skipped, no measuring sets: {}",
                sets::looked_in(sets)
            );
            return Ok(());
        };
        let old = std::fs::read_to_string(out).unwrap_or_default();
        let old = page::section_of(&old, page::PYTHON).unwrap_or_default();
        rewrite(out, page::PYTHON, || {
            Ok(python::section(old, part, &measured))
        })?;
    }
    Ok(())
}

/// Writes one section of the page anew; it is made only where there is such a section.
fn rewrite(out: &Path, heading: &str, section: impl FnOnce() -> Result<String>) -> Result<()> {
    let old = std::fs::read_to_string(out).with_context(|| {
        format!(
            "cannot read {}: a whole `cargo xtask compare` writes it",
            out.display()
        )
    })?;
    let lacking = || {
        format!(
            "{} has no section \"{heading}\": a whole `cargo xtask compare` writes it",
            out.display()
        )
    };
    ensure!(page::with_section(&old, heading, "").is_some(), lacking());
    let page = page::with_section(&old, heading, &section()?).with_context(lacking)?;
    write(out, &page)
}

fn write(out: &Path, page: &str) -> Result<()> {
    std::fs::write(out, page).with_context(|| format!("cannot write {}", out.display()))?;
    println!("written to {}", out.display());
    Ok(())
}

/// Dumps are told apart by their kind, as in `cargo xtask score`: they differ in what stands around the report.
fn parts(set: Set) -> Vec<Set> {
    if !is_dumps(&set) {
        return vec![set];
    }
    let mut parts: BTreeMap<String, Vec<Page>> = BTreeMap::new();
    for page in set.pages {
        parts
            .entry(page.kind.clone().unwrap_or_default())
            .or_default()
            .push(page);
    }
    let part = |(kind, pages)| Set {
        name: format!("{}-{kind}", set.name),
        pages,
        fingerprint: set.fingerprint.clone(),
    };
    parts.into_iter().map(part).collect()
}

fn is_dumps(set: &Set) -> bool {
    set.pages.iter().all(Page::is_dump)
}

/// Whether a reader is measured on a set: dumps ask for a reader of text, a reader of news for articles, one of dates
/// for a set of nothing else.
fn reads(reader: &Reader, set: &Set) -> bool {
    let dates_alone = |p: &Page| p.text.is_empty() && p.with.is_empty() && !p.date.is_empty();
    match reader.reads {
        Reads::ReportAndDumps => true,
        Reads::Report | Reads::Nothing => !is_dumps(set),
        Reads::News => set
            .pages
            .iter()
            .all(|p| p.kind.as_deref() == Some("article")),
        Reads::Date => set.pages.iter().all(dates_alone),
    }
}

fn compare(reader: &Reader, process: &mut Process, set: &Set, options: &Options) -> Result<Run> {
    let mut run = Run {
        reader: reader.name.clone(),
        set: set.name.clone(),
        ..Run::default()
    };
    let (mut readings, mut bytes, mut seconds) = (Vec::new(), 0, 0.0);
    for page in &set.pages {
        let job = Job {
            id: page.id.clone(),
            path: std::path::absolute(page.path())?,
            url: page.url.clone(),
            dump: page.is_dump(),
        };
        match process.read(&job)? {
            Outcome::Answered(answer) => {
                bytes += std::fs::metadata(&job.path)?.len();
                seconds += answer.seconds;
                run.slowest = run.slowest.max(answer.seconds);
                readings.push(Reading {
                    id: job.id,
                    ..answer.reading
                });
            }
            Outcome::TooLong => run.too_long += 1,
            Outcome::Crashed => run.crashed += 1,
        }
    }
    run.speed = bytes as f64 / 1e6 / seconds;
    if let Some(dir) = &options.readings {
        let dir = dir.join(&reader.name);
        std::fs::create_dir_all(&dir)?;
        sets::write_lines(&dir.join(format!("{}.jsonl", set.name)), readings.iter())?;
    }
    if reader.reads != Reads::Nothing {
        let readings = by_id(readings);
        let scores = score_pages(&set.pages, &readings);
        run.figures = Some(figures(&scores.iter().collect::<Vec<_>>()));
        run.by_language = word_f1_by(&scores, FEWEST_PAGES, |page| {
            let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or(tag).to_owned();
            page.lang.as_deref().map(main)
        });
        run.by_kind = word_f1_by(&scores, 1, |page| page.kind.clone());
    }
    Ok(run)
}

/// The mean word F1 of the pages that have something in common, where they are so many.
fn word_f1_by(
    scores: &[PageScore<'_>],
    fewest: usize,
    of: impl Fn(&Page) -> Option<String>,
) -> BTreeMap<String, f64> {
    let mut parts: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for score in scores {
        if let (Some(name), Some(words)) = (of(score.page), score.words) {
            parts.entry(name).or_default().push(words[2]);
        }
    }
    parts.retain(|_, f1| f1.len() >= fewest);
    let mean = |f1: Vec<f64>| f1.iter().sum::<f64>() / f1.len() as f64;
    parts
        .into_iter()
        .map(|(name, f1)| (name, mean(f1)))
        .collect()
}

/// A dump returned as it is: what a reader of dumps must be better than.
fn as_is(set: &Set) -> Result<Run> {
    let mut readings = Vec::new();
    for page in &set.pages {
        let text = String::from_utf8_lossy(&page.bytes()?).into_owned();
        readings.push(Reading {
            id: page.id.clone(),
            text,
            ..Reading::default()
        });
    }
    let readings = by_id(readings);
    let scores = score_pages(&set.pages, &readings);
    Ok(Run {
        reader: "the dump as it is".to_owned(),
        set: set.name.clone(),
        figures: Some(figures(&scores.iter().collect::<Vec<_>>())),
        speed: f64::INFINITY,
        slowest: 0.0,
        too_long: 0,
        crashed: 0,
        by_language: BTreeMap::new(),
        by_kind: BTreeMap::new(),
    })
}

/// Khabar's own reading process, out of fold as in `cargo xtask score`.
///
/// # Errors
/// When the weights cannot be read or the other side is gone.
pub fn read_pages() -> Result<()> {
    let judges = Judges::load(Weights::OutOfFold)?;
    serve(env!("CARGO_PKG_VERSION"), |job| {
        let bytes = std::fs::read(&job.path)?;
        let (read, took) =
            timed(|| read_page(&bytes, &job.id, job.url.as_deref(), job.dump, &judges));
        Ok(Answer::new(read.map_err(|e| e.to_string()), took))
    })
}
