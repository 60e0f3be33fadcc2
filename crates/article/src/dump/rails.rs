//! Headlines of other reports in a dump: the rails behind the report.

use std::collections::HashSet;

use super::lines::Lines;
use super::phrases::{ends_rail, opens_rail};
use crate::metadata::text::key;
use crate::words;

/// A headline in a rail has at least this many words, unless a heading says what stands there.
const FEWEST_WORDS: usize = 4;
/// Under a heading a headline may be this short.
const FEWEST_UNDER_HEADING: usize = 3;
/// And none has more.
const MOST_WORDS: usize = 30;
/// So many headlines in a row are a rail without any heading over them.
const RAIL: usize = 4;
/// More than this many are not listed.
const MOST: usize = 100;

/// The lines from `from` on that are headlines of other reports, in order, without doubles; `taken` are lines that are
/// something else.
pub fn find(lines: &Lines, from: usize, taken: impl Fn(usize) -> bool) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut out: Vec<String> = Vec::new();
    let mut at = from;
    while at < lines.lines.len() && out.len() < MOST {
        let headed = !taken(at) && opens_rail(lines.of(at));
        let first = at + usize::from(headed);
        let fewest = if headed {
            FEWEST_UNDER_HEADING
        } else {
            FEWEST_WORDS
        };
        let (rail, next) = rail(lines, first, fewest, &taken);
        if headed || rail.len() >= RAIL {
            out.extend(
                rail.into_iter()
                    .map(|i| lines.of(i))
                    .filter(|text| seen.insert(key(text)))
                    .map(str::to_owned),
            );
        }
        at = next.max(at + 1);
    }
    out.truncate(MOST);
    out
}

/// The headlines that follow one another from a line on, and the line behind them. Numbers, dates and single words
/// between them are passed over.
fn rail(
    lines: &Lines,
    from: usize,
    fewest: usize,
    taken: &impl Fn(usize) -> bool,
) -> (Vec<usize>, usize) {
    let mut found = Vec::new();
    let mut between = 0;
    let mut at = from;
    while at < lines.lines.len() {
        let text = lines.of(at);
        if taken(at) || opens_rail(text) || ends_rail(text) {
            break;
        }
        if is_headline(text, fewest) {
            found.push(at);
            between = 0;
        } else {
            between += 1;
            if between > 2 {
                break;
            }
        }
        at += 1;
    }
    (found, at)
}

/// Whether a line may be a headline: of some words, mostly letters, and no sentence with its full stop.
fn is_headline(text: &str, fewest: usize) -> bool {
    let count = words::count(text);
    // Scripts without blanks count characters: a headline has twice as many.
    let fewest = if text.contains(words::is_unspaced) {
        2 * fewest
    } else {
        fewest
    };
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (fewest..=2 * MOST_WORDS).contains(&count)
        && (count <= MOST_WORDS || text.contains(words::is_unspaced))
        && letters * 2 > text.chars().count()
        && !text.ends_with(['.', '。', '۔', '।', ':', ';'])
        && !text.contains(['|', '©', '@', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_in(text: &str) -> Vec<String> {
        find(&Lines::cut(text), 0, |_| false)
    }

    #[test]
    fn rails_under_a_heading_are_listed_once() {
        let text = "Most read\n1\nCovered wagon turns up behind the feed store\n2\nPie contest rewritten\nCovered wagon turns up behind the feed store\nComments (3)\nThis is what I always said myself";
        assert_eq!(
            find_in(text),
            [
                "Covered wagon turns up behind the feed store",
                "Pie contest rewritten"
            ]
        );
    }

    #[test]
    fn rails_without_a_heading_have_to_be_long() {
        let headline = "The mayor opens another bridge over river number";
        let text = |n: usize| {
            (0..n)
                .map(|i| format!("{headline} {i}"))
                .collect::<Vec<_>>()
                .join("\n\n")
        };
        assert_eq!(find_in(&text(3)).len(), 0);
        assert_eq!(find_in(&text(5)).len(), 5);
    }

    #[test]
    fn footers_are_no_headlines() {
        assert!(find_in("Related\n© 2024 The Daily Example. All rights reserved\nAbout us\nThe whole truth about us and our work here").is_empty());
        assert!(find_in("").is_empty());
    }
}
