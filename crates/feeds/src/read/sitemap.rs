//! Sitemaps, those of news, and lists of sitemaps.

use std::borrow::Cow;

use khabar_article::dates;
use url::Url;

use super::Draft;
use super::draft::{Form, Leads, Link, Piece, finish, web_address};
use crate::channel::{Channel, ChannelKind, More, ReadOptions, Warning};
use crate::xml::{Ns, Tag, Xml};

/// Sitemaps of one index that are kept; the protocol allows no more.
const MOST_SITEMAPS: usize = 50_000;

/// Reads a document whose root is that of a sitemap or of an index.
pub fn read(text: &str, url: &Url, options: &ReadOptions) -> Channel {
    let mut channel = Channel::new(ChannelKind::Sitemap);
    let mut xml = Xml::new(text);
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut draft: Option<Draft<'_>> = None;
    let mut is_index = false;
    // The field that opened last, and where its content begins.
    let mut field: Option<(Ns, &str, usize)> = None;
    let mut ended = false;
    while let Some(tag) = xml.next() {
        match tag {
            Tag::Open {
                ns: Ns::Own,
                name: name @ ("url" | "sitemap"),
                ..
            } => {
                is_index |= name == "sitemap";
                drafts.extend(draft.replace(Draft::default()));
                field = None;
            }
            Tag::Open {
                ns,
                name,
                empty: false,
                at,
                ..
            } => field = Some((ns, name, at.end)),
            Tag::Open { .. } => {}
            Tag::Close {
                ns: Ns::Own,
                name: "url" | "sitemap",
                ..
            } => drafts.extend(draft.take()),
            Tag::Close {
                ns: Ns::Own,
                name: "urlset" | "sitemapindex",
                ..
            } => ended = true,
            Tag::Close { ns, name, at } => {
                let opened = field
                    .take()
                    .filter(|&(of, opened, _)| (of, opened) == (ns, name));
                if let (Some((.., from)), Some(draft)) = (opened, &mut draft) {
                    set(draft, ns, name, xml.between(from, at.start));
                }
                if ns == Ns::News {
                    channel.kind = ChannelKind::NewsSitemap;
                }
            }
        }
    }
    drafts.extend(draft);
    if xml.broken > 0 {
        channel.warn(Warning::BrokenMarkup(xml.broken));
    }
    if !ended {
        channel.warn(Warning::Truncated);
    }
    if is_index {
        channel.kind = ChannelKind::SitemapIndex;
        let sitemaps = drafts.iter().filter_map(|draft| {
            Some(More {
                url: web_address(&draft.links.first()?.href, Some(url))?,
                updated: draft
                    .updated
                    .as_ref()
                    .and_then(|at| dates::parse(&at.content(), None)),
            })
        });
        channel.more = sitemaps.collect();
        let without_address = drafts.len() - channel.more.len();
        if without_address > 0 {
            channel.warn(Warning::NoAddress(without_address));
        }
        if channel.more.len() > MOST_SITEMAPS {
            channel.warn(Warning::TooMany(channel.more.len() - MOST_SITEMAPS));
            channel.more.truncate(MOST_SITEMAPS);
        }
    } else {
        finish(&mut channel, &drafts, url, options);
    }
    channel
}

fn set<'a>(draft: &mut Draft<'a>, ns: Ns, name: &str, raw: &'a str) {
    let piece = Piece {
        raw: Cow::Borrowed(raw),
        form: Form::Xml,
        plain: false,
    };
    match (ns, name) {
        (Ns::Own, "loc") => draft.links.push(Link {
            leads: Leads::Page,
            href: piece.content().into_owned().into(),
            base: None,
        }),
        (Ns::Own, "lastmod") => draft.updated = Some(piece),
        (Ns::News, "title") => draft.title = Some(piece),
        (Ns::News, "publication_date") => draft.published = Some(piece),
        (Ns::News, "language") => draft.language = Some(piece.content().into_owned().into()),
        _ => {}
    }
}
