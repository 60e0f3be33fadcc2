//! The reading view: a report laid out for a terminal.
//!
//! Text is wrapped in the order it is written in and, where it runs from right to left, aligned to the right and put
//! in the order it is seen in, unless the terminal does that itself. Joining Arabic letters is the terminal's part:
//! which of its forms a letter takes is a matter of the font.

#[cfg(feature = "archive")]
pub mod archive;
mod bidi;
mod blocks;
mod explained;
mod ink;
mod look;
mod said;
mod table;
mod wrap;

use khabar_article::language::Direction;
use khabar_article::write::{byline, standfirst};
use khabar_statements::Reading;

pub use explained::{Shown, explained};
use ink::{Ink, Text};
pub use look::Look;
pub use said::said;

use crate::sanitize;

/// The report for a terminal and who said what in it, ending in a line break. `several`: it stands among others and
/// says which input it is.
pub fn render(reading: &Reading, look: &Look, several: bool) -> String {
    let article = &reading.article;
    let mut page = Page::new(look, article.direction);
    if several && let Some(source) = &article.source {
        page.rule(&sanitize::line(source));
    }
    if let Some(headline) = &article.headline {
        page.paragraph(&Text::of(headline, Ink::BOLD));
    }
    let byline = byline(article);
    if !byline.is_empty() {
        page.paragraph(&Text::of(&byline, Ink::DIM));
    }
    page.gap();
    if let Some(standfirst) = standfirst(article) {
        page.paragraph(&Text::of(standfirst, Ink::ITALIC));
        page.gap();
    }
    blocks::body(&mut page, article);
    said::under_report(&mut page, &reading.statements);
    page.finish()
}

/// The lines of a view as they come to be.
struct Page<'a> {
    look: &'a Look,
    direction: Direction,
    out: String,
    /// Whether a blank line is due before the next text.
    gap_due: bool,
}

impl<'a> Page<'a> {
    fn new(look: &'a Look, direction: Direction) -> Self {
        Self {
            look,
            direction,
            out: String::new(),
            gap_due: false,
        }
    }

    /// A blank line before whatever comes next, if anything stands before it.
    fn gap(&mut self) {
        self.gap_due = !self.out.is_empty();
    }

    /// A paragraph over the whole width.
    fn paragraph(&mut self, text: &Text) {
        self.hanging(text, "", "");
    }

    /// A paragraph whose first line begins with `first` and whose other lines begin with `rest`, both of one width
    /// and without characters of any direction but digits.
    fn hanging(&mut self, text: &Text, first: &str, rest: &str) {
        let indent = wrap::width(first).max(wrap::width(rest));
        let width = self.look.columns.saturating_sub(indent).max(MIN_COLUMNS);
        let mut mark = first;
        for paragraph in text.paragraphs() {
            let direction = bidi::direction_of(paragraph.text(), self.direction);
            let reordered = self
                .look
                .reorder
                .then(|| bidi::Levels::of(paragraph.text(), direction));
            for range in wrap::lines(paragraph.text(), width) {
                let pieces = match &reordered {
                    Some(levels) => levels.visual(paragraph.text(), range.clone()),
                    None => vec![bidi::Piece::as_is(range.clone())],
                };
                let line = paragraph.inked(&pieces, self.look.ink);
                let used = wrap::width(&paragraph.text()[range]);
                self.line(&line, used, mark, direction);
                mark = rest;
            }
        }
    }

    /// One line whose characters are in their final order, aligned to its side.
    fn line(&mut self, line: &str, used: usize, mark: &str, direction: Direction) {
        self.open_line();
        let margin = " ".repeat(self.look.margin);
        self.out.push_str(&margin);
        match direction {
            Direction::Ltr => self.out.extend([mark, line]),
            Direction::Rtl => {
                let taken = used + wrap::width(mark);
                let padding = " ".repeat(self.look.columns.saturating_sub(taken));
                if self.look.reorder {
                    let mark = bidi::seen(mark, Direction::Rtl);
                    self.out.extend([&padding, line, &mark]);
                } else {
                    self.out.extend([&padding, mark, line]);
                }
            }
        }
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
        self.out.push('\n');
    }

    /// The blank line that is due.
    fn open_line(&mut self) {
        if self.gap_due {
            self.out.push('\n');
            self.gap_due = false;
        }
    }

    /// A line across the page with a name in it.
    fn rule(&mut self, name: &str) {
        let room = self.look.columns.saturating_sub(4);
        let name = wrap::cut(name, room);
        let tail = self.look.columns.saturating_sub(wrap::width(name) + 4);
        let line = format!("── {name} {}", "─".repeat(tail));
        self.line(&self.look.ink.paint(&line, Ink::DIM), 0, "", Direction::Ltr);
        self.gap();
    }

    /// The whole view.
    fn finish(mut self) -> String {
        if self.out.is_empty() {
            return self.out;
        }
        if self.look.announce && bidi::has_rtl(&self.out) {
            self.out.insert_str(0, EXPLICIT);
            self.out.push_str(IMPLICIT);
        }
        self.out
    }
}

/// A text column is never narrower than this, whatever stands beside it.
const MIN_COLUMNS: usize = 8;

/// ECMA-48, 8.3.106 and BDSM: characters come in the order they are to be seen in. Terminals without bidirectional
/// support of their own pass over it.
const EXPLICIT: &str = "\x1b[8l";
/// The terminal's own order again.
const IMPLICIT: &str = "\x1b[8h";

#[cfg(test)]
mod tests;
