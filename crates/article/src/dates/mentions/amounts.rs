//! Amounts of time counted from a day: "two days ago", "a week later", "the next day".

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Finder, Mention};
use crate::dates::vocabulary::{Meaning, Side, Unit};
use crate::dates::when::When;

/// The most hours that leave the day as it is.
const HOURS_OF_A_DAY: u16 = 23;

/// So many units of time.
#[derive(Debug, Clone, Copy)]
struct Amount {
    /// 0 where only the unit is named: "hours ago".
    count: u16,
    unit: Unit,
    /// The token behind it.
    next: usize,
    /// Bytes of its first token that do not belong to it.
    skip: usize,
}

impl Amount {
    fn is_below_a_day(&self) -> bool {
        matches!(self.unit, Unit::Hour | Unit::Minute)
    }
}

/// The day an amount is counted from, and in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// Back from publication.
    Ago,
    /// On from the day last mentioned.
    Later,
    /// Back from the day last mentioned.
    Earlier,
}

impl Finder<'_> {
    /// An amount with the word before or behind it that says from where it is counted.
    pub fn amount_mention(&self, at: usize) -> Option<Mention> {
        let before = self.words.pick_joined(at, |m| count(m, Side::Before));
        let (count, amount, next, skip) = if let Some((count, behind, skip)) = before {
            let amount = self.amount(behind)?;
            // "بعد ساعات" is said of what is to come as well.
            if count == Count::Later && amount.is_below_a_day() {
                return None;
            }
            (count, amount, amount.next, skip)
        } else {
            let amount = self.amount(at)?;
            let (count, next) = self.words.pick(amount.next, |m| count(m, Side::Behind))?;
            (count, amount, next, amount.skip)
        };
        // "two minutes later" tells of a match or a crime, and no day.
        let is_instant = amount.unit == Unit::Minute && count != Count::Ago;
        if is_instant || self.is_tied(at, next, count == Count::Ago) {
            return None;
        }
        let when = self.counted(count, amount)?;
        Some(self.mention_of(at, next, skip, when))
    }

    /// The amount at `at`: a number or a word for one and a unit, a dual, or a unit that means one without a number.
    fn amount(&self, at: usize) -> Option<Amount> {
        if let Some((count, digits)) = self.reader.number(at) {
            if digits > 3 || self.is_part_of_number(at) {
                return None;
            }
            return self.counted_units(count as u16, at + 1, 0);
        }
        let one_or_two = self.words.pick_joined(at, |m| match m {
            Meaning::TwoSpan(unit) => Some((2, unit)),
            Meaning::OneSpan(unit) => Some((1, unit)),
            _ => None,
        });
        if let Some(((count, unit), next, skip)) = one_or_two
            && !self.is_dated(next)
        {
            return Some(Amount {
                count,
                unit,
                next,
                skip,
            });
        }
        let number = self.words.pick_joined(at, |m| match m {
            Meaning::Count(count) => Some(count),
            _ => None,
        });
        if let Some((count, next, skip)) = number {
            return self.counted_units(count.into(), next, skip);
        }
        // "hours ago" is today, whatever their number.
        let (unit, next, skip) = self.words.pick_joined(at, |m| match m {
            Meaning::Span(unit @ (Unit::Hour | Unit::Minute)) => Some(unit),
            _ => None,
        })?;
        Some(Amount {
            count: 0,
            unit,
            next,
            skip,
        })
    }

    fn counted_units(&self, count: u16, at: usize, skip: usize) -> Option<Amount> {
        let (unit, next) = self.words.pick(at, |m| match m {
            Meaning::Span(unit) => Some(unit),
            _ => None,
        })?;
        Some(Amount {
            count,
            unit,
            next,
            skip,
        })
    }

    /// Whether a number, weekday or month follows, to which the word for a unit belongs: "منذ يوم الجمعة", "عام 2014".
    fn is_dated(&self, at: usize) -> bool {
        let is_name = |m| {
            matches!(
                m,
                Meaning::Weekday(..)
                    | Meaning::Month(..)
                    | Meaning::LoneMonth(..)
                    | Meaning::DayWord(_)
            )
            .then_some(())
        };
        self.reader.number(at).is_some() || self.words.pick(at, is_name).is_some()
    }

    fn counted(&self, from: Count, amount: Amount) -> Option<When> {
        let hours = if amount.unit == Unit::Hour {
            amount.count
        } else {
            0
        };
        // "hours earlier" is the day a report is written on, whatever day it last spoke of.
        let base = match from {
            Count::Earlier if amount.is_below_a_day() => self.published,
            Count::Ago => self.published,
            Count::Later | Count::Earlier => self.last_day,
        }?;
        let sign = if from == Count::Later { 1 } else { -1 };
        let count = sign * i32::from(amount.count);
        let days = |days: i32| base.checked_add(days.days()).ok();
        // A report does not tell what came after it was published.
        let is_to_come = |day: Date| self.published.is_some_and(|published| day > published);
        let reached = match amount.unit {
            Unit::Second | Unit::Minute | Unit::Hour => base,
            Unit::Day => days(count)?,
            Unit::Week => days(7 * count)?,
            Unit::Month => base.checked_add(count.months()).ok()?,
            Unit::Year => base.checked_add(count.years()).ok()?,
        };
        if from == Count::Later && is_to_come(reached) {
            return None;
        }
        Some(match amount.unit {
            Unit::Second | Unit::Minute => base.into(),
            Unit::Hour if hours <= HOURS_OF_A_DAY => base.into(),
            Unit::Hour => days(count / 24)?.into(),
            Unit::Day => reached.into(),
            Unit::Week => When::week_of(reached),
            Unit::Month => When::month_of(reached),
            Unit::Year => When::Year(reached.year()),
        })
    }

    /// "the next day", "a day earlier" in words of their own.
    pub fn text_day(&self, at: usize) -> Option<Mention> {
        let (days, next, skip) = self.words.pick_joined(at, |m| match m {
            Meaning::TextDay(days) => Some(days),
            _ => None,
        })?;
        if self.is_tied(at, next, false) {
            return None;
        }
        let day: Date = self.last_day?.checked_add(i32::from(days).days()).ok()?;
        Some(self.mention_of(at, next, skip, day))
    }

    /// Whether the number at `at` is the end of a longer one: "1.5", "2-3", "$5".
    pub fn is_part_of_number(&self, at: usize) -> bool {
        let reader = &self.reader;
        at > 0
            && reader.is_glued(at)
            && (reader.is_sign_of(at - 1, "+$€£¥₹#")
                || reader.is_sign_of(at - 1, ".,:-/")
                    && at > 1
                    && reader.is_glued(at - 1)
                    && reader.number(at - 2).is_some())
    }
}

fn count(meaning: Meaning, wanted: Side) -> Option<Count> {
    let (count, side) = match meaning {
        Meaning::Ago(side) => (Count::Ago, side),
        Meaning::Later(side) => (Count::Later, side),
        Meaning::Earlier(side) => (Count::Earlier, side),
        _ => return None,
    };
    (side == wanted).then_some(count)
}
