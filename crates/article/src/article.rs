//! The reading of one page: what every route into this crate ends in.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::dates::{DateMention, Moment};
use crate::kind::PageKind;
use crate::language::Direction;
use crate::warning::Warning;

/// One page, read: the report it carries and what the page says about that report.
///
/// Every field a page does not give is `None` or empty; nothing is guessed to fill a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Whether the page carries a report at all. Where it does not, `warnings` says why and the body holds what
    /// running text there was.
    pub is_report: bool,
    /// What kind of page it is; `None` of a dump of text, which shows too little of its page.
    pub page_kind: Option<PageKind>,
    /// The headline, without the site's name.
    pub headline: Option<String>,
    /// A second headline: kicker, or a markup headline that differs from the printed one.
    pub alternative_headline: Option<String>,
    /// The standfirst (lede, summary) as the page gives it.
    pub description: Option<String>,
    /// Who wrote the report, in the page's order.
    pub authors: Vec<Author>,
    /// When the report was first published.
    pub published: Option<Moment>,
    /// When it was last changed, if the page says so.
    pub modified: Option<Moment>,
    /// The place (and agency) an agency report opens with: "BEIRUT (Reuters)".
    pub dateline: Option<String>,
    /// The section of the outlet it stands in.
    pub section: Option<String>,
    /// Tags and keywords, in the page's order, without doubles.
    pub keywords: Vec<String>,
    /// BCP 47 language of the body, from the text itself: `ar`, `zh`, `pt`.
    pub language: Option<String>,
    /// Which way the text runs.
    pub direction: Direction,
    /// The outlet's name.
    pub publisher: Option<String>,
    /// Canonical address of the page.
    pub url: Option<String>,
    /// Images that belong to the report, lead image first.
    pub images: Vec<Image>,
    /// False behind a paywall, true where the page says it is free, `None` where it says nothing.
    pub accessible_for_free: Option<bool>,
    /// The body: blocks in reading order.
    pub body: Vec<Block>,
    /// Headlines of other reports the page links to.
    pub other_headlines: Vec<String>,
    /// Expressions of time in the body, resolved against `published`.
    pub dates: Vec<DateMention>,
    /// How sure the reading is of a field, 0 to 1, by its JSON name.
    pub confidence: BTreeMap<&'static str, f32>,
    /// What was odd, cut or missing.
    pub warnings: Vec<Warning>,
    /// The input as the caller named it: a path, an address, `-`.
    pub source: Option<String>,
}

/// Who wrote the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// The name alone, without "By", role or outlet.
    pub name: String,
    /// The author's page, absolute.
    pub url: Option<String>,
    /// Whether that is a person.
    pub kind: AuthorKind,
}

/// What an author is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AuthorKind {
    /// A person, or a name that tells nothing else.
    #[default]
    Person,
    /// An agency, an outlet or one of its departments.
    Organization,
}

impl AuthorKind {
    /// The name schema.org has for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
        }
    }
}

/// An image of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// Absolute address.
    pub url: String,
    /// The caption, without the credit.
    pub caption: Option<String>,
    /// Photographer or agency, without "Photo:".
    pub credit: Option<String>,
    /// The `alt` text.
    pub alt: Option<String>,
}

/// A block of the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// How many block quotations it stands in.
    pub quote_depth: u8,
    /// Its text with emphasis and links; empty for images.
    pub spans: Vec<Span>,
}

