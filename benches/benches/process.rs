//! `cargo bench --bench process`: the program as a whole: how soon it has read a first page, and what a second thread
//! brings.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use xtask::{root, sets};

/// Pages read by one or two threads: all of the news, and as many mixed ones as make 313.
const SETS: [(&str, usize); 2] = [("news-dev", 125), ("wcxb-dev", 188)];

/// The least time of so many runs counts.
const STARTS: usize = 40;
const ROUNDS: usize = 5;

fn main() -> Result<()> {
    let program = program()?;
    let sample = root().join("samples/harbour.html");
    let start = least(STARTS, || {
        run(&program, &["read"], std::slice::from_ref(&sample))
    })?;
    let nothing = least(STARTS, || run(&program, &["--version"], &[]))?;
    println!(
        "start to the end of a first page {:.1} ms, of that the start alone {:.1} ms",
        millis(start),
        millis(nothing)
    );
    let sets = sets::first_pages(&SETS)?;
    let pages: Vec<PathBuf> = sets
        .iter()
        .flat_map(|set| set.pages.iter().map(sets::Page::path))
        .collect();
    if pages.is_empty() {
        println!(
            "no measuring sets in {}: threads not measured",
            sets::archives().display()
        );
        return Ok(());
    }
    for extra in [&[][..], &["--no-statements"]] {
        let jobs = |jobs| {
            let arguments = [&["read", "--quiet", "--jobs", jobs][..], extra].concat();
            least(ROUNDS, || run(&program, &arguments, &pages))
        };
        let (one, two) = (jobs("1")?, jobs("2")?);
        println!(
            "{} pages {}: one thread {:.0} ms, two {:.0} ms, {:.2} times as fast",
            pages.len(),
            extra.first().unwrap_or(&"with statements"),
            millis(one),
            millis(two),
            one.as_secs_f64() / two.as_secs_f64()
        );
    }
    Ok(())
}

/// Builds the program; gives where it is.
fn program() -> Result<PathBuf> {
    let arguments = ["build", "--release", "--quiet", "--package", "khabar"];
    let built = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .status()
        .context("cannot start cargo")?;
    ensure!(built.success(), "cargo could not build khabar");
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/khabar"))
}

/// Runs the program on some pages; how long that took on the clock.
fn run(program: &Path, arguments: &[&str], pages: &[PathBuf]) -> Result<Duration> {
    let mut command = Command::new(program);
    command.args(arguments).args(pages).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.stderr(Stdio::null()).status();
    let took = start.elapsed();
    let status = status.with_context(|| format!("cannot start {}", program.display()))?;
    // Some pages of the sets are none, which the program's status tells.
    ensure!(status.code().is_some(), "{} was killed", program.display());
    Ok(took)
}

fn least(rounds: usize, mut run: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    let mut least = Duration::MAX;
    for _ in 0..rounds {
        least = least.min(run()?);
    }
    Ok(least)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
