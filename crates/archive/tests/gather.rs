//! Gathering from real servers on this machine: what they announce is kept, once, whatever they do.

mod desk;

use std::sync::{Arc, Mutex};

use desk::support::{Asked, Site, missing, page, redirect, sent};
use desk::{Desk, feed, report};
use khabar_archive::follow::{self, FollowError};
use khabar_archive::ledger::Health;
use khabar_archive::record::channels::ChannelKind;
use khabar_archive::time;

#[test]
fn what_a_feed_announces_is_kept_and_found() {
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[
            ("/2026/03/02/bridge-opens", "Bridge opens", ""),
            ("/2026/03/02/bridge-closes", "Bridge closes", ""),
        ]),
        "/2026/03/02/bridge-opens" => report("The bridge opens after nine years", ""),
        "/2026/03/02/bridge-closes" => report("The bridge closes again", "Nobody knew why."),
        _ => missing(),
    });
    let desk = Desk::new();
    let source = desk.follow(&site, "/feed");
    let gathered = desk.gather();
    assert_eq!((gathered.new, gathered.failed), (2, 0));
    assert_eq!(
        desk.headlines(),
        [
            "The bridge closes again",
            "The bridge opens after nine years"
        ]
    );
    assert_eq!(desk.found("bridges"), 2);
    assert_eq!(desk.found("\"nobody knew\""), 1);
    let state = desk.archive.source_state(source).unwrap();
    assert_eq!((state.reports, state.health), (2, Health::Well));
    // Once more, and nothing is there twice.
    let again = desk.gather_again();
    assert_eq!((again.new, again.changed), (0, 0));
    assert_eq!(desk.headlines().len(), 2);
}

#[test]
fn a_site_is_followed_by_all_it_has() {
    let yesterday = time::written(time::now() - time::DAY);
    let links: Vec<String> = (1..=8)
        .map(|n| format!("<h3><a href='/2026/03/0{n}/what-happened-on-day-{n}'>What happened on day {n} of the month of March</a></h3>"))
        .collect();
    let links = links.concat();
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/" => page(format!(
            "<html lang=en><head><title>The Post</title><meta property='og:site_name' content='The Post'>\
             <link rel=alternate type='application/rss+xml' href='/feed'></head><body><nav><a href='/sport/'>Sport</a>\
             </nav><main>{links}</main></body></html>"
        )),
        "/feed" => feed(&[("/2026/03/01/what-happened-on-day-1", "Day 1", "")]),
        "/robots.txt" => sent(
            200,
            "",
            "User-agent: *\nDisallow:\nSitemap: /news-sitemap.xml\n",
        ),
        "/news-sitemap.xml" => sent(
            200,
            "Content-Type: text/xml\r\n",
            format!(
                "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>\
             <url><loc>/2026/03/02/what-happened-on-day-2</loc><news:news><news:title>Day 2</news:title>\
             <news:publication_date>{yesterday}</news:publication_date></news:news></url></urlset>"
            ),
        ),
        path if path.starts_with("/2026/") => report(path, ""),
        _ => missing(),
    });
    let desk = Desk::new();
    let found = follow::find(&desk.fetcher(), site.url("/").as_str()).unwrap();
    let mut kinds: Vec<ChannelKind> = found.channels.iter().map(|channel| channel.kind).collect();
    kinds.sort();
    assert_eq!(found.title, "The Post");
    assert_eq!(
        kinds,
        [
            ChannelKind::Feed,
            ChannelKind::Sitemap,
            ChannelKind::Section
        ]
    );
    let source = desk.archive.follow(&found, None).unwrap().source;
    let gathered = desk.gather();
    assert_eq!(gathered.new, 8, "{gathered:?}");
    let coverage = || desk.archive.source_state(source).unwrap().coverage;
    // What was there at the first look says nothing.
    assert_eq!(coverage().all, 0);
    let earlier = "UPDATE channels SET added_at = added_at - 86400";
    desk.archive
        .record()
        .write(|of| of.execute(earlier, []))
        .unwrap();
    let coverage = coverage();
    assert_eq!(
        (
            coverage.all,
            coverage.feed,
            coverage.sitemap,
            coverage.section
        ),
        (8, 1, 1, 8)
    );
}

#[test]
fn a_change_is_a_version_with_its_difference() {
    let text = Arc::new(Mutex::new("Twelve people were there."));
    let shown = Arc::clone(&text);
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", "")]),
        "/a" => report("The bridge opens", &shown.lock().unwrap()),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    assert_eq!(desk.gather().new, 1);
    *text.lock().unwrap() = "Fifteen people were there.";
    let again = desk.gather_again();
    assert_eq!((again.new, again.changed), (0, 1));
    let report = desk.archive.report(1, None).unwrap();
    assert_eq!((report.version, report.versions.len()), (2, 2));
    let comparison = desk.archive.compare(1, 1, 2).unwrap();
    let changed: Vec<&str> = comparison
        .body
        .iter()
        .filter(|run| run.kind != khabar_archive::diff::RunKind::Same)
        .map(|run| run.text.as_str())
        .collect();
    assert_eq!(changed, ["Twelve", "Fifteen"]);
    assert_eq!(desk.found("fifteen"), 1);
    assert_eq!(desk.found("twelve"), 0);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let site = Site::new(|asked: &Asked| {
        if asked.headers.contains("if-none-match: \"one\"") {
            return sent(304, "", "");
        }
        match asked.path.as_str() {
            "/feed" => feed(&[("/a", "Bridge", "")]),
            "/a" => {
                let mut sent = report("The bridge opens", "");
                let head = String::from_utf8(sent.bytes).unwrap();
                sent.bytes = head
                    .replacen("\r\n", "\r\nETag: \"one\"\r\n", 1)
                    .into_bytes();
                sent
            }
            _ => missing(),
        }
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    desk.gather();
    let again = desk.gather_again();
    assert_eq!((again.looks, again.same, again.changed), (1, 1, 0));
}

#[test]
fn pages_are_kept_as_they_came_where_that_is_wanted() {
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", "")]),
        "/a" => report("The bridge opens", ""),
        _ => missing(),
    });
    let mut desk = Desk::new();
    desk.options.keep_raw = true;
    desk.follow(&site, "/feed");
    desk.gather();
    let version = desk.archive.report(1, None).unwrap().versions.remove(0);
    let file = desk.archive.folder().raw().join(version.raw_file.unwrap());
    let store = khabar_corpus::storage::Store::local(file);
    let offset = version.raw_offset.unwrap();
    let mut reader = khabar_corpus::warc::Reader::new(store, offset..offset + 1, 1 << 20).unwrap();
    let mut record = khabar_corpus::warc::Record::default();
    assert!(matches!(
        reader.next(&mut record).unwrap(),
        khabar_corpus::warc::Next::Record
    ));
    assert_eq!(record.address, site.url("/a").as_str());
    assert!(String::from_utf8_lossy(&record.body).contains("<h1>The bridge opens</h1>"));
}

