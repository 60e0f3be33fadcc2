//! The reading as JSON: one object a page, valid JSON-LD.
//!
//! Names of <https://schema.org/NewsArticle> where schema.org has one, plain names of this project for the rest. What
//! a page does not give is left out; no key is ever `null`. An image's `description` is its `alt` text.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::groups::{self, Group, Item};
use crate::article::{Article, Author, Block, BlockKind, Image, Merged, Span};
use crate::words;

/// The reading as one line of JSON, without a line break at its end.
pub fn to_string(article: &Article) -> String {
    JsonLd::of(article).to_line()
}

/// The reading as indented JSON, without a line break at its end.
pub fn to_string_pretty(article: &Article) -> String {
    JsonLd::of(article).to_indented()
}

/// What others have found in an article: entries of its object, so that this crate need not know what they are.
pub trait Findings {
    /// Writes the entries. They stand behind the body and before `dates`.
    ///
    /// # Errors
    /// When `map` cannot be written to.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Nothing is found.
impl Findings for () {
    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// An article that serialises to its JSON-LD object, with what others have found in it.
#[derive(Debug, Clone, Copy)]
pub struct JsonLd<'a, F = ()> {
    article: &'a Article,
    findings: F,
}

impl<'a> JsonLd<'a> {
    /// The article alone.
    pub fn of(article: &'a Article) -> Self {
        Self::with(article, ())
    }
}

impl<'a, F: Findings> JsonLd<'a, F> {
    /// The article and what was found in it.
    pub fn with(article: &'a Article, findings: F) -> Self {
        Self { article, findings }
    }

    /// One line of JSON, without a line break at its end.
    pub fn to_line(&self) -> String {
        written(serde_json::to_string(self))
    }

    /// Indented JSON, without a line break at its end.
    pub fn to_indented(&self) -> String {
        written(serde_json::to_string_pretty(self))
    }
}

/// The JSON written. Writing to memory cannot fail, for all keys are strings and no value refuses to be written.
fn written(json: serde_json::Result<String>) -> String {
    json.expect("a reading has only string keys")
}

impl<F: Findings> Serialize for JsonLd<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let article = self.article;
        let kind = if article.is_report {
            "NewsArticle"
        } else {
            "WebPage"
        };
        let body = article.body_text();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("@context", "https://schema.org")?;
        map.serialize_entry("@type", kind)?;
        some(&mut map, "headline", article.headline.as_ref())?;
        some(
            &mut map,
            "alternativeHeadline",
            article.alternative_headline.as_ref(),
        )?;
        some(&mut map, "description", article.description.as_ref())?;
        list(&mut map, "author", &article.authors, AuthorLd)?;
        some(&mut map, "datePublished", article.published.as_ref())?;
        some(&mut map, "dateModified", article.modified.as_ref())?;
        some(&mut map, "dateline", article.dateline.as_ref())?;
        some(&mut map, "articleSection", article.section.as_ref())?;
        list(&mut map, "keywords", &article.keywords, |k| k)?;
        some(&mut map, "inLanguage", article.language.as_ref())?;
        some(
            &mut map,
            "publisher",
            article.publisher.as_deref().map(OrganizationLd),
        )?;
        some(&mut map, "url", article.url.as_ref())?;
        list(&mut map, "image", &article.images, |image| ImageLd {
            image,
            role: ("@type", "ImageObject"),
        })?;
        some(&mut map, "isAccessibleForFree", article.accessible_for_free)?;
        if !body.is_empty() {
            map.serialize_entry("articleBody", &body)?;
            map.serialize_entry("wordCount", &words::count(&body))?;
        }
        if !article.body.is_empty() {
            map.serialize_entry("blocks", &Blocks(&article.body))?;
        }
        self.findings.write(&mut map)?;
        list(&mut map, "dates", &article.dates, |d| d)?;
        list(&mut map, "otherHeadlines", &article.other_headlines, |h| h)?;
        map.serialize_entry("textDirection", &article.direction)?;
        some(&mut map, "pageKind", article.page_kind)?;
        if !article.confidence.is_empty() {
            map.serialize_entry("confidence", &article.confidence)?;
        }
        list(&mut map, "warnings", &article.warnings, |w| w)?;
        some(&mut map, "source", article.source.as_ref())?;
        map.end()
    }
}

/// Writes the entry if there is a value.
fn some<M: SerializeMap>(
    map: &mut M,
    key: &str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, &value),
        None => Ok(()),
    }
}

/// Writes the entry if the list has items, each in the shape `shown` gives it.
fn list<'a, M: SerializeMap, T, Shown: Serialize>(
    map: &mut M,
    key: &str,
    items: &'a [T],
    shown: impl Fn(&'a T) -> Shown,
) -> Result<(), M::Error> {
    if items.is_empty() {
        return Ok(());
    }
    map.serialize_entry(key, &items.iter().map(shown).collect::<Vec<_>>())
}

