//! Points of time as pages state them: found, parsed, kept as precise as they were given.
//!
//! A text is cut into numbers, words and signs (`lex`). Wherever a number stands, the forms in which a day is written
//! are tried on the tokens about it (`day`), then those of a clock time (`clock`), and what belongs together is joined
//! (`find`). `mentions` reads the running text of a report, where days go by other names. All knowledge of words
//! is in `words.txt`, `phrases.txt` and `zones.txt`, indexed once a process (`vocabulary`).

mod calendar;
mod clock;
mod day;
mod find;
mod fold;
mod keys;
mod lex;
mod meaning;
mod mentions;
mod moment;
mod reader;
#[cfg(test)]
mod tests;
mod vocabulary;
mod when;

pub use find::{find, parse};
pub(crate) use lex::digit;
pub use mentions::mentions;
pub use moment::{DateMention, Moment};
pub use when::When;
