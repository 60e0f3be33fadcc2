//! Readings as they are kept: the JSON object that `khabar read` gives out, packed.

mod whole;

use std::io::Read;

use serde::Deserialize;

use crate::error::ArchiveError;
pub use whole::whole;

/// How hard readings are packed: a level that costs less than reading the page did.
const LEVEL: i32 = 6;
/// The largest reading that is unpacked; a page of 32 MiB has not as much text.
const MOST_BYTES: u64 = 256 << 20;

/// Packs the JSON of a reading.
pub(crate) fn packed(json: &str) -> Result<Vec<u8>, ArchiveError> {
    zstd::bulk::compress(json.as_bytes(), LEVEL)
        .map_err(|cause| ArchiveError::Invalid(format!("a reading cannot be packed: {cause}")))
}

/// The JSON of a reading that was packed.
pub(crate) fn unpacked(packed: &[u8]) -> Result<String, ArchiveError> {
    let wrong = |cause: &dyn std::fmt::Display| {
        ArchiveError::Invalid(format!("a kept reading is damaged: {cause}"))
    };
    let mut json = String::new();
    zstd::Decoder::with_buffer(packed)
        .map_err(|cause| wrong(&cause))?
        .take(MOST_BYTES)
        .read_to_string(&mut json)
        .map_err(|cause| wrong(&cause))?;
    Ok(json)
}

/// What the archive itself needs of a reading: for its index, its lists and its exports.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeptReading {
    /// The headline.
    pub headline: Option<String>,
    /// The standfirst.
    pub description: Option<String>,
    /// Who wrote it.
    pub author: Vec<KeptName>,
    /// When it was published, as precisely as the page says.
    pub date_published: Option<String>,
    /// The section of the outlet.
    pub article_section: Option<String>,
    /// Tags.
    pub keywords: Vec<String>,
    /// The language.
    pub in_language: Option<String>,
    /// The text.
    pub article_body: String,
    /// Who said what.
    pub statements: Vec<KeptStatement>,
}

/// Somebody with a name.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KeptName {
    /// The name.
    pub name: String,
}

/// A statement, as far as the index of words needs it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KeptStatement {
    /// Who made it.
    pub speaker: Option<KeptName>,
    /// What was said.
    pub content: Vec<KeptPassage>,
}

/// Words of the text.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KeptPassage {
    /// The words.
    pub text: String,
}

impl KeptReading {
    /// Reads the JSON of a reading.
    ///
    /// # Errors
    /// Where it is none.
    pub fn of(json: &str) -> Result<Self, ArchiveError> {
        serde_json::from_str(json)
            .map_err(|cause| ArchiveError::Invalid(format!("a kept reading is damaged: {cause}")))
    }
}
