//! Tables as files of Parquet.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use serde::Serialize;

use super::schema;

/// Rows put into columns at once.
const BATCH: usize = 128;
/// Bytes a row group may have, packed, until it is written down: this much memory a thread needs for it.
const ROW_GROUP: usize = 24 << 20;

/// How parts are written.
pub fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("khabar ", env!("CARGO_PKG_VERSION")).to_owned())
        // Bounds of columns tell readers which groups to leave out; those of pages are not worth their bytes.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .build()
}

/// Writes rows to a file.
pub struct PartWriter {
    decoder: Decoder,
    waiting: usize,
    writer: ArrowWriter<BufWriter<File>>,
    /// Rows written.
    pub rows: u64,
}

impl PartWriter {
    /// Makes the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path, schema: &SchemaRef) -> io::Result<Self> {
        let decoder = ReaderBuilder::new(schema.clone())
            .build_decoder()
            .map_err(io::Error::other)?;
        let file = BufWriter::with_capacity(256 << 10, File::create(path)?);
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties()))?;
        Ok(Self {
            decoder,
            waiting: 0,
            writer,
            rows: 0,
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// What the system says, and a row that does not fit its columns.
    pub fn push(&mut self, row: &impl Serialize) -> io::Result<()> {
        self.decoder
            .serialize(std::slice::from_ref(row))
            .map_err(io::Error::other)?;
        self.rows += 1;
        self.waiting += 1;
        if self.waiting >= BATCH {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// Writes rows that are in columns already.
    ///
    /// # Errors
    /// What the system says.
    pub fn push_batch(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch)?;
        self.end_group()
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        self.waiting = 0;
        if let Some(batch) = self.decoder.flush().map_err(io::Error::other)? {
            self.writer.write(&batch)?;
        }
        self.end_group()
    }

    fn end_group(&mut self) -> io::Result<()> {
        if self.writer.in_progress_size() >= ROW_GROUP {
            self.writer.flush()?;
        }
        Ok(())
    }

    /// Writes what is left and makes sure that it is on the disk. Says how many bytes the file has.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<u64> {
        self.write_waiting()?;
        settle(self.writer.into_inner()?)
    }
}

/// Brings a file to the disk. Says how many bytes it has.
///
/// # Errors
/// What the system says.
pub fn settle(file: BufWriter<File>) -> io::Result<u64> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// The rows of a file, some at a time; only these columns of it, if any are named.
///
/// # Errors
/// What the system says, and a file that is no table.
pub fn batches(path: &Path, columns: Option<&[&str]>) -> io::Result<ParquetRecordBatchReader> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let builder = match columns {
        None => builder,
        Some(columns) => {
            let mask = parquet::arrow::ProjectionMask::columns(
                builder.parquet_schema(),
                columns.iter().copied(),
            );
            builder.with_projection(mask)
        }
    };
    Ok(builder.with_batch_size(BATCH).build()?)
}

/// The rows of a file of JSON Lines, packed with zstd, that [`super::Lines`] wrote.
///
/// # Errors
/// What the system says.
pub fn line_batches(path: &Path) -> io::Result<impl Iterator<Item = io::Result<RecordBatch>>> {
    let file = zstd::Decoder::new(File::open(path)?)?;
    let lines = ReaderBuilder::new(schema::full())
        .with_batch_size(BATCH)
        .build(io::BufReader::with_capacity(256 << 10, file))
        .map_err(io::Error::other)?;
    Ok(lines.map(|batch| batch.map_err(io::Error::other)))
}
