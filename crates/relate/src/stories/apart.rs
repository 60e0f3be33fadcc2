//! Stories that are never to become one.

use rustc_hash::{FxHashMap, FxHashSet};

/// Pairs of stories, by number, that are to stay two.
#[derive(Debug, Default)]
pub struct Apart(FxHashMap<u64, FxHashSet<u64>>);

impl Apart {
    /// Keeps two stories apart.
    pub fn keep(&mut self, one: u64, other: u64) {
        if one != other {
            self.0.entry(one).or_default().insert(other);
            self.0.entry(other).or_default().insert(one);
        }
    }

    /// Whether two stories are kept apart.
    pub fn is(&self, one: u64, other: u64) -> bool {
        self.0.get(&one).is_some_and(|all| all.contains(&other))
    }

    /// Keeps two stories apart no longer.
    pub fn lift(&mut self, one: u64, other: u64) {
        for (one, other) in [(one, other), (other, one)] {
            if let Some(all) = self.0.get_mut(&one) {
                all.remove(&other);
                if all.is_empty() {
                    self.0.remove(&one);
                }
            }
        }
    }

    /// A story is called by another number: what was kept apart from the one is from the other.
    pub fn renamed(&mut self, from: u64, to: u64) {
        for other in self.forget(from) {
            self.keep(to, other);
        }
    }

    /// Forgets a story; gives back what it was kept apart from.
    pub fn forget(&mut self, story: u64) -> FxHashSet<u64> {
        let others = self.0.remove(&story).unwrap_or_default();
        for other in &others {
            if let Some(all) = self.0.get_mut(other) {
                all.remove(&story);
                if all.is_empty() {
                    self.0.remove(other);
                }
            }
        }
        others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_follow_their_stories() {
        let mut apart = Apart::default();
        apart.keep(1, 2);
        apart.keep(2, 3);
        apart.keep(4, 4);
        assert!(apart.is(2, 1) && apart.is(2, 3) && !apart.is(1, 3) && !apart.is(4, 4));
        apart.keep(6, 1);
        apart.lift(1, 6);
        assert!(!apart.is(1, 6) && !apart.is(6, 1) && apart.is(1, 2));
        apart.renamed(2, 5);
        assert!(apart.is(5, 1) && apart.is(3, 5) && !apart.is(1, 2));
        apart.renamed(5, 1);
        assert!(apart.is(1, 3) && !apart.is(1, 1));
        apart.forget(3);
        assert!(!apart.is(1, 3));
        assert!(apart.0.is_empty());
    }
}