/// What a block of the body is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading inside the body, level 1 to 6.
    Heading(u8),
    /// An item of a list. Items that follow one another are one list; a deeper one is a list inside the item before it.
    ListItem {
        /// Nesting, 0 for the outermost list.
        depth: u8,
        /// The number in an ordered list, `None` in an unordered one.
        number: Option<u32>,
    },
    /// A row of a table: the cells' texts, each in its column. `spans` holds the same text, cells parted by a tab,
    /// empty ones at the end left out. Rows that follow one another with the same `table` are one table.
    TableRow {
        /// Which table of the body, counted from 0.
        table: u32,
        /// Whether the row is of header cells.
        header: bool,
        /// The cells, empty where the page has none or one that was merged with another.
        cells: Vec<String>,
        /// The cells that take more than one place, from left to right.
        merged: Vec<Merged>,
    },
    /// Preformatted text, its lines kept.
    Code {
        /// The language named in the markup.
        language: Option<String>,
    },
    /// An image that stands between the blocks; not part of the body's text.
    Image(Image),
}

/// A cell that takes more than one place of its table; the other places are empty cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// Its first column, counted from 0.
    pub column: u32,
    /// How many columns it takes.
    pub columns: u32,
    /// How many rows it takes, its own among them.
    pub rows: u32,
}

/// A run of text with one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Set as code.
    pub code: bool,
    /// Where it links to, absolute where the page's address is known.
    pub link: Option<String>,
}

impl Span {
    /// A run without style.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

impl Block {
    /// A block of one unstyled run.
    pub fn plain(kind: BlockKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            quote_depth: 0,
            spans: vec![Span::plain(text)],
        }
    }

    /// The block's text, without styles.
    pub fn text(&self) -> String {
        self.spans.iter().map(|s| s.text.as_str()).collect()
    }
}

impl Article {
    /// `articleBody`: the blocks' texts in reading order, paragraphs parted by a blank line, items of one list and
    /// rows of one table by a line break. Offsets into the body count code points of this string.
    pub fn body_text(&self) -> String {
        let mut out = String::new();
        for (parting, block) in self.parted() {
            out.push_str(parting);
            for span in &block.spans {
                out.push_str(&span.text);
            }
        }
        out
    }

    /// The blocks that are part of the body's text and where each stands in it, in code points.
    pub fn body_places(&self) -> impl Iterator<Item = (&Block, Range<usize>)> {
        let mut at = 0;
        self.parted().map(move |(parting, block)| {
            let begin = at + parting.len();
            let len: usize = block.spans.iter().map(|s| s.text.chars().count()).sum();
            at = begin + len;
            (block, begin..at)
        })
    }

    /// The blocks that are part of the body's text, each with what parts it from the one before.
    fn parted(&self) -> impl Iterator<Item = (&'static str, &Block)> {
        let mut before: Option<&Block> = None;
        let blocks = self.body.iter();
        blocks
            .filter(|b| !matches!(b.kind, BlockKind::Image(_)))
            .map(move |block| {
                let parting = before.map_or(
                    "",
                    |before| if runs_on(before, block) { "\n" } else { "\n\n" },
                );
                before = Some(block);
                (parting, block)
            })
    }
}

/// Whether `block` continues the list or table of the block before it.
fn runs_on(before: &Block, block: &Block) -> bool {
    match (&before.kind, &block.kind) {
        (BlockKind::ListItem { .. }, BlockKind::ListItem { .. }) => true,
        (BlockKind::TableRow { table: a, .. }, BlockKind::TableRow { table: b, .. }) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_where_it_says() {
        let article = Article {
            body: vec![
                Block::plain(BlockKind::Paragraph, "فتح الميناء"),
                Block::plain(BlockKind::Image(Image::default()), ""),
                Block::plain(
                    BlockKind::ListItem {
                        depth: 0,
                        number: None,
                    },
                    "Ferries",
                ),
                Block::plain(
                    BlockKind::ListItem {
                        depth: 0,
                        number: None,
                    },
                    "Freight",
                ),
            ],
            ..Article::default()
        };
        let body: Vec<char> = article.body_text().chars().collect();
        let texts: Vec<String> = article
            .body_places()
            .map(|(block, place)| {
                let text: String = body[place].iter().collect();
                assert_eq!(text, block.text());
                text
            })
            .collect();
        assert_eq!(texts, ["فتح الميناء", "Ferries", "Freight"]);
    }
}
