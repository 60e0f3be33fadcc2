//! A run: units read side by side, rows set beside each other, parts put in their places. What is finished stays finished
//! when the run is stopped, whenever that is.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use thiserror::Error;

use crate::finish;
use crate::folder::{self, Folder, Held};
use crate::input::{self, Context, FindError, Input, Unit, units};
use crate::manifest::{Manifest, Mismatch, Settings};
use crate::stage::{Job, ReadRecord, StageError, StagedFiles, Watcher, stage};
use crate::tally::Summary;

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// Names of the inputs: files, folders, addresses.
    pub inputs: Vec<String>,
    /// The folder to write to.
    pub out: PathBuf,
    /// What decides what is written.
    pub settings: Settings,
    /// Threads, at least one.
    pub threads: usize,
    /// The command that goes on with the run, for people.
    pub command: String,
}

/// Why a run did not come to its end.
#[derive(Debug, Error)]
pub enum RunError {
    /// The inputs.
    #[error(transparent)]
    Find(#[from] FindError),
    /// An input that could be opened but is not what it seems.
    #[error("{name}: it could not be read ({cause}); fetch or copy it again, or leave it out")]
    Input {
        /// The input.
        name: String,
        /// What is wrong.
        cause: io::Error,
    },
    /// Some units could not be read for now.
    #[error(
        "{units} of {of} pieces of the inputs could not be read, the first of {name} ({cause}); what was read is kept: run the same \
         command again to go on"
    )]
    Unread {
        /// How many units.
        units: usize,
        /// Of how many.
        of: usize,
        /// The input of the first of them.
        name: String,
        /// What was wrong with it.
        cause: io::Error,
    },
    /// The folder is used by another process.
    #[error("{out}: another khabar is writing to it; wait for it, or write to another folder")]
    Held {
        /// The folder.
        out: String,
    },
    /// The folder holds something else.
    #[error("{out}: it holds other things already; write to another folder, or empty this one")]
    Occupied {
        /// The folder.
        out: String,
    },
    /// The folder holds another run.
    #[error("{out}: {mismatch}")]
    Mismatch {
        /// The folder.
        out: String,
        /// What is different.
        mismatch: Mismatch,
    },
    /// It could not be written.
    #[error(
        "{out}: it could not be written ({cause}); what was finished is kept: make room or mend the disk, then run the same command \
         again to go on"
    )]
    Output {
        /// The folder.
        out: String,
        /// What the system says.
        cause: io::Error,
    },
    /// No unit falls to the shard.
    #[error(
        "there are only {units} pieces of work, none of them for shard {shard}; ask for fewer shards or for smaller parts with --part-size"
    )]
    EmptyShard {
        /// How many units there are.
        units: usize,
        /// The shard.
        shard: String,
    },
}

/// What a run begins with, for those who watch it.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many parts there are to be.
    pub parts: usize,
    /// How many of them were read by earlier starts.
    pub read: usize,
    /// Bytes of the inputs that are still to be read.
    pub bytes: u64,
}

/// What is done to a run while it goes on, and what is told of it.
pub trait Progress: Watcher {
    /// The run begins. `bytes` counts the bytes of the inputs read from now on.
    fn begin(&self, plan: Plan, bytes: Arc<AtomicU64>);
    /// All pages are read: their rows are set beside each other and put in their places.
    fn finishing(&self, parts: usize);
    /// One more part is in its place.
    fn finished(&self);
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// The summary.
    pub summary: Summary,
    /// Whether the run had come to its end before, so that nothing was done.
    pub was_done: bool,
}

