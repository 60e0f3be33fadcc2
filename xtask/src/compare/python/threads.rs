//! Many Python threads that read for a long time.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Measured, pages};
use crate::compare::page::{head, row};
use crate::root;

/// Threads that read, and pages that they read where no time is given.
const THREADS: usize = 8;
const PAGES: usize = 100_000;

const ABOUT: &str = "
Threads of one Python process that call `khabar.read` over the pages of the measuring sets again and again, beside one thread that
does so before and after. Memory is what of the process lies in memory, looked at twice a second: the median around a fifth of the
time, and of the last tenth.

";

/// What `threads.py` saw.
#[derive(Debug, Deserialize)]
struct Seen {
    version: String,
    pages: u64,
    failed: u64,
    seconds: f64,
    rate: f64,
    cores: f64,
    milliseconds: f64,
    alone: [f64; 2],
    cores_alone: [f64; 2],
    milliseconds_alone: [f64; 2],
    early: f64,
    late: f64,
    peak: f64,
}

/// Measures, for so many minutes or over [`PAGES`].
///
/// # Errors
/// When the process does not come to its end.
pub fn measure(
    python: &Path,
    dir: Option<&Path>,
    folder: &Path,
    minutes: Option<f64>,
) -> Result<Measured> {
    let told = pages::told(dir, folder)?;
    let mut command = Command::new(python);
    command
        .arg(root().join("python/bench/threads.py"))
        .arg(THREADS.to_string())
        .arg(told)
        .arg(PAGES.to_string())
        .args(minutes.map(|minutes| minutes.to_string()))
        .stderr(Stdio::inherit());
    let run = command
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !run.status.success() {
        bail!("{command:?} ended with {}", run.status);
    }
    let seen: Seen = serde_json::from_slice(&run.stdout)
        .with_context(|| format!("{command:?} printed no figures"))?;
    let mean = |[before, after]: [f64; 2]| f64::midpoint(before, after);
    let alone = mean(seen.alone);
    let rows = [
        ("pages read", "100,000".to_owned(), seen.pages.to_string()),
        ("pages that failed", "0".to_owned(), seen.failed.to_string()),
        (
            "minutes",
            String::new(),
            format!("{:.1}", seen.seconds / 60.0),
        ),
        (
            "pages a second of one thread, before and after",
            String::new(),
            format!("{:.0}, {:.0}", seen.alone[0], seen.alone[1]),
        ),
        (
            "pages a second of 8 threads",
            String::new(),
            format!("{:.0}", seen.rate),
        ),
        (
            "times as many as one thread",
            "1.8".to_owned(),
            format!("{:.2}", seen.rate / alone),
        ),
        (
            "cores they had, of those that others left: one thread, 8 threads",
            String::new(),
            format!("{:.2}, {:.2}", mean(seen.cores_alone), seen.cores),
        ),
        (
            "processor time of a page, ms: one thread, 8 threads",
            String::new(),
            format!(
                "{:.2}, {:.2}",
                mean(seen.milliseconds_alone),
                seen.milliseconds
            ),
        ),
        (
            "memory after a fifth of the time, at the end, at the most, MiB",
            "flat".to_owned(),
            format!("{:.0}, {:.0}, {:.0}", seen.early, seen.late, seen.peak),
        ),
    ];
    let mut tables = String::new();
    head(&mut tables, "figure", ["wanted", "here"].into_iter());
    for (figure, wanted, here) in rows {
        println!("{figure}: {here} (wanted: {wanted})");
        row(&mut tables, figure, &[wanted, here]);
    }
    Ok(Measured {
        about: ABOUT,
        versions: format!("khabar {}", seen.version),
        tables,
        options: minutes.map_or_else(String::new, |minutes| format!(" --minutes {minutes}")),
        ..Measured::default()
    })
}
