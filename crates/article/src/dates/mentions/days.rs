//! Days of a month, and the days about the day of publication.

use jiff::ToSpan;
use jiff::civil::Date;

use super::months::Which;
use super::{Finder, Mention};
use crate::dates::calendar::common_day;
use crate::dates::day::Written;
use crate::dates::vocabulary::{Calendar, Meaning, Unit};
use crate::dates::when::When;

/// How many days ahead of publication a day without a year may lie: the days a report announces.
pub const DAYS_AHEAD: i32 = 31;

impl Finder<'_> {
    /// A date whose first number is token `number` and which starts at token `from` or behind it.
    pub fn dated(&self, number: usize, from: usize) -> Option<Mention> {
        if let Some(day) = self.reader.day_at(number, from) {
            let found = self.reader.complete(day, from);
            return Some(self.mention_of(found.first, found.next, 0, When::Day(found.moment)));
        }
        let written = self.yearless(number, from)?;
        let (day, next) = self.day_of(written)?;
        let first = self
            .reader
            .weekday_before(written.first, from)
            .map_or(written.first, |(_, first)| first);
        Some(self.mention_of(first, next, 0, day))
    }

    /// The day a day of a month means, by the words behind it that say which: "17 December last year", "17 ديسمبر
    /// الماضي".
    fn day_of(&self, written: Written) -> Option<(Date, usize)> {
        let published = self.published?;
        let common = written.calendar == Calendar::Gregorian;
        if let Some((year, next)) = self.near_year_behind(written.next).filter(|_| common) {
            let day = common_day(written.calendar, year.into(), written.month, written.day)?;
            return Some((day, next));
        }
        let (which, _, next) = self.which(written.next, written.next);
        Some((near(written, which, published)?, next))
    }

    /// A day of a month without a year, in the words of the text's own language.
    fn yearless(&self, number: usize, from: usize) -> Option<Written> {
        let reader = &self.reader;
        if reader.is_glued(number) && number > 1 && reader.is_sign_of(number - 1, ".:-/,+$€£") {
            let is_part =
                !reader.is_sign_of(number - 1, ".:-/,") || reader.number(number - 2).is_some();
            let is_part = is_part && self.range_of_days(number - 2).is_none();
            if is_part {
                return None;
            }
        }
        if let Some(written) = self.unit_day(number, from) {
            return Some(written);
        }
        let written = match reader.day_month(number).filter(|w| w.year.is_none()) {
            Some(written) => written,
            None => reader
                .month_day(number, from)
                .filter(|w| w.year.is_none())?,
        };
        let month = (written.first..written.next).find(|&t| reader.month(t).is_some())?;
        let is_own = self.words.pick(month, |m| {
            matches!(m, Meaning::Month(..) | Meaning::MonthBefore).then_some(())
        });
        // A number of four digits behind it is a year too far off to be one.
        let far_year = reader
            .number(written.next)
            .is_some_and(|(_, digits)| digits == 4);
        let is_time = reader.is_sign(number + 1, ':') || reader.is_sign(number + 1, '%');
        (is_own.is_some() && self.has_right_case(month) && !far_year && !is_time).then_some(written)
    }

    /// The number that ends the range of days which opens with the number at `at`: "17-18 December".
    fn range_of_days(&self, at: usize) -> Option<usize> {
        let reader = &self.reader;
        let day = |at| reader.number(at).filter(|&(_, digits)| digits <= 2);
        let (first, _) = day(at)?;
        if self.is_part_of_number(at) {
            return None;
        }
        let dotted = at + 1 + usize::from(reader.is_sign(at + 1, '.'));
        let last_at = match self.words.means(dotted, Meaning::Range) {
            Some(next) => next,
            None if reader.is_sign(dotted, '-') => dotted + 1,
            None => return None,
        };
        let (last, _) = day(last_at)?;
        (first > 0 && first < last).then_some(last_at)
    }

    /// The first day of a range whose last day names the month: the "17" of "17 and 18 December".
    pub fn first_of_range(&self, at: usize) -> Option<Mention> {
        let last_at = self.range_of_days(at)?;
        let (last, _) = self.reader.number(last_at)?;
        let (first, _) = self.reader.number(at)?;
        let day = self.dated(last_at, last_at)?.when.day()?;
        // In another calendar the numbers are not those of the common day.
        if u64::from(day.day().unsigned_abs()) != last {
            return None;
        }
        let first = day.with().day(i8::try_from(first).ok()?).build().ok()?;
        Some(self.mention_of(at, at + 1, 0, first))
    }

    /// "12月17日".
    fn unit_day(&self, number: usize, from: usize) -> Option<Written> {
        let unit = |at, unit| self.words.means(at, Meaning::Unit(unit));
        let (month, _) = self.reader.number(number)?;
        let day_at = unit(number + 1, Unit::Month)?;
        let (day, _) = self.reader.number(day_at)?;
        let next = unit(day_at + 1, Unit::Day)?;
        let follows_year = number > from && unit(number - 1, Unit::Year).is_some();
        (!follows_year).then_some(Written {
            first: number,
            next,
            calendar: Calendar::Gregorian,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
            year: None,
            inner: None,
        })
    }

    /// A date that opens with a weekday or with its month.
    pub fn named_date(&self, at: usize) -> Option<Mention> {
        let is_name = |m| {
            matches!(
                m,
                Meaning::Month(..) | Meaning::Weekday(..) | Meaning::MonthBefore
            )
            .then_some(())
        };
        let ((), next, skip) = self.words.pick_joined(at, is_name)?;
        let number = (next..next + 4).find(|&t| self.reader.number(t).is_some())?;
        if !(next..number).all(|t| self.is_between(t)) {
            return None;
        }
        let mention = self.dated(number, at)?;
        let begin = self.reader.tokens[at].begin as usize;
        (mention.begin == begin).then_some(Mention {
            begin: begin + skip,
            ..mention
        })
    }

    /// Whether token `at` can stand between a weekday or month and the number of the day.
    fn is_between(&self, at: usize) -> bool {
        self.reader.is_sign_of(at, ".,")
            || self.reader.month(at).is_some()
            || self
                .reader
                .means(at, Meaning::Join)
                .is_some_and(|next| next == at + 1)
    }

    /// "today", "yesterday" and their like.
    pub fn today(&self, at: usize) -> Option<Mention> {
        let (days, next, skip) = self.words.pick_joined(at, |m| match m {
            Meaning::Today(days) => Some(days),
            _ => None,
        })?;
        if !self.stands_free(at, next, false) || !self.is_uncapitalised(at, skip) {
            return None;
        }
        let day = self.published?.checked_add(i32::from(days).days()).ok()?;
        let next = self.same_weekday(next, day).unwrap_or(next);
        Some(self.mention_of(at, next, skip, day))
    }

    /// The weekday behind "today" or "yesterday", where it is the very day: "أمس الأحد".
    fn same_weekday(&self, at: usize, day: Date) -> Option<usize> {
        let at = at + usize::from(self.reader.is_sign(at, ','));
        let (weekday, next) = self.words.pick(at, |m| match m {
            Meaning::Weekday(weekday, _) => Some(weekday),
            _ => None,
        })?;
        let is_same = day.weekday().to_monday_one_offset() == weekday.cast_signed();
        let dated = self.dated(
            (next..next + 2)
                .find(|&t| self.reader.number(t).is_some())
                .unwrap_or(next),
            next,
        );
        match dated.filter(|d| d.when.day() == Some(day)) {
            Some(dated) if is_same => Some(dated.next),
            _ => is_same.then_some(next),
        }
    }

    /// "السابع عشر من ديسمبر", "premier mai".
    pub fn day_in_words(&self, at: usize) -> Option<Mention> {
        let (day, behind, skip) = self.words.pick_joined(at, |m| match m {
            Meaning::DayWord(day) => Some(day),
            _ => None,
        })?;
        let month_at = self.words.means(behind, Meaning::Join).unwrap_or(behind);
        self.words
            .pick(month_at, |m| matches!(m, Meaning::Month(..)).then_some(()))?;
        let (calendar, month, next) = self.reader.month(month_at)?;
        if !self.has_right_case(month_at) {
            return None;
        }
        if let Some((year, calendar, next)) = self.reader.year_behind(next, calendar) {
            let day = common_day(calendar, year, month, day)?;
            return Some(self.mention_of(at, next, skip, day));
        }
        let written = Written {
            first: at,
            next,
            calendar,
            month,
            day,
            year: None,
            inner: None,
        };
        let (day, next) = self.day_of(written)?;
        Some(self.mention_of(at, next, skip, day))
    }

    /// A day of a month that is named by how near it is, "17 من الشهر الجاري", or not at all: "17日".
    pub fn day_of_this_month(&self, at: usize) -> Option<Mention> {
        let (day, digits) = self.reader.number(at)?;
        let day = i8::try_from(day).ok().filter(|_| digits <= 2)?;
        if self.is_part_of_number(at) {
            return None;
        }
        let published = self.published?;
        let dotted = at + 1 + usize::from(self.reader.is_sign(at + 1, '.'));
        let joined = self.words.means(dotted, Meaning::Ordinal).unwrap_or(dotted);
        let joined = self.words.means(joined, Meaning::Join).unwrap_or(joined);
        if let Some((Unit::Month, shift, next, 0)) = self.near(dotted).or_else(|| self.near(joined))
        {
            let month = published.checked_add(i32::from(shift).months()).ok()?;
            let day = Date::new(month.year(), month.month(), day).ok()?;
            return Some(self.mention_of(at, next, 0, day));
        }
        let next = self.words.means(at + 1, Meaning::LoneDay)?;
        let is_spoilt = self.words.means(next, Meaning::NotBefore).is_some()
            || at > 0 && (self.is_range(at - 1) || self.is_counted(at - 1));
        if is_spoilt {
            return None;
        }
        // Of the days with this number the nearest; a report speaks less of the days to come.
        let day = (-1..=1)
            .filter_map(|shift: i32| published.first_of_month().checked_add(shift.months()).ok())
            .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
            .min_by_key(|day| {
                let hours = published.duration_until(*day).as_hours();
                if hours > 0 { 2 * hours } else { -hours }
            })?;
        Some(self.mention_of(at, next, 0, day))
    }

    fn is_range(&self, at: usize) -> bool {
        self.reader.is_sign_of(at, "-~～,/") || self.words.means(at, Meaning::Range).is_some()
    }

    /// Whether a month or year with its number stands at `at`: what follows it is no day by itself.
    fn is_counted(&self, at: usize) -> bool {
        [Unit::Month, Unit::Year]
            .into_iter()
            .any(|unit| self.words.means(at, Meaning::Unit(unit)).is_some())
    }
}

/// The year-less day that is meant on the day `published`.
fn near(written: Written, which: Which, published: Date) -> Option<Date> {
    let latest = match which {
        Which::Last => published.yesterday(),
        Which::Near => published.checked_add(DAYS_AHEAD.days()),
        Which::This | Which::Next => published.checked_add(1.year()),
    };
    let latest = latest.ok()?;
    // A calendar of shorter years may bring the same day twice in one common year.
    let years = match written.calendar {
        Calendar::Gregorian => i32::from(published.year()),
        Calendar::Hijri => (i32::from(published.year()) - 622) * 33 / 32,
        Calendar::Jalali => i32::from(published.year()) - 621,
    };
    // Nine years back there is a 29 February in any case.
    (-9..=2)
        .rev()
        .filter_map(|shift| common_day(written.calendar, years + shift, written.month, written.day))
        .filter(|day| !matches!(which, Which::This) || day.year() == published.year())
        .find(|day| *day <= latest)
}
