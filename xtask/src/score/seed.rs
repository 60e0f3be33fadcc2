//! The seed: one text dump and what must be made of it, field by field.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use khabar_article::dates::DateMention;
use khabar_article::{Article, InputKind, ReadOptions};
use khabar_statements::{Passage, Statement};
use serde::Deserialize;

use super::bodies::word_scores;
use crate::root;

/// The gold reading.
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
    statements: Vec<GoldStatement>,
}

#[derive(Deserialize)]
struct GoldDate {
    text: String,
    date: String,
}

/// A statement in words; what it does not have is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
struct GoldStatement {
    source: String,
    antecedent: String,
    cue: String,
    content: String,
    addressee: String,
    kind: String,
    when: String,
    date: String,
}

/// What is read of a statement that was not found.
const NOT_FOUND: &str = "(no such statement)";

/// A field of the seed and what came of it.
#[derive(Debug)]
pub struct Field {
    /// Its name in the JSON form: `headline`, `statements[3].cue`.
    pub name: String,
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
    let body = article.body_text();
    let language = article.language.as_deref();
    let statements = khabar_statements::read(&body, language, &article.dates);
    let mut fields = compare(&gold, &article, &body);
    fields.extend(compare_dates(&gold.dates, &article.dates));
    fields.extend(compare_statements(&gold.statements, &statements));
    Ok(Some(fields))
}

/// What came of one sort of thing in the seed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many the gold has.
    pub gold: usize,
    /// Those of them of which something was read.
    pub found: usize,
    /// Those of which all was read as it must be.
    pub right: usize,
}

/// Counts `dates` or `statements`, each of which may have several fields: `statements[3].cue`.
pub fn counts(fields: &[Field], name: &str) -> Counts {
    let mut things: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
    for field in fields {
        let place = field.name.strip_prefix(name);
        let number = place.and_then(|place| place.strip_prefix('[')?.split_once(']'));
        if let Some((number, _)) = number {
            things.entry(number).or_default().push(field);
        }
    }
    // What is read too much has fields, but no gold.
    things.retain(|_, fields| fields.iter().any(|f| !f.gold.is_empty()));
    let is_read = |field: &Field| !field.read.is_empty() && field.read != NOT_FOUND;
    let those = |hold: &dyn Fn(&[&Field]) -> bool| things.values().filter(|f| hold(f)).count();
    Counts {
        gold: things.len(),
        found: those(&|fields| fields.iter().any(|f| is_read(f))),
        right: those(&|fields| fields.iter().all(|f| f.is_right())),
    }
}

fn field(name: impl Into<String>, gold: &str, read: impl Into<String>) -> Field {
    Field {
        name: name.into(),
        gold: gold.to_owned(),
        read: read.into(),
    }
}

fn compare(gold: &Gold, article: &Article, body: &str) -> Vec<Field> {
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let published = article.published.map(|p| p.to_string()).unwrap_or_default();
    vec![
        field("headline", &gold.headline, given(&article.headline)),
        field("inLanguage", &gold.in_language, given(&article.language)),
        field("datePublished", &gold.date_published, published),
        field(
            "articleSection",
            &gold.article_section,
            given(&article.section),
        ),
        field("articleBody", &gold.article_body, body),
        field(
            "otherHeadlines",
            &gold.other_headlines.join("\n"),
            article.other_headlines.join("\n"),
        ),
    ]
}

fn compare_dates(gold: &[GoldDate], read: &[DateMention]) -> Vec<Field> {
    let gold = gold.iter().map(|d| dated(&d.text, &d.date)).collect();
    let read = read.iter().map(|d| dated(&d.text, &d.date.to_string()));
    one_by_one("dates", gold, read.collect())
}

/// An expression of time and the day it means, which may be unknown.
fn dated(words: &str, date: &str) -> String {
    if date.is_empty() {
        words.to_owned()
    } else {
        format!("{words} = {date}")
    }
}

/// Items by their order; one too many or too few is a field of its own.
fn one_by_one(name: &str, gold: Vec<String>, read: Vec<String>) -> Vec<Field> {
    let items = gold.len().max(read.len());
    let (mut gold, mut read) = (gold.into_iter(), read.into_iter());
    let fields = (0..items).map(|at| {
        let (gold, read) = (gold.next(), read.next());
        let name = format!("{name}[{at}]");
        field(name, &gold.unwrap_or_default(), read.unwrap_or_default())
    });
    fields.collect()
}

