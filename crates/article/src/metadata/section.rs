//! The section of the outlet a report stands in, and its tags.

use khabar_page::{NodeId, Tag, Tree};

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::{Origin, text, web};

/// The section.
pub(super) fn section(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    headline: Option<&str>,
    base: &web::Base,
) -> Option<(String, Origin)> {
    // Another wording of the headline is no section either: breadcrumbs end in the page itself.
    let titles: Vec<String> = clues
        .h1
        .iter()
        .take(3)
        .map(|&n| text::visible(tree, n))
        .chain(clues.meta_of(&["og:title"]).map(text::plain))
        .chain(report.and_then(|r| json_ld::string(r, "headline")))
        .chain(headline.map(str::to_owned))
        .map(|t| text::key(&t))
        .filter(|k| k.chars().count() > 20)
        .collect();
    let sound = |s: &String| {
        let chars = s.chars().count();
        (2..=60).contains(&chars)
            && !s.starts_with("http")
            && headline.is_none_or(|h| text::key(h) != text::key(s))
            && !titles.contains(&text::key(s))
    };
    // "World,Politics" is a list, "Arts, Culture & Media" one section.
    let first = |s: String| match s.split_once(',') {
        Some((first, rest)) if !rest.starts_with(' ') && !first.trim().is_empty() => {
            first.trim().to_owned()
        }
        _ => s,
    };
    let of_report = report.and_then(|r| {
        // Outlets list sections from the widest to the narrowest, or one alone.
        json_ld::items(r, "articleSection")
            .iter()
            .filter_map(json_ld::as_string)
            .map(first)
            .find(|s| sound(s))
    });
    if let Some(found) = of_report {
        return Some((found, Origin::JsonLd));
    }
    let meta = [
        "article:section",
        "section",
        "parsely-section",
        "cxenseparse:section",
        "category",
        "article.section",
        "og:article:section",
        "dcsext.section",
        "vr:category",
    ];
    let of_meta = meta
        .iter()
        .flat_map(|m| clues.meta_all(m))
        .map(text::plain)
        .map(first)
        .find(|s| sound(s));
    if let Some(found) = of_meta {
        return Some((found, Origin::Markup));
    }
    for node in clues.item_prop("articleSection") {
        let found = text::visible(tree, node);
        if sound(&found) {
            return Some((found, Origin::Microdata));
        }
    }
    if let Some(found) = last_crumb(tree, clues, headline, &sound) {
        return Some((found, Origin::Page));
    }
    // The entry of the menu that is marked as where the reader is.
    let current = clues
        .hinted(Hint::Current)
        .take(8)
        .map(|n| text::visible(tree, n))
        .find(sound);
    current
        .or_else(|| named_by_address(tree, base).filter(sound))
        .map(|s| (s, Origin::Page))
}

/// The text of the link to the folder the page lies in: `/politics` for `/politics/2024/rain`.
fn named_by_address(tree: &Tree, base: &web::Base) -> Option<String> {
    let path = base.path();
    let folder = path.first().filter(|f| {
        path.len() > 1 && f.len() > 2 && f.chars().all(|c| c.is_alphabetic() || c == '-')
    })?;
    tree.descendants(tree.root())
        .filter(|&n| tree.tag(n) == Tag::A)
        .filter(|&n| {
            tree.attr(n, "href").is_some_and(|h| {
                let h = h.trim_end_matches('/');
                h.strip_suffix(folder.as_str()).is_some_and(|before| {
                    before == "/"
                        || (before.ends_with('/')
                            && base
                                .host()
                                .is_some_and(|host| before.trim_end_matches('/').ends_with(host)))
                })
            })
        })
        .map(|n| text::visible(tree, n))
        .find(|t| !t.is_empty() && t.chars().count() < 40)
}

/// The last step of the way to the page that is not the page itself.
fn last_crumb(
    tree: &Tree,
    clues: &Clues<'_>,
    headline: Option<&str>,
    sound: &dyn Fn(&String) -> bool,
) -> Option<String> {
    let key = headline.map(text::key).unwrap_or_default();
    let is_page = |name: &str| {
        let name = text::key(name);
        name.is_empty()
            || name == key
            || (name.len() > 20 && (key.starts_with(&name) || name.starts_with(&key)))
    };
    for list in clues.json_ld.of_type(&["BreadcrumbList"]) {
        let names: Vec<String> = json_ld::items(list, "itemListElement")
            .iter()
            .filter_map(|item| {
                let item = item.as_object()?;
                json_ld::string(item, "name")
                    .or_else(|| json_ld::string(item.get("item")?.as_object()?, "name"))
            })
            .collect();
        // The first step is the front page.
        if let Some(found) = names.iter().skip(1).rev().find(|n| !is_page(n) && sound(n)) {
            return Some(found.clone());
        }
    }
    for node in clues.hinted(Hint::Breadcrumb) {
        let links: Vec<String> = tree
            .descendants(node)
            .filter(|&n| tree.tag(n) == Tag::A)
            .map(|n| text::visible(tree, n))
            .filter(|t| !t.is_empty())
            .take(12)
            .collect();
        if let Some(found) = links.iter().skip(1).rev().find(|n| !is_page(n) && sound(n)) {
            return Some(found.clone());
        }
        // One step alone is the section, unless it is the front page.
        if let [only] = links.as_slice()
            && !is_page(only)
            && sound(only)
            && tree.descendants(node).any(|n| {
                tree.attr(n, "href").is_some_and(|href| {
                    let path = href.split_once("://").map_or(href, |(_, rest)| rest);
                    path.trim_end_matches('/').contains('/')
                })
            })
        {
            return Some(only.clone());
        }
    }
    None
}

