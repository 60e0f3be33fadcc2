//! An expected reading beside the one that came out.

use std::fmt;

use serde_json::{Map, Value};
use similar::{ChangeTag, TextDiff};

/// The parts of a reading that say what the page says, and the keys kept inside them. The rest of a reading is how the
/// reader got there: confidence, word counts, the structure behind the body.
pub const GOLDEN: &[(&str, &[&str])] = &[
    ("@type", &[]),
    ("pageKind", &[]),
    ("headline", &[]),
    ("alternativeHeadline", &[]),
    ("description", &[]),
    ("author", &["name"]),
    ("datePublished", &[]),
    ("dateModified", &[]),
    ("dateline", &[]),
    ("articleSection", &[]),
    ("keywords", &[]),
    ("inLanguage", &[]),
    ("publisher", &["name"]),
    ("image", &["url", "caption", "creditText"]),
    ("isAccessibleForFree", &[]),
    ("articleBody", &[]),
    ("dates", &["text", "date"]),
    ("otherHeadlines", &[]),
    ("textDirection", &[]),
    ("warnings", &["code"]),
];

/// A field that came out otherwise than expected.
pub struct Difference {
    /// The field's JSON name.
    pub field: String,
    /// What was expected.
    pub expected: Value,
    /// What came, cut to the shape of what was expected.
    pub found: Value,
}

/// The fields of `expected` that `found` has otherwise, in the order of the expectation.
pub fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let empty = Map::new();
    let fields = expected.as_object().unwrap_or(&empty);
    fields
        .iter()
        .filter_map(|(field, expected)| {
            let found = found.get(field).unwrap_or(&Value::Null);
            let same = if field == "warnings" {
                same_codes(expected, found)
            } else {
                fits(expected, found)
            };
            (!same).then(|| Difference {
                field: field.clone(),
                expected: expected.clone(),
                found: like(expected, found, inner(field)),
            })
        })
        .collect()
}

/// The keys kept inside a field.
fn inner(field: &str) -> &'static [&'static str] {
    GOLDEN
        .iter()
        .find(|(name, _)| *name == field)
        .map_or(&[], |(_, keys)| keys)
}

/// Whether `found` has all that `expected` names. Lists fit item by item, objects by the keys the expectation has.
fn fits(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .all(|(key, value)| fits(value, found.get(key).unwrap_or(&Value::Null))),
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(e, f)| fits(e, f))
        }
        (expected, found) => expected == found || (is_nothing(expected) && is_nothing(found)),
    }
}

/// A reading leaves out what a page does not give: nothing, an empty list and an empty text are one.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Warnings are the same where their codes are, in whatever order.
fn same_codes(expected: &Value, found: &Value) -> bool {
    let codes = |warnings: &Value| {
        let mut codes: Vec<String> = warnings
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|warning| Some(warning.get("code")?.as_str()?.to_owned()))
            .collect();
        codes.sort();
        codes
    };
    codes(expected) == codes(found)
}

/// What was found, cut to the shape of the expectation: of an object only the keys that the expectation names, or the
/// golden ones where it names none.
fn like(expected: &Value, found: &Value, keys: &[&str]) -> Value {
    match found {
        Value::Object(map) => {
            let named: Vec<&str> = match expected {
                Value::Object(expected) => expected.keys().map(String::as_str).collect(),
                _ => keys.to_vec(),
            };
            let kept = named
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), map.get(*key)?.clone())));
            Value::Object(kept.collect())
        }
        Value::Array(items) => {
            let expected = expected.as_array().map_or(&[][..], Vec::as_slice);
            let items = items.iter().enumerate();
            Value::Array(
                items
                    .map(|(i, item)| like(expected.get(i).unwrap_or(&Value::Null), item, keys))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// The value as lines a person reads: a text by its own lines, a list an item a line.
fn lines(value: &Value) -> String {
    let mut text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        other => item(other),
    };
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn item(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => map.values().map(item).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    }
}

/// Lines expected and missing with `-`, lines found and not expected with `+`, lines around them left out.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}", self.field)?;
        let (expected, found) = (lines(&self.expected), lines(&self.found));
        for change in TextDiff::from_lines(&expected, &found).iter_all_changes() {
            let line = change.value().trim_end_matches('\n');
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => continue,
            };
            if !line.is_empty() {
                write!(f, "\n    {sign} {line}")?;
            }
        }
        if expected == found {
            write!(f, "\n    - {}\n    + {}", self.expected, self.found)?;
        }
        Ok(())
    }
}
