//! What a run came to, for people: as text, and as a page to look at.

mod chart;
mod columns;
mod figures;
mod html;
mod months;
mod text;

pub use html::html;
pub use text::text;

#[cfg(test)]
mod tests;
