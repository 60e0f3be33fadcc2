//! A part in its last form: what was staged, with the columns that set its rows beside the others.
//!
//! Where no row is left out, the columns that are there are copied as they lie; packing them once more would take longer
//! than everything else that is done to a row after it was read.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use arrow_json::{LineDelimitedWriter, ReaderBuilder};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::compute_leaves;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::ParquetMetaDataReader;
use serde::Serialize;

use super::parquet::{PartWriter, batches, leaves, properties, settle};
use super::schema;
use crate::filter::Mark;
use crate::manifest::Format;

/// What sets a row beside the others.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MarkColumns {
    /// The first row of the same address.
    pub address_duplicate_of: Option<String>,
    /// The first row with the same text.
    pub exact_duplicate_of: Option<String>,
    /// The first row with nearly the same text.
    pub near_duplicate_of: Option<String>,
    /// Paragraphs that stand on other pages of its site.
    pub repeated: Option<Vec<Repeated>>,
    /// The share of the body that they take.
    pub repeated_share: Option<f32>,
    /// Whether the row is left out.
    #[serde(skip)]
    pub is_dropped: bool,
}

/// A row most of which stands on other pages too: this much of it.
const MOSTLY: f32 = 0.5;

impl MarkColumns {
    /// The marks that the row has for them.
    pub fn marks(&self) -> impl Iterator<Item = Mark> + use<> {
        let found = [
            (Mark::AddressDuplicate, self.address_duplicate_of.is_some()),
            (Mark::ExactDuplicate, self.exact_duplicate_of.is_some()),
            (Mark::NearDuplicate, self.near_duplicate_of.is_some()),
            (
                Mark::Repeated,
                self.repeated_share.is_some_and(|share| share > MOSTLY),
            ),
        ];
        found
            .into_iter()
            .filter(|(_, is)| *is)
            .map(|(mark, _)| mark)
    }

    /// Sets the paragraphs that are repeated, if any, of a body of so many code points without the gaps between paragraphs.
    pub fn set_repeated(&mut self, repeated: Vec<Repeated>, all: u32) {
        if repeated.is_empty() {
            return;
        }
        let points: u32 = repeated.iter().map(|one| one.end - one.begin).sum();
        self.repeated_share = Some(points as f32 / all.max(1) as f32);
        self.repeated = Some(repeated);
    }
}

/// A paragraph that stands on several pages of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Repeated {
    /// Its first code point in the body.
    pub begin: u32,
    /// One past its last.
    pub end: u32,
    /// On how many pages it stands.
    pub pages: u32,
}

/// Writes the part at `to`, which is then on the disk. `marks` are those of its rows, in their order; `is_whole` says that
/// none of them is left out. Says how many bytes it has.
///
/// # Errors
/// What the system says, and a staged part that is damaged.
pub fn write(
    staged: &Path,
    marks: impl Iterator<Item = io::Result<MarkColumns>>,
    is_whole: bool,
    format: Format,
    to: &Path,
) -> io::Result<u64> {
    match format {
        Format::Parquet if is_whole => splice(staged, marks, to),
        Format::Parquet => {
            let mut writer = PartWriter::create(to, &schema::full())?;
            each_batch(staged, marks, |batch| writer.push_batch(batch))?;
            writer.finish()
        }
        Format::Jsonl => {
            let mut lines = Lines::create(to)?;
            each_batch(staged, marks, |batch| lines.push(batch))?;
            lines.finish()
        }
    }
}

/// Lines of JSON, packed.
pub struct Lines {
    writer: LineDelimitedWriter<zstd::Encoder<'static, BufWriter<File>>>,
}

impl Lines {
    /// Makes the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(256 << 10, File::create(path)?);
        let packed = zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?;
        Ok(Self {
            writer: LineDelimitedWriter::new(packed),
        })
    }

    /// Writes rows.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.writer.write(batch).map_err(io::Error::other)
    }

    /// Brings the file to the disk. Says how many bytes it has.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<u64> {
        self.writer.finish().map_err(io::Error::other)?;
        settle(self.writer.into_inner().finish()?)
    }
}

