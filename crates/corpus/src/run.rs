//! A run: units read side by side, rows set beside each other, parts put in their places. What is finished stays finished
//! when the run is stopped, whenever that is.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use thiserror::Error;

use crate::finish::Part;
use crate::folder::{self, Folder};
use crate::input::{self, Begin, Context, FindError, Input, Unit, units};
use crate::manifest::{KnownInput, Manifest, Mismatch, Settings};
use crate::session::{Begun, Session, output_error};
use crate::stage::{Job, ReadRecord, StageError, StagedFiles, Watcher, stage};
use crate::tally::Summary;
use crate::workers;

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
         command again to go on, or leave it out and write to another folder"
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
    /// No part among what was named.
    #[error(
        "there is no part to read; name the folders that khabar corpus wrote, or files of Parquet or JSON Lines in them"
    )]
    NoParts,
    /// A file that is no part, by its name.
    #[error(
        "{name}: the names of parts end in .parquet or .jsonl.zst; name a part, or a folder that khabar corpus wrote"
    )]
    NotAPart {
        /// The file.
        name: String,
    },
    /// A run that has not come to its end.
    #[error("{name}: the run in it has not come to its end; go on with it first:\n    {command}")]
    Unfinished {
        /// Its folder.
        name: String,
        /// The command that goes on with it.
        command: String,
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
    let inputs = input::find(&options.inputs, Some(&options.out))?;
    let units = all_units(&inputs, options)?;
    let folder = Folder::new(&options.out);
    let output = |cause| output_error(&options.out, cause);
    let known = inputs.iter().map(KnownInput::of).collect();
    let manifest = Manifest::new(options.command.clone(), options.settings.clone(), known);
    let session = match Session::begin(&folder, &manifest)? {
        Begun::Before(summary) => {
            return Ok(Outcome {
                summary: *summary,
                was_done: true,
            });
        }
        Begun::Now(session) => session,
    };

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

    let parts: Vec<Part> = units
        .iter()
        .zip(records.into_iter().flatten())
        .map(|((number, _), record)| Part {
            number: *number,
            rows: StagedFiles::of(&folder, *number).rows,
            is_ours: true,
            record,
        })
        .collect();
    let inputs = inputs.len();
    let summary = session.finish(&parts, inputs, options.threads, progress)?;
    Ok(Outcome {
        summary,
        was_done: false,
    })
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
    let has = |number| shard.is_none_or(|shard| shard.has(number));
    let of_others = |number: usize| number.checked_sub(1).filter(|before| !has(*before));
    let units: Vec<_> = all
        .iter()
        .enumerate()
        .filter(|(number, _)| has(*number))
        .map(|(number, unit)| {
            let before = of_others(number).map(|before| &all[before]);
            (number, unit.clone().alone(before))
        })
        .collect();
    match shard {
        Some(shard) if units.is_empty() => Err(RunError::EmptyShard {
            units: count,
            shard: shard.to_string(),
        }),
        _ => Ok(units),
    }
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
    let read = workers::each(&todo, options.threads, |at| {
        let (number, unit) = &units[at];
        let outcome = stage(unit, *number, job);
        if matches!(outcome, Err(StageError::Output(_))) {
            // Those that are at work stop at their next page.
            job.stop.store(true, Ordering::Relaxed);
            return ControlFlow::Break(outcome);
        }
        ControlFlow::Continue(outcome)
    });
    let mut failed = Vec::new();
    for (at, outcome) in read {
        match outcome {
            Ok(record) => records[at] = Some(record),
            Err(StageError::Stopped) => {}
            Err(error) => failed.push((at, error)),
        }
    }
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
            Some(first) => first == begin,
            None => begin >= range.end,
        });
        if let Some(begin) = begin
            && !fits
        {
            let begin = begin.min(range.end);
            let mended = Unit::Warc {
                input: *input,
                range: begin..range.end,
                begin: Begin::Here,
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
