//! Units of work: pieces of inputs that are read independently of each other, each into a part of the output.
//!
//! They depend on the inputs and the size asked for alone, never on how many threads there are, so that the same inputs
//! always make the same parts.

use std::io;
use std::ops::Range;

use super::{Form, Input, rows, zip};
use crate::storage::Store;

/// A piece of the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// The records of a WARC that begin in a range of its bytes.
    Warc {
        /// Which input.
        input: usize,
        /// The range.
        range: Range<u64>,
        /// Where the first record begins, as far as that is known.
        begin: Begin,
    },
    /// The lines that begin in a range of bytes.
    Lines {
        /// Which input.
        input: usize,
        /// The range.
        range: Range<u64>,
    },
    /// Row groups of a table.
    Rows {
        /// Which input.
        input: usize,
        /// Which groups.
        groups: Range<usize>,
        /// How many bytes they have.
        bytes: u64,
    },
    /// Entries of a ZIP archive.
    Entries {
        /// Which input.
        input: usize,
        /// Which entries.
        entries: Range<usize>,
        /// How many bytes they have, packed.
        bytes: u64,
    },
    /// An input that is not what it seems, as a damaged ZIP archive.
    Broken {
        /// Which input.
        input: usize,
        /// What is wrong with it.
        why: String,
    },
    /// Files of one page each.
    Files {
        /// Which inputs.
        inputs: Range<usize>,
    },
}

/// Where the first record of a piece of an archive begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// Where the piece does.
    Here,
    /// At the first place that looks like a record; whether it is one is known once the piece before is read.
    Anywhere,
    /// The same, and nobody reads the piece before, which has this range: it is gone over first.
    Behind(Range<u64>),
}

impl Begin {
    /// Of a piece with this range, of which no more is known.
    pub fn of(range: &Range<u64>) -> Self {
        match range.start {
            0 => Self::Here,
            _ => Self::Anywhere,
        }
    }
}

/// The smallest and the largest size of a unit where none is asked for, in bytes of the inputs: small enough that many
/// threads have work and a stop costs little, large enough that parts are worth a file.
const SIZES: (u64, u64) = (8 << 20, 64 << 20);
/// Into how many units inputs of middling size are cut.
const MIDDLING: u64 = 64;

/// What a small file counts for beside its bytes: opening it takes time too.
const PER_FILE: u64 = 4 << 10;

/// Cuts inputs into units of about `size` bytes.
///
/// # Errors
/// The input, and what its store fails with.
pub fn units(inputs: &[Input], size: Option<u64>) -> Result<Vec<Unit>, (usize, io::Error)> {
    let total = sum(inputs.iter().map(|input| input.len));
    let size = size.unwrap_or_else(|| (total / MIDDLING).clamp(SIZES.0, SIZES.1));
    let mut units = Vec::new();
    let mut files = 0..0;
    let mut bytes = 0;
    for (at, input) in inputs.iter().enumerate() {
        let is_file = matches!(input.form, Form::Page | Form::Other);
        if is_file && !files.is_empty() && bytes < size {
            files.end = at + 1;
            bytes = bytes.saturating_add(input.len).saturating_add(PER_FILE);
            continue;
        }
        if !files.is_empty() {
            units.push(Unit::Files { inputs: files });
            files = 0..0;
        }
        match input.form {
            Form::Page | Form::Other => {
                files = at..at + 1;
                bytes = input.len.saturating_add(PER_FILE);
            }
            Form::Warc => units.extend(ranges(input.len, size).map(|range| Unit::Warc {
                input: at,
                begin: Begin::of(&range),
                range,
            })),
            Form::Lines => {
                units.extend(ranges(input.len, size).map(|range| Unit::Lines { input: at, range }));
            }
            Form::PackedLines => units.push(Unit::Lines {
                input: at,
                range: 0..input.len,
            }),
            Form::Parquet => {
                let sizes = match rows::group_sizes(input) {
                    Ok(sizes) => sizes,
                    Err(error) => {
                        units.push(broken(inputs, at, error)?);
                        continue;
                    }
                };
                units.extend(runs(&sizes, size).map(|(groups, bytes)| Unit::Rows {
                    input: at,
                    groups,
                    bytes,
                }));
            }
            Form::Zip => {
                let sizes = match zip::entry_sizes(input) {
                    Ok(sizes) => sizes,
                    Err(error) => {
                        units.push(broken(inputs, at, error)?);
                        continue;
                    }
                };
                units.extend(runs(&sizes, size).map(|(entries, bytes)| Unit::Entries {
                    input: at,
                    entries,
                    bytes,
                }));
            }
        }
    }
    if !files.is_empty() {
        units.push(Unit::Files { inputs: files });
    }
    Ok(units)
}

