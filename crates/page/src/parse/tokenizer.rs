//! From the text of a page to tags and text, as the HTML standard has it (section 13.2.5), without a state for every
//! character: each construct is found whole by its end.

use memchr::{memchr, memchr2, memmem};

use super::builder::{Builder, Content, StartTag};
use super::doctype;
use super::draft::Stretch;
use super::names::Name;
use super::references::{Within, resolve};
use super::{Limits, Oddity};
use crate::deadline::Deadline;
use crate::tag::Tag;
use crate::tree::Attr;

/// How many tags are read between two looks at the clock.
const TAGS_A_LOOK: usize = 4_096;

/// How many tags, comments and attributes a page may have for each node it may have: more come to nothing.
const MARKUP_A_NODE: usize = 10;

/// Whitespace, `/`, `>`: where the name of a tag ends.
const ENDS_NAME: u8 = 1;
/// `=` too: where the name of an attribute ends.
const ENDS_ATTR: u8 = 2;
/// White space.
const SPACE: u8 = 4;
/// Letters that are not in lower case.
const UPPER: u8 = 8;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' => ENDS_NAME | ENDS_ATTR | SPACE,
            b'/' | b'>' => ENDS_NAME | ENDS_ATTR,
            b'=' => ENDS_ATTR,
            b'A'..=b'Z' => UPPER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn is(byte: u8, class: u8) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

pub(super) struct Tokenizer<'a> {
    source: &'a str,
    at: usize,
    builder: Builder<'a>,
    /// Bytes of text that may still come.
    room: usize,
    /// Whether there was too much.
    is_cut: bool,
    /// For names that are not in lower case.
    scratch: String,
}

impl<'a> Tokenizer<'a> {
    /// Of a page whose line breaks are all `\n`.
    pub fn new(source: &'a str, builder: Builder<'a>) -> Self {
        Self {
            source,
            at: 0,
            builder,
            room: usize::MAX,
            is_cut: false,
            scratch: String::new(),
        }
    }

    /// Reads the page to its end, or until a limit is reached.
    pub fn run(mut self, limits: &Limits, deadline: Deadline) -> (Builder<'a>, Vec<Oddity>) {
        let mut oddities = Vec::new();
        self.room = limits.text;
        let mut tags = 0;
        let markup = limits.nodes.saturating_mul(MARKUP_A_NODE);
        while self.at < self.source.len() {
            if self.builder.draft.is_full() || tags + self.builder.draft.attrs.len() > markup {
                oddities.push(Oddity::TooManyNodes);
                break;
            }
            let end = self.text_end();
            self.text(end);
            if !self.is_cut && self.at < self.source.len() {
                self.markup();
                tags += 1;
            }
            if self.is_cut {
                oddities.push(Oddity::TooMuchText);
                break;
            }
            let is_look = tags % TAGS_A_LOOK == 0 && self.at < self.source.len();
            if is_look && deadline.has_passed() {
                oddities.push(Oddity::TooLong);
                break;
            }
        }
        self.builder.end_of_page();
        (self.builder, oddities)
    }

