//! HTML to the flat tree, within limits.

mod builder;
mod doctype;
mod draft;
mod names;
mod references;
mod tokenizer;

use std::borrow::Cow;
use std::time::Duration;

use thiserror::Error;

use self::builder::Builder;
use self::tokenizer::{Tokenizer, with_plain_line_breaks};
use crate::deadline::Deadline;
use crate::encoding::{Decoded, decode};
use crate::tree::Tree;

/// How much of a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the page; a longer one is an error.
    pub bytes: usize,
    /// Nodes of the tree; what comes after is left out. Ten times as many tags and attributes may stand in the page.
    pub nodes: usize,
    /// Bytes of text between the tags; what comes after is left out. Scripts and style sheets do not count.
    pub text: usize,
    /// How deep elements may nest; deeper ones lose their tags but keep their text.
    pub depth: usize,
    /// How long a page may be read; what comes after is left out. `None` for as long as it takes.
    pub time: Option<Duration>,
}

impl Default for Limits {
    /// 64 MiB; 100,000 nodes and 2 MiB of text, which no page of our measuring sets comes near; 512 deep, as in today's
    /// browsers; 10 seconds, which only a machine in distress needs for so much.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            nodes: 100_000,
            text: 2 << 20,
            depth: 512,
            time: Some(Duration::from_secs(10)),
        }
    }
}

/// No page of more than 1 GiB, in bytes, is read whatever the limits say: places in it are counted in 32 bits.
pub const LARGEST: usize = 1 << 30;

/// A page that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PageError {
    /// More bytes than the limit.
    #[error(
        "the page has {bytes} bytes, more than the limit of {limit}; raise the limit to read it"
    )]
    TooLarge {
        /// Bytes of the page.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

/// Something that was cut or mended while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Nodes beyond the limit were left out.
    TooManyNodes,
    /// Text beyond the limit was left out.
    TooMuchText,
    /// What came when the time was up was left out.
    TooLong,
    /// Elements beyond the depth limit lost their tags.
    TooDeep,
    /// The declared encoding was not the one the bytes are in.
    EncodingMislabelled,
    /// Some bytes made no sense in any encoding.
    UndecodableBytes,
}

/// A page: its tree and what was odd about it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The tree.
    pub tree: Tree,
    /// Name of the encoding it was decoded from.
    pub encoding: &'static str,
    /// What was odd.
    pub oddities: Vec<Oddity>,
}

/// Decodes and parses the bytes of a page.
///
/// `declared` is the charset of the `Content-Type` header, if there was one.
///
/// # Errors
/// [`PageError::TooLarge`] where the page has more bytes than the limit.
pub fn read(bytes: &[u8], declared: Option<&str>, limits: &Limits) -> Result<Page, PageError> {
    let limit = limits.bytes.min(LARGEST);
    if bytes.len() > limit {
        return Err(PageError::TooLarge {
            bytes: bytes.len(),
            limit,
        });
    }
    let Decoded {
        text,
        encoding,
        mislabelled,
        undecodable,
        ..
    } = decode(bytes, declared);
    let (tree, mut oddities) = parse_owned(text, limits, Deadline::after(limits.time));
    if mislabelled {
        oddities.push(Oddity::EncodingMislabelled);
    }
    if undecodable {
        oddities.push(Oddity::UndecodableBytes);
    }
    Ok(Page {
        tree,
        encoding,
        oddities,
    })
}

/// Parses HTML. Any text gives a tree; what was cut is told beside it.
pub fn parse(html: &str, limits: &Limits) -> (Tree, Vec<Oddity>) {
    parse_owned(html.into(), limits, Deadline::after(limits.time))
}

