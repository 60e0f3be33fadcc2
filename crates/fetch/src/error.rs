//! Why an address gave nothing, and what to do about it.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use khabar_corpus::unpack::readable;
use thiserror::Error;
use ureq::Error as Cause;
use url::Url;

/// What helps where a site lets browsers in but not programs.
const BY_HAND: &str = "open it in a browser, save the page, and read the file";

/// Why an address gave nothing. Shown as `cause; what to do`. A program that has a setting which helps adds its name.
#[derive(Debug, Clone, Error)]
pub enum FetchError {
    /// The name of the host is not known.
    #[error(
        "there is no host {host}, or its name could not be looked up; check the address and the connection"
    )]
    UnknownHost {
        /// The host.
        host: String,
    },
    /// The host does not take the connection.
    #[error(
        "{host} could not be reached ({cause}); check the address and the connection, or try again later"
    )]
    Unreachable {
        /// The host.
        host: String,
        /// What the system says.
        cause: String,
    },
    /// No answer in time, or not the whole of it.
    #[error("{host} did not answer in time; try again later, or give it longer")]
    Timeout {
        /// The host.
        host: String,
    },
    /// No secure connection.
    #[error(
        "no secure connection to {host} ({cause}); check the address, and the clock and the certificates of this machine"
    )]
    Tls {
        /// The host.
        host: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The proxy of the environment is none.
    #[error(
        "the proxy named in the environment cannot be used; check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY"
    )]
    Proxy,
    /// Redirects in a circle.
    #[error(
        "the site redirects in a circle (again to {address}), perhaps for want of a cookie; {BY_HAND}"
    )]
    RedirectLoop {
        /// The address met twice.
        address: Url,
    },
    /// More redirects than anyone needs.
    #[error("the site redirects more than {most} times; {BY_HAND}")]
    TooManyRedirects {
        /// How many were followed.
        most: usize,
    },
    /// A redirect to something other than a page.
    #[error("the site redirects to {location}, which is no web page; {BY_HAND}")]
    RedirectAstray {
        /// Where it leads.
        location: String,
    },
    /// No entry.
    #[error("the site refuses to give it out ({status}); {BY_HAND}")]
    Refused {
        /// The status: 401, 403, 407.
        status: u16,
    },
    /// Nothing there.
    #[error("the site has no such page ({status}); check the address")]
    NotFound {
        /// The status: 404, or 410 where it was there once.
        status: u16,
    },
    /// Too many requests.
    #[error("the site asks for fewer requests (429); try again {}", when(*.wait))]
    TooManyRequests {
        /// How long the site asks to wait.
        wait: Option<Duration>,
    },
    /// The site's own trouble.
    #[error("the site has trouble of its own ({status}); try again {}", when(*.wait))]
    Server {
        /// The status, 500 to 599.
        status: u16,
        /// How long the site asks to wait.
        wait: Option<Duration>,
    },
    /// Withheld by law.
    #[error("the page is withheld for legal reasons (451); look for it at another address")]
    Legal,
    /// Any other answer that is no page.
    #[error("the site answered with status {status} instead of a page; check the address")]
    Status {
        /// The status.
        status: u16,
    },
    /// robots.txt asks programs to stay away.
    #[error("the site's robots.txt asks programs not to fetch it; {BY_HAND}")]
    Robots,
    /// robots.txt cannot be had, which means no entry: RFC 9309, 2.3.1.4.
    #[error(
        "the site's robots.txt cannot be had ({status}), so it is not known whether programs may fetch the page; \
         try again {}", when(Some(*.wait))
    )]
    RobotsUnknown {
        /// The status its request ended with.
        status: u16,
        /// How long until it is asked for again.
        wait: Duration,
    },
    /// The site does not want it used by AI.
    #[error("the site does not want the page used by AI ({signal}); ask the site for leave")]
    AiOptOut {
        /// What says so: `robots.txt: GPTBot`.
        signal: String,
    },
    /// An address of another scheme than http and https.
    #[error("addresses of the kind {scheme}: are not fetched; give an http or https address")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// An address with a user's name or password in it.
    #[error("the address holds a user's name or password; give it without")]
    Credentials,
    /// An address that leads to somewhere other than the public web, which is all that may be fetched.
    #[error(
        "{host} leads to {address}, {network}, not to the public web; check the address, or allow it if it is meant"
    )]
    PrivateAddress {
        /// The host.
        host: String,
        /// Where it leads.
        address: IpAddr,
        /// What is there: `a private network (RFC 1918)`.
        network: &'static str,
    },
    /// Something else than a page.
    #[error("this is {found}, not a page; give the address of the page itself")]
    NoPage {
        /// What it is, with its article.
        found: String,
    },
    /// Larger than allowed.
    #[error("the page is larger than the limit of {}; raise the limit if you trust it", readable(*.limit))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The transfer broke off or made no sense.
    #[error("the answer of {host} is broken ({cause}); try again")]
    Broken {
        /// The host.
        host: String,
        /// What was wrong.
        cause: String,
    },
}

