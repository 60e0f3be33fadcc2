//! What the bytes of an input are, by their beginning.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::options::{InputKind, ReadError};

/// Beginnings of files that are no text, and what they are.
const NOT_TEXT: [(&[u8], &str); 14] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BM\0", "a bitmap image"),
    (b"\0\0\x01\0", "an icon"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "an audio file"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
];

/// How much of the input is looked at for markup.
const WINDOW: usize = 16 << 10;

/// Refuses what is no text.
///
/// # Errors
/// [`ReadError::Empty`] for white space alone, [`ReadError::NotText`] for images, documents, programs.
pub fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if let Some(&(_, found)) = NOT_TEXT.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::NotText { found });
    }
    // These open with plain letters, so what follows has to be looked at too.
    if bytes.starts_with(b"RIFF") && matches!(bytes.get(8..12), Some(b"WEBP" | b"WAVE" | b"AVI ")) {
        return Err(ReadError::NotText {
            found: "a WebP image or other RIFF media",
        });
    }
    if bytes.starts_with(b"ID3") && bytes.get(3).is_some_and(|&version| version < 0x10) {
        return Err(ReadError::NotText {
            found: "an audio file",
        });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(ReadError::NotText {
            found: "a video or AVIF image",
        });
    }
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(ReadError::Empty);
    }
    Ok(())
}

/// How tags begin that no dump of text has, from behind the `<`. A `p` has to end there: other words begin with one.
const OF_PAGES: [&[u8]; 12] = [
    b"!doctype",
    b"html",
    b"head",
    b"body",
    b"meta",
    b"script",
    b"div",
    b"?xml",
    b"p>",
    b"p ",
    b"article",
    b"table",
];

/// Whether bytes are a page or a dump of text.
pub fn kind_of(bytes: &[u8]) -> InputKind {
    let head = &bytes[..bytes.len().min(WINDOW)];
    // Wide encodings put a zero beside every ASCII character.
    let head: Cow<'_, [u8]> = if memchr(0, head).is_some() {
        head.iter().copied().filter(|&b| b != 0).collect()
    } else {
        head.into()
    };
    let mut tags = 0;
    for at in memchr_iter(b'<', &head) {
        let rest = &head[at + 1..];
        let begins = |tag: &[u8]| {
            rest.get(..tag.len())
                .is_some_and(|name| name.eq_ignore_ascii_case(tag))
        };
        if OF_PAGES.iter().any(|tag| begins(tag)) {
            return InputKind::Html;
        }
        let is_tag = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?');
        tags += usize::from(rest.first().is_some_and(is_tag));
    }
    if tags * 200 > head.len() {
        InputKind::Html
    } else {
        InputKind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(
            check(b"%PDF-1.7 ..."),
            Err(ReadError::NotText {
                found: "a PDF document"
            })
        );
        assert_eq!(
            check(b"\0\0\0\x20ftypavif"),
            Err(ReadError::NotText {
                found: "a video or AVIF image"
            })
        );
        assert_eq!(check(b" \r\n\0"), Err(ReadError::Empty));
        assert_eq!(check(b"<p>x"), Ok(()));
        assert_eq!(check(b"ID3 tags are small labels"), Ok(()));
        assert!(check(b"RIFF\x10\0\0\0WEBPVP8 ").is_err());
    }

    #[test]
    fn pages_and_dumps_are_told_apart() {
        assert_eq!(kind_of(b"\n<!DOCTYPE html><p>"), InputKind::Html);
        assert_eq!(kind_of(b"just <b>some</b> text"), InputKind::Html);
        assert_eq!(kind_of("عنوان\n\nنص < 5 > 3".as_bytes()), InputKind::Text);
    }
}
