//! The links of a page that may lead to reports of its site, each with what shows on the page of where it leads.

use std::collections::hash_map::Entry;

use khabar_article::address::{canonical, key_of, leads_to_a_page};
use khabar_article::dates::Moment;
use khabar_article::metadata::text as tidy;
use khabar_article::words;
use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::cards::{LARGEST_CARD, cards, look_at};
use super::places::{Place, is_headline, places};
use super::weigh;
use crate::discover::is_same_site;
use crate::lengths::shortened;
use crate::read::web_address;
use crate::shape::Shape;

/// What a page links to: one address, however many links lead there.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sign that is weighed by itself"
)]
pub struct Target {
    /// The address as first linked to.
    pub url: Url,
    /// The shape of it.
    pub shape: Shape,
    /// What the links call it.
    pub title: Option<String>,
    /// How many words that has; in scripts without spaces about half the characters.
    pub words: usize,
    /// Whether links lead to it, rather than linked data alone.
    pub linked: bool,
    /// The best place a link to it stands at.
    pub place: Place,
    /// Whether it is called so by a heading.
    pub heading: bool,
    /// Whether an image stands with it.
    pub image: bool,
    /// Whether a time stands with it.
    pub time: bool,
    /// When it was published, as the page says.
    pub published: Option<Moment>,
    /// What stands under its headline.
    pub summary: Option<String>,
    /// Whether markup says it is a tag or an author.
    pub tag: bool,
    /// Whether a link to it stands outside lists of short links.
    pub outside_lists: bool,
    /// Whether a link to it stands outside running text.
    pub outside_text: bool,
    /// Whether it is on another host than the page.
    pub other_host: bool,
    /// Whether linked data lists it, and as a report.
    pub listed: Option<bool>,
}

impl Target {
    /// One that nothing is known of yet.
    fn new(url: Url, page: &Url) -> Self {
        Self {
            shape: Shape::of(&url),
            other_host: url.host_str() != page.host_str(),
            url,
            title: None,
            words: 0,
            linked: false,
            place: Place::default(),
            heading: false,
            image: false,
            time: false,
            published: None,
            summary: None,
            tag: false,
            outside_lists: false,
            outside_text: false,
            listed: None,
        }
    }
}

/// Links beyond this many are not looked at.
const MOST_LINKS: usize = 20_000;
/// Characters of a headline; longer texts are teasers.
pub const LONGEST_HEADLINE: usize = 220;
/// A text that so many addresses are called by is the name of none: "Read more".
const COMMON: usize = 3;
/// Words of a link that is more than a name.
pub const FEW_WORDS: usize = 3;

/// A link as it stands on the page.
pub struct Anchor {
    /// The link.
    pub node: NodeId,
    /// The number of its target.
    pub target: usize,
    /// What it calls that.
    pub text: String,
    /// Whether it does as a heading.
    pub heading: bool,
}

/// What a page leads to, each address once, in the order of their first links.
#[derive(Default)]
pub struct Targets {
    /// They themselves.
    pub all: Vec<Target>,
    by_key: FxHashMap<String, usize>,
}

impl Targets {
    /// The number of what an address leads to, which is put in where it is new; `None` where that can be no report of the site
    /// of `page`.
    pub fn number(&mut self, url: &Url, page: &Url) -> Option<usize> {
        if !may_be_report(url, page) {
            return None;
        }
        match self.by_key.entry(key_of(url)?) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(new) => {
                let target = Target::new(canonical(url), page);
                if target.shape.is_file() {
                    return None;
                }
                self.all.push(target);
                Some(*new.insert(self.all.len() - 1))
            }
        }
    }
}

/// What a page links to and what may be reports of its site.
pub fn targets(tree: &Tree, page: &Url, base: &Url, language: Option<&str>) -> Targets {
    let places = places(tree);
    let (mut targets, anchors) = anchors(tree, &places, page, base);
    let common = common_texts(&anchors);
    let lists = short_lists(tree, &anchors);
    let cards = cards(tree, &anchors, &targets.all);
    for (anchor, card) in anchors.iter().zip(&cards) {
        let target = &mut targets.all[anchor.target];
        let place = places[anchor.node.index()];
        if !target.linked || weigh::place(place) > weigh::place(target.place) {
            target.place = place;
        }
        target.linked = true;
        target.tag |= tree.attr(anchor.node, "rel").is_some_and(|rel| {
            let mut rels = rel.split_ascii_whitespace();
            rels.any(|rel| {
                ["tag", "author", "category", "sponsored"]
                    .iter()
                    .any(|t| rel.eq_ignore_ascii_case(t))
            })
        });
        target.outside_lists |= !lists.contains(&anchor.node);
        if !anchor.heading && is_inline(tree, anchor) {
            continue;
        }
        target.outside_text = true;
        if !common.contains(&without_numbers(&anchor.text)) {
            call(target, &anchor.text, anchor.heading);
        }
        if let Some(card) = card {
            look_at(tree, *card, target, language);
        }
    }
    targets
}

