//! Reading and writing WARC: ISO 28500, versions 1.0 and 1.1, and what came before them.
//!
//! `packing.rs` knows how archives are packed, `whole.rs` unpacks a member at once, `members.rs` goes from member to member
//! and finds the next one after damage, `record.rs` reads heads, `reader.rs` puts records together;
//! `writer.rs` writes them.

mod members;
mod packing;
mod reader;
mod record;
#[cfg(test)]
mod tests;
mod whole;
mod writer;

pub use members::Unpacked;
pub use packing::Packing;
pub use reader::{Damage, DamageKind, Next, Reader};
pub use record::{Record, RecordKind};
pub use writer::{NewRecord, Writer, unpacked};
