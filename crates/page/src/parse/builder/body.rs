//! The body.

use super::{
    BUTTON_SCOPE, Builder, Content, HEAD_CONTENT, HEADINGS, IMPLIED_END, LIST_ITEM_SCOPE, Mode,
    SCOPE, StartTag, Step, Token, formatting,
};
use crate::parse::draft::NONE;
use crate::parse::names::{Name, Namespace, TagSet};
use crate::tag::Tag;

/// Blocks that end a paragraph, and are ended by their own end tag.
const BLOCKS: TagSet = TagSet::of(&[
    Tag::ADDRESS,
    Tag::ARTICLE,
    Tag::ASIDE,
    Tag::BLOCKQUOTE,
    Tag::CENTER,
    Tag::DETAILS,
    Tag::DIALOG,
    Tag::DIR,
    Tag::DIV,
    Tag::DL,
    Tag::FIELDSET,
    Tag::FIGCAPTION,
    Tag::FIGURE,
    Tag::FOOTER,
    Tag::HEADER,
    Tag::HGROUP,
    Tag::MAIN,
    Tag::MENU,
    Tag::NAV,
    Tag::OL,
    Tag::SEARCH,
    Tag::SECTION,
    Tag::SUMMARY,
    Tag::UL,
]);
/// What else is ended so.
const ENDED_AS_BLOCKS: TagSet = BLOCKS.and(&[Tag::BUTTON, Tag::LISTING, Tag::PRE, Tag::SELECT]);

