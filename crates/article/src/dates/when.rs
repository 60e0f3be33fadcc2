//! What an expression of time in running text means, no more precise than its words are.

use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::moment::Moment;

/// What an expression of time in the body means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Moment),
    /// A week of the ISO calendar, which opens on a Monday.
    Week {
        /// The year the week is counted in.
        year: i16,
        /// Its number in that year, 1 to 53.
        week: i8,
    },
    /// A month of the common calendar.
    Month {
        /// Its year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A year of the common calendar.
    Year(i16),
}

impl When {
    /// The week `day` lies in.
    pub(super) fn week_of(day: Date) -> Self {
        let iso = day.iso_week_date();
        Self::Week {
            year: iso.year(),
            week: iso.week(),
        }
    }

    /// The month `day` lies in.
    pub(super) fn month_of(day: Date) -> Self {
        Self::Month {
            year: day.year(),
            month: day.month(),
        }
    }

    /// The calendar day, where it is one.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Day(moment) => Some(moment.day()),
            _ => None,
        }
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Self::Day(Moment::Day(day))
    }
}

/// ISO 8601: `2021-12-20`, `2021-W50`, `2012-04`, `1926`.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(moment) => moment.fmt(f),
            Self::Week { year, week } => write!(f, "{year:04}-W{week:02}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
