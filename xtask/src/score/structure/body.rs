//! The items of a body that was read.

use khabar_article::{Block, BlockKind};

use super::{Item, Kind};

/// The items of a body, in order.
pub fn items_of(body: &[Block]) -> Vec<Item> {
    let mut out = Vec::new();
    for block in body {
        match &block.kind {
            BlockKind::Heading(_) => out.extend(Item::new(Kind::Heading, 0, &block.text())),
            BlockKind::ListItem { depth, .. } => {
                out.extend(Item::new(
                    Kind::ListItem,
                    usize::from(*depth),
                    &block.text(),
                ));
            }
            BlockKind::TableRow { cells, .. } => {
                let cells = cells.iter().enumerate();
                out.extend(cells.filter_map(|(at, cell)| Item::new(Kind::Cell, at, cell)));
            }
            BlockKind::Code { .. } => out.extend(
                block
                    .text()
                    .lines()
                    .filter_map(|line| Item::new(Kind::CodeLine, 0, line)),
            ),
            BlockKind::Paragraph | BlockKind::Image(_) => {}
        }
    }
    out
}
