//! Tables of data as a grid of cells, told apart from those that only serve layout.

use khabar_page::{NodeId, Tag, Tree};

use super::super::blocks::{Blocks, TextBlock};
use super::{code, nearest};
use crate::article::Merged;

/// Cells longer than this on average, in characters, are text that was laid out with a table, and so is any longer than
/// [`LONGEST_CELL`], unless header cells say otherwise.
const LONG_CELLS: usize = 200;
const LONGEST_CELL: usize = 1000;
/// No table of data has more columns. What stands further right goes into the last one.
const MOST_COLUMNS: usize = 100;
/// No cell reaches over more rows, as in browsers.
const MOST_ROWS: u32 = u16::MAX as u32;

/// A row that holds kept text.
#[derive(Debug)]
pub struct Row {
    /// The element.
    pub node: NodeId,
    /// Whether it is of header cells.
    pub header: bool,
    /// The texts of its cells, each in its column.
    pub cells: Vec<String>,
    /// The cells that take more than one place.
    pub merged: Vec<Merged>,
    /// How many kept blocks it is made of.
    pub blocks: usize,
}

/// The row and the table a block stands in, where the row is one of that table.
pub fn around(tree: &Tree, page: &Blocks, block: &TextBlock) -> Option<(NodeId, NodeId)> {
    let (row, table) = nearest(page, block, Tag::TR).zip(nearest(page, block, Tag::TABLE))?;
    tree.contains(table, row).then_some((row, table))
}

/// The rows of a table, given the kept blocks from its first one on; `None` where it only serves layout.
pub fn rows(tree: &Tree, page: &Blocks, table: NodeId, kept: &[&TextBlock]) -> Option<Vec<Row>> {
    if matches!(tree.attr(table, "role"), Some("presentation" | "none")) {
        return None;
    }
    // A table that holds another serves layout. Ending there, a block is looked at for the innermost table alone.
    let inside = kept
        .iter()
        .take_while(|b| tree.contains(table, b.nodes.0))
        .map(|b| nearest(page, b, Tag::TABLE) == Some(table));
    let mut count = 0;
    for same in inside {
        if !same {
            return None;
        }
        count += 1;
    }
    let kept = &kept[..count];
    if holds_code(tree, page, kept) {
        return None;
    }
    let mut rows = Vec::new();
    // For each row of the table, how many rows with text stand before it.
    let mut before = vec![0];
    // For each row of the table, the end of its group of rows.
    let mut ends = Vec::new();
    let mut section = Section::default();
    let (mut at, mut has_headers) = (0, false);
    for child in tree.children(table) {
        let grouped = matches!(tree.tag(child), Tag::THEAD | Tag::TBODY | Tag::TFOOT);
        if grouped {
            // No cell reaches out of its group of rows.
            section.left.clear();
        }
        let all = std::iter::once(child)
            .filter(|_| !grouped)
            .chain(tree.children(child).filter(|_| grouped));
        for node in all.filter(|&n| tree.tag(n) == Tag::TR) {
            while kept.get(at).is_some_and(|b| b.nodes.0 < node) {
                at += 1;
            }
            let end = tree.end(node);
            let count = kept[at..]
                .iter()
                .take_while(|b| b.nodes.0.index() < end)
                .count();
            let mut row = section.row(tree, page, node, &kept[at..at + count]);
            row.header |= tree.tag(child) == Tag::THEAD && count > 0;
            has_headers |= row.header;
            at += count;
            before.push(before[before.len() - 1] + usize::from(count > 0));
            rows.push(row);
        }
        ends.resize(rows.len(), rows.len());
    }
    let filled = |r: &Row| r.cells.iter().filter(|c| !c.is_empty()).count();
    let is_data = rows.iter().any(|r| filled(r) > 1) && (has_headers || are_short(&rows));
    if !is_data {
        return None;
    }
    for (at, row) in rows.iter_mut().enumerate() {
        for merged in &mut row.merged {
            let last = (at + merged.rows as usize).min(ends[at]);
            merged.rows = (before[last] - before[at]) as u32;
        }
    }
    rows.retain(|r| r.blocks > 0);
    drop_empty_columns(&mut rows);
    Some(rows)
}

/// Whether the cells are as short as those of data.
fn are_short(rows: &[Row]) -> bool {
    let cells = || rows.iter().flat_map(|r| &r.cells).filter(|c| !c.is_empty());
    let (mut all, mut longest) = (0, 0);
    for chars in cells().map(|c| c.chars().count()) {
        all += chars;
        longest = chars.max(longest);
    }
    longest <= LONGEST_CELL && all <= LONG_CELLS * cells().count()
}

