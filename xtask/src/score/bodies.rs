//! How near a body comes to the gold body: as a bag of words, as 4-grams, and word for word.

use std::collections::HashMap;

use super::tokens::words;

/// Precision, recall and F1 over the two bags of words, without case.
pub fn word_scores(read: &str, gold: &str) -> [f64; 3] {
    let (read, gold) = (read.to_lowercase(), gold.to_lowercase());
    let (read, gold) = (words(&read), words(&gold));
    if gold.is_empty() {
        return if read.is_empty() { [1.0; 3] } else { [0.0; 3] };
    }
    if read.is_empty() {
        return [0.0; 3];
    }
    let same = shared(read.iter(), gold.iter()) as f64;
    let (precision, recall) = (same / read.len() as f64, same / gold.len() as f64);
    [precision, recall, f1(precision, recall)]
}

/// The harmonic mean, 0 where both are 0.
pub fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    }
}

/// What is shared of two bodies' 4-grams, what only the reading has and what only the gold has; the three sum to one
/// unless both bodies are empty.
pub fn shingle_counts(read: &str, gold: &str) -> [f64; 3] {
    let (read, gold) = (words(read), words(gold));
    let (read, gold) = (shingles(&read), shingles(&gold));
    let tp = shared(read.iter(), gold.iter());
    let (fp, fn_) = (read.len() - tp, gold.len() - tp);
    let total = (tp + fp + fn_).max(1) as f64;
    [tp as f64 / total, fp as f64 / total, fn_ as f64 / total]
}

/// Runs of four words; a text of one to three words is one run.
fn shingles<'a>(words: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    if words.is_empty() {
        Vec::new()
    } else if words.len() < 4 {
        vec![words]
    } else {
        words.windows(4).collect()
    }
}

/// Whether the reading holds all and only the gold's words, in its order and case.
pub fn is_exact(read: &str, gold: &str) -> bool {
    words(read) == words(gold)
}

/// How many items two bags share, each as often as it stands in both.
fn shared<T: Eq + std::hash::Hash>(
    a: impl Iterator<Item = T>,
    b: impl Iterator<Item = T>,
) -> usize {
    let mut left: HashMap<T, usize> = HashMap::new();
    for item in a {
        *left.entry(item).or_default() += 1;
    }
    b.filter(|item| match left.get_mut(item) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    })
    .count()
}

#[cfg(test)]
#[expect(
    clippy::float_cmp,
    reason = "quotients of small whole numbers, the same on both sides"
)]
mod tests {
    use super::*;

    #[test]
    fn word_scores_count_a_word_as_often_as_both_have_it() {
        let [p, r, f] = word_scores("a a b", "A b c");
        assert!((p - 2.0 / 3.0).abs() < 1e-9 && (r - 2.0 / 3.0).abs() < 1e-9);
        assert!((f - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(word_scores("", "a"), [0.0; 3]);
        assert_eq!(word_scores("", " "), [1.0; 3]);
        assert_eq!(word_scores("a", "b")[2], 0.0);
    }

    #[test]
    fn shingles_of_a_short_text_are_one() {
        assert_eq!(shingle_counts("a b", "a b"), [1.0, 0.0, 0.0]);
        assert_eq!(shingle_counts("a b", "a b c"), [0.0, 0.5, 0.5]);
        assert_eq!(shingle_counts("", ""), [0.0; 3]);
        assert_eq!(shingle_counts("a b c d e", "a b c d"), [0.5, 0.5, 0.0]);
    }

    #[test]
    fn exact_minds_case_and_order_but_not_punctuation() {
        assert!(is_exact("A, b.", "A b"));
        assert!(!is_exact("a b", "A b"));
        assert!(!is_exact("b A", "A b"));
    }
}
