//! Time as the record counts it.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// Seconds since 1970, in UTC.
pub type Seconds = i64;

/// A minute.
pub const MINUTE: Seconds = 60;
/// An hour.
pub const HOUR: Seconds = 60 * MINUTE;
/// A day of 24 hours.
pub const DAY: Seconds = 24 * HOUR;

/// Now.
pub fn now() -> Seconds {
    Timestamp::now().as_second()
}

/// What an archive takes the time from: the machine's clock, or another one where time is made up.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Seconds + Send + Sync>);

impl Clock {
    /// The clock that shows what a function gives.
    pub fn by(now: impl Fn() -> Seconds + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// What it shows.
    pub fn now(&self) -> Seconds {
        (self.0)()
    }
}

impl Default for Clock {
    /// The machine's clock.
    fn default() -> Self {
        Self::by(now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// The day a time lies in, counted from 1970, in UTC.
pub fn day(at: Seconds) -> i64 {
    at.div_euclid(DAY)
}

/// A time as it is written in JSON: `2026-03-02T07:40:00Z`.
pub fn written(at: Seconds) -> String {
    Timestamp::from_second(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}

/// The day a time lies in as it is written, in UTC: `2026-03-02`.
pub fn date(at: Seconds) -> String {
    written(at).chars().take(10).collect()
}
