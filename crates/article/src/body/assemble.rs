//! Puts the kept blocks of a page together to a body with its structure.

use std::ops::Range;

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

mod code;
mod tables;

use super::blocks::{Blocks, TextBlock, Within};
use super::figures::Figure;
use super::inline::{Inline, is_inline, is_skipped};
use crate::article::{Block, BlockKind, Span};
use crate::words::{fold_into, folded, trimmed};

/// The body: kept blocks and figures in order, each block as what its markup says it is; and beside each block which of
/// the kept ones it is made of, counted from the first kept one.
pub fn assemble(
    tree: &Tree,
    page: &Blocks,
    kept: &[bool],
    figures: Vec<Figure>,
) -> (Vec<Block>, Vec<Range<usize>>) {
    let kept: Vec<&TextBlock> = page
        .blocks
        .iter()
        .zip(kept)
        .filter(|(_, k)| **k)
        .map(|(b, _)| b)
        .collect();
    let mut out = Vec::with_capacity(kept.len());
    let mut origins = Vec::with_capacity(kept.len());
    let mut tables = 0;
    // Tables that only serve layout, each told once, and the rows still to come of one of data.
    let mut layout: FxHashSet<NodeId> = FxHashSet::default();
    let mut rows = Vec::new().into_iter().peekable();
    let mut items: FxHashSet<NodeId> = FxHashSet::default();
    let mut numbers = Numbers::default();
    let mut at = 0;
    let mut figures = figures.into_iter().peekable();
    while let Some(&block) = kept.get(at) {
        while let Some(figure) = figures.next_if(|f| f.node < block.nodes.0) {
            out.push(image_block(tree, figure));
            origins.push(at..at);
        }
        if let Some((row, table)) = tables::around(tree, page, block)
            && !layout.contains(&table)
        {
            while rows.next_if(|r: &tables::Row| r.node < row).is_some() {}
            if rows.peek().is_none() {
                if let Some(read) = tables::rows(tree, page, table, &kept[at..]) {
                    rows = read.into_iter().peekable();
                    tables += 1;
                } else {
                    layout.insert(table);
                }
            }
            if let Some(row) = rows.next_if(|r| r.node == row) {
                origins.push(at..at + row.blocks);
                at += row.blocks;
                let text = row.cells.join("\t");
                out.push(Block::plain(
                    BlockKind::TableRow {
                        table: tables - 1,
                        header: row.header,
                        cells: row.cells,
                        merged: row.merged,
                    },
                    text.trim_end_matches('\t'),
                ));
                continue;
            }
        }
        let quote_depth = quote_depth(tree, page, block);
        if let Some((_, pre)) = page.around(block).take(4).find(|(_, c)| c.tag == Tag::PRE) {
            let count = kept[at..]
                .iter()
                .take_while(|b| tree.contains(pre.node, b.nodes.0))
                .count();
            let text = code::text(tree, pre.node, &kept[at..at + count]);
            if !text.is_empty() {
                origins.push(at..at + count);
                let language = code::language(tree, pre.node);
                out.push(Block {
                    quote_depth,
                    ..Block::plain(BlockKind::Code { language }, text)
                });
            }
            at += count;
            continue;
        }
        // A list item's first block is the item; what follows inside the same item are paragraphs of it.
        let item = nearest(page, block, Tag::LI).filter(|&i| items.insert(i));
        out.push(Block {
            kind: kind_of(tree, page, block, item, &mut numbers),
            quote_depth,
            spans: spans(tree, page, block),
        });
        origins.push(at..at + 1);
        at += 1;
    }
    out.extend(figures.map(|f| image_block(tree, f)));
    origins.resize(out.len(), at..at);
    (out, origins)
}

/// In how many quotations a block stands. The caption of a quotation says whose it is and belongs to it.
fn quote_depth(tree: &Tree, page: &Blocks, block: &TextBlock) -> u8 {
    let around = page.around(block);
    let quotes = around.clone().filter(|(_, c)| c.tag == Tag::BLOCKQUOTE);
    let captions_quotation = page.containers[block.container as usize]
        .within
        .has(Tag::FIGCAPTION)
        && around
            .clone()
            .zip(around.skip(1))
            .find(|((_, inner), _)| inner.tag == Tag::FIGCAPTION)
            .is_some_and(|(_, (_, figure))| {
                let mut children = tree.children(figure.node);
                children
                    .by_ref()
                    .take(8)
                    .any(|c| tree.tag(c) == Tag::BLOCKQUOTE)
            });
    (quotes.count() + usize::from(captions_quotation)).min(9) as u8
}

/// An image in its place.
fn image_block(tree: &Tree, figure: Figure) -> Block {
    let quotes = tree
        .ancestors(figure.node)
        .filter(|&n| tree.tag(n) == Tag::BLOCKQUOTE);
    Block {
        quote_depth: quotes.count().min(9) as u8,
        kind: BlockKind::Image(figure.image),
        spans: Vec::new(),
    }
}

/// The nearest element of a tag around a block.
fn nearest(page: &Blocks, block: &TextBlock, tag: Tag) -> Option<NodeId> {
    page.around(block)
        .find(|(_, c)| c.tag == tag)
        .map(|(_, c)| c.node)
}