/// Whether there is preformatted text of more than one line, as in tables that set line numbers beside code.
fn holds_code(tree: &Tree, page: &Blocks, mut kept: &[&TextBlock]) -> bool {
    while let Some(first) = kept.first() {
        let pre = page.containers[first.container as usize]
            .within
            .has(Tag::PRE)
            .then(|| nearest(page, first, Tag::PRE))
            .flatten();
        let Some(pre) = pre else {
            kept = &kept[1..];
            continue;
        };
        let count = kept
            .iter()
            .take_while(|b| tree.contains(pre, b.nodes.0))
            .count();
        let text = code::text(tree, pre, &kept[..count]);
        if text.is_empty() || text.contains('\n') {
            return true;
        }
        kept = &kept[count.max(1)..];
    }
    false
}

/// The cells of rows above that reach down into the row to come.
#[derive(Default)]
struct Section {
    /// For each column, how many rows it stays taken.
    left: Vec<u32>,
}

impl Section {
    /// Lays the cells of a row out in columns.
    fn row(&mut self, tree: &Tree, page: &Blocks, node: NodeId, kept: &[&TextBlock]) -> Row {
        let mut row = Row {
            node,
            header: false,
            cells: Vec::new(),
            merged: Vec::new(),
            blocks: kept.len(),
        };
        let (mut at, mut column) = (0, 0);
        let (mut names, mut data) = (false, false);
        let mut taken: Vec<(usize, u32)> = Vec::new();
        let is_cell = |&n: &NodeId| matches!(tree.tag(n), Tag::TD | Tag::TH);
        for cell in tree.children(node).filter(is_cell) {
            while column < MOST_COLUMNS && self.left.get(column).is_some_and(|&n| n > 0) {
                column += 1;
            }
            let place = column.min(MOST_COLUMNS - 1);
            let end = tree.end(cell);
            let count = kept[at..]
                .iter()
                .take_while(|b| b.nodes.0.index() < end)
                .count();
            put(page, &mut row.cells, place, &kept[at..at + count]);
            at += count;
            let is_name = tree.tag(cell) == Tag::TH;
            names |= is_name;
            data |= !is_name && count > 0;
            let stated = |name| tree.attr(cell, name).and_then(|v| v.trim().parse().ok());
            let columns = stated("colspan").unwrap_or(1_u32);
            let columns = columns.clamp(1, (MOST_COLUMNS - place) as u32);
            let rows = match stated("rowspan") {
                // To the end of the group of rows.
                Some(0) => MOST_ROWS,
                stated => stated.unwrap_or(1).min(MOST_ROWS),
            };
            if columns > 1 || rows > 1 {
                row.merged.push(Merged {
                    column: place as u32,
                    columns,
                    rows,
                });
            }
            taken.extend((place..place + columns as usize).map(|c| (c, rows)));
            column = place + columns as usize;
        }
        // Text that stands in no cell is not lost.
        if at < kept.len() {
            let place = row.cells.len().saturating_sub(1);
            put(page, &mut row.cells, place, &kept[at..]);
        }
        for (column, rows) in taken {
            if self.left.len() <= column {
                self.left.resize(column + 1, 0);
            }
            self.left[column] = rows;
        }
        for left in &mut self.left {
            *left = left.saturating_sub(1);
        }
        row.header = names && !data;
        row
    }
}

/// Adds the texts of blocks to the cell of a column.
fn put(page: &Blocks, cells: &mut Vec<String>, column: usize, blocks: &[&TextBlock]) {
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    for block in blocks {
        let cell = &mut cells[column];
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(page.text(block));
    }
}

/// Takes out the columns that have text in no row, as those of pictures and spacers, and makes all rows equally long.
fn drop_empty_columns(rows: &mut [Row]) {
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let mut used = vec![false; width];
    for row in rows.iter() {
        for (used, cell) in used.iter_mut().zip(&row.cells) {
            *used |= !cell.is_empty();
        }
    }
    // How many columns in use stand before each.
    let mut before = vec![0_u32];
    before.extend(used.iter().scan(0, |sum, &u| {
        *sum += u32::from(u);
        Some(*sum)
    }));
    for row in rows {
        row.cells.resize(width, String::new());
        let mut used = used.iter();
        row.cells.retain(|_| used.next() == Some(&true));
        for merged in &mut row.merged {
            let place = |column: u32| before[(column as usize).min(width)];
            let (from, to) = (merged.column, merged.column + merged.columns);
            merged.column = place(from);
            merged.columns = place(to) - merged.column;
        }
        row.merged
            .retain(|m| m.columns > 0 && m.rows > 0 && (m.columns > 1 || m.rows > 1));
    }
}
