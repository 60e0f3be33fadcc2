//! One pass over a page that gathers whatever may say something about its report.
//!
//! Only the gathering is done here. What a clue is worth is decided field by field, by whoever asks for it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::FxHashMap;

use super::json_ld::{self, JsonLd};

/// How many bytes at the head of a paragraph may hold its dateline.
pub const DATELINE: usize = 72;
/// A text longer than this, in bytes, is no line of a date.
pub const LONGEST_LINE: usize = 120;

/// Clues of one page, in document order. Text is borrowed from the tree, as the page wrote it.
#[derive(Debug, Clone, Default)]
pub struct Clues<'t> {
    /// `<meta>` with a name and a content.
    pub metas: Vec<Meta<'t>>,
    /// `<link>` with `rel` and `href`.
    pub links: Vec<Link<'t>>,
    /// Linked data.
    pub json_ld: JsonLd,
    /// `<time>`, and other elements with a `datetime` attribute.
    pub times: Vec<NodeId>,
    /// Elements other than `<meta>` with `itemprop`; a `<meta itemprop>` is among [`Clues::metas`].
    pub item_props: Vec<(NodeId, &'t str)>,
    /// Elements with `itemtype`.
    pub item_types: Vec<(NodeId, &'t str)>,
    /// `<a rel>`, with the value.
    pub rels: Vec<(NodeId, &'t str)>,
    /// The first few `<a>` to the front page: their words and pictures name the outlet.
    pub home_links: Vec<NodeId>,
    /// `<a>` whose address lies in a folder of authors: `/author/ann-lee`.
    pub author_links: Vec<NodeId>,
    /// Elements whose class, id or test name says what they hold.
    pub hinted: Vec<(NodeId, Hint)>,
    /// `<h1>`, the first forty.
    pub h1: Vec<NodeId>,
    /// `<h2>`, the first few.
    pub h2: Vec<NodeId>,
    /// The first `<title>`.
    pub title: Option<NodeId>,
    /// Text nodes that hold a digit of any script, outside scripts and styles: of at most [`LONGEST_LINE`] bytes, or longer ones
    /// with a digit among the first [`DATELINE`] bytes.
    pub numbered: Vec<NodeId>,
    /// Scripts with text that are not linked data.
    pub scripts: Vec<NodeId>,
    /// `<base href>`.
    pub base: Option<&'t str>,
    /// `lang` of `<html>` or `<body>`.
    pub lang: Option<&'t str>,
    /// `dir` of `<html>` or `<body>`.
    pub dir: Option<&'t str>,
}

/// A `<meta>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta<'t> {
    /// The element.
    pub node: NodeId,
    /// Which attribute named it.
    pub by: MetaBy,
    /// The name as written; compare it without regard to case.
    pub name: &'t str,
    /// The content, never blank.
    pub content: &'t str,
}

/// The attribute that names a `<meta>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetaBy {
    /// `name`
    Name,
    /// `property`
    Property,
    /// `itemprop`
    ItemProp,
    /// `http-equiv`
    HttpEquiv,
}

/// A `<link>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'t> {
    /// Its `rel`, as written.
    pub rel: &'t str,
    /// Its `href`, as written.
    pub href: &'t str,
    /// Its `hreflang`.
    pub lang: Option<&'t str>,
}

/// What class, id or test name of an element say it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hint {
    /// Who wrote it.
    Byline,
    /// When.
    Date,
    /// The headline.
    Headline,
    /// The line above the headline.
    Kicker,
    /// The standfirst.
    Standfirst,
    /// The way from the front page to this one.
    Breadcrumb,
    /// The section.
    Section,
    /// Tags.
    Tags,
    /// Where the reader is, in a menu.
    Current,
    /// A wall before the rest of the text.
    Paywall,
}

