//! Dates with their times: in a value of markup, and among other text.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::clock::Clock;
use super::day::DayFound;
use super::lex::Kind;
use super::moment::Moment;
use super::reader::Reader;
use super::vocabulary::{Calendar, Meaning};

/// Longest value [`parse`] looks into, in bytes: a date line with its words, not a paragraph.
const LONGEST_VALUE: usize = 400;

/// How many words may stand beside the date in a value: "Publicado el 6 de mayo de 2024 por …".
const MOST_OTHER_WORDS: usize = 12;

/// The date a whole string states: a value of markup (ISO 8601 in all its habits, RFC 2822, seconds or milliseconds
/// since 1970) or a line of a page ("Publicado el 6 de mayo de 2024 a las 7:08 h").
///
/// `language` is a BCP 47 tag, of the page or the text; it settles which number of "05/06/2024" is the day and what
/// words with several meanings mean. The moment is as precise as the string. `None` where the string states no whole
/// day, or is more than a date with some words about it.
pub fn parse(text: &str, language: Option<&str>) -> Option<Moment> {
    let text = text.trim();
    if text.len() > LONGEST_VALUE {
        return None;
    }
    let mut reader = Reader::new(text, language);
    reader.is_value = true;
    if let Some(moment) = reader.compact() {
        return Some(moment);
    }
    let found = reader.next_date(0)?;
    let others = reader
        .tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| token.kind == Kind::Word && !(found.first..found.next).contains(at))
        .count();
    (others <= MOST_OTHER_WORDS).then_some(found.moment)
}

/// The dates inside a longer text, with their byte ranges, in order. Time and zone beside a day belong to it; a day
/// given in two calendars is one date. `language` as in [`parse`].
pub fn find(text: &str, language: Option<&str>) -> Vec<(Range<usize>, Moment)> {
    if has_too_few_numbers(text) {
        return Vec::new();
    }
    let reader = Reader::new(text, language);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = reader.next_date(from) {
        out.push((reader.range(found.first, found.next), found.moment));
        from = found.next;
    }
    out
}

/// Whether a text surely has fewer than two numbers, as every date has.
fn has_too_few_numbers(text: &str) -> bool {
    let is_digit = |b: &u8| b.is_ascii_digit();
    let bytes = text.as_bytes();
    let Some(first) = bytes.iter().position(is_digit) else {
        return text.is_ascii();
    };
    let behind = bytes[first..].iter().skip_while(|b| is_digit(b));
    !behind.clone().any(is_digit) && text.is_ascii()
}

/// A date with what belongs to it.
pub struct Found {
    /// Its first token.
    pub first: usize,
    /// The token behind its last.
    pub next: usize,
    /// What it means.
    pub moment: Moment,
}

