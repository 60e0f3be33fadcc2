//! What others do with archives, in Python.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::root;

/// What a script counted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Counted {
    /// Records read.
    pub records: u64,
    /// Pages read.
    pub pages: u64,
    /// Seconds on the clock.
    pub seconds: f64,
}

/// Every record read with FastWARC.
pub fn records(archives: &[PathBuf], python: &Path) -> Result<Counted> {
    let mut command = Command::new(python);
    command
        .arg(root().join("peers/python/records.py"))
        .args(archives);
    counted(command)
}

/// Pages a second of trafilatura and warcio in a pool of two processes.
pub fn pool(archives: &[PathBuf], python: &Path, out: &Path) -> Result<f64> {
    let mut command = Command::new(python);
    command
        .arg(root().join("peers/python/pool.py"))
        .arg("2")
        .arg(out)
        .args(archives);
    let counted = counted(command)?;
    Ok(counted.pages as f64 / counted.seconds)
}

fn counted(mut command: Command) -> Result<Counted> {
    let run = command
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !run.status.success() {
        bail!(
            "{command:?} failed: {}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
    let printed = String::from_utf8_lossy(&run.stdout);
    let last = printed.trim_end().lines().last().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("{command:?} printed {last:?}"))
}
