//! What the linked data of a page lists: reports, and lists of addresses.

use khabar_article::metadata::json_ld::{self, JsonLd, Node};
use khabar_page::{Tag, Tree};
use serde_json::Value;
use url::Url;

use crate::read::web_address;

/// An address that linked data lists.
pub struct Listed {
    /// The address.
    pub url: Url,
    /// Whether it is said to be a report.
    pub is_report: bool,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
}

/// Addresses beyond this many are not looked at.
const MOST: usize = 1_000;

/// The addresses that the linked data of a page lists, in its order.
pub fn listed(tree: &Tree, base: &Url) -> Vec<Listed> {
    let mut data = JsonLd::default();
    for script in tree
        .descendants(tree.root())
        .filter(|&node| tree.tag(node) == Tag::SCRIPT)
    {
        if json_ld::is_type(tree.attr(script, "type").unwrap_or_default()) {
            data.add(&tree.text_content(script));
        }
    }
    let mut out = Vec::new();
    for node in data.nodes() {
        if is_report(node) {
            out.extend(report(node, base));
        }
        // Lists stand by themselves, or as what a page is about or consists of.
        for key in [
            "itemListElement",
            "hasPart",
            "blogPost",
            "blogPosts",
            "mainEntity",
        ] {
            for item in json_ld::items(node, key) {
                if out.len() < MOST {
                    out.extend(entry(
                        &data,
                        item,
                        key == "itemListElement" && !json_ld::is_a(node, &["BreadcrumbList"]),
                        base,
                    ));
                }
                let inner = item
                    .as_object()
                    .filter(|item| json_ld::is_a(item, &["ItemList"]));
                for item in inner
                    .into_iter()
                    .flat_map(|list| json_ld::items(list, "itemListElement"))
                {
                    if out.len() < MOST {
                        out.extend(entry(&data, item, true, base));
                    }
                }
            }
        }
    }
    out
}

fn is_report(node: &Node) -> bool {
    json_ld::types(node)
        .any(|kind| json_ld::is_news(kind) || matches!(kind, "Article" | "BlogPosting"))
}

/// What an entry of a list says; entries that are no reports count only in lists.
fn entry(data: &JsonLd, entry: &Value, in_list: bool, base: &Url) -> Option<Listed> {
    let outer = data.object(entry);
    let inner = outer
        .and_then(|outer| outer.get("item"))
        .and_then(|item| data.object(item));
    if let Some(node) = inner.or(outer).filter(|node| is_report(node)) {
        return report(node, base).or_else(|| {
            let url = web_address(json_ld::address(entry)?, Some(base))?;
            Some(Listed {
                url,
                ..report_of(node, base.clone())
            })
        });
    }
    if !in_list {
        return None;
    }
    let address = json_ld::address(entry)
        .or_else(|| outer.and_then(|outer| json_ld::address(outer.get("item")?)))?;
    let title = inner
        .and_then(|node| json_ld::string(node, "name"))
        .or_else(|| json_ld::string(outer?, "name"));
    Some(Listed {
        url: web_address(address, Some(base))?,
        is_report: false,
        title,
        published: None,
        summary: None,
    })
}

fn report(node: &Node, base: &Url) -> Option<Listed> {
    let address = ["url", "mainEntityOfPage", "@id"]
        .iter()
        .find_map(|key| json_ld::address(node.get(*key)?))?;
    let url = web_address(address, Some(base))?;
    Some(report_of(node, url))
}

fn report_of(node: &Node, url: Url) -> Listed {
    Listed {
        url,
        is_report: true,
        title: json_ld::string(node, "headline").or_else(|| json_ld::string(node, "name")),
        published: json_ld::string(node, "datePublished"),
        summary: json_ld::string(node, "description"),
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::Limits;

    use super::*;

    #[test]
    fn linked_data_is_known_by_its_type_whatever_stands_behind_it() {
        let base: Url = "https://news.example/".parse().unwrap();
        for (kind, found) in [
            ("application/ld+json", 1),
            (" Application/LD+JSON; charset=utf-8", 1),
            ("application/json", 0),
        ] {
            let page = format!(
                r#"<script type="{kind}">{{"@type":"NewsArticle","url":"/1","headline":"Fog"}}</script>"#
            );
            let page = khabar_page::read(page.as_bytes(), None, &Limits::default()).unwrap();
            assert_eq!(listed(&page.tree, &base).len(), found, "{kind}");
        }
    }
}
