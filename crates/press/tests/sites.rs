//! Sites: what they answer, as the clock goes on and each in its own way.

mod support;

use std::collections::BTreeSet;
use std::io::Read;

use jiff::{SignedDuration, Timestamp};
use khabar_press::{Design, Outlet, Press, Request, Traits, answers_from};
use support::{ask, by, get, now, text};

#[test]
fn lists_link_to_their_reports_and_go_on() {
    let press = Press::new(1);
    for outlet in press.outlets() {
        let reports = press.newest(outlet.key, now(), 21, 40);
        let decoded = |target: &str| {
            let response = get(&press, outlet, target);
            assert_eq!(response.status, 200, "{} {target}", outlet.key);
            if outlet.traits.windows_1256 {
                encoding_rs::WINDOWS_1256
                    .decode(&response.body)
                    .0
                    .into_owned()
            } else {
                text(&response)
            }
        };
        let (first, second) = (decoded("/"), decoded("/?page=2"));
        for (number, report) in reports.iter().enumerate() {
            let page = if number < 20 { &first } else { &second };
            let link = html_escape::encode_double_quoted_attribute(&report.path);
            assert!(page.contains(&*link), "{} {link}", outlet.key);
        }
        let sections: BTreeSet<&str> = reports.iter().map(|report| report.section).collect();
        let linked: Vec<&str> = first
            .split("href=\"")
            .chain(first.split("HREF=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.strip_prefix(&outlet.base()))
            .collect();
        for section in sections {
            let path = linked
                .iter()
                .find(|path| path.contains(section) && !path.contains(char::is_numeric));
            let page = decoded(path.unwrap_or_else(|| panic!("{} has no {section}", outlet.key)));
            let of_it = reports
                .iter()
                .find(|report| report.section == section)
                .unwrap();
            assert!(page.contains(&of_it.path), "{} {section}", outlet.key);
            if let Some(other) = reports
                .iter()
                .take(3)
                .find(|report| report.section != section)
            {
                assert!(!page.contains(&other.path), "{} {section}", outlet.key);
            }
        }
        for nothing in [
            "/?page=0",
            "/?page=11",
            "/nothing",
            "/search?q=x",
            "/image/1.svg",
            "/page/1",
        ] {
            assert_eq!(
                get(&press, outlet, nothing).status,
                404,
                "{} {nothing}",
                outlet.key
            );
        }
    }
}

#[test]
fn pages_follow_the_clock() {
    let press = Press::new(1);
    let second = SignedDuration::from_secs(1);
    let mut changes = 0;
    let from: Timestamp = "2026-03-08T00:00:00Z".parse().unwrap();
    for report in press.between(from, now()) {
        let outlet = press.outlet(report.outlet).unwrap();
        // Where neither a busy site nor a paywall comes between.
        if outlet.traits.busy || outlet.traits.paywall || outlet.traits.windows_1256 {
            continue;
        }
        let last = press.report(report.id, now()).unwrap();
        if last.versions.len() == 1 && report.id % 16 != 0 {
            continue;
        }
        let at = |when: Timestamp| ask(&press, outlet, &report.path, &[], when);
        assert_eq!(at(report.published - second).status, 404);
        assert_eq!(at(report.published).status, 200);
        for version in &last.versions[1..] {
            changes += 1;
            let (before, after) = (at(version.at - second), at(version.at));
            assert_ne!(before.body, after.body);
            let corrected = press.report(report.id, version.at).unwrap().correction;
            if let Some(correction) = corrected.filter(|_| outlet.design != Design::App) {
                assert!(text(&after).contains(&correction), "{}", outlet.key);
            }
        }
        // Nothing else on its page changes as time goes by.
        let settled = last.changed();
        assert_eq!(
            at(settled).body,
            at(settled + SignedDuration::from_hours(90)).body
        );
    }
    assert!(changes > 20, "{changes}");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let press = Press::new(1);
    for outlet in press
        .outlets()
        .iter()
        .filter(|outlet| outlet.design != Design::Table)
    {
        let report = &press.newest(outlet.key, now(), 7, 1)[0];
        let targets = [Some(report.path.as_str()), outlet.channel_path(), Some("/")];
        for target in targets.into_iter().flatten() {
            let first = get(&press, outlet, target);
            for (theirs, ours) in [
                ("If-None-Match", "etag"),
                ("If-Modified-Since", "last-modified"),
            ] {
                let Some(value) = first.header(ours) else {
                    continue;
                };
                let again = ask(&press, outlet, target, &[(theirs, value)], now());
                assert_eq!(
                    (again.status, again.body.len()),
                    (304, 0),
                    "{} {target}",
                    outlet.key
                );
                let stale = if ours == "etag" {
                    "\"other\""
                } else {
                    "Sun, 01 Mar 2015 00:00:00 GMT"
                };
                assert_eq!(
                    ask(&press, outlet, target, &[(theirs, stale)], now()).status,
                    200
                );
                for odd in ["", ",", "W/", "yesterday", "\""] {
                    assert_eq!(
                        ask(&press, outlet, target, &[(theirs, odd)], now()).status,
                        200
                    );
                }
            }
        }
    }
}

#[test]
fn packed_answers_hold_the_same() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.gzip);
    let plain = get(&press, outlet, "/");
    let packed = ask(
        &press,
        outlet,
        "/",
        &[("accept-encoding", "br, gzip")],
        now(),
    );
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(plain.header("content-encoding"), None);
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed.body.as_slice())
        .read_to_end(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, plain.body);
}

