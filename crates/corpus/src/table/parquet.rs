//! Tables as files of Parquet.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_json::{LineDelimitedWriter, ReaderBuilder};
use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde::Serialize;
use serde_json::{Map, Value};

use super::columns::{Columns, misfit};
use super::schema;

/// Rows taken from a file at once.
const BATCH: usize = 128;
/// Bytes a row group may have, packed, until it is written down: this much memory a thread needs for it.
const ROW_GROUP: usize = 24 << 20;
/// The same, not packed: this much memory a thread may need that reads some rows of a group, whatever is in them.
const ROW_GROUP_UNPACKED: usize = 128 << 20;

/// Columns in which the same values stand again and again. Only these are written as numbers of a dictionary, for which every
/// value has to be looked up.
const OF_FEW_VALUES: [&str; 22] = [
    "file",
    "site",
    "pageKind",
    "articleSection",
    "inLanguage",
    "textDirection",
    "publisher",
    "author.list.element.name",
    "author.list.element.kind",
    "keywords.list.element",
    "blocks.list.element.kind",
    "blocks.list.element.language",
    "blocks.list.element.spans.list.element.url",
    "otherHeadlines.list.element",
    "statements.list.element.kind",
    "statements.list.element.cue.text",
    "statements.list.element.source.text",
    "statements.list.element.speaker.name",
    "warnings.list.element.code",
    "warnings.list.element.message",
    "failedRules.list.element",
    "cause",
];

/// How tables of these columns are written.
pub fn properties(schema: &Schema) -> WriterProperties {
    let mut builder = WriterProperties::builder().set_dictionary_enabled(false);
    for (path, kind) in leaves(schema) {
        let is_of_few_values = OF_FEW_VALUES.contains(&path.as_str());
        let path = ColumnPath::from(path.split('.').map(str::to_owned).collect::<Vec<_>>());
        builder = match kind {
            // Places in a text: each is a little behind the one before.
            DataType::Int32 | DataType::Int64 => {
                builder.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
            }
            _ => builder.set_column_dictionary_enabled(path, is_of_few_values),
        };
    }
    builder
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("khabar ", env!("CARGO_PKG_VERSION")).to_owned())
        // Bounds of columns tell readers which groups to leave out; those of pages are not worth their bytes.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .build()
}

/// The columns of Parquet that these columns take: their paths, and what they hold.
pub fn leaves(schema: &Schema) -> Vec<(String, &DataType)> {
    fn add<'a>(path: String, kind: &'a DataType, leaves: &mut Vec<(String, &'a DataType)>) {
        match kind {
            DataType::List(item) => {
                add(
                    format!("{path}.list.{}", item.name()),
                    item.data_type(),
                    leaves,
                );
            }
            DataType::Struct(fields) => {
                for field in fields {
                    add(
                        format!("{path}.{}", field.name()),
                        field.data_type(),
                        leaves,
                    );
                }
            }
            leaf => leaves.push((path, leaf)),
        }
    }
    let mut found = Vec::new();
    for field in schema.fields() {
        add(field.name().clone(), field.data_type(), &mut found);
    }
    found
}

