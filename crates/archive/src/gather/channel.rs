//! A look at a channel: what it announces, or why it could not be had.

use jiff::Timestamp;
use khabar_feeds::{Announced, ChannelKind as Document, FeedError, ReadOptions, Warning, key_of};
use khabar_fetch::{Answer, FetchError, Fetched, Fetcher, Request};
use url::Url;

use super::Trouble;
use crate::keep::instant;
use crate::record::channels::{Channel, ChannelKind};
use crate::record::pages::Item;
use crate::time::{DAY, Seconds};

/// The sitemaps of an index that are read in one look: the ones changed last.
const MOST_SITEMAPS: usize = 4;
/// How far back a sitemap is gone on the first look at it; it may list everything a site ever had.
const BACKLOG: Seconds = 2 * DAY;
/// The longest content of a feed that is kept until its page is read.
const LONGEST_CONTENT: usize = 1 << 20;

/// What a look at a channel found.
#[derive(Debug, Default)]
pub struct Seen {
    /// What it announces; nothing where it has not changed.
    pub pages: Vec<SeenPage>,
    /// Whether it says that it is as it was.
    pub unchanged: bool,
    /// What tells the server next time which state is known.
    pub etag: Option<String>,
    /// The same, as a date.
    pub last_modified: Option<String>,
    /// How long it asks to be left alone.
    pub asked: Option<Seconds>,
    /// Where it has moved for good.
    pub moved_to: Option<String>,
    /// What was odd, in a sentence each.
    pub warnings: Vec<String>,
}

/// A page that a channel announces.
#[derive(Debug)]
pub struct SeenPage {
    /// By what it is told from others.
    pub url: String,
    /// What is to be asked for.
    pub address: String,
    /// What is said of it.
    pub item: Item,
    /// When it was published, as far as that is said.
    pub published: Option<Seconds>,
    /// When it was changed.
    pub updated: Option<Seconds>,
    /// Whether it is to be read.
    pub wanted: bool,
}

/// Looks at a channel.
pub fn look(fetcher: &Fetcher, channel: &Channel, now: Seconds) -> Result<Seen, Trouble> {
    let url = Url::parse(&channel.url).map_err(|cause| {
        let message = format!("{} is no address: {cause}", channel.url);
        Trouble::lasting("no-address", message)
    })?;
    let request =
        Request::feed(&url).unless(channel.etag.as_deref(), channel.last_modified.as_deref());
    let fetched = match fetcher.get(&request)? {
        Answer::NotModified(same) => {
            return Ok(Seen {
                unchanged: true,
                etag: same.etag.or_else(|| channel.etag.clone()),
                last_modified: same.last_modified.or_else(|| channel.last_modified.clone()),
                asked: same.keep.map(|keep| keep.as_secs() as Seconds),
                moved_to: same.moved,
                ..Seen::default()
            });
        }
        Answer::Fetched(fetched) => fetched,
    };
    let mut seen = Seen {
        etag: fetched.etag.clone(),
        last_modified: fetched.last_modified.clone(),
        asked: fetched.keep.map(|keep| keep.as_secs() as Seconds),
        moved_to: fetched.moved.clone(),
        ..Seen::default()
    };
    let is_first = channel.answered_at.is_none();
    if channel.kind == ChannelKind::Section {
        let announced = section(&fetched, &url)?;
        seen.pages = announced
            .into_iter()
            .map(|page| seen_page(page, |_| true))
            .collect();
        return Ok(seen);
    }
    let document = read(&fetched, &url, now)?;
    if let Some(asked) = document.interval {
        seen.asked = seen.asked.max(Some(asked.as_secs() as Seconds));
    }
    seen.warnings = document.warnings.iter().map(Warning::to_string).collect();
    // What came while nobody looked is news, too.
    let since = channel.answered_at.unwrap_or(now).min(now);
    let is_recent = |page: &SeenPage| {
        let said = page.updated.max(page.published);
        // A sitemap without dates: what stands on it at the first look has been there for who knows how long.
        said.map_or(!is_first, |at| at > since - BACKLOG)
    };
    let mut take = |announced: Vec<Announced>, is_sitemap: bool| {
        seen.pages.extend(
            announced
                .into_iter()
                .map(|page| seen_page(page, |page| !is_sitemap || is_recent(page))),
        );
    };
    take(document.announced, is_sitemap(document.kind));
    if document.kind == Document::SitemapIndex {
        // Its sitemaps may change while it does not: it is asked for whole each time.
        (seen.etag, seen.last_modified) = (None, None);
        let mut sitemaps = document.more;
        sitemaps.sort_by_key(|more| std::cmp::Reverse(more.updated.and_then(instant)));
        for more in sitemaps.into_iter().take(MOST_SITEMAPS) {
            // One that cannot be had does not keep the others from being read.
            match fetcher
                .get(&Request::feed(&more.url))
                .map_err(Trouble::from)
            {
                Ok(Answer::Fetched(fetched)) => match read(&fetched, &more.url, now) {
                    Ok(document) => take(document.announced, true),
                    Err(trouble) => seen.warnings.push(trouble.message),
                },
                Ok(Answer::NotModified(_)) => {}
                Err(trouble) => seen.warnings.push(trouble.message),
            }
        }
    }
    Ok(seen)
}

