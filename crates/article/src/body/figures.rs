//! The images that stand in the body, with caption and credit.

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::FxHashSet;

use super::blocks::{Blocks, TextBlock};
use crate::article::Image;
use crate::words::folded;

/// An image and the place it stands in.
#[derive(Debug)]
pub struct Figure {
    /// The element, for its place among the blocks.
    pub node: NodeId,
    /// The image; its address as the markup gives it. The caption still has the credit in it.
    pub image: Image,
    /// The element that holds the caption.
    pub caption_in: Option<NodeId>,
}

/// More images than this are a gallery; the first ones are kept.
const MOST: usize = 100;
/// Narrower or lower than this, in CSS pixels, an image is an icon.
const ICON: u32 = 90;

/// Images between the first and the last kept block that are set among kept text, in order.
///
/// An image belongs to the body where an element not far above it also holds a kept block and nothing around it is
/// navigation; pictures of teasers stand in containers of their own, with text that was not kept.
pub fn find(tree: &Tree, page: &Blocks, kept: &[bool]) -> Vec<Figure> {
    // Kept blocks before each, so that asking for a range costs two look-ups.
    let mut sums = vec![0_u32];
    sums.extend(kept.iter().scan(0, |sum, &k| {
        *sum += u32::from(k);
        Some(*sum)
    }));
    let is_kept = |(from, to): (u32, u32)| sums[to as usize] > sums[from as usize];
    let first = kept.iter().position(|&k| k).map(|i| page.blocks[i].nodes.0);
    let last = kept
        .iter()
        .rposition(|&k| k)
        .map(|i| page.blocks[i].nodes.1);
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let mut out: Vec<Figure> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut container = 0;
    for node in tree.descendants(tree.root()) {
        // Containers are in document order too: the innermost that holds the node is among those begun last.
        while page
            .containers
            .get(container + 1)
            .is_some_and(|c| c.node <= node)
        {
            container += 1;
        }
        if node > last || out.len() == MOST {
            break;
        }
        if !matches!(tree.tag(node), Tag::IMG | Tag::AMP_IMG) {
            continue;
        }
        let holders: Vec<_> = std::iter::successors(Some(container), |&c| {
            let parent = page.containers[c].parent as usize;
            (parent != c).then_some(parent)
        })
        .filter(|&c| tree.contains(page.containers[c].node, node))
        .take(5)
        .map(|c| &page.containers[c])
        .collect();
        let Some(nearest) = holders.first() else {
            continue;
        };
        let aside = [Tag::NAV, Tag::ASIDE, Tag::FOOTER, Tag::FORM, Tag::BUTTON]
            .iter()
            .any(|&t| nearest.within.has(t));
        // A lead image stands right before the text, so it has to be found near the first block; others inside.
        let reach = if node < first { 3 } else { 4 };
        let among = holders.iter().take(reach).any(|c| is_kept(c.blocks));
        // Where the nearest element with text holds only text that was not kept, that text is a teaser's or a caption.
        let figure = tree
            .ancestors(node)
            .take(6)
            .find(|&n| tree.tag(n) == Tag::FIGURE);
        let teaser = figure.is_none()
            && holders
                .iter()
                .find(|c| c.blocks.0 < c.blocks.1)
                .is_some_and(|c| !is_kept(c.blocks) && c.blocks.1 - c.blocks.0 < 6);
        if aside || !among || teaser || is_icon(tree, node) {
            continue;
        }
        let Some(url) = address(tree, node) else {
            continue;
        };
        if !seen.insert(url.clone()) {
            continue;
        }
        let caption_in = figure.and_then(|f| {
            tree.descendants(f)
                .find(|&n| tree.tag(n) == Tag::FIGCAPTION)
        });
        let (caption, credit) = caption_in.map_or((None, None), |n| caption_and_credit(tree, n));
        let alt = tree.attr(node, "alt").map(folded).filter(|a| !a.is_empty());
        out.push(Figure {
            node,
            image: Image {
                url,
                caption,
                credit,
                alt,
            },
            caption_in,
        });
    }
    out
}

