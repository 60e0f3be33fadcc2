//! XML as sites break it: the tags of a document, where they stand, and what lies between two of them.
//!
//! Names are looked up in a catalogue, prefixes resolved by what they stand for. Entities a document declares are not known,
//! so none can grow; nothing recurses. Where markup is too broken to go on, reading goes on at the next announcement.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

/// Which vocabulary a name is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ns {
    /// The document's own: of RSS, sitemaps, OPML, and of Atom where that is the document.
    Own,
    /// Atom.
    Atom,
    /// Dublin Core, old and new.
    DublinCore,
    /// `content:encoded`.
    Content,
    /// `FeedBurner`.
    FeedBurner,
    /// How often a channel changes.
    Syndication,
    /// News in sitemaps.
    News,
    /// Anything else: pictures, podcasts, comments, places.
    Other,
}

/// Vocabularies by a part of their address and by the prefix they usually have.
const VOCABULARIES: [(&str, &str, Ns); 11] = [
    ("w3.org/2005/atom", "atom", Ns::Atom),
    ("purl.org/atom", "atom03", Ns::Atom),
    ("purl.org/dc/", "dc", Ns::DublinCore),
    ("purl.org/dc/terms", "dcterms", Ns::DublinCore),
    ("purl.org/rss/1.0/modules/content", "content", Ns::Content),
    (
        "purl.org/rss/1.0/modules/syndication",
        "sy",
        Ns::Syndication,
    ),
    ("rssnamespace.org/feedburner", "feedburner", Ns::FeedBurner),
    ("schemas/sitemap-news", "news", Ns::News),
    ("purl.org/rss/1.0", "rss", Ns::Own),
    ("purl.org/rss/1.0/modules/", "", Ns::Other),
    ("sitemaps.org/schemas/sitemap/", "sitemap", Ns::Own),
];

/// Every name that anything here asks for.
const NAMES: [&str; 38] = [
    "author",
    "channel",
    "content",
    "created",
    "creator",
    "date",
    "description",
    "encoded",
    "entry",
    "feed",
    "guid",
    "id",
    "issued",
    "item",
    "items",
    "language",
    "lastmod",
    "link",
    "loc",
    "modified",
    "name",
    "origlink",
    "outline",
    "pubdate",
    "publication_date",
    "published",
    "rdf",
    "rss",
    "sitemap",
    "sitemapindex",
    "summary",
    "title",
    "ttl",
    "updated",
    "updatefrequency",
    "updateperiod",
    "url",
    "urlset",
];

/// The name as the catalogue has it, in lower case; `""` of one it does not have.
fn known(name: &str) -> &'static str {
    NAMES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .copied()
        .unwrap_or_default()
}

/// A tag.
pub enum Tag<'a> {
    /// One that opens an element.
    Open {
        /// The vocabulary of its name.
        ns: Ns,
        /// Its name, in lower case; empty of one that nobody asks for.
        name: &'static str,
        /// The tag itself.
        tag: BytesStart<'a>,
        /// Whether it closes the element too.
        empty: bool,
        /// Where it stands.
        at: Range<usize>,
    },
    /// One that closes an element.
    Close {
        /// The vocabulary of its name.
        ns: Ns,
        /// Its name.
        name: &'static str,
        /// Where it stands.
        at: Range<usize>,
    },
}

/// A document being gone through.
pub struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the reader began.
    from: usize,
    prefixes: FxHashMap<String, Ns>,
    /// In how many places the markup was too broken to go on.
    pub broken: usize,
    /// Whether the document ended within a tag, a comment or the like.
    pub cut: bool,
}

/// More broken places than these end the reading.
const MOST_BROKEN: usize = 64;

