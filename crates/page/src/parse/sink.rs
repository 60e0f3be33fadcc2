//! What the tree builder builds into: nodes linked by integers, laid flat at the end.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::tree_builder::{
    ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink,
};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::tag::Tag;
use crate::tree::{Attr, Node, Tree};

/// A node under construction: its place in `Sink::nodes`.
pub(super) type Handle = u32;

const NONE: u32 = u32::MAX;
const DOCUMENT: Handle = 0;

struct Draft {
    parent: u32,
    first: u32,
    last: u32,
    previous: u32,
    next: u32,
    /// How many elements stand above it.
    depth: u32,
    data: Data,
}

enum Data {
    Document,
    /// Range of `Sink::text`.
    Text(u32, u32),
    /// Name, and range of `Sink::attrs`.
    Element(QualName, u32, u32),
    /// A comment: the tree builder wants a handle for it, the tree has no use for it.
    Nothing,
}

pub(super) struct Sink {
    nodes: RefCell<Vec<Draft>>,
    /// Text and attribute values, in the order they came.
    text: RefCell<String>,
    attrs: RefCell<Vec<Attr>>,
    names: RefCell<Interner>,
    node_limit: Cell<usize>,
    /// Bytes of text and attribute values the tree may hold. Formatting elements that are never closed are opened anew
    /// in every paragraph with all their attributes, so a small page could otherwise fill any memory.
    text_limit: usize,
    /// Whether something did not fit into that.
    text_full: Cell<bool>,
    /// Depth of the innermost open element.
    open_depth: Cell<usize>,
}

/// The name of an element, borrowed from the nodes.
pub(super) struct Name<'a>(Ref<'a, QualName>);

impl std::fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    pub fn new(bytes: usize) -> Self {
        let document = Draft {
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            depth: 0,
            data: Data::Document,
        };
        let mut nodes = Vec::with_capacity(bytes / 48 + 16);
        nodes.push(document);
        Self {
            nodes: RefCell::new(nodes),
            text: RefCell::new(String::with_capacity(bytes)),
            attrs: RefCell::new(Vec::with_capacity(bytes / 64 + 16)),
            names: RefCell::default(),
            node_limit: Cell::new(usize::MAX),
            text_limit: 2 * bytes + (1 << 20),
            text_full: Cell::new(false),
            open_depth: Cell::new(0),
        }
    }

    pub fn limit_nodes(&self, limit: usize) {
        self.node_limit.set(limit);
    }

    pub fn is_full(&self) -> bool {
        self.nodes.borrow().len() >= self.node_limit.get() || self.text_full.get()
    }

    pub fn open_depth(&self) -> usize {
        self.open_depth.get()
    }

    /// Copies attributes into the tree's arrays; gives their range.
    fn keep_attrs(&self, attrs: &[Attribute]) -> (u32, u32) {
        let (mut kept, mut text, mut names) = (
            self.attrs.borrow_mut(),
            self.text.borrow_mut(),
            self.names.borrow_mut(),
        );
        let first = kept.len() as u32;
        for attr in attrs {
            if text.len() + attr.value.len() > self.text_limit {
                self.text_full.set(true);
                break;
            }
            let from = text.len() as u32;
            text.push_str(&attr.value);
            kept.push(Attr {
                name: names.intern(&attr.name.local),
                from,
                to: text.len() as u32,
            });
        }
        (first, kept.len() as u32)
    }

    /// Notes that an end tag was seen: one element at least is closed. The next node put into the tree tells exactly.
    pub fn note_end_tag(&self) {
        self.open_depth.set(self.open_depth.get().saturating_sub(1));
    }

    fn add(&self, data: Data) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Draft {
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            depth: 0,
            data,
        });
        (nodes.len() - 1) as Handle
    }

    /// Puts `node` under `parent`, before `next` or at the end.
    fn link(&self, node: Handle, parent: Handle, next: u32) {
        // A full sink still hands out handles, since the tree builder needs them, but the tree grows no more.
        if node as usize > self.node_limit.get() {
            return;
        }
        let mut nodes = self.nodes.borrow_mut();
        let previous = if next == NONE {
            nodes[parent as usize].last
        } else {
            nodes[next as usize].previous
        };
        let depth = nodes[parent as usize].depth + 1;
        let draft = &mut nodes[node as usize];
        (draft.parent, draft.previous, draft.next, draft.depth) = (parent, previous, next, depth);
        if let Data::Element(..) = draft.data {
            self.open_depth.set(depth as usize);
        }
        if previous == NONE {
            nodes[parent as usize].first = node;
        } else {
            nodes[previous as usize].next = node;
        }
        if next == NONE {
            nodes[parent as usize].last = node;
        } else {
            nodes[next as usize].previous = node;
        }
    }

    fn unlink(&self, node: Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, previous, next) = {
            let draft = &mut nodes[node as usize];
            let links = (draft.parent, draft.previous, draft.next);
            (draft.parent, draft.previous, draft.next) = (NONE, NONE, NONE);
            links
        };
        if parent == NONE {
            return;
        }
        if previous == NONE {
            nodes[parent as usize].first = next;
        } else {
            nodes[previous as usize].next = next;
        }
        if next == NONE {
            nodes[parent as usize].last = previous;
        } else {
            nodes[next as usize].previous = previous;
        }
    }

    fn insert(&self, parent: Handle, next: u32, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.unlink(node);
                self.link(node, parent, next);
            }
            NodeOrText::AppendText(piece) => {
                // Where text lands tells which element is open, also after end tags the tree builder does not tell of.
                self.open_depth
                    .set(self.nodes.borrow()[parent as usize].depth as usize);
                let mut text = self.text.borrow_mut();
                let from = text.len() as u32;
                text.push_str(&piece);
                let to = text.len() as u32;
                let previous = {
                    let nodes = self.nodes.borrow();
                    if next == NONE {
                        nodes[parent as usize].last
                    } else {
                        nodes[next as usize].previous
                    }
                };
                // Text that follows on text is one node where it also lies behind it in the buffer. Where it does not
                // (text moved out of a table), two text nodes stand side by side, which costs a reader nothing.
                if previous != NONE
                    && let Data::Text(_, end) = &mut self.nodes.borrow_mut()[previous as usize].data
                    && *end == from
                {
                    *end = to;
                    return;
                }
                let node = self.add(Data::Text(from, to));
                self.link(node, parent, next);
            }
        }
    }

    /// Numbers the nodes in document order and lays them flat.
    pub fn flatten(self) -> Tree {
        let drafts = self.nodes.into_inner();
        let mut tree = Tree {
            nodes: Vec::with_capacity(drafts.len()),
            attrs: self.attrs.into_inner(),
            names: Vec::new(),
            strings: self.text.into_inner(),
        };
        let mut names = self.names.into_inner();
        let mut tags: FxHashMap<LocalName, Tag> = FxHashMap::default();
        let mut current = DOCUMENT;
        let mut parent = 0;
        loop {
            let draft = &drafts[current as usize];
            let place = tree.nodes.len() as u32;
            let mut enter = true;
            let mut node = Node {
                tag: Tag::DOCUMENT,
                parent,
                end: place + 1,
                from: 0,
                to: 0,
                name: 0,
            };
            match &draft.data {
                Data::Document => {}
                Data::Nothing => enter = false,
                Data::Text(from, to) => {
                    (node.tag, node.from, node.to) = (Tag::TEXT, *from, *to);
                }
                Data::Element(name, from, to) => {
                    node.tag = *tags
                        .entry(name.local.clone())
                        .or_insert_with(|| Tag::of(&name.local));
                    if node.tag == Tag::OTHER {
                        node.name = names.intern(&name.local);
                    }
                    (node.from, node.to) = (*from, *to);
                    enter = node.tag != Tag::STYLE && node.tag != Tag::SVG;
                }
            }
            if !matches!(draft.data, Data::Nothing) {
                tree.nodes.push(node);
            }
            if enter && draft.first != NONE {
                parent = place;
                current = draft.first;
                continue;
            }
            // Up until there is a next sibling; every node left on the way ends here.
            while drafts[current as usize].next == NONE {
                current = drafts[current as usize].parent;
                if current == NONE {
                    break;
                }
                tree.nodes[parent as usize].end = tree.nodes.len() as u32;
                if current == DOCUMENT {
                    break;
                }
                parent = tree.nodes[parent as usize].parent;
            }
            if current == NONE || current == DOCUMENT {
                break;
            }
            current = drafts[current as usize].next;
        }
        tree.names = names.names;
        tree
    }
}

