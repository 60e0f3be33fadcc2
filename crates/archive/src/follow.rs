//! From what somebody typed to a source and the channels that announce its reports.

use khabar_feeds::opml::Subscription;
use khabar_feeds::{
    Channel as Document, ChannelKind as DocumentKind, Discovered, Feed, FeedError, ReadOptions,
    discover, guesses, sitemaps_of_robots,
};
use khabar_fetch::{Answer, FetchError, Fetched, Fetcher, Request};
use serde::Serialize;
use thiserror::Error;
use url::Url;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::gather::channel::content_type;
use crate::record::channels::{self, ChannelKind};
use crate::record::sources::{self, NewSource};
use crate::time::HOUR;

/// How long it is until the second look at a channel; the first one tells its pace.
const FIRST_INTERVAL: i64 = HOUR;
/// Feeds of one site that are followed.
const MOST_FEEDS: usize = 3;
/// Addresses tried where a site names no feed, or no sitemap.
const MOST_GUESSES: usize = 5;
/// The fewest reports that the links of a page must lead to for it to be followed.
const LEAST_LINKS: usize = 5;

/// What was found at an address, before it is followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// What the source calls itself.
    pub title: String,
    /// The page a reader would open.
    pub home: String,
    /// The language it says it writes in.
    pub language: Option<String>,
    /// Where it announces its reports.
    pub channels: Vec<FoundChannel>,
    /// What is worth knowing before it is followed, a sentence each.
    pub notes: Vec<String>,
}

/// A channel that was found, and read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundChannel {
    /// What it is.
    pub kind: ChannelKind,
    /// Where it is.
    pub url: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// How many reports it announces now.
    pub announced: usize,
    /// The first headlines it announces.
    pub headlines: Vec<String>,
}

/// What came of following something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Followed {
    /// The number of the source.
    pub source: i64,
    /// Whether it was not followed before.
    pub is_new: bool,
    /// How many channels were added.
    pub channels: usize,
}

/// Why there is nothing to follow at an address.
#[derive(Debug, Error)]
pub enum FollowError {
    /// What was typed is no address.
    #[error("{typed:?} is no address of the web; give one as https://news.example")]
    NoAddress {
        /// What was typed.
        typed: String,
    },
    /// It could not be had.
    #[error("{url}: {cause}")]
    Fetch {
        /// The address.
        url: Url,
        /// Why.
        #[source]
        cause: Box<FetchError>,
    },
    /// It could be had but not read.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// It is a list of subscriptions.
    #[error("{url} is a list of subscriptions; import it")]
    Subscriptions {
        /// The address.
        url: Url,
        /// What is in it.
        subscriptions: Vec<Subscription>,
    },
    /// There is a page that leads to no reports.
    #[error(
        "{url} names no feed and no sitemap, and its links lead to no reports that could be told from the rest; give \
         the address of a feed, or of a section whose page lists its reports"
    )]
    Nothing {
        /// The address.
        url: Url,
    },
}

/// Finds out how what is at an address can be followed. Writes nothing.
///
/// A feed or sitemap is followed as it is. Of a front page, the feeds and news sitemap of its site are taken beside the
/// page itself, so that one can tell what the other lacks; of a section's page, the feeds that are the section's own.
///
/// # Errors
/// Why there is nothing to follow.
pub fn find(fetcher: &Fetcher, typed: &str) -> Result<Found, FollowError> {
    let asked = address(typed)?;
    let fetched = fetch(fetcher, &asked)?;
    let url = Url::parse(&fetched.url).unwrap_or(asked);
    match read(&fetched, &url) {
        Ok(document) => Ok(of_document(&document, &url)),
        Err(FeedError::Page { .. }) => of_page(fetcher, &fetched, &url),
        Err(FeedError::Subscriptions { .. }) => Err(FollowError::Subscriptions {
            subscriptions: khabar_feeds::opml::read(&fetched.bytes).unwrap_or_default(),
            url,
        }),
        Err(error) => Err(error.into()),
    }
}

