//! What a channel announces.

use std::time::Duration;

use jiff::Timestamp;
use khabar_article::dates::Moment;
use thiserror::Error;
use url::Url;

/// What is read of a channel, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// The time it is, by which dates in the future are told. `None` where that does not matter.
    pub now: Option<Timestamp>,
    /// Bytes of the channel; a longer one is an error.
    pub bytes: usize,
    /// Announcements kept, the newest.
    pub announced: usize,
}

impl Default for ReadOptions {
    /// 64 MiB, somewhat more than a sitemap may have; 10,000 announcements.
    fn default() -> Self {
        Self {
            now: None,
            bytes: 64 << 20,
            announced: 10_000,
        }
    }
}

/// What kind of document announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    /// RSS 0.9x, 1.0 or 2.0.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    JsonFeed,
    /// A sitemap that says of its addresses what news they are.
    NewsSitemap,
    /// A sitemap: addresses of whatever a site has.
    Sitemap,
    /// A list of sitemaps, which are in [`Channel::more`].
    SitemapIndex,
    /// A page of the site that links to its reports.
    Section,
}

/// A channel as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// What kind of document it is.
    pub kind: ChannelKind,
    /// Its name, as plain text.
    pub title: Option<String>,
    /// The page it belongs to.
    pub home: Option<Url>,
    /// The language it says it is in, a BCP 47 tag as written but with hyphens.
    pub language: Option<String>,
    /// What it announces, in its own order.
    pub announced: Vec<Announced>,
    /// Where more is announced: the sitemaps of an index.
    pub more: Vec<More>,
    /// How long it asks to be left alone between two readings (`ttl`, `sy:updatePeriod`).
    pub interval: Option<Duration>,
    /// What was odd, what was mended, what was left out.
    pub warnings: Vec<Warning>,
}

impl Channel {
    pub(crate) fn new(kind: ChannelKind) -> Self {
        Self {
            kind,
            title: None,
            home: None,
            language: None,
            announced: Vec::new(),
            more: Vec::new(),
            interval: None,
            warnings: Vec::new(),
        }
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// One report as a channel announces it. What the channel does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Where it stands: an address of the web, in full, as the channel has it; see [`canonical`](crate::canonical).
    pub url: Url,
    /// Its headline as plain text, at most some hundred characters.
    pub title: Option<String>,
    /// When it was published, as precise as the channel says.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// The name the channel knows it by, which need not be an address.
    pub guid: Option<String>,
    /// What it is about, as plain text, at most some thousand bytes.
    pub summary: Option<String>,
    /// The report itself, or what the channel gives of it, as HTML that nobody has cleaned.
    pub content_html: Option<String>,
    /// The language it says it is in.
    pub language: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its place in the channel, from 0. What was left out before it counts.
    pub place: usize,
}

/// A document that announces more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    /// Where it stands.
    pub url: Url,
    /// When it was last changed.
    pub updated: Option<Moment>,
}

/// What was odd about a channel. None of it kept what else it announces from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Warning {
    /// The encoding it names is not the one its bytes are in, which was taken.
    #[error("the channel names another encoding than its bytes are in")]
    EncodingMislabelled,
    /// Some bytes make no sense in its encoding.
    #[error("some bytes make no sense in the encoding of the channel")]
    UndecodableBytes,
    /// Something else stands before the document and was passed over.
    #[error("something stands before the document")]
    LeadingGarbage,
    /// The markup is broken in so many places; reading went on at the next announcement.
    #[error("the markup is broken in {0} place(s)")]
    BrokenMarkup(usize),
    /// The document ends in its middle; what was begun last may lack something.
    #[error("the document ends in its middle")]
    Truncated,
    /// So many announcements have no address of the web and were left out.
    #[error("{0} announcement(s) without an address of the web")]
    NoAddress(usize),
    /// So many announcements have an address or guid that stood before and were left out.
    #[error("{0} announcement(s) stood twice")]
    Doubles(usize),
    /// So many announcements, the oldest, are beyond the limit and were left out; or sitemaps of an index, the last.
    #[error("{0} announcement(s) beyond the limit")]
    TooMany(usize),
    /// So many announcements are dated in the future.
    #[error("{0} announcement(s) dated in the future")]
    FutureDate(usize),
    /// So many dates could not be read.
    #[error("{0} date(s) that could not be read")]
    UnreadableDate(usize),
    /// A page was longer than what is read of one.
    #[error("the page is longer than what is read of one")]
    PageCut,
}

/// Why nothing can be had of a document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeedError {
    /// More bytes than the limit.
    #[error(
        "the channel at {url} has {bytes} bytes, more than the limit of {limit}; raise the limit to read it"
    )]
    TooLarge {
        /// Its address.
        url: Url,
        /// Its bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Nothing, or nothing but white space.
    #[error("there is nothing at {url}; ask again later, or for another address")]
    Empty {
        /// Its address.
        url: Url,
    },
    /// A page for people: read it with [`section`](crate::section()), or look for its feeds with
    /// [`discover`](crate::discover()).
    #[error("{url} is a page, not a feed; look for the feeds it names, or read it as a section")]
    Page {
        /// Its address.
        url: Url,
    },
    /// A list of subscriptions: read it with [`opml::read`](crate::opml::read).
    #[error("{url} is a list of subscriptions (OPML); import it instead of following it")]
    Subscriptions {
        /// Its address.
        url: Url,
    },
    /// JSON that cannot be read as such.
    #[error("the JSON at {url} cannot be read: {cause}; the site has to mend it")]
    Json {
        /// Its address.
        url: Url,
        /// What is wrong with it.
        cause: String,
    },
    /// Something else.
    #[error("{url} is neither feed nor sitemap nor page: it begins with {beginning:?}")]
    Unknown {
        /// Its address.
        url: Url,
        /// Its first characters.
        beginning: String,
    },
}
