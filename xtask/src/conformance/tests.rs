use proptest::prelude::*;

use super::difference;

/// Pages that lead through every corner of the standard.
const PAGES: &[&str] = &[
    "",
    "x",
    "<!doctype html><p>a<table><tr><td>b",
    "<p>a<table><tr><td>b",
    "<table>x<tr>y<td>z</td>w</tr></table>v",
    "<table><tr><td><table><caption>a<td>b",
    "<b>1<p>2</b>3</p>4",
    "<a href=1>a<a href=2>b<div>c</a>d",
    "<p><b><i><u>x</p>y</b>z",
    "<b><b><b><b><b>x</p><p>y",
    "<ul><li>a<li>b<ul><li>c</ul></li></ul>",
    "<dl><dt>a<dd>b<dt>c</dl>",
    "<select><option>a<optgroup><option>b<hr><select>c",
    "<select><div><input>x",
    "<svg><foreignObject><p>x</svg>y<math><mi>x<p>y</math>",
    "<svg><title>a</title><p>b",
    "<math><annotation-xml encoding=text/html><div>a</annotation-xml>b",
    "<svg><![CDATA[a]]></svg><![CDATA[b]]>",
    "<template><td>a</td><template>b</template></template>c",
    "<frameset><frame><noframes>a</noframes></frameset>x",
    "x<frameset>",
    "<script><!--<script></script>--></script>a",
    "<script><!--></script>a",
    "<title>a &amp; b</title><textarea>\n\nx</textarea><pre>\n\ny</pre>",
    "<!--><p>a<!---><p>b<!--x--!><p>c<!-- -- --><p>d",
    "</><p>a</ x><?y>b<!z>c<a/b=c d='e' d=f>g",
    "<p a=1 A=2 b=&amp;x c=&copy=1 d=&copy e='&lt' =f>x",
    "a\r\nb\rc<pre>\r\nd",
    "a\0b<p>\0c</p><svg>\0d</svg><textarea>\0e",
    "<body a=1><body a=2 b=3><html c=4>",
    "<form><form><p></form>x<form>",
    "<button><p>a<button>b",
    "<nobr>a<nobr>b</nobr>",
    "<ruby>a<rb>b<rt>c<rtc>d<rp>e",
    "</p></br><image><isindex>",
    "<h1><h2>a</h3>b",
    "<p><object><p>a</object>b<marquee><b>c</marquee>d",
    "<colgroup><table><colgroup>x<col><td>y",
    "<head><noscript><link><p>a</noscript>b",
    "<head></head> <title>late</title> x",
    "</body> a</html> b<p>c",
    "<plaintext></plaintext><p>",
    "<xmp><b></xmp><iframe><b></iframe><noembed><b></noembed>",
    "<p>x</p <b>y",
    "<a href='unended",
    "<div x=>y</div>",
    "&notit; &amp &#x80; &#0;",
];

#[test]
fn pages_are_parsed_as_html5ever_parses_them() {
    for html in PAGES {
        if let Some(difference) = difference(html) {
            panic!("{html:?}\n{difference}");
        }
    }
}

fn soup() -> impl Strategy<Value = String> {
    let names = "a|b|i|p|div|span|table|tr|td|tbody|caption|col|colgroup|ul|li|dl|dd|h1|form|button|select|option|optgroup\
        |input|hr|br|img|svg|math|mi|foreignObject|desc|title|template|script|style|textarea|pre|body|html|head|frameset\
        |noscript|nobr|object|ruby|rt|font|address|article|x-y|plaintext";
    let tag = (
        prop::sample::select(names.split('|').collect::<Vec<_>>()),
        prop::sample::select(vec!["<", "</", "<", "</", "<!--", "<!"]),
        prop::sample::select(vec![
            ">",
            ">",
            ">",
            "/>",
            " a=1>",
            " class='x y' id=\"z\">",
            " type=hidden>",
            " color=red>",
            "",
            "-->",
        ]),
    )
        .prop_map(|(name, open, close)| format!("{open}{name}{close}"));
    let text = prop::sample::select(vec![
        "x",
        " ",
        "\n",
        "&amp;",
        "&lt",
        "a b",
        "\r\n",
        "]]>",
        "<![CDATA[",
        "-->",
        "<",
        "&#65;",
    ]);
    let piece = prop_oneof![3 => tag, 1 => text.prop_map(str::to_owned)];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn tag_soup_is_parsed_as_html5ever_parses_it(html in soup()) {
        prop_assert_eq!(difference(&html).map(|d| format!("{html:?}\n{d}")), None);
    }
}
