//! What reports are made of, as lines and tables of all kinds give it: one object an entry.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use khabar_article::write::unguarded;
use khabar_corpus::table::{batches, object};
use serde_json::{Map, Value, json};

use crate::error::ArchiveError;
use crate::export::{OF_READING, outside};
use crate::keep::own_address;

/// The most bytes of a line, or of a row in CSV.
const LONGEST: usize = 64 << 20;

/// A line or a row.
pub enum Object {
    /// What `khabar read` gives, and under `archive` what an archive knows beside.
    Fields(Map<String, Value>),
    /// There is nothing in it.
    Nothing,
    /// It says that it is no report.
    NoReport,
    /// It is none, for this reason.
    Wrong(String),
}

/// The objects of JSON Lines.
pub fn of_lines(lines: &mut dyn BufRead) -> impl Iterator<Item = io::Result<Object>> {
    std::iter::from_fn(|| next_line(lines).transpose()).map(|line| {
        let line = line?;
        if line.trim().is_empty() {
            return Ok(Object::Nothing);
        }
        Ok(match serde_json::from_str(&line) {
            Ok(fields) => Object::Fields(fields),
            Err(cause) => Object::Wrong(format!("no JSON object: {cause}")),
        })
    })
}

/// The next line, without what ends it; `None` at the end. One that is too long, or is no text, comes as what it is not.
fn next_line(lines: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = lines.take(LONGEST as u64).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && read == LONGEST {
        // What is left of it is passed over; its beginning is no JSON.
        lines.skip_until(b'\n')?;
        line.truncate(80);
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// The fields that columns of CSV hold, by the names that columns have, the first of each being that of the field.
const COLUMNS: [&[&str]; 11] = [
    &["url", "address", "link"],
    &["articleBody", "text", "body", "content"],
    &["headline", "title"],
    &["description", "standfirst", "summary"],
    &["author", "authors", "byline"],
    &["datePublished", "published", "date"],
    &["inLanguage", "language", "lang"],
    &["publisher"],
    &["articleSection", "section"],
    &[SOURCE],
    &[GATHERED],
];
/// What the source of a report is called, in tables.
const SOURCE: &str = "source";
/// When a report was gathered, in tables.
const GATHERED: &str = "gathered";

/// The objects of a table in CSV.
///
/// # Errors
/// Where its first row cannot be read, or lacks a column that every report needs.
pub fn of_csv(
    table: &mut dyn BufRead,
) -> Result<impl Iterator<Item = io::Result<Object>>, ArchiveError> {
    let delimiter = delimiter(table.fill_buf().map_err(outside)?);
    let left = Rc::new(Cell::new(LONGEST));
    let bounded = Bounded {
        inner: table,
        left: left.clone(),
    };
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(bounded);
    let first = rows.byte_headers().map_err(|cause| outside(cause.into()))?;
    let fields: Vec<Option<&str>> = first.iter().map(field).collect();
    for (wanted, held) in [("url", "addresses"), ("articleBody", "texts")] {
        if !fields.contains(&Some(wanted)) {
            let names = COLUMNS.iter().find(|names| names[0] == wanted);
            return Err(unsuited(format!(
                "its first row names no column of {held} ({}); a list of reports without their texts cannot be taken in, JSON Lines or Parquet can",
                names.map_or_else(String::new, |names| names.join(", "))
            )));
        }
    }
    let mut row = ByteRecord::new();
    Ok(std::iter::from_fn(move || {
        left.set(LONGEST);
        match rows.read_byte_record(&mut row) {
            Ok(true) => Some(Ok(of_row(&fields, &row))),
            Ok(false) => None,
            Err(cause) => Some(Err(cause.into())),
        }
    }))
}

/// The object of a row of CSV.
fn of_row(fields: &[Option<&str>], row: &ByteRecord) -> Object {
    let mut object = Map::new();
    for (field, cell) in fields.iter().zip(row) {
        let cell = String::from_utf8_lossy(cell);
        let cell = unguarded(cell.trim());
        if let Some(field) = field
            && !cell.is_empty()
        {
            object
                .entry((*field).to_owned())
                .or_insert_with(|| cell.into());
        }
    }
    if object.is_empty() {
        return Object::Nothing;
    }
    if let Some(Value::String(name)) = object.get("author") {
        // Commas stand within names as well as between them.
        let names = name.split(';').map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        let authors = names.map(|name| json!({"@type": "Person", "name": name}));
        let authors = authors.collect();
        object.insert("author".to_owned(), authors);
    }
    Object::Fields(of_table(object))
}

/// Which field a column of CSV holds, if it is one that is taken in.
fn field(column: &[u8]) -> Option<&'static str> {
    let column = String::from_utf8_lossy(column);
    let column = column.trim();
    let mut columns = COLUMNS.iter();
    let names = columns.find(|names| names.iter().any(|name| name.eq_ignore_ascii_case(column)))?;
    Some(names[0])
}

/// What parts the cells of a table that begins so.
fn delimiter(beginning: &[u8]) -> u8 {
    let beginning = String::from_utf8_lossy(beginning);
    let first = beginning.lines().next().unwrap_or_default();
    // Of several as common, the last is the greatest.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&sign| first.matches(char::from(sign)).count())
        .unwrap_or(b',')
}

/// Gives no more than so many bytes until it is told that a row has ended: a quotation mark that is never closed makes one row
/// of all that follows.
struct Bounded<'a> {
    inner: &'a mut dyn BufRead,
    left: Rc<Cell<usize>>,
}

