//! Stretches of a text as sets of its words, so that punctuation and quotation marks do not count.

use std::cmp::Ordering;

use super::texts::Spans;
use crate::score::tokens::{Word, spans};

/// Words that only join a content to its cue: they do not count at the head of one.
const COMPLEMENTIZERS: [&str; 17] = [
    "that", "dass", "daß", "ob", "whether", "أن", "إن", "ان", "أنّ", "إنّ", "بأن", "بان", "que",
    "che", "что", "که", "ki",
];

/// A text cut into words.
#[derive(Debug)]
pub struct Words<'a>(Vec<Word<'a>>);

/// Numbers of the words that stretches of a text touch, rising.
pub type Cover = Vec<usize>;

impl<'a> Words<'a> {
    /// The words of a text.
    pub fn of(text: &'a str) -> Self {
        Self(spans(text))
    }

    /// The words that any of the ranges touches.
    pub fn cover<'r>(&self, ranges: impl IntoIterator<Item = &'r (usize, usize)>) -> Cover {
        let mut cover = Cover::new();
        for &(begin, end) in ranges {
            let first = self.0.partition_point(|word| word.end <= begin);
            let touched = self.0[first..].iter().take_while(|word| word.begin < end);
            cover.extend(first..first + touched.count());
        }
        cover.sort_unstable();
        cover.dedup();
        cover
    }

    /// The words of a statement's content, without a complementizer at their head.
    pub fn content(&self, statement: &Spans) -> Cover {
        let mut cover = self.cover(&statement.content);
        if cover.len() > 1 {
            let head = self.0[cover[0]].text.to_lowercase();
            if COMPLEMENTIZERS.contains(&head.as_str()) {
                cover.remove(0);
            }
        }
        cover
    }

    /// The words that say who speaks.
    pub fn speaker(&self, statement: &Spans) -> Cover {
        self.cover(statement.source.iter().chain(&statement.antecedent))
    }
}

/// How many words two covers share.
pub fn shared(a: &[usize], b: &[usize]) -> usize {
    let (mut a, mut b, mut same) = (a, b, 0);
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
        match first.cmp(other) {
            Ordering::Less => a = rest,
            Ordering::Greater => b = others,
            Ordering::Equal => {
                same += 1;
                (a, b) = (rest, others);
            }
        }
    }
    same
}

/// Words in both over words in either; 0 where there are none.
pub fn overlap(a: &[usize], b: &[usize]) -> f64 {
    let same = shared(a, b);
    let either = a.len() + b.len() - same;
    if either == 0 {
        0.0
    } else {
        same as f64 / either as f64
    }
}

/// One-to-one pairs of contents that overlap by half or more, the largest overlap first: positions in `read` and in
/// `gold`. Of equal overlaps the one further behind is paired first.
pub fn pairs(read: &[Cover], gold: &[Cover]) -> Vec<(usize, usize)> {
    let mut ranked = Vec::new();
    for (i, r) in read.iter().enumerate() {
        for (j, g) in gold.iter().enumerate() {
            let share = overlap(r, g);
            if share >= 0.5 {
                ranked.push((share, i, j));
            }
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let (mut free_read, mut free_gold) = (vec![true; read.len()], vec![true; gold.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in ranked {
        if free_read[i] && free_gold[j] {
            (free_read[i], free_gold[j]) = (false, false);
            pairs.push((i, j));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_the_words_they_touch_once() {
        let words = Words::of("He said that \"all is well\".");
        assert_eq!(words.cover(&[(3, 7)]), [1]);
        assert_eq!(words.cover(&[(14, 17), (16, 20)]), [3, 4]);
        assert_eq!(words.cover(&[(0, 0), (12, 14)]), [] as [usize; 0]);
        assert_eq!(words.cover(&[(4, 4)]), [1]);
    }

    #[test]
    fn a_complementizer_at_the_head_of_a_content_does_not_count() {
        let words = Words::of("He said That all is well");
        let content = |begin, end| {
            words.content(&Spans {
                content: vec![(begin, end)],
                ..Spans::default()
            })
        };
        assert_eq!(content(8, 24), [3, 4, 5]);
        assert_eq!(content(8, 12), [2]);
    }

    #[test]
    fn the_best_overlap_is_paired_first_and_half_is_enough() {
        let read = [vec![0, 1, 2, 3], vec![0, 1, 2], vec![8]];
        let gold = [vec![0, 1, 2, 3, 4], vec![0, 1, 2], vec![8, 9], vec![]];
        assert_eq!(pairs(&read, &gold), [(1, 1), (0, 0), (2, 2)]);
        // Equal overlaps: the later ones meet first.
        let twice = [vec![0], vec![0]];
        assert_eq!(pairs(&twice, &twice), [(1, 1), (0, 0)]);
        assert_eq!(pairs(&[vec![]], &[vec![]]), []);
    }
}
