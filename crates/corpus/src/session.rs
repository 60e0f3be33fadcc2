//! A run in its folder, from its first start to its end: what is there already, who holds it, how long it took.

use std::io;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::finish::{self, Part};
use crate::folder::{self, Folder, Held};
use crate::manifest::Manifest;
use crate::run::{Progress, RunError};
use crate::tally::Summary;

/// A run that goes on in its folder.
pub struct Session<'a> {
    folder: &'a Folder,
    manifest: &'a Manifest,
    starts: Starts,
    began: Instant,
    _held: Held,
}

/// What the beginning of a run came to.
pub enum Begun<'a> {
    /// It had come to its end before.
    Before(Box<Summary>),
    /// It begins or goes on.
    Now(Session<'a>),
}

/// How often a run was started, and how long earlier starts took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Starts {
    count: u64,
    seconds: f64,
    /// When the last start began, in seconds of the system's clock.
    last: f64,
}

impl<'a> Session<'a> {
    /// Begins the run of `manifest` in its folder, or goes on with it.
    ///
    /// # Errors
    /// [`RunError`]: the folder holds another run or other things, is held by another process, or cannot be written.
    pub fn begin(folder: &'a Folder, manifest: &'a Manifest) -> Result<Begun<'a>, RunError> {
        let output = |cause| output_error(folder.root(), cause);
        let out = || folder.root().display().to_string();
        let is_at_end =
            |begun: &Option<Manifest>| begun.as_ref().is_some_and(|b| b.parts.is_some());
        let summary = || -> io::Result<Begun<'a>> {
            let summary = folder::read_json(&finish::summary_path(folder))?;
            // What was left if the last start was stopped between its last two steps.
            finish::clear(folder)?;
            Ok(Begun::Before(Box::new(summary.unwrap_or_default())))
        };
        if is_at_end(&read_manifest(folder, manifest)?) {
            return summary().map_err(output);
        }
        if !folder.manifest().exists() && !folder.is_empty() {
            return Err(RunError::Occupied { out: out() });
        }
        let held = folder
            .hold()
            .map_err(output)?
            .ok_or_else(|| RunError::Held { out: out() })?;
        // Once more: somebody else may have written it meanwhile.
        let begun = read_manifest(folder, manifest)?;
        if is_at_end(&begun) {
            return summary().map_err(output);
        }
        folder.sweep().map_err(output)?;
        if begun.is_none() {
            folder::write_json(&folder.manifest(), manifest).map_err(output)?;
        }
        Ok(Begun::Now(Self {
            folder,
            manifest,
            starts: note_start(folder).map_err(output)?,
            began: Instant::now(),
            _held: held,
        }))
    }

    /// Puts all parts in their places and writes the summary.
    ///
    /// # Errors
    /// [`RunError::Output`]
    pub fn finish(
        self,
        parts: &[Part],
        inputs: usize,
        threads: usize,
        progress: &impl Progress,
    ) -> Result<Summary, RunError> {
        let output = |cause| output_error(self.folder.root(), cause);
        progress.finishing(parts.len());
        let settings = &self.manifest.settings;
        let mut summary =
            finish::finish(self.folder, parts, settings, threads, progress).map_err(output)?;
        summary.command.clone_from(&self.manifest.command);
        summary.inputs = inputs as u64;
        summary.starts = self.starts.count;
        summary.seconds = self.starts.seconds + self.began.elapsed().as_secs_f64();
        finish::close(self.folder, &summary).map_err(output)?;
        Ok(summary)
    }
}

/// The error of an output folder that cannot be written or read.
pub fn output_error(out: &Path, cause: io::Error) -> RunError {
    RunError::Output {
        out: out.display().to_string(),
        cause,
    }
}

/// The manifest in the folder, if there is one, made sure that `manifest` goes on with it.
fn read_manifest(folder: &Folder, manifest: &Manifest) -> Result<Option<Manifest>, RunError> {
    let out = || folder.root().display().to_string();
    let begun = match folder::read_json::<Manifest>(&folder.manifest()) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(RunError::Occupied { out: out() });
        }
        other => other.map_err(|cause| output_error(folder.root(), cause))?,
    };
    if let Some(begun) = &begun {
        manifest
            .goes_on_with(begun)
            .map_err(|mismatch| RunError::Mismatch {
                out: out(),
                mismatch,
            })?;
    }
    Ok(begun)
}

/// Counts one more start. How long the one before it took is told by the last thing it wrote.
fn note_start(folder: &Folder) -> io::Result<Starts> {
    let path = folder.working("starts.json");
    let mut starts: Starts = folder::read_json(&path)?.unwrap_or_default();
    let since = |time: SystemTime| {
        time.duration_since(UNIX_EPOCH)
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
    starts.last = since(SystemTime::now());
    folder::write_json(&path, &starts)?;
    Ok(starts)
}
