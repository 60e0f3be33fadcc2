//! The tree under construction: nodes in the order they came, linked, so that they can still be moved.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::names::{Name, Names};
use crate::tag::Tag;
use crate::tree::{Attr, Node, Tree};

/// A node under construction, by its place in [`Draft::nodes`].
pub(super) type Handle = u32;

/// No node.
pub(super) const NONE: Handle = u32::MAX;
/// The document.
pub(super) const DOCUMENT: Handle = 0;

/// A stretch of the tree's string: of the page's source, or of what could not be taken from there as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stretch {
    pub from: u32,
    pub to: u32,
}

struct DraftNode {
    name: Name,
    parent: Handle,
    first: Handle,
    last: Handle,
    previous: Handle,
    next: Handle,
    /// Text: a stretch of the string. Elements: a range of the attributes.
    from: u32,
    to: u32,
}

/// Where a node goes: under a parent, before one of its children or at the end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub parent: Handle,
    pub next: Handle,
}

pub(super) struct Draft<'a> {
    source: &'a str,
    /// What lies behind the source in the tree's string: text with its references resolved.
    added: String,
    nodes: Vec<DraftNode>,
    pub attrs: Vec<Attr>,
    pub names: Names,
    /// The text node that grew last, and so may go on growing.
    last_text: Handle,
    node_limit: usize,
    /// Bytes that may be added to the source, or stand in attributes that are repeated: formatting elements that are
    /// never closed are opened anew in every paragraph with all their attributes, so a small page could otherwise be
    /// as much work as a large one.
    room: usize,
    full: bool,
}

impl<'a> Draft<'a> {
    pub fn new(source: &'a str, node_limit: usize) -> Self {
        let mut draft = Self {
            source,
            added: String::new(),
            nodes: Vec::with_capacity((source.len() / 48 + 16).min(node_limit.saturating_add(16))),
            attrs: Vec::with_capacity(source.len() / 64 + 16),
            names: Names::default(),
            last_text: NONE,
            node_limit,
            room: 2 * source.len() + (1 << 20),
            full: false,
        };
        draft.push(Name::html(Tag::DOCUMENT), 0, 0);
        draft
    }

    /// Whether nodes were left out, or what they hold.
    pub fn is_full(&self) -> bool {
        self.full
    }

    fn push(&mut self, name: Name, from: u32, to: u32) -> Handle {
        self.nodes.push(DraftNode {
            name,
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            from,
            to,
        });
        (self.nodes.len() - 1) as Handle
    }

    /// A new element, nowhere yet.
    pub fn element(&mut self, name: Name, attrs: Stretch) -> Handle {
        self.push(name, attrs.from, attrs.to)
    }

    /// A new element with the name and attributes of another.
    pub fn copy(&mut self, of: Handle) -> Handle {
        let DraftNode { name, from, to, .. } = self.nodes[of as usize];
        let attrs = &self.attrs[from as usize..to as usize];
        let bytes = attrs.iter().map(|a| (a.to - a.from) as usize).sum();
        let to = if self.takes_room(bytes) { to } else { from };
        self.push(name, from, to)
    }

    /// Whether there is room for so many bytes more; takes it.
    fn takes_room(&mut self, bytes: usize) -> bool {
        let fits = bytes <= self.room;
        if fits {
            self.room -= bytes;
        } else {
            self.full = true;
        }
        fits
    }

    pub fn parent(&self, node: Handle) -> Handle {
        self.nodes[node as usize].parent
    }

    /// Adds a piece of text to the string; gives where it lies.
    pub fn add_string(&mut self, text: &str) -> Stretch {
        let from = self.string_end();
        if self.takes_room(text.len()) {
            self.added.push_str(text);
        }
        Stretch {
            from,
            to: self.string_end(),
        }
    }

    fn string_end(&self) -> u32 {
        (self.source.len() + self.added.len()) as u32
    }

    pub fn string(&self, stretch: Stretch) -> &str {
        let (from, to) = (stretch.from as usize, stretch.to as usize);
        match from.checked_sub(self.source.len()) {
            Some(from) => &self.added[from..to - self.source.len()],
            None => &self.source[from..to],
        }
    }

    /// The value of an attribute among a range of them.
    pub fn attr(&self, attrs: Stretch, name: &str) -> Option<&str> {
        self.attrs[attrs.from as usize..attrs.to as usize]
            .iter()
            .find(|a| self.names.name(a.name) == name)
            .map(|a| {
                self.string(Stretch {
                    from: a.from,
                    to: a.to,
                })
            })
    }

    /// A number that is the same for the same attributes, in whatever order.
    pub fn print(&self, attrs: Stretch) -> u64 {
        let attrs = &self.attrs[attrs.from as usize..attrs.to as usize];
        attrs.iter().fold(attrs.len() as u64, |sum, attr| {
            let mut hasher = FxHasher::default();
            attr.name.hash(&mut hasher);
            let value = Stretch {
                from: attr.from,
                to: attr.to,
            };
            self.string(value).hash(&mut hasher);
            sum.wrapping_add(hasher.finish())
        })
    }

    /// Gives an element those attributes that it does not have yet.
    pub fn add_missing_attrs(&mut self, element: Handle, attrs: Stretch) {
        let DraftNode { from, to, .. } = self.nodes[element as usize];
        self.names.begin_tag();
        for attr in &self.attrs[from as usize..to as usize] {
            self.names.mark(attr.name);
        }
        let missing: Vec<Attr> = self.attrs[attrs.from as usize..attrs.to as usize]
            .iter()
            .filter(|a| self.names.mark(a.name))
            .copied()
            .collect();
        if missing.is_empty() {
            return;
        }
        // The element's attributes are moved to the end, where there is room for more. Only `html` and `body` get here.
        let moved = self.attrs.len() as u32;
        self.attrs.extend_from_within(from as usize..to as usize);
        self.attrs.extend(missing);
        let node = &mut self.nodes[element as usize];
        (node.from, node.to) = (moved, self.attrs.len() as u32);
    }

