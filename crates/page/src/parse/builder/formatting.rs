//! Formatting elements: `b`, `i`, `a` and the like go on over the borders of paragraphs until they are closed, and are
//! mended where they overlap (the standard's adoption agency).

use super::{Builder, HEADINGS, IMPLIED_END, Open, SCOPE, foreign};
use crate::parse::draft::{Handle, NONE, Place, Stretch};
use crate::parse::names::{Name, TagSet};
use crate::tag::Tag;

/// Elements that formatting does not simply go through.
const SPECIAL: TagSet = HEADINGS.and(&[
    Tag::ADDRESS,
    Tag::APPLET,
    Tag::AREA,
    Tag::ARTICLE,
    Tag::ASIDE,
    Tag::BASE,
    Tag::BASEFONT,
    Tag::BGSOUND,
    Tag::BLOCKQUOTE,
    Tag::BODY,
    Tag::BR,
    Tag::BUTTON,
    Tag::CAPTION,
    Tag::CENTER,
    Tag::COL,
    Tag::COLGROUP,
    Tag::DD,
    Tag::DETAILS,
    Tag::DIR,
    Tag::DIV,
    Tag::DL,
    Tag::DT,
    Tag::EMBED,
    Tag::FIELDSET,
    Tag::FIGCAPTION,
    Tag::FIGURE,
    Tag::FOOTER,
    Tag::FORM,
    Tag::FRAME,
    Tag::FRAMESET,
    Tag::HEAD,
    Tag::HEADER,
    Tag::HGROUP,
    Tag::HR,
    Tag::HTML,
    Tag::IFRAME,
    Tag::IMG,
    Tag::INPUT,
    Tag::KEYGEN,
    Tag::LI,
    Tag::LINK,
    Tag::LISTING,
    Tag::MAIN,
    Tag::MARQUEE,
    Tag::MENU,
    Tag::META,
    Tag::NAV,
    Tag::NOEMBED,
    Tag::NOFRAMES,
    Tag::NOSCRIPT,
    Tag::OBJECT,
    Tag::OL,
    Tag::P,
    Tag::PARAM,
    Tag::PLAINTEXT,
    Tag::PRE,
    Tag::SCRIPT,
    Tag::SEARCH,
    Tag::SECTION,
    Tag::SELECT,
    Tag::SOURCE,
    Tag::STYLE,
    Tag::SUMMARY,
    Tag::TABLE,
    Tag::TBODY,
    Tag::TD,
    Tag::TEMPLATE,
    Tag::TEXTAREA,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TITLE,
    Tag::TR,
    Tag::TRACK,
    Tag::UL,
    Tag::WBR,
    Tag::XMP,
]);

/// Of elements alike, no more than this many go on at a time.
const MOST_ALIKE: usize = 3;

pub(super) fn is_special(name: Name) -> bool {
    SPECIAL.has(name.tag()) || foreign::is_bound(name)
}

/// The list of active formatting elements.
#[derive(Default)]
pub(super) struct Formatting(Vec<Entry>);

#[derive(Clone, Copy)]
enum Entry {
    /// Formatting does not cross the border of a cell, a caption, an object.
    Mark,
    Element {
        node: Handle,
        name: Name,
        /// The same for the same attributes, in whatever order.
        print: u64,
    },
}

impl Entry {
    fn node(self) -> Handle {
        match self {
            Self::Mark => NONE,
            Self::Element { node, .. } => node,
        }
    }
}

impl Formatting {
    pub fn mark(&mut self) {
        self.0.push(Entry::Mark);
    }

    /// Forgets all back to the last mark, it too.
    pub fn clear_to_mark(&mut self) {
        while let Some(Entry::Element { .. }) = self.0.pop() {}
    }

    fn position(&self, node: Handle) -> Option<usize> {
        self.0.iter().rposition(|entry| entry.node() == node)
    }

    fn remove(&mut self, node: Handle) {
        if let Some(at) = self.position(node) {
            self.0.remove(at);
        }
    }

    /// The last element of this name behind the last mark.
    fn last_named(&self, name: Name) -> Option<Handle> {
        for entry in self.0.iter().rev() {
            match entry {
                Entry::Mark => return None,
                Entry::Element { node, name: n, .. } if *n == name => return Some(*node),
                Entry::Element { .. } => {}
            }
        }
        None
    }

    fn push(&mut self, node: Handle, name: Name, print: u64) {
        let (mut alike, mut earliest) = (0, 0);
        for (at, entry) in self.0.iter().enumerate().rev() {
            match entry {
                Entry::Mark => break,
                Entry::Element {
                    name: n, print: p, ..
                } => {
                    if *n == name && *p == print {
                        alike += 1;
                        earliest = at;
                    }
                }
            }
        }
        if alike >= MOST_ALIKE {
            self.0.remove(earliest);
        }
        self.0.push(Entry::Element { node, name, print });
    }

    /// Lets another node stand for the element at `at`.
    fn replace(&mut self, at: usize, by: Handle) {
        if let Some(Entry::Element { node, .. }) = self.0.get_mut(at) {
            *node = by;
        }
    }
}

