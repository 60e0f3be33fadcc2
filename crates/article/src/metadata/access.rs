//! Whether all of the report may be read without paying.

use khabar_page::Tree;
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
    // A wall is a box with words in it; an empty one is there for a script to fill when somebody has read too much.
    clues
        .hinted(Hint::Paywall)
        .filter(|&n| tree.end(n) - n.index() < 400)
        .any(|n| text::visible(tree, n).chars().count() >= 60)
        .then_some((false, Origin::Page))
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
            ("<p>text", None),
        ] {
            let (tree, _) = parse(html, &Limits::default());
            let clues = Clues::gather(&tree);
            let report = clues.json_ld.report(&[], &[]);
            assert_eq!(free(&tree, &clues, report).map(|f| f.0), expected, "{html}");
        }
    }
}
