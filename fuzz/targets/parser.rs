//! Any bytes make a tree in which every node stands where it says, and which is no larger than the limits.

#![no_main]

use khabar_page::{Limits, NodeId, Oddity, Tree};
use libfuzzer_sys::fuzz_target;

/// Small, so that they are reached.
const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    nodes: 2_000,
    text: 64 << 10,
    depth: 64,
    time: None,
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = khabar_page::read(bytes, None, &LIMITS) else {
        assert!(bytes.len() > LIMITS.bytes);
        return;
    };
    let tree = &page.tree;
    assert!(tree.len() <= LIMITS.nodes + 1);
    assert!(page.oddities.contains(&Oddity::TooManyNodes) || tree.len() <= LIMITS.nodes);
    check(tree);
    // What is read once more in smaller limits is cut, and nothing else.
    let less = Limits {
        nodes: 20,
        depth: 8,
        ..LIMITS
    };
    let page = khabar_page::read(bytes, None, &less).expect("the bytes are no more than before");
    assert!(page.tree.len() <= less.nodes + 1);
    check(&page.tree);
});

/// Nodes lie in the order of the page, each within its parent, and every text can be had.
fn check(tree: &Tree) {
    let root = tree.root();
    assert_eq!(tree.end(root), tree.len());
    let mut text = 0;
    for node in tree.descendants(root).chain([root]) {
        assert!(node.index() < tree.end(node) && tree.end(node) <= tree.len());
        if let Some(parent) = tree.parent(node) {
            assert!(parent.index() < node.index());
            assert!(tree.end(node) <= tree.end(parent));
            assert!(tree.contains(parent, node));
        } else {
            assert_eq!(node, root);
        }
        assert!(
            tree.children(node)
                .all(|child: NodeId| tree.parent(child) == Some(node))
        );
        text += tree.text(node).len();
        for (name, value) in tree.attrs(node) {
            assert!(tree.attr(node, name).is_some(), "{name}={value}");
        }
    }
    assert!(tree.text_content(root).len() <= text);
}
