//! The members of a packed archive, one after the other, and the way to the next one after damage.
//!
//! An archive that is not packed counts as one member that reaches to its end.

use std::io::{self, Read};

use memchr::memmem;

use super::packing::{self, Dictionary, Packing, Unpacker};
use super::whole::{AHEAD, Whole};
use crate::storage::Store;
use crate::window::Window;

/// Bytes unpacked at once of a member that is unpacked piece by piece.
const PIECE: usize = 64 << 10;

/// The unpacked bytes of an archive, member by member.
pub struct Members {
    store: Store,
    packing: Packing,
    dictionary: Option<Dictionary>,
    /// What is wrong with the dictionary.
    damage: Option<io::Error>,
    state: State,
    whole: Whole,
    /// Unpacked bytes not yet taken: `out[at..end]`.
    out: Vec<u8>,
    at: usize,
    end: usize,
    /// Where the member begins in the archive.
    start: u64,
    /// How many unpacked bytes of the member were taken.
    taken: u64,
}

enum State {
    /// Behind a member, before the next.
    Between(Window),
    /// In a member.
    Inside(Box<Unpacker>),
    /// While one state is made into another.
    Moving,
}

impl Members {
    /// The members of `store`, the first of which is to be found with [`Members::seek`].
    ///
    /// # Errors
    /// What the store fails with.
    pub fn new(store: Store) -> io::Result<Self> {
        let mut window = Window::new(store.open(0)?, 0);
        let packing = Packing::of(window.peek(4)?);
        let dictionary = match packing {
            Packing::Zstd => packing::dictionary(&mut window),
            _ => Ok(None),
        };
        let (dictionary, damage) = match dictionary {
            Ok(dictionary) => (dictionary, None),
            Err(error) if window.has_failed() => return Err(error),
            Err(error) => (None, Some(error)),
        };
        Ok(Self {
            store,
            packing,
            dictionary,
            damage,
            state: State::Between(window),
            whole: Whole::default(),
            out: Vec::new(),
            at: 0,
            end: 0,
            start: 0,
            taken: 0,
        })
    }

    /// What is wrong with the dictionary, told once: without it no member of the archive can be unpacked.
    pub fn take_damage(&mut self) -> Option<io::Error> {
        self.damage.take()
    }

    /// How the archive is packed.
    pub fn packing(&self) -> Packing {
        self.packing
    }

    /// Where the member at hand begins, or the next one if none is.
    pub fn start(&self) -> u64 {
        match &self.state {
            State::Between(window) if !self.is_inside() => window.position(),
            _ => self.start,
        }
    }

    /// How many unpacked bytes of the member at hand were taken; 0 where none is.
    pub fn taken(&self) -> u64 {
        if self.is_inside() { self.taken } else { 0 }
    }

    /// Whether a member is at hand: one is until its last byte was taken.
    pub fn is_inside(&self) -> bool {
        matches!(self.state, State::Inside(_)) || self.at < self.end
    }

    /// Where the archive has been read up to.
    pub fn position(&self) -> u64 {
        self.window().map_or(self.start, Window::position)
    }

    /// Whether the store itself failed, rather than what lies in it.
    pub fn store_failed(&self) -> bool {
        self.window().is_some_and(Window::has_failed)
    }

    fn window(&self) -> Option<&Window> {
        match &self.state {
            State::Between(window) => Some(window),
            State::Inside(unpacker) => Some(unpacker.window()),
            State::Moving => None,
        }
    }