impl<'a> Xml<'a> {
    /// Begins at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            reader: reader(text),
            from: 0,
            prefixes: FxHashMap::default(),
            broken: 0,
            cut: false,
        }
    }

    /// The text between two places.
    pub fn between(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The length of the document.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The next tag.
    pub fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let begin = self.position();
            let Ok(event) = self.reader.read_event() else {
                if self.go_on_behind(begin) {
                    continue;
                }
                return None;
            };
            let at = begin..self.position();
            match event {
                Event::Start(tag) => return Some(self.open(tag, false, at)),
                Event::Empty(tag) => return Some(self.open(tag, true, at)),
                Event::End(tag) => {
                    let qualified = tag.name();
                    let (ns, name) = self.resolve(qualified.as_ref());
                    return Some(Tag::Close { ns, name, at });
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    fn position(&self) -> usize {
        self.from + self.reader.buffer_position() as usize
    }

    /// Begins anew at the next announcement behind a broken place.
    fn go_on_behind(&mut self, place: usize) -> bool {
        let rest = self.text.get(place + 1..).unwrap_or_default();
        let next = ["<item", "<entry", "<url>", "<sitemap>", "<outline"]
            .iter()
            .filter_map(|tag| rest.find(tag))
            .min();
        match next {
            Some(next) if self.broken < MOST_BROKEN => {
                self.broken += 1;
                self.from = place + 1 + next;
                self.reader = reader(&self.text[self.from..]);
                true
            }
            _ => {
                self.cut = true;
                false
            }
        }
    }

    fn open(&mut self, tag: BytesStart<'a>, empty: bool, at: Range<usize>) -> Tag<'a> {
        for attribute in tag.attributes().with_checks(false).flatten() {
            if let Some(prefix) = attribute.key.as_ref().strip_prefix("xmlns:") {
                let uri = attribute.value.to_ascii_lowercase();
                let ns = VOCABULARIES
                    .iter()
                    .filter(|(part, ..)| uri.contains(part))
                    .max_by_key(|(part, ..)| part.len())
                    .map_or(Ns::Other, |(.., ns)| *ns);
                self.prefixes.insert(prefix.to_ascii_lowercase(), ns);
            }
        }
        let (ns, name) = self.resolve(tag.name().as_ref());
        Tag::Open {
            ns,
            name,
            tag,
            empty,
            at,
        }
    }

    fn resolve(&self, qualified: &str) -> (Ns, &'static str) {
        let Some((prefix, name)) = qualified.split_once(':') else {
            return (Ns::Own, known(qualified));
        };
        let prefix = prefix.to_ascii_lowercase();
        let name = known(name);
        // The roots of RSS 1.0 have a prefix, and its address says nothing of RSS.
        if name == "rdf" {
            return (Ns::Own, name);
        }
        let ns = self.prefixes.get(&prefix).copied().unwrap_or_else(|| {
            VOCABULARIES
                .iter()
                .find(|(_, usual, _)| *usual == prefix)
                .map_or(Ns::Other, |(.., ns)| *ns)
        });
        (ns, name)
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The value of an attribute by its name as written, prefix and all, whatever its case; references in it resolved.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case(name))
        .map(|attribute| html_escape::decode_html_entities(attribute.value.trim()).into_owned())
        .filter(|value| !value.is_empty())
}

/// What stands between two tags as text: references resolved, sections of CDATA as they are, comments left out.
pub fn text(inner: &str) -> Cow<'_, str> {
    let inner = inner.trim();
    if !inner.contains("<!") {
        return html_escape::decode_html_entities(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find("<!") {
        let (before, special) = rest.split_at(at);
        html_escape::decode_html_entities_to_string(before, &mut out);
        let (open, close, is_text) = if special.starts_with("<![CDATA[") {
            ("<![CDATA[", "]]>", true)
        } else if special.starts_with("<!--") {
            ("<!--", "-->", false)
        } else {
            out.push_str("<!");
            rest = &special[2..];
            continue;
        };
        let content = &special[open.len()..];
        // What is not closed goes to the end.
        let end = content.find(close).unwrap_or(content.len());
        if is_text {
            out.push_str(&content[..end]);
        }
        rest = content.get(end + close.len()..).unwrap_or_default();
    }
    html_escape::decode_html_entities_to_string(rest, &mut out);
    Cow::Owned(out)
}

/// The document with every `<` that can open nothing as `&lt;`, so that it does not swallow what follows.
pub fn with_stray_signs_escaped(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find('<') {
        let at = from + found;
        let rest = &text[at..];
        let close = [("<![CDATA[", "]]>"), ("<!--", "-->")]
            .iter()
            .find(|(open, _)| rest.starts_with(open))
            .map(|(_, close)| close);
        if let Some(close) = close {
            let Some(end) = rest.find(close) else { break };
            from = at + end;
            continue;
        }
        from = at + 1;
        let next = rest[1..].chars().next();
        let opens = next.is_some_and(|c| c.is_alphabetic() || "/!?_:".contains(c));
        if !opens {
            out.push_str(&text[copied..at]);
            out.push_str("&lt;");
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_meant() {
        assert_eq!(text(" a &amp; b &nbsp;c "), "a & b \u{a0}c");
        assert_eq!(
            text("<![CDATA[a &amp; <b>]]> &lt;i&gt;<!-- no -->"),
            "a &amp; <b> <i>"
        );
        assert_eq!(text("a & b <![CDATA[cut"), "a & b cut");
        assert_eq!(text("a <!b>"), "a <!b>");
    }

    #[test]
    fn stray_signs_are_escaped() {
        assert_eq!(
            with_stray_signs_escaped("<a>1 < 2</a><![CDATA[1 < 2]]><b>"),
            "<a>1 &lt; 2</a><![CDATA[1 < 2]]><b>"
        );
        assert!(matches!(
            with_stray_signs_escaped("<a>x</a>"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn reading_goes_on_behind_what_is_broken() {
        let mut xml = Xml::new("<rss><item><![CDATA[no end</item><item><title>x</title></item>");
        let mut names = Vec::new();
        while let Some(tag) = xml.next() {
            if let Tag::Open { name, .. } = tag {
                names.push(name);
            }
        }
        assert_eq!(names, ["rss", "item", "item", "title"]);
        assert_eq!(xml.broken, 1);
    }
}
