//! Weeks, months and years named by how near they are: "last week", "العام المقبل", "今月".

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Finder, Mention};
use crate::dates::calendar::common_day;
use crate::dates::vocabulary::{Calendar, Meaning, Side, Unit};
use crate::dates::when::When;

impl Finder<'_> {
    /// The unit and shift of the period at `at`, the token behind it, and the bytes of its first token that do not
    /// belong to it.
    pub fn near(&self, at: usize) -> Option<(Unit, i8, usize, usize)> {
        let whole = self.words.pick_joined(at, |m| match m {
            Meaning::Near(unit, shift) => Some((unit, shift)),
            _ => None,
        });
        if let Some(((unit, shift), next, skip)) = whole {
            return Some((unit, shift, next, skip));
        }
        let shift = |at, wanted| {
            self.words.pick_joined(at, |m| match m {
                Meaning::Shift(shift, side) if side == wanted => Some(shift),
                _ => None,
            })
        };
        let period = |at| {
            self.words.pick_joined(at, |m| match m {
                Meaning::Period(unit) => Some(unit),
                _ => None,
            })
        };
        if let Some((shift, behind, skip)) = shift(at, Side::Before)
            && let Some((unit, next, 0)) = period(behind)
        {
            return Some((unit, shift, next, skip));
        }
        let (unit, behind, skip) = period(at)?;
        let (shift, next, inner) = shift(behind, Side::Behind)?;
        (inner == 0).then_some((unit, shift, next, skip))
    }

    /// The year named at `at` or behind a word that joins it to what stands before: "last year", "من العام الماضي".
    pub fn near_year_behind(&self, at: usize) -> Option<(i16, usize)> {
        let joined = self.words.means(at, Meaning::Join).unwrap_or(at);
        let found = self.near(at).or_else(|| self.near(joined));
        let (Unit::Year, shift, next, _) = found? else {
            return None;
        };
        let year = self.published?.year().checked_add(shift.into())?;
        Some((year, next))
    }

    /// A week, month or year near that of publication, or the day of it that stands behind: "上周五", "去年12月".
    pub fn period(&self, at: usize) -> Option<Mention> {
        let (unit, shift, next, skip) = self.near(at)?;
        // "上周五" is last week's Friday.
        let is_weekday = |t| {
            let found = self
                .words
                .pick(t, |m| matches!(m, Meaning::Weekday(_, true)).then_some(()));
            found.is_some_and(|((), end)| end > next)
        };
        if self.is_spoilt_period(at, next) || (at + 1..next).any(is_weekday) {
            return None;
        }
        let published = self.published?;
        let span = i32::from(shift);
        let (when, next): (When, usize) = match unit {
            Unit::Week => {
                let week = published.checked_add((7 * span).days()).ok()?;
                self.weekday_of_week(next, shift)
                    .map_or((When::week_of(week), next), |(day, next)| {
                        (day.into(), next)
                    })
            }
            Unit::Month => {
                let month = published.checked_add(span.months()).ok()?;
                match self.unit_behind(next, Unit::Day) {
                    Some((day, next)) => {
                        let day = i8::try_from(day).ok()?;
                        let day = Date::new(month.year(), month.month(), day).ok()?;
                        (day.into(), next)
                    }
                    None => (When::month_of(month), next),
                }
            }
            Unit::Year => {
                let year = published.year().checked_add(shift.into())?;
                self.month_of_year(next, year)
                    .unwrap_or((When::Year(year), next))
            }
            _ => return None,
        };
        Some(self.mention_of(at, next, skip, when))
    }

    /// "12月" and "12月17日" behind a year.
    pub fn month_of_year(&self, at: usize, year: i16) -> Option<(When, usize)> {
        let at = self.words.means(at, Meaning::Join).unwrap_or(at);
        let (month, day_at) = self.unit_behind(at, Unit::Month)?;
        let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        match self.unit_behind(day_at, Unit::Day) {
            Some((day, next)) => {
                let day = u8::try_from(day).ok()?;
                let day = common_day(Calendar::Gregorian, year.into(), month, day)?;
                Some((day.into(), next))
            }
            None => Some((
                When::Month {
                    year,
                    month: month.cast_signed(),
                },
                day_at,
            )),
        }
    }

    /// The number at `at` with this unit behind it, and the token behind both.
    pub fn unit_behind(&self, at: usize, unit: Unit) -> Option<(u64, usize)> {
        let (value, digits) = self.reader.number(at)?;
        let next = self.words.means(at + 1, Meaning::Unit(unit))?;
        let is_spoilt = self.words.means(next, Meaning::NotBeforePeriod).is_some();
        (digits <= 4 && !is_spoilt).then_some((value, next))
    }
}