impl Reader<'_> {
    /// The first date that lies wholly behind token `from`.
    pub fn next_date(&self, from: usize) -> Option<Found> {
        (from..self.tokens.len())
            .filter(|&at| matches!(self.tokens[at].kind, Kind::Number { .. }))
            .find_map(|at| self.day_at(at, from))
            .map(|found| self.complete(found, from))
    }

    /// Joins the weekday, the clock time and the same day in another calendar to a day.
    pub fn complete(&self, found: DayFound, from: usize) -> Found {
        let found = self.with_twin(found);
        let mut first = found.first;
        let mut next = found.next;
        let clock = if let Some(clock) = found.inner {
            Some(clock)
        } else if let Some((clock, end)) = self.clock_behind(&found) {
            next = end;
            Some(clock)
        } else if let Some((clock, start)) = self.clock_before(first, from) {
            first = start;
            Some(clock)
        } else {
            None
        };
        if let Some((_, start)) = self.weekday_before(first, from) {
            first = start;
        }
        let moment = clock.map_or(Moment::Day(found.day), |clock| clock.on(found.day));
        Found {
            first,
            next,
            moment,
        }
    }

    /// The day with its equal in another calendar, if that stands behind it: "17 شوال 1445 هـ الموافق 26 أبريل 2024".
    /// Calendars that are seen rather than reckoned may differ by two days; the common one is believed.
    fn with_twin(&self, found: DayFound) -> DayFound {
        let mut at = found.next;
        for _ in 0..6 {
            if self.number(at).is_some() {
                break;
            }
            let is_between = self.is_sign_of(at, ",.-/|()·=");
            let word = || {
                self.weekday(at)
                    .map(|(_, next)| next)
                    .or_else(|| self.means(at, Meaning::YearMark))
                    .or_else(|| self.means(at, Meaning::Join))
                    .or_else(|| self.month(at).map(|(_, _, next)| next))
            };
            match (is_between, word()) {
                (true, _) => at += 1,
                (false, Some(next)) => at = next,
                _ => return found,
            }
        }
        match self.day_at(at, found.next) {
            Some(twin)
                if twin.calendar != found.calendar && days_apart(twin.day, found.day) <= 2 =>
            {
                let common = if found.calendar == Calendar::Gregorian {
                    found.day
                } else {
                    twin.day
                };
                DayFound {
                    next: twin.next,
                    day: common,
                    inner: found.inner.or(twin.inner),
                    ..found
                }
            }
            _ => found,
        }
    }

    /// The clock time behind a day.
    fn clock_behind(&self, found: &DayFound) -> Option<(Clock, usize)> {
        let mut at = found.next;
        for _ in 0..7 {
            if self.is_sign(at, '\n') {
                return None;
            }
            if let Some(clock) = self.clock(at) {
                return Some(clock);
            }
            if self.is_sign_of(at, ",-|·()./:;") {
                at += 1;
            } else {
                at = self
                    .means(at, Meaning::At)
                    .or_else(|| self.weekday(at).map(|(_, next)| next))
                    .or_else(|| self.means(at, Meaning::YearMark))
                    .or_else(|| self.means(at, Meaning::Join))
                    .or_else(|| self.means(at, Meaning::Clock))?;
            }
        }
        None
    }

    /// The clock time before the day that starts at token `first`, and the token it starts at.
    fn clock_before(&self, first: usize, from: usize) -> Option<(Clock, usize)> {
        let mut end = first;
        while end > from && first - end < 4 {
            let before = end - 1;
            let is_between = self.is_sign_of(before, ",-|·()/.")
                || self.means(before, Meaning::Join).is_some_and(|n| n == end)
                || self.means(before, Meaning::At).is_some_and(|n| n == end)
                || self.weekday(before).is_some_and(|(_, n)| n == end);
            // Words such as "h" stand behind a time too: the longest way that reaches a time wins below.
            if let Some(found) = self.clock_ending(end, from) {
                return Some(found);
            }
            if !is_between {
                return None;
            }
            end = before;
        }
        self.clock_ending(end, from)
    }

    /// The longest clock time that ends before token `end`.
    fn clock_ending(&self, end: usize, from: usize) -> Option<(Clock, usize)> {
        (from.max(end.saturating_sub(10))..end).find_map(|start| {
            let follows_number =
                start > 0 && self.is_sign_of(start - 1, ":.") && self.is_glued(start);
            let (clock, next) = self.clock(start).filter(|_| !follows_number)?;
            let next = next + usize::from(self.is_sign(next, '.') && next + 1 == end);
            (next == end).then_some((clock, start))
        })
    }

    /// A value of digits alone: seconds or milliseconds since 1970, "20240506", "20240506T070809Z", "202405060708".
    fn compact(&self) -> Option<Moment> {
        let number_at = self.tokens.iter().position(|t| t.number().is_some())?;
        // Nothing before the digits but "/Date(".
        if !(0..number_at).all(|at| self.is_sign_of(at, "/(@") || self.is_ascii_word(at)) {
            return None;
        }
        let (value, digits) = self.number(number_at)?;
        let behind = number_at + 1;
        match digits {
            10 | 13 if self.is_end(behind) => {
                let seconds = if digits == 13 { value / 1000 } else { value };
                let at = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
                let offset = Offset::UTC;
                Some(Moment::Zoned(offset.to_datetime(at), offset))
            }
            8 => {
                let day = compact_day(value)?;
                if self.is_end(behind) {
                    return Some(Moment::Day(day));
                }
                let (time, digits) = self
                    .number(behind + 1)
                    .filter(|_| self.is_ascii_word(behind))?;
                let time = compact_time(time, digits)?;
                let zone = self.zone_at_end(behind + 2);
                Some(match zone {
                    Some(offset) => Moment::Zoned(day.to_datetime(time), offset),
                    None => Moment::Local(day.to_datetime(time)),
                })
            }
            12 | 14 => {
                let scale = 10u64.pow(u32::from(digits) - 8);
                let day = compact_day(value / scale)?;
                let time = compact_time(value % scale, digits - 8)?;
                Some(match self.zone_at_end(behind) {
                    Some(offset) => Moment::Zoned(day.to_datetime(time), offset),
                    None => Moment::Local(DateTime::from_parts(day, time)),
                })
            }
            _ => None,
        }
    }

    /// Whether nothing of weight stands from token `at` on.
    fn is_end(&self, at: usize) -> bool {
        self.tokens[at.min(self.tokens.len())..].iter().all(|t| {
            matches!(t.kind, Kind::Sign(_)) || t.number().is_some_and(|_| self.is_glued(at))
        })
    }

    fn zone_at_end(&self, at: usize) -> Option<Offset> {
        match self.zone_behind(at, true)?.0 {
            super::vocabulary::Zone::Fixed(seconds) => Offset::from_seconds(seconds).ok(),
            super::vocabulary::Zone::Named(_) => None,
        }
    }
}

fn compact_day(value: u64) -> Option<Date> {
    let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

fn compact_time(value: u64, digits: u8) -> Option<Time> {
    let (hour, minute, second) = match digits {
        6 => (value / 10_000, value / 100 % 100, value % 100),
        4 => (value / 100, value % 100, 0),
        _ => return None,
    };
    Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()
}

fn days_apart(a: Date, b: Date) -> i32 {
    a.duration_until(b).as_hours().unsigned_abs() as i32 / 24
}
