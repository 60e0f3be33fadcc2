//! A Python process that reads the pages of a set whenever it is told to.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::compare::serve::Hello;
use crate::root;

/// What a pass over the pages of a set took.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Pass {
    /// Seconds by the clock.
    pub seconds: f64,
    /// Seconds of processor time.
    pub processor: f64,
    /// Pages that could not be read.
    pub failed: usize,
}

/// A process of `passes.py`.
pub struct Reader {
    name: String,
    /// The version of what it reads with.
    pub version: String,
    child: Child,
    asked: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Reader {
    /// Starts it; it has all pages in memory then.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(python: &Path, name: &str, pages: &Path) -> Result<Self> {
        let mut child = Command::new(python)
            .arg(root().join("python/bench/passes.py"))
            .arg(name)
            .arg(pages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let asked = child.stdin.take().context("no standard input")?;
        let out = child.stdout.take().context("no standard output")?;
        let mut reader = Self {
            name: name.to_owned(),
            version: String::new(),
            child,
            asked,
            answers: BufReader::new(out).lines(),
        };
        reader.version = reader.answer::<Hello>()?.version;
        Ok(reader)
    }

    /// Reads the pages of a set.
    ///
    /// # Errors
    /// When the process ends instead.
    pub fn pass(&mut self, set: &str) -> Result<Pass> {
        writeln!(self.asked, "{set}")
            .and_then(|()| self.asked.flush())
            .with_context(|| format!("{} reads no more; its last words stand above", self.name))?;
        self.answer()
    }

    fn answer<T: DeserializeOwned>(&mut self) -> Result<T> {
        let line = self.answers.next().transpose()?;
        let line = line.with_context(|| {
            format!("passes.py {} ended; its last words stand above", self.name)
        })?;
        serde_json::from_str(&line).with_context(|| format!("{} answered {line:?}", self.name))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
