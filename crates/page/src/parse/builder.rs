//! Tree construction: what the tags and the text of a page come to, as the HTML standard has it (section 13.2.6).
//!
//! One file a group of insertion modes; here what they share. Scripts are off: the insides of `noscript` are markup,
//! and that is where lazy images keep their real address.

mod body;
mod document;
mod foreign;
mod formatting;
mod table;

use rustc_hash::FxHashMap;

use self::formatting::Formatting;
use super::Limits;
use super::draft::{DOCUMENT, Draft, Handle, NONE, Place, Stretch};
use super::names::{Name, TagSet};
use crate::tag::Tag;

/// A start tag: its name in HTML, and its attributes, a range of the draft's.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartTag {
    pub name: Name,
    pub attrs: Stretch,
    pub self_closing: bool,
}

impl StartTag {
    /// The start tag that an end tag or a missing tag stands for.
    fn bare(tag: Tag) -> Self {
        Self {
            name: Name::html(tag),
            attrs: Stretch::default(),
            self_closing: false,
        }
    }
}

/// What comes to an insertion mode.
#[derive(Debug, Clone, Copy)]
enum Token {
    Start(StartTag),
    End(Name),
    Text(Stretch),
    EndOfPage,
}

/// What an insertion mode did with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Done,
    /// The mode has changed; the new one is to take the token.
    Again,
}

/// How what follows a start tag is to be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Markup,
    /// Text with references, up to the end tag.
    Rcdata,
    /// Text up to the end tag.
    RawText,
    /// The same, with the escapes of old.
    Script,
    /// Text up to the end of the page.
    PlainText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// An element whose end tag has not come yet.
#[derive(Debug, Clone, Copy)]
struct Open {
    node: Handle,
    name: Name,
    /// `MathML` that holds HTML, by its `encoding`.
    holds_html: bool,
}

const SCOPE: TagSet = TagSet::of(&[
    Tag::APPLET,
    Tag::CAPTION,
    Tag::HTML,
    Tag::TABLE,
    Tag::TD,
    Tag::TH,
    Tag::MARQUEE,
    Tag::OBJECT,
    Tag::SELECT,
    Tag::TEMPLATE,
]);
const LIST_ITEM_SCOPE: TagSet = SCOPE.and(&[Tag::OL, Tag::UL]);
const BUTTON_SCOPE: TagSet = SCOPE.and(&[Tag::BUTTON]);
const TABLE_SCOPE: TagSet = TagSet::of(&[Tag::HTML, Tag::TABLE, Tag::TEMPLATE]);
const IMPLIED_END: TagSet = TagSet::of(&[
    Tag::DD,
    Tag::DT,
    Tag::LI,
    Tag::OPTION,
    Tag::OPTGROUP,
    Tag::P,
    Tag::RB,
    Tag::RP,
    Tag::RT,
    Tag::RTC,
]);
const IMPLIED_END_THOROUGHLY: TagSet = IMPLIED_END.and(&[
    Tag::CAPTION,
    Tag::COLGROUP,
    Tag::TBODY,
    Tag::TD,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TR,
]);
const HEADINGS: TagSet = TagSet::of(&[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]);
/// What stands in a table but in no cell of it, and what is moved out in front of it: see the standard on foster
/// parenting.
const TABLE_PARTS: TagSet = TagSet::of(&[Tag::TABLE, Tag::TBODY, Tag::TFOOT, Tag::THEAD, Tag::TR]);
/// Raw text must be cut right however deep it stands.
const RAW: TagSet = TagSet::of(&[
    Tag::SCRIPT,
    Tag::STYLE,
    Tag::TEXTAREA,
    Tag::TITLE,
    Tag::XMP,
    Tag::IFRAME,
    Tag::NOEMBED,
    Tag::NOFRAMES,
    Tag::PLAINTEXT,
]);
const VOID: TagSet = TagSet::of(&[
    Tag::AREA,
    Tag::BASE,
    Tag::BR,
    Tag::COL,
    Tag::EMBED,
    Tag::HR,
    Tag::IMG,
    Tag::INPUT,
    Tag::LINK,
    Tag::META,
    Tag::SOURCE,
    Tag::TRACK,
    Tag::WBR,
]);

#[expect(clippy::struct_excessive_bools, reason = "the standard's own flags")]
pub(super) struct Builder<'a> {
    pub draft: Draft<'a>,
    open: Vec<Open>,
    /// How many elements of each tag are open, so that a search for one that is not need not begin.
    open_of: [u32; 256],
    formatting: Formatting,
    mode: Mode,
    template_modes: Vec<Mode>,
    head: Handle,
    form: Handle,
    frameset_ok: bool,
    foster_parenting: bool,
    quirks: bool,
    /// A line break right behind `<pre>` and the like does not count.
    skip_newline: bool,
    /// How what follows the start tag at hand is to be cut.
    content: Content,
    /// Text in a table outside its cells: where it goes depends on all of it.
    table_text: Vec<Stretch>,
    /// Whether the page holds NUL characters at all; none reaches the tree.
    has_nul: bool,
    depth: usize,
    /// Start tags left out for depth whose end tags are still to come.
    flattened: FxHashMap<Name, usize>,
    too_deep: bool,
}