/// Marks the blocks that are captions of the figures.
pub fn captions(page: &Blocks, figures: &[Figure]) -> Vec<bool> {
    let captions: FxHashSet<NodeId> = figures.iter().filter_map(|f| f.caption_in).collect();
    let is_caption =
        |block: &TextBlock| page.around(block).any(|(_, c)| captions.contains(&c.node));
    page.blocks
        .iter()
        .map(|block| !captions.is_empty() && is_caption(block))
        .collect()
}

/// The text of a caption and, where an element of its own holds it, that of the credit.
fn caption_and_credit(tree: &Tree, caption: NodeId) -> (Option<String>, Option<String>) {
    let names_credit = |n: NodeId| {
        tree.attrs(n).any(|(name, value)| {
            let value = value.to_ascii_lowercase();
            matches!(name, "class" | "itemprop")
                && ["credit", "copyright", "source", "photographer", "author"]
                    .iter()
                    .any(|w| value.contains(w))
        })
    };
    let credit = tree.descendants(caption).find(|&n| names_credit(n));
    let text_of = |inside: &dyn Fn(NodeId) -> bool| {
        // Parts of a caption stand in elements of their own without a space between.
        let parts: Vec<&str> = tree
            .descendants(caption)
            .filter(|&n| inside(n))
            .map(|n| tree.text(n))
            .collect();
        Some(folded(&parts.join(" "))).filter(|t| !t.is_empty())
    };
    let within = |n: NodeId| credit.is_some_and(|c| tree.contains(c, n));
    match text_of(&|n| !within(n)) {
        Some(words) => (Some(words), text_of(&within)),
        // All of it is called a credit: then which part is one is for the words to tell.
        None => (text_of(&|_| true), None),
    }
}

fn is_icon(tree: &Tree, node: NodeId) -> bool {
    let small = |name| {
        tree.attr(node, name)
            .and_then(|v| v.trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|v| v < ICON)
    };
    small("width")
        || small("height")
        || tree
            .attr(node, "class")
            .is_some_and(|c| c.contains("icon") || c.contains("avatar") || c.contains("logo"))
}

/// Where the image really is: lazy pages keep it in another attribute and a placeholder in `src`.
fn address(tree: &Tree, node: NodeId) -> Option<String> {
    const LAZY: [&str; 7] = [
        "data-src",
        "data-lazy-src",
        "data-original",
        "data-lazy",
        "data-image",
        "data-url",
        "data-hi-res-src",
    ];
    let usable =
        |url: &&str| !url.is_empty() && !url.starts_with("data:") && !url.starts_with("blob:");
    let from_set = |name: &str| {
        let largest = tree
            .attr(node, name)?
            .split(", ")
            .last()?
            .split_whitespace()
            .next()?;
        Some(largest)
    };
    LAZY.iter()
        .find_map(|name| tree.attr(node, name).map(str::trim).filter(usable))
        .or_else(|| tree.attr(node, "src").map(str::trim).filter(usable))
        .or_else(|| from_set("data-srcset").filter(usable))
        .or_else(|| from_set("srcset").filter(usable))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn images_of_the_text_are_found_and_teasers_left() {
        let html = "<nav><img src=n.png></nav><article><figure><img data-src=lead.jpg src='data:x'><figcaption>The  bridge</figcaption></figure>
            <p>First.</p><p><img src=in.jpg width=600 alt=Inside></p><p><img src=dot.gif width=1></p><p>Second.</p></article>
            <div><a><img src=teaser.jpg></a><p>Other</p></div>";
        let (tree, _) = parse(html, &Limits::default());
        let page = Blocks::cut(&tree);
        let kept: Vec<bool> = page
            .blocks
            .iter()
            .map(|b| ["First.", "Second."].contains(&page.text(b)))
            .collect();
        let figures = find(&tree, &page, &kept);
        let urls: Vec<_> = figures.iter().map(|f| f.image.url.as_str()).collect();
        assert_eq!(urls, ["lead.jpg", "in.jpg"]);
        assert_eq!(figures[0].image.caption.as_deref(), Some("The bridge"));
    }
}
