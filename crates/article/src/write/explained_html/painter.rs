//! The page of an explanation, built anew of plain boxes with its texts coloured.

use khabar_page::{NodeId, Tag, Tree};

use super::{LONGEST_TEXT, percent};
use crate::body::BodySource;
use crate::body::inline::{Inline, is_inline, is_skipped};
use crate::explain::{Explained, Explanation};
use crate::metadata::text::clip;
use crate::options::InputKind;
use crate::write::html::{escaped, push};

/// How a block is coloured.
fn shade(explanation: &Explanation, block: &Explained) -> &'static str {
    let unsure = explanation.is_unsure(block);
    match (block.is_kept(), block.reason.is_judged(), block.probability) {
        (true, false, _) if explanation.kind != InputKind::Body => "k-rule",
        (true, _, p) if p > 0.9 => "k3",
        (true, _, p) if p > 0.7 => "k2",
        (true, ..) if unsure => "k1 unsure",
        (true, ..) => "k1",
        (false, false, _) => "rule",
        (false, true, p) if p < 0.05 => "d1",
        (false, ..) if unsure => "d3 unsure",
        (false, true, p) if p < 0.2 => "d2",
        (false, ..) => "d3",
    }
}

/// A run of text of a block. `first`: the block begins with it.
pub(super) fn run(out: &mut String, explanation: &Explanation, at: usize, text: &str, first: bool) {
    let block = &explanation.blocks[at];
    push(
        out,
        format_args!(
            "<a class=\"b {}\" href=\"#b{at}\"",
            shade(explanation, block)
        ),
    );
    if first {
        push(out, format_args!(" id=\"o{at}\""));
    }
    push(
        out,
        format_args!(
            " title=\"{} · {} · {}",
            if block.is_kept() { "kept" } else { "dropped" },
            percent(block.probability),
            block.reason.words()
        ),
    );
    for weight in block.weights.iter().take(3) {
        push(out, format_args!(" · {} {}", weight.group, weight.signed()));
    }
    push(out, format_args!("\">{}</a>", escaped(text)));
}

/// Draws the page anew.
pub(super) struct Painter<'a> {
    explanation: &'a Explanation,
    tree: &'a Tree,
    /// Ends of the elements that are open, and what closes them.
    open: Vec<(usize, &'static str)>,
    /// The block the next text may belong to.
    block: usize,
}

impl<'a> Painter<'a> {
    pub(super) fn new(explanation: &'a Explanation) -> Self {
        Self {
            explanation,
            tree: &explanation.tree,
            open: Vec::new(),
            block: 0,
        }
    }

    pub(super) fn paint(mut self, out: &mut String) {
        let mut next = 1;
        while let Some(node) = self.tree.at(next) {
            self.close_until(out, next);
            next += 1;
            let tag = self.tree.tag(node);
            let is_shown =
                tag == Tag::NOSCRIPT && self.explanation.source == BodySource::WithoutScripts;
            match tag {
                Tag::TEXT => self.text(out, node),
                Tag::BR => out.push_str("<br>"),
                Tag::IMG | Tag::AMP_IMG => self.image(out, node),
                _ if is_skipped(self.tree, node, tag) && !is_shown => next = self.tree.end(node),
                _ => self.enter(out, node, tag),
            }
        }
        self.close_until(out, usize::MAX);
    }

    fn close_until(&mut self, out: &mut String, place: usize) {
        while let Some(&(end, close)) = self.open.last()
            && end <= place
        {
            out.push_str(close);
            self.open.pop();
        }
    }

    fn enter(&mut self, out: &mut String, node: NodeId, tag: Tag) {
        let (name, class, close) = match is_inline(tag) {
            Some(kind) => ("span", inline_class(kind), "</span>"),
            None => ("div", block_class(tag), "</div>\n"),
        };
        push(out, format_args!("<{name}"));
        if !class.is_empty() {
            push(out, format_args!(" class=\"{class}\""));
        }
        let direction = self.tree.attr(node, "dir").unwrap_or_default();
        for known in ["ltr", "rtl", "auto"] {
            if direction.eq_ignore_ascii_case(known) {
                push(out, format_args!(" dir=\"{known}\""));
            }
        }
        out.push('>');
        self.open.push((self.tree.end(node), close));
    }

    fn text(&mut self, out: &mut String, node: NodeId) {
        let text = self.tree.text(node);
        let blocks = &self.explanation.blocks;
        let nodes = |at: usize| blocks.get(at).and_then(|b| b.nodes);
        while nodes(self.block).is_some_and(|(_, last)| last < node) {
            self.block += 1;
        }
        match nodes(self.block) {
            Some((first, _)) if first <= node && !text.trim().is_empty() => {
                run(out, self.explanation, self.block, text, first == node);
            }
            _ => out.push_str(&escaped(text)),
        }
    }

    fn image(&self, out: &mut String, node: NodeId) {
        let alt = self.tree.attr(node, "alt").unwrap_or_default();
        push(
            out,
            format_args!(
                "<span class=\"img\">image <bdi dir=\"auto\">{}</bdi></span>",
                escaped(clip(alt, LONGEST_TEXT))
            ),
        );
    }
}

fn inline_class(kind: Inline) -> &'static str {
    match kind {
        Inline::Link => "link",
        Inline::Strong => "bold",
        Inline::Emphasis => "it",
        Inline::Code => "code",
        Inline::Plain => "",
    }
}

fn block_class(tag: Tag) -> &'static str {
    match tag {
        Tag::P => "p",
        Tag::H1 => "h h1",
        Tag::H2 => "h h2",
        Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => "h h3",
        Tag::LI => "item",
        Tag::UL | Tag::OL | Tag::MENU | Tag::DL => "list-of",
        Tag::BLOCKQUOTE => "quote",
        Tag::PRE => "pre",
        Tag::FIGURE => "fig",
        Tag::TABLE => "table",
        Tag::TR => "row",
        Tag::TD | Tag::TH => "cell",
        _ => "",
    }
}
