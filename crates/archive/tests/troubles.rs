//! Gathering where something goes wrong: sites that fail, lie or flood, and an archive in use or damaged.

mod desk;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use desk::support::{Asked, Site, missing, page, redirect, sent};
use desk::{Desk, feed, report};
use khabar_archive::gather::Gatherer;
use khabar_archive::ledger::Health;
use khabar_archive::record::pages::PageState;
use khabar_archive::{Archive, ArchiveError, time};

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
        "/cut" => desk::support::raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>The bri"),
        "/front" => page("<title>Form</title><form><input name=q></form>"),
        _ => missing(),
    });
    let desk = Desk::new();
    let source = desk.follow(&site, "/feed");
    let begun = time::now();
    let gathered = desk.gather();
    assert_eq!(gathered.new, 1, "{gathered:?}");
    let missed = desk.archive.missed(Some(source)).unwrap();
    let of = |path: &str| {
        let page = missed.iter().find(|page| page.address.ends_with(path));
        let page = page.unwrap_or_else(|| panic!("{path}: {missed:?}"));
        (page.cause.clone().unwrap(), page.state, page.due_at)
    };
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
    assert!(due.unwrap() >= begun + 7200);
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
            let answer = String::from_utf8(report(headline, "").bytes).unwrap();
            let (_, html) = answer.split_once("\r\n\r\n").unwrap();
            page(html.replace("<head>", "<head><link rel=canonical href='/news/'>"))
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
fn a_report_that_is_renamed_stays_one_wherever_it_is_announced() {
    let renamed = Arc::new(AtomicBool::new(false));
    let is_renamed = Arc::clone(&renamed);
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" if is_renamed.load(Ordering::SeqCst) => {
            feed(&[("/short", "The bridge closes", "")])
        }
        "/feed" => feed(&[("/a", "The bridge opens", "")]),
        "/short" => redirect(302, "/a"),
        "/a" if is_renamed.load(Ordering::SeqCst) => report("The bridge closes", ""),
        "/a" => report("The bridge opens", ""),
        _ => missing(),
    });
    let desk = Desk::new();
    desk.follow(&site, "/feed");
    desk.gather();
    renamed.store(true, Ordering::SeqCst);
    let again = desk.gather_again();
    assert_eq!((again.new, again.changed), (0, 1), "{again:?}");
    assert_eq!(desk.headlines(), ["The bridge closes"]);
}
