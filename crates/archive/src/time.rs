//! Time as the record counts it.

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

/// The day a time lies in, counted from 1970, in UTC.
pub fn day(at: Seconds) -> i64 {
    at.div_euclid(DAY)
}

/// A time as it is written in JSON: `2026-03-02T07:40:00Z`.
pub fn written(at: Seconds) -> String {
    Timestamp::from_second(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}
