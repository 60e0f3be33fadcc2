//! A stretch of an input held in memory: what comes next can be looked at before it is taken.

use std::io::{self, Read};

use crate::storage::Bytes;

/// Bytes held at once, and the most that can be looked at ahead. Several times what is looked at at once, so that what is
/// left of it is seldom moved.
const SIZE: usize = 1 << 20;

/// A buffered reader that knows its place in the input.
pub struct Window {
    inner: Bytes,
    buffer: Box<[u8]>,
    begin: usize,
    end: usize,
    /// Where `begin` lies in the input.
    position: u64,
    at_end: bool,
    failed: bool,
}

impl Window {
    /// Reads on from `inner`, whose first byte lies at `position` of the input.
    pub fn new(inner: Bytes, position: u64) -> Self {
        Self {
            inner,
            buffer: vec![0; SIZE].into_boxed_slice(),
            begin: 0,
            end: 0,
            position,
            at_end: false,
            failed: false,
        }
    }

    /// Goes to another place in the input, if it is held here. False where it is not.
    pub fn go_to(&mut self, to: u64) -> bool {
        let first = self.position - self.begin as u64;
        let held = first..=first + self.end as u64;
        if held.contains(&to) && !self.failed {
            self.begin = (to - first) as usize;
            self.position = to;
            true
        } else {
            false
        }
    }

    /// Whether the input itself failed; what decoders behind the window complain of is then no fault of the bytes.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Where the next byte lies in the input.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// What comes next: at least one byte unless the input is at its end.
    ///
    /// # Errors
    /// What the input fails with.
    pub fn next_bytes(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    /// What comes next: at least `wanted` bytes, up to the size of the window, unless the input ends before.
    ///
    /// # Errors
    /// What the input fails with.
    pub fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        let wanted = wanted.min(SIZE);
        if self.end - self.begin < wanted && !self.at_end {
            self.buffer.copy_within(self.begin..self.end, 0);
            self.end -= self.begin;
            self.begin = 0;
            while self.end < wanted && !self.at_end {
                match self.inner.read(&mut self.buffer[self.end..]) {
                    Ok(0) => self.at_end = true,
                    Ok(read) => self.end += read,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => {
                        self.failed = true;
                        return Err(error);
                    }
                }
            }
        }
        Ok(&self.buffer[self.begin..self.end])
    }

    /// Takes bytes that were looked at.
    pub fn consume(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.begin);
        self.begin += bytes;
        self.position += bytes as u64;
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let next = self.next_bytes()?;
        let read = next.len().min(buffer.len());
        buffer[..read].copy_from_slice(&next[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl io::BufRead for Window {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.next_bytes()
    }

    fn consume(&mut self, bytes: usize) {
        Self::consume(self, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_kept_over_the_edge_of_the_window() {
        let bytes: Vec<u8> = (0..SIZE * 3).map(|i| (i % 251) as u8).collect();
        let mut window = Window::new(Box::new(io::Cursor::new(bytes.clone())), 1000);
        let mut seen = 0;
        while !window.next_bytes().unwrap().is_empty() {
            let ahead = window.peek(5000).unwrap();
            assert!(ahead.len() >= 5000.min(bytes.len() - seen));
            assert_eq!(ahead, &bytes[seen..seen + ahead.len()]);
            window.consume(3001);
            seen = (window.position() - 1000) as usize;
        }
        assert_eq!(seen, bytes.len());
        // Back, as far as it is held.
        let place = window.position() - 3000;
        assert!(window.go_to(place));
        assert_eq!(window.next_bytes().unwrap(), &bytes[bytes.len() - 3000..]);
        assert!(!window.go_to(1000));
        assert_eq!(window.position(), place);
        assert!(!window.go_to(place + 3001));
    }
}
