//! Values that were asked for lately.

use rustc_hash::FxHashMap;

/// Values by number, at most so many. When they are too many, those that nobody has asked for since half of them came are
/// forgotten.
pub(super) struct Cache<V> {
    most: usize,
    recent: FxHashMap<i64, V>,
    before: FxHashMap<i64, V>,
}

impl<V> Cache<V> {
    /// One of so many values.
    pub(super) fn of(most: usize) -> Self {
        Self {
            most,
            recent: FxHashMap::default(),
            before: FxHashMap::default(),
        }
    }

    /// The value of a number, where it is remembered.
    pub(super) fn get(&mut self, number: i64) -> Option<&mut V> {
        if let Some(value) = self.before.remove(&number) {
            self.put(number, value);
        }
        self.recent.get_mut(&number)
    }

    /// Remembers a value.
    pub(super) fn put(&mut self, number: i64, value: V) {
        if self.recent.len() >= self.most / 2 {
            self.before = std::mem::take(&mut self.recent);
        }
        self.before.remove(&number);
        self.recent.insert(number, value);
    }

    /// Forgets a value.
    pub(super) fn forget(&mut self, number: i64) {
        self.recent.remove(&number);
        self.before.remove(&number);
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.recent.clear();
        self.before.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays() {
        let mut cache = Cache::of(4);
        for number in 0..100 {
            cache.put(number, number);
            assert_eq!(cache.get(0), Some(&mut 0));
        }
        assert_eq!(cache.get(50), None);
        assert_eq!(cache.get(99), Some(&mut 99));
        assert!(cache.recent.len() + cache.before.len() <= 4);
        cache.put(98, 7);
        assert_eq!(cache.get(98), Some(&mut 7));
        cache.forget(98);
        assert_eq!(cache.get(98), None);
        cache.clear();
        assert_eq!(cache.get(0), None);
    }
}
