//! Sites: what they answer, and that it reads back as what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use jiff::{SignedDuration, Timestamp};
use khabar_article::{Article, ReadOptions};
use khabar_press::{
    Channel, Design, Outlet, Press, Report, Request, Response, Statement, Traits, answers_from,
};
use khabar_statements::Reading;

const NOW: &str = "2026-03-10T14:35:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn ask(
    press: &Press,
    outlet: &Outlet,
    target: &str,
    headers: &[(&str, &str)],
    now: Timestamp,
) -> Response {
    press.respond(&Request {
        site: outlet.key,
        base: &outlet.base(),
        target,
        headers,
        now,
    })
}

fn get(press: &Press, outlet: &Outlet, target: &str) -> Response {
    ask(press, outlet, target, &[], now())
}

fn by(press: &Press, wanted: impl Fn(&Outlet) -> bool) -> &Outlet {
    press
        .outlets()
        .iter()
        .find(|outlet| wanted(outlet))
        .unwrap()
}

/// Without what is laid out otherwise: spaces, and marks of direction.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|at| !at.is_whitespace() && !matches!(at, '\u{200e}' | '\u{200f}'))
        .collect()
}

/// Half of what words two texts have are in both: F1 over words of spaces, or over letters where there are none.
fn likeness(one: &str, other: &str) -> f64 {
    fn count(text: &str) -> BTreeMap<String, usize> {
        let mut out = BTreeMap::new();
        let letters = text.chars().any(|at| matches!(at, '\u{3040}'..='\u{9fff}'));
        if letters {
            text.chars()
                .filter(|at| !at.is_whitespace())
                .for_each(|at| *out.entry(at.to_string()).or_default() += 1);
        } else {
            text.split_whitespace()
                .for_each(|word| *out.entry(word.to_owned()).or_default() += 1);
        }
        out
    }
    let (one, other) = (count(one), count(other));
    let both: usize = one
        .iter()
        .map(|(word, n)| (*n).min(other.get(word).copied().unwrap_or(0)))
        .sum();
    2.0 * both as f64 / (one.values().sum::<usize>() + other.values().sum::<usize>()).max(1) as f64
}

fn page_of(press: &Press, outlet: &Outlet, report: &Report<'_>) -> Vec<u8> {
    let response = get(press, outlet, &report.path);
    assert_eq!(response.status, 200, "{} {}", outlet.key, report.path);
    response.body
}

/// Whether a statement is read, and as the words of who said it.
fn is_found(statement: &Statement, read: &Reading) -> bool {
    let words = folded(&statement.words);
    let surname = statement
        .speaker
        .split([' ', '·', '・'])
        .next_back()
        .unwrap();
    read.statements.iter().any(|read| {
        let content: String = read.content.iter().map(|part| folded(&part.text)).collect();
        let same = content.contains(&words)
            || (content.len() * 2 > words.len() && words.contains(&content));
        same && read
            .speaker
            .as_ref()
            .is_some_and(|speaker| speaker.name.contains(surname))
    })
}

/// What was read otherwise than it was written.
fn differences(outlet: &Outlet, report: &Report<'_>, article: &Article) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut note = |what: &str, got: String| wrong.push(format!("{} {what}: {got}", outlet.key));
    if !article.is_report {
        note(
            "no report",
            format!("{:?} {:?}", article.page_kind, article.warnings),
        );
    }
    if article.headline.as_deref().map(folded) != Some(folded(&report.headline)) {
        note(
            "headline",
            format!("{:?} for {}", article.headline, report.headline),
        );
    }
    if article.language.as_deref() != Some(report.language) {
        note("language", format!("{:?}", article.language));
    }
    let published = article
        .published
        .map(|at| at.to_string())
        .unwrap_or_default();
    let local = outlet_time(outlet, report.published);
    if !published.starts_with(&local[..16]) {
        note("published", format!("{published:?} for {local}"));
    }
    let authors: Vec<&str> = article
        .authors
        .iter()
        .map(|author| author.name.as_str())
        .collect();
    // Names with a dot between them are taken for two, and a page of tables has only a word before them.
    let certain = !matches!(report.language, "zh" | "ja") && outlet.design != Design::Table;
    if certain && authors != report.authors {
        note("authors", format!("{authors:?} for {:?}", report.authors));
    }
    wrong
}

