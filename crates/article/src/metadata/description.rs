//! The standfirst.

use khabar_page::{NodeId, Tag, Tree};

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::{Origin, text};

/// The standfirst: as printed where it is marked so, else as markup has it.
pub(super) fn description(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
) -> Option<(String, Origin)> {
    let markup = of_markup(clues, report);
    let printed = printed(tree, clues, markup.as_ref().map(|(m, _)| m.as_str()));
    printed.map(|p| (p, Origin::Page)).or(markup)
}

fn of_markup(clues: &Clues<'_>, report: Option<&Node>) -> Option<(String, Origin)> {
    let sound = |s: &String| {
        s.chars().count() >= 20 && s.contains(' ') || s.chars().any(|c| c >= '\u{3000}')
    };
    report
        .and_then(|r| json_ld::string(r, "description"))
        .filter(sound)
        .map(|d| (d, Origin::JsonLd))
        .or_else(|| {
            [
                "og:description",
                "description",
                "twitter:description",
                "dc.description",
                "sailthru.description",
                "abstract",
            ]
            .iter()
            .flat_map(|m| clues.meta_all(m))
            .map(text::plain)
            .find(sound)
            .map(|d| (d, Origin::Markup))
        })
}

/// The standfirst the page prints above the text: a box marked so that stands after the headline and is neither one
/// of many nor a link to another report.
fn printed(tree: &Tree, clues: &Clues<'_>, markup: Option<&str>) -> Option<String> {
    let h1 = clues
        .h1
        .iter()
        .rev()
        .find(|&&n| !text::visible(tree, n).is_empty())?;
    let h1 = clues
        .h1
        .iter()
        .find(|&&n| text::visible(tree, n).chars().count() > 15)
        .unwrap_or(h1);
    let markup = markup.map(text::key).unwrap_or_default();
    let headline = text::key(&text::visible(tree, *h1));
    clues
        .hinted(Hint::Standfirst)
        .filter(|&n| n > *h1 && n.index() < tree.end(*h1) + 150 && tree.end(n) - n.index() < 40)
        .filter(|&n| !is_elsewhere(tree, n))
        .find_map(|n| {
            let found = text::visible(tree, n);
            let chars = found.chars().count();
            let long_enough =
                chars >= 40 || (chars >= 15 && found.chars().any(|c| c >= '\u{3000}'));
            // Part of the headline itself.
            if headline.contains(&text::key(&found)) {
                return None;
            }
            if markup.is_empty() {
                return (long_enough && chars <= 800 && n.index() < tree.end(*h1) + 60)
                    .then_some(found);
            }
            // Boxes are marked like standfirsts that hold captions and offers: those share no words with the summary.
            let key = text::key(&found);
            let words: Vec<&str> = markup.split(' ').collect();
            let shared = key.split(' ').filter(|w| words.contains(w)).count();
            let agrees = 3 * shared >= key.split(' ').count().min(words.len())
                || markup.starts_with(&key)
                || key.starts_with(&markup);
            (agrees && (15..=800).contains(&chars)).then_some(found)
        })
}

fn is_elsewhere(tree: &Tree, node: NodeId) -> bool {
    tree.ancestors(node).any(|a| {
        matches!(
            tree.tag(a),
            Tag::A
                | Tag::LI
                | Tag::ASIDE
                | Tag::NAV
                | Tag::FOOTER
                | Tag::FIGURE
                | Tag::FIGCAPTION
                | Tag::FORM
        )
    }) || tree
        .descendants(node)
        .any(|d| matches!(tree.tag(d), Tag::H1 | Tag::FIGURE | Tag::FORM | Tag::NAV))
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn the_printed_standfirst_comes_first() {
        let html = "<meta property=og:description content='The coast sees storms: a summary made for sharing elsewhere'><h1>Rain falls again here</h1>";
        let printed = "<p class=standfirst>After a dry spring the coast sees its third summary of storms elsewhere.</p><p>Text";
        let read = |html: &str| {
            let (tree, _) = parse(html, &Limits::default());
            description(&tree, &Clues::gather(&tree), None)
        };
        assert_eq!(
            read(&format!("{html}{printed}")).unwrap(),
            (
                "After a dry spring the coast sees its third summary of storms elsewhere."
                    .to_owned(),
                Origin::Page
            )
        );
        assert_eq!(
            read(html).unwrap(),
            (
                "The coast sees storms: a summary made for sharing elsewhere".to_owned(),
                Origin::Markup
            )
        );
        assert_eq!(read("<p>Text"), None);
    }
}