impl<'a> Builder<'a> {
    /// A builder of the page with this source.
    pub fn new(source: &'a str, limits: &Limits) -> Self {
        Self {
            draft: Draft::new(source, limits.nodes),
            open: Vec::with_capacity(64),
            open_of: [0; 256],
            formatting: Formatting::default(),
            mode: Mode::Initial,
            template_modes: Vec::new(),
            head: NONE,
            form: NONE,
            frameset_ok: true,
            foster_parenting: false,
            quirks: false,
            skip_newline: false,
            content: Content::Markup,
            table_text: Vec::new(),
            has_nul: memchr::memchr(0, source.as_bytes()).is_some(),
            depth: limits.depth.max(8),
            flattened: FxHashMap::default(),
            too_deep: false,
        }
    }

    /// Whether elements lost their tags for depth.
    pub fn was_too_deep(&self) -> bool {
        self.too_deep
    }

    /// Takes a doctype.
    pub fn doctype(&mut self, quirks: bool) {
        self.skip_newline = false;
        if self.mode == Mode::Initial {
            self.quirks = quirks;
            self.mode = Mode::BeforeHtml;
        }
    }

    /// Takes a comment, which is not kept, but parts text from text.
    pub fn comment(&mut self) {
        self.skip_newline = false;
        self.flush_table_text();
        self.draft.end_text();
    }

    /// Takes a start tag; tells how what follows is to be cut.
    pub fn start(&mut self, tag: StartTag) -> Content {
        self.skip_newline = false;
        self.flush_table_text();
        if self.open.len() >= self.depth && !RAW.has(tag.name.tag()) {
            self.too_deep = true;
            if !tag.self_closing && !VOID.has(tag.name.tag()) {
                *self.flattened.entry(tag.name).or_default() += 1;
            }
            return Content::Markup;
        }
        self.content = Content::Markup;
        self.process(Token::Start(tag));
        self.content
    }

    /// Takes an end tag.
    pub fn end(&mut self, name: Name) {
        self.skip_newline = false;
        self.flush_table_text();
        if !self.flattened.is_empty()
            && let Some(count) = self.flattened.get_mut(&name)
        {
            *count -= 1;
            if *count == 0 {
                self.flattened.remove(&name);
            }
            return;
        }
        self.process(Token::End(name));
    }

    /// Takes the end of the page.
    pub fn end_of_page(&mut self) {
        self.flush_table_text();
        self.process(Token::EndOfPage);
    }

    fn process(&mut self, token: Token) {
        loop {
            let step = if self.is_foreign(token) {
                self.foreign(token)
            } else {
                self.step(self.mode, token)
            };
            if step == Step::Done {
                return;
            }
        }
    }

    fn step(&mut self, mode: Mode, token: Token) -> Step {
        match mode {
            Mode::Initial => self.initial(),
            Mode::BeforeHtml => self.before_html(token),
            Mode::BeforeHead => self.before_head(token),
            Mode::InHead => self.in_head(token),
            Mode::InHeadNoscript => self.in_head_noscript(token),
            Mode::AfterHead => self.after_head(token),
            Mode::InBody => self.in_body(token),
            Mode::InTable => self.in_table(token),
            Mode::InCaption => self.in_caption(token),
            Mode::InColumnGroup => self.in_column_group(token),
            Mode::InTableBody => self.in_table_body(token),
            Mode::InRow => self.in_row(token),
            Mode::InCell => self.in_cell(token),
            Mode::InTemplate => self.in_template(token),
            Mode::AfterBody => self.after_body(token),
            Mode::InFrameset => self.in_frameset(token),
            Mode::AfterFrameset => self.after_frameset(token),
            Mode::AfterAfterBody => self.after_after_body(token),
            Mode::AfterAfterFrameset => self.after_after_frameset(token),
        }
    }

    // Text.

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

