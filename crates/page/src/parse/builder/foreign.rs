//! SVG and `MathML` within HTML.

use super::{Builder, HEADINGS, Open, StartTag, Step, Token};
use crate::parse::names::{Name, Namespace, TagSet};
use crate::tag::Tag;

const MATHML_TEXT: TagSet = TagSet::of(&[Tag::MI, Tag::MO, Tag::MN, Tag::MS, Tag::MTEXT]);
const SVG_HOLDS_HTML: TagSet = TagSet::of(&[Tag::FOREIGN_OBJECT, Tag::DESC, Tag::TITLE]);

/// Start tags that no drawing or formula has: they end it.
const BREAKS_OUT: TagSet = HEADINGS.and(&[
    Tag::B,
    Tag::BIG,
    Tag::BLOCKQUOTE,
    Tag::BODY,
    Tag::BR,
    Tag::CENTER,
    Tag::CODE,
    Tag::DD,
    Tag::DIV,
    Tag::DL,
    Tag::DT,
    Tag::EM,
    Tag::EMBED,
    Tag::HEAD,
    Tag::HR,
    Tag::I,
    Tag::IMG,
    Tag::LI,
    Tag::LISTING,
    Tag::MENU,
    Tag::META,
    Tag::NOBR,
    Tag::OL,
    Tag::P,
    Tag::PRE,
    Tag::RUBY,
    Tag::S,
    Tag::SMALL,
    Tag::SPAN,
    Tag::STRONG,
    Tag::STRIKE,
    Tag::SUB,
    Tag::SUP,
    Tag::TABLE,
    Tag::TT,
    Tag::U,
    Tag::UL,
    Tag::VAR,
]);

/// Whether a foreign element bounds a scope, and is special as HTML's block elements are.
pub(super) fn is_bound(name: Name) -> bool {
    match name.namespace() {
        Namespace::Html => false,
        Namespace::Svg => SVG_HOLDS_HTML.has(name.bare_tag()),
        Namespace::MathMl => {
            MATHML_TEXT.has(name.bare_tag()) || name.bare_tag() == Tag::ANNOTATION_XML
        }
    }
}

/// Whether what stands in this element is HTML.
fn holds_html(open: &Open) -> bool {
    open.holds_html
        || match open.name.namespace() {
            Namespace::Html => true,
            Namespace::Svg => SVG_HOLDS_HTML.has(open.name.bare_tag()),
            Namespace::MathMl => MATHML_TEXT.has(open.name.bare_tag()),
        }
}

impl Builder<'_> {
    /// Whether a token falls under the rules for foreign content.
    pub(super) fn is_foreign(&self, token: Token) -> bool {
        let Some(current) = self.open.last() else {
            return false;
        };
        let tag = current.name.bare_tag();
        match current.name.namespace() {
            Namespace::Html => false,
            Namespace::Svg => match token {
                Token::Start(_) | Token::Text(_) => !SVG_HOLDS_HTML.has(tag),
                Token::End(_) => true,
                Token::EndOfPage => false,
            },
            Namespace::MathMl => match token {
                Token::Start(start) => {
                    let within = matches!(start.name.tag(), Tag::MGLYPH | Tag::MALIGNMARK);
                    let svg = tag == Tag::ANNOTATION_XML && start.name.tag() == Tag::SVG;
                    let html = (MATHML_TEXT.has(tag) && !within) || svg || current.holds_html;
                    !html
                }
                Token::Text(_) => !MATHML_TEXT.has(tag) && !current.holds_html,
                Token::End(_) => true,
                Token::EndOfPage => false,
            },
        }
    }

    /// Whether the innermost open element is of SVG or `MathML`; only there are CDATA sections.
    pub fn is_in_foreign(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.name.namespace() != Namespace::Html)
    }

    pub(super) fn foreign(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => {
                if BREAKS_OUT.has(tag.name.tag()) || self.is_font_with_looks(tag) {
                    return self.break_out(token);
                }
                let namespace = self.current().name.namespace();
                self.foreign_element(tag, namespace);
                Step::Done
            }
            Token::End(name) if matches!(name.tag(), Tag::BR | Tag::P) => self.break_out(token),
            Token::End(name) => {
                self.foreign_end(name);
                Step::Done
            }
            Token::Text(_) | Token::EndOfPage => Step::Done,
        }
    }

    fn is_font_with_looks(&self, tag: StartTag) -> bool {
        tag.name.tag() == Tag::FONT
            && ["color", "face", "size"]
                .iter()
                .any(|name| self.draft.attr(tag.attrs, name).is_some())
    }

    /// Leaves the foreign content; the tag that ended it is HTML's.
    fn break_out(&mut self, token: Token) -> Step {
        while let Some(open) = self.open.last()
            && !holds_html(open)
        {
            self.pop();
        }
        self.step(self.mode, token)
    }

    /// Opens an element of SVG or `MathML`.
    pub(super) fn foreign_element(&mut self, tag: StartTag, namespace: Namespace) {
        let name = tag.name.within(namespace);
        self.open_element(StartTag { name, ..tag });
        if tag.self_closing {
            self.pop();
            return;
        }
        let holds_html = namespace == Namespace::MathMl
            && tag.name.tag() == Tag::ANNOTATION_XML
            && self
                .draft
                .attr(tag.attrs, "encoding")
                .is_some_and(|encoding| {
                    ["text/html", "application/xhtml+xml"]
                        .iter()
                        .any(|html| encoding.eq_ignore_ascii_case(html))
                });
        if let Some(open) = self.open.last_mut() {
            open.holds_html = holds_html;
        }
    }

    /// Closes the innermost foreign element of this name; where HTML comes first, its rules apply.
    fn foreign_end(&mut self, name: Name) {
        for at in (1..self.open.len()).rev() {
            let open = self.open[at];
            if open.name.namespace() == Namespace::Html {
                let step = self.step(self.mode, Token::End(name));
                if step == Step::Again {
                    self.process(Token::End(name));
                }
                return;
            }
            if open.name.within(Namespace::Html) == name {
                while self.open.len() > at {
                    self.pop();
                }
                return;
            }
        }
    }
}
