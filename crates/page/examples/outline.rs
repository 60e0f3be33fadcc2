//! Prints the outline of a page's tree: `cargo run -p khabar-page --example outline -- PAGE.html`.

use khabar_page::{Limits, Tag, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let page = read(&std::fs::read(&path)?, None, &Limits::default())?;
        println!("{path}: {}, {:?}", page.encoding, page.oddities);
        let tree = &page.tree;
        for node in tree.descendants(tree.root()) {
            let indent = "  ".repeat(tree.ancestors(node).count());
            if tree.tag(node) == Tag::TEXT {
                println!("{indent}{:?}", tree.text(node));
            } else {
                let attrs = tree.attrs(node).collect::<Vec<_>>();
                println!("{indent}<{}> {attrs:?}", tree.name(node));
            }
        }
    }
    Ok(())
}
