//! Whatever comes in, something comes out, and what it promises holds.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use khabar_feeds::{
    Channel, ReadOptions, discover, key_of, looks_like_report, opml, read, section,
    sitemaps_of_robots,
};
use proptest::prelude::*;
use url::Url;

const OPTIONS: ReadOptions = ReadOptions {
    now: None,
    bytes: 1 << 20,
    announced: 50,
};

fn url() -> Url {
    "https://news.example/section/".parse().unwrap()
}

/// Holds a channel to what it promises.
fn check(channel: &Channel) {
    assert!(channel.announced.len() <= OPTIONS.announced);
    assert!(channel.announced.is_sorted_by(|a, b| a.place < b.place));
    let mut seen = HashSet::new();
    for report in &channel.announced {
        assert!(seen.insert(key_of(&report.url)), "{} twice", report.url);
        assert!(matches!(report.url.scheme(), "http" | "https"));
        assert!(
            report
                .title
                .as_ref()
                .is_none_or(|title| !title.is_empty() && title.len() <= 1_100)
        );
    }
}

fn everything(bytes: &[u8]) {
    if let Ok(channel) = read(bytes, None, &url(), &OPTIONS) {
        check(&channel);
    }
    if let Ok(channel) = section(bytes, None, &url(), &OPTIONS) {
        check(&channel);
    }
    let _ = discover(bytes, None, &url());
    if let Ok(subscriptions) = opml::read(bytes) {
        let written = opml::write("x", &subscriptions);
        let again = opml::read(written.as_bytes()).unwrap_or_default();
        assert_eq!(again, subscriptions);
    }
    sitemaps_of_robots(&String::from_utf8_lossy(bytes), &url());
}

/// Markup that is nearly what is read here.
fn markup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "https://news.example/2026/03/02/a-b-c-d",
        "<guid>",
        "</guid>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "&",
        "<",
        ">",
        "\"",
        "<feed xml:base='/x/'>",
        "<entry>",
        "</entry>",
        "<link href='/e'/>",
        "<author><name>",
        "</name>",
        "</author>",
        "<urlset>",
        "<url><loc>",
        "</loc></url>",
        "<opml>",
        "<outline text='a",
        "<outline xmlUrl='https://a.example/'/>",
        "</outline>",
        "<html>",
        "<a href='/2026/3/2/harbour-opens'>",
        "</a>",
        "<h2>",
        "</h2>",
        "<nav>",
        "<article>",
        "Mon, 02 Mar 2026 09:40:00 +0200",
        "مرفأ",
        "港",
        "<time datetime='2026-03-02'>",
        "<script type='application/ld+json'>",
        "{\"@type\":\"ItemList\",\"itemListElement\":[",
        "{\"items\":[",
        "{\"url\":\"/a\"}",
        "]}",
        "</script>",
        "<pubDate>",
        "</pubDate>",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        everything(&bytes);
    }

    #[test]
    fn markup_never_panics(text in markup()) {
        everything(text.as_bytes());
    }

    #[test]
    fn addresses_never_panic(path in "\\PC{0,60}") {
        if let Ok(url) = url().join(&path) {
            looks_like_report(&url);
            khabar_feeds::canonical(&url);
        }
    }
}

/// Repetitions that would show time growing with the square of the size: that much takes minutes then.
#[test]
fn time_grows_with_size_alone() {
    for piece in [
        "<item>",
        "<item><title>",
        "<title>",
        "</item>",
        "<![CDATA[",
        "<!--",
        "<",
        "<a",
        "&",
        "<a href=/a>",
        "<h2><a href='/2026/03/02/x-y-z'>",
        "<link href=",
        "<outline text=a>",
        "<rss><item><link>/a</link></item>",
        "<nav><ul><li><a href=x>",
        "<item xml:base='/a'>",
        "<p>words of text <a href=/b>b</a>",
        "<time>1 March 2026</time>",
    ] {
        for head in [
            "",
            "<rss><channel>",
            "<feed>",
            "<urlset>",
            "<opml>",
            "<html>",
        ] {
            let size = 300_000 / piece.len();
            let text = format!("{head}{}", piece.repeat(size));
            let begun = Instant::now();
            everything(text.as_bytes());
            assert!(begun.elapsed() < Duration::from_mins(1), "{head}{piece}");
        }
    }
}

/// A document that is no feed is told by its beginning: time does not grow with each sign there times all that follows.
#[test]
fn what_is_no_feed_is_soon_left() {
    let text = "<a".repeat(24 << 20);
    let begun = Instant::now();
    assert!(read(text.as_bytes(), None, &url(), &ReadOptions::default()).is_err());
    assert!(begun.elapsed() < Duration::from_mins(1));
}
