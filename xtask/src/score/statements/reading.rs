//! Reads annotated texts with Khabar, and keeps readings in files.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use khabar_article::dates::Moment;
use khabar_statements::{Passage, Statement};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::texts::{AnnotatedText, Ranges, Spans, TextSet};
use crate::clock::timed;
use crate::sets;

/// The day on which texts count as published that do not say: "Monday" is a time of saying whichever Monday it is.
const STAND_IN: Moment = Moment::Day(jiff::civil::date(2021, 12, 20));

/// The statements somebody read in one text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The text's name within its set.
    pub id: String,
    /// What was read.
    pub statements: Vec<Spans>,
    /// Processor time the reading took.
    #[serde(skip)]
    pub took: Duration,
}

/// Reads every text of a set with Khabar, all processors at work; readings in the order of the texts.
///
/// # Errors
/// When a statement points at other words than it gives.
pub fn read(set: &TextSet) -> Result<Vec<Reading>> {
    // What is built once in a process must not count to the text that happens to be read first.
    let languages: BTreeSet<&str> = set.texts.iter().map(|t| t.lang.as_str()).collect();
    for language in languages {
        statements_of("\"1 May\", 2020.", language);
    }
    let read = |text: &AnnotatedText| -> Result<Reading> {
        let (statements, took) = timed(|| statements_of(&text.text, &text.lang));
        let places = Places::of(&text.text);
        let spans = statements.iter().map(|s| places.spans(s));
        Ok(Reading {
            id: text.id.clone(),
            statements: spans
                .collect::<Result<_>>()
                .with_context(|| format!("{}, {}", set.name, text.id))?,
            took,
        })
    };
    set.texts.par_iter().map(read).collect()
}

/// Reads every text of a set with some other reader, in the same way.
pub fn read_by(set: &TextSet, read: impl Fn(&str) -> Vec<Spans> + Sync) -> Vec<Reading> {
    let read = |text: &AnnotatedText| {
        let (statements, took) = timed(|| read(&text.text));
        Reading {
            id: text.id.clone(),
            statements,
            took,
        }
    };
    set.texts.par_iter().map(read).collect()
}

/// The statements of a text of which no more is known than its language.
fn statements_of(text: &str, language: &str) -> Vec<Statement> {
    let dates = khabar_article::dates::mentions(text, Some(STAND_IN), language);
    khabar_statements::read(text, Some(language), &dates)
}

/// The bytes at which the code points of a text begin, and its end.
struct Places<'a> {
    text: &'a str,
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        Self { text, bytes }
    }

    /// Where the parts of a statement stand.
    fn spans(&self, statement: &Statement) -> Result<Spans> {
        if statement.content.is_empty() {
            bail!("a statement without content: {statement:?}");
        }
        let part = |passage: &Option<Passage>| self.ranges(passage.as_slice());
        Ok(Spans {
            kind: Some(statement.kind.name().to_owned()),
            source: part(&statement.source)?,
            antecedent: part(&statement.antecedent)?,
            cue: part(&statement.cue)?,
            content: self.ranges(&statement.content)?,
            addressee: part(&statement.addressee)?,
            when: self.ranges(statement.when.as_ref().map(|w| &w.words))?,
        })
    }

    /// Where passages stand, after a look whether their words do stand there.
    fn ranges<'p>(&self, passages: impl IntoIterator<Item = &'p Passage>) -> Result<Ranges> {
        let range = |passage: &Passage| {
            let (begin, end) = (passage.begin, passage.end);
            let place = self.bytes.get(begin).zip(self.bytes.get(end));
            let stands = place.and_then(|(b, e)| self.text.get(*b..*e));
            if stands != Some(passage.text.as_str()) || begin == end {
                bail!("{passage:?} is not what stands there: {stands:?}");
            }
            Ok((begin, end))
        };
        passages.into_iter().map(range).collect()
    }
}

/// Readings of JSON Lines, as `score --readings` writes them.
///
/// # Errors
/// When the file cannot be read or a line is not a reading.
pub fn load(path: &Path) -> Result<Vec<Reading>> {
    let (readings, _) = sets::read_lines(path, |line| serde_json::from_str(line))?;
    Ok(readings)
}

#[cfg(test)]
mod tests {
    use khabar_statements::Kind;

    use super::*;

    fn said(text: &str, begin: usize, end: usize) -> Statement {
        Statement {
            kind: Kind::Direct,
            source: None,
            antecedent: None,
            cue: None,
            content: vec![Passage {
                text: text.to_owned(),
                begin,
                end,
            }],
            addressee: None,
            when: None,
            speaker: None,
        }
    }

    #[test]
    fn a_passage_must_stand_where_it_says() {
        let places = Places::of("قال: نعم ok");
        assert_eq!(places.spans(&said("نعم", 5, 8)).unwrap().content, [(5, 8)]);
        assert!(places.spans(&said("نعم", 4, 7)).is_err());
        assert!(places.spans(&said("ok", 9, 12)).is_err());
        assert!(places.spans(&said("", 3, 3)).is_err());
    }
}
