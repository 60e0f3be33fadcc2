//! Points of time as pages state them: found, parsed, kept as precise as they were given.
//!
//! A text is cut into numbers, words and signs (`lex`). Wherever a number stands, the forms in which a day is written
//! are tried on the tokens about it (`day`), then those of a clock time (`clock`), and what belongs together is joined
//! (`find`). All knowledge of words is in `words.txt` and `zones.txt`, indexed once a process (`vocabulary`).

mod calendar;
mod clock;
mod day;
mod find;
mod fold;
mod lex;
mod mentions;
#[cfg(test)]
mod mentions_tests;
mod moment;
mod reader;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use find::{find, parse};
pub(crate) use lex::digit;
pub use mentions::mentions;
pub use moment::{DateMention, Moment};
