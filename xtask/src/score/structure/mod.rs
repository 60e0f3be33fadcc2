//! How much of a body's structure a reading has: headings, list items, table cells and lines of code, found and placed
//! right.
//!
//! An item is *found* where the other side has one of the same kind, with the same words, at the same nesting (list
//! items) or in the same column (cells). It is *placed right* where it belongs to the longest common subsequence of the
//! two bodies' items: those that stand in the same order on both sides, so under the same headings and beside the same
//! neighbours. Precision and recall are shares of the items read and of the gold's; an item whose text was never taken
//! for body is missing like any other.
//!
//! Gold writes many lists and sub-headings as plain paragraphs, so no reading that is true to its page reaches a
//! precision of 1, and recall says more about a change of structure than precision does.

mod body;
mod gold;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

pub use self::body::items_of;
pub use self::gold::items_of_markdown;
use super::tokens::words;

/// What an item of structure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A heading. Its level does not count, for a page and its gold may begin to count anywhere.
    Heading,
    /// An item of a list, without the lists inside it.
    ListItem,
    /// A cell of a table that holds words.
    Cell,
    /// A line of preformatted text that is not blank.
    CodeLine,
}

impl Kind {
    /// All kinds, in the order of their figures.
    pub const ALL: [Self; 4] = [Self::Heading, Self::ListItem, Self::Cell, Self::CodeLine];
}

/// A piece of a body's structure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// A list item's nesting or a cell's column, counted from 0; 0 for the others.
    #[serde(default)]
    pub place: usize,
    /// Its words in lower case; of a line of code all that is no white space.
    pub text: String,
}

impl Item {
    /// An item, its text folded; `None` where nothing is left of it.
    pub fn new(kind: Kind, place: usize, text: &str) -> Option<Self> {
        let text = if kind == Kind::CodeLine {
            squeezed(text)
        } else {
            folded(text)
        };
        (!text.is_empty()).then_some(Self { kind, place, text })
    }
}

fn folded(text: &str) -> String {
    words(&text.to_lowercase()).join(" ")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Counts of items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items of the reading.
    pub read: usize,
    /// Items of the gold.
    pub gold: usize,
    /// Items of both, placed right.
    pub placed: usize,
}

impl Counts {
    /// Counts the items placed right, by their longest common subsequence.
    ///
    /// Its length costs the number of items times that of the items that differ.
    pub fn of<'a>(
        read: impl Iterator<Item = &'a Item>,
        gold: impl Iterator<Item = &'a Item>,
    ) -> Self {
        let mut numbers: HashMap<&Item, usize> = HashMap::new();
        let mut number = |item| {
            let next = numbers.len();
            *numbers.entry(item).or_insert(next)
        };
        let read: Vec<usize> = read.map(&mut number).collect();
        let gold: Vec<usize> = gold.map(&mut number).collect();
        let same = |op: DiffOp| match op {
            DiffOp::Equal { len, .. } => len,
            _ => 0,
        };
        let placed = capture_diff_slices(Algorithm::Myers, &read, &gold)
            .into_iter()
            .map(same)
            .sum();
        Self {
            read: read.len(),
            gold: gold.len(),
            placed,
        }
    }

    /// Precision, recall and F1.
    pub fn scores(self) -> [f64; 3] {
        let share = |of: usize| {
            if of == 0 {
                1.0
            } else {
                self.placed as f64 / of as f64
            }
        };
        let (precision, recall) = (share(self.read), share(self.gold));
        [precision, recall, super::bodies::f1(precision, recall)]
    }
}

/// How a page's structure was read.
#[derive(Debug, Clone, Copy)]
pub struct Structure {
    /// All items.
    pub all: Counts,
    /// Items of one kind, in the order of [`Kind::ALL`].
    pub kinds: [Counts; 4],
    /// Items whose words both bodies have, whatever they are taken for: what structure alone can change.
    pub kept: Counts,
}

/// Holds the items and text of a reading against the gold's.
pub fn score(read: (&[Item], &str), gold: (&[Item], &str)) -> Structure {
    let of_kind = |items: &'_ [Item], kind| {
        items
            .iter()
            .filter(move |i| i.kind == kind)
            .cloned()
            .collect::<Vec<_>>()
    };
    let kinds = Kind::ALL
        .map(|kind| Counts::of(of_kind(read.0, kind).iter(), of_kind(gold.0, kind).iter()));
    let (read_text, gold_text) = (Haystack::of(read.1), Haystack::of(gold.1));
    Structure {
        all: Counts::of(read.0.iter(), gold.0.iter()),
        kinds,
        kept: Counts::of(
            read.0.iter().filter(|i| gold_text.has(i)),
            gold.0.iter().filter(|i| read_text.has(i)),
        ),
    }
}

/// A body folded as its items are, to look for them.
struct Haystack {
    words: String,
    squeezed: String,
}

impl Haystack {
    fn of(text: &str) -> Self {
        Self {
            words: format!(" {} ", folded(text)),
            squeezed: squeezed(text),
        }
    }

    fn has(&self, item: &Item) -> bool {
        if item.kind == Kind::CodeLine {
            self.squeezed.contains(&item.text)
        } else {
            self.words.contains(&format!(" {} ", item.text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(markdown: &str) -> Vec<Item> {
        items_of_markdown(markdown)
    }

    fn counts(read: &str, gold: &str) -> [usize; 3] {
        let counts = Counts::of(items(read).iter(), items(gold).iter());
        [counts.read, counts.gold, counts.placed]
    }

    #[test]
    fn an_item_wants_its_kind_words_and_place() {
        assert_eq!(counts("# A, b\n\n- c", "## a B\n\n- c"), [2, 2, 2]);
        assert_eq!(counts("# a", "- a"), [1, 1, 0]);
        assert_eq!(counts("- a\n- b", "- a\n  - b"), [2, 2, 1]);
        assert_eq!(
            counts("| a | b |\n|-|-|\n| c | |", "| a | b |\n|-|-|\n| | c |"),
            [3, 3, 2]
        );
    }

    #[test]
    fn an_item_under_another_heading_is_not_placed_right() {
        let gold = "# one\n\n- a\n- b\n\n# two\n\n- c";
        assert_eq!(counts("# one\n\n- a\n\n# two\n\n- b\n- c", gold), [5, 5, 4]);
        assert_eq!(counts(gold, gold), [5, 5, 5]);
        assert_eq!(counts("", gold), [0, 5, 0]);
    }

    #[test]
    fn kept_items_are_those_whose_words_both_have() {
        let read = items("# a\n\n- b\n- d");
        let gold = items("# a\n\n- b\n- c");
        let structure = score((&read, "a b d"), (&gold, "a b c"));
        assert_eq!(
            (
                structure.kept.read,
                structure.kept.gold,
                structure.kept.placed
            ),
            (2, 2, 2)
        );
        assert_eq!(structure.all.placed, 2);
        assert_eq!(structure.kinds.map(|k| k.gold), [1, 2, 0, 0]);
    }

    #[test]
    fn nothing_read_right_scores_nothing() {
        let counts = Counts {
            read: 0,
            gold: 3,
            placed: 0,
        };
        assert!(counts.scores()[2].abs() < 1e-9);
    }
}