#[test]
fn a_list_of_subscriptions_is_told_from_a_feed() {
    let site = Site::new(|_: &Asked| {
        sent(
            200,
            "Content-Type: text/x-opml\r\n",
            "<opml version='2.0'><body><outline text='News'><outline text='The Post' type='rss' \
             xmlUrl='https://post.example/feed' htmlUrl='https://post.example/'/></outline></body></opml>",
        )
    });
    let desk = Desk::new();
    let found = follow::find(&desk.fetcher(), site.url("/list.opml").as_str());
    let Err(FollowError::Subscriptions { subscriptions, .. }) = found else {
        panic!("{found:?}");
    };
    let followed = desk.archive.import(&subscriptions).unwrap();
    assert!(followed[0].as_ref().unwrap().is_new);
    let source = desk.archive.sources().unwrap().remove(0);
    assert_eq!(
        (source.title.as_str(), source.folder.as_deref()),
        ("The Post", Some("News"))
    );
    assert_eq!(
        desk.archive.subscriptions().unwrap()[0].feed,
        subscriptions[0].feed
    );
}

/// A short report among many links, in tables.
fn crowded(headline: &str) -> Vec<u8> {
    let link = "<TR><TD><FONT SIZE=2><A HREF='/show.php?id=7'>The seven ferries of the eastern harbour are late again</A></FONT></TD></TR>";
    let others = link.repeat(24);
    format!(
        "<HTML lang=en><HEAD><TITLE>{headline} - The Post</TITLE></HEAD><BODY><TABLE><TR><TD><FONT SIZE=6><B>The Post</B></FONT></TD></TR>\
         <TR><TD><A HREF='/culture'>Culture</A><BR><H2>{headline}</H2></TD></TR><TR><TD><FONT SIZE=4>\
         Archaeologists have found a wall and nine graves near the river, the museum said on Sunday.<BR><BR>\
         A third of the site has been dug. The finds will be shown on Tuesday.</FONT></TD></TR></TABLE>\
         <TABLE>{others}</TABLE></BODY></HTML>"
    )
    .into_bytes()
}

#[test]
fn a_page_that_looks_like_a_front_is_the_report_that_was_announced() {
    let page_of = |headline| {
        let options = khabar_article::ReadOptions::default();
        khabar_article::read(&crowded(headline), &options).unwrap()
    };
    assert!(!page_of("A wall is found near the river").is_report);
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => {
            let dated = "<pubDate>Mon, 02 Mar 2026 09:40:00 GMT</pubDate>";
            feed(&[
                ("/wall", "A wall is found near the river", dated),
                ("/other", "The harbour opens on Monday", dated),
                ("/undated", "A wall is found near the river", ""),
                ("/section", "Culture", dated),
                ("/unspaced", "社会新闻", dated),
            ])
        }
        "/section" => page(crowded("Culture")),
        "/unspaced" => page(crowded("社会新闻")),
        _ => page(crowded("A wall is found near the river")),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    let gathered = desk.gather();
    assert_eq!(gathered.new, 1, "{gathered:?}");
    let report = desk.archive.report(1, None).unwrap();
    assert!(report.entry.url.ends_with("/wall"));
    assert!(report.reading.contains("\"pageKind\":\"article\""));
    assert_eq!(
        report.entry.published.as_deref(),
        Some("2026-03-02T09:40:00Z")
    );
}

#[test]
fn one_report_at_two_addresses_is_kept_once() {
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[
            ("/a?utm_source=feed", "The bridge opens", ""),
            (
                "/short",
                "The bridge opens",
                "<guid isPermaLink='false'>2</guid>",
            ),
            (
                "/copy",
                "The bridge opens",
                "<guid isPermaLink='false'>3</guid>",
            ),
        ]),
        path if path.starts_with("/a") || path == "/copy" => {
            let answer = String::from_utf8(report("The bridge opens", "").bytes).unwrap();
            let (_, html) = answer.split_once("\r\n\r\n").unwrap();
            page(html.replace("<head>", "<head><link rel=canonical href='/a'>"))
        }
        "/short" => redirect(301, "/a"),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    let gathered = desk.gather();
    assert_eq!((gathered.new, gathered.same), (1, 2), "{gathered:?}");
    assert_eq!(desk.headlines().len(), 1);
}
