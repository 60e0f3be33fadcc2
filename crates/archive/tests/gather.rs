//! Gathering from real servers on this machine: what they announce is kept, once, whatever they do.

#[path = "../../fetch/tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use khabar_archive::follow::{self, FollowError};
use khabar_archive::gather::{GatherOptions, Gathered, Gatherer};
use khabar_archive::ledger::Health;
use khabar_archive::record::channels::ChannelKind;
use khabar_archive::record::pages::PageState;
use khabar_archive::search::SearchRequest;
use khabar_archive::{Archive, ArchiveError, time};
use khabar_fetch::{FetchOptions, Fetcher, Reach};
use support::{Asked, Sent, Site, missing, page, redirect, sent};
use tempfile::TempDir;

/// A page with a report of this headline.
fn report(headline: &str, more: &str) -> Sent {
    page(format!(
        "<!DOCTYPE html><html lang=en><head><title>{headline} - The Post</title></head><body><article><h1>{headline}</h1>\
         <p>The bridge over the Amal was opened on Monday, nine years after the first stone was laid, the ministry of \
         transport said in a statement to the press.</p>\
         <p>Some four thousand cars are expected to cross it every day, which shortens the way to the coast by an hour \
         for the people of the eastern valley.</p>\
         <p>“We have waited for this for a long time,” the mayor of the town told a crowd that had gathered at the river \
         long before the ribbon was cut. {more}</p></article></body></html>"
    ))
}

/// A feed with these items: address, headline, and whatever else.
fn feed(items: &[(&str, &str, &str)]) -> Sent {
    let items: Vec<String> = items
        .iter()
        .map(|(link, title, more)| {
            format!("<item><link>{link}</link><title>{title}</title>{more}</item>")
        })
        .collect();
    let items = items.concat();
    sent(
        200,
        "Content-Type: application/rss+xml\r\nETag: \"one\"\r\n",
        format!(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>The Post</title><link>/</link>{items}</channel></rss>"
        ),
    )
}

