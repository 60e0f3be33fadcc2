//! The report as Markdown: `CommonMark`, with the tables of GitHub Flavored Markdown.

mod escape;
mod inline;

use super::groups::{self, Group};
use super::parts::{byline, caption_line, safe_link, standfirst, unplaced_images};
use crate::article::{Article, Block, BlockKind, Image};
use escape::{escape, lines};

/// The report as Markdown, ending in a line break; empty for a page without any text.
///
/// The headline is the only heading of the first level. Text of the page never turns into markup: what Markdown would
/// read as such is escaped.
pub fn to_string(article: &Article) -> String {
    let mut parts: Vec<String> = Vec::new();
    let (lead, rest) = unplaced_images(article);
    if let Some(headline) = &article.headline {
        parts.push(format!("# {}", heading_text(&escape(headline))));
    }
    let byline = byline(article);
    if !byline.is_empty() {
        parts.push(lines(&escape(&byline)));
    }
    if let Some(standfirst) = standfirst(article) {
        parts.push(lines(&escape(standfirst)));
    }
    parts.extend(lead.and_then(image));
    let mut depth_before = 0;
    for group in groups::groups(&article.body) {
        let Some(written) = group_markdown(group) else {
            continue;
        };
        let depth = group.quote_depth();
        match parts.last_mut() {
            // Blocks of one quotation stay one: the empty line between them is quoted as well.
            Some(before) if depth > 0 && depth == depth_before => {
                let mark = ">".repeat(usize::from(depth));
                before.extend(["\n", &mark, "\n", &quoted(&written, depth)]);
            }
            _ => parts.push(quoted(&written, depth)),
        }
        depth_before = depth;
    }
    parts.extend(rest.into_iter().filter_map(image));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return String::new();
    }
    parts.join("\n\n") + "\n"
}

/// One group, without a line break at its end; `None` if there is nothing to show.
fn group_markdown(group: Group<'_>) -> Option<String> {
    let written = match group {
        Group::Single(block) => match &block.kind {
            BlockKind::Heading(level) => {
                let text = heading_text(&inline::markdown(&block.spans));
                if text.is_empty() {
                    return None;
                }
                // The first level is the headline's.
                format!("{} {text}", "#".repeat(usize::from((*level).clamp(2, 6))))
            }
            BlockKind::Code { language } => code(&block.text(), language.as_deref()),
            BlockKind::Image(shown) => image(shown)?,
            _ => lines(&inline::markdown(&block.spans)),
        },
        Group::List(blocks) => list(blocks),
        Group::Table(blocks) => table(blocks),
    };
    (!written.is_empty()).then_some(written)
}

/// A heading has one line, and a `#` at its end would be taken for its frame.
fn heading_text(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.strip_suffix('#') {
        Some(rest) if !rest.ends_with('\\') => format!("{rest}\\#"),
        _ => text,
    }
}

/// `text` with every line marked as standing in `depth` quotations.
fn quoted(text: &str, depth: u8) -> String {
    if depth == 0 {
        return text.to_owned();
    }
    let mark = ">".repeat(usize::from(depth));
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            mark.clone()
        } else {
            format!("{mark} {line}")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A fenced code block, its fence longer than any run of backticks inside.
fn code(text: &str, language: Option<&str>) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let language = language
        .filter(|l| !l.contains(['`', '\n', ' ']))
        .unwrap_or("");
    let text = text.strip_suffix('\n').unwrap_or(text);
    format!("{fence}{language}\n{text}\n{fence}")
}

/// Length of the longest run of `wanted` in `text`.
fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(str::len).max().unwrap_or(0)
}

/// An image and, as emphasised line under it, its caption; `None` where its address is not fit to be given out.
fn image(image: &Image) -> Option<String> {
    let address = inline::destination(safe_link(&image.url)?);
    let alt = heading_text(&escape(image.alt.as_deref().unwrap_or("")));
    let caption = heading_text(&escape(&caption_line(image)));
    let mut out = format!("![{alt}]({address})");
    if !caption.is_empty() {
        out.push_str("\n\n");
        out.push_str(&inline::delimited("*", "em", &caption, None, None));
    }
    Some(out)
}

/// The largest number an item can have: `CommonMark` 0.31, "List items".
const LARGEST_NUMBER: u32 = 999_999_999;

/// A list with those inside it: each is indented by the width of the marks around it.
fn list(blocks: &[Block]) -> String {
    // The columns at which the contents of the open items begin, outermost first.
    let mut columns: Vec<usize> = Vec::new();
    let mut out: Vec<String> = Vec::with_capacity(blocks.len());
    for item in groups::items(blocks) {
        let begins_a_list = columns.len() == item.depth && item.depth > 0;
        columns.truncate(item.depth);
        let indent = columns.last().copied().unwrap_or(0);
        let mark = match item.number {
            Some(number) => format!("{}.", number.min(LARGEST_NUMBER)),
            None => "-".to_owned(),
        };
        let content_at = indent + mark.len() + 1;
        columns.push(content_at);
        let text = lines(&inline::markdown(&item.block.spans))
            .replace('\n', &format!("\n{}", " ".repeat(content_at)));
        // Neither an empty item nor one with another number than 1 ends the paragraph of the item around it.
        if begins_a_list && (text.is_empty() || item.number.is_some_and(|n| n != 1)) {
            out.push(String::new());
        }
        out.push(
            format!("{}{mark} {text}", " ".repeat(indent))
                .trim_end()
                .to_owned(),
        );
    }
    out.join("\n")
}

/// A table. Markdown's must have a header: one whose page has none gets an empty one.
fn table(rows: &[Block]) -> String {
    let cells_of = |block: &Block| match &block.kind {
        BlockKind::TableRow { header, cells, .. } => (*header, cells.clone()),
        _ => (false, Vec::new()),
    };
    let rows: Vec<(bool, Vec<String>)> = rows.iter().map(cells_of).collect();
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    if width == 0 {
        return String::new();
    }
    let line = |cells: &[String]| {
        let mut line = String::from("|");
        for column in 0..width {
            let cell = cells.get(column).map(String::as_str).unwrap_or_default();
            line.push(' ');
            line.push_str(&heading_text(&escape(cell)).replace('|', "\\|"));
            line.push_str(" |");
        }
        line
    };
    let mut out = Vec::with_capacity(rows.len() + 2);
    let headed = rows[0].0;
    out.push(line(if headed { &rows[0].1 } else { &[] }));
    out.push(format!("|{}", " --- |".repeat(width)));
    out.extend(
        rows.iter()
            .skip(usize::from(headed))
            .map(|(_, cells)| line(cells)),
    );
    out.join("\n")
}

#[cfg(test)]
mod tests;
