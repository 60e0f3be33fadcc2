//! What a document says of one report, as it says it; and the way from there to [`Announced`].

use std::borrow::Cow;

use jiff::Timestamp;
use khabar_article::address::key_of;
use khabar_article::dates::{self, Moment};
use khabar_article::metadata::text as tidy;
use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use crate::channel::{Announced, Channel, ReadOptions, Warning};
use crate::{date, lengths, xml};

/// Authors of one report.
const MOST_AUTHORS: usize = 20;

/// A text of a document.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// As it stands there.
    pub raw: Cow<'a, str>,
    /// How that is to be read.
    pub form: Form,
    /// Whether what comes of it is text, said to be such, rather than HTML.
    pub plain: bool,
}

/// How a text stands in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With references and CDATA.
    Xml,
    /// As elements, which are HTML.
    Elements,
    /// As it is.
    Bare,
}

impl<'a> Piece<'a> {
    /// A text that stands there as it is meant.
    pub fn bare(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            raw: text.into(),
            form: Form::Bare,
            plain: false,
        }
    }

    /// What it says: text or HTML, as it was put into the document.
    pub fn content(&self) -> Cow<'_, str> {
        match self.form {
            Form::Xml => xml::text(&self.raw),
            Form::Elements | Form::Bare => Cow::Borrowed(self.raw.trim()),
        }
    }

    /// What a reader would see of it; `None` where that is nothing.
    pub fn seen(&self, bytes: usize) -> Option<String> {
        let content = self.content();
        let seen = if self.plain {
            tidy::fold(&html_escape::decode_html_entities(&content))
        } else {
            tidy::plain(&content)
        };
        Some(lengths::shortened(seen, bytes)).filter(|seen| !seen.is_empty())
    }
}

/// How likely a link of an announcement leads to the report, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leads {
    /// Where a service that counts clicks sends readers on to.
    Origin,
    /// The page of the report.
    Page,
    /// The report in a form that is no page, or elsewhere.
    OtherForm,
    /// A name that is an address too.
    Name,
}

/// A link of an announcement.
#[derive(Debug, Clone)]
pub struct Link<'a> {
    /// How likely it leads to the report.
    pub leads: Leads,
    /// The address as written.
    pub href: Cow<'a, str>,
    /// What it starts from, where the document says.
    pub base: Option<Url>,
}

/// An announcement as it stands in its document.
#[derive(Debug, Clone, Default)]
pub struct Draft<'a> {
    /// Its links.
    pub links: Vec<Link<'a>>,
    /// Its name.
    pub guid: Option<Piece<'a>>,
    /// Its headline.
    pub title: Option<Piece<'a>>,
    /// When it was published.
    pub published: Option<Piece<'a>>,
    /// When it was changed.
    pub updated: Option<Piece<'a>>,
    /// What it is about.
    pub summary: Option<Piece<'a>>,
    /// The report.
    pub content: Option<Piece<'a>>,
    /// Its language.
    pub language: Option<Cow<'a, str>>,
    /// Who wrote it.
    pub authors: Vec<Piece<'a>>,
}

impl Draft<'_> {
    /// The address of the report: of the links that are addresses of the web the likeliest that is more than a site's front page.
    fn address(&self, base: &Url) -> Option<Url> {
        let mut links: Vec<_> = self.links.iter().collect();
        links.sort_by_key(|link| link.leads);
        let mut found = links.iter().filter_map(|link| {
            let base = link.base.as_ref().unwrap_or(base);
            web_address(&link.href, (link.leads != Leads::Name).then_some(base))
        });
        let first = found.next()?;
        if is_front(&first) {
            return Some(found.find(|url| !is_front(url)).unwrap_or(first));
        }
        Some(first)
    }
}

/// Whether it is the front page of a site.
fn is_front(url: &Url) -> bool {
    url.path() == "/" && url.query().is_none()
}

/// The address in full; `None` of what is none of the web.
pub fn web_address(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// A language tag as it is given out; `None` of what is none.
pub fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let fits = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = tag.split('-').next().unwrap_or_default();
    (first.len() >= 2 && tag.len() <= 35 && tag.split('-').all(fits)).then_some(tag)
}

/// A draft whose address and dates are known.
struct Placed<'d, 'a> {
    draft: &'d Draft<'a>,
    place: usize,
    url: Url,
    guid: Option<String>,
    published: Option<Moment>,
    updated: Option<Moment>,
}

impl Placed<'_, '_> {
    fn newest(&self) -> Option<Timestamp> {
        self.published.or(self.updated).and_then(Moment::instant)
    }
}

