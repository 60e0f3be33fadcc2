//! From archives of pages to tables of readings.

pub mod tally;
