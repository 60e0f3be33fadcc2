//! From a feed, a sitemap, a section page or a list of subscriptions to what it announces.
//!
//! [`read`] takes the bytes of a channel and gives a [`Channel`]; [`section()`] takes a page of a site and gives the same, of the
//! links on it that lead to reports. [`discover()`] says which channels a page names, [`opml`] reads and writes lists of
//! subscriptions. This crate does no input or output: addresses are names here, and what lies at them somebody else fetches.
//!
//! ```
//! use khabar_feeds::{ReadOptions, read};
//!
//! let feed = br#"<rss version="2.0"><channel><title>The Coastal Courier</title>
//!     <item><title>Harbour reopens</title><link>/2026/03/02/harbour</link></item></channel></rss>"#;
//! let url = "https://courier.example/feed".parse()?;
//! let channel = read(feed, None, &url, &ReadOptions::default())?;
//! assert_eq!(channel.announced[0].url.as_str(), "https://courier.example/2026/03/02/harbour");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod channel;
mod date;
mod discover;
mod lengths;
pub mod opml;
mod read;
mod section;
mod shape;
mod xml;

pub use channel::{Announced, Channel, ChannelKind, FeedError, More, ReadOptions, Warning};
pub use discover::{
    Discovered, Feed, FeedSource, Guesses, discover, guesses, is_same_site, sitemaps_of_robots,
};
pub use khabar_article::address::{canonical, key_of};
pub use read::read;
pub use section::section;
pub use shape::{Likeness, looks_like_report};
