//! A point of time, no more precise than the page gave it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

use super::when::When;

/// A point of time as a page states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day, no more.
    Day(Date),
    /// A clock time whose offset the page does not give.
    Local(DateTime),
    /// A clock time with its offset from UTC, kept as the page gave it.
    Zoned(DateTime, Offset),
}

/// An expression of time in the body and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateMention {
    /// The words.
    pub text: String,
    /// First code point of the words in the body text.
    pub begin: usize,
    /// One past the last code point.
    pub end: usize,
    /// What they mean.
    pub date: When,
}

impl Moment {
    /// Whether it is a clock time in UTC. Midnight is not: it is most often a day that software padded.
    pub(crate) fn is_in_utc(&self) -> bool {
        matches!(self, Self::Zoned(at, offset) if offset.is_zero() && at.time() != Time::midnight())
    }

    /// The calendar day as stated, without conversion to another zone.
    pub fn day(&self) -> Date {
        match self {
            Self::Day(day) => *day,
            Self::Local(at) | Self::Zoned(at, _) => at.date(),
        }
    }

    /// The point of time by which moments are ordered: a clock time without offset is taken as of UTC, and a day as its
    /// beginning there. `None` at the ends of the calendar.
    pub fn instant(self) -> Option<Timestamp> {
        let (at, offset) = match self {
            Self::Day(day) => (day.at(0, 0, 0, 0), Offset::UTC),
            Self::Local(at) => (at, Offset::UTC),
            Self::Zoned(at, offset) => (at, offset),
        };
        offset.to_timestamp(at).ok()
    }
}

/// ISO 8601: `2021-12-20`, `2021-12-20T10:15:00`, `2021-12-20T10:15:00Z`, `2021-12-20T13:15:00+03:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Local(at) => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M:%S")),
            Self::Zoned(at, offset) if offset.is_zero() => {
                write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M:%SZ"))
            }
            Self::Zoned(at, offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.abs();
                write!(
                    f,
                    "{}{sign}{:02}:{:02}",
                    at.strftime("%Y-%m-%dT%H:%M:%S"),
                    minutes / 60,
                    minutes % 60
                )
            }
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
