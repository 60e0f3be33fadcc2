//! Puts the kept blocks of a page together to a body with its structure.

use std::ops::Range;

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::FxHashSet;

use super::blocks::{Blocks, TextBlock, Within};
use super::figures::Figure;
use super::inline::{Inline, is_inline, is_skipped};
use crate::article::{Block, BlockKind, Span};

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
    let mut last_table: Option<NodeId> = None;
    let mut last_item: Option<NodeId> = None;
    // Rows of tables that only serve layout, each told once.
    let mut layout_rows: FxHashSet<NodeId> = FxHashSet::default();
    let mut numbers = Numbers::default();
    let mut at = 0;
    let mut figures = figures.into_iter().peekable();
    while let Some(&block) = kept.get(at) {
        while let Some(figure) = figures.next_if(|f| f.node < block.nodes.0) {
            out.push(Block {
                kind: BlockKind::Image(figure.image),
                quote_depth: 0,
                spans: Vec::new(),
            });
            origins.push(at..at);
        }
        if let Some((row, table)) =
            nearest(page, block, Tag::TR).zip(nearest(page, block, Tag::TABLE))
            && !layout_rows.contains(&row)
        {
            let count = kept[at..]
                .iter()
                .take_while(|b| tree.contains(row, b.nodes.0))
                .count();
            if let Some(cells) = cells(page, &kept[at..at + count]) {
                if last_table != Some(table) {
                    tables += u32::from(last_table.is_some());
                    last_table = Some(table);
                }
                let header = tree.children(row).all(|c| tree.tag(c) != Tag::TD);
                let text = cells.join("\t");
                out.push(Block::plain(
                    BlockKind::TableRow {
                        table: tables,
                        header,
                        cells,
                    },
                    text,
                ));
                origins.push(at..at + count);
                at += count;
                continue;
            }
            layout_rows.insert(row);
        }
        let item = nearest(page, block, Tag::LI);
        // A list item's first block is the item; what follows inside the same item are paragraphs of it.
        let kind = kind_of(
            tree,
            page,
            block,
            item.filter(|_| item != last_item),
            &mut numbers,
        );
        last_item = item;
        let quote_depth = page
            .around(block)
            .filter(|(_, c)| c.tag == Tag::BLOCKQUOTE)
            .count()
            .min(9) as u8;
        let spans = if let BlockKind::Code { .. } = kind {
            vec![Span::plain(code_text(tree, block))]
        } else {
            spans(tree, page, block)
        };
        out.push(Block {
            kind,
            quote_depth,
            spans,
        });
        origins.push(at..at + 1);
        at += 1;
    }
    out.extend(figures.map(|f| Block {
        kind: BlockKind::Image(f.image),
        quote_depth: 0,
        spans: Vec::new(),
    }));
    origins.resize(out.len(), at..at);
    (out, origins)
}

/// The nearest element of a tag around a block.
fn nearest(page: &Blocks, block: &TextBlock, tag: Tag) -> Option<NodeId> {
    page.around(block)
        .find(|(_, c)| c.tag == tag)
        .map(|(_, c)| c.node)
}

/// A cell longer than this is text that was laid out with a table, not data.
const LONGEST_CELL: u32 = 400;

/// The texts of the cells of one row, `None` where the table only serves layout.
fn cells(page: &Blocks, row: &[&TextBlock]) -> Option<Vec<String>> {
    let mut cells: Vec<(Option<NodeId>, String)> = Vec::new();
    for block in row {
        let cell = nearest(page, block, Tag::TD).max(nearest(page, block, Tag::TH));
        if block.chars > LONGEST_CELL {
            return None;
        }
        match cells.last_mut() {
            Some((last, text)) if *last == cell => {
                text.push(' ');
                text.push_str(page.text(block));
            }
            _ => cells.push((cell, page.text(block).to_owned())),
        }
    }
    (cells.len() > 1).then(|| cells.into_iter().map(|(_, text)| text).collect())
}

fn kind_of(
    tree: &Tree,
    page: &Blocks,
    block: &TextBlock,
    item: Option<NodeId>,
    numbers: &mut Numbers,
) -> BlockKind {
    let around = page.around(block).take(4);
    if let Some((_, pre)) = around.clone().find(|(_, c)| c.tag == Tag::PRE) {
        return BlockKind::Code {
            language: code_language(tree, pre.node),
        };
    }
    if let Some(level) = around
        .clone()
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

/// Counts the items of ordered lists, going on from the item counted last so that a long list is counted once.
#[derive(Default)]
struct Numbers {
    /// List, the item counted last and its number.
    last: Option<(NodeId, NodeId, u32)>,
}

impl Numbers {
    /// The number of an item in an ordered list, as its markup counts.
    fn of(&mut self, tree: &Tree, item: NodeId) -> Option<u32> {
        let list = tree.parent(item).filter(|&l| tree.tag(l) == Tag::OL)?;
        let stated = |node, name| tree.attr(node, name).and_then(|v| v.trim().parse().ok());
        let (mut node, mut number) = match self.last {
            Some((same, before, number)) if same == list && before < item => {
                (tree.end(before), number.saturating_add(1))
            }
            _ => (list.index() + 1, stated(list, "start").unwrap_or(1)),
        };
        while let Some(sibling) = tree.at(node).filter(|&n| n < item) {
            number = number.saturating_add(u32::from(tree.tag(sibling) == Tag::LI));
            node = tree.end(sibling);
        }
        let number = stated(item, "value").unwrap_or(number);
        self.last = Some((list, item, number));
        Some(number)
    }
}

/// The language a class such as `language-rust` names, on a `pre` or the `code` in it.
fn code_language(tree: &Tree, pre: NodeId) -> Option<String> {
    std::iter::once(pre)
        .chain(tree.children(pre).take(8))
        .find_map(|node| {
            let class = tree.attr(node, "class")?;
            let named = |name: &str| {
                let language = name
                    .strip_prefix("language-")
                    .or_else(|| name.strip_prefix("lang-"))?;
                Some(language.to_owned()).filter(|l| !l.is_empty())
            };
            class.split_ascii_whitespace().find_map(named)
        })
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

/// Preformatted text with its lines.
fn code_text(tree: &Tree, block: &TextBlock) -> String {
    let text: String = texts(tree, block)
        .map(|n| {
            if tree.tag(n) == Tag::BR {
                "\n"
            } else {
                tree.text(n)
            }
        })
        .collect();
    text.trim_matches('\n').trim_end().to_owned()
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
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            continue;
        }
        let style = style_of(tree, node, container, in_link);
        for word in words {
            let glue = if out.is_empty() { "" } else { gap };
            match out.last_mut() {
                Some(last) if same_style(last, &style) => {
                    last.text.push_str(glue);
                    last.text.push_str(word);
                }
                // Space between two styles belongs to the plainer side; it is put before, where links never begin with it.
                Some(last) => {
                    last.text.push_str(glue);
                    out.push(Span {
                        text: word.to_owned(),
                        ..style.clone()
                    });
                }
                None => out.push(Span {
                    text: word.to_owned(),
                    ..style.clone()
                }),
            }
            gap = " ";
        }
        if !text.ends_with(char::is_whitespace) {
            gap = "";
        }
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
