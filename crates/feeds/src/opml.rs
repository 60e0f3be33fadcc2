//! Lists of subscriptions (OPML), as other readers write and read them.

use std::borrow::Cow;

use khabar_article::metadata::text as tidy;
use khabar_page::decode;
use quick_xml::events::BytesStart;
use thiserror::Error;
use url::Url;

use crate::lengths::{self, shortened};
use crate::read::web_address;
use crate::xml::{Tag, Xml, attribute, with_stray_signs_escaped};

/// One channel somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subscription {
    /// What it is called.
    pub title: String,
    /// The address of its feed.
    pub feed: Option<Url>,
    /// The address of its site.
    pub home: Option<Url>,
    /// The folders it lies in, the outermost first.
    pub folder: Vec<String>,
}

/// A document that is no list of subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpmlError {
    /// It has no outlines.
    #[error(
        "this is no list of subscriptions: it has no <outline>; export OPML from the other reader once more"
    )]
    NoOutlines,
    /// More bytes than are read.
    #[error("the list has {bytes} bytes, more than the {LONGEST} that are read; split it")]
    TooLarge {
        /// Its bytes.
        bytes: usize,
    },
}

/// Bytes of a list.
const LONGEST: usize = 16 << 20;
/// Subscriptions of a list; what comes after is left out.
const MOST: usize = 100_000;
/// Folders in one another; deeper ones count as the last of these.
const DEEPEST: usize = 32;

/// Reads a list of subscriptions. Outlines with an address are subscriptions, those without that hold others are folders.
/// Attributes count in whatever case; addresses that are none of the web are left out.
///
/// # Errors
/// [`OpmlError`] where there are no outlines at all, or too many bytes of them. A list without subscriptions is none.
pub fn read(bytes: &[u8]) -> Result<Vec<Subscription>, OpmlError> {
    if bytes.len() > LONGEST {
        return Err(OpmlError::TooLarge { bytes: bytes.len() });
    }
    let decoded = decode(bytes, None);
    let text = with_stray_signs_escaped(&decoded.text);
    let mut xml = Xml::new(&text);
    let mut out = Vec::new();
    // The outlines open at this place: the name of a folder, nothing for a subscription.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut beyond = 0_usize;
    let mut found = false;
    while let Some(tag) = xml.next() {
        match tag {
            Tag::Open {
                name: "outline",
                tag,
                empty,
                ..
            } => {
                found = true;
                let subscription = subscription(&tag, &open);
                let folder = subscription.is_none().then(|| title(&tag)).flatten();
                if out.len() < MOST {
                    out.extend(subscription);
                }
                if empty {
                } else if open.len() < DEEPEST {
                    open.push(folder);
                } else {
                    beyond += 1;
                }
            }
            Tag::Close {
                name: "outline", ..
            } if beyond > 0 => beyond -= 1,
            Tag::Close {
                name: "outline", ..
            } => {
                open.pop();
            }
            _ => {}
        }
    }
    if found {
        Ok(out)
    } else {
        Err(OpmlError::NoOutlines)
    }
}

fn subscription(tag: &BytesStart<'_>, open: &[Option<String>]) -> Option<Subscription> {
    let address = |name| {
        let value = attribute(tag, name)?;
        // Some readers write the scheme by which they are called.
        let value = value
            .strip_prefix("feed:")
            .map_or(value.as_str(), |rest| rest);
        let value = match value.strip_prefix("//") {
            Some(rest) => Cow::Owned(format!("https://{rest}")),
            None => Cow::Borrowed(value),
        };
        web_address(&value, None)
    };
    let feed = address("xmlUrl").or_else(|| {
        let kind = attribute(tag, "type")?;
        let is_feed = matches!(kind.to_ascii_lowercase().as_str(), "rss" | "atom" | "feed");
        is_feed.then(|| address("url")).flatten()
    });
    let home = address("htmlUrl").or_else(|| {
        let kind = attribute(tag, "type")?;
        kind.eq_ignore_ascii_case("link")
            .then(|| address("url"))
            .flatten()
    });
    let named = feed.as_ref().or(home.as_ref())?;
    let host = || named.host_str().unwrap_or_default().to_owned();
    Some(Subscription {
        title: title(tag).unwrap_or_else(host),
        feed,
        home,
        folder: open.iter().flatten().cloned().collect(),
    })
}

fn title(tag: &BytesStart<'_>) -> Option<String> {
    let title = attribute(tag, "title").or_else(|| attribute(tag, "text"))?;
    let title = shortened(tidy::fold(&title), lengths::CHANNEL);
    (!title.is_empty()).then_some(title)
}