impl Builder<'_> {
    pub(super) fn in_body(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => self.start_in_body(tag),
            Token::End(name) => self.end_in_body(name),
            Token::Text(text) => {
                self.text_in_body(text);
                Step::Done
            }
            Token::EndOfPage if self.template_modes.is_empty() => Step::Done,
            Token::EndOfPage => self.in_template(token),
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "the standard's list of start tags, in its order"
    )]
    fn start_in_body(&mut self, tag: StartTag) -> Step {
        match tag.name.tag() {
            Tag::HTML => {
                if !self.has_template() {
                    let html = self.open[0].node;
                    self.draft.add_missing_attrs(html, tag.attrs);
                }
            }
            head if HEAD_CONTENT.has(head) => return self.in_head(Token::Start(tag)),
            Tag::BODY => {
                if let Some(body) = self.open.get(1)
                    && body.name.tag() == Tag::BODY
                    && !self.has_template()
                {
                    self.frameset_ok = false;
                    let body = body.node;
                    self.draft.add_missing_attrs(body, tag.attrs);
                }
            }
            Tag::FRAMESET => self.frameset_in_body(tag),
            block if block == Tag::P || BLOCKS.has(block) => {
                self.close_paragraph();
                self.open_element(tag);
            }
            heading if HEADINGS.has(heading) => {
                self.close_paragraph();
                if HEADINGS.has(self.current().name.tag()) {
                    self.pop();
                }
                self.open_element(tag);
            }
            Tag::PRE | Tag::LISTING => {
                self.close_paragraph();
                self.open_element(tag);
                self.skip_newline = true;
                self.frameset_ok = false;
            }
            Tag::FORM => {
                if self.form == NONE || self.has_template() {
                    self.close_paragraph();
                    let form = self.open_element(tag);
                    if !self.has_template() {
                        self.form = form;
                    }
                }
            }
            Tag::LI | Tag::DD | Tag::DT => self.item(tag),
            Tag::PLAINTEXT => {
                self.close_paragraph();
                self.raw_element(tag, Content::PlainText);
            }
            Tag::BUTTON => {
                if self.in_scope(Tag::BUTTON, SCOPE) {
                    self.close_implied(IMPLIED_END, None);
                    self.pop_through(TagSet::of(&[Tag::BUTTON]));
                }
                self.reconstruct_formatting();
                self.open_element(tag);
                self.frameset_ok = false;
            }
            Tag::A => {
                self.close_misnested_link();
                self.formatting_element(tag);
            }
            Tag::B
            | Tag::BIG
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::S
            | Tag::SMALL
            | Tag::STRIKE
            | Tag::STRONG
            | Tag::TT
            | Tag::U => self.formatting_element(tag),
            Tag::NOBR => {
                self.reconstruct_formatting();
                if self.in_scope(Tag::NOBR, SCOPE) {
                    self.adopt(tag.name);
                }
                self.formatting_element(tag);
            }
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                self.reconstruct_formatting();
                self.open_element(tag);
                self.formatting.mark();
                self.frameset_ok = false;
            }
            Tag::TABLE => {
                if !self.quirks {
                    self.close_paragraph();
                }
                self.open_element(tag);
                self.frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Tag::AREA | Tag::BR | Tag::EMBED | Tag::IMG | Tag::KEYGEN | Tag::WBR => {
                self.reconstruct_formatting();
                self.void_element(tag);
                self.frameset_ok = false;
            }
            Tag::INPUT => {
                if self.in_scope(Tag::SELECT, SCOPE) {
                    self.pop_through(TagSet::of(&[Tag::SELECT]));
                }
                self.reconstruct_formatting();
                self.void_element(tag);
                self.frameset_ok = self.frameset_ok && self.is_hidden_input(tag);
            }
            Tag::PARAM | Tag::SOURCE | Tag::TRACK => {
                self.void_element(tag);
            }
            Tag::HR => {
                self.close_paragraph();
                if self.in_scope(Tag::SELECT, SCOPE) {
                    self.close_implied(IMPLIED_END, None);
                }
                self.void_element(tag);
                self.frameset_ok = false;
            }
            Tag::IMAGE => {
                let name = Name::html(Tag::IMG);
                return self.start_in_body(StartTag { name, ..tag });
            }
            Tag::TEXTAREA => {
                self.raw_element(tag, Content::Rcdata);
                self.skip_newline = true;
                self.frameset_ok = false;
            }
            Tag::XMP => {
                self.close_paragraph();
                self.reconstruct_formatting();
                self.frameset_ok = false;
                self.raw_element(tag, Content::RawText);
            }
            Tag::IFRAME => {
                self.frameset_ok = false;
                self.raw_element(tag, Content::RawText);
            }
            Tag::NOEMBED => self.raw_element(tag, Content::RawText),
            Tag::SELECT => {
                if self.in_scope(Tag::SELECT, SCOPE) {
                    self.pop_through(TagSet::of(&[Tag::SELECT]));
                } else {
                    self.reconstruct_formatting();
                    self.open_element(tag);
                    self.frameset_ok = false;
                }
            }
            Tag::OPTION | Tag::OPTGROUP => {
                if self.in_scope(Tag::SELECT, SCOPE) {
                    let group = Name::html(Tag::OPTGROUP);
                    let stays = (tag.name.tag() == Tag::OPTION).then_some(group);
                    self.close_implied(IMPLIED_END, stays);
                } else if self.current_is(Tag::OPTION) {
                    self.pop();
                }
                self.reconstruct_formatting();
                self.open_element(tag);
            }
            Tag::RB | Tag::RTC => {
                if self.in_scope(Tag::RUBY, SCOPE) {
                    self.close_implied(IMPLIED_END, None);
                }
                self.open_element(tag);
            }
            Tag::RP | Tag::RT => {
                if self.in_scope(Tag::RUBY, SCOPE) {
                    self.close_implied(IMPLIED_END, Some(Name::html(Tag::RTC)));
                }
                self.open_element(tag);
            }
            Tag::MATH => {
                self.reconstruct_formatting();
                self.foreign_element(tag, Namespace::MathMl);
            }
            Tag::SVG => {
                self.reconstruct_formatting();
                self.foreign_element(tag, Namespace::Svg);
            }
            Tag::CAPTION
            | Tag::COL
            | Tag::COLGROUP
            | Tag::FRAME
            | Tag::HEAD
            | Tag::TBODY
            | Tag::TD
            | Tag::TFOOT
            | Tag::TH
            | Tag::THEAD
            | Tag::TR => {}
            _ => {
                self.reconstruct_formatting();
                self.open_element(tag);
            }
        }
        Step::Done
    }

    fn end_in_body(&mut self, name: Name) -> Step {
        match name.tag() {
            Tag::TEMPLATE => return self.in_head(Token::End(name)),
            Tag::BODY => {
                if self.in_scope(Tag::BODY, SCOPE) {
                    self.mode = Mode::AfterBody;
                }
            }
            Tag::HTML => {
                if self.in_scope(Tag::BODY, SCOPE) {
                    self.mode = Mode::AfterBody;
                    return Step::Again;
                }
            }
            block if ENDED_AS_BLOCKS.has(block) => {
                if self.in_scope(name.tag(), SCOPE) {
                    self.close_implied(IMPLIED_END, None);
                    self.pop_through(TagSet::of(&[name.tag()]));
                }
            }
            Tag::FORM => self.end_form(),
            Tag::P => {
                if !self.in_scope(Tag::P, BUTTON_SCOPE) {
                    self.open_element(StartTag::bare(Tag::P));
                }
                self.close_paragraph();
            }
            Tag::LI | Tag::DD | Tag::DT => {
                let scope = if name.tag() == Tag::LI {
                    LIST_ITEM_SCOPE
                } else {
                    SCOPE
                };
                if self.in_scope(name.tag(), scope) {
                    self.close_implied(IMPLIED_END, Some(name));
                    self.pop_through(TagSet::of(&[name.tag()]));
                }
            }
            heading if HEADINGS.has(heading) => {
                if self.any_in_scope(HEADINGS, SCOPE) {
                    self.close_implied(IMPLIED_END, None);
                    self.pop_through(HEADINGS);
                }
            }
            Tag::A
            | Tag::B
            | Tag::BIG
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::NOBR
            | Tag::S
            | Tag::SMALL
            | Tag::STRIKE
            | Tag::STRONG
            | Tag::TT
            | Tag::U => self.adopt(name),
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                if self.in_scope(name.tag(), SCOPE) {
                    self.close_implied(IMPLIED_END, None);
                    self.pop_through(TagSet::of(&[name.tag()]));
                    self.formatting.clear_to_mark();
                }
            }
            Tag::BR => return self.start_in_body(StartTag::bare(Tag::BR)),
            _ => self.end_any_other(name),
        }
        Step::Done
    }

    /// Closes a paragraph that is open around here.
    fn close_paragraph(&mut self) {
        if self.in_scope(Tag::P, BUTTON_SCOPE) {
            self.close_implied(IMPLIED_END, Some(Name::html(Tag::P)));
            self.pop_through(TagSet::of(&[Tag::P]));
        }
    }

    fn formatting_element(&mut self, tag: StartTag) {
        self.reconstruct_formatting();
        let node = self.open_element(tag);
        self.note_formatting(node, tag.name, tag.attrs);
    }

    /// A list item closes the one before.
    fn item(&mut self, tag: StartTag) {
        const ITEMS: TagSet = TagSet::of(&[Tag::LI]);
        const TERMS: TagSet = TagSet::of(&[Tag::DD, Tag::DT]);
        const GOES_THROUGH: TagSet = TagSet::of(&[Tag::ADDRESS, Tag::DIV, Tag::P]);
        self.frameset_ok = false;
        let closes = if tag.name.tag() == Tag::LI {
            ITEMS
        } else {
            TERMS
        };
        for at in (0..self.open.len()).rev() {
            let name = self.open[at].name;
            if closes.has(name.tag()) {
                self.close_implied(IMPLIED_END, Some(name));
                self.pop_through(TagSet::of(&[name.tag()]));
                break;
            }
            if formatting::is_special(name) && !GOES_THROUGH.has(name.tag()) {
                break;
            }
        }
        self.close_paragraph();
        self.open_element(tag);
    }

    /// Frames instead of a body that shows nothing so far.
    fn frameset_in_body(&mut self, tag: StartTag) {
        let Some(body) = self.open.get(1).filter(|open| open.name.tag() == Tag::BODY) else {
            return;
        };
        if !self.frameset_ok {
            return;
        }
        let body = body.node;
        self.draft.unlink(body);
        while self.open.len() > 1 {
            self.pop();
        }
        self.open_element(tag);
        self.mode = Mode::InFrameset;
    }

    fn end_form(&mut self) {
        if self.has_template() {
            if self.in_scope(Tag::FORM, SCOPE) {
                self.close_implied(IMPLIED_END, None);
                self.pop_through(TagSet::of(&[Tag::FORM]));
            }
            return;
        }
        let form = std::mem::replace(&mut self.form, NONE);
        let Some(at) = self.position(form) else {
            return;
        };
        if self.node_in_scope(at) {
            self.close_implied(IMPLIED_END, None);
            self.remove(form);
        }
    }

    pub(super) fn is_hidden_input(&self, tag: StartTag) -> bool {
        self.draft
            .attr(tag.attrs, "type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
    }
}
