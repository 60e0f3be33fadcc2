//! Channels: every site is found to announce what it publishes, by whatever way it has.

mod support;

use std::collections::BTreeSet;

use khabar_feeds::{ReadOptions, discover, read, section};
use khabar_press::{Channel, Design, Outlet, Press};
use support::{folded, get, now, text};
use url::Url;

/// Path and query below the outlet's base.
fn target(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

fn url(outlet: &Outlet, path: &str) -> Url {
    Url::parse(&format!("{}{path}", outlet.base())).unwrap()
}

/// Where a link below an outlet's base comes out in the end: the address that the site itself goes by.
fn followed(press: &Press, outlet: &Outlet, link: &str) -> String {
    let base = outlet.base();
    let mut target = link.strip_prefix(&base).unwrap_or(link).to_owned();
    for _ in 0..3 {
        let response = get(press, outlet, &target);
        let Some(to) = response.header("location") else {
            assert_eq!(response.status, 200, "{} {link}", outlet.key);
            if outlet.design != Design::Table {
                target.truncate(target.find('?').unwrap_or(target.len()));
            }
            return target;
        };
        assert_eq!(response.status, 301, "{} {link}", outlet.key);
        to.strip_prefix(&base).unwrap().clone_into(&mut target);
    }
    panic!("{} {link} leads on and on", outlet.key);
}

/// What a channel announces, and what the sitemaps below it do, as addresses that the site goes by itself.
fn announced(press: &Press, outlet: &Outlet, path: &str) -> BTreeSet<String> {
    let response = get(press, outlet, path);
    let at = url(outlet, path);
    let channel = read(
        &response.body,
        response.header("content-type"),
        &at,
        &ReadOptions::default(),
    )
    .unwrap_or_else(|error| panic!("{}: {error}", outlet.key));
    let mut out: BTreeSet<String> = channel
        .announced
        .iter()
        .map(|report| followed(press, outlet, &target(&report.url)))
        .collect();
    for more in channel
        .more
        .iter()
        .filter(|_| outlet.channel == Channel::Sitemap)
    {
        out.extend(announced(press, outlet, &target(&more.url)));
    }
    out
}

#[test]
fn addresses_lead_to_their_reports() {
    let press = Press::new(1);
    for outlet in press
        .outlets()
        .iter()
        .filter(|outlet| outlet.channel.is_feed())
    {
        let path = outlet.channel_path().unwrap();
        let response = get(&press, outlet, path);
        let channel = read(
            &response.body,
            response.header("content-type"),
            &url(outlet, path),
            &ReadOptions::default(),
        );
        for (number, report) in channel.unwrap().announced.iter().enumerate() {
            let found = press
                .at_address(outlet.key, &target(&report.url), now())
                .unwrap();
            assert_eq!(
                found,
                press.newest(outlet.key, now(), 21, number + 1)[number]
            );
        }
    }
    assert_eq!(press.at_address("marfa", "/", now()), None);
    assert_eq!(press.at_address("nobody", "/x-1", now()), None);
}

#[test]
fn what_is_published_is_announced() {
    let press = Press::new(1);
    for outlet in press.outlets() {
        let Some(path) = outlet.channel_path() else {
            continue;
        };
        let got = announced(&press, outlet, path);
        let newest = press.newest(outlet.key, now(), 2, 25);
        assert!(newest.len() > 3, "{}", outlet.key);
        for report in &newest {
            assert!(
                got.contains(&report.path),
                "{} does not announce {}: {got:?}",
                outlet.key,
                report.path
            );
        }
    }
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
        let links: BTreeSet<String> = feed
            .entries
            .iter()
            .map(|entry| followed(&press, outlet, &entry.links[0].href))
            .collect();
        let wanted: BTreeSet<String> = reports.iter().map(|report| report.path.clone()).collect();
        assert_eq!(links, wanted, "{}", outlet.key);
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
fn front_pages_lead_to_feeds_and_reports() {
    let press = Press::new(1);
    let (mut right, mut got, mut wanted) = (0, 0, 0);
    for outlet in press.outlets() {
        let response = get(&press, outlet, "/");
        let at = url(outlet, "/");
        let content_type = response.header("content-type");
        let channel = section(&response.body, content_type, &at, &ReadOptions::default()).unwrap();
        let found: BTreeSet<String> = channel
            .announced
            .iter()
            .map(|report| target(&report.url))
            .collect();
        let reports: BTreeSet<String> = press
            .newest(outlet.key, now(), 21, 20)
            .into_iter()
            .map(|report| report.path)
            .collect();
        let both = found.intersection(&reports).count();
        println!(
            "{}: {both} of {} found, {} reports",
            outlet.key,
            found.len(),
            reports.len()
        );
        assert!(both * 2 > reports.len(), "{}: {found:?}", outlet.key);
        right += both;
        got += found.len();
        wanted += reports.len();

        let named: Vec<Url> = discover(&response.body, content_type, &at)
            .unwrap()
            .feeds
            .into_iter()
            .map(|feed| feed.url)
            .collect();
        let feed = outlet.channel_path().filter(|_| outlet.channel.is_feed());
        assert_eq!(named.first().map(target).as_deref(), feed, "{}", outlet.key);
    }
    assert!(
        right * 100 >= got * 95 && right * 100 >= wanted * 95,
        "{right} right of {got} found, {wanted} wanted"
    );
}
