//! From the bytes of a feed or sitemap to what it announces.
//!
//! What a document is, its content tells: neither its address nor the type a server sends with it can be relied on. `feed` and
//! `sitemap` go through the tags of XML, `json` through JSON Feed; all make drafts, which `draft` finishes in one way.

mod draft;
mod feed;
mod json;
mod sitemap;
#[cfg(test)]
mod tests;

use khabar_article::metadata::text::clip;
use khabar_page::decode;
use url::Url;

use self::draft::Draft;
pub use self::draft::{language as language_tag, web_address};
use crate::channel::{Channel, FeedError, ReadOptions, Warning};
use crate::xml;

/// How far into a document its beginning is looked for, behind what should not stand there.
const GARBAGE_WINDOW: usize = 64 << 10;

/// Bytes in which the name of a root stands, its prefix and what ends it among them.
const LONGEST_ROOT: usize = 32;

/// Reads a feed, a sitemap or an index of sitemaps.
///
/// `content_type` is what the server said it is, of which only the charset is used; `url` is where it came from, and what its
/// relative addresses start from where it names nothing else. Broken documents give what can be had of them, and
/// [`Channel::warnings`] says what was broken. Sitemaps name all pages of a site;
/// [`looks_like_report`](crate::looks_like_report) tells which of them may be reports.
///
/// # Errors
/// Where there is nothing to be had: [`FeedError`] says what the document is instead.
pub fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    url: &Url,
    options: &ReadOptions,
) -> Result<Channel, FeedError> {
    if bytes.len() > options.bytes {
        return Err(FeedError::TooLarge {
            url: url.clone(),
            bytes: bytes.len(),
            limit: options.bytes,
        });
    }
    let decoded = decode(bytes, content_type.and_then(charset));
    let text = decoded.text.trim_start_matches(['\u{feff}', '\0']);
    let (form, from) = form(text).ok_or_else(|| unknown(text, url))?;
    let document = &text[from..];
    let mut warnings = Vec::new();
    if decoded.mislabelled {
        warnings.push(Warning::EncodingMislabelled);
    }
    if decoded.undecodable {
        warnings.push(Warning::UndecodableBytes);
    }
    // The head of an XML document is no garbage, nor are its comments.
    let before = text[..from].trim_start();
    if !(before.is_empty() || before.starts_with("<?") || before.starts_with("<!")) {
        warnings.push(Warning::LeadingGarbage);
    }
    let url = url.clone();
    let mut channel = match form {
        Form::Page => return Err(FeedError::Page { url }),
        Form::Subscriptions => return Err(FeedError::Subscriptions { url }),
        Form::Json => json::read(document, &url, options)?,
        Form::Feed => feed::read(&xml::with_stray_signs_escaped(document), &url, options),
        Form::Sitemap => sitemap::read(&xml::with_stray_signs_escaped(document), &url, options),
    };
    warnings.append(&mut channel.warnings);
    channel.warnings = warnings;
    Ok(channel)
}

/// The charset a `Content-Type` names.
pub fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Feed,
    Sitemap,
    Subscriptions,
    Page,
    Json,
}

/// Elements that documents begin with.
const ROOTS: [(&str, Form); 9] = [
    ("rss", Form::Feed),
    ("rdf", Form::Feed),
    ("feed", Form::Feed),
    ("channel", Form::Feed),
    ("urlset", Form::Sitemap),
    ("sitemapindex", Form::Sitemap),
    ("opml", Form::Subscriptions),
    ("html", Form::Page),
    ("!doctype html", Form::Page),
];

/// What a text is, and where it begins to be that.
fn form(text: &str) -> Option<(Form, usize)> {
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '[']) {
        return Some((Form::Json, text.len() - trimmed.len()));
    }
    let window = clip(text, GARBAGE_WINDOW);
    let mut from = 0;
    while let Some(at) = window[from..].find('<').map(|at| at + from) {
        // A comment may speak of anything.
        let comment = window[at..]
            .strip_prefix("<!--")
            .and_then(|comment| comment.find("-->"));
        from = at + comment.map_or(1, |length| "<!---->".len() + length);
        if comment.is_none()
            && let Some(form) = root(clip(&text[at + 1..], LONGEST_ROOT))
        {
            return Some((form, at));
        }
    }
    let window = window.to_ascii_lowercase();
    // Pages may begin with anything, and so may what a proxy says in the place of a feed.
    ["<head", "<body", "<title", "<meta", "<div", "<p>", "<a "]
        .iter()
        .any(|tag| window.contains(tag))
        .then_some((Form::Page, 0))
}

/// What a document is that has this behind the sign that opens a tag.
fn root(tag: &str) -> Option<Form> {
    let behind = |name: &str| {
        let beginning = tag.get(..name.len())?;
        let ends = |c: char| !(c.is_alphanumeric() || "-_:.".contains(c));
        (beginning.eq_ignore_ascii_case(name) && tag[name.len()..].starts_with(ends)).then_some(())
    };
    // Roots may have a prefix: `rdf:RDF`, `atom:feed`.
    let bare = tag
        .split_once(':')
        .filter(|(prefix, _)| {
            prefix.len() <= 12 && prefix.bytes().all(|b| b.is_ascii_alphanumeric())
        })
        .map(|(_, bare)| bare);
    ROOTS.iter().find_map(|&(name, form)| {
        behind(name).or_else(|| {
            let bare = bare?;
            let beginning = bare.get(..name.len())?;
            beginning.eq_ignore_ascii_case(name).then_some(())
        })?;
        Some(form)
    })
}

fn unknown(text: &str, url: &Url) -> FeedError {
    let url = url.clone();
    let text = text.trim();
    if text.is_empty() {
        FeedError::Empty { url }
    } else {
        FeedError::Unknown {
            url,
            beginning: text.chars().take(60).collect(),
        }
    }
}