/// Whether a document lists what a site has, not only what is new.
fn is_sitemap(kind: Document) -> bool {
    matches!(
        kind,
        Document::Sitemap | Document::NewsSitemap | Document::SitemapIndex
    )
}

/// Reads what was fetched as a feed or sitemap.
fn read(fetched: &Fetched, asked: &Url, now: Seconds) -> Result<khabar_feeds::Channel, Trouble> {
    let options = ReadOptions {
        now: Timestamp::from_second(now).ok(),
        ..ReadOptions::default()
    };
    let at = Url::parse(&fetched.url).unwrap_or_else(|_| asked.clone());
    let content_type = content_type(fetched);
    Ok(khabar_feeds::read(
        &fetched.bytes,
        content_type.as_deref(),
        &at,
        &options,
    )?)
}

/// Reads what was fetched as a page whose links lead to reports.
fn section(fetched: &Fetched, asked: &Url) -> Result<Vec<Announced>, Trouble> {
    let at = Url::parse(&fetched.url).unwrap_or_else(|_| asked.clone());
    let section = khabar_feeds::section(
        &fetched.bytes,
        content_type(fetched).as_deref(),
        &at,
        &ReadOptions::default(),
    )
    .map_err(|error| Trouble::passing("too-large", error.to_string()))?;
    Ok(section.announced)
}

/// The `Content-Type` header of what was fetched.
pub fn content_type(fetched: &Fetched) -> Option<String> {
    let (_, value) = fetched
        .headers
        .iter()
        .find(|(name, _)| name == "content-type")?;
    Some(String::from_utf8_lossy(value).into_owned())
}

fn seen_page(page: Announced, wanted: impl Fn(&SeenPage) -> bool) -> SeenPage {
    let mut seen = SeenPage {
        url: key_of(&page.url).unwrap_or_else(|| page.url.to_string()),
        address: page.url.into(),
        published: page.published.and_then(instant),
        updated: page.updated.and_then(instant),
        item: Item {
            title: page.title,
            published: page.published.map(|at| at.to_string()),
            updated: page.updated.map(|at| at.to_string()),
            summary: page.summary,
            content: page
                .content_html
                .filter(|content| content.len() <= LONGEST_CONTENT),
            authors: page.authors,
            language: page.language,
        },
        wanted: true,
    };
    seen.wanted = wanted(&seen);
    seen
}

impl From<FeedError> for Trouble {
    fn from(error: FeedError) -> Self {
        let cause = match error {
            FeedError::TooLarge { .. } => "too-large",
            FeedError::Empty { .. } => "empty",
            FeedError::Page { .. }
            | FeedError::Subscriptions { .. }
            | FeedError::Unknown { .. } => "no-feed",
            FeedError::Json { .. } => "broken-feed",
        };
        Self::passing(cause, error.to_string())
    }
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Self {
        Self {
            cause: error.cause(),
            message: error.to_string(),
            retry_after: error.retry_after().map(|wait| wait.as_secs() as Seconds),
            is_passing: error.is_passing(),
        }
    }
}
