use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::article::Span;
use crate::write::sample;

/// The events a Markdown parser makes of a body of these blocks.
fn parsed(markdown: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(markdown, options).collect()
}

/// The text a Markdown parser sees, paragraphs parted by a line break; markup it sees is named.
fn seen(markdown: &str) -> String {
    let mut out = String::new();
    for event in parsed(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push('\n'),
            Event::InlineHtml(tag)
                if ["<em>", "</em>", "<strong>", "</strong>"].contains(&tag.as_ref()) => {}
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            other => out.extend(["{", &format!("{other:?}"), "}"]),
        }
    }
    out
}

fn of(body: Vec<Block>) -> String {
    to_string(&Article {
        body,
        ..Article::default()
    })
}

#[test]
fn a_whole_report() {
    assert_eq!(
        to_string(&sample::full()),
        "# Harbour opens \\<again> & stays open\n\n\
         Lina Haddad · 2026-03-02 · World · The Harbour Post\n\n\
         Ships are back.\n\n\
         ![A quay](https://news.example/lead.jpg)\n\n\
         *The quay at dawn (A. Photographer)*\n\n\
         The harbour [**opened**](https://news.example/open) today.\n\n\
         ## What next\n\n\
         - Ferries\n  1. from June\n- Freight\n\n\
         > We waited.\n\n\
         | Year | Ships |\n| --- | --- |\n| 2025 | 12 |\n\n\
         ![A quay](https://news.example/quay.jpg)\n\n\
         *The quay at dawn (A. Photographer)*\n\n\
         ```sh\nls *.txt\ncat `it`\n```\n"
    );
    assert_eq!(to_string(&Article::default()), "");
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    for text in [
        "# not a heading",
        "1. not an item",
        "2021) not one either",
        "- nor this",
        "+ nor this",
        "> not a quotation",
        "---",
        "===",
        "snake_case _not emphasis_ and *this* neither",
        "a <b>tag</b> & an &amp; entity",
        "[not](a link) ![nor](an image)",
        "`no code` ``at all``",
        "~~not struck~~",
        "back\\slash \\*",
        "| a | b |",
        "    not code",
        "<!-- not a comment -->",
        "[ref]: https://a.example",
        "***",
    ] {
        let markdown = of(vec![Block::plain(BlockKind::Paragraph, text)]);
        assert_eq!(seen(&markdown).trim_end(), text.trim(), "{markdown}");
    }
}

#[test]
fn emphasis_is_recognised_or_tagged() {
    let bold = |before: &str, text: &str, after: &str| {
        inline::markdown(&[
            Span::plain(before),
            Span {
                strong: true,
                ..Span::plain(text)
            },
            Span::plain(after),
        ])
    };
    assert_eq!(bold("he said ", "no ", "again"), "he said **no** again");
    assert_eq!(bold("", "في بيروت", ""), "**في بيروت**");
    // Between a letter and a closing bracket Markdown sees no end of the emphasis.
    assert_eq!(
        bold("首相は", "「残念」", "と述べた"),
        "首相は<strong>「残念」</strong>と述べた"
    );
}

#[test]
fn links_keep_their_styles_and_leave_scripts_out() {
    let link = |text: &str, address: &str| Span {
        link: Some(address.into()),
        ..Span::plain(text)
    };
    assert_eq!(
        inline::markdown(&[
            Span::plain("Look!"),
            link("here (1)", "https://a.example/x_(y) z"),
            Span::plain("."),
        ]),
        "Look\\![here (1)](https://a.example/x_%28y%29%20z)."
    );
    assert_eq!(inline::markdown(&[link("x", "javascript:alert(1)")]), "x");
}

#[test]
fn quotations_hold_together() {
    let quoted = |depth, text: &str| Block {
        quote_depth: depth,
        ..Block::plain(BlockKind::Paragraph, text)
    };
    assert_eq!(
        of(vec![
            quoted(1, "one"),
            quoted(1, "two"),
            quoted(2, "inner"),
            quoted(0, "after")
        ]),
        "> one\n>\n> two\n\n>> inner\n\nafter\n"
    );
}

#[test]
fn a_table_without_header_gets_an_empty_one() {
    assert_eq!(
        of(vec![
            sample::row(false, &["a|b", "c"]),
            sample::row(false, &["d"])
        ]),
        "|  |  |\n| --- | --- |\n| a\\|b | c |\n| d |  |\n"
    );
}

#[test]
fn code_is_fenced_whatever_it_holds() {
    assert_eq!(
        of(vec![Block::plain(
            BlockKind::Code { language: None },
            "```\nx\n```"
        )]),
        "````\n```\nx\n```\n````\n"
    );
}

proptest! {
    #[test]
    fn any_paragraph_reads_back_as_its_text(text in "[ -~\u{a0}-\u{ff}\u{621}-\u{64a}\u{4e00}-\u{4e20}]{1,60}") {
        let wanted = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let markdown = of(vec![Block::plain(BlockKind::Paragraph, text)]);
        let got = seen(&markdown);
        prop_assert_eq!(got.split_whitespace().collect::<Vec<_>>().join(" "), wanted, "{}", markdown);
    }

    #[test]
    fn any_styled_runs_read_back_as_their_text(
        runs in prop::collection::vec(("[a-c*_`(). !「」]{1,6}", any::<[bool; 3]>()), 1..6)
    ) {
        let wanted: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let spans: Vec<Span> = runs
            .iter()
            .map(|(text, [strong, emphasis, link])| Span {
                strong: *strong,
                emphasis: *emphasis,
                link: link.then(|| "https://a.example/".to_owned()),
                ..Span::plain(text.as_str())
            })
            .collect();
        let markdown = of(vec![Block { kind: BlockKind::Paragraph, quote_depth: 0, spans }]);
        let got = seen(&markdown);
        prop_assert_eq!(
            got.split_whitespace().collect::<Vec<_>>().join(" "),
            wanted.split_whitespace().collect::<Vec<_>>().join(" "),
            "{}", markdown
        );
    }

    #[test]
    fn no_text_breaks_out_of_its_block(texts in prop::collection::vec("[ -~\u{621}-\u{64a}\n]{1,24}", 4)) {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(texts.iter().all(|t| !squeezed(t).is_empty()));
        let markdown = of(vec![
            Block::plain(BlockKind::Heading(2), texts[0].as_str()),
            sample::item(0, None, &texts[1]),
            sample::item(1, Some(12), &texts[2]),
            sample::row(true, &[&texts[3], &texts[0]]),
            sample::row(false, &[&texts[1], &texts[2]]),
        ]);
        // What stands between the start and the end of each heading, item and cell.
        let mut got: Vec<String> = Vec::new();
        for event in parsed(&markdown) {
            match event {
                Event::Start(Tag::Heading { .. } | Tag::Item | Tag::TableCell) => got.push(String::new()),
                Event::Text(text) => got.last_mut().unwrap().push_str(&text),
                Event::SoftBreak | Event::HardBreak => got.last_mut().unwrap().push(' '),
                Event::Start(
                    Tag::Paragraph | Tag::List(_) | Tag::Table(_) | Tag::TableHead | Tag::TableRow,
                )
                | Event::End(_) => {}
                other => prop_assert!(false, "{other:?} in {markdown}"),
            }
        }
        let wanted: Vec<String> = [0, 1, 2, 3, 0, 1, 2].map(|at| squeezed(&texts[at])).into();
        let got: Vec<String> = got.iter().map(|text| squeezed(text)).collect();
        prop_assert_eq!(got, wanted, "{}", markdown);
    }
}
