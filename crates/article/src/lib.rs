//! From a page to the report it carries.
//!
//! [`read`] is the way in, [`Article`] what comes out. Data flows one way: `page` gives a tree, [`body`] cuts it into
//! blocks and judges them, [`metadata`] reads what the page says of itself, [`dates`] and [`language`] serve both.
//! This crate does no input or output and knows nothing of statements, archives or the network.

pub mod address;
pub mod article;
pub mod body;
pub mod confidence;
pub mod dates;
pub mod dump;
mod edges;
pub mod explain;
pub mod kind;
pub mod language;
mod letters;
pub mod metadata;
mod options;
mod page_reading;
mod read;
mod sniff;
mod verdict;
pub mod warning;
mod why;
pub mod words;
pub mod write;

pub use article::{Article, Author, AuthorKind, Block, BlockKind, Image, Merged, Span};
pub use body::Judge;
pub use dump::LineJudge;
pub use explain::{Explanation, explain};
pub use kind::{KindJudge, PageKind};
pub use options::{InputKind, ReadError, ReadOptions};
pub use read::read;
pub use warning::{Warning, WarningCode};
pub use why::Reason;
