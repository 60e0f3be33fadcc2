//! One request and its answer, with nothing remembered from one to the next.

use std::time::Duration;

use khabar_corpus::http;
use khabar_corpus::item::Cause;
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Proxy};
use url::Url;

use crate::reach::Guard;
use crate::{FetchError, Reach, error, headers};

/// How bodies may be packed. What else a server packs them in is refused.
const PACKINGS: &str = "gzip, br, zstd";
/// How often a body may be packed: nobody does it twice but to make trouble.
const MOST_PACKINGS: usize = 4;
/// The largest head of an answer.
const MOST_HEAD: usize = 64 << 10;

/// Makes requests.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    guard: Guard,
}

impl Client {
    /// A client of this name that looks names up by `names` and goes no further than `reach`.
    pub fn new(user_agent: &str, reach: Reach, names: impl Resolver, proxy: Option<Proxy>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are followed by the fetcher, so that robots.txt is asked at each step and circles are seen.
            .max_redirects(0)
            .proxy(proxy)
            .max_response_header_size(MOST_HEAD)
            .user_agent(user_agent)
            .accept_encoding(PACKINGS)
            // The machine's own certificates: those of a company or a school are among them.
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            .build();
        let guard = Guard::new(names, reach);
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard.clone()),
            guard,
        }
    }

    /// Asks for an address; the answer's body is not yet read.
    pub fn get(
        &self,
        at: &Url,
        headers: &[(HeaderName, &str)],
        timeout: Duration,
    ) -> Result<Response<Body>, FetchError> {
        self.check(at, timeout)?;
        let mut request = self.agent.get(at.as_str());
        for (name, value) in headers {
            // What cannot be said in a header is not said.
            if let Ok(value) = HeaderValue::from_str(value) {
                request = request.header(name, value);
            }
        }
        let request = request.config().timeout_global(Some(timeout)).build();
        request
            .call()
            .map_err(|error| FetchError::of_request(&error, at))
    }

    /// Sends something to an address.
    pub fn post(
        &self,
        at: &Url,
        content_type: &str,
        body: &[u8],
        timeout: Duration,
    ) -> Result<Response<Body>, FetchError> {
        self.check(at, timeout)?;
        self.agent
            .post(at.as_str())
            .content_type(content_type)
            .config()
            .timeout_global(Some(timeout))
            .build()
            .send(body)
            .map_err(|error| FetchError::of_request(&error, at))
    }

    /// Lets an address pass for which there is time.
    fn check(&self, at: &Url, timeout: Duration) -> Result<(), FetchError> {
        // No time at all would mean no limit.
        if timeout.is_zero() {
            let host = error::host(at);
            return Err(FetchError::Timeout { host });
        }
        self.guard.check(at, self.agent.config(), timeout)
    }
}

/// Where an answer says that one has to go instead. Many write letters there that they should escape.
pub(crate) fn location(response: &Response<Body>) -> Option<String> {
    let value = response.headers().get(header::LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Where a redirect leads.
pub(crate) fn redirect(from: &Url, location: &str) -> Result<Url, FetchError> {
    let astray = || FetchError::RedirectAstray {
        location: location.to_owned(),
    };
    let mut to = from.join(location).map_err(|_| astray())?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(astray());
    }
    to.set_fragment(None);
    Ok(to)
}

/// A body without what it was packed in for the way; no more than `limit` bytes.
pub(crate) fn unpacked(
    headers: &HeaderMap,
    wire: Vec<u8>,
    limit: usize,
    at: &Url,
) -> Result<Vec<u8>, FetchError> {
    let mut packings = headers::words(headers, header::CONTENT_ENCODING);
    packings.retain(|packing| packing != "identity");
    let broken = |cause: String| FetchError::Broken {
        host: error::host(at),
        cause,
    };
    if packings.len() > MOST_PACKINGS {
        return Err(broken(format!("it is packed {} times", packings.len())));
    }
    let mut body = wire;
    for packing in packings.iter().rev() {
        // An answer without a body may have the headers of one.
        if body.is_empty() {
            break;
        }
        body = match http::unpacked(packing, &body, limit) {
            Ok(Some(unpacked)) => unpacked,
            Ok(None) => return Err(broken(format!("it is not packed as {packing}, as it says"))),
            Err(Cause::TooLarge(limit)) => return Err(FetchError::TooLarge { limit }),
            Err(_) => return Err(broken(format!("its {packing} data is damaged or cut off"))),
        };
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn redirects_lead_to_pages_alone() {
        let from = Url::parse("https://news.example/a/b").unwrap();
        let to = redirect(&from, "../c#d").unwrap();
        assert_eq!(to.as_str(), "https://news.example/c");
        for wrong in ["javascript:x", "file:///etc/passwd", "https://"] {
            assert!(redirect(&from, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_body_packed_again_and_again_is_refused() {
        let at = Url::parse("https://news.example/").unwrap();
        let gzip = |bytes: Vec<u8>| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&bytes).unwrap();
            encoder.finish().unwrap()
        };
        let unpack = |times: usize| {
            let body = (0..times).fold(b"hi".to_vec(), |body, _| gzip(body));
            let mut headers = HeaderMap::new();
            let packings = vec!["gzip"; times].join(", ");
            headers.insert(header::CONTENT_ENCODING, packings.parse().unwrap());
            unpacked(&headers, body, 1000, &at).map_err(|error| error.cause())
        };
        assert_eq!(unpack(MOST_PACKINGS), Ok(b"hi".to_vec()));
        assert_eq!(unpack(MOST_PACKINGS + 1), Err("broken"));
    }
}
