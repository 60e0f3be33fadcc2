//! One article with everything in it, for the tests of the forms.

use std::collections::BTreeMap;

use crate::article::{Article, Author, Block, BlockKind, Image, Merged, Span};
use crate::dates::Moment;
use crate::language::Direction;
use crate::warning::{Warning, WarningCode};

/// A list item.
pub(super) fn item(depth: u8, number: Option<u32>, text: &str) -> Block {
    Block::plain(BlockKind::ListItem { depth, number }, text)
}

/// A row of the first table.
pub(super) fn row(header: bool, cells: &[&str]) -> Block {
    Block::plain(
        BlockKind::TableRow {
            table: 0,
            header,
            cells: cells.iter().map(ToString::to_string).collect(),
            merged: Vec::new(),
        },
        cells.join("\t"),
    )
}

/// A row of headers whose last cell takes two columns.
pub(super) fn merged_row() -> Block {
    let mut row = row(true, &["Party", "Seats", ""]);
    if let BlockKind::TableRow { merged, .. } = &mut row.kind {
        merged.push(Merged {
            column: 1,
            columns: 2,
            rows: 1,
        });
    }
    row
}

/// An English report that uses every kind of block.
pub(super) fn full() -> Article {
    let image = |name: &str| Image {
        url: format!("https://news.example/{name}.jpg"),
        caption: Some("The quay at dawn".into()),
        credit: Some("A. Photographer".into()),
        alt: Some("A quay".into()),
    };
    Article {
        is_report: true,
        page_kind: Some(crate::PageKind::Article),
        headline: Some("Harbour opens <again> & stays open".into()),
        alternative_headline: Some("A year late".into()),
        description: Some("Ships are back.".into()),
        authors: vec![Author {
            name: "Lina Haddad".into(),
            url: Some("https://news.example/lina".into()),
            ..Author::default()
        }],
        published: Some(Moment::Day(jiff::civil::date(2026, 3, 2))),
        dateline: Some("PORT SAID".into()),
        section: Some("World".into()),
        keywords: vec!["harbour".into()],
        language: Some("en".into()),
        direction: Direction::Ltr,
        publisher: Some("The Harbour Post".into()),
        url: Some("https://news.example/harbour".into()),
        images: vec![image("lead")],
        accessible_for_free: Some(true),
        body: vec![
            Block {
                kind: BlockKind::Paragraph,
                quote_depth: 0,
                spans: vec![
                    Span::plain("The harbour "),
                    Span {
                        strong: true,
                        link: Some("https://news.example/open".into()),
                        ..Span::plain("opened")
                    },
                    Span::plain(" today."),
                ],
            },
            Block::plain(BlockKind::Heading(2), "What next"),
            item(0, None, "Ferries"),
            item(1, Some(1), "from June"),
            item(0, None, "Freight"),
            Block {
                quote_depth: 1,
                ..Block::plain(BlockKind::Paragraph, "We waited.")
            },
            row(true, &["Year", "Ships"]),
            row(false, &["2025", "12"]),
            Block {
                kind: BlockKind::Image(image("quay")),
                quote_depth: 0,
                spans: Vec::new(),
            },
            Block::plain(
                BlockKind::Code {
                    language: Some("sh".into()),
                },
                "ls *.txt\ncat `it`",
            ),
        ],
        other_headlines: vec!["Fishing quota cut".into()],
        confidence: BTreeMap::from([("headline", 0.9)]),
        warnings: vec![Warning::new(
            WarningCode::Paywall,
            "Only the opening is here.",
        )],
        source: Some("page.html".into()),
        ..Article::default()
    }
}
