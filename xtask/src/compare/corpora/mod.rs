//! The section on whole archives: records read, pages through the whole pipeline, memory, what kills and threads change, near
//! duplicates; each beside its counterpart, where it has one, on the same archives in the same run.

mod kills;
mod peers;
pub(crate) mod process;
mod records;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::page::circumstances;
use super::setup;
use crate::archives::{self, Made};
use crate::near_duplicates::{self, Texts};
use crate::root;
use process::{Ended, run};

/// MiB of the archives that speed is measured on, and of those the memory is.
const SPEED: u64 = 1 << 10;
const MEMORY: u64 = 10 << 10;
/// MiB of the archive that a pool of Python processes reads, which takes minutes even so, and that is read again and again
/// while it is killed.
const SMALL: u64 = 128;
/// Rounds of which the best counts. What is set beside each other takes turns, but for the pool of Python processes, which
/// runs once, for minutes.
const ROUNDS: usize = 3;
/// How often a run is killed.
const KILLS: usize = 50;

/// What the section says before its table.
const ABOUT: &str = "
Archives of records as crawlers write them, gzip by record, made by `cargo xtask archives` of the measuring sets' pages, repeated
and altered; two threads. *Reading alone* is the first GiB of the same pages, in memory, read by the same two threads and thrown
away.

";

/// Measures and gives what stands in the section; `None` where there are no sets to make archives of.
///
/// # Errors
/// When an archive cannot be made, a peer cannot be set up, or a run fails.
pub fn section(sets: Option<&Path>) -> Result<Option<String>> {
    let folder = root().join("target/corpora");
    let archive = |name: &str, mib| archive(&folder.join(name), mib, sets);
    let (Some((speed, made)), Some((small, _))) =
        (archive("speed", SPEED)?, archive("small", SMALL)?)
    else {
        return Ok(None);
    };
    let runs = Runs {
        khabar: program()?,
        python: setup::python()?,
        folder: folder.clone(),
    };
    let again = "`cargo xtask compare --corpora`, which leaves the rest of this page as it is";
    let mut table = Table(format!(
        "{ABOUT}{}\n| figure | other | here | here / other |\n| --- | ---: | ---: | ---: |\n",
        circumstances(again)
    ));
    runs.speed(&speed, &mut table)?;
    runs.beside_a_pool(&small, &mut table)?;
    runs.same_bytes(&small, &mut table)?;
    if let Some((large, made)) = archive("memory", MEMORY)? {
        runs.memory(&large, &made, &mut table)?;
    }
    let mut out = table.0;
    let _ = writeln!(
        out,
        "\n{} pages in the archives that speed was measured on.",
        made.pages
    );
    let mut tables = Vec::new();
    for texts in Texts::ALL {
        let figures = near_duplicates::measure(sets, texts, 1)?;
        tables.extend(figures.as_ref().map(near_duplicates::table));
    }
    let _ = write!(
        out,
        "\n```console\n$ cargo xtask near-duplicates\n{}```\n",
        tables.join("\n")
    );
    Ok(Some(out))
}

/// The table of the section.
struct Table(String);

impl Table {
    /// Writes a row, and shows it at once.
    fn row(&mut self, figure: &str, other: &str, here: &str, ratio: &str) {
        println!("{figure}: {other} | {here} | {ratio}");
        let _ = writeln!(self.0, "| {figure} | {other} | {here} | {ratio} |");
    }

    /// Writes a row of two rates, the ratio with so many digits.
    fn rates(&mut self, figure: &str, other: f64, here: f64, digits: usize) {
        let ratio = format!("{:.digits$}", here / other);
        self.row(
            figure,
            &format!("{other:.0}"),
            &format!("{here:.0}"),
            &ratio,
        );
    }
}

/// What is run, and where it writes.
struct Runs {
    khabar: PathBuf,
    python: PathBuf,
    folder: PathBuf,
}

impl Runs {
    /// Reading records beside FastWARC, and the whole way to Parquet beside reading alone.
    fn speed(&self, archives: &[PathBuf], table: &mut Table) -> Result<()> {
        let (ours, theirs) = records::compare(archives, &self.python)?;
        let figure = "records read and unpacked a second, beside FastWARC";
        table.rates(figure, theirs, ours, 2);
        let held = records::held(archives)?;
        let (mut alone, mut whole) = (0.0f64, 0.0f64);
        for _ in 0..ROUNDS {
            alone = alone.max(records::reading_alone(&held));
            whole = whole.max(self.pages_a_second(archives, &[])?);
        }
        let figure = "pages a second to Parquet, beside reading alone";
        table.rates(figure, alone, whole, 2);
        Ok(())
    }