impl<'t> Clues<'t> {
    /// Gathers the clues of a page. Time and memory grow with the page alone.
    pub fn gather(tree: &'t Tree) -> Self {
        let mut clues = Self::default();
        let mut hints = Hints::default();
        let mut next = 1;
        while let Some(node) = tree.at(next) {
            next += 1;
            match tree.tag(node) {
                Tag::TEXT => {
                    let text = tree.text(node);
                    let looked_at = if text.len() <= LONGEST_LINE {
                        text
                    } else {
                        &text[..text.floor_char_boundary(DATELINE)]
                    };
                    if has_digit(looked_at) {
                        clues.numbered.push(node);
                    }
                }
                Tag::META => clues.meta(tree, node),
                Tag::LINK => clues.link(tree, node),
                Tag::SCRIPT => {
                    clues.script(tree, node);
                    next = tree.end(node);
                }
                Tag::STYLE => next = tree.end(node),
                tag => {
                    match tag {
                        Tag::H1 if clues.h1.len() < 40 => clues.h1.push(node),
                        Tag::H2 if clues.h2.len() < 8 => clues.h2.push(node),
                        Tag::TITLE => {
                            clues.title.get_or_insert(node);
                            next = tree.end(node);
                        }
                        Tag::BASE => clues.base = clues.base.or_else(|| tree.attr(node, "href")),
                        Tag::TIME => clues.times.push(node),
                        _ => {}
                    }
                    clues.element(tree, node, tag, &mut hints);
                }
            }
        }
        clues
    }

    /// The contents of every `<meta>` of this name, whichever attribute carries it, in the page's order.
    pub fn meta_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'t str> + 'a {
        self.metas
            .iter()
            .filter(move |m| m.name.eq_ignore_ascii_case(name))
            .map(|m| m.content)
    }

    /// The page's address: as it was fetched, else as the page gives it.
    pub fn address<'a>(&self, url: Option<&'a str>) -> Option<&'a str>
    where
        't: 'a,
    {
        url.or_else(|| self.link_of("canonical"))
            .or_else(|| self.meta_of(&["og:url"]))
    }

    /// The content of the first `<meta>` of the first of these names that is there.
    pub fn meta_of(&self, names: &[&str]) -> Option<&'t str> {
        names.iter().find_map(|name| self.meta_all(name).next())
    }

    /// The `href` of the first `<link>` with this `rel`.
    pub fn link_of(&self, rel: &str) -> Option<&'t str> {
        self.links
            .iter()
            .find(|l| {
                l.rel
                    .split_ascii_whitespace()
                    .any(|r| r.eq_ignore_ascii_case(rel))
            })
            .map(|l| l.href)
    }

    /// Elements hinted at being this.
    pub fn hinted(&self, hint: Hint) -> impl Iterator<Item = NodeId> + '_ {
        self.hinted
            .iter()
            .filter(move |(_, h)| *h == hint)
            .map(|&(n, _)| n)
    }

    /// Elements with this `itemprop`.
    pub fn item_prop<'a>(&'a self, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        self.item_props
            .iter()
            .filter(move |(_, p)| {
                p.split_ascii_whitespace()
                    .any(|p| p.eq_ignore_ascii_case(name))
            })
            .map(|&(n, _)| n)
    }

    fn meta(&mut self, tree: &'t Tree, node: NodeId) {
        let mut content = None;
        let mut names = [None; 4];
        for (name, value) in tree.attrs(node) {
            match name {
                "content" => content = Some(value.trim()),
                "name" => names[0] = Some((MetaBy::Name, value)),
                "property" => names[1] = Some((MetaBy::Property, value)),
                "itemprop" => names[2] = Some((MetaBy::ItemProp, value)),
                "http-equiv" => names[3] = Some((MetaBy::HttpEquiv, value)),
                _ => {}
            }
        }
        let Some(content) = content.filter(|c| !c.is_empty()) else {
            return;
        };
        for (by, name) in names.into_iter().flatten() {
            let name = name.trim();
            self.metas.push(Meta {
                node,
                by,
                name,
                content,
            });
        }
    }

    fn link(&mut self, tree: &'t Tree, node: NodeId) {
        let (mut rel, mut href, mut lang) = (None, None, None);
        for (name, value) in tree.attrs(node) {
            match name {
                "rel" => rel = Some(value),
                "href" => href = Some(value.trim()),
                "hreflang" => lang = Some(value),
                "itemprop" => self.item_props.push((node, value)),
                _ => {}
            }
        }
        if let (Some(rel), Some(href)) = (rel, href)
            && !href.is_empty()
        {
            self.links.push(Link { rel, href, lang });
        }
    }

    fn script(&mut self, tree: &'t Tree, node: NodeId) {
        if tree.end(node) == node.index() + 1 {
            return;
        }
        let kind = tree.attr(node, "type").unwrap_or_default();
        if json_ld::is_type(kind) {
            let mut texts = tree.descendants(node).map(|n| tree.text(n));
            match (texts.next(), texts.next()) {
                (Some(text), None) => self.json_ld.add(text),
                _ => self.json_ld.add(&tree.text_content(node)),
            }
        } else {
            self.scripts.push(node);
        }
    }

    fn element(&mut self, tree: &'t Tree, node: NodeId, tag: Tag, known: &mut Hints<'t>) {
        let mut hints = 0u16;
        for (name, value) in tree.attrs(node) {
            match name {
                "class" => hints |= *known.entry(value).or_insert_with(|| hints_of(value)),
                "id" | "data-testid" | "data-test" | "data-qa" | "data-component"
                | "data-test-id" => {
                    hints |= hints_of(value);
                }
                "itemprop" => self.item_props.push((node, value)),
                "itemtype" => self.item_types.push((node, value)),
                "href" if tag == Tag::A && self.home_links.len() < 4 && is_front_page(value) => {
                    self.home_links.push(node);
                }
                "href"
                    if tag == Tag::A && self.author_links.len() < 40 && is_author_page(value) =>
                {
                    self.author_links.push(node);
                }
                "rel" if tag == Tag::A => self.rels.push((node, value)),
                "datetime" if tag != Tag::TIME => self.times.push(node),
                "lang" if matches!(tag, Tag::HTML | Tag::BODY) => {
                    self.lang = self.lang.or(Some(value));
                }
                "dir" if matches!(tag, Tag::HTML | Tag::BODY) => {
                    self.dir = self.dir.or(Some(value));
                }
                _ => {}
            }
        }
        if hints != 0 && !matches!(tag, Tag::HTML | Tag::BODY | Tag::HEAD) {
            for &hint in Hint::ALL {
                if hints & hint.bit() != 0 {
                    self.hinted.push((node, hint));
                }
            }
        }
    }
}

