//! Character references: `&amp;`, `&#1582;`, `&#x62E;`.

use std::sync::LazyLock;

use memchr::memchr;
use rustc_hash::FxHashMap;

/// Where a reference stands. In attributes, addresses like `?a=1&copy=2` keep an ampersand that begins no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Text,
    Attribute,
}

struct Named {
    text: String,
    /// Whether it counts without a semicolon too, as the names of old do.
    bare: bool,
}

static NAMED: LazyLock<FxHashMap<&'static str, Named>> = LazyLock::new(|| {
    let lines = include_str!("entities.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (name, points) = line.split_once(' ')?;
            let bare = !name.ends_with(';');
            let text = points
                .split(' ')
                .filter_map(|point| char::from_u32(u32::from_str_radix(point, 16).ok()?))
                .collect();
            Some((name.trim_end_matches(';'), Named { text, bare }))
        })
        .collect()
});

/// No name is longer, in bytes.
const LONGEST_NAME: usize = 31;
/// Nor is one that counts without a semicolon.
const LONGEST_BARE: usize = 6;

/// Appends `text` to `out`, its references resolved.
pub(super) fn resolve(mut text: &str, within: Within, out: &mut String) {
    while let Some(at) = memchr(b'&', text.as_bytes()) {
        out.push_str(&text[..at]);
        let behind = &text[at + 1..];
        let taken = match behind.as_bytes().first() {
            Some(b'#') => numeric(behind, out),
            Some(byte) if byte.is_ascii_alphanumeric() => named(behind, within, out),
            _ => None,
        };
        if taken.is_none() {
            out.push('&');
        }
        text = &behind[taken.unwrap_or(0)..];
    }
    out.push_str(text);
}

/// Resolves the numeric reference that begins with the `#` at the start of `text`; gives its bytes.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let (radix, start) = match bytes.get(1) {
        Some(b'x' | b'X') => (16, 2),
        _ => (10, 1),
    };
    let digits = bytes[start..]
        .iter()
        .take_while(|b| char::from(**b).is_digit(radix))
        .count();
    if digits == 0 {
        return None;
    }
    let end = start + digits;
    // Beyond 32 bits it is no character whatever the digits.
    let point = u32::from_str_radix(&text[start..end], radix).unwrap_or(u32::MAX);
    out.push(character(point));
    Some(end + usize::from(bytes.get(end) == Some(&b';')))
}

/// What a number stands for. Those of the C1 controls mean what windows-1252 has there.
fn character(point: u32) -> char {
    match point {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9f => {
            let byte = [point as u8];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        _ => char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Resolves the named reference at the start of `text`; gives its bytes.
fn named(text: &str, within: Within, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = bytes
        .iter()
        .take(LONGEST_NAME + 1)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    if bytes.get(run) == Some(&b';')
        && let Some(named) = NAMED.get(&text[..run])
    {
        out.push_str(&named.text);
        return Some(run + 1);
    }
    let (end, named) = (2..=run.min(LONGEST_BARE)).rev().find_map(|end| {
        let named = NAMED.get(&text[..end]).filter(|named| named.bare)?;
        Some((end, named))
    })?;
    let goes_on = bytes
        .get(end)
        .is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric());
    if within == Within::Attribute && goes_on {
        return None;
    }
    out.push_str(&named.text);
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, within: Within) -> String {
        let mut out = String::new();
        resolve(text, within, &mut out);
        out
    }

    #[test]
    fn references_are_resolved() {
        for (text, expected) in [
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("&#1582;&#x628;&#X631;", "خبر"),
            ("&#65 &#x41", "A A"),
            (
                "&#150;&#0;&#xD800;&#x110000;&#99999999999;",
                "–\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("&NotEqualTilde;&fjlig;", "≂\u{338}fj"),
            ("&copy2026 &notit; &notin;", "©2026 ¬it; ∉"),
            (
                "& && &; &#; &#x; &nosuch; AT&T",
                "& && &; &#; &#x; &nosuch; AT&T",
            ),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("&", "&"),
            ("&am", "&am"),
        ] {
            assert_eq!(resolved(text, Within::Text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_keep_their_ampersands() {
        for (text, expected) in [
            ("?a=1&copy=2&amp=3&copyb", "?a=1&copy=2&amp=3&copyb"),
            ("?a=1&copy;=2&amp;b&lt", "?a=1©=2&b<"),
        ] {
            assert_eq!(resolved(text, Within::Attribute), expected, "{text}");
        }
    }
}
