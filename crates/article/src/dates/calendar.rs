//! Days of other calendars as days of the common one, and the years pages leave in doubt.

use std::sync::LazyLock;

use icu_calendar::Date as CalendarDate;
use icu_calendar::cal::{Hijri, Iso, Persian};
use icu_calendar::types::Month;
use jiff::civil::Date;

use super::vocabulary::Calendar;

/// The common day of a day of `calendar`; `None` where there is no such day.
pub fn common_day(calendar: Calendar, year: i32, month: u8, day: u8) -> Option<Date> {
    match calendar {
        Calendar::Gregorian => {
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            Date::new(i16::try_from(year).ok()?, month, day).ok()
        }
        Calendar::Hijri => {
            let hijri = Hijri::new_umm_al_qura();
            let date = CalendarDate::try_new(year.into(), Month::new(month), day, hijri).ok()?;
            from_iso(date.to_calendar(Iso))
        }
        Calendar::Jalali => {
            let date = CalendarDate::try_new(year.into(), Month::new(month), day, Persian).ok()?;
            from_iso(date.to_calendar(Iso))
        }
    }
}

fn from_iso(date: CalendarDate<Iso>) -> Option<Date> {
    let year = i16::try_from(date.year().extended_year()).ok()?;
    let month = i8::try_from(date.month().ordinal).ok()?;
    Date::new(year, month, i8::try_from(date.day_of_month().0).ok()?).ok()
}

/// The current year in UTC, read once a process: it only bounds what a year of two digits can mean.
static THIS_YEAR: LazyLock<i32> = LazyLock::new(|| {
    let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
    i32::from(now.year())
});

/// The year a number of two digits means: from 1990 to two years ahead of now, or `None`.
pub fn two_digit_year(value: u64) -> Option<i32> {
    let value = i32::try_from(value).ok()?;
    match value {
        90..=99 => Some(1900 + value),
        0..=99 if 2000 + value <= *THIS_YEAR + 2 => Some(2000 + value),
        _ => None,
    }
}

/// Whether a year of four digits is one a report can speak of as a day's: news is older than the web, not older than
/// the printed calendar.
pub fn is_common_year(year: u64) -> bool {
    (1500..=2100).contains(&year)
}

/// Whether a year is one of the present in the Buddhist era, which is 543 years ahead.
pub fn is_buddhist_year(year: u64) -> bool {
    (2443..=2643).contains(&year)
}

/// Whether a year is one of the present in either Islamic calendar.
pub fn is_islamic_year(year: u64) -> bool {
    (1300..=1500).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn other_calendars_become_the_common_one() {
        assert_eq!(
            common_day(Calendar::Hijri, 1445, 10, 17),
            Some(date(2024, 4, 26))
        );
        assert_eq!(
            common_day(Calendar::Hijri, 1446, 9, 1),
            Some(date(2025, 3, 1))
        );
        assert_eq!(
            common_day(Calendar::Jalali, 1403, 1, 1),
            Some(date(2024, 3, 20))
        );
        assert_eq!(
            common_day(Calendar::Jalali, 1402, 12, 29),
            Some(date(2024, 3, 19))
        );
        assert_eq!(common_day(Calendar::Gregorian, 2023, 2, 29), None);
        assert_eq!(common_day(Calendar::Hijri, 1445, 13, 1), None);
        assert_eq!(common_day(Calendar::Jalali, 1403, 0, 0), None);
    }

    #[test]
    fn two_digits_are_a_year_near_now() {
        assert_eq!(two_digit_year(99), Some(1999));
        assert_eq!(two_digit_year(24), Some(2024));
        assert_eq!(two_digit_year(61), None);
    }
}
