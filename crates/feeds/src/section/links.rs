//! The links of a page that may lead to reports of its site, each with what shows on the page of where it leads.

use std::collections::HashMap;
use std::sync::LazyLock;

use khabar_article::address::{canonical, key_of, leads_to_a_page};
use khabar_article::dates::{self, Moment};
use khabar_article::metadata::text as tidy;
use khabar_article::words;
use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use crate::date;
use crate::discover::is_same_site;
use crate::read::web_address;
use crate::shape::Shape;

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
    const HEADING: Self = Self(1 << 8);

    /// Whether it is one of these.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a page links to: one address, however many links lead there.
#[derive(Debug, Clone)]
pub struct Target {
    /// The address as first linked to.
    pub url: Url,
    /// The shape of it.
    pub shape: Shape,
    /// What the links call it.
    pub title: Option<String>,
    /// How many words that has; in scripts without spaces about half the characters.
    pub words: usize,
    /// The best place a link to it stands at.
    pub place: Place,
    /// Whether it is called so by a heading.
    pub heading: bool,
    /// Whether an image stands with it.
    pub image: bool,
    /// Whether a time stands with it.
    pub time: bool,
    /// That time.
    pub published: Option<Moment>,
    /// What stands under its headline.
    pub summary: Option<String>,
    /// Whether markup says it is a tag or an author.
    pub tag: bool,
    /// Whether all links to it stand in lists of short links.
    pub short_list: bool,
    /// Whether it is on another host than the page.
    pub other_host: bool,
    /// Whether linked data lists it, and as a report.
    pub listed: Option<bool>,
}

impl Target {
    /// One that nothing is known of yet.
    pub fn new(url: Url, page: &Url) -> Self {
        Self {
            shape: Shape::of(&url),
            other_host: url.host_str() != page.host_str(),
            url,
            title: None,
            words: 0,
            place: Place::default(),
            heading: false,
            image: false,
            time: false,
            published: None,
            summary: None,
            tag: false,
            short_list: false,
            listed: None,
        }
    }
}

/// Links beyond this many are not looked at.
const MOST_LINKS: usize = 20_000;
/// Characters of a headline; longer texts are teasers.
const LONGEST_HEADLINE: usize = 220;
/// A text that so many addresses are called by is the name of none: "Read more".
const COMMON: usize = 3;
/// Nodes of a card: a headline with its image, its time and its teaser.
const LARGEST_CARD: usize = 400;
/// How far above a link its card is looked for.
const HIGHEST_CARD: usize = 10;
/// Texts in a card that are looked at for a date have no more bytes than this.
const LONGEST_DATE_LINE: usize = 160;
/// Words of a link that is more than a name.
const FEW_WORDS: usize = 3;

/// A link as it stands on the page.
struct Anchor {
    node: NodeId,
    target: usize,
    /// What it calls its target, and whether as a heading.
    text: String,
    heading: bool,
}

/// The addresses that a page links to and that may be reports of its site, in the order of their first links.
pub fn targets(tree: &Tree, page: &Url, base: &Url, language: Option<&str>) -> Vec<Target> {
    let places = places(tree);
    let (mut targets, anchors) = anchors(tree, &places, page, base);
    let common = common_texts(&anchors);
    let lists = short_lists(tree, &anchors);
    let cards = cards(tree, &anchors);
    let mut long_list: Vec<bool> = vec![false; targets.len()];
    for (anchor, card) in anchors.iter().zip(&cards) {
        let target = &mut targets[anchor.target];
        let place = places[anchor.node.index()];
        if target.title.is_none() && target.words == 0 && target.place == Place::default() {
            target.place = place;
        } else if super::weigh::place(place) > super::weigh::place(target.place) {
            target.place = place;
        }
        target.tag |= tree.attr(anchor.node, "rel").is_some_and(|rel| {
            let mut rels = rel.split_ascii_whitespace();
            rels.any(|rel| {
                ["tag", "author", "category", "sponsored"]
                    .iter()
                    .any(|t| rel.eq_ignore_ascii_case(t))
            })
        });
        long_list[anchor.target] |= !lists.contains(&anchor.node);
        if !common.contains(anchor.text.as_str()) {
            call(target, &anchor.text, anchor.heading);
        }
        if let Some(card) = card {
            look_at(tree, *card, target, language);
        }
    }
    for (target, long) in targets.iter_mut().zip(long_list) {
        target.short_list = !long;
        if target.published.is_none() {
            target.published = target.shape.day();
        }
    }
    targets
}