/// Gives each name a number.
#[derive(Default)]
struct Interner {
    ids: FxHashMap<LocalName, u32>,
    names: Vec<Box<str>>,
}

impl Interner {
    fn intern(&mut self, name: &LocalName) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = self.names.len() as u32;
        self.names.push((**name).into());
        self.ids.insert(name.clone(), id);
        id
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Self {
        self
    }

    fn get_document(&self) -> Handle {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name<'a> {
        static NOT_AN_ELEMENT: QualName = QualName {
            prefix: None,
            ns: ns!(),
            local: local_name!(""),
        };
        Name(Ref::map(self.nodes.borrow(), |nodes| {
            match &nodes[*target as usize].data {
                Data::Element(name, ..) => name,
                _ => &NOT_AN_ELEMENT,
            }
        }))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let (from, to) = self.keep_attrs(&attrs);
        self.add(Data::Element(name, from, to))
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.add(Data::Nothing)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.add(Data::Nothing)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(*parent, NONE, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        if parent != NONE {
            self.insert(parent, *sibling, child);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[*element as usize].parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's contents are kept as its children: nothing here runs, so there is no inert document to keep apart.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        *target
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let Data::Element(_, from, to) = self.nodes.borrow()[*target as usize].data else {
            return;
        };
        // The element's attributes are moved to the end, where there is room for more. Only `html` and `body` get here.
        let moved = {
            let mut kept = self.attrs.borrow_mut();
            let moved = kept.len() as u32;
            kept.extend_from_within(from as usize..to as usize);
            moved
        };
        let missing: Vec<Attribute> = {
            let (kept, mut names) = (self.attrs.borrow(), self.names.borrow_mut());
            let known: FxHashSet<u32> = kept[from as usize..to as usize]
                .iter()
                .map(|a| a.name)
                .collect();
            attrs
                .into_iter()
                .filter(|a| !known.contains(&names.intern(&a.name.local)))
                .collect()
        };
        let (_, to) = self.keep_attrs(&missing);
        if let Data::Element(_, from, end) = &mut self.nodes.borrow_mut()[*target as usize].data {
            (*from, *end) = (moved, to);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.unlink(*target);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        // Moving children opens none of them.
        let open_depth = self.open_depth.get();
        loop {
            let child = self.nodes.borrow()[*node as usize].first;
            if child == NONE {
                return;
            }
            self.unlink(child);
            self.link(child, *new_parent, NONE);
            self.open_depth.set(open_depth);
        }
    }
}
