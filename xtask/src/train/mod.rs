//! Training the judge: from measuring pages with gold text to the weights in `crates/article/weights`.

pub mod examples;
pub mod label;