/// The marks of the next rows.
fn next_marks(
    marks: &mut impl Iterator<Item = io::Result<MarkColumns>>,
    rows: usize,
) -> io::Result<Vec<MarkColumns>> {
    let next: Vec<MarkColumns> = marks.take(rows).collect::<io::Result<_>>()?;
    if next.len() == rows {
        Ok(next)
    } else {
        Err(io::Error::other("the part has more rows than were counted"))
    }
}

/// The mark columns of some rows.
///
/// # Errors
/// None but of columns that are wrong themselves.
pub fn mark_columns(marks: &[MarkColumns]) -> io::Result<RecordBatch> {
    let schema = schema::with_version(schema::marks());
    let mut decoder = ReaderBuilder::new(schema.clone())
        .build_decoder()
        .map_err(io::Error::other)?;
    decoder.serialize(marks).map_err(io::Error::other)?;
    let batch = decoder.flush().map_err(io::Error::other)?;
    Ok(batch.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}

/// Gives on the rows that are not left out, with their marks.
fn each_batch(
    staged: &Path,
    mut marks: impl Iterator<Item = io::Result<MarkColumns>>,
    mut give: impl FnMut(&RecordBatch) -> io::Result<()>,
) -> io::Result<()> {
    for batch in batches(staged, None)? {
        let batch = batch?;
        let of_batch = next_marks(&mut marks, batch.num_rows())?;
        let mut columns = batch.columns().to_vec();
        columns.truncate(schema::reading().len());
        columns.extend(mark_columns(&of_batch)?.columns().iter().cloned());
        let whole = RecordBatch::try_new(schema::full(), columns).map_err(io::Error::other)?;
        let kept: BooleanArray = of_batch.iter().map(|mark| Some(!mark.is_dropped)).collect();
        let kept =
            arrow_select::filter::filter_record_batch(&whole, &kept).map_err(io::Error::other)?;
        if kept.num_rows() > 0 {
            give(&kept)?;
        }
    }
    Ok(())
}

/// Copies the columns that are there and writes the marks beside them.
fn splice(
    staged: &Path,
    mut marks: impl Iterator<Item = io::Result<MarkColumns>>,
    to: &Path,
) -> io::Result<u64> {
    let input = File::open(staged)?;
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&input)?;
    let file = BufWriter::with_capacity(256 << 10, File::create(to)?);
    let schema = schema::full();
    let properties = properties(&schema);
    let writer = ArrowWriter::try_new(file, schema, Some(properties))?;
    let (mut writer, columns) = writer.into_serialized_writer()?;
    // Its columns are those of this version: it was written here, or looked at before.
    let read_leaves = leaves(&schema::staged()).len();
    for (number, group) in metadata.row_groups().iter().enumerate() {
        let rows = group.num_rows() as usize;
        let of_group = next_marks(&mut marks, rows)?;
        let mut out = writer.next_row_group()?;
        // A part that was finished before has marks already, which are left behind.
        for column in group.columns().iter().take(read_leaves) {
            out.append_column(
                &input,
                ColumnCloseResult {
                    bytes_written: column.compressed_size() as u64,
                    rows_written: rows as u64,
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                },
            )?;
        }
        let mut new = columns
            .create_column_writers(number)?
            .into_iter()
            .skip(read_leaves);
        let batch = mark_columns(&of_group)?;
        for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            for leaf in compute_leaves(field, &Arc::clone(column))? {
                let mut leaves = new.next().ok_or_else(|| {
                    io::Error::other("the table has fewer columns than its schema")
                })?;
                leaves.write(&leaf)?;
                leaves.close()?.append_to_row_group(&mut out)?;
            }
        }
        out.close()?;
    }
    settle(writer.into_inner()?)
}
