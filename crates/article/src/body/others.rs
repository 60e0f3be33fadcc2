//! Headlines of other reports the page links to.

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::FxHashSet;

use super::assemble::texts;
use super::blocks::{Blocks, TextBlock, Within};
use super::elsewhere::leads_elsewhere;
use super::words::PageWords;
use crate::address::leads_to_a_page;
use crate::words;

/// A headline has at least this many words, or in scripts without spaces characters.
const FEWEST_WORDS: usize = 4;
/// And at most that many characters.
const LONGEST: usize = 200;
/// And at least that many.
const SHORTEST: usize = 16;
/// More than this many are not listed.
const MOST: usize = 100;

/// The texts of links outside the body that are long enough to be headlines; in order, without doubles.
pub fn find(tree: &Tree, page: &Blocks, words: &PageWords, kept: &[bool]) -> Vec<String> {
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut out = Vec::new();
    for (i, block) in page.blocks.iter().enumerate().filter(|(i, _)| !kept[*i]) {
        let within = page.containers[block.container as usize].within;
        let inside_link = within.0 & Within::LINK != 0;
        let linked = block.link_chars * 10 >= block.chars * 8 || inside_link;
        let elsewhere = [
            Tag::FOOTER,
            Tag::NAV,
            Tag::FORM,
            Tag::FIGCAPTION,
            Tag::BUTTON,
        ]
        .iter()
        .any(|&t| within.has(t));
        if elsewhere || !(linked || leads_elsewhere(page, block, words.of_block(i).len())) {
            continue;
        }
        let leads = |link| tree.attr(link, "href").is_some_and(leads_to_a_page);
        for (link, text) in link_texts(tree, block) {
            if is_headline(&text) && leads(link) && seen.insert(text.clone()) {
                out.push(text);
            }
        }
        if out.len() >= MOST {
            break;
        }
    }
    out.truncate(MOST);
    out
}

/// Whether the text of a link is long enough to be a headline, and no longer than one.
fn is_headline(text: &str) -> bool {
    let chars = text.chars().count();
    (SHORTEST..=LONGEST).contains(&chars) && words::count(text) >= FEWEST_WORDS
}

/// The links of a block with the text each has in it.
fn link_texts(tree: &Tree, block: &TextBlock) -> Vec<(NodeId, String)> {
    let mut out: Vec<(NodeId, String)> = Vec::new();
    for node in texts(tree, block).filter(|&n| tree.tag(n) == Tag::TEXT) {
        let Some(link) = tree
            .ancestors(node)
            .take(12)
            .find(|&n| tree.tag(n) == Tag::A)
        else {
            continue;
        };
        match out.last_mut() {
            Some((last, text)) if *last == link => text.push_str(tree.text(node)),
            _ => out.push((link, tree.text(node).to_owned())),
        }
    }
    for (_, text) in &mut out {
        *text = words::folded(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn linked_headlines_are_listed_once() {
        let html = "<p>The report itself stands here in full.</p><ul><li><a href=/a>Mayor opens the second bridge of the town</a>
            <li><a href=/a>Mayor opens the second bridge of the town</a><li><a href=#c>Jump to the comments of this page</a>
            <li><a href=/s>Sport</a></ul><p>Read also: <a href=/r>Ferry runs again after the long frost</a></p><nav><a href=/b>All the news of this day at a glance</a></nav>";
        let (tree, _) = parse(html, &Limits::default());
        let page = Blocks::cut(&tree);
        let words = PageWords::of(&page);
        let kept: Vec<bool> = (0..page.blocks.len()).map(|i| i == 0).collect();
        assert_eq!(
            find(&tree, &page, &words, &kept),
            [
                "Mayor opens the second bridge of the town",
                "Ferry runs again after the long frost"
            ]
        );
    }
}