/// Writes rows to a file.
pub struct PartWriter {
    columns: Columns,
    /// Bytes of the row group, not packed.
    group_bytes: usize,
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
        let columns = Columns::new(schema)?;
        let file = BufWriter::with_capacity(256 << 10, File::create(path)?);
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties(schema)))?;
        Ok(Self {
            columns,
            group_bytes: 0,
            writer,
            rows: 0,
        })
    }

    /// Writes a row of about so many bytes, sooner or later.
    ///
    /// # Errors
    /// What the system says; and [`io::ErrorKind::InvalidData`] where this row or one that waited does not fit its columns,
    /// when the file is lost.
    pub fn push(&mut self, row: &impl Serialize, bytes: usize) -> io::Result<()> {
        self.columns.push(row, bytes)?;
        self.rows += 1;
        if self.columns.is_full() {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// Writes a row now, so that one that does not fit its columns costs itself alone.
    ///
    /// # Errors
    /// What the system says; and [`io::ErrorKind::InvalidData`] where the row does not fit, when it is left out.
    pub fn push_now(&mut self, row: &impl Serialize, bytes: usize) -> io::Result<()> {
        self.write_waiting()?;
        let pushed = self.push(row, bytes).and_then(|()| self.write_waiting());
        if let Err(error) = &pushed
            && error.kind() == io::ErrorKind::InvalidData
        {
            self.forget_waiting()?;
        }
        pushed
    }

    /// Forgets the rows that wait, and what was taken of one that came to no end.
    ///
    /// # Errors
    /// None but of a schema that no decoder can be made for.
    pub fn forget_waiting(&mut self) -> io::Result<()> {
        self.rows -= self.columns.forget()? as u64;
        Ok(())
    }

    /// Writes rows that are in columns already.
    ///
    /// # Errors
    /// What the system says.
    pub fn push_batch(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.rows += batch.num_rows() as u64;
        self.write(batch)
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        let batch = self.columns.take()?;
        batch.map_or(Ok(()), |batch| self.write(&batch))
    }

    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.writer.write(batch)?;
        self.group_bytes += batch.get_array_memory_size();
        if self.writer.in_progress_size() >= ROW_GROUP || self.group_bytes >= ROW_GROUP_UNPACKED {
            self.writer.flush()?;
            self.group_bytes = 0;
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

/// How many rows a file has.
///
/// # Errors
/// What the system says, and a file that is no table.
pub fn count(path: &Path) -> io::Result<usize> {
    let metadata = ArrowReaderMetadata::load(&File::open(path)?, ArrowReaderOptions::new())?;
    let rows = metadata.metadata().file_metadata().num_rows();
    usize::try_from(rows).map_err(io::Error::other)
}

/// The rows of a file, some at a time, which are all of one row group; only these columns of it, if any are named.
///
/// # Errors
/// What the system says, and a file that is no table.
pub fn batches(
    path: &Path,
    columns: Option<&[&str]>,
) -> io::Result<impl Iterator<Item = io::Result<RecordBatch>> + use<>> {
    let file = File::open(path)?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
    let mask = columns.map_or_else(ProjectionMask::all, |columns| {
        ProjectionMask::columns(metadata.parquet_schema(), columns.iter().copied())
    });
    let groups = 0..metadata.metadata().num_row_groups();
    let of_group = move |group| -> io::Result<ParquetRecordBatchReader> {
        let file = file.try_clone()?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone());
        let builder = builder.with_row_groups(vec![group]);
        Ok(builder
            .with_projection(mask.clone())
            .with_batch_size(BATCH)
            .build()?)
    };
    Ok(groups.map(of_group).flat_map(|batches| {
        let (batches, error) = match batches {
            Ok(batches) => (Some(batches), None),
            Err(error) => (None, Some(Err(error))),
        };
        let batches = batches.into_iter().flatten();
        batches
            .map(|batch| batch.map_err(io::Error::other))
            .chain(error)
    }))
}

/// A row of a batch as an object of JSON, without what is null in it.
///
/// # Errors
/// Where a column has a type that has no form in JSON.
pub fn object(batch: &RecordBatch, row: usize) -> io::Result<Map<String, Value>> {
    let mut writer = LineDelimitedWriter::new(Vec::new());
    writer.write(&batch.slice(row, 1)).map_err(misfit)?;
    writer.finish().map_err(misfit)?;
    Ok(serde_json::from_slice(&writer.into_inner())?)
}

/// Makes sure that a file has the columns of what was read, as this version writes them.
///
/// # Errors
/// What the system says, and which column is another.
pub fn check_columns(path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
    let theirs = metadata.schema().fields();
    for (at, field) in schema::reading().iter().enumerate() {
        let is_same = theirs.get(at).is_some_and(|theirs| {
            theirs.name() == field.name() && theirs.data_type() == field.data_type()
        });
        if !is_same {
            return Err(io::Error::other(format!(
                "its column {} is not that of this version of khabar",
                field.name()
            )));
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_schema::{DataType, Field, Schema};
    use serde_json::json;

    use super::*;

    fn written(path: &Path) -> Vec<RecordBatch> {
        batches(path, None).unwrap().map(Result::unwrap).collect()
    }

    fn one_column() -> SchemaRef {
        let field = Field::new("words", DataType::Int32, true);
        Arc::new(Schema::new(vec![field]))
    }

    #[test]
    fn a_row_that_does_not_fit_costs_itself_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rows");
        let mut writer = PartWriter::create(&path, &one_column()).unwrap();
        for (row, fits) in [
            (json!({"words": 1}), true),
            (json!({"words": "many"}), false),
            (json!({"words": 1_u64 << 40}), false),
            (json!({"words": 2}), true),
        ] {
            let pushed = writer.push_now(&row, 10);
            assert_eq!(pushed.is_ok(), fits, "{row}");
            if let Err(error) = pushed {
                assert_eq!(error.kind(), io::ErrorKind::InvalidData);
            }
        }
        assert_eq!(writer.rows, 2);
        writer.finish().unwrap();
        let rows: usize = written(&path).iter().map(RecordBatch::num_rows).sum();
        assert_eq!(rows, 2);
    }

    #[test]
    fn every_column_of_few_values_is_one() {
        let tables = [
            crate::table::schema::full(),
            crate::table::schema::failures(),
        ];
        let leaves: Vec<String> = tables
            .iter()
            .flat_map(|table| leaves(table))
            .map(|(path, _)| path)
            .collect();
        for column in OF_FEW_VALUES {
            assert!(leaves.iter().any(|leaf| leaf == column), "{column}");
        }
    }
}
