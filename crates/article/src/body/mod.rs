//! The body of a report: cutting a page into blocks, judging them, putting the kept ones together.

pub mod blocks;
pub mod clues;
pub mod features;
pub mod inline;
pub mod names;
pub mod tokens;
pub mod words;
