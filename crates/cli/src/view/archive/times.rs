//! Times as people say them.

use khabar_archive::time::{DAY, HOUR, MINUTE, Seconds, date, written};
use khabar_article::write::readable;

/// After so long, a date says more than a number of days.
const LONG: Seconds = 60 * DAY;

/// When something was: `just now`, `5 min ago`, `3 h ago`, `2 days ago`, `2026-03-02`.
pub fn ago(now: Seconds, at: Seconds) -> String {
    match now - at {
        past if past >= LONG => date(at),
        past if past >= MINUTE => format!("{} ago", span(past)),
        _ => "just now".to_owned(),
    }
}

/// When something will be: `now`, `in 5 min`.
pub fn ahead(now: Seconds, at: Seconds) -> String {
    match at - now {
        future if future >= LONG => date(at),
        future if future > 0 => format!("in {}", span(future)),
        _ => "now".to_owned(),
    }
}

/// How long something is, in the largest unit that says it.
pub fn span(seconds: Seconds) -> String {
    match seconds {
        long if long >= 2 * DAY => format!("{} days", long / DAY),
        long if long >= 2 * HOUR => format!("{} h", long / HOUR),
        short => format!("{} min", (short / MINUTE).max(1)),
    }
}

/// A time to the minute: `2026-03-02 07:40 UTC`.
pub fn minute(at: Seconds) -> String {
    readable(&written(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_their_unit() {
        let now = 100 * DAY;
        assert_eq!(ago(now, now - 3), "just now");
        assert_eq!(ago(now, now + 30), "just now");
        assert_eq!(ago(now, now - 5 * MINUTE), "5 min ago");
        assert_eq!(ago(now, now - 47 * HOUR), "47 h ago");
        assert_eq!(ago(now, now - 3 * DAY), "3 days ago");
        assert_eq!(ago(now, 0), "1970-01-01");
        assert_eq!(ahead(now, now), "now");
        assert_eq!(ahead(now, now + 20), "in 1 min");
        assert_eq!(ahead(now, now + 90 * MINUTE), "in 90 min");
        assert_eq!(minute(2 * HOUR), "1970-01-01 02:00 UTC");
    }
}
