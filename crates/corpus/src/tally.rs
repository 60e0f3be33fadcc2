//! What a run counts, and the summary it ends in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Counts by name, in the order of the names.
pub type Counts = BTreeMap<String, u64>;

/// What was met and what became of it. Tallies of parts add up to that of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Tally {
    /// Records of the inputs, whatever they hold.
    pub records: u64,
    /// Bytes of the inputs, as they lie there.
    pub bytes: u64,
    /// Pages that were read.
    pub pages: u64,
    /// Pages that are rows of the output.
    pub kept: u64,
    /// Records that hold no page to read, by what they are: `request`, `status-404`, `image/png`.
    pub skipped: Counts,
    /// Pages left out of the output, by the first reason there was: `language`, `near-duplicate`.
    pub dropped: Counts,
    /// Records that could not be read, by cause: `empty`, `cut-off`.
    pub failures: Counts,
    /// Rows that carry a mark, dropped or not, by mark: `exact-duplicate`, `gopher`.
    pub marked: Counts,
    /// Rows kept, by language; `und` where none was told.
    pub languages: Counts,
    /// Rows kept, by kind of page; `dump` of a text.
    pub kinds: Counts,
    /// Rows kept, by the month they were published in (`2024-05`); `undated` where the page does not tell.
    pub months: Counts,
    /// Words of the bodies kept.
    pub words: u64,
    /// Statements of the rows kept.
    pub statements: u64,
}

impl Tally {
    /// Adds what another part counted.
    pub fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.bytes += other.bytes;
        self.pages += other.pages;
        self.kept += other.kept;
        self.words += other.words;
        self.statements += other.statements;
        for (sum, counts) in [
            (&mut self.skipped, &other.skipped),
            (&mut self.dropped, &other.dropped),
            (&mut self.failures, &other.failures),
            (&mut self.marked, &other.marked),
            (&mut self.languages, &other.languages),
            (&mut self.kinds, &other.kinds),
            (&mut self.months, &other.months),
        ] {
            for (name, count) in counts {
                *sum.entry(name.clone()).or_default() += count;
            }
        }
    }
}

/// Counts one more of a name.
pub fn count(counts: &mut Counts, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else {
        counts.insert(name.to_owned(), 1);
    }
}

/// What a run came to: `summary.json` is this, `summary.html` shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Summary {
    /// Version of khabar that ran.
    pub version: String,
    /// The command, as it would be typed.
    pub command: String,
    /// How many inputs there were.
    pub inputs: u64,
    /// How many parts were written.
    pub parts: u64,
    /// Bytes of the parts written.
    pub bytes_written: u64,
    /// What was counted.
    pub tally: Tally,
    /// Seconds on the clock, all starts of the run together.
    pub seconds: f64,
    /// How often the run was started: more than once where it was stopped and went on.
    pub starts: u64,
    /// Threads of the last start.
    pub threads: u64,
    /// Pages and seconds of each part, in the order of the parts: how the speed went.
    pub speed: Vec<PartSpeed>,
}

/// How fast one part was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PartSpeed {
    /// Pages read.
    pub pages: u64,
    /// Bytes of the input.
    pub bytes: u64,
    /// Seconds one thread was busy with it.
    pub seconds: f64,
}
