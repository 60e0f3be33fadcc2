//! Where addresses may lead.

mod networks;
mod resolver;

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use thiserror::Error;
use url::{Host, Url};

use crate::FetchError;
pub(crate) use resolver::Guard;

/// Where addresses may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Wherever the machine can reach: for somebody who names addresses at their own machine.
    Anywhere,
    /// To the public web alone, and to what is named besides: for a program that takes addresses from others. What counts
    /// are the very addresses that are connected to, so that neither other ways of writing them, nor redirects, nor names
    /// that change what they stand for get around it. Where the environment names a proxy, the proxy looks names up once
    /// more, for itself, and is trusted with that.
    Public {
        /// What may be reached although it is not public.
        allow: Vec<AllowedNet>,
    },
}

/// A network or a host that may be reached although it is not public, written as `10.0.0.0/8`, `192.168.1.7`,
/// `127.0.0.1:8001`, `[::1]:8001`, `intranet.example` or `intranet.example:8080`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedNet {
    /// All addresses of a network, by whatever name.
    Net(IpNet),
    /// A host by this name, wherever its name leads, at this port or at any.
    Host {
        /// The host as an address has it, without a dot at its end. Hosts below it are not meant.
        host: String,
        /// The port; any, where there is none.
        port: Option<u16>,
    },
}

/// That a text names neither a network nor a host.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{text} is neither a network nor a host; write it as in 10.0.0.0/8, 127.0.0.1:8001 or intranet.example"
)]
pub struct AllowedNetError {
    /// The text.
    pub text: String,
}

impl FromStr for AllowedNet {
    type Err = AllowedNetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let wrong = || AllowedNetError {
            text: text.to_owned(),
        };
        if text.contains('/') {
            return text.parse().map(Self::Net).map_err(|_| wrong());
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Net(address.into()));
        }
        // The colons of IPv6 stand in brackets.
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, Some(port.parse().map_err(|_| wrong())?))
            }
            _ => (text, None),
        };
        let host = Host::parse(host).map_err(|_| wrong())?;
        if let Host::Domain(name) = &host
            && name.trim_matches('.').is_empty()
        {
            return Err(wrong());
        }
        Ok(Self::Host {
            host: without_dot(&host.to_string()).to_owned(),
            port,
        })
    }
}

impl fmt::Display for AllowedNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Net(net) => net.fmt(f),
            Self::Host {
                host,
                port: Some(port),
            } => write!(f, "{host}:{port}"),
            Self::Host { host, port: None } => f.write_str(host),
        }
    }
}

impl AllowedNet {
    /// Whether it takes in what stands at an address under a name.
    fn holds(&self, name: &str, port: u16, at: IpAddr) -> bool {
        match self {
            Self::Net(net) => net.contains(&networks::plain(at)),
            Self::Host { host, port: wanted } => {
                host.eq_ignore_ascii_case(without_dot(name))
                    && wanted.is_none_or(|wanted| wanted == port)
            }
        }
    }
}

impl Reach {
    /// Lets pass what an address may be by its form.
    pub(crate) fn check_form(&self, address: &Url) -> Result<(), FetchError> {
        if !matches!(address.scheme(), "http" | "https") {
            let scheme = address.scheme().to_owned();
            return Err(FetchError::Scheme { scheme });
        }
        let has_credentials = !address.username().is_empty() || address.password().is_some();
        match self {
            Self::Public { .. } if has_credentials => Err(FetchError::Credentials),
            _ => Ok(()),
        }
    }

    /// Lets a host pass that stands at this address, or says what kind of network is there.
    pub(crate) fn check(&self, host: &str, port: u16, at: IpAddr) -> Result<(), &'static str> {
        let Self::Public { allow } = self else {
            return Ok(());
        };
        match networks::not_public(at) {
            Some(network) if !allow.iter().any(|allowed| allowed.holds(host, port, at)) => {
                Err(network)
            }
            _ => Ok(()),
        }
    }
}

/// A host without the dot that a name may have at its end.
pub(crate) fn without_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(allow: &[&str]) -> Reach {
        let allow = allow.iter().map(|text| text.parse().unwrap()).collect();
        Reach::Public { allow }
    }

    #[test]
    fn what_is_allowed_is_read_and_written() {
        for text in [
            "10.0.0.0/8",
            "fd00::/8",
            "127.0.0.1:8001",
            "[::1]:8001",
            "intranet.example",
            "intranet.example:8080",
        ] {
            let allowed: AllowedNet = text.parse().unwrap();
            assert_eq!(allowed.to_string(), text);
        }
        let one: AllowedNet = "192.168.1.7".parse().unwrap();
        assert_eq!(one, AllowedNet::Net("192.168.1.7/32".parse().unwrap()));
        for wrong in [
            "",
            ".",
            "10.0.0.0/33",
            "host:port",
            "host:99999",
            "a b",
            "http://x/",
            ":80",
            "1.2.3.4.5/8",
        ] {
            assert!(wrong.parse::<AllowedNet>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_network_is_allowed_by_any_name_and_a_host_by_its_own() {
        let at = "10.1.2.3".parse().unwrap();
        assert!(reach(&[]).check("wiki.example", 80, at).is_err());
        assert!(reach(&["10.0.0.0/8"]).check("wiki.example", 80, at).is_ok());
        assert!(
            reach(&["10.0.0.0/16"])
                .check("wiki.example", 80, at)
                .is_err()
        );
        let by_name = reach(&["wiki.example"]);
        assert!(by_name.check("wiki.example", 80, at).is_ok());
        assert!(by_name.check("Wiki.Example.", 81, at).is_ok());
        assert!(by_name.check("a.wiki.example", 80, at).is_err());
        assert!(by_name.check("10.1.2.3", 80, at).is_err());
        let at_port = reach(&["10.1.2.3:8001"]);
        assert!(at_port.check("10.1.2.3", 8001, at).is_ok());
        assert!(at_port.check("10.1.2.3", 80, at).is_err());
        assert!(Reach::Anywhere.check("x", 1, at).is_ok());
    }

    #[test]
    fn an_allowed_network_is_the_same_within_ipv6() {
        let mapped = "::ffff:10.1.2.3".parse().unwrap();
        assert!(reach(&[]).check("x.example", 80, mapped).is_err());
        assert!(
            reach(&["10.0.0.0/8"])
                .check("x.example", 80, mapped)
                .is_ok()
        );
    }

    #[test]
    fn schemes_and_credentials() {
        let check = |reach: &Reach, address: &str| {
            let address = Url::parse(address).unwrap();
            reach.check_form(&address).map_err(|error| error.cause())
        };
        let public = reach(&[]);
        assert_eq!(check(&public, "https://news.example/"), Ok(()));
        assert_eq!(check(&public, "file:///etc/passwd"), Err("scheme"));
        assert_eq!(check(&public, "gopher://news.example/"), Err("scheme"));
        assert_eq!(check(&public, "http://a@news.example/"), Err("credentials"));
        assert_eq!(
            check(&public, "http://:b@news.example/"),
            Err("credentials")
        );
        assert_eq!(
            check(&Reach::Anywhere, "ftp://news.example/"),
            Err("scheme")
        );
        assert_eq!(check(&Reach::Anywhere, "http://a:b@news.example/"), Ok(()));
    }
}
