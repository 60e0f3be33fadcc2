//! Pages from the web: fetched honestly, within limits, where the site lets programs in.

mod error;
mod robots;

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

use crate::problem::readable;
pub use error::FetchError;
use khabar_corpus::unpack::bounded;
use robots::Robots;

/// How the program names itself: what it is, and where its makers are found.
pub const USER_AGENT: &str = concat!(
    "khabar/",
    env!("CARGO_PKG_VERSION"),
    " (+",
    env!("CARGO_PKG_REPOSITORY"),
    ")"
);

/// Redirects followed before giving up, as many as browsers of old.
const MOST_REDIRECTS: usize = 10;

/// How pages are fetched.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// From the first look-up to the last byte of one page, its redirects included.
    pub timeout: Duration,
    /// Largest page in bytes, after the unpacking that is part of the transfer.
    pub max_bytes: usize,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// Whether robots.txt is not asked.
    pub ignore_robots: bool,
}

/// A page as the site gave it.
#[derive(Debug)]
pub struct Fetched {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it was in the end, after redirects.
    pub url: String,
    /// The charset of the `Content-Type` header.
    pub charset: Option<String>,
}

/// Fetches pages. One is enough for all threads: it remembers each site's robots.txt and asks no site for two pages
/// at the same time.
#[derive(Debug)]
pub struct Fetcher {
    agent: Agent,
    options: FetchOptions,
    sites: Mutex<HashMap<String, Arc<Mutex<Site>>>>,
}

/// What is known of one site: scheme, host and port.
#[derive(Debug, Default)]
struct Site {
    robots: Option<Robots>,
    last_asked: Option<Instant>,
}

/// What one request came to.
enum Answer {
    Page(Fetched),
    Redirect(Url),
}

impl Fetcher {
    /// A fetcher with these options. Proxies are taken from the usual environment variables.
    pub fn new(options: FetchOptions) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are followed here, so that robots.txt is asked at each step and circles are seen.
            .max_redirects(0)
            .user_agent(options.user_agent.as_str())
            // The machine's own certificates: those of a company or a school are among them.
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            .accept("text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5")
            .build()
            .new_agent();
        Self {
            agent,
            options,
            sites: Mutex::default(),
        }
    }

    /// The page at an address.
    ///
    /// # Errors
    /// Why there is none, and what to do about it.
    pub fn get(&self, address: &Url) -> Result<Fetched, FetchError> {
        let mut at = address.clone();
        at.set_fragment(None);
        let mut seen = HashSet::from([at.clone()]);
        let mut left = self.options.timeout;
        loop {
            let next = match self.step(&at, &mut left)? {
                Answer::Page(page) => return Ok(page),
                Answer::Redirect(next) => next,
            };
            if !seen.insert(next.clone()) {
                return Err(FetchError::RedirectLoop { address: next });
            }
            if seen.len() > MOST_REDIRECTS + 1 {
                return Err(FetchError::TooManyRedirects {
                    most: MOST_REDIRECTS,
                });
            }
            at = next;
        }
    }

    /// Asks once, as soon as it is this request's turn at the site. Takes the time the site needed from `left`.
    fn step(&self, address: &Url, left: &mut Duration) -> Result<Answer, FetchError> {
        let site = self.site(address);
        // A site whose last request panicked is a site like any other.
        let mut site = site.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        let delay = if self.options.ignore_robots {
            None
        } else {
            self.check_robots(&mut site, address, *left)?
        };
        *left = left.saturating_sub(begun.elapsed());
        if let (Some(delay), Some(last)) = (delay, site.last_asked) {
            std::thread::sleep(delay.saturating_sub(last.elapsed()));
        }
        let begun = Instant::now();
        let answer = self.ask(address, *left);
        site.last_asked = Some(Instant::now());
        *left = left.saturating_sub(begun.elapsed());
        answer
    }

    /// What is known of an address's site.
    fn site(&self, address: &Url) -> Arc<Mutex<Site>> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let name = address.origin().ascii_serialization();
        Arc::clone(sites.entry(name).or_default())
    }

    /// Lets through what robots.txt allows, and says how long the site wants programs to wait between requests.
    fn check_robots(
        &self,
        site: &mut Site,
        address: &Url,
        timeout: Duration,
    ) -> Result<Option<Duration>, FetchError> {
        let robots = match &mut site.robots {
            Some(robots) => robots,
            unknown => unknown.insert(robots::fetch(
                address,
                &self.options.user_agent,
                |robots| self.call(robots, timeout),
            )?),
        };
        robots.check(address)?;
        Ok(robots.delay())
    }

    /// One request, its answer's body not yet read.
    fn call(&self, address: &Url, timeout: Duration) -> Result<Response<Body>, FetchError> {
        // No time at all would mean no limit.
        let timeout = timeout.max(Duration::from_millis(1));
        self.agent
            .get(address.as_str())
            .config()
            .timeout_global(Some(timeout))
            .build()
            .call()
            .map_err(|error| FetchError::of_request(&error, address))
    }

    /// One request and what it came to.
    fn ask(&self, address: &Url, timeout: Duration) -> Result<Answer, FetchError> {
        let response = self.call(address, timeout)?;
        let status = response.status();
        let text_of = |name| {
            let value = response.headers().get(name)?;
            Some(value.to_str().ok()?.to_owned())
        };
        if status.is_redirection()
            && let Some(location) = text_of(header::LOCATION)
        {
            return redirect(address, &location).map(Answer::Redirect);
        }
        if !status.is_success() {
            let wait = text_of(header::RETRY_AFTER);
            return Err(FetchError::of_status(status.as_u16(), wait));
        }
        if let Some(found) = text_of(header::CONTENT_TYPE).as_deref().and_then(no_page) {
            return Err(FetchError::NoPage { found });
        }
        let charset = response.body().charset().map(str::to_owned);
        let reader = response.into_body().into_reader();
        let bytes = bounded(reader, 0, self.options.max_bytes)
            .map_err(|error| FetchError::of_transfer(&error, address))?
            .ok_or_else(|| FetchError::TooLarge {
                limit: readable(self.options.max_bytes),
            })?;
        Ok(Answer::Page(Fetched {
            bytes,
            url: address.to_string(),
            charset,
        }))
    }
}

