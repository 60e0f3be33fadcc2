//! Bodies that a page carries only as data: in JSON-LD, in the state a framework starts from, in an attribute.
//!
//! Next.js, Nuxt, Arc/Fusion and forum software such as Discourse send the report as JSON and draw it in the browser.
//! The data differ from site to site, but prose does not look like anything else in them, so the longest series of
//! prose under one path is taken, in order, with the headings that stand among it.

use std::fmt::Write;

use khabar_page::{Limits, NodeId, Tag, Tree, parse};
use serde_json::Value;

use super::words::count;

/// Fewer words than this are no body.
const FEWEST: usize = 40;
/// Longest JSON looked at, in bytes.
const LARGEST: usize = 8 << 20;
/// Values looked at in one piece of JSON; states list whole catalogues.
const MOST_VALUES: usize = 400_000;
/// JSON inside strings of JSON is opened this often.
const NESTING: u8 = 2;

/// The body in the page's data as a small page of its own, if there is one of at least [`FEWEST`] words.
pub fn find(tree: &Tree) -> Option<Tree> {
    let mut best: Option<(usize, String)> = None;
    for node in tree.descendants(tree.root()) {
        for json in data_of(tree, node) {
            let Some((words, html)) = longest_prose(json) else {
                continue;
            };
            if words >= FEWEST && best.as_ref().is_none_or(|(most, _)| words > *most) {
                best = Some((words, html));
            }
        }
    }
    best.map(|(_, html)| parse(&html, &Limits::default()).0)
}

/// Pieces of JSON an element carries.
fn data_of(tree: &Tree, node: NodeId) -> Vec<&str> {
    if tree.tag(node) == Tag::SCRIPT {
        return tree
            .children(node)
            .filter_map(|child| json_of_script(tree.text(child)))
            .collect();
    }
    // State in an attribute: `data-preloaded`, `data-state`, `data-page`.
    let is_json = |value: &&str| {
        (200..=LARGEST).contains(&value.len()) && value.trim_start().starts_with(['{', '['])
    };
    tree.attrs(node)
        .filter(|(name, _)| name.starts_with("data-"))
        .map(|(_, value)| value)
        .filter(is_json)
        .collect()
}

/// The JSON in a script: the script itself, or the first long object it assigns to something.
pub(crate) fn json_of_script(script: &str) -> Option<&str> {
    let script = script.trim();
    if script.len() < 200 || script.len() > LARGEST {
        return None;
    }
    if script.starts_with(['{', '[']) {
        return Some(script);
    }
    let assigned = ["={", "= {", "=[{", "= [{"]
        .iter()
        .filter_map(|start| Some(script.find(start)? + start.find(['{', '['])?))
        .min()?;
    // Past the first thousand bytes it is a program that happens to hold an object.
    (assigned < 1_000).then(|| &script[assigned..])
}

/// A string of prose in JSON.
struct Prose<'v> {
    /// The keys that lead to it, array places left out, as one number.
    path: u64,
    /// The array it stands in, the outermost one of objects that hold prose: see [`longest_prose`].
    series: usize,
    key: &'v str,
    text: &'v str,
    words: usize,
}

/// The longest series of prose in a piece of JSON, as HTML, with its number of words.
fn longest_prose(json: &str) -> Option<(usize, String)> {
    // A state may be followed by more of the script, so only the first value is read.
    let value: Value = serde_json::Deserializer::from_str(json)
        .into_iter()
        .next()?
        .ok()?;
    longest_in(&value, NESTING)
}

fn longest_in(value: &Value, nesting: u8) -> Option<(usize, String)> {
    let mut found: Vec<Prose> = Vec::new();
    let mut best: Option<(usize, String)> = None;
    // Depth first by hand, children pushed last to first so that prose comes in order.
    let mut open = vec![(value, "", 0_u64, 0_usize)];
    let (mut seen, mut arrays) = (0, 0);
    while let Some((value, key, path, series)) = open.pop() {
        seen += 1;
        if seen > MOST_VALUES {
            break;
        }
        match value {
            Value::Object(fields) => {
                open.extend(
                    fields
                        .iter()
                        .rev()
                        .map(|(k, v)| (v, k.as_str(), step(path, k), series)),
                );
            }
            Value::Array(items) => {
                arrays += 1;
                // The array nearest to the prose keeps its parts together; one inside it is a list among paragraphs.
                let series = if series == 0 || items.len() > 2 {
                    arrays
                } else {
                    series
                };
                open.extend(
                    items
                        .iter()
                        .rev()
                        .map(|v| (v, key, step(path, "[]"), series)),
                );
            }
            Value::String(text)
                if nesting > 0 && text.len() > 200 && text.starts_with(['{', '[']) =>
            {
                if let Ok(inner) = serde_json::from_str::<Value>(text) {
                    best = longer(best, longest_in(&inner, nesting - 1));
                }
            }
            Value::String(text) => {
                let words = prose_words(text);
                if words > 0 {
                    found.push(Prose {
                        path,
                        series,
                        key,
                        text,
                        words,
                    });
                }
            }
            _ => {}
        }
    }
    longer(best, join(&found))
}

fn longer(a: Option<(usize, String)>, b: Option<(usize, String)>) -> Option<(usize, String)> {
    if a.as_ref().map_or(0, |a| a.0) >= b.as_ref().map_or(0, |b| b.0) {
        a
    } else {
        b
    }
}

