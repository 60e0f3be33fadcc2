//! Rules that need no judge: what is never of a body, and what belongs to what was kept.

use std::collections::HashSet;
use std::sync::LazyLock;

use khabar_page::{NodeId, Tag, Tree};

use super::blocks::{Blocks, Container, TextBlock, Within};
use super::words::PageWords;
use rustc_hash::FxHashSet;

use crate::metadata::text::key;
use crate::metadata::words::grouped;

/// The words by their length.
static OVERLAYS: LazyLock<Vec<Vec<&[u8]>>> = LazyLock::new(|| {
    let mut words = Vec::new();
    for (_, word) in grouped(include_str!("data/overlays.txt")) {
        if words.len() <= word.len() {
            words.resize_with(word.len() + 1, Vec::new);
        }
        words[word.len()].push(word.as_bytes());
    }
    words
});
static LABELS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    grouped(include_str!("data/labels.txt"))
        .map(|(_, l)| key(l))
        .collect()
});

/// Whether an element is a window over the page, by its role or the words of its class and id.
pub fn is_overlay(tree: &Tree, node: NodeId, tag: Tag) -> bool {
    // The page itself may say in its class that a window is open over it.
    if matches!(tag, Tag::HTML | Tag::BODY | Tag::MAIN | Tag::ARTICLE) {
        return false;
    }
    tag == Tag::DIALOG
        || tree.attrs(node).any(|(name, value)| match name {
            "role" => matches!(value, "dialog" | "alertdialog"),
            "aria-modal" => value == "true",
            "class" | "id" => {
                let mut names = value.split_ascii_whitespace().take(12).map(str::as_bytes);
                names.any(|name| {
                    let mut words = name.split(|b| matches!(b, b'-' | b'_'));
                    is_overlay_word(name) || words.any(is_overlay_word)
                })
            }
            _ => false,
        })
}

fn is_overlay_word(word: &[u8]) -> bool {
    let words = OVERLAYS.get(word.len());
    words.is_some_and(|words| words.iter().any(|w| w.eq_ignore_ascii_case(word)))
}

/// With fewer words of running text than this behind it, a window is all there is of the page.
const LITTLE: usize = 40;
/// A block of running text has at least this many words.
const RUNNING: usize = 15;

/// Marks the blocks that stand in windows over the page, unless there is no page behind them.
pub fn overlaid(page: &Blocks, words: &PageWords) -> Vec<bool> {
    let over = |block: &TextBlock| {
        page.containers[block.container as usize].within.0 & Within::OVERLAY != 0
    };
    let marked: Vec<bool> = page.blocks.iter().map(over).collect();
    let behind: usize = (0..marked.len())
        .filter(|&i| !marked[i])
        .map(|i| words.of_block(i).len())
        .filter(|&n| n >= RUNNING)
        .sum();
    if behind < LITTLE {
        vec![false; marked.len()]
    } else {
        marked
    }
}

/// What is hidden is for a script to unfold where it is more than one such part of what shows.
const UNFOLDS: u32 = 10;

/// Takes out what nobody sees when the page opens, where it is little beside what shows: answers, tabs and whole reports
/// are hidden too, for a script to unfold.
pub fn drop_hidden(page: &Blocks, counts: &[u32], kept: &mut [bool]) {
    let hidden = |block: &TextBlock| {
        page.containers[block.container as usize].within.0 & Within::UNSEEN != 0
    };
    let (mut shown, mut not_shown) = (0, 0);
    for (i, block) in page.blocks.iter().enumerate().filter(|(i, _)| kept[*i]) {
        *(if hidden(block) {
            &mut not_shown
        } else {
            &mut shown
        }) += counts[i];
    }
    if shown < LITTLE as u32 || not_shown * UNFOLDS > shown {
        return;
    }
    for (kept, block) in kept.iter_mut().zip(&page.blocks) {
        *kept = *kept && !hidden(block);
    }
}

/// A paragraph of at least this many words is text.
const TEXT: usize = 5;

