//! Tree construction: what the tags and the text of a page come to, as the HTML standard has it (section 13.2.6).
//!
//! One file a group of insertion modes; here what they share. Scripts are off: the insides of `noscript` are markup,
//! and that is where lazy images keep their real address.

mod body;
mod document;
mod foreign;
mod formatting;
mod stack;
mod table;
mod text;

use rustc_hash::FxHashMap;

use self::formatting::Formatting;
use self::stack::{
    BUTTON_SCOPE, HEADINGS, IMPLIED_END, IMPLIED_END_THOROUGHLY, LIST_ITEM_SCOPE, Open, SCOPE,
    TABLE_SCOPE,
};
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

/// What stands in a table but in no cell of it, and what is moved out in front of it: see the standard on foster
/// parenting.
const TABLE_PARTS: TagSet = TagSet::of(&[Tag::TABLE, Tag::TBODY, Tag::TFOOT, Tag::THEAD, Tag::TR]);
/// What belongs in the head, wherever it stands.
const HEAD_CONTENT: TagSet = TagSet::of(&[
    Tag::BASE,
    Tag::BASEFONT,
    Tag::BGSOUND,
    Tag::LINK,
    Tag::META,
    Tag::NOFRAMES,
    Tag::SCRIPT,
    Tag::STYLE,
    Tag::TEMPLATE,
    Tag::TITLE,
]);
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
            depth: limits.depth,
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
