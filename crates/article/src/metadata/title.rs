//! The headline: every text of the page that may be it, weighed against the others.
//!
//! Markup and print each have their own idea of a headline, with and without the site's name, the line above it, or
//! words chosen for search engines. A linear weighing of who says what, with the weights of `data/headline.txt`,
//! decides between them.

use std::collections::HashMap;

use khabar_page::{NodeId, Tag, Tree};

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::sites::Site;
use super::{text, web};
pub use site::without_site;
use site::{split_first, split_last};
pub use weigh::FEATURES;
use weigh::{V, weigh};

mod site;
mod weigh;

/// A text that may be the headline.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The text.
    pub text: String,
    /// Its letters and digits.
    key: String,
    /// Whether it is the outlet's name.
    is_site: bool,
    /// Who says it: bits of [`Voice`].
    voices: u32,
    /// What speaks for and against it, in the order of [`FEATURES`].
    pub features: Vec<f32>,
    /// The weighed sum of them.
    pub score: f32,
}

/// Who says that a text is the headline, and after which trimming. The order is that of the first features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    JsonLd,
    OpenGraph,
    Twitter,
    H1,
    /// `<h1>` without its first part.
    H1Rest,
    /// The first part of `<h1>` alone.
    H1First,
    /// An `<h1>` after the first.
    H1Later,
    Title,
    /// `<title>` without the site's name.
    TitleBare,
    /// `<title>` without what follows its last separator.
    TitleHead,
    /// `<title>` up to its first separator.
    TitleFirst,
    /// `<title>` after its last separator.
    TitleLast,
    OpenGraphBare,
    OpenGraphHead,
    Other,
    ItemProp,
    H2,
}

impl Voice {
    fn bit(self) -> u32 {
        1 << self as u32
    }

    fn any(voices: u32, of: &[Self]) -> bool {
        of.iter().any(|v| voices & v.bit() != 0)
    }
}

impl Candidate {
    /// Who says it, in plain words.
    pub(crate) fn said_by(&self) -> Vec<&'static str> {
        const WORDS: [(Voice, &str); 17] = [
            (Voice::JsonLd, "JSON-LD"),
            (Voice::OpenGraph, "og:title"),
            (Voice::OpenGraphBare, "og:title without the site"),
            (Voice::OpenGraphHead, "part of og:title"),
            (Voice::Twitter, "twitter:title"),
            (Voice::H1, "<h1>"),
            (Voice::H1Rest, "<h1> without its first part"),
            (Voice::H1First, "first part of <h1>"),
            (Voice::H1Later, "another <h1>"),
            (Voice::Title, "<title>"),
            (Voice::TitleBare, "<title> without the site"),
            (Voice::TitleHead, "first parts of <title>"),
            (Voice::TitleFirst, "first part of <title>"),
            (Voice::TitleLast, "last part of <title>"),
            (Voice::ItemProp, "microdata"),
            (Voice::H2, "printed on the page"),
            (Voice::Other, "another meta name"),
        ];
        WORDS
            .iter()
            .filter(|(voice, _)| self.voices & voice.bit() != 0)
            .map(|(_, words)| *words)
            .collect()
    }
}

/// Names of `<meta>` elements besides Open Graph and Twitter that hold the headline.
const METAS: &[&str] = &[
    "title",
    "headline",
    "dc.title",
    "dcterms.title",
    "dc:title",
    "parsely-title",
    "sailthru.title",
    "cxenseparse:title",
    "citation_title",
    "hdl",
    "article:title",
    "mrf:title",
    "analytics-title",
];

/// Headings of a page beyond this number are not looked at.
const MOST_HEADINGS: usize = 6;

/// The headline and its runner-up, if there are any.
#[derive(Debug, Clone, Default)]
pub struct Headline {
    /// The headline.
    pub text: Option<String>,
    /// Another text that is nearly as much the headline: a kicker, or what markup says instead.
    pub alternative: Option<String>,
    /// How sure the choice is, 0 to 1.
    pub confidence: f32,
}

/// Chooses the headline among the candidates.
pub fn choose(candidates: &[Candidate]) -> Headline {
    let Some(best) = candidates.iter().max_by(|a, b| a.score.total_cmp(&b.score)) else {
        return Headline::default();
    };
    let rivals: f32 = candidates
        .iter()
        .map(|c| (c.score - best.score).exp())
        .sum();
    let spoken = |c: &&Candidate| {
        Voice::any(
            c.voices,
            &[V::JsonLd, V::OpenGraph, V::OpenGraphBare, V::H1, V::Other],
        ) && c.key != best.key
            && !c.key.is_empty()
            && !c.is_site
            && !c.key.contains(&best.key)
    };
    let alternative = candidates
        .iter()
        .filter(spoken)
        .max_by(|a, b| a.score.total_cmp(&b.score));
    Headline {
        text: Some(best.text.clone()),
        alternative: alternative
            .filter(|a| a.score > best.score - 6.0)
            .map(|a| a.text.clone()),
        confidence: 1.0 / rivals.max(1.0),
    }
}

