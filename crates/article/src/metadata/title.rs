//! The headline: every text of the page that may be it, weighed against the others.
//!
//! Markup and print each have their own idea of a headline, with and without the site's name, the line above it, or
//! words chosen for search engines. A linear weighing of who says what, with the weights of `data/headline.txt`,
//! decides between them.

use std::collections::HashMap;
use std::sync::LazyLock;

use khabar_page::{NodeId, Tag, Tree};

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::{text, web, words};

/// What may speak for or against a text being the headline.
pub const FEATURES: &[&str] = &[
    "ld",
    "og",
    "twitter",
    "h1",
    "h1_rest",
    "h1_first",
    "h1_later",
    "title",
    "title_bare",
    "title_head",
    "title_first",
    "title_last",
    "og_bare",
    "og_head",
    "other",
    "itemprop",
    "h2",
    "voices",
    "share",
    "alone_h1",
    "marked_h1",
    "aside_h1",
    "linked_h1",
    "ld_h1",
    "og_h1",
    "og_title",
    "ld_og",
    "h1_title",
    "og_twitter_only",
    "only_h1",
    "only_og",
    "only_title",
    "slug",
    "in_slug",
    "kicked",
    "unkicked",
    "longer",
    "shorter",
    "site",
    "one_word",
    "two_words",
    "long",
    "cut",
    "bar",
    "h1_in_title",
    "title_in_h1",
    "no_h1",
    "no_og",
    "ld_title",
    "only_ld",
    "og_twitter_h1",
    "ld_h1_title",
    "tail",
    "kicked_og",
    "ld_h1_other",
];

/// A text that may be the headline.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The text.
    pub text: String,
    /// Its letters and digits.
    key: String,
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

use Voice as V;
const OG: &[Voice] = &[V::OpenGraph, V::OpenGraphBare, V::OpenGraphHead];
const H1: &[Voice] = &[V::H1, V::H1Rest, V::H1First, V::H1Later];
const TITLE: &[Voice] = &[
    V::Title,
    V::TitleBare,
    V::TitleHead,
    V::TitleFirst,
    V::TitleLast,
];

/// Weights of the features: on any page, and on pages that call themselves news.
static WEIGHTS: LazyLock<[Vec<f32>; 2]> = LazyLock::new(|| {
    let mut weights = [vec![0.0; FEATURES.len()], vec![0.0; FEATURES.len()]];
    for (_, line) in words::grouped(include_str!("data/headline.txt")) {
        let mut parts = line.split(' ');
        let Some(at) = parts
            .next()
            .and_then(|name| FEATURES.iter().position(|f| *f == name))
        else {
            continue;
        };
        for (column, weight) in weights.iter_mut().zip(parts) {
            column[at] = weight.parse().unwrap_or(0.0);
        }
    }
    weights
});

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

/// What stands between a headline and the name of a site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " : ", " / ", " ~ ", " ‹ ",
    " › ", "｜", "：", "_", "--", " \\ ", "|", " -", "- ", " |", " > ", " < ",
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
            && c.features[feature("site")] == 0.0
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

fn feature(name: &str) -> usize {
    FEATURES.iter().position(|f| *f == name).unwrap_or(0)
}

