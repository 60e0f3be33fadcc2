//! The report as plain text: headline, byline, standfirst and body, parted by blank lines.

use super::groups::{self, Group};
use super::parts::{byline, standfirst};
use crate::article::{Article, Block, BlockKind};

/// The report as plain text, ending in a line break; empty for a page without any text. Items of lists are marked
/// with `-` or their number, cells of tables parted by tabs; captions and links are left out.
pub fn to_string(article: &Article) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut head = article.headline.clone().unwrap_or_default();
    let byline = byline(article);
    if !head.is_empty() && !byline.is_empty() {
        head.push('\n');
    }
    head.push_str(&byline);
    parts.push(head);
    parts.extend(standfirst(article).map(str::to_owned));
    parts.extend(groups::groups(&article.body).map(group_text));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return String::new();
    }
    parts.join("\n\n") + "\n"
}

/// The text of one group, without a line break at its end.
fn group_text(group: Group<'_>) -> String {
    match group {
        Group::Single(block) if matches!(block.kind, BlockKind::Image(_)) => String::new(),
        Group::Single(block) => block.text(),
        Group::List(blocks) => {
            let lines = groups::items(blocks).into_iter().map(|item| {
                let indent = "  ".repeat(item.depth);
                let text = item.block.text();
                match item.number {
                    Some(number) => format!("{indent}{number}. {text}"),
                    None => format!("{indent}- {text}"),
                }
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        Group::Table(blocks) => blocks
            .iter()
            .map(Block::text)
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::sample;

    #[test]
    fn everything_that_is_text_is_there_once() {
        assert_eq!(
            to_string(&sample::full()),
            "Harbour opens <again> & stays open\n\
             Lina Haddad · 2026-03-02 · World · The Harbour Post\n\n\
             Ships are back.\n\n\
             The harbour opened today.\n\n\
             What next\n\n\
             - Ferries\n  1. from June\n- Freight\n\n\
             We waited.\n\n\
             Year\tShips\n2025\t12\n\n\
             ls *.txt\ncat `it`\n"
        );
        assert_eq!(to_string(&Article::default()), "");
    }
}
