use khabar_article::article::{Article, Author, Block, BlockKind, Image, Span};

use proptest::prelude::*;

use super::ink::Pen;
use super::*;

/// How a terminal of so many columns, without colours, is written for.
pub fn look(columns: usize) -> Look {
    Look {
        columns,
        margin: 0,
        ink: Pen { on: false },
        reorder: true,
        announce: false,
    }
}

fn paragraph(text: &str) -> Block {
    Block::plain(BlockKind::Paragraph, text)
}

fn row(header: bool, cells: &[&str]) -> Block {
    let cells = cells.iter().map(ToString::to_string).collect();
    let kind = BlockKind::TableRow {
        table: 0,
        header,
        cells,
        merged: Vec::new(),
    };
    Block::plain(kind, "")
}

/// An article on its own.
fn alone(article: Article) -> Reading {
    Reading {
        article,
        ..Reading::default()
    }
}

fn english(body: Vec<Block>) -> Article {
    Article {
        headline: Some("The harbour opens again".into()),
        authors: vec![Author {
            name: "Lina Haddad".into(),
            ..Author::default()
        }],
        section: Some("World".into()),
        description: Some("A year of waiting is over.".into()),
        body,
        ..Article::default()
    }
}

fn arabic(body: Vec<Block>) -> Article {
    Article {
        direction: Direction::Rtl,
        body,
        ..Article::default()
    }
}

#[test]
fn a_report_on_a_small_terminal() {
    let item =
        |depth, number, text: &str| Block::plain(BlockKind::ListItem { depth, number }, text);
    let mut quoted = paragraph("We waited for this day, all of us.");
    quoted.quote_depth = 1;
    let article = english(vec![
        paragraph("Ships entered the port on Monday for the first time."),
        Block::plain(BlockKind::Heading(2), "What comes next"),
        item(0, None, "Ferries from the summer on"),
        item(1, Some(1), "to Cyprus"),
        quoted,
        Block::plain(
            BlockKind::Image(Image {
                url: "https://a.example/q.jpg".into(),
                caption: Some("The quay".into()),
                credit: Some("AB".into()),
                alt: None,
            }),
            "",
        ),
        Block::plain(BlockKind::Code { language: None }, "if x {\n\ty();\n}"),
    ]);
    let expected = "\
The harbour opens again
Lina Haddad · World

A year of waiting is over.

Ships entered the port on
Monday for the first time.

What comes next

• Ferries from the summer on
  1. to Cyprus

│ We waited for this day, all
│ of us.

▣ The quay (AB)

   if x {
       y();
   }
";
    assert_eq!(render(&alone(article), &look(30), false), expected);
}

#[test]
fn right_to_left_text_is_ordered_and_aligned() {
    let article = arabic(vec![
        paragraph("في 17 ديسمبر طرحت روسيا (مشروع) اتفاقين."),
        Block::plain(
            BlockKind::ListItem {
                depth: 0,
                number: Some(12),
            },
            "الأول",
        ),
    ]);
    let expected = [
        "  ايسور تحرط ربمسيد 17 يف",
        "       .نيقافتا (عورشم)",
        "",
        "              لوألا .12",
        "",
    ];
    let text = render(&alone(article), &look(23), false);
    let lines: Vec<String> = text.lines().map(|l| l.trim_start().to_owned()).collect();
    assert_eq!(
        lines,
        expected[..4]
            .iter()
            .map(|l| l.trim_start().to_owned())
            .collect::<Vec<_>>()
    );
    for line in text.lines().filter(|l| !l.is_empty()) {
        assert_eq!(wrap::width(line), 23, "{line}");
    }
}

#[test]
fn a_terminal_that_orders_by_itself_gets_the_text_as_written() {
    let text = "قال (NATO) في 17 ديسمبر";
    let look = Look {
        reorder: false,
        ..look(30)
    };
    let shown = render(&alone(arabic(vec![paragraph(text)])), &look, false);
    assert_eq!(shown.trim(), text);
    assert_eq!(wrap::width(shown.trim_end()), 30);
}

