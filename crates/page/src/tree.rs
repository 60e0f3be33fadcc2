//! The page as flat arrays.
//!
//! Nodes are numbered in document order, so a subtree is a range of numbers and walking one is counting: there is no
//! recursion and no pointer to follow. Text and attribute values lie in one string.

use rustc_hash::FxHashMap;

use crate::tag::Tag;

/// A node of a [`Tree`]: its place in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The place in document order, 0 for the document itself.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A parsed page. Elements and text only: comments, style sheets and the insides of `svg` are left out.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) attrs: Vec<Attr>,
    /// Attribute names, and element names outside the catalogue of tags.
    pub(crate) names: Vec<Box<str>>,
    /// Their places in `names`.
    pub(crate) name_ids: FxHashMap<Box<str>, u32>,
    /// Text of text nodes and values of attributes.
    pub(crate) strings: String,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub tag: Tag,
    pub parent: u32,
    /// One past the last node of the subtree.
    pub end: u32,
    /// Text nodes: range of `strings`. Elements: range of `attrs`.
    pub from: u32,
    pub to: u32,
    /// Elements outside the catalogue: index into `names`.
    pub name: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Attr {
    pub name: u32,
    pub from: u32,
    pub to: u32,
}

impl Tree {
    /// The document node.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes there are, the document included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the document node.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The node's tag; [`Tag::TEXT`] for text.
    pub fn tag(&self, id: NodeId) -> Tag {
        self.node(id).tag
    }

    /// The element's name, also where it is outside the catalogue of tags.
    pub fn name(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.tag == Tag::OTHER {
            &self.names[node.name as usize]
        } else {
            node.tag.name()
        }
    }

    /// The parent; `None` for the document.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id.0 != 0).then(|| NodeId(self.node(id).parent))
    }

    /// Parent, its parent, and so on up to the document.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&n| self.parent(n))
    }

    /// One past the last node of the subtree, as a place in document order.
    pub fn end(&self, id: NodeId) -> usize {
        self.node(id).end as usize
    }

    /// Whether `inner` lies in the subtree of `outer`, which it also does when they are the same.
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        inner >= outer && inner.index() < self.end(outer)
    }

    /// The node at a place in document order.
    pub fn at(&self, index: usize) -> Option<NodeId> {
        (index < self.nodes.len()).then_some(NodeId(index as u32))
    }

    /// Nodes below this one, in document order.
    pub fn descendants(&self, id: NodeId) -> Descendants {
        Descendants {
            next: id.0 + 1,
            end: self.node(id).end,
        }
    }

    /// Direct children, in order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children {
            tree: self,
            next: id.0 + 1,
            end: self.node(id).end,
        }
    }

    /// The text of a text node; empty for elements.
    pub fn text(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.tag == Tag::TEXT {
            &self.strings[node.from as usize..node.to as usize]
        } else {
            ""
        }
    }

    /// All text below a node, as written.
    pub fn text_content(&self, id: NodeId) -> String {
        if self.tag(id) == Tag::TEXT {
            return self.text(id).to_owned();
        }
        self.descendants(id).map(|n| self.text(n)).collect()
    }

    /// The value of an attribute, by its lower-case name.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        /// Among more attributes than this, names are told apart by number.
        const MANY: usize = 16;
        let attrs = self.attr_range(id);
        let attr = if attrs.len() > MANY {
            let number = *self.name_ids.get(name)?;
            attrs.iter().find(|a| a.name == number)
        } else {
            attrs.iter().find(|a| &*self.names[a.name as usize] == name)
        }?;
        Some(&self.strings[attr.from as usize..attr.to as usize])
    }

    /// Names and values of an element's attributes, in the order of the markup.
    pub fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.attr_range(id).iter().map(|a| {
            (
                &*self.names[a.name as usize],
                &self.strings[a.from as usize..a.to as usize],
            )
        })
    }

    fn attr_range(&self, id: NodeId) -> &[Attr] {
        let node = self.node(id);
        if node.tag == Tag::TEXT {
            &[]
        } else {
            &self.attrs[node.from as usize..node.to as usize]
        }
    }
}

/// Nodes of a subtree in document order.
#[derive(Debug, Clone)]
pub struct Descendants {
    next: u32,
    end: u32,
}

impl Iterator for Descendants {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        (self.next < self.end).then(|| {
            self.next += 1;
            NodeId(self.next - 1)
        })
    }
}

/// Direct children of a node.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        (self.next < self.end).then(|| {
            let child = NodeId(self.next);
            self.next = self.tree.node(child).end;
            child
        })
    }
}
