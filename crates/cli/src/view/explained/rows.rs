//! Which blocks of an explanation get a line of their own.

use std::ops::Range;

use khabar_article::Reason;
use khabar_article::explain::{Explained, Explanation};

/// Runs of at least this many blocks are folded.
const RUN: usize = 3;

/// Which blocks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All, runs of blocks that were plainly dropped as one line.
    Folded,
    /// All, a line each.
    All,
    /// Those of the body.
    Kept,
    /// The others.
    Dropped,
    /// Those that could as well have gone the other way.
    Unsure,
}

/// A row of the list.
pub(super) enum Row {
    /// A block.
    Block(usize),
    /// A run of blocks that were plainly dropped.
    Run(Range<usize>),
}

/// The rows that are shown.
pub(super) fn rows(explanation: &Explanation, shown: Shown) -> Vec<Row> {
    let wanted = |block: &Explained| match shown {
        Shown::Folded | Shown::All => true,
        Shown::Kept => block.is_kept(),
        Shown::Dropped => !block.is_kept(),
        Shown::Unsure => explanation.is_unsure(block),
    };
    let is_plain = |block: &Explained| {
        matches!(
            block.reason,
            Reason::JudgedOut | Reason::Overlay | Reason::Data
        ) && !explanation.is_unsure(block)
    };
    let blocks = &explanation.blocks;
    let mut out = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let run = if shown == Shown::Folded {
            blocks[at..].iter().take_while(|b| is_plain(b)).count()
        } else {
            0
        };
        if run >= RUN {
            out.push(Row::Run(at..at + run));
            at += run;
            continue;
        }
        if wanted(&blocks[at]) {
            out.push(Row::Block(at));
        }
        at += 1;
    }
    out
}
