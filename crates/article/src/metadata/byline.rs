//! Bylines as pages print them.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use khabar_page::{NodeId, Tag, Tree};

use super::author::add;
use super::clues::{Clues, Hint, MetaBy};
use super::names::{
    Written, has_lead, has_lead_alone, has_role, is_lead, looks_like_person, names,
};
use super::organisation::is_organisation;
use super::sites::{Site, is_outlet};
use super::{text, web, words};
use crate::article::Author;

/// Parts of class names of what is not the report's own: anywhere above a place, and close above it.
static ASIDES: LazyLock<[AhoCorasick; 2]> = LazyLock::new(|| {
    ["aside", "credit"].map(|group| words::find_names(include_str!("data/asides.txt"), group))
});

/// Places marked as bylines beyond this number are not looked at: they are comments.
const MOST_PLACES: usize = 60;

/// Looks for bylines on a page.
pub(super) struct Bylines<'t, 'c> {
    tree: &'t Tree,
    clues: &'c Clues<'t>,
    base: &'c web::Base,
    /// The first heading with words in it.
    headline: Option<NodeId>,
}

impl<'t, 'c> Bylines<'t, 'c> {
    pub(super) fn new(tree: &'t Tree, clues: &'c Clues<'t>, base: &'c web::Base) -> Self {
        let full = |n: &&NodeId| text::visible(tree, **n).chars().count() > 12;
        let headline = clues.h1.iter().find(full).or(clues.h1.first()).copied();
        Self {
            tree,
            clues,
            base,
            headline,
        }
    }

