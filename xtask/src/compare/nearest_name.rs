//! What a reader of statements must be better than: every string within quotation marks is a statement, and the nearest
//! name is its speaker.
//!
//! A name is a run of capitalised words; one that the text also writes in lower case is no name but the head of a
//! sentence. Where a text has no capitals, any two words beside each other will do. The name is looked for in the same
//! paragraph outside quotation marks; of two as near it is the one before.

use std::collections::HashSet;
use std::ops::Range;

use crate::score::statements::texts::{Ranges, Spans};
use crate::score::tokens::{Word, spans};

/// Opening marks, and the marks that close what they open.
const MARKS: [(char, &str); 7] = [
    ('"', "\""),
    ('“', "”"),
    ('„', "“”\""),
    ('«', "»"),
    ('»', "«"),
    ('「', "」"),
    ('『', "』"),
];

/// The statements of a text, paragraph by paragraph; a paragraph is a line.
pub fn read(text: &str) -> Vec<Spans> {
    let names = Names::of(text);
    let mut statements = Vec::new();
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        statements.extend(paragraph(line, begin, &names));
        begin += line.chars().count();
    }
    statements
}

/// The statements of a paragraph that begins at this code point of its text.
fn paragraph(line: &str, begin: usize, names: &Names) -> Vec<Spans> {
    let points: Vec<char> = line.chars().collect();
    let words = spans(line);
    let quoted: Vec<Range<usize>> = quoted(&points)
        .into_iter()
        .map(|range| words_in(&words, &range))
        .filter(|words| !words.is_empty())
        .collect();
    if quoted.is_empty() {
        return Vec::new();
    }
    let names = names.outside(&quoted, &points, &words);
    let place = |range: &Range<usize>| -> Ranges {
        vec![(
            begin + words[range.start].begin,
            begin + words[range.end - 1].end,
        )]
    };
    let statement = |content: &Range<usize>| Spans {
        kind: Some("direct".to_owned()),
        content: place(content),
        source: nearest(&names, content).map(place).unwrap_or_default(),
        ..Spans::default()
    };
    quoted.iter().map(statement).collect()
}

/// What stands between quotation marks, in code points; within a quotation nothing opens another.
fn quoted(points: &[char]) -> Vec<Range<usize>> {
    let mut quoted = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (at, c) in points.iter().enumerate() {
        match open {
            Some((begin, closing)) if closing.contains(*c) => {
                quoted.push(begin..at);
                open = None;
            }
            Some(_) => {}
            None => {
                let mark = MARKS.iter().find(|(opening, _)| opening == c);
                open = mark.map(|(_, closing)| (at + 1, *closing));
            }
        }
    }
    quoted
}

/// Numbers of the words within a range of code points.
fn words_in(words: &[Word], range: &Range<usize>) -> Range<usize> {
    let first = words.partition_point(|word| word.begin < range.start);
    first..words.partition_point(|word| word.begin < range.end)
}

/// The name fewest words away from a content; both in numbers of words, the names in their order.
fn nearest<'n>(names: &'n [Range<usize>], content: &Range<usize>) -> Option<&'n Range<usize>> {
    let at = names.partition_point(|name| name.end <= content.start);
    let before = names[..at].last();
    let behind = names[at..].iter().find(|name| name.start >= content.end);
    match (before, behind) {
        (Some(before), Some(behind)) if behind.start - content.end < content.start - before.end => {
            Some(behind)
        }
        (before, behind) => before.or(behind),
    }
}

/// What counts as a name in a text.
struct Names<'a> {
    has_capitals: bool,
    in_lower_case: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(text: &'a str) -> Self {
        let (mut cased, mut letters) = (0, 0);
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            cased += usize::from(c.is_lowercase() || c.is_uppercase());
        }
        let words = spans(text).into_iter().map(|word| word.text);
        Self {
            has_capitals: 2 * cased > letters,
            in_lower_case: words
                .filter(|w| w.starts_with(char::is_lowercase))
                .collect(),
        }
    }

    /// The names of a paragraph outside these words of it, as ranges of words.
    fn outside(
        &self,
        quoted: &[Range<usize>],
        points: &[char],
        words: &[Word],
    ) -> Vec<Range<usize>> {
        let mut is_free = vec![true; words.len()];
        for range in quoted {
            is_free[range.clone()].fill(false);
        }
        if !self.has_capitals {
            let pairs = (1..words.len()).filter(|at| is_free[at - 1] && is_free[*at]);
            return pairs.map(|at| at - 1..at + 1).collect();
        }
        let mut names: Vec<Range<usize>> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            if !is_free[at] || !self.is_capitalised(word.text) {
                continue;
            }
            match names.last_mut() {
                Some(name)
                    if name.end == at && is_joined(&points[words[at - 1].end..word.begin]) =>
                {
                    name.end = at + 1;
                }
                _ => names.push(at..at + 1),
            }
        }
        names
    }

    fn is_capitalised(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase)
            && !self.in_lower_case.contains(word.to_lowercase().as_str())
    }
}

/// Whether what stands between two words leaves them in one name.
fn is_joined(between: &[char]) -> bool {
    matches!(between, [' ' | '\u{a0}' | '-' | '\'' | '’'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `source | content` of each statement.
    fn read(text: &str) -> Vec<String> {
        let points: Vec<char> = text.chars().collect();
        let words = |ranges: &Ranges| {
            let words = ranges.iter().flat_map(|&(begin, end)| &points[begin..end]);
            words.collect::<String>()
        };
        let statements = super::read(text);
        let lines = statements
            .iter()
            .map(|s| format!("{} | {}", words(&s.source), words(&s.content)));
        lines.collect()
    }

    #[test]
    fn every_quoted_string_goes_to_the_nearest_name_of_its_paragraph() {
        let text = "Mayor Ana Roth met the crew. \"We sail,\" said Bo Lind.\nThe “big day” came, and the crew sang.";
        assert_eq!(read(text), ["Bo Lind | We sail", " | big day"]);
        // Of two as near the one before; names within quotation marks are nobody.
        let text = "It was Ana: „Bo kommt“, Carl.\n«Oui», dit «Zoé» à Léa.";
        assert_eq!(read(text), ["Ana | Bo kommt", "Léa | Oui", "Léa | Zoé"]);
    }

    #[test]
    fn without_capitals_any_two_words_are_a_name() {
        assert_eq!(
            read("قال وزير النقل: \"نعم\" ثم غادر"),
            ["وزير النقل | نعم"]
        );
        assert_eq!(read("「はい」と市長"), ["と市 | はい"]);
    }

    #[test]
    fn what_nothing_closes_is_no_quotation() {
        assert_eq!(
            read("Ana said: \"so\nBo said \"\" and left"),
            [] as [&str; 0]
        );
    }
}
