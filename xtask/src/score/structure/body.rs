//! The items of a body that was read.

use khabar_article::write::groups::{self, Group};
use khabar_article::{Block, BlockKind};

use super::{Item, Kind};

/// The items of a body, in order, nested as the output forms nest them.
pub fn items_of(body: &[Block]) -> Vec<Item> {
    let mut out = Vec::new();
    for group in groups::groups(body) {
        match group {
            Group::List(blocks) => out.extend(
                groups::items(blocks)
                    .iter()
                    .filter_map(|i| Item::new(Kind::ListItem, i.depth, &i.block.text())),
            ),
            Group::Table(rows) => out.extend(rows.iter().flat_map(cells)),
            Group::Single(block) => match &block.kind {
                BlockKind::Heading(_) => out.extend(Item::new(Kind::Heading, 0, &block.text())),
                BlockKind::Code { .. } => out.extend(
                    block
                        .text()
                        .lines()
                        .filter_map(|line| Item::new(Kind::CodeLine, 0, line)),
                ),
                _ => {}
            },
        }
    }
    out
}

/// The cells of a row that hold words, each in its column.
fn cells(row: &Block) -> Vec<Item> {
    let BlockKind::TableRow { cells, .. } = &row.kind else {
        return Vec::new();
    };
    let cells = cells.iter().enumerate();
    cells
        .filter_map(|(at, cell)| Item::new(Kind::Cell, at, cell))
        .collect()
}
