//! Under which names the pages are served.
//!
//! A page elsewhere can have its own name resolve to the loopback address; a browser then takes both for one site. What
//! is asked for under a name that is not ours is refused, so that such a page reads nothing.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};

use crate::error::WebError;
use crate::options::Options;

/// The name and port that a request asks for.
///
/// # Errors
/// [`WebError::UnknownHost`] where the pages are not served under that name.
pub(crate) fn host<'a>(options: &Options, headers: &'a HeaderMap) -> Result<&'a str, WebError> {
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = name_of(host);
    let well_formed = !name.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
    let own = ["localhost", "127.0.0.1", "[::1]"];
    let named = options.hosts.iter().map(String::as_str);
    let public = options
        .origin()
        .and_then(|origin| origin.split_once("://"))
        .map(|(_, host)| name_of(host));
    let known = own
        .into_iter()
        .chain(named)
        .chain(public)
        .any(|known| known.eq_ignore_ascii_case(name));
    let any_will_do = !options.is_loopback() && options.hosts.is_empty() && public.is_none();
    if well_formed && (known || any_will_do) {
        Ok(host)
    } else {
        Err(WebError::UnknownHost(host.chars().take(100).collect()))
    }
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    match host.rfind(':') {
        Some(at) if !host[at..].contains(']') => &host[..at],
        _ => host,
    }
}

/// Whether a form was sent from a page of ours, as the browser tells.
pub(crate) fn is_own_origin(options: &Options, headers: &HeaderMap, host: &str) -> bool {
    let text = |value: Option<&HeaderValue>| value.and_then(|v| v.to_str().ok()).map(str::to_owned);
    if let Some(site) = text(headers.get("sec-fetch-site"))
        && site != "same-origin"
    {
        return false;
    }
    let Some(origin) = text(headers.get(ORIGIN)) else {
        return headers.contains_key("sec-fetch-site");
    };
    let of_host = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"))
        .is_some_and(|of| of.eq_ignore_ascii_case(host));
    let of_public = options
        .origin()
        .is_some_and(|own| own.eq_ignore_ascii_case(&origin));
    of_host || of_public
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Token;

    fn headers(of: &[(&'static str, &str)]) -> HeaderMap {
        of.iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    fn options() -> Options {
        Options::new(Token::new("0123456789abcdef").unwrap())
    }

    #[test]
    fn only_our_names_are_answered() {
        let options = options();
        for known in [
            "localhost",
            "LOCALHOST:7878",
            "127.0.0.1:7878",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(
                host(&options, &headers(&[("host", known)])).is_ok(),
                "{known}"
            );
        }
        for unknown in [
            "evil.example",
            "localhost.evil.example",
            "",
            ":7878",
            "127.0.0.1.nip.example",
            "a\"b",
        ] {
            assert!(
                host(&options, &headers(&[("host", unknown)])).is_err(),
                "{unknown}"
            );
        }
        let mut named = options.clone();
        named.hosts.push("archive.example".into());
        named.address = "0.0.0.0:80".parse().unwrap();
        assert!(host(&named, &headers(&[("host", "archive.example:8080")])).is_ok());
        assert!(host(&named, &headers(&[("host", "evil.example")])).is_err());
        named.hosts.clear();
        assert!(host(&named, &headers(&[("host", "any.example")])).is_ok());
        assert!(host(&named, &headers(&[("host", "a<b>")])).is_err());
    }

    #[test]
    fn forms_come_from_our_own_pages() {
        let mut options = options();
        let own = |options: &Options, of: &[(&'static str, &str)]| {
            is_own_origin(options, &headers(of), "localhost:7878")
        };
        assert!(own(&options, &[("origin", "http://localhost:7878")]));
        assert!(own(&options, &[("sec-fetch-site", "same-origin")]));
        assert!(!own(&options, &[]));
        assert!(!own(&options, &[("origin", "null")]));
        assert!(!own(&options, &[("origin", "http://localhost:80")]));
        assert!(!own(&options, &[("origin", "http://evil.example")]));
        assert!(!own(
            &options,
            &[
                ("origin", "http://localhost:7878"),
                ("sec-fetch-site", "cross-site")
            ]
        ));
        assert!(!own(&options, &[("origin", "https://archive.example")]));
        options.public = Some("https://archive.example/".into());
        assert!(own(&options, &[("origin", "https://archive.example")]));
    }
}
