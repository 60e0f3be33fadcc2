//! Packed inputs: gzip and zstd, recognised by their first bytes, unpacked up to a limit.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::problem::Problem;

/// First bytes of gzip: RFC 1952, 2.3.1, with the one method there is.
const GZIP: [u8; 3] = [0x1f, 0x8b, 0x08];
/// First bytes of a zstd frame: RFC 8878, 3.1.1.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The largest window a zstd frame may ask memory for where the limit is lower: what RFC 8878, 3.1.1.1.2, recommends
/// decoders to support.
const LEAST_WINDOW: u64 = 8 << 20;

/// The bytes unpacked, or as they are if they are not packed. No more than `limit` bytes are ever unpacked.
///
/// # Errors
/// [`Problem::Bomb`] if there would be more than `limit` bytes, [`Problem::Damaged`] if they make no sense.
pub fn unpack(bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Problem> {
    if bytes.starts_with(&GZIP) {
        outcome(
            "gzip",
            limit,
            bounded(MultiGzDecoder::new(&bytes[..]), 0, limit),
        )
    } else if bytes.starts_with(&ZSTD) {
        outcome("zstd", limit, unzstd(&bytes, limit))
    } else {
        Ok(bytes)
    }
}

/// All frames of zstd data, one after the other.
fn unzstd(bytes: &[u8], limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut rest = bytes;
    let mut out = Vec::new();
    let window = LEAST_WINDOW.max(limit as u64);
    while !rest.is_empty() {
        let frame = StreamingDecoder::new_with_max_window_size(&mut rest, window)
            .map_err(io::Error::other)?;
        match bounded(frame, 0, limit - out.len())? {
            Some(unpacked) => out.extend(unpacked),
            None => return Ok(None),
        }
    }
    Ok(Some(out))
}

/// What unpacking came to, as this module's result.
fn outcome(
    packing: &'static str,
    limit: usize,
    unpacked: io::Result<Option<Vec<u8>>>,
) -> Result<Vec<u8>, Problem> {
    match unpacked {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(Problem::Bomb { packing, limit }),
        Err(error) => Err(Problem::Damaged {
            packing,
            cause: error.to_string(),
        }),
    }
}

/// All bytes of a reader, or `None` if there are more than `limit`. Reads at most one byte more than that. Room is made
/// for `expected` bytes at first, 0 where nobody knows.
///
/// # Errors
/// What the reader fails with, or that there is no room.
pub fn bounded(reader: impl Read, expected: u64, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let expected = usize::try_from(expected).unwrap_or(limit).min(limit);
    let mut bytes = Vec::new();
    // One more, so that the end is met without growing.
    bytes.try_reserve_exact(expected.saturating_add(1))?;
    reader
        .take((limit as u64).saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn what_is_packed_is_unpacked_whole() {
        let text = "خبر ".repeat(1000).into_bytes();
        for pack in [gzip, zstd] {
            let mut twice = pack(&text);
            twice.extend(pack(&text));
            assert_eq!(unpack(twice, 1 << 20).unwrap(), text.repeat(2));
            assert_eq!(unpack(pack(&text), text.len()).unwrap(), text);
        }
        assert_eq!(unpack(b"<p>".to_vec(), 10).unwrap(), b"<p>");
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = vec![0; 8 << 20];
        for pack in [gzip, zstd] {
            let problem = unpack(pack(&bomb), 1 << 20).unwrap_err();
            assert!(matches!(problem, Problem::Bomb { .. }), "{problem}");
        }
    }

    #[test]
    fn damage_is_told() {
        for pack in [gzip, zstd] {
            let mut cut = pack("report ".repeat(5000).as_bytes());
            cut.truncate(cut.len() / 2);
            let problem = unpack(cut, 1 << 20).unwrap_err();
            assert!(matches!(problem, Problem::Damaged { .. }), "{problem}");
        }
    }
}