/// Gives a target a name, unless it has a better one.
fn call(target: &mut Target, text: &str, heading: bool) {
    let words = word_count(text);
    // More than a word or two before all else, then headings; of names alike the first.
    let rank = |words: usize, heading: bool| (words >= FEW_WORDS, heading, words.min(FEW_WORDS));
    let better = rank(words, heading) > rank(target.words, target.heading);
    if better {
        target.title = Some(text.to_owned());
        target.words = words;
        target.heading = heading;
    }
}

/// The words of a text; of one without spaces half its characters.
fn word_count(text: &str) -> usize {
    let words = words::count(text);
    let parted = text.split_whitespace().count();
    if words > 3 * parted {
        words.div_ceil(2)
    } else {
        words
    }
}

/// Groups of the file of words.
static WORDS: LazyLock<HashMap<&'static str, Place>> = LazyLock::new(|| {
    let mut out = HashMap::new();
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
            let lower = word.to_ascii_lowercase();
            place = place.and(WORDS.get(lower.as_str()).copied().unwrap_or_default());
        }
    }
    place
}

/// The place of every node, by its number.
fn places(tree: &Tree) -> Vec<Place> {
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

fn anchors(tree: &Tree, places: &[Place], page: &Url, base: &Url) -> (Vec<Target>, Vec<Anchor>) {
    let mut targets: Vec<Target> = Vec::new();
    let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
    let mut anchors = Vec::new();
    let links = tree
        .descendants(tree.root())
        .filter(|&node| tree.tag(node) == Tag::A)
        .take(MOST_LINKS);
    for node in links {
        let Some(href) = tree.attr(node, "href").filter(|href| leads_to_a_page(href)) else {
            continue;
        };
        let Some(url) = web_address(href, Some(base)).filter(|url| may_be_report(url, page)) else {
            continue;
        };
        let Some(key) = key_of(&url) else { continue };
        let target = *by_key.entry(key).or_insert_with(|| {
            targets.push(Target::new(canonical(&url), page));
            targets.len() - 1
        });
        let (text, heading) = name(tree, node, places[node.index()].has(Place::HEADING));
        anchors.push(Anchor {
            node,
            target,
            text,
            heading,
        });
    }
    (targets, anchors)
}

/// Whether an address is of the site of `page` and neither that page nor one above it.
pub fn may_be_report(url: &Url, page: &Url) -> bool {
    if !is_same_site(url, page) {
        return false;
    }
    let bare = |url: &Url| url.path().trim_end_matches('/').to_owned();
    let (path, own) = (bare(url), bare(page));
    if url.host_str() == page.host_str() && url.query().is_none() {
        let is_above = own
            .strip_prefix(path.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        return !is_above;
    }
    !path.is_empty() || url.query().is_some()
}

/// What a link calls its target, and whether as a heading.
fn name(tree: &Tree, link: NodeId, in_heading: bool) -> (String, bool) {
    let marked = tree.descendants(link).take(LARGEST_CARD).find(|&node| {
        tree.tag(node).heading_level().is_some()
            || (tree.tag(node) != Tag::TEXT && named_place(tree, node).has(Place::HEADING))
    });
    if let Some(heading) = marked {
        let text = tidy::visible(tree, heading);
        if !text.is_empty() && text.chars().count() <= LONGEST_HEADLINE {
            return (text, true);
        }
    }
    let lines = tidy::visible_lines(tree, link);
    let is_name = |line: &&String| {
        let words = word_count(line);
        // "2 hours ago", "5 min read"
        let is_note = words <= 4 && line.starts_with(|c: char| c.is_numeric());
        words >= FEW_WORDS && !is_note && line.chars().count() <= LONGEST_HEADLINE
    };
    let line = lines
        .iter()
        .find(is_name)
        .or_else(|| lines.iter().max_by_key(|line| line.len()));
    let text = match line {
        Some(line) => line.clone(),
        None => ["aria-label", "title"]
            .iter()
            .find_map(|name| tree.attr(link, name))
            .map(tidy::plain)
            .unwrap_or_default(),
    };
    let text = if text.chars().count() > LONGEST_HEADLINE {
        let end = text
            .char_indices()
            .nth(LONGEST_HEADLINE)
            .map_or(text.len(), |(at, _)| at);
        format!("{}…", text[..end].trim_end())
    } else {
        text
    };
    let itself = named_place(tree, link).has(Place::HEADING);
    (text, in_heading || itself)
}

/// The texts that several addresses are called by.
fn common_texts(anchors: &[Anchor]) -> FxHashSet<&str> {
    let mut of_text: FxHashMap<&str, FxHashSet<usize>> = FxHashMap::default();
    for anchor in anchors {
        let targets = of_text.entry(&anchor.text).or_default();
        if targets.len() < COMMON {
            targets.insert(anchor.target);
        }
    }
    of_text
        .into_iter()
        .filter(|(_, targets)| targets.len() >= COMMON)
        .map(|(text, _)| text)
        .collect()
}

/// The links in lists whose links have a word or two each.
fn short_lists(tree: &Tree, anchors: &[Anchor]) -> FxHashSet<NodeId> {
    const FEWEST_LINKS: usize = 4;
    let list_of = |anchor: &Anchor| {
        let lists = [Tag::UL, Tag::OL, Tag::TR, Tag::P, Tag::DL, Tag::SELECT];
        tree.ancestors(anchor.node)
            .take(6)
            .find(|&node| lists.contains(&tree.tag(node)))
    };
    let mut in_list: FxHashMap<NodeId, Vec<&Anchor>> = FxHashMap::default();
    for anchor in anchors {
        if let Some(list) = list_of(anchor) {
            in_list.entry(list).or_default().push(anchor);
        }
    }
    let is_short = |links: &[&Anchor]| {
        let words: usize = links.iter().map(|link| word_count(&link.text)).sum();
        links.len() >= FEWEST_LINKS && words <= 2 * links.len()
    };
    in_list
        .values()
        .filter(|links| is_short(links))
        .flat_map(|links| links.iter().map(|link| link.node))
        .collect()
}

/// The card of each link: the highest element about it in which no other address has a name of some words.
fn cards(tree: &Tree, anchors: &[Anchor]) -> Vec<Option<NodeId>> {
    let is_named = |anchor: &Anchor| word_count(&anchor.text) >= FEW_WORDS;
    // Of each link the nearest named ones before and behind that lead elsewhere.
    let neighbours = |order: &mut dyn Iterator<Item = usize>| {
        let mut out = vec![None; anchors.len()];
        let (mut last, mut before): (Option<&Anchor>, Option<&Anchor>) = (None, None);
        for at in order {
            let anchor = &anchors[at];
            out[at] = match last {
                Some(last) if last.target != anchor.target => Some(last.node),
                _ => before.map(|before| before.node),
            };
            if is_named(anchor) {
                if last.is_some_and(|last| last.target != anchor.target) {
                    before = last;
                }
                last = Some(anchor);
            }
        }
        out
    };
    let before = neighbours(&mut (0..anchors.len()));
    let behind = neighbours(&mut (0..anchors.len()).rev());
    anchors
        .iter()
        .zip(before.iter().zip(&behind))
        .map(|(anchor, (before, behind))| {
            tree.ancestors(anchor.node)
                .take(HIGHEST_CARD)
                .take_while(|&node| {
                    tree.end(node) - node.index() <= LARGEST_CARD
                        && !before.is_some_and(|other| tree.contains(node, other))
                        && !behind.is_some_and(|other| tree.contains(node, other))
                        && ![Tag::BODY, Tag::MAIN, Tag::NAV].contains(&tree.tag(node))
                })
                .last()
        })
        .collect()
}

/// Takes from a card what it says of its target: an image, a time, a headline that is no link, a teaser.
fn look_at(tree: &Tree, card: NodeId, target: &mut Target, language: Option<&str>) {
    for node in tree.descendants(card) {
        let tag = tree.tag(node);
        match tag {
            Tag::IMG | Tag::PICTURE | Tag::VIDEO | Tag::AMP_IMG => target.image = true,
            Tag::TIME => {
                target.time = true;
                if target.published.is_none() {
                    let stated = tree
                        .attr(node, "datetime")
                        .and_then(|at| date::read(at, language));
                    target.published =
                        stated.or_else(|| date::read(&tidy::visible(tree, node), language));
                }
            }
            Tag::TEXT if target.published.is_none() => {
                let text = tree.text(node).trim();
                let may = text.len() <= LONGEST_DATE_LINE && text.chars().any(char::is_numeric);
                let is_title = target
                    .title
                    .as_deref()
                    .is_some_and(|title| title.contains(text));
                if may
                    && !is_title
                    && let Some((_, moment)) = dates::find(text, language).first()
                {
                    target.published = Some(*moment);
                    target.time = true;
                }
            }
            _ => {}
        }
        if !target.heading
            && (tag.heading_level().is_some()
                || (tag != Tag::TEXT && named_place(tree, node).has(Place::HEADING)))
        {
            let text = tidy::visible(tree, node);
            if text.chars().count() <= LONGEST_HEADLINE && word_count(&text) >= 2 {
                call(target, &text, true);
            }
        }
        if tag == Tag::P && target.summary.is_none() {
            let text = tidy::visible(tree, node);
            if word_count(&text) >= 8 && target.title.as_deref() != Some(text.as_str()) {
                target.summary = Some(text);
            }
        }
    }
}
