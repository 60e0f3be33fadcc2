//! The rhythm of a source: how often it publishes, at which hours and on which days.
//!
//! It tells a silence that means something from a night or a weekend. Reports are taken to come at a rate that depends
//! on the hour of the day and the day of the week; smoothed, since four weeks are few for a small outlet.

use serde::Serialize;

use crate::time::{DAY, HOUR, Seconds};

/// The fewest reports that tell a rhythm.
const LEAST: usize = 10;
/// Reports that must have been expected in a silence: where that many come on average, none comes once in a thousand
/// times.
const EXPECTED: f64 = 7.0;
/// How much longer than the longest gap before a silence must be.
const LONGER: f64 = 1.25;
/// A rhythm told by less time than this knows nothing of weekends, and takes them for silence.
const TELLING: Seconds = 7 * DAY;
/// What is added to every hour and day before shares are taken, as a share of the average.
const SMOOTHING: f64 = 0.1;

/// How often a source publishes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rhythm {
    /// Reports a week.
    pub per_week: f64,
    /// The time from the first of the reports that tell it to the last, in seconds.
    pub span: Seconds,
    /// The longest time between two reports, in seconds.
    pub longest_gap: Seconds,
    /// For each hour of the day in UTC, how much more or less than average comes.
    pub by_hour: [f64; 24],
    /// The same for each day of the week, Monday first.
    pub by_weekday: [f64; 7],
}

impl Rhythm {
    /// The rhythm of reports published at these times, in order; `None` where they are too few to tell.
    pub fn of(times: &[Seconds]) -> Option<Self> {
        let (&first, &last) = times.first().zip(times.last())?;
        if times.len() < LEAST {
            return None;
        }
        let mut by_hour = [0.0; 24];
        let mut by_weekday = [0.0; 7];
        for &time in times {
            by_hour[hour(time)] += 1.0;
            by_weekday[weekday(time)] += 1.0;
        }
        // Less than a week cannot tell one day of it from another.
        if last - first < 7 * DAY {
            by_weekday = [1.0; 7];
        }
        if last - first < 2 * DAY {
            by_hour = [1.0; 24];
        }
        let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
        let weeks = (last - first).max(HOUR) as f64 / (7 * DAY) as f64;
        Some(Self {
            per_week: (times.len() - 1) as f64 / weeks,
            span: last - first,
            longest_gap: gaps.max().unwrap_or_default(),
            by_hour: relative(by_hour),
            by_weekday: relative(by_weekday),
        })
    }

    /// How many reports it would bring from one time to another.
    pub fn expected(&self, from: Seconds, to: Seconds) -> f64 {
        // What lies further back than a year adds nothing to what is known.
        let from = from.max(to - 365 * DAY);
        let an_hour = self.per_week / (7.0 * 24.0);
        let mut sum = 0.0;
        let mut at = from;
        while at < to {
            let next = (at - at.rem_euclid(HOUR) + HOUR).min(to);
            let share = (next - at) as f64 / HOUR as f64;
            sum += share * an_hour * self.by_hour[hour(at)] * self.by_weekday[weekday(at)];
            at = next;
        }
        sum
    }

    /// Whether a silence since the last report means something.
    pub fn is_silent(&self, last: Seconds, now: Seconds) -> bool {
        self.span >= TELLING
            && (now - last) as f64 > LONGER * self.longest_gap as f64
            && self.expected(last, now) >= EXPECTED
    }
}

fn hour(time: Seconds) -> usize {
    time.rem_euclid(DAY).div_euclid(HOUR) as usize
}

fn weekday(time: Seconds) -> usize {
    // 1 January 1970 was a Thursday.
    (time.div_euclid(DAY) + 3).rem_euclid(7) as usize
}

/// Counts, smoothed, beside their average.
fn relative<const N: usize>(counts: [f64; N]) -> [f64; N] {
    let average = counts.iter().sum::<f64>() / N as f64;
    counts.map(|count| (count + SMOOTHING * average) / (average * (1.0 + SMOOTHING)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four weeks of an outlet that publishes once an hour from 8 to 18, but on no weekend.
    fn office_hours() -> Vec<Seconds> {
        // A Monday.
        let monday = 4 * DAY;
        (0..28)
            .filter(|day| day % 7 < 5)
            .flat_map(|day| (8..18).map(move |hour| monday + day * DAY + hour * HOUR))
            .collect()
    }

    #[test]
    fn a_night_and_a_weekend_are_no_silence() {
        let times = office_hours();
        let rhythm = Rhythm::of(&times).unwrap();
        let friday_evening = *times.last().unwrap();
        let monday_morning = friday_evening + 2 * DAY + 15 * HOUR;
        assert!(!rhythm.is_silent(friday_evening, monday_morning));
        assert!(rhythm.expected(friday_evening, monday_morning) < EXPECTED / 2.0);
    }

    #[test]
    fn a_working_day_without_a_report_is_one() {
        let times = office_hours();
        let rhythm = Rhythm::of(&times).unwrap();
        let friday_evening = *times.last().unwrap();
        let tuesday_noon = friday_evening + 3 * DAY + 19 * HOUR;
        assert!(rhythm.is_silent(friday_evening, tuesday_noon));
    }

    #[test]
    fn what_comes_in_bursts_is_given_time() {
        // Twenty reports on one morning a week.
        let times: Vec<Seconds> = (0..4)
            .flat_map(|week| (0..20).map(move |n| week * 7 * DAY + n * 60))
            .collect();
        let rhythm = Rhythm::of(&times).unwrap();
        let last = *times.last().unwrap();
        assert!(!rhythm.is_silent(last, last + 7 * DAY));
        assert!(rhythm.is_silent(last, last + 10 * DAY));
    }

    #[test]
    fn few_reports_tell_no_rhythm() {
        assert_eq!(Rhythm::of(&[]), None);
        assert_eq!(Rhythm::of(&[1, 2, 3]), None);
        let at_once = Rhythm::of(&[5; 30]).unwrap();
        assert!(at_once.expected(5, 5 + HOUR).is_finite());
    }
}
