//! The keys of the catalogues: what the words of a line mean.

use std::ops::RangeInclusive;

use super::meaning::{Calendar, Meaning, Side, Unit};

/// The units of `spans`, in the order of its groups.
const SPANS: [Unit; 6] = [
    Unit::Minute,
    Unit::Hour,
    Unit::Day,
    Unit::Week,
    Unit::Month,
    Unit::Year,
];

/// The units of `periods`.
const PERIODS: [Unit; 3] = [Unit::Week, Unit::Month, Unit::Year];

/// A word of a catalogue and what it means.
pub type Entry = (&'static str, Meaning);

/// The words of a line `key = value` and their meanings, or what is wrong with the line.
pub fn entries(key: &str, value: &'static str) -> Result<Vec<Entry>, String> {
    let all = |meaning: Meaning| Ok(list(value).map(|word| (word, meaning)).collect());
    match key {
        "months" => groups(value, 12, |n| Meaning::Month(Calendar::Gregorian, n)),
        "hijri" => groups(value, 12, |n| Meaning::Month(Calendar::Hijri, n)),
        "jalali" => groups(value, 12, |n| Meaning::Month(Calendar::Jalali, n)),
        "weekdays" => groups(value, 7, |n| Meaning::Weekday(n, true)),
        "weekdays-short" => groups(value, 7, |n| Meaning::Weekday(n, false)),
        "year" => all(Meaning::Unit(Unit::Year)),
        "month" => all(Meaning::Unit(Unit::Month)),
        "day" => all(Meaning::Unit(Unit::Day)),
        "hour" => all(Meaning::Unit(Unit::Hour)),
        "minute" => all(Meaning::Unit(Unit::Minute)),
        "second" => all(Meaning::Unit(Unit::Second)),
        "month-before" => all(Meaning::MonthBefore),
        "ordinal" => all(Meaning::Ordinal),
        "join" => all(Meaning::Join),
        "year-mark" => all(Meaning::YearMark),
        "at" => all(Meaning::At),
        "clock" => all(Meaning::Clock),
        "am" => all(Meaning::Am),
        "pm" => all(Meaning::Pm),
        "era" => list(value)
            .map(|era| {
                let (word, years) = era.split_once('=').ok_or("an era is `word=years`")?;
                let years = years.trim().parse().map_err(|_| "years are a number")?;
                Ok((word, Meaning::Era(years)))
            })
            .collect(),
        "today" => all(Meaning::Today(0)),
        "yesterday" => all(Meaning::Today(-1)),
        "tomorrow" => all(Meaning::Today(1)),
        "before-yesterday" => all(Meaning::Today(-2)),
        "after-tomorrow" => all(Meaning::Today(2)),
        "next" => all(Meaning::Next),
        "last" => all(Meaning::Last),
        "this" => all(Meaning::This),
        "not-before" => all(Meaning::NotBefore),
        "not-after" => all(Meaning::NotAfter),
        "not-after-today" => all(Meaning::NotAfterToday),
        "ahead" => all(Meaning::Ahead),
        "next-week" => all(Meaning::NextWeek),
        "this-week" => all(Meaning::ThisWeek),
        "last-week" => all(Meaning::LastWeek),
        "not-before-period" => all(Meaning::NotBeforePeriod),
        "not-after-period" => all(Meaning::NotAfterPeriod),
        "lone-days" => all(Meaning::LoneDay),
        "range" => all(Meaning::Range),
        "day-part" => sided(value, Meaning::DayPart),
        "day-words" => some_groups(value, 1..=31, Meaning::DayWord),
        "counts" => some_groups(value, 1..=99, Meaning::Count),
        "spans" => units(value, &SPANS, Meaning::Span),
        "one-span" => units(value, &SPANS, Meaning::OneSpan),
        "two-spans" => units(value, &SPANS, Meaning::TwoSpan),
        "ago" => sided(value, Meaning::Ago),
        "later" => sided(value, Meaning::Later),
        "earlier" => sided(value, Meaning::Earlier),
        "next-day" => all(Meaning::TextDay(1)),
        "day-before" => all(Meaning::TextDay(-1)),
        "tied" => sided(value, Meaning::Tied),
        "tied-later" => sided(value, Meaning::TiedLater),
        "periods" => units(value, &PERIODS, Meaning::Period),
        "past" => sided(value, |side| Meaning::Shift(-1, side)),
        "present" => sided(value, |side| Meaning::Shift(0, side)),
        "coming" => sided(value, |side| Meaning::Shift(1, side)),
        "near-weeks" => near(value, Unit::Week),
        "near-months" => near(value, Unit::Month),
        "near-years" => near(value, Unit::Year),
        "lone-months" => groups(value, 12, |n| Meaning::LoneMonth(n, false)),
        "lone-months-unsure" => groups(value, 12, |n| Meaning::LoneMonth(n, true)),
        "in-month" => sided(value, Meaning::InMonth),
        "month-word" => sided(value, Meaning::MonthWord),
        "in-year" => sided(value, Meaning::InYear),
        "in-year-closed" => sided(value, Meaning::InYearClosed),
        "year-word" => sided(value, Meaning::YearWord),
        "endings" => all(Meaning::Ending),
        _ => Err(format!("an unknown key: {key}")),
    }
}

/// The values of a line. Some lists of words hold Arabic, whose writers part words by the comma of their own script.
pub fn list(value: &'static str) -> impl Iterator<Item = &'static str> {
    value
        .split([',', '،'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

fn groups(
    value: &'static str,
    wanted: usize,
    meaning: impl Fn(u8) -> Meaning,
) -> Result<Vec<Entry>, String> {
    some_groups(value, wanted..=wanted, meaning)
}

fn some_groups(
    value: &'static str,
    wanted: RangeInclusive<usize>,
    meaning: impl Fn(u8) -> Meaning,
) -> Result<Vec<Entry>, String> {
    let found = value.split('|').count();
    if !wanted.contains(&found) {
        return Err(format!("{found} groups, not {}", wanted.end()));
    }
    Ok((1..)
        .zip(value.split('|'))
        .flat_map(|(number, group)| list(group).map(move |word| (word, number)))
        .map(|(word, number)| (word, meaning(number)))
        .collect())
}

fn units(
    value: &'static str,
    units: &[Unit],
    meaning: impl Fn(Unit) -> Meaning,
) -> Result<Vec<Entry>, String> {
    groups(value, units.len(), |n| meaning(units[usize::from(n) - 1]))
}

/// Three groups: the last, this, the next one.
fn near(value: &'static str, unit: Unit) -> Result<Vec<Entry>, String> {
    groups(value, 3, |n| Meaning::Near(unit, n.cast_signed() - 2))
}

/// Words that stand beside what they belong to, whose place a low line marks: `_ ago`, `vor _`.
fn sided(value: &'static str, meaning: impl Fn(Side) -> Meaning) -> Result<Vec<Entry>, String> {
    list(value)
        .map(
            |word| match (word.strip_suffix('_'), word.strip_prefix('_')) {
                (Some(word), None) => Ok((word.trim(), meaning(Side::Before))),
                (None, Some(word)) => Ok((word.trim(), meaning(Side::Behind))),
                _ => Err(format!("no `_` on one side of `{word}`")),
            },
        )
        .collect()
}