    /// Puts a node where it belongs, taking it away from where it was.
    pub fn insert(&mut self, node: Handle, place: Place) {
        self.unlink(node);
        // A full draft still hands out handles, since the parser needs them, but the tree grows no more.
        if node as usize > self.node_limit {
            self.full = true;
            return;
        }
        self.link(node, place);
    }

    fn link(&mut self, node: Handle, Place { parent, next }: Place) {
        let previous = self.before(Place { parent, next });
        let linked = &mut self.nodes[node as usize];
        (linked.parent, linked.previous, linked.next) = (parent, previous, next);
        if previous == NONE {
            self.nodes[parent as usize].first = node;
        } else {
            self.nodes[previous as usize].next = node;
        }
        if next == NONE {
            self.nodes[parent as usize].last = node;
        } else {
            self.nodes[next as usize].previous = node;
        }
    }

    /// Takes a node and all below it out of the tree.
    pub fn unlink(&mut self, node: Handle) {
        let unlinked = &mut self.nodes[node as usize];
        let (parent, previous, next) = (unlinked.parent, unlinked.previous, unlinked.next);
        if parent == NONE {
            return;
        }
        (unlinked.parent, unlinked.previous, unlinked.next) = (NONE, NONE, NONE);
        if previous == NONE {
            self.nodes[parent as usize].first = next;
        } else {
            self.nodes[previous as usize].next = next;
        }
        if next == NONE {
            self.nodes[parent as usize].last = previous;
        } else {
            self.nodes[next as usize].previous = previous;
        }
    }

    /// The child that stands right before a place.
    fn before(&self, Place { parent, next }: Place) -> Handle {
        if next == NONE {
            self.nodes[parent as usize].last
        } else {
            self.nodes[next as usize].previous
        }
    }

    /// Moves all children of a node to the end of another's.
    pub fn move_children(&mut self, from: Handle, to: Handle) {
        let mut child = self.nodes[from as usize].first;
        while child != NONE {
            let next = self.nodes[child as usize].next;
            self.unlink(child);
            self.link(
                child,
                Place {
                    parent: to,
                    next: NONE,
                },
            );
            child = next;
        }
    }

    /// The next text begins a node of its own, even behind text: a comment stood between.
    pub fn end_text(&mut self) {
        self.last_text = NONE;
    }

    /// Puts text where it belongs. Text behind text is one node where it grew last; text moved out of a table may leave
    /// two side by side, which costs a reader nothing.
    pub fn insert_text(&mut self, piece: Stretch, place: Place) {
        if piece.from == piece.to {
            return;
        }
        let previous = self.before(place);
        if previous == NONE || previous != self.last_text {
            let node = self.push(Name::html(Tag::TEXT), piece.from, piece.to);
            self.insert(node, place);
            self.last_text = node;
            return;
        }
        let DraftNode { from, to, .. } = self.nodes[previous as usize];
        let whole = if piece.from == to {
            Stretch { from, to: piece.to }
        } else {
            self.joined(Stretch { from, to }, piece)
        };
        let node = &mut self.nodes[previous as usize];
        (node.from, node.to) = (whole.from, whole.to);
    }

    /// Two stretches, one behind the other.
    fn joined(&mut self, text: Stretch, piece: Stretch) -> Stretch {
        let source = self.source.len() as u32;
        let grows = text.from >= source && text.to == self.string_end();
        let from = if grows {
            text.from
        } else {
            self.repeat(text).from
        };
        Stretch {
            from,
            to: self.repeat(piece).to,
        }
    }

    /// Adds a stretch of the string to its end.
    fn repeat(&mut self, stretch: Stretch) -> Stretch {
        let start = self.string_end();
        let (from, to) = (stretch.from as usize, stretch.to as usize);
        if self.takes_room(to - from) {
            match from.checked_sub(self.source.len()) {
                Some(from) => {
                    let text = self.added[from..to - self.source.len()].to_owned();
                    self.added.push_str(&text);
                }
                None => self.added.push_str(&self.source[from..to]),
            }
        }
        Stretch {
            from: start,
            to: self.string_end(),
        }
    }

    /// Numbers the nodes in document order and lays them flat. Style sheets and what stands in `svg` are left out. The
    /// tree's string still wants the source before it.
    pub fn flatten(mut self) -> Tree {
        let mut flat: Vec<Node> = Vec::with_capacity(self.nodes.len());
        let (mut current, mut parent) = (DOCUMENT, 0);
        'nodes: loop {
            let draft = &self.nodes[current as usize];
            let place = flat.len() as u32;
            let (tag, name) = self.names.outside(draft.name);
            flat.push(Node {
                tag,
                parent,
                end: place + 1,
                from: draft.from,
                to: draft.to,
                name,
            });
            if draft.first != NONE && tag != Tag::STYLE && tag != Tag::SVG {
                parent = place;
                current = draft.first;
                continue;
            }
            // Up until there is a next sibling; every node left on the way ends here.
            while self.nodes[current as usize].next == NONE {
                current = self.nodes[current as usize].parent;
                if current == NONE {
                    break 'nodes;
                }
                flat[parent as usize].end = flat.len() as u32;
                parent = flat[parent as usize].parent;
            }
            current = self.nodes[current as usize].next;
        }
        let (names, name_ids) = self.names.finish();
        Tree {
            nodes: flat,
            attrs: self.attrs,
            names,
            name_ids,
            strings: self.added,
        }
    }
}