fn step(path: u64, key: &str) -> u64 {
    key.bytes().fold(path.rotate_left(5) ^ 0x2f, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Joins the strings of the path and array that hold most words, and whatever prose stands among them in that array.
fn join(found: &[Prose]) -> Option<(usize, String)> {
    let mut totals: Vec<((u64, usize), usize)> = Vec::new();
    for prose in found.iter().filter(|p| says_body(p.key)) {
        let group = (prose.path, prose.series);
        match totals.iter_mut().rev().take(64).find(|(g, _)| *g == group) {
            Some((_, words)) => *words += prose.words,
            None => totals.push((group, prose.words)),
        }
    }
    let ((path, series), _) = totals.into_iter().max_by_key(|(_, words)| *words)?;
    let chosen = |p: &&Prose| {
        p.path == path && p.series == series
            || (p.series == series && series != 0 && says_body(p.key))
    };
    let first = found
        .iter()
        .position(|p| p.path == path && p.series == series)?;
    let (mut words, mut html) = (0, String::from("<!DOCTYPE html><body><article>"));
    let mut last = "";
    for prose in found[first..].iter().filter(chosen) {
        if prose.text == last {
            continue;
        }
        last = prose.text;
        words += prose.words;
        append(&mut html, prose.text);
    }
    html.push_str("</article>");
    Some((words, html))
}

/// Markup goes in as it is, lines of plain text as paragraphs.
fn append(html: &mut String, text: &str) {
    if text.contains("</") || text.contains("<br") || text.contains("<p>") {
        let _ = write!(html, "<div>{text}</div>");
    } else {
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            html.push_str("<p>");
            for c in line.trim().chars() {
                match c {
                    '<' => html.push_str("&lt;"),
                    c => html.push(c),
                }
            }
            html.push_str("</p>");
        }
    }
}

/// Keys under which bodies lie.
fn says_body(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    // What sections and catalogues say of themselves is no body: "description_text", "excerpt_html".
    let is_summary = ["description", "excerpt", "summary"]
        .iter()
        .any(|word| key.contains(word));
    !is_summary
        && [
            "body",
            "content",
            "text",
            "html",
            "cooked",
            "paragraph",
            "value",
            "raw",
            "article",
            "copy",
            "markdown",
            "rendered",
        ]
        .iter()
        .any(|word| key.contains(word))
}

/// How many words of prose a string has; 0 for addresses, names, code and whatever else is no prose.
fn prose_words(text: &str) -> usize {
    if text.len() < 24 || text.starts_with("http") || !text.contains([' ', '。', '、', '\u{a0}'])
    {
        return 0;
    }
    let code = text
        .bytes()
        .take(400)
        .filter(|b| matches!(b, b'{' | b'}' | b';' | b'=' | b'$'))
        .count();
    let markup = text.bytes().take(400).filter(|b| *b == b'<').count();
    if code > 12 && markup * 2 < code {
        return 0;
    }
    let mut words = Vec::new();
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    count(&plain, &mut words);
    if words.len() < 5 { 0 } else { words.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "The council of the harbour town voted on Monday to open the old bridge again for carts and walkers alike.";

    fn found(html: &str) -> Option<String> {
        let (tree, _) = parse(html, &Limits::default());
        find(&tree).map(|t| t.text_content(t.root()))
    }

    #[test]
    fn a_framework_state_gives_its_longest_series_of_prose() {
        let json = serde_json::json!({"props": {"pageProps": {
        "related": [{"title": "A short line about something else that happened", "url": "https://x.example/a"}],
        "article": {"elements": [
            {"type": "text", "content": LINE}, {"type": "text", "content": format!("<p>{LINE} <b>Twice</b></p>")},
            {"type": "list", "items": [{"content": format!("First {LINE}")}]}, {"type": "text", "content": LINE.replace("old", "new")},
        ]}}}});
        let html = format!(
            "<div id=__next></div><script id=__NEXT_DATA__ type='application/json'>{json}</script>"
        );
        let text = found(&html).unwrap();
        assert!(text.starts_with(LINE) && text.contains("Twice") && text.contains("new bridge"));
        assert!(!text.contains("something else"));
    }

    #[test]
    fn states_in_scripts_attributes_and_strings_are_opened() {
        let inner = serde_json::json!({"posts": [{"cooked": format!("<p>{LINE}</p><p>{LINE}</p>")}, {"cooked": format!("<p>{LINE}</p>")}]}).to_string();
        let outer = serde_json::json!({"topic": inner})
            .to_string()
            .replace('"', "&quot;");
        assert!(
            found(&format!("<div data-preloaded=\"{outer}\"></div>"))
                .unwrap()
                .contains(LINE)
        );
        let state = format!(
            "<script>window.__STATE__ = {{\"a\":{{\"body\":\"{LINE} {LINE} {LINE}\"}}}};run()</script>"
        );
        assert!(found(&state).unwrap().contains(LINE));
        let ld = format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{LINE}\\n{LINE}\\n{LINE}\"}}</script>"
        );
        assert!(found(&ld).unwrap().contains(LINE));
    }

    #[test]
    fn what_sections_say_of_themselves_is_no_body() {
        let section = serde_json::json!({"description_text": LINE.repeat(2)});
        let json = serde_json::json!({
            "site": {"categories": [section, section, section]},
            "topic": {"posts": [{"cooked": format!("<p>{LINE} Says the gull.</p>")}, {"cooked": format!("<p>{LINE}</p>")}]},
        });
        let text = found(&format!("<script type='application/json'>{json}</script>"));
        assert!(text.is_some_and(|t| t.matches(LINE).count() == 2 && t.contains("gull")));
    }

    #[test]
    fn programs_and_short_notes_are_no_body() {
        assert_eq!(
            found("<script>var a = {b: function() { return 1; }};</script>"),
            None
        );
        assert_eq!(
            found(&format!(
                "<script type='application/json'>{{\"text\":\"{}\"}}</script>",
                &LINE[..40]
            )),
            None
        );
    }
}
