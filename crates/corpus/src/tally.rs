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
        fold_rarest(&mut self.skipped);
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

/// Names that somebody else made up, as media types are, are counted by themselves up to so many; others as [`OTHER`].
const MOST_NAMES: usize = 200;
/// The longest name counted by itself, in bytes.
const LONGEST_NAME: usize = 100;
/// What all others are counted as.
const OTHER: &str = "other";

/// Counts one more of a name that somebody else made up, so that however many there are, memory is bounded.
pub fn count_one_of_any(counts: &mut Counts, name: &str) {
    let is_known = counts.contains_key(name);
    let is_counted = is_known || (counts.len() < MOST_NAMES && name.len() <= LONGEST_NAME);
    count(counts, if is_counted { name } else { OTHER });
}

/// Counts the rarest names with the others where there are too many.
fn fold_rarest(counts: &mut Counts) {
    if counts.len() <= MOST_NAMES {
        return;
    }
    let others = counts.remove(OTHER).unwrap_or(0);
    let mut by_count: Vec<(String, u64)> = std::mem::take(counts).into_iter().collect();
    by_count.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rest = by_count.split_off(MOST_NAMES - 1);
    counts.extend(by_count);
    let rest: u64 = rest.iter().map(|(_, count)| count).sum();
    counts.insert(OTHER.to_owned(), others + rest);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_others_made_up_do_not_grow_for_ever() {
        let mut counts = Counts::new();
        for i in 0..1000 {
            count_one_of_any(&mut counts, &format!("type/{i}"));
            count_one_of_any(&mut counts, "image/png");
        }
        count_one_of_any(&mut counts, &"long".repeat(1000));
        assert!(counts.len() <= MOST_NAMES + 1);
        assert_eq!(counts["image/png"], 1000);
        assert_eq!(counts.values().sum::<u64>(), 2001);

        let of_part = |from: u64| Tally {
            skipped: (from..from + 150).map(|i| (format!("{i:04}"), i)).collect(),
            ..Tally::default()
        };
        let mut sum = of_part(0);
        sum.add(&of_part(150));
        assert_eq!(sum.skipped.len(), MOST_NAMES);
        assert_eq!(sum.skipped["0299"], 299);
        assert_eq!(sum.skipped.values().sum::<u64>(), (0..300).sum::<u64>());
    }
}
