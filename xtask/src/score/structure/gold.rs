//! The items of gold written as Markdown.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Item, Kind};

/// The items of a Markdown text, in order.
///
/// Gold was not written with a Markdown parser in mind: a line of `=` or `-` under text is a rule or a piece of code
/// more often than it makes a heading, indented lines are text whose indent was kept, and a line right under a table
/// is a paragraph. None of them count.
pub fn items_of_markdown(markdown: &str) -> Vec<Item> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = Vec::new();
    // What is being read, its place and its text so far.
    let mut current: Option<(Kind, usize, String)> = None;
    let (mut lists, mut column, mut is_row) = (0_usize, 0, true);
    let mut close = |current: &mut Option<(Kind, usize, String)>| {
        if let Some((kind, place, text)) = current.take() {
            match kind {
                Kind::CodeLine => out.extend(text.lines().filter_map(|l| Item::new(kind, 0, l))),
                _ => out.extend(Item::new(kind, place, &text)),
            }
        }
    };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        let starts_with = |mark| markdown[range.clone()].trim_start().starts_with(mark);
        match event {
            Event::Start(Tag::Heading { .. }) => {
                close(&mut current);
                current = starts_with('#').then(|| (Kind::Heading, 0, String::new()));
            }
            Event::Start(Tag::List(_)) => {
                close(&mut current);
                lists += 1;
            }
            Event::End(TagEnd::List(_)) => lists -= 1,
            Event::Start(Tag::Item) => {
                close(&mut current);
                current = Some((Kind::ListItem, lists - 1, String::new()));
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                (column, is_row) = (0, starts_with('|'));
            }
            Event::Start(Tag::TableCell) => {
                current = is_row.then(|| (Kind::Cell, column, String::new()));
                column += 1;
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                close(&mut current);
                current = matches!(kind, CodeBlockKind::Fenced(_))
                    .then(|| (Kind::CodeLine, 0, String::new()));
            }
            // What follows the first paragraph of an item is text of its own.
            Event::Start(Tag::BlockQuote(_) | Tag::Table(_))
            | Event::End(
                TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock,
            ) => close(&mut current),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, _, out)) = &mut current {
                    out.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::InlineHtml(_) => {
                if let Some((_, _, out)) = &mut current {
                    out.push(' ');
                }
            }
            _ => {}
        }
    }
    close(&mut current);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> Vec<(Kind, usize, String)> {
        items_of_markdown(markdown)
            .into_iter()
            .map(|i| (i.kind, i.place, i.text))
            .collect()
    }

    fn item(kind: Kind, place: usize, text: &str) -> (Kind, usize, String) {
        (kind, place, text.to_owned())
    }

    #[test]
    fn all_kinds_of_items_are_read_in_order() {
        let markdown = "## *One*, two\n\nText.\n\n- [a](https://a.example) `b`\n  1. c\n\n     more\n- d\n\n\
                        | e | |\n|---|---|\n| | f<br>g |\n\n```sh\nls  -l\n\n  cat\n```\n";
        assert_eq!(
            read(markdown),
            [
                item(Kind::Heading, 0, "one two"),
                item(Kind::ListItem, 0, "a b"),
                item(Kind::ListItem, 1, "c"),
                item(Kind::ListItem, 0, "d"),
                item(Kind::Cell, 0, "e"),
                item(Kind::Cell, 1, "f g"),
                item(Kind::CodeLine, 0, "ls-l"),
                item(Kind::CodeLine, 0, "cat"),
            ]
        );
    }

    #[test]
    fn what_gold_did_not_mean_as_markup_is_left() {
        let markdown =
            "-c\n,\n--\n\nA total\n=====\n\n    indented\n\n| a |\n|---|\n| b |\nText.\n";
        assert_eq!(
            read(markdown),
            [item(Kind::Cell, 0, "a"), item(Kind::Cell, 0, "b")]
        );
    }
}
