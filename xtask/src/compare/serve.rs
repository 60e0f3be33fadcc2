//! How a comparison talks with the process that reads: a line of JSON a page, each way.

use std::io::{BufRead, Write, stdin, stdout};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::score::reading::Reading;

/// The first line a reading process writes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the reader.
    pub version: String,
}

/// A page to read.
#[derive(Debug, Serialize, Deserialize)]
pub struct Job {
    /// The page's name within its set.
    pub id: String,
    /// Its file.
    pub path: PathBuf,
    /// Its address.
    pub url: Option<String>,
    /// Whether it is a dump of text.
    pub dump: bool,
}

/// What came of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The reading; empty where there is none.
    #[serde(flatten)]
    pub reading: Reading,
    /// Processor time of the reading alone.
    pub seconds: f64,
    /// Why there is no reading.
    pub error: Option<String>,
}

impl Answer {
    /// The answer of a reader that took so long.
    pub fn new(read: Result<Reading, String>, took: Duration) -> Self {
        let seconds = took.as_secs_f64();
        match read {
            Ok(reading) => Self {
                reading,
                seconds,
                error: None,
            },
            Err(error) => Self {
                seconds,
                error: Some(error),
                ..Self::default()
            },
        }
    }
}

/// The reading process: says which version it is, then answers jobs until there are none.
///
/// # Errors
/// When `read` fails for another reason than the page, or the other side is gone.
pub fn serve(version: &str, read: impl Fn(&Job) -> Result<Answer>) -> Result<()> {
    say(&Hello {
        version: version.to_owned(),
    })?;
    for line in stdin().lock().lines() {
        say(&read(&serde_json::from_str(&line?)?)?)?;
    }
    Ok(())
}

fn say(line: &impl Serialize) -> Result<()> {
    let mut out = stdout().lock();
    serde_json::to_writer(&mut out, line)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
