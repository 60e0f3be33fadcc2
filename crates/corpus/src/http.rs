//! What a server answered: its head, and its body without what it was packed in for the way.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use memchr::memmem;

use crate::item::Cause;

/// The most lines of a head that are read.
const MOST_HEADERS: usize = 256;

/// An answer: its head, and where the body begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The status: 200.
    pub status: u16,
    /// The media type in lower case, without parameters; empty where the head names none.
    pub media_type: String,
    /// The charset the head names.
    pub charset: Option<String>,
    /// Whether the body is in chunks.
    is_chunked: bool,
    /// How the body is packed, what was done last at the end.
    encodings: Vec<String>,
    /// The byte the body begins at.
    body: usize,
}

/// Reads the head of an answer; `None` where there is none.
pub fn head(bytes: &[u8]) -> Option<Head> {
    let (first, rest) = status_line(bytes)?;
    let mut lines = vec![httparse::EMPTY_HEADER; MOST_HEADERS];
    let parsed = httparse::parse_headers(&bytes[first..], &mut lines);
    let mut out = Head {
        status: rest,
        ..Head::default()
    };
    if let Ok(httparse::Status::Complete((end, headers))) = parsed {
        for header in headers {
            out.line(header.name, header.value);
        }
        out.body = first + end;
        return Some(out);
    }
    // Heads in the wild have lines that no server should send: those that are whole are read.
    let (end, gap) = [&b"\r\n\r\n"[..], b"\n\n"]
        .into_iter()
        .filter_map(|gap| memmem::find(&bytes[first..], gap).map(|end| (end, gap.len())))
        .min()?;
    for line in bytes[first..first + end].split(|&byte| byte == b'\n') {
        if let Some(colon) = memchr::memchr(b':', line)
            && let Ok(name) = std::str::from_utf8(line[..colon].trim_ascii())
        {
            out.line(name, line[colon + 1..].trim_ascii());
        }
    }
    out.body = first + end + gap;
    Some(out)
}

/// The bytes of the first line and the status it gives, of any version of HTTP.
fn status_line(bytes: &[u8]) -> Option<(usize, u16)> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(1024)])? + 1;
    let line = std::str::from_utf8(&bytes[..end]).ok();
    // A reason may be in any encoding.
    let line = line.unwrap_or_else(|| {
        let plain = bytes[..end].iter().take_while(|b| b.is_ascii()).count();
        std::str::from_utf8(&bytes[..plain]).unwrap_or_default()
    });
    let mut words = line.split_ascii_whitespace();
    let version = words.next()?;
    if !version.starts_with("HTTP/") {
        return None;
    }
    Some((end, words.next()?.parse().ok()?))
}

impl Head {
    /// Takes in a line.
    fn line(&mut self, name: &str, value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        let words = || {
            let words = value.split(',').map(|w| w.trim().to_ascii_lowercase());
            words.filter(|w| !w.is_empty())
        };
        if name.eq_ignore_ascii_case("content-type") {
            let (media_type, charset) = content_type(&value);
            self.media_type = media_type;
            self.charset = charset;
        } else if name.eq_ignore_ascii_case("content-encoding") {
            self.encodings.extend(words());
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            for word in words() {
                if word == "chunked" {
                    self.is_chunked = true;
                } else {
                    self.encodings.push(word);
                }
            }
        }
    }

    /// The body of the answer `bytes` whose head this is, unpacked.
    ///
    /// Crawlers often keep the head as it came and the body already unpacked, so a body that is not in the form the head
    /// names is taken as it is.
    ///
    /// # Errors
    /// [`Cause::DamagedBody`], and [`Cause::TooLarge`] where it unpacks to more than `limit` bytes.
    pub fn body<'a>(&self, bytes: &'a [u8], limit: usize) -> Result<Cow<'a, [u8]>, Cause> {
        let mut body = Cow::Borrowed(&bytes[self.body.min(bytes.len())..]);
        if self.is_chunked
            && let Some(joined) = dechunked(&body)
        {
            body = Cow::Owned(joined);
        }
        for encoding in self.encodings.iter().rev() {
            if let Some(unpacked) = unpacked(encoding, &body, limit)? {
                body = Cow::Owned(unpacked);
            }
        }
        Ok(body)
    }
}

/// The media type of a `Content-Type` in lower case, and the charset it names.
pub fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media_type, charset)
}

/// The chunks of a body put together; `None` where it does not begin with one. What is missing at the end is missing.
fn dechunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut is_first = true;
    loop {
        let (at, len) = match httparse::parse_chunk_size(body) {
            Ok(httparse::Status::Complete((at, len))) => (at, usize::try_from(len).ok()?),
            _ if is_first => return None,
            _ => return Some(out),
        };
        is_first = false;
        let rest = &body[at..];
        if len == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..len.min(rest.len())]);
        let Some(next) = rest.get(len..) else {
            return Some(out);
        };
        body = next.strip_prefix(b"\r\n").unwrap_or(next);
    }
}