/// An archive of its own, and how it gathers.
struct Desk {
    _folder: TempDir,
    archive: Archive,
    options: GatherOptions,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_begin(folder.path().join("archive")).unwrap();
        let options = GatherOptions {
            fetch: FetchOptions {
                timeout: Duration::from_secs(5),
                delay: Duration::ZERO,
                reach: Reach::Public {
                    allow: vec!["127.0.0.0/8".parse().unwrap()],
                },
                ..FetchOptions::default()
            },
            workers: 4,
            ..GatherOptions::default()
        };
        Self {
            _folder: folder,
            archive,
            options,
        }
    }

    fn fetcher(&self) -> Fetcher {
        Fetcher::new(self.options.fetch.clone())
    }

    fn follow(&self, site: &Site, path: &str) -> i64 {
        let found = follow::find(&self.fetcher(), site.url(path).as_str()).unwrap();
        self.archive.follow(&found, None).unwrap().source
    }

    fn gather(&self) -> Gathered {
        let held = self.archive.hold("a test").unwrap();
        let mut gatherer = Gatherer::new(&self.archive, &held, self.options.clone()).unwrap();
        gatherer.once(&AtomicBool::new(false), &|_| {}).unwrap()
    }

    /// Gathers with all channels and pages due.
    fn gather_again(&self) -> Gathered {
        self.archive
            .record()
            .write(|of| {
                of.execute_batch(
                    "UPDATE channels SET due_at = 0; UPDATE pages SET due_at = 0 WHERE due_at IS NOT NULL",
                )
            })
            .unwrap();
        self.gather()
    }

    fn headlines(&self) -> Vec<String> {
        let which = khabar_archive::record::reports::Which::default();
        let mut headlines: Vec<String> = self
            .archive
            .latest(which, 100)
            .unwrap()
            .into_iter()
            .map(|entry| entry.headline.unwrap_or_default())
            .collect();
        headlines.sort();
        headlines
    }

    fn found(&self, query: &str) -> usize {
        let request = SearchRequest {
            query: query.to_owned(),
            ..SearchRequest::default()
        };
        self.archive.search(&request).unwrap().hits.len()
    }
}

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
fn every_failure_has_a_cause_and_harms_nothing_else() {
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[
            ("/good", "Good", ""),
            ("/forbidden", "Forbidden", ""),
            ("/gone", "Gone", ""),
            ("/missing", "Not there yet", ""),
            ("/round", "Round", ""),
            ("/broken", "Broken", ""),
            ("/cut", "Cut off", ""),
            ("/front", "No report", ""),
            ("http://10.1.2.3/private", "Private", ""),
            // Last, since the whole site is left alone after it.
            ("/busy", "Busy", ""),
        ]),
        "/good" => report("The bridge opens", ""),
        "/forbidden" => sent(403, "", "no"),
        "/gone" => sent(410, "", "gone"),
        "/round" => redirect(302, "/round"),
        "/busy" => sent(429, "Retry-After: 7200\r\n", "later"),
        "/broken" => sent(500, "", "oops"),
        "/cut" => support::raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>The bri"),
        "/front" => page("<title>Form</title><form><input name=q></form>"),
        _ => missing(),
    });
    let desk = Desk::new();
    let source = desk.follow(&site, "/feed");
    let gathered = desk.gather();
    assert_eq!(gathered.new, 1, "{gathered:?}");
    let missed = desk.archive.missed(Some(source)).unwrap();
    let of = |path: &str| {
        let page = missed.iter().find(|page| page.address.ends_with(path));
        let page = page.unwrap_or_else(|| panic!("{path}: {missed:?}"));
        (page.cause.clone().unwrap(), page.state, page.due_at)
    };
    let now = time::now();
    assert_eq!(
        of("/forbidden"),
        ("refused".into(), PageState::Missed, None)
    );
    assert_eq!(
        of("/missing"),
        ("not-found".into(), PageState::Waiting, of("/missing").2)
    );
    assert_eq!(of("/gone"), ("gone".into(), PageState::Missed, None));
    assert_eq!(
        of("/round"),
        ("redirect-loop".into(), PageState::Missed, None)
    );
    assert_eq!(
        of("/private"),
        ("private-address".into(), PageState::Missed, None)
    );
    assert_eq!(of("/front").1, PageState::NotAReport);
    let (cause, state, due) = of("/busy");
    assert_eq!(
        (cause.as_str(), state),
        ("too-many-requests", PageState::Waiting)
    );
    assert!(due.unwrap() >= now + 7200);
    assert_eq!(of("/broken").1, PageState::Waiting);
    assert_eq!(of("/cut").1, PageState::Waiting);
    let failures = desk.archive.source_state(source).unwrap().failures;
    assert!(
        failures
            .iter()
            .any(|failure| failure.cause == "refused" && failure.count == 1)
    );
}

#[test]
fn what_a_page_withholds_its_feed_may_give() {
    let content = "<p>The bridge over the Amal was opened on Monday, the ministry of transport said in a statement.</p>"
        .repeat(8);
    let item = format!(
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{content}]]></content:encoded>\
         <pubDate>Mon, 02 Mar 2026 07:40:00 GMT</pubDate>"
    );
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[
            ("/a", "The bridge opens", &item),
            ("/b", "Short", "<description>Little</description>"),
        ]),
        "/robots.txt" => missing(),
        _ => sent(403, "", "for browsers"),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    let gathered = desk.gather();
    assert_eq!((gathered.new, gathered.failed), (1, 2));
    let report = desk.archive.report(1, None).unwrap();
    assert_eq!(report.entry.headline.as_deref(), Some("The bridge opens"));
    assert_eq!(
        report.entry.published.as_deref(),
        Some("2026-03-02T07:40:00Z")
    );
    assert!(report.reading.contains("this is what its feed gives"));
    assert_eq!(report.entry.url, site.url("/a").as_str());
}