/// Writes a list of subscriptions that [`read`] and other readers understand: OPML 2.0, in the order given, folders where their
/// first subscription stands. `title` is what the list is called.
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>",
    );
    push_escaped(title, &mut out);
    out.push_str("</title>\n  </head>\n  <body>\n");
    let mut open: &[String] = &[];
    for subscription in subscriptions {
        let folder = &subscription.folder[..subscription.folder.len().min(DEEPEST)];
        let common = open.iter().zip(folder).take_while(|(a, b)| a == b).count();
        for depth in (common..open.len()).rev() {
            indent(depth, &mut out);
            out.push_str("</outline>\n");
        }
        for (depth, name) in folder.iter().enumerate().skip(common) {
            indent(depth, &mut out);
            out.push_str("<outline");
            push_attribute("text", name, &mut out);
            push_attribute("title", name, &mut out);
            out.push_str(">\n");
        }
        open = folder;
        indent(open.len(), &mut out);
        out.push_str("<outline");
        let kind = if subscription.feed.is_some() {
            "rss"
        } else {
            "link"
        };
        push_attribute("type", kind, &mut out);
        push_attribute("text", &subscription.title, &mut out);
        push_attribute("title", &subscription.title, &mut out);
        if let Some(feed) = &subscription.feed {
            push_attribute("xmlUrl", feed.as_str(), &mut out);
        }
        if let Some(home) = &subscription.home {
            push_attribute("htmlUrl", home.as_str(), &mut out);
            if subscription.feed.is_none() {
                push_attribute("url", home.as_str(), &mut out);
            }
        }
        out.push_str("/>\n");
    }
    for depth in (0..open.len()).rev() {
        indent(depth, &mut out);
        out.push_str("</outline>\n");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth + 2));
}

fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(value, out);
    out.push('"');
}

/// Adds a text with the signs of XML escaped and without the characters XML cannot have.
fn push_escaped(text: &str, out: &mut String) {
    let shown: String = text
        .chars()
        .filter(|&c| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    out.push_str(&quick_xml::escape::escape(shown.as_str()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription(
        title: &str,
        feed: Option<&str>,
        home: Option<&str>,
        folder: &[&str],
    ) -> Subscription {
        Subscription {
            title: title.to_owned(),
            feed: feed.map(|url| url.parse().unwrap()),
            home: home.map(|url| url.parse().unwrap()),
            folder: folder.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let list = [
            subscription(
                "Courier & Sons",
                Some("https://a.example/feed?a=1&b=2"),
                Some("https://a.example/"),
                &[],
            ),
            subscription(
                "صحيفة \"المرفأ\"",
                Some("https://b.example/rss"),
                None,
                &["World", "<Near> East"],
            ),
            subscription("Tide", Some("https://d.example/rss"), None, &["World"]),
            subscription("No feed", None, Some("https://c.example/news"), &["Local"]),
        ];
        assert_eq!(read(write("Mine", &list).as_bytes()).unwrap(), list);
        assert_eq!(read(write("", &[]).as_bytes()), Err(OpmlError::NoOutlines));
    }

    #[test]
    fn what_other_readers_write_is_read() {
        let opml = "\u{feff}  <opml version=1.0><body>
            <outline text='News & Views' Title=''><outline XMLURL=\"https://a.example/feed?x=1&y=2\" text='A &amp; B'/>
            <outline type='rss' url='feed:https://b.example/rss' title='B'>
            <outline TEXT='deeper'><outline xmlurl='//c.example/atom' htmlUrl='javascript:x'/></outline></outline>
            <outline text='not one' xmlUrl='file:///etc/passwd'/>
            </outline><outline text=\"last\" xmlUrl=\"http://d.example/\"";
        let read = read(opml.as_bytes()).unwrap();
        let expected = [
            subscription(
                "A & B",
                Some("https://a.example/feed?x=1&y=2"),
                None,
                &["News & Views"],
            ),
            subscription("B", Some("https://b.example/rss"), None, &["News & Views"]),
            subscription(
                "c.example",
                Some("https://c.example/atom"),
                None,
                &["News & Views", "deeper"],
            ),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!(
            "<opml><body>{}<outline xmlUrl='https://a.example/'/>",
            "<outline text='f'>".repeat(200_000)
        );
        let read = read(deep.as_bytes()).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].folder.len(), DEEPEST);
    }
}
