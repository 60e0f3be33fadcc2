//! Dates in the state that scripts carry: `"publishedAt":"2024-05-06T07:08:00Z"`, `"publishedAt":1714979280`.

use khabar_page::{NodeId, Tree};
use memchr::memchr2_iter;

use super::candidates::Role;
use super::words::role_of_name;
use crate::dates::{self, Moment};
use crate::metadata::text::clip;

/// Bytes of script looked through in one page.
const MOST_BYTES: usize = 1 << 20;

/// Bytes of a script that does no more than to put a date on the page.
const LONGEST_CALL: usize = 120;

/// Bytes of a value that may be a date.
const LONGEST_VALUE: usize = 40;

/// Dates taken from one page's scripts.
const MOST_DATES: usize = 40;

/// The dates of `scripts` with what their keys say of them, in order.
pub fn dates(tree: &Tree, scripts: &[NodeId], language: Option<&str>) -> Vec<(Role, Moment)> {
    let mut out = Vec::new();
    let mut budget = MOST_BYTES;
    for &script in scripts {
        let text = tree
            .descendants(script)
            .next()
            .map_or("", |node| tree.text(node));
        if text.len() > budget {
            continue;
        }
        budget -= text.len();
        for at in starts(text) {
            let Some(role) = key_before(&text[..at]).and_then(role_of_name) else {
                continue;
            };
            let value = clip(&text[at..], LONGEST_VALUE + 4)
                .split(['"', '\'', '\\', ',', '}', ';', '\n', '<'])
                .next()
                .unwrap_or("");
            if value.len() > LONGEST_VALUE || role == Role::Unclear && is_number(value) {
                continue;
            }
            if let Some(moment) = dates::parse(value, language) {
                out.push((role, moment));
                if out.len() == MOST_DATES {
                    return out;
                }
            }
        }
    }
    out
}

/// The one value that a short script puts on the page, where it is little more than that: `showDate("2024-05-06 07:08")`.
pub fn written(script: &str) -> Option<&str> {
    let script = script.trim().trim_end_matches(';');
    if script.len() > LONGEST_CALL || !script.ends_with(')') {
        return None;
    }
    let (call, rest) = script.split_once(['"', '\''])?;
    let is_call =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'(' | b' ' | b'$');
    if !call.trim_end().ends_with('(') || !call.bytes().all(is_call) {
        return None;
    }
    let (value, rest) = rest.split_once(['"', '\''])?;
    rest.bytes()
        .all(|b| matches!(b, b')' | b';' | b' '))
        .then_some(value)
}

/// Where a value may begin that is a date of this century, or the seconds or milliseconds since 1970 of one.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr2_iter(b'1', b'2', bytes).filter(move |&at| {
        let is_value = matches!(
            at.checked_sub(1).map(|before| bytes[before]),
            Some(b'"' | b'\'' | b' ' | b':' | b'=' | b'\t' | b'\n')
        );
        let behind = &bytes[at..];
        is_value
            && (behind.starts_with(b"20")
                || behind[0] == b'1'
                    && behind.len() > 10
                    && behind[..10].iter().all(u8::is_ascii_digit))
    })
}

/// Whether a value is a number alone, as seconds since 1970 are.
fn is_number(value: &str) -> bool {
    let value = value.trim();
    value.starts_with('1') && value.bytes().all(|b| b.is_ascii_digit())
}

/// The key whose value begins behind `before`: of `"key":"`, `key: `, `\"key\":\"`, `key = '`.
fn key_before(before: &str) -> Option<&str> {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '\\' | ' ');
    let rest = before
        .trim_end_matches(is_quote)
        .strip_suffix([':', '='])?
        .trim_end_matches(is_quote);
    let tail = rest.len().saturating_sub(40);
    let is_key = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let start = rest.as_bytes()[tail..]
        .iter()
        .rposition(|&b| !is_key(b))
        .map_or(tail, |at| tail + at + 1);
    let key = rest.get(start..)?;
    (key.len() >= 4).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_puts_its_value_on_the_page() {
        for script in [
            "showDate('2024-05-06 07:08')",
            r#" document.write(ago("2024-05-06 07:08")); "#,
        ] {
            assert_eq!(written(script), Some("2024-05-06 07:08"), "{script}");
        }
        for script in [
            "",
            "')",
            "load('2024-05-06', 'b')",
            "var day = new Date('2024-05-06')",
            "f('2024",
        ] {
            assert_eq!(written(script), None, "{script}");
        }
    }

    #[test]
    fn keys_are_found_before_values() {
        for before in [
            r#"{"a":1,"publishedAt":""#,
            "var x = {publishedAt: '",
            r#"{\"publishedAt\":\""#,
        ] {
            assert_eq!(key_before(before), Some("publishedAt"), "{before}");
        }
        assert_eq!(key_before("é"), None);
        assert_eq!(key_before("plain 20"), None);
    }
}
