//! An explanation as an HTML document: the page with its blocks coloured, and beside it what weighed for each.
//!
//! The document loads nothing and runs nothing. The page is built anew of plain boxes, so that no element, attribute,
//! address or style of it is taken over: what is left of it are its texts, escaped, its order and its directions.
//! Boxes are `div` and `span`, which nest freely, and runs are links that hold text alone, so that a browser keeps every
//! text where it is put.

use super::html::{escaped, push};
use crate::explain::{Explained, Explanation, Field, Statement, Value, Weight};
use crate::language::Direction;
use crate::metadata::text::clip;
use crate::options::InputKind;

mod painter;

use painter::{Painter, run};

const STYLE: &str = include_str!("explained.css");
/// Nothing is fetched, whatever a defect might let through.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// Weights told of a block in the list.
const MOST_WEIGHTS: usize = 6;
/// Texts in the list are cut after so many bytes.
const LONGEST_TEXT: usize = 240;

/// The document.
pub fn to_string(explanation: &Explanation) -> String {
    let name = explanation.article.source.as_deref().unwrap_or("a page");
    let mut out = String::new();
    push(
        &mut out,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>Explained: {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            name = escaped(name)
        ),
    );
    head(&mut out, explanation, name);
    let direction = match explanation.article.direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    };
    push(
        &mut out,
        format_args!(
            "<div class=\"both\">\n<section class=\"page\"><h2>The {}</h2>\n<div dir=\"{direction}\">\n",
            if explanation.kind == InputKind::Html {
                "page"
            } else {
                "text"
            }
        ),
    );
    if explanation.kind == InputKind::Html {
        Painter::new(explanation).paint(&mut out);
    } else {
        for (i, block) in explanation.blocks.iter().enumerate() {
            out.push_str("<div class=\"line\" dir=\"auto\">");
            run(&mut out, explanation, i, &block.text, true);
            out.push_str("</div>\n");
        }
    }
    out.push_str("</div>\n</section>\n<section class=\"list\"><h2>Block by block</h2>\n<ol>\n");
    for (i, block) in explanation.blocks.iter().enumerate() {
        item(&mut out, explanation, i, block);
    }
    out.push_str("</ol>\n</section>\n</div>\n</body>\n</html>\n");
    out
}

/// What was read, the legend and the fields.
fn head(out: &mut String, explanation: &Explanation, name: &str) {
    let (kept, words) = explanation.kept();
    let all_words = explanation.words();
    push(
        out,
        format_args!(
            "<header class=\"head\">\n<h1><bdi>{}</bdi></h1>\n\
             <p>{kept} of {} {} kept, {words} of {all_words} words",
            escaped(name),
            explanation.blocks.len(),
            explanation.unit(),
        ),
    );
    if explanation.is_judged() {
        push(
            out,
            format_args!(
                "; kept is what is likelier than {}",
                percent(explanation.bar)
            ),
        );
    }
    out.push_str(".</p>\n");
    if let Some(note) = explanation.source_note() {
        push(out, format_args!("<p>{note}</p>\n"));
    }
    if !explanation.weighed && explanation.kind != InputKind::Body {
        out.push_str("<p>There are too many blocks to weigh what spoke for each.</p>\n");
    }
    for warning in &explanation.article.warnings {
        push(
            out,
            format_args!("<p>Warning: {}.</p>\n", escaped(&warning.message)),
        );
    }
    out.push_str(
        "<p class=\"legend\"><span class=\"k1\">kept</span><span class=\"k2\">kept, likely</span>\
         <span class=\"k3\">kept, sure</span><span class=\"k-rule\">kept by a rule</span>\
         <span class=\"d1\">dropped, sure</span><span class=\"d2\">dropped, likely</span>\
         <span class=\"d3\">dropped</span><span class=\"rule\">dropped by a rule</span>\
         <span class=\"unsure\">underlined: it could as well have been the other way</span></p>\n",
    );
    if !explanation.fields.is_empty() {
        out.push_str("<details open><summary>Fields and where they were found</summary>\n<table class=\"fields\">\n");
        for field in &explanation.fields {
            field_rows(out, field);
        }
        out.push_str("</table>\n</details>\n");
    }
    out.push_str("</header>\n");
}