/// The address somebody meant: a scheme may be left out.
fn address(typed: &str) -> Result<Url, FollowError> {
    let typed = typed.trim();
    let wrong = || FollowError::NoAddress {
        typed: typed.to_owned(),
    };
    let url = match Url::parse(typed) {
        Ok(url) if url.has_host() => url,
        // What has no host has no scheme either, and "news.example:8080" only reads as if it had.
        _ if typed.contains("//") => return Err(wrong()),
        _ => Url::parse(&format!("https://{typed}")).map_err(|_| wrong())?,
    };
    if matches!(url.scheme(), "http" | "https") && !typed.contains(char::is_whitespace) {
        Ok(url)
    } else {
        Err(wrong())
    }
}

fn fetch(fetcher: &Fetcher, url: &Url) -> Result<Box<Fetched>, FollowError> {
    match fetcher.get(&Request::feed(url)) {
        Ok(Answer::Fetched(fetched)) => Ok(fetched),
        // Nothing was named that it could be the same as.
        Ok(Answer::NotModified(_)) => Err(FollowError::Feed(FeedError::Empty { url: url.clone() })),
        Err(cause) => Err(FollowError::Fetch {
            url: url.clone(),
            cause: Box::new(cause),
        }),
    }
}

fn read(fetched: &Fetched, url: &Url) -> Result<Document, FeedError> {
    let content_type = content_type(fetched);
    khabar_feeds::read(
        &fetched.bytes,
        content_type.as_deref(),
        url,
        &ReadOptions::default(),
    )
}

/// A feed or sitemap, as it is.
fn of_document(document: &Document, url: &Url) -> Found {
    let home = document.home.clone().unwrap_or_else(|| front(url));
    Found {
        title: title(document.title.as_deref(), &home),
        home: home.into(),
        language: document.language.clone(),
        notes: document
            .warnings
            .iter()
            .map(|warning| format!("{url}: {warning}"))
            .collect(),
        channels: vec![found_channel(document, url)],
    }
}

/// A page and what it names.
fn of_page(fetcher: &Fetcher, fetched: &Fetched, url: &Url) -> Result<Found, FollowError> {
    let content_type = content_type(fetched);
    let too_large = |_| FeedError::TooLarge {
        url: url.clone(),
        bytes: fetched.bytes.len(),
        limit: ReadOptions::default().bytes,
    };
    let page = discover(&fetched.bytes, content_type.as_deref(), url).map_err(too_large)?;
    let is_front = url.path().trim_end_matches('/').is_empty() || page.home == *url;
    let mut found = Found {
        title: title(page.name.as_deref(), url),
        home: url.to_string(),
        language: page.language.clone(),
        channels: feeds(fetcher, &page, url, is_front),
        notes: Vec::new(),
    };
    if is_front {
        let has_feed = !found.channels.is_empty();
        found.channels.extend(sitemap(fetcher, url, has_feed));
    }
    let section = khabar_feeds::section(
        &fetched.bytes,
        content_type.as_deref(),
        url,
        &ReadOptions::default(),
    )
    .map_err(too_large)?;
    if section.announced.len() >= LEAST_LINKS {
        found.channels.push(found_channel(&section, url));
    }
    if found.channels.is_empty() {
        return Err(FollowError::Nothing { url: url.clone() });
    }
    if !found
        .channels
        .iter()
        .any(|channel| channel.kind == ChannelKind::Feed)
    {
        let note =
            "the site names no feed; its reports are found by its sitemap or the links of its page";
        found.notes.push(note.to_owned());
    }
    Ok(found)
}

