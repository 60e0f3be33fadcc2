//! Months without a day.

use jiff::ToSpan;
use jiff::civil::Date;

use super::days::DAYS_AHEAD;
use super::{Finder, Mention};
use crate::dates::vocabulary::{Calendar, Meaning, Side, Unit};
use crate::dates::when::When;

/// Which of the months of one name is meant.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// One that opens within [`DAYS_AHEAD`], else the last one, that of publication included.
    Near,
    /// The last one before that of publication.
    Last,
    /// The first one behind it.
    Next,
    /// The one in the year of publication.
    This,
}

impl Finder<'_> {
    /// "January", "April 2012", "يناير الماضي", "Januar des vergangenen Jahres".
    pub fn lone_month(&self, at: usize) -> Option<Mention> {
        let name = self.words.pick_joined(at, |m| match m {
            Meaning::LoneMonth(month, unsure) => Some((month, unsure)),
            _ => None,
        });
        let Some(((month, unsure), behind, skip)) = name else {
            return self.month_and_year(at);
        };
        let next = self.behind_twin(month, behind);
        let is_fit = (self.has_right_case(at) || skip > 0)
            && !self.is_spoilt_period(at, next)
            && !self.is_beside_number(at, next);
        if !is_fit {
            return None;
        }
        let word_before = self
            .words
            .ending(at, self.from, Meaning::MonthWord(Side::Before));
        let first = word_before.unwrap_or(at);
        let skip = if first == at { skip } else { 0 };
        let word_behind = self.words.means(next, Meaning::MonthWord(Side::Behind));
        let next = word_behind.unwrap_or(next);
        if let Some((year, end)) = self.year_of_month(next) {
            let month = month.cast_signed();
            return Some(self.mention_of(first, end, skip, When::Month { year, month }));
        }
        let (which, first, end) = self.which(first, next);
        let is_marked = word_before.is_some()
            || word_behind.is_some()
            || (first, end) != (at, next)
            || skip == 0
                && self
                    .words
                    .ending(at, 0, Meaning::InMonth(Side::Before))
                    .is_some()
            || self
                .words
                .means(next, Meaning::InMonth(Side::Behind))
                .is_some()
            || self.has_ending(next);
        if unsure && !is_marked {
            return None;
        }
        let when = near(month.cast_signed(), which, self.published?)?;
        Some(self.mention_of(first, end, skip, when))
    }

    /// A month in any of its forms, abbreviations among them, with its year.
    fn month_and_year(&self, at: usize) -> Option<Mention> {
        let (month, behind, skip) = self.words.pick_joined(at, |m| match m {
            Meaning::Month(Calendar::Gregorian, month) => Some(month),
            _ => None,
        })?;
        let next = self.behind_twin(month, behind);
        let (year, end) = self.written_year(next)?;
        let is_fit = self.has_right_case(at) && !self.is_beside_number(at, end);
        let month = month.cast_signed();
        is_fit.then(|| self.mention_of(at, end, skip, When::Month { year, month }))
    }

    /// The year behind a month: its number, or a word for it.
    fn year_of_month(&self, at: usize) -> Option<(i16, usize)> {
        self.written_year(at)
            .or_else(|| self.near_year_behind(at))
            .or_else(|| Some((self.year_of_range(at)?, at)))
    }

    /// The year that stands behind another month to which this one is joined: "February and March 2010".
    fn year_of_range(&self, at: usize) -> Option<i16> {
        let month_at = match self.words.means(at, Meaning::Range) {
            Some(next) => next,
            None if self.reader.is_sign_of(at, "/-") => at + 1,
            None => return None,
        };
        let ((), next, _) = self.words.pick_joined(month_at, |m| {
            matches!(m, Meaning::Month(Calendar::Gregorian, _)).then_some(())
        })?;
        Some(self.written_year(next)?.0)
    }

    fn written_year(&self, at: usize) -> Option<(i16, usize)> {
        let (year, _, next) = self.reader.year_behind(at, Calendar::Gregorian)?;
        let number = (at..next)
            .rev()
            .find(|&t| self.reader.number(t).is_some())?;
        let is_near = !(at..number).any(|t| self.reader.is_sign_of(t, "-/)"));
        (is_near && self.is_whole_year(number)).then_some((i16::try_from(year).ok()?, next))
    }

    /// The token behind a second name of the same month: "كانون الثاني/يناير".
    fn behind_twin(&self, month: u8, next: usize) -> usize {
        let is_twin = |m| match m {
            Meaning::Month(Calendar::Gregorian, twin) | Meaning::LoneMonth(twin, _) => {
                (twin == month).then_some(())
            }
            _ => None,
        };
        if !self.reader.is_sign_of(next, "/(-") {
            return next;
        }
        match self.words.pick(next + 1, is_twin) {
            Some(((), end)) => {
                end + usize::from(self.reader.is_sign(next, '(') && self.reader.is_sign(end, ')'))
            }
            None => next,
        }
    }

    /// The words beside a month that say which one it is, and the tokens of the whole expression.
    pub fn which(&self, at: usize, next: usize) -> (Which, usize, usize) {
        let sides = [
            (Meaning::Last, Meaning::Last, Which::Last),
            (Meaning::Next, Meaning::Next, Which::Next),
            (Meaning::This, Meaning::This, Which::This),
            (
                Meaning::Shift(-1, Side::Before),
                Meaning::Shift(-1, Side::Behind),
                Which::Last,
            ),
            (
                Meaning::Shift(0, Side::Before),
                Meaning::Shift(0, Side::Behind),
                Which::This,
            ),
            (
                Meaning::Shift(1, Side::Before),
                Meaning::Shift(1, Side::Behind),
                Which::Next,
            ),
        ];
        for (before, behind, which) in sides {
            if let Some(first) = self.words.ending(at, self.from, before) {
                return (which, first, next);
            }
            if let Some(end) = self.words.means(next, behind) {
                return (which, at, end);
            }
        }
        (Which::Near, at, next)
    }

    /// Whether a number stands directly beside the month, which is then the rest of a date that was not understood.
    fn is_beside_number(&self, at: usize, next: usize) -> bool {
        let is_day = |t: usize| self.reader.number(t).is_some_and(|(_, digits)| digits <= 2);
        let dotted = at > 1 && self.reader.is_sign(at - 1, '.') && is_day(at - 2);
        at > 0 && is_day(at - 1) || dotted || is_day(next)
    }

    /// "12月", and a year with its month or alone: "2012年4月", "2014年".
    pub fn numbered_month(&self, at: usize) -> Option<Mention> {
        if self.is_part_of_number(at) {
            return None;
        }
        if let Some((value, next)) = self.unit_behind(at, Unit::Year) {
            let year = i16::try_from(value)
                .ok()
                .filter(|_| self.is_year_number(at))?;
            let (when, next) = self
                .month_of_year(next, year)
                .unwrap_or((When::Year(year), next));
            return Some(self.mention_of(at, next, 0, when));
        }
        let (month, next) = self.unit_behind(at, Unit::Month)?;
        let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        let follows_year = at > 0
            && self
                .words
                .means(at - 1, Meaning::Unit(Unit::Year))
                .is_some();
        if follows_year || self.reader.number(next).is_some() {
            return None;
        }
        let when = near(month, Which::Near, self.published?)?;
        Some(self.mention_of(at, next, 0, when))
    }
}

/// The month of this number that is meant on the day `published`.
fn near(month: i8, which: Which, published: Date) -> Option<When> {
    let this = published.first_of_month();
    let of_year = |year: i16| Date::new(year, month, 1).ok();
    let years = || (-1..=1).filter_map(|shift| of_year(published.year() + shift));
    let found = match which {
        Which::This => of_year(published.year()),
        Which::Last => years().rev().find(|first| *first < this),
        Which::Next => years().find(|first| *first > this),
        Which::Near => {
            let latest = published.checked_add(DAYS_AHEAD.days()).ok()?;
            years().rev().find(|first| *first <= latest)
        }
    }?;
    Some(When::month_of(found))
}
