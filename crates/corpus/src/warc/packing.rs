//! How an archive is packed: not at all, or record by record so that one can begin to read anywhere.

use std::io::{self, Read};

use flate2::bufread::GzDecoder;
use zstd::dict::DecoderDictionary;
use zstd::stream::read::Decoder as ZstdDecoder;

use crate::window::Window;

/// How the bytes of an archive are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not packed.
    Plain,
    /// Members of gzip (RFC 1952).
    Gzip,
    /// Frames of zstd (RFC 8878).
    Zstd,
}

/// The frame that holds a dictionary, at the beginning of an archive packed as the draft "Use of Zstandard in WARC"
/// has it: 0x184D2A5D.
const DICTIONARY_FRAME: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];
/// The largest dictionary believed.
const LARGEST_DICTIONARY: usize = 16 << 20;
/// The largest window of zstd, as a power of two: 128 MiB, whatever a frame asks for. Its own tools read no larger ones
/// unless they are told to.
const LARGEST_WINDOW: u32 = 27;

impl Packing {
    /// The packing that an archive's first bytes show.
    pub fn of(first: &[u8]) -> Self {
        if first.starts_with(Self::Gzip.magic()) {
            Self::Gzip
        } else if first.starts_with(Self::Zstd.magic()) || first.starts_with(&DICTIONARY_FRAME) {
            Self::Zstd
        } else {
            Self::Plain
        }
    }

    /// So many packed bytes are enough to unpack the opening of a record: zstd unpacks a block at a time, which has up to
    /// 128 KiB (RFC 8878, 3.1.1.2.4) and stands behind a head of some bytes.
    pub fn opening(self) -> usize {
        match self {
            Self::Plain | Self::Gzip => 4 << 10,
            Self::Zstd => 132 << 10,
        }
    }

    /// The bytes every member begins with; empty where there are no members.
    pub fn magic(self) -> &'static [u8] {
        match self {
            Self::Plain => b"",
            Self::Gzip => &[0x1f, 0x8b, 0x08],
            Self::Zstd => &[0x28, 0xb5, 0x2f, 0xfd],
        }
    }
}

/// What the members of an archive are unpacked with.
pub struct Dictionary {
    bytes: Vec<u8>,
    /// The same, made ready, for decoders that live no longer than it.
    prepared: DecoderDictionary<'static>,
}

/// The dictionary an archive packed with zstd begins with, if it does.
///
/// # Errors
/// What the input fails with, and a dictionary that cannot be unpacked or is none.
pub fn dictionary(input: &mut Window) -> io::Result<Option<Dictionary>> {
    let head = input.peek(8)?;
    if !head.starts_with(&DICTIONARY_FRAME) || head.len() < 8 {
        return Ok(None);
    }
    let len = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    if len > LARGEST_DICTIONARY {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "its dictionary is larger than 16 MiB",
        ));
    }
    input.consume(8);
    let mut bytes = vec![0; len];
    input.read_exact(&mut bytes)?;
    if bytes.starts_with(Packing::Zstd.magic()) {
        let packed = std::mem::take(&mut bytes);
        let unpacked = ZstdDecoder::with_buffer(&packed[..])?;
        unpacked
            .take(LARGEST_DICTIONARY as u64)
            .read_to_end(&mut bytes)?;
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    let prepared = DecoderDictionary::try_copy(&bytes)?;
    Ok(Some(Dictionary { bytes, prepared }))
}

/// One member being unpacked.
pub enum Unpacker {
    /// Bytes as they are.
    Plain(Window),
    /// A member of gzip.
    Gzip(Box<GzDecoder<Window>>),
    /// A frame of zstd.
    Zstd(ZstdDecoder<'static, Window>),
}

impl Unpacker {
    /// Begins a member where the window stands.
    ///
    /// # Errors
    /// When there is no memory for a decoder.
    pub fn new(
        packing: Packing,
        dictionary: Option<&Dictionary>,
        window: Window,
    ) -> io::Result<Self> {
        Ok(match packing {
            Packing::Plain => Self::Plain(window),
            Packing::Gzip => Self::Gzip(Box::new(GzDecoder::new(window))),
            Packing::Zstd => {
                let dictionary = dictionary.map_or(&[][..], |dictionary| &dictionary.bytes);
                let decoder = ZstdDecoder::with_dictionary(window, dictionary)?;
                Self::Zstd(bounded(decoder)?.single_frame())
            }
        })
    }

    /// The input behind the decoder.
    pub fn window(&self) -> &Window {
        match self {
            Self::Plain(window) => window,
            Self::Gzip(decoder) => decoder.get_ref(),
            Self::Zstd(decoder) => decoder.get_ref(),
        }
    }

    /// The input: behind the member once that is read to its end.
    pub fn into_window(self) -> Window {
        match self {
            Self::Plain(window) => window,
            Self::Gzip(decoder) => decoder.into_inner(),
            Self::Zstd(decoder) => decoder.finish(),
        }
    }
}

/// The decoder, of which no frame gets more than the largest window.
fn bounded<R: io::BufRead>(mut decoder: ZstdDecoder<'_, R>) -> io::Result<ZstdDecoder<'_, R>> {
    decoder.window_log_max(LARGEST_WINDOW)?;
    Ok(decoder)
}

impl Read for Unpacker {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(window) => window.read(buffer),
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

/// Whether a member beginning with these bytes opens a record: whether it unpacks to `WARC/`.
pub fn opens_record(packing: Packing, dictionary: Option<&Dictionary>, bytes: &[u8]) -> bool {
    const OPENING: &[u8; 5] = b"WARC/";
    let mut first = [0; OPENING.len()];
    let read = match packing {
        Packing::Plain => {
            return bytes.starts_with(OPENING);
        }
        Packing::Gzip => GzDecoder::new(bytes).read_exact(&mut first),
        // A bit that is set in no frame (RFC 8878, 3.1.1.1.1): to look there is quicker than to make a decoder.
        Packing::Zstd if bytes.get(4).is_none_or(|flags| flags & 0b1000 != 0) => return false,
        Packing::Zstd => dictionary
            .map_or_else(
                || ZstdDecoder::with_buffer(bytes),
                |of| ZstdDecoder::with_prepared_dictionary(bytes, &of.prepared),
            )
            .and_then(bounded)
            .and_then(|mut decoder| decoder.read_exact(&mut first)),
    };
    read.is_ok() && &first == OPENING
}