/// Runs, or goes on with a run that was stopped.
///
/// # Errors
/// [`RunError`]
pub fn run(options: &RunOptions, progress: &impl Progress) -> Result<Outcome, RunError> {
    let begin = Instant::now();
    let inputs = input::find(&options.inputs)?;
    let units = all_units(&inputs, options)?;
    let folder = Folder::new(&options.out);
    let output = |cause| output_error(&options.out, cause);
    if let Some(summary) = done_before(&folder, options, &inputs)? {
        return Ok(Outcome {
            summary,
            was_done: true,
        });
    }
    let _held = hold(&folder, options, &inputs)?;
    let starts = note_start(&folder).map_err(output)?;

    let mut records: Vec<Option<ReadRecord>> = Vec::with_capacity(units.len());
    for (number, _) in &units {
        let record = StagedFiles::of(&folder, *number).record;
        records.push(folder::read_json(&record).map_err(output)?);
    }
    let bytes = Arc::new(AtomicU64::new(0));
    let left = units
        .iter()
        .zip(&records)
        .filter(|(_, record)| record.is_none());
    progress.begin(
        Plan {
            parts: units.len(),
            read: records.iter().flatten().count(),
            bytes: left.map(|((_, unit), _)| unit.bytes(&inputs)).sum(),
        },
        Arc::clone(&bytes),
    );
    let stop = AtomicBool::new(false);
    let job = Job {
        folder: &folder,
        context: Context {
            inputs: &inputs,
            options: &options.settings.input,
            progress: &bytes,
        },
        page: &options.settings.page,
        filters: &options.settings.filters,
        stop: &stop,
        watcher: progress,
    };
    read_units(&units, &mut records, job, options)?;
    mend_edges(&units, &mut records, job, options)?;

    progress.finishing(units.len());
    let numbers: Vec<usize> = units.iter().map(|(number, _)| *number).collect();
    let records: Vec<ReadRecord> = records.into_iter().flatten().collect();
    let mut summary =
        finish::finish(&folder, &numbers, &records, options, progress).map_err(output)?;
    summary.inputs = inputs.len() as u64;
    summary.starts = starts.count;
    summary.seconds = starts.seconds + begin.elapsed().as_secs_f64();
    finish::close(&folder, &mut summary).map_err(output)?;
    Ok(Outcome {
        summary,
        was_done: false,
    })
}

fn output_error(out: &std::path::Path, cause: io::Error) -> RunError {
    RunError::Output {
        out: out.display().to_string(),
        cause,
    }
}

/// The units of the run, with their numbers.
fn all_units(inputs: &[Input], options: &RunOptions) -> Result<Vec<(usize, Unit)>, RunError> {
    let all =
        units(inputs, options.settings.part_size).map_err(|(input, cause)| RunError::Input {
            name: inputs[input].name.to_string(),
            cause,
        })?;
    let count = all.len();
    let shard = options.settings.shard;
    let units: Vec<_> = all
        .into_iter()
        .enumerate()
        .filter(|(number, _)| shard.is_none_or(|shard| shard.has(*number)))
        .collect();
    match shard {
        Some(shard) if units.is_empty() => Err(RunError::EmptyShard {
            units: count,
            shard: shard.to_string(),
        }),
        _ => Ok(units),
    }
}

/// The summary of a run that came to its end before in this folder.
fn done_before(
    folder: &Folder,
    options: &RunOptions,
    inputs: &[Input],
) -> Result<Option<Summary>, RunError> {
    let output = |cause| output_error(&options.out, cause);
    let Some(begun) = folder::read_json::<Manifest>(&folder.manifest()).map_err(output)? else {
        return Ok(None);
    };
    check(options, inputs, &begun)?;
    if begun.parts.is_none() {
        return Ok(None);
    }
    folder::read_json(&finish::summary_path(folder)).map_err(output)
}

fn check(options: &RunOptions, inputs: &[Input], begun: &Manifest) -> Result<(), RunError> {
    let manifest = Manifest::new(options.command.clone(), options.settings.clone(), inputs);
    manifest
        .goes_on_with(begun)
        .map_err(|mismatch| RunError::Mismatch {
            out: options.out.display().to_string(),
            mismatch,
        })
}

/// Takes hold of the folder and makes sure that the run is the one it is for.
fn hold(folder: &Folder, options: &RunOptions, inputs: &[Input]) -> Result<Held, RunError> {
    let out = || options.out.display().to_string();
    let output = |cause| output_error(&options.out, cause);
    let begun = folder::read_json::<Manifest>(&folder.manifest()).map_err(output)?;
    if begun.is_none() && !folder.is_empty() {
        return Err(RunError::Occupied { out: out() });
    }
    let held = folder
        .hold()
        .map_err(output)?
        .ok_or_else(|| RunError::Held { out: out() })?;
    folder.sweep().map_err(output)?;
    // Once more: somebody else may have written it meanwhile.
    match folder::read_json::<Manifest>(&folder.manifest()).map_err(output)? {
        Some(begun) => check(options, inputs, &begun)?,
        None => {
            let manifest = Manifest::new(options.command.clone(), options.settings.clone(), inputs);
            folder::write_json(&folder.manifest(), &manifest).map_err(output)?;
        }
    }
    Ok(held)
}

/// How often the run was started, and how long earlier starts took.
#[derive(Debug, Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
struct Starts {
    count: u64,
    seconds: f64,
    /// When the last start began, in seconds of the system's clock.
    last: f64,
}

