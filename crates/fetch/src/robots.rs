//! robots.txt as RFC 9309 has it: asked once a site and scheme before the first page, and again after a day.

mod rules;

use std::io::Read;
use std::time::{Duration, SystemTime};

use khabar_corpus::unpack::bounded;
use ureq::Body;
use ureq::http::Response;
use url::Url;

use crate::client::{self, unpacked};
use crate::{FetchError, headers, opt_out};
use rules::Rules;
pub(crate) use rules::product;

/// Bytes of robots.txt that are read: RFC 9309, 2.5, asks for at least as many.
const MOST_BYTES: usize = 500 << 10;
/// Where one comes packed although that was not asked for, the bytes it may unpack to.
const MOST_UNPACKED: usize = 4 << 20;
/// Redirects followed on the way to it: RFC 9309, 2.3.1.2.
const MOST_REDIRECTS: usize = 5;
/// How long it holds: RFC 9309, 2.4.
const HOLDS: Duration = Duration::from_hours(24);
/// How long to wait before asking again for one that could not be had, where the site does not say.
const ASK_AGAIN: Duration = Duration::from_mins(10);

/// What a site lets programs do.
#[derive(Debug)]
pub(crate) enum Robots {
    /// Everything: it has no robots.txt.
    Open,
    /// What its robots.txt says.
    Rules(Rules),
    /// Nothing: its robots.txt ended in this status, so that nobody knows.
    Unknown { status: u16, ask_again: Duration },
}

impl Robots {
    /// Lets an address pass or says why not. `left` is how long this is still believed.
    pub fn check(&self, program: &str, address: &Url, left: Duration) -> Result<(), FetchError> {
        match self {
            Self::Rules(rules) if !rules.allow(program, address) => Err(FetchError::Robots),
            Self::Unknown { status, .. } => Err(FetchError::RobotsUnknown {
                status: *status,
                wait: left,
            }),
            Self::Open | Self::Rules(_) => Ok(()),
        }
    }

    /// How long a program is to wait between two requests.
    pub fn delay(&self, program: &str) -> Option<Duration> {
        match self {
            Self::Rules(rules) => rules.delay(program),
            _ => None,
        }
    }

    /// What says that an address is not for the use of AI.
    pub fn ai_opt_out(&self, program: &str, address: &Url) -> Option<String> {
        let Self::Rules(rules) = self else {
            return None;
        };
        let refused = opt_out::crawlers().find(|crawler| rules.name_and_refuse(crawler, address));
        match refused {
            Some(crawler) => Some(format!("robots.txt: {crawler}")),
            None if rules.refuse_training(program) => {
                Some("robots.txt: Content-Signal: ai-train=no".to_owned())
            }
            None => None,
        }
    }

    /// How long it holds before it is to be asked for again.
    pub fn holds(&self) -> Duration {
        match self {
            Self::Unknown { ask_again, .. } => *ask_again,
            Self::Open | Self::Rules(_) => HOLDS,
        }
    }
}

/// What the site of an address lets programs do; `call` makes one request.
///
/// # Errors
/// Why the site could not be reached at all.
pub(crate) fn fetch(
    address: &Url,
    mut call: impl FnMut(&Url) -> Result<Response<Body>, FetchError>,
) -> Result<Robots, FetchError> {
    let mut at = address.clone();
    at.set_path("/robots.txt");
    at.set_query(None);
    at.set_fragment(None);
    for _ in 0..=MOST_REDIRECTS {
        let response = call(&at)?;
        let status = response.status();
        if status.is_redirection() {
            match client::location(&response).map(|location| client::redirect(&at, &location)) {
                Some(Ok(next)) => at = next,
                // A redirect that leads nowhere is as good as no file.
                _ => return Ok(Robots::Open),
            }
            continue;
        }
        return match status.as_u16() {
            status @ (429 | 500..=599) => Ok(Robots::Unknown {
                status,
                ask_again: headers::retry_after(response.headers(), SystemTime::now())
                    .unwrap_or(ASK_AGAIN),
            }),
            200..=299 => Ok(Robots::Rules(Rules::of(&beginning(response, &at)?))),
            _ => Ok(Robots::Open),
        };
    }
    Ok(Robots::Open)
}

/// The beginning of the file.
fn beginning(response: Response<Body>, at: &Url) -> Result<Vec<u8>, FetchError> {
    let (parts, body) = response.into_parts();
    let start = body.into_reader().take(MOST_BYTES as u64);
    let wire = bounded(start, 0, MOST_BYTES)
        .map(Option::unwrap_or_default)
        .map_err(|error| FetchError::of_transfer(&error, at))?;
    let mut text = unpacked(&parts.headers, wire, MOST_UNPACKED, at)?;
    text.truncate(MOST_BYTES);
    Ok(text)
}
