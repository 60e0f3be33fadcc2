//! The body of a report, block by block.

use khabar_article::article::{Article, Block, BlockKind, Image};
use khabar_article::language::Direction;
use khabar_article::write::groups::{Group, Item, groups, items};
use khabar_article::write::{caption_line, unplaced_images};

use super::ink::{Ink, Text};
use super::{Page, table, wrap};
use crate::sanitize;

/// Marks a caption: no word, so that it fits any language.
const IMAGE: &str = "▣ ";
/// Marks each line of a quotation.
const QUOTE: &str = "│ ";
/// Columns a list is indented by inside another.
const LIST_INDENT: usize = 2;
/// Columns before code.
const CODE_INDENT: usize = 4;

/// The lead image's caption and all blocks.
pub fn body(page: &mut Page<'_>, article: &Article) {
    if let (Some(lead), _) = unplaced_images(article) {
        caption(page, lead, "");
        page.gap();
    }
    for group in groups(&article.body) {
        let quote = quotation(page, group.quote_depth());
        match group {
            Group::Single(block) => single(page, block, &quote),
            Group::List(blocks) => {
                for item in items(blocks) {
                    list_item(page, item, &quote);
                }
            }
            Group::Table(rows) => table::table(page, rows, &quote),
        }
        page.gap();
    }
}

/// What each line of a quotation begins with; deep ones do not eat up the line.
fn quotation(page: &Page<'_>, depth: u8) -> String {
    let most = page.look.columns / 4 / wrap::width(QUOTE);
    QUOTE.repeat(usize::from(depth).min(most))
}

/// A block that is neither of a list nor of a table.
fn single(page: &mut Page<'_>, block: &Block, quote: &str) {
    match &block.kind {
        BlockKind::Heading(_) => {
            page.hanging(&Text::of_spans(&block.spans, Ink::BOLD), quote, quote);
        }
        BlockKind::Code { .. } => code(page, &block.text(), quote),
        BlockKind::Image(image) => caption(page, image, quote),
        _ => page.hanging(&Text::of_spans(&block.spans, Ink::PLAIN), quote, quote),
    }
}

/// An item of a list behind its mark.
fn list_item(page: &mut Page<'_>, item: Item<'_>, quote: &str) {
    let indent = (item.depth * LIST_INDENT).min(page.look.columns / 3);
    let mark = match item.number {
        Some(number) => format!("{number}. "),
        None => "• ".to_owned(),
    };
    let first = format!("{quote}{}{mark}", " ".repeat(indent));
    let rest = format!("{quote}{}", " ".repeat(indent + wrap::width(&mark)));
    let text = Text::of_spans(&item.block.spans, Ink::PLAIN);
    page.hanging(&text, &first, &rest);
}

/// An image's caption, or what the page says of it to those who cannot see it.
fn caption(page: &mut Page<'_>, image: &Image, quote: &str) {
    let caption = caption_line(image);
    let shown = if caption.is_empty() {
        image.alt.as_deref().unwrap_or_default()
    } else {
        &caption
    };
    let rest = format!("{quote}{}", " ".repeat(wrap::width(IMAGE)));
    let text = Text::of(&sanitize::line(shown), Ink::DIM);
    page.hanging(&text, &format!("{quote}{IMAGE}"), &rest);
}

/// Code: its lines and their indentation kept, lines that are too long broken anywhere.
fn code(page: &mut Page<'_>, text: &str, quote: &str) {
    let indent = CODE_INDENT.min(page.look.columns / 8);
    let mark = format!("{quote}{}", " ".repeat(indent));
    let room = (page.look.columns.saturating_sub(wrap::width(&mark))).max(super::MIN_COLUMNS);
    let clean = sanitize::controls(text).replace('\t', "    ");
    for line in clean.lines() {
        let mut rest = line.trim_end();
        loop {
            let part = wrap::cut(rest, room);
            let painted = page.look.ink.paint(part, Ink::CODE).into_owned();
            page.line(&painted, wrap::width(part), &mark, Direction::Ltr);
            rest = &rest[part.len()..];
            // No part is empty where there is text: no character is as wide as the narrowest column.
            if rest.is_empty() {
                break;
            }
        }
    }
}
