//! Days, months and years as they are typed.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, ToSpan};

use khabar_words::fold::digit;

/// A stretch of time in UTC, in seconds since 1970: its beginning and, unless time ends with it, what comes behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub begin: i64,
    pub end: Option<i64>,
}

/// Reads `2026`, `2026-03` or `2026-03-02`, with digits of any script, and `/` or `.` as well.
pub fn stretch(text: &str) -> Option<Stretch> {
    let plain: String = text.chars().map(|c| digit(c).unwrap_or(c)).collect();
    let parts: Option<Vec<i16>> = plain
        .split(['-', '/', '.', '−', '٫'])
        .map(|part| {
            part.parse()
                .ok()
                .filter(|_| part.bytes().all(|b| b.is_ascii_digit()))
        })
        .collect();
    let parts = parts?;
    let year = *parts
        .first()
        .filter(|&&year| (1000..=9999).contains(&year))?;
    let small = |at: usize| {
        parts
            .get(at)
            .map_or(Some(1), |&part| i8::try_from(part).ok())
    };
    let length: Span = match parts.len() {
        1 => 1.year(),
        2 => 1.month(),
        3 => 1.day(),
        _ => return None,
    };
    let begin = Date::new(year, small(1)?, small(2)?).ok()?;
    let seconds = |date: Date| {
        let midnight = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        Some(midnight.as_second())
    };
    Some(Stretch {
        begin: seconds(begin)?,
        end: begin.checked_add(length).ok().and_then(seconds),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    #[test]
    fn days_months_and_years() {
        let day = stretch("2026-03-02").unwrap();
        assert_eq!(day.begin, 1_772_409_600);
        assert_eq!(day.end, Some(day.begin + DAY));
        for same in [
            "2026/3/2",
            "2026.03.02",
            "٢٠٢٦-٠٣-٠٢",
            "۲۰۲۶/۳/۲",
            "２０２６-３-２",
        ] {
            assert_eq!(stretch(same), Some(day), "{same}");
        }
        let month = stretch("2026-03").unwrap();
        assert_eq!(
            (month.begin, month.end),
            (day.begin - DAY, Some(day.begin + 30 * DAY))
        );
        let year = stretch("2026").unwrap();
        assert_eq!(year.end.unwrap() - year.begin, 365 * DAY);
        assert_eq!(stretch("9999").unwrap().end, None);
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "-",
            "26",
            "2026-13",
            "2026-02-30",
            "2026-03-02-01",
            "march",
            "2026-",
            "99999",
            "2026-+3",
        ] {
            assert_eq!(stretch(text), None, "{text}");
        }
    }
}
