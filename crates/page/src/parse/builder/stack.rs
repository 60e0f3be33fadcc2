//! The stack of open elements, and the scopes in which one is looked for.

use super::{Builder, foreign};
use crate::parse::draft::Handle;
use crate::parse::names::{Name, TagSet};
use crate::tag::Tag;

/// An element whose end tag has not come yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub node: Handle,
    pub name: Name,
    /// `MathML` that holds HTML, by its `encoding`.
    pub holds_html: bool,
}

pub(super) const SCOPE: TagSet = TagSet::of(&[
    Tag::APPLET,
    Tag::CAPTION,
    Tag::HTML,
    Tag::TABLE,
    Tag::TD,
    Tag::TH,
    Tag::MARQUEE,
    Tag::OBJECT,
    Tag::SELECT,
    Tag::TEMPLATE,
]);
pub(super) const LIST_ITEM_SCOPE: TagSet = SCOPE.and(&[Tag::OL, Tag::UL]);
pub(super) const BUTTON_SCOPE: TagSet = SCOPE.and(&[Tag::BUTTON]);
pub(super) const TABLE_SCOPE: TagSet = TagSet::of(&[Tag::HTML, Tag::TABLE, Tag::TEMPLATE]);
pub(super) const IMPLIED_END: TagSet = TagSet::of(&[
    Tag::DD,
    Tag::DT,
    Tag::LI,
    Tag::OPTION,
    Tag::OPTGROUP,
    Tag::P,
    Tag::RB,
    Tag::RP,
    Tag::RT,
    Tag::RTC,
]);
/// What a table is made of and is ended by what comes next.
pub(super) const OF_TABLES: &[Tag] = &[
    Tag::CAPTION,
    Tag::COLGROUP,
    Tag::TBODY,
    Tag::TD,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TR,
];
pub(super) const IMPLIED_END_THOROUGHLY: TagSet = IMPLIED_END.and(OF_TABLES);
pub(super) const HEADINGS: TagSet =
    TagSet::of(&[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]);

impl Builder<'_> {
    /// The innermost open element. Modes that ask for it have `html` open at least.
    pub(super) fn current(&self) -> Open {
        self.open[self.open.len() - 1]
    }

    pub(super) fn current_is(&self, tag: Tag) -> bool {
        self.open.last().is_some_and(|open| open.name.tag() == tag)
    }

    pub(super) fn push(&mut self, node: Handle, name: Name) {
        self.open.push(Open {
            node,
            name,
            holds_html: false,
        });
        self.note_open(name);
    }

    fn note_open(&mut self, name: Name) {
        self.open_of[name.tag().index()] += 1;
    }

    pub(super) fn note_closed(&mut self, name: Name) {
        self.open_of[name.tag().index()] -= 1;
    }

    pub(super) fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.note_closed(open.name);
        }
    }

    pub(super) fn is_open(&self, tag: Tag) -> bool {
        self.open_of[tag.index()] > 0
    }

    /// The place of a node on the stack.
    pub(super) fn position(&self, node: Handle) -> Option<usize> {
        self.open.iter().rposition(|open| open.node == node)
    }

    pub(super) fn remove(&mut self, node: Handle) {
        if let Some(at) = self.position(node) {
            let open = self.open.remove(at);
            self.note_closed(open.name);
        }
    }

    /// Closes elements up to one of these tags, that one too.
    pub(super) fn pop_through(&mut self, tags: TagSet) {
        while let Some(open) = self.open.last() {
            let tag = open.name.tag();
            self.pop();
            if tags.has(tag) {
                return;
            }
        }
    }

    /// Closes elements until one of these tags is the innermost.
    pub(super) fn pop_to(&mut self, tags: TagSet) {
        while self.open.len() > 1 && !tags.has(self.current().name.tag()) {
            self.pop();
        }
    }

    pub(super) fn close_implied(&mut self, tags: TagSet, except: Option<Name>) {
        while let Some(open) = self.open.last()
            && tags.has(open.name.tag())
            && Some(open.name) != except
        {
            self.pop();
        }
    }

    /// Whether an element of this tag is open within a scope: with none of `bounds` between.
    pub(super) fn in_scope(&self, tag: Tag, bounds: TagSet) -> bool {
        self.is_open(tag) && self.any_in_scope(TagSet::of(&[tag]), bounds)
    }

    pub(super) fn any_in_scope(&self, tags: TagSet, bounds: TagSet) -> bool {
        // The scope of tables alone reaches through drawings and formulas.
        let ends_at_foreign = bounds.has(Tag::SELECT);
        for open in self.open.iter().rev() {
            let tag = open.name.tag();
            if tags.has(tag) {
                return true;
            }
            if bounds.has(tag) || (ends_at_foreign && foreign::is_bound(open.name)) {
                return false;
            }
        }
        false
    }
}
