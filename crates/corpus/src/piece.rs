//! Pieces of inputs under a name that says all that is needed to read them, so that another machine can: what a run cuts into
//! units, input by input.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::input::{self, Context, FindError, Input, InputOptions, Unit, units};
use crate::item::Kept;

/// The size of pieces where no other is asked for, in bytes of the inputs.
pub const SIZE: u64 = 64 << 20;

/// Pages, and bytes of them, that are handed on together.
const CHUNK: usize = 64;
const CHUNK_BYTES: usize = 8 << 20;

/// A piece of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The file it is cut from, or its address; of small files that lie together the folder.
    pub name: String,
    /// Of about so many bytes the pieces of that are.
    pub size: u64,
    /// Which of them, counted from 0.
    pub number: usize,
    /// How many bytes that file had, or those small files: what has changed meanwhile may not be taken for it.
    pub bytes: u64,
}

/// Why a piece cannot be read. What is wrong with what lies in it is a failure among its pages instead.
#[derive(Debug, Error)]
pub enum PieceError {
    /// Its input.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Its input could be opened, and no more.
    #[error("{name}: it could not be read ({cause}); try again, or leave it out")]
    Unread {
        /// The input.
        name: String,
        /// What the system or the store says.
        cause: io::Error,
    },
    /// What was read of it could not be written.
    #[error("{name}: what was read of it could not be written to {} ({cause}); make room there", folder.display())]
    Unwritten {
        /// The input.
        name: String,
        /// Where to.
        folder: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// There is no such piece any more.
    #[error("{name}: it has changed since its pieces were counted; count them again")]
    Changed {
        /// The input.
        name: String,
    },
}

pub(crate) fn unread(name: &str) -> impl Fn(io::Error) -> PieceError {
    move |cause| PieceError::Unread {
        name: name.to_owned(),
        cause,
    }
}

fn cut(name: &str, size: u64) -> Result<(Vec<Input>, Vec<Unit>), PieceError> {
    let inputs = input::find(&[name.to_owned()], None)?;
    let units = units(&inputs, Some(size)).map_err(|(_, cause)| unread(name)(cause))?;
    Ok((inputs, units))
}

/// How many bytes that have which a unit is cut from.
fn bytes(unit: &Unit, inputs: &[Input]) -> u64 {
    unit.input()
        .map_or_else(|| unit.bytes(inputs), |input| inputs[input].len)
}

/// Cuts an input into pieces of about `size` bytes. Rows of one after the other are those of the input in its order.
///
/// # Errors
/// [`PieceError`], where the input cannot be opened.
pub fn pieces(name: &str, size: u64) -> Result<Vec<Piece>, PieceError> {
    let (inputs, units) = cut(name, size)?;
    let mut last = None;
    let mut of_file = 0;
    let pieces = units.iter().enumerate().map(|(number, unit)| {
        // What has a name of its own is found by that, without going through all that lies beside it.
        let file = unit.input().filter(|at| inputs[*at].store.is_named());
        of_file = if file == last { of_file + 1 } else { 0 };
        last = file;
        Piece {
            name: file.map_or(name, |at| &inputs[at].name).to_owned(),
            size,
            number: if file.is_some() { of_file } else { number },
            bytes: bytes(unit, &inputs),
        }
    });
    Ok(pieces.collect())
}

/// What a piece is cut from, and the piece as a unit that is read by itself.
pub(crate) fn unit(piece: &Piece) -> Result<(Vec<Input>, Unit), PieceError> {
    let Piece { name, number, .. } = piece;
    let (inputs, units) = cut(name, piece.size)?;
    let unit = units.get(*number);
    let unit = unit.filter(|unit| bytes(unit, &inputs) == piece.bytes);
    let unit = unit.ok_or_else(|| PieceError::Changed { name: name.clone() })?;
    // Nobody else tells where the piece before ends.
    let before = number.checked_sub(1).map(|before| &units[before]);
    let unit = unit.clone().alone(before);
    Ok((inputs, unit))
}

/// The pages of a piece, some at a time. A thread of its own unpacks what comes next meanwhile.
pub struct Pages {
    name: String,
    chunks: Receiver<Result<Handed, PieceError>>,
    is_done: bool,
}

/// Pages that are handed on, and whether they are the last.
struct Handed {
    chunk: Vec<Kept>,
    is_last: bool,
}

impl Pages {
    /// Begins to read.
    ///
    /// # Errors
    /// [`PieceError`], where the input cannot be opened or has no such piece.
    pub fn open(piece: &Piece, options: &InputOptions) -> Result<Self, PieceError> {
        let (inputs, unit) = unit(piece)?;
        let name = piece.name.clone();
        let options = options.clone();
        let (give, chunks) = sync_channel(1);
        let of_thread = name.clone();
        thread::spawn(move || {
            let mut waiting = Waiting::default();
            let handed = |chunk, is_last| Ok(Handed { chunk, is_last });
            let mut hand_on = |chunk| match give.send(handed(chunk, false)) {
                Ok(()) => ControlFlow::Continue(()),
                // Nobody wants more.
                Err(_) => ControlFlow::Break(()),
            };
            let context = Context {
                inputs: &inputs,
                options: &options,
                progress: &AtomicU64::new(0),
            };
            let read = input::read(&unit, context, &mut |found| {
                Kept::of(found).map_or(ControlFlow::Continue(()), |kept| {
                    waiting
                        .take(kept)
                        .map_or(ControlFlow::Continue(()), &mut hand_on)
                })
            });
            // Nobody may be there any more, which is no error.
            let _ = match read {
                Ok(_) => give.send(handed(waiting.chunk, true)),
                Err(cause) => give.send(Err(unread(&of_thread)(cause))),
            };
        });
        Ok(Self {
            name,
            chunks,
            is_done: false,
        })
    }
}

impl Iterator for Pages {
    type Item = Result<Vec<Kept>, PieceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let handed = self.chunks.recv().unwrap_or_else(|_| {
            // The thread is gone before its end: nothing may be passed over in silence.
            let cause = io::Error::other("khabar itself failed on it");
            Err(unread(&self.name)(cause))
        });
        self.is_done = handed.as_ref().map_or(true, |handed| handed.is_last);
        Some(handed.map(|handed| handed.chunk))
    }
}

