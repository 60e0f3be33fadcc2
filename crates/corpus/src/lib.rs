//! From archives of pages to tables of readings.
//!
//! [`run::run`] is the way in: inputs are found and cut into units ([`input`]), each unit is read into a staged part
//! ([`stage`]), rows are set beside each other ([`dedup`]), parts are put in their places ([`table`]), and a [`summary`] says
//! what it came to. [`merge::run`] does the last steps over parts of several runs.

pub mod batch;
pub mod dedup;
pub mod filter;
mod finish;
mod folder;
pub mod http;
pub mod input;
pub mod item;
mod keys;
mod list;
pub mod manifest;
mod marks;
pub mod merge;
pub mod page;
pub mod piece;
pub mod quality;
pub mod run;
mod session;
pub mod shuffle;
pub mod stage;
pub mod storage;
pub mod summary;
pub mod table;
pub mod tally;
pub mod task;
pub mod unpack;
pub mod warc;
mod window;
pub mod workers;

#[cfg(test)]
mod docs;
