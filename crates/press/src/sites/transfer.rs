//! How a page gets across: its encoding, packing, and whether the client has it already.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::{Found, Request, Response};
use crate::outlets::{Design, Outlet};

/// An instant as HTTP writes it.
pub(super) fn http_date(at: Timestamp) -> String {
    rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&at)
        .unwrap_or_default()
}

/// The answer that gives what was found, or says that the client has it.
pub(super) fn send(request: &Request<'_>, outlet: &Outlet, found: Found) -> Response {
    let body = if outlet.traits.windows_1256 && !found.media_type.starts_with("image/") {
        // What the encoding lacks becomes a reference, which HTML and XML read alike.
        encoding_rs::WINDOWS_1256.encode(&found.text).0.into_owned()
    } else {
        found.text.into_bytes()
    };
    let mut response = Response::new(found.status)
        .with("Content-Type", found.media_type)
        .with("Date", http_date(request.now));
    if outlet.traits.ai_opt_out {
        response = response
            .with("tdm-reservation", "1")
            .with("X-Robots-Tag", "noai");
    }
    let packed = outlet.traits.gzip
        && request
            .header("accept-encoding")
            .is_some_and(|takes| takes.to_ascii_lowercase().contains("gzip"));
    if outlet.traits.gzip {
        response = response.with("Vary", "Accept-Encoding");
    }
    if found.status == 200 {
        // Not every system knows both.
        let (tagged, dated) = match outlet.design {
            Design::Table => (false, false),
            Design::Agency => (false, true),
            Design::Broadcaster => (true, false),
            _ => (true, true),
        };
        let tag = tagged.then(|| {
            let weak = if outlet.traits.gzip { "W/" } else { "" };
            format!("{weak}\"{:016x}\"", hash(&body))
        });
        let changed = found.changed.filter(|_| dated);
        if let Some(tag) = &tag {
            response = response.with("ETag", tag.as_str());
        }
        if let Some(changed) = changed {
            response = response.with("Last-Modified", http_date(changed));
        }
        response = response.with("Cache-Control", "public, max-age=60");
        if has_it(request, tag.as_deref(), changed) {
            response.status = 304;
            return response;
        }
    }
    if packed {
        response = response.with("Content-Encoding", "gzip");
        let mut writer = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::default());
        // Writing to memory does not fail; if it did, nothing would be better than half a page.
        response.body = writer
            .write_all(&body)
            .and_then(|()| writer.finish())
            .unwrap_or_default();
    } else {
        response.body = body;
    }
    response
}

/// Whether the client says that it has what would be sent. A tag counts for more than a date.
fn has_it(request: &Request<'_>, tag: Option<&str>, changed: Option<Timestamp>) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    if let Some(theirs) = request.header("if-none-match") {
        return tag
            .is_some_and(|ours| theirs.split(',').any(|theirs| plain(theirs) == plain(ours)));
    }
    let since = request
        .header("if-modified-since")
        .and_then(|date| rfc2822::DateTimeParser::new().parse_timestamp(date).ok());
    since
        .zip(changed)
        .is_some_and(|(since, changed)| changed <= since)
}

/// Tells bodies apart (FNV-1a).
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
