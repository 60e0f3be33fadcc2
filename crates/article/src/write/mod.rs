//! The forms a reading is given out in.
//!
//! Each form is one function from an [`Article`](crate::Article) to a string; none of them changes what was read, and
//! none needs more than the article, or its explanation. [`json`] carries everything, the others carry the report for
//! people and for tools that want its text.

pub mod explained_html;
pub mod explained_json;
pub mod groups;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;

mod cell;
mod parts;
#[cfg(test)]
mod sample;

pub use cell::{inert, unguarded};
pub use parts::{byline, caption_line, readable, safe_link, standfirst, unplaced_images};
