//! From the text of a report to the statements it carries: who said what to whom, and when.
//!
//! [`read`] is the way in, [`Statement`] what comes out. A paragraph is cut into words (`tokens`), quotations
//! (`quotes`) and sentences (`sentences`); in each sentence reporting words are looked up (`cues`), and from each of
//! them who spoke, what was said and to whom is worked out (`attribute`); what that leaves open, whom "she" and an
//! implied subject stand for, the text before it settles (`speakers`). All knowledge of a language is in its file in
//! `languages/`; the rules know none. This crate knows nothing of pages, files or the network: it reads a body that
//! `khabar-article` has assembled.

// Tokens, frames and languages are catalogues of independent facts, each a bool of its own.
#![allow(clippy::struct_excessive_bools)]
// Passages are ranges of tokens, several where an attribution interrupts what was said.
#![allow(clippy::single_range_in_vec_init)]

mod according;
mod addressee;
mod attribute;
mod contents;
mod continuation;
mod cues;
mod dashes;
mod draft;
mod elsewhere;
mod free_order;
mod language;
mod marked;
mod names;
mod particles;
mod phrases;
mod points;
mod quotes;
mod reader;
mod reading;
mod sentence;
mod sentences;
mod speakers;
pub mod statement;
mod subject;
mod tokens;
mod transcript;
mod turns;
mod unspaced;
mod verb_final;
mod verb_first;
mod verb_second;

use khabar_article::dates::DateMention;

pub use reading::{Reading, Said, undated};
pub use statement::{Kind, Passage, Speaker, Statement, When};

/// The statements `body` attributes to somebody, in the order of their cues or, where there is none, of their contents.
///
/// `language` is the body's, a BCP 47 tag; a language of which nothing is known, or none, still gives direct
/// quotations. `dates` are the expressions of time found in the same body. All offsets count code points of `body`.
pub fn read(body: &str, language: Option<&str>, dates: &[DateMention]) -> Vec<Statement> {
    reader::read(body, language::of(language), dates)
}
