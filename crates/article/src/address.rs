//! Addresses of pages: without what does not matter in them, so that two ways to write one are the same, and whether they lead
//! to a page at all.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use url::Url;

pub use crate::metadata::date::address::day;

/// Parameters that say where a reader came from rather than what is read.
struct Tracking {
    names: FxHashSet<&'static str>,
    /// What names of others begin with.
    beginnings: Vec<&'static str>,
}

static TRACKING: LazyLock<Tracking> = LazyLock::new(|| {
    let lines = || {
        include_str!("tracking.txt")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
    };
    Tracking {
        names: lines().filter(|line| !line.ends_with('*')).collect(),
        beginnings: lines().filter_map(|line| line.strip_suffix('*')).collect(),
    }
});

/// Names of the page that a folder shows by itself.
const INDEX: [&str; 6] = [
    "index.html",
    "index.htm",
    "index.php",
    "index.asp",
    "default.aspx",
    "default.asp",
];

/// Addresses that hold one of these share a page, or let readers in, and lead to none.
const SHARES: [&str; 10] = [
    "facebook.com/share",
    "twitter.com/intent",
    "twitter.com/share",
    "t.me/share",
    "wa.me",
    "api.whatsapp",
    "linkedin.com/share",
    "pinterest.com/pin",
    "/login",
    "/subscribe",
];

/// The address without what leads to the same page: fragment, name and password, a dot behind the host, parameters that only
/// track readers, and the name of an index page. What is left may still be fetched.
pub fn canonical(url: &Url) -> Url {
    let mut out = url.clone();
    out.set_fragment(None);
    // Neither can be set where there is no host, and there neither is.
    let _ = out.set_username("");
    let _ = out.set_password(None);
    if let Some(host) = url.host_str().and_then(|host| host.strip_suffix('.')) {
        let _ = out.set_host(Some(host));
    }
    if let Some(folder) = without_index(url.path()) {
        out.set_path(folder);
    }
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|part| !part.is_empty() && !names_tracking(part))
            .collect();
        let kept = kept.join("&");
        out.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
    out
}

/// The address as it is compared: [`canonical`], and without scheme, `www.` and a slash at the end; parameters in the order of
/// their names. `None` of what is no address of the web.
pub fn key(address: &str) -> Option<String> {
    Url::parse(address.trim()).ok().and_then(|url| key_of(&url))
}

/// As [`key`], of an address that was read already.
pub fn key_of(url: &Url) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut out = host.to_owned();
    if let Some(port) = url.port() {
        out.push(':');
        out.push_str(&port.to_string());
    }
    let path = without_index(url.path()).unwrap_or(url.path());
    out.push_str(path.trim_end_matches('/'));
    let mut parameters: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !is_tracking(name))
        .map(|(name, value)| {
            let encoded =
                |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            (encoded(&name), encoded(&value))
        })
        .collect();
    parameters.sort();
    for (at, (name, value)) in parameters.iter().enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(value);
    }
    Some(out)
}

/// Whether the address of a link leads to a page, not to a place on this one, a mailbox, a script or a box to share it with.
pub fn leads_to_a_page(href: &str) -> bool {
    const SCHEMES: [&str; 5] = ["#", "mailto:", "javascript:", "tel:", "whatsapp:"];
    let href = href.trim();
    !href.is_empty()
        && !SCHEMES.iter().any(|s| href.starts_with(s))
        && !SHARES.iter().any(|s| href.contains(s))
}

/// The path without the name of an index page; `None` where it has none.
fn without_index(path: &str) -> Option<&str> {
    let file = path.rsplit('/').next().unwrap_or_default();
    INDEX
        .iter()
        .any(|index| file.eq_ignore_ascii_case(index))
        .then(|| &path[..path.len() - file.len()])
}

/// Whether `name=value` is a parameter that only tracks readers.
fn names_tracking(parameter: &str) -> bool {
    url::form_urlencoded::parse(parameter.as_bytes()).any(|(name, _)| is_tracking(&name))
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut beginnings = TRACKING.beginnings.iter();
    TRACKING.names.contains(name.as_str())
        || beginnings.any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_goes() {
        for same in [
            "https://news.example/a/report",
            "http://www.news.example/a/report/",
            "https://NEWS.example:443/a/report?utm_source=feed&fbclid=1#top",
            "https://news.example./a/report/index.html",
        ] {
            assert_eq!(
                key(same).as_deref(),
                Some("news.example/a/report"),
                "{same}"
            );
        }
    }

    #[test]
    fn what_matters_stays() {
        let of = |address| key(address).unwrap();
        assert_eq!(
            of("https://a.example/?id=2&a=1"),
            of("https://a.example?a=1&id=2")
        );
        assert_ne!(
            of("https://a.example/?q=a%26b=c"),
            of("https://a.example/?q=a&b=c")
        );
        assert_ne!(of("https://a.example/?id=2"), of("https://a.example/?id=3"));
        assert_ne!(of("https://a.example/A"), of("https://a.example/a"));
        assert_ne!(of("https://a.example:8080/"), of("https://a.example/"));
        assert_ne!(of("https://m.a.example/"), of("https://a.example/"));
        assert_eq!(key("dns:a.example"), None);
        assert_eq!(key("report"), None);
    }

    #[test]
    fn what_leads_to_the_same_page_goes_and_the_rest_is_as_it_was() {
        for (url, expected) in [
            (
                "http://reader:word@www.news.example.:80/a/index.html?b=2&utm_source=feed&a=%C3%A9+x#top",
                "http://www.news.example/a/?b=2&a=%C3%A9+x",
            ),
            (
                "https://news.example/a/?fbclid=1",
                "https://news.example/a/",
            ),
            (
                "https://news.example:8443/?q",
                "https://news.example:8443/?q",
            ),
            ("mailto:desk@news.example", "mailto:desk@news.example"),
        ] {
            assert_eq!(canonical(&Url::parse(url).unwrap()).as_str(), expected);
        }
    }

    #[test]
    fn some_links_lead_to_no_page() {
        for href in [
            "#top",
            " ",
            "mailto:a@b.example",
            "https://t.me/share/url?url=x",
        ] {
            assert!(!leads_to_a_page(href), "{href}");
        }
        assert!(leads_to_a_page("/2026/03/02/report"));
    }
}
