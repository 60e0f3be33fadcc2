//! The server: what it sends is what the sites answer.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use jiff::Timestamp;
use khabar_press::{Clock, Press, Request, Server};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Sends something and gives all that comes back until the other side closes.
fn say(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut out = Vec::new();
    stream.read_to_end(&mut out).unwrap();
    String::from_utf8_lossy(&out).into_owned()
}

fn get(address: &str, target: &str) -> String {
    say(
        address,
        &format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    )
}

#[test]
fn sites_are_served_by_the_clock() {
    let press = Arc::new(Press::new(1));
    let now = at("2026-03-10T14:35:00Z");
    let clock = Clock::at(now);
    let server = Server::start(&press, &clock, 0).unwrap();
    assert_eq!(server.sites.len(), press.outlets().len());
    for outlet in press.outlets() {
        let base = server.address(outlet.key).unwrap();
        let wanted = press.respond(&Request {
            site: outlet.key,
            base,
            target: "/",
            headers: &[],
            now,
        });
        let got = get(base, "/");
        assert!(got.starts_with("HTTP/1.1 200 OK\r\n"), "{got}");
        let body = String::from_utf8_lossy(&wanted.body).into_owned();
        assert!(got.ends_with(&body), "{}", outlet.key);
        assert!(got.contains(&format!("Content-Length: {}\r\n", wanted.body.len())));
        assert!(
            body.contains(base),
            "links are made with the address of the site"
        );
        assert!(!body.contains(".example"), "and with no other");
    }
    // Time goes on only as the clock is moved.
    let outlet = press
        .outlets()
        .iter()
        .find(|outlet| outlet.key == "marfa")
        .unwrap();
    let base = server.address("marfa").unwrap();
    let next = press
        .reports(now)
        .find(|report| report.outlet == outlet.key)
        .unwrap();
    assert!(get(base, &next.path).starts_with("HTTP/1.1 404"));
    assert!(!get(base, "/feed/").contains(&next.path));
    clock.set(next.published);
    assert!(get(base, &next.path).starts_with("HTTP/1.1 200"));
    assert!(get(base, "/feed/").contains(&next.path));
}

#[test]
fn a_connection_is_kept_for_further_requests() {
    let server = Server::start(
        &Arc::new(Press::new(1)),
        &Clock::at(at("2026-03-10T14:35:00Z")),
        0,
    )
    .unwrap();
    let base = server.address("tideline").unwrap();
    let several = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n\
                   POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";
    let got = say(base, several);
    let codes: Vec<&str> = got
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|part| &part[..3])
        .collect();
    assert_eq!(codes, ["200", "200", "405"], "{got}");
    assert_eq!(got.matches("<html").count(), 0, "a HEAD has no body");
}

#[test]
fn what_is_no_request_is_refused() {
    let server = Server::start(
        &Arc::new(Press::new(1)),
        &Clock::at(at("2026-03-10T14:35:00Z")),
        0,
    )
    .unwrap();
    let base = server.address("tideline").unwrap();
    for bad in [
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "\u{0}\u{1}\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
    ] {
        assert!(say(base, bad).starts_with("HTTP/1.1 400"), "{bad:?}");
    }
    assert!(
        get(base, "/robots.txt").starts_with("HTTP/1.1 200"),
        "and it goes on"
    );
}

#[test]
fn the_directory_names_all_sites() {
    let press = Arc::new(Press::new(1));
    let server = Server::start(&press, &Clock::real(), 0).unwrap();
    let (page, opml) = (
        get(&server.directory, "/"),
        get(&server.directory, "/press.opml"),
    );
    for site in &server.sites {
        let outlet = press.outlet(site.outlet).unwrap();
        assert!(page.contains(&site.address) && page.contains(outlet.name));
        assert!(opml.contains(&format!("htmlUrl=\"{}/\"", site.address)));
        let feed = outlet
            .channel_path()
            .map(|path| format!("xmlUrl=\"{}{path}\"", site.address));
        assert_eq!(
            feed.is_some_and(|feed| opml.contains(&feed)),
            outlet.channel.is_feed()
        );
    }
    assert!(get(&server.directory, "/x").starts_with("HTTP/1.1 404"));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let press = Arc::new(Press::new(1));
    let clock = Clock::real();
    let first = Server::start(&press, &clock, 0).unwrap();
    let port: u16 = first.directory.rsplit(':').next().unwrap().parse().unwrap();
    let error = Server::start(&press, &clock, port).unwrap_err().to_string();
    assert!(
        error.contains(&port.to_string()) && error.contains("another first port"),
        "{error}"
    );
}
