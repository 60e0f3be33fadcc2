//! Members of gzip unpacked at once, which is quicker than piece by piece.

use libdeflater::{DecompressionError, Decompressor, crc32};
use memchr::memmem;

/// Packed bytes looked at: a member that is longer is unpacked piece by piece.
pub const AHEAD: usize = 256 << 10;
/// Room for unpacked bytes, at first and at most.
const ROOM: (usize, usize) = (1 << 20, 8 << 20);
/// The shortest head of a member (RFC 1952, 2.3).
const HEAD: usize = 10;

/// Unpacks members.
pub struct Whole(Decompressor);

impl Default for Whole {
    fn default() -> Self {
        Self(Decompressor::new())
    }
}

impl Whole {
    /// Unpacks the member that `packed` begins with to the beginning of `out`, which grows as needed. Says how many bytes it
    /// has, packed and unpacked; `None` where it is longer than `packed`, too large, or damaged.
    pub fn unpack(&mut self, packed: &[u8], out: &mut Vec<u8>) -> Option<(usize, usize)> {
        if out.len() < ROOM.0 {
            out.resize(ROOM.0, 0);
        }
        let unpacked = loop {
            match self.0.gzip_decompress(packed, out) {
                Ok(unpacked) => break unpacked,
                Err(DecompressionError::InsufficientSpace) if out.len() < ROOM.1 => {
                    out.resize(out.len() * 2, 0);
                }
                Err(_) => return None,
            }
        };
        // How many bytes it took is not told. A member ends in the checksum and the length of what it unpacks to, and what
        // looks like both is them: that eight other bytes are the same does not happen but on purpose.
        let bytes = &out[..unpacked];
        if bytes.is_empty() {
            // Both are zero then, and so may be the byte before them.
            return None;
        }
        let foot = [crc32(bytes), unpacked as u32].map(u32::to_le_bytes);
        let foot = foot.as_flattened();
        let at = memmem::find(packed.get(HEAD..)?, foot)?;
        Some((HEAD + at + foot.len(), unpacked))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::GzBuilder::new()
            .filename("page")
            .write(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_member_is_unpacked_and_no_more() {
        let text = "report ".repeat(1000);
        let member = gzip(text.as_bytes());
        let packed = [member.clone(), gzip(b"another"), b"rubbish".to_vec()].concat();
        let mut out = Vec::new();
        let mut whole = Whole::default();
        let lengths = whole.unpack(&packed, &mut out);
        assert_eq!(lengths, Some((member.len(), text.len())));
        assert_eq!(&out[..text.len()], text.as_bytes());
        let cut = &member[..member.len() - 1];
        assert_eq!(whole.unpack(cut, &mut out), None);
        assert_eq!(whole.unpack(&gzip(b""), &mut out), None);
        assert_eq!(whole.unpack(b"", &mut out), None);
    }

    #[test]
    fn a_bomb_takes_no_more_room_than_there_is() {
        let mut out = Vec::new();
        assert_eq!(
            Whole::default().unpack(&gzip(&vec![0; 20 << 20]), &mut out),
            None
        );
        assert!(out.len() <= ROOM.1);
    }
}