/// A body unpacked, as one word of `Content-Encoding` in lower case says how; `None` where it is not packed in this way.
///
/// # Errors
/// [`Cause::DamagedBody`], and [`Cause::TooLarge`] where it unpacks to more than `limit` bytes.
pub fn unpacked(encoding: &str, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, Cause> {
    let reader: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(body)),
        // Servers send both what RFC 9110 calls deflate and the bare stream.
        "deflate" if body.first().is_some_and(|first| first & 0x0f == 8) => {
            Box::new(ZlibDecoder::new(body))
        }
        "deflate" if !looks_like_text(body) => Box::new(DeflateDecoder::new(body)),
        "br" if !looks_like_text(body) => {
            Box::new(brotli_decompressor::Decompressor::new(body, 64 << 10))
        }
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            Box::new(zstd::Decoder::with_buffer(body).map_err(|_| Cause::DamagedBody)?)
        }
        _ => return Ok(None),
    };
    let mut out = Vec::new();
    let most = (limit as u64).saturating_add(1);
    match reader.take(most).read_to_end(&mut out) {
        _ if out.len() > limit => Err(Cause::TooLarge(limit)),
        Ok(_) => Ok(Some(out)),
        Err(_) => Err(Cause::DamagedBody),
    }
}

/// Whether a body is text already, though its head says that it is packed in a form that has no magic number.
fn looks_like_text(body: &[u8]) -> bool {
    let opening = &body[..body.len().min(64)];
    opening
        .iter()
        .all(|&byte| byte >= b' ' || byte.is_ascii_whitespace())
        && opening.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    const PAGE: &[u8] = b"<!doctype html><p>The harbour of Port Amal opens on Monday.";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn chunked(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for chunk in bytes.chunks(7) {
            out.extend(format!("{:x};name=value\r\n", chunk.len()).into_bytes());
            out.extend(chunk);
            out.extend(b"\r\n");
        }
        out.extend(b"0\r\n\r\n");
        out
    }

    fn answer(lines: &str, body: &[u8]) -> Vec<u8> {
        let mut out = format!("HTTP/1.1 200 OK\r\n{lines}\r\n").into_bytes();
        out.extend(body);
        out
    }

    fn body_of(bytes: &[u8]) -> Result<Vec<u8>, Cause> {
        head(bytes)
            .ok_or(Cause::NoHead)?
            .body(bytes, 1000)
            .map(Cow::into_owned)
    }

    #[test]
    fn the_head_is_read() {
        let bytes = answer(
            "Content-Type: Text/HTML; charset=\"windows-1256\"\r\n",
            PAGE,
        );
        let head = head(&bytes).unwrap();
        assert_eq!((head.status, head.media_type.as_str()), (200, "text/html"));
        assert_eq!(head.charset.as_deref(), Some("windows-1256"));
        assert_eq!(head.body(&bytes, 1000).unwrap(), PAGE);
    }

    #[test]
    fn heads_no_server_should_send_are_read() {
        for start in [
            "HTTP/2 404\r\n",
            "HTTP/1.1 404 Not \u{fc}\r\n",
            "HTTP/1.0 404\n",
        ] {
            let mut bytes = start.as_bytes().to_vec();
            bytes.extend(b"broken line\r\nContent-Type : text/html\r\nX: \x01\r\n\r\nbody");
            let head = head(&bytes).unwrap();
            assert_eq!((head.status, head.media_type.as_str()), (404, "text/html"));
            assert_eq!(head.body(&bytes, 1000).unwrap(), b"body".as_slice());
        }
        assert_eq!(head(b"<html>"), None);
        assert_eq!(head(b"HTTP/1.1 ok\r\n\r\n"), None);
    }

    #[test]
    fn bodies_are_unpacked() {
        let packed: [(&str, Vec<u8>); 7] = [
            ("Content-Encoding: gzip\r\n", gzip(PAGE)),
            ("Content-Encoding: deflate\r\n", zlib(PAGE)),
            ("Content-Encoding: deflate\r\n", deflate(PAGE)),
            (
                "Content-Encoding: zstd\r\n",
                zstd::encode_all(PAGE, 1).unwrap(),
            ),
            ("Transfer-Encoding: chunked\r\n", chunked(PAGE)),
            (
                "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
                chunked(&gzip(PAGE)),
            ),
            ("Content-Encoding: gzip, gzip\r\n", gzip(&gzip(PAGE))),
        ];
        for (lines, body) in packed {
            assert_eq!(body_of(&answer(lines, &body)).unwrap(), PAGE, "{lines}");
            // Some crawlers keep the head as it came, and the body unpacked.
            assert_eq!(body_of(&answer(lines, PAGE)).unwrap(), PAGE, "{lines}");
        }
    }

    #[test]
    fn damage_and_bombs_are_told() {
        let packed = gzip(PAGE);
        let cut = answer("Content-Encoding: gzip\r\n", &packed[..packed.len() / 2]);
        assert_eq!(body_of(&cut), Err(Cause::DamagedBody));
        let bomb = answer("Content-Encoding: gzip\r\n", &gzip(&vec![0; 1 << 20]));
        assert_eq!(body_of(&bomb), Err(Cause::TooLarge(1000)));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fail(lines in "[ -~\r\n]{0,80}", body in prop::collection::vec(any::<u8>(), 0..80)) {
            let encodings = ["gzip", "deflate", "br", "zstd", "gzip, br"];
            for encoding in encodings {
                let lines = format!("Content-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n{lines}\r\n");
                let _ = body_of(&answer(&lines, &body));
            }
        }
    }
}
