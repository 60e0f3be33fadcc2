//! The section on whole archives: records read, pages through the whole pipeline, memory, what kills and threads change, near
//! duplicates; each beside its counterpart, where it has one, on the same archives in the same run.

mod kills;
mod peers;
mod process;
mod records;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::page::circumstances;
use super::setup;
use crate::archives::{self, Made};
use crate::near_duplicates;
use crate::root;
use process::{Ended, run};

/// Bytes of the archives that speed is measured on, and of those the memory is.
const SPEED_BYTES: u64 = 256 << 20;
const MEMORY_BYTES: u64 = 10 << 30;
/// Bytes of the archive that a pool of Python processes reads: it takes minutes even so.
const POOL_BYTES: u64 = 32 << 20;
/// How often a run is killed.
const KILLS: usize = 50;

/// What the section says before its table.
const ABOUT: &str = "
Archives of records as crawlers write them, gzip by record, made by `cargo xtask archives` of the measuring sets' pages, repeated
and altered; two threads. *Reading alone* is the same pages, in memory, read by the same two threads and thrown away.

";

/// Measures and gives what stands in the section; `None` where there are no sets to make archives of.
///
/// # Errors
/// When an archive cannot be made, a peer cannot be set up, or a run fails.
pub fn section(sets: Option<&Path>) -> Result<Option<String>> {
    let folder = root().join("target/corpora");
    let Some((speed, _)) = archive(&folder.join("speed"), SPEED_BYTES, sets)? else {
        return Ok(None);
    };
    let khabar = program()?;
    let python = setup::python()?;
    let again = "`cargo xtask compare --corpora`, which leaves the rest of this page as it is";
    let mut out = format!(
        "{ABOUT}{}\n| figure | other | here | here / other |\n| --- | ---: | ---: | ---: |\n",
        circumstances(again)
    );
    let mut row = |figure: &str, other: &str, here: &str, ratio: &str| {
        println!("{figure}: {other} | {here} | {ratio}");
        let _ = writeln!(out, "| {figure} | {other} | {here} | {ratio} |");
    };

    let (ours, theirs) = records::compare(&speed, &python)?;
    row(
        "records read and unpacked a second, beside FastWARC",
        &format!("{theirs:.0}"),
        &format!("{ours:.0}"),
        &format!("{:.2}", ours / theirs),
    );

    let alone = records::reading_alone(&speed)?;
    let (pages, whole) = pages_a_second(&khabar, &speed, &folder.join("out-speed"))?;
    row(
        "pages a second to Parquet, beside reading alone",
        &format!("{alone:.0}"),
        &format!("{whole:.0}"),
        &format!("{:.2}", whole / alone),
    );

    if let Some((pool, _)) = archive(&folder.join("pool"), POOL_BYTES, sets)? {
        let theirs = peers::pool(&pool, &python, &folder.join("pool.jsonl"))?;
        let (_, ours) = pages_a_second(&khabar, &pool, &folder.join("out-pool"))?;
        row(
            "pages a second, beside trafilatura and warcio in two processes",
            &format!("{theirs:.1}"),
            &format!("{ours:.0}"),
            &format!("{:.1}", ours / theirs),
        );
    }

    let threads = kills::threads(&khabar, &speed, &folder.join("out-threads"))?;
    row(
        "output over 1, 2 and 7 threads",
        "",
        if threads {
            "the same bytes"
        } else {
            "NOT the same"
        },
        "",
    );
    let killed = kills::kill(&khabar, &speed, &folder.join("out-kills"), KILLS)?;
    row(
        &format!(
            "output after {} kills, beside an undisturbed run",
            killed.kills
        ),
        "",
        killed.verdict(),
        "",
    );

    if let Some((large, made)) = archive(&folder.join("memory"), MEMORY_BYTES, sets)? {
        let ended = corpus(&khabar, &large, &folder.join("out-memory"), &["-j", "2"])?;
        let quarters: Vec<String> = ended
            .quarters
            .iter()
            .map(|kb| format!("{}", kb >> 10))
            .collect();
        row(
            &format!(
                "peak memory over {:.1} GB in {} pages, MiB; at each quarter of the time",
                made.bytes as f64 / 1e9,
                made.pages
            ),
            "",
            &format!("{} ({})", ended.peak_kb >> 10, quarters.join(", ")),
            "",
        );
        row(
            "the same run: pages a second",
            "",
            &format!("{:.0}", made.pages as f64 / ended.seconds),
            "",
        );
    }
    let _ = writeln!(
        out,
        "\n{pages} pages in the archives that speed was measured on."
    );
    if let Some(figures) = near_duplicates::measure(sets, 1)? {
        let table = near_duplicates::table(&figures);
        let _ = write!(
            out,
            "\n```console\n$ cargo xtask near-duplicates\n{table}```\n"
        );
    }
    Ok(Some(out))
}

/// The archives in a folder, made unless they are there already.
fn archive(folder: &Path, bytes: u64, sets: Option<&Path>) -> Result<Option<(Vec<PathBuf>, Made)>> {
    let Some(made) = archives::made_in(folder, bytes, sets)? else {
        return Ok(None);
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".warc.gz"))
        .collect();
    files.sort();
    Ok(Some((files, made)))
}

/// The program as it is released.
fn program() -> Result<PathBuf> {
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

/// How many pages `khabar corpus` keeps and how many it reads a second with two threads: the better of two runs.
fn pages_a_second(khabar: &Path, archives: &[PathBuf], out: &Path) -> Result<(u64, f64)> {
    let mut best = 0.0f64;
    let mut pages = 0;
    for _ in 0..2 {
        let ended = corpus(khabar, archives, out, &["-j", "2"])?;
        pages = pages_of(out)?;
        best = best.max(pages as f64 / ended.seconds);
    }
    Ok((pages, best))
}

fn pages_of(out: &Path) -> Result<u64> {
    let path = out.join("summary.json");
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let summary: khabar_corpus::tally::Summary = serde_json::from_slice(&bytes)?;
    Ok(summary.tally.pages)
}
