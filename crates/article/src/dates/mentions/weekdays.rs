//! Weekdays in running text.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Finder, Mention};
use crate::dates::vocabulary::{Meaning, Unit};

/// How far a weekday is moved from the last such day by the words beside it.
#[derive(Debug, Clone, Copy)]
enum Move {
    /// Into the week that lies so many weeks from this one.
    Week(i8),
    /// To the nearest one.
    Nearest,
    /// To the one that is to come, today or later.
    Ahead,
    /// To the one that is to come, later than today.
    Next,
    /// To the one before today.
    Last,
    /// Today or before.
    None,
}

impl Finder<'_> {
    /// A weekday, with the words that say which one.
    pub fn weekday(&self, at: usize) -> Option<Mention> {
        let (weekday, next, skip) = self.words.pick_joined(at, |m| match m {
            Meaning::Weekday(day, true) => Some(day),
            _ => None,
        })?;
        if !self.stands_free(at, next, true) || !self.has_right_case(at) {
            return None;
        }
        let published = self.published?;
        let (moved, first, mut next) = self.moved(at, next);
        let skip = if first == at { skip } else { 0 };
        let day = day_of(weekday, moved, published)?;
        if let Some(behind) = self.number_in_brackets(next, day) {
            next = behind;
        }
        Some(self.mention_of(first, next, skip, day))
    }

    /// The words beside the weekday at `at` that move it, and the tokens of the whole expression: a word that makes
    /// it the coming or the past one belongs to it.
    fn moved(&self, at: usize, next: usize) -> (Move, usize, usize) {
        let before = |wanted| self.words.ending(at, self.from, wanted);
        let beside = |wanted| match (before(wanted), self.words.means(next, wanted)) {
            (Some(first), _) => Some((first, next)),
            (None, Some(end)) => Some((at, end)),
            (None, None) => None,
        };
        let joined = self.words.means(next, Meaning::Join).unwrap_or(next);
        let of_week = self.near(next).or_else(|| self.near(joined));
        if let Some((Unit::Week, shift, end, 0)) = of_week {
            return (Move::Week(shift), at, end);
        }
        // In "nächsten Montag" the word is a weekday's, in "nächste Woche" the week's.
        for (wanted, moved) in [
            (Meaning::NextWeek, Move::Week(1)),
            (Meaning::ThisWeek, Move::Week(0)),
            (Meaning::LastWeek, Move::Week(-1)),
            (Meaning::Next, Move::Next),
            (Meaning::Last, Move::Last),
            (Meaning::This, Move::Nearest),
        ] {
            if let Some((first, next)) = beside(wanted) {
                return (moved, first, next);
            }
        }
        match before(Meaning::Ahead) {
            Some(_) => (Move::Ahead, at, next),
            None => (Move::None, at, next),
        }
    }

    /// The token behind "(20/12)" or "(20/12/2021)", where that is `day`.
    fn number_in_brackets(&self, at: usize, day: Date) -> Option<usize> {
        let reader = &self.reader;
        let is_number = |at, wanted: u64| reader.number(at).is_some_and(|(n, _)| n == wanted);
        let is_day = reader.is_sign(at, '(')
            && is_number(at + 1, day.day().unsigned_abs().into())
            && reader.is_sign_of(at + 2, "/.-")
            && is_number(at + 3, day.month().unsigned_abs().into());
        let has_year =
            reader.is_sign_of(at + 4, "/.-") && is_number(at + 5, day.year().unsigned_abs().into());
        let end = if has_year { at + 6 } else { at + 4 };
        let end = end + usize::from(reader.is_sign(end, '.'));
        (is_day && reader.is_sign(end, ')')).then_some(end + 1)
    }

    /// The weekday at `at`, in the week that lies `shift` weeks from that of publication.
    pub fn weekday_of_week(&self, at: usize, shift: i8) -> Option<(Date, usize)> {
        let at = self.words.means(at, Meaning::Join).unwrap_or(at);
        let (weekday, next) = self.words.pick(at, |m| match m {
            Meaning::Weekday(day, true) => Some(day),
            _ => None,
        })?;
        let day = day_of(weekday, Move::Week(shift), self.published?)?;
        (self.has_right_case(at) && self.stands_free(at, next, true)).then_some((day, next))
    }
}

/// The day `weekday` (Monday 1) means to a reader of the day `published`.
fn day_of(weekday: u8, moved: Move, published: Date) -> Option<Date> {
    let today = published.weekday().to_monday_one_offset();
    let weekday = weekday.cast_signed();
    let ahead = (weekday - today).rem_euclid(7);
    let back = (today - weekday).rem_euclid(7);
    let whole_week = if ahead == 0 { 7 } else { 0 };
    let days = match moved {
        Move::Week(weeks) => 7 * weeks + weekday - today,
        Move::Nearest if ahead <= 3 => ahead,
        Move::Ahead => ahead,
        Move::Next => ahead + whole_week,
        Move::Last => -back - whole_week,
        Move::Nearest | Move::None => -back,
    };
    published.checked_add(i32::from(days).days()).ok()
}
