//! What is scored of a reading, whoever read.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::structure::Item;
use crate::sets::text;

/// One page as somebody read it. What the reader did not give is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The page's name within its set.
    pub id: String,
    /// The body.
    #[serde(deserialize_with = "text")]
    pub text: String,
    /// The headline.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// The authors, parted by `; `.
    #[serde(deserialize_with = "text")]
    pub author: String,
    /// The date of publication, ISO 8601.
    #[serde(deserialize_with = "text")]
    pub date: String,
    /// Items of the body's structure, in order; `None` of a reader that gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure: Option<Vec<Item>>,
    /// The kind of page it was taken for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Whether it was taken for a report, where the reader says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<bool>,
    /// BCP 47 language.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// How sure the reader was of its fields, by their JSON name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub confidence: BTreeMap<String, f32>,
    /// Processor time the reading took.
    #[serde(skip)]
    pub took: Duration,
}

/// Readings by the id of their page. A page with no reading counts as read empty.
pub type Readings = HashMap<String, Reading>;

/// Reads readings from JSON Lines; `null` counts as not given, a list of authors is joined by `; `.
///
/// # Errors
/// When the file cannot be read or a line is not a reading.
pub fn load(path: &Path) -> Result<Readings> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut readings = Readings::new();
    for line in BufReader::new(file).lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let reading: Reading = serde_json::from_str(&line)?;
        readings.insert(reading.id.clone(), reading);
    }
    Ok(readings)
}
