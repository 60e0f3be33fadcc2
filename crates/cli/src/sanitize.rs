//! Text of others made safe to show: a page must not be able to steer the terminal it is read on.

use std::borrow::Cow;

/// `text` without control characters, escape sequences' beginnings among them; line breaks and tabs stay.
pub fn controls(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !is_unsafe(c)).collect())
}

/// C0 but line break and tab, delete, and C1, whose U+009B begins an escape sequence on some terminals.
fn is_unsafe(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// `text` as one line: without control characters, white space squeezed.
pub fn line(text: &str) -> String {
    let clean = controls(text);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_lose_their_beginning() {
        assert_eq!(
            controls("a\x1b[31mb\u{9b}2Jc\u{7}\nd\te\x7f"),
            "a[31mb2Jc\nd\te"
        );
        assert!(matches!(controls("خبر\n"), Cow::Borrowed(_)));
        assert_eq!(line(" a\n\tb\x1b "), "a b");
    }
}
