//! Records one after the other, over whatever damage lies between them.

use std::io;
use std::ops::Range;

use memchr::memmem;

use super::members::Members;
use super::packing::Packing;
use super::record::Record;
use crate::storage::Store;

/// The longest head of a record.
const LONGEST_HEAD: usize = 64 << 10;
/// A record that unpacks to more than this is a bomb, or no page: the next member is looked for instead.
const LARGEST_RECORD: u64 = 4 << 30;
/// So many bytes are read twice before lengths are no longer believed: where records end is then looked for.
const MOST_REREAD: u64 = 64 << 20;
/// So many times what a range has may be read again before the rest of it is given up.
const MOST_REREADINGS: u64 = 16;
/// How a record opens, on a line of its own.
const OPENING: &[u8] = b"WARC/";
/// The same, with the end of the line before it.
const NEXT_OPENING: &[u8] = b"\nWARC/";

/// A place where an archive cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// Where the member or record begins that cannot be read.
    pub offset: u64,
    /// How many unpacked bytes of the member can be read before that.
    pub within: u64,
    /// What is wrong with it.
    pub kind: DamageKind,
}

/// What is wrong with a piece of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// It cannot be unpacked.
    Corrupt,
    /// The archive ends in the middle of it.
    CutOff,
    /// It is no record of WARC.
    NoRecord,
    /// It unpacks to more than any record has.
    Bomb,
    /// From here on the range is damaged in such a way that reading on would not come to an end.
    GivenUp,
}

/// What comes next in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A record; it is in what was given to be filled.
    Record,
    /// Damage; what comes next stands behind it.
    Damage(Damage),
    /// Nothing more begins in the range.
    End,
}

/// Reads the records that begin in a range of an archive.
pub struct Reader {
    members: Members,
    /// Where the range ends. What begins before is read to its own end.
    end: u64,
    limit: usize,
    head: Vec<u8>,
    /// What is wrong with the very beginning of the archive.
    damage: Option<DamageKind>,
    /// Where the next member is to be looked for.
    lost: Option<u64>,
    /// From where on the rest of the range is not read.
    given_up: Option<u64>,
    is_done: bool,
    /// Whether damage reaches to the end of the range.
    is_lost: bool,
    len: u64,
    /// Where the first member was found.
    first: Option<u64>,
    /// How many unpacked bytes of its member stand before the record at hand.
    begun: u64,
    /// What a record may unpack to.
    largest: u64,
    /// How many bytes were read once more, since what was said of them was wrong.
    reread: u64,
    /// How many may be.
    most_reread: u64,
}

/// Why a record was not read.
enum Trouble {
    Store(io::Error),
    /// What is wrong, and where the next record is to be looked for; `None` for where the reader stands.
    Damage(DamageKind, Option<u64>),
}

