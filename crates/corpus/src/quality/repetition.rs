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

/// The shares of letters in runs that stand more than once.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shares {
    /// In the most frequent run of 2, 3 and 4 words; 0 where none stands twice.
    pub top: [f32; 3],
    /// In all runs of 5 to 10 words that stand more than once; letters in several such runs count once.
    pub repeated: [f32; 6],
}

impl Shares {
    /// The shares of a text's words.
    pub fn of(words: &[Word]) -> Self {
        let mut out = Self::default();
        let letters: u64 = words.iter().map(|word| u64::from(word.len)).sum();
        let mut runs = Runs::new(words);
        runs.grow();
        for share in &mut out.top {
            runs.grow();
            *share = runs.top_share(letters);
        }
        for share in &mut out.repeated {
            runs.grow();
            *share = runs.repeated_share(letters);
        }
        out
    }
}

/// A run of words, by where it begins.
struct Run {
    at: usize,
    hash: u64,
}

/// The runs of so many words that stand more than once. A run can only do so where the one shorter by its last word does,
/// so that of ordinary text few are left to be counted after the first steps.
struct Runs<'a> {
    words: &'a [Word],
    len: usize,
    repeated: Vec<Run>,
    /// How many runs fall on a place by their hash: one that falls on a place alone stands once.
    places: Vec<u8>,
    /// How often each of the others stands, and where first.
    counts: FxHashMap<u64, (u32, usize)>,
}

impl<'a> Runs<'a> {
    /// The runs of no word at all, which begin everywhere.
    fn new(words: &'a [Word]) -> Self {
        let repeated = (0..words.len()).map(|at| Run { at, hash: 0 });
        Self {
            words,
            len: 0,
            repeated: repeated.collect(),
            places: vec![0; (words.len() * 4).next_power_of_two()],
            counts: FxHashMap::default(),
        }
    }

    /// Goes on to the runs of one word more.
    fn grow(&mut self) {
        self.places.fill(0);
        let places = &mut self.places;
        let place = places.len() - 1;
        let added = self.words.get(self.len..).unwrap_or_default();
        self.repeated.retain_mut(|run| {
            let Some(word) = added.get(run.at) else {
                return false;
            };
            run.hash = (run.hash ^ word.hash)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23);
            let runs = &mut places[run.hash as usize & place];
            *runs = runs.saturating_add(1);
            true
        });
        self.repeated
            .retain(|run| places[run.hash as usize & place] > 1);
        self.len += 1;
        // Of single words nothing is measured.
        if self.len > 1 {
            self.count();
        }
    }

    /// Counts the runs that may stand more than once, and keeps those that do.
    fn count(&mut self) {
        let counts = &mut self.counts;
        counts.clear();
        for run in &self.repeated {
            counts.entry(run.hash).or_insert((0, run.at)).0 += 1;
        }
        self.repeated
            .retain(|run| counts.get(&run.hash).is_some_and(|(count, _)| *count > 1));
    }

    fn top_share(&self, letters: u64) -> f32 {
        // Of runs that are as frequent, the first.
        let top = self
            .counts
            .values()
            .filter(|(count, _)| *count > 1)
            .max_by_key(|(count, at)| (*count, std::cmp::Reverse(*at)));
        let Some((count, at)) = top else {
            return 0.0;
        };
        let run = &self.words[*at..*at + self.len];
        let len: u64 = run.iter().map(|word| u64::from(word.len)).sum();
        // Runs may lie over each other.
        ((len * u64::from(*count)) as f32 / letters.max(1) as f32).min(1.0)
    }

    fn repeated_share(&self, letters: u64) -> f32 {
        let mut repeated = 0;
        // Runs stand in the order of the text: what lies before here is counted.
        let mut from = 0;
        for run in &self.repeated {
            let end = run.at + self.len;
            let fresh = &self.words[run.at.max(from)..end];
            repeated += fresh.iter().map(|word| u64::from(word.len)).sum::<u64>();
            from = end;
        }
        repeated as f32 / letters.max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(text: &str) -> Shares {
        let words: Vec<Word> = text
            .bytes()
            .map(|byte| Word::new(u64::from(byte) * 0x1234_5678_9abc, 1))
            .collect();
        Shares::of(&words)
    }

    fn is_near(share: f32, wanted: f32) -> bool {
        (share - wanted).abs() < 1e-6
    }

    #[test]
    fn runs_are_counted() {
        assert_eq!(shares("abcdefgh"), Shares::default());
        assert_eq!(shares(""), Shares::default());
        assert!(is_near(shares("abxabyabzabwqrst").top[0], 0.5));
        let [five, six, ..] = shares("abcdeXabcdeYabcde").repeated;
        assert!(is_near(five, 15.0 / 17.0));
        assert!(is_near(six, 0.0));
    }

    #[test]
    fn letters_in_several_runs_count_once() {
        let found = shares("abcdefghijabcdefghijXY");
        assert!(
            found
                .repeated
                .iter()
                .all(|share| is_near(*share, 20.0 / 22.0))
        );
        // All of it is one run over itself.
        let found = shares(&"a".repeat(40));
        assert!(found.top.iter().all(|share| is_near(*share, 1.0)));
        assert!(found.repeated.iter().all(|share| is_near(*share, 1.0)));
    }
}