    /// Whether nothing is left of the archive.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn is_at_end(&mut self) -> io::Result<bool> {
        match &mut self.state {
            State::Between(window) => Ok(window.next_bytes()?.is_empty()),
            _ => Ok(false),
        }
    }

    /// Begins the member that stands next. False where none begins there.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn begin(&mut self) -> io::Result<bool> {
        let State::Between(window) = &mut self.state else {
            return Ok(false);
        };
        let magic = self.packing.magic();
        if !window.peek(magic.len())?.starts_with(magic) {
            return Ok(false);
        }
        self.start = window.position();
        self.taken = 0;
        // As `forget`, while the window is lent.
        (self.at, self.end) = (0, 0);
        if self.packing == Packing::Gzip
            && let ahead = window.peek(AHEAD)?
            // No more than that, so that what is done does not depend on how far the window is.
            && let ahead = &ahead[..ahead.len().min(AHEAD)]
            && let Some((packed, unpacked)) = self.whole.unpack(ahead, &mut self.out)
        {
            window.consume(packed);
            self.end = unpacked;
            return Ok(true);
        }
        if let State::Between(window) = std::mem::replace(&mut self.state, State::Moving) {
            let unpacker = Unpacker::new(self.packing, self.dictionary.as_ref(), window)?;
            self.state = State::Inside(Box::new(unpacker));
        }
        Ok(true)
    }

    /// What comes next in the member at hand, at least `wanted` bytes unless it ends before; nothing at its end, when it is
    /// no longer at hand.
    ///
    /// # Errors
    /// What the store fails with, and damage to the member.
    pub fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.end - self.at < wanted && matches!(self.state, State::Inside(_)) {
            self.fill()?;
        }
        Ok(&self.out[self.at..self.end])
    }

    /// Unpacks more behind what is not yet taken.
    fn fill(&mut self) -> io::Result<()> {
        let State::Inside(unpacker) = &mut self.state else {
            return Ok(());
        };
        self.out.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.at = 0;
        if self.out.len() < self.end + PIECE {
            self.out.resize(self.end + PIECE, 0);
        }
        let read = loop {
            match unpacker.read(&mut self.out[self.end..self.end + PIECE]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.end += read;
        if read == 0
            && let State::Inside(unpacker) = std::mem::replace(&mut self.state, State::Moving)
        {
            self.state = State::Between(unpacker.into_window());
        }
        Ok(())
    }

    /// Takes bytes that were looked at.
    pub fn consume(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.at);
        self.at += bytes;
        self.taken += bytes as u64;
    }

    /// Gives back bytes that were taken last.
    pub fn unread(&mut self, bytes: &[u8]) {
        let room = self.at.min(bytes.len());
        let (before, last) = bytes.split_at(bytes.len() - room);
        self.at -= room;
        self.out[self.at..self.at + room].copy_from_slice(last);
        if !before.is_empty() {
            // There was no room for all of it, so `at` is the beginning.
            self.out.splice(..0, before.iter().copied());
            self.end += before.len();
        }
        self.taken -= bytes.len() as u64;
    }

    /// Forgets what was unpacked.
    fn forget(&mut self) {
        (self.at, self.end) = (0, 0);
    }

    /// Goes over bytes that were not looked at: in an archive that is not packed, without reading them.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn jump(&mut self, to: u64) -> io::Result<()> {
        let window = self.window_at(to)?;
        self.state = State::Between(window);
        self.forget();
        self.begin()?;
        Ok(())
    }

    /// The window at another place: the one there is, where it holds that place, or else a new one.
    fn window_at(&mut self, to: u64) -> io::Result<Window> {
        let window = match std::mem::replace(&mut self.state, State::Moving) {
            State::Between(window) => Some(window),
            State::Inside(unpacker) => Some(unpacker.into_window()),
            State::Moving => None,
        };
        if let Some(mut window) = window
            && window.go_to(to)
        {
            return Ok(window);
        }
        Ok(Window::new(self.store.open(to)?, to))
    }

    /// Goes to the first member at or behind `from` that opens a record and begins it. False where none begins before
    /// `before`.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn seek(&mut self, from: u64, before: u64) -> io::Result<bool> {
        self.forget();
        // Without packing a record opens a line, so the byte before it counts.
        let back = u64::from(self.packing == Packing::Plain && from > 0);
        let mut window = self.window_at(from - back)?;
        let needle: &[u8] = match self.packing {
            Packing::Plain if back == 0 => b"WARC/",
            Packing::Plain => b"\nWARC/",
            packed => packed.magic(),
        };
        let finder = memmem::Finder::new(needle);
        let opening = self.packing.opening();
        let found = loop {
            let ahead = window.peek(opening)?;
            let Some(found) = finder.find(ahead) else {
                // What may be the beginning of a magic number stays.
                let skipped = (ahead.len() + 1).saturating_sub(needle.len());
                if skipped == 0 || ahead.len() < needle.len() || window.position() >= before {
                    break false;
                }
                window.consume(skipped);
                continue;
            };
            let line_break = usize::from(needle[0] == b'\n');
            window.consume(found + line_break);
            if window.position() >= before {
                break false;
            }
            let ahead = window.peek(opening)?;
            let ahead = &ahead[..ahead.len().min(opening)];
            if packing::opens_record(self.packing, self.dictionary.as_ref(), ahead) {
                break true;
            }
            window.consume(1);
        };
        self.state = State::Between(window);
        if found {
            self.begin()?;
        }
        Ok(found)
    }
}

/// The unpacked bytes of all members, as one stream.
pub struct Unpacked(Members);

impl Unpacked {
    /// The stream of what is packed in `store`.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn new(store: Store) -> io::Result<Self> {
        Ok(Self(Members::new(store)?))
    }
}

/// Damage is an error of the kind `InvalidData`, whatever decoder met it; other kinds are the store's.
impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let members = &mut self.0;
            if !members.is_inside() && !members.begin()? {
                let is_over = members.is_at_end()?;
                return if is_over {
                    Ok(0)
                } else {
                    Err(io::ErrorKind::InvalidData.into())
                };
            }
            if let Err(error) = members.peek(1) {
                return Err(if members.store_failed() {
                    error
                } else {
                    io::Error::new(io::ErrorKind::InvalidData, error)
                });
            }
            let bytes = members.peek(1)?;
            let read = bytes.len().min(buffer.len());
            buffer[..read].copy_from_slice(&bytes[..read]);
            members.consume(read);
            if read > 0 {
                return Ok(read);
            }
        }
    }
}
