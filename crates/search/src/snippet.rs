//! The stretch of a text that shows best why it was found.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::highlight::{Mark, marks, merged};
use crate::query::Query;

/// Passages that are looked at as the beginning of a stretch; the best is seldom far down.
const MAX_MARKS: usize = 1000;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The stretch on one line, with `…` where something is left out before or behind.
    pub text: String,
    /// The passages in it that the question is answered by, in code points of `text`, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

/// The stretch of about so many code points that has the most of the words asked for, from the beginning of a sentence
/// where one is near; the beginning of the text where it has none of them. `tag` is the language of the text.
pub fn snippet(text: &str, query: &Query, tag: Option<&str>, about: usize) -> Snippet {
    let marks = marks(text, query, tag);
    let window = best(text, &marks, about);
    cut_out(text, window, &marks)
}

/// The bytes of the best stretch: different words before many, and of what is alike the first.
fn best(text: &str, marks: &[Mark], about: usize) -> Range<usize> {
    let mut best = window(text, 0, about);
    let mut most = worth(&best, marks, 0);
    let mut tried = None;
    for (first, mark) in marks.iter().enumerate().take(MAX_MARKS) {
        let begin = beginning(text, mark.begin, about / 2);
        if tried.replace(begin) == Some(begin) {
            continue;
        }
        let stretch = window(text, begin, about);
        let worth = worth(&stretch, marks, first);
        if worth > most {
            (best, most) = (stretch, worth);
        }
    }
    best
}

/// What a stretch is worth that has its passages around one of them.
fn worth(stretch: &Range<usize>, marks: &[Mark], near: usize) -> usize {
    let (before, behind) = marks.split_at(near);
    let before = before
        .iter()
        .rev()
        .take_while(|mark| mark.begin >= stretch.start);
    let behind = behind.iter().take_while(|mark| mark.begin < stretch.end);
    let mut seen = FxHashSet::default();
    let mut count = 0;
    for inside in before.chain(behind).filter(|mark| mark.end <= stretch.end) {
        seen.insert(inside.wanted);
        count += 1;
    }
    seen.len() * 100 + count.min(99)
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '۔' | '…' | '।' | '։')
}

/// Ends a sentence without a blank behind it.
fn ends_sentence_itself(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '\n')
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '”' | '“' | '’' | '»' | '«' | '」' | '』' | ')' | '）'
    )
}

/// Where to begin so that a passage is read in its sentence: the sentence's beginning where it is within reach, or the
/// blank nearest to half of that.
fn beginning(text: &str, passage: usize, reach: usize) -> usize {
    let mut before = text[..passage].char_indices().rev().peekable();
    let mut blank = None;
    let mut behind = passage;
    for steps in 0..=reach {
        let Some((at, c)) = before.next() else {
            return 0;
        };
        if ends_sentence_itself(c) {
            return past_closing(text, behind, passage);
        }
        if c.is_whitespace() {
            let mut rest = text[..at].chars().rev().skip_while(|&c| closes(c));
            if rest.next().is_some_and(ends_sentence) {
                return behind;
            }
            if steps <= reach / 2 {
                blank = Some(behind);
            }
        }
        behind = at;
    }
    // Text without blanks may be cut anywhere.
    blank.unwrap_or_else(|| {
        let near = text[..passage].char_indices().rev().take(reach / 4).last();
        near.map_or(passage, |(at, _)| at)
    })
}

/// Behind quotation marks and blanks that belong to the sentence before.
fn past_closing(text: &str, from: usize, to: usize) -> usize {
    let rest = &text[from..to];
    to - rest
        .trim_start_matches(|c: char| closes(c) && c != '「' || c.is_whitespace())
        .len()
}

/// About so many code points from here, to the end of a sentence or a word.
fn window(text: &str, begin: usize, about: usize) -> Range<usize> {
    let spare = about / 4;
    let mut blank = None;
    let mut sentence = None;
    let mut full = None;
    let mut chars = text[begin..].char_indices().enumerate().peekable();
    while let Some((count, (at, c))) = chars.next() {
        let end = begin + at + c.len_utf8();
        if count >= about + spare {
            // The text goes on.
            let near = sentence.or(blank).or(full);
            return begin..near.unwrap_or(end);
        }
        if count + 1 == about {
            full = Some(end);
        }
        if count < about && c.is_whitespace() {
            blank = Some(begin + at);
        }
        let next = chars.peek().map(|&(_, (_, next))| next);
        let is_end =
            ends_sentence_itself(c) || ends_sentence(c) && next.is_none_or(char::is_whitespace);
        if is_end && count + spare >= about {
            sentence = sentence.or(Some(end));
        }
    }
    begin..text.len()
}

