//! The body of a report as HTML, with what was said in it marked.
//!
//! Every element, class and attribute is written here; of the page come texts, which are escaped, and addresses, which
//! are led to only where they are http or https. A passage may reach over styles and blocks and lie over others: the text
//! is cut at every border, and each piece says by its classes which statements it belongs to (`s3`) and as what. Behind
//! the last words of a content stands a number, which leads to who said it and shows that beside it.

mod inline;
mod list;
mod marks;
mod table;

use std::fmt::Write;

use rustc_hash::FxHashSet;

use self::marks::{Mark, Sweep, marks};
use crate::html::{escape, safe_link};
use crate::reader::Reader;
use crate::reading::{Block, Reading};
use crate::said::Said;
use crate::texts::{Texts, texts};

/// As deep may quotations and lists stand within one another; what is deeper stands at this depth.
const DEEPEST: usize = 8;

/// A body as HTML.
pub(crate) struct Body {
    /// What stands within the element of the body.
    pub html: String,
    /// Which passages of contents can be led to, as `said-3-1`: statement and passage, both counted from 1.
    pub anchored: FxHashSet<(usize, usize)>,
    /// Whether it has images, be they loaded or led to.
    pub has_images: bool,
}

/// Writes the body of a reading. `said` has an entry for each of its statements; `pictures` says whether images are to be
/// loaded from where they lie.
pub(crate) fn body(reading: &Reading<'_>, said: &[Said], reader: &Reader, pictures: bool) -> Body {
    let mut writer = Writer {
        out: String::with_capacity(reading.article_body.len() * 2),
        body: &reading.article_body,
        at: 0,
        lost: false,
        sweep: Sweep::over(marks(reading)),
        open: Vec::new(),
        ended: Vec::new(),
        anchored: FxHashSet::default(),
        noted: FxHashSet::default(),
        has_images: false,
        said,
        texts: texts(reader.language),
        reader,
        pictures,
    };
    let mut depth = 0;
    for block in &reading.blocks {
        let wanted = usize::from(block.quote_depth).min(DEEPEST);
        writer.turn(depth, wanted);
        depth = wanted;
        writer.block(block);
    }
    writer.turn(depth, 0);
    Body {
        html: writer.out,
        anchored: writer.anchored,
        has_images: writer.has_images,
    }
}

/// What a body is written with.
struct Writer<'a> {
    out: String,
    /// The text of the body.
    body: &'a str,
    /// How far the blocks written so far go in it, in bytes.
    at: usize,
    /// Whether a block did not stand where it should; then nothing behind it is marked.
    lost: bool,
    sweep: Sweep,
    /// Room for the marks over a piece.
    open: Vec<Mark>,
    /// Marks that have ended and may want a note.
    ended: Vec<Mark>,
    anchored: FxHashSet<(usize, usize)>,
    /// Statements that have their note.
    noted: FxHashSet<usize>,
    has_images: bool,
    said: &'a [Said],
    texts: &'static Texts,
    reader: &'a Reader,
    pictures: bool,
}