/// When to come again.
fn when(wait: Option<Duration>) -> String {
    match wait.map(|wait| wait.as_secs()) {
        Some(0) => "now".to_owned(),
        Some(1) => "in a second".to_owned(),
        Some(seconds @ 2..=180) => format!("in {seconds} seconds"),
        Some(seconds @ 181..=10_800) => format!("in {} minutes", seconds.div_ceil(60)),
        Some(seconds) => format!("in {} hours", seconds.div_ceil(3600)),
        None => "later".to_owned(),
    }
}

impl FetchError {
    /// A short name of the cause, to count by. These names stay.
    pub fn cause(&self) -> &'static str {
        match self {
            Self::UnknownHost { .. } => "unknown-host",
            Self::Unreachable { .. } => "unreachable",
            Self::Timeout { .. } => "timeout",
            Self::Tls { .. } => "tls",
            Self::Proxy => "proxy",
            Self::RedirectLoop { .. } => "redirect-loop",
            Self::TooManyRedirects { .. } => "too-many-redirects",
            Self::RedirectAstray { .. } => "redirect-astray",
            Self::Refused { .. } => "refused",
            Self::NotFound { status: 410 } => "gone",
            Self::NotFound { .. } => "not-found",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::Server { .. } => "server",
            Self::Legal => "legal",
            Self::Status { .. } => "status",
            Self::Robots => "robots",
            Self::RobotsUnknown { .. } => "robots-unknown",
            Self::AiOptOut { .. } => "ai-opt-out",
            Self::Scheme { .. } => "scheme",
            Self::Credentials => "credentials",
            Self::PrivateAddress { .. } => "private-address",
            Self::NoPage { .. } => "no-page",
            Self::TooLarge { .. } => "too-large",
            Self::Broken { .. } => "broken",
        }
    }

    /// How long to wait before another try, where the site says so: up to a day.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { wait } | Self::Server { wait, .. } => *wait,
            Self::RobotsUnknown { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    /// Whether the same request may well succeed some time later with nobody doing anything about it.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::UnknownHost { .. }
            | Self::Unreachable { .. }
            | Self::Timeout { .. }
            // Certificates lapse and are renewed.
            | Self::Tls { .. }
            | Self::Proxy
            | Self::TooManyRequests { .. }
            | Self::Server { .. }
            | Self::RobotsUnknown { .. }
            | Self::Broken { .. } => true,
            // Request Timeout, Too Early.
            Self::Status { status } => matches!(status, 408 | 425),
            Self::RedirectLoop { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectAstray { .. }
            | Self::Refused { .. }
            | Self::NotFound { .. }
            | Self::Legal
            | Self::Robots
            | Self::AiOptOut { .. }
            | Self::Scheme { .. }
            | Self::Credentials
            | Self::PrivateAddress { .. }
            | Self::NoPage { .. }
            | Self::TooLarge { .. } => false,
        }
    }

    /// What an answer with a status other than success means.
    pub(crate) fn of_status(status: u16, wait: Option<Duration>) -> Self {
        match status {
            401 | 403 | 407 => Self::Refused { status },
            404 | 410 => Self::NotFound { status },
            429 => Self::TooManyRequests { wait },
            451 => Self::Legal,
            500..=599 => Self::Server { status, wait },
            _ => Self::Status { status },
        }
    }

    /// Why a request had no answer.
    pub(crate) fn of_request(error: &Cause, address: &Url) -> Self {
        // What the resolver of this crate says.
        if let Cause::Other(error) = error
            && let Some(error) = error.downcast_ref::<Self>()
        {
            return error.clone();
        }
        let host = host(address);
        match error {
            Cause::HostNotFound => Self::UnknownHost { host },
            Cause::Timeout(_) => Self::Timeout { host },
            Cause::InvalidProxyUrl | Cause::ConnectProxyFailed(_) => Self::Proxy,
            Cause::Tls(cause) => Self::Tls {
                host,
                cause: (*cause).to_owned(),
            },
            Cause::Rustls(cause) => Self::Tls {
                host,
                cause: cause.to_string(),
            },
            // What is wrong with a handshake comes as data that makes no sense.
            Cause::Io(error)
                if address.scheme() == "https" && error.kind() == io::ErrorKind::InvalidData =>
            {
                Self::Tls {
                    host,
                    cause: error.to_string(),
                }
            }
            Cause::Io(error) => Self::of_io(error, host),
            Cause::ConnectionFailed => Self::Unreachable {
                host,
                cause: "no connection".to_owned(),
            },
            other => Self::Broken {
                host,
                cause: other.to_string(),
            },
        }
    }

    /// Why an answer's body could not be read to its end.
    pub(crate) fn of_transfer(error: &io::Error, address: &Url) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        match inner {
            Some(cause) => Self::of_request(cause, address),
            None => Self::of_io(error, host(address)),
        }
    }

    /// What an error of the system means.
    fn of_io(error: &io::Error, host: String) -> Self {
        use io::ErrorKind as Kind;
        let cause = plain(error);
        match error.kind() {
            Kind::TimedOut | Kind::WouldBlock => Self::Timeout { host },
            Kind::UnexpectedEof | Kind::InvalidData | Kind::InvalidInput => {
                Self::Broken { host, cause }
            }
            // The resolver's failures have no kind of their own.
            _ if error.raw_os_error().is_none() && cause.contains("lookup address") => {
                Self::UnknownHost { host }
            }
            _ => Self::Unreachable { host, cause },
        }
    }
}