fn field_rows(out: &mut String, field: &Field) {
    let mut row = |class: &str, name: &str, statement: &Statement, sure: String| {
        push(
            out,
            format_args!(
                "<tr class=\"{class}\"><th>{name}</th><td><bdi dir=\"auto\">{}</bdi></td>\
                 <td class=\"places\">{}</td><td>{sure}</td></tr>\n",
                escaped(&statement.text),
                escaped(&statement.places.join(", "))
            ),
        );
    };
    let mut name = field.name;
    if let Some(value) = &field.value {
        row(
            "won",
            name,
            value,
            field.confidence.map(percent).unwrap_or_default(),
        );
        name = "";
    }
    for other in &field.others {
        row("lost", name, other, "not taken".into());
        name = "";
    }
}

/// One block in the list beside the page.
fn item(out: &mut String, explanation: &Explanation, at: usize, block: &Explained) {
    let class = match (block.is_kept(), block.probability < 0.05) {
        (true, _) => "in",
        (false, true) => "out sure",
        (false, false) => "out",
    };
    push(
        out,
        format_args!(
            "<li id=\"b{at}\" class=\"{class}\"><a href=\"#o{at}\">{}</a> <b>{}</b>",
            at + 1,
            if block.is_kept() { "kept" } else { "dropped" }
        ),
    );
    if explanation.kind != InputKind::Body {
        push(out, format_args!(" · {}", percent(block.probability)));
    }
    push(out, format_args!(" · {}", block.reason.words()));
    if explanation.is_unsure(block) {
        out.push_str(" · <span class=\"unsure\">unsure</span>");
    }
    if !block.selector.is_empty() {
        push(
            out,
            format_args!("<span class=\"sel\">{}</span>", escaped(&block.selector)),
        );
    }
    let text = clip(&block.text, LONGEST_TEXT);
    push(
        out,
        format_args!(
            "<bdi class=\"text\" dir=\"auto\">{}{}</bdi>",
            escaped(text),
            if text.len() < block.text.len() {
                "…"
            } else {
                ""
            }
        ),
    );
    for weight in block.weights.iter().take(MOST_WEIGHTS) {
        push(
            out,
            format_args!(
                "<div class=\"w {}\"><span>{}</span><i>{}</i><small>{}</small></div>",
                if weight.weight > 0.0 {
                    "for"
                } else {
                    "against"
                },
                weight.group,
                weight.signed(),
                values(weight)
            ),
        );
    }
    out.push_str("</li>\n");
}

/// The columns of a weight, and in brackets what they are elsewhere: `link_density 0.90 (0.10)`.
fn values(weight: &Weight) -> String {
    let told: Vec<String> = weight
        .values
        .iter()
        .map(
            |Value {
                 column,
                 value,
                 other,
             }| format!("{column} {value:.2} ({other:.2})"),
        )
        .collect();
    told.join(", ")
}