/// An author as schema.org's `Person` or `Organization`.
struct AuthorLd<'a>(&'a Author);

impl Serialize for AuthorLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("@type", self.0.kind.name())?;
        map.serialize_entry("name", &self.0.name)?;
        some(&mut map, "url", self.0.url.as_ref())?;
        map.end()
    }
}

/// An outlet as schema.org's `Organization`.
struct OrganizationLd<'a>(&'a str);

impl Serialize for OrganizationLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("@type", "Organization")?;
        map.serialize_entry("name", self.0)?;
        map.end()
    }
}

/// An image, opened by the entry that says what it is.
struct ImageLd<'a> {
    image: &'a Image,
    role: (&'static str, &'static str),
}

impl Serialize for ImageLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.role.0, self.role.1)?;
        map.serialize_entry("url", &self.image.url)?;
        some(&mut map, "caption", self.image.caption.as_ref())?;
        some(&mut map, "creditText", self.image.credit.as_ref())?;
        some(&mut map, "description", self.image.alt.as_ref())?;
        map.end()
    }
}

/// The body with its structure.
struct Blocks<'a>(&'a [Block]);

impl Serialize for Blocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for group in groups::groups(self.0) {
            seq.serialize_element(&GroupLd(group))?;
        }
        seq.end()
    }
}

/// One entry of `blocks`.
struct GroupLd<'a>(Group<'a>);

impl Serialize for GroupLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Group::Single(Block {
            kind: BlockKind::Image(image),
            ..
        }) = self.0
        {
            return ImageLd {
                image,
                role: ("kind", "image"),
            }
            .serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        match self.0 {
            Group::List(blocks) => {
                map.serialize_entry("kind", "list")?;
                let items = groups::items(blocks);
                list(&mut map, "items", &items, ItemLd)?;
            }
            Group::Table(blocks) => {
                map.serialize_entry("kind", "table")?;
                list(&mut map, "rows", blocks, RowLd)?;
            }
            Group::Single(block) => {
                match &block.kind {
                    BlockKind::Heading(level) => {
                        map.serialize_entry("kind", "heading")?;
                        map.serialize_entry("level", level)?;
                    }
                    BlockKind::Code { language } => {
                        map.serialize_entry("kind", "code")?;
                        some(&mut map, "language", language.as_ref())?;
                    }
                    _ => map.serialize_entry("kind", "paragraph")?,
                }
                text_and_spans(&mut map, block)?;
            }
        }
        let quote_depth = self.0.quote_depth();
        some(
            &mut map,
            "quoteDepth",
            (quote_depth > 0).then_some(quote_depth),
        )?;
        map.end()
    }
}

/// Writes a block's text and, if any of it is styled or linked, the runs it is made of.
fn text_and_spans<M: SerializeMap>(map: &mut M, block: &Block) -> Result<(), M::Error> {
    map.serialize_entry("text", &block.text())?;
    let styled = |s: &Span| s.strong || s.emphasis || s.code || s.link.is_some();
    if block.spans.iter().any(styled) {
        list(map, "spans", &block.spans, SpanLd)?;
    }
    Ok(())
}

/// One item of a list.
struct ItemLd<'a>(&'a Item<'a>);

impl Serialize for ItemLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("depth", &self.0.depth)?;
        some(&mut map, "number", self.0.number)?;
        text_and_spans(&mut map, self.0.block)?;
        map.end()
    }
}

/// One row of a table.
struct RowLd<'a>(&'a Block);

impl Serialize for RowLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let BlockKind::TableRow {
            header,
            cells,
            merged,
            ..
        } = &self.0.kind
        {
            some(&mut map, "header", header.then_some(true))?;
            map.serialize_entry("cells", cells)?;
            list(&mut map, "merged", merged, MergedLd)?;
        }
        map.end()
    }
}

/// A cell that takes more than one place of its table.
struct MergedLd<'a>(&'a Merged);

impl Serialize for MergedLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("column", &self.0.column)?;
        map.serialize_entry("columns", &self.0.columns)?;
        map.serialize_entry("rows", &self.0.rows)?;
        map.end()
    }
}

/// A run of text with its styles; those it does not have are left out.
struct SpanLd<'a>(&'a Span);

