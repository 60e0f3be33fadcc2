//! robots.txt as RFC 9309 has it: asked once a site, before its first page.

use std::time::Duration;

use texting_robots::Robot;
use ureq::Body;
use ureq::http::{Response, header};
use url::Url;

use super::{FetchError, redirect};
use khabar_corpus::unpack::bounded;

/// Bytes of robots.txt that are read: RFC 9309, 2.5, asks for at least as many.
const MOST_BYTES: usize = 500 << 10;
/// Redirects followed on the way to it: RFC 9309, 2.3.1.2.
const MOST_REDIRECTS: usize = 5;
/// The longest wait between two requests that a site can ask for; some name hours.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// What a site lets programs do.
#[derive(Debug)]
pub enum Robots {
    /// Everything: it has no robots.txt.
    Open,
    /// What its robots.txt says.
    Rules(Box<Robot>),
    /// Nothing: its robots.txt ended in this status, so that nobody knows.
    Unknown(u16),
}

impl Robots {
    /// Lets an address pass or says why not.
    pub fn check(&self, address: &Url) -> Result<(), FetchError> {
        match self {
            Self::Open => Ok(()),
            Self::Rules(robot) if robot.allowed(address.as_str()) => Ok(()),
            Self::Rules(_) => Err(FetchError::Robots),
            Self::Unknown(status) => Err(FetchError::RobotsUnknown { status: *status }),
        }
    }

    /// How long to wait between two requests.
    pub fn delay(&self) -> Option<Duration> {
        match self {
            Self::Rules(robot) => {
                let seconds = f64::from(robot.delay?);
                let delay = Duration::try_from_secs_f64(seconds).ok()?;
                Some(delay.min(LONGEST_DELAY))
            }
            _ => None,
        }
    }
}

/// The rules of an address's site for this program; `call` makes one request.
///
/// # Errors
/// Why the site could not be reached at all.
pub fn fetch(
    address: &Url,
    user_agent: &str,
    call: impl Fn(&Url) -> Result<Response<Body>, FetchError>,
) -> Result<Robots, FetchError> {
    let mut at = address.clone();
    at.set_path("/robots.txt");
    at.set_query(None);
    at.set_fragment(None);
    for _ in 0..=MOST_REDIRECTS {
        let response = call(&at)?;
        let status = response.status();
        if status.is_redirection() {
            let location = response.headers().get(header::LOCATION);
            match location
                .and_then(|l| l.to_str().ok())
                .map(|l| redirect(&at, l))
            {
                Some(Ok(next)) => at = next,
                // A redirect that leads nowhere is as good as no file.
                _ => return Ok(Robots::Open),
            }
            continue;
        }
        return match status.as_u16() {
            429 | 500..=599 => Ok(Robots::Unknown(status.as_u16())),
            200..=299 => {
                let text = bounded_start(response, &at)?;
                Ok(rules(user_agent, &text))
            }
            _ => Ok(Robots::Open),
        };
    }
    Ok(Robots::Open)
}

/// The beginning of the file.
fn bounded_start(response: Response<Body>, at: &Url) -> Result<Vec<u8>, FetchError> {
    use std::io::Read;
    let start = response.into_body().into_reader().take(MOST_BYTES as u64);
    bounded(start, 0, MOST_BYTES)
        .map(Option::unwrap_or_default)
        .map_err(|error| FetchError::of_transfer(&error, at))
}

/// What the text of a robots.txt says to this program.
fn rules(user_agent: &str, text: &[u8]) -> Robots {
    match Robot::new(product(user_agent), text) {
        Ok(robot) => Robots::Rules(Box::new(robot)),
        // A text that makes no sense says nothing.
        Err(_) => Robots::Open,
    }
}

/// The name robots.txt knows a program by: the product token of its `User-Agent`.
fn product(user_agent: &str) -> &str {
    let end = user_agent.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_'));
    &user_agent[..end.unwrap_or(user_agent.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, address: &str) -> bool {
        let address = Url::parse(address).unwrap();
        rules("khabar/0.1 (+x)", text.as_bytes())
            .check(&address)
            .is_ok()
    }

    #[test]
    fn rules_for_this_program_go_before_those_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Khabar\nDisallow: /private/\n";
        assert!(allows(text, "https://news.example/report"));
        assert!(!allows(text, "https://news.example/private/x"));
        assert!(!allows(
            "User-agent: *\nDisallow: /a*b$\n",
            "https://n.example/a/b"
        ));
        assert!(allows("<html>no rules</html>", "https://n.example/"));
        assert!(allows("", "https://n.example/"));
    }

    #[test]
    fn delays_are_kept_within_reason() {
        let delay = |text: &str| rules("khabar", text.as_bytes()).delay();
        assert_eq!(
            delay("User-agent: *\nCrawl-delay: 2\n"),
            Some(Duration::from_secs(2))
        );
        assert_eq!(
            delay("User-agent: *\nCrawl-delay: 86400\n"),
            Some(LONGEST_DELAY)
        );
        assert_eq!(delay("User-agent: *\nDisallow:\n"), None);
    }
}
