use khabar_page::{Limits, parse};

use super::*;
use crate::article::Merged;

/// The body of a page all of which is kept.
fn body(html: &str) -> Vec<Block> {
    let (tree, _) = parse(html, &Limits::default());
    let page = Blocks::cut(&tree);
    let kept = vec![true; page.blocks.len()];
    assemble(&tree, &page, &kept, Vec::new()).0
}

/// The table, header mark and cells of the rows, a `;` after each cell; other blocks' texts.
fn rows(html: &str) -> Vec<String> {
    let shown = |block: Block| match block.kind {
        BlockKind::TableRow {
            table,
            header,
            cells,
            ..
        } => {
            let mark = if header { "h" } else { "" };
            format!("{table}{mark}: {};", cells.join(";"))
        }
        _ => block.text(),
    };
    body(html).into_iter().map(shown).collect()
}

fn code(html: &str) -> Vec<(Option<String>, String)> {
    let code = |b: Block| match &b.kind {
        BlockKind::Code { language } => (language.clone(), b.text()),
        other => panic!("{other:?}"),
    };
    body(html).into_iter().map(code).collect()
}

#[test]
fn cells_stand_in_their_columns() {
    let html =
        "<table><caption>Seats</caption><thead><tr><td></td><th colspan=2>2025<th>2026</thead>
        <tbody><tr><th rowspan=2>North</th><td>A<td>3<td>4<tr><td>B<td><td>5
        <tr><td colspan=4>South</td></tr><tr><td>x<td>C<td>1</table><table><tr><td>y<td>z</table>";
    assert_eq!(
        rows(html),
        [
            "Seats",
            "0h: ;2025;;2026;",
            "0: North;A;3;4;",
            "0: ;B;;5;",
            "0: South;;;;",
            "0: x;C;1;;",
            "1: y;z;",
        ]
    );
    let merged: Vec<Vec<Merged>> = body(html)
        .into_iter()
        .filter_map(|b| match b.kind {
            BlockKind::TableRow { merged, .. } => Some(merged),
            _ => None,
        })
        .collect();
    let cell = |column, columns, rows| Merged {
        column,
        columns,
        rows,
    };
    assert_eq!(
        merged[..4],
        [
            vec![cell(1, 2, 1)],
            vec![cell(0, 1, 2)],
            vec![],
            vec![cell(0, 4, 1)]
        ]
    );
}

#[test]
fn cells_reach_no_further_than_their_group_of_rows() {
    let html = "<table><tbody><tr><td rowspan=10>North<td>A<tr><td>B<tbody><tr><td rowspan=0>South<td>C<tr><td>D<tr><td>E</table>";
    assert_eq!(
        rows(html),
        ["0: North;A;", "0: ;B;", "0: South;C;", "0: ;D;", "0: ;E;"]
    );
    let reach: Vec<u32> = body(html)
        .into_iter()
        .filter_map(|b| match b.kind {
            BlockKind::TableRow { merged, .. } => merged.first().map(|m| m.rows),
            _ => None,
        })
        .collect();
    assert_eq!(reach, [2, 3]);
}

#[test]
fn columns_and_rows_without_text_are_left_out() {
    assert_eq!(
        rows(
            "<table><tr><td><img src=a.png><td>a<td>b<tr><td rowspan=3><td colspan=2><tr><td>c<td>d</table>"
        ),
        ["0: a;b;", "0: c;d;"]
    );
    // However far a cell claims to reach, a row stays as wide as its text.
    let far = "<td colspan=99999 rowspan=99999>a".repeat(200);
    let wide = rows(&format!("<table><tr>{far}<tr><td>b</table>"));
    assert!(wide.iter().all(|row| row.len() < 3000), "{wide:?}");
}

#[test]
fn tables_that_serve_layout_are_none() {
    let long = "word ".repeat(300);
    for html in [
        "<table role=presentation><tr><td>a<td>b</table>",
        "<table><tr><td>a<tr><td>b</table>",
        &format!("<table><tr><td>a<td>{long}</table>"),
    ] {
        assert!(!rows(html).iter().any(|r| r.starts_with('0')), "{html}");
    }
    assert_eq!(
        rows("<table><tr><td>menu<td><p>text</p><table><tr><th>a<td>1</table><p>end</table>"),
        ["menu", "text", "0: a;1;", "end"]
    );
}

#[test]
fn code_keeps_lines_indents_and_language() {
    assert_eq!(
        code("<pre class='brush: js; x'>  if (a) {\n\tb()\n\n  }\n</pre>"),
        [(Some("js".into()), "  if (a) {\n\tb()\n\n  }".into())]
    );
    // A line in an element of its own, its indent in a text node of its own.
    assert_eq!(
        code(
            "<pre data-lang=rust><code><div><span>fn</span> f() {</div><div><i>    </i><b>g()</b></div><div>}</div></code></pre>"
        ),
        [(Some("rust".into()), "fn f() {\n    g()\n}".into())]
    );
    assert_eq!(
        code("<pre><code class='hljs language-none'>a<br><br><br>b</code></pre>"),
        [(None, "a\n\n\nb".into())]
    );
}

#[test]
fn numbers_of_lines_are_no_code() {
    let wanted = [(Some("py".into()), "x = 1\n  y = 2".into())];
    assert_eq!(
        code(
            "<div class=language-py><table><tr><td class=linenos><pre>1\n2</pre><td><div><pre><code class=language-py>x = 1\n  y = 2</code></pre></div></table></div>"
        ),
        wanted
    );
    assert_eq!(
        code(
            "<pre class=lang-py><span class='line-number'>1 </span>x = 1\n<span class='line-number'>2 </span>  y = 2</pre>"
        ),
        wanted
    );
    // Numbers that are the code stay.
    assert_eq!(code("<pre>1\n2\n3</pre>"), [(None, "1\n2\n3".into())]);
}

#[test]
fn an_item_goes_on_after_the_list_in_it() {
    let html =
        "<ol start=3><li>a<ol><li>b<li>c</ol><p>more of a</p></li><li>d</ol><ul><li><p>e<p>f</ul>";
    let item = |depth, number| BlockKind::ListItem { depth, number };
    let kinds: Vec<_> = body(html).into_iter().map(|b| (b.text(), b.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("a".into(), item(0, Some(3))),
            ("b".into(), item(1, Some(1))),
            ("c".into(), item(1, Some(2))),
            ("more of a".into(), BlockKind::Paragraph),
            ("d".into(), item(0, Some(4))),
            ("e".into(), item(0, None)),
            ("f".into(), BlockKind::Paragraph),
        ]
    );
}

#[test]
fn the_caption_of_a_quotation_belongs_to_it() {
    let html = "<figure><blockquote><p>We waited.</p></blockquote><figcaption>Lina, sailor</figcaption></figure>
        <blockquote><p>So did we.</p><footer>Omar</footer></blockquote><p>End.</p>";
    let depths: Vec<_> = body(html).iter().map(|b| b.quote_depth).collect();
    assert_eq!(depths, [1, 1, 1, 1, 0]);
}