impl Serialize for SpanLd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let span = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &span.text)?;
        some(&mut map, "strong", span.strong.then_some(true))?;
        some(&mut map, "emphasis", span.emphasis.then_some(true))?;
        some(&mut map, "code", span.code.then_some(true))?;
        some(&mut map, "url", span.link.as_ref())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::article::AuthorKind;
    use crate::dates::{DateMention, Moment};
    use crate::write::sample;

    #[test]
    fn keys_come_in_the_documented_order() {
        let object: Value = serde_json::from_str(&to_string(&sample::full())).unwrap();
        let keys: Vec<&str> = object
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            keys,
            [
                "@context",
                "@type",
                "headline",
                "alternativeHeadline",
                "description",
                "author",
                "datePublished",
                "dateline",
                "articleSection",
                "keywords",
                "inLanguage",
                "publisher",
                "url",
                "image",
                "isAccessibleForFree",
                "articleBody",
                "wordCount",
                "blocks",
                "otherHeadlines",
                "textDirection",
                "pageKind",
                "confidence",
                "warnings",
                "source",
            ]
        );
        assert_eq!(
            object["author"],
            json!([{"@type": "Person", "name": "Lina Haddad", "url": "https://news.example/lina"}])
        );
        assert_eq!(
            object["publisher"],
            json!({"@type": "Organization", "name": "The Harbour Post"})
        );
        assert_eq!(object["confidence"], json!({"headline": 0.9}));
        assert_eq!(
            object["warnings"],
            json!([{"code": "paywall", "message": "Only the opening is here."}])
        );
    }

    #[test]
    fn the_body_keeps_its_structure() {
        let object: Value = serde_json::from_str(&to_string(&sample::full())).unwrap();
        let blocks = object["blocks"].as_array().unwrap();
        assert_eq!(
            blocks[0],
            json!({"kind": "paragraph", "text": "The harbour opened today.", "spans": [
                {"text": "The harbour "},
                {"text": "opened", "strong": true, "url": "https://news.example/open"},
                {"text": " today."},
            ]})
        );
        assert_eq!(
            blocks[1],
            json!({"kind": "heading", "level": 2, "text": "What next"})
        );
        assert_eq!(
            blocks[2],
            json!({"kind": "list", "items": [
                {"depth": 0, "text": "Ferries"},
                {"depth": 1, "number": 1, "text": "from June"},
                {"depth": 0, "text": "Freight"},
            ]})
        );
        assert_eq!(
            blocks[3],
            json!({"kind": "paragraph", "text": "We waited.", "quoteDepth": 1})
        );
        assert_eq!(
            blocks[4],
            json!({"kind": "table", "rows": [
                {"header": true, "cells": ["Year", "Ships"]},
                {"cells": ["2025", "12"]},
            ]})
        );
        assert_eq!(blocks[5]["kind"], "image");
        assert_eq!(blocks[5]["creditText"], "A. Photographer");
    }

    #[test]
    fn findings_stand_before_dates() {
        struct Found;
        impl Findings for Found {
            fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                map.serialize_entry("found", &[1, 2])
            }
        }
        let mut article = sample::full();
        article.dates = vec![DateMention {
            text: "today".into(),
            begin: 19,
            end: 24,
            date: crate::dates::When::Day(Moment::Day(jiff::civil::date(2026, 3, 2))),
        }];
        let object: Value = serde_json::from_str(&JsonLd::with(&article, Found).to_line()).unwrap();
        let keys: Vec<&String> = object.as_object().unwrap().keys().collect();
        let at = keys.iter().position(|key| *key == "found").unwrap();
        assert_eq!(
            (keys[at - 1].as_str(), keys[at + 1].as_str()),
            ("blocks", "dates")
        );
        assert_eq!(object["found"], json!([1, 2]));
    }

    #[test]
    fn an_agency_is_no_person() {
        let article = Article {
            authors: vec![Author {
                name: "AFP".into(),
                kind: AuthorKind::Organization,
                ..Author::default()
            }],
            ..Article::default()
        };
        let object: Value = serde_json::from_str(&to_string(&article)).unwrap();
        assert_eq!(
            object["author"],
            json!([{"@type": "Organization", "name": "AFP"}])
        );
    }

    #[test]
    fn merged_cells_are_told() {
        let article = Article {
            body: vec![sample::merged_row()],
            ..Article::default()
        };
        let object: Value = serde_json::from_str(&to_string(&article)).unwrap();
        assert_eq!(
            object["blocks"][0]["rows"],
            json!([{"header": true, "cells": ["Party", "Seats", ""],
                "merged": [{"column": 1, "columns": 2, "rows": 1}]}])
        );
    }

    #[test]
    fn what_is_absent_is_left_out() {
        let object: Value = serde_json::from_str(&to_string(&Article::default())).unwrap();
        assert_eq!(
            object,
            json!({"@context": "https://schema.org", "@type": "WebPage", "textDirection": "ltr"})
        );
    }

    #[test]
    fn dates_are_written_as_precisely_as_given() {
        let article = Article {
            published: Some(Moment::Day(jiff::civil::date(2021, 12, 20))),
            ..Article::default()
        };
        let object: Value = serde_json::from_str(&to_string(&article)).unwrap();
        assert_eq!(object["datePublished"], "2021-12-20");
    }
}
