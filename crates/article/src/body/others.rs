//! Headlines of other reports the page links to.

use std::collections::HashSet;

use khabar_page::{Tag, Tree};

use super::blocks::{Blocks, Within};
use super::words::PageWords;

/// A headline has at least this many words, or in scripts without spaces characters.
const FEWEST_WORDS: usize = 4;
/// And at most that many characters.
const LONGEST: u32 = 200;
/// More than this many are not listed.
const MOST: usize = 100;

/// The texts of blocks that were not kept, are links, and are long enough to be headlines; in order, without doubles.
pub fn find(tree: &Tree, page: &Blocks, words: &PageWords, kept: &[bool]) -> Vec<String> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut out = Vec::new();
    for (i, block) in page.blocks.iter().enumerate().filter(|(i, _)| !kept[*i]) {
        let within = page.containers[block.container as usize].within;
        let linked = block.link_chars * 10 >= block.chars * 8 || within.0 & Within::LINK != 0;
        let elsewhere = [
            Tag::FOOTER,
            Tag::NAV,
            Tag::FORM,
            Tag::FIGCAPTION,
            Tag::BUTTON,
        ]
        .iter()
        .any(|&t| within.has(t));
        let text = page.text(block);
        let long_enough =
            words.of_block(i).len() >= FEWEST_WORDS && block.chars >= 16 && block.chars <= LONGEST;
        if linked
            && !elsewhere
            && long_enough
            && leads_elsewhere(tree, page, i)
            && seen.insert(text)
        {
            out.push(text.to_owned());
            if out.len() == MOST {
                break;
            }
        }
    }
    out
}

/// Whether the link leads to a page, not to a place on this one, a mailbox or a script.
fn leads_elsewhere(tree: &Tree, page: &Blocks, block: usize) -> bool {
    let node = page.blocks[block].nodes.0;
    let link = tree
        .ancestors(node)
        .take(12)
        .find(|&n| tree.tag(n) == Tag::A);
    let Some(href) = link.and_then(|n| tree.attr(n, "href")) else {
        return false;
    };
    let path = href.trim();
    let scheme = ["#", "mailto:", "javascript:", "tel:", "whatsapp:"]
        .iter()
        .any(|s| path.starts_with(s));
    let share = [
        "facebook.com/share",
        "twitter.com/intent",
        "twitter.com/share",
        "t.me/share",
        "wa.me",
        "api.whatsapp",
        "linkedin.com/share",
        "pinterest.com/pin",
        "/login",
        "/subscribe",
    ]
    .iter()
    .any(|s| path.contains(s));
    !path.is_empty() && !scheme && !share
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn linked_headlines_are_listed_once() {
        let html = "<p>The report itself stands here in full.</p><ul><li><a href=/a>Mayor opens the second bridge of the town</a>
            <li><a href=/a>Mayor opens the second bridge of the town</a><li><a href=#c>Jump to the comments of this page</a>
            <li><a href=/s>Sport</a></ul><nav><a href=/b>All the news of this day at a glance</a></nav>";
        let (tree, _) = parse(html, &Limits::default());
        let page = Blocks::cut(&tree);
        let words = PageWords::of(&page);
        let kept: Vec<bool> = (0..page.blocks.len()).map(|i| i == 0).collect();
        assert_eq!(
            find(&tree, &page, &words, &kept),
            ["Mayor opens the second bridge of the town"]
        );
    }
}
