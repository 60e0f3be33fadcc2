//! The project's own chores, as a library so that benches share the measuring sets with them.

pub mod archives;
pub mod bcubed;
pub mod calibrate;
pub mod cases;
pub mod clock;
pub mod compare;
pub mod conformance;
pub mod copies;
pub mod folds;
pub mod following;
pub mod hostile;
pub mod near_duplicates;
pub mod parts;
pub mod quotes;
pub mod readings;
pub mod score;
pub mod sets;
pub mod speakers;
pub mod stories;
pub mod times;
pub mod train;

use std::path::PathBuf;

/// The root of the repository.
pub fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}
