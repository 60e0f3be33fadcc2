//! Rows put into columns, some at a time.

use std::io;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, SchemaRef};
use serde::Serialize;

/// Rows put into columns at once, and bytes of them: pages may be large.
const BATCH: usize = 128;
const BATCH_BYTES: usize = 16 << 20;

/// Rows that wait to be put into columns.
pub struct Columns {
    schema: SchemaRef,
    decoder: Decoder,
    waiting: usize,
    waiting_bytes: usize,
}

impl Columns {
    /// None, of this schema.
    ///
    /// # Errors
    /// A schema that no rows can be put into.
    pub fn new(schema: &SchemaRef) -> io::Result<Self> {
        Ok(Self {
            schema: schema.clone(),
            decoder: decoder(schema)?,
            waiting: 0,
            waiting_bytes: 0,
        })
    }

    /// Takes a row of about so many bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] where it is of no use to any columns; then [`Columns::forget`] must be called.
    pub fn push(&mut self, row: &impl Serialize, bytes: usize) -> io::Result<()> {
        self.decoder
            .serialize(std::slice::from_ref(row))
            .map_err(misfit)?;
        self.waiting += 1;
        self.waiting_bytes += bytes;
        Ok(())
    }

    /// Whether so much waits that it should be taken.
    pub fn is_full(&self) -> bool {
        self.waiting >= BATCH || self.waiting_bytes >= BATCH_BYTES
    }

    /// The rows that waited, as columns; `None` where none did.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] where one of them does not fit; then [`Columns::forget`] must be called.
    pub fn take(&mut self) -> io::Result<Option<RecordBatch>> {
        let batch = self.decoder.flush().map_err(misfit)?;
        (self.waiting, self.waiting_bytes) = (0, 0);
        Ok(batch)
    }

    /// Forgets the rows that wait, and what was taken of one that came to no end. Says how many rows that were.
    ///
    /// # Errors
    /// None but of a schema that no decoder can be made for.
    pub fn forget(&mut self) -> io::Result<usize> {
        self.decoder = decoder(&self.schema)?;
        self.waiting_bytes = 0;
        Ok(std::mem::take(&mut self.waiting))
    }
}

fn decoder(schema: &SchemaRef) -> io::Result<Decoder> {
    ReaderBuilder::new(schema.clone())
        .build_decoder()
        .map_err(io::Error::other)
}

/// The error of a row that does not fit its columns.
pub fn misfit(error: ArrowError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_schema::{DataType, Field, Schema};
    use serde_json::json;

    use super::*;

    #[test]
    fn large_rows_are_not_held_together() {
        let field = Field::new("words", DataType::Int32, true);
        let mut columns = Columns::new(&Arc::new(Schema::new(vec![field]))).unwrap();
        columns.push(&json!({"words": 1}), BATCH_BYTES / 2).unwrap();
        assert!(!columns.is_full());
        columns.push(&json!({"words": 2}), BATCH_BYTES / 2).unwrap();
        assert!(columns.is_full());
        assert_eq!(columns.take().unwrap().unwrap().num_rows(), 2);
        assert!(!columns.is_full());
    }
}
