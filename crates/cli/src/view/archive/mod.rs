//! What an archive has to show, laid out for a terminal.

mod changes;
mod decisions;
mod found;
mod hits;
mod quotes;
mod reasons;
mod said;
mod source;
mod sources;
mod speakers;
mod stories;
mod times;

use std::ops::Range;

use khabar_archive::time::{Seconds, date};
use khabar_article::language::Direction;

pub use changes::changes;
pub use decisions::{decided, decisions};
pub use found::found;
pub use hits::hits;
pub use quotes::{quote, quotes};
pub use source::source;
pub use sources::sources;
pub use speakers::{speaker, speakers};
pub use stories::{stories, story};
pub use times::minute;

use super::ink::{Ink, Text};
use super::table::{self, Row};
use super::{Look, Page, bidi};
use crate::sanitize;

/// Parts what stands on one line; a line breaks before it, not behind.
const PARTING: &str = " ·\u{a0}";

/// A table under headings, or the same row by row where there is no room for columns.
pub fn rows(headings: &[&str], rows: Vec<Vec<String>>, look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    let cells = |cells: Vec<String>, ink| Row {
        header: ink == Ink::BOLD,
        cells: cells
            .iter()
            .map(|cell| Text::of(&sanitize::line(cell), ink))
            .collect(),
    };
    let heading = headings.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = std::iter::once(cells(heading, Ink::BOLD))
        .chain(rows.into_iter().map(|row| cells(row, Ink::PLAIN)))
        .collect();
    table::laid_out(&mut page, &rows, "");
    page.finish()
}

/// A part of a view under a name.
fn section(page: &mut Page<'_>, name: &str) {
    page.gap();
    page.direction = Direction::Ltr;
    page.rule(name);
}

/// A line in dim type that says more of what stands above, in the program's own words.
fn note(page: &mut Page<'_>, line: &str, mark: &str) {
    page.direction = Direction::Ltr;
    page.hanging(&Text::of(line, Ink::DIM), mark, mark);
}

/// From which day to which: `2026-03-02`, `2026-03-02 to 2026-03-05`.
fn days(first: Seconds, last: Seconds) -> String {
    let (first, last) = (date(first), date(last));
    if first == last {
        first
    } else {
        format!("{first} to\u{a0}{last}")
    }
}

/// A few sentences as paragraphs.
pub fn sentences(sentences: &[String], look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    for sentence in sentences {
        page.paragraph(&Text::of(&sanitize::line(sentence), Ink::PLAIN));
    }
    page.finish()
}

/// A line in which something is marked, by code points.
fn marked(text: &str, marks: &[Range<usize>], ink: Ink, mark: Ink) -> Text {
    let mut out = Text::default();
    let mut rest = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut at = 0;
    for range in marks {
        let before: String = rest.by_ref().take(range.start.saturating_sub(at)).collect();
        let inside: String = rest.by_ref().take(range.len()).collect();
        out.push(&before, ink);
        out.push(&inside, mark);
        at = range.end;
    }
    out.push(&rest.collect::<String>(), ink);
    out
}

/// The direction that a line of its own runs in.
fn direction(text: &str) -> Direction {
    let first = text.chars().find(|c| c.is_alphabetic());
    match first {
        Some(c) if bidi::has_rtl(c.encode_utf8(&mut [0; 4])) => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

/// `1 report`, `2 reports`.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod related_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_on_their_code_points() {
        let text = marked("a\tbé خبر d", &[2..4, 5..8], Ink::PLAIN, Ink::BOLD);
        assert_eq!(text.text(), "a bé خبر d");
        let inked = text.inked(
            &[bidi::Piece::as_is(0..text.text().len())],
            crate::view::ink::Pen { on: true },
        );
        assert_eq!(inked, "a \x1b[1mbé\x1b[0m \x1b[1mخبر\x1b[0m d");
    }

    #[test]
    fn marks_beyond_the_text_do_no_harm() {
        assert_eq!(
            marked("ab", &[1..9, 12..14], Ink::PLAIN, Ink::BOLD).text(),
            "ab"
        );
    }
}
