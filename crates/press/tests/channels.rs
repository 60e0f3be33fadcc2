//! Channels: every site is found to announce what it publishes, by whatever way it has.

use std::collections::BTreeSet;

use jiff::Timestamp;
use khabar_feeds::{ReadOptions, discover, read, section};
use khabar_press::{Channel, Outlet, Press, Request, Response};
use url::Url;

fn now() -> Timestamp {
    "2026-03-10T14:35:00Z".parse().unwrap()
}

fn get(press: &Press, outlet: &Outlet, target: &str) -> Response {
    press.respond(&Request {
        site: outlet.key,
        base: &outlet.base(),
        target,
        headers: &[],
        now: now(),
    })
}

/// Path and query below the outlet's base.
fn target(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

fn url(outlet: &Outlet, path: &str) -> Url {
    Url::parse(&format!("{}{path}", outlet.base())).unwrap()
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
        .map(|report| {
            let asked = target(&report.url);
            let answer = get(press, outlet, &asked);
            let (base, moved) = (outlet.base(), answer.header("location"));
            let found = moved.map_or(asked.clone(), |to| {
                to.strip_prefix(&base).unwrap().to_owned()
            });
            if found.starts_with("/show.php") {
                found
            } else {
                found.split('?').next().unwrap_or_default().to_owned()
            }
        })
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
