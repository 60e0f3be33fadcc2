//! The forms in which a clock time and its zone are written.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::moment::Moment;
use super::reader::Reader;
use super::vocabulary::{Meaning, Unit, Zone};

/// A clock time found in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    time: Time,
    zone: Option<Zone>,
}

impl Clock {
    /// The moment this time is on `day`.
    pub fn on(self, day: Date) -> Moment {
        let at = day.to_datetime(self.time);
        let offset = match self.zone {
            None => None,
            Some(Zone::Fixed(seconds)) => Offset::from_seconds(seconds).ok(),
            Some(Zone::Named(name)) => TimeZone::get(name)
                .ok()
                .and_then(|zone| zone.to_ambiguous_zoned_datetime(at).compatible().ok())
                .map(|zoned| zoned.offset()),
        };
        match offset {
            Some(offset) => Moment::Zoned(at, offset),
            None => Moment::Local(at),
        }
    }
}

impl Reader<'_> {
    /// The clock time that starts at token `at`, zone included, and the token behind it.
    pub fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        let (half, at) = match self.half_of_day(at) {
            Some((half, next)) => (
                Some(half),
                next + usize::from(self.is_sign(next, '.') && self.is_glued(next)),
            ),
            None => (None, at),
        };
        let (hour, digits) = self.number(at)?;
        let Digits {
            minute,
            second,
            next,
            bare,
        } = self.digits(at, hour, digits)?;
        let hour = if bare && digits == 4 {
            hour / 100
        } else {
            hour
        };
        let (mut next, mut has_mark) = (next, !bare);
        if let Some(end) = self.clock_mark(next) {
            (next, has_mark) = (end, true);
        }
        let (half, mut next) = match self.half_of_day(next).filter(|_| half.is_none()) {
            Some((half, end)) => (Some(half), end),
            None => (half, next),
        };
        if half.is_some() && self.is_sign(next, '.') && self.is_glued(next) {
            next += 1;
        }
        if let Some(end) = self.clock_mark(next) {
            (next, has_mark) = (end, true);
        }
        let hour = match half {
            Some(Half::Morning) if hour == 12 => 0,
            Some(Half::Afternoon) if hour < 12 => hour + 12,
            _ => hour,
        };
        let zone = self.zone_behind(next, second.is_some());
        if bare && !has_mark && half.is_none() && !(digits == 4 && zone.is_some()) {
            return None;
        }
        let part = |value: u64| i8::try_from(value).ok();
        let second = second.unwrap_or(0).min(59);
        let time = Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?;
        let (zone, next) = zone.map_or((None, next), |(zone, end)| (Some(zone), end));
        Some((Clock { time, zone }, next))
    }

    /// The digits of a time whose hour is token `at`.
    fn digits(&self, at: usize, hour: u64, digits: u8) -> Option<Digits> {
        if digits > 2 {
            // "0708 GMT": the zone or "hrs" behind it is asked for by the caller.
            let is_four = digits == 4 && hour / 100 < 24 && hour % 100 < 60;
            return is_four.then_some(Digits {
                minute: hour % 100,
                second: None,
                next: at + 1,
                bare: true,
            });
        }
        if hour > 23 {
            return None;
        }
        let two_digits = |at: usize| {
            self.number(at)
                .filter(|&(v, d)| d == 2 && v < 60)
                .map(|(v, _)| v)
        };
        let (second_sign, glued) = (
            self.token(at + 1),
            self.is_glued(at + 1) && self.is_glued(at + 2),
        );
        if second_sign.is_some_and(|t| t.is_sign(':')) && (glued || self.is_value) {
            let minute = self
                .number(at + 2)
                .filter(|&(v, d)| v < 60 && (d == 2 || self.is_value && d == 1))?
                .0;
            let (mut second, mut next) = (None, at + 3);
            if self.is_sign(next, ':') && self.is_glued(next) {
                second = Some(self.number(next + 1).filter(|&(v, d)| d <= 2 && v <= 60)?.0);
                next += 2;
                // A fraction of a second: longer or shorter than the two digits of another clock part.
                if self.is_sign_of(next, ".,:")
                    && self.is_glued(next)
                    && self.is_glued(next + 1)
                    && self.number(next + 1).is_some()
                {
                    next += 2;
                }
            }
            return Some(Digits {
                minute,
                second,
                next,
                bare: false,
            });
        }
        if self.is_sign(at + 1, '.')
            && glued
            && let Some(minute) = two_digits(at + 2)
        {
            let goes_on = self.is_glued(at + 3) && self.number(at + 4).is_some();
            let ends = !self.is_sign_of(at + 3, if goes_on { ".%" } else { "%" });
            if ends {
                return Some(Digits {
                    minute,
                    second: None,
                    next: at + 3,
                    bare: false,
                });
            }
        }
        if let Some(next) = self.means(at + 1, Meaning::Unit(Unit::Hour)) {
            let Some(minute) = self.number(next).filter(|&(v, d)| d <= 2 && v < 60) else {
                return Some(Digits {
                    minute: 0,
                    second: None,
                    next,
                    bare: false,
                });
            };
            let behind = self.means(next + 1, Meaning::Unit(Unit::Minute));
            if minute.1 == 2 || behind.is_some() {
                let mut end = behind.unwrap_or(next + 1);
                let mut second = None;
                if let Some((value, _)) = self.number(end).filter(|_| behind.is_some())
                    && let Some(next) = self.means(end + 1, Meaning::Unit(Unit::Second))
                {
                    (second, end) = (Some(value), next);
                }
                return Some(Digits {
                    minute: minute.0,
                    second,
                    next: end,
                    bare: false,
                });
            }
            return Some(Digits {
                minute: 0,
                second: None,
                next,
                bare: false,
            });
        }
        Some(Digits {
            minute: 0,
            second: None,
            next: at + 1,
            bare: true,
        })
    }

    fn clock_mark(&self, at: usize) -> Option<usize> {
        let next = self.means(at, Meaning::Clock)?;
        Some(next + usize::from(self.is_sign(next, '.') && self.is_glued(next)))
    }

    /// "pm", "مساء", "오후". A word of one or two letters counts in its own language only, save the best known.
    fn half_of_day(&self, at: usize) -> Option<(Half, usize)> {
        let (senses, next) = self.senses(at)?;
        let half = senses.iter().find_map(|sense| {
            let half = match sense.meaning {
                Meaning::Am => Half::Morning,
                Meaning::Pm => Half::Afternoon,
                _ => return None,
            };
            let own = sense.language == self.hint.language;
            let known = sense.language.map(|l| super::vocabulary::VOCABULARY.tag(l));
            let anywhere = matches!(known, Some("en" | "ar" | "fa" | "zh" | "ja" | "ko" | "el"));
            // "9:00 am 6. Mai" is no morning.
            let german_am = self.hint.is("de") && known == Some("en");
            (own || !self.is_short_word(at) || anywhere && !german_am).then_some(half)
        })?;
        Some((half, next))
    }

    /// The zone behind a time at `at`, a comma or a bracket before it skipped.
    pub fn zone_behind(&self, at: usize, has_seconds: bool) -> Option<(Zone, usize)> {
        let opened = self.is_sign(at, '(');
        let start = at + usize::from(opened || self.is_sign_of(at, ","));
        let (mut zone, mut next) = if self.is_sign_of(start, "+-") {
            self.offset(start, has_seconds || self.is_value)?
        } else if let Some(found) = self.zone_name(start) {
            found
        } else if self.is_value && has_seconds && start == at {
            // The plus of "07:08:09+02:00" was lost to the coding of an address.
            self.lost_offset(start)?
        } else {
            return None;
        };
        // "GMT+3", "UTC+03:30"; and "+0200 (CEST)", "+02:00[Europe/Berlin]" which say the same twice.
        if zone == Zone::Fixed(0)
            && self.is_sign_of(next, "+-")
            && let Some(found) = self.offset(next, true)
        {
            (zone, next) = found;
        }
        if opened {
            next += usize::from(self.is_sign(next, ')'));
        } else if self.is_sign(next, '(') {
            let end = (next + 1..next + 8).find(|&t| self.is_sign(t, ')'));
            if let (Some(end), true) = (end, self.zone_name(next + 1).is_some() || self.is_value) {
                next = end + 1;
            }
        }
        Some((zone, next))
    }

    fn zone_name(&self, at: usize) -> Option<(Zone, usize)> {
        self.sense(at, |m| match m {
            Meaning::Zone(zone) => Some(zone),
            _ => None,
        })
    }

    /// "+02:00", "-0430", "+3". A minus with little behind it is the dash of a span of time instead.
    fn offset(&self, at: usize, is_sure: bool) -> Option<(Zone, usize)> {
        let sign = if self.is_sign(at, '-') { -1 } else { 1 };
        let (value, digits) = self.number(at + 1).filter(|_| self.is_glued(at + 1))?;
        let (hours, minutes, next) = match digits {
            4 => (value / 100, value % 100, at + 2),
            1 | 2 => {
                let minutes = self
                    .number(at + 3)
                    .filter(|&(_, d)| d == 2 && self.is_sign(at + 2, ':') && self.is_glued(at + 2));
                match minutes {
                    Some((minutes, _)) => (value, minutes, at + 4),
                    None => (value, 0, at + 2),
                }
            }
            _ => return None,
        };
        let is_span = sign < 0 && (hours > 12 || !is_sure && digits < 4 || minutes % 15 != 0);
        if hours > 14 || minutes > 59 || is_span {
            return None;
        }
        Some((
            Zone::Fixed(sign * (hours * 3600 + minutes * 60) as i32),
            next,
        ))
    }

    fn lost_offset(&self, at: usize) -> Option<(Zone, usize)> {
        let (hours, digits) = self.number(at)?;
        let (minutes, _) = self.number(at + 2).filter(|&(m, d)| d == 2 && m < 60)?;
        let is_whole =
            digits == 2 && hours <= 14 && self.is_sign(at + 1, ':') && at + 3 == self.tokens.len();
        is_whole.then_some((Zone::Fixed((hours * 3600 + minutes * 60) as i32), at + 3))
    }
}

/// What stands behind the hour.
struct Digits {
    minute: u64,
    second: Option<u64>,
    next: usize,
    /// A number alone, which is a time only with a word beside it.
    bare: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}
