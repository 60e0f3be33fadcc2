//! What a site says among the paragraphs of a report in its own name: that something of others is held back, that the
//! rest is for members, and whatever else it says again and again.

use std::sync::LazyLock;

use khabar_page::Tag;
use rustc_hash::FxHashMap;

use super::blocks::{Blocks, TextBlock};
use super::words::PageWords;
use crate::metadata::text::key;
use crate::metadata::words::Finder;
use crate::verdict;

static EMBEDS: LazyLock<Finder> = LazyLock::new(|| Finder::of(include_str!("data/embeds.txt"), ""));

/// A notice has at most this many words.
const LONGEST: usize = 70;
/// That the rest is for members is said in at most this many.
const MEMBERS_ONLY: usize = 40;
/// A paragraph of a report has at least this many.
const RUNNING: usize = 15;
/// What stands in a report this many times is said by its template, from so many words on.
const AGAIN_AND_AGAIN: u32 = 3;
const TELLING: usize = 8;

/// Takes notices out of what is kept. `report` says whether the page calls itself one: goods and threads repeat
/// themselves.
pub fn drop(page: &Blocks, words: &PageWords, report: bool, kept: &mut [bool]) {
    let mut times: FxHashMap<&[u32], u32> = FxHashMap::default();
    for i in (0..kept.len()).filter(|&i| report && kept[i] && !is_listed(page, &page.blocks[i])) {
        *times.entry(words.of_block(i)).or_default() += 1;
    }
    for (i, kept) in kept.iter_mut().enumerate() {
        let own = words.of_block(i);
        let repeated = own.len() >= TELLING
            && !is_listed(page, &page.blocks[i])
            && times.get(own).is_some_and(|&n| n >= AGAIN_AND_AGAIN);
        let held_back = || own.len() <= LONGEST && EMBEDS.holds(&key(page.text(&page.blocks[i])));
        *kept = *kept && !repeated && !held_back();
    }
}

/// Takes out that the rest is for members, and what follows elsewhere on the page: there the report has ended.
///
/// A phrase alone tells nothing, as prose may hold it: the notice stands apart from a paragraph before it.
pub fn cut_at_members(page: &Blocks, words: &PageWords, kept: &mut [bool]) {
    let around = |i: usize| page.containers[page.blocks[i].container as usize].parent;
    let mut before = None;
    for i in (0..kept.len()).filter(|&i| kept[i]) {
        let count = words.of_block(i).len();
        if let Some(paragraph) = before
            && count <= MEMBERS_ONLY
            && around(i) != paragraph
            && verdict::is_for_members(&key(page.text(&page.blocks[i])))
        {
            // Many a page holds the whole report behind its notice, paragraph by paragraph as before.
            for (after, kept) in kept.iter_mut().enumerate().skip(i) {
                *kept &= around(after) == paragraph;
            }
            return;
        }
        if count >= RUNNING && !is_listed(page, &page.blocks[i]) {
            before = Some(around(i));
        }
    }
}

/// Whether a block stands in a list, a table, a quotation or code.
fn is_listed(page: &Blocks, block: &TextBlock) -> bool {
    let within = page.containers[block.container as usize].within;
    [
        Tag::TABLE,
        Tag::PRE,
        Tag::UL,
        Tag::OL,
        Tag::DL,
        Tag::BLOCKQUOTE,
    ]
    .into_iter()
    .any(|tag| within.has(tag))
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn left(html: &str, report: bool) -> Vec<String> {
        let (tree, _) = parse(html, &Limits::default());
        let page = Blocks::cut(&tree);
        let words = PageWords::of(&page);
        let mut kept = vec![true; page.blocks.len()];
        cut_at_members(&page, &words, &mut kept);
        drop(&page, &words, report, &mut kept);
        let blocks = page.blocks.iter().zip(kept).filter(|(_, kept)| *kept);
        blocks.map(|(b, _)| page.text(b).to_owned()).collect()
    }

    #[test]
    fn what_is_said_again_and_again_goes_from_reports() {
        let note = "<p>We hold this picture back until you say that you want it.</p>";
        let html = format!("{note}<p>The gull came.</p>{note}<p>It went.</p>{note}<p>It went.</p>");
        assert_eq!(
            left(&html, true),
            ["The gull came.", "It went.", "It went."]
        );
        assert_eq!(left(&html, false).len(), 6);
        let list = format!("<ul>{}</ul>", note.replace('p', "li").repeat(3));
        assert_eq!(left(&list, true).len(), 3);
    }

    #[test]
    fn what_is_held_back_is_not_of_the_report() {
        let html = "<p>The gull came.</p><div>Externer Inhalt nicht verfügbar</div>";
        assert_eq!(left(html, true), ["The gull came."]);
        let html = format!(
            "<p>To view this content, {}.</p>",
            "said the gull, ".repeat(30)
        );
        assert_eq!(left(&html, true).len(), 1);
    }

    #[test]
    fn a_report_ends_where_the_rest_is_for_members() {
        let text =
            "The gull came to the harbour at noon, took the hat and left by the way it had come.";
        let report = format!("<div><p>{text}</p>");
        let note = "<div><p>Already a subscriber? Sign in.</p></div>";
        let rail = "<div><p>The ferry was late again.</p></div>";
        assert_eq!(left(&format!("{report}</div>{note}{rail}"), true), [text]);
        let behind = format!("{report}{note}<p>It took a hat.</p></div>{rail}");
        assert_eq!(left(&behind, true), [text, "It took a hat."]);
        let said = "<p>“Subscribe to read on,” said the gull.</p>";
        let prose = format!("{report}{said}</div>{rail}");
        assert_eq!(left(&prose, true).len(), 3);
        assert_eq!(
            left(&format!("<h2>The gull</h2>{note}{rail}"), true).len(),
            3
        );
    }
}
