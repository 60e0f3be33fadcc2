//! What is known of a page as a whole: some numbers, and the names it is called by.
//!
//! Nothing here depends on which blocks were judged to be its body, nor on the language of its text.

use std::hash::Hasher;

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::{FxHashMap, FxHasher};

use crate::body::tokens;
use crate::metadata::clues::{Clues, Hint};
use crate::metadata::json_ld;
use crate::words::solid_chars;

/// What the numbers are, in their order.
pub const NAMES: &[&str] = &[
    "chars",
    "chars_in_links",
    "chars_in_paragraphs",
    "chars_in_items",
    "chars_in_cells",
    "chars_in_code",
    "chars_in_edges",
    "chars_in_long_texts",
    "chars_a_long_text",
    "long_texts",
    "links",
    "chars_a_link",
    "links_below",
    "paragraphs",
    "items",
    "cells",
    "tables",
    "definitions",
    "h1",
    "h2",
    "h3",
    "h4",
    "headings_with_links",
    "codes",
    "forms",
    "inputs",
    "selects",
    "options",
    "buttons",
    "text_areas",
    "images",
    "images_in_links",
    "players",
    "times",
    "quotations",
    "articles",
    "sections",
    "prices",
    "numbered",
    "most_alike",
    "alike_items",
    "path_depth",
    "path_end_chars",
    "path_end_hyphens",
    "path_digits",
    "path_has_year",
    "has_query",
    "title_chars",
    "h1_chars",
    "linked_data",
    "item_props",
    "bylines",
    "dates",
    "breadcrumbs",
    "published_meta",
    "author_meta",
];

/// A text of at least this many characters is long: a sentence or more.
const LONG: usize = 120;
/// Texts with more bytes than this are no price.
const LONGEST_PRICE: usize = 40;
/// Names beyond this number are not looked at.
const MOST_NAMES: usize = 6_000;

/// What is known of one page.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// One number for each of [`NAMES`].
    pub numbers: Vec<f32>,
    /// Hashes of names, sorted, each once.
    pub names: Vec<u32>,
}

/// Gathers what is known of a page in one pass over it. `url` is its address; without one, that which the page gives.
pub fn read(tree: &Tree, clues: &Clues<'_>, url: Option<&str>) -> Features {
    let path = Path::of(clues.address(url).unwrap_or_default());
    let mut census = Census::default();
    census.take(tree, &path);
    let mut names = std::mem::take(&mut census.names);
    path.names(&mut names);
    declared(tree, clues, &mut names);
    names.sort_unstable();
    names.dedup();
    Features {
        numbers: census.numbers(tree, clues, &path),
        names,
    }
}

/// Types and tools the page names, and the words of its title.
fn declared(tree: &Tree, clues: &Clues<'_>, names: &mut Vec<u32>) {
    let mut give = |hash| names.push(hash);
    for node in clues.json_ld.nodes().iter().take(40) {
        json_ld::types(node).for_each(|kind| tokens::name('L', kind, &mut give));
    }
    for (_, kind) in clues.item_types.iter().take(40) {
        let kind = kind.trim_end_matches('/');
        tokens::name('T', kind.rsplit('/').next().unwrap_or(kind), &mut give);
    }
    for (sign, metas) in [('O', &["og:type"][..]), ('G', &["generator"])] {
        if let Some(content) = clues.meta_of(metas) {
            content
                .split_whitespace()
                .take(3)
                .for_each(|word| tokens::name(sign, word, &mut give));
        }
    }
    for meta in clues.metas.iter().take(60) {
        tokens::name('M', meta.name, &mut give);
    }
    if let Some(title) = clues.title {
        tree.text_content(title)
            .split_whitespace()
            .take(24)
            .for_each(|word| tokens::name('W', word, &mut give));
    }
}

/// The parts of an address that tell what it leads to.
#[derive(Default)]
struct Path<'u> {
    host: &'u str,
    folders: &'u str,
    query: bool,
}

impl<'u> Path<'u> {
    fn of(url: &'u str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.split('#').next().unwrap_or(rest);
        let (rest, query) = rest
            .split_once('?')
            .map_or((rest, false), |(rest, query)| (rest, !query.is_empty()));
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Self {
            host,
            folders: path.trim_end_matches('/'),
            query,
        }
    }

