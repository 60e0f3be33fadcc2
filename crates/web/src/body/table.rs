//! Tables, with cells that take more than one place.

use std::fmt::Write;

use super::Writer;
use crate::reading::{Row, Text};

/// The text a row has in the body: its cells parted by tabs, empty ones at the end left out.
fn text_of(cells: &[Text<'_>]) -> String {
    let last = cells.iter().rposition(|cell| !cell.is_empty());
    let mut text = String::new();
    for (at, cell) in cells[..last.map_or(0, |last| last + 1)].iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        text.push_str(cell);
    }
    text
}

impl Writer<'_> {
    /// A table, which scrolls by itself where it is wider than the page.
    pub(super) fn table(&mut self, rows: &[Row<'_>]) {
        self.out
            .push_str("<div class=\"table\" tabindex=\"0\"><table><tbody>");
        // For each column, in how many rows to come a cell from above takes it.
        let mut taken: Vec<usize> = Vec::new();
        for (below, row) in rows.iter().enumerate() {
            self.out.push_str("<tr>");
            self.row(row, rows.len() - below, &mut taken);
            self.out.push_str("</tr>");
        }
        self.out.push_str("</tbody></table></div>");
    }

    /// The cells of a row; `left` rows are left of the table, this one among them.
    fn row(&mut self, row: &Row<'_>, left: usize, taken: &mut Vec<usize>) {
        let text = text_of(&row.cells);
        let place = self.place(&text);
        let element = if row.header { "th" } else { "td" };
        let columns = row.cells.len();
        taken.resize(taken.len().max(columns), 0);
        let mut begin = 0;
        let mut next = 0;
        for (column, cell) in row.cells.iter().enumerate() {
            let at = place.map(|place| place + begin.min(text.len()));
            begin += cell.len() + 1;
            if column < next {
                continue;
            }
            let from_above = taken[column] > 0;
            taken[column] = taken[column].saturating_sub(1);
            if from_above && cell.is_empty() {
                continue;
            }
            let _ = write!(self.out, "<{element}");
            if row.header {
                self.out.push_str(" scope=\"col\"");
            }
            if let Some(merged) = row.merged.iter().find(|merged| merged.column == column) {
                let wide = merged.columns.clamp(1, columns - column);
                let high = merged.rows.clamp(1, left);
                if wide > 1 {
                    let _ = write!(self.out, " colspan=\"{wide}\"");
                }
                if high > 1 {
                    let _ = write!(self.out, " rowspan=\"{high}\"");
                }
                next = column + wide;
                taken[column..next].fill(high - 1);
            }
            self.out.push('>');
            self.cell(cell, at);
            let _ = write!(self.out, "</{element}>");
        }
        self.end_of_block(place.map(|at| at + text.len()));
    }
}
