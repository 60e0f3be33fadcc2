//! Cards: a headline with its image, its time and its teaser, as lists of reports are made of.

use khabar_article::dates;
use khabar_article::metadata::text as tidy;
use khabar_page::{NodeId, Tag, Tree};

use super::links::{Anchor, FEW_WORDS, LONGEST_HEADLINE, Target, call, word_count};
use super::places::is_headline;
use crate::shape;

/// Nodes of a card.
pub const LARGEST_CARD: usize = 400;
/// How far above a link its card is looked for.
const HIGHEST_CARD: usize = 10;
/// Texts in a card that are looked at for a date have no more bytes than this.
const LONGEST_DATE_LINE: usize = 160;

/// The card of each link: the highest element about it, or itself, in which no other address has a name of some words.
pub fn cards(tree: &Tree, anchors: &[Anchor], targets: &[Target]) -> Vec<Option<NodeId>> {
    let is_named = |anchor: &Anchor| {
        word_count(&anchor.text) >= FEW_WORDS
            && targets[anchor.target].shape.points() > shape::OTHER
    };
    let headlines = own_headlines(tree);
    // Of each link the nearest named ones before and behind that lead elsewhere.
    let neighbours = |order: &mut dyn Iterator<Item = usize>| {
        let mut out = vec![None; anchors.len()];
        let (mut last, mut other): (Option<&Anchor>, Option<&Anchor>) = (None, None);
        for at in order {
            let anchor = &anchors[at];
            out[at] = match last {
                Some(last) if last.target != anchor.target => Some(last.node),
                _ => other.map(|other| other.node),
            };
            if is_named(anchor) {
                if last.is_some_and(|last| last.target != anchor.target) {
                    other = last;
                }
                last = Some(anchor);
            }
        }
        out
    };
    let before = neighbours(&mut (0..anchors.len()));
    let behind = neighbours(&mut (0..anchors.len()).rev());
    anchors
        .iter()
        .zip(before.iter().zip(&behind))
        .map(|(anchor, (previous, next))| {
            std::iter::once(anchor.node)
                .chain(tree.ancestors(anchor.node))
                .take(HIGHEST_CARD)
                .take_while(|&node| {
                    tree.end(node) - node.index() <= LARGEST_CARD
                        && !headlines.iter().any(|&own| tree.contains(node, own))
                        && !previous.is_some_and(|other| tree.contains(node, other))
                        && !next.is_some_and(|other| tree.contains(node, other))
                        && ![Tag::BODY, Tag::MAIN, Tag::NAV].contains(&tree.tag(node))
                })
                .last()
        })
        .collect()
}

/// The headlines of the page itself, which are of no card: those of the first level that are no links.
fn own_headlines(tree: &Tree) -> Vec<NodeId> {
    const MOST: usize = 8;
    let is_link = |node: NodeId| tree.tag(node) == Tag::A;
    tree.descendants(tree.root())
        .filter(|&node| tree.tag(node) == Tag::H1)
        .filter(|&node| {
            !tree
                .descendants(node)
                .chain(tree.ancestors(node))
                .any(is_link)
        })
        .take(MOST)
        .collect()
}

/// Whether a text is a time of day and nothing else.
fn is_clock(text: &str) -> bool {
    text.split_once([':', 'h']).is_some_and(|(hour, minute)| {
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        matches!(hour.len(), 1 | 2) && minute.len() == 2 && digits(hour) && digits(minute)
    })
}

/// Takes from a card what it says of its target: an image, a time, a headline that is no link, a teaser.
pub fn look_at(tree: &Tree, card: NodeId, target: &mut Target, language: Option<&str>) {
    for node in tree.descendants(card) {
        let tag = tree.tag(node);
        match tag {
            Tag::IMG | Tag::PICTURE | Tag::VIDEO | Tag::AMP_IMG => target.image = true,
            Tag::TIME => {
                target.time = true;
                if target.published.is_none() {
                    let stated = tree
                        .attr(node, "datetime")
                        .and_then(|at| dates::parse(at, language));
                    target.published =
                        stated.or_else(|| dates::parse(&tidy::visible(tree, node), language));
                }
            }
            Tag::TEXT if target.published.is_none() => {
                let text = tree.text(node).trim();
                target.time |= is_clock(text);
                let may = text.len() <= LONGEST_DATE_LINE && text.chars().any(char::is_numeric);
                let is_title = target
                    .title
                    .as_deref()
                    .is_some_and(|title| title.contains(text));
                if may
                    && !is_title
                    && let Some((_, moment)) = dates::find(text, language).first()
                {
                    target.published = Some(*moment);
                    target.time = true;
                }
            }
            _ => {}
        }
        if !target.heading && is_headline(tree, node) {
            let text = tidy::visible(tree, node);
            if text.chars().count() <= LONGEST_HEADLINE && word_count(&text) >= 2 {
                call(target, &text, true);
            }
        }
        if tag == Tag::P && target.summary.is_none() {
            let text = tidy::visible(tree, node);
            if word_count(&text) >= 8 && target.title.as_deref() != Some(text.as_str()) {
                target.summary = Some(text);
            }
        }
    }
}
