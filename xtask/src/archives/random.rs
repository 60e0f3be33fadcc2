//! Numbers that look random and are the same for the same seed.

use khabar_corpus::dedup::minhash::splitmix;

/// Numbers of `SplitMix64`.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Those of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        splitmix(&mut self.0)
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    /// Whether something happens that happens in so many of 1000 cases.
    pub fn happens(&mut self, in_1000: u64) -> bool {
        self.number() % 1000 < in_1000
    }
}