impl Writer<'_> {
    /// Opens or closes quotations, from `depth` of them to `wanted`.
    fn turn(&mut self, depth: usize, wanted: usize) {
        for _ in wanted..depth {
            self.out.push_str("</blockquote>");
        }
        for _ in depth..wanted {
            self.out.push_str("<blockquote>");
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match &*block.kind {
            "heading" => {
                // The first level is the headline's.
                let level = block.level.clamp(2, 6);
                let _ = write!(self.out, "<h{level}>");
                self.words(&block.text, &block.spans);
                let _ = write!(self.out, "</h{level}>");
            }
            "code" => {
                // A line break right behind the tag would not count.
                let text = &block.text;
                let first = if text.starts_with('\n') { "\n" } else { "" };
                let _ = write!(self.out, "<pre dir=\"ltr\">{first}<code>");
                self.code(text);
                self.out.push_str("</code></pre>");
            }
            "list" => self.list(&block.items),
            "table" => self.table(&block.rows),
            "image" => self.image(block),
            _ => {
                self.out.push_str("<p>");
                self.words(&block.text, &block.spans);
                self.out.push_str("</p>");
            }
        }
    }

    /// Lines of code, in which nothing is marked.
    fn code(&mut self, text: &str) {
        let end = self.place(text).map(|at| at + text.len());
        escape(&mut self.out, text);
        self.end_of_block(end);
    }

    /// An image: its caption, and the image itself or a link to it.
    fn image(&mut self, image: &Block<'_>) {
        let Some(address) = image.url.as_deref().and_then(safe_link) else {
            return;
        };
        self.has_images = true;
        self.out.push_str("<figure>");
        let told = image.description.as_deref().unwrap_or_default();
        if self.pictures {
            self.out.push_str("<img src=\"");
            escape(&mut self.out, address);
            self.out.push_str("\" alt=\"");
            escape(&mut self.out, told);
            self.out
                .push_str("\" loading=\"lazy\" referrerpolicy=\"no-referrer\">");
        }
        self.out.push_str("<figcaption>");
        let caption = image.caption.as_deref().filter(|text| !text.is_empty());
        escape(&mut self.out, caption.unwrap_or(told));
        if let Some(credit) = image.credit_text.as_deref().filter(|text| !text.is_empty()) {
            self.out.push_str(" <small><bdi>");
            escape(&mut self.out, credit);
            self.out.push_str("</bdi></small>");
        }
        if !self.pictures {
            self.out.push_str(" <a class=\"out\" href=\"");
            escape(&mut self.out, address);
            self.out
                .push_str("\" rel=\"noopener noreferrer nofollow\"><bdi>");
            escape(&mut self.out, self.texts.say("report-picture"));
            self.out.push_str("</bdi></a>");
        }
        self.out.push_str("</figcaption></figure>");
    }

    /// Where the next block, which has this text, begins in the body. None once a block was not where it should be.
    fn place(&mut self, text: &str) -> Option<usize> {
        if self.lost {
            return None;
        }
        // Blocks are parted by a blank line, items and rows by a line break.
        let found = ["\n\n", "\n", ""].iter().find_map(|parting| {
            let rest = self.body.get(self.at..)?;
            let rest = rest.strip_prefix(parting)?;
            rest.starts_with(text).then_some(self.at + parting.len())
        });
        match found {
            Some(begin) => self.at = begin + text.len(),
            None => self.lost = true,
        }
        found
    }

    /// Ends what reaches no further than a block that ended at `end`, or into what parts it from the next.
    fn end_of_block(&mut self, end: Option<usize>) {
        if let Some(end) = end {
            let rest = self.body.as_bytes().get(end..).unwrap_or_default();
            let parting = rest
                .iter()
                .take(2)
                .take_while(|&&byte| byte == b'\n')
                .count();
            self.sweep.end_by(end + parting, &mut self.ended);
        }
        self.notes();
    }

    /// The class of a statement's content: how it is given.
    fn kind_of(&self, statement: usize) -> &'static str {
        self.said
            .get(statement - 1)
            .map_or("indirect", |said| said.kind.class())
    }

    /// The number behind what was said, with who said it.
    fn note(&mut self, statement: usize) {
        let Some(said) = self.said.get(statement - 1) else {
            return;
        };
        if !self.noted.insert(statement) {
            return;
        }
        let _ = write!(
            self.out,
            "<a class=\"note s{statement}\" id=\"note-{statement}\" href=\"#who-{statement}\" \
             aria-describedby=\"by-{statement}\"><span class=\"sr\">"
        );
        escape(&mut self.out, self.texts.say("said-note"));
        self.out.push_str(" </span>");
        self.out.push_str(&self.reader.number(statement as u64));
        let language = self.reader.language;
        let _ = write!(
            self.out,
            "<span class=\"card\" lang=\"{}\" dir=\"{}\" aria-hidden=\"true\">{}</span></a>",
            language.key(),
            language.direction(),
            said.by
        );
    }
}

#[cfg(test)]
mod tests;
