//! What the charts show: bars of names, columns over time and over parts.

use super::figures::{count, name, rate, share};
use crate::tally::{Counts, PartSpeed};

/// English names of the languages met most.
const LANGUAGES: &str = include_str!("languages.txt");

/// The name of a language; its tag where it is none of the common ones.
pub fn language_name(tag: &str) -> String {
    let known = LANGUAGES.lines().filter_map(|line| line.split_once(' '));
    let found = known.into_iter().find(|(known, _)| *known == tag);
    found.map_or_else(|| name(tag), |(_, name)| name.to_owned())
}

/// A name and how often it stands.
type Ranked<'a> = (&'a str, u64);

/// The `most` most frequent names, the first by name where they are as frequent; and how many others there are, with their
/// sum.
pub fn ranked(counts: &Counts, most: usize) -> (Vec<Ranked<'_>>, Option<(u64, u64)>) {
    let mut ranked: Vec<(&str, u64)> = counts
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    // One more name takes no more room than "1 other".
    if ranked.len() <= most + 1 {
        return (ranked, None);
    }
    let others = ranked.split_off(most);
    let sum = others.iter().map(|(_, count)| count).sum();
    (ranked, Some((others.len() as u64, sum)))
}

/// A bar of a chart of names.
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// How many, as people read it.
    pub count: String,
    /// Its share of all.
    pub share: String,
    /// Its length in percent of the longest.
    pub length: f64,
}

/// Bars of the most frequent names, with their shares of `of`.
pub fn bars(counts: &Counts, of: u64, shown: impl Fn(&str) -> String) -> Vec<Bar> {
    const MOST: usize = 12;
    let (most, rest) = ranked(counts, MOST);
    let longest = most.first().map_or(1, |(_, count)| *count).max(1);
    let rest = rest.map(|(names, sum)| (format!("{names} others"), sum));
    let named = most
        .into_iter()
        .map(|(name, number)| (shown(name), number))
        .chain(rest);
    named
        .map(|(name, number)| Bar {
            name,
            count: count(number),
            share: share(number, of),
            length: (number as f64 / longest as f64 * 100.0).min(100.0),
        })
        .collect()
}

/// A column of a chart over time.
pub struct Column {
    /// What it is of: a month, a part.
    pub name: String,
    /// What it shows, as people read it.
    pub value: String,
    /// From the left, in a chart 100 wide.
    pub x: f64,
    /// Its width.
    pub width: f64,
    /// From the top, in a chart 100 high.
    pub y: f64,
    /// Its height.
    pub height: f64,
}

/// Columns side by side, and what the axes say: the largest value, the first and the last name.
#[derive(Default)]
pub struct Columns {
    /// The columns, from left to right.
    pub all: Vec<Column>,
    /// The largest value.
    pub most: String,
    /// The first name.
    pub first: String,
    /// The last name.
    pub last: String,
    /// What one column stands for: "month".
    pub unit: &'static str,
}

/// The most columns that can be told apart.
const MOST_COLUMNS: usize = 72;

fn columns(values: &[(String, f64)], unit: &'static str, shown: impl Fn(f64) -> String) -> Columns {
    let most = values.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let step = 100.0 / values.len().max(1) as f64;
    let columns = values.iter().enumerate().map(|(at, (name, value))| {
        let height = if most > 0.0 {
            value / most * 100.0
        } else {
            0.0
        };
        Column {
            name: name.clone(),
            value: shown(*value),
            x: at as f64 * step + step * 0.1,
            width: step * 0.8,
            y: 100.0 - height,
            height,
        }
    });
    Columns {
        all: columns.collect(),
        most: shown(most),
        first: values
            .first()
            .map_or_else(String::new, |(name, _)| name.clone()),
        last: values
            .last()
            .map_or_else(String::new, |(name, _)| name.clone()),
        unit,
    }
}

/// Pages over the months they were published in, by year or by ten years where there are many.
pub fn months(counts: &Counts) -> Columns {
    let dated: Vec<(i32, u64)> = counts
        .iter()
        .filter_map(|(name, count)| {
            let (year, month) = name.split_once('-')?;
            let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
            Some((year * 12 + month - 1, *count))
        })
        .collect();
    let (Some(first), Some(last)) = (
        dated.iter().map(|(month, _)| *month).min(),
        dated.iter().map(|(month, _)| *month).max(),
    ) else {
        return Columns::default();
    };
    let span = (last - first) as usize + 1;
    let (step, unit) = match span {
        _ if span <= MOST_COLUMNS => (1, "month"),
        _ if span <= MOST_COLUMNS * 12 => (12, "year"),
        _ => (120, "ten years"),
    };
    let (first, last) = (first.div_euclid(step), last.div_euclid(step));
    // Dates before the common era and far ahead are errors of pages; they do not make the chart longer than it can be.
    let first = first.max(last - 2 * MOST_COLUMNS as i32);
    let mut values: Vec<(String, f64)> = (first..=last)
        .map(|at| {
            let month = at * step;
            let year = month.div_euclid(12);
            let name = match step {
                1 => format!("{year:04}-{:02}", month.rem_euclid(12) + 1),
                12 => format!("{year:04}"),
                _ => format!("{year:04}s"),
            };
            (name, 0.0)
        })
        .collect();
    for (month, count) in dated {
        let at = month.div_euclid(step) - first;
        if let Some((_, value)) = usize::try_from(at).ok().and_then(|at| values.get_mut(at)) {
            *value += count as f64;
        }
    }
    columns(&values, unit, |value| count(value as u64))
}

/// Pages a second over the parts, neighbours put together where there are many.
pub fn speed(parts: &[PartSpeed]) -> Columns {
    let together = parts.len().div_ceil(MOST_COLUMNS).max(1);
    let values: Vec<(String, f64)> = parts
        .chunks(together)
        .enumerate()
        .map(|(at, parts)| {
            let pages: u64 = parts.iter().map(|part| part.pages).sum();
            let seconds: f64 = parts.iter().map(|part| part.seconds).sum();
            let first = at * together + 1;
            let name = match parts.len() {
                1 => format!("part {first}"),
                many => format!("parts {first} to {}", first + many - 1),
            };
            (
                name,
                if seconds > 0.0 {
                    pages as f64 / seconds
                } else {
                    0.0
                },
            )
        })
        .collect();
    columns(&values, "part", rate)
}
