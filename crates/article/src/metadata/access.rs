//! Whether all of the report may be read without paying.

use khabar_page::{NodeId, Tag, Tree};
use serde_json::Value;

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::{Origin, text};

/// `Some(true)` where the page says it is free, `Some(false)` where it says it is not or shows a wall, `None` where
/// it says nothing.
pub(super) fn free(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
) -> Option<(bool, Origin)> {
    if let Some(report) = report {
        if let Some(free) = report.get("isAccessibleForFree").and_then(truth) {
            return Some((free, Origin::JsonLd));
        }
        // Parts behind a wall are listed with the selector of their boxes.
        let part = json_ld::items(report, "hasPart")
            .iter()
            .filter_map(Value::as_object)
            .find_map(|p| truth(p.get("isAccessibleForFree")?));
        if let Some(free) = part {
            return Some((free, Origin::JsonLd));
        }
    }
    for name in [
        "article:content_tier",
        "og:article:content_tier",
        "content_tier",
        "mrf:access",
        "vr:access",
        "isaccessibleforfree",
        "cxenseparse:paywall",
    ] {
        match clues
            .meta_all(name)
            .next()
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("free" | "true" | "public") => return Some((true, Origin::Markup)),
            Some("locked" | "metered" | "paid" | "premium" | "subscription" | "false") => {
                return Some((false, Origin::Markup));
            }
            _ => {}
        }
    }
    clues
        .hinted(Hint::Paywall)
        .any(|n| is_wall(tree, clues, n))
        .then_some((false, Origin::Page))
}

/// Whether a box marked as a wall is one that readers stand before. A wall has words in it; an empty or hidden one is
/// there for a script to fill and show when somebody has read too much. Marked paragraphs, and boxes with the headline
/// or with much text, are what a wall would hide.
fn is_wall(tree: &Tree, clues: &Clues<'_>, node: NodeId) -> bool {
    let hidden = || {
        tree.attr(node, "class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .any(|c| matches!(c, "hide" | "hidden" | "is-hidden" | "d-none"))
        })
    };
    tree.end(node) - node.index() < 400
        && tree.tag(node) != Tag::P
        && !clues.h1.iter().any(|&h| tree.contains(node, h))
        && !hidden()
        && (60..=1_500).contains(&text::visible(tree, node).chars().count())
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::String(s) => match s.trim().to_ascii_lowercase().rsplit('/').next()? {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn flags_tiers_and_walls_tell() {
        let wall = "<div class=paywall><p>Subscribe now to read the rest of this report and all others.</div>";
        for (html, expected) in [
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>"#,
                Some(false),
            ),
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>"#,
                Some(true),
            ),
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","hasPart":{"isAccessibleForFree":"http://schema.org/False"}}</script>"#,
                Some(false),
            ),
            (
                "<meta property=article:content_tier content=metered>",
                Some(false),
            ),
            (wall, Some(false)),
            ("<div id=paywall></div>", None),
            (
                "<div class='regwall-banner hide'><p>Thank you for signing in, you may now go on reading this report.</div>",
                None,
            ),
            (
                "<p class=paywall>The rain that fell on the coast this week was the heaviest for thirty years, and more is to come.",
                None,
            ),
            (
                "<div class='post paywall-container'><h1>Rain</h1><p>The rain that fell on the coast this week was the heaviest for years.</div>",
                None,
            ),
            ("<p>text", None),
        ] {
            let (tree, _) = parse(html, &Limits::default());
            let clues = Clues::gather(&tree);
            let report = clues.json_ld.report(&[], &[]);
            assert_eq!(free(&tree, &clues, report).map(|f| f.0), expected, "{html}");
        }
    }
}
