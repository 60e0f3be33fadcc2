//! What time it is in the made-up world.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use jiff::Timestamp;

/// A clock that sites go by. Clones of it show the same time.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Real,
    Fast {
        from: Timestamp,
        since: Instant,
        speed: f64,
    },
    /// In milliseconds since 1970.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The time it really is.
    pub fn real() -> Self {
        Self(Kind::Real)
    }

    /// A clock that shows `from` now and from here on runs so many times as fast as a real one. At the usual pace of a
    /// press some 200 reports a day come out, so at a speed of 100 there is a new one every four or five seconds.
    pub fn fast(from: Timestamp, speed: f64) -> Self {
        Self(Kind::Fast {
            from,
            since: Instant::now(),
            speed: speed.max(0.0),
        })
    }

    /// A clock that stands still until it is [moved](Self::set).
    pub fn at(instant: Timestamp) -> Self {
        Self(Kind::Set(Arc::new(AtomicI64::new(
            instant.as_millisecond(),
        ))))
    }

    /// Moves a clock that stands still, and all clones of it; any other goes on as it did.
    pub fn set(&self, instant: Timestamp) {
        if let Kind::Set(shown) = &self.0 {
            shown.store(instant.as_millisecond(), Ordering::Relaxed);
        }
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::Real => Timestamp::now(),
            Kind::Fast { from, since, speed } => {
                let passed = (since.elapsed().as_secs_f64() * speed * 1000.0) as i64;
                Timestamp::from_millisecond(from.as_millisecond().saturating_add(passed))
                    .unwrap_or(Timestamp::MAX)
            }
            Kind::Set(shown) => {
                Timestamp::from_millisecond(shown.load(Ordering::Relaxed)).unwrap_or(Timestamp::MAX)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_moved_for_all_who_look_at_it() {
        let (before, after) = (
            Timestamp::UNIX_EPOCH,
            Timestamp::from_second(86_400).unwrap(),
        );
        let clock = Clock::at(before);
        let other = clock.clone();
        assert_eq!(other.now(), before);
        clock.set(after);
        assert_eq!(other.now(), after);
    }

    #[test]
    fn a_fast_clock_runs_on() {
        let clock = Clock::fast(Timestamp::UNIX_EPOCH, 1e9);
        clock.set(Timestamp::MAX);
        let (first, second) = (clock.now(), clock.now());
        assert!(Timestamp::UNIX_EPOCH <= first && first <= second && second < Timestamp::MAX);
        assert_eq!(
            Clock::fast(Timestamp::UNIX_EPOCH, -1.0).now(),
            Timestamp::UNIX_EPOCH
        );
    }
}
