//! Judges each line of a dump: how likely is it part of the body, how likely the headline?
//!
//! Weights are trained by `cargo xtask train --dumps`: a table of what words speak for, and forests. The second forest
//! sees what the first thought of the lines around: a line among lines of the body is body itself.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::features::{self, COLUMNS, WORD_COLUMNS};
use super::lines::Lines;
use super::words::{LineWords, telling};
use crate::body::Malformed;
use crate::body::judge::{Forest, Reader, expected_f1};

/// First bytes of a file of weights; the digit goes up with the form.
const MAGIC: &[u8] = b"khabar-lines-1\n";
/// Weights of words are stored as whole numbers of this fraction.
const UNIT: f32 = 1.0 / 2048.0;
/// How far the weights of words reach to later and earlier lines: each line on counts this much.
const FADE: f32 = 0.8;

/// Lines whose first judgement is told to the second.
const NEIGHBOURS: [isize; 8] = [-4, -3, -2, -1, 1, 2, 3, 4];
/// Lines on one side of which the mean is told.
const WINDOWS: [usize; 3] = [5, 12, 30];
/// Columns the second judgement has beyond those of the first.
pub const MORE_COLUMNS: usize = 1 + NEIGHBOURS.len() + 2 * WINDOWS.len() + 4;

/// The weights that ship.
static SHIPPED: LazyLock<LineJudge> = LazyLock::new(|| {
    LineJudge::from_bytes(include_bytes!("../../weights/dump.bin"))
        .expect("the shipped weights are read in a test")
});

/// A trained judge of lines.
#[derive(Debug)]
pub struct LineJudge {
    words: FxHashMap<u32, f32>,
    first: Forest,
    second: Forest,
    headline: Forest,
}

/// What the judge thinks of each line.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How likely it belongs to the body, 0 to 1.
    pub body: Vec<f32>,
    /// How likely it is the headline, 0 to 1.
    pub headline: Vec<f32>,
}

impl LineJudge {
    /// The judge that ships with this version.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads weights as `cargo xtask train` writes them.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are not weights for this version's features.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes);
        if from.take(MAGIC.len())? != MAGIC || from.u32()? as usize != COLUMNS {
            return Err(Malformed);
        }
        let words = (0..from.u32()?)
            .map(|_| Ok((from.u32()?, f32::from(from.i16()?) * UNIT)))
            .collect::<Result<_, Malformed>>()?;
        Ok(Self {
            words,
            first: Forest::read(&mut from, COLUMNS)?,
            second: Forest::read(&mut from, COLUMNS + MORE_COLUMNS)?,
            headline: Forest::read(&mut from, COLUMNS + MORE_COLUMNS)?,
        })
    }

    /// Judges all lines of a dump.
    pub fn judge(&self, lines: &Lines, words: &LineWords) -> Verdict {
        self.judge_rows(&self.rows(lines, words), words)
    }

    /// What is known of each line, [`COLUMNS`] numbers a line, what its words speak for among them.
    pub(super) fn rows(&self, lines: &Lines, words: &LineWords) -> Vec<f32> {
        let mut rows = features::read(lines, words);
        let weights: Vec<f32> = (0..lines.lines.len())
            .map(|i| {
                telling(lines, words, i)
                    .iter()
                    .filter_map(|hash| self.words.get(hash))
                    .sum()
            })
            .collect();
        fill_words(&mut rows, &weights);
        rows
    }

    /// Judges all lines of a dump by their rows.
    pub(super) fn judge_rows(&self, rows: &[f32], words: &LineWords) -> Verdict {
        let first = self.first.probabilities(rows, COLUMNS);
        let lengths: Vec<f32> = (0..words.counts.len())
            .map(|i| words.line(i).len() as f32)
            .collect();
        let rows = second_rows(rows, &first, &lengths);
        let width = COLUMNS + MORE_COLUMNS;
        Verdict {
            body: self.second.probabilities(&rows, width),
            headline: self.headline.probabilities(&rows, width),
        }
    }
}

