//! Which rows are duplicates of earlier ones. Nothing here grows with the number of rows but files: what is compared is
//! sorted on disk.

pub mod column;
pub mod first;
pub mod minhash;
pub mod near;
pub mod paragraphs;
pub mod sort;
