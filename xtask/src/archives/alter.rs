//! Words of a page's text put in the place of others, tags and scripts left as they are.

use std::ops::Range;

use memchr::memmem;

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

/// Elements whose content is neither markup nor text.
const RAW: [&[u8]; 2] = [b"script", b"style"];

/// The place behind a tag or comment, and behind what the tags of scripts and style sheets hold, with the tag that closes
/// them: were its name a word of the text, another would come in its place and the rest of the page would be script.
fn behind_tag(html: &[u8], at: usize) -> usize {
    if html[at..].starts_with(b"<!--") {
        return memmem::find(&html[at..], b"-->").map_or(html.len(), |end| at + end + 3);
    }
    let mut end = at + len_of_tag(&html[at..]);
    let Some(name) = RAW.iter().find(|name| is_named(&html[at + 1..], name)) else {
        return end;
    };
    while let Some(found) = memmem::find(&html[end..], b"</") {
        end += found + 2;
        if is_named(&html[end..], name) {
            return end + len_of_tag(&html[end..]);
        }
    }
    html.len()
}

/// Whether a tag whose name begins here has this name.
fn is_named(tag: &[u8], name: &[u8]) -> bool {
    let found = tag.get(..name.len());
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/>".contains(byte);
    found.is_some_and(|found| found.eq_ignore_ascii_case(name))
        && tag.get(name.len()).is_none_or(ends)
}

/// The bytes of a tag, which `>` in a quoted value does not end.
fn len_of_tag(tag: &[u8]) -> usize {
    let (mut quote, mut before) = (None, b' ');
    for (at, &byte) in tag.iter().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            None if byte == b'>' => return at + 1,
            // A quotation mark quotes only where a value begins.
            None if b"\"'".contains(&byte) && before == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_is_altered() {
        let html = b"<title>Harbour opens again</title><script>var harbour = '</p>';</script><STYLE>port {}</STYLE >\
                     <!-- none > of it --><p class=text title='quay > crane'>Ships came &amp; went</p>";
        // Whichever words are picked.
        for seed in 0..100 {
            let out = String::from_utf8(altered(html, 1000, &mut Random::new(seed))).unwrap();
            let markup = "</title><script>var harbour = '</p>';</script><STYLE>port {}</STYLE >\
                          <!-- none > of it --><p class=text title='quay > crane'>";
            assert!(out.contains(markup), "{out}");
            assert!(out.contains(" &amp; "), "{out}");
        }
        let mut random = Random::new(1);
        assert_ne!(altered(html, 1000, &mut random), html);
        assert_eq!(altered(html, 0, &mut random), html);
    }

    #[test]
    fn words_stand_behind_scripts_in_capitals_too() {
        for html in [
            &b"<SCRIPT>var a;</SCRIPT>Ships came"[..],
            b"<script>a</scripted></script>Ships came",
        ] {
            let words = words(html).into_iter().map(|word| &html[word]);
            assert_eq!(words.collect::<Vec<_>>(), [b"Ships".as_slice(), b"came"]);
        }
    }
}
