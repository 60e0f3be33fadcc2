//! The forms in which a day is written, each tried where a number stands.

use jiff::civil::Date;

use super::calendar::{
    common_day, is_buddhist_year, is_common_year, is_islamic_year, two_digit_year,
};
use super::clock::Clock;
use super::reader::{Order, Reader};
use super::vocabulary::{Calendar, Meaning, Unit};

/// A day found in the text.
#[derive(Debug, Clone, Copy)]
pub struct DayFound {
    /// Its first token.
    pub first: usize,
    /// The token behind its last.
    pub next: usize,
    /// The day, in the common calendar.
    pub day: Date,
    /// The calendar it is written in.
    pub calendar: Calendar,
    /// A clock time that stands inside the date: "May 6 07:08:09 2024".
    pub inner: Option<Clock>,
}

/// A day of a month, with its year where one is given.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// Its first token.
    pub first: usize,
    /// The token behind its last.
    pub next: usize,
    pub calendar: Calendar,
    pub month: u8,
    pub day: u8,
    pub year: Option<i32>,
    pub inner: Option<Clock>,
}

impl Written {
    /// The day, if a year is given and has this day.
    fn found(self) -> Option<DayFound> {
        Some(DayFound {
            first: self.first,
            next: self.next,
            day: common_day(self.calendar, self.year?, self.month, self.day)?,
            calendar: self.calendar,
            inner: self.inner,
        })
    }
}