    /// Authors in microdata. Of a thread, where every post has one, the first alone.
    pub(super) fn of_microdata(&self) -> Vec<Author> {
        let mut authors = Vec::new();
        let thread = self.clues.item_types.iter().any(|(_, t)| {
            ["DiscussionForumPosting", "QAPage", "Question"]
                .iter()
                .any(|kind| t.ends_with(kind))
        });
        let mut near = HashMap::new();
        for node in self
            .clues
            .item_prop("author")
            .chain(self.clues.item_prop("creator"))
            .take(MOST_PLACES)
        {
            if self.is_aside(node, &mut near) {
                continue;
            }
            let named = self
                .clues
                .item_prop("name")
                .take(200)
                .find(|&n| n != node && self.tree.contains(node, n));
            let of = named.unwrap_or(node);
            let mut line = text::visible_lines(self.tree, of)
                .into_iter()
                .next()
                .unwrap_or_default();
            let meta = || {
                let within = |m: &&super::clues::Meta<'_>| {
                    m.by == MetaBy::ItemProp && m.name == "name" && self.tree.contains(node, m.node)
                };
                self.clues.metas.iter().find(within).map(|m| m.content)
            };
            if line.is_empty() {
                let content = meta()
                    .or_else(|| self.tree.attr(of, "content"))
                    .unwrap_or_default();
                content.clone_into(&mut line);
            }
            if line.chars().count() <= 160 {
                let written = if named.is_some() {
                    Written::Markup
                } else {
                    Written::Page
                };
                let mut found = names(&line, written);
                if found.is_empty() {
                    found = Self::signature(&line);
                }
                add(&mut authors, found, self.link_of(node).as_deref());
            }
            if authors.len() >= if thread { 1 } else { 10 } {
                break;
            }
        }
        authors
    }

    /// Links to authors' pages that say so.
    pub(super) fn of_rels(&self) -> Vec<Author> {
        let mut authors = Vec::new();
        let mut near = HashMap::new();
        let mut last: Option<NodeId> = None;
        let is_author = |rel: &str| {
            rel.split_ascii_whitespace()
                .any(|r| r.eq_ignore_ascii_case("author"))
        };
        for &(node, _) in self
            .clues
            .rels
            .iter()
            .filter(|(_, rel)| is_author(rel))
            .take(MOST_PLACES)
        {
            if self.is_aside(node, &mut near) {
                continue;
            }
            // Names of one byline stand together; what comes later is of other reports.
            if last.is_some_and(|l: NodeId| node.index() > l.index() + 60) && !authors.is_empty() {
                break;
            }
            last = Some(node);
            let line = text::visible(self.tree, node);
            if line.chars().count() <= 80 {
                let mut found = names(&line, Written::Page);
                if found.is_empty() && authors.is_empty() {
                    found = Self::signature(&line);
                }
                add(&mut authors, found, self.link_of(node).as_deref());
            }
            if authors.len() >= 8 {
                break;
            }
        }
        authors
    }

    /// The first printed byline with those beside it, and whether one of them begins with "By".
    pub(super) fn of_boxes(&self) -> (Vec<Author>, bool) {
        let mut authors: Vec<Author> = Vec::new();
        let mut first: Option<NodeId> = None;
        let mut led = false;
        let mut near = HashMap::new();
        for node in self.clues.hinted(Hint::Byline).take(4 * MOST_PLACES) {
            if self.tree.end(node) - node.index() > 120 || self.is_aside(node, &mut near) {
                continue;
            }
            if let Some(first) = first {
                // Only what stands in the same small box goes with the first.
                let beside = self
                    .tree
                    .ancestors(first)
                    .take(3)
                    .any(|a| self.tree.contains(a, node) && self.tree.end(a) - a.index() < 200);
                if !beside {
                    break;
                }
            }
            let lines = text::visible_lines(self.tree, node);
            if lines.len() > 6 {
                continue;
            }
            let mut found = Vec::new();
            for line in lines.iter().take(4).filter(|l| l.chars().count() <= 160) {
                found = names(line, Written::Page);
                if !found.is_empty() {
                    led |= has_lead(line);
                    break;
                }
            }
            if found.is_empty() && lines.len() == 1 && first.is_none() {
                found = Self::signature(&lines[0]);
            }
            if found.is_empty() {
                continue;
            }
            first.get_or_insert(node);
            // A box inside the first says the same again.
            add(&mut authors, found, self.link_of(node).as_deref());
        }
        (authors, led)
    }

    /// Links to authors' pages known by their address, near the headline.
    pub(super) fn of_links(&self) -> Vec<Author> {
        let mut authors = Vec::new();
        let mut near = HashMap::new();
        let mut last: Option<NodeId> = None;
        for &node in &self.clues.author_links {
            let close = self.headline.is_some_and(|h| {
                node.index() + 80 > h.index() && node.index() < self.tree.end(h) + 300
            });
            if !close || self.is_aside(node, &mut near) {
                continue;
            }
            // Others of the same byline follow at once.
            if last.is_some_and(|l| node.index() > l.index() + 30) {
                break;
            }
            let line = text::visible(self.tree, node);
            let found = names(&line, Written::Page);
            if !found.is_empty() && line.chars().count() <= 60 {
                last = Some(node);
                add(&mut authors, found, self.link_of(node).as_deref());
            }
        }
        authors
    }

    /// The first line after the headline that begins as bylines do: "Von Max Muster". Looked for only where nothing
    /// better is known, because it means going through the text again.
    pub(super) fn of_lines(&self) -> Vec<Author> {
        let mut authors = Vec::new();
        let Some(headline) = self.headline else {
            return authors;
        };
        let mut near = HashMap::new();
        let start = headline.index().saturating_sub(60);
        for node in (start..headline.index() + 2_000).map_while(|i| self.tree.at(i)) {
            let whole = self.tree.text(node);
            if whole.len() < 2 {
                continue;
            }
            let whole = whole.trim();
            if whole.len() > 160 || whole.len() < 2 {
                continue;
            }
            // "15 August | By Ann Lee"
            let Some(text) = whole
                .split(['|', '•', '·'])
                .map(str::trim)
                .find(|t| t.len() > 1 && has_lead_alone(t))
            else {
                continue;
            };
            let alone = is_lead(text);
            // Far below only a "By" that stands alone is sure to be one.
            if !alone && node.index() > headline.index() + 400 {
                continue;
            }
            let lines = if alone {
                // The names stand in elements of their own after it.
                self.lines_after(text, node)
            } else {
                vec![text::fold(text)]
            };
            if self.is_aside(node, &mut near) {
                continue;
            }
            let found = lines
                .iter()
                .filter(|line| line.chars().count() <= 70 && !line.ends_with('.'))
                .map(|line| names(line, Written::Page))
                .find(|found| !found.is_empty() && found.iter().all(|n| looks_like_person(n)));
            if let Some(found) = found {
                add(&mut authors, found, None);
                break;
            }
        }
        authors
    }

    /// A lead with the text after it, and with those that a comma or an ampersand joins to that: the longest first.
    fn lines_after(&self, lead: &str, node: NodeId) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let texts = (node.index() + 1..node.index() + 40)
            .map_while(|i| self.tree.at(i))
            .map(|n| (n, text::fold(self.tree.text(n))))
            .filter(|(_, t)| !t.is_empty() && t != ":");
        for (at, text) in texts {
            let line = match lines.last() {
                None if at.index() < node.index() + 8 => format!("{lead} {text}"),
                Some(line) if text.starts_with([',', '&']) || line.ends_with([',', '&']) => {
                    format!("{line} {text}")
                }
                _ => break,
            };
            // No byline is longer.
            if line.len() > 400 {
                break;
            }
            lines.push(line);
        }
        lines.reverse();
        lines
    }

    /// What signs a report below its last paragraph: a department, an agency, or the outlet and whom it has the report
    /// from.
    pub(super) fn of_end(&self, sites: &[Site]) -> Vec<Author> {
        let is_outlet = |part: &str| is_outlet(part, sites);
        let mut authors = Vec::new();
        let Some(headline) = self.headline else {
            return authors;
        };
        // The last paragraph of each box: a signature stands below all of them.
        let mut boxes = HashMap::new();
        let signature = (headline.index()..headline.index() + 2_000)
            .map_while(|i| self.tree.at(i))
            .filter(|&n| self.tree.tag(n) == Tag::P)
            .map(|n| (n, text::visible(self.tree, n)))
            .filter(|(_, line)| {
                let mut parts = line.split('/').map(str::trim);
                line.chars().count() <= 40
                    && !line.contains([':', '?', '!'])
                    && (is_organisation(line.trim_matches(['(', ')']))
                        || (line.contains('/') && parts.any(is_outlet)))
            })
            .take(MOST_PLACES)
            .find(|&(n, _)| {
                self.tree.parent(n).is_some_and(|parent| {
                    let last = boxes
                        .entry(parent)
                        .or_insert_with(|| self.last_of_several(parent));
                    last.is_some_and(|last| last < n)
                })
            });
        if let Some((_, line)) = signature {
            add(
                &mut authors,
                names(line.trim_matches(['(', ')']), Written::Markup),
                None,
            );
            if authors.len() > 1 {
                authors.retain(|a| !is_outlet(&a.name));
            }
        }
        authors
    }

    /// The last paragraph of some length in a box that has several.
    fn last_of_several(&self, parent: NodeId) -> Option<NodeId> {
        let mut long = self
            .tree
            .children(parent)
            .take(500)
            .filter(|&n| self.tree.tag(n) == Tag::P)
            .filter(|&n| text::visible(self.tree, n).chars().count() > 120);
        long.next()?;
        long.last()
    }

    /// The text of a box that is there for authors' names and holds a few words that look like no person's: an
    /// account, a department, an agency.
    fn signature(line: &str) -> Vec<String> {
        let short = line.chars().count() <= 40 && line.split(' ').count() <= 4;
        let dated = line.chars().filter(char::is_ascii_digit).count() > 4
            || line.contains(':')
            || has_role(&line.to_lowercase());
        if short && !dated {
            names(line, Written::Markup)
        } else {
            Vec::new()
        }
    }

    /// Whether a place is not the report's: a comment, a picture's credit, a teaser in a rail, the foot of the page.
    /// What holds the headline is never aside. `known` keeps answers for the boxes that were asked about.
    fn is_aside(&self, node: NodeId, known: &mut HashMap<NodeId, bool>) -> bool {
        let mut asked = Vec::new();
        let mut answer = false;
        for (height, n) in std::iter::once(node)
            .chain(self.tree.ancestors(node))
            .enumerate()
        {
            if self
                .headline
                .is_some_and(|h| self.tree.contains(n, h) && n != h)
            {
                break;
            }
            if let Some(&before) = known.get(&n) {
                answer = before;
                break;
            }
            if height > 3 {
                asked.push(n);
            }
            if self.speaks_of_aside(n, height <= 3) {
                answer = true;
                break;
            }
        }
        known.extend(asked.into_iter().map(|n| (n, answer)));
        answer
    }

    fn speaks_of_aside(&self, node: NodeId, close: bool) -> bool {
        let tag = self.tree.tag(node);
        if matches!(
            tag,
            Tag::FIGURE | Tag::FIGCAPTION | Tag::FOOTER | Tag::NAV | Tag::FORM
        ) {
            return true;
        }
        self.tree
            .attrs(node)
            .filter(|(name, _)| matches!(*name, "class" | "id"))
            .any(|(_, value)| {
                let value = text::clip(value, 300);
                let [aside, credit] = &*ASIDES;
                aside.is_match(value) || (close && credit.is_match(value))
            })
    }

    fn link_of(&self, node: NodeId) -> Option<String> {
        let mut links = std::iter::once(node)
            .chain(self.tree.descendants(node))
            .filter(|&n| self.tree.tag(n) == Tag::A)
            .filter_map(|n| self.tree.attr(n, "href"));
        let first = links.next()?;
        if links.next().is_some() || first.starts_with("mailto:") || first.starts_with('#') {
            return None;
        }
        self.base.absolute(first)
    }
}
