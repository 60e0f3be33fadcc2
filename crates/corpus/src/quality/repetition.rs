//! Runs of words that stand more than once in a text.

use rustc_hash::FxHashMap;

/// A word: its hash and how many letters it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    hash: u64,
    /// Its letters.
    pub len: u32,
}

impl Word {
    /// A word with this hash and so many letters.
    pub fn new(hash: u64, len: u32) -> Self {
        Self { hash, len }
    }
}

/// The hashes of all runs of `n` words, with the place each begins at.
fn runs(words: &[Word], n: usize) -> impl Iterator<Item = (usize, u64)> {
    words.windows(n).enumerate().map(|(at, run)| {
        let mix = |hash: u64, word: &Word| {
            (hash ^ word.hash)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23)
        };
        (at, run.iter().fold(0, mix))
    })
}

/// The share of letters in the most frequent run of `n` words; 0 where none stands twice.
pub fn top_share(words: &[Word], n: usize, letters: u64) -> f32 {
    let mut counts: FxHashMap<u64, (u32, usize)> = FxHashMap::default();
    counts.reserve(words.len());
    for (at, run) in runs(words, n) {
        counts.entry(run).or_insert((0, at)).0 += 1;
    }
    // Of runs that are as frequent, the first.
    let top = counts
        .values()
        .max_by_key(|(count, at)| (*count, std::cmp::Reverse(*at)));
    match top {
        Some((count, at)) if *count > 1 => {
            let len: u64 = words[*at..*at + n]
                .iter()
                .map(|word| u64::from(word.len))
                .sum();
            // Runs may lie over each other.
            ((len * u64::from(*count)) as f32 / letters.max(1) as f32).min(1.0)
        }
        _ => 0.0,
    }
}

/// The share of letters in runs of `n` words that stand more than once; letters in several such runs count once.
pub fn repeated_share(words: &[Word], n: usize, letters: u64) -> f32 {
    let mut firsts: FxHashMap<u64, (usize, bool)> = FxHashMap::default();
    firsts.reserve(words.len());
    let mut covered = vec![false; words.len()];
    for (at, run) in runs(words, n) {
        match firsts.get_mut(&run) {
            None => {
                firsts.insert(run, (at, false));
            }
            Some((first, is_covered)) => {
                covered[at..at + n].fill(true);
                if !*is_covered {
                    covered[*first..*first + n].fill(true);
                    *is_covered = true;
                }
            }
        }
    }
    let repeated = words.iter().zip(&covered).filter(|(_, covered)| **covered);
    let repeated: u64 = repeated.map(|(word, _)| u64::from(word.len)).sum();
    repeated as f32 / letters.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.bytes()
            .map(|byte| Word::new(u64::from(byte) * 0x1234_5678_9abc, 1))
            .collect()
    }

    fn is_near(share: f32, wanted: f32) -> bool {
        (share - wanted).abs() < 1e-6
    }

    #[test]
    fn runs_are_counted() {
        let text = words("abcdefgh");
        assert_eq!(
            (top_share(&text, 2, 8), repeated_share(&text, 5, 8)),
            (0.0, 0.0)
        );
        let text = words("abxabyabzabwqrst");
        assert!(is_near(top_share(&text, 2, 16), 0.5));
        let text = words("abcdeXabcdeYabcde");
        assert!(is_near(repeated_share(&text, 5, 17), 15.0 / 17.0));
        assert!(is_near(repeated_share(&text, 6, 17), 0.0));
    }
}
