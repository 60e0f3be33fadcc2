//! Element names as small integers.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The name of an element, or the mark of a text node: an integer to compare instead of a string.
///
/// Names outside this catalogue share [`Tag::OTHER`]; [`crate::Tree::name`] still tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub(crate) u8);

macro_rules! tags {
    ($($constant:ident $name:literal),* ; $($inner:ident $inner_name:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Index { $($constant,)* $($inner),* }

        impl Tag {
            $(
                #[doc = concat!("`", $name, "`")]
                pub const $constant: Tag = Tag(Index::$constant as u8);
            )*
            $(
                pub(crate) const $inner: Tag = Tag(Index::$inner as u8);
            )*

            /// How many tags there are.
            pub const COUNT: usize = [$($name),*].len();
        }

        const NAMES: &[&str] = &[$($name,)* $($inner_name),*];
    };
}

tags! {
    DOCUMENT "#document", TEXT "#text", OTHER "#other",
    A "a", ABBR "abbr", ACRONYM "acronym", ADDRESS "address", AMP_IMG "amp-img", ARTICLE "article", ASIDE "aside",
    AUDIO "audio", B "b", BASE "base", BDI "bdi", BDO "bdo", BIG "big", BLOCKQUOTE "blockquote", BODY "body", BR "br",
    BUTTON "button", CANVAS "canvas", CAPTION "caption", CENTER "center", CITE "cite", CODE "code", COL "col",
    COLGROUP "colgroup", DATA "data", DATALIST "datalist", DD "dd", DEL "del", DETAILS "details", DFN "dfn",
    DIALOG "dialog", DIV "div", DL "dl", DT "dt", EM "em", EMBED "embed", FIELDSET "fieldset",
    FIGCAPTION "figcaption", FIGURE "figure", FONT "font", FOOTER "footer", FORM "form", FRAME "frame",
    FRAMESET "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", HEAD "head", HEADER "header",
    HGROUP "hgroup", HR "hr", HTML "html", I "i", IFRAME "iframe", IMG "img", INPUT "input", INS "ins", KBD "kbd",
    LABEL "label", LEGEND "legend", LI "li", LINK "link", MAIN "main", MAP "map", MARK "mark", MATH "math",
    MENU "menu", META "meta", METER "meter", NAV "nav", NOBR "nobr", NOFRAMES "noframes", NOSCRIPT "noscript",
    OBJECT "object", OL "ol", OPTGROUP "optgroup", OPTION "option", OUTPUT "output", P "p", PARAM "param",
    PICTURE "picture", PRE "pre", PROGRESS "progress", Q "q", RB "rb", RP "rp", RT "rt", RTC "rtc", RUBY "ruby",
    S "s", SAMP "samp", SCRIPT "script", SEARCH "search", SECTION "section", SELECT "select", SLOT "slot",
    SMALL "small", SOURCE "source", SPAN "span", STRIKE "strike", STRONG "strong", STYLE "style", SUB "sub",
    SUMMARY "summary", SUP "sup", SVG "svg", TABLE "table", TBODY "tbody", TD "td", TEMPLATE "template",
    TEXTAREA "textarea", TFOOT "tfoot", TH "th", THEAD "thead", TIME "time", TITLE "title", TR "tr", TRACK "track",
    TT "tt", U "u", UL "ul", VAR "var", VIDEO "video", WBR "wbr";

    // The parser treats these in ways of their own; whoever reads the tree does not, and sees `OTHER`.
    ANNOTATION_XML "annotation-xml", APPLET "applet", AREA "area", BASEFONT "basefont", BGSOUND "bgsound", DESC "desc", DIR "dir",
    FOREIGN_OBJECT "foreignobject", IMAGE "image", KEYGEN "keygen", LISTING "listing", MALIGNMARK "malignmark",
    MARQUEE "marquee", MGLYPH "mglyph", MI "mi", MN "mn", MO "mo", MS "ms", MTEXT "mtext", NOEMBED "noembed",
    PLAINTEXT "plaintext", XMP "xmp",
}

static BY_NAME: LazyLock<FxHashMap<&'static str, Tag>> = LazyLock::new(|| {
    let named = NAMES.iter().enumerate().skip(3);
    named.map(|(i, &name)| (name, Tag(i as u8))).collect()
});

impl Tag {
    /// The tag of a lower-case element name.
    pub fn of(name: &str) -> Self {
        Self::known(name)
            .filter(|tag| tag.index() < Self::COUNT)
            .unwrap_or(Self::OTHER)
    }

    /// The tag of a lower-case element name, also where only the parser needs to know it.
    pub(crate) fn known(name: &str) -> Option<Self> {
        BY_NAME.get(name).copied()
    }

    /// The name in the catalogue; `#other` for names outside it.
    pub fn name(self) -> &'static str {
        NAMES[usize::from(self.0)]
    }

    /// The number behind the tag, below [`Tag::COUNT`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Level of a heading element, 1 to 6.
    pub fn heading_level(self) -> Option<u8> {
        (Self::H1.0..=Self::H6.0)
            .contains(&self.0)
            .then(|| self.0 - Self::H1.0 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags_are_one_to_one() {
        assert_eq!(Tag::of("p"), Tag::P);
        assert_eq!(Tag::P.name(), "p");
        assert_eq!(Tag::of("x-widget"), Tag::OTHER);
        assert_eq!(Tag::of("#text"), Tag::OTHER);
        assert_eq!(Tag::of("marquee"), Tag::OTHER);
        assert_eq!(Tag::H3.heading_level(), Some(3));
        assert_eq!(Tag::HEAD.heading_level(), None);
    }
}
