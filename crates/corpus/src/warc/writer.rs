//! Records, written: each a gzip member of its own, so that one can be read without those before it.

use std::fmt::Write as _;
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use twox_hash::XxHash3_128;

use super::record::RecordKind;

/// A record that is to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord<'a> {
    /// What it is.
    pub kind: RecordKind,
    /// The address that was asked; empty where the record is of no page.
    pub address: &'a str,
    /// When that was, in UTC: `2026-03-02T07:40:00Z`.
    pub date: &'a str,
    /// The media type of the body.
    pub content_type: &'a str,
    /// The bytes: of an answer, its head and body as they came.
    pub body: &'a [u8],
}

/// Writes records one after the other.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    written: u64,
}

impl<W: Write> Writer<W> {
    /// Writes to an empty place.
    pub fn new(out: W) -> Self {
        Self { out, written: 0 }
    }

    /// The bytes written so far: where the next record begins.
    pub fn position(&self) -> u64 {
        self.written
    }

    /// Writes a record and hands it on to the system.
    ///
    /// # Errors
    /// What the place it is written to says.
    pub fn write(&mut self, record: &NewRecord) -> io::Result<()> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&unpacked(record, &id(record, self.written)))?;
        let packed = packed.finish()?;
        self.out.write_all(&packed)?;
        self.out.flush()?;
        self.written += packed.len() as u64;
        Ok(())
    }

    /// What it is written to.
    pub fn get_ref(&self) -> &W {
        &self.out
    }
}

/// A record as it is before it is packed; `id` is its address, `urn:uuid:...`.
pub fn unpacked(record: &NewRecord, id: &str) -> Vec<u8> {
    let mut head = String::with_capacity(256);
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        // Writing to a string cannot fail.
        let _ = write!(head, "{name}: {value}\r\n");
    };
    line("WARC-Type", &record.kind.name());
    line("WARC-Record-ID", &format_args!("<{id}>"));
    line("WARC-Date", &record.date);
    if !record.address.is_empty() {
        line("WARC-Target-URI", &record.address);
    }
    line("Content-Type", &record.content_type);
    line("Content-Length", &record.body.len());
    [
        b"WARC/1.1\r\n",
        head.as_bytes(),
        b"\r\n",
        record.body,
        b"\r\n\r\n",
    ]
    .concat()
}

/// An address no other record has: a UUID of the kind whose bits are free (RFC 9562, 5.8), made from what the record
/// is and where it stands.
fn id(record: &NewRecord, position: u64) -> String {
    let what = XxHash3_128::oneshot(record.body);
    let place = format!("{} {} {position} {what}", record.address, record.date);
    let bits = XxHash3_128::oneshot(place.as_bytes());
    format!(
        "urn:uuid:{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
        bits >> 96,
        (bits >> 80) & 0xffff,
        (bits >> 64) & 0xfff,
        0x8000 | ((bits >> 48) & 0x3fff),
        bits & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Store;
    use crate::warc::{Next, Reader, Record};

    #[test]
    fn what_is_written_is_read_back() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page";
        let record = |address| NewRecord {
            kind: RecordKind::Response,
            address,
            date: "2026-03-02T07:40:00Z",
            content_type: "application/http; msgtype=response",
            body: answer,
        };
        let mut writer = Writer::new(Vec::new());
        let mut offsets = Vec::new();
        for address in ["https://a.example/1", "https://a.example/2"] {
            offsets.push(writer.position());
            writer.write(&record(address)).unwrap();
        }
        let end = writer.position();
        let bytes: Vec<u8> = writer.get_ref().clone();
        assert_eq!(end, bytes.len() as u64);
        let mut ids = Vec::new();
        for (offset, number) in offsets.into_iter().zip(1..) {
            let mut reader = Reader::new(Store::memory(&bytes[..]), offset..end, 1 << 20).unwrap();
            let mut found = Record::default();
            assert!(matches!(reader.next(&mut found).unwrap(), Next::Record));
            assert_eq!(found.address, format!("https://a.example/{number}"));
            assert_eq!(found.body, answer);
            ids.push(found.id);
        }
        assert_ne!(ids[0], ids[1]);
    }
}
