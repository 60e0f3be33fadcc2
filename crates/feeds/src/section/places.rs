//! Where on a page something stands, by the elements about it and by what they are called.

use std::sync::LazyLock;

use khabar_article::metadata::text as tidy;
use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::FxHashMap;

/// Where on a page something stands: several places at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place(u16);

impl Place {
    pub const NAV: Self = Self(1);
    pub const FOOTER: Self = Self(1 << 1);
    pub const HEADER: Self = Self(1 << 2);
    pub const ASIDE: Self = Self(1 << 3);
    pub const MAIN: Self = Self(1 << 4);
    pub const ARTICLE: Self = Self(1 << 5);
    pub const ADVERT: Self = Self(1 << 6);
    pub const BESIDE: Self = Self(1 << 7);
    pub const HEADING: Self = Self(1 << 8);

    /// Whether it is one of these.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Groups of the file of words.
static WORDS: LazyLock<FxHashMap<&'static str, Place>> = LazyLock::new(|| {
    let mut out = FxHashMap::default();
    let mut place = None;
    for line in include_str!("words.txt").lines().map(str::trim) {
        match line {
            "[nav]" => place = Some(Place::NAV),
            "[footer]" => place = Some(Place::FOOTER),
            "[advert]" => place = Some(Place::ADVERT),
            "[beside]" => place = Some(Place::BESIDE),
            "[headline]" => place = Some(Place::HEADING),
            word if word.is_empty() || word.starts_with('#') => {}
            word => {
                if let Some(place) = place {
                    out.insert(word, place);
                }
            }
        }
    }
    out
});

/// What the class names, id and role of an element say of its place.
fn named_place(tree: &Tree, node: NodeId) -> Place {
    let mut place = Place::default();
    for name in ["class", "id", "role"] {
        let Some(value) = tree.attr(node, name) else {
            continue;
        };
        let value = tidy::clip(value, 400);
        for word in value
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            let word = word.to_ascii_lowercase();
            place = place.and(WORDS.get(word.as_str()).copied().unwrap_or_default());
            // "blogtitle", but no "subtitle".
            if word.ends_with("title") && !word.starts_with("sub") {
                place = place.and(Place::HEADING);
            }
        }
    }
    place
}

/// Whether an element is a heading, or is called one.
pub fn is_headline(tree: &Tree, node: NodeId) -> bool {
    let tag = tree.tag(node);
    tag.heading_level().is_some()
        || (tag != Tag::TEXT && named_place(tree, node).has(Place::HEADING))
}

/// The place of every node, by its number.
pub fn places(tree: &Tree) -> Vec<Place> {
    let all = tree.len();
    let mut out: Vec<Place> = Vec::with_capacity(all);
    out.push(Place::default());
    for node in tree.descendants(tree.root()) {
        let above = tree
            .parent(node)
            .map(|parent| out[parent.index()])
            .unwrap_or_default();
        let own = match tree.tag(node) {
            Tag::TEXT => Place::default(),
            Tag::NAV | Tag::MENU => Place::NAV,
            Tag::FOOTER if !above.has(Place::ARTICLE) => Place::FOOTER,
            Tag::HEADER if !above.has(Place::ARTICLE.and(Place::MAIN)) => Place::HEADER,
            Tag::ASIDE => Place::ASIDE,
            Tag::MAIN => Place::MAIN,
            Tag::ARTICLE => Place::ARTICLE,
            tag if tag.heading_level().is_some() => Place::HEADING,
            _ => Place::default(),
        };
        // What holds most of the page is no part of it, whatever it is called.
        let is_part = (tree.end(node) - node.index()) * 2 < all
            && ![Tag::TEXT, Tag::BODY, Tag::MAIN, Tag::ARTICLE, Tag::A].contains(&tree.tag(node));
        let named = if is_part {
            named_place(tree, node)
        } else {
            Place::default()
        };
        // A class of headline marks an element, not all below it.
        let named = Place(named.0 & !Place::HEADING.0);
        out.push(above.and(own).and(named));
    }
    out
}
