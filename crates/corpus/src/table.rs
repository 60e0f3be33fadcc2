//! The tables that are written: their columns, their rows, and the files they lie in.

mod parquet;
mod row;
pub mod schema;
mod splice;

pub use parquet::{PartWriter, batches, line_batches};
pub use row::{FailureRow, Row, month_of};
pub use splice::{Lines, MarkRow, Repeated, write as write_part};
