//! Names of people, places and bodies, in any script.

pub mod find;
pub mod skeleton;
