//! Any bytes are read as a feed, as a section page and as a list of subscriptions: what is announced has an address of the web,
//! each once, and subscriptions are the same once written and read.

#![no_main]

use std::collections::HashSet;

use khabar_feeds::{Channel, ReadOptions, discover, key_of, looks_like_report, opml, read, section};
use libfuzzer_sys::fuzz_target;
use url::Url;

/// Small, so that it is reached.
const OPTIONS: ReadOptions = ReadOptions {
    now: None,
    bytes: 64 << 10,
    announced: 20,
};

fuzz_target!(|bytes: &[u8]| {
    let url: Url = "https://paper.example/coast/".parse().expect("an address");
    if let Ok(channel) = read(bytes, None, &url, &OPTIONS) {
        check(&channel);
    }
    if let Ok(channel) = section(bytes, None, &url, &OPTIONS) {
        check(&channel);
    }
    // What pages name as feeds may be anything, but no other scheme.
    if let Ok(found) = discover(bytes, None, &url) {
        assert!(found.feeds.iter().all(|feed| is_web(&feed.url)));
    }
    if let Ok(subscriptions) = opml::read(bytes) {
        let written = opml::write("", &subscriptions);
        let again = opml::read(written.as_bytes()).unwrap_or_default();
        assert_eq!(again, subscriptions);
    }
});

fn check(channel: &Channel) {
    assert!(channel.announced.len() <= OPTIONS.announced);
    let mut seen = HashSet::new();
    for report in &channel.announced {
        assert!(is_web(&report.url));
        assert!(seen.insert(key_of(&report.url)), "{} twice", report.url);
        assert!(report.title.as_deref() != Some(""));
        looks_like_report(&report.url);
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}
