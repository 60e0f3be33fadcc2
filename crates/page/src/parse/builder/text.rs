//! Text: where it goes by the mode it comes in, and what it does on the way.

use super::{Builder, Mode, Step, TABLE_PARTS, Token};
use crate::parse::draft::Stretch;
use crate::tag::Tag;

impl Builder<'_> {
    /// Takes text between tags.
    pub fn text(&mut self, mut text: Stretch) {
        if self.skip_newline {
            self.skip_newline = false;
            text = self.without_newline(text);
        }
        let nul = if self.is_foreign(Token::Text(text)) {
            "\u{fffd}"
        } else {
            ""
        };
        let text = self.nul_replaced(text, nul);
        self.text_without_nul(text);
    }

    /// Text with something else for its NUL characters.
    pub fn nul_replaced(&mut self, text: Stretch, by: &str) -> Stretch {
        if !self.has_nul || !self.draft.string(text).contains('\0') {
            return text;
        }
        let replaced = self.draft.string(text).replace('\0', by);
        self.draft.add_string(&replaced)
    }

    /// Takes the text of an element whose insides are no markup, and closes the element.
    pub fn raw_text(&mut self, mut text: Stretch) {
        if self.skip_newline {
            self.skip_newline = false;
            text = self.without_newline(text);
        }
        let text = self.nul_replaced(text, "\u{fffd}");
        self.insert_text(text);
        self.pop();
    }

    fn without_newline(&self, mut text: Stretch) -> Stretch {
        if self.draft.string(text).starts_with('\n') {
            text.from += 1;
        }
        text
    }

    fn text_without_nul(&mut self, mut text: Stretch) {
        loop {
            if text.from == text.to {
                return;
            }
            if self.is_foreign(Token::Text(text)) {
                self.note_visible(text);
                self.insert_text(text);
                return;
            }
            match self.mode {
                Mode::InBody | Mode::InCaption | Mode::InCell | Mode::InTemplate => {
                    self.text_in_body(text);
                    return;
                }
                Mode::InTable | Mode::InTableBody | Mode::InRow => {
                    let current = self.current().name.tag();
                    if TABLE_PARTS.has(current) || current == Tag::TEMPLATE {
                        self.table_text.push(text);
                    } else {
                        self.foster(|builder| builder.text_in_body(text));
                    }
                    return;
                }
                Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => {
                    self.insert_spaces_of(text);
                    return;
                }
                Mode::InColumnGroup if !self.current_is(Tag::COLGROUP) => {
                    self.insert_spaces_of(text);
                    return;
                }
                mode => {
                    let (spaces, rest) = self.split_spaces(text);
                    match mode {
                        Mode::InHead
                        | Mode::InHeadNoscript
                        | Mode::AfterHead
                        | Mode::InColumnGroup => self.insert_text(spaces),
                        Mode::AfterBody | Mode::AfterAfterBody => {
                            self.text_in_body(spaces);
                        }
                        _ => {}
                    }
                    if rest.from == rest.to || self.step(mode, Token::Text(rest)) == Step::Done {
                        return;
                    }
                    text = rest;
                }
            }
        }
    }

    pub(super) fn text_in_body(&mut self, text: Stretch) {
        if text.from == text.to {
            return;
        }
        self.reconstruct_formatting();
        self.note_visible(text);
        self.insert_text(text);
    }

    /// Text that can be seen makes a page with a body, not one of frames.
    fn note_visible(&mut self, text: Stretch) {
        self.frameset_ok = self.frameset_ok && self.is_space(text);
    }

    fn is_space(&self, text: Stretch) -> bool {
        self.draft.string(text).bytes().all(is_space)
    }

    /// The white space a text begins with, and the rest.
    fn split_spaces(&self, text: Stretch) -> (Stretch, Stretch) {
        let spaces = self.draft.string(text).bytes().take_while(|b| is_space(*b));
        let middle = text.from + spaces.count() as u32;
        let (from, to) = (text.from, text.to);
        (Stretch { from, to: middle }, Stretch { from: middle, to })
    }

    /// Puts in the white space of a text and leaves the rest out.
    fn insert_spaces_of(&mut self, text: Stretch) {
        let text = self.draft.string(text);
        let spaces: String = text
            .chars()
            .filter(|c| c.is_ascii() && is_space(*c as u8))
            .collect();
        let spaces = self.draft.add_string(&spaces);
        self.insert_text(spaces);
    }

    /// Puts the text of a table that stands outside its cells in its place: white space stays, anything else goes
    /// before the table.
    pub(super) fn flush_table_text(&mut self) {
        if self.table_text.is_empty() {
            return;
        }
        let pieces = std::mem::take(&mut self.table_text);
        let spaces = pieces.iter().all(|piece| self.is_space(*piece));
        for piece in pieces {
            if spaces {
                self.insert_text(piece);
            } else {
                self.foster(|builder| builder.text_in_body(piece));
            }
        }
    }

    fn insert_text(&mut self, text: Stretch) {
        let place = self.place();
        self.draft.insert_text(text, place);
    }
}

/// White space as HTML knows it; line breaks are all `\n` by now.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}
