//! The report as a clean HTML document of its own.

use std::fmt::Write;

use super::groups::{self, Group, Item};
use super::parts::{byline, caption_line, safe_link, standfirst, unplaced_images};
use crate::article::{Article, Block, BlockKind, Image, Span};
use crate::language::Direction;

/// How the document looks: readable anywhere, nothing loaded from elsewhere.
const STYLE: &str = include_str!("style.css");

/// The report as an HTML document with language and direction, marked up with the names of schema.org. Everything of
/// the page is escaped; no script, style or frame of it is taken over, and links lead to pages, mail and calls alone.
pub fn to_string(article: &Article) -> String {
    let mut out = String::new();
    let kind = if article.is_report {
        "NewsArticle"
    } else {
        "WebPage"
    };
    out.push_str("<!DOCTYPE html>\n<html");
    if let Some(language) = &article.language {
        push(&mut out, format_args!(" lang=\"{}\"", escaped(language)));
    }
    let direction = match article.direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    };
    let title = article.headline.as_deref().unwrap_or_default();
    push(
        &mut out,
        format_args!(
            " dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n",
            escaped(title)
        ),
    );
    if let Some(address) = article.url.as_deref().and_then(safe_link) {
        push(
            &mut out,
            format_args!("<link rel=\"canonical\" href=\"{}\">\n", escaped(address)),
        );
    }
    push(
        &mut out,
        format_args!(
            "<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <article itemscope itemtype=\"https://schema.org/{kind}\">\n"
        ),
    );
    header(&mut out, article);
    let (lead, rest) = unplaced_images(article);
    if let Some(lead) = lead {
        image(&mut out, lead, true);
    }
    out.push_str("<div itemprop=\"articleBody\">\n");
    body(&mut out, &article.body);
    out.push_str("</div>\n");
    for other in rest {
        image(&mut out, other, true);
    }
    out.push_str("</article>\n</body>\n</html>\n");
    out
}

/// Appends formatted text.
pub(super) fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes any text");
}

/// Headline, standfirst and byline.
fn header(out: &mut String, article: &Article) {
    out.push_str("<header>\n");
    if let Some(headline) = &article.headline {
        push(
            out,
            format_args!("<h1 itemprop=\"headline\">{}</h1>\n", escaped(headline)),
        );
    }
    if let Some(standfirst) = standfirst(article) {
        push(
            out,
            format_args!(
                "<p class=\"standfirst\" itemprop=\"description\">{}</p>\n",
                escaped(standfirst)
            ),
        );
    }
    for author in &article.authors {
        push(
            out,
            format_args!(
                "<span hidden itemprop=\"author\" itemscope itemtype=\"https://schema.org/Person\">\
                 <span itemprop=\"name\">{}</span></span>\n",
                escaped(&author.name)
            ),
        );
    }
    let moments = [
        ("datePublished", &article.published),
        ("dateModified", &article.modified),
    ];
    for (name, moment) in moments {
        if let Some(moment) = moment {
            push(
                out,
                format_args!("<meta itemprop=\"{name}\" content=\"{moment}\">\n"),
            );
        }
    }
    let byline = byline(article);
    if !byline.is_empty() {
        push(
            out,
            format_args!("<p class=\"byline\">{}</p>\n", escaped(&byline)),
        );
    }
    out.push_str("</header>\n");
}

/// The blocks of the body.
fn body(out: &mut String, blocks: &[Block]) {
    let mut depth = 0;
    for group in groups::groups(blocks) {
        let wanted = group.quote_depth();
        turn(out, depth, wanted);
        depth = wanted;
        match group {
            Group::List(items) => list(out, &groups::items(items)),
            Group::Table(rows) => table(out, rows),
            Group::Single(block) => single(out, block),
        }
    }
    turn(out, depth, 0);
}