fn kind_of(
    tree: &Tree,
    page: &Blocks,
    block: &TextBlock,
    item: Option<NodeId>,
    numbers: &mut Numbers,
) -> BlockKind {
    if let Some(level) = page
        .around(block)
        .take(3)
        .find_map(|(_, c)| c.tag.heading_level())
    {
        return BlockKind::Heading(level);
    }
    if let Some(item) = item {
        let lists = page
            .around(block)
            .filter(|(_, c)| matches!(c.tag, Tag::UL | Tag::OL | Tag::MENU))
            .count();
        let depth = lists.saturating_sub(1).min(9) as u8;
        return BlockKind::ListItem {
            depth,
            number: numbers.of(tree, item),
        };
    }
    BlockKind::Paragraph
}

/// Counts the items of ordered lists, going on in each from the item counted last so that a long list is counted once.
#[derive(Default)]
struct Numbers {
    /// For each list, the item counted last and its number.
    last: FxHashMap<NodeId, (NodeId, u32)>,
}

impl Numbers {
    /// The number of an item in an ordered list, as its markup counts.
    fn of(&mut self, tree: &Tree, item: NodeId) -> Option<u32> {
        let list = tree.parent(item).filter(|&l| tree.tag(l) == Tag::OL)?;
        let stated = |node, name| tree.attr(node, name).and_then(|v| v.trim().parse().ok());
        let (mut node, mut number) = match self.last.get(&list) {
            Some(&(before, number)) if before < item => {
                (tree.end(before), number.saturating_add(1))
            }
            _ => (list.index() + 1, stated(list, "start").unwrap_or(1)),
        };
        while let Some(sibling) = tree.at(node).filter(|&n| n < item) {
            number = number.saturating_add(u32::from(tree.tag(sibling) == Tag::LI));
            node = tree.end(sibling);
        }
        let number = stated(item, "value").unwrap_or(number);
        self.last.insert(list, (item, number));
        Some(number)
    }
}

/// Text nodes and line breaks of a block, in order.
pub(super) fn texts<'t>(tree: &'t Tree, block: &TextBlock) -> impl Iterator<Item = NodeId> + 't {
    let (first, last) = (block.nodes.0.index(), block.nodes.1.index());
    let mut next = first;
    std::iter::from_fn(move || {
        while next <= last {
            let node = tree.at(next)?;
            let tag = tree.tag(node);
            next = if is_skipped(tree, node, tag) {
                tree.end(node)
            } else {
                next + 1
            };
            if matches!(tag, Tag::TEXT | Tag::BR) {
                return Some(node);
            }
        }
        None
    })
}

/// The text of a block, white space folded, in runs of one style.
fn spans(tree: &Tree, page: &Blocks, block: &TextBlock) -> Vec<Span> {
    let container = page.containers[block.container as usize].node;
    let in_link = page.containers[block.container as usize].within.0 & Within::LINK != 0;
    let mut out: Vec<Span> = Vec::new();
    let mut gap = "";
    for node in texts(tree, block) {
        if tree.tag(node) == Tag::BR {
            gap = "\n";
            continue;
        }
        let text = tree.text(node);
        if text.starts_with(char::is_whitespace) && gap.is_empty() {
            gap = " ";
        }
        let words = trimmed(text);
        if words.is_empty() {
            continue;
        }
        let style = style_of(tree, node, container, in_link);
        // Space between two styles belongs to the plainer side; it is put before, where links never begin with it.
        if let Some(last) = out.last_mut() {
            last.text.push_str(gap);
        }
        match out.last_mut() {
            Some(last) if same_style(last, &style) => fold_into(words, &mut last.text),
            _ => out.push(Span {
                text: folded(words),
                ..style
            }),
        }
        gap = if text.ends_with(char::is_whitespace) {
            " "
        } else {
            ""
        };
    }
    out
}

fn same_style(a: &Span, b: &Span) -> bool {
    (a.strong, a.emphasis, a.code, &a.link) == (b.strong, b.emphasis, b.code, &b.link)
}

/// The style of a text node: that of the inline elements between it and its block.
fn style_of(tree: &Tree, node: NodeId, container: NodeId, in_link: bool) -> Span {
    let mut style = Span::default();
    for around in tree.ancestors(node).take_while(|&n| n != container) {
        match is_inline(tree.tag(around)) {
            Some(Inline::Strong) => style.strong = true,
            Some(Inline::Emphasis) => style.emphasis = true,
            Some(Inline::Code) => style.code = true,
            Some(Inline::Link) => style.link = tree.attr(around, "href").map(str::to_owned),
            Some(Inline::Plain) | None => {}
        }
    }
    // A link around whole blocks is the link of each of them.
    if style.link.is_none() && in_link {
        let link = tree
            .ancestors(container)
            .take(6)
            .find(|&n| tree.tag(n) == Tag::A);
        style.link = link.and_then(|n| tree.attr(n, "href")).map(str::to_owned);
    }
    style
}

#[cfg(test)]
mod tests;
