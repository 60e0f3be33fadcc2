//! How the pages are served.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use jiff::tz::TimeZone;
use khabar_fetch::FetchOptions;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::WebError;

/// The fewest characters of a token.
const SHORTEST_TOKEN: usize = 16;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; the loopback address and port 7878 unless told otherwise.
    pub address: SocketAddr,
    /// Names by which the pages may be asked for besides those of the loopback, without a port: `archive.example`. Where
    /// the pages are served beyond the loopback and none is named, every name will do.
    pub hosts: Vec<String>,
    /// Where readers reach the pages, where that is not what they ask for: `https://archive.example`.
    pub public: Option<String>,
    /// What whoever writes must know; whoever reads too, unless the pages are for this machine alone: on the loopback, with
    /// neither `hosts` nor `public`.
    pub token: Token,
    /// Where readers are taken to be who have chosen no time zone: that of this machine unless told otherwise.
    pub zone: TimeZone,
    /// How addresses are looked at that somebody wants to follow.
    pub fetch: FetchOptions,
    /// After this time a request is given up, and whoever asked is told.
    pub patience: Duration,
    /// The most bytes of a request.
    pub most_bytes: usize,
    /// The most connections at a time.
    pub most_connections: usize,
}

impl Options {
    /// The options with this token, on the loopback.
    pub fn new(token: Token) -> Self {
        Self {
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7878),
            hosts: Vec::new(),
            public: None,
            token,
            zone: TimeZone::system(),
            fetch: FetchOptions::default(),
            patience: Duration::from_mins(1),
            most_bytes: 2 << 20,
            most_connections: 512,
        }
    }

    /// Whether it listens to this machine alone. Something else on it may still pass on what others ask.
    pub(crate) fn is_loopback(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// Whether whoever asks may read without the token: nobody but this machine can ask. Where another name or address is
    /// told, something stands before the pages that takes requests from elsewhere, and all of them seem to come from here.
    pub(crate) fn reads_freely(&self) -> bool {
        self.is_loopback() && self.public.is_none() && self.hosts.is_empty()
    }

    /// Where readers reach the pages, where that is told: scheme, name and port, without a slash behind them.
    pub(crate) fn origin(&self) -> Option<&str> {
        let public = self.public.as_deref();
        public.map(|public| public.trim_end_matches('/'))
    }

    /// Whether readers come over https, so that cookies go over nothing else.
    pub(crate) fn is_secure(&self) -> bool {
        self.origin()
            .is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// What whoever writes must know. It is never shown by `Debug`.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// The token that somebody chose.
    ///
    /// # Errors
    /// Where it is shorter than 16 characters or has others than visible ones of ASCII, which headers cannot carry.
    pub fn new(token: &str) -> Result<Self, WebError> {
        let token = token.trim();
        if token.len() < SHORTEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(WebError::Token);
        }
        Ok(Self(token.to_owned()))
    }

    /// A new token, 160 bits that nobody can guess.
    ///
    /// # Errors
    /// Where the system has no random numbers.
    pub fn random() -> Result<Self, WebError> {
        let mut bytes = [0; 20];
        getrandom::fill(&mut bytes).map_err(|cause| WebError::Random(cause.to_string()))?;
        Ok(Self(hex(&bytes)))
    }

    /// The token itself, to be shown to whom it is for.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is this one. The time it takes says nothing of where they differ.
    pub(crate) fn is(&self, other: &str) -> bool {
        // Of digests, so that it says nothing of the length either.
        digest(&["token", &self.0])
            .ct_eq(&digest(&["token", other]))
            .into()
    }

    /// What a browser keeps in the place of the token: it shows that whoever has it once knew it.
    pub(crate) fn pass(&self) -> String {
        hex(&digest(&["khabar-pass", &self.0]))
    }

    /// Whether a pass is that of this token.
    pub(crate) fn is_pass(&self, pass: &str) -> bool {
        self.pass().as_bytes().ct_eq(pass.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_never_shown() {
        assert!(Token::new("short").is_err());
        assert!(Token::new("sixteen letters with spaces").is_err());
        let token = Token::new(" 0123456789abcdef\n").unwrap();
        assert!(token.is("0123456789abcdef"));
        assert!(!token.is("0123456789abcdeg"));
        assert!(!token.is(""));
        assert!(token.is_pass(&token.pass()));
        assert!(!token.is_pass("0123456789abcdef"));
        assert!(!format!("{:?}", Options::new(token)).contains("0123456789abcdef"));
        assert_ne!(
            Token::random().unwrap().reveal(),
            Token::random().unwrap().reveal()
        );
    }
}