/// Every text that may be the headline, each once. `sites` are the names the outlet goes by.
pub fn candidates(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    sites: &[Site],
    base: &web::Base,
) -> Vec<Candidate> {
    // A front page is named after its site.
    let sites = if base.path().is_empty() && base.host().is_some() {
        &[]
    } else {
        sites
    };
    let mut said = Said::default();
    if let Some(report) = report {
        let headlines: Vec<String> = ["headline", "name", "title"]
            .iter()
            .filter_map(|key| json_ld::string(report, key))
            .collect();
        if let Some((first, others)) = headlines.split_first() {
            said.add(without_site(first, sites), Voice::JsonLd);
            for other in others.iter().filter(|o| text::key(o) != text::key(first)) {
                said.add(without_site(other, sites), Voice::Other);
            }
        }
    }
    if let Some(og) = clues.meta_of(&["og:title"]) {
        let og = text::plain(og);
        let stripped = without_site(&og, sites);
        said.add(
            stripped,
            if stripped.len() == og.len() {
                Voice::OpenGraph
            } else {
                Voice::OpenGraphBare
            },
        );
        if let Some((head, _)) = split_last(stripped) {
            said.add(head, Voice::OpenGraphHead);
        }
    }
    if let Some(twitter) = clues.meta_of(&["twitter:title"]) {
        said.add(without_site(&text::plain(twitter), sites), Voice::Twitter);
    }
    for name in METAS {
        if let Some(content) = clues.meta_all(name).next() {
            said.add(without_site(&text::plain(content), sites), Voice::Other);
        }
    }
    let title = clues
        .title
        .map(|n| text::plain(&tree.text_content(n)))
        .unwrap_or_default();
    let stripped = without_site(&title, sites);
    said.add(
        stripped,
        if stripped.len() == title.len() {
            Voice::Title
        } else {
            Voice::TitleBare
        },
    );
    if let Some((head, last)) = split_last(stripped) {
        said.add(head, Voice::TitleHead);
        said.add(last, Voice::TitleLast);
    }
    if let Some(first) = split_first(stripped) {
        said.add(first, Voice::TitleFirst);
    }
    let h1 = Headings::of(tree, clues, &mut said);
    for node in clues.item_prop("headline").take(2) {
        let printed = text::visible(tree, node);
        if printed.chars().count() < 300 {
            said.add(&printed, Voice::ItemProp);
        }
    }
    if h1.count == 0 {
        for &node in clues.h2.iter().take(3) {
            said.add(&text::visible(tree, node), Voice::H2);
        }
        said.confirm(tree);
    }
    weigh(said.list, &h1, sites, &title, base, is_news(report))
}

/// Whether linked data calls the page news, for which the weights have a column of their own.
pub fn is_news(report: Option<&Node>) -> bool {
    report.is_some_and(|r| json_ld::types(r).any(json_ld::is_news))
}

/// Texts and who says them, in the order they came.
#[derive(Default)]
struct Said {
    list: Vec<Candidate>,
    by_key: HashMap<String, usize>,
}

impl Said {
    fn add(&mut self, said: &str, voice: Voice) {
        // Signs that link to a heading are no part of it.
        let said = said.trim().trim_end_matches(['¶', '#', '§']).trim_end();
        let key = text::key(said);
        if key.is_empty() || said.len() > 1_200 {
            return;
        }
        let at = *self.by_key.entry(key.clone()).or_insert(self.list.len());
        if at == self.list.len() {
            self.list.push(Candidate {
                text: said.to_owned(),
                key,
                is_site: false,
                voices: 0,
                features: Vec::new(),
                score: 0.0,
            });
        }
        let candidate = &mut self.list[at];
        // The printed form is the better one: markup flattens quotation marks and dashes.
        if Voice::any(voice.bit(), &[V::H1, V::H1Rest]) && !Voice::any(candidate.voices, weigh::H1)
        {
            said.clone_into(&mut candidate.text);
        }
        candidate.voices |= voice.bit();
    }
}

impl Said {
    /// Looks on a page without first-level headings for what it prints of the texts said so far.
    fn confirm(&mut self, tree: &Tree) {
        let longest = self.list.iter().map(|c| c.text.len()).max().unwrap_or(0) + 20;
        let mut within_link = 0;
        for node in tree.descendants(tree.root()) {
            match tree.tag(node) {
                // A link's words are another page's headline.
                Tag::A | Tag::HEAD => within_link = within_link.max(tree.end(node)),
                Tag::TEXT if node.index() >= within_link => {
                    let text = tree.text(node);
                    if text.len() > 3
                        && text.len() <= longest
                        && let Some(&at) = self.by_key.get(&text::key(text))
                    {
                        self.list[at].voices |= Voice::H2.bit();
                    }
                }
                _ => {}
            }
        }
    }
}

