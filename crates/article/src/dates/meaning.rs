//! What a word can mean in a date.

/// A calendar whose dates are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// The common one.
    Gregorian,
    /// Islamic, by the tables of Umm al-Qura.
    Hijri,
    /// Persian (solar Hijri).
    Jalali,
}

/// What a zone name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Seconds east of UTC.
    Fixed(i32),
    /// A name of the IANA database.
    Named(&'static str),
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// Where a word stands that belongs to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    Behind,
}

/// What a word can mean in a date. The keys of `words.txt` and `phrases.txt` say it at length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A month, 1 to 12.
    Month(Calendar, u8),
    /// A weekday, Monday 1 to Sunday 7, and whether it is one in running text too.
    Weekday(u8, bool),
    /// Set behind the number of one.
    Unit(Unit),
    MonthBefore,
    Ordinal,
    Join,
    YearMark,
    At,
    Clock,
    Am,
    Pm,
    /// Years to add.
    Era(i16),
    Zone(Zone),
    /// Days from today: -1, 0, 1.
    Today(i8),
    Next,
    Last,
    NextWeek,
    ThisWeek,
    LastWeek,
    NotBefore,
    NotAfter,
    NotAfterToday,
    /// Take the meaning of a week, month or year away.
    NotBeforePeriod,
    NotAfterPeriod,
    Ahead,
    /// Stands behind the number of a day that is given alone.
    LoneDay,
    /// Joins two numbers.
    Range,
    /// The word that puts a weekday near the day of publication.
    This,
    /// A part of a day, beside the day.
    DayPart(Side),
    /// A day of a month written in words.
    DayWord(u8),
    /// A number written in words.
    Count(u8),
    /// What a number counts.
    Span(Unit),
    /// One such span without a number.
    OneSpan(Unit),
    /// Two of them, as the dual says it.
    TwoSpan(Unit),
    /// Makes an amount one that lies before publication.
    Ago(Side),
    /// Makes an amount one that lies behind the day last spoken of.
    Later(Side),
    /// Makes an amount one that lies before the day last spoken of.
    Earlier(Side),
    /// Days from the day last spoken of.
    TextDay(i8),
    /// Ties an amount or a [`Meaning::TextDay`] beside it to an event that is no date.
    Tied(Side),
    /// The same, but not an amount that is counted from publication.
    TiedLater(Side),
    /// A week, month or year that a word beside it tells from others.
    Period(Unit),
    /// Weeks, months or years from the present one, of the period beside it.
    Shift(i8, Side),
    /// Such a period and its shift in one expression.
    Near(Unit, i8),
    /// A month named alone, and whether it needs a word beside it to be one.
    LoneMonth(u8, bool),
    /// Says that it is a month, without being part of the expression.
    InMonth(Side),
    /// Says that it is a month, as part of the expression.
    MonthWord(Side),
    /// Says that a number is a year, without being part of the expression.
    InYear(Side),
    /// The same where no word follows the number.
    InYearClosed(Side),
    /// Says that a number is a year, as part of the expression.
    YearWord(Side),
    /// An ending that stands behind a year or month and an apostrophe.
    Ending,
}

/// What capitals tell in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Nothing.
    Free,
    /// Weekdays and months have one.
    Upper,
    /// Inside a sentence they have none; a capitalised one is a name.
    Lower,
}

/// One meaning of a word in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// Which language, as numbered in the vocabulary; `None` for zones known everywhere.
    pub language: Option<u8>,
    pub meaning: Meaning,
}
