//! The seed: one text dump and what must be made of it, field by field.

use std::fs;

use anyhow::{Context, Result};
use khabar_article::{Article, InputKind, ReadOptions};
use serde::Deserialize;

use crate::root;

/// The gold reading; its statements are not this crate's to judge.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Gold {
    headline: String,
    in_language: String,
    date_published: String,
    article_section: String,
    article_body: String,
    dates: Vec<GoldDate>,
    other_headlines: Vec<String>,
}

#[derive(Deserialize)]
struct GoldDate {
    text: String,
    date: String,
}

/// A field of the seed and what came of it.
#[derive(Debug)]
pub struct Field {
    /// Its name in the JSON form.
    pub name: &'static str,
    /// What it must be.
    pub gold: String,
    /// What was read.
    pub read: String,
}

impl Field {
    /// Whether it is as it must be.
    pub fn is_right(&self) -> bool {
        self.gold == self.read
    }
}

/// Reads the seed; `None` where it does not stand beside the repository.
///
/// # Errors
/// When its files cannot be read.
pub fn check() -> Result<Option<Vec<Field>>> {
    let dir = root().join("../shared/seed");
    let (report, reading) = (dir.join("report.txt"), dir.join("reading.json"));
    if !report.is_file() || !reading.is_file() {
        return Ok(None);
    }
    let gold: Gold = serde_json::from_str(&fs::read_to_string(reading)?)
        .context("the seed's reading has another form")?;
    let options = ReadOptions {
        input: InputKind::Text,
        ..ReadOptions::default()
    };
    let article = khabar_article::read(&fs::read(report)?, &options).unwrap_or_default();
    Ok(Some(compare(gold, &article)))
}

fn compare(gold: Gold, article: &Article) -> Vec<Field> {
    let field = |name, gold: String, read: String| Field { name, gold, read };
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let dates = gold
        .dates
        .iter()
        .map(|d| format!("{} = {}", d.text, d.date));
    let read_dates = article
        .dates
        .iter()
        .map(|d| format!("{} = {}", d.text, d.date));
    let published = article.published.map(|p| p.to_string()).unwrap_or_default();
    vec![
        field("headline", gold.headline, given(&article.headline)),
        field("inLanguage", gold.in_language, given(&article.language)),
        field("datePublished", gold.date_published, published),
        field(
            "articleSection",
            gold.article_section,
            given(&article.section),
        ),
        field("articleBody", gold.article_body, article.body_text()),
        field("dates", lines(dates), lines(read_dates)),
        field(
            "otherHeadlines",
            gold.other_headlines.join("\n"),
            article.other_headlines.join("\n"),
        ),
    ]
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n")
}