/// Gives a target a name, unless it has a better one.
pub fn call(target: &mut Target, text: &str, heading: bool) {
    let words = word_count(text);
    // More than a word or two before all else, then headings; of names alike the first.
    let rank = |words: usize, heading: bool| (words >= FEW_WORDS, heading, words.min(FEW_WORDS));
    let is_better = rank(words, heading) > rank(target.words, target.heading);
    if words > 0 && is_better {
        target.title = Some(text.to_owned());
        target.words = words;
        target.heading = heading;
    }
}

/// The words of a text; of one without spaces half its characters.
pub fn word_count(text: &str) -> usize {
    let words = words::count(text);
    let parted = text.split_whitespace().count();
    if words > 3 * parted {
        words.div_ceil(2)
    } else {
        words
    }
}

fn anchors(tree: &Tree, places: &[Place], page: &Url, base: &Url) -> (Targets, Vec<Anchor>) {
    let mut targets = Targets::default();
    let mut anchors = Vec::new();
    let links = tree
        .descendants(tree.root())
        .filter(|&node| tree.tag(node) == Tag::A)
        .take(MOST_LINKS);
    for node in links {
        let Some(href) = tree.attr(node, "href").filter(|href| leads_to_a_page(href)) else {
            continue;
        };
        let url = web_address(href, Some(base));
        let Some(target) = url.and_then(|url| targets.number(&url, page)) else {
            continue;
        };
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

/// Whether an address is of the site of `page`, and neither that page nor one above it.
fn may_be_report(url: &Url, page: &Url) -> bool {
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
    let mut below = tree.descendants(link).take(LARGEST_CARD);
    let marked = below.find(|&node| is_headline(tree, node));
    if let Some(heading) = marked {
        let text = tidy::visible(tree, heading);
        if !text.is_empty() && text.chars().count() <= LONGEST_HEADLINE {
            return (text, true);
        }
    }
    let shown = tidy::visible_lines(tree, link);
    let is_name = |text: &&String| {
        let words = word_count(text);
        // "2 hours ago", "5 min read"
        let is_note = words <= 4 && text.starts_with(|c: char| c.is_numeric());
        words >= FEW_WORDS && !is_note && text.chars().count() <= LONGEST_HEADLINE
    };
    let longest = || shown.iter().max_by_key(|text| text.len());
    let text = shown.iter().find(is_name).or_else(longest).cloned();
    let text = text.unwrap_or_else(|| {
        let labels = ["aria-label", "title"];
        let mut labels = labels.iter().filter_map(|name| tree.attr(link, name));
        labels.next().map(tidy::plain).unwrap_or_default()
    });
    let text = match text.char_indices().nth(LONGEST_HEADLINE).map(|(at, _)| at) {
        Some(bytes) => shortened(text, bytes),
        None => text,
    };
    (text, in_heading || is_headline(tree, link))
}

/// Whether a link stands in running text: words of the same paragraph come before it.
fn is_inline(tree: &Tree, anchor: &Anchor) -> bool {
    const FEWEST_WORDS: usize = 4;
    let paragraph = tree
        .ancestors(anchor.node)
        .take(4)
        .find(|&node| tree.tag(node) == Tag::P);
    paragraph.is_some_and(|paragraph| {
        let before: String = tree
            .descendants(paragraph)
            .take_while(|&node| node != anchor.node)
            .take(LARGEST_CARD)
            .map(|node| tree.text(node))
            .collect();
        word_count(&before) >= FEWEST_WORDS
    })
}

/// A text without its numbers: "12 comments" and "7 comments" are one.
fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric()).collect()
}

/// The texts, without their numbers, that several addresses are called by.
fn common_texts(anchors: &[Anchor]) -> FxHashSet<String> {
    let mut of_text: FxHashMap<String, FxHashSet<usize>> = FxHashMap::default();
    for anchor in anchors {
        let targets = of_text.entry(without_numbers(&anchor.text)).or_default();
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