/// Opens or closes quotations, from `depth` of them to `wanted`.
fn turn(out: &mut String, depth: u8, wanted: u8) {
    for _ in wanted..depth {
        out.push_str("</blockquote>\n");
    }
    for _ in depth..wanted {
        out.push_str("<blockquote>\n");
    }
}

/// A block that is neither of a list nor of a table.
fn single(out: &mut String, block: &Block) {
    match &block.kind {
        BlockKind::Heading(level) => {
            // The first level is the headline's.
            let level = (*level).clamp(2, 6);
            push(
                out,
                format_args!("<h{level}>{}</h{level}>\n", inline(&block.spans)),
            );
        }
        BlockKind::Code { language } => {
            let class = language.as_ref().map_or(String::new(), |language| {
                format!(" class=\"language-{}\"", escaped(language))
            });
            push(
                out,
                format_args!(
                    "<pre><code{class}>{}</code></pre>\n",
                    escaped(&block.text())
                ),
            );
        }
        BlockKind::Image(shown) => image(out, shown, false),
        _ => push(out, format_args!("<p>{}</p>\n", inline(&block.spans))),
    }
}

/// An image with its caption; nothing where its address is not fit to be given out.
fn image(out: &mut String, image: &Image, of_the_report: bool) {
    let Some(address) = safe_link(&image.url) else {
        return;
    };
    let name = if of_the_report {
        " itemprop=\"image\""
    } else {
        ""
    };
    push(
        out,
        format_args!(
            "<figure><img{name} src=\"{}\" alt=\"{}\" loading=\"lazy\">",
            escaped(address),
            escaped(image.alt.as_deref().unwrap_or_default())
        ),
    );
    let caption = caption_line(image);
    if !caption.is_empty() {
        push(
            out,
            format_args!("<figcaption>{}</figcaption>", escaped(&caption)),
        );
    }
    out.push_str("</figure>\n");
}

