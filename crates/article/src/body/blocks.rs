//! Cuts a page into blocks: the smallest runs of text a judgement is made of.
//!
//! A block is what stands between two edges of block-level markup, or between two line breaks in a row. Blocks come in
//! document order, so all text below an element is a range of blocks.

use khabar_page::{NodeId, Tag, Tree};

use super::inline::{Inline, is_inline, is_skipped};
use super::prune::is_overlay;
use crate::words::{fold_into, trimmed};

/// A run of text.
#[derive(Debug, Clone)]
pub struct TextBlock {
    /// First and last text node it is made of.
    pub nodes: (NodeId, NodeId),
    /// Range of [`Blocks::text`]: the text with white space folded.
    pub text: (u32, u32),
    /// Innermost block-level element around it: index into [`Blocks::containers`].
    pub container: u32,
    /// Characters, white space folded.
    pub chars: u32,
    /// Of these, characters inside links.
    pub link_chars: u32,
    /// Of these, characters set bold.
    pub strong_chars: u32,
    /// Links that begin in it.
    pub links: u16,
    /// Single line breaks inside it.
    pub breaks: u16,
    /// Whether two line breaks, not an edge of markup, part it from the block before.
    pub after_breaks: bool,
}

/// A block-level element that holds text somewhere below it.
#[derive(Debug, Clone)]
pub struct Container {
    /// The element.
    pub node: NodeId,
    /// Its tag.
    pub tag: Tag,
    /// The container around it; its own index for the outermost.
    pub parent: u32,
    /// Elements above it, block-level ones only.
    pub depth: u16,
    /// What it and those around it are: see [`Within`].
    pub within: Within,
    /// Range of blocks below it.
    pub blocks: (u32, u32),
}

/// What kinds of element a block stands in, nearest or not, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Within(pub u32);

impl Within {
    /// Tags that count, in the order of their bits; those after them are [`Within::HIDDEN`], [`Within::LINK`],
    /// [`Within::OVERLAY`] and [`Within::UNSEEN`].
    pub const TAGS: [Tag; 20] = [
        Tag::ARTICLE,
        Tag::MAIN,
        Tag::ASIDE,
        Tag::NAV,
        Tag::FOOTER,
        Tag::HEADER,
        Tag::FORM,
        Tag::FIGURE,
        Tag::FIGCAPTION,
        Tag::TABLE,
        Tag::UL,
        Tag::OL,
        Tag::DL,
        Tag::SECTION,
        Tag::BLOCKQUOTE,
        Tag::PRE,
        Tag::BUTTON,
        Tag::DIALOG,
        Tag::DETAILS,
        Tag::ADDRESS,
    ];
    /// Not shown when the page opens.
    pub const HIDDEN: u32 = 1 << 20;
    /// Inside a link that holds blocks.
    pub const LINK: u32 = 1 << 21;
    /// In a window that lies over the page.
    pub const OVERLAY: u32 = 1 << 22;
    /// Seen by nobody when the page opens. What is only not read out is [`Within::HIDDEN`], too.
    pub const UNSEEN: u32 = 1 << 23;

    fn of(tag: Tag) -> u32 {
        Self::TAGS
            .iter()
            .position(|&t| t == tag)
            .map_or(0, |bit| 1 << bit)
    }

    /// Whether one of the elements around is of this tag, one of [`Within::TAGS`].
    pub fn has(self, tag: Tag) -> bool {
        self.0 & Self::of(tag) != 0
    }

    /// Whether it is hidden when the page opens.
    pub fn hidden(self) -> bool {
        self.0 & Self::HIDDEN != 0
    }
}

/// A page cut into blocks.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    /// The blocks, in document order.
    pub blocks: Vec<TextBlock>,
    /// The block-level elements, in document order.
    pub containers: Vec<Container>,
    /// The blocks' texts, one after the other.
    pub text: String,
}

impl Blocks {
    /// The text of a block, white space folded.
    pub fn text(&self, block: &TextBlock) -> &str {
        &self.text[block.text.0 as usize..block.text.1 as usize]
    }

    /// The container of a block and those around it, from the inside out.
    pub fn around(&self, block: &TextBlock) -> impl Iterator<Item = (u32, &Container)> + Clone {
        std::iter::successors(Some(block.container), |&c| {
            let parent = self.containers[c as usize].parent;
            (parent != c).then_some(parent)
        })
        .map(|c| (c, &self.containers[c as usize]))
    }

    /// Cuts a page into blocks.
    pub fn cut(tree: &Tree) -> Self {
        Cutter::new(tree).run()
    }

