//! What stands around a visible date.

use khabar_page::{NodeId, Tag, Tree};

use super::words::names_aside;

/// Nodes of an entry of a list that may be no more than a link to another report.
const MOST_OF_TEASER: usize = 60;

/// Letters of a link that is longer than the names and sections that stand beside a report's own date.
const SHORTEST_HEADLINE: usize = 22;

/// Ancestors looked at to learn where an element stands.
const MOST_ANCESTORS: usize = 40;

/// Types of schema.org whose items stand on the page of a report and have dates of their own.
const PARTS: [&str; 14] = [
    "VideoObject",
    "ImageObject",
    "AudioObject",
    "MediaObject",
    "Comment",
    "UserComments",
    "Answer",
    "Review",
    "Rating",
    "AggregateRating",
    "Offer",
    "Event",
    "Person",
    "Organization",
];

/// What stands around a visible date.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is asked for on its own"
)]
pub struct Traits {
    /// In an aside, a footer, the navigation, or an element named for comments, related reports and the like.
    in_aside: bool,
    /// In something with a date of its own: what microdata calls a video or a comment, an entry of a list that leads to
    /// another report.
    pub in_part: bool,
    pub in_list: bool,
    pub in_link: bool,
    /// How many nodes it stands behind the headline; negative before it, `None` without a headline.
    pub from_headline: Option<i64>,
    /// Bytes of text beside the date in its text node.
    pub text_about: u16,
    /// Whether it is written so that day and month may be the other way round: "05/06/2024".
    pub is_ambiguous: bool,
    /// Whether it opens a text as a dateline does: "Rome, 6 May 2024 – ".
    pub is_dateline: bool,
}

impl Traits {
    /// Whether it stands apart from the report.
    pub fn is_apart(&self) -> bool {
        self.in_aside || self.in_part
    }
}

/// What stands around an element or text, and how far behind the headline it stands.
pub fn of(tree: &Tree, headline: Option<NodeId>, node: NodeId) -> Traits {
    let mut traits = Traits {
        from_headline: headline
            .map(|h| node.index().cast_signed() as i64 - h.index().cast_signed() as i64),
        ..Traits::default()
    };
    // The thing whose properties microdata here gives.
    let mut has_item = false;
    for up in std::iter::once(node)
        .chain(tree.ancestors(node))
        .take(MOST_ANCESTORS)
    {
        match tree.tag(up) {
            Tag::BODY | Tag::HTML => break,
            Tag::A => traits.in_link = true,
            _ => {}
        }
        // What holds the headline too is no aside, whatever it is called.
        if headline.is_some_and(|h| tree.contains(up, h)) {
            continue;
        }
        match tree.tag(up) {
            Tag::FOOTER | Tag::NAV | Tag::ASIDE => traits.in_aside = true,
            Tag::LI | Tag::TD => traits.in_list = true,
            _ => {}
        }
        traits.in_part |= tree.tag(up) == Tag::LI && is_teaser(tree, up);
        if !has_item && up != node && tree.attr(up, "itemscope").is_some() {
            has_item = true;
            traits.in_part |= tree.attr(up, "itemtype").is_some_and(is_part);
        }
        traits.in_aside = traits.in_aside
            || ["class", "id"]
                .iter()
                .any(|name| tree.attr(up, name).is_some_and(names_aside));
    }
    traits
}

/// Whether an entry of a list leads to another report: it holds little but a link of a headline's length.
fn is_teaser(tree: &Tree, entry: NodeId) -> bool {
    if tree.end(entry) - entry.index() > MOST_OF_TEASER {
        return false;
    }
    // Of each text only the head is looked at: an entry may hold any amount of it.
    let letters = |link| -> usize {
        tree.descendants(link)
            .map(|n| {
                let head = tree.text(n).chars().take(4 * SHORTEST_HEADLINE);
                head.filter(|c| !c.is_whitespace()).count()
            })
            .sum()
    };
    tree.descendants(entry)
        .filter(|&n| tree.tag(n) == Tag::A)
        .take(4)
        .any(|link| letters(link) >= SHORTEST_HEADLINE)
}

/// Whether an item of this type is a part of a page with dates of its own.
fn is_part(item_type: &str) -> bool {
    let name = item_type.rsplit('/').next().unwrap_or_default().trim();
    PARTS.contains(&name)
}

/// Whether a date is written in numbers of which either may be the month.
pub fn is_ambiguous(text: &str) -> bool {
    let text = text.trim();
    let parts = |sign| text.split(sign).map(str::trim);
    ['/', '-'].iter().any(|&sign| {
        let mut parts = parts(sign);
        let mut is_short = || {
            parts.next().is_some_and(|part| {
                (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            })
        };
        is_short() && is_short()
    })
}

/// Whether the date in `range` opens `text` as a dateline: behind a place at most, and set off from what follows.
pub fn is_dateline(text: &str, range: &std::ops::Range<usize>) -> bool {
    let before = text[..range.start].trim();
    let after = text[range.end..].trim_start();
    let is_place = before.split_whitespace().count() <= 4
        && (before.is_empty() || before.ends_with([',', '(', '/', ':', '-', '–', '—', '،', '，']));
    is_place && after.len() > 24 && after.starts_with([')', '-', '–', '—', ':', '|', '/', '.', '،'])
}
