//! Tables.

use super::stack::OF_TABLES;
use super::{Builder, IMPLIED_END, Mode, StartTag, Step, TABLE_SCOPE, Token};
use crate::parse::draft::NONE;
use crate::parse::names::TagSet;
use crate::tag::Tag;

const TABLE_CONTEXT: TagSet = TagSet::of(&[Tag::TABLE, Tag::TEMPLATE, Tag::HTML]);
const GROUPS: TagSet = TagSet::of(&[Tag::TBODY, Tag::TFOOT, Tag::THEAD]);
const GROUP_CONTEXT: TagSet = GROUPS.and(&[Tag::TEMPLATE, Tag::HTML]);
const ROW_CONTEXT: TagSet = TagSet::of(&[Tag::TR, Tag::TEMPLATE, Tag::HTML]);
const CELLS: TagSet = TagSet::of(&[Tag::TD, Tag::TH]);
/// Start tags that begin another part of the table.
const PARTS: TagSet = TagSet::of(OF_TABLES).and(&[Tag::COL]);

impl Builder<'_> {
    pub(super) fn in_table(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::CAPTION => {
                    self.pop_to(TABLE_CONTEXT);
                    self.formatting.mark();
                    self.open_element(tag);
                    self.mode = Mode::InCaption;
                }
                Tag::COLGROUP => {
                    self.pop_to(TABLE_CONTEXT);
                    self.open_element(tag);
                    self.mode = Mode::InColumnGroup;
                }
                Tag::COL => {
                    self.pop_to(TABLE_CONTEXT);
                    self.open_element(StartTag::bare(Tag::COLGROUP));
                    self.mode = Mode::InColumnGroup;
                    return Step::Again;
                }
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    self.pop_to(TABLE_CONTEXT);
                    self.open_element(tag);
                    self.mode = Mode::InTableBody;
                }
                Tag::TD | Tag::TH | Tag::TR => {
                    self.pop_to(TABLE_CONTEXT);
                    self.open_element(StartTag::bare(Tag::TBODY));
                    self.mode = Mode::InTableBody;
                    return Step::Again;
                }
                Tag::TABLE => {
                    if self.close_table() {
                        return Step::Again;
                    }
                }
                Tag::STYLE | Tag::SCRIPT | Tag::TEMPLATE => return self.in_head(token),
                Tag::INPUT if self.is_hidden_input(tag) => {
                    self.void_element(tag);
                }
                Tag::FORM => {
                    if !self.has_template() && self.form == NONE {
                        self.form = self.void_element(tag);
                    }
                }
                _ => return self.foster(|builder| builder.in_body(token)),
            },
            Token::End(name) => match name.tag() {
                Tag::TABLE => {
                    self.close_table();
                }
                Tag::TEMPLATE => return self.in_head(token),
                Tag::BODY | Tag::HTML => {}
                part if PARTS.has(part) => {}
                _ => return self.foster(|builder| builder.in_body(token)),
            },
            Token::Text(_) => return self.foster(|builder| builder.in_body(token)),
            Token::EndOfPage => return self.in_body(token),
        }
        Step::Done
    }

    /// Closes the table around here; whether there was one.
    fn close_table(&mut self) -> bool {
        let found = self.in_scope(Tag::TABLE, TABLE_SCOPE);
        if found {
            self.pop_through(TagSet::of(&[Tag::TABLE]));
            self.reset_mode();
        }
        found
    }

    pub(super) fn in_caption(&mut self, token: Token) -> Step {
        let tag = match token {
            Token::Start(tag) if PARTS.has(tag.name.tag()) => tag.name.tag(),
            Token::End(name) => match name.tag() {
                Tag::CAPTION | Tag::TABLE => name.tag(),
                Tag::BODY | Tag::HTML => return Step::Done,
                part if PARTS.has(part) => return Step::Done,
                _ => return self.in_body(token),
            },
            _ => return self.in_body(token),
        };
        if !self.in_scope(Tag::CAPTION, TABLE_SCOPE) {
            return Step::Done;
        }
        self.close_implied(IMPLIED_END, None);
        self.pop_through(TagSet::of(&[Tag::CAPTION]));
        self.formatting.clear_to_mark();
        self.mode = Mode::InTable;
        match token {
            Token::End(_) if tag == Tag::CAPTION => Step::Done,
            _ => Step::Again,
        }
    }

    pub(super) fn in_column_group(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::HTML => return self.in_body(token),
                Tag::COL => {
                    self.void_element(tag);
                    return Step::Done;
                }
                Tag::TEMPLATE => return self.in_head(token),
                _ => {}
            },
            Token::End(name) => match name.tag() {
                Tag::COLGROUP => {
                    if self.current_is(Tag::COLGROUP) {
                        self.pop();
                        self.mode = Mode::InTable;
                    }
                    return Step::Done;
                }
                Tag::COL => return Step::Done,
                Tag::TEMPLATE => return self.in_head(token),
                _ => {}
            },
            Token::EndOfPage => return self.in_body(token),
            Token::Text(_) => {}
        }
        if !self.current_is(Tag::COLGROUP) {
            return Step::Done;
        }
        self.pop();
        self.mode = Mode::InTable;
        Step::Again
    }

    pub(super) fn in_table_body(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                Tag::TR => {
                    self.pop_to(GROUP_CONTEXT);
                    self.open_element(tag);
                    self.mode = Mode::InRow;
                    Step::Done
                }
                Tag::TD | Tag::TH => {
                    self.pop_to(GROUP_CONTEXT);
                    self.open_element(StartTag::bare(Tag::TR));
                    self.mode = Mode::InRow;
                    Step::Again
                }
                part if PARTS.has(part) => self.leave_group(),
                _ => self.in_table(token),
            },
            Token::End(name) => match name.tag() {
                group if GROUPS.has(group) => {
                    if self.in_scope(group, TABLE_SCOPE) {
                        self.pop_to(GROUP_CONTEXT);
                        self.pop();
                        self.mode = Mode::InTable;
                    }
                    Step::Done
                }
                Tag::TABLE => self.leave_group(),
                Tag::BODY | Tag::HTML => Step::Done,
                part if PARTS.has(part) => Step::Done,
                _ => self.in_table(token),
            },
            Token::Text(_) | Token::EndOfPage => self.in_table(token),
        }
    }

    fn leave_group(&mut self) -> Step {
        if !self.any_in_scope(GROUPS, TABLE_SCOPE) {
            return Step::Done;
        }
        self.pop_to(GROUP_CONTEXT);
        self.pop();
        self.mode = Mode::InTable;
        Step::Again
    }

    pub(super) fn in_row(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) => match tag.name.tag() {
                cell if CELLS.has(cell) => {
                    self.pop_to(ROW_CONTEXT);
                    self.open_element(tag);
                    self.mode = Mode::InCell;
                    self.formatting.mark();
                    Step::Done
                }
                part if PARTS.has(part) => self.leave_row(),
                _ => self.in_table(token),
            },
            Token::End(name) => match name.tag() {
                Tag::TR => {
                    self.leave_row();
                    Step::Done
                }
                Tag::TABLE => self.leave_row(),
                group if GROUPS.has(group) => {
                    if self.in_scope(group, TABLE_SCOPE) {
                        self.leave_row()
                    } else {
                        Step::Done
                    }
                }
                Tag::BODY | Tag::HTML => Step::Done,
                part if PARTS.has(part) => Step::Done,
                _ => self.in_table(token),
            },
            Token::Text(_) | Token::EndOfPage => self.in_table(token),
        }
    }

    fn leave_row(&mut self) -> Step {
        if !self.in_scope(Tag::TR, TABLE_SCOPE) {
            return Step::Done;
        }
        self.pop_to(ROW_CONTEXT);
        self.pop();
        self.mode = Mode::InTableBody;
        Step::Again
    }

    pub(super) fn in_cell(&mut self, token: Token) -> Step {
        match token {
            Token::Start(tag) if PARTS.has(tag.name.tag()) => {
                if self.any_in_scope(CELLS, TABLE_SCOPE) {
                    self.close_cell(CELLS);
                    return Step::Again;
                }
                Step::Done
            }
            Token::End(name) => match name.tag() {
                cell if CELLS.has(cell) => {
                    if self.in_scope(cell, TABLE_SCOPE) {
                        self.close_cell(TagSet::of(&[cell]));
                    }
                    Step::Done
                }
                Tag::BODY | Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::HTML => Step::Done,
                outer @ (Tag::TABLE | Tag::TBODY | Tag::TFOOT | Tag::THEAD | Tag::TR) => {
                    if self.in_scope(outer, TABLE_SCOPE) {
                        self.close_cell(CELLS);
                        return Step::Again;
                    }
                    Step::Done
                }
                _ => self.in_body(token),
            },
            _ => self.in_body(token),
        }
    }

    fn close_cell(&mut self, cells: TagSet) {
        self.close_implied(IMPLIED_END, None);
        self.pop_through(cells);
        self.formatting.clear_to_mark();
        self.mode = Mode::InRow;
    }
}
