//! What the candidates of a page tell of one another.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::candidates::{Candidate, Place, Role};
use super::clocks;
use crate::dates::Moment;

/// Seconds of the offsets that are no whole hours: Newfoundland, Marquesas, Iran, Afghanistan, India, Nepal, Myanmar,
/// Australia.
const HALF_HOURS: [i64; 10] = [
    -9000, -12600, -34200, 12600, 16200, 19800, 20700, 23400, 34200, 37800,
];

/// Drops what cannot be, and settles what one place leaves open and another tells: the offset of a time given in UTC,
/// the order of day and month. `url` is the page's address,
/// `language` the tag its dates are read by.
pub fn settle(found: &mut Vec<Candidate>, url: Option<&str>, language: Option<&str>) {
    let now = Offset::UTC.to_datetime(Timestamp::now()).date();
    // Zones run ahead of UTC by no more than a day; clocks of servers may be off.
    let latest = now.saturating_add(SignedDuration::from_hours(48));
    let earliest = jiff::civil::date(1990, 1, 1);
    found.retain(|c| c.role != Role::Other && (earliest..=latest).contains(&c.moment.day()));
    for candidate in &mut *found {
        // Midnight without a zone is how software writes a bare day.
        if let Moment::Local(at) = candidate.moment
            && at.time() == jiff::civil::Time::midnight()
        {
            candidate.moment = Moment::Day(at.date());
        }
    }
    swap_marked(found);
    find_offsets(found);
    swap_days_and_months(found);
    clocks::set(found, url, language);
}

/// A time in UTC whose place the page also shows in local time gets the offset between the two.
fn find_offsets(found: &mut [Candidate]) {
    let shown: Vec<(DateTime, Option<Offset>)> = found
        .iter()
        .filter(|c| !c.traits.is_apart())
        .filter_map(|c| match c.moment {
            Moment::Local(at) => Some((at, None)),
            Moment::Zoned(at, offset) if !offset.is_zero() => Some((at, Some(offset))),
            _ => None,
        })
        .collect();
    for candidate in found {
        let Moment::Zoned(utc, offset) = candidate.moment else {
            continue;
        };
        if !offset.is_zero() {
            continue;
        }
        let offset = shown.iter().find_map(|&(at, known)| {
            let seconds = at.duration_since(utc).as_secs();
            // A local time may be shown without its seconds.
            let seconds = if at.second() == 0 {
                seconds + i64::from(utc.second())
            } else {
                seconds
            };
            let is_offset = seconds != 0
                && (seconds % 3600 == 0 && seconds.abs() <= 14 * 3600
                    || HALF_HOURS.contains(&seconds));
            let offset = Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
            (is_offset && known.is_none_or(|known| known == offset)).then_some(offset)
        });
        if let Some(offset) = offset
            && let Ok(instant) = Offset::UTC.to_timestamp(utc)
        {
            candidate.moment = Moment::Zoned(offset.to_datetime(instant), offset);
        }
    }
}

/// A visible day whose month and day the markup has the other way round was read in the wrong order.
fn swap_days_and_months(found: &mut [Candidate]) {
    let marked: Vec<Date> = found
        .iter()
        .filter(|c| {
            matches!(c.place, Place::Report | Place::Meta | Place::Address) && c.role != Role::Other
        })
        .map(|c| c.moment.day())
        .collect();
    for candidate in found.iter_mut().filter(|c| c.node.is_some()) {
        let day = candidate.moment.day();
        let Ok(swapped) = Date::new(day.year(), day.day(), day.month()) else {
            continue;
        };
        if marked.contains(&day) || !marked.contains(&swapped) {
            continue;
        }
        candidate.moment = on(candidate.moment, swapped);
    }
}

/// A day that markup writes in numbers alone was read in the wrong order where the page's own text has month and day
/// the other way round, and no place has them this way.
fn swap_marked(found: &mut [Candidate]) {
    let sure: Vec<Date> = found
        .iter()
        .filter(|c| !c.traits.is_ambiguous && !c.traits.is_apart())
        .map(|c| c.moment.day())
        .collect();
    for candidate in found.iter_mut().filter(|c| c.traits.is_ambiguous) {
        let day = candidate.moment.day();
        let Ok(swapped) = Date::new(day.year(), day.day(), day.month()) else {
            continue;
        };
        if !sure.contains(&day) && sure.contains(&swapped) {
            candidate.moment = on(candidate.moment, swapped);
        }
    }
}

/// The moment on another day.
fn on(moment: Moment, day: Date) -> Moment {
    match moment {
        Moment::Day(_) => Moment::Day(day),
        Moment::Local(at) => Moment::Local(day.to_datetime(at.time())),
        Moment::Zoned(at, offset) => Moment::Zoned(day.to_datetime(at.time()), offset),
    }
}