/// The feeds of a page that can be had and announce something.
fn feeds(fetcher: &Fetcher, page: &Discovered, url: &Url, is_front: bool) -> Vec<FoundChannel> {
    let named = page
        .feeds
        .iter()
        .filter(|feed| !feed.comments && (is_front || is_of_section(feed, url)))
        .map(|feed| feed.url.clone());
    let mut out: Vec<FoundChannel> = Vec::new();
    for feed in named.take(2 * MOST_FEEDS) {
        if out.len() == MOST_FEEDS {
            break;
        }
        out.extend(try_document(fetcher, &feed, |document| {
            kind(document.kind) == ChannelKind::Feed
        }));
    }
    if out.is_empty() && is_front {
        let mut guess = guesses(url).feeds.into_iter().take(MOST_GUESSES);
        out.extend(guess.find_map(|feed| {
            try_document(fetcher, &feed, |document| {
                kind(document.kind) == ChannelKind::Feed
            })
        }));
    }
    out
}

/// Whether a feed is that of a section, by its address: `/sport/feed` of `/sport/`.
fn is_of_section(feed: &Feed, section: &Url) -> bool {
    let name = section
        .path_segments()
        .and_then(|mut parts| parts.rfind(|part| !part.is_empty()));
    name.is_some_and(|name| {
        let path = feed.url.path().to_lowercase();
        let name = name.to_lowercase();
        path.split(['/', '.', '-', '_']).any(|part| part == name)
            || feed.url.query().is_some_and(|query| query.contains(&name))
    })
}

/// The sitemap of a site that says what is new: one of news where there is one. One that does not say when anything changed
/// is of use only where there is no feed, since all of it has to be gone through each time.
fn sitemap(fetcher: &Fetcher, url: &Url, has_feed: bool) -> Option<FoundChannel> {
    let mut named = url
        .join("/robots.txt")
        .ok()
        .and_then(|robots| Some((fetch(fetcher, &robots).ok()?, robots)))
        .map(|(robots, at)| sitemaps_of_robots(&String::from_utf8_lossy(&robots.bytes), &at))
        .unwrap_or_default();
    named.sort_by_key(|sitemap| !sitemap.as_str().contains("news"));
    let guessed = guesses(url).sitemaps;
    let mut plain = None;
    for sitemap in named
        .into_iter()
        .take(MOST_GUESSES)
        .chain(guessed.into_iter().take(2))
    {
        let found = try_document(fetcher, &sitemap, |document| match document.kind {
            DocumentKind::NewsSitemap => true,
            DocumentKind::SitemapIndex => document.more.iter().any(|more| more.updated.is_some()),
            DocumentKind::Sitemap => {
                let mut pages = document.announced.iter();
                !document.announced.is_empty()
                    && (!has_feed || pages.any(|page| page.updated.is_some()))
            }
            _ => false,
        });
        match found {
            Some(found) if sitemap.as_str().contains("news") => return Some(found),
            Some(found) => {
                plain.get_or_insert(found);
            }
            None => {}
        }
    }
    plain
}

/// What is at an address, where it can be had, read, and is what is wanted.
fn try_document(
    fetcher: &Fetcher,
    url: &Url,
    wanted: impl Fn(&Document) -> bool,
) -> Option<FoundChannel> {
    let fetched = fetch(fetcher, url).ok()?;
    let document = read(&fetched, url).ok()?;
    wanted(&document).then(|| found_channel(&document, url))
}

fn found_channel(document: &Document, url: &Url) -> FoundChannel {
    FoundChannel {
        kind: kind(document.kind),
        url: url.to_string(),
        title: document.title.clone(),
        announced: document.announced.len(),
        headlines: document
            .announced
            .iter()
            .filter_map(|page| page.title.clone())
            .take(3)
            .collect(),
    }
}

fn kind(document: DocumentKind) -> ChannelKind {
    match document {
        DocumentKind::Rss | DocumentKind::Atom | DocumentKind::JsonFeed => ChannelKind::Feed,
        DocumentKind::NewsSitemap | DocumentKind::Sitemap | DocumentKind::SitemapIndex => {
            ChannelKind::Sitemap
        }
        DocumentKind::Section => ChannelKind::Section,
    }
}

