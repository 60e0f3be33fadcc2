//! Around the body: `html`, `head`, frames, and what comes behind.

use super::{Builder, Content, HEAD_CONTENT, IMPLIED_END_THOROUGHLY, Mode, StartTag, Step, Token};
use crate::parse::draft::Handle;
use crate::parse::names::TagSet;
use crate::tag::Tag;

/// End tags that a page may leave its head by.
const LEAVES_HEAD: TagSet = TagSet::of(&[Tag::HEAD, Tag::BODY, Tag::HTML, Tag::BR]);

impl Builder<'_> {
    /// A page without a doctype is of before the standards.
    pub(super) fn initial(&mut self) -> Step {
        self.quirks = true;
        self.mode = Mode::BeforeHtml;
        Step::Again
    }

    pub(super) fn before_html(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if tag.name.tag() == Tag::HTML => {
                self.open_element(tag);
                self.mode = Mode::BeforeHead;
                return Step::Done;
            }
            Token::End(name) if !LEAVES_HEAD.has(name.tag()) => return Step::Done,
            _ => {}
        }
        self.open_element(StartTag::bare(Tag::HTML));
        self.mode = Mode::BeforeHead;
        Step::Again
    }

    pub(super) fn before_head(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if tag.name.tag() == Tag::HTML => return self.in_body(token),
            Token::Start(tag) if tag.name.tag() == Tag::HEAD => {
                self.head = self.open_element(tag);
                self.mode = Mode::InHead;
                return Step::Done;
            }
            Token::End(name) if !LEAVES_HEAD.has(name.tag()) => return Step::Done,
            _ => {}
        }
        self.head = self.open_element(StartTag::bare(Tag::HEAD));
        self.mode = Mode::InHead;
        Step::Again
    }

    pub(super) fn in_head(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::HTML => return self.in_body(token),
                Tag::BASE | Tag::BASEFONT | Tag::BGSOUND | Tag::LINK | Tag::META => {
                    self.void_element(tag);
                    return Step::Done;
                }
                Tag::TITLE => {
                    self.raw_element(tag, Content::Rcdata);
                    return Step::Done;
                }
                Tag::NOFRAMES | Tag::STYLE => {
                    self.raw_element(tag, Content::RawText);
                    return Step::Done;
                }
                Tag::NOSCRIPT => {
                    self.open_element(tag);
                    self.mode = Mode::InHeadNoscript;
                    return Step::Done;
                }
                Tag::SCRIPT => {
                    self.raw_element(tag, Content::Script);
                    return Step::Done;
                }
                Tag::TEMPLATE => {
                    self.open_element(tag);
                    self.formatting.mark();
                    self.frameset_ok = false;
                    self.mode = Mode::InTemplate;
                    self.template_modes.push(Mode::InTemplate);
                    return Step::Done;
                }
                Tag::HEAD => return Step::Done,
                _ => {}
            },
            Token::End(name) => match name.tag() {
                Tag::HEAD => {
                    self.pop();
                    self.mode = Mode::AfterHead;
                    return Step::Done;
                }
                Tag::TEMPLATE => {
                    self.close_template();
                    return Step::Done;
                }
                Tag::BODY | Tag::HTML | Tag::BR => {}
                _ => return Step::Done,
            },
            Token::Text(_) | Token::EndOfPage => {}
        }
        self.pop();
        self.mode = Mode::AfterHead;
        Step::Again
    }

    fn close_template(&mut self) {
        if !self.has_template() {
            return;
        }
        self.close_implied(IMPLIED_END_THOROUGHLY, None);
        self.leave_template();
    }

    fn leave_template(&mut self) {
        self.pop_through(TagSet::of(&[Tag::TEMPLATE]));
        self.formatting.clear_to_mark();
        self.template_modes.pop();
        self.reset_mode();
    }

    pub(super) fn in_head_noscript(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::HTML => return self.in_body(token),
                Tag::BASEFONT
                | Tag::BGSOUND
                | Tag::LINK
                | Tag::META
                | Tag::NOFRAMES
                | Tag::STYLE => return self.in_head(token),
                Tag::HEAD | Tag::NOSCRIPT => return Step::Done,
                _ => {}
            },
            Token::End(name) => match name.tag() {
                Tag::NOSCRIPT => {
                    self.pop();
                    self.mode = Mode::InHead;
                    return Step::Done;
                }
                Tag::BR => {}
                _ => return Step::Done,
            },
            Token::Text(_) | Token::EndOfPage => {}
        }
        self.pop();
        self.mode = Mode::InHead;
        Step::Again
    }

    pub(super) fn after_head(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::HTML => return self.in_body(token),
                Tag::BODY => {
                    self.open_element(tag);
                    self.frameset_ok = false;
                    self.mode = Mode::InBody;
                    return Step::Done;
                }
                Tag::FRAMESET => {
                    self.open_element(tag);
                    self.mode = Mode::InFrameset;
                    return Step::Done;
                }
                head if HEAD_CONTENT.has(head) => {
                    let head: Handle = self.head;
                    self.push(head, StartTag::bare(Tag::HEAD).name);
                    let step = self.in_head(token);
                    self.remove(head);
                    return step;
                }
                Tag::HEAD => return Step::Done,
                _ => {}
            },
            Token::End(name) => match name.tag() {
                Tag::TEMPLATE => return self.in_head(token),
                Tag::BODY | Tag::HTML | Tag::BR => {}
                _ => return Step::Done,
            },
            Token::Text(_) | Token::EndOfPage => {}
        }
        self.open_element(StartTag::bare(Tag::BODY));
        self.mode = Mode::InBody;
        Step::Again
    }

    pub(super) fn in_template(&mut self, token: Token) -> Step {
        let mode = match token {
            Token::Text(text) => {
                self.text_in_body(text);
                return Step::Done;
            }
            Token::Start(tag) => match tag.name.tag() {
                head if HEAD_CONTENT.has(head) => return self.in_head(token),
                Tag::CAPTION | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    Mode::InTable
                }
                Tag::COL => Mode::InColumnGroup,
                Tag::TR => Mode::InTableBody,
                Tag::TD | Tag::TH => Mode::InRow,
                _ => Mode::InBody,
            },
            Token::End(name) if name.tag() == Tag::TEMPLATE => return self.in_head(token),
            Token::End(_) => return Step::Done,
            Token::EndOfPage => {
                if !self.has_template() {
                    return Step::Done;
                }
                self.leave_template();
                return Step::Again;
            }
        };
        self.template_modes.pop();
        self.template_modes.push(mode);
        self.mode = mode;
        Step::Again
    }

    pub(super) fn after_body(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if tag.name.tag() == Tag::HTML => return self.in_body(token),
            Token::End(name) if name.tag() == Tag::HTML => {
                self.mode = Mode::AfterAfterBody;
                return Step::Done;
            }
            Token::EndOfPage => return Step::Done,
            _ => {}
        }
        self.mode = Mode::InBody;
        Step::Again
    }

    pub(super) fn after_after_body(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if tag.name.tag() == Tag::HTML => self.in_body(token),
            Token::EndOfPage => Step::Done,
            _ => {
                self.mode = Mode::InBody;
                Step::Again
            }
        }
    }

    pub(super) fn in_frameset(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::HTML => return self.in_body(token),
                Tag::FRAMESET => {
                    self.open_element(tag);
                }
                Tag::FRAME => {
                    self.void_element(tag);
                }
                Tag::NOFRAMES => return self.in_head(token),
                _ => {}
            },
            Token::End(name) if name.tag() == Tag::FRAMESET && !self.current_is(Tag::HTML) => {
                self.pop();
                if !self.current_is(Tag::FRAMESET) {
                    self.mode = Mode::AfterFrameset;
                }
            }
            _ => {}
        }
        Step::Done
    }

    pub(super) fn after_frameset(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if tag.name.tag() == Tag::HTML => self.in_body(token),
            Token::Start(tag) if tag.name.tag() == Tag::NOFRAMES => self.in_head(token),
            Token::End(name) if name.tag() == Tag::HTML => {
                self.mode = Mode::AfterAfterFrameset;
                Step::Done
            }
            _ => Step::Done,
        }
    }

    pub(super) fn after_after_frameset(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if tag.name.tag() == Tag::HTML => self.in_body(token),
            Token::Start(tag) if tag.name.tag() == Tag::NOFRAMES => self.in_head(token),
            _ => Step::Done,
        }
    }
}
