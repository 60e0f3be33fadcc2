//! Pages that no honest outlet serves: each leads one part of a reader into as much work as it can.

/// A hostile page: what it is, and its bytes.
pub struct Hostile {
    /// What it storms with.
    pub name: &'static str,
    make: fn(usize) -> Vec<u8>,
    /// How many times over at full size.
    times: usize,
}

impl Hostile {
    /// The page at a share of its full size.
    pub fn bytes(&self, share: f64) -> Vec<u8> {
        (self.make)((self.times as f64 * share).ceil() as usize)
    }
}

macro_rules! pages {
    ($($name:literal, $times:expr => $make:expr;)*) => {
        /// All of them.
        pub const PAGES: &[Hostile] = &[$(Hostile { name: $name, make: |n| Vec::from($make(n)), times: $times }),*];
    };
}

pages! {
    "divisions within divisions", 200_000 => |n: usize| nested("<div>", "deep", "</div>", n);
    "spans never closed", 500_000 => |n: usize| repeat("<span>x", n);
    "formatting never closed", 30_000 => |n: usize| each(n, |i| format!("<p><b id={i}><i class=c{i}>word"));
    "links within links", 300_000 => |n: usize| repeat("<a href=/x><p>word", n);
    "overlapping formatting", 100_000 => |n: usize| repeat("<b><i><p>x</b>y</i>z", n);
    "tables within tables", 5_000 => |n: usize| nested("<table><tr><td>", "x", "", n);
    "text between table tags", 200_000 => |n: usize| repeat("<table>x<tr>y", n);
    "lists within lists", 100_000 => |n: usize| nested("<ul><li>a", "x", "</ul>", n);
    "quotations within quotations", 50_000 => |n: usize| nested("<blockquote><p>word", "x", "</blockquote>", n);
    "closing tags", 10_000_000 => |n: usize| repeat("</p>", n);
    "closing tags of nothing", 10_000_000 => |n: usize| "<ul><li>".to_owned() + &repeat("<b>", 500) + &repeat("</li>", n);
    "empty paragraphs", 2_000_000 => |n: usize| repeat("<p>", n);
    "short paragraphs", 500_000 => |n: usize| repeat("<p>A short paragraph of seven words, more.", n);
    "links in one paragraph", 200_000 => |n: usize| format!("<p>{}", repeat("<a href='/news/1'>a link</a> ", n));
    "headings", 300_000 => |n: usize| repeat("<h2>A heading of a section</h2>", n);
    "attributes of one element", 200_000 => |n: usize| format!("<p {}>x", each(n, |i| format!("a{i}=v ")));
    "one attribute over and over", 2_000_000 => |n: usize| format!("<p {}>x", repeat("class=v ", n));
    "attributes everywhere", 20_000 => |n: usize| repeat(&format!("<p {}>x", each(100, |i| format!("data-a{i}='some value' "))), n);
    "one huge attribute", 40_000_000 => |n: usize| format!("<p title='{}'>x", repeat("x", n));
    "classes of one element", 5_000_000 => |n: usize| format!("<div class='{}'><p>x", repeat("name ", n));
    "names never seen twice", 200_000 => |n: usize| each(n, |i| format!("<x{i} id=n{i} class='c{i} d{i}' e{i}=f>w"));
    "references", 8_000_000 => |n: usize| format!("<p>{}", repeat("&amp;", n));
    "ampersands", 40_000_000 => |n: usize| format!("<p>{}", repeat("&", n));
    "numeric references", 5_000_000 => |n: usize| format!("<p>{}", repeat("&#1582;", n));
    "references nobody knows", 3_000_000 => |n: usize| format!("<p>{}", repeat("&abcdefghijklm ", n));
    "references in attributes", 1_000_000 => |n: usize| repeat("<a href='?a=1&amp;b=2&copy=3'>", n);
    "one line of sixty megabytes", 10_000_000 => |n: usize| format!("<p>{}", repeat("words ", n));
    "white space", 60_000_000 => |n: usize| format!("<p>a{}b", repeat(" ", n));
    "one title without end", 10_000_000 => |n: usize| format!("<html><title>{}", repeat("words ", n));
    "plain text without end", 10_000_000 => |n: usize| format!("<p>a<plaintext>{}", repeat("words ", n));
    "an example without end", 10_000_000 => |n: usize| format!("<p>a<xmp>{}", repeat("words ", n));
    "one word without end", 30_000_000 => |n: usize| format!("<p>{}!", repeat("a", n));
    "bait for regular expressions", 3_000_000 => |n: usize| format!("<p>By {}<p>{}", repeat("Aa ", n), repeat("1 2 ", n));
    "marks on one letter", 10_000_000 => |n: usize| format!("<p>e{}", repeat("\u{301}", n));
    "right-to-left overrides", 5_000_000 => |n: usize| format!("<p>خبر{}", repeat("\u{202e}\u{640}", n));
    "brackets", 60_000_000 => |n: usize| repeat("<", n);
    "comments", 5_000_000 => |n: usize| repeat("<!---->", n);
    "comments never closed", 10_000_000 => |n: usize| repeat("<!--", n);
    "scripts that hide scripts", 3_000_000 => |n: usize| format!("<script>{}", repeat("<!--<script>", n));
    "data without end", 5_000_000 => |n: usize| format!("<script type=application/ld+json>{}", repeat("[", n));
    "data of many reports", 100_000 => |n: usize| {
        let report = r#"{"@type":"NewsArticle","headline":"One of many","datePublished":"2026-01-02"},"#;
        format!("<script type=application/ld+json>[{}{{}}]</script><p>x", repeat(report, n))
    };
    "state of an application", 300_000 => |n: usize| {
        let entry = r#"{"id":"1","type":"text","content":"<p>A paragraph of the state, which is long enough.</p>"},"#;
        format!("<script>window.__STATE__={{\"a\":[{}{{}}]}}</script><p>x", repeat(entry, n))
    };
    "meta elements", 300_000 => |n: usize| repeat("<meta property=article:author content='A Name'>", n);
    "dates", 500_000 => |n: usize| format!("<p>{}", repeat("on 12 March 2026, ", n));
    "dates in markup", 200_000 => |n: usize| repeat("<time datetime=2026-03-12T10:00>12 March</time>", n);
    "bylines", 200_000 => |n: usize| repeat("<p class=byline>By Jane Doe and John Roe</p>", n);
    "quotation marks", 10_000 => |n: usize| format!("<article><h1>On marks</h1><p>He said: {}", repeat("\u{201c}", n));
    "quotations", 200_000 => |n: usize| format!("<article>{}", repeat("<p>“We waited for long,” she said. “It is over.”", n));
    "reporting words", 2_000_000 => |n: usize| format!("<article><h1>On saying</h1><p>{}", repeat("he said that ", n));
    "captions and images", 200_000 => |n: usize| repeat("<figure><img src=a.jpg srcset='b.jpg 1x, c.jpg 2x'><figcaption>A caption</figcaption></figure>", n);
    "cells that span", 2_000 => |n: usize| format!("<table>{}", repeat("<tr><td rowspan=65534 colspan=1000>x<td>y", n));
    "cells", 500_000 => |n: usize| format!("<table>{}", repeat("<tr><td>a cell<td>another", n));
    "options", 500_000 => |n: usize| format!("<select>{}", repeat("<option>x", n));
    "drawings", 500_000 => |n: usize| format!("<svg>{}", repeat("<g><path d='M0 0'/>", n));
    "drawings and formulas", 100_000 => |n: usize| repeat("<svg><foreignObject><math><mi>x", n);
    "templates", 200_000 => |n: usize| repeat("<template><td>x", n);
    "frames", 300_000 => |n: usize| repeat("<frameset><frame src=x>", n);
    "zero bytes", 40_000_000 => |n: usize| format!("<p>x{}", repeat("\0", n));
    "carriage returns", 40_000_000 => |n: usize| format!("<p>{}", repeat("\r", n));
    "bytes of no encoding", 20_000_000 => |n: usize| [b"<p>".to_vec(), [0xff, 0x41].repeat(n)].concat();
    "soup", 200_000 => soup;
    "a live blog", 50_000 => |n: usize| repeat("<article><h2>10:15 An entry</h2><time>10:15</time><p>Something has happened, the mayor said.</article>", n);
    "comments of readers", 100_000 => |n: usize| repeat("<div class=comment><span class=author>Reader</span><p>I think that this is so.</div>", n);
}

fn repeat(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

fn each(times: usize, piece: impl Fn(usize) -> String) -> String {
    (0..times).map(piece).collect()
}

fn nested(open: &str, middle: &str, close: &str, times: usize) -> String {
    format!("{}{middle}{}", open.repeat(times), close.repeat(times))
}

/// Tags of all kinds in an order that follows no rule but is always the same.
fn soup(times: usize) -> String {
    const NAMES: [&str; 24] = [
        "a", "b", "p", "div", "table", "tr", "td", "ul", "li", "form", "button", "select",
        "option", "svg", "math", "template", "h1", "nobr", "object", "ruby", "rt", "i", "span",
        "caption",
    ];
    let mut state = 1_u64;
    let mut next = |below: usize| {
        // A linear congruential generator with Knuth's MMIX numbers.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut out = String::new();
    for _ in 0..times {
        let name = NAMES[next(NAMES.len())];
        let (open, close) = [("<", ">"), ("</", ">"), ("<", " class=x>word ")][next(3)];
        out += open;
        out += name;
        out += close;
    }
    out
}
