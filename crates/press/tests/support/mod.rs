//! What the tests of sites ask them with.
#![allow(dead_code, reason = "each test file uses its part")]

use jiff::Timestamp;
use khabar_press::{Outlet, Press, Request, Response};

const NOW: &str = "2026-03-10T14:35:00Z";

/// The instant that sites are asked at.
pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// What the site of an outlet answers at an instant.
pub fn ask(
    press: &Press,
    outlet: &Outlet,
    target: &str,
    headers: &[(&str, &str)],
    now: Timestamp,
) -> Response {
    press.respond(&Request {
        site: outlet.key,
        base: &outlet.base(),
        target,
        headers,
        now,
    })
}

/// What it answers now, without any header.
pub fn get(press: &Press, outlet: &Outlet, target: &str) -> Response {
    ask(press, outlet, target, &[], now())
}

/// The first outlet that is wanted.
pub fn by(press: &Press, wanted: impl Fn(&Outlet) -> bool) -> &Outlet {
    press
        .outlets()
        .iter()
        .find(|outlet| wanted(outlet))
        .unwrap()
}

/// Without what is laid out otherwise: spaces, and marks of direction.
pub fn folded(text: &str) -> String {
    text.chars()
        .filter(|at| !at.is_whitespace() && !matches!(at, '\u{200e}' | '\u{200f}'))
        .collect()
}

/// The body of an answer in UTF-8.
pub fn text(response: &Response) -> String {
    String::from_utf8(response.body.clone()).unwrap()
}
