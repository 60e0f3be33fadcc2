//! Names, looked up and held to where addresses may lead.

use std::sync::Arc;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{NextTimeout, time};
use ureq::{Error, Timeout};
use url::Url;

use super::Reach;
use crate::FetchError;

/// Looks names up and gives out only those addresses that may be connected to. It is asked for every request, and what it
/// gives out is what is connected to: there is no second look-up that could say something else.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    names: Arc<dyn Resolver>,
    reach: Reach,
}

impl Guard {
    /// Holds what `names` says to `reach`.
    pub fn new(names: impl Resolver, reach: Reach) -> Self {
        Self {
            names: Arc::new(names),
            reach,
        }
    }

    /// Lets an address pass that may be asked. Where there is a proxy, names are looked up here, since what is connected
    /// to is then the proxy; otherwise that is left to the connection.
    pub fn check(
        &self,
        address: &Url,
        config: &Config,
        timeout: Duration,
    ) -> Result<(), FetchError> {
        self.reach.check_form(address)?;
        if config.proxy().is_none() || self.reach == Reach::Anywhere {
            return Ok(());
        }
        let wrong = |error: Error| FetchError::of_request(&error, address);
        let uri: Uri = address
            .as_str()
            .parse()
            .map_err(|e| wrong(Error::from(ureq::http::Error::from(e))))?;
        let timeout = NextTimeout {
            after: time::Duration::Exact(timeout),
            reason: Timeout::Resolve,
            ..NextTimeout::default()
        };
        self.look_up(&uri, config, timeout)
            .map(|_| ())
            .map_err(wrong)
    }

    /// The addresses of a host that may be connected to; at least one.
    fn look_up(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        let mut passed = self.empty();
        let mut refused = None;
        for at in &found {
            match self.reach.check(host, at.port(), at.ip()) {
                Ok(()) => passed.push(*at),
                Err(network) => refused = Some((at.ip(), network)),
            }
        }
        match refused {
            Some((address, network)) if passed.is_empty() => {
                let host = host.to_owned();
                Err(Error::Other(Box::new(FetchError::PrivateAddress {
                    host,
                    address,
                    network,
                })))
            }
            _ if passed.is_empty() => Err(Error::HostNotFound),
            _ => Ok(passed),
        }
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        // The proxy is this machine's own and may stand anywhere. An address that leads to it was refused by `check`.
        if config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
            return self.names.resolve(uri, config, timeout);
        }
        self.look_up(uri, config, timeout)
    }
}
