//! The smallest hashes of a set, by which it is told how much of the set is in another.
//!
//! A set of which the `k` smallest hashes are kept ("bottom-k", Cohen and Kaplan 2007) is sampled in the same places as any other:
//! below the smaller of two bounds both are known whole, and what is found there holds for all, within some hundredths.

/// Bytes of a hash.
const WIDTH: usize = 3;

/// With fewer hashes below the common bound than this, nothing is told of a set that is not kept whole.
const FEWEST: usize = 6;

/// The smallest hashes of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sketch {
    /// How many there are in the set.
    count: u16,
    /// The smallest, in order, of 24 bits each.
    hashes: Vec<u32>,
}

impl Sketch {
    /// The sketch of a set, given as hashes in any order, of `most` hashes.
    pub(super) fn of(all: impl Iterator<Item = u64>, most: usize) -> Self {
        let mut hashes: Vec<u32> = all.map(|hash| (hash >> 40) as u32).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let count = u16::try_from(hashes.len()).unwrap_or(u16::MAX);
        hashes.truncate(most);
        Self { count, hashes }
    }

    /// How many there are in the set, 65,535 where there are more.
    pub(super) fn count(&self) -> usize {
        self.count.into()
    }

    /// Below which hash everything is known.
    fn bound(&self) -> u32 {
        match self.hashes.last() {
            Some(&last) if self.hashes.len() < self.count() => last,
            _ => u32::MAX,
        }
    }

    /// The share of this set that is in another, 0 to 1; 0 where too little is known to tell.
    pub(super) fn share_in(&self, other: &Self) -> f32 {
        let bound = self.bound().min(other.bound());
        let below = |sketch: &Self| sketch.hashes.partition_point(|&hash| hash <= bound);
        let (mine, theirs) = (&self.hashes[..below(self)], &other.hashes[..below(other)]);
        if mine.is_empty() || (mine.len() < FEWEST && mine.len() < self.count()) {
            return 0.0;
        }
        let found = mine
            .iter()
            .filter(|hash| theirs.binary_search(hash).is_ok())
            .count();
        found as f32 / mine.len() as f32
    }

    /// Adds the sketch to bytes: the count, how many hashes are kept, the hashes, all little-endian.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.count.to_le_bytes());
        // Never more than 255 are kept.
        out.push(self.hashes.len() as u8);
        for hash in &self.hashes {
            out.extend(&hash.to_le_bytes()[..WIDTH]);
        }
    }

    /// Takes a sketch off the front of bytes; `None` where there is none of `most` hashes.
    pub(super) fn read(bytes: &[u8], most: usize) -> Option<(Self, &[u8])> {
        let (&[low, high, kept], rest) = bytes.split_first_chunk()?;
        let (hashes, rest) = rest.split_at_checked(usize::from(kept) * WIDTH)?;
        let hashes: Vec<u32> = hashes
            .chunks_exact(WIDTH)
            .map(|hash| u32::from_le_bytes([hash[0], hash[1], hash[2], 0]))
            .collect();
        let count = u16::from_le_bytes([low, high]);
        let is_whole = hashes.len() == usize::from(count).min(most);
        (is_whole && hashes.is_sorted_by(|a, b| a < b)).then_some((Self { count, hashes }, rest))
    }
}

#[cfg(test)]
mod tests {
    use twox_hash::XxHash3_64;

    use super::*;

    fn sketch(numbers: std::ops::Range<u32>) -> Sketch {
        Sketch::of(numbers.map(|n| XxHash3_64::oneshot(&n.to_le_bytes())), 100)
    }

    #[test]
    fn the_share_is_about_right() {
        for (mine, theirs, truth) in [
            (0..50, 0..50, 1.0),
            (0..50, 25..75, 0.5),
            (0..500, 250..1_000, 0.5),
            (0..200, 150..500, 0.25),
            (0..500, 600..900, 0.0),
        ] {
            let found = sketch(mine.clone()).share_in(&sketch(theirs.clone()));
            assert!(
                (found - truth).abs() < 0.12,
                "{mine:?} in {theirs:?}: {found}"
            );
        }
    }

    #[test]
    fn of_too_little_nothing_is_told() {
        assert!(sketch(0..60).share_in(&sketch(0..60_000)) < f32::EPSILON);
        assert!(sketch(0..0).share_in(&sketch(0..10)) < f32::EPSILON);
    }
}
