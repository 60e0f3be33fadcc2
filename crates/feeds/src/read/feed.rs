//! RSS in all its versions, and Atom: both are items with a few fields each, by whatever names.

use std::borrow::Cow;
use std::time::Duration;

use quick_xml::events::BytesStart;
use url::Url;

use super::Draft;
use super::draft::{Form, Leads, Link, Piece, finish, language, web_address};
use crate::channel::{Channel, ChannelKind, ReadOptions, Warning};
use crate::lengths;
use crate::xml::{Ns, Tag, Xml, attribute};

/// Elements nested deeper than this are not told apart.
const DEEPEST: usize = 100;

/// Reads a document whose root is that of a feed. Items that a document cut in its middle begins are kept as far as they go.
pub fn read(text: &str, url: &Url, options: &ReadOptions) -> Channel {
    let mut reader = Reader {
        xml: Xml::new(text),
        channel: Channel::new(ChannelKind::Rss),
        open: Vec::new(),
        beyond: 0,
        bases: vec![(0, None)],
        pending: None,
        draft: None,
        drafts: Vec::new(),
        frequency: 1,
        period: None,
        url,
    };
    reader.run();
    let Reader {
        mut channel,
        drafts,
        period,
        frequency,
        ..
    } = reader;
    channel.interval = channel
        .interval
        .or_else(|| period.map(|period| period / frequency.max(1)));
    finish(&mut channel, &drafts, url, options);
    channel
}

struct Reader<'a, 'u> {
    xml: Xml<'a>,
    channel: Channel,
    /// The elements open at this place.
    open: Vec<(Ns, &'static str)>,
    /// How many more are open than are kept.
    beyond: usize,
    /// What addresses start from, from which depth on.
    bases: Vec<(usize, Option<Url>)>,
    /// The tag that a field which was not closed ended with, to be gone on from.
    pending: Option<Tag<'a>>,
    draft: Option<Draft<'a>>,
    drafts: Vec<Draft<'a>>,
    frequency: u32,
    period: Option<Duration>,
    url: &'u Url,
}

/// Names of items.
fn is_item(ns: Ns, name: &str) -> bool {
    matches!(ns, Ns::Own | Ns::Atom) && matches!(name, "item" | "entry")
}

/// Elements that hold items.
fn holds_items(name: &str) -> bool {
    matches!(name, "rss" | "rdf" | "feed" | "channel" | "items")
}

/// Where an element that was not closed ends, if this tag shows it: an item begins, or what the element stands in ends.
fn ends_unclosed(tag: &Tag<'_>, element: (Ns, &str)) -> Option<usize> {
    match tag {
        Tag::Open { ns, name, at, .. } => is_item(*ns, name).then_some(at.start),
        Tag::Close { ns, name, at } => ((*ns, *name) != element
            && (is_item(*ns, name) || holds_items(name)))
        .then_some(at.start),
    }
}

impl<'a> Reader<'a, '_> {
    fn run(&mut self) {
        while let Some(tag) = self.pending.take().or_else(|| self.xml.next()) {
            match tag {
                Tag::Open {
                    ns,
                    name,
                    tag,
                    empty,
                    at,
                } => self.opens(ns, name, &tag, empty, at.end),
                Tag::Close { ns, name, .. } => self.closes(ns, name),
            }
        }
        let unfinished = self.draft.is_some();
        self.end_item();
        if self.xml.broken > 0 {
            self.channel.warn(Warning::BrokenMarkup(self.xml.broken));
        }
        if unfinished || self.xml.cut || self.open.iter().any(|(_, name)| holds_items(name)) {
            self.channel.warn(Warning::Truncated);
        }
    }

    fn opens(&mut self, ns: Ns, name: &'static str, tag: &BytesStart<'a>, empty: bool, end: usize) {
        if is_item(ns, name) {
            // One that was not closed is over now.
            self.end_item();
            while self
                .open
                .last()
                .is_some_and(|&(ns, name)| is_item(ns, name))
            {
                self.open.pop();
            }
            self.drop_bases();
        }
        if let Some(base) = attribute(tag, "xml:base") {
            let resolved = self.base().unwrap_or(self.url).join(&base).ok();
            self.bases.push((self.open.len(), resolved));
        }
        if is_item(ns, name) {
            self.draft = Some(Draft {
                language: attribute(tag, "xml:lang").map(Cow::Owned),
                ..Draft::default()
            });
            if let Some(about) = attribute(tag, "rdf:about") {
                self.link(Leads::Name, about.into());
            }
        } else if holds_items(name) && self.draft.is_none() {
            if name == "feed" {
                self.channel.kind = ChannelKind::Atom;
            }
            let tag = attribute(tag, "xml:lang").and_then(|tag| language(&tag));
            self.channel.language = self.channel.language.take().or(tag);
        } else if !name.is_empty() && self.is_field() {
            let inner = if empty {
                None
            } else {
                self.inner(ns, name, end)
            };
            if self.draft.is_some() {
                self.item_field(ns, name, tag, inner);
            } else {
                self.channel_field(ns, name, tag, inner.as_ref());
            }
            // The element is over where its content was taken.
            self.drop_bases();
            return;
        }
        if empty {
            self.drop_bases();
            if is_item(ns, name) {
                self.end_item();
            }
        } else if self.open.len() < DEEPEST {
            self.open.push((ns, name));
        } else {
            self.beyond += 1;
        }
    }

