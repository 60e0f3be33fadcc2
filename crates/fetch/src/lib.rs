//! From an address to what a site answers: politely, within limits, and never where it must not reach.
//!
//! A [`Fetcher`] takes a [`Request`] and gives an [`Answer`], or a [`FetchError`] that says why there is none. It asks
//! robots.txt first, asks no site for two things at the same time nor more often than the site wants, follows redirects
//! one by one, and holds each step to the same rules. What an address may lead to is said by [`Reach`]: a person at
//! their own machine may go anywhere, a server that takes addresses from others must not be led to its own network.
//!
//! Nothing here knows what news is.

mod answer;
mod client;
mod error;
mod fetcher;
mod headers;
mod opt_out;
mod options;
mod reach;
mod robots;
mod sites;

pub use answer::{Answer, Fetched, NotModified, Posted, Request};
pub use error::FetchError;
pub use fetcher::Fetcher;
pub use opt_out::ai_opt_out_of_page;
pub use options::FetchOptions;
pub use reach::{AllowedNet, AllowedNetError, Reach};
pub use sites::site_name;

/// How the program names itself: what it is, and where its makers are found.
pub const USER_AGENT: &str = concat!(
    "khabar/",
    env!("CARGO_PKG_VERSION"),
    " (+",
    env!("CARGO_PKG_REPOSITORY"),
    ")"
);
