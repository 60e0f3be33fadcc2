//! What a report adds to those before it.

use khabar_words::{Kind, each_unit, stem};
use rustc_hash::{FxHashMap, FxHashSet};
use twox_hash::XxHash3_64;

use super::sentences::spans;
use crate::stop_words;

/// Sentences that are remembered, and sentences of one text that are looked at: more than the reports of a story have.
const SENTENCES: usize = 2_000;

/// Words of a sentence that are compared.
const WORDS: usize = 64;

/// A sentence with fewer words that say something tells too little to be new.
const FEWEST: usize = 3;

/// How much of a sentence's words one that was there before must have for the sentence to say nothing new.
const KNOWN: f32 = 0.65;

/// The sentences of a story so far, by hashes of their words, and which of the next report's are new in substance.
///
/// A sentence is new if no sentence before has most of the words in it that say something, as stems, or if it gives a number that
/// none before it gave. Reports in another language are new in every sentence.
#[derive(Debug, Default)]
pub struct Seen {
    /// In which sentences a word is, by their numbers.
    words: FxHashMap<u64, Vec<u32>>,
    /// The numbers that were given.
    numbers: FxHashSet<u64>,
    /// How many sentences there are.
    count: usize,
    stems: stem::Cache,
}

/// What a sentence says.
#[derive(Default)]
struct Said {
    words: Vec<u64>,
    numbers: Vec<u64>,
}

impl Seen {
    /// Of a story without reports.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sentences of a report that say what none before did, in their order, as they stand in its text. They count as seen from
    /// now on, up to 2,000 of a story; of a text, the first 2,000 are looked at. `language` is a BCP 47 tag; without one, words are
    /// compared as they stand.
    pub fn adds<'t>(&mut self, text: &'t str, language: Option<&str>) -> Vec<&'t str> {
        let language = language.and_then(stem::primary).unwrap_or_default();
        let mut out = Vec::new();
        for span in spans(text).into_iter().take(SENTENCES) {
            let sentence = &text[span];
            let said = self.said(sentence, &language);
            if said.words.len() < FEWEST {
                continue;
            }
            let has_new_number = said
                .numbers
                .iter()
                .any(|number| !self.numbers.contains(number));
            if self.closest(&said.words) < KNOWN || has_new_number {
                out.push(sentence);
                self.keep(&said);
            }
        }
        out
    }

    /// The largest share of these words that is in one sentence.
    fn closest(&self, words: &[u64]) -> f32 {
        let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
        for sentence in words
            .iter()
            .filter_map(|word| self.words.get(word))
            .flatten()
        {
            *shared.entry(*sentence).or_default() += 1;
        }
        let most = shared.into_values().max().unwrap_or(0);
        most as f32 / words.len() as f32
    }

    fn keep(&mut self, said: &Said) {
        if self.count >= SENTENCES {
            return;
        }
        // No more than 2,000.
        let number = self.count as u32;
        for word in &said.words {
            self.words.entry(*word).or_default().push(number);
        }
        self.numbers.extend(&said.numbers);
        self.count += 1;
    }

    /// The words of a sentence that say something, each once.
    fn said(&mut self, sentence: &str, language: &str) -> Said {
        let stemmed = stem::language(language);
        let stops = stop_words::of(language);
        let mut said = Said::default();
        each_unit(sentence, |unit| {
            let Some(word) = unit.in_order() else { return };
            if said.words.len() >= WORDS || stops.is_some_and(|stops| stops.contains(word)) {
                return;
            }
            let mut first = None;
            match unit.kind {
                Kind::Character => first = Some(hash(language, word)),
                Kind::Word | Kind::Part => self.stems.each_stem(unit, stemmed, |stem| {
                    first.get_or_insert_with(|| hash(language, stem));
                }),
            }
            let Some(hash) = first.filter(|hash| !said.words.contains(hash)) else {
                return;
            };
            said.words.push(hash);
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                said.numbers.push(hash);
            }
        });
        said
    }
}

/// The hash of a word of a language.
fn hash(language: &str, word: &str) -> u64 {
    let seed = XxHash3_64::oneshot(language.as_bytes());
    XxHash3_64::oneshot_with_seed(seed, word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_in_other_words_is_not_new() {
        let mut seen = Seen::new();
        let first = "The harbour of Velora reopened on Monday after repairs. Two freighters called at the quays.";
        assert_eq!(seen.adds(first, Some("en")).len(), 2);
        let next = "On Monday the harbour of Velora was reopened, after its repairs. Fishermen still wait for their own berths. \
                    Three people were hurt in the rush.";
        assert_eq!(
            seen.adds(next, Some("en")),
            [
                "Fishermen still wait for their own berths.",
                "Three people were hurt in the rush."
            ]
        );
        assert!(seen.adds(first, Some("en")).is_empty());
    }

    #[test]
    fn a_new_number_is_new() {
        let mut seen = Seen::new();
        seen.adds(
            "The flood near Velora cost 17 people their lives.",
            Some("en"),
        );
        let risen = "The flood near Velora cost 19 people their lives.";
        assert_eq!(seen.adds(risen, Some("en")), [risen]);
        assert!(seen.adds(risen, Some("en")).is_empty());
    }

    #[test]
    fn languages_without_blanks_are_compared_too() {
        let mut seen = Seen::new();
        seen.adds("港口在经过一年的维修之后于星期一重新开放。", Some("zh"));
        assert_eq!(
            seen.adds(
                "经过一年的维修，港口于星期一重新开放。渔民们仍在等待政府承诺的码头。",
                Some("zh")
            ),
            ["渔民们仍在等待政府承诺的码头。"]
        );
    }
}
