//! Where a block stands, written as a selector of a style sheet would be.

use khabar_page::{NodeId, Tag, Tree};

use crate::body::blocks::{Blocks, TextBlock};
use crate::metadata::text::clip;

/// Elements shown, from the inside out.
const MOST_ELEMENTS: usize = 10;
/// Classes shown of one element.
const MOST_CLASSES: usize = 3;
/// Names longer than this, in bytes, are cut.
const LONGEST_NAME: usize = 40;

/// The name of each container: `div#main.story`.
pub(super) fn labels(tree: &Tree, page: &Blocks) -> Vec<String> {
    page.containers
        .iter()
        .map(|container| label(tree, container.node))
        .collect()
}

fn label(tree: &Tree, node: NodeId) -> String {
    let mut out = clip(tree.name(node), LONGEST_NAME).to_owned();
    let mut add = |sign: char, name: &str| {
        out.push(sign);
        out.push_str(clip(name, LONGEST_NAME));
    };
    if let Some(id) = tree
        .attr(node, "id")
        .and_then(|v| v.split_whitespace().next())
    {
        add('#', id);
    }
    let classes = tree.attr(node, "class").unwrap_or_default();
    for class in classes.split_whitespace().take(MOST_CLASSES) {
        add('.', class);
    }
    out
}

/// The elements around a block, the innermost last.
pub(super) fn of(page: &Blocks, block: &TextBlock, labels: &[String]) -> String {
    let shown = |tag: Tag| !matches!(tag, Tag::DOCUMENT | Tag::HTML);
    let mut around: Vec<&str> = page
        .around(block)
        .filter(|(_, c)| shown(c.tag))
        .take(MOST_ELEMENTS + 1)
        .map(|(at, _)| labels[at as usize].as_str())
        .collect();
    if around.len() > MOST_ELEMENTS {
        around[MOST_ELEMENTS] = "…";
    }
    around.reverse();
    around.join(" > ")
}