/// Keeps a paragraph that was judged out between two that were kept, where all three are of one make in one container:
/// a template does not set its furniture as it sets its paragraphs.
pub fn fill_gaps(
    page: &Blocks,
    words: &PageWords,
    makes: &[u32],
    overlaid: &[bool],
    kept: &mut [bool],
) {
    let make = |i: usize| {
        let container = &page.containers[page.blocks[i].container as usize];
        (
            container.parent,
            container.tag,
            makes[page.blocks[i].container as usize],
        )
    };
    let plain = |i: usize| {
        let block = &page.blocks[i];
        words.of_block(i).len() >= TEXT
            && block.links == 0
            && !overlaid[i]
            && block.strong_chars * 2 < block.chars
    };
    for i in 1..kept.len().saturating_sub(1) {
        let fits = make(i).1 == Tag::P
            && kept[i - 1]
            && kept[i + 1]
            && make(i - 1) == make(i)
            && make(i + 1) == make(i);
        if !kept[i] && fits && plain(i) {
            kept[i] = true;
        }
    }
}

/// Cells of data are short; longer ones, in characters on average, are text laid out with a table.
const DATA_CELL: u32 = 120;

/// Keeps tables of data whole, known by their header cells: where more than half of a table's words were kept, its other cells are kept too.
pub fn complete_tables(page: &Blocks, words: &PageWords, overlaid: &[bool], kept: &mut [bool]) {
    let tables = page
        .containers
        .iter()
        .filter(|c| c.tag == Tag::TABLE && c.blocks.1 - c.blocks.0 >= 4);
    for table in tables {
        // Containers stand in document order, so those inside follow the table until one is no deeper than it.
        let first = page.containers.partition_point(|c| c.node <= table.node);
        let inside = |c: &&Container| c.depth > table.depth;
        if !page.containers[first..]
            .iter()
            .take_while(inside)
            .any(|c| c.tag == Tag::TH)
        {
            continue;
        }
        let range = table.blocks.0 as usize..table.blocks.1 as usize;
        let chars: u32 = page.blocks[range.clone()].iter().map(|b| b.chars).sum();
        let (mut all, mut taken) = (0, 0);
        for i in range.clone() {
            let count = words.of_block(i).len();
            all += count;
            taken += if kept[i] { count } else { 0 };
        }
        if taken * 2 > all && chars < DATA_CELL * range.len() as u32 {
            for i in range.filter(|&i| !overlaid[i]) {
                kept[i] = true;
            }
        }
    }
}

/// What says whose a quotation is has at most this many characters.
const ATTRIBUTION: u32 = 150;

/// Keeps a quotation set apart between two kept paragraphs of the same container, unless it links elsewhere, as posts
/// shown in a report do; and with a kept quotation the caption that says whose it is.
pub fn keep_quotations(page: &Blocks, overlaid: &[bool], kept: &mut [bool]) {
    let mut captioned = FxHashSet::default();
    for quote in page
        .containers
        .iter()
        .filter(|c| c.tag == Tag::BLOCKQUOTE && c.blocks.0 < c.blocks.1)
    {
        let range = quote.blocks.0 as usize..quote.blocks.1 as usize;
        let beside = |at: usize| {
            let container = page
                .blocks
                .get(at)
                .map(|b| &page.containers[b.container as usize]);
            kept.get(at) == Some(&true) && container.is_some_and(|c| c.parent == quote.parent)
        };
        let set_apart = range.start > 0 && beside(range.start - 1) && beside(range.end);
        if set_apart
            && range
                .clone()
                .all(|i| page.blocks[i].links == 0 && !overlaid[i])
        {
            kept[range.clone()].fill(true);
        }
        // What captions a kept quotation says whose it is.
        let figure = &page.containers[quote.parent as usize];
        let captions = |block: &TextBlock| {
            let mut around = page.around(block).map(|(_, c)| c);
            block.links == 0
                && block.chars <= ATTRIBUTION
                && around.any(|c| c.tag == Tag::FIGCAPTION && c.parent == quote.parent)
        };
        if figure.tag == Tag::FIGURE
            && kept[range.clone()].iter().all(|&k| k)
            && captioned.insert(quote.parent)
        {
            for i in range.end..figure.blocks.1 as usize {
                kept[i] |= !overlaid[i] && captions(&page.blocks[i]);
            }
        }
    }
}