    /// Cuts a page into blocks, `noscript` included: what it shows those whose browser runs no scripts.
    pub fn cut_without_scripts(tree: &Tree) -> Self {
        Cutter {
            noscript: true,
            ..Cutter::new(tree)
        }
        .run()
    }
}

/// An element whose end has not been reached.
struct Open {
    end: usize,
    kind: OpenKind,
}

enum OpenKind {
    Container(u32),
    Link,
    Strong,
    Plain,
}

struct Cutter<'t> {
    tree: &'t Tree,
    out: Blocks,
    open: Vec<Open>,
    container: u32,
    links: u32,
    strongs: u32,
    /// The block being filled.
    current: Option<TextBlock>,
    /// White space seen since the last character.
    gap: bool,
    breaks_in_a_row: u16,
    /// Whether `noscript` counts.
    noscript: bool,
}

impl<'t> Cutter<'t> {
    fn new(tree: &'t Tree) -> Self {
        let root = Container {
            node: tree.root(),
            tag: Tag::DOCUMENT,
            parent: 0,
            depth: 0,
            within: Within::default(),
            blocks: (0, 0),
        };
        Self {
            tree,
            out: Blocks {
                containers: vec![root],
                ..Blocks::default()
            },
            open: Vec::new(),
            container: 0,
            links: 0,
            strongs: 0,
            current: None,
            gap: false,
            breaks_in_a_row: 0,
            noscript: false,
        }
    }

    fn run(mut self) -> Blocks {
        let mut next = 1;
        while let Some(node) = self.tree.at(next) {
            self.close_until(next);
            next += 1;
            match self.tree.tag(node) {
                Tag::TEXT => self.text(node),
                Tag::BR => self.line_break(),
                Tag::NOSCRIPT if self.noscript => self.enter(node, Tag::NOSCRIPT),
                tag if is_skipped(self.tree, node, tag) => next = self.tree.end(node),
                tag => self.enter(node, tag),
            }
        }
        self.close_until(usize::MAX);
        self.flush();
        self.out.containers[0].blocks.1 = self.out.blocks.len() as u32;
        self.out
    }

    fn enter(&mut self, node: NodeId, tag: Tag) {
        let end = self.tree.end(node);
        let kind = match is_inline(tag) {
            Some(Inline::Link) => {
                self.links += 1;
                if let Some(block) = &mut self.current {
                    block.links = block.links.saturating_add(1);
                }
                OpenKind::Link
            }
            Some(Inline::Strong) => {
                self.strongs += 1;
                OpenKind::Strong
            }
            Some(_) => OpenKind::Plain,
            None => {
                self.flush();
                let parent = &self.out.containers[self.container as usize];
                let mut within = Within(parent.within.0 | Within::of(tag));
                if self.links > 0 {
                    within.0 |= Within::LINK;
                }
                within.0 |= shown(self.tree, node, tag);
                let first = self.out.blocks.len() as u32;
                let container = Container {
                    node,
                    tag,
                    parent: self.container,
                    depth: parent.depth + 1,
                    within,
                    blocks: (first, first),
                };
                self.container = self.out.containers.len() as u32;
                self.out.containers.push(container);
                OpenKind::Container(self.container)
            }
        };
        self.open.push(Open { end, kind });
    }

    fn close_until(&mut self, place: usize) {
        while let Some(open) = self.open.last()
            && open.end <= place
        {
            match open.kind {
                OpenKind::Container(container) => {
                    self.flush();
                    let end = self.out.blocks.len() as u32;
                    let closed = &mut self.out.containers[container as usize];
                    closed.blocks.1 = end;
                    self.container = closed.parent;
                    self.breaks_in_a_row = 0;
                }
                OpenKind::Link => self.links -= 1,
                OpenKind::Strong => self.strongs -= 1,
                OpenKind::Plain => {}
            }
            self.open.pop();
        }
    }

    fn text(&mut self, node: NodeId) {
        let text = self.tree.text(node);
        let words = trimmed(text);
        // Permanent links of headings are drawn as a sign.
        if words.is_empty() || (self.links > 0 && matches!(words, "¶" | "#" | "§" | "🔗")) {
            self.gap |= !text.is_empty();
            return;
        }
        let start = self.out.text.len() as u32;
        let fresh = self.current.is_none();
        let (links, after_breaks) = (u16::from(self.links > 0), self.breaks_in_a_row > 1);
        let block = self.current.get_or_insert(TextBlock {
            nodes: (node, node),
            text: (start, start),
            container: self.container,
            chars: 0,
            link_chars: 0,
            strong_chars: 0,
            links,
            breaks: 0,
            after_breaks,
        });
        block.nodes.1 = node;
        let gap = !fresh && (self.gap || text.starts_with(char::is_whitespace));
        if gap {
            self.out.text.push(' ');
        }
        let before = u32::from(gap);
        fold_into(words, &mut self.out.text);
        let added = self.out.text[start as usize..].chars().count() as u32;
        block.text.1 = self.out.text.len() as u32;
        block.chars += added;
        if self.links > 0 {
            block.link_chars += added - before;
        }
        if self.strongs > 0 {
            block.strong_chars += added - before;
        }
        self.gap = text.ends_with(char::is_whitespace);
        self.breaks_in_a_row = 0;
    }

