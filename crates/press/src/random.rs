//! Chance that comes out the same every time: a stream of numbers from a few given ones.

/// A stream of numbers that the numbers it was made of decide (splitmix64).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn of(parts: &[u64]) -> Self {
        let mut stream = Self(0x6b68_6162_6172);
        for &part in parts {
            stream.0 = stream.next() ^ part;
        }
        stream
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, 0 where the bound is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        // The upper half of a product spreads evenly enough, and needs no division.
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number of a range, its end left out.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(usize::try_from(to - from).unwrap_or(0)) as i64
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    ///
    /// # Panics
    /// Where there is none; every list that is drawn from is part of the data, which a test holds to be whole.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