#[test]
fn tables_are_laid_out() {
    let article = english(vec![
        row(true, &["Port", "Ships", "Since"]),
        row(false, &["Beirut", "1,200", "March of last year"]),
        row(false, &["Tyre", "35", ""]),
    ]);
    let shown = render(&alone(article), &look(26), false);
    let table = shown.split("\n\n").last().unwrap();
    assert_eq!(
        table,
        "Port    Ships  Since\n\
         ──────────────────────────\n\
         Beirut  1,200  March of\n\
         \x20              last year\n\
         Tyre       35\n"
    );
}

#[test]
fn a_table_too_wide_goes_row_by_row() {
    let article = english(vec![
        row(true, &["Port of call", "Ships in harbour", "Since when"]),
        row(false, &["Beirut", "twelve hundred", "March of last year"]),
    ]);
    let shown = render(&alone(article), &look(20), false);
    assert!(
        shown.contains("Port of call: Beirut\nShips in harbour:\ntwelve hundred\n"),
        "{shown}"
    );
}

#[test]
fn a_page_cannot_steer_the_terminal() {
    let hostile = "a\x1b]0;owned\x07\x1b[2J\u{9b}31mb";
    let mut article = english(vec![
        paragraph(hostile),
        row(true, &[hostile]),
        Block::plain(BlockKind::Code { language: None }, hostile),
    ]);
    article.headline = Some(hostile.into());
    article.source = Some(hostile.into());
    let shown = render(&alone(article), &look(40), true);
    assert!(!shown.contains(['\x1b', '\x07', '\u{9b}']), "{shown:?}");
}

#[test]
fn styles_are_written_and_ended() {
    let block = Block {
        kind: BlockKind::Paragraph,
        quote_depth: 0,
        spans: vec![
            Span::plain("one "),
            Span {
                strong: true,
                ..Span::plain("two")
            },
        ],
    };
    let look = Look {
        ink: Pen { on: true },
        ..look(40)
    };
    let article = Article {
        body: vec![block],
        ..Article::default()
    };
    assert_eq!(
        render(&alone(article), &look, false),
        "one \x1b[1mtwo\x1b[0m\n"
    );
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_view(
        text in "[ a-zא-ת\u{621}-\u{652}٠-٩0-9(){}\\[\\].,:«»\u{200f}\u{200d}\u{202b}\u{2067}漢字\u{e01}-\u{e4e}\n\t-]{0,200}",
        columns in 20usize..90,
        rtl: bool,
        reorder: bool,
        quote_depth in 0u8..40,
        depth in 0u8..60,
    ) {
        let quoted = Block { quote_depth, ..paragraph(&text) };
        let item = Block::plain(BlockKind::ListItem { depth, number: Some(7) }, text.as_str());
        let cells: Vec<&str> = text.split(',').collect();
        let article = Article {
            headline: Some(text.clone()),
            direction: if rtl { Direction::Rtl } else { Direction::Ltr },
            body: vec![
                paragraph(&text),
                quoted,
                item,
                row(true, &cells),
                row(false, &cells),
                Block::plain(BlockKind::Code { language: None }, text.as_str()),
            ],
            ..Article::default()
        };
        let shown = render(&alone(article), &Look { reorder, ..look(columns) }, false);
        for line in shown.lines() {
            prop_assert!(wrap::width(line) <= columns, "{}: {:?}", columns, line);
        }
    }

    #[test]
    fn reordering_loses_no_letter(text in "[ a-zא-ת\u{621}-\u{64a}0-9().,\u{200f}]{0,80}", rtl: bool) {
        let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
        let mut seen: Vec<char> = bidi::seen(&text, direction).chars().filter(|c| c.is_alphanumeric()).collect();
        let mut written: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        seen.sort_unstable();
        written.sort_unstable();
        prop_assert_eq!(seen, written);
    }
}
