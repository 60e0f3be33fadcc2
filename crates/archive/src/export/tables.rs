//! What reports have in common, given out as tables: JSON Lines, CSV, Parquet.
//!
//! Numbers stand under the same names in all of them, so that they are joined by them.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use khabar_article::write::inert;
use khabar_corpus::table::PartWriter;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::{BATCH, column, outside, point};
use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::speakers::{self, Called, Speaker};
use crate::record::statements::{self, Said};
use crate::record::stories::{self, Placed, Story};
use crate::record::subjects::{self, Subject};
use crate::time::written;

/// Stands between the entries of a list in one cell.
const BETWEEN: &str = "; ";
/// How many subjects a story is given out with.
const SUBJECTS: usize = 24;
/// About what a row takes besides its texts, in bytes.
const ROW: usize = 256;

/// A row: what is not known is not in it.
type Row = Map<String, Value>;

/// A table of what reports have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// The stories.
    Stories,
    /// The story of each report.
    StoryReports,
    /// The speakers.
    Speakers,
    /// The statements.
    Statements,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Stories,
        Self::StoryReports,
        Self::Speakers,
        Self::Statements,
    ];

    /// Its columns, with what they hold.
    pub fn columns(self) -> SchemaRef {
        use DataType::{Int32, Int64, Utf8};
        let fields = match self {
            Self::Stories => vec![
                column("story", Int64, "Number of the story"),
                column("first", point(), "When its first report was published"),
                column("last", point(), "When its last report was published"),
                column("reports", Int64, "How many reports it has"),
                column("grownFrom", Int64, "The story it grew out of"),
                column(
                    "subjects",
                    list(subject()),
                    "What its reports are about, what most of them are first: by what subjects are compared, and as shown",
                ),
            ],
            Self::StoryReports => vec![
                column("report", Int64, "Number of the report"),
                column("story", Int64, "The story it is in"),
                column(
                    "at",
                    point(),
                    "When it was published, never later than when it was gathered",
                ),
                column(
                    "kin",
                    Utf8,
                    "How its text relates to that of an earlier report: wire, rewrite, update or own",
                ),
                column("kinTo", Int64, "That report"),
                column("kinWhy", Utf8, "How they relate, as JSON"),
                column(
                    "why",
                    Utf8,
                    "Why it joined its story, as JSON; none where it began it or was moved by hand",
                ),
            ],
            Self::Speakers => vec![
                column("speaker", Int64, "Number of the speaker"),
                column(
                    "name",
                    Utf8,
                    "How it is shown: as chosen by hand, else the commonest of its names",
                ),
                column("kind", Utf8, "person or body"),
                column(
                    "names",
                    list(record(&[
                        ("name", Utf8),
                        ("language", Utf8),
                        ("statements", Int64),
                    ])),
                    "All its names, the commonest first, with the language of the reports that have them",
                ),
                column("statements", Int64, "How many statements it made"),
                column("last", point(), "When it made the last"),
            ],
            Self::Statements => vec![
                column("statement", Int64, "Number of the statement"),
                column("report", Int64, "The report it stands in"),
                column("number", Int32, "Which of the report's it is, from 1"),
                column("story", Int64, "The story of the report"),
                column("speaker", Int64, "The speaker, where the report names one"),
                column("by", Utf8, "Who said it, in the words of the report"),
                column("kind", Utf8, "direct, indirect or mixed"),
                column("language", Utf8, "Language of the report"),
                column(
                    "at",
                    point(),
                    "When it was said or, where that is not known, published",
                ),
                column("said", Utf8, "The words that say when"),
                column("addressee", Utf8, "To whom, in the words of the report"),
                column("words", Utf8, "What was said"),
                column(
                    "quote",
                    Int64,
                    "The same for all statements with the same words, in whatever language",
                ),
                column(
                    "alikeTo",
                    Int64,
                    "The statement it was found to be the same as",
                ),
                column("alike", Utf8, "Why, as JSON"),
                column(
                    "subjects",
                    list(subject()),
                    "What it is about, as in stories",
                ),
            ],
        };
        Arc::new(Schema::new(fields))
    }

    /// Its next rows behind a number, each with its number.
    fn rows(self, of: &Connection, after: i64) -> rusqlite::Result<Vec<(i64, Row)>> {
        match self {
            Self::Stories => stories::all(of, after, BATCH)?
                .into_iter()
                .map(|story| {
                    let about = subjects::of_story(of, story.id, SUBJECTS)?;
                    Ok((story.id, story_row(&story, about)))
                })
                .collect(),
            Self::StoryReports => {
                let placed = stories::placed(of, after, BATCH)?;
                let rows = placed.into_iter().map(|one| (one.report, placed_row(one)));
                Ok(rows.collect())
            }
            Self::Speakers => speakers::ids(of, after, BATCH)?
                .into_iter()
                .filter_map(|id| speakers::get(of, id).transpose())
                .map(|speaker| {
                    let speaker = speaker?;
                    let names = speakers::names(of, speaker.id)?;
                    Ok((speaker.id, speaker_row(&speaker, names)))
                })
                .collect(),
            Self::Statements => statements::ids(of, after, BATCH)?
                .into_iter()
                .filter_map(|id| statements::get(of, id).transpose())
                .map(|said| {
                    let said = said?;
                    let story = stories::of_report(of, said.report)?;
                    let about = subjects::of_statement(of, said.id, said.report)?;
                    Ok((said.id, statement_row(said, story, about)))
                })
                .collect(),
        }
    }
}

impl Archive {
    /// Writes a table as JSON Lines, an object a row. How many.
    ///
    /// # Errors
    /// What the record says, or where `out` cannot be written to.
    pub fn export_table_lines(
        &self,
        table: Table,
        out: &mut dyn Write,
    ) -> Result<u64, ArchiveError> {
        self.each_row(table, |row| {
            serde_json::to_writer(&mut *out, &row)?;
            out.write_all(b"\n")
        })
    }

