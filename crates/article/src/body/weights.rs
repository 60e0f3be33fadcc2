//! Reading trained weights from bytes: little-endian numbers, checked at every step.

use thiserror::Error;

/// Bytes that are not weights this version can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("these are not weights of this version's judge; train them anew with `cargo xtask train`")]
pub struct Malformed;

/// Takes numbers off the front of some bytes.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the front.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Takes `count` bytes.
    ///
    /// # Errors
    /// [`Malformed`] where there are fewer.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.take(N)?.try_into().map_err(|_| Malformed)
    }

    /// Takes a `u32`.
    ///
    /// # Errors
    /// [`Malformed`] at the end.
    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    /// Takes a `u16`.
    ///
    /// # Errors
    /// [`Malformed`] at the end.
    pub fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_le_bytes)
    }

    /// Takes an `i16`.
    ///
    /// # Errors
    /// [`Malformed`] at the end.
    pub fn i16(&mut self) -> Result<i16, Malformed> {
        self.array().map(i16::from_le_bytes)
    }

    /// Takes an `f32`.
    ///
    /// # Errors
    /// [`Malformed`] at the end, or where it is not a finite number.
    pub fn f32(&mut self) -> Result<f32, Malformed> {
        self.array()
            .map(f32::from_le_bytes)
            .and_then(|v| if v.is_finite() { Ok(v) } else { Err(Malformed) })
    }
}
