//! Small drawings of what a source did day by day, and of when it does.

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
    let mut out = opened(DAYS * WIDTH, told);
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
                column(&mut out, class, at, height, base);
            }
        }
    }
    out.push_str("</svg>");
    out
}

/// A column for each of these shares; `told` says them to whom does not see it.
pub(crate) fn bars(shares: &[f64], told: &str) -> String {
    let most = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let mut out = opened(shares.len() as i64 * WIDTH, told);
    for (at, share) in (0..).zip(shares) {
        let height = (share / most * f64::from(HEIGHT - 2)).ceil() as u32;
        if height > 0 {
            column(&mut out, "kept", at, height.min(HEIGHT), 0);
        }
    }
    out.push_str("</svg>");
    out
}

/// A drawing of this width, as it begins.
fn opened(width: i64, told: &str) -> String {
    let mut out = format!(
        "<svg class=\"spark\" role=\"img\" viewBox=\"0 0 {width} {HEIGHT}\" width=\"{width}\" height=\"{HEIGHT}\"><title>"
    );
    escape(&mut out, told);
    out.push_str("</title>");
    out
}

/// Draws a column at its place, above what is there already.
fn column(out: &mut String, class: &str, at: i64, height: u32, base: u32) {
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\"/>",
        at * WIDTH,
        HEIGHT - base - height,
        WIDTH - 1
    );
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

    #[test]
    fn shares_are_drawn_against_the_greatest() {
        let drawn = bars(&[0.0, 2.0, 1.0, 0.01], "Hours");
        assert!(drawn.contains("viewBox=\"0 0 20 28\""));
        for height in [1, 26, 13] {
            assert!(drawn.contains(&format!("height=\"{height}\"")), "{drawn}");
        }
        assert_eq!(drawn.matches("<rect").count(), 3);
        assert_eq!(bars(&[0.0; 3], "").matches("<rect").count(), 0);
    }
}