    /// Writes a table as CSV under the names of its columns; the entries of a list stand in one cell. How many rows.
    ///
    /// # Errors
    /// As [`Archive::export_table_lines`].
    pub fn export_table_csv(&self, table: Table, out: &mut dyn Write) -> Result<u64, ArchiveError> {
        let mut to = csv::Writer::from_writer(out);
        let columns = table.columns();
        let names = columns.fields().iter().map(|field| field.name());
        let wrong = |error: csv::Error| io::Error::other(error);
        to.write_record(names)
            .map_err(|error| outside(wrong(error)))?;
        let count = self.each_row(table, |row| {
            let cells = columns
                .fields()
                .iter()
                .map(|field| inert(row.get(field.name()).map_or_else(String::new, cell)));
            to.write_record(cells).map_err(wrong)
        })?;
        to.flush().map_err(outside)?;
        Ok(count)
    }

    /// Writes a table to a file of Parquet. How many rows.
    ///
    /// # Errors
    /// What the record says, or where the file cannot be written.
    pub fn export_table_parquet(&self, table: Table, file: &Path) -> Result<u64, ArchiveError> {
        let wrong = |cause| ArchiveError::io(file, "written", cause);
        let columns = table.columns();
        let mut to = PartWriter::create(file, &columns).map_err(wrong)?;
        let count = self.each_row(table, |mut row| {
            for field in columns.fields() {
                // Reasons are of many shapes, so that no column fits them.
                if *field.data_type() == DataType::Utf8
                    && let Some(value) = row.get_mut(field.name())
                    && !value.is_string()
                {
                    *value = Value::String(value.to_string());
                }
            }
            let texts = row.values().filter_map(Value::as_str).map(str::len);
            let bytes = ROW + texts.sum::<usize>();
            to.push(&row, bytes)
        })?;
        to.finish().map_err(wrong)?;
        Ok(count)
    }

    /// Goes over the rows of a table, batch by batch, so that whoever writes waits for none of it.
    fn each_row(
        &self,
        table: Table,
        mut write: impl FnMut(Row) -> io::Result<()>,
    ) -> Result<u64, ArchiveError> {
        let mut count = 0;
        let mut last = i64::MIN;
        loop {
            let rows = self.record().read(|of| table.rows(of, last))?;
            let Some(&(end, _)) = rows.last() else {
                return Ok(count);
            };
            for (_, row) in rows {
                write(row).map_err(outside)?;
                count += 1;
            }
            last = end;
        }
    }
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("element", item, true)))
}

fn record(fields: &[(&str, DataType)]) -> DataType {
    let fields = fields
        .iter()
        .map(|(name, kind)| Field::new(*name, kind.clone(), true));
    DataType::Struct(Fields::from(fields.collect::<Vec<_>>()))
}

fn subject() -> DataType {
    record(&[("key", DataType::Utf8), ("shown", DataType::Utf8)])
}

/// The cells that have something in them.
fn row<const N: usize>(cells: [(&str, Value); N]) -> Row {
    cells
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn about(subjects: Vec<Subject>) -> Value {
    let subjects = subjects.into_iter();
    subjects
        .map(|subject| json!({"key": subject.key, "shown": subject.shown}))
        .collect()
}

fn story_row(story: &Story, subjects: Vec<Subject>) -> Row {
    row([
        ("story", json!(story.id)),
        ("first", json!(written(story.first_at))),
        ("last", json!(written(story.last_at))),
        ("reports", json!(story.reports)),
        ("grownFrom", json!(story.grown_from)),
        ("subjects", about(subjects)),
    ])
}

fn placed_row(placed: Placed) -> Row {
    row([
        ("report", json!(placed.report)),
        ("story", json!(placed.story)),
        ("at", json!(written(placed.at))),
        ("kin", json!(placed.kin)),
        ("kinTo", json!(placed.kin_to)),
        ("kinWhy", placed.kin_why.unwrap_or_default()),
        ("why", placed.why.unwrap_or_default()),
    ])
}

fn speaker_row(speaker: &Speaker, names: Vec<Called>) -> Row {
    let names = names.into_iter().map(|called| {
        json!({"name": called.name, "language": called.language, "statements": called.statements})
    });
    row([
        ("speaker", json!(speaker.id)),
        ("name", json!(speaker.name)),
        ("kind", json!(speaker.kind)),
        ("names", names.collect()),
        ("statements", json!(speaker.statements)),
        ("last", json!(written(speaker.last_at))),
    ])
}

fn statement_row(said: Said, story: Option<i64>, subjects: Vec<Subject>) -> Row {
    row([
        ("statement", json!(said.id)),
        ("report", json!(said.report)),
        ("number", json!(said.number)),
        ("story", json!(story)),
        ("speaker", json!(said.speaker)),
        ("by", json!(said.by)),
        ("kind", json!(said.kind)),
        ("language", json!(said.language)),
        ("at", json!(written(said.at))),
        ("said", json!(said.said)),
        ("addressee", json!(said.addressee)),
        ("words", json!(said.words)),
        ("quote", json!(said.quote)),
        ("alikeTo", json!(said.alike_to)),
        ("alike", said.alike.unwrap_or_default()),
        ("subjects", about(subjects)),
    ])
}

/// A value as one cell: of a list the entries as they are shown, other records as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => {
            let shown = entries.iter().map(|entry| {
                let named = entry.get("shown").or_else(|| entry.get("name"));
                cell(named.unwrap_or(entry))
            });
            shown.collect::<Vec<_>>().join(BETWEEN)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