#[test]
fn a_site_that_names_one_address_for_all_its_reports_keeps_them_apart() {
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[
            ("/a", "The bridge opens", ""),
            ("/b", "The harbour opens", ""),
        ]),
        "/a" | "/b" => {
            let headline = if asked.path == "/a" {
                "The bridge opens"
            } else {
                "The harbour opens"
            };
            let page = String::from_utf8(report(headline, "").bytes).unwrap();
            let (_, html) = page.split_once("\r\n\r\n").unwrap();
            support::page(html.replace("<head>", "<head><link rel=canonical href='/news/'>"))
        }
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    assert_eq!(desk.gather().new, 2);
    let again = desk.gather_again();
    assert_eq!((again.new, again.changed, again.same), (0, 0, 2));
}

#[test]
fn a_busy_site_costs_its_pages_no_tries() {
    let busy = Arc::new(AtomicBool::new(true));
    let is_busy = Arc::clone(&busy);
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "The bridge opens", "")]),
        "/a" if is_busy.load(Ordering::SeqCst) => sent(429, "Retry-After: 1\r\n", "later"),
        "/a" => report("The bridge opens", ""),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    for _ in 0..8 {
        desk.gather_again();
    }
    let tries: i64 = desk
        .archive
        .record()
        .read(|of| of.query_row("SELECT tries FROM pages", [], |row| row.get(0)))
        .unwrap();
    assert_eq!(tries, 0);
    busy.store(false, Ordering::SeqCst);
    assert_eq!(desk.gather_again().new, 1);
}

#[test]
fn a_feed_that_fails_is_tried_again_later_and_told() {
    let down = Arc::new(AtomicBool::new(false));
    let is_down = Arc::clone(&down);
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        _ if is_down.load(Ordering::SeqCst) => sent(500, "", "oops"),
        "/feed" => feed(&[("/a", "Bridge", "")]),
        "/a" => report("The bridge opens", ""),
        _ => missing(),
    });
    let desk = Desk::new();
    let source = desk.follow(&site, "/feed");
    desk.gather();
    down.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        desk.gather_again();
    }
    let state = desk.archive.source_state(source).unwrap();
    assert_eq!(state.health, Health::Down);
    assert_eq!(state.channels[0].failures, 3);
    assert_eq!(state.channels[0].cause.as_deref(), Some("server"));
    assert!(state.channels[0].due_at > time::now());
    assert_eq!(state.reports, 1);
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
fn an_archive_is_held_by_one_process_and_read_by_any() {
    let desk = Desk::new();
    let _held = desk.archive.hold("khabar serve").unwrap();
    let other = Archive::open(desk.archive.folder().root()).unwrap();
    let refused = other.hold("khabar gather");
    assert!(
        matches!(&refused, Err(ArchiveError::InUse { holder, .. }) if holder.starts_with("khabar serve (process")),
        "{refused:?}"
    );
    assert!(other.sources().unwrap().is_empty());
}

