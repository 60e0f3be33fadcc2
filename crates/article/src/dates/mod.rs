//! Points of time as pages state them: found, parsed, kept as precise as they were given.

mod moment;

pub use moment::{DateMention, Moment};