impl Read for Bounded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "a row has more than {} MiB; a quotation mark may lack its second",
                    LONGEST >> 20
                ),
            ));
        }
        let most = out.len().min(left);
        let read = self.inner.read(&mut out[..most])?;
        self.left.set(left - read);
        Ok(read)
    }
}

/// The objects of a file of Parquet.
///
/// # Errors
/// Where it is no table, or lacks the column of texts.
pub fn of_parquet(file: &Path) -> Result<impl Iterator<Item = io::Result<Object>>, ArchiveError> {
    let own = [
        "report", "url", "address", "home", SOURCE, GATHERED, "fetched", "isReport",
    ];
    let wanted: Vec<&str> = own.into_iter().chain(OF_READING).collect();
    let mut batches = batches(file, Some(&wanted)).map_err(outside)?.peekable();
    if let Some(Ok(first)) = batches.peek()
        && first.column_by_name("articleBody").is_none()
    {
        return Err(unsuited(
            "it has no column articleBody; khabar archive export and khabar corpus write tables that can be taken in".to_owned(),
        ));
    }
    Ok(batches.flat_map(|batch| {
        let (batch, error) = match batch {
            Ok(batch) => (Some(batch), None),
            Err(error) => (None, Some(Err(error))),
        };
        // One by one, for texts may be long.
        let rows = batch
            .into_iter()
            .flat_map(|batch| (0..batch.num_rows()).map(move |row| object(&batch, row)));
        rows.map(|row| Ok(of_columns(row?))).chain(error)
    }))
}

/// The object of a row of Parquet.
fn of_columns(mut object: Map<String, Value>) -> Object {
    if object.remove("isReport") == Some(Value::Bool(false)) {
        return Object::NoReport;
    }
    // A page may say that it is anything; where it was fetched from is a fact.
    if let Some(Value::String(address)) = object.remove("address") {
        let (url, _) = own_address(object.get("url").and_then(Value::as_str), &address);
        object.insert("url".to_owned(), url.into());
    }
    if let Some(fetched) = object.remove("fetched") {
        object.entry(GATHERED).or_insert(fetched);
    }
    for author in object
        .get_mut("author")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(kind) = author["kind"].as_str().map(str::to_owned) {
            author["@type"] = kind.into();
        }
    }
    Object::Fields(of_table(object))
}

/// An object of a row, with what tables have in columns of their own where objects have it.
fn of_table(mut object: Map<String, Value>) -> Map<String, Value> {
    if let Some(name) = object.remove("publisher") {
        object.insert("publisher".to_owned(), json!({ "name": name }));
    }
    let about = json!({
        "report": object.remove("report"),
        "source": {"title": object.remove(SOURCE), "home": object.remove("home")},
        "gatheredAt": object.remove(GATHERED),
    });
    object.insert("archive".to_owned(), about);
    object
}

/// What is wrong with a table as a whole.
fn unsuited(cause: String) -> ArchiveError {
    outside(io::Error::new(io::ErrorKind::InvalidData, cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(table: &str) -> Vec<Map<String, Value>> {
        let mut table = table.as_bytes();
        of_csv(&mut table)
            .unwrap()
            .filter_map(|object| match object.unwrap() {
                Object::Fields(mut fields) => {
                    fields.remove("archive");
                    Some(fields)
                }
                _ => None,
            })
            .collect()
    }

    #[test]
    fn columns_are_known_by_their_usual_names_whatever_parts_them() {
        for table in [
            "\u{feff}Link,Title,Text,Other\nhttps://a.example/1,Fog,\"Thick, grey.\",7\n",
            "link;title;text\nhttps://a.example/1;Fog;Thick, grey.\n",
            "url\theadline\tarticleBody\r\nhttps://a.example/1\tFog\tThick, grey.\r\n\r\n",
        ] {
            let objects = of(table);
            assert_eq!(
                serde_json::to_value(&objects).unwrap(),
                json!([{"url": "https://a.example/1", "headline": "Fog", "articleBody": "Thick, grey."}]),
                "{table}"
            );
        }
    }

    #[test]
    fn of_two_columns_of_a_field_the_first_counts() {
        let objects = of(
            "url,title,headline,text,link\nhttps://a.example/1,Fog,Mist,Thick.,https://b.example/\n",
        );
        assert_eq!(objects[0]["headline"], "Fog");
        assert_eq!(objects[0]["url"], "https://a.example/1");
    }

    #[test]
    fn a_page_is_where_it_was_fetched_from_whatever_it_says_of_itself() {
        for (own, expected) in [
            ("https://a.example/2", "https://a.example/2"),
            ("https://b.example/1", "https://a.example/1"),
        ] {
            let row = json!({"address": "https://a.example/1", "url": own});
            let Object::Fields(fields) = of_columns(row.as_object().unwrap().clone()) else {
                panic!("it is a report");
            };
            assert_eq!(fields["url"], expected);
        }
    }

    #[test]
    fn cells_lose_what_kept_them_from_being_formulas() {
        let objects =
            of("url,title,text,byline\nhttps://a.example/1,'=1+1,' quoted,Ina Moor; Lee\n");
        assert_eq!(objects[0]["headline"], "=1+1");
        assert_eq!(objects[0]["articleBody"], "' quoted");
        assert_eq!(objects[0]["author"][1]["name"], "Lee");
    }

    #[test]
    fn a_quotation_mark_without_its_second_is_told() {
        let mut table = io::BufReader::new(
            "url,text\nhttps://a.example/1,\""
                .as_bytes()
                .chain(io::repeat(b'x')),
        );
        let last = of_csv(&mut table).unwrap().find_map(Result::err).unwrap();
        assert!(last.to_string().contains("quotation mark"), "{last}");
    }
}
