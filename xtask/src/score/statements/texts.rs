//! The sets of texts whose statements are annotated.

use std::path::Path;

use anyhow::{Result, bail};
use serde::{Deserialize, Deserializer, Serialize};

use crate::sets;

/// One set of texts, laid out on disk.
#[derive(Debug)]
pub struct TextSet {
    /// `statements-ar-dev`: the name of its folder.
    pub name: String,
    /// Its texts, in the set's order.
    pub texts: Vec<AnnotatedText>,
    /// Changes when the set's gold changes.
    pub fingerprint: String,
}

/// A text and the statements people found in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnnotatedText {
    /// Its name within the set.
    pub id: String,
    /// BCP 47 language.
    pub lang: String,
    /// The text.
    pub text: String,
    /// Its statements.
    pub statements: Vec<Spans>,
}

/// Where the parts of a statement stand in its text: lists of [begin, end) in code points, empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spans {
    /// `direct`, `indirect`, `mixed`; other words where a set has other kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who says it, as named beside the reporting words.
    #[serde(deserialize_with = "ranges")]
    pub source: Ranges,
    /// The earlier mention of a speaker whom the source leaves implied.
    #[serde(deserialize_with = "ranges")]
    pub antecedent: Ranges,
    /// The reporting words.
    #[serde(deserialize_with = "ranges")]
    pub cue: Ranges,
    /// What was said.
    #[serde(deserialize_with = "ranges")]
    pub content: Ranges,
    /// Whom it was said to.
    #[serde(deserialize_with = "ranges")]
    pub addressee: Ranges,
    /// When it was said.
    #[serde(deserialize_with = "ranges")]
    pub when: Ranges,
}

/// Stretches of a text, in code points.
pub type Ranges = Vec<(usize, usize)>;

/// Ranges, of which `null` is none.
fn ranges<'de, D: Deserializer<'de>>(from: D) -> Result<Ranges, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// The sets of `dir`, or of the archives beside the repository, that are named in `only`; where that is empty those
/// to measure with, which leaves out the ones meant for training.
///
/// # Errors
/// When a set named is not there or one cannot be read.
pub fn find(dir: Option<&Path>, only: &[String]) -> Result<Vec<TextSet>> {
    let is_wanted = |name: &str| {
        sets::is_of_statements(name)
            && if only.is_empty() {
                name.ends_with("-dev")
            } else {
                only.iter().any(|n| n == name)
            }
    };
    let Some(dir) = sets::laid_out(dir, is_wanted)? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for name in sets::names_in(&dir, "")? {
        let list = dir.join(&name).join("texts.jsonl");
        if is_wanted(&name) && list.is_file() {
            found.push(read(&list, name)?);
        }
    }
    if let Some(missing) = only.iter().find(|n| found.iter().all(|s| s.name != **n)) {
        bail!("there is no set {missing} of texts in {}", dir.display());
    }
    Ok(found)
}

fn read(list: &Path, name: String) -> Result<TextSet> {
    let (mut texts, fingerprint) =
        sets::read_lines(list, |line| serde_json::from_str::<AnnotatedText>(line))?;
    // A set of one language may name it in its own name alone.
    let language = name.split('-').nth(1).unwrap_or_default();
    for text in texts.iter_mut().filter(|text| text.lang.is_empty()) {
        language.clone_into(&mut text.lang);
    }
    Ok(TextSet {
        name,
        texts,
        fingerprint,
    })
}
