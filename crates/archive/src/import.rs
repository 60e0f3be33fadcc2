//! Reports taken in: from JSON Lines, CSV and Parquet.

mod objects;

use std::io::{self, BufRead};
use std::path::Path;

use khabar_article::{dates, language};
use khabar_statements::Reading;
use serde_json::{Map, Value};
use url::Url;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::export::outside;
use crate::keep::{self, Ready};
use crate::reading;
use crate::record::reports::{self, Kept};
use crate::record::sources::{self, NewSource};
use crate::time::Seconds;

use objects::Object;

/// Reports that are written down at once, and bytes of them.
const BATCH: usize = 200;
const BATCH_BYTES: usize = 16 << 20;
/// Bytes of the longest text: a page may have no more.
const LONGEST_TEXT: usize = 2 << 20;
/// Wrong entries that are named.
const MOST_NAMED: usize = 20;

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Reports that were not there before.
    pub new: u64,
    /// Versions added to reports that were.
    pub changed: u64,
    /// Reports that were there as they are.
    pub same: u64,
    /// Pages that are said to carry no report, which were left out.
    pub no_reports: u64,
    /// Lines or rows of which no report can be made, by their numbers, and why: the first of them.
    pub wrong: Vec<(u64, String)>,
    /// How many of those there are.
    pub wrong_count: u64,
}

impl Archive {
    /// Takes in reports as [`Archive::export_lines`] writes them, or as `khabar read` does. Those of a source that is not
    /// there make one, which is not followed but kept. Where an object does not say which language its text is in, which way
    /// that runs or, if it is not out of an archive, who said what in it, that is read from the text.
    ///
    /// # Errors
    /// What the record says, or where the lines cannot be read. Lines that hold no report are counted, and left out.
    pub fn take_in(&self, lines: &mut dyn BufRead) -> Result<TakenIn, ArchiveError> {
        self.take_in_objects(objects::of_lines(lines))
    }

    /// Takes in the rows of a table in CSV, as [`Archive::take_in`] does lines. Its first row names the columns: an address
    /// (`url`, `address` or `link`) and a text (`articleBody`, `text`, `body` or `content`) have to be among them, and there
    /// may be `headline`, `description`, `author`, `published`, `language`, `publisher`, `section`, `source` and `gathered`,
    /// under these or their usual other names. Commas, semicolons or tabs part the cells, whichever the first row has.
    ///
    /// # Errors
    /// As [`Archive::take_in`], and where a column is missing.
    pub fn take_in_csv(&self, table: &mut dyn BufRead) -> Result<TakenIn, ArchiveError> {
        self.take_in_objects(objects::of_csv(table)?)
    }

    /// Takes in the rows of a file of Parquet, as [`Archive::export_parquet`] writes them, or `khabar corpus`. Of their blocks
    /// only the text is kept.
    ///
    /// # Errors
    /// As [`Archive::take_in`], and where the file is no table or has no column of texts.
    pub fn take_in_parquet(&self, file: &Path) -> Result<TakenIn, ArchiveError> {
        self.take_in_objects(objects::of_parquet(file)?)
    }

    fn take_in_objects(
        &self,
        objects: impl Iterator<Item = io::Result<Object>>,
    ) -> Result<TakenIn, ArchiveError> {
        let mut taken = TakenIn::default();
        let mut batch = Vec::new();
        let mut bytes = 0;
        for (number, object) in objects.enumerate() {
            let object = match object {
                Ok(object) => object,
                Err(cause) => {
                    // What came before it is kept.
                    self.keep_all(&batch, &mut taken)?;
                    return Err(outside(cause));
                }
            };
            match object {
                Object::Nothing => {}
                Object::NoReport => taken.no_reports += 1,
                Object::Wrong(cause) => taken.wrong(number, cause),
                Object::Fields(fields) => match incoming(fields, self.now()) {
                    Ok(report) => {
                        bytes += report.ready.bytes();
                        batch.push(report);
                    }
                    Err(cause) => taken.wrong(number, cause),
                },
            }
            if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                self.keep_all(&batch, &mut taken)?;
                batch.clear();
                bytes = 0;
            }
        }
        self.keep_all(&batch, &mut taken)?;
        Ok(taken)
    }

    fn keep_all(&self, batch: &[Incoming], taken: &mut TakenIn) -> Result<(), ArchiveError> {
        let counted = self.record().write(|to| {
            let mut counted = taken.clone();
            for report in batch {
                let (source, _) = sources::add(to, &report.source, self.now())?;
                let version = report.ready.version(source, report.at, None);
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

impl TakenIn {
    /// Counts an entry, the first of which is 0, of which no report can be made.
    fn wrong(&mut self, number: usize, cause: String) {
        self.wrong_count += 1;
        if self.wrong.len() < MOST_NAMED {
            self.wrong.push((number as u64 + 1, cause));
        }
    }
}

/// A report that comes in.
struct Incoming {
    source: NewSource,
    at: Seconds,
    ready: Ready,
}

/// Makes a report of an object.
fn incoming(mut object: Map<String, Value>, now: Seconds) -> Result<Incoming, String> {
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
    let at = match text(&about["gatheredAt"]) {
        Some(at) => dates::parse(&at, None)
            .and_then(keep::instant)
            .ok_or_else(|| format!("{at} is no time at which it was gathered"))?
            .min(now),
        None => now,
    };
    // Read and written anew, so that what is kept has the one form that everything else relies on.
    let json = Value::Object(object.clone()).to_string();
    let mut reading = reading::whole(&json).map_err(|error| error.to_string())?;
    let body = reading.article.body_text();
    if body.trim().is_empty() {
        return Err("there is no text under \"articleBody\" or \"blocks\"".to_owned());
    }
    if body.len() > LONGEST_TEXT {
        let most = LONGEST_TEXT >> 20;
        return Err(format!("its text has more than {most} MiB"));
    }
    let article = &mut reading.article;
    if article.language.is_none() {
        article.language = language::detect(&body, None);
    }
    if !object.contains_key("textDirection") {
        article.direction = language::direction(article.language.as_deref(), &body);
    }
    // Of what comes out of an archive, they have been read.
    if about["report"].is_null() && !object.contains_key("statements") {
        reading = Reading::of(reading.article);
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
    Ok(Incoming {
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
