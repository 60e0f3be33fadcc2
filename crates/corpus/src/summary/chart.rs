//! Names and how often they stand, as bars.

use super::columns::{LEAST, hundredths};
use super::figures::{count, name, share};
use crate::tally::Counts;

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
    /// Whether it stands for all names that have no bar of their own.
    pub rest: bool,
}

/// Bars of the most frequent names, with their shares of `of`.
pub fn bars(counts: &Counts, of: u64, shown: impl Fn(&str) -> String) -> Vec<Bar> {
    const MOST: usize = 12;
    let (most, rest) = ranked(counts, MOST);
    // What stands for many may be longer than any other: cut to their length it would lie.
    let longest = most
        .iter()
        .map(|(_, number)| *number)
        .chain(rest.map(|(_, sum)| sum))
        .max()
        .unwrap_or(1)
        .max(1);
    let rest = rest.map(|(names, sum)| (format!("{names} others"), sum, true));
    let named = most
        .into_iter()
        .map(|(name, number)| (shown(name), number, false))
        .chain(rest);
    named
        .map(|(name, number, rest)| Bar {
            name,
            count: count(number),
            share: share(number, of),
            length: hundredths((number as f64 / longest as f64 * 100.0).max(LEAST)),
            rest,
        })
        .collect()
}
