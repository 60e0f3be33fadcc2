//! The tree html5ever builds.

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::Outline;

/// The tree of a page, a node a line, without what Khabar leaves out.
pub fn outline(html: &str) -> Vec<String> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let dom = html5ever::parse_document(RcDom::default(), options).one(html);
    let mut lines = Outline::default();
    let mut to_come: Vec<(usize, Handle)> = children(&dom.document, 0);
    while let Some((depth, node)) = to_come.pop() {
        match &node.data {
            NodeData::Text { contents } => lines.text(depth, &contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                let local = name.local.to_ascii_lowercase();
                let attrs: Vec<(String, String)> = attrs.borrow().iter().map(attribute).collect();
                let pairs = attrs.iter().map(|(name, value)| (&**name, &**value));
                lines.element(depth, &local, pairs);
                if !matches!(&*local, "style" | "svg") {
                    to_come.extend(children(&node, depth + 1));
                }
            }
            _ => {}
        }
    }
    lines.finish()
}

/// What stands below a node, the last first; what a template holds is below it.
fn children(node: &Handle, depth: usize) -> Vec<(usize, Handle)> {
    let held = match &node.data {
        NodeData::Element {
            template_contents, ..
        } => template_contents.borrow().clone(),
        _ => None,
    };
    let parent = held.as_ref().unwrap_or(node);
    let children = parent.children.borrow();
    children.iter().rev().map(|c| (depth, c.clone())).collect()
}

/// The attribute as it was written; foreign ones get other names in html5ever's tree.
fn attribute(attr: &Attribute) -> (String, String) {
    let local = attr.name.local.to_ascii_lowercase();
    let name = match &attr.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{}:{local}", prefix.to_ascii_lowercase()),
        _ => local.to_string(),
    };
    (name, attr.value.to_string())
}
