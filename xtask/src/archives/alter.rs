//! Words of a page's text put in the place of others, tags and scripts left as they are.

use std::ops::Range;

use memchr::memchr;

use super::Random;

/// The page with so many of 1000 words of its text replaced by others of its own.
pub fn altered(html: &[u8], in_1000: u64, random: &mut Random) -> Vec<u8> {
    let words = words(html);
    if words.is_empty() || in_1000 == 0 {
        return html.to_vec();
    }
    let mut out = Vec::with_capacity(html.len() + html.len() / 8);
    let mut at = 0;
    for word in &words {
        if random.happens(in_1000) {
            out.extend_from_slice(&html[at..word.start]);
            out.extend_from_slice(&html[words[random.below(words.len())].clone()]);
            at = word.end;
        }
    }
    out.extend_from_slice(&html[at..]);
    out
}

/// The words of the text: runs of four bytes or more of letters, as any encoding that contains ASCII has them.
fn words(html: &[u8]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < html.len() {
        if html[at] == b'<' {
            at = behind_tag(html, at);
            continue;
        }
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
        let len = html[at..].iter().take_while(|byte| is_letter(byte)).count();
        // The name of a character reference is no word.
        let is_reference = at > 0 && html[at - 1] == b'&';
        if len >= 4 && !is_reference {
            words.push(at..at + len);
        }
        at += len.max(1);
    }
    words
}

/// The place behind a tag, and behind what the tags of scripts and style sheets hold.
fn behind_tag(html: &[u8], at: usize) -> usize {
    let end = memchr(b'>', &html[at..]).map_or(html.len(), |end| at + end + 1);
    for name in [&b"script"[..], b"style", b"!--"] {
        let opens = html[at + 1..].get(..name.len());
        if !opens.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            continue;
        }
        let closing: &[u8] = match name {
            b"script" => b"</script",
            b"style" => b"</style",
            _ => b"-->",
        };
        let found = memchr::memmem::find(&html[at..], closing);
        return found.map_or(html.len(), |found| at + found + 1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_is_altered() {
        let html = b"<title>Harbour opens again</title><script>var harbour = 1;</script><p class=text>Ships came &amp; \
                     went</p>";
        let out = String::from_utf8(altered(html, 1000, &mut Random::new(1))).unwrap();
        assert!(
            out.contains("<script>var harbour = 1;</script><p class=text>"),
            "{out}"
        );
        assert!(out.contains("&amp;"), "{out}");
        assert_ne!(out.as_bytes(), html);
        assert_eq!(altered(html, 0, &mut Random::new(1)), html);
    }
}
