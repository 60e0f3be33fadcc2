//! Any bytes make a tree in which every node stands where it says, and which is no larger than the limits; of what was
//! left out there is word.

#![no_main]

use khabar_page::{Limits, Oddity, Tag, Tree};
use libfuzzer_sys::fuzz_target;

/// Small, so that they are reached.
const LIMITS: Limits = Limits {
    bytes: 32 << 10,
    nodes: 1_000,
    text: 4 << 10,
    depth: 48,
    time: None,
};

fuzz_target!(|bytes: &[u8]| {
    let smaller = Limits {
        nodes: 20,
        text: 100,
        depth: 8,
        ..LIMITS
    };
    for limits in [LIMITS, smaller] {
        match khabar_page::read(bytes, None, &limits) {
            Ok(page) => check(&page.tree, &page.oddities, &limits),
            Err(_) => assert!(bytes.len() > limits.bytes),
        }
    }
});

/// Nodes lie in the order of the page, each within its parent, and every text can be had.
fn check(tree: &Tree, oddities: &[Oddity], limits: &Limits) {
    let root = tree.root();
    assert_eq!(tree.end(root), tree.len());
    // The document itself does not count.
    assert!(tree.len() <= limits.nodes + 1);
    let (mut text, mut deepest) = (0, 0);
    for node in tree.descendants(root).chain([root]) {
        assert!(node.index() < tree.end(node) && tree.end(node) <= tree.len());
        if let Some(parent) = tree.parent(node) {
            assert!(parent.index() < node.index());
            assert!(tree.end(node) <= tree.end(parent));
            assert!(tree.contains(parent, node));
        } else {
            assert_eq!(node, root);
        }
        deepest = deepest.max(tree.ancestors(node).count());
        assert!(
            tree.children(node)
                .all(|child| tree.parent(child) == Some(node))
        );
        text += tree.text(node).len();
        for (name, value) in tree.attrs(node) {
            assert!(tree.attr(node, name).is_some(), "{name}={value}");
        }
    }
    assert_eq!(tree.text_content(root).len(), text);
    // On top come the document, an element in which nothing is markup, and those a page may leave out of a table.
    assert!(deepest <= limits.depth + 5, "{deepest} deep");
    // Scripts do not count as text, and a NUL character becomes one of three bytes.
    let whole = oddities.iter().all(|oddity| *oddity != Oddity::TooMuchText);
    assert!(
        !whole || text <= 3 * limits.text || has_scripts(tree),
        "{text} bytes of text"
    );
}

fn has_scripts(tree: &Tree) -> bool {
    tree.descendants(tree.root())
        .any(|node| tree.tag(node) == Tag::SCRIPT)
}