/// What is known of the first-level headings.
#[derive(Default)]
struct Headings {
    count: usize,
    /// By key: whether one is marked as the headline, stands aside, is a link.
    marks: HashMap<String, (bool, bool, bool)>,
}

impl Headings {
    fn of(tree: &Tree, clues: &Clues<'_>, said: &mut Said) -> Self {
        let mut out = Self::default();
        for &node in &clues.h1 {
            let whole = text::visible(tree, node);
            if whole.is_empty() {
                continue;
            }
            out.count += 1;
            if out.count > MOST_HEADINGS {
                break;
            }
            let first = out.count == 1;
            said.add(&whole, if first { Voice::H1 } else { Voice::H1Later });
            let mut keys = vec![text::key(&whole)];
            if let Some((head, rest)) = parts(tree, node) {
                if first {
                    said.add(&head, Voice::H1First);
                }
                keys.push(text::key(&rest));
                said.add(&rest, Voice::H1Rest);
            }
            let marked = clues
                .item_prop("headline")
                .any(|n| n == node || tree.contains(n, node) || tree.contains(node, n))
                || clues.hinted(Hint::Headline).any(|n| n == node)
                || tree
                    .parent(node)
                    .is_some_and(|p| clues.hinted(Hint::Headline).any(|n| n == p));
            let aside = tree.ancestors(node).any(|a| {
                matches!(
                    tree.tag(a),
                    Tag::NAV | Tag::FOOTER | Tag::ASIDE | Tag::DIALOG | Tag::FORM
                )
            });
            let linked = tree.ancestors(node).take(2).any(|a| tree.tag(a) == Tag::A)
                || tree.descendants(node).any(|n| tree.tag(n) == Tag::A);
            for key in keys {
                out.marks.entry(key).or_insert((marked, aside, linked));
            }
        }
        out
    }
}

/// The first part of a heading of several elements, and the rest.
fn parts(tree: &Tree, heading: NodeId) -> Option<(String, String)> {
    let mut at = heading;
    // Wrappers with a single child that holds text are stepped through.
    for _ in 0..6 {
        let full: Vec<NodeId> = tree
            .children(at)
            .filter(|&n| !text::visible(tree, n).is_empty())
            .take(8)
            .collect();
        match full.as_slice() {
            [one] if tree.tag(*one) != Tag::TEXT => at = *one,
            [first, rest @ ..] if !rest.is_empty() => {
                let rest: Vec<String> = rest.iter().map(|&n| text::visible(tree, n)).collect();
                let rest = rest.join(" ");
                let trim = |s: &str| {
                    s.trim_matches(|c: char| {
                        c.is_whitespace() || matches!(c, '-' | '–' | '|' | ':' | '/' | '·')
                    })
                    .to_owned()
                };
                return Some((trim(&text::visible(tree, *first)), trim(&rest)));
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn headline(html: &str, url: &str) -> Headline {
        let (tree, _) = parse(html, &Limits::default());
        let clues = Clues::gather(&tree);
        let report = clues.json_ld.report(&[], &[]);
        let base = web::Base::new(Some(url), None);
        let sites = super::super::publisher::names(&tree, &clues, report, &base);
        choose(&candidates(&tree, &clues, report, &sites, &base))
    }

    #[test]
    fn the_headline_is_found_where_it_stands() {
        for (html, expected) in [
            (
                "<title>Rain falls again on the coast | The Daily Example</title>",
                "Rain falls again on the coast",
            ),
            (
                "<meta property=og:site_name content='The Daily Example'><title>The Daily Example - Rain falls again on the coast</title><p>x",
                "Rain falls again on the coast",
            ),
            (
                "<title>Rain: what we know - Example</title><meta property=og:title content='Rain falls again on the coast'><h1>Rain falls again on the coast</h1>",
                "Rain falls again on the coast",
            ),
            (
                "<title>Rain falls again on the coast - Example</title><h1><a href=/>Example</a></h1><h1>Rain falls again on the coast</h1>",
                "Rain falls again on the coast",
            ),
            (
                "<title>هطول الأمطار على الساحل - المثال</title><meta property=og:title content='هطول الأمطار على الساحل'><h1>هطول الأمطار على الساحل</h1>",
                "هطول الأمطار على الساحل",
            ),
        ] {
            assert_eq!(
                headline(html, "https://example.com/2024/x.html")
                    .text
                    .as_deref(),
                Some(expected),
                "{html}"
            );
        }
    }

    #[test]
    fn a_page_without_any_has_none() {
        assert_eq!(headline("<p>text", "https://example.com/").text, None);
    }

    #[test]
    fn every_feature_has_its_place() {
        let (tree, _) = parse("<title>A b c</title>", &Limits::default());
        let clues = Clues::gather(&tree);
        let list = candidates(&tree, &clues, None, &[], &web::Base::default());
        assert_eq!(list[0].features.len(), FEATURES.len());
    }
}