impl Hint {
    const ALL: &[Self] = &[
        Self::Byline,
        Self::Date,
        Self::Headline,
        Self::Kicker,
        Self::Standfirst,
        Self::Breadcrumb,
        Self::Section,
        Self::Tags,
        Self::Current,
        Self::Paywall,
    ];

    fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The hint a heading of the vocabulary names.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "byline" => Self::Byline,
            "date" => Self::Date,
            "headline" => Self::Headline,
            "kicker" => Self::Kicker,
            "standfirst" => Self::Standfirst,
            "breadcrumb" => Self::Breadcrumb,
            "section" => Self::Section,
            "tags" => Self::Tags,
            "current" => Self::Current,
            "paywall" => Self::Paywall,
            _ => return None,
        })
    }
}

/// The words of class names and what they hint at.
struct Vocabulary {
    find: AhoCorasick,
    /// By pattern: the hint, and whether the word must stand alone rather than anywhere in a name.
    meaning: Vec<(u16, bool)>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut meaning = Vec::new();
    for (group, word) in super::words::grouped(include_str!("data/hints.txt")) {
        let Some(hint) = Hint::of(group) else {
            continue;
        };
        let alone = word.strip_prefix('=');
        patterns.push(alone.unwrap_or(word));
        meaning.push((hint.bit(), alone.is_some()));
    }
    let find = AhoCorasick::builder()
        .kind(Some(super::words::KIND))
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(&patterns)
        // A few hundred short words of our own are far below the crate's limits.
        .expect("the vocabulary of class names builds");
    Vocabulary { find, meaning }
});

/// The hints of the classes met so far: pages give the same ones to hundreds of elements.
type Hints<'t> = FxHashMap<&'t str, u16>;

fn hints_of(names: &str) -> u16 {
    let vocabulary = &*VOCABULARY;
    // Utility class lists run to thousands of characters and never name what they hold.
    let names = &names.as_bytes()[..names.len().min(400)];
    let mut hints = 0;
    for found in vocabulary.find.find_overlapping_iter(names) {
        let (bit, alone) = vocabulary.meaning[found.pattern().as_usize()];
        let clear = |at: Option<&u8>| at.is_none_or(|b| !b.is_ascii_alphanumeric());
        let stands_alone = || {
            clear(found.start().checked_sub(1).and_then(|i| names.get(i)))
                && clear(names.get(found.end()))
        };
        if !alone || stands_alone() {
            hints |= bit;
        }
    }
    hints
}

