//! Reports given out of an archive, and taken in: JSON Lines, CSV, Parquet.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, TimeUnit};
use khabar_article::write::inert;
use khabar_corpus::table::{PartWriter, schema};
use serde_json::{Map, Value, json};
use url::Url;

use crate::archive::{Archive, Report};
use crate::error::ArchiveError;
use crate::keep::Ready;
use crate::reading;
use crate::record::reports::{self, Kept};
use crate::record::sources::{self, NewSource};
use crate::time::{Seconds, written};

/// Reports that are gone over at once.
const BATCH: usize = 200;
/// The longest line that is taken in.
const LONGEST_LINE: usize = 64 << 20;

/// Columns of the table whose values stand in a reading as they are.
const OF_READING: [&str; 19] = [
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

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Reports that were not there before.
    pub new: u64,
    /// Versions added to reports that were.
    pub changed: u64,
    /// Reports that were there as they are.
    pub same: u64,
    /// Lines that hold no report, and why: the first of them.
    pub wrong: Vec<(u64, String)>,
    /// How many such lines there are.
    pub wrong_lines: u64,
}

/// Wrong lines that are named.
const MOST_NAMED: usize = 20;

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

    /// Takes in reports as [`Archive::export_lines`] writes them, or as `khabar read` does. Those of a source that is not
    /// there make one, which is not followed but kept.
    ///
    /// # Errors
    /// What the record says, or where the lines cannot be read. Lines that hold no report are counted, and left out.
    pub fn take_in(&self, lines: &mut dyn BufRead) -> Result<TakenIn, ArchiveError> {
        let mut taken = TakenIn::default();
        let mut batch = Vec::new();
        for number in 1.. {
            let line = next_line(lines).map_err(outside)?;
            let is_last = line.is_none();
            if let Some(line) = line.filter(|line| !line.trim().is_empty()) {
                match taken_line(&line, self.now()) {
                    Ok(line) => batch.push(line),
                    Err(cause) => {
                        taken.wrong_lines += 1;
                        if taken.wrong.len() < MOST_NAMED {
                            taken.wrong.push((number, cause));
                        }
                    }
                }
            }
            if batch.len() >= BATCH || is_last {
                self.keep_lines(&batch, &mut taken)?;
                batch.clear();
            }
            if is_last {
                break;
            }
        }
        Ok(taken)
    }

    fn keep_lines(&self, lines: &[Line], taken: &mut TakenIn) -> Result<(), ArchiveError> {
        let counted = self.record().write(|to| {
            let mut counted = taken.clone();
            for line in lines {
                let (source, _) = sources::add(to, &line.source, self.now())?;
                let version = line.ready.version(source, line.at, None);
                match reports::keep(to, &version)? {
                    Kept::New(_) => counted.new += 1,
                    Kept::Changed(..) => counted.changed += 1,
                    Kept::Same(_) | Kept::TooOften(_) => counted.same += 1,
                }
            }
            Ok(counted)
        })?;
        *taken = counted;
        Ok(())
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

/// A report that was taken from a line.
struct Line {
    source: NewSource,
    at: Seconds,
    ready: Ready,
}

/// Reads a line as a report.
fn taken_line(line: &str, now: Seconds) -> Result<Line, String> {
    let mut object: Map<String, Value> =
        serde_json::from_str(line).map_err(|cause| format!("no JSON object: {cause}"))?;
    let about = object.remove("archive").unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let url = text(&about["url"])
        .or_else(|| object.get("url").and_then(text))
        .ok_or("no address under \"url\"")?;
    let url = Url::parse(&url).map_err(|cause| format!("{url} is no address: {cause}"))?;
    let host = url.host_str().ok_or("its address has no host")?;
    let source = NewSource {
        title: text(&about["source"]["title"]).unwrap_or_else(|| host.to_owned()),
        home: text(&about["source"]["home"])
            .or_else(|| url.join("/").ok().map(String::from))
            .ok_or("its address has no front page")?,
        ..NewSource::default()
    };
    let at = text(&about["gatheredAt"]).and_then(|at| at.parse::<jiff::Timestamp>().ok());
    let at = at.map_or(now, |at| at.as_second().min(now));
    // Read and written anew, so that what is kept has the one form that everything else relies on.
    let json = Value::Object(object.clone()).to_string();
    let reading = reading::whole(&json).map_err(|error| error.to_string())?;
    if reading.article.body_text().trim().is_empty() {
        return Err("there is no text under \"articleBody\" or \"blocks\"".to_owned());
    }
    let mut kept: Map<String, Value> =
        serde_json::from_str(&reading.json().to_line()).map_err(|cause| cause.to_string())?;
    for (name, is_sound) in OF_THE_READING {
        if let Some(value) = object.remove(name).filter(is_sound) {
            kept.insert(name.to_owned(), value);
        }
    }
    let json = Value::Object(kept).to_string();
    let ready = Ready::written(&reading, &json, khabar_feeds::canonical(&url).into());
    Ok(Line {
        source,
        at,
        ready: ready.map_err(|error| error.to_string())?,
    })
}

/// What tells how a reading came to be, which a report as people read it does not hold, and whether it has its usual shape.
const OF_THE_READING: [(&str, IsSound); 3] = [
    ("confidence", |value| {
        let fields = value.as_object();
        fields.is_some_and(|fields| fields.values().all(Value::is_number))
    }),
    ("dates", |value| {
        of_objects(value, |date| {
            date["text"].is_string()
                && date["begin"].is_u64()
                && date["end"].is_u64()
                && date["date"].is_string()
        })
    }),
    ("warnings", |value| {
        of_objects(value, |warning| {
            warning["code"].is_string() && warning["message"].is_string()
        })
    }),
];

/// Tells whether a value has the shape it should have.
type IsSound = fn(&Value) -> bool;

/// Whether a value is a list of objects that are all sound.
fn of_objects(value: &Value, is_sound: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|values| {
        values
            .iter()
            .all(|value| value.is_object() && is_sound(value))
    })
}

/// The next line, without what ends it; `None` at the end. One that is too long, or is no text, comes as what it is not.
fn next_line(lines: &mut dyn BufRead) -> io::Result<Option<String>> {
    use io::Read as _;
    let mut line = Vec::new();
    let read = lines
        .take(LONGEST_LINE as u64)
        .read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && read == LONGEST_LINE {
        // What is left of it is passed over; its beginning is no JSON.
        lines.skip_until(b'\n')?;
        line.truncate(80);
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// The columns of the table.
fn columns() -> Schema {
    let point = DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into()));
    let own = [
        ("report", DataType::Int64, "Number of the report"),
        ("source", DataType::Utf8, "What its source calls itself"),
        ("address", DataType::Utf8, "Address it was published at"),
        ("version", DataType::Int32, "Number of the version"),
        ("gathered", point.clone(), "When it was first gathered"),
        ("changed", point, "When it last changed"),
    ];
    let own = own.into_iter().map(|(name, kind, about)| {
        let about = HashMap::from([(schema::DESCRIPTION.to_owned(), about.to_owned())]);
        Field::new(name, kind, true).with_metadata(about)
    });
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
fn outside(cause: io::Error) -> ArchiveError {
    ArchiveError::Transfer { cause }
}