/// Counts one more start. How long an earlier one took is told by the last thing it wrote.
fn note_start(folder: &Folder) -> io::Result<Starts> {
    let path = folder.working("starts.json");
    let mut starts: Starts = folder::read_json(&path)?.unwrap_or_default();
    let since = |time: std::time::SystemTime| {
        time.duration_since(std::time::UNIX_EPOCH)
            .map_or(0.0, |t| t.as_secs_f64())
    };
    if starts.count > 0 {
        let written = std::fs::read_dir(folder.work())?
            .filter_map(|entry| entry.ok()?.metadata().ok()?.modified().ok())
            .map(since)
            .fold(starts.last, f64::max);
        starts.seconds += written - starts.last;
    }
    starts.count += 1;
    starts.last = since(std::time::SystemTime::now());
    folder::write_json(&path, &starts)?;
    Ok(starts)
}

/// Reads the units that have no record yet.
fn read_units(
    units: &[(usize, Unit)],
    records: &mut [Option<ReadRecord>],
    job: Job<'_>,
    options: &RunOptions,
) -> Result<(), RunError> {
    let todo: Vec<usize> = (0..units.len())
        .filter(|&at| records[at].is_none())
        .collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Vec::new(), Vec::new()));
    let lock = || {
        done.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    };
    std::thread::scope(|scope| {
        for _ in 0..options.threads.clamp(1, todo.len().max(1)) {
            scope.spawn(|| {
                while let Some(&at) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (number, unit) = &units[at];
                    match stage(unit, *number, job) {
                        Ok(record) => lock().0.push((at, record)),
                        Err(StageError::Stopped) => return,
                        Err(error) => {
                            if matches!(error, StageError::Output(_)) {
                                job.stop.store(true, Ordering::Relaxed);
                            }
                            lock().1.push((at, error));
                        }
                    }
                }
            });
        }
    });
    let (read, mut failed) = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    for (at, record) in read {
        records[at] = Some(record);
    }
    failed.sort_by_key(|(at, _)| *at);
    let unread = failed.len();
    let output = failed
        .iter()
        .position(|(_, error)| matches!(error, StageError::Output(_)));
    if let Some(at) = output {
        failed.swap(0, at);
    }
    match failed.into_iter().next() {
        None | Some((_, StageError::Stopped)) => Ok(()),
        Some((_, StageError::Output(cause))) => Err(output_error(&options.out, cause)),
        Some((at, StageError::Input(cause))) => Err(RunError::Unread {
            units: unread,
            of: units.len(),
            name: units[at].1.name(job.context.inputs).to_owned(),
            cause,
        }),
    }
}

/// Reads once more what was begun in the wrong place: a unit of a WARC must begin where the one before it ended. It does
/// unless what looks like a record stands in the middle of another.
fn mend_edges(
    units: &[(usize, Unit)],
    records: &mut [Option<ReadRecord>],
    job: Job<'_>,
    options: &RunOptions,
) -> Result<(), RunError> {
    let mut expected: Option<(usize, usize, u64)> = None;
    for at in 0..units.len() {
        let (number, unit) = &units[at];
        let (Unit::Warc { input, range, .. }, Some(record)) = (unit, &records[at]) else {
            expected = None;
            continue;
        };
        let begin = match expected {
            Some((before, of, begin)) if before + 1 == *number && of == *input => Some(begin),
            _ => None,
        };
        let fits = begin.is_none_or(|begin| match record.edges.began_at {
            Some(began) => began == begin,
            None => begin >= range.end,
        });
        if let Some(begin) = begin
            && !fits
        {
            let begin = begin.min(range.end);
            let mended = Unit::Warc {
                input: *input,
                range: begin..range.end,
                known: true,
            };
            StagedFiles::of(job.folder, *number)
                .remove()
                .map_err(|cause| output_error(&options.out, cause))?;
            let slot = &mut [None];
            read_units(&[(*number, mended)], slot, job, options)?;
            records[at] = slot[0].take();
        }
        let edges = records[at]
            .as_ref()
            .map(|record| record.edges)
            .unwrap_or_default();
        expected = match (edges.ended_at, begin) {
            (Some(ended), _) => Some((*number, *input, ended)),
            // Nothing begins in this unit: what the one before it ends with goes on.
            (None, Some(begin)) if edges.began_at.is_none() && begin >= range.end => {
                Some((*number, *input, begin))
            }
            _ => None,
        };
    }
    Ok(())
}
