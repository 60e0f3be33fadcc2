//! Why an address gave no page, and what to do about it.

use std::io;

use thiserror::Error;
use ureq::Error as Cause;
use url::Url;

/// What helps where a site lets browsers in but not programs.
const BY_HAND: &str = "open it in a browser, save the page, and read the file";

/// Why an address gave no page. Shown as `cause; what to do`.
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
    /// No answer in time.
    #[error("{host} did not answer in time; try again later, or give it longer with --timeout")]
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
        /// The status: 404 or 410.
        status: u16,
    },
    /// Too many requests.
    #[error("the site asks for fewer requests (429); try again {}", when(.wait.as_deref()))]
    TooManyRequests {
        /// The `Retry-After` header.
        wait: Option<String>,
    },
    /// The site's own trouble.
    #[error("the site has trouble of its own ({status}); try again {}", when(.wait.as_deref()))]
    Server {
        /// The status, 500 to 599.
        status: u16,
        /// The `Retry-After` header.
        wait: Option<String>,
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
    #[error(
        "the site's robots.txt asks programs not to fetch it; {BY_HAND}, or use --ignore-robots if you may"
    )]
    Robots,
    /// robots.txt cannot be had, which means no entry: RFC 9309, 2.3.1.4.
    #[error(
        "the site's robots.txt cannot be had ({status}), so it is not known whether programs may fetch the page; \
         try again later, or use --ignore-robots if you may"
    )]
    RobotsUnknown {
        /// The status its request ended with.
        status: u16,
    },
    /// Something else than a page.
    #[error("this is {found}, not a page; give the address of the page itself")]
    NoPage {
        /// What it is, with its article.
        found: String,
    },
    /// Larger than allowed.
    #[error(
        "the page is larger than the limit of {limit}; raise the limit with --max-bytes if you trust it"
    )]
    TooLarge {
        /// The limit for people.
        limit: String,
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

/// When to come again, as the `Retry-After` header says it: in seconds or as a date.
fn when(wait: Option<&str>) -> String {
    match wait.map(str::trim) {
        Some(seconds) if seconds.parse::<u32>().is_ok() => format!("in {seconds} seconds"),
        Some(date) if !date.is_empty() => format!("after {date}"),
        _ => "later".to_owned(),
    }
}

impl FetchError {
    /// What an answer with a status other than success means.
    pub(super) fn of_status(status: u16, wait: Option<String>) -> Self {
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
    pub(super) fn of_request(error: &Cause, address: &Url) -> Self {
        let host = address.host_str().unwrap_or_default().to_owned();
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
    pub(super) fn of_transfer(error: &io::Error, address: &Url) -> Self {
        match super::inner(error) {
            Some(cause) => Self::of_request(cause, address),
            None => Self::of_io(error, address.host_str().unwrap_or_default().to_owned()),
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
        let said = |status, wait: Option<&str>| {
            FetchError::of_status(status, wait.map(str::to_owned)).to_string()
        };
        assert!(said(403, None).contains("save the page"));
        assert!(said(404, None).contains("check the address"));
        assert!(said(429, Some("120")).ends_with("try again in 120 seconds"));
        assert!(said(503, None).ends_with("try again later"));
        assert!(said(503, Some("Tue, 24 Nov 2026 08:00:00 GMT")).contains("after Tue, 24 Nov"));
        assert!(said(418, None).contains("418"));
    }
}