/// The host of an address.
pub(crate) fn host(address: &Url) -> String {
    address.host_str().unwrap_or_default().to_owned()
}

/// The system's words without the number it puts behind them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_says_what_to_do() {
        let said = |status, wait: Option<u64>| {
            FetchError::of_status(status, wait.map(Duration::from_secs)).to_string()
        };
        assert!(said(403, None).contains("save the page"));
        assert!(said(404, None).contains("check the address"));
        assert!(said(429, Some(120)).ends_with("try again in 120 seconds"));
        assert!(said(429, Some(3599)).ends_with("try again in 60 minutes"));
        assert!(said(503, None).ends_with("try again later"));
        assert!(said(503, Some(86_400)).ends_with("try again in 24 hours"));
        assert!(said(418, None).contains("418"));
    }

    #[test]
    fn what_is_gone_is_told_from_what_was_never_there() {
        let cause = |status| FetchError::of_status(status, None).cause();
        assert_eq!((cause(404), cause(410)), ("not-found", "gone"));
        assert_eq!((cause(403), cause(503)), ("refused", "server"));
    }

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for (status, passes) in [
            (403, false),
            (404, false),
            (408, true),
            (410, false),
            (429, true),
            (500, true),
        ] {
            assert_eq!(FetchError::of_status(status, None).is_passing(), passes);
        }
    }
}