/// A probability for people.
fn percent(probability: f32) -> String {
    match probability * 100.0 {
        p if p > 0.0 && p < 0.5 => "under 1 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, Tag, Tree, parse};

    use super::*;
    use crate::{ReadOptions, explain};

    const TEXT: &str = "Rain fell on the coast all night, the weather service said on Monday, and it will go on falling until \
        the end of the week.";

    fn page(html: &str) -> (String, Tree) {
        let options = ReadOptions {
            source: Some("x\"><script>alert(0)</script>.html"),
            ..ReadOptions::default()
        };
        let page = to_string(&explain(html.as_bytes(), &options).unwrap());
        let (tree, _) = parse(&page, &Limits::default());
        (page, tree)
    }

    /// Every element and attribute of the document is one of ours, whatever the page holds.
    #[test]
    fn nothing_of_a_page_comes_through_but_text() {
        let hostile = format!(
            "<html onload=alert(1)><head><base href=//evil.example><style>@import url(//evil.example)</style>\
             <title></title><script>alert(2)</script></title><meta property=og:title content='\"><img src=x onerror=alert(3)>'>\
             <meta http-equiv=refresh content='0;url=//evil.example'></head><body style='background:url(//evil.example)'>\
             <iframe src=//evil.example></iframe><img src=//evil.example/x.png alt='\"><script>alert(4)</script>'>\
             <svg onload=alert(5)><script>alert(6)</script></svg><div class='\"><script>alert(7)</script>' id='\"onclick=alert(8)'>\
             <p>{TEXT} &lt;script&gt;alert(9)&lt;/script&gt; &quot; onmouseover=alert(10)</p></div>\
             <a href='javascript:alert(11)'>click</a><form action=//evil.example><button>go</button></form>\
             <div dir='rtl\" onclick=alert(12)'>x</div><x-y\"onclick=alert(13)>z</x-y>\
             <noscript><p title='</noscript><script>alert(14)</script>'>y</noscript><template><p>t</template>\
             <table><p>{TEXT} out<tr><td>{TEXT} in</table><math><mtext><table><mglyph><style><img src=x onerror=alert(15)>"
        );
        let (page, tree) = page(&hostile);
        let known = [
            "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "span",
            "details", "summary", "table", "tbody", "tr", "th", "td", "div", "section", "a", "ol",
            "li", "b", "bdi", "i", "small", "br",
        ];
        for node in tree
            .descendants(tree.root())
            .filter(|&n| tree.tag(n) != Tag::TEXT)
        {
            let name = tree.name(node);
            assert!(known.contains(&name), "{name}");
            for (attr, value) in tree.attrs(node) {
                let fits = match attr {
                    "class" | "title" | "charset" | "name" | "content" | "http-equiv" | "lang"
                    | "open" => !value.contains("alert") && !value.contains("evil"),
                    "id" => value.starts_with(['b', 'o']),
                    "href" => value.starts_with("#b") || value.starts_with("#o"),
                    "dir" => ["ltr", "rtl", "auto"].contains(&value),
                    _ => false,
                };
                assert!(fits, "{name} {attr}={value}");
            }
        }
        assert!(page.contains("Content-Security-Policy"));
        assert!(page.contains("&lt;script&gt;alert(9)"));
        assert!(!page.contains("http:") && !page.contains("https:"));
    }

    #[test]
    fn the_text_of_the_page_stays_where_it_is() {
        let html = format!(
            "<html dir=rtl><body><nav><a href=/>Home</a></nav><table><tr><td>{TEXT} 1<td><b>{TEXT}</b> 2</table>\
             <p>{TEXT} 3<br><br>{TEXT} <i>4</i></p><ul><li>{TEXT} 5</ul>"
        );
        let (page, tree) = page(&html);
        let shown = tree
            .descendants(tree.root())
            .find(|&n| tree.attr(n, "class") == Some("page"))
            .unwrap();
        let text = tree.text_content(shown);
        let place = |end: &str| {
            text.find(&format!("{TEXT} {end}"))
                .unwrap_or_else(|| panic!("{end}: {text}"))
        };
        assert!(place("1") < place("2") && place("2") < place("3"));
        assert!(place("3") < place("4") && place("4") < place("5"));
        assert!(page.contains("<div dir=\"rtl\">") && page.contains("class=\"cell\""));
    }

    #[test]
    fn every_link_has_its_goal() {
        let (_, tree) = page(&format!(
            "<p>{TEXT}<p><b></b><i> x</i> y<p>z<select><option>w</select>"
        ));
        let ids: Vec<&str> = tree
            .descendants(tree.root())
            .filter_map(|n| tree.attr(n, "id"))
            .collect();
        for node in tree.descendants(tree.root()) {
            if let Some(goal) = tree.attr(node, "href") {
                assert!(ids.contains(&&goal[1..]), "{goal}");
            }
        }
    }

    #[test]
    fn dumps_are_shown_line_by_line() {
        let options = ReadOptions {
            input: InputKind::Text,
            ..ReadOptions::default()
        };
        let dump = format!("Home\n{TEXT}\n<b>{TEXT}</b>\n");
        let page = to_string(&explain(dump.as_bytes(), &options).unwrap());
        assert_eq!(page.matches("class=\"line\"").count(), 3);
        assert!(page.contains("&lt;b&gt;"));
    }
}
