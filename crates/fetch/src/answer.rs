//! What is asked, and what a site answers.

use std::io::Write;
use std::time::Duration;

use ureq::http::StatusCode;
use url::Url;

/// What is wanted of an address.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The address.
    pub url: &'a Url,
    /// The `Accept` header.
    pub accept: &'a str,
    /// The `ETag` the last answer had: the site need not send again what still has it.
    pub etag: Option<&'a str>,
    /// The `Last-Modified` the last answer had: the site need not send again what has not changed since.
    pub last_modified: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// Asks for a page.
    pub fn page(url: &'a Url) -> Self {
        Self::of(
            url,
            "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
        )
    }

    /// Asks for a feed, a sitemap, or another list of what there is.
    pub fn feed(url: &'a Url) -> Self {
        Self::of(
            url,
            "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,\
             application/json;q=0.8,text/html;q=0.7,*/*;q=0.5",
        )
    }

    fn of(url: &'a Url, accept: &'a str) -> Self {
        Self {
            url,
            accept,
            etag: None,
            last_modified: None,
        }
    }

    /// The same on condition: only if it is not what was answered before with this `ETag` and `Last-Modified`.
    #[must_use]
    pub fn unless(self, etag: Option<&'a str>, last_modified: Option<&'a str>) -> Self {
        Self {
            etag,
            last_modified,
            ..self
        }
    }
}

/// What a site answers.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It sent something.
    Fetched(Box<Fetched>),
    /// It has nothing newer than what the request named.
    NotModified(NotModified),
}

impl Answer {
    /// Notes where the address asked for has moved for good.
    pub(crate) fn has_moved_to(&mut self, url: String) {
        match self {
            Self::Fetched(fetched) => fetched.moved = Some(url),
            Self::NotModified(unchanged) => unchanged.moved = Some(url),
        }
    }
}

/// What a site sent.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Its bytes as they came, once the chunks of the transfer are put together: still packed as `Content-Encoding` says.
    /// There only if [`FetchOptions::keep_wire`](crate::FetchOptions::keep_wire).
    pub wire: Option<Vec<u8>>,
    /// The status: 200.
    pub status: u16,
    /// The headers: names in lower case, values as they came. Those of one name stand together, otherwise they are in the
    /// order they came in.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Where it was in the end, after redirects.
    pub url: String,
    /// Where the address asked for has moved for good: `url`, where each redirect on the way said so.
    pub moved: Option<String>,
    /// The media type of the `Content-Type` header in lower case, without parameters.
    pub content_type: Option<String>,
    /// The charset of the `Content-Type` header.
    pub charset: Option<String>,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
    /// How long the site says that the answer may be kept before it is asked for again; `None` where it says nothing.
    pub keep: Option<Duration>,
}

impl Fetched {
    /// The answer as a message of HTTP, for a record of WARC with the type `application/http; msgtype=response`. Its body
    /// is as it came; what a head may say of chunks is left out, since they are put together. `None` if
    /// [`wire`](Self::wire) was not kept.
    pub fn message(&self) -> Option<Vec<u8>> {
        let wire = self.wire.as_deref()?;
        let reason = StatusCode::from_u16(self.status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or_default();
        let mut message = Vec::with_capacity(wire.len() + 1024);
        // Writing to memory does not fail.
        let _ = write!(message, "HTTP/1.1 {} {reason}\r\n", self.status);
        for (name, value) in &self.headers {
            if name != "transfer-encoding" {
                message.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
            }
        }
        message.extend_from_slice(b"\r\n");
        message.extend_from_slice(wire);
        Some(message)
    }
}

/// That a site has nothing newer.
#[derive(Debug, Clone)]
pub struct NotModified {
    /// Where it was in the end, after redirects.
    pub url: String,
    /// Where the address asked for has moved for good, as [`Fetched::moved`] has it.
    pub moved: Option<String>,
    /// The `ETag` header, where the answer names it again.
    pub etag: Option<String>,
    /// The `Last-Modified` header, where the answer names it again.
    pub last_modified: Option<String>,
    /// How long what is known may be kept on, as [`Fetched::keep`] has it.
    pub keep: Option<Duration>,
}

/// What a site answered to something sent there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The status, whichever it is. Redirects are not followed.
    pub status: u16,
    /// How long the site asks to wait before it is sent anything again.
    pub retry_after: Option<Duration>,
}

/// What a media type says is there instead of something to read; `None` for anything that may be read.
pub(crate) fn not_readable(media_type: &str) -> Option<String> {
    let (class, rest) = media_type.split_once('/')?;
    match (class, rest) {
        ("image", "svg+xml") => Some("an SVG drawing".to_owned()),
        ("image", _) => Some(format!("an image ({media_type})")),
        ("audio", _) => Some(format!("a recording ({media_type})")),
        ("video", _) => Some(format!("a video ({media_type})")),
        ("font", _) => Some(format!("a font ({media_type})")),
        ("application", "pdf") => Some("a PDF".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_may_rule_reading_out() {
        assert_eq!(not_readable("application/pdf"), Some("a PDF".to_owned()));
        assert_eq!(
            not_readable("image/png"),
            Some("an image (image/png)".to_owned())
        );
        for fits in [
            "text/html",
            "application/octet-stream",
            "application/gzip",
            "",
        ] {
            assert_eq!(not_readable(fits), None);
        }
    }
}
