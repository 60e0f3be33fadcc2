//! Text and addresses that are fit to stand in HTML.

/// Appends text as HTML, in an attribute's double quotes as well. Control characters, which HTML has no place for, are
/// left out.
pub(crate) fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replaced = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\t' | b'\n' => continue,
            0..0x20 | 0x7f => "",
            _ => continue,
        };
        // All of these are one byte, so that both ends stand between characters.
        out.push_str(&text[from..at]);
        out.push_str(replaced);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The address, where a page may lead to it: http or https, and nothing in it that browsers read in their own way.
pub(crate) fn safe_link(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = address.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| &address[scheme.len()..])
    })?;
    let odd = |c: char| c.is_control() || c.is_whitespace();
    (!rest.is_empty() && !rest.starts_with('/') && !address.contains(odd)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut out = String::new();
        escape(&mut out, "a<b>&\"c\"\u{0}\u{7}\u{7f}\nخبر");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;c&quot;\nخبر");
    }

    #[test]
    fn only_web_addresses_are_led_to() {
        for safe in ["https://a.example/b?c=d&e", "HTTP://a.example"] {
            assert_eq!(safe_link(safe), Some(safe));
        }
        for unsafe_one in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "/a",
            "https:///a",
            "https://",
            "https://a.example/\u{0}x",
            "mailto:a@b.example",
            "",
        ] {
            assert_eq!(safe_link(unsafe_one), None, "{unsafe_one:?}");
        }
    }
}
