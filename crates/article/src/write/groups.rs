//! The body as the output forms need it: items of one list and rows of one table together.

use crate::article::{Block, BlockKind};

/// A stretch of the body that is written as one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Group<'a> {
    /// A block by itself: paragraph, heading, code, image.
    Single(&'a Block),
    /// The items of one list, those of lists inside it among them.
    List(&'a [Block]),
    /// The rows of one table.
    Table(&'a [Block]),
}

impl Group<'_> {
    /// How many block quotations the group stands in.
    pub fn quote_depth(&self) -> u8 {
        match self {
            Self::Single(block) => block.quote_depth,
            Self::List(blocks) | Self::Table(blocks) => blocks[0].quote_depth,
        }
    }
}

/// The groups of a body, in reading order. No group is empty, and all blocks of one stand in equally many quotations.
pub fn groups(body: &[Block]) -> impl Iterator<Item = Group<'_>> {
    body.chunk_by(|a, b| a.quote_depth == b.quote_depth && belong_together(&a.kind, &b.kind))
        .map(|blocks| match blocks[0].kind {
            BlockKind::ListItem { .. } => Group::List(blocks),
            BlockKind::TableRow { .. } => Group::Table(blocks),
            _ => Group::Single(&blocks[0]),
        })
}

/// Whether two blocks, one after the other, are items of one list or rows of one table.
fn belong_together(a: &BlockKind, b: &BlockKind) -> bool {
    match (a, b) {
        (BlockKind::ListItem { .. }, BlockKind::ListItem { .. }) => true,
        (BlockKind::TableRow { table: a, .. }, BlockKind::TableRow { table: b, .. }) => a == b,
        _ => false,
    }
}

/// One item of a list with the nesting it is written at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item<'a> {
    /// The item.
    pub block: &'a Block,
    /// Its nesting: 0 for the first item, never more than one deeper than the item before it.
    pub depth: usize,
    /// Its number in an ordered list.
    pub number: Option<u32>,
}

/// The items of a list. Nesting that skips a level in the page is closed up, for no form can show a list inside
/// nothing.
pub fn items(list: &[Block]) -> Vec<Item<'_>> {
    // The page's depths that are open, outermost first: an item's own place in here is its nesting.
    let mut open: Vec<u8> = Vec::new();
    let mut out = Vec::with_capacity(list.len());
    for block in list {
        let BlockKind::ListItem { depth, number } = block.kind else {
            continue;
        };
        while open.len() > 1 && open[open.len() - 1] > depth {
            open.pop();
        }
        match open.last_mut() {
            Some(deepest) if *deepest > depth => *deepest = depth,
            Some(deepest) if *deepest == depth => {}
            _ => open.push(depth),
        }
        out.push(Item {
            block,
            depth: open.len() - 1,
            number,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(depth: u8) -> Block {
        Block::plain(
            BlockKind::ListItem {
                depth,
                number: None,
            },
            "x",
        )
    }

    #[test]
    fn nesting_never_skips_a_level() {
        let list: Vec<Block> = [2, 4, 4, 3, 0, 1].map(item).into();
        let depths: Vec<usize> = items(&list).iter().map(|i| i.depth).collect();
        assert_eq!(depths, [0, 1, 1, 1, 0, 1]);
    }

    #[test]
    fn tables_and_quotations_part_groups() {
        let row = |table| {
            Block::plain(
                BlockKind::TableRow {
                    table,
                    header: false,
                    cells: vec!["a".into()],
                    merged: Vec::new(),
                },
                "a",
            )
        };
        let mut quoted = item(0);
        quoted.quote_depth = 1;
        let body = [row(0), row(0), row(1), item(0), quoted];
        let lengths: Vec<usize> = groups(&body)
            .map(|g| match g {
                Group::Single(_) => 1,
                Group::List(blocks) | Group::Table(blocks) => blocks.len(),
            })
            .collect();
        assert_eq!(lengths, [2, 1, 1, 1]);
    }
}