/// The unit of an input that cannot be read for what it seems. Of a store elsewhere it may be the store that fails, so that
/// is an error still.
fn broken(inputs: &[Input], at: usize, error: io::Error) -> Result<Unit, (usize, io::Error)> {
    match inputs[at].store {
        Store::Local(_) => Ok(Unit::Broken {
            input: at,
            why: error.to_string(),
        }),
        _ => Err((at, error)),
    }
}

impl Unit {
    /// The unit for somebody who does not read `before`, the one before it.
    #[must_use]
    pub fn alone(self, before: Option<&Self>) -> Self {
        match (self, before) {
            (
                Self::Warc {
                    input,
                    range,
                    begin: Begin::Anywhere,
                },
                Some(Self::Warc { range: before, .. }),
            ) => Self::Warc {
                input,
                range,
                begin: Begin::Behind(before.clone()),
            },
            (unit, _) => unit,
        }
    }

    /// The input it is a piece of; `None` of files that are read together.
    pub fn input(&self) -> Option<usize> {
        match self {
            Self::Warc { input, .. }
            | Self::Lines { input, .. }
            | Self::Rows { input, .. }
            | Self::Entries { input, .. }
            | Self::Broken { input, .. } => Some(*input),
            Self::Files { .. } => None,
        }
    }

    /// The name of its input, or of the first of them.
    pub fn name<'a>(&self, inputs: &'a [Input]) -> &'a str {
        let first = match self {
            Self::Files { inputs } => Some(inputs.start),
            one => one.input(),
        };
        first
            .and_then(|first| inputs.get(first))
            .map_or("", |input| &input.name)
    }

    /// How many bytes of the inputs it has, about.
    pub fn bytes(&self, inputs: &[Input]) -> u64 {
        match self {
            Self::Warc { range, .. } | Self::Lines { range, .. } => range.end - range.start,
            Self::Rows { bytes, .. } | Self::Entries { bytes, .. } => *bytes,
            Self::Broken { input, .. } => inputs[*input].len,
            Self::Files { inputs: files } => sum(inputs[files.clone()].iter().map(|i| i.len)),
        }
    }
}

/// A sum of sizes that may have been made up.
fn sum(sizes: impl Iterator<Item = u64>) -> u64 {
    sizes.fold(0, u64::saturating_add)
}

/// Ranges of about `size` that cover `len`, of the same size all of them.
fn ranges(len: u64, size: u64) -> impl Iterator<Item = Range<u64>> {
    let count = len.div_ceil(size.max(1)).max(1);
    (0..count).map(move |i| {
        let at = |i: u64| (u128::from(len) * u128::from(i) / u128::from(count)) as u64;
        at(i)..at(i + 1)
    })
}

/// Runs of things, each of about `size` together, and how much each has.
fn runs(sizes: &[u64], size: u64) -> impl Iterator<Item = (Range<usize>, u64)> {
    let mut begin = 0;
    std::iter::from_fn(move || {
        if begin >= sizes.len() {
            return None;
        }
        let mut end = begin;
        let mut bytes = 0;
        while end < sizes.len() && (end == begin || sizes[end] <= size.saturating_sub(bytes)) {
            bytes += sizes[end];
            end += 1;
        }
        let run = begin..end;
        begin = end;
        Some((run, bytes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Store;

    fn input(form: Form, len: u64) -> Input {
        Input {
            name: "x".into(),
            store: Store::local("x".into()),
            len,
            form,
        }
    }

    #[test]
    fn large_inputs_are_cut_and_small_ones_put_together() {
        let inputs = [
            input(Form::Page, 10),
            input(Form::Other, 10),
            input(Form::Warc, 100_000),
            input(Form::Page, 20_000),
            input(Form::Page, 60_000),
            input(Form::Page, 1),
            input(Form::PackedLines, 1 << 30),
        ];
        let units = units(&inputs, Some(40_000)).unwrap();
        let warc = |range: Range<u64>| Unit::Warc {
            input: 2,
            begin: Begin::of(&range),
            range,
        };
        assert_eq!(
            units,
            [
                Unit::Files { inputs: 0..2 },
                warc(0..33_333),
                warc(33_333..66_666),
                warc(66_666..100_000),
                Unit::Files { inputs: 3..5 },
                Unit::Files { inputs: 5..6 },
                Unit::Lines {
                    input: 6,
                    range: 0..1 << 30
                },
            ]
        );
    }

    #[test]
    fn runs_cover_everything() {
        let all: Vec<_> = runs(&[5, 5, 20, 1, 1, 1], 10).collect();
        assert_eq!(all, [(0..2, 10), (2..3, 20), (3..6, 3)]);
        assert_eq!(runs(&[], 10).count(), 0);
    }
}
