//! Packed files: gzip and zstd, recognised by their first bytes, unpacked up to a limit.

use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;
use thiserror::Error;

use crate::warc::Packing;

/// The smallest and the largest window of zstd, as powers of two, that memory is given for: what RFC 8878, 3.1.1.1.2,
/// recommends decoders to support, and the most that zstd knows.
const WINDOWS: (u32, u32) = (23, 30);

/// Why packed bytes are not unpacked. `packing` is how they are packed: `gzip`, `zstd`.
#[derive(Debug, Error)]
pub enum UnpackError {
    /// They would be more than the limit.
    #[error("the {packing} data unpacks to more than the limit")]
    TooLarge {
        /// How they are packed.
        packing: &'static str,
    },
    /// They make no sense, or are cut off.
    #[error("the {packing} data is damaged or cut off ({cause})")]
    Damaged {
        /// How they are packed.
        packing: &'static str,
        /// What the decoder says.
        cause: io::Error,
    },
}

/// The bytes unpacked, or as they are if they are not packed. No more than `limit` bytes are ever unpacked.
///
/// # Errors
/// [`UnpackError`]
pub fn unpack(bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, UnpackError> {
    let (packing, unpacked) = match Packing::of(&bytes) {
        Packing::Plain => return Ok(bytes),
        Packing::Gzip => ("gzip", bounded(MultiGzDecoder::new(&bytes[..]), 0, limit)),
        Packing::Zstd => ("zstd", unzstd(&bytes, limit)),
    };
    match unpacked {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(UnpackError::TooLarge { packing }),
        Err(cause) => Err(UnpackError::Damaged { packing, cause }),
    }
}

/// All frames of zstd data, one after the other.
fn unzstd(bytes: &[u8], limit: usize) -> io::Result<Option<Vec<u8>>> {
    let window = limit.max(1).next_power_of_two().trailing_zeros();
    let mut decoder = zstd::Decoder::with_buffer(bytes)?;
    decoder.window_log_max(window.clamp(WINDOWS.0, WINDOWS.1))?;
    bounded(decoder, 0, limit)
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

/// A number of bytes for people, in the unit it is whole in: `32 MiB`, `2999 bytes`.
pub fn readable(bytes: usize) -> String {
    for (unit, name) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] {
        if bytes >= unit && bytes.is_multiple_of(unit) {
            return format!("{} {name}", bytes / unit);
        }
    }
    format!("{bytes} bytes")
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
        ::zstd::encode_all(bytes, 1).unwrap()
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
            let error = unpack(pack(&bomb), 1 << 20).unwrap_err();
            assert!(matches!(error, UnpackError::TooLarge { .. }), "{error}");
        }
    }

    #[test]
    fn damage_is_told() {
        for pack in [gzip, zstd] {
            let mut cut = pack("report ".repeat(5000).as_bytes());
            cut.truncate(cut.len() / 2);
            let error = unpack(cut, 1 << 20).unwrap_err();
            assert!(matches!(error, UnpackError::Damaged { .. }), "{error}");
        }
    }

    #[test]
    fn sizes_are_in_the_unit_they_are_whole_in() {
        assert_eq!(readable(32 << 20), "32 MiB");
        assert_eq!(readable(1500), "1500 bytes");
    }
}
