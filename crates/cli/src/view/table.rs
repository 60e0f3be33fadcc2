//! Tables: laid out in columns where they fit, row by row where they do not.

use std::ops::Range;

use khabar_article::article::{Block, BlockKind};
use khabar_article::language::Direction;

use super::bidi::{self, Levels, Piece};
use super::ink::{Ink, Text};
use super::{Page, wrap};
use crate::sanitize;

/// Blank columns between two columns of a table.
pub const GAP: usize = 2;
/// A column that must be made narrower than this to fit is no column to be read.
const LEAST: usize = 6;

/// A row of a table.
pub struct Row {
    /// Whether it is of headers.
    pub header: bool,
    /// Its cells, each one line of clean text.
    pub cells: Vec<Text>,
}

/// A table whose lines all begin with `mark`.
pub fn table(page: &mut Page<'_>, blocks: &[Block], mark: &str) {
    let rows: Vec<Row> = blocks.iter().filter_map(row).collect();
    laid_out(page, &rows, mark);
}

/// Rows in columns or, where these do not fit, each cell behind its header.
pub fn laid_out(page: &mut Page<'_>, rows: &[Row], mark: &str) {
    let room = page.look.columns.saturating_sub(wrap::width(mark));
    match widths(rows, room) {
        Some(widths) => columns(page, rows, &widths, mark),
        None => records(page, rows, mark),
    }
}

/// The row a block is.
fn row(block: &Block) -> Option<Row> {
    match &block.kind {
        BlockKind::TableRow { header, cells, .. } => {
            let ink = if *header { Ink::BOLD } else { Ink::PLAIN };
            let cells = cells.iter();
            Some(Row {
                header: *header,
                cells: cells.map(|c| Text::of(&sanitize::line(c), ink)).collect(),
            })
        }
        _ => None,
    }
}

/// How wide each column is so that all fit into `room`; `None` if they cannot. Columns that are wider than their fair
/// share give way, narrow ones stay as they are.
pub fn widths(rows: &[Row], room: usize) -> Option<Vec<usize>> {
    let count = rows.iter().map(|row| row.cells.len()).max()?;
    let room = room.checked_sub(count.checked_sub(1)? * GAP)?;
    let mut natural = vec![1; count];
    for row in rows {
        for (widest, cell) in natural.iter_mut().zip(&row.cells) {
            *widest = wrap::width(cell.text()).max(*widest);
        }
    }
    let mut sorted = natural.clone();
    sorted.sort_unstable();
    let mut left = room;
    for (at, &width) in sorted.iter().enumerate() {
        let share = left / (count - at);
        if width > share {
            let fits = share >= LEAST;
            return fits.then(|| natural.iter().map(|&w| w.min(share)).collect());
        }
        left -= width;
    }
    Some(natural)
}

/// The table in columns of these widths, the first one on the side where lines begin.
pub fn columns(page: &mut Page<'_>, rows: &[Row], widths: &[usize], mark: &str) {
    let total = widths.iter().sum::<usize>() + (widths.len() - 1) * GAP;
    let numeric: Vec<bool> = (0..widths.len()).map(|c| is_numeric(rows, c)).collect();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<Cell> = widths
            .iter()
            .zip(&numeric)
            .enumerate()
            .map(|(c, (&width, &numeric))| {
                let text = row.cells.get(c).cloned().unwrap_or_default();
                Cell::new(text, width, numeric && !row.header, page)
            })
            .collect();
        let height = cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
        for line in 0..height {
            let mut parts: Vec<String> = cells.iter().map(|c| c.line(line, page)).collect();
            if page.direction == Direction::Rtl && page.look.reorder {
                parts.reverse();
            }
            let line = parts.join(&" ".repeat(GAP));
            page.line(&line, total, mark, page.direction);
        }
        let last_header = row.header && rows.get(at + 1).is_some_and(|next| !next.header);
        if last_header {
            let rule = page
                .look
                .ink
                .paint(&"─".repeat(total), Ink::DIM)
                .into_owned();
            page.line(&rule, total, mark, page.direction);
        }
    }
}

/// Whether all cells of a column but its headers are numbers, with their signs and units.
fn is_numeric(rows: &[Row], column: usize) -> bool {
    let number =
        |cell: &str| cell.chars().any(char::is_numeric) && !cell.chars().any(char::is_alphabetic);
    let mut cells = rows
        .iter()
        .filter(|row| !row.header)
        .filter_map(|row| row.cells.get(column).map(Text::text))
        .filter(|cell| !cell.is_empty())
        .peekable();
    cells.peek().is_some() && cells.all(number)
}

/// A cell broken into lines.
struct Cell {
    text: Text,
    lines: Vec<Range<usize>>,
    levels: Option<Levels>,
    width: usize,
    /// Whether its lines end at the right edge of the column.
    right: bool,
}

impl Cell {
    fn new(text: Text, width: usize, numeric: bool, page: &Page<'_>) -> Self {
        let direction = bidi::direction_of(text.text(), page.direction);
        Self {
            lines: wrap::lines(text.text(), width),
            levels: page
                .look
                .reorder
                .then(|| Levels::of(text.text(), direction)),
            text,
            width,
            right: numeric || (page.direction == Direction::Rtl && page.look.reorder),
        }
    }

    /// One of its lines, padded to the width of the column.
    fn line(&self, at: usize, page: &Page<'_>) -> String {
        let Some(range) = self.lines.get(at) else {
            return " ".repeat(self.width);
        };
        let pieces = match &self.levels {
            Some(levels) => levels.visual(self.text.text(), range.clone()),
            None => vec![Piece::as_is(range.clone())],
        };
        let inked = self.text.inked(&pieces, page.look.ink);
        let used = wrap::width(&self.text.text()[range.clone()]);
        let padding = " ".repeat(self.width.saturating_sub(used));
        if self.right {
            padding + &inked
        } else {
            inked + &padding
        }
    }
}

/// The table row by row, each cell behind its column's header.
fn records(page: &mut Page<'_>, rows: &[Row], mark: &str) {
    let headers: &[Text] = match rows.first() {
        Some(first) if first.header => &first.cells,
        _ => &[],
    };
    for row in rows.iter().skip(usize::from(!headers.is_empty())) {
        for (column, cell) in row.cells.iter().enumerate() {
            let text = match headers.get(column) {
                Some(header) if !header.text().is_empty() && !cell.text().is_empty() => {
                    let text = format!("{}: {}", header.text(), cell.text());
                    Text::of(&text, Ink::PLAIN)
                }
                _ => cell.clone(),
            };
            page.hanging(&text, mark, mark);
        }
        page.gap();
    }
}
