//! Records as crawlers write them: what was asked, what was answered, and what else lies between pages.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use khabar_corpus::warc::{self, NewRecord, RecordKind};

use super::alter::altered;
use super::{Made, Random, Source};

/// Makes the records of one archive.
pub struct Maker {
    random: Random,
    /// How many visits there were.
    visits: u64,
    number: u64,
    last_address: String,
}

impl Maker {
    /// The records of the archive of this number.
    pub fn new(seed: u64, number: u64) -> Self {
        Self {
            random: Random::new(
                seed.wrapping_mul(0x1_0001) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            ),
            visits: 0,
            number,
            last_address: String::new(),
        }
    }

    /// The record that says what the archive is.
    pub fn about(&mut self) -> Vec<u8> {
        self.record(
            RecordKind::Warcinfo,
            "",
            "application/warc-fields",
            b"software: xtask\r\nformat: WARC File Format 1.1\r\n",
        )
    }

    /// The records of a visit to a page of the sets.
    pub fn page(&mut self, pages: &[Source], made: &mut Made) -> Vec<Vec<u8>> {
        self.visits += 1;
        let source = &pages[self.random.below(pages.len())];
        let address = self.address(&source.address);
        let asked = format!(
            "GET / HTTP/1.1\r\nHost: {}\r\nUser-Agent: xtask\r\n\r\n",
            host(&address)
        );
        let mut out = vec![self.record(
            RecordKind::Request,
            &address,
            "application/http; msgtype=request",
            asked.as_bytes(),
        )];
        // What else a crawl holds, in small shares.
        let lead = self.random.number() % 1000;
        let other = match lead {
            0..20 => Some((
                "404 Not Found",
                "text/html",
                &b"<html><title>Not found</title>"[..],
            )),
            20..40 => Some(("301 Moved Permanently", "text/html", &b""[..])),
            40..60 => Some(("200 OK", "image/png", &b"\x89PNG\r\n\x1a\n"[..])),
            60..65 => Some(("200 OK", "application/pdf", &b"%PDF-1.7"[..])),
            _ => None,
        };
        if let Some((status, media_type, body)) = other {
            let answer = answer(status, &format!("Content-Type: {media_type}\r\n"), body);
            out.push(self.record(
                RecordKind::Response,
                &address,
                "application/http; msgtype=response",
                &answer,
            ));
            return out;
        }
        if lead < 80 {
            let head = answer("200 OK", "Content-Type: text/html\r\n", b"");
            out.push(self.record(
                RecordKind::Revisit,
                &address,
                "application/http; msgtype=response",
                &head,
            ));
            return out;
        }
        made.pages += 1;
        let html = match self.random.number() % 10 {
            0 => {
                made.copies += 1;
                source.html.clone()
            }
            1 | 2 => {
                made.near += 1;
                let share = 50 + self.random.number() % 100;
                altered(&source.html, share, &mut self.random)
            }
            _ => {
                let share = 700 + self.random.number() % 300;
                altered(&source.html, share, &mut self.random)
            }
        };
        let answer = self.answer(&html);
        out.push(self.record(
            RecordKind::Response,
            &address,
            "application/http; msgtype=response",
            &answer,
        ));
        if self.random.happens(300) {
            let fields = format!("fetchTimeMs: {}\r\n", self.random.below(2000));
            out.push(self.record(
                RecordKind::Metadata,
                &address,
                "application/warc-fields",
                fields.as_bytes(),
            ));
        }
        out
    }

    /// An address that no other visit has, most often.
    fn address(&mut self, original: &str) -> String {
        if self.random.happens(20) && !self.last_address.is_empty() {
            return self.last_address.clone();
        }
        let (scheme, rest) = original.split_once("://").unwrap_or(("https", original));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        self.last_address = format!("{scheme}://{host}/v{}-{}/{path}", self.number, self.visits);
        self.last_address.clone()
    }

    /// What a server answers with a page, packed for the way in the ways servers pack.
    fn answer(&mut self, html: &[u8]) -> Vec<u8> {
        let mut head =
            "Content-Type: text/html\r\nServer: xtask\r\nCache-Control: max-age=60\r\n".to_owned();
        let mut body = html.to_vec();
        if self.random.happens(100) {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder
                .write_all(&body)
                .and_then(|()| encoder.try_finish())
                .expect("memory can be written to");
            body = encoder.finish().expect("memory can be written to");
            head.push_str("Content-Encoding: gzip\r\n");
        }
        if self.random.happens(100) {
            let mut chunked = Vec::with_capacity(body.len() + 1024);
            for chunk in body.chunks(8192) {
                write!(chunked, "{:x}\r\n", chunk.len()).expect("memory can be written to");
                chunked.extend_from_slice(chunk);
                chunked.extend_from_slice(b"\r\n");
            }
            chunked.extend_from_slice(b"0\r\n\r\n");
            body = chunked;
            head.push_str("Transfer-Encoding: chunked\r\n");
        }
        answer("200 OK", &head, &body)
    }

    fn record(
        &mut self,
        kind: RecordKind,
        address: &str,
        content_type: &str,
        body: &[u8],
    ) -> Vec<u8> {
        let (a, b) = (self.random.number(), self.random.number());
        let id = format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            a >> 32,
            a & 0xffff,
            (a >> 16) & 0xfff,
            b & 0xfff,
            b >> 16
        );
        let seconds = self.visits % 86_400;
        let date = format!(
            "2026-03-02T{:02}:{:02}:{:02}Z",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
        let record = NewRecord {
            kind,
            address,
            date: &date,
            content_type,
            body,
        };
        warc::unpacked(&record, &format!("urn:uuid:{id}"))
    }

    /// Spoils a packed record, once in a while: a piece lost, or bytes that are others.
    pub fn spoil(&mut self, packed: &mut Vec<u8>) -> bool {
        if !self.random.happens(10) || packed.len() < 200 {
            return false;
        }
        let at = packed.len() / 4 + self.random.below(packed.len() / 2);
        if self.random.happens(500) {
            packed.truncate(at);
        } else {
            for byte in packed.iter_mut().skip(at).take(40) {
                *byte = self.random.number() as u8;
            }
        }
        true
    }
}

fn host(address: &str) -> &str {
    address.split('/').nth(2).unwrap_or(address)
}

fn answer(status: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status}\r\n{head}\r\n").into_bytes();
    out.extend_from_slice(body);
    out
}
