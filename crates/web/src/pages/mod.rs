//! The pages, one file each: what programs get of it, what its template shows, and how it comes from the archive.

pub(crate) mod about;
pub(crate) mod compare;
pub(crate) mod decisions;
pub(crate) mod error;
pub(crate) mod follow;
pub(crate) mod latest;
pub(crate) mod ledger;
pub(crate) mod login;
pub(crate) mod preferences;
pub(crate) mod quotes;
pub(crate) mod report;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod sources;
pub(crate) mod speakers;
pub(crate) mod stories;