/// Puts a stretch on one line, with the passages that lie in it.
fn cut_out(text: &str, window: Range<usize>, marks: &[Mark]) -> Snippet {
    let inside = |mark: &&Mark| mark.begin >= window.start && mark.end <= window.end;
    let ranges = merged(marks.iter().filter(inside));
    let mut snippet = Snippet {
        text: String::with_capacity(window.len() + 8),
        marks: Vec::with_capacity(ranges.len()),
    };
    let mut count = 0;
    let mut push = |c: char, to: &mut String| {
        to.push(c);
        count += 1;
        count
    };
    if !text[..window.start].trim().is_empty() {
        push('…', &mut snippet.text);
    }
    let mut ranges = ranges.into_iter().peekable();
    let mut begin = 0;
    let mut blank = true;
    for (at, c) in text[window.clone()]
        .char_indices()
        .map(|(at, c)| (window.start + at, c))
    {
        if c.is_whitespace() && blank {
            continue;
        }
        blank = c.is_whitespace();
        let behind = push(if blank { ' ' } else { c }, &mut snippet.text);
        if let Some(range) = ranges.peek().cloned() {
            if at == range.start {
                begin = behind - 1;
            }
            if at + c.len_utf8() == range.end {
                snippet.marks.push(begin..behind);
                ranges.next();
            }
        }
    }
    let kept = snippet.text.trim_end().len();
    snippet.text.truncate(kept);
    if !text[window.end..].trim().is_empty() {
        // Apart from what ends a sentence, so that it does not look like four points.
        if snippet
            .text
            .trim_end_matches(closes)
            .ends_with(ends_sentence)
        {
            snippet.text.push(' ');
        }
        snippet.text.push('…');
    }
    snippet
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "The first freighters have entered Port Amal. Fishermen say the quays they were promised are \
        missing.\n\nThe harbour was closed for a year. “We waited,” said the director of the port. Repairs took thirteen \
        months and cost 48 million.";

    fn shown(text: &str, query: &str, about: usize) -> String {
        let (query, _) = Query::parse(query);
        let snippet = snippet(text, &query, Some("en"), about);
        let mut shown = String::new();
        for (point, c) in snippet.text.chars().enumerate() {
            if snippet.marks.iter().any(|mark| mark.start == point) {
                shown.push('[');
            }
            shown.push(c);
            if snippet.marks.iter().any(|mark| mark.end == point + 1) {
                shown.push(']');
            }
        }
        shown
    }

    #[test]
    fn the_best_stretch_is_shown_from_the_beginning_of_its_sentence() {
        for (query, about, expected) in [
            (
                "nothing",
                40,
                "The first freighters have entered Port Amal. …",
            ),
            ("quay", 40, "…Fishermen say the [quays] they were…"),
            (
                "harbour year",
                40,
                "…The [harbour] was closed for a [year]. …",
            ),
            (
                "director port",
                45,
                "…“We waited,” said the [director] of the [port]. …",
            ),
            (
                "million",
                500,
                &REPORT.replace("\n\n", " ").replace("million", "[million]"),
            ),
            ("months", 20, "…[months] and cost 48…"),
        ] {
            assert_eq!(shown(REPORT, query, about), expected, "{query}");
        }
    }

    #[test]
    fn text_without_blanks_is_cut_too() {
        let text =
            "東京の港が再び開いた。".repeat(3) + "漁師は待っている。" + &"船は来ない。".repeat(10);
        assert_eq!(shown(&text, "漁師", 10), "…[漁師]は待っている。…");
        assert_eq!(
            shown(&"港".repeat(100), "船", 10),
            format!("{}…", "港".repeat(10))
        );
    }

    #[test]
    fn any_size_will_do() {
        for about in [0, 1, 2, 3, 1000] {
            for text in ["", " ", "a", "harbour", "the harbour.\n", REPORT] {
                let (query, _) = Query::parse("harbour");
                let snippet = snippet(text, &query, Some("en"), about);
                let points = snippet.text.chars().count();
                assert!(points <= about + about / 4 + 9, "{about} {snippet:?}");
                assert!(
                    snippet
                        .marks
                        .iter()
                        .all(|mark| mark.start < mark.end && mark.end <= points)
                );
            }
        }
    }
}