    fn text_in_body(&mut self, text: Stretch) {
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
    fn flush_table_text(&mut self) {
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

    // Where nodes go.

    /// Lets `work` put what belongs in no table before it.
    fn foster<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        self.foster_parenting = true;
        let out = work(self);
        self.foster_parenting = false;
        out
    }

    /// Where the next node goes.
    fn place(&self) -> Place {
        match self.open.last() {
            Some(open) => self.place_in(*open),
            None => Place {
                parent: DOCUMENT,
                next: NONE,
            },
        }
    }

    /// Where a node goes that is meant for `target`.
    fn place_in(&self, target: Open) -> Place {
        let inside = |node| Place {
            parent: node,
            next: NONE,
        };
        if !self.foster_parenting || !TABLE_PARTS.has(target.name.tag()) {
            return inside(target.node);
        }
        let last = |tag| self.open.iter().rposition(|open| open.name.tag() == tag);
        let (template, table) = (last(Tag::TEMPLATE), last(Tag::TABLE));
        match (template, table) {
            (Some(template), table) if table.is_none_or(|table| table < template) => {
                inside(self.open[template].node)
            }
            (_, Some(table)) => {
                let node = self.open[table].node;
                match self.draft.parent(node) {
                    NONE => inside(self.open[table.saturating_sub(1)].node),
                    parent => Place { parent, next: node },
                }
            }
            _ => inside(self.open[0].node),
        }
    }

    // The stack of open elements.

    /// The innermost open element. Modes that ask for it have `html` open at least.
    fn current(&self) -> Open {
        self.open[self.open.len() - 1]
    }

    fn current_is(&self, tag: Tag) -> bool {
        self.open.last().is_some_and(|open| open.name.tag() == tag)
    }

    fn push(&mut self, node: Handle, name: Name) {
        self.open.push(Open {
            node,
            name,
            holds_html: false,
        });
        self.note_open(name);
    }

    fn note_open(&mut self, name: Name) {
        self.open_of[name.tag().index()] += 1;
    }

    fn note_closed(&mut self, name: Name) {
        self.open_of[name.tag().index()] -= 1;
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.note_closed(open.name);
        }
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.open_of[tag.index()] > 0
    }

    /// The place of a node on the stack.
    fn position(&self, node: Handle) -> Option<usize> {
        self.open.iter().rposition(|open| open.node == node)
    }

    fn remove(&mut self, node: Handle) {
        if let Some(at) = self.position(node) {
            let open = self.open.remove(at);
            self.note_closed(open.name);
        }
    }

    /// Closes elements up to one of these tags, that one too.
    fn pop_through(&mut self, tags: TagSet) {
        while let Some(open) = self.open.last() {
            let tag = open.name.tag();
            self.pop();
            if tags.has(tag) {
                return;
            }
        }
    }

    /// Closes elements until one of these tags is the innermost.
    fn pop_to(&mut self, tags: TagSet) {
        while self.open.len() > 1 && !tags.has(self.current().name.tag()) {
            self.pop();
        }
    }

    fn close_implied(&mut self, tags: TagSet, except: Option<Name>) {
        while let Some(open) = self.open.last()
            && tags.has(open.name.tag())
            && Some(open.name) != except
        {
            self.pop();
        }
    }

    /// Whether an element of this tag is open within a scope: with none of `bounds` between.
    fn in_scope(&self, tag: Tag, bounds: TagSet) -> bool {
        self.is_open(tag) && self.any_in_scope(TagSet::of(&[tag]), bounds)
    }

    fn any_in_scope(&self, tags: TagSet, bounds: TagSet) -> bool {
        // The scope of tables alone reaches through drawings and formulas.
        let ends_at_foreign = bounds.has(Tag::SELECT);
        for open in self.open.iter().rev() {
            let tag = open.name.tag();
            if tags.has(tag) {
                return true;
            }
            if bounds.has(tag) || (ends_at_foreign && foreign::is_bound(open.name)) {
                return false;
            }
        }
        false
    }

    // Elements.

    /// Puts a new element in and opens it.
    fn open_element(&mut self, tag: StartTag) -> Handle {
        let place = self.place();
        let node = self.draft.element(tag.name, tag.attrs);
        self.draft.insert(node, place);
        self.push(node, tag.name);
        node
    }

    /// Puts a new element in that cannot hold anything.
    fn void_element(&mut self, tag: StartTag) -> Handle {
        let place = self.place();
        let node = self.draft.element(tag.name, tag.attrs);
        self.draft.insert(node, place);
        node
    }

    /// Puts a new element in whose insides are no markup.
    fn raw_element(&mut self, tag: StartTag, content: Content) {
        self.open_element(tag);
        self.content = content;
    }

    fn has_template(&self) -> bool {
        self.is_open(Tag::TEMPLATE)
    }

    /// The mode the open elements call for.
    fn reset_mode(&mut self) {
        self.mode = self
            .open
            .iter()
            .rev()
            .find_map(|open| match open.name.tag() {
                Tag::TD | Tag::TH => Some(Mode::InCell),
                Tag::TR => Some(Mode::InRow),
                Tag::TBODY | Tag::THEAD | Tag::TFOOT => Some(Mode::InTableBody),
                Tag::CAPTION => Some(Mode::InCaption),
                Tag::COLGROUP => Some(Mode::InColumnGroup),
                Tag::TABLE => Some(Mode::InTable),
                Tag::TEMPLATE => self.template_modes.last().copied(),
                Tag::HEAD => Some(Mode::InHead),
                Tag::BODY => Some(Mode::InBody),
                Tag::FRAMESET => Some(Mode::InFrameset),
                Tag::HTML if self.head == NONE => Some(Mode::BeforeHead),
                Tag::HTML => Some(Mode::AfterHead),
                _ => None,
            })
            .unwrap_or(Mode::InBody);
    }
}

/// White space as HTML knows it; line breaks are all `\n` by now.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}