/// Finishes the drafts of a channel: addresses made whole, doubles taken out, the newest kept. What is left out is counted
/// among the warnings.
pub fn finish(channel: &mut Channel, drafts: &[Draft<'_>], url: &Url, options: &ReadOptions) {
    let base = channel.home.as_ref().unwrap_or(url);
    let channel_language = channel.language.as_deref();
    let mut unreadable = 0;
    let mut read_date = |piece: Option<&Piece<'_>>, language: Option<&str>| {
        let content = piece?.content();
        let moment = dates::parse(&content, language);
        unreadable += usize::from(moment.is_none() && !content.is_empty());
        moment
    };
    let placed: Vec<Placed<'_, '_>> = drafts
        .iter()
        .enumerate()
        .filter_map(|(place, draft)| {
            let url = draft.address(base)?;
            let language = draft.language.as_deref().or(channel_language);
            Some(Placed {
                draft,
                place,
                url,
                guid: draft.guid.as_ref().and_then(guid),
                published: read_date(draft.published.as_ref(), language),
                updated: read_date(draft.updated.as_ref(), language),
            })
        })
        .collect();
    let without_address = drafts.len() - placed.len();
    let all = placed.len();
    let mut kept = without_doubles(placed);
    let doubles = all - kept.len();
    let too_many = kept.len().saturating_sub(options.announced);
    if too_many > 0 {
        // Channels begin with their newest; what has no date stays in that order, behind what has one.
        kept.sort_by_key(|placed| (std::cmp::Reverse(placed.newest()), placed.place));
        kept.truncate(options.announced);
        kept.sort_by_key(|placed| placed.place);
    }
    let future = options.now.map_or(0, |now| {
        kept.iter()
            .filter(|placed| {
                let dates = [placed.published, placed.updated];
                dates
                    .into_iter()
                    .flatten()
                    .any(|at| date::is_future(at, now))
            })
            .count()
    });
    channel.announced = kept.into_iter().map(announced).collect();
    for (count, warning) in [
        (without_address, Warning::NoAddress as fn(usize) -> Warning),
        (doubles, Warning::Doubles),
        (too_many, Warning::TooMany),
        (unreadable, Warning::UnreadableDate),
        (future, Warning::FutureDate),
    ] {
        if count > 0 {
            channel.warn(warning(count));
        }
    }
}

fn guid(piece: &Piece<'_>) -> Option<String> {
    let content = piece.content();
    let content = tidy::clip(content.trim(), lengths::NAME);
    (!content.is_empty()).then(|| content.to_owned())
}

/// Those whose address and guid did not stand before.
fn without_doubles<'d, 'a>(placed: Vec<Placed<'d, 'a>>) -> Vec<Placed<'d, 'a>> {
    let keys: Vec<String> = placed
        .iter()
        .map(|placed| key_of(&placed.url).unwrap_or_default())
        .collect();
    // A guid that many addresses have is the name of none of them.
    let mut addresses: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    for (placed, key) in placed.iter().zip(&keys) {
        if let Some(guid) = &placed.guid {
            let of_guid = addresses.entry(guid).or_default();
            if of_guid.len() < 3 {
                of_guid.insert(key);
            }
        }
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut named: FxHashSet<&str> = FxHashSet::default();
    let keep: Vec<bool> = placed
        .iter()
        .zip(&keys)
        .map(|(placed, key)| {
            let name = placed.guid.as_deref();
            let name = name.filter(|name| addresses[name].len() < 3);
            let is_new =
                !seen.contains(key.as_str()) && name.is_none_or(|name| !named.contains(name));
            if is_new {
                seen.insert(key);
                named.extend(name);
            }
            is_new
        })
        .collect();
    placed
        .into_iter()
        .zip(keep)
        .filter_map(|(placed, keep)| keep.then_some(placed))
        .collect()
}

fn announced(placed: Placed<'_, '_>) -> Announced {
    let draft = placed.draft;
    let summary = draft.summary.as_ref();
    let content = draft
        .content
        .as_ref()
        .or_else(|| summary.filter(|summary| summary.raw.len() > lengths::SUMMARY));
    let mut authors: Vec<String> = Vec::new();
    for author in draft.authors.iter().filter_map(author).take(MOST_AUTHORS) {
        if !authors.contains(&author) {
            authors.push(author);
        }
    }
    Announced {
        url: placed.url,
        title: draft
            .title
            .as_ref()
            .and_then(|title| title.seen(lengths::TITLE)),
        published: placed.published,
        updated: placed.updated,
        guid: placed.guid,
        summary: summary.and_then(|summary| summary.seen(lengths::SUMMARY)),
        content_html: content.map(html).filter(|html| !html.trim().is_empty()),
        language: draft.language.as_deref().and_then(language),
        authors,
        place: placed.place,
    }
}

/// A content as HTML: text that is said to be such has its signs escaped.
fn html(piece: &Piece<'_>) -> String {
    let content = piece.content();
    if piece.plain {
        return html_escape::encode_text(&content).into_owned();
    }
    content.into_owned()
}

/// The name of an author: RSS gives an address for mail with the name in brackets behind it.
fn author(piece: &Piece<'_>) -> Option<String> {
    let seen = piece.seen(lengths::NAME)?;
    if !seen.contains('@') {
        return Some(seen);
    }
    let name = match (seen.find('('), seen.rfind(')')) {
        (Some(open), Some(close)) if open < close => &seen[open + 1..close],
        // Or behind the name, in angle brackets that may be lost.
        _ => {
            let words = seen.split_whitespace().filter(|word| !word.contains('@'));
            return Some(words.collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty());
        }
    };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty() && !name.contains('@'))
}
