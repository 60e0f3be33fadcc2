//! From archives of pages to tables of readings.

pub mod dedup;
pub mod filter;
mod finish;
mod folder;
mod http;
pub mod input;
pub mod item;
mod keys;
pub mod manifest;
mod marks;
pub mod merge;
pub mod page;
pub mod quality;
pub mod run;
mod session;
pub mod stage;
pub mod storage;
pub mod summary;
pub mod table;
pub mod tally;
pub mod warc;
mod window;