    fn line_break(&mut self) {
        self.gap = true;
        self.breaks_in_a_row = self.breaks_in_a_row.saturating_add(1);
        if self.breaks_in_a_row > 1 {
            self.flush();
        } else if let Some(block) = &mut self.current {
            block.breaks = block.breaks.saturating_add(1);
        }
    }

    fn flush(&mut self) {
        if let Some(block) = self.current.take() {
            self.out.blocks.push(block);
        }
        self.gap = false;
    }
}

/// How an element shows when the page opens, by its attributes: as bits of [`Within`].
fn shown(tree: &Tree, node: NodeId, tag: Tag) -> u32 {
    let mut within = 0;
    for (name, value) in tree.attrs(node) {
        within |= match name {
            "hidden" => Within::UNSEEN | Within::HIDDEN,
            "aria-hidden" if value == "true" => Within::HIDDEN,
            "style" => styled(value),
            _ => 0,
        };
    }
    if is_overlay(tree, node, tag) {
        within |= Within::OVERLAY;
    }
    within
}

/// What a style says of that.
fn styled(style: &str) -> u32 {
    const HIDE: [&str; 2] = ["display:none", "visibility:hidden"];
    const MOVE_OUT: [&str; 3] = ["font-size:0;", "left:-9999", "text-indent:-9999"];
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(400)
        .collect();
    let has = |rules: &[&str]| rules.iter().any(|rule| style.contains(rule));
    if has(&HIDE) {
        Within::UNSEEN | Within::HIDDEN
    } else if has(&MOVE_OUT) {
        Within::UNSEEN
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn texts(html: &str) -> Vec<String> {
        let (tree, _) = parse(html, &Limits::default());
        let blocks = Blocks::cut(&tree);
        blocks
            .blocks
            .iter()
            .map(|b| blocks.text(b).to_owned())
            .collect()
    }

    #[test]
    fn blocks_end_at_block_level_edges_and_double_breaks() {
        assert_eq!(
            texts("<div>a <b>b</b>\n c<p>d<br>e<br> <br>f</p>g</div><ul><li>h<li>i</ul>"),
            ["a b c", "d e", "f", "g", "h", "i"]
        );
    }

    #[test]
    fn words_parted_by_markup_alone_stay_together() {
        assert_eq!(
            texts("<p>H<sub>2</sub>O and <i>so</i> on</p>"),
            ["H2O and so on"]
        );
    }

    #[test]
    fn scripts_options_and_inert_markup_hold_no_text() {
        assert_eq!(
            texts("<p>a<script>b</script><select><option>c</select><noscript>d</noscript>e</p>"),
            ["ae"]
        );
    }

    #[test]
    fn links_and_bold_are_counted() {
        let (tree, _) = parse(
            "<p>See <a href=/x>the page</a> and <b>this</b>",
            &Limits::default(),
        );
        let blocks = Blocks::cut(&tree);
        let block = &blocks.blocks[0];
        assert_eq!(
            (
                block.chars,
                block.link_chars,
                block.strong_chars,
                block.links
            ),
            (21, 8, 4, 1)
        );
    }

    #[test]
    fn containers_know_their_blocks_and_surroundings() {
        let (tree, _) = parse(
            "<main><p>a</p><aside hidden><p>b</p><p>c</p></aside></main>",
            &Limits::default(),
        );
        let blocks = Blocks::cut(&tree);
        let aside = blocks
            .containers
            .iter()
            .find(|c| c.tag == Tag::ASIDE)
            .unwrap();
        assert_eq!(aside.blocks, (1, 3));
        assert!(aside.within.has(Tag::MAIN) && aside.within.hidden());
        let around: Vec<_> = blocks
            .around(&blocks.blocks[0])
            .map(|(_, c)| c.tag)
            .collect();
        assert_eq!(
            around,
            [Tag::P, Tag::MAIN, Tag::BODY, Tag::HTML, Tag::DOCUMENT]
        );
    }
}
