//! A reading as an archive keeps it: the JSON object that `khabar read` gives, looked at where it lies.
//!
//! Nothing here is trusted: every text may hold anything, every number may point anywhere, and a reading that was taken in
//! may have anything in any place. What has another shape than it should counts as absent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A text that is borrowed where JSON holds it without escapes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of a reading that pages show. Of the names of its keys, see `khabar read`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Reading<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub headline: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub description: Option<Text<'a>>,
    #[serde(deserialize_with = "those")]
    pub author: Vec<Named<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub date_published: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub date_modified: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub dateline: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub article_section: Option<Text<'a>>,
    #[serde(deserialize_with = "those")]
    pub keywords: Vec<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub in_language: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub is_accessible_for_free: Option<bool>,
    #[serde(deserialize_with = "lenient")]
    pub article_body: Text<'a>,
    #[serde(deserialize_with = "those")]
    pub blocks: Vec<Block<'a>>,
    #[serde(deserialize_with = "those")]
    pub statements: Vec<Statement<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub text_direction: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub page_kind: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub confidence: BTreeMap<Text<'a>, f64>,
    #[serde(deserialize_with = "those")]
    pub warnings: Vec<Warning<'a>>,
}

/// Somebody or something with a name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub name: Text<'a>,
}

/// What was odd about a page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Warning<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub code: Text<'a>,
    #[serde(deserialize_with = "lenient")]
    pub message: Text<'a>,
}

/// A block of the body. Which fields it has goes by its `kind`; what has an unknown one is shown as a paragraph.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Block<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub kind: Text<'a>,
    #[serde(deserialize_with = "lenient")]
    pub level: u8,
    #[serde(deserialize_with = "lenient")]
    pub quote_depth: u8,
    #[serde(deserialize_with = "lenient")]
    pub text: Text<'a>,
    #[serde(deserialize_with = "those")]
    pub spans: Vec<Span<'a>>,
    #[serde(deserialize_with = "those")]
    pub items: Vec<Item<'a>>,
    #[serde(deserialize_with = "those")]
    pub rows: Vec<Row<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub url: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub caption: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub credit_text: Option<Text<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub description: Option<Text<'a>>,
}

/// A run of text with its styles.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Span<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub text: Text<'a>,
    #[serde(deserialize_with = "lenient")]
    pub strong: bool,
    #[serde(deserialize_with = "lenient")]
    pub emphasis: bool,
    #[serde(deserialize_with = "lenient")]
    pub code: bool,
    #[serde(deserialize_with = "lenient")]
    pub url: Option<Text<'a>>,
}

/// An item of a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Item<'a> {
    #[serde(deserialize_with = "lenient")]
    pub depth: usize,
    #[serde(deserialize_with = "lenient")]
    pub number: Option<u32>,
    #[serde(borrow, deserialize_with = "lenient")]
    pub text: Text<'a>,
    #[serde(deserialize_with = "those")]
    pub spans: Vec<Span<'a>>,
}

/// A row of a table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Row<'a> {
    #[serde(deserialize_with = "lenient")]
    pub header: bool,
    #[serde(borrow, deserialize_with = "each")]
    pub cells: Vec<Text<'a>>,
    #[serde(deserialize_with = "those")]
    pub merged: Vec<Merged>,
}

/// A cell that takes more than one place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Merged {
    #[serde(deserialize_with = "lenient")]
    pub column: usize,
    #[serde(deserialize_with = "lenient")]
    pub columns: usize,
    #[serde(deserialize_with = "lenient")]
    pub rows: usize,
}

/// One act of saying.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Statement<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub kind: Text<'a>,
    #[serde(deserialize_with = "lenient")]
    pub source: Option<Passage<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub cue: Option<Passage<'a>>,
    #[serde(deserialize_with = "those")]
    pub content: Vec<Passage<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub addressee: Option<Passage<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub when: Option<Passage<'a>>,
    #[serde(deserialize_with = "lenient")]
    pub speaker: Option<Speaker<'a>>,
}