    fn parts(&self) -> impl Iterator<Item = &'u str> {
        self.folders.split('/').filter(|part| !part.is_empty())
    }

    fn names(&self, names: &mut Vec<u32>) {
        let mut give = |hash| names.push(hash);
        if let Some((first, _)) = self.host.split_once('.') {
            tokens::name('H', first, &mut give);
        }
        for part in self.parts().take(12) {
            tokens::name('U', part, &mut give);
        }
    }

    /// Whether a link leads to a page below this one.
    fn leads_below(&self, href: &str) -> bool {
        self.folders.len() > 1
            && href.len() > self.folders.len()
            && Path::of(href)
                .folders
                .strip_prefix(self.folders)
                .is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Where the elements around a node end.
#[derive(Default)]
struct Around {
    link: usize,
    paragraph: usize,
    item: usize,
    cell: usize,
    code: usize,
    edge: usize,
    heading: usize,
}

/// Counts over one page.
#[derive(Default)]
struct Census {
    tags: Vec<u32>,
    chars: u32,
    in_links: u32,
    in_paragraphs: u32,
    in_items: u32,
    in_cells: u32,
    in_code: u32,
    in_edges: u32,
    in_long: u32,
    long: u32,
    links_below: u32,
    linked_headings: u32,
    linked_images: u32,
    prices: u32,
    /// How often each class, by its hash with the tag, stands on the page.
    alike: FxHashMap<u64, (Tag, u32)>,
    names: Vec<u32>,
}

impl Census {
    fn take(&mut self, tree: &Tree, path: &Path<'_>) {
        self.tags = vec![0; Tag::COUNT];
        let mut around = Around::default();
        let mut next = 1;
        while let Some(node) = tree.at(next) {
            let at = next;
            next += 1;
            let tag = tree.tag(node);
            self.tags[tag.index()] += 1;
            match tag {
                Tag::TEXT => {
                    self.text(tree.text(node), at, &around);
                    continue;
                }
                Tag::SCRIPT | Tag::STYLE | Tag::TITLE | Tag::TEMPLATE | Tag::SVG => {
                    next = tree.end(node);
                    continue;
                }
                Tag::A => {
                    around.link = tree.end(node);
                    let href = tree.attr(node, "href").unwrap_or_default();
                    self.links_below += u32::from(path.leads_below(href));
                    self.linked_headings += u32::from(at < around.heading);
                }
                Tag::IMG => self.linked_images += u32::from(at < around.link),
                Tag::P => around.paragraph = tree.end(node),
                Tag::LI => around.item = tree.end(node),
                Tag::TD | Tag::TH => around.cell = tree.end(node),
                Tag::PRE | Tag::CODE => around.code = around.code.max(tree.end(node)),
                Tag::NAV | Tag::HEADER | Tag::FOOTER | Tag::ASIDE => {
                    around.edge = around.edge.max(tree.end(node));
                }
                _ if tag.heading_level().is_some() => {
                    around.heading = tree.end(node);
                    self.linked_headings += u32::from(at < around.link);
                }
                _ => {}
            }
            self.element(tree, node, tag);
        }
    }

    fn text(&mut self, text: &str, at: usize, around: &Around) {
        let chars = solid_chars(text) as u32;
        if chars == 0 {
            return;
        }
        self.chars += chars;
        for (end, sum) in [
            (around.link, &mut self.in_links),
            (around.paragraph, &mut self.in_paragraphs),
            (around.item, &mut self.in_items),
            (around.cell, &mut self.in_cells),
            (around.code, &mut self.in_code),
            (around.edge, &mut self.in_edges),
        ] {
            if at < end {
                *sum += chars;
            }
        }
        if chars as usize >= LONG && at >= around.link {
            self.long += 1;
            self.in_long += chars;
        }
        self.prices += u32::from(text.len() <= LONGEST_PRICE && is_price(text));
    }

    /// Classes that come again are looked at once.
    fn element(&mut self, tree: &Tree, node: NodeId, tag: Tag) {
        for (attr, value) in tree.attrs(node) {
            let sign = match attr {
                "class" | "id" => 'c',
                "itemprop" | "role" | "property" | "rel" => 'r',
                _ => continue,
            };
            let mut hasher = FxHasher::default();
            hasher.write_u8(tag.index() as u8);
            hasher.write(value.as_bytes());
            let known = self.alike.entry(hasher.finish()).or_insert((tag, 0));
            known.1 += 1;
            if known.1 > 1 || self.names.len() > MOST_NAMES {
                continue;
            }
            // What the whole page is called tells more than what something on it is.
            let whole = matches!(tag, Tag::BODY | Tag::HTML | Tag::MAIN | Tag::ARTICLE);
            for one in value.split_ascii_whitespace().take(24) {
                tokens::name(sign, one, &mut |hash| self.names.push(hash));
                if whole {
                    tokens::name('B', one, &mut |hash| self.names.push(hash));
                }
            }
        }
    }

    fn numbers(&self, tree: &Tree, clues: &Clues<'_>, path: &Path<'_>) -> Vec<f32> {
        let share = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
        let log = |count: usize| (count as f32).ln_1p();
        let tag = |tag: Tag| self.tags[tag.index()];
        let tags = |tag: Tag| log(self.tags[tag.index()] as usize);
        let headings: u32 = [Tag::H1, Tag::H2, Tag::H3, Tag::H4].map(tag).iter().sum();
        let alike = |of: fn(Tag) -> bool| {
            let counts = self.alike.values().filter(|(tag, _)| of(*tag));
            log(counts.map(|&(_, n)| n).max().unwrap_or(0) as usize)
        };
        let end = path.parts().last().unwrap_or_default();
        let has_year = path
            .parts()
            .any(|p| p.len() == 4 && (p.starts_with("20") || p.starts_with("19")));
        let chars_of = |node: Option<NodeId>| {
            log(node.map_or(0, |n| tree.text_content(n).trim().chars().count()))
        };
        let hinted = |hint| log(clues.hinted(hint).count());
        let has = |names: &[&str]| f32::from(u8::from(clues.meta_of(names).is_some()));
        vec![
            log(self.chars as usize),
            share(self.in_links, self.chars),
            share(self.in_paragraphs, self.chars),
            share(self.in_items, self.chars),
            share(self.in_cells, self.chars),
            share(self.in_code, self.chars),
            share(self.in_edges, self.chars),
            share(self.in_long, self.chars),
            share(self.in_long, self.long),
            log(self.long as usize),
            tags(Tag::A),
            share(self.chars, tag(Tag::A)),
            log(self.links_below as usize),
            tags(Tag::P),
            tags(Tag::LI),
            tags(Tag::TD),
            tags(Tag::TABLE),
            tags(Tag::DT),
            tags(Tag::H1),
            tags(Tag::H2),
            tags(Tag::H3),
            tags(Tag::H4),
            share(self.linked_headings, headings),
            log((tag(Tag::PRE) + tag(Tag::CODE)) as usize),
            tags(Tag::FORM),
            tags(Tag::INPUT),
            tags(Tag::SELECT),
            tags(Tag::OPTION),
            tags(Tag::BUTTON),
            tags(Tag::TEXTAREA),
            tags(Tag::IMG),
            share(self.linked_images, tag(Tag::IMG)),
            log((tag(Tag::IFRAME) + tag(Tag::VIDEO) + tag(Tag::AUDIO)) as usize),
            tags(Tag::TIME),
            tags(Tag::BLOCKQUOTE),
            tags(Tag::ARTICLE),
            tags(Tag::SECTION),
            log(self.prices as usize),
            log(clues.numbered.len()),
            alike(|tag| matches!(tag, Tag::DIV | Tag::SECTION | Tag::ARTICLE | Tag::TR)),
            alike(|tag| tag == Tag::LI),
            path.parts().count() as f32,
            log(end.len()),
            end.matches('-').count() as f32,
            log(path.folders.bytes().filter(u8::is_ascii_digit).count()),
            f32::from(u8::from(has_year)),
            f32::from(u8::from(path.query)),
            chars_of(clues.title),
            chars_of(clues.h1.first().copied()),
            log(clues.json_ld.nodes().len()),
            log(clues.item_props.len()),
            hinted(Hint::Byline),
            hinted(Hint::Date),
            hinted(Hint::Breadcrumb),
            has(&["article:published_time", "datepublished", "date"]),
            has(&["author", "article:author"]),
        ]
    }
}

/// Whether a short text holds a sign of currency and a digit.
fn is_price(text: &str) -> bool {
    let is_sign =
        |c: char| c == '$' || c == '£' || c == '¥' || ('₠'..='⃀').contains(&c) || c == '﷼';
    // Most texts have no character that may be one.
    let may_be_sign = |any, byte: u8| any | matches!(byte, b'$' | 0x80..);
    text.bytes().fold(false, may_be_sign)
        && text.contains(is_sign)
        && text.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn features(html: &str, url: &str) -> Features {
        let (tree, _) = parse(html, &Limits::default());
        read(&tree, &Clues::gather(&tree), Some(url))
    }

    fn number(features: &Features, name: &str) -> f32 {
        let at = NAMES.iter().position(|n| *n == name).unwrap();
        features.numbers[at]
    }

    #[test]
    fn every_number_has_its_name() {
        assert_eq!(features("", "").numbers.len(), NAMES.len());
    }

    #[test]
    fn links_prices_and_folders_are_counted() {
        let read = features(
            "<ul class=grid><li class=card><a href='/shop/tea/green'>Green</a> €12<li class=card><a href=/about>About</a></ul>",
            "https://www.example.com/shop/tea/?page=2",
        );
        assert!((number(&read, "links_below") - 1_f32.ln_1p()).abs() < 1e-6);
        assert!((number(&read, "prices") - 1_f32.ln_1p()).abs() < 1e-6);
        assert!((number(&read, "alike_items") - 2_f32.ln_1p()).abs() < 1e-6);
        assert!((number(&read, "path_depth") - 2.0).abs() < 1e-6);
        assert!((number(&read, "has_query") - 1.0).abs() < 1e-6);
        assert!(number(&read, "chars_in_links") > 0.5);
    }

    #[test]
    fn names_are_sorted_and_stand_once() {
        let read = features(
            "<body class='a-b a-b c'><div class=c>",
            "https://e.example/c",
        );
        assert!(read.names.windows(2).all(|w| w[0] < w[1]));
        assert!(is_price("1 299 ₽") && is_price("$3") && !is_price("$") && !is_price("3"));
    }
}
