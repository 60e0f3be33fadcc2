//! From sources that are followed to one record of every report they published.
//!
//! An [`Archive`] is a folder: one SQLite file is the record of everything, an index of words is made from it.

mod archive;
pub mod error;
pub mod folder;
pub mod reading;
pub mod record;
pub mod time;

pub use archive::{Archive, Report, Totals};
pub use error::ArchiveError;