/// Each part of each statement. Statements are the same where their contents overlap most; of one that was not read
/// no part is right, and each that is none is a wrong field.
fn compare_statements(gold: &[GoldStatement], read: &[Statement]) -> Vec<Field> {
    let gold: Vec<Vec<(&str, String)>> = gold.iter().map(gold_parts).collect();
    let read: Vec<Vec<(&str, String)>> = read.iter().map(read_parts).collect();
    let content = |parts: &[(&str, String)]| {
        let content = parts.iter().find(|(name, _)| *name == "content");
        content.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let mut ranked = Vec::new();
    for (i, gold) in gold.iter().enumerate() {
        for (j, read) in read.iter().enumerate() {
            let [_, _, f1] = word_scores(&content(read), &content(gold));
            ranked.push((f1, i, j));
        }
    }
    // One content may stand within another, so the best match is taken first.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut of_gold, mut is_taken) = (vec![None; gold.len()], vec![false; read.len()]);
    for (f1, i, j) in ranked {
        if f1 >= 0.5 && of_gold[i].is_none() && !is_taken[j] {
            (of_gold[i], is_taken[j]) = (Some(j), true);
        }
    }
    let mut fields = Vec::new();
    for (at, (gold, partner)) in gold.iter().zip(of_gold).enumerate() {
        for (part, (name, gold)) in gold.iter().enumerate() {
            let read = partner.map_or_else(|| NOT_FOUND.to_owned(), |j| read[j][part].1.clone());
            fields.push(field(format!("statements[{at}].{name}"), gold, read));
        }
    }
    let spurious = read.iter().zip(is_taken).filter(|(_, taken)| !taken);
    fields.extend(spurious.map(|(parts, _)| field("statements, one too many", "", content(parts))));
    fields
}

fn gold_parts(gold: &GoldStatement) -> Vec<(&'static str, String)> {
    vec![
        ("source", gold.source.clone()),
        ("antecedent", gold.antecedent.clone()),
        ("cue", gold.cue.clone()),
        ("content", gold.content.clone()),
        ("addressee", gold.addressee.clone()),
        ("kind", gold.kind.clone()),
        ("when", dated(&gold.when, &gold.date)),
    ]
}

fn read_parts(read: &Statement) -> Vec<(&'static str, String)> {
    let words = |part: &Option<Passage>| part.as_ref().map(|p| p.text.clone()).unwrap_or_default();
    let content: Vec<&str> = read.content.iter().map(|p| p.text.as_str()).collect();
    let when = read.when.as_ref().map(|when| {
        let date = when.date.map(|date| date.to_string()).unwrap_or_default();
        dated(&when.words.text, &date)
    });
    vec![
        ("source", words(&read.source)),
        ("antecedent", words(&read.antecedent)),
        ("cue", words(&read.cue)),
        ("content", content.join(" … ")),
        ("addressee", words(&read.addressee)),
        ("kind", read.kind.name().to_owned()),
        ("when", when.unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests {
    use khabar_statements::Kind;

    use super::*;

    fn passage(text: &str) -> Passage {
        Passage {
            text: text.to_owned(),
            begin: 0,
            end: text.len(),
        }
    }

    fn statement(source: Option<&str>, content: &str) -> Statement {
        Statement {
            kind: Kind::Direct,
            source: source.map(passage),
            antecedent: None,
            cue: None,
            content: vec![passage(content)],
            addressee: None,
            when: None,
            speaker: None,
        }
    }

    #[test]
    fn a_statement_within_another_is_not_taken_for_it() {
        let gold = |source: &str, content: &str| GoldStatement {
            source: source.to_owned(),
            content: content.to_owned(),
            kind: "direct".to_owned(),
            ..GoldStatement::default()
        };
        let gold = [gold("A", "B said all is well"), gold("B", "all is well")];
        let read = [
            statement(Some("B"), "all is well"),
            statement(None, "B said all is well"),
            statement(None, "so it is"),
        ];
        let fields = compare_statements(&gold, &read);
        let wrong = fields.iter().filter(|f| !f.is_right());
        let wrong: Vec<_> = wrong.map(|f| (f.name.as_str(), f.read.as_str())).collect();
        let expected = [
            ("statements[0].source", ""),
            ("statements, one too many", "so it is"),
        ];
        assert_eq!(wrong, expected);
        assert_eq!(fields.len(), 15);
    }

    #[test]
    fn of_a_statement_not_read_no_part_is_right() {
        let fields = compare_statements(&[GoldStatement::default()], &[]);
        assert_eq!(fields.iter().filter(|f| f.is_right()).count(), 0);
        let fields = one_by_one("dates", vec!["a".into()], vec!["a".into(), "b".into()]);
        assert_eq!(fields.iter().filter(|f| f.is_right()).count(), 1);
    }

    #[test]
    fn things_of_the_gold_are_counted_with_all_their_parts() {
        let gold = |content: &str| GoldStatement {
            content: content.to_owned(),
            kind: "direct".to_owned(),
            ..GoldStatement::default()
        };
        let gold = [gold("all is well"), gold("so it is"), gold("none of it")];
        let read = [
            statement(None, "all is well"),
            statement(Some("A"), "so it is"),
        ];
        let counted = |gold, found, right| Counts { gold, found, right };
        let fields = compare_statements(&gold, &read);
        assert_eq!(counts(&fields, "statements"), counted(3, 2, 1));
        let fields = one_by_one("dates", vec!["a".into()], vec!["b".into(), "c".into()]);
        assert_eq!(counts(&fields, "dates"), counted(1, 1, 0));
    }
}
