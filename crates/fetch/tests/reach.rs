//! Where addresses may lead, in all the ways of writing them.

mod support;

use khabar_fetch::{FetchOptions, Fetcher, Reach};
use support::{Site, cause, fetch, options, page, redirect};
use url::Url;

/// A fetcher that goes to the public web and to these places alone.
fn public(allow: &[&str]) -> Fetcher {
    Fetcher::new(FetchOptions {
        reach: Reach::Public {
            allow: allow.iter().map(|text| text.parse().unwrap()).collect(),
        },
        ..options()
    })
}

#[test]
fn this_machine_is_not_reached_however_it_is_written() {
    let site = Site::new(|_| page("secret"));
    let port = site.host().rsplit_once(':').unwrap().1;
    let fetcher = public(&[]);
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "127.255.0.3",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[::127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "localhost",
        "LOCALHOST",
        "１２７。０。０。１",
        "%31%32%37.0.0.1",
    ] {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        assert_eq!(cause(&fetcher, &url), "private-address", "{host}");
    }
    assert!(site.paths().is_empty());
}

#[test]
fn private_networks_are_not_reached() {
    let fetcher = public(&["127.0.0.0/8"]);
    for host in [
        "10.0.0.1",
        "172.16.9.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "[fd00::1]",
        "[fe80::1]",
        "224.0.0.1",
        "192.0.2.1",
        "[2001:db8::1]",
    ] {
        let url = Url::parse(&format!("https://{host}/")).unwrap();
        assert_eq!(cause(&fetcher, &url), "private-address", "{host}");
    }
}

#[test]
fn what_is_allowed_is_reached_and_nothing_beside_it() {
    let site = Site::new(|_| page("hi"));
    let other = Site::new(|_| page("secret"));
    for allow in [site.host(), "127.0.0.0/8", "127.0.0.1"] {
        assert!(fetch(&public(&[allow]), &site.url("/")).is_ok(), "{allow}");
    }
    assert_eq!(
        cause(&public(&[site.host()]), &other.url("/")),
        "private-address"
    );
    assert!(other.paths().is_empty());
}

#[test]
fn redirects_lead_nowhere_else() {
    let inner = Site::new(|_| page("secret"));
    let to = inner.url("/secret").to_string();
    let site = Site::new(move |asked| match asked.path.as_str() {
        "/inner" => redirect(302, &to),
        "/metadata" => redirect(307, "http://169.254.169.254/latest/"),
        "/short" => redirect(301, "http://127.1/"),
        "/password" => redirect(302, "http://a:b@127.0.0.1/"),
        "/robots.txt" if asked.before > 0 => redirect(302, &to),
        _ => page("hi"),
    });
    let fetcher = public(&[site.host()]);
    for (path, name) in [
        ("/inner", "private-address"),
        ("/metadata", "private-address"),
        ("/short", "private-address"),
        ("/password", "credentials"),
    ] {
        assert_eq!(cause(&fetcher, &site.url(path)), name, "{path}");
    }
    // Nor does the way to robots.txt.
    assert_eq!(
        cause(&public(&[site.host()]), &site.url("/x")),
        "private-address"
    );
    assert!(inner.paths().is_empty());
}

#[test]
fn schemes_and_credentials_are_looked_at_first() {
    let fetcher = public(&["127.0.0.0/8"]);
    for (address, name) in [
        ("file:///etc/passwd", "scheme"),
        ("ftp://127.0.0.1/", "scheme"),
        ("gopher://127.0.0.1/", "scheme"),
        ("data:text/html,x", "scheme"),
        ("http://user@127.0.0.1/", "credentials"),
        ("http://user:word@127.0.0.1/", "credentials"),
    ] {
        assert_eq!(
            cause(&fetcher, &Url::parse(address).unwrap()),
            name,
            "{address}"
        );
    }
}
