//! Names of elements and attributes while a page is parsed.

use rustc_hash::FxHashMap;

use crate::tag::Tag;

/// The name of an element and its namespace, in one integer to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name(u32);

/// What an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// Below it a name is a [`Tag`]; from it on, a place in [`Names`].
const FIRST_OWN: u32 = 1 << 8;
const SVG: u32 = 1 << 30;
const MATHML: u32 = 1 << 31;

impl Name {
    /// The name of an HTML element in the catalogue of tags.
    pub const fn html(tag: Tag) -> Self {
        Self(tag.0 as u32)
    }

    /// The same name in another namespace.
    pub const fn within(self, namespace: Namespace) -> Self {
        let bare = self.0 & !(SVG | MATHML);
        Self(match namespace {
            Namespace::Html => bare,
            Namespace::Svg => bare | SVG,
            Namespace::MathMl => bare | MATHML,
        })
    }

    pub const fn namespace(self) -> Namespace {
        match self.0 & (SVG | MATHML) {
            0 => Namespace::Html,
            SVG => Namespace::Svg,
            _ => Namespace::MathMl,
        }
    }

    /// The tag of an HTML element; [`Tag::OTHER`] for one outside the catalogue or of another namespace.
    pub const fn tag(self) -> Tag {
        if self.0 < FIRST_OWN {
            Tag(self.0 as u8)
        } else {
            Tag::OTHER
        }
    }

    /// The tag whatever the namespace.
    pub const fn bare_tag(self) -> Tag {
        self.within(Namespace::Html).tag()
    }
}

/// Numbers for the names a page uses: those of attributes, and those of elements outside the catalogue.
#[derive(Default)]
pub(super) struct Names {
    ids: FxHashMap<Box<str>, u32>,
    by_id: Vec<Box<str>>,
    /// By number, the start tag that last had an attribute of this name.
    last_tag: Vec<u32>,
    current_tag: u32,
}

impl Names {
    /// The number of a name.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = self.by_id.len() as u32;
        self.by_id.push(name.into());
        self.ids.insert(name.into(), id);
        self.last_tag.push(0);
        id
    }

    /// The name of an HTML element, given in lower case.
    pub fn element(&mut self, name: &str) -> Name {
        match Tag::known(name) {
            Some(tag) => Name::html(tag),
            None => Name(FIRST_OWN + self.intern(name)),
        }
    }

    /// Begins a start tag, which may have an attribute of each name once.
    pub fn begin_tag(&mut self) {
        self.current_tag += 1;
    }

    /// The number of an attribute's name; `None` where the start tag had one of this name before. However many
    /// attributes a tag has, each is looked at once.
    pub fn attribute(&mut self, name: &str) -> Option<u32> {
        let id = self.intern(name);
        self.mark(id).then_some(id)
    }

    /// Notes that the start tag has an attribute of this name; whether it had none before.
    pub fn mark(&mut self, id: u32) -> bool {
        let last = &mut self.last_tag[id as usize];
        std::mem::replace(last, self.current_tag) != self.current_tag
    }

    /// The name of this number.
    pub fn name(&self, id: u32) -> &str {
        &self.by_id[id as usize]
    }

    /// What the tree calls an element: its tag, and for names outside the catalogue their number.
    pub fn outside(&mut self, name: Name) -> (Tag, u32) {
        let bare = name.within(Namespace::Html);
        if bare.0 >= FIRST_OWN {
            return (Tag::OTHER, bare.0 - FIRST_OWN);
        }
        let tag = bare.tag();
        if tag.index() < Tag::COUNT {
            (tag, 0)
        } else {
            (Tag::OTHER, self.intern(tag.name()))
        }
    }

    /// All names, by number, and their numbers.
    pub fn finish(self) -> (Vec<Box<str>>, FxHashMap<Box<str>, u32>) {
        (self.by_id, self.ids)
    }
}

/// Some tags of the catalogue.
#[derive(Clone, Copy)]
pub(super) struct TagSet([u64; 4]);

impl TagSet {
    pub const fn of(tags: &[Tag]) -> Self {
        let mut set = Self([0; 4]);
        let mut at = 0;
        while at < tags.len() {
            let tag = tags[at].0;
            set.0[(tag >> 6) as usize] |= 1 << (tag & 63);
            at += 1;
        }
        set
    }

    /// These tags and more.
    pub const fn and(self, tags: &[Tag]) -> Self {
        let Self(more) = Self::of(tags);
        let Self(own) = self;
        Self([
            own[0] | more[0],
            own[1] | more[1],
            own[2] | more[2],
            own[3] | more[3],
        ])
    }

    pub const fn has(self, tag: Tag) -> bool {
        self.0[(tag.0 >> 6) as usize] & (1 << (tag.0 & 63)) != 0
    }
}
