//! Addresses without what does not matter in them, so that two ways to write one page's address are the same.

use url::Url;

/// Parameters that say where a reader came from rather than what is read.
const TRACKING: &str = include_str!("tracking.txt");

/// Names of the page that a folder shows by itself.
const INDEX: [&str; 6] = [
    "index.html",
    "index.htm",
    "index.php",
    "index.asp",
    "default.aspx",
    "default.asp",
];

/// The address without scheme, `www.`, default port, fragment, parameters that only track readers, the name of an index page
/// and a slash at the end; parameters in the order of their names. `None` of what is no address of the web.
pub fn normalised(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
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
    let path = url.path();
    let file = path.rsplit('/').next().unwrap_or_default();
    let path = if INDEX.iter().any(|index| file.eq_ignore_ascii_case(index)) {
        &path[..path.len() - file.len()]
    } else {
        path
    };
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

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRACKING
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .any(|line| match line.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == line,
        })
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
                normalised(same).as_deref(),
                Some("news.example/a/report"),
                "{same}"
            );
        }
    }

    #[test]
    fn what_matters_stays() {
        let of = |address| normalised(address).unwrap();
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
        assert_eq!(normalised("dns:a.example"), None);
        assert_eq!(normalised("report"), None);
    }
}