/// Words of the body: `begin` and `end` count code points of `articleBody`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Passage<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub text: Text<'a>,
    #[serde(deserialize_with = "lenient")]
    pub begin: usize,
    #[serde(deserialize_with = "lenient")]
    pub end: usize,
    /// The day that an expression of time means.
    #[serde(deserialize_with = "lenient")]
    pub date: Option<Text<'a>>,
}

/// Who is behind the words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Speaker<'a> {
    #[serde(borrow, deserialize_with = "lenient")]
    pub name: Text<'a>,
    #[serde(deserialize_with = "lenient")]
    pub role: Option<Text<'a>>,
}

/// What lies there, or its default where it has another shape.
fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    let raw = <&RawValue>::deserialize(from)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// Those of a list that have the shape they should.
fn those<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    let raws: Vec<&RawValue> = lenient(from)?;
    let shaped = |raw: &'de RawValue| serde_json::from_str(raw.get()).ok();
    Ok(raws.into_iter().filter_map(shaped).collect())
}

/// All of a list, for the place of each counts: where one has another shape, its default.
fn each<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    let raws: Vec<&RawValue> = lenient(from)?;
    let shaped = |raw: &'de RawValue| serde_json::from_str(raw.get()).unwrap_or_default();
    Ok(raws.into_iter().map(shaped).collect())
}

impl<'a> Reading<'a> {
    /// The reading that `json` holds.
    ///
    /// # Errors
    /// When it is no JSON object.
    pub(crate) fn of(json: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// Its language as an attribute has it: letters, digits and hyphens alone; empty where it is not known.
    pub(crate) fn lang(&self) -> &str {
        self.in_language.as_deref().map_or("", tag)
    }

    /// Which way its text runs: `ltr` or `rtl`.
    pub(crate) fn dir(&self) -> &'static str {
        match self.text_direction.as_deref() {
            Some("rtl") => "rtl",
            _ => "ltr",
        }
    }
}

/// A language tag that is fit to stand in an attribute; the empty one for anything else.
pub(crate) fn tag(language: &str) -> &str {
    let fits = language.len() <= 35
        && language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { language } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_another_shape_counts_as_absent() {
        let reading = Reading::of(
            r#"{"headline": "H", "articleSection": ["Ports"], "datePublished": 3,
                "author": [{"name": "A"}, "B", {"name": 3, "url": "u"}], "keywords": ["a", 1, null],
                "isAccessibleForFree": "yes", "confidence": {"headline": "high"}, "dateline": {"text": "x"},
                "blocks": ["text", {"kind": "list", "level": 900, "items": [{"depth": -1, "text": "i"}, 7]},
                    {"kind": "table", "rows": [{"cells": ["a", 2, "c"], "merged": 0}]}],
                "statements": {"kind": "direct"}, "articleBody": "B"}"#,
        )
        .unwrap();
        assert_eq!(reading.headline.as_deref(), Some("H"));
        assert!(reading.article_section.is_none() && reading.dateline.is_none());
        assert!(reading.date_published.is_none() && reading.statements.is_empty());
        assert_eq!(&*reading.article_body, "B");
        assert_eq!(reading.author.len(), 2);
        assert_eq!(&*reading.author[1].name, "");
        assert_eq!(reading.keywords.len(), 1);
        assert!(reading.is_accessible_for_free.is_none() && reading.confidence.is_empty());
        assert_eq!(reading.blocks.len(), 2);
        assert_eq!(
            (reading.blocks[0].level, reading.blocks[0].items.len()),
            (0, 1)
        );
        assert_eq!(&*reading.blocks[0].items[0].text, "i");
        let cells: Vec<&str> = reading.blocks[1].rows[0]
            .cells
            .iter()
            .map(|cell| &**cell)
            .collect();
        assert_eq!(cells, ["a", "", "c"]);
        for none in ["3", "null", "\"text\"", "{", ""] {
            assert!(Reading::of(none).is_err(), "{none}");
        }
    }

    #[test]
    fn texts_are_borrowed_where_they_can_be() {
        let reading = Reading::of(r#"{"headline": "a", "blocks": [{"text": "b"}]}"#).unwrap();
        assert!(matches!(reading.headline, Some(Text(Cow::Borrowed("a")))));
        assert!(matches!(reading.blocks[0].text, Text(Cow::Borrowed("b"))));
    }
}
