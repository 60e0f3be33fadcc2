//! JSON Feed.

use serde_json::{Map, Value};
use url::Url;

use super::Draft;
use super::draft::{Leads, Link, Piece, finish, language, web_address};
use crate::channel::{Channel, ChannelKind, FeedError, ReadOptions};
use crate::lengths;

/// Reads a document of JSON.
pub fn read(text: &str, url: &Url, options: &ReadOptions) -> Result<Channel, FeedError> {
    let root: Value = serde_json::from_str(text).map_err(|error| FeedError::Json {
        url: url.clone(),
        cause: error.to_string(),
    })?;
    let Some((feed, items)) = root
        .as_object()
        .and_then(|feed| Some((feed, feed.get("items")?.as_array()?)))
    else {
        return Err(super::unknown(text, url));
    };
    let mut channel = Channel::new(ChannelKind::JsonFeed);
    channel.title =
        string(feed, "title").and_then(|title| Piece::bare(title).seen(lengths::CHANNEL));
    channel.language = string(feed, "language").and_then(language);
    channel.home = string(feed, "home_page_url").and_then(|home| web_address(home, Some(url)));
    let drafts: Vec<Draft<'_>> = items
        .iter()
        .filter_map(Value::as_object)
        .map(draft)
        .collect();
    finish(&mut channel, &drafts, url, options);
    Ok(channel)
}

fn draft(item: &Map<String, Value>) -> Draft<'_> {
    let link = |key, leads| {
        let href = string(item, key)?.into();
        Some(Link {
            leads,
            href,
            base: None,
        })
    };
    let links = [
        link("url", Leads::Page),
        link("external_url", Leads::OtherForm),
        link("id", Leads::Name),
    ];
    let piece = |key| string(item, key).map(Piece::bare);
    let plain = |key| {
        piece(key).map(|piece| Piece {
            plain: true,
            ..piece
        })
    };
    // Version 1 of the format had one author.
    let authors = item.get("authors").or_else(|| item.get("author"));
    let authors: &[Value] = match authors {
        Some(Value::Array(many)) => many,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let guid = item.get("id").and_then(|id| match id {
        Value::String(id) => Some(Piece::bare(id.as_str())),
        Value::Number(id) => Some(Piece::bare(id.to_string())),
        _ => None,
    });
    Draft {
        links: links.into_iter().flatten().collect(),
        guid,
        title: plain("title"),
        published: piece("date_published"),
        updated: piece("date_modified"),
        summary: plain("summary"),
        content: piece("content_html").or_else(|| plain("content_text")),
        language: string(item, "language").map(Into::into),
        authors: authors
            .iter()
            .filter_map(|author| string(author.as_object()?, "name"))
            .map(Piece::bare)
            .collect(),
    }
}

fn string<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    object
        .get(key)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
}