/// Pages that wait to be handed on.
#[derive(Default)]
struct Waiting {
    chunk: Vec<Kept>,
    bytes: usize,
}

impl Waiting {
    /// Takes a page. Gives all that wait once they are enough.
    fn take(&mut self, kept: Kept) -> Option<Vec<Kept>> {
        self.bytes += kept.bytes();
        self.chunk.push(kept);
        let is_full = self.chunk.len() >= CHUNK || self.bytes >= CHUNK_BYTES;
        is_full.then(|| {
            self.bytes = 0;
            std::mem::take(&mut self.chunk)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::item::Found;

    fn ids(piece: &Piece) -> Vec<String> {
        Pages::open(piece, &InputOptions::default())
            .unwrap()
            .flat_map(Result::unwrap)
            .map(|kept| match kept.found() {
                Found::Page(item) => item.place.to_string(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn pieces_one_after_the_other_are_the_input() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pages.jsonl");
        let line =
            |number| format!("{{\"html\": \"<p>Page {number} of the harbour's log.</p>\"}}\n");
        fs::write(&path, (0..500).map(line).collect::<String>()).unwrap();
        let name = path.to_str().unwrap();
        let whole = ids(&pieces(name, SIZE).unwrap()[0]);
        assert_eq!(whole.len(), 500);
        let parts = pieces(name, 5_000).unwrap();
        assert!(parts.len() > 3);
        let together: Vec<String> = parts.iter().flat_map(ids).collect();
        assert_eq!(together, whole);
        let json = serde_json::to_string(&parts[1]).unwrap();
        assert_eq!(serde_json::from_str::<Piece>(&json).unwrap(), parts[1]);
    }

    #[test]
    fn a_file_of_a_folder_has_pieces_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().to_str().unwrap();
        let line = "{\"html\": \"<p>A page.</p>\"}\n";
        for name in ["a.jsonl", "b.jsonl"] {
            fs::write(dir.path().join(name), line.repeat(100)).unwrap();
        }
        for name in ["0.html", "c.html", "d.html"] {
            fs::write(dir.path().join(name), "<p>A page.</p>").unwrap();
        }
        let found = pieces(folder, 1_500).unwrap();
        let names: Vec<(&str, usize)> = found
            .iter()
            .map(|piece| (piece.name.strip_prefix(folder).unwrap(), piece.number))
            .collect();
        assert_eq!(
            names,
            [
                ("", 0),
                ("/a.jsonl", 0),
                ("/a.jsonl", 1),
                ("/b.jsonl", 0),
                ("/b.jsonl", 1),
                ("", 5),
                ("", 6),
            ]
        );
        assert_eq!(found.iter().flat_map(ids).count(), 203);
        fs::write(dir.path().join("a.jsonl"), line.repeat(99)).unwrap();
        let changed = Pages::open(&found[1], &InputOptions::default()).err();
        let changed = changed.unwrap().to_string();
        assert!(changed.contains("a.jsonl: it has changed"), "{changed}");
        assert_eq!(ids(&found[3]).len(), 50);
    }

    #[test]
    fn what_is_not_there_is_said() {
        let none = pieces("/nowhere/pages.jsonl", SIZE)
            .unwrap_err()
            .to_string();
        assert!(none.contains("/nowhere/pages.jsonl"), "{none}");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("page.html");
        fs::write(&path, "<p>A page.</p>").unwrap();
        let gone = Piece {
            name: path.to_str().unwrap().to_owned(),
            size: SIZE,
            number: 7,
            bytes: 14,
        };
        let error = Pages::open(&gone, &InputOptions::default()).err().unwrap();
        assert!(error.to_string().contains("it has changed"), "{error}");
    }

    #[test]
    fn whoever_wants_no_more_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..300 {
            fs::write(dir.path().join(format!("{number}.html")), "<p>A page.</p>").unwrap();
        }
        let piece = &pieces(dir.path().to_str().unwrap(), SIZE).unwrap()[0];
        let mut pages = Pages::open(piece, &InputOptions::default()).unwrap();
        assert!(pages.next().unwrap().unwrap().len() <= CHUNK);
        drop(pages);
    }
}