/// Tags and keywords, in the page's order, each once.
pub(super) fn keywords(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
) -> (Vec<String>, Option<Origin>) {
    let mut out = Keywords::default();
    if let Some(report) = report {
        let items = json_ld::items(report, "keywords");
        for value in items {
            // One string may hold a list; a list holds one each, whatever commas they have.
            if let Some(s) = json_ld::as_string(value) {
                out.add(&s, items.len() == 1);
            }
        }
        // Some outlets list in linked data only some of what `<meta>` has.
        let mut fuller = Keywords::default();
        for content in clues.meta_all("keywords") {
            fuller.add(&text::plain(content), true);
        }
        if !out.list.is_empty()
            && fuller.list.len() > out.list.len()
            && out.seen.is_subset(&fuller.seen)
        {
            return (fuller.bare(), Some(Origin::Markup));
        }
        if !out.list.is_empty() {
            return (out.bare(), Some(Origin::JsonLd));
        }
    }
    for (name, split) in [
        ("article:tag", true),
        ("news_keywords", true),
        ("parsely-tags", true),
        ("sailthru.tags", true),
        ("cxenseparse:keywords", true),
        ("keywords", true),
        ("citation_keywords", true),
        ("dc.subject", true),
    ] {
        for content in clues.meta_all(name) {
            out.add(&text::plain(content), split);
        }
        if !out.list.is_empty() {
            return (out.bare(), Some(Origin::Markup));
        }
    }
    let rels = clues
        .rels
        .iter()
        .filter(|(_, r)| r.split_ascii_whitespace().any(|r| r == "tag"))
        .map(|&(n, _)| n);
    let item_props = clues.item_prop("keywords");
    for node in rels.chain(item_props).take(60) {
        out.add(&text::visible(tree, node), false);
    }
    if out.list.is_empty() {
        for node in clues.hinted(Hint::Tags).take(4) {
            for link in tree
                .descendants(node)
                // Links within the page skip the list.
                .filter(|&n| {
                    tree.tag(n) == Tag::A
                        && !tree.attr(n, "href").is_some_and(|h| h.starts_with('#'))
                })
                .take(40)
            {
                out.add(&text::visible(tree, link), false);
            }
            if !out.list.is_empty() {
                break;
            }
        }
    }
    if out.list.is_empty() {
        for node in tag_links(tree).take(30) {
            out.add(&text::visible(tree, node), false);
        }
    }
    let origin = (!out.list.is_empty()).then_some(Origin::Page);
    (out.bare(), origin)
}

/// Links to pages of tags, known by their address, outside menus.
fn tag_links(tree: &Tree) -> impl Iterator<Item = NodeId> + '_ {
    let is_tag = |href: &str| {
        let mut parts = href.split('/').skip_while(|p| {
            !matches!(
                *p,
                "tag" | "tags" | "hashtag" | "keyword" | "etiqueta" | "schlagwort"
            )
        });
        parts.next().is_some() && parts.next().is_some_and(|p| !p.is_empty())
    };
    tree.descendants(tree.root())
        .filter(move |&n| tree.tag(n) == Tag::A && tree.attr(n, "href").is_some_and(is_tag))
        .filter(|&n| {
            !tree.ancestors(n).any(|a| {
                matches!(
                    tree.tag(a),
                    Tag::NAV | Tag::HEADER | Tag::FOOTER | Tag::ASIDE
                )
            })
        })
}

/// A tag without the number of its reports: "Rain (12)", "(12) Rain".
fn without_count(tag: &str) -> &str {
    let count = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let before = tag
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once(" ("))
        .filter(|(_, n)| count(n))
        .map(|(before, _)| before);
    let after = || {
        tag.strip_prefix('(')
            .and_then(|t| t.split_once(") "))
            .filter(|(n, _)| count(n))
            .map(|(_, after)| after)
    };
    before.or_else(after).unwrap_or(tag).trim()
}

