//! Signing in and out.

use std::time::Instant;

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;

use crate::app::App;
use crate::frame::Frame;
use crate::security::gate::{NO_PASS, PASS};
use crate::visit::{Answer, Visit};

/// Seconds that a pass is good for: four weeks.
const AGE: u32 = 28 * 24 * 3600;

#[derive(Template)]
#[template(path = "login.html")]
struct Page<'a> {
    f: Frame<'a>,
    next: String,
    token: String,
}

/// The form; a token in the address is filled in.
pub(crate) fn show(_: &App, visit: &Visit) -> Answer {
    visit.page(&Page {
        f: Frame::said(visit, "sign-in"),
        next: visit.asked("next").unwrap_or_default(),
        token: visit.asked("token").unwrap_or_default(),
    })
}

/// Signs in whoever knows the token.
pub(crate) fn enter(app: &App, visit: &Visit) -> Answer {
    let typed = visit.field("token").unwrap_or_default();
    if !app.options.token.is(typed) {
        return Err(app.tries.refused(visit.who, Instant::now()));
    }
    let mut answer = visit.done(own_page(visit.field("next").unwrap_or("/")))?;
    let secure = if app.options.is_secure() {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!(
        "{PASS}={}; Path=/; Max-Age={AGE}; HttpOnly; SameSite=Strict{secure}",
        app.options.token.pass()
    );
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(answer)
}

/// Signs out.
pub(crate) fn leave(_: &App, visit: &Visit) -> Answer {
    let mut answer = visit.done("/")?;
    answer
        .headers_mut()
        .insert(SET_COOKIE, HeaderValue::from_static(NO_PASS));
    Ok(answer)
}

/// The page to go on to, where it is one of ours: a path, and no way to another site that looks like one.
fn own_page(next: &str) -> &str {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t'])
        && next.bytes().all(|byte| byte.is_ascii_graphic());
    if is_own { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(own_page("/search?q=a"), "/search?q=a");
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "",
            "/a\r\nb",
        ] {
            assert_eq!(own_page(elsewhere), "/", "{elsewhere:?}");
        }
    }
}