/// Every text that may be the headline, each once. `sites` are the names the outlet goes by.
pub fn candidates(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    sites: &[String],
    base: &web::Base,
) -> Vec<Candidate> {
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
        let bare = without_site(&og, sites);
        said.add(
            bare,
            if bare.len() == og.len() {
                Voice::OpenGraph
            } else {
                Voice::OpenGraphBare
            },
        );
        if let Some((head, _)) = split_last(bare) {
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
    let bare = without_site(&title, sites);
    said.add(
        bare,
        if bare.len() == title.len() {
            Voice::Title
        } else {
            Voice::TitleBare
        },
    );
    if let Some((head, last)) = split_last(bare) {
        said.add(head, Voice::TitleHead);
        said.add(last, Voice::TitleLast);
    }
    if let Some(first) = split_first(bare) {
        said.add(first, Voice::TitleFirst);
    }
    let h1 = Headings::of(tree, clues, &mut said);
    for node in clues.item_prop("headline").take(2) {
        let printed = text::visible(tree, node);
        if printed.chars().count() < 300 {
            said.add(&printed, Voice::ItemProp);
        }
    }
    if clues.h1.is_empty() {
        for &node in clues.h2.iter().take(3) {
            said.add(&text::visible(tree, node), Voice::H2);
        }
    }
    let news = report.is_some_and(|r| json_ld::types(r).any(json_ld::is_news));
    weigh(said.list, &h1, sites, &title, base, news)
}

/// Texts and who says them, in the order they came.
#[derive(Default)]
struct Said {
    list: Vec<Candidate>,
    by_key: HashMap<String, usize>,
}

impl Said {
    fn add(&mut self, said: &str, voice: Voice) {
        let said = said.trim();
        let key = text::key(said);
        if key.is_empty() || said.len() > 1_200 {
            return;
        }
        let at = *self.by_key.entry(key.clone()).or_insert(self.list.len());
        if at == self.list.len() {
            self.list.push(Candidate {
                text: said.to_owned(),
                key,
                voices: 0,
                features: Vec::new(),
                score: 0.0,
            });
        }
        let candidate = &mut self.list[at];
        // The printed form is the better one: markup flattens quotation marks and dashes.
        if Voice::any(voice.bit(), &[V::H1, V::H1Rest]) && !Voice::any(candidate.voices, H1) {
            said.clone_into(&mut candidate.text);
        }
        candidate.voices |= voice.bit();
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
        for &node in clues.h1.iter() {
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

fn weigh(
    mut list: Vec<Candidate>,
    h1: &Headings,
    sites: &[String],
    title: &str,
    base: &web::Base,
    news: bool,
) -> Vec<Candidate> {
    let all: u32 = list.iter().fold(0, |all, c| all | c.voices);
    let groups: [&[Voice]; 6] = [&[V::JsonLd], OG, &[V::Twitter], H1, TITLE, &[V::Other]];
    let heard = groups.iter().filter(|g| Voice::any(all, g)).count().max(1);
    let slug = slug_words(base);
    let site_keys: Vec<String> = sites.iter().map(|s| solid(s)).collect();
    let title_key = text::key(title);
    let keys: Vec<(String, u32)> = list.iter().map(|c| (c.key.clone(), c.voices)).collect();
    let h1_keys: Vec<&str> = keys
        .iter()
        .filter(|(_, v)| Voice::any(*v, &[V::H1]))
        .map(|(k, _)| k.as_str())
        .collect();
    for candidate in &mut list {
        let voices = candidate.voices;
        let has = |g: &[Voice]| Voice::any(voices, g);
        let (ld, og, twitter, printed, titled) = (
            has(&[V::JsonLd]),
            has(OG),
            has(&[V::Twitter]),
            has(H1),
            has(TITLE),
        );
        let count = groups.iter().filter(|g| has(g)).count();
        let key = candidate.key.as_str();
        let words = key.split(' ').count();
        let solid_key = solid(key);
        let (marked, aside, linked) = h1.marks.get(key).copied().unwrap_or_default();
        // Texts only markup or print says in full, not pieces we cut ourselves.
        let spoken = |v: u32| {
            Voice::any(
                v,
                &[
                    V::JsonLd,
                    V::OpenGraph,
                    V::OpenGraphBare,
                    V::Twitter,
                    V::H1,
                    V::H1Rest,
                    V::Other,
                    V::TitleBare,
                ],
            )
        };
        let others = || {
            keys.iter()
                .filter(|(k, v)| k != key && k.len() > 12 && spoken(*v))
        };
        let on_edge = |long: &str, at: usize| long.as_bytes().get(at) == Some(&b' ');
        let kicked = others()
            .any(|(k, _)| key.ends_with(k.as_str()) && on_edge(key, key.len() - k.len() - 1));
        // Print and markup each put another word or two before the same headline.
        let heads: Vec<&str> = others()
            .filter(|(k, _)| {
                k.ends_with(key) && key.len() > 12 && on_edge(k, k.len() - key.len() - 1)
            })
            .map(|(k, _)| &k[..k.len() - key.len()])
            .take(4)
            .collect();
        let tail = heads
            .iter()
            .any(|a| heads.iter().all(|b| !b.ends_with(a) || a == b) && heads.len() > 1);
        let longer = others().any(|(k, _)| key.starts_with(k.as_str()) && on_edge(key, k.len()));
        let shorter =
            others().any(|(k, _)| k.starts_with(key) && key.len() > 12 && on_edge(k, key.len()));
        let ascii: Vec<String> = slug_of(key);
        let (mut slug_share, mut in_slug) = (0.0, 0.0);
        if slug.len() > 2 && !ascii.is_empty() {
            let hits = ascii.iter().filter(|w| slug.contains(w)).count() as f32;
            in_slug = hits / ascii.len() as f32;
            slug_share =
                slug.iter().filter(|w| ascii.contains(w)).count() as f32 / slug.len() as f32;
        }
        let overlap = |a: &str, b: &str| {
            let b: Vec<&str> = b.split(' ').collect();
            let n = a.split(' ').count().max(1);
            a.split(' ').filter(|w| b.contains(w)).count() as f32 / n as f32
        };
        let mut f: Vec<f32> = (0..17).map(|bit| (voices >> bit & 1) as f32).collect();
        let flag = |b: bool| f32::from(u8::from(b));
        f.extend([
            count as f32,
            count as f32 / heard as f32,
            flag(printed && h1.count == 1),
            flag(marked),
            flag(aside),
            flag(linked),
            flag(ld && printed),
            flag(og && printed),
            flag(og && titled),
            flag(ld && og),
            flag(printed && titled),
            flag(og && twitter && count == 2),
            flag(printed && count == 1),
            flag(og && count == 1),
            flag(titled && count == 1),
            slug_share,
            in_slug,
            flag(kicked),
            flag(!heads.is_empty()),
            flag(longer),
            flag(shorter),
            flag(site_keys.contains(&solid_key)),
            flag(words == 1 && key.is_ascii()),
            flag(words == 2 && key.is_ascii()),
            flag(candidate.text.chars().count() > 160),
            flag(candidate.text.ends_with('…') || candidate.text.ends_with("...")),
            flag(candidate.text.contains('|')),
            if printed && !title_key.is_empty() {
                overlap(key, &title_key)
            } else {
                0.0
            },
            if printed || h1_keys.is_empty() {
                0.0
            } else {
                overlap(key, h1_keys[0])
            },
            flag(titled && h1.count == 0),
            flag(titled && !Voice::any(all, OG)),
            flag(ld && titled),
            flag(ld && count == 1),
            flag(og && twitter && printed),
            flag(ld && printed && titled),
            flag(tail),
            flag(kicked && og),
            flag(ld && printed && has(&[V::Other])),
        ]);
        let weights = &WEIGHTS[usize::from(news)];
        candidate.score = f.iter().zip(weights).map(|(f, w)| f * w).sum();
        candidate.features = f;
    }
    list
}

fn solid(s: &str) -> String {
    s.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of the longest part of the address that has several.
fn slug_words(base: &web::Base) -> Vec<String> {
    base.path()
        .iter()
        .map(|part| slug_of(&text::key(part)))
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

/// Words as addresses spell them: without accents, `ß` as `ss`.
fn slug_of(key: &str) -> Vec<String> {
    key.split(' ')
        .filter(|w| w.chars().any(char::is_alphabetic) || w.len() < 5)
        .take(60)
        .map(|w| w.chars().map(plain_letter).collect())
        .collect()
}

fn plain_letter(c: char) -> &'static str {
    const TABLE: &[(&str, &str)] = &[
        ("äæǽ", "ae"),
        ("öœøő", "oe"),
        ("üű", "ue"),
        ("ß", "ss"),
        ("àáâãåāăą", "a"),
        ("çćč", "c"),
        ("ďđð", "d"),
        ("èéêëēęěė", "e"),
        ("ìíîïīıi\u{307}", "i"),
        ("łľĺ", "l"),
        ("ñńň", "n"),
        ("òóôõō", "o"),
        ("ŕř", "r"),
        ("śšşș", "s"),
        ("ťţț", "t"),
        ("ùúûūůų", "u"),
        ("ýÿ", "y"),
        ("źżž", "z"),
        ("ğ", "g"),
    ];
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(at) = ASCII.find(c) {
        return &ASCII[at..=at];
    }
    TABLE
        .iter()
        .find(|(from, _)| from.contains(c))
        .map_or("", |(_, to)| to)
}

/// The text up to its last separator, and what follows.
fn split_last(title: &str) -> Option<(&str, &str)> {
    let (at, len) = SEPARATORS
        .iter()
        .filter_map(|s| title.rfind(s).map(|at| (at, s.len())))
        .max()?;
    let (head, last) = (title[..at].trim(), title[at + len..].trim());
    (!head.is_empty() && !last.is_empty()).then_some((head, last))
}

/// The text up to its first separator.
fn split_first(title: &str) -> Option<&str> {
    let at = SEPARATORS
        .iter()
        .filter_map(|s| title.find(s))
        .filter(|&at| at > 0)
        .min()?;
    Some(title[..at].trim()).filter(|s| !s.is_empty())
}

/// The text without names of the site at either end.
pub fn without_site<'a>(title: &'a str, sites: &[String]) -> &'a str {
    let is_site = |part: &str| {
        let part = solid(part);
        sites.iter().map(|s| solid(s)).any(|s| {
            part == s
                || (s.len() > 3 && part.contains(&s) && part.len() < s.len() + 18)
                || (part.len() > 4 && s.starts_with(&part))
        })
    };
    let mut title = title.trim();
    while let Some((head, last)) = split_last(title) {
        if !is_site(last) || is_site(head) {
            break;
        }
        title = head;
    }
    if let Some(first) = split_first(title)
        && sites.iter().any(|s| solid(s) == solid(first))
    {
        let rest = title[first.len()..].trim_start();
        let rest = rest.trim_start_matches(|c: char| {
            !c.is_alphanumeric()
                && !matches!(
                    c,
                    '"' | '„' | '“' | '«' | '»' | '‘' | '\'' | '¿' | '¡' | '(' | '['
                )
        });
        if !rest.is_empty() {
            title = rest;
        }
    }
    title
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
        let sites = super::super::publisher::names(&clues, report, &base);
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
    fn site_names_are_cut_at_both_ends() {
        let sites = ["The Example".to_owned(), "example".to_owned()];
        for (title, expected) in [
            ("A - b | The Example", "A - b"),
            ("The Example: A – b", "The Example: A – b"),
            ("Example | A – b", "A – b"),
            ("A｜The Example", "A"),
            ("The Example", "The Example"),
        ] {
            assert_eq!(without_site(title, &sites), expected);
        }
    }

    #[test]
    fn every_feature_has_its_place() {
        let (tree, _) = parse("<title>A b c</title>", &Limits::default());
        let clues = Clues::gather(&tree);
        let list = candidates(&tree, &clues, None, &[], &web::Base::default());
        assert_eq!(list[0].features.len(), FEATURES.len());
    }
}
