//! What a page says about its report besides the body: headline, authors, section, publisher, images and the like.
//!
//! One pass over the tree gathers [`clues::Clues`]; every field is then decided from them alone.

pub mod clues;
pub mod json_ld;
pub mod text;
mod words;