impl Reader<'_> {
    /// The day whose first number is token `at`; `from` is the first token that may belong to it.
    pub fn day_at(&self, at: usize, from: usize) -> Option<DayFound> {
        self.number(at)?;
        self.numeric(at, from)
            .or_else(|| self.with_units(at, from))
            .or_else(|| self.day_month(at).and_then(Written::found))
            .or_else(|| self.year_month_day(at))
            .or_else(|| self.month_day(at, from).and_then(Written::found))
    }

    /// "2024-05-06", "6.5.2024", "05/06/24".
    fn numeric(&self, at: usize, from: usize) -> Option<DayFound> {
        let (a, a_digits) = self.number(at)?;
        let (b, b_digits) = self.number(at + 2)?;
        let (c, c_digits) = self.number(at + 4)?;
        let separator = ['-', '/', '.']
            .into_iter()
            .find(|&sign| self.is_sign(at + 1, sign))?;
        if !self.is_sign(at + 3, separator) || b_digits > 2 {
            return None;
        }
        let glued = (1..=4).all(|n| self.is_glued(at + n));
        let has_long_year = a_digits == 4 || c_digits == 4;
        let even = self.is_glued(at + 1) == self.is_glued(at + 3) || separator == '.';
        if !(glued || has_long_year && even) || self.is_in_chain(at, separator, a_digits == 4) {
            return None;
        }
        let (calendar, year, month, day) = if a_digits == 4 && c_digits <= 2 {
            let (calendar, year) = self.year(a)?;
            (calendar, year, b, c)
        } else if c_digits == 4 && a_digits <= 2 {
            let (calendar, year) = self.year(c)?;
            let order = self.order(at, from, separator, (a, b), year);
            let (day, month) = if order == Order::DayFirst {
                (a, b)
            } else {
                (b, a)
            };
            (calendar, year, month, day)
        } else if a_digits <= 2 && c_digits == 2 {
            let padded = a_digits == 2 && b_digits == 2;
            if separator != '/' && !padded && !self.is_value {
                return None;
            }
            if self.hint.year_first && a_digits == 2 {
                (Calendar::Gregorian, two_digit_year(a)?, b, c)
            } else {
                let year = if self.hint.is("th") {
                    thai_short_year(c)?
                } else {
                    two_digit_year(c)?
                };
                let order = self.order(at, from, separator, (a, b), year);
                let (day, month) = if order == Order::DayFirst {
                    (a, b)
                } else {
                    (b, a)
                };
                (Calendar::Gregorian, year, month, day)
            }
        } else {
            return None;
        };
        Some(DayFound {
            first: at,
            next: self.behind_year(at + 5),
            day: common_day(
                calendar,
                year,
                u8::try_from(month).ok()?,
                u8::try_from(day).ok()?,
            )?,
            calendar,
            inner: None,
        })
    }

    /// Whether the numbers from `at` are part of something longer: a version, a telephone number, an address, a price.
    fn is_in_chain(&self, at: usize, separator: char, year_first: bool) -> bool {
        if self.is_glued(at) && at > 0 {
            let before = at - 1;
            if self.is_sign_of(before, "+$€£¥₹#") || self.is_ascii_word(before) && separator == '.'
            {
                return true;
            }
            let chained = self.is_sign_of(before, ".:-/,") && self.is_glued(before) && before > 0;
            if chained && self.number(before - 1).is_some() {
                return true;
            }
        }
        let behind = at + 5;
        !year_first
            && self.is_glued(behind)
            && self.is_glued(behind + 1)
            && self.is_sign(behind, separator)
            && self.number(behind + 1).is_some()
    }

    /// The order of day and month in "05/06": what the values allow, else what a weekday beside them says, else the
    /// custom of the language. Between dots the day is always first.
    fn order(
        &self,
        at: usize,
        from: usize,
        separator: char,
        (a, b): (u64, u64),
        year: i32,
    ) -> Order {
        if a > 12 || separator == '.' {
            return Order::DayFirst;
        }
        if b > 12 {
            return Order::MonthFirst;
        }
        if let Some((weekday, _)) = self
            .weekday_before(at, from)
            .or_else(|| self.weekday(at + 5))
        {
            let falls = |month: u64, day: u64| {
                common_day(Calendar::Gregorian, year, month as u8, day as u8).is_some_and(|date| {
                    date.weekday().to_monday_one_offset() == weekday.cast_signed()
                })
            };
            match (falls(b, a), falls(a, b)) {
                (true, false) => return Order::DayFirst,
                (false, true) => return Order::MonthFirst,
                _ => {}
            }
        }
        self.hint.order
    }

    /// The weekday that stands before token `at`, with the token it starts at.
    pub fn weekday_before(&self, at: usize, from: usize) -> Option<(u8, usize)> {
        let mut end = at;
        while end > from
            && (self.is_sign_of(end - 1, ",.()|-") || self.is_small_join(end - 1))
            && at - end < 3
        {
            end -= 1;
        }
        (from.max(end.saturating_sub(3))..end).find_map(|first| match self.weekday(first) {
            Some((day, next)) if next == end => Some((day, first)),
            _ => None,
        })
    }

    fn is_small_join(&self, at: usize) -> bool {
        self.means(at, Meaning::Join)
            .is_some_and(|next| next == at + 1)
    }

    /// "2024年5月6日", "2024년 5월 6일", "令和6年5月6日".
    fn with_units(&self, at: usize, from: usize) -> Option<DayFound> {
        let unit = |at: usize, wanted: Unit| self.means(at, Meaning::Unit(wanted));
        let (a, a_digits) = self.number(at)?;
        let month_at = unit(at + 1, Unit::Year)?;
        let (month, _) = self.number(month_at)?;
        let day_at = unit(month_at + 1, Unit::Month)?;
        let (day, _) = self.number(day_at)?;
        let marked = unit(day_at + 1, Unit::Day);
        let era = (from.max(at.saturating_sub(2))..at).find_map(|first| {
            let era = self.sense(first, |m| match m {
                Meaning::Era(years) => Some(years),
                _ => None,
            });
            era.filter(|(_, next)| *next == at)
                .map(|(years, _)| (years, first))
        });
        let year = match era {
            Some((years, _)) => i32::try_from(a).ok()? + i32::from(years),
            None if a_digits == 4 && is_common_year(a) => a as i32,
            None if a_digits == 2 && marked.is_some() => two_digit_year(a)?,
            None => return None,
        };
        Some(DayFound {
            first: era.map_or(at, |(_, first)| first),
            next: marked.unwrap_or(day_at + 1),
            day: common_day(
                Calendar::Gregorian,
                year,
                u8::try_from(month).ok()?,
                u8::try_from(day).ok()?,
            )?,
            calendar: Calendar::Gregorian,
            inner: None,
        })
    }

    /// "6 May 2024", "6. Mai 2024", "6 de mayo de 2024", "ngày 6 tháng 5 năm 2024"; the year may be missing.
    pub fn day_month(&self, at: usize) -> Option<Written> {
        let day = self.day_number(at)?;
        let mut month_at = self.skip(at + 1, 4, |r, t| {
            if r.is_sign_of(t, ".°,-/") {
                return Some(t + 1);
            }
            r.means(t, Meaning::Ordinal)
                .or_else(|| r.month(t).is_none().then(|| r.means(t, Meaning::Join))?)
        });
        let (calendar, month, behind) = month_at.find_map(|at| self.month(at))?;
        let mut written = Written {
            first: at,
            next: behind,
            calendar,
            month,
            day,
            year: None,
            inner: None,
        };
        if let Some((year, calendar, next)) = self.year_behind(behind, calendar) {
            written = Written {
                year: Some(year),
                calendar,
                next,
                ..written
            };
        }
        Some(written)
    }

    /// "May 6, 2024", "Mon May 06 07:08:09 CEST 2024"; the year may be missing.
    pub fn month_day(&self, at: usize, from: usize) -> Option<Written> {
        let day = self.day_number(at)?;
        let (first, calendar, month) =
            (from.max(at.saturating_sub(5))..at)
                .rev()
                .find_map(|first| {
                    let (calendar, month, next) = self.month(first)?;
                    let joined =
                        (next..at).all(|t| self.is_sign_of(t, ".-/") || self.is_small_join(t));
                    (next <= at && at - next <= 1 && joined).then_some((first, calendar, month))
                })?;
        let mut behind = at + 1;
        if let Some(next) = self
            .means(behind, Meaning::Ordinal)
            .filter(|_| self.is_glued(behind))
        {
            behind = next;
        }
        let mut written = Written {
            first,
            next: behind,
            calendar,
            month,
            day,
            year: None,
            inner: None,
        };
        if let Some((year, calendar, next)) = self.year_behind(behind, calendar) {
            return Some(Written {
                year: Some(year),
                calendar,
                next,
                ..written
            });
        }
        if let Some((clock, next)) = self.clock(behind)
            && let Some((year, calendar, next)) = self.year_behind(next, calendar)
        {
            written = Written {
                year: Some(year),
                calendar,
                next,
                inner: Some(clock),
                ..written
            };
        }
        Some(written)
    }

    /// "2024. május 6.", "2024 m. gegužės 6 d.", "2024. gada 6. maijs", "2024-May-06".
    fn year_month_day(&self, at: usize) -> Option<DayFound> {
        let (value, digits) = self.number(at)?;
        if digits != 4 {
            return None;
        }
        let year = self.year(value)?.1;
        let mut marked = false;
        let mut behind = at + 1;
        while behind < at + 4 {
            if self.is_sign_of(behind, ".,-/") {
                behind += 1;
            } else if let Some(next) = self
                .means(behind, Meaning::YearMark)
                .filter(|_| self.month(behind).is_none())
            {
                (marked, behind) = (true, next);
            } else {
                break;
            }
        }
        let (calendar, month, day, next) = if let Some((calendar, month, next)) = self.month(behind)
        {
            let day_at = next + usize::from(self.is_sign_of(next, ".-/"));
            let day = self.day_number(day_at)?;
            // "2023 May 6, 2024" is a report's date behind some other number.
            if self.year_behind(day_at + 1, calendar).is_some() {
                return None;
            }
            let mut end = day_at + 1;
            if let Some(ordinal) = self.means(end, Meaning::Ordinal) {
                end = ordinal;
            }
            (calendar, month, day, end)
        } else if marked {
            let written = self.day_month(behind).filter(|w| w.year.is_none())?;
            (written.calendar, written.month, written.day, written.next)
        } else {
            return None;
        };
        Some(DayFound {
            first: at,
            next,
            day: common_day(calendar, year, month, day)?,
            calendar,
            inner: None,
        })
    }

    /// The day number at `at`, 1 to 31.
    fn day_number(&self, at: usize) -> Option<u8> {
        let (day, digits) = self.number(at)?;
        (digits <= 2 && (1..=31).contains(&day)).then_some(day as u8)
    }

    /// The tokens reached from `at` by taking up to `most` steps of `step`, `at` first.
    fn skip<'s>(
        &'s self,
        at: usize,
        most: usize,
        step: impl Fn(&Self, usize) -> Option<usize> + 's,
    ) -> impl Iterator<Item = usize> + 's {
        std::iter::successors(Some(at), move |&t| step(self, t)).take(most)
    }

    /// The year behind a month or day name at `at`.
    pub fn year_behind(&self, at: usize, calendar: Calendar) -> Option<(i32, Calendar, usize)> {
        let year_at = self
            .skip(at, 4, |r, t| {
                if r.is_sign_of(t, ".,-/'\u{2018})") {
                    return Some(t + 1);
                }
                r.means(t, Meaning::Join)
                    .or_else(|| r.means(t, Meaning::YearMark))
                    .or_else(|| r.means(t, Meaning::Ordinal).filter(|_| !r.is_glued(t)))
            })
            .find(|&t| self.number(t).is_some())?;
        let (value, digits) = self.number(year_at)?;
        let year = match (calendar, digits) {
            (Calendar::Gregorian, 4) if is_common_year(value) => value as i32,
            (Calendar::Gregorian, 4) if is_buddhist_year(value) => value as i32 - 543,
            (Calendar::Hijri | Calendar::Jalali, 4) if is_islamic_year(value) => value as i32,
            (Calendar::Gregorian, 2) if self.is_short_year(year_at) => {
                if self.hint.is("th") {
                    thai_short_year(value)?
                } else {
                    two_digit_year(value)?
                }
            }
            (Calendar::Jalali, 2) if self.is_short_year(year_at) && value <= 20 => {
                1400 + value as i32
            }
            _ => return None,
        };
        // "6 May 2024:30" and "6 May 1,500" hold no year.
        let behind = year_at + 1;
        if self.is_glued(behind)
            && self.is_sign_of(behind, ",%")
            && self.is_glued(behind + 1)
            && self.number(behind + 1).is_some()
        {
            return None;
        }
        Some((year, calendar, self.behind_year(behind)))
    }

    /// Whether the two digits at `at` stand where only a year can: behind an apostrophe or the mark that parts day and
    /// month, or at the end of the line; not before a word they could count.
    fn is_short_year(&self, at: usize) -> bool {
        if at > 0 && self.is_sign_of(at - 1, ",") {
            return false;
        }
        if at > 0 && self.is_sign_of(at - 1, "'\u{2018}-/") {
            return !self.is_sign(at + 1, ':');
        }
        let Some(next) = self.token(at + 1) else {
            return true;
        };
        match next.kind {
            super::lex::Kind::Sign(sign) => {
                !":.%°'".contains(sign) || sign == '.' && self.number(at + 2).is_none()
            }
            super::lex::Kind::Word => {
                self.means(at + 1, Meaning::At).is_some()
                    && self.means(at + 1, Meaning::Clock).is_none()
                    && self.means(at + 1, Meaning::Unit(Unit::Hour)).is_none()
                    && self.means(at + 1, Meaning::Am).is_none()
            }
            super::lex::Kind::Number { .. } => self.clock(at + 1).is_some(),
        }
    }

    /// The token behind the words that close a year: "г.", "هـ", "m.".
    fn behind_year(&self, at: usize) -> usize {
        match self.means(at, Meaning::YearMark) {
            Some(next) if self.month(at).is_none() => {
                next + usize::from(self.is_sign(next, '.') && self.is_glued(next))
            }
            _ => at,
        }
    }

    /// The calendar and the year of a number of four digits in a date of digits alone. Years of an Islamic calendar
    /// are read as such on Persian and Arabic pages only, Buddhist years anywhere: no other year is so high.
    fn year(&self, value: u64) -> Option<(Calendar, i32)> {
        let year = i32::try_from(value).ok()?;
        if (1900..=2100).contains(&year) {
            Some((Calendar::Gregorian, year))
        } else if is_buddhist_year(value) {
            Some((Calendar::Gregorian, year - 543))
        } else if is_islamic_year(value) && self.hint.is("fa") {
            Some((Calendar::Jalali, year))
        } else if is_islamic_year(value) && self.hint.is("ar") {
            Some((Calendar::Hijri, year))
        } else {
            None
        }
    }
}

/// The year two digits mean in Thailand: 67 is 2567, which is 2024.
fn thai_short_year(value: u64) -> Option<i32> {
    let year = 2500 + i32::try_from(value).ok()? - 543;
    (1990..=2100).contains(&year).then_some(year)
}
