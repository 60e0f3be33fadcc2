//! From the bytes of a web page to a compact, flat tree of it.
//!
//! ```
//! let page = khabar_page::read(b"<title>Hello</title><p>A report.", None, &khabar_page::Limits::default())?;
//! let p = page.tree.descendants(page.tree.root()).find(|&n| page.tree.tag(n) == khabar_page::Tag::P).unwrap();
//! assert_eq!(page.tree.text_content(p), "A report.");
//! # Ok::<(), khabar_page::PageError>(())
//! ```
//!
//! This crate knows bytes, encodings and HTML. It does no input or output and knows nothing of news.

mod deadline;
mod encoding;
mod parse;
mod tag;
mod tree;

pub use deadline::Deadline;
pub use encoding::{Decoded, EncodingSource, decode};
pub use parse::{LARGEST, Limits, Oddity, Page, PageError, parse, read};
pub use tag::Tag;
pub use tree::{Children, Descendants, NodeId, Tree};
