//! The section of the outlet a report stands in, and its tags.

use khabar_page::{Tag, Tree};

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::{Origin, text};

/// The section.
pub(super) fn section(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    headline: Option<&str>,
) -> Option<(String, Origin)> {
    let sound = |s: &String| {
        let chars = s.chars().count();
        (2..=60).contains(&chars)
            && !s.starts_with("http")
            && headline.is_none_or(|h| text::key(h) != text::key(s))
    };
    let of_report = report.and_then(|r| {
        // Outlets list sections from the widest to the narrowest, or one alone.
        json_ld::items(r, "articleSection")
            .iter()
            .filter_map(json_ld::as_string)
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
    if let Some(found) = last_crumb(tree, clues, headline).filter(sound) {
        return Some((found, Origin::Page));
    }
    None
}

/// The last step of the way to the page that is not the page itself.
fn last_crumb(tree: &Tree, clues: &Clues<'_>, headline: Option<&str>) -> Option<String> {
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
        if let Some(found) = names.iter().skip(1).rev().find(|n| !is_page(n)) {
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
        if let Some(found) = links.iter().skip(1).rev().find(|n| !is_page(n)) {
            return Some(found.clone());
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
        for value in json_ld::items(report, "keywords") {
            // One string may hold a list; a list holds one each, whatever commas they have.
            let many = json_ld::items(report, "keywords").len() > 1;
            if let Some(s) = json_ld::as_string(value) {
                out.add(&s, !many);
            }
        }
        if !out.list.is_empty() {
            return (out.list, Some(Origin::JsonLd));
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
            return (out.list, Some(Origin::Markup));
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
                .filter(|&n| tree.tag(n) == Tag::A)
                .take(40)
            {
                out.add(&text::visible(tree, link), false);
            }
            if !out.list.is_empty() {
                break;
            }
        }
    }
    let origin = (!out.list.is_empty()).then_some(Origin::Page);
    (out.list, origin)
}

#[derive(Default)]
struct Keywords {
    list: Vec<String>,
    seen: std::collections::HashSet<String>,
}

impl Keywords {
    fn add(&mut self, text: &str, split: bool) {
        let parts: Vec<&str> = if split {
            text.split([',', ';', '،', '、', '，', '|']).collect()
        } else {
            vec![text]
        };
        for part in parts {
            let part = part.trim().trim_start_matches('#').trim();
            let chars = part.chars().count();
            if (1..=80).contains(&chars)
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
        (
            section(&tree, &clues, report, Some("Rain")).map(|s| s.0),
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
                r#"<meta property="article:section" content="Weather">"#,
                "Weather",
            ),
            (
                r#"<div class="breadcrumb"><a href=/>Home</a> <a href=/w>World</a> <a href=/r>Rain</a></div>"#,
                "World",
            ),
            (
                r#"<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Asia"}},{"name":"Rain"}]}</script>"#,
                "Asia",
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
            both("<ul class=tags><li><a href=/t>#Rain</a></ul>").1,
            ["Rain"]
        );
    }
}
