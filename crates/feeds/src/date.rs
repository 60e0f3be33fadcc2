//! Whether a date that a channel gives can have been yet.

use jiff::{SignedDuration, Timestamp};
use khabar_article::dates::Moment;

/// Whether a moment lies in the future, wherever on earth it was meant. Clocks may be wrong by some minutes.
pub fn is_future(moment: Moment, now: Timestamp) -> bool {
    let leeway = match moment {
        Moment::Zoned(..) => SignedDuration::from_mins(10),
        // The day begins fourteen hours earlier where it begins first.
        Moment::Day(_) | Moment::Local(_) => SignedDuration::from_hours(14),
    };
    moment
        .instant()
        .is_some_and(|at| at.duration_since(now) > leeway)
}

#[cfg(test)]
mod tests {
    use khabar_article::dates::parse;

    use super::*;

    #[test]
    fn dates_keep_their_precision() {
        for (text, language, expected) in [
            (
                "Mon, 02 Mar 2026 09:40:00 +0200",
                None,
                "2026-03-02T09:40:00+02:00",
            ),
            ("2 March 2026 9:40 GMT", None, "2026-03-02T09:40:00Z"),
            ("2026-03-02T09:40:00Z", None, "2026-03-02T09:40:00Z"),
            (
                "2026-03-02T09:40:00.123+02:00",
                None,
                "2026-03-02T09:40:00+02:00",
            ),
            ("2026-03-02", None, "2026-03-02"),
            ("02/03/2026 09:40", Some("de"), "2026-03-02T09:40:00"),
            (
                "Di, 03 März 2026 09:40:00 +0100",
                Some("de"),
                "2026-03-03T09:40:00+01:00",
            ),
            (
                "Mon, 02 Mar 2026 09:40:00 EST",
                None,
                "2026-03-02T09:40:00-05:00",
            ),
        ] {
            let read = parse(text, language).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse(" ", None), None);
        assert_eq!(parse("soon", None), None);
    }

    #[test]
    fn the_future_begins_where_no_day_has_begun() {
        let now: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        let of = |text| is_future(parse(text, None).unwrap(), now);
        assert!(of("2026-03-02T12:11:00Z"));
        assert!(!of("2026-03-02T14:05:00+02:00"));
        assert!(!of("2026-03-03"));
        assert!(of("2026-03-04"));
    }
}