impl Reader {
    /// Reads the records whose members, or in an archive that is not packed they themselves, begin in `range`; of each no
    /// more than `limit` bytes.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn new(store: Store, range: Range<u64>, limit: usize) -> io::Result<Self> {
        let len = store.bytes()?;
        let mut members = Members::new(store)?;
        let damage = members.take_damage();
        let lost = match damage {
            Some(_) => Some(range.start.max(1)),
            None => (range.start > members.start()).then_some(range.start),
        };
        let bytes = range.end.min(len).saturating_sub(range.start);
        Ok(Self {
            members,
            end: range.end,
            limit,
            head: Vec::new(),
            // Told where the range is that it stands in.
            damage: damage.filter(|_| range.start == 0).as_ref().map(kind_of),
            lost,
            given_up: None,
            is_done: false,
            is_lost: false,
            len,
            first: None,
            begun: 0,
            largest: LARGEST_RECORD,
            reread: 0,
            most_reread: bytes.max(MOST_REREAD).saturating_mul(MOST_REREADINGS),
        })
    }

    /// As [`Reader::new`], where `range` is known to begin with a record.
    ///
    /// # Errors
    /// What the store fails with.
    pub fn at_record(store: Store, range: Range<u64>, limit: usize) -> io::Result<Self> {
        let mut reader = Self::new(store, range.clone(), limit)?;
        reader.is_done = range.is_empty();
        if !reader.is_done && reader.damage.is_none() && reader.lost.take().is_some() {
            reader.members.jump(range.start)?;
        }
        Ok(reader)
    }

    /// As it is, but for a smaller bomb.
    #[cfg(test)]
    #[must_use]
    pub fn with_largest(self, largest: u64) -> Self {
        Self { largest, ..self }
    }

    /// Where the first member was found, once the first record was asked for.
    pub fn began_at(&self) -> Option<u64> {
        self.first
    }

    /// Where the next member begins that is not of this range, once the reader is at its end; `None` where damage keeps it
    /// from knowing, or nothing was found in the range.
    pub fn ended_at(&self) -> Option<u64> {
        (self.is_done && !self.is_lost && self.first.is_some())
            .then(|| self.members.start() + self.members.taken())
    }

    /// Where the archive has been read up to.
    pub fn position(&self) -> u64 {
        self.lost.unwrap_or_else(|| self.members.position())
    }

    /// Fills `record` with the next one.
    ///
    /// # Errors
    /// What the store fails with; damage to the archive is no error.
    pub fn next(&mut self, record: &mut Record) -> io::Result<Next> {
        loop {
            if let Some(at) = self.given_up.take() {
                self.is_done = true;
                self.is_lost = true;
                return Ok(Next::Damage(Damage {
                    offset: at,
                    within: 0,
                    kind: DamageKind::GivenUp,
                }));
            }
            if self.is_done {
                return Ok(Next::End);
            }
            if let Some(kind) = self.damage.take() {
                return Ok(Next::Damage(Damage {
                    offset: 0,
                    within: 0,
                    kind,
                }));
            }
            if let Some(from) = self.lost.take()
                && !self.members.seek(from, self.end)?
            {
                self.is_done = true;
                self.is_lost = true;
                continue;
            }
            if !self.members.is_inside() {
                let at = self.members.start();
                if at >= self.end || self.members.is_at_end()? {
                    self.is_done = true;
                    continue;
                }
                if !self.members.begin()? {
                    self.lost = Some(at + 1);
                    return Ok(Next::Damage(Damage {
                        offset: at,
                        within: 0,
                        kind: DamageKind::NoRecord,
                    }));
                }
            }
            record.clear();
            record.offset = self.members.start();
            match self.read(record) {
                Ok(true) => return Ok(Next::Record),
                Ok(false) => {}
                Err(Trouble::Store(error)) => return Err(error),
                Err(Trouble::Damage(kind, from)) => {
                    if let Some(from) = from {
                        self.go_back(from);
                    }
                    return Ok(Next::Damage(Damage {
                        offset: record.offset,
                        within: record.within,
                        kind,
                    }));
                }
            }
        }
    }

    /// Goes on at an earlier place. Where that happens so often that it costs more than reading, the rest is given up.
    fn go_back(&mut self, to: u64) {
        self.lost = Some(to);
        self.reread += self.members.position().saturating_sub(to);
        if self.reread > self.most_reread {
            self.given_up = Some(to);
        }
    }

    /// What an error of unpacking means.
    fn trouble(&self, error: io::Error) -> Trouble {
        if self.members.store_failed() {
            return Trouble::Store(error);
        }
        Trouble::Damage(kind_of(&error), Some(self.members.start() + 1))
    }

    /// How much the record at hand has unpacked to; nothing once its member is over.
    fn unpacked(&self) -> u64 {
        self.members.taken().saturating_sub(self.begun)
    }

    fn is_plain(&self) -> bool {
        self.members.packing() == Packing::Plain
    }

    /// Reads the record that stands next in the member at hand. False where none does.
    fn read(&mut self, record: &mut Record) -> Result<bool, Trouble> {
        self.skip_line_breaks(None)?;
        if self.peek(1)?.is_empty() {
            return Ok(false);
        }
        if self.is_plain() {
            record.offset = self.members.start() + self.members.taken();
            if record.offset >= self.end {
                self.is_done = true;
                return Ok(false);
            }
        } else {
            record.within = self.members.taken();
        }
        self.first.get_or_insert(record.offset);
        self.begun = self.members.taken();
        self.read_head()?;
        // A head in which another record opens was cut off.
        let cut = memmem::find(&self.head, NEXT_OPENING);
        let head = if cut.is_none() {
            record.read_head(&self.head)
        } else {
            None
        };
        let Some(head) = head else {
            // The line break before the next record is given back too: by it the record is found.
            let gone = cut.unwrap_or(self.head.len().saturating_sub(1));
            self.members.unread(&self.head[gone..]);
            self.take_until_record(None)?;
            return Err(Trouble::Damage(DamageKind::NoRecord, None));
        };
        let behind_head = self.members.start() + self.members.taken();
        let wanted = record.kind.may_hold_page();
        if self.reread > MOST_REREAD {
            self.take_until_record(wanted.then_some(&mut *record))?;
            trim_separator(&mut record.body);
            record.length_is_wrong = wanted && record.body.len() as u64 != head.length;
        } else if self.read_body(record, head.length, wanted, behind_head)? {
            self.end_record(record, wanted, behind_head)?;
        } else {
            record.length_is_wrong = true;
            trim_separator(&mut record.body);
        }
        if record.within == 0 && !self.is_plain() && !self.members.is_inside() {
            record.length = Some(self.members.start() - record.offset);
        } else if self.is_plain() && self.lost.is_none() {
            let end = self.members.start() + self.members.taken();
            record.length = Some(end - record.offset);
        }
        Ok(true)
    }

    fn peek(&mut self, wanted: usize) -> Result<&[u8], Trouble> {
        // Twice, since what is lent out of an error's arm cannot be given on.
        if let Err(error) = self.members.peek(wanted) {
            return Err(self.trouble(error));
        }
        self.members.peek(wanted).map_err(Trouble::Store)
    }

    /// Goes over line breaks, and keeps them if asked to.
    fn skip_line_breaks(&mut self, mut kept: Option<&mut Vec<u8>>) -> Result<(), Trouble> {
        loop {
            let bytes = self.peek(1)?;
            let breaks = bytes
                .iter()
                .take_while(|b| matches!(b, b'\r' | b'\n'))
                .count();
            if let Some(kept) = kept.as_deref_mut() {
                kept.extend_from_slice(&bytes[..breaks]);
            }
            let is_over = breaks < bytes.len() || bytes.is_empty();
            self.members.consume(breaks);
            if is_over || kept.as_deref().is_some_and(|kept| kept.len() > 64) {
                return Ok(());
            }
        }
    }

    /// Takes the lines up to the next empty one.
    fn read_head(&mut self) -> Result<(), Trouble> {
        self.head.clear();
        loop {
            let wanted = self.head.len() + 1;
            let bytes = self.peek(wanted)?;
            let end = memmem::find(bytes, b"\r\n\r\n")
                .map(|at| at + 4)
                .or_else(|| memmem::find(bytes, b"\n\n").map(|at| at + 2));
            if let Some(end) = end {
                self.head = bytes[..end].to_vec();
                self.members.consume(end);
                return Ok(());
            }
            let len = bytes.len();
            if len < wanted || len > LONGEST_HEAD {
                // No head; what stands here is gone over by whoever looks for the next record.
                self.head.clear();
                if len > LONGEST_HEAD {
                    self.members.consume(1);
                }
                return Ok(());
            }
            self.head.resize(len, 0);
        }
    }

    /// Reads a body of so many bytes. False where its member ends before.
    fn read_body(
        &mut self,
        record: &mut Record,
        length: u64,
        wanted: bool,
        behind_head: u64,
    ) -> Result<bool, Trouble> {
        let limit = self.limit;
        // In a member a record has what the member has, whatever it says.
        record.is_too_large = wanted && self.is_plain() && length > limit as u64;
        let mut wanted = wanted && !record.is_too_large;
        let mut left = length;
        while left > 0 {
            let bytes = self.peek(1)?;
            let taken = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if taken == 0 {
                if self.is_plain() {
                    return Err(Trouble::Damage(DamageKind::CutOff, Some(behind_head)));
                }
                return Ok(false);
            }
            if wanted && record.body.len() + taken > limit {
                record.is_too_large = true;
                record.body = Vec::new();
                wanted = false;
            }
            if wanted {
                record.body.extend_from_slice(&bytes[..taken]);
            }
            self.members.consume(taken);
            left -= taken as u64;
            if !wanted {
                left = self.skip(left, behind_head)?;
            }
        }
        Ok(true)
    }

    /// Goes over the rest of a body nobody wants, where that can be done without reading it. Says what is left.
    fn skip(&mut self, left: u64, behind_head: u64) -> Result<u64, Trouble> {
        if left == 0 {
            return Ok(0);
        }
        if !self.is_plain() {
            if self.unpacked() > self.largest {
                let from = self.members.start() + 1;
                return Err(Trouble::Damage(DamageKind::Bomb, Some(from)));
            }
            return Ok(left);
        }
        let here = self.members.start() + self.members.taken();
        match here.checked_add(left) {
            Some(to) if to <= self.len => {
                self.members.jump(to).map_err(Trouble::Store)?;
                Ok(0)
            }
            _ => Err(Trouble::Damage(DamageKind::CutOff, Some(behind_head))),
        }
    }

    /// Goes over what parts a record from the next one. Where something else stands there, the length was wrong, and the
    /// body is made what it is.
    fn end_record(
        &mut self,
        record: &mut Record,
        wanted: bool,
        behind_head: u64,
    ) -> Result<(), Trouble> {
        let mut breaks = Vec::new();
        self.skip_line_breaks(Some(&mut breaks))?;
        let next = self.peek(OPENING.len())?;
        if next.is_empty() || next.starts_with(OPENING) {
            return Ok(());
        }
        record.length_is_wrong = true;
        if !wanted || record.is_too_large {
            if self.is_plain() {
                self.go_back(behind_head);
                return Ok(());
            }
            return self.take_until_record(None);
        }
        if let Some(at) = memmem::find(&record.body, NEXT_OPENING) {
            // It said too much, and has swallowed the next record.
            self.reread += (record.body.len() - at) as u64;
            self.members.unread(&breaks);
            self.members.unread(&record.body[at + 1..]);
            record.body.truncate(at + 1);
        } else {
            record.body.extend_from_slice(&breaks);
            self.take_until_record(Some(&mut *record))?;
        }
        trim_separator(&mut record.body);
        Ok(())
    }

    /// Takes what stands before the next record of the member, or its end; into the body of `record`, if there is one.
    fn take_until_record(&mut self, mut record: Option<&mut Record>) -> Result<(), Trouble> {
        let limit = self.limit;
        loop {
            let bytes = self.peek(OPENING.len() + 1)?;
            if bytes.is_empty() {
                return Ok(());
            }
            let (taken, is_over) = match memmem::find(bytes, NEXT_OPENING) {
                Some(at) => (at + 1, true),
                None if bytes.len() <= OPENING.len() => (bytes.len(), false),
                None => (bytes.len() - OPENING.len(), false),
            };
            if let Some(record) = record.as_deref_mut()
                && !record.is_too_large
            {
                record.is_too_large = record.body.len() + taken > limit;
                if record.is_too_large {
                    record.body = Vec::new();
                } else {
                    record.body.extend_from_slice(&bytes[..taken]);
                }
            }
            self.members.consume(taken);
            if is_over {
                return Ok(());
            }
            if !self.is_plain() && self.unpacked() > self.largest {
                let from = self.members.start() + 1;
                return Err(Trouble::Damage(DamageKind::Bomb, Some(from)));
            }
        }
    }
}

/// What an error of a decoder says about what it unpacks.
fn kind_of(error: &io::Error) -> DamageKind {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        DamageKind::CutOff
    } else {
        DamageKind::Corrupt
    }
}

/// Takes off the two line breaks that stand behind a body.
fn trim_separator(body: &mut Vec<u8>) {
    for _ in 0..2 {
        for end in [&b"\r\n"[..], b"\n"] {
            if body.ends_with(end) {
                body.truncate(body.len() - end.len());
                break;
            }
        }
    }
}