    fn bytes(&self) -> &'a [u8] {
        self.source.as_bytes()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes().get(at).copied()
    }

    /// Where the text at hand ends: at the next `<` that begins something.
    fn text_end(&self) -> usize {
        let bytes = self.bytes();
        let mut end = self.at;
        loop {
            let Some(found) = memchr(b'<', &bytes[end..]) else {
                return bytes.len();
            };
            end += found;
            match bytes.get(end + 1) {
                Some(b'/') if end + 2 < bytes.len() => return end,
                Some(b'!' | b'?') => return end,
                Some(byte) if byte.is_ascii_alphabetic() => return end,
                _ => end += 1,
            }
        }
    }

    /// Takes the text up to `end`.
    fn text(&mut self, end: usize) {
        let end = self.cut(self.at, end);
        if self.at < end {
            let text = self.resolved(self.at, end, Within::Text);
            self.builder.text(text);
            self.at = end;
        }
    }

    /// Where a text has to end, so that there is room for it.
    fn cut(&mut self, from: usize, to: usize) -> usize {
        let mut end = to;
        if to - from > self.room {
            self.is_cut = true;
            end = self.source.floor_char_boundary(from + self.room);
        }
        self.room -= end - from;
        end
    }

    /// A stretch of the source, its references resolved.
    fn resolved(&mut self, from: usize, to: usize, within: Within) -> Stretch {
        let text = &self.source[from..to];
        if memchr(b'&', text.as_bytes()).is_none() {
            return Stretch {
                from: from as u32,
                to: to as u32,
            };
        }
        self.scratch.clear();
        resolve(text, within, &mut self.scratch);
        self.builder.draft.add_string(&self.scratch)
    }

    /// What begins with the `<` at hand.
    fn markup(&mut self) {
        match self.byte(self.at + 1) {
            Some(b'/') => match self.byte(self.at + 2) {
                Some(byte) if byte.is_ascii_alphabetic() => self.end_tag(),
                Some(b'>') => self.at += 3,
                _ => self.bogus_comment(self.at + 2),
            },
            Some(b'!') => self.declaration(),
            Some(b'?') => self.bogus_comment(self.at + 1),
            _ => self.start_tag(),
        }
    }

    /// A comment, a doctype, a CDATA section.
    fn declaration(&mut self) {
        let rest = &self.bytes()[self.at + 2..];
        if rest.starts_with(b"--") {
            self.comment();
        } else if has_prefix(rest, b"doctype") {
            let from = self.at + 2 + b"doctype".len();
            let end = memchr(b'>', &self.bytes()[from..]).map(|end| from + end);
            let declaration = &self.source[from..end.unwrap_or(self.source.len())];
            let quirks = doctype::wants_quirks(declaration, end.is_some());
            self.builder.doctype(quirks);
            self.at = end.map_or(self.source.len(), |end| end + 1);
        } else if rest.starts_with(b"[CDATA[") && self.builder.is_in_foreign() {
            let from = self.at + b"<![CDATA[".len();
            let end = memmem::find(&self.bytes()[from..], b"]]>").map(|end| from + end);
            let to = self.cut(from, end.unwrap_or(self.source.len()));
            self.builder.text(Stretch {
                from: from as u32,
                to: to as u32,
            });
            self.at = end.map_or(self.source.len(), |end| end + 3);
        } else {
            self.bogus_comment(self.at + 2);
        }
    }

    fn comment(&mut self) {
        let (bytes, start) = (self.bytes(), self.at);
        let mut at = start + b"<!--".len();
        self.at = loop {
            let Some(found) = memchr(b'>', &bytes[at..]) else {
                break bytes.len();
            };
            at += found + 1;
            // The dashes that open it may close it: `<!-->`.
            if bytes[start + 2..at - 1].ends_with(b"--")
                || bytes[start + 4..at - 1].ends_with(b"--!")
            {
                break at;
            }
        };
        self.builder.comment();
    }

    /// Something that is no markup, up to the next `>`.
    fn bogus_comment(&mut self, from: usize) {
        let end = memchr(b'>', &self.bytes()[from..]);
        self.at = end.map_or(self.source.len(), |end| from + end + 1);
        self.builder.comment();
    }

    /// Where the name that begins at `from` ends: at a byte of these classes.
    fn name_end(&self, from: usize, ends: u8) -> usize {
        let rest = &self.bytes()[from..];
        let length = rest.iter().position(|byte| is(*byte, ends));
        length.map_or(self.source.len(), |length| from + length)
    }

    fn element_name(&mut self, from: usize, to: usize) -> Name {
        let name = lower(&self.source[from..to], &mut self.scratch);
        let names = &mut self.builder.draft.names;
        if name.contains('\0') {
            names.element(&name.replace('\0', "\u{fffd}"))
        } else {
            names.element(name)
        }
    }

    fn end_tag(&mut self) {
        let from = self.at + 2;
        let to = self.name_end(from, ENDS_NAME);
        // What is cut off by the end of the page is no tag.
        if self.byte(to) == Some(b'>') {
            self.at = to + 1;
        } else if self.attributes(to, false).is_none() {
            return;
        }
        let name = self.element_name(from, to);
        self.builder.end(name);
    }

    fn start_tag(&mut self) {
        let from = self.at + 1;
        let to = self.name_end(from, ENDS_NAME);
        let first = self.builder.draft.attrs.len() as u32;
        let mut self_closing = false;
        if self.byte(to) == Some(b'>') {
            self.at = to + 1;
        } else {
            self.builder.draft.names.begin_tag();
            let Some(closing) = self.attributes(to, true) else {
                return;
            };
            self_closing = closing;
        }
        let name = self.element_name(from, to);
        let attrs = Stretch {
            from: first,
            to: self.builder.draft.attrs.len() as u32,
        };
        let content = self.builder.start(StartTag {
            name,
            attrs,
            self_closing,
        });
        match content {
            Content::Markup => {}
            Content::Script | Content::RawText | Content::Rcdata => self.raw(name, content),
            Content::PlainText => {
                let (from, to) = (self.at, self.cut(self.at, self.source.len()));
                self.at = self.source.len();
                let text = Stretch {
                    from: from as u32,
                    to: to as u32,
                };
                let text = self.builder.nul_replaced(text, "\u{fffd}");
                self.builder.text(text);
            }
        }
    }

    /// Goes through the attributes of a tag from `at` to behind its `>`; keeps them where it is a start tag. Gives
    /// whether the tag closes itself, `None` where the page ends first.
    fn attributes(&mut self, mut at: usize, keep: bool) -> Option<bool> {
        let bytes = self.bytes();
        self.at = bytes.len();
        loop {
            match *bytes.get(at)? {
                b'>' => {
                    self.at = at + 1;
                    return Some(false);
                }
                b'/' => {
                    at += 1;
                    if bytes.get(at) == Some(&b'>') {
                        self.at = at + 1;
                        return Some(true);
                    }
                    continue;
                }
                byte if is(byte, SPACE) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let name = at;
            // Even a `=` begins a name.
            let name_end = self.name_end(at + 1, ENDS_ATTR);
            at = self.skip_spaces(name_end);
            let (mut from, mut to) = (at, at);
            if bytes.get(at) == Some(&b'=') {
                at = self.skip_spaces(at + 1);
                match *bytes.get(at)? {
                    b'>' => (from, to) = (at, at),
                    quote @ (b'"' | b'\'') => {
                        from = at + 1;
                        to = from + memchr(quote, &bytes[from..])?;
                        at = to + 1;
                    }
                    _ => {
                        from = at;
                        to = from
                            + bytes[from..]
                                .iter()
                                .position(|b| *b == b'>' || is(*b, SPACE))?;
                        at = to;
                    }
                }
            }
            if keep {
                self.keep_attribute((name, name_end), (from, to));
            }
        }
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at).is_some_and(|byte| is(byte, SPACE)) {
            at += 1;
        }
        at
    }

    /// Notes an attribute of the start tag at hand, if it is the first of its name.
    fn keep_attribute(&mut self, name: (usize, usize), value: (usize, usize)) {
        let written = lower(&self.source[name.0..name.1], &mut self.scratch);
        let names = &mut self.builder.draft.names;
        let id = if written.contains('\0') {
            names.attribute(&written.replace('\0', "\u{fffd}"))
        } else {
            names.attribute(written)
        };
        let Some(name) = id else {
            return;
        };
        let value = self.resolved(value.0, value.1, Within::Attribute);
        let value = self.builder.nul_replaced(value, "\u{fffd}");
        self.builder.draft.attrs.push(Attr {
            name,
            from: value.from,
            to: value.to,
        });
    }

    /// The insides of an element that are no markup, and its end tag.
    fn raw(&mut self, name: Name, content: Content) {
        let from = self.at;
        let tag = name.tag().name().as_bytes();
        let end = if content == Content::Script {
            self.script_end(tag)
        } else {
            self.raw_end(tag)
        };
        let to = if content == Content::Script || name.tag() == Tag::STYLE {
            end
        } else {
            self.cut(from, end)
        };
        let text = if content == Content::Rcdata {
            self.resolved(from, to, Within::Text)
        } else {
            Stretch {
                from: from as u32,
                to: to as u32,
            }
        };
        self.builder.raw_text(text);
        self.at = end;
        if end < self.source.len() {
            // Its attributes go nowhere, and one that is cut off ends the page.
            let _ = self.attributes(end + 2 + tag.len(), false);
        }
    }

    /// Where the end tag of this name begins.
    fn raw_end(&self, tag: &[u8]) -> usize {
        let bytes = self.bytes();
        let mut at = self.at;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            at += found;
            if self.is_tag(at + 1, b'/', tag) {
                return at;
            }
            at += 1;
        }
        bytes.len()
    }

    /// Whether this byte and then a tag's name stand at a place.
    fn is_tag(&self, at: usize, before: u8, tag: &[u8]) -> bool {
        let Some(rest) = self.bytes().get(at..) else {
            return false;
        };
        rest.first() == Some(&before)
            && has_prefix(&rest[1..], tag)
            && rest.get(1 + tag.len()).is_some_and(|b| is(*b, ENDS_NAME))
    }

    /// Where the script's end tag begins. Within what looks like a comment, a start tag of a script hides one end tag.
    fn script_end(&self, tag: &[u8]) -> usize {
        #[derive(PartialEq)]
        enum State {
            Plain,
            Comment,
            ScriptInComment,
        }
        let bytes = self.bytes();
        let mut state = State::Plain;
        let mut at = self.at;
        loop {
            let rest = &bytes[at..];
            let found = match state {
                State::Plain => memchr(b'<', rest),
                _ => memchr2(b'<', b'-', rest),
            };
            let Some(found) = found else {
                return bytes.len();
            };
            at += found;
            if bytes[at] == b'-' {
                if bytes[at..].starts_with(b"-->") {
                    state = State::Plain;
                    at += 2;
                }
            } else if self.is_tag(at + 1, b'/', tag) {
                if state != State::ScriptInComment {
                    return at;
                }
                state = State::Comment;
            } else if state == State::Plain && bytes[at..].starts_with(b"<!--") {
                state = State::Comment;
                // The dashes that open it may close it.
                at += 1;
            } else if state == State::Comment && self.is_tag(at, b'<', tag) {
                state = State::ScriptInComment;
            }
            at += 1;
        }
    }
}

/// Whether bytes begin with a lower-case word, case aside.
fn has_prefix(bytes: &[u8], word: &[u8]) -> bool {
    bytes
        .get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// A name in lower case, by way of `scratch` where it is not already.
fn lower<'a>(name: &'a str, scratch: &'a mut String) -> &'a str {
    if !name.bytes().any(|byte| is(byte, UPPER)) {
        return name;
    }
    scratch.clear();
    scratch.push_str(name);
    scratch.make_ascii_lowercase();
    scratch
}

/// Line breaks as HTML has them, all `\n`; `None` where they are so already.
pub(super) fn with_plain_line_breaks(text: &str) -> Option<String> {
    let mut at = memchr(b'\r', text.as_bytes())?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
        match memchr(b'\r', rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    Some(out)
}
