//! Stands between tokenizer and tree builder and keeps the limits.
//!
//! The tree builder looks through its stack of open elements at many tags, which makes deep nesting quadratic, so the
//! stack has to be kept short before tags reach it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::LocalName;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;

use super::sink::{Handle, Sink};
use super::{Limits, Oddity};

pub(super) struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    limits: Limits,
    /// Start tags left out for depth whose end tags are still to come.
    flattened: RefCell<HashMap<LocalName, usize>>,
    too_deep: Cell<bool>,
    too_many: Cell<bool>,
}

impl Guard {
    pub fn new(builder: TreeBuilder<Handle, Sink>, limits: Limits) -> Self {
        builder.sink.limit_nodes(limits.nodes);
        Self {
            builder,
            limits,
            flattened: RefCell::default(),
            too_deep: Cell::new(false),
            too_many: Cell::new(false),
        }
    }

    pub fn into_parts(self) -> (Sink, Vec<Oddity>) {
        let mut oddities = Vec::new();
        if self.too_many.get() || self.builder.sink.is_full() {
            oddities.push(Oddity::TooManyNodes);
        }
        if self.too_deep.get() {
            oddities.push(Oddity::TooDeep);
        }
        (self.builder.sink, oddities)
    }

    /// Whether the tag has to be left out for depth. Raw text elements pass: the tokenizer must learn of them.
    fn flattens(&self, kind: TagKind, name: &LocalName, self_closing: bool) -> bool {
        match kind {
            TagKind::StartTag => {
                let deep = self.builder.sink.open_depth() >= self.limits.depth;
                let raw = matches!(
                    &**name,
                    "script"
                        | "style"
                        | "textarea"
                        | "title"
                        | "xmp"
                        | "iframe"
                        | "noembed"
                        | "noframes"
                        | "plaintext"
                );
                if deep && !raw {
                    self.too_deep.set(true);
                    if !self_closing && !is_void(name) {
                        *self.flattened.borrow_mut().entry(name.clone()).or_default() += 1;
                    }
                }
                deep && !raw
            }
            TagKind::EndTag => {
                let mut flattened = self.flattened.borrow_mut();
                if flattened.is_empty() {
                    return false;
                }
                match flattened.get_mut(name) {
                    Some(1) => flattened.remove(name).is_some(),
                    Some(count) => {
                        *count -= 1;
                        true
                    }
                    None => false,
                }
            }
        }
    }
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        &**name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if self.builder.sink.is_full() {
            self.too_many.set(true);
            return TokenSinkResult::Continue;
        }
        if let Token::TagToken(tag) = &token {
            if self.flattens(tag.kind, &tag.name, tag.self_closing) {
                return TokenSinkResult::Continue;
            }
            if tag.kind == TagKind::EndTag {
                self.builder.sink.note_end_tag();
            }
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
