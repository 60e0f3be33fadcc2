use std::collections::HashSet;

use html5ever::tendril::TendrilSink;
use html5ever::{QualName, local_name, ns, parse_fragment, serialize};
use markup5ever_rcdom::{RcDom, SerializableHandle};
use serde_json::{Value, json};

use super::*;
use crate::said::said;

fn render(json: &Value, pictures: bool) -> String {
    let text = json.to_string();
    let reading = Reading::of(&text).unwrap();
    let reader = Reader::default();
    body(&reading, &said(&reading, &reader), &reader, pictures).html
}

/// The HTML as a browser reads it and writes it again.
fn normalised(html: &str) -> String {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(
        RcDom::default(),
        html5ever::ParseOpts::default(),
        context,
        vec![],
        false,
    )
    .one(html);
    let root = dom.document.children.borrow()[0].clone();
    let mut out = Vec::new();
    let handle: SerializableHandle = root.into();
    serialize(
        &mut out,
        &handle,
        html5ever::serialize::SerializeOpts::default(),
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

/// The HTML with everything taken out that a page of text should not have.
fn sanitised(html: &str) -> String {
    let tags = "a b bdi blockquote br code div em figcaption figure h2 h3 h4 h5 h6 i img li mark ol p pre small span \
                strong table tbody td th tr ul";
    let attributes = "class dir lang tabindex id aria-describedby aria-hidden";
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .tags(tags.split_whitespace().collect())
        .generic_attributes(attributes.split_whitespace().collect())
        .tag_attributes(
            [
                ("a", vec!["href", "rel"]),
                ("img", vec!["src", "alt", "loading", "referrerpolicy"]),
                ("ol", vec!["start"]),
                ("li", vec!["value"]),
                ("th", vec!["scope", "colspan", "rowspan"]),
                ("td", vec!["colspan", "rowspan"]),
            ]
            .into_iter()
            .map(|(tag, names)| (tag, names.into_iter().collect::<HashSet<_>>()))
            .collect(),
        )
        .url_schemes(["http", "https"].into())
        .link_rel(None);
    cleaner.clean(html).to_string()
}

fn statement(kind: &str, content: &[(usize, usize)]) -> Value {
    let parts: Vec<Value> = content
        .iter()
        .map(|(begin, end)| json!({"text": "x", "begin": begin, "end": end}))
        .collect();
    json!({"kind": kind, "content": parts, "speaker": {"name": "Samira <Khalil>", "role": "director"}})
}

/// The notes taken out: what is left is the text with its marks.
fn without_notes(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<a class=\"note") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find("</a>").unwrap();
        rest = &rest[at + end + 4..];
    }
    out + rest
}

#[test]
fn passages_are_cut_at_styles_and_at_each_other() {
    let html = render(
        &json!({
            "articleBody": "“We waited,” she said.",
            "blocks": [{"kind": "paragraph", "text": "“We waited,” she said.",
                "spans": [{"text": "“We "}, {"text": "waited,” she", "strong": true}, {"text": " said."}]}],
            "statements": [
                {"kind": "direct", "content": [{"begin": 1, "end": 10}], "source": {"begin": 13, "end": 16},
                 "cue": {"begin": 17, "end": 21}},
                {"kind": "mixed", "content": [{"begin": 4, "end": 12}]},
            ],
        }),
        false,
    );
    assert_eq!(
        without_notes(&html),
        "<p>“<mark id=\"said-1-1\" class=\"direct s1\">We </mark>\
         <mark id=\"said-2-1\" class=\"direct s1 mixed s2\"><strong>waited</strong></mark>\
         <mark class=\"mixed s2\"><strong>,”</strong></mark><strong> </strong>\
         <span class=\"by s1\"><strong>she</strong></span> <span class=\"cue s1\">said</span>.</p>"
    );
    // Each note stands right behind the last words of what was said.
    assert!(
        html.contains("waited</strong></mark><a class=\"note s1\" id=\"note-1\" href=\"#who-1\"")
    );
    assert!(html.contains(",”</strong></mark><a class=\"note s2\""));
}

#[test]
fn a_note_waits_for_the_end_of_a_link() {
    let html = render(
        &json!({
            "articleBody": "The plan is late, he said.",
            "blocks": [{"kind": "paragraph", "text": "The plan is late, he said.",
                "spans": [{"text": "The plan is late, he", "url": "https://a.example/?a=1&b=2"}, {"text": " said."}]}],
            "statements": [statement("indirect", &[(0, 16)])],
        }),
        false,
    );
    assert!(html.starts_with(
        "<p><a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">\
         <mark id=\"said-1-1\" class=\"indirect s1\">The plan is late</mark>, he</a><a class=\"note s1\""
    ));
    assert_eq!(html, normalised(&html));
}