#[test]
fn an_index_that_is_damaged_or_lost_is_made_anew() {
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", "")]),
        "/a" => report("The bridge opens", ""),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    desk.gather();
    let index = desk.archive.folder().index();
    let root = desk.archive.folder().root().to_owned();
    let open_and_gather = || {
        let desk = Desk {
            archive: Archive::open(&root).unwrap(),
            _folder: tempfile::tempdir().unwrap(),
            options: desk.options.clone(),
        };
        desk.gather();
        assert_eq!(desk.found("bridge"), 1);
    };
    for entry in std::fs::read_dir(&index).unwrap() {
        std::fs::write(entry.unwrap().path(), "no index").unwrap();
    }
    open_and_gather();
    std::fs::remove_dir_all(&index).unwrap();
    open_and_gather();
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

#[test]
fn a_saved_search_tells_once_of_what_is_new() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", ""), ("/b", "Harbour", "")]),
        "/a" => report("The bridge opens", "A ferry was there."),
        "/b" => report("The harbour opens", ""),
        "/hook" if asked.before == 0 => sent(503, "", "not now"),
        "/hook" => {
            log.lock()
                .unwrap()
                .push(String::from_utf8(asked.body.clone()).unwrap());
            sent(204, "", "")
        }
        _ => missing(),
    });
    let desk = Desk::new();
    desk.archive
        .save_search(&khabar_archive::record::searches::NewSearch {
            name: "Ferries".into(),
            query: "ferry".into(),
            webhook: Some(site.url("/hook").to_string()),
            email: None,
        })
        .unwrap();
    desk.follow(&site, "/feed");
    desk.gather();
    assert!(told.lock().unwrap().is_empty());
    // Tried again once it is time, and then no more.
    desk.archive
        .record()
        .write(|of| of.execute("UPDATE notices SET due_at = 0", []))
        .unwrap();
    desk.gather();
    desk.gather();
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 1);
    let body: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
    assert_eq!(body["search"]["name"], "Ferries");
    assert_eq!(body["reports"].as_array().unwrap().len(), 1);
    assert_eq!(body["reports"][0]["headline"], "The bridge opens");
}

#[test]
fn a_feed_of_fifty_thousand_items_does_not_flood_the_archive() {
    let items: Vec<String> = (0..50_000)
        .map(|n| format!("<item><link>/{n}</link><title>Report {n}</title></item>"))
        .collect();
    let body = format!(
        "<rss version='2.0'><channel><title>The Post</title>{}</channel></rss>",
        items.concat()
    );
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => sent(200, "Content-Type: application/rss+xml\r\n", &body),
        _ => missing(),
    });
    let desk = Desk::new();
    let source = desk.follow(&site, "/feed");
    let held = desk.archive.hold("a test").unwrap();
    let mut gatherer = Gatherer::new(&desk.archive, &held, desk.options.clone()).unwrap();
    // Once they are announced that is enough.
    let stop = AtomicBool::new(false);
    let gathered = gatherer
        .once(&stop, &|gathered| {
            stop.store(gathered.announced > 0, Ordering::SeqCst);
        })
        .unwrap();
    assert_eq!(gathered.announced, 10_000);
    let pages = desk.archive.pages(Some(source)).unwrap();
    assert_eq!(pages.iter().map(|(_, count)| count).sum::<u64>(), 10_000);
}

#[test]
fn a_report_of_tomorrow_does_not_stand_above_all_others() {
    let tomorrow = "<pubDate>Fri, 01 Jan 2100 07:40:00 GMT</pubDate>";
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "The bridge opens", tomorrow)]),
        "/a" => report("The bridge opens", ""),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    desk.gather();
    let entry = &desk.archive.entries(&[1]).unwrap()[0];
    assert_eq!(entry.published.as_deref(), Some("2100-01-01T07:40:00Z"));
    assert!(entry.ordered_at <= time::now());
}

#[test]
fn an_article_that_changes_at_each_fetch_is_kept_within_bounds() {
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "The bridge opens", "")]),
        "/a" => report("The bridge opens", &format!("Read {} times.", asked.before)),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    for _ in 0..4 {
        desk.gather_again();
    }
    let report = desk.archive.report(1, None).unwrap();
    assert_eq!(report.versions.len(), 4);
    // It is read again when it may well have changed, not all the time.
    let due: i64 = desk
        .archive
        .record()
        .read(|of| of.query_row("SELECT due_at FROM pages", [], |row| row.get(0)))
        .unwrap();
    assert!(due > time::now() + 30 * time::MINUTE);
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
            let page = String::from_utf8(report("The bridge opens", "").bytes).unwrap();
            let (_, html) = page.split_once("\r\n\r\n").unwrap();
            support::page(html.replace("<head>", "<head><link rel=canonical href='/a'>"))
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
