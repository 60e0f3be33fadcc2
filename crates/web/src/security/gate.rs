//! Whether a request may do what it asks.

use std::net::IpAddr;
use std::time::Instant;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::hosts::is_own_origin;
use super::tries::Tries;
use crate::error::WebError;
use crate::options::Options;
use crate::reader::cookie;

/// The cookie that shows that somebody has signed in.
pub(crate) const PASS: &str = "khabar-pass";
/// The `Set-Cookie` header that takes it away.
pub(crate) const NO_PASS: &str = "khabar-pass=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";

/// Who may have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Everybody: nothing of the archive is shown or changed.
    All,
    /// Whoever may read the archive.
    Readers,
    /// Whoever may change it.
    Writers,
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// Whether the token, or a pass, was shown.
    pub signed_in: bool,
    /// Whether a pass was shown that is not good any more.
    pub stale: bool,
}

/// A request, as far as it matters whether it is let in.
pub(crate) struct Asking<'a> {
    pub method: &'a Method,
    pub headers: &'a HeaderMap,
    pub host: &'a str,
    pub who: IpAddr,
}

/// Lets a request in.
///
/// # Errors
/// Where it needs the token and does not show it, shows a wrong one, did so too often, or is a form of another's page.
pub(crate) fn enter(
    options: &Options,
    tries: &Tries,
    wanted: For,
    asking: &Asking<'_>,
) -> Result<Access, WebError> {
    let now = Instant::now();
    let mut access = Access::default();
    // What is right is let in whoever waits: behind another server everybody comes from one address, and a stranger's
    // guesses must not shut out those who know the token.
    if let Some(shown) = shown(asking.headers) {
        if !options.token.is(&shown.token) {
            return Err(tries.refused(asking.who, now));
        }
        access.signed_in = true;
        if shown.by_hand {
            // No page of another's can add this header unasked.
            return Ok(access);
        }
    } else if let Some(pass) = cookie(asking.headers, PASS) {
        access.signed_in = options.token.is_pass(pass);
        access.stale = !access.signed_in;
    }
    // One of an earlier token is no reason to refuse what everybody may have.
    let refused = access.stale.then(|| tries.refused(asking.who, now));
    let needs_token = match wanted {
        For::All => false,
        For::Readers => !options.reads_freely(),
        For::Writers => true,
    };
    if needs_token && !access.signed_in {
        return Err(match refused {
            Some(WebError::TooOften(seconds)) => WebError::TooOften(seconds),
            _ => WebError::SignIn,
        });
    }
    let is_read = matches!(*asking.method, Method::GET | Method::HEAD);
    if !is_read && !is_own_origin(options, asking.headers, asking.host) {
        return Err(WebError::ForeignOrigin);
    }
    Ok(access)
}

/// A token that a request shows in its header.
struct Shown {
    token: String,
    /// Whether a program put it there, and no browser that remembers it.
    by_hand: bool,
}