/// Fills in the columns of what words speak for: those of the line, of the lines beside it, and of all lines before
/// and after it, the nearer the more.
fn fill_words(rows: &mut [f32], weights: &[f32]) {
    let count = weights.len();
    let at = |i: Option<usize>| i.and_then(|i| weights.get(i)).copied().unwrap_or(0.0);
    let mut behind = vec![0.0; count + 1];
    let mut ahead = vec![0.0; count + 1];
    for i in 0..count {
        behind[i + 1] = (behind[i] + weights[i]) * FADE;
    }
    for i in (0..count).rev() {
        ahead[i] = (ahead[i + 1] + weights[i]) * FADE;
    }
    for (i, row) in rows.chunks_exact_mut(COLUMNS).enumerate() {
        let columns = [
            weights[i],
            at(i.checked_sub(1)),
            at(Some(i + 1)),
            behind[i],
            ahead[i + 1],
        ];
        row[WORD_COLUMNS..WORD_COLUMNS + columns.len()].copy_from_slice(&columns);
    }
}

/// The rows with what the first judgement says of the lines around.
fn second_rows(rows: &[f32], judged: &[f32], lengths: &[f32]) -> Vec<f32> {
    let count = judged.len();
    let width = COLUMNS + MORE_COLUMNS;
    let mut out = vec![0.0; count * width];
    // Sums before each line: of probabilities, and of words likely in the body.
    let (mut sums, mut words) = (vec![0.0], vec![0.0]);
    for (p, length) in judged.iter().zip(lengths) {
        sums.push(sums[sums.len() - 1] + p);
        words.push(words[words.len() - 1] + p * length);
    }
    let total = words[count].max(1.0);
    for (i, (row, known)) in out
        .chunks_exact_mut(width)
        .zip(rows.chunks_exact(COLUMNS))
        .enumerate()
    {
        row[..COLUMNS].copy_from_slice(known);
        let mut columns = row[COLUMNS..].iter_mut();
        let mut set = |value: f32| {
            if let Some(column) = columns.next() {
                *column = value;
            }
        };
        set(judged[i]);
        for step in NEIGHBOURS {
            set(i
                .checked_add_signed(step)
                .and_then(|at| judged.get(at))
                .copied()
                .unwrap_or(-1.0));
        }
        for window in WINDOWS {
            let from = i.saturating_sub(window);
            set((sums[i] - sums[from]) / (i - from).max(1) as f32);
            let to = (i + 1 + window).min(count);
            set((sums[to] - sums[i + 1]) / (to - i - 1).max(1) as f32);
        }
        set(words[i] / total);
        set((words[count] - words[i + 1]) / total);
        set((1.0 + total).ln());
        set(judged[i] * lengths[i] / total);
    }
    out
}

/// How likely a line must be to be kept. `words` are those of each line.
///
/// That of pages asks more or less by how plain a page is. On lines, judged each by itself and by those around, it made
/// no set better: leftover 0.929 against 0.932.
pub fn bar(probabilities: &[f32], words: &[u32]) -> f32 {
    expected_f1(probabilities, words) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_whole() {
        let bytes = include_bytes!("../../weights/dump.bin");
        assert!(LineJudge::from_bytes(bytes).is_ok());
        assert!(LineJudge::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(LineJudge::from_bytes(b"khabar-lines-0\n").is_err());
    }

    #[test]
    fn neighbours_are_told_in_their_columns() {
        let rows = second_rows(
            &vec![0.0; 3 * COLUMNS],
            &[0.1, 0.5, 0.9],
            &[10.0, 10.0, 10.0],
        );
        let more = &rows[COLUMNS + COLUMNS + MORE_COLUMNS..][..MORE_COLUMNS];
        assert_eq!(
            &more[..9],
            [0.5, -1.0, -1.0, -1.0, 0.1, 0.9, -1.0, -1.0, -1.0]
        );
        assert_eq!(more.len(), MORE_COLUMNS);
        assert!((more[MORE_COLUMNS - 4] - 1.0 / 15.0).abs() < 1e-6);
    }
}
