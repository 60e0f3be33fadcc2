//! How well a grouping agrees with the true one, item by item.

use std::collections::HashMap;
use std::hash::Hash;

/// B-cubed precision and recall, mean over items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bcubed {
    /// The share of an item's group that truly belongs with it.
    pub precision: f64,
    /// The share of what truly belongs with it that is in its group.
    pub recall: f64,
}

impl Bcubed {
    /// Of items with the group they are in and the one they belong to.
    pub fn of<R: Hash + Eq + Copy, G: Hash + Eq + Copy>(items: &[(R, G)]) -> Self {
        let read = counts(items.iter().map(|&(read, _)| read));
        let gold = counts(items.iter().map(|&(_, gold)| gold));
        let both = counts(items.iter().copied());
        let mean = |sums: f64| sums / items.len().max(1) as f64;
        // Each of the items that two groups have in common has the same share.
        Self {
            precision: mean(
                both.iter()
                    .map(|((group, _), both)| both * both / read[group])
                    .sum(),
            ),
            recall: mean(
                both.iter()
                    .map(|((_, group), both)| both * both / gold[group])
                    .sum(),
            ),
        }
    }

    /// Of items in several parts, counting in the group of an item, and in what belongs with it, those of other parts alone:
    /// how well a grouping joins what is parted. Precision is the mean over items whose group has others, recall over those
    /// with which others belong; of the items of one part alone, where it is named.
    pub fn across<R: Hash + Eq + Copy, G: Hash + Eq + Copy, P: Hash + Eq + Copy>(
        items: &[(R, G, P)],
        of: Option<P>,
    ) -> Self {
        let groups = counts(items.iter().map(|&(read, ..)| read));
        let of_group = counts(items.iter().map(|&(read, _, part)| (read, part)));
        let truths = counts(items.iter().map(|&(_, gold, _)| gold));
        let of_truth = counts(items.iter().map(|&(_, gold, part)| (gold, part)));
        let agreed = counts(items.iter().map(|&(read, gold, _)| (read, gold)));
        let of_agreed = counts(items.iter().copied());
        let (mut precision, mut recall) = ((0.0, 0.0), (0.0, 0.0));
        let wanted = |&&(_, _, part): &&(R, G, P)| of.is_none_or(|of| of == part);
        for &(read, gold, part) in items.iter().filter(wanted) {
            let both = agreed[&(read, gold)] - of_agreed[&(read, gold, part)];
            for (sum, all) in [
                (&mut precision, groups[&read] - of_group[&(read, part)]),
                (&mut recall, truths[&gold] - of_truth[&(gold, part)]),
            ] {
                if all > 0.0 {
                    sum.0 += both / all;
                    sum.1 += 1.0;
                }
            }
        }
        let mean = |(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { 0.0 };
        Self {
            precision: mean(precision),
            recall: mean(recall),
        }
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        crate::score::bodies::f1(self.precision, self.recall)
    }
}

/// How often each of them is there.
fn counts<K: Hash + Eq>(all: impl Iterator<Item = K>) -> HashMap<K, f64> {
    let mut counts = HashMap::new();
    for one in all {
        *counts.entry(one).or_insert(0.0) += 1.0;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_taken_item_by_item() {
        // Groups of three and one, of which two and two belong together.
        let items = [(0, 'a'), (0, 'a'), (0, 'b'), (1, 'b')];
        let Bcubed { precision, recall } = Bcubed::of(&items);
        assert!((precision - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9);
        assert!((recall - (1.0 + 1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-9);
    }

    #[test]
    fn across_parts_only_others_count() {
        // An English and an Arabic report of one story together, a second English one with them that is not of it, a French
        // one of it apart.
        let items = [
            (0, 'a', "en"),
            (0, 'a', "ar"),
            (0, 'b', "en"),
            (1, 'a', "fr"),
        ];
        let Bcubed { precision, recall } = Bcubed::across(&items, None);
        // Of the English one all of its others, of the Arabic one half, of the wrong one none; the French one has no others.
        assert!((precision - (1.0 + 0.5 + 0.0) / 3.0).abs() < 1e-9);
        // Half of theirs is found by the first two, nothing by the French one; the wrong one has none in other languages.
        assert!((recall - (0.5 + 0.5 + 0.0) / 3.0).abs() < 1e-9);
    }
}
