//! From reports that arrive one by one to what they have in common.
//!
//! A [`stories::Grouper`] is given one [`Report`] after the other and says of each which story it belongs to, and why. This
//! crate knows nothing of where reports come from and where what it finds is kept.

pub mod arrival;
mod features;
pub mod names;
mod report;
mod stop_words;
pub mod stories;

pub use report::Report;
