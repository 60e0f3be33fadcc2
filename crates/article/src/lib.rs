//! From a page to the report it carries.

pub mod article;
pub mod body;
pub mod dates;
pub mod language;
pub mod metadata;
pub mod warning;
pub mod words;
pub mod write;

pub use article::{Article, Author, Block, BlockKind, Image, Span};
pub use warning::{Warning, WarningCode};