#[test]
fn a_passage_may_reach_over_blocks_of_every_kind() {
    let body = "We say:\n\none\ntwo\n\na\t\tb\nc\n\nlet x;\n\nend";
    let html = render(
        &json!({
            "articleBody": body,
            "blocks": [
                {"kind": "paragraph", "text": "We say:"},
                {"kind": "image", "url": "https://a.example/i.png", "caption": "Not part of the text"},
                {"kind": "list", "items": [{"depth": 0, "text": "one"}, {"depth": 3, "text": "two", "number": 4}]},
                {"kind": "table", "rows": [{"header": true, "cells": ["a", "", "b"]}, {"cells": ["c", "", ""]}]},
                {"kind": "code", "text": "let x;"},
                {"kind": "heading", "level": 1, "text": "end"},
            ],
            "statements": [statement("direct", &[(3, body.chars().count())])],
        }),
        false,
    );
    let kept = without_notes(&html);
    assert!(kept.contains("<ul><li><mark class=\"direct s1\">one</mark><ol start=\"4\"><li><mark class=\"direct s1\">two</mark></li></ol></li></ul>"), "{kept}");
    assert!(
        kept.contains(
            "<th scope=\"col\"><mark class=\"direct s1\">a</mark></th><th scope=\"col\"></th>"
        ),
        "{kept}"
    );
    assert!(
        kept.contains("<tr><td><mark class=\"direct s1\">c</mark></td><td></td><td></td></tr>"),
        "{kept}"
    );
    assert!(
        kept.ends_with("<h2><mark class=\"direct s1\">end</mark></h2>"),
        "{kept}"
    );
    assert_eq!(html.matches("class=\"note").count(), 1);
    assert_eq!(html, normalised(&html));
}

#[test]
fn a_body_that_is_not_that_of_its_blocks_is_shown_without_marks() {
    let html = render(
        &json!({
            "articleBody": "Something else entirely",
            "blocks": [{"kind": "paragraph", "text": "We waited."}, {"kind": "list", "items": [{"text": "x"}]}],
            "statements": [statement("direct", &[(0, 5)])],
        }),
        false,
    );
    assert_eq!(html, "<p>We waited.</p><ul><li>x</li></ul>");
}

#[test]
fn images_are_loaded_only_where_they_are_asked_for() {
    let reading = json!({"blocks": [{"kind": "image", "url": "https://a.example/i.png", "caption": "A quay",
        "creditText": "R. Aoun", "description": "A quay \"at dawn\""}]});
    let without = render(&reading, false);
    assert!(!without.contains("<img") && without.contains("href=\"https://a.example/i.png\""));
    let with = render(&reading, true);
    assert!(
        with.contains("<img src=\"https://a.example/i.png\" alt=\"A quay &quot;at dawn&quot;\"")
    );
}

#[test]
fn deep_lists_and_quotations_stay_shallow() {
    let items: Vec<Value> = (0..2000)
        .map(|depth| json!({"depth": depth, "text": "x"}))
        .collect();
    let html = render(
        &json!({"blocks": [{"kind": "list", "items": items, "quoteDepth": 255}]}),
        false,
    );
    assert_eq!(html.matches("<blockquote>").count(), DEEPEST);
    assert_eq!(html.matches("<ul>").count(), DEEPEST + 1);
    assert_eq!(html.matches("</ul>").count(), DEEPEST + 1);
}

/// The HTML with one way to write what can be written in two.
fn plain(html: &str) -> String {
    html.replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("<pre dir=\"ltr\">\n", "<pre dir=\"ltr\">")
}

