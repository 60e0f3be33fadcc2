//! The tables that are written: their columns, their rows, and the files they lie in.

mod cells;
mod columns;
mod parquet;
mod row;
pub mod schema;
mod splice;

pub use cells::Cells;
pub use columns::Columns;
pub use parquet::{PartWriter, batches, check_columns, count, line_batches, object};
pub use row::{FailedRow, FailureRow, Row, month_of};
pub use splice::{Lines, MarkColumns, Repeated, mark_columns, write as write_part};
