//! Archives read and marked by clusters, beside `khabar corpus`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Measured;
use crate::archives::{self, Made};
use crate::compare::corpora::program;
use crate::compare::page::{head, row};
use crate::root;

/// Of about so many MiB an archive is: a task of an engine.
const MIB_PER_FILE: u64 = 32;

/// Pages in a MiB of archives, about.
const PAGES_PER_MIB: u64 = 24;

const ABOUT: &str = "
Archives as above, of 32 MiB each, to Parquet with all marks: the jobs of `python/jobs` on a standalone cluster of Spark (a master and
two workers of one core) and on a head of Ray (two cores), beside `khabar corpus` with two threads, one after the other on the same
archives. *Nothing* is a job that counts one row on a cluster that is up; it is in the other times too, since each job starts as it
does. *Killed* is the same
job while an executor of Spark, or a process of Ray that works on a task, is killed by SIGKILL half-way through reading and again
half-way through marking. Rows are set beside each other by a hash of all their columns.

";

/// What a job took.
#[derive(Debug, Default, Deserialize)]
struct Took {
    version: String,
    reading: f64,
    marking: f64,
    seconds: f64,
    nothing: f64,
}

/// What a job wrote beside `khabar corpus`.
#[derive(Debug, Default, Deserialize)]
struct Wrote {
    pages: u64,
    failures: u64,
    differing: u64,
}

/// A job that ran.
struct Ran {
    name: String,
    took: Took,
    out: PathBuf,
}

/// Measures over about so many pages.
///
/// # Errors
/// When archives cannot be made or a job fails.
pub fn measure(python: &Path, dir: Option<&Path>, folder: &Path, pages: u64) -> Result<Measured> {
    let mib = pages.div_ceil(PAGES_PER_MIB);
    let archives = folder.join(format!("archives-{pages}"));
    let made = archives::made_of(&archives, mib, MIB_PER_FILE, dir)?
        .context("there are no sets to make archives of")?;
    let paths = folder.join(format!("archives-{pages}.txt"));
    let files = files(&archives)?;
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    fs::write(&paths, names.join("\n") + "\n")?;

    let corpus = folder.join("out-corpus");
    let mut ran = vec![Ran {
        name: "khabar corpus".to_owned(),
        took: khabar(&files, &corpus)?,
        out: corpus.clone(),
    }];
    println!("{ran:?}", ran = ran[0].took);
    for engine in ["spark", "ray"] {
        let job = |out: &Path, kills: &[f64]| -> Result<Took> {
            let took: Vec<Took> = said(
                command(python, "clusters.py")
                    .arg(engine)
                    .arg(&paths)
                    .arg(out)
                    .args(if kills.is_empty() {
                        None
                    } else {
                        Some("--kill")
                    })
                    .args(kills.iter().map(f64::to_string)),
            )
            .with_context(|| format!("{}.log has more", out.display()))?;
            println!("{engine}: {took:?}");
            took.into_iter().next().context("clusters.py said nothing")
        };
        let out = folder.join(format!("out-{engine}"));
        let took = job(&out, &[])?;
        let kills = [
            took.nothing + (took.reading - took.nothing) / 2.0,
            took.marking / 2.0,
        ];
        let name = took.version.clone();
        let killed_out = folder.join(format!("out-{engine}-killed"));
        let killed = job(&killed_out, &kills)?;
        ran.push(Ran {
            name: name.clone(),
            took,
            out,
        });
        ran.push(Ran {
            name: format!("{name}, killed"),
            took: killed,
            out: killed_out,
        });
    }
    let wrote: Vec<Wrote> = said(
        command(python, "same.py")
            .args(ran.iter().map(|each| &each.out))
            .arg(&corpus),
    )?;
    let versions: Vec<&str> = ran.iter().map(|each| each.took.version.as_str()).collect();
    let versions = [versions[0], versions[1], versions[3]].join(", ");
    Ok(Measured {
        about: ABOUT,
        versions,
        tables: table(&ran, &wrote, &made, files.len()),
        options: format!(" --pages {pages}"),
        ..Measured::default()
    })
}

fn table(ran: &[Ran], wrote: &[Wrote], made: &Made, files: usize) -> String {
    let mut table = String::new();
    let columns = [
        "nothing, s",
        "reading, s",
        "marking, s",
        "together, s",
        "more than `khabar corpus`, of its time",
        "the same without its *nothing*",
        "reading alone, without it",
        "rows",
        "failures",
        "rows that differ",
    ];
    head(&mut table, "job", columns.into_iter());
    let own = &ran[0].took;
    for (at, each) in ran.iter().enumerate() {
        let Took {
            reading,
            marking,
            seconds,
            nothing,
            ..
        } = each.took;
        let more = |this: f64, own: f64| {
            if at == 0 {
                "-".to_owned()
            } else {
                format!("{:.0} %", (this / own - 1.0) * 100.0)
            }
        };
        // The first is what the others are set beside, and what of the last has been read for that.
        let wrote = at.checked_sub(1).map_or(wrote.last(), |at| wrote.get(at));
        let count =
            |of: fn(&Wrote) -> u64| wrote.map_or_else(|| "-".to_owned(), |w| of(w).to_string());
        let cells = [
            format!("{nothing:.1}"),
            format!("{reading:.1}"),
            format!("{marking:.1}"),
            format!("{seconds:.1}"),
            more(seconds, own.seconds),
            more(seconds - nothing, own.seconds),
            more(reading - nothing, own.reading),
            count(|wrote| wrote.pages),
            count(|wrote| wrote.failures),
            count(|wrote| wrote.differing),
        ];
        println!("{}: {}", each.name, cells.join(" | "));
        row(&mut table, &each.name, &cells);
    }
    table
        + &format!(
            "\n{} pages in {files} archives of {:.1} GB, unpacked {:.1} GB.\n",
            made.pages,
            made.bytes as f64 / 1e9,
            made.unpacked as f64 / 1e9
        )
}

fn files(archives: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(archives)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.to_string_lossy().ends_with(".warc.gz"))
        .map(std::path::absolute)
        .collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

/// `khabar corpus` with two threads. It begins to mark when it makes the folder it sorts in.
fn khabar(files: &[PathBuf], out: &Path) -> Result<Took> {
    let khabar = program()?;
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let begin = Instant::now();
    Command::new(&khabar).arg("--version").output()?;
    let nothing = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let mut child = Command::new(&khabar)
        .args(["corpus", "--quiet", "-j", "2", "-o"])
        .arg(out)
        .args(files)
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", khabar.display()))?;
    let sorting = out.join(".work/sorting");
    let mut reading = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if reading.is_none() && sorting.exists() {
            reading = Some(begin.elapsed().as_secs_f64());
        }
        sleep(Duration::from_millis(10));
    };
    ensure!(status.success(), "khabar corpus ended with {status}");
    let seconds = begin.elapsed().as_secs_f64();
    let reading = reading.unwrap_or(seconds);
    Ok(Took {
        version: format!("khabar {}", env!("CARGO_PKG_VERSION")),
        reading,
        marking: seconds - reading,
        seconds,
        nothing,
    })
}

fn command(python: &Path, script: &str) -> Command {
    let mut command = Command::new(python);
    command.arg(root().join("python/bench").join(script));
    command
}

/// What a script prints, a line each.
fn said<T: DeserializeOwned>(command: &mut Command) -> Result<Vec<T>> {
    let run = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !run.status.success() {
        bail!("{command:?} ended with {}", run.status);
    }
    let lines = String::from_utf8_lossy(&run.stdout).into_owned();
    let lines = lines.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .with_context(|| format!("{command:?} printed no figures"))
}