    /// The whole way beside what most people run.
    fn beside_a_pool(&self, archives: &[PathBuf], table: &mut Table) -> Result<()> {
        let theirs = peers::pool(archives, &self.python, &self.folder.join("pool.jsonl"))?;
        for (figure, more) in [
            (
                "pages a second, beside trafilatura and warcio in two processes",
                &[][..],
            ),
            (
                "the same, statements left out, which trafilatura does not read either",
                &["--no-statements"],
            ),
        ] {
            let mut ours = 0.0f64;
            for _ in 0..ROUNDS {
                ours = ours.max(self.pages_a_second(archives, more)?);
            }
            table.rates(figure, theirs, ours, 1);
        }
        Ok(())
    }

    /// Whether threads and kills change what is written.
    fn same_bytes(&self, archives: &[PathBuf], table: &mut Table) -> Result<()> {
        let is_same = kills::threads(&self.khabar, archives, &self.folder.join("out-threads"))?;
        table.row("output over 1, 2 and 7 threads", "", verdict(is_same), "");
        let out = self.folder.join("out-kills");
        let is_same = kills::kill(&self.khabar, archives, &out, KILLS)?;
        let figure = format!("output after {KILLS} kills, beside an undisturbed run");
        table.row(&figure, "", verdict(is_same), "");
        Ok(())
    }

    /// The memory of a long run.
    fn memory(&self, archives: &[PathBuf], made: &Made, table: &mut Table) -> Result<()> {
        let out = self.folder.join("out-memory");
        let ended = corpus(&self.khabar, archives, &out, &["-j", "2"])?;
        let mib = |kb: &u64| (kb >> 10).to_string();
        let quarters: Vec<String> = ended.quarters.iter().map(mib).collect();
        table.row(
            &format!(
                "peak memory over {:.1} GB in {} pages, MiB; at each quarter of the time",
                made.bytes as f64 / 1e9,
                made.pages
            ),
            "",
            &format!("{} ({})", mib(&ended.peak_kb), quarters.join(", ")),
            "",
        );
        let rate = made.pages as f64 / ended.seconds;
        table.row(
            "the same run: pages a second",
            "",
            &format!("{rate:.0}"),
            "",
        );
        Ok(())
    }

    /// How many pages `khabar corpus` reads a second, with two threads and more arguments.
    fn pages_a_second(&self, archives: &[PathBuf], more: &[&str]) -> Result<f64> {
        let out = self.folder.join("out-speed");
        let args = [&["-j", "2"][..], more].concat();
        let ended = corpus(&self.khabar, archives, &out, &args)?;
        Ok(pages_of(&out)? as f64 / ended.seconds)
    }
}

fn verdict(is_same: bool) -> &'static str {
    if is_same {
        "the same bytes"
    } else {
        "NOT the same"
    }
}

/// The archives in a folder, made unless they are there already.
fn archive(folder: &Path, mib: u64, sets: Option<&Path>) -> Result<Option<(Vec<PathBuf>, Made)>> {
    let Some(made) = archives::made_in(folder, mib, sets)? else {
        return Ok(None);
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".warc.gz"))
        .collect();
    files.sort();
    Ok(Some((files, made)))
}

/// The program as it is released: the one that `KHABAR` names, or one that is built here.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn program() -> Result<PathBuf> {
    if let Some(built) = std::env::var_os("KHABAR") {
        return Ok(PathBuf::from(built));
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build
        .args(["build", "--quiet", "--release", "--package", "khabar"])
        .current_dir(root());
    ensure!(build.status()?.success(), "khabar could not be built");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target
        .join("release")
        .join(format!("khabar{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs `khabar corpus` over archives into a folder of its own, which must come to its end.
fn corpus(khabar: &Path, archives: &[PathBuf], out: &Path, more: &[&str]) -> Result<Ended> {
    if out.exists() {
        std::fs::remove_dir_all(out)?;
    }
    let mut command = command(khabar, archives, out);
    command.args(more);
    let ended = run(command)?;
    if !ended.is_success {
        bail!("khabar corpus over {} archives failed", archives.len());
    }
    Ok(ended)
}

fn command(khabar: &Path, archives: &[PathBuf], out: &Path) -> Command {
    let mut command = Command::new(khabar);
    command
        .args(["corpus", "--quiet", "-o"])
        .arg(out)
        .args(archives);
    command
}

fn pages_of(out: &Path) -> Result<u64> {
    let path = out.join("summary.json");
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let summary: khabar_corpus::tally::Summary = serde_json::from_slice(&bytes)?;
    Ok(summary.tally.pages)
}
