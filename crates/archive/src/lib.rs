//! From sources that are followed to one record of every report they published.
//!
//! An [`Archive`] is a folder: one SQLite file is the record of everything, an index of words is made from it.
//! [`follow::find`] says how something can be followed and [`Archive::follow`] follows it, a [`gather::Gatherer`] looks at
//! what is due and keeps what is new, [`Archive::search`] finds it again, and [`Archive::ledger`] says what was missed.

pub mod about;
mod archive;
mod backup;
pub mod check;
pub mod correct;
pub mod derived;
pub mod diff;
pub mod error;
pub mod export;
pub mod folder;
pub mod follow;
pub mod gather;
pub mod import;
pub mod index;
mod keep;
pub mod ledger;
pub mod notify;
mod raw;
pub mod reading;
pub mod record;
pub mod relate;
pub mod related;
pub mod said;
pub mod search;
pub mod time;

pub use archive::{Archive, Report, Totals};
pub use error::ArchiveError;