impl Builder<'_> {
    /// Notes an element just opened as one that goes on.
    pub(super) fn note_formatting(&mut self, node: Handle, name: Name, attrs: Stretch) {
        let print = self.draft.print(attrs);
        self.formatting.push(node, name, print);
    }

    /// Opens formatting elements again that go on but were closed with what they stood in.
    pub(super) fn reconstruct_formatting(&mut self) {
        let is_open = |entry: &Entry| match entry {
            Entry::Mark => true,
            Entry::Element { node, .. } => self.position(*node).is_some(),
        };
        let list = &self.formatting.0;
        if list.last().is_none_or(is_open) {
            return;
        }
        let first = list.iter().rposition(is_open).map_or(0, |at| at + 1);
        for at in first..self.formatting.0.len() {
            let Entry::Element { node, name, .. } = self.formatting.0[at] else {
                continue;
            };
            if self.open.len() >= self.depth {
                self.too_deep = true;
                return;
            }
            let place = self.place();
            let copy = self.draft.copy(node);
            self.draft.insert(copy, place);
            self.push(copy, name);
            self.formatting.replace(at, copy);
        }
    }

    /// Whether this open element is in scope.
    pub(super) fn node_in_scope(&self, at: usize) -> bool {
        !self.open[at + 1..]
            .iter()
            .any(|open| SCOPE.has(open.name.tag()) || foreign::is_bound(open.name))
    }

    /// `<a>` within `<a>` closes the outer one.
    pub(super) fn close_misnested_link(&mut self) {
        let name = Name::html(Tag::A);
        let Some(node) = self.formatting.last_named(name) else {
            return;
        };
        self.adopt(name);
        self.formatting.remove(node);
        self.remove(node);
    }

    /// The end tag of a formatting element: what it shares with elements that began within it is parted.
    pub(super) fn adopt(&mut self, name: Name) {
        /// The standard's limits on how far overlapping is mended.
        const ROUNDS: usize = 8;
        const INNER_ROUNDS: usize = 3;
        let current = self.current();
        if current.name == name && self.formatting.position(current.node).is_none() {
            self.pop();
            return;
        }
        for _ in 0..ROUNDS {
            let Some(formatting) = self.formatting.last_named(name) else {
                self.end_any_other(name);
                return;
            };
            let Some(at) = self.position(formatting) else {
                self.formatting.remove(formatting);
                return;
            };
            if !self.node_in_scope(at) {
                return;
            }
            let furthest = (at + 1..self.open.len()).find(|&i| is_special(self.open[i].name));
            let Some(furthest) = furthest else {
                while self.open.len() > at {
                    self.pop();
                }
                self.formatting.remove(formatting);
                return;
            };
            let block = self.open[furthest].node;
            let ancestor = self.open[at - 1];
            let mut bookmark = self.formatting.position(formatting).unwrap_or(0);
            let mut last = block;
            let mut above = furthest;
            let mut inner = 0;
            loop {
                inner += 1;
                above -= 1;
                let Open { node, name, .. } = self.open[above];
                if node == formatting {
                    break;
                }
                let mut listed = self.formatting.position(node);
                if inner > INNER_ROUNDS
                    && let Some(entry) = listed.take()
                {
                    self.formatting.0.remove(entry);
                    bookmark -= usize::from(entry < bookmark);
                }
                let Some(entry) = listed else {
                    self.open.remove(above);
                    self.note_closed(name);
                    continue;
                };
                let copy = self.draft.copy(node);
                self.formatting.replace(entry, copy);
                self.open[above].node = copy;
                if last == block {
                    bookmark = entry + 1;
                }
                self.draft.insert(last, end_of(copy));
                last = copy;
            }
            let place = self.place_in(ancestor);
            self.draft.insert(last, place);
            let copy = self.draft.copy(formatting);
            self.draft.move_children(block, copy);
            self.draft.insert(copy, end_of(block));
            self.move_formatting(formatting, copy, bookmark);
            // The element goes from where it was to right behind the block, which the removals may have moved.
            if let Some(at) = self.position(formatting) {
                self.open.remove(at);
            }
            let behind = self.position(block).map_or(self.open.len(), |at| at + 1);
            self.open.insert(
                behind,
                Open {
                    node: copy,
                    name,
                    holds_html: false,
                },
            );
        }
    }

    /// Lets a copy stand for a formatting element, at another place of the list.
    fn move_formatting(&mut self, node: Handle, copy: Handle, bookmark: usize) {
        let Some(at) = self.formatting.position(node) else {
            return;
        };
        let Entry::Element { name, print, .. } = self.formatting.0.remove(at) else {
            return;
        };
        let to = bookmark - usize::from(at < bookmark);
        let moved = Entry::Element {
            node: copy,
            name,
            print,
        };
        self.formatting
            .0
            .insert(to.min(self.formatting.0.len()), moved);
    }

    /// An end tag without rules of its own closes the innermost element of its name, unless a block stands between.
    pub(super) fn end_any_other(&mut self, name: Name) {
        for at in (0..self.open.len()).rev() {
            let open = self.open[at];
            if open.name == name {
                self.close_implied(IMPLIED_END, Some(name));
                while self.open.len() > at {
                    self.pop();
                }
                return;
            }
            if is_special(open.name) {
                return;
            }
        }
    }
}

fn end_of(parent: Handle) -> Place {
    Place { parent, next: NONE }
}
