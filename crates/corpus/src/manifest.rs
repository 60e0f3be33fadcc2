//! What a run is: written down before anything else, so that it can go on after a stop, and no other run writes among it.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::filter::Filters;
use crate::input::{Form, Input, InputOptions};
use crate::page::PageOptions;
use crate::table::schema;

/// The form of the output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Parquet.
    #[default]
    Parquet,
    /// JSON Lines, packed with zstd.
    Jsonl,
}

impl Format {
    /// How the names of its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Jsonl => "jsonl.zst",
        }
    }
}

/// A share of the units, so that several machines do the work of one: every `of`-th, from the `number`-th on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which share, counted from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

impl Shard {
    /// Whether a unit is of this share.
    pub fn has(self, unit: usize) -> bool {
        unit % self.of == self.number - 1
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    /// `3/64`
    fn from_str(text: &str) -> Result<Self, String> {
        let help =
            || "write a number and how many there are, counted from 1, as in 3/64".to_owned();
        let (number, of) = text.split_once('/').ok_or_else(help)?;
        let (number, of): (usize, usize) = (
            number.parse().map_err(|_| help())?,
            of.parse().map_err(|_| help())?,
        );
        if number == 0 || number > of {
            return Err(help());
        }
        Ok(Self { number, of })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// What a run does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// It reads pages.
    #[default]
    Read,
    /// It sets the rows of parts beside each other.
    Dedup,
}

/// What decides what a run writes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What it does.
    pub task: Task,
    /// How inputs are read.
    pub input: InputOptions,
    /// How pages are read.
    pub page: PageOptions,
    /// Which rows are wanted.
    pub filters: Filters,
    /// Whether rows are set beside each other.
    pub marks: bool,
    /// The form of the output.
    pub format: Format,
    /// Bytes of a unit, where that was asked for.
    pub part_size: Option<u64>,
    /// Which share of the units.
    pub shard: Option<Shard>,
}

/// An input as the manifest knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownInput {
    name: String,
    bytes: u64,
    form: Form,
}

impl KnownInput {
    /// What is known of an input.
    pub fn of(input: &Input) -> Self {
        Self {
            name: input.name.to_string(),
            bytes: input.len,
            form: input.form,
        }
    }
}

/// What a run is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The version of khabar that began it.
    pub version: String,
    /// The version of the schema.
    pub schema: String,
    /// The command that goes on with it.
    pub command: String,
    /// What decides what it writes.
    pub settings: Settings,
    /// What it reads.
    pub inputs: Vec<KnownInput>,
    /// The parts written, once all are: their files and rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PartEntry>>,
}

/// A part that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// Its file, seen from the output folder.
    pub file: String,
    /// Its rows.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
}

/// Why a run cannot go on in a folder.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Mismatch {
    /// Another version began it.
    #[error(
        "it holds a run begun by khabar {theirs}, and this is khabar {ours}; go on with that version, or write to another folder"
    )]
    Version {
        /// The version that began it.
        theirs: String,
        /// This one.
        ours: String,
    },
    /// It is of other settings.
    #[error(
        "it holds a run with other options ({what}); to go on with that, run\n    {command}\nor write to another folder"
    )]
    Settings {
        /// Which options differ.
        what: String,
        /// The command that goes on with it.
        command: String,
    },
    /// It is of other inputs.
    #[error(
        "it holds a run over other inputs ({what}); to go on with that, run\n    {command}\nor write to another folder"
    )]
    Inputs {
        /// What is different.
        what: String,
        /// The command that goes on with it.
        command: String,
    },
}

impl Manifest {
    /// The manifest of a run.
    pub fn new(command: String, settings: Settings, inputs: Vec<KnownInput>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema::VERSION.to_owned(),
            command,
            settings,
            inputs,
            parts: None,
        }
    }

    /// Whether `self` goes on with what `begun` began.
    ///
    /// # Errors
    /// What is different.
    pub fn goes_on_with(&self, begun: &Self) -> Result<(), Mismatch> {
        if (&begun.version, &begun.schema) != (&self.version, &self.schema) {
            let version =
                |of: &Self| format!("{}, whose tables have version {}", of.version, of.schema);
            return Err(Mismatch::Version {
                theirs: version(begun),
                ours: version(self),
            });
        }
        if begun.settings != self.settings {
            return Err(Mismatch::Settings {
                what: self.settings.differ_in(&begun.settings),
                command: begun.command.clone(),
            });
        }
        let different = self
            .inputs
            .iter()
            .zip(&begun.inputs)
            .find(|(ours, theirs)| ours != theirs);
        let what = match different {
            Some((ours, theirs)) if ours.name == theirs.name => {
                format!(
                    "{} had {} bytes, and has {}",
                    ours.name, theirs.bytes, ours.bytes
                )
            }
            Some((ours, theirs)) => format!("{} where it has {}", ours.name, theirs.name),
            None if self.inputs.len() != begun.inputs.len() => {
                format!("{} instead of {}", self.inputs.len(), begun.inputs.len())
            }
            None => return Ok(()),
        };
        Err(Mismatch::Inputs {
            what,
            command: begun.command.clone(),
        })
    }
}

impl Settings {
    /// The settings in which two differ, as those of `self`: `reportsOnly: true, maxBytes: 1000`.
    fn differ_in(&self, other: &Self) -> String {
        let theirs = other.leaves();
        let mut differing: Vec<String> = Vec::new();
        for (name, value) in self.leaves().iter().filter(|leaf| !theirs.contains(leaf)) {
            let setting = format!("{name}: {value}");
            // The largest size of a page is a setting of two groups.
            if !differing.contains(&setting) {
                differing.push(setting);
            }
        }
        differing.join(", ")
    }

    /// The single settings, by name: the groups that they stand in are the manifest's.
    fn leaves(&self) -> Vec<(String, Value)> {
        let Ok(Value::Object(fields)) = serde_json::to_value(self) else {
            return Vec::new();
        };
        let leaves = fields
            .into_iter()
            .flat_map(|(name, value)| match (name.as_str(), value) {
                ("input" | "page" | "filters", Value::Object(group)) => group.into_iter().collect(),
                (_, value) => vec![(name, value)],
            });
        leaves.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_counted_from_one() {
        let shard: Shard = "3/64".parse().unwrap();
        assert!(shard.has(2) && shard.has(66) && !shard.has(3));
        for wrong in ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn another_run_is_told() {
        let manifest = Manifest::new("khabar corpus a".into(), Settings::default(), Vec::new());
        assert_eq!(manifest.goes_on_with(&manifest), Ok(()));
        let settings = Settings {
            marks: true,
            filters: Filters {
                reports_only: true,
                ..Filters::default()
            },
            ..Settings::default()
        };
        let other = Manifest::new(String::new(), settings, Vec::new());
        let mismatch = other.goes_on_with(&manifest).unwrap_err();
        assert_eq!(
            mismatch,
            Mismatch::Settings {
                what: "reportsOnly: true, marks: true".into(),
                command: "khabar corpus a".into()
            }
        );
        let older = Manifest {
            version: "0.0.1".into(),
            ..manifest.clone()
        };
        assert!(matches!(
            manifest.goes_on_with(&older),
            Err(Mismatch::Version { .. })
        ));
    }
}
