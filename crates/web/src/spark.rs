//! Small drawings of what a source did day by day.

use std::fmt::Write;

use khabar_archive::ledger::DAYS;
use khabar_archive::record::days::Day;

use crate::html::escape;

const WIDTH: i64 = 5;
const HEIGHT: u32 = 28;

/// Columns for the days up to `today`, counted from 1970: reports kept, and pages given up in another colour on top. `told`
/// says what is drawn to whom does not see it.
pub(crate) fn spark(days: &[Day], today: i64, told: &str) -> String {
    let most = days
        .iter()
        .map(|day| day.new.saturating_add(day.missed))
        .max()
        .unwrap_or(0);
    let most = most.max(1);
    let mut out = format!(
        "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 {} {HEIGHT}\" width=\"{}\" height=\"{HEIGHT}\"><title>",
        DAYS * WIDTH,
        DAYS * WIDTH
    );
    escape(&mut out, told);
    out.push_str("</title>");
    for day in days {
        let at = day.day - (today - DAYS + 1);
        if !(0..DAYS).contains(&at) {
            continue;
        }
        // What happened at all is seen, however much more happened on another day.
        let high = |count: u32| match count {
            0 => 0,
            _ => (u64::from(count) * u64::from(HEIGHT - 2) / u64::from(most)).max(1) as u32,
        };
        let kept = high(day.new);
        let missed = high(day.missed).min(HEIGHT - kept);
        for (height, base, class) in [(kept, 0, "kept"), (missed, kept, "missed")] {
            if height > 0 {
                let _ = write!(
                    out,
                    "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\"/>",
                    at * WIDTH,
                    HEIGHT - base - height,
                    WIDTH - 1
                );
            }
        }
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_their_places() {
        let day = |day, new, missed| Day {
            day,
            new,
            missed,
            ..Day::default()
        };
        let drawn = spark(
            &[day(72, 9, 9), day(73, 1000, 0), day(100, 1, u32::MAX / 2)],
            100,
            "<kept> & missed",
        );
        assert!(drawn.contains("<title>&lt;kept&gt; &amp; missed</title>"));
        assert!(!drawn.contains("x=\"-"));
        assert!(drawn.contains("x=\"0\""));
        assert!(drawn.contains("x=\"135\""));
        assert_eq!(drawn.matches("<rect").count(), 3);
    }
}