/// Whether an address is that of the front page: `/`, `index.php`, `https://paper.example/`.
fn is_front_page(address: &str) -> bool {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address.trim_start_matches("./").trim_start_matches('/'),
    };
    let named = address.starts_with(['/', '.']) || address.contains("://") || path.contains('.');
    named
        && matches!(
            path,
            "" | "index.html"
                | "index.htm"
                | "index.php"
                | "index.jsp"
                | "default.asp"
                | "default.aspx"
        )
}

/// Whether an address lies in a folder of authors' pages and names one.
fn is_author_page(address: &str) -> bool {
    if address.len() > 300 {
        return false;
    }
    let mut parts = address.as_bytes().split(|&byte| byte == b'/').skip(1);
    parts.any(|part| {
        matches!(
            part,
            b"author"
                | b"authors"
                | b"autor"
                | b"autoren"
                | b"autores"
                | b"auteur"
                | b"auteurs"
                | b"autore"
                | b"autori"
                | b"contributor"
                | b"contributors"
                | b"journalist"
                | b"journalists"
                | b"producers"
                | b"by"
                | b"redaktion"
                | b"yazar"
                | b"yazarlar"
                | b"writer"
                | b"writers"
                | b"reporter"
                | b"reporters"
                | b"columnist"
                | b"columnists"
                | b"byline"
                | b"autorzy"
                | b"forfatter"
                | b"skribent"
                | b"kolumnisten"
        )
    }) && parts.next().is_some_and(|name| name.len() > 2)
}

/// Whether a text holds a digit: ASCII, Arabic-Indic, Persian, Devanagari, Bengali or full-width.
fn has_digit(text: &str) -> bool {
    // All bytes at once are looked at sooner than one after the other up to the first digit.
    if text.bytes().fold(false, |any, b| any | b.is_ascii_digit()) {
        return true;
    }
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}' | '\u{9e6}'..='\u{9ef}'
                | '\u{e50}'..='\u{e59}' | '\u{ff10}'..='\u{ff19}')
        })
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn every_kind_of_clue_is_gathered() {
        let (tree, _) = parse(
            r#"<html lang=de dir=ltr><head><title>T</title><base href=/b><meta property="OG:Title" content=" A ">
            <meta name=x content=" "><link rel="alternate canonical" href=/c>
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"A"}</script><script>var x</script>
            <body><h1>A</h1><div class="ArticleByline">By Ann<time>3 May</time></div><span datetime=2>x</span>
            <p itemprop="author name">Ann</p><a rel=author href=/ann>Ann</a><p>In ۱۴۰۰</p><p>no number</p>"#,
            &Limits::default(),
        );
        let clues = Clues::gather(&tree);
        assert_eq!(clues.meta_of(&["none", "og:title"]), Some("A"));
        assert_eq!(clues.metas.len(), 1);
        assert_eq!(clues.link_of("canonical"), Some("/c"));
        assert_eq!(clues.json_ld.nodes().len(), 1);
        assert_eq!(
            (clues.scripts.len(), clues.times.len(), clues.h1.len()),
            (1, 2, 1)
        );
        assert_eq!(clues.hinted(Hint::Byline).count(), 1);
        assert_eq!(clues.item_prop("author").count(), 1);
        assert_eq!(clues.rels.len(), 1);
        assert_eq!(clues.numbered.len(), 2);
        assert_eq!(
            (clues.base, clues.lang, clues.dir),
            (Some("/b"), Some("de"), Some("ltr"))
        );
        assert!(clues.title.is_some());
    }

    #[test]
    fn words_marked_so_must_stand_alone() {
        assert_eq!(hints_of("tags"), Hint::Tags.bit());
        assert_eq!(hints_of("stags"), 0);
        assert_eq!(
            hints_of("c-article-byline__name") & Hint::Byline.bit(),
            Hint::Byline.bit()
        );
    }
}
