//! What time it is in the made-up world.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Stands for the time it really is. No instant of a calendar is as early.
const REAL: i64 = i64::MIN;

/// A clock that sites go by: it stands at an instant, or shows the time it really is. Clones of it show the same time.
#[derive(Debug, Clone)]
pub struct Clock(
    /// In milliseconds since 1970, or [`REAL`].
    Arc<AtomicI64>,
);

impl Clock {
    /// A clock that shows the time it really is.
    pub fn real() -> Self {
        Self(Arc::new(AtomicI64::new(REAL)))
    }

    /// A clock that stands still until it is [moved](Self::set) or [let go](Self::release).
    pub fn at(instant: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(instant.as_millisecond())))
    }

    /// Moves it, and all clones of it, to an instant, at which it stands.
    pub fn set(&self, instant: Timestamp) {
        self.0.store(instant.as_millisecond(), Ordering::Relaxed);
    }

    /// Lets it go: from here on it, and all clones of it, show the time it really is.
    pub fn release(&self) {
        self.0.store(REAL, Ordering::Relaxed);
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        match self.0.load(Ordering::Relaxed) {
            REAL => Timestamp::now(),
            shown => Timestamp::from_millisecond(shown).unwrap_or(Timestamp::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_moved_and_let_go_for_all_who_look_at_it() {
        let (before, after) = (
            Timestamp::UNIX_EPOCH,
            Timestamp::from_second(86_400).unwrap(),
        );
        let clock = Clock::at(before);
        let other = clock.clone();
        assert_eq!(other.now(), before);
        clock.set(after);
        assert_eq!(other.now(), after);
        clock.release();
        assert!(other.now() > after, "it is no longer 1970");
        other.set(Timestamp::MIN);
        assert_eq!(clock.now(), Timestamp::MIN, "it stands again");
    }
}