/// Texts that try to become markup, in every place a text can have.
fn hostile(text: &str) -> Value {
    let passage =
        |begin: usize, end: usize| json!({"text": text, "begin": begin, "end": end, "date": text});
    let length = text.chars().count();
    let body = [text; 4].join("\n\n");
    json!({
        "headline": text, "inLanguage": text, "textDirection": text, "articleBody": body,
        "blocks": [
            {"kind": "paragraph", "text": text, "spans": [{"text": text, "url": text, "strong": true, "emphasis": true}]},
            {"kind": "paragraph", "text": text, "spans": [{"text": text, "url": format!("https://a.example/{text}")}]},
            {"kind": "heading", "level": 255, "text": text},
            {"kind": "code", "text": text, "language": text},
            {"kind": text, "text": text},
            {"kind": "image", "url": text, "caption": text},
            {"kind": "image", "url": format!("http://a.example/{text}"), "caption": text, "creditText": text, "description": text},
            {"kind": "list", "items": [{"text": text, "number": 0}, {"text": text, "depth": 1}]},
            {"kind": "table", "rows": [{"cells": [text, text], "header": true, "merged":
                [{"column": 0, "columns": 999_999, "rows": 999_999}]}, {"cells": [text]}]},
        ],
        "statements": [
            {"kind": text, "content": [passage(0, length), passage(1, 3 * length)], "source": passage(0, 1),
             "cue": passage(2, 9), "addressee": passage(1, 2), "when": passage(0, 40),
             "speaker": {"name": text, "role": text}},
            {"kind": "direct", "content": [passage(0, usize::MAX)], "source": passage(0, 2)},
            {"kind": "mixed", "content": [passage(2, length + 5)], "source": passage(0, 2)},
        ],
    })
}

#[test]
fn nothing_of_a_page_becomes_markup() {
    let texts = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
        "https://a.example/\" onclick=\"alert(1)",
        "&lt;script&gt; &#60;b&#62; &amp",
        "</mark></p></div></body><iframe src=//a.example>",
        "<!-- --!> <![CDATA[ ]]> <?php ?>",
        "</code></pre><style>*{}</style>",
        "\n\nline\nbreaks\t\u{0}\u{1b}[31m\u{7f}",
        "\u{202e}right to left\u{202c} \u{2066}خبر <b> عاجل",
        "<svg/onload=alert(1)><math><mtext></form>",
        "{{7*7}}${7*7}<%= 7 %>",
        "\u{a0}\u{feff}&nbsp;",
    ];
    for text in texts {
        for pictures in [false, true] {
            let html = render(&hostile(text), pictures);
            let normal = normalised(&html);
            assert_eq!(sanitised(&html), normal, "of {text:?}");
            // As a browser reads it is as it was written.
            assert_eq!(plain(&html), plain(&normal), "of {text:?}");
        }
    }
}

#[test]
fn no_reading_is_too_bad() {
    for json in [
        "{}",
        r#"{"blocks": [{}]}"#,
        r#"{"blocks": [{"kind": "table"}, {"kind": "list"}, {"kind": "image"}, {"kind": "code"}]}"#,
        r#"{"blocks": [{"kind": "table", "rows": [{"merged": [{"column": 7, "columns": 0, "rows": 0}]}]}]}"#,
        r#"{"statements": [{}, {"content": []}, {"content": [{}]}]}"#,
        r#"{"blocks": 3, "statements": "none"}"#,
    ] {
        let reading = Reading::of(json).unwrap();
        let reader = Reader::default();
        body(&reading, &said(&reading, &reader), &reader, true);
    }
    assert!(Reading::of("no JSON").is_err());
}

/// What a reader reads: without elements, and without the notes.
fn text_of(html: &str) -> String {
    let mut out = String::new();
    let kept = without_notes(html);
    let mut rest = kept.as_str();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').unwrap();
        out.push_str(if &rest[..=end] == "<br>" { "\n" } else { "" });
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Whatever passages there are, no word is lost or said twice, and every note leads from the end of what was said.
    #[test]
    fn marks_change_no_word(
        words in proptest::collection::vec("[ a-cخبر<&\n]{1,8}", 1..6),
        passages in proptest::collection::vec((0_usize..40, 0_usize..40), 0..24),
        styles in proptest::collection::vec(proptest::bool::ANY, 6),
    ) {
        let text = words.concat();
        let spans: Vec<Value> = words
            .iter()
            .zip(&styles)
            .map(|(word, styled)| json!({"text": word, "strong": styled,
                "url": if *styled { "https://a.example/" } else { "" }}))
            .collect();
        let statements: Vec<Value> = passages
            .chunks(3)
            .map(|parts| json!({"kind": "mixed",
                "content": parts.iter().map(|(b, e)| json!({"begin": b, "end": e})).collect::<Vec<_>>(),
                "source": {"begin": parts[0].1, "end": parts[0].0}}))
            .collect();
        let reading = json!({"articleBody": text, "statements": statements,
            "blocks": [{"kind": "paragraph", "text": text, "spans": spans}]});
        let html = render(&reading, false);
        proptest::prop_assert_eq!(text_of(&html), text);
        proptest::prop_assert_eq!(plain(&html), plain(&normalised(&html)));
    }
}