/// What a source is called: as it says, or by its host.
fn title(said: Option<&str>, url: &Url) -> String {
    let host = || {
        url.host_str()
            .unwrap_or(url.as_str())
            .trim_start_matches("www.")
            .to_owned()
    };
    said.map(str::trim)
        .filter(|said| !said.is_empty())
        .map_or_else(host, str::to_owned)
}

/// The front page of an address's site.
fn front(url: &Url) -> Url {
    url.join("/").unwrap_or_else(|_| url.clone())
}

impl Archive {
    /// Follows what was found from now on.
    ///
    /// # Errors
    /// What the record says.
    pub fn follow(&self, found: &Found, folder: Option<&str>) -> Result<Followed, ArchiveError> {
        let at = self.now();
        self.record().write(|to| {
            let (source, is_new) = sources::add(
                to,
                &NewSource {
                    title: found.title.clone(),
                    home: found.home.clone(),
                    language: found.language.clone(),
                    folder: folder.map(str::to_owned),
                },
                at,
            )?;
            let mut added = 0;
            for channel in &found.channels {
                let title = channel.title.as_deref();
                added += usize::from(channels::add(
                    to,
                    source,
                    channel.kind,
                    &channel.url,
                    title,
                    FIRST_INTERVAL,
                    at,
                )?);
            }
            Ok(Followed {
                source,
                is_new,
                channels: added,
            })
        })
    }

    /// Follows what a list of subscriptions has, as it stands there; nothing is fetched. What came of each, in order; `None`
    /// for those that name no feed.
    ///
    /// # Errors
    /// What the record says.
    pub fn import(
        &self,
        subscriptions: &[Subscription],
    ) -> Result<Vec<Option<Followed>>, ArchiveError> {
        subscriptions
            .iter()
            .map(|subscription| {
                let Some(feed) = &subscription.feed else {
                    return Ok(None);
                };
                // Many outlets share the hosts of some feeds: only the feed itself tells them apart.
                let home = subscription.home.clone().unwrap_or_else(|| feed.clone());
                let found = Found {
                    title: title(Some(&subscription.title), &home),
                    home: home.into(),
                    language: None,
                    channels: vec![FoundChannel {
                        kind: ChannelKind::Feed,
                        url: feed.to_string(),
                        title: Some(subscription.title.clone()),
                        announced: 0,
                        headlines: Vec::new(),
                    }],
                    notes: Vec::new(),
                };
                let folder = subscription.folder.join(" / ");
                let folder = (!folder.is_empty()).then_some(folder.as_str());
                self.follow(&found, folder).map(Some)
            })
            .collect()
    }

    /// Everything that is followed as a list of subscriptions, for other programs: a line for each feed, and one for
    /// each source without any.
    ///
    /// # Errors
    /// What the record says.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>, ArchiveError> {
        let (sources, channels) = self
            .record()
            .read(|of| Ok((sources::all(of)?, channels::all(of)?)))?;
        let mut out = Vec::new();
        for source in sources {
            let subscription = |title: String, feed: Option<Url>| Subscription {
                title,
                feed,
                home: Url::parse(&source.home).ok(),
                folder: source.folder.iter().cloned().collect(),
            };
            let mut feeds = channels
                .iter()
                .filter(|channel| channel.source == source.id && channel.kind == ChannelKind::Feed)
                .filter_map(|channel| Url::parse(&channel.url).ok())
                .peekable();
            if feeds.peek().is_none() {
                out.push(subscription(source.title.clone(), None));
            }
            out.extend(feeds.map(|feed| subscription(source.title.clone(), Some(feed))));
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_may_be_left_out() {
        let of = |typed| address(typed).map(String::from);
        assert_eq!(of("news.example").unwrap(), "https://news.example/");
        assert_eq!(
            of(" http://news.example/a ").unwrap(),
            "http://news.example/a"
        );
        assert_eq!(
            of("news.example:8080/a").unwrap(),
            "https://news.example:8080/a"
        );
        for wrong in [
            "",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "two words",
            "ftp://a.example",
        ] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