#[test]
fn an_old_site_is_not_in_utf_8() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.windows_1256);
    let page = get(&press, outlet, "/");
    assert_eq!(page.header("content-type"), Some("text/html"));
    assert!(String::from_utf8(page.body.clone()).is_err(), "no UTF-8");
    assert!(
        encoding_rs::WINDOWS_1256
            .decode(&page.body)
            .0
            .contains(outlet.name)
    );
}

#[test]
fn a_busy_site_asks_for_patience() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.busy);
    let at = |time: &str| format!("2026-03-10T{time}Z").parse().unwrap();
    let asked = |when| ask(&press, outlet, "/", &[], when);
    let busy = asked(at("14:30:20"));
    assert_eq!((busy.status, busy.header("retry-after")), (429, Some("40")));
    assert_eq!(asked(at("14:31:00")).status, 200);
    for (now, wanted) in [
        ("14:29:59", "14:29:59"),
        ("14:30:00", "14:31:00"),
        ("14:30:20", "14:31:00"),
        ("14:30:59", "14:31:00"),
        ("14:31:00", "14:31:00"),
    ] {
        assert_eq!(answers_from(at(now)), at(wanted));
    }
    for end in [Timestamp::MIN, Timestamp::MAX] {
        assert!(answers_from(end) >= end);
    }
}

#[test]
fn a_site_keeps_out_of_training() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.ai_opt_out);
    let page = get(&press, outlet, "/");
    assert_eq!(page.header("tdm-reservation"), Some("1"));
    assert!(text(&page).contains("noai"));
    assert!(
        text(&get(&press, outlet, "/robots.txt"))
            .contains("Content-Signal: search=yes, ai-train=no")
    );
}

#[test]
fn a_site_asks_for_pauses() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.crawl_delay);
    assert!(text(&get(&press, outlet, "/robots.txt")).contains("Crawl-delay: 2"));
}

#[test]
fn a_site_closes_a_section_to_robots() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.disallow);
    assert!(text(&get(&press, outlet, "/robots.txt")).contains("Disallow: /sport/"));
}

#[test]
fn some_reports_are_behind_a_paywall() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.paywall);
    let newest = press.newest(outlet.key, now(), 7, 60);
    let closed: Vec<_> = newest
        .iter()
        .filter(|report| press.is_behind_paywall(report))
        .collect();
    assert!(closed.len() > 5 && closed.len() * 2 < newest.len());
    let page = text(&get(&press, outlet, &closed[0].path));
    assert!(page.contains("\"isAccessibleForFree\":false"));
    assert!(!page.contains(closed[0].paragraphs.last().unwrap().as_str()));
}

#[test]
fn links_of_a_feed_track_readers() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.traits.tracking);
    assert!(text(&get(&press, outlet, outlet.channel_path().unwrap())).contains("utm_source=feed"));
}

#[test]
fn a_report_under_another_of_its_addresses_is_found_under_its_own() {
    let press = Press::new(1);
    let outlet = by(&press, |outlet| outlet.design == Design::Wordpress);
    let report = &press.newest(outlet.key, now(), 7, 1)[0];
    let moved = get(&press, outlet, report.path.trim_end_matches('/'));
    assert_eq!(moved.status, 301);
    assert_eq!(
        moved.header("location"),
        Some(format!("{}{}", outlet.base(), report.path).as_str())
    );
}

#[test]
fn a_report_has_a_picture() {
    let press = Press::new(1);
    let outlet = &press.outlets()[0];
    let report = &press.newest(outlet.key, now(), 7, 1)[0];
    let picture = get(&press, outlet, &format!("/image/{}.svg", report.id));
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
}

#[test]
fn what_nobody_has_is_not_found() {
    let press = Press::new(1);
    let outlet = &press.outlets()[0];
    assert_eq!(
        get(&press, outlet, "/\u{1f4a3}%%%?id=&&==99999999999999999999").status,
        404
    );
    let nobody = Request {
        site: "nobody",
        base: "",
        target: "",
        headers: &[],
        now: now(),
    };
    assert_eq!(press.respond(&nobody).status, 404);
}

/// Which of all particular ways an outlet has.
fn ways(outlet: &Outlet) -> [bool; 12] {
    // Named one by one, so that a new one is not forgotten.
    let Traits {
        agency,
        gzip,
        windows_1256,
        arabic_digits,
        paywall,
        tracking,
        short_links,
        busy,
        crawl_delay,
        disallow,
        ai_opt_out,
        silent,
    } = outlet.traits;
    [
        agency,
        gzip,
        windows_1256,
        arabic_digits,
        paywall,
        tracking,
        short_links,
        busy,
        crawl_delay,
        disallow,
        ai_opt_out,
        silent,
    ]
}

/// Every channel, every design and every particular way is somebody's.
#[test]
fn there_is_one_of_each() {
    let press = Press::new(1);
    let channels: BTreeSet<String> = press
        .outlets()
        .iter()
        .map(|outlet| format!("{:?}", outlet.channel))
        .collect();
    let designs: BTreeSet<String> = press
        .outlets()
        .iter()
        .map(|outlet| format!("{:?}", outlet.design))
        .collect();
    assert_eq!(
        (channels.len(), designs.len()),
        (11, 8),
        "{channels:?} {designs:?}"
    );
    for number in 0..ways(&press.outlets()[0]).len() {
        assert!(
            press.outlets().iter().any(|outlet| ways(outlet)[number]),
            "{number}"
        );
    }
    let keys: BTreeSet<&str> = press.outlets().iter().map(|outlet| outlet.key).collect();
    assert_eq!(keys.len(), press.outlets().len());
}
