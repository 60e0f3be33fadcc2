//! One reader at work in a process of its own, where a page that hangs or crashes it costs that page alone.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::serve::{Answer, Hello, Job};

/// The most wall-clock time a page may take.
pub const LIMIT: Duration = Duration::from_secs(20);

/// How long a process may take to begin; interpreters load dozens of modules.
const BEGIN: Duration = Duration::from_secs(90);

/// A reader to compare.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Its name in the tables.
    pub name: String,
    /// The program that reads, with its arguments.
    pub command: (PathBuf, Vec<String>),
    /// What it can be measured on.
    pub reads: Reads,
}

/// What a reader gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// A report: body and what else there is.
    Report,
    /// A report, of text dumps too.
    ReportAndDumps,
    /// A report of a newspaper; on a tenth of the speed of the others it is not put through pages of other kinds.
    News,
    /// A date alone.
    Date,
    /// Nothing: it parses, for the speed of it.
    Nothing,
}

/// What came of one page.
#[derive(Debug)]
pub enum Outcome {
    /// The reader answered.
    Answered(Box<Answer>),
    /// It was still at it after [`LIMIT`].
    TooLong,
    /// Its process ended.
    Crashed,
}

/// A reader's running process.
pub struct Process {
    reader: Reader,
    /// The version it said it is.
    pub version: String,
    child: Child,
    jobs: ChildStdin,
    answers: Receiver<String>,
}

impl Process {
    /// Starts the reader.
    ///
    /// # Errors
    /// When it does not start or does not say its version.
    pub fn start(reader: &Reader) -> Result<Self> {
        let (program, args) = &reader.command;
        let mut child = Command::new(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let jobs = child.stdin.take().context("no standard input")?;
        let out = child.stdout.take().context("no standard output")?;
        let (send, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let Ok(hello) = answers.recv_timeout(BEGIN) else {
            bail!("{} does not begin", reader.name);
        };
        let hello: Hello = serde_json::from_str(&hello)?;
        Ok(Self {
            reader: reader.clone(),
            version: hello.version,
            child,
            jobs,
            answers,
        })
    }

    /// Reads one page. A reader that hangs or crashes is started again for the next.
    ///
    /// # Errors
    /// When the answer is none, or the reader does not start again.
    pub fn read(&mut self, job: &Job) -> Result<Outcome> {
        let line = serde_json::to_string(job)? + "\n";
        let sent = self
            .jobs
            .write_all(line.as_bytes())
            .and_then(|()| self.jobs.flush());
        let answer = match sent {
            Ok(()) => self.answers.recv_timeout(LIMIT),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        let outcome = match answer {
            Ok(line) => return Ok(Outcome::Answered(serde_json::from_str(&line)?)),
            Err(RecvTimeoutError::Timeout) => Outcome::TooLong,
            Err(RecvTimeoutError::Disconnected) => Outcome::Crashed,
        };
        let again = Self::start(&self.reader)?;
        *self = again;
        Ok(outcome)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
