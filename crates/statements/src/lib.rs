//! From the text of a report to the statements it carries: who said what to whom, and when.
//!
//! [`read`] is the way in, [`Statement`] what comes out. Every part of a statement points at the words it rests on.
//! This crate knows nothing of pages, files or the network: it reads a body that `khabar-article` has assembled.

mod reading;
pub mod statement;

use khabar_article::dates::DateMention;

pub use reading::{Reading, Said};
pub use statement::{Kind, Passage, Speaker, Statement, When};

/// The statements `body` attributes to somebody, in the order of their cues or, where there is none, of their contents.
///
/// `language` is the body's, a BCP 47 tag; a language of which nothing is known, or none, still gives direct
/// quotations. `dates` are the expressions of time found in the same body. All offsets count code points of `body`.
pub fn read(body: &str, language: Option<&str>, dates: &[DateMention]) -> Vec<Statement> {
    let _ = (body, language, dates);
    Vec::new()
}