/// Whether a tag is the identifier of a record, as systems for content add them: `8f507083-bac4-423a-9015-2eb31e1bce50`.
fn is_number_of_record(tag: &str) -> bool {
    tag.len() == 36
        && tag.bytes().filter(|b| *b == b'-').count() == 4
        && tag.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

#[derive(Default)]
struct Keywords {
    list: Vec<String>,
    seen: std::collections::HashSet<String>,
}

impl Keywords {
    /// The list, without the kinds some systems put before every entry: `topic:rain`, `topic/rain`.
    fn bare(self) -> Vec<String> {
        fn kind(entry: &str) -> Option<(&str, &str)> {
            let (kind, rest) = entry.split_once([':', '/'])?;
            let plain = kind
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-');
            (plain && !kind.is_empty() && !rest.starts_with([' ', '/'])).then_some((kind, rest))
        }
        let marked = self.list.iter().filter(|k| kind(k).is_some()).count();
        if 2 * marked < self.list.len() || marked == 0 {
            return self.list;
        }
        let mut out = Self::default();
        for entry in &self.list {
            out.add(kind(entry).map_or(entry, |(_, rest)| rest), false);
        }
        out.list
    }

    fn add(&mut self, text: &str, split: bool) {
        // Han needs no blanks inside a word, so between words they part as commas do.
        let unspaced = split
            && !text.contains([',', '、', '，'])
            && text
                .chars()
                .filter(|c| ('\u{3400}'..'\u{a000}').contains(c))
                .count()
                * 2
                > text.chars().count();
        let parts: Vec<&str> = if unspaced {
            text.split_whitespace().collect()
        } else if split {
            text.split([',', ';', '،', '、', '，', '|']).collect()
        } else {
            vec![text]
        };
        for part in parts {
            let part = without_count(part.trim().trim_start_matches('#').trim());
            let chars = part.chars().count();
            if (1..=80).contains(&chars)
                && !is_number_of_record(part)
                && self.list.len() < 100
                && self.seen.insert(part.to_lowercase())
            {
                self.list.push(part.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn both(html: &str) -> (Option<String>, Vec<String>) {
        let (tree, _) = parse(html, &Limits::default());
        let clues = Clues::gather(&tree);
        let report = clues.json_ld.report(&[], &[]);
        let base = web::Base::new(Some("https://e.example/weather/2024/rain"), None);
        (
            section(&tree, &clues, report, Some("Rain"), &base).map(|s| s.0),
            keywords(&tree, &clues, report).0,
        )
    }

    #[test]
    fn sections_come_from_markup_then_from_the_way_here() {
        for (html, expected) in [
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","articleSection":["Sport","Football"]}</script>"#,
                "Sport",
            ),
            (
                r#"<meta property="article:section" content="World,Weather">"#,
                "World",
            ),
            (
                r#"<meta property="article:section" content="Arts, Culture">"#,
                "Arts, Culture",
            ),
            (
                r"<h1>Heavy rain falls on the coast</h1><div class=breadcrumb><a href=/>Home</a> <a href=/w>World</a> <a href=/r>Heavy rain falls on the coast</a></div>",
                "World",
            ),
            (
                r#"<meta property="article:section" content="Weather">"#,
                "Weather",
            ),
            (
                r#"<div class="breadcrumb"><a href=/>Home</a> <a href=/w>World</a> <a href=/r>Rain</a></div>"#,
                "World",
            ),
            (
                r#"<ol class="breadcrumb"><li><a href=/service/4>Culture</a></ol>"#,
                "Culture",
            ),
            (
                r#"<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Asia"}},{"name":"Rain"}]}</script>"#,
                "Asia",
            ),
            (
                r"<ul class=menu><li>Home<li class=current-menu-item>Weather</ul>",
                "Weather",
            ),
            (
                "<a href=/weather/>The weather</a><a href=/weather/2024>x</a>",
                "The weather",
            ),
        ] {
            assert_eq!(both(html).0.as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn keywords_are_split_and_come_once() {
        assert_eq!(
            both("<meta name=keywords content='a, B; b,c'>").1,
            ["a", "B", "c"]
        );
        assert_eq!(both(r#"<script type="application/ld+json">{"@type":"Article","keywords":["x, y","z"]}</script>"#).1, ["x, y", "z"]);
        assert_eq!(
            both("<ul class=tags><a href='#next'>Skip</a><li><a href=/t>#Rain</a><li><a href=/u>Coast (12)</a></ul>").1,
            ["Rain", "Coast"]
        );
        assert_eq!(
            both("<meta name=keywords content='topic/rain,place/coast,8f507083-bac4-423a-9015-2eb31e1bce50'>").1,
            ["rain", "coast"]
        );
    }
}