/// The token in the header: as programs send it, or as the password that readers of feeds ask for.
fn shown(headers: &HeaderMap) -> Option<Shown> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(Shown {
            token: rest.trim().to_owned(),
            by_hand: true,
        });
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let pair = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
        let (_, password) = pair.split_once(':')?;
        return Some(Shown {
            token: password.to_owned(),
            by_hand: false,
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Token;

    const TOKEN: &str = "0123456789abcdef";

    fn entered(
        address: &str,
        wanted: For,
        method: &Method,
        headers: &[(&'static str, &str)],
    ) -> Result<Access, WebError> {
        let mut options = Options::new(Token::new(TOKEN).unwrap());
        options.address = address.parse().unwrap();
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        let asking = Asking {
            method,
            headers: &headers,
            host: "localhost",
            who: "127.0.0.1".parse().unwrap(),
        };
        enter(&options, &Tries::default(), wanted, &asking)
    }

    #[test]
    fn reading_is_free_on_the_loopback_alone() {
        assert!(entered("127.0.0.1:1", For::Readers, &Method::GET, &[]).is_ok());
        let beyond = |headers: &[(&'static str, &str)]| {
            entered("0.0.0.0:1", For::Readers, &Method::GET, headers)
        };
        assert!(matches!(beyond(&[]), Err(WebError::SignIn)));
        assert!(matches!(
            beyond(&[("authorization", "Bearer nonsense")]),
            Err(WebError::WrongToken)
        ));
        assert!(matches!(
            beyond(&[("authorization", "Basic 0123456789abcdef")]),
            Err(WebError::SignIn)
        ));
        // "reader:0123456789abcdef", as readers of feeds send it.
        let basic = ("authorization", "Basic cmVhZGVyOjAxMjM0NTY3ODlhYmNkZWY=");
        assert!(beyond(&[basic]).unwrap().signed_in);
        let posted = entered("0.0.0.0:1", For::Writers, &Method::POST, &[basic]);
        assert!(matches!(posted, Err(WebError::ForeignOrigin)));
        assert!(
            beyond(&[("authorization", "bearer 0123456789abcdef")])
                .unwrap()
                .signed_in
        );
        assert!(entered("0.0.0.0:1", For::All, &Method::GET, &[]).is_ok());
    }

    #[test]
    fn writing_needs_the_token_and_our_own_page() {
        let pass = format!("{PASS}={}", Token::new(TOKEN).unwrap().pass());
        let write = |headers: &[(&'static str, &str)]| {
            entered("127.0.0.1:1", For::Writers, &Method::POST, headers)
        };
        let own = ("origin", "http://localhost");
        assert!(matches!(write(&[own]), Err(WebError::SignIn)));
        assert!(matches!(
            write(&[("cookie", &pass)]),
            Err(WebError::ForeignOrigin)
        ));
        let foreign = ("origin", "http://evil.example");
        assert!(matches!(
            write(&[("cookie", &pass), foreign]),
            Err(WebError::ForeignOrigin)
        ));
        assert!(write(&[("cookie", &pass), own]).unwrap().signed_in);
        assert!(
            write(&[("authorization", "Bearer 0123456789abcdef")])
                .unwrap()
                .signed_in
        );
        let stale = entered(
            "127.0.0.1:1",
            For::Readers,
            &Method::GET,
            &[("cookie", "khabar-pass=old")],
        );
        assert!(stale.unwrap().stale);
    }

    #[test]
    fn behind_another_server_reading_needs_the_token() {
        let read = |change: fn(&mut Options)| {
            let mut options = Options::new(Token::new(TOKEN).unwrap());
            change(&mut options);
            let asking = Asking {
                method: &Method::GET,
                headers: &HeaderMap::new(),
                host: "archive.example",
                who: "127.0.0.1".parse().unwrap(),
            };
            enter(&options, &Tries::default(), For::Readers, &asking)
        };
        assert!(read(|_| {}).is_ok());
        for change in [
            (|options| options.hosts.push("archive.example".into())) as fn(&mut Options),
            |options| options.public = Some("https://archive.example".into()),
            |options| {
                options.hosts.push("archive.example".into());
                options.public = Some("https://archive.example".into());
            },
        ] {
            assert!(matches!(read(change), Err(WebError::SignIn)));
        }
    }

    #[test]
    fn guessing_ends_and_shuts_nobody_out() {
        let mut options = Options::new(Token::new(TOKEN).unwrap());
        options.public = Some("https://archive.example".into());
        let tries = Tries::default();
        let enter_with = |headers: &[(&'static str, &str)]| {
            let headers: HeaderMap = headers
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect();
            let asking = Asking {
                method: &Method::GET,
                headers: &headers,
                host: "localhost",
                who: "127.0.0.1".parse().unwrap(),
            };
            enter(&options, &tries, For::Readers, &asking)
        };
        let guess = ("authorization", "Bearer guess");
        for _ in 0..10 {
            assert!(matches!(enter_with(&[guess]), Err(WebError::WrongToken)));
        }
        assert!(matches!(enter_with(&[guess]), Err(WebError::TooOften(_))));
        let stale = ("cookie", "khabar-pass=old");
        assert!(matches!(enter_with(&[stale]), Err(WebError::TooOften(_))));
        // From the same address: who knows the token, who signed in, and who is about to.
        let bearer = format!("Bearer {TOKEN}");
        assert!(enter_with(&[("authorization", &bearer)]).unwrap().signed_in);
        let pass = format!("{PASS}={}", options.token.pass());
        assert!(enter_with(&[("cookie", &pass)]).unwrap().signed_in);
        assert!(matches!(enter_with(&[]), Err(WebError::SignIn)));
    }
}