/// Headline, date, language, authors and body of every design come out as they were written.
#[test]
fn reports_read_back() {
    let press = Press::new(1);
    let mut wrong = Vec::new();
    let mut likes: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut found, mut all) = (
        BTreeMap::<&str, usize>::new(),
        BTreeMap::<&str, usize>::new(),
    );
    for outlet in press.outlets() {
        let reports = press.newest(outlet.key, now(), 7, 6);
        assert!(reports.len() > 3, "{}", outlet.key);
        for report in reports
            .iter()
            .filter(|report| !press.is_behind_paywall(report))
        {
            let html = page_of(&press, outlet, report);
            let url = format!("{}{}", outlet.base(), report.path);
            let options = ReadOptions {
                url: Some(&url),
                ..Default::default()
            };
            let read = Reading::read(&html, &options, true).unwrap();
            wrong.extend(differences(outlet, report, &read.article));
            let wanted = format!("{}\n\n{}", report.standfirst, report.body());
            let body = read.article.body_text();
            let like = likeness(&body, &wanted);
            likes
                .entry(format!("{:?}", outlet.design))
                .or_default()
                .push(like);
            if like < 0.9 {
                wrong.push(format!(
                    "{} body: {like:.2}\n--- got\n{body}\n--- wanted\n{wanted}\n---",
                    outlet.key
                ));
            }
            for statement in &report.statements {
                *all.entry(report.language).or_default() += 1;
                let is_found = is_found(statement, &read);
                *found.entry(report.language).or_default() += usize::from(is_found);
                if !is_found {
                    println!("missed: {}", report.paragraphs[statement.paragraph]);
                }
            }
        }
    }
    for (design, likes) in &likes {
        let mean = likes.iter().sum::<f64>() / likes.len() as f64;
        println!("{design}: bodies {mean:.3}");
        // A page of tables has no word of markup for what is its report.
        if mean < if design == "Table" { 0.95 } else { 0.98 } {
            wrong.push(format!("{design}: {mean:.2}"));
        }
    }
    for (language, all) in &all {
        let share = found[language] as f64 / *all as f64;
        println!(
            "{language}: {} of {all} statements with their speakers ({share:.2})",
            found[language]
        );
        if matches!(*language, "ar" | "en") && share < 0.85 {
            wrong.push(format!("{language}: statements {share:.2}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} things:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// `2026-03-02T09:40`, as the outlet's clocks have it.
fn outlet_time(outlet: &Outlet, at: Timestamp) -> String {
    let local = jiff::tz::Offset::constant(outlet.offset_hours).to_datetime(at);
    local.strftime("%Y-%m-%dT%H:%M").to_string()
}

fn text(response: &Response) -> String {
    String::from_utf8(response.body.clone()).unwrap()
}

/// Where the links of a feed come out in the end, by the numbers of their reports.
fn followed(
    press: &Press,
    outlet: &Outlet,
    links: impl Iterator<Item = String>,
) -> BTreeSet<String> {
    links
        .map(|link| {
            let mut target = link
                .strip_prefix(&outlet.base())
                .unwrap_or(&link)
                .to_owned();
            for _ in 0..3 {
                let response = get(press, outlet, &target);
                match response.status {
                    301 => {
                        let to = response.header("location").unwrap();
                        to.strip_prefix(&outlet.base())
                            .unwrap()
                            .clone_into(&mut target);
                    }
                    status => {
                        assert_eq!(status, 200, "{} {link}", outlet.key);
                        break;
                    }
                }
            }
            let keep = if outlet.design == Design::Table {
                target.len()
            } else {
                target.find('?').unwrap_or(target.len())
            };
            target[..keep].to_owned()
        })
        .collect()
}

#[test]
fn feeds_announce_the_newest_reports() {
    let press = Press::new(1);
    for outlet in press
        .outlets()
        .iter()
        .filter(|outlet| outlet.channel.is_feed())
    {
        let path = outlet.channel_path().unwrap();
        let response = get(&press, outlet, path);
        let base = format!("{}{path}", outlet.base());
        let parsed = feed_rs::parser::Builder::new()
            .base_uri(Some(&base))
            .build()
            .parse(response.body.as_slice());
        let reports = press.newest(outlet.key, now(), 21, 25);
        if outlet.channel == Channel::RssBroken {
            assert!(parsed.is_err(), "the broken feed is broken");
            let text = text(&response);
            assert!(reports.iter().all(|report| text.contains(&report.path)));
            continue;
        }
        let feed = parsed.unwrap_or_else(|error| panic!("{}: {error}", outlet.key));
        assert_eq!(feed.entries.len(), reports.len(), "{}", outlet.key);
        assert_eq!(feed.title.unwrap().content, outlet.name);
        for (entry, report) in feed.entries.iter().zip(&reports) {
            assert_eq!(
                folded(&entry.title.as_ref().unwrap().content),
                folded(&report.headline)
            );
            let published = entry.published.or(entry.updated).unwrap();
            assert_eq!(
                published.timestamp(),
                report.published.as_second(),
                "{}",
                outlet.key
            );
            let summary = entry
                .summary
                .as_ref()
                .map(|summary| summary.content.clone())
                .unwrap_or_default();
            let short = outlet.channel == Channel::RssShort;
            assert_eq!(summary.ends_with("[…]"), short, "{} {summary}", outlet.key);
            let content = entry
                .content
                .as_ref()
                .and_then(|content| content.body.clone())
                .unwrap_or_default();
            let full = outlet.channel == Channel::RssFull;
            assert_eq!(
                report
                    .paragraphs
                    .iter()
                    .all(|paragraph| content.contains(paragraph.as_str())),
                full
            );
        }
        let links = feed.entries.iter().map(|entry| entry.links[0].href.clone());
        let wanted: BTreeSet<String> = reports.iter().map(|report| report.path.clone()).collect();
        assert_eq!(followed(&press, outlet, links), wanted, "{}", outlet.key);
    }
}

/// The addresses in a sitemap.
fn locations(outlet: &Outlet, xml: &str) -> Vec<String> {
    xml.split("<loc>")
        .skip(1)
        .map(|rest| rest.split("</loc>").next().unwrap())
        .map(|address| {
            html_escape::decode_html_entities(address.strip_prefix(&outlet.base()).unwrap())
                .into_owned()
        })
        .collect()
}

#[test]
fn sitemaps_name_every_report() {
    let press = Press::new(1);
    for outlet in press.outlets() {
        let path = match outlet.channel {
            Channel::Sitemap | Channel::NewsSitemap => outlet.channel_path().unwrap(),
            _ => continue,
        };
        let robots = text(&get(&press, outlet, "/robots.txt"));
        assert!(
            robots.contains(&format!("Sitemap: {}{path}", outlet.base())),
            "{robots}"
        );
        let xml = text(&get(&press, outlet, path));
        let (named, days) = if outlet.channel == Channel::Sitemap {
            let days = locations(outlet, &xml);
            assert_eq!(days.len(), 30);
            let named = days
                .iter()
                .flat_map(|day| locations(outlet, &text(&get(&press, outlet, day))))
                .collect::<Vec<_>>();
            (named, 7)
        } else {
            (locations(outlet, &xml), 2)
        };
        let named: BTreeSet<String> = named.into_iter().collect();
        let reports = press.newest(outlet.key, now(), days, 1000);
        assert!(reports.len() > 3);
        assert!(
            reports.iter().all(|report| named.contains(&report.path)),
            "{}",
            outlet.key
        );
        assert_eq!(get(&press, outlet, "/sitemap-2031-01-01.xml").status, 404);
        assert_eq!(get(&press, outlet, "/sitemap-0000-00-00.xml").status, 404);
    }
}

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
fn sites_have_their_ways() {
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

    let outlet = by(&press, |outlet| outlet.traits.ai_opt_out);
    let page = get(&press, outlet, "/");
    assert_eq!(page.header("tdm-reservation"), Some("1"));
    assert!(text(&page).contains("noai"));
    assert!(
        text(&get(&press, outlet, "/robots.txt"))
            .contains("Content-Signal: search=yes, ai-train=no")
    );

    let outlet = by(&press, |outlet| outlet.traits.crawl_delay);
    assert!(text(&get(&press, outlet, "/robots.txt")).contains("Crawl-delay: 2"));

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

    let outlet = by(&press, |outlet| outlet.traits.tracking);
    assert!(text(&get(&press, outlet, outlet.channel_path().unwrap())).contains("utm_source=feed"));

    // A report under another of its addresses is found under its own.
    let outlet = by(&press, |outlet| outlet.design == Design::Wordpress);
    let report = &press.newest(outlet.key, now(), 7, 1)[0];
    let moved = get(&press, outlet, report.path.trim_end_matches('/'));
    assert_eq!(moved.status, 301);
    assert_eq!(
        moved.header("location"),
        Some(format!("{}{}", outlet.base(), report.path).as_str())
    );
    let picture = get(&press, outlet, &format!("/image/{}.svg", report.id));
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));

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