/// Where a redirect leads.
fn redirect(from: &Url, location: &str) -> Result<Url, FetchError> {
    let mut to = from
        .join(location)
        .map_err(|_| FetchError::RedirectAstray {
            location: location.to_owned(),
        })?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(FetchError::RedirectAstray {
            location: location.to_owned(),
        });
    }
    to.set_fragment(None);
    Ok(to)
}

/// What a `Content-Type` says is there instead of a page; `None` for anything that may be one.
fn no_page(content_type: &str) -> Option<String> {
    let kind = content_type.split(';').next()?.trim().to_ascii_lowercase();
    let (class, rest) = kind.split_once('/')?;
    match (class, rest) {
        ("image", "svg+xml") => Some("an SVG drawing".to_owned()),
        ("image", _) => Some(format!("an image ({kind})")),
        ("audio", _) => Some(format!("a recording ({kind})")),
        ("video", _) => Some(format!("a video ({kind})")),
        ("font", _) => Some(format!("a font ({kind})")),
        ("application", "pdf") => Some("a PDF".to_owned()),
        _ => None,
    }
}

/// The error of the request under an error of reading its body, where there is one.
fn inner(error: &io::Error) -> Option<&ureq::Error> {
    error.get_ref()?.downcast_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_type_may_rule_a_page_out() {
        assert_eq!(no_page("application/pdf"), Some("a PDF".to_owned()));
        assert_eq!(
            no_page("Image/PNG; q=1"),
            Some("an image (image/png)".to_owned())
        );
        for fits in [
            "text/html",
            "application/octet-stream",
            "application/gzip",
            "",
        ] {
            assert_eq!(no_page(fits), None);
        }
    }

    #[test]
    fn redirects_lead_to_pages_alone() {
        let from = Url::parse("https://news.example/a/b").unwrap();
        let to = redirect(&from, "../c#d").unwrap();
        assert_eq!(to.as_str(), "https://news.example/c");
        for wrong in ["javascript:x", "file:///etc/passwd", "https://"] {
            assert!(redirect(&from, wrong).is_err(), "{wrong}");
        }
    }
}