    fn closes(&mut self, ns: Ns, name: &'static str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if is_item(ns, name) {
            self.end_item();
        }
        if let Some(at) = self.open.iter().rposition(|&open| open == (ns, name)) {
            self.open.truncate(at);
            self.drop_bases();
        }
    }

    /// Whether an element that opens here says something of an item or of the channel: it stands in it and in nothing else.
    fn is_field(&self) -> bool {
        self.open.last().is_some_and(|&(ns, name)| {
            is_item(ns, name) || (self.draft.is_none() && holds_items(name))
        })
    }

    /// Goes through to the end of an element and gives what stands in it.
    fn inner(&mut self, ns: Ns, name: &'static str, from: usize) -> Option<Piece<'a>> {
        let mut elements = false;
        let mut nested = 0;
        let mut to = self.xml.len();
        let mut author = None;
        // Where the markup breaks, the content ends.
        let broken = self.xml.broken;
        while let Some(tag) = self.xml.next() {
            if self.xml.broken > broken {
                to = from;
            }
            if let Some(at) = ends_unclosed(&tag, (ns, name)) {
                to = to.min(at).max(from);
                self.pending = Some(tag);
                break;
            }
            match tag {
                Tag::Open {
                    ns: of,
                    name: inner,
                    empty,
                    at,
                    ..
                } => {
                    elements = true;
                    if (of, inner) == (ns, name) && !empty {
                        nested += 1;
                    }
                    if inner == "name" && name == "author" {
                        author = Some(at.end);
                    }
                }
                Tag::Close {
                    ns: of,
                    name: inner,
                    at,
                } => {
                    if (of, inner) == (ns, name) {
                        if nested == 0 {
                            to = to.min(at.start).max(from);
                            break;
                        }
                        nested -= 1;
                    } else if inner == "name"
                        && let Some(begin) = author.take()
                    {
                        return self.author(ns, name, begin, at.start);
                    }
                }
            }
        }
        let raw = self.xml.between(from, to);
        (!raw.trim().is_empty()).then_some(Piece {
            raw: Cow::Borrowed(raw),
            form: if elements { Form::Elements } else { Form::Xml },
            plain: false,
        })
    }

    /// The name of an author, the rest of whom is passed over.
    fn author(&mut self, ns: Ns, name: &'static str, from: usize, to: usize) -> Option<Piece<'a>> {
        let raw = self.xml.between(from, to);
        while let Some(tag) = self.xml.next() {
            if ends_unclosed(&tag, (ns, name)).is_some() {
                self.pending = Some(tag);
                break;
            }
            if matches!(tag, Tag::Close { ns: of, name: inner, .. } if (of, inner) == (ns, name)) {
                break;
            }
        }
        (!raw.trim().is_empty()).then_some(Piece {
            raw: Cow::Borrowed(raw),
            form: Form::Xml,
            plain: false,
        })
    }

    fn item_field(&mut self, ns: Ns, name: &str, tag: &BytesStart<'a>, inner: Option<Piece<'a>>) {
        let kind = attribute(tag, "type");
        let inner = inner.map(|mut piece| {
            piece.plain = kind.as_deref() == Some("text") && piece.form == Form::Xml;
            piece
        });
        let text = |piece: &Piece<'a>| piece.content().into_owned();
        match (ns, name) {
            (Ns::Own | Ns::Atom, "link") => {
                if let Some(href) = attribute(tag, "href") {
                    let is_page = kind.as_deref().is_none_or(|kind| kind.contains("html"));
                    match attribute(tag, "rel").as_deref() {
                        None | Some("alternate") if is_page => self.link(Leads::Page, href.into()),
                        None | Some("alternate" | "via" | "related") => {
                            self.link(Leads::OtherForm, href.into());
                        }
                        Some(_) => {}
                    }
                } else if let Some(href) = inner.as_ref().map(text) {
                    self.link(Leads::Page, href.into());
                }
            }
            (Ns::FeedBurner, "origlink") => {
                if let Some(href) = inner.as_ref().map(text) {
                    self.link(Leads::Origin, href.into());
                }
            }
            (Ns::Own | Ns::Atom, "guid" | "id") => {
                let is_link = attribute(tag, "ispermalink")
                    .is_none_or(|is| !is.eq_ignore_ascii_case("false"));
                if let Some(href) = inner.as_ref().filter(|_| is_link).map(text) {
                    self.link(Leads::Name, href.into());
                }
                self.set(|draft| &mut draft.guid, inner);
            }
            (Ns::Own | Ns::Atom | Ns::DublinCore, "title") => {
                self.set(|draft| &mut draft.title, inner);
            }
            (Ns::Own | Ns::Atom, "pubdate" | "published" | "issued")
            | (Ns::DublinCore, "date" | "created" | "issued") => {
                self.set(|draft| &mut draft.published, inner);
            }
            (Ns::Own | Ns::Atom, "updated" | "modified") | (Ns::DublinCore, "modified") => {
                self.set(|draft| &mut draft.updated, inner);
            }
            (Ns::Own | Ns::Atom, "description" | "summary") => {
                self.set(|draft| &mut draft.summary, inner);
            }
            (Ns::Content, "encoded") | (Ns::Own | Ns::Atom, "content") => {
                if let Some(href) = attribute(tag, "src") {
                    self.link(Leads::OtherForm, href.into());
                }
                // Pictures and sounds stand in the document as letters that nobody reads.
                let is_text = kind
                    .as_deref()
                    .is_none_or(|kind| kind.contains("text") || kind.contains("html"));
                self.set(|draft| &mut draft.content, inner.filter(|_| is_text));
            }
            (Ns::Own | Ns::Atom, "author") | (Ns::DublinCore, "creator") => {
                if let (Some(draft), Some(author)) = (&mut self.draft, inner) {
                    draft.authors.push(author);
                }
            }
            (Ns::DublinCore | Ns::Own, "language") => {
                if let (Some(draft), Some(tag)) = (&mut self.draft, inner) {
                    draft.language = Some(Cow::Owned(text(&tag)));
                }
            }
            _ => {}
        }
    }

    fn channel_field(
        &mut self,
        ns: Ns,
        name: &str,
        tag: &BytesStart<'a>,
        inner: Option<&Piece<'a>>,
    ) {
        let text = || inner.map(|piece| piece.content().trim().to_owned());
        let base = self.base().unwrap_or(self.url).clone();
        let channel = &mut self.channel;
        match (ns, name) {
            (Ns::Own | Ns::Atom, "title") => {
                let seen = inner.and_then(|piece| piece.seen(lengths::CHANNEL));
                channel.title = channel.title.take().or(seen);
            }
            (Ns::Own | Ns::DublinCore, "language") => {
                let tag = text().and_then(|tag| language(&tag));
                channel.language = tag.or(channel.language.take());
            }
            (Ns::Own | Ns::Atom, "link")
                if attribute(tag, "rel").is_none_or(|rel| rel == "alternate") =>
            {
                let href = attribute(tag, "href").or_else(text);
                let home = href.and_then(|href| web_address(&href, Some(&base)));
                channel.home = channel.home.take().or(home);
            }
            (Ns::Own, "ttl") => {
                let minutes = text().and_then(|ttl| ttl.parse::<u32>().ok());
                channel.interval = minutes
                    .filter(|&m| m > 0)
                    .map(|m| Duration::from_secs(u64::from(m) * 60));
            }
            (Ns::Syndication, "updateperiod") => self.period = text().as_deref().and_then(period),
            (Ns::Syndication, "updatefrequency") => {
                self.frequency = text().and_then(|times| times.parse().ok()).unwrap_or(1);
            }
            _ => {}
        }
    }

    /// Fills a field of the item, unless it was filled before.
    fn set(
        &mut self,
        field: impl for<'d> Fn(&'d mut Draft<'a>) -> &'d mut Option<Piece<'a>>,
        piece: Option<Piece<'a>>,
    ) {
        if let Some(draft) = &mut self.draft {
            let field = field(draft);
            if field.is_none() {
                *field = piece;
            }
        }
    }

    fn link(&mut self, leads: Leads, href: Cow<'a, str>) {
        let base = self.base().cloned();
        if let Some(draft) = &mut self.draft {
            draft.links.push(Link { leads, href, base });
        }
    }

    fn base(&self) -> Option<&Url> {
        self.bases.last().and_then(|(_, base)| base.as_ref())
    }

    fn drop_bases(&mut self) {
        let depth = self.open.len();
        while self.bases.last().is_some_and(|&(of, _)| of >= depth) && self.bases.len() > 1 {
            self.bases.pop();
        }
    }

    fn end_item(&mut self) {
        self.drafts.extend(self.draft.take());
    }
}

/// The time a word of `sy:updatePeriod` names.
fn period(word: &str) -> Option<Duration> {
    const HOUR: u64 = 3_600;
    let hours = match word.to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 7 * 24,
        "monthly" => 30 * 24,
        "yearly" => 365 * 24,
        _ => return None,
    };
    Some(Duration::from_secs(hours * HOUR))
}