fn parse_owned(html: Cow<'_, str>, limits: &Limits, deadline: Deadline) -> (Tree, Vec<Oddity>) {
    let html = match with_plain_line_breaks(&html) {
        Some(plain) => plain.into(),
        None => html,
    };
    let source = html.strip_prefix('\u{feff}').unwrap_or(&html);
    let tokenizer = Tokenizer::new(source, Builder::new(source, limits));
    let (builder, mut oddities) = tokenizer.run(limits, deadline);
    // The last tag may have been one too many.
    if builder.draft.is_full() && !oddities.contains(&Oddity::TooManyNodes) {
        oddities.push(Oddity::TooManyNodes);
    }
    if builder.was_too_deep() {
        oddities.push(Oddity::TooDeep);
    }
    let mut tree = builder.draft.flatten();
    // What was added stands behind the source, in whose places the nodes count.
    let mut strings = match html {
        Cow::Owned(html) if html.len() == source.len() => html,
        _ => source.to_owned(),
    };
    // Pushing alone would double the room of the whole source.
    strings.reserve_exact(tree.strings.len());
    strings.push_str(&tree.strings);
    tree.strings = strings;
    (tree, oddities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tag;

    fn outline(html: &str) -> String {
        let (tree, _) = parse(html, &Limits::default());
        tree.descendants(tree.root())
            .map(|n| {
                if tree.tag(n) == Tag::TEXT {
                    format!("{:?}", tree.text(n))
                } else {
                    tree.name(n).to_owned()
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn nodes_stand_in_document_order() {
        assert_eq!(
            outline("<p>a<b>c</b>d<p>e"),
            r#"html head body p "a" b "c" "d" p "e""#
        );
    }

    #[test]
    fn misnested_and_foster_parented_markup_is_mended() {
        assert_eq!(
            outline("<b>1<i>2</b>3</i>"),
            r#"html head body b "1" i "2" i "3""#
        );
        assert_eq!(
            outline("<table>x<tr><td>y</table>"),
            r#"html head body "x" table tbody tr td "y""#
        );
    }

    #[test]
    fn templates_and_noscript_hold_markup_and_svg_nothing() {
        assert_eq!(
            outline("<body><template><p>a</template>"),
            r#"html head body template p "a""#
        );
        assert_eq!(
            outline("<body><noscript><img src=x></noscript>"),
            "html head body noscript img"
        );
        assert_eq!(
            outline("<body><svg><title>t</title><g><path></g></svg>z"),
            r#"html head body svg "z""#
        );
        assert_eq!(
            outline("<style>p{}</style><!-- c --><body>z"),
            r#"html head style body "z""#
        );
    }

    #[test]
    fn attributes_keep_order_and_value() {
        let (tree, _) = parse(
            "<body><a CLASS='x y' href=/z data-q=\"1&amp;2\">t</a>",
            &Limits::default(),
        );
        let a = tree
            .descendants(tree.root())
            .find(|&n| tree.tag(n) == Tag::A)
            .unwrap();
        assert_eq!(
            tree.attrs(a).collect::<Vec<_>>(),
            [("class", "x y"), ("href", "/z"), ("data-q", "1&2")]
        );
        assert_eq!(tree.attr(a, "href"), Some("/z"));
        assert_eq!(tree.attr(a, "id"), None);
    }

    #[test]
    fn depth_beyond_the_limit_is_flattened_and_keeps_its_text() {
        let html = format!(
            "{}deep{}<p>after",
            "<div>".repeat(200_000),
            "</div>".repeat(200_000)
        );
        let (tree, oddities) = parse(&html, &Limits::default());
        assert_eq!(oddities, [Oddity::TooDeep]);
        assert!(tree.len() < 1_000);
        assert_eq!(tree.text_content(tree.root()), "deepafter");
        let p = tree
            .descendants(tree.root())
            .find(|&n| tree.tag(n) == Tag::P)
            .unwrap();
        assert_eq!(
            tree.ancestors(p).count(),
            3,
            "closing tags of flattened elements must not close others"
        );
    }

    #[test]
    fn where_nothing_may_nest_text_is_kept() {
        for depth in 0..5 {
            let limits = Limits {
                depth,
                ..Limits::default()
            };
            let (tree, oddities) = parse("<p>a<table><td>b</table><b><p>c</b>d", &limits);
            assert_eq!(oddities, [Oddity::TooDeep]);
            assert!(tree.text_content(tree.root()).contains('a'), "{depth}");
        }
    }

    #[test]
    fn nodes_beyond_the_limit_are_left_out() {
        let limits = Limits {
            nodes: 1_000,
            ..Limits::default()
        };
        let (tree, oddities) = parse(&"<p>x".repeat(5_000), &limits);
        assert_eq!(oddities, [Oddity::TooManyNodes]);
        assert!(tree.len() <= 1_001);
        // Nor do attributes that are copied into every paragraph.
        let copies = format!(
            "<p><b title='{}'>{}",
            "x".repeat(100_000),
            "<p>y".repeat(2_000)
        );
        let (tree, oddities) = parse(&copies, &Limits::default());
        assert_eq!(oddities, [Oddity::TooManyNodes]);
        assert!(tree.strings.len() <= 2 * copies.len() + (1 << 20));
        // Formatting elements that are never closed are opened anew in every paragraph.
        let storm = (0..3_000).fold(String::new(), |html, i| html + &format!("<p><b id={i}>"));
        assert!(parse(&storm, &limits).0.len() <= 1_001);
    }

    #[test]
    fn text_beyond_the_limit_is_left_out() {
        let limits = Limits {
            text: 5,
            ..Limits::default()
        };
        let (tree, oddities) = parse("<script>long</script><p>abc<p>خبر<p>d", &limits);
        assert_eq!(oddities, [Oddity::TooMuchText]);
        assert_eq!(tree.text_content(tree.root()), "longabcخ");
        // So is that in which nothing is markup.
        for html in [
            "<title>abcdefg</title>x",
            "<p>ab<xmp>c<b>d</xmp>e",
            "<p>ab<textarea>cdefg",
            "<p>ab<plaintext>cde</p>",
            "<svg><title><![CDATA[abcdef]]></title></svg>",
        ] {
            let (tree, oddities) = parse(html, &limits);
            assert_eq!(oddities, [Oddity::TooMuchText], "{html}");
            assert!(tree.strings.len() <= html.len() + 8, "{html}");
            assert!(
                tree.text_content(tree.root()).len() <= limits.text,
                "{html}"
            );
        }
        let (_, oddities) = parse("<style>abcdefg</style><title>abcde</title>", &limits);
        assert!(oddities.is_empty());
    }

    #[test]
    fn what_comes_when_the_time_is_up_is_left_out() {
        let limits = Limits {
            time: Some(Duration::ZERO),
            ..Limits::default()
        };
        let (tree, oddities) = parse(&"<p>x".repeat(20_000), &limits);
        assert_eq!(oddities, [Oddity::TooLong]);
        assert!((1_000..20_000).contains(&tree.len()));
        // Where nothing is left out, nothing is said to be.
        for whole in ["text alone", &"<p>".repeat(4_096)] {
            assert!(parse(whole, &limits).1.is_empty());
        }
    }

    #[test]
    fn a_page_over_the_byte_limit_is_an_error() {
        let limits = Limits {
            bytes: 10,
            ..Limits::default()
        };
        assert_eq!(
            read(b"<p>01234567", None, &limits).unwrap_err(),
            PageError::TooLarge {
                bytes: 11,
                limit: 10
            }
        );
    }

    #[test]
    fn frames_end_of_file_and_nul_bytes_do_no_harm() {
        assert_eq!(
            outline("<frameset><frame src=a></frameset>"),
            "html head frameset frame"
        );
        assert_eq!(outline(""), "html head body");
        assert_eq!(
            outline("<p>a\0b<script>"),
            r#"html head body p "ab" script"#
        );
    }
}