/// Whether a text is a time of day and no more, as updates of live pages are headed: "18.30", "12:15 pm".
fn is_clock(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let parted = text
        .chars()
        .zip(text.chars().skip(1))
        .any(|(a, b)| a.is_numeric() && matches!(b, ':' | '.'));
    parted
        && (3..=6).contains(&digits)
        && letters <= 8
        && text.chars().count() <= 16
        && text.starts_with(char::is_numeric)
        && text.split_whitespace().count() <= 2
}

/// Whether a block is a label of the template, a time, or an address that was never meant to be shown.
pub fn is_label(page: &Blocks, block: &TextBlock) -> bool {
    let text = page.text(block);
    let bare_address = block.links == 0 && text.starts_with("http") && !text.contains(' ');
    bare_address || is_clock(text) || (block.chars < 60 && LABELS.contains(&key(text)))
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn windows_over_the_page_are_known() {
        let over = |html: &str| {
            let (tree, _) = parse(html, &Limits::default());
            let page = Blocks::cut(&tree);
            overlaid(&page, &PageWords::of(&page))
        };
        let report = "<p>The report behind the window is long enough to be a report: the mayor opened the bridge, the band played, \
            the children were let off school for the day, and nobody fell into the river this time, as had been feared.</p>";
        assert_eq!(
            over(&format!(
                "{report}<div class='x modal-window'><p>Rules of debate</p></div>"
            )),
            [false, true]
        );
        assert_eq!(
            over(&format!(
                "<div id=onetrust-banner-sdk>Cookies</div>{report}"
            )),
            [true, false]
        );
        assert_eq!(
            over(&format!("<div class=modal>{report}</div><p>Home</p>")),
            [false, false]
        );
        assert_eq!(
            over(&format!("{report}<p class=cookieless>x</p>")),
            [false, false]
        );
    }

    #[test]
    fn what_nobody_sees_goes_unless_it_is_most_of_the_page() {
        let kept = |html: &str| {
            let (tree, _) = parse(html, &Limits::default());
            let page = Blocks::cut(&tree);
            let words = PageWords::of(&page);
            let counts: Vec<u32> = (0..page.blocks.len())
                .map(|i| words.of_block(i).len() as u32)
                .collect();
            let mut kept = vec![true; counts.len()];
            drop_hidden(&page, &counts, &mut kept);
            kept
        };
        let report = format!("<p>{}</p>", "The bridge opened today. ".repeat(20));
        assert_eq!(
            kept(&format!(
                "{report}<p style='display: none'>cheap ferry</p><p hidden>x</p>"
            )),
            [true, false, false]
        );
        assert_eq!(
            kept(&format!(
                "{report}<p style='position:absolute; left:-9999px'>cheap ferry"
            )),
            [true, false]
        );
        // What is only not read out is shown.
        assert_eq!(
            kept(&format!("{report}<p aria-hidden=true>Seen.")),
            [true, true]
        );
        assert_eq!(
            kept(&format!("<p>Short.</p><div hidden>{report}</div>")),
            [true, true]
        );
    }

    #[test]
    fn labels_are_whole_blocks() {
        let label = |html: &str| {
            let (tree, _) = parse(html, &Limits::default());
            let page = Blocks::cut(&tree);
            is_label(&page, &page.blocks[0])
        };
        assert!(
            label("<p>- Advertisement -")
                && label("<p>إعلان")
                && label("<span>https://x.example/a.jpg</span>")
        );
        assert!(
            !label("<p>Advertisement is an art.") && !label("<p><a href=x>https://x.example/</a>")
        );
    }
}
