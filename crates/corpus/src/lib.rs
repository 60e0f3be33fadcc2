//! From archives of pages to tables of readings.

mod http;
pub mod input;
pub mod item;
pub mod storage;
pub mod tally;
pub mod warc;
mod window;
