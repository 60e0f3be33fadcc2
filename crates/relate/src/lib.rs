//! From reports that arrive one by one to what they have in common.
//!
//! Of a [`Report`], a [`Finder`] finds what it is set beside others by; a [`stories::Grouper`] is given that of one report after
//! the other and says of each which story it belongs to, and why. This crate knows nothing of networks and archives; [`arrival`]
//! reads reports off lines of JSON. [`copies`] tells which texts were taken from others, [`speakers`] whether two names are one
//! speaker's, [`quotes`] whether two quotations are the same words, and [`wording`] how these differ.

pub mod arrival;
mod catalogue;
pub mod copies;
mod features;
mod names;
pub mod quotes;
mod report;
pub mod speakers;
mod stop_words;
pub mod stories;
pub mod wording;

pub use features::{Features, Finder};
pub use report::Report;
