//! When to come again: to a channel, to a page that failed, to a report that may have changed.

use crate::time::{DAY, HOUR, MINUTE, Seconds};

/// The longest time between two looks at a channel that answers.
pub const LONGEST: Seconds = 6 * HOUR;
/// The longest time between two tries of what fails.
const LONGEST_RETRY: Seconds = DAY;
/// As long as a site may ask a channel to be left alone between two looks; what some name would miss reports.
const MOST_ASKED: Seconds = HOUR;
/// What a channel announced in this time tells its pace.
const RECENT: Seconds = 7 * DAY;

/// When a page that failed is tried again, after each failure; then it is given up. All in all two days and a half, as
/// long as most outages last.
const RETRIES: [Seconds; 5] = [10 * MINUTE, HOUR, 6 * HOUR, DAY, DAY + 6 * HOUR];
/// How long a page is waited for whose whole site lets nobody in.
const SITE_PATIENCE: Seconds = 14 * DAY;
/// The ages at which a report is read again to see whether it has changed. Most changes come within hours.
const REVISITS: [Seconds; 5] = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY];

/// What a look at a channel showed of its pace.
#[derive(Debug, Clone, Default)]
pub struct Pace<'a> {
    /// How long it was between this look and the one before, as planned.
    pub interval: Seconds,
    /// The least there may be between two looks.
    pub least: Seconds,
    /// When what it announces was published, as far as it says so.
    pub published: &'a [Seconds],
    /// How many announcements there are, and how many were not known.
    pub announced: usize,
    pub new: usize,
    /// How long the site asks to wait.
    pub asked: Option<Seconds>,
}

/// How long to wait until the next look at a channel: half the time in which it brings something on average, less
/// where everything on it was new.
pub fn interval(pace: &Pace, now: Seconds) -> Seconds {
    let recent = pace
        .published
        .iter()
        .filter(|&&at| (now - RECENT..=now).contains(&at));
    let (count, oldest) = recent.fold((0, now), |(count, oldest), &at| (count + 1, oldest.min(at)));
    let usual = if count >= 2 {
        (now - oldest).max(HOUR) / (2 * count)
    } else if pace.new > 0 {
        pace.interval * 2 / 3
    } else {
        pace.interval * 3 / 2
    };
    let overflowing = pace.announced >= 10 && pace.new == pace.announced;
    let usual = if overflowing {
        usual.min(pace.interval / 2)
    } else {
        usual
    };
    let least = pace
        .asked
        .unwrap_or_default()
        .min(MOST_ASKED)
        .max(pace.least);
    usual.clamp(least, LONGEST.max(least))
}

/// How long to wait until a channel is tried again that has failed so often in a row, this time among them.
pub fn channel_retry(interval: Seconds, failures: u32, asked: Option<Seconds>) -> Seconds {
    let doubled = interval.saturating_mul(1 << failures.min(16));
    doubled
        .min(LONGEST_RETRY)
        .max(asked.unwrap_or_default().min(LONGEST_RETRY))
}

/// How long to wait until a page is tried again that has failed so often before; `None` once it is given up.
pub fn page_retry(tries: u32, asked: Option<Seconds>) -> Option<Seconds> {
    let wait = RETRIES.get(tries as usize)?;
    Some((*wait).max(asked.unwrap_or_default().min(LONGEST_RETRY)))
}

/// How long to wait until a page is tried again whose site lets nobody in for the time being, which says nothing of the
/// page; `None` once it is so long ago that it was announced that nobody waits for it any more.
pub fn site_retry(announced: Seconds, now: Seconds, asked: Option<Seconds>) -> Option<Seconds> {
    let wait = asked.unwrap_or_default().clamp(RETRIES[0], LONGEST_RETRY);
    (now - announced < SITE_PATIENCE).then_some(wait)
}

/// When a report is read again that was gathered first at `gathered`; `None` once it is old.
pub fn revisit(gathered: Seconds, now: Seconds) -> Option<Seconds> {
    REVISITS
        .iter()
        .map(|age| gathered + age)
        .find(|&at| at > now + MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: Seconds = 5 * MINUTE;

    fn of(published: &[Seconds], pace: &Pace) -> Seconds {
        let pace = Pace {
            least: LEAST,
            published,
            ..pace.clone()
        };
        interval(&pace, 100 * DAY)
    }

    #[test]
    fn a_channel_is_looked_at_as_often_as_it_speaks() {
        let every =
            |gap: Seconds| -> Vec<Seconds> { (1..=20).map(|n| 100 * DAY - n * gap).collect() };
        let known = Pace {
            interval: HOUR,
            announced: 20,
            ..Pace::default()
        };
        assert_eq!(of(&every(HOUR), &known), HOUR / 2);
        assert_eq!(of(&every(MINUTE), &known), LEAST);
        assert_eq!(of(&every(2 * DAY), &known), LONGEST);
    }

    #[test]
    fn a_channel_without_dates_is_felt_for() {
        let pace = |new| Pace {
            interval: HOUR,
            announced: 20,
            new,
            ..Pace::default()
        };
        assert_eq!(of(&[], &pace(1)), 40 * MINUTE);
        assert_eq!(of(&[], &pace(0)), 90 * MINUTE);
        // All of it new: some may have come and gone.
        assert_eq!(of(&[], &pace(20)), 30 * MINUTE);
    }

    #[test]
    fn a_site_may_ask_for_patience_within_reason() {
        let asked = |asked| Pace {
            interval: 10 * MINUTE,
            announced: 5,
            new: 1,
            asked: Some(asked),
            ..Pace::default()
        };
        assert_eq!(of(&[], &asked(30 * MINUTE)), 30 * MINUTE);
        assert_eq!(of(&[], &asked(7 * DAY)), HOUR);
    }

    #[test]
    fn what_fails_is_tried_less_and_less() {
        assert_eq!(channel_retry(HOUR, 1, None), 2 * HOUR);
        assert_eq!(channel_retry(HOUR, 2, None), 4 * HOUR);
        assert_eq!(channel_retry(HOUR, 40, None), DAY);
        assert_eq!(channel_retry(HOUR, 1, Some(3 * HOUR)), 3 * HOUR);
        assert_eq!(page_retry(0, None), Some(10 * MINUTE));
        assert_eq!(page_retry(0, Some(HOUR)), Some(HOUR));
        assert_eq!(page_retry(5, None), None);
        assert_eq!(site_retry(0, DAY, Some(2 * HOUR)), Some(2 * HOUR));
        assert_eq!(site_retry(0, 20 * DAY, None), None);
    }

    #[test]
    fn a_report_is_visited_less_and_less() {
        assert_eq!(revisit(0, 0), Some(HOUR));
        assert_eq!(revisit(0, HOUR), Some(6 * HOUR));
        assert_eq!(revisit(0, 2 * DAY), Some(3 * DAY));
        assert_eq!(revisit(0, 8 * DAY), None);
    }
}
