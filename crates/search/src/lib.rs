//! From reports in any language to those that answer a question.
//!
//! [`Index::open`] opens an index in a folder; its [`Writer`] puts [`Document`]s in; [`Query::parse`] reads what people type,
//! and [`Index::search`] finds what answers it. [`highlight`] and [`snippet`] show where. What a report says is not kept
//! here, only by which words it is found: an index can always be built anew from the record that has the reports.

mod answers;
mod compile;
mod directory;
mod document;
mod error;
mod highlight;
mod index;
mod query;
mod ready;
mod schema;
mod search;
mod snippet;
mod writer;

pub use answers::{Saying, answers, in_what_is_said};
pub use document::{Document, Statement};
pub use error::SearchError;
pub use highlight::highlight;
pub use index::Index;
pub use query::{MAX_CHARS, Notice, Query};
pub use search::{Answer, Facets, Filters, Hit, MAX_HITS, Options, Order};
pub use snippet::{Snippet, snippet};
pub use writer::Writer;