/// A list with those inside it.
fn list(out: &mut String, items: &[Item<'_>]) {
    // What closes the open lists, outermost first, and the number of the item to come.
    let mut open: Vec<(&'static str, Option<u32>)> = Vec::new();
    for item in items {
        while open.len() > item.depth + 1 {
            out.push_str("</li>\n");
            out.push_str(open.pop().map_or("", |(closing, _)| closing));
        }
        let (begin, end) = match item.number {
            Some(1) => ("<ol>\n".to_owned(), "</ol>\n"),
            Some(number) => (format!("<ol start=\"{number}\">\n"), "</ol>\n"),
            None => ("<ul>\n".to_owned(), "</ul>\n"),
        };
        let mut skips = false;
        match open.get(item.depth) {
            None => {
                out.push_str(&begin);
                open.push((end, None));
            }
            Some(&(closing, next)) if closing == end => {
                out.push_str("</li>\n");
                skips = next != item.number;
            }
            Some(&(closing, _)) => {
                out.push_str("</li>\n");
                out.push_str(closing);
                out.push_str(&begin);
            }
        }
        open[item.depth] = (end, item.number.map(|n| n.saturating_add(1)));
        match item.number {
            Some(number) if skips => push(out, format_args!("<li value=\"{number}\">")),
            _ => out.push_str("<li>"),
        }
        out.push_str(&inline(&item.block.spans));
    }
    while let Some((closing, _)) = open.pop() {
        out.push_str("</li>\n");
        out.push_str(closing);
    }
}

/// A table.
fn table(out: &mut String, rows: &[Block]) {
    out.push_str("<table>\n");
    // For each column, in how many rows to come a cell from above takes it.
    let mut taken: Vec<u32> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let BlockKind::TableRow {
            header,
            cells,
            merged,
            ..
        } = &row.kind
        else {
            continue;
        };
        let tag = if *header { "th" } else { "td" };
        out.push_str("<tr>");
        let mut merged = merged.iter().peekable();
        let mut next = 0;
        for (column, cell) in cells.iter().enumerate() {
            if taken.len() <= column {
                taken.push(0);
            }
            if column < next {
                continue;
            }
            let from_above = taken[column] > 0;
            taken[column] = taken[column].saturating_sub(1);
            while merged.next_if(|m| (m.column as usize) < column).is_some() {}
            if from_above && cell.is_empty() {
                continue;
            }
            push(out, format_args!("<{tag}"));
            if let Some(cell) = merged.next_if(|m| m.column as usize == column) {
                let columns = (cell.columns as usize).min(cells.len() - column);
                let reach = (cell.rows as usize).min(rows.len() - at);
                if columns > 1 {
                    push(out, format_args!(" colspan=\"{columns}\""));
                }
                if reach > 1 {
                    push(out, format_args!(" rowspan=\"{reach}\""));
                }
                next = column + columns;
                taken.resize(taken.len().max(next), 0);
                taken[column..next].fill((reach as u32).saturating_sub(1));
            }
            push(out, format_args!(">{}</{tag}>", escaped(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// Runs of text with their styles and links.
fn inline(spans: &[Span]) -> String {
    let mut out = String::new();
    for group in spans.chunk_by(|a, b| a.link == b.link) {
        let address = group[0].link.as_deref().and_then(safe_link);
        if let Some(address) = address {
            push(&mut out, format_args!("<a href=\"{}\">", escaped(address)));
        }
        for span in group {
            let styles = [
                (span.strong, "strong"),
                (span.emphasis, "em"),
                (span.code, "code"),
            ];
            let worn = || styles.iter().filter(|(on, _)| *on);
            for (_, tag) in worn() {
                push(&mut out, format_args!("<{tag}>"));
            }
            out.push_str(&escaped(&span.text).replace('\n', "<br>\n"));
            for (_, tag) in worn().rev() {
                push(&mut out, format_args!("</{tag}>"));
            }
        }
        if address.is_some() {
            out.push_str("</a>");
        }
    }
    out
}

/// Text fit to stand in HTML, in an attribute's double quotes as well.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Merged;
    use crate::write::sample;

    #[test]
    fn a_whole_report() {
        let html = to_string(&sample::full());
        let from = html.find("<article").unwrap();
        assert_eq!(
            &html[from..],
            "<article itemscope itemtype=\"https://schema.org/NewsArticle\">\n\
             <header>\n\
             <h1 itemprop=\"headline\">Harbour opens &lt;again&gt; &amp; stays open</h1>\n\
             <p class=\"standfirst\" itemprop=\"description\">Ships are back.</p>\n\
             <span hidden itemprop=\"author\" itemscope itemtype=\"https://schema.org/Person\">\
             <span itemprop=\"name\">Lina Haddad</span></span>\n\
             <meta itemprop=\"datePublished\" content=\"2026-03-02\">\n\
             <p class=\"byline\">Lina Haddad · 2026-03-02 · World · The Harbour Post</p>\n\
             </header>\n\
             <figure><img itemprop=\"image\" src=\"https://news.example/lead.jpg\" alt=\"A quay\" loading=\"lazy\">\
             <figcaption>The quay at dawn (A. Photographer)</figcaption></figure>\n\
             <div itemprop=\"articleBody\">\n\
             <p>The harbour <a href=\"https://news.example/open\"><strong>opened</strong></a> today.</p>\n\
             <h2>What next</h2>\n\
             <ul>\n<li>Ferries<ol>\n<li>from June</li>\n</ol>\n</li>\n<li>Freight</li>\n</ul>\n\
             <blockquote>\n<p>We waited.</p>\n</blockquote>\n\
             <table>\n<tr><th>Year</th><th>Ships</th></tr>\n<tr><td>2025</td><td>12</td></tr>\n</table>\n\
             <figure><img src=\"https://news.example/quay.jpg\" alt=\"A quay\" loading=\"lazy\">\
             <figcaption>The quay at dawn (A. Photographer)</figcaption></figure>\n\
             <pre><code class=\"language-sh\">ls *.txt\ncat `it`</code></pre>\n\
             </div>\n</article>\n</body>\n</html>\n"
        );
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">"));
    }

    #[test]
    fn text_of_the_page_never_becomes_markup() {
        let hostile = "\"><script>alert(1)</script>&lt;";
        let article = Article {
            headline: Some(hostile.into()),
            language: Some(hostile.into()),
            url: Some(format!("https://a.example/{hostile}")),
            direction: Direction::Rtl,
            body: vec![
                Block {
                    kind: BlockKind::Paragraph,
                    quote_depth: 0,
                    spans: vec![Span {
                        link: Some("javascript:alert(1)".into()),
                        ..Span::plain(hostile)
                    }],
                },
                Block::plain(
                    BlockKind::Code {
                        language: Some(hostile.into()),
                    },
                    hostile,
                ),
                sample::row(true, &[hostile]),
            ],
            ..Article::default()
        };
        let html = to_string(&article);
        assert!(
            !html.contains("<script") && !html.contains("javascript:"),
            "{html}"
        );
        assert!(html.contains("dir=\"rtl\""));
    }

    #[test]
    fn a_list_that_changes_its_kind_is_two() {
        let blocks = [
            sample::item(0, Some(3), "a"),
            sample::item(0, Some(4), "b"),
            sample::item(0, None, "c"),
        ];
        let mut out = String::new();
        body(&mut out, &blocks);
        assert_eq!(
            out,
            "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n<ul>\n<li>c</li>\n</ul>\n"
        );
    }

    #[test]
    fn merged_cells_stay_merged() {
        let mut reaching = sample::row(false, &["North", "A", "3"]);
        if let BlockKind::TableRow { merged, .. } = &mut reaching.kind {
            merged.push(Merged {
                column: 0,
                columns: 1,
                rows: 2,
            });
        }
        let mut out = String::new();
        let rows = [
            sample::merged_row(),
            reaching,
            sample::row(false, &["", "B", "4"]),
            sample::row(false, &["South", "", "5"]),
        ];
        table(&mut out, &rows);
        assert_eq!(
            out,
            "<table>\n\
             <tr><th>Party</th><th colspan=\"2\">Seats</th></tr>\n\
             <tr><td rowspan=\"2\">North</td><td>A</td><td>3</td></tr>\n\
             <tr><td>B</td><td>4</td></tr>\n\
             <tr><td>South</td><td></td><td>5</td></tr>\n\
             </table>\n"
        );
    }

    #[test]
    fn cells_merged_both_ways_leave_no_gap() {
        let mut square = sample::row(false, &["Quay", "", "1"]);
        let mut nowhere = sample::row(false, &["x", "y", "z"]);
        for (row, columns, rows) in [(&mut square, 2, 2), (&mut nowhere, 1, 0)] {
            if let BlockKind::TableRow { merged, .. } = &mut row.kind {
                merged.push(Merged {
                    column: 0,
                    columns,
                    rows,
                });
            }
        }
        let mut out = String::new();
        table(
            &mut out,
            &[square, sample::row(false, &["", "", "2"]), nowhere],
        );
        assert_eq!(
            out,
            "<table>\n\
             <tr><td colspan=\"2\" rowspan=\"2\">Quay</td><td>1</td></tr>\n\
             <tr><td>2</td></tr>\n\
             <tr><td>x</td><td>y</td><td>z</td></tr>\n\
             </table>\n"
        );
    }

    #[test]
    fn a_number_out_of_turn_is_written() {
        let mut out = String::new();
        let items = [
            sample::item(0, Some(3), "a"),
            sample::item(1, None, "b"),
            sample::item(0, Some(4), "c"),
            sample::item(0, Some(7), "d"),
        ];
        list(&mut out, &groups::items(&items));
        assert_eq!(
            out,
            "<ol start=\"3\">\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n\
             <li value=\"7\">d</li>\n</ol>\n"
        );
    }
}
