//! Reports, and what they have in common, given out of an archive: JSON Lines, CSV, Parquet.

mod tables;

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, TimeUnit};
use khabar_article::write::inert;
use khabar_corpus::table::{PartWriter, schema};
use serde_json::{Map, Value, json};

use crate::archive::{Archive, Report};
use crate::error::ArchiveError;
use crate::record::reports;
use crate::time::written;

pub use tables::Table;

/// Reports that are gone over at once.
const BATCH: usize = 200;

/// Columns of the table whose values stand in a reading as they are.
pub(crate) const OF_READING: [&str; 19] = [
    "pageKind",
    "headline",
    "alternativeHeadline",
    "description",
    "author",
    "datePublished",
    "dateModified",
    "dateline",
    "articleSection",
    "keywords",
    "inLanguage",
    "textDirection",
    "publisher",
    "image",
    "isAccessibleForFree",
    "articleBody",
    "wordCount",
    "statements",
    "dates",
];

/// Which reports are given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of them, in the order in which they came to be kept.
    All,
    /// These, in this order.
    These(Vec<i64>),
}

impl Archive {
    /// Writes reports as JSON Lines: the object of `khabar read`, with what the archive knows under `archive`. How many.
    ///
    /// # Errors
    /// What the record says, or where `out` cannot be written to.
    pub fn export_lines(
        &self,
        which: &Selection,
        out: &mut dyn Write,
    ) -> Result<u64, ArchiveError> {
        self.export(which, |report| {
            let object = report.reading.trim_end().strip_suffix('}');
            let object = object.unwrap_or(&report.reading);
            writeln!(out, "{object},\"archive\":{}}}", about(&report))
        })
    }

    /// Writes reports as CSV, a row each under the names of the columns, without their text. How many.
    ///
    /// # Errors
    /// As [`Archive::export_lines`].
    pub fn export_csv(&self, which: &Selection, out: &mut dyn Write) -> Result<u64, ArchiveError> {
        let mut table = csv::Writer::from_writer(out);
        let wrong = |error: csv::Error| io::Error::other(error);
        let head = table.write_record([
            "report",
            "source",
            "url",
            "headline",
            "published",
            "language",
            "words",
            "statements",
            "gathered",
            "changed",
            "versions",
        ]);
        head.map_err(|error| outside(wrong(error)))?;
        let count = self.export(which, |report| {
            let entry = &report.entry;
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            table
                .write_record(
                    [
                        entry.id.to_string(),
                        report.source.title.clone(),
                        entry.url.clone(),
                        text(&entry.headline),
                        text(&entry.published),
                        text(&entry.language),
                        entry.words.to_string(),
                        entry.statements.to_string(),
                        written(entry.gathered_at),
                        written(entry.changed_at),
                        entry.versions.to_string(),
                    ]
                    .map(inert),
                )
                .map_err(wrong)
        })?;
        table.flush().map_err(outside)?;
        Ok(count)
    }

    /// Writes reports to a file of Parquet, with the columns of `khabar corpus` as far as an archive has them. How many.
    ///
    /// # Errors
    /// What the record says, or where the file cannot be written.
    pub fn export_parquet(&self, which: &Selection, file: &Path) -> Result<u64, ArchiveError> {
        let wrong = |cause| ArchiveError::io(file, "written", cause);
        let mut table = PartWriter::create(file, &Arc::new(columns())).map_err(wrong)?;
        let count = self.export(which, |report| {
            let bytes = report.reading.len();
            let row = row(&report).map_err(io::Error::other)?;
            table.push(&row, bytes)
        })?;
        table.finish().map_err(wrong)?;
        Ok(count)
    }

    /// Goes over reports, batch by batch.
    fn export(
        &self,
        which: &Selection,
        mut write: impl FnMut(Report) -> io::Result<()>,
    ) -> Result<u64, ArchiveError> {
        let mut count = 0;
        let mut give = |ids: &[i64]| {
            for &id in ids {
                match self.report(id, None) {
                    Ok(report) => write(report).map_err(outside)?,
                    // It was taken away meanwhile.
                    Err(ArchiveError::Unknown { .. }) => continue,
                    Err(error) => return Err(error),
                }
                count += 1;
            }
            Ok(())
        };
        match which {
            Selection::These(ids) => give(ids)?,
            Selection::All => {
                let mut last = i64::MIN;
                loop {
                    let ids = self.record().read(|of| reports::ids(of, last, BATCH))?;
                    let Some(&end) = ids.last() else { break };
                    give(&ids)?;
                    last = end;
                }
            }
        }
        Ok(count)
    }
}

/// What the archive knows of a report beside its reading.
fn about(report: &Report) -> Value {
    json!({
        "report": report.entry.id,
        "source": {"id": report.source.id, "title": report.source.title, "home": report.source.home},
        "url": report.entry.url,
        "version": report.version,
        "gatheredAt": written(report.entry.gathered_at),
        "changedAt": written(report.entry.changed_at),
    })
}

/// A column, with what it holds.
fn column(name: &str, kind: DataType, about: &str) -> Field {
    let about = HashMap::from([(schema::DESCRIPTION.to_owned(), about.to_owned())]);
    Field::new(name, kind, true).with_metadata(about)
}

/// A point of time.
fn point() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into()))
}

/// The columns of the table.
fn columns() -> Schema {
    let own = [
        ("report", DataType::Int64, "Number of the report"),
        ("source", DataType::Utf8, "What its source calls itself"),
        ("home", DataType::Utf8, "Front page of the source"),
        ("address", DataType::Utf8, "Address it was published at"),
        ("version", DataType::Int32, "Number of the version"),
        ("gathered", point(), "When it was first gathered"),
        ("changed", point(), "When it last changed"),
    ];
    let own = own
        .into_iter()
        .map(|(name, kind, about)| column(name, kind, about));
    let of_reading = schema::reading()
        .into_iter()
        .filter(|field| OF_READING.contains(&field.name().as_str()));
    Schema::new(own.chain(of_reading).collect::<Vec<_>>())
}

/// The row of a report.
fn row(report: &Report) -> serde_json::Result<Map<String, Value>> {
    let mut object: Map<String, Value> = serde_json::from_str(&report.reading)?;
    let mut row: Map<String, Value> = [
        ("report", json!(report.entry.id)),
        ("source", json!(report.source.title)),
        ("home", json!(report.source.home)),
        ("address", json!(report.entry.url)),
        ("version", json!(report.version)),
        ("gathered", json!(written(report.entry.gathered_at))),
        ("changed", json!(written(report.entry.changed_at))),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect();
    for name in OF_READING {
        let Some(mut value) = object.remove(name) else {
            continue;
        };
        match name {
            // In the table what somebody is stands under another name than in JSON-LD.
            "author" => {
                for author in value.as_array_mut().into_iter().flatten() {
                    if let Some(author) = author.as_object_mut()
                        && let Some(kind) = author.remove("@type")
                    {
                        author.insert("kind".to_owned(), kind);
                    }
                }
            }
            "publisher" => value = value["name"].take(),
            _ => {}
        }
        row.insert(name.to_owned(), value);
    }
    Ok(row)
}

/// What is wrong with where reports are written to, or taken from.
pub(crate) fn outside(cause: io::Error) -> ArchiveError {
    ArchiveError::Transfer { cause }
}
