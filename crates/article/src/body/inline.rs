//! Which elements run inside a line of text, and which hold no text of the page.

use khabar_page::{NodeId, Tag, Tree};

/// What an inline element does to its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// A link.
    Link,
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Code in running text.
    Code,
    /// Nothing that is kept.
    Plain,
}

/// What an inline element does; `None` for one that begins and ends a block.
///
/// As in the default style sheet of the HTML standard; unknown elements are inline there too.
pub fn is_inline(tag: Tag) -> Option<Inline> {
    match tag {
        Tag::A => Some(Inline::Link),
        Tag::B | Tag::STRONG => Some(Inline::Strong),
        Tag::I | Tag::EM | Tag::CITE | Tag::DFN | Tag::VAR => Some(Inline::Emphasis),
        Tag::CODE | Tag::KBD | Tag::SAMP | Tag::TT => Some(Inline::Code),
        Tag::ABBR
        | Tag::ACRONYM
        | Tag::BDI
        | Tag::BDO
        | Tag::BIG
        | Tag::DATA
        | Tag::DEL
        | Tag::FONT
        | Tag::IMG
        | Tag::AMP_IMG
        | Tag::INS
        | Tag::LABEL
        | Tag::MAP
        | Tag::MARK
        | Tag::MATH
        | Tag::NOBR
        | Tag::OTHER
        | Tag::OUTPUT
        | Tag::PICTURE
        | Tag::Q
        | Tag::RB
        | Tag::RUBY
        | Tag::S
        | Tag::SLOT
        | Tag::SMALL
        | Tag::SOURCE
        | Tag::SPAN
        | Tag::STRIKE
        | Tag::SUB
        | Tag::SUP
        | Tag::TIME
        | Tag::U
        | Tag::WBR => Some(Inline::Plain),
        _ => None,
    }
}

/// Whether nothing below the element is text of the page.
pub fn is_skipped(tree: &Tree, node: NodeId, tag: Tag) -> bool {
    match tag {
        Tag::HEAD
        | Tag::SCRIPT
        | Tag::STYLE
        | Tag::NOSCRIPT
        | Tag::SELECT
        | Tag::DATALIST
        | Tag::TEXTAREA
        | Tag::INPUT
        | Tag::IFRAME
        | Tag::FRAMESET
        | Tag::OBJECT
        | Tag::EMBED
        | Tag::AUDIO
        | Tag::VIDEO
        | Tag::CANVAS
        | Tag::SVG
        | Tag::METER
        | Tag::PROGRESS
        // How a word is read aloud stands beside it and is no word of the text.
        | Tag::RP
        | Tag::RT
        | Tag::RTC
        | Tag::TITLE
        | Tag::LINK
        | Tag::META => true,
        // The contents of a template show only where they are somebody's shadow tree.
        Tag::TEMPLATE => tree
            .attrs(node)
            .all(|(name, _)| name != "shadowrootmode" && name != "shadowroot"),
        _ => false,
    }
}
