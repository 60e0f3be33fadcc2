//! Reports as lines of JSON: those of a list of headlines, and those that `khabar read` gives out.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use khabar_article::language::detect;
use khabar_words::script::Script;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::report::Report;

/// How much of the headlines that came before says in which language the next one is, in characters.
const REMEMBERED: usize = 600;

/// A report that has arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// What it is called: text or a number, as it was given.
    pub id: Value,
    /// Its headline.
    pub title: String,
    /// Its text; empty where only the headline is known.
    pub text: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Its language: as given, or as it was told from the text.
    pub language: Option<String>,
    /// Who speaks in it, by name: as given, or as read from the text.
    pub speakers: Vec<String>,
}

/// Why a line is no report.
#[derive(Debug, Error)]
pub enum BadLine {
    /// It is no JSON object of the kind that is asked for.
    #[error("it is not a JSON object as it should be ({0})")]
    Json(#[from] serde_json::Error),
    /// Nothing to call it by.
    #[error("it has neither an \"id\" nor a \"url\" of text or a number")]
    Nameless,
    /// Nothing to compare it by.
    #[error("it has neither a \"title\" nor a \"text\"")]
    Empty,
}

/// What is read of a line. Nobody's other keys matter.
#[derive(Deserialize)]
struct Line {
    id: Option<Value>,
    url: Option<Value>,
    #[serde(alias = "headline")]
    title: Option<String>,
    #[serde(alias = "articleBody")]
    text: Option<String>,
    #[serde(alias = "datePublished")]
    published: Option<String>,
    #[serde(alias = "inLanguage")]
    language: Option<String>,
    statements: Option<Vec<Said>>,
}

#[derive(Deserialize)]
struct Said {
    speaker: Option<Speaker>,
}

#[derive(Deserialize)]
struct Speaker {
    name: String,
}

/// Reads lines, one after the other: a headline without a language is taken to be in that of those before it, as far as its
/// letters allow.
#[derive(Debug, Default)]
pub struct Arrivals {
    headlines: FxHashMap<Script, String>,
}

impl Arrivals {
    /// The report of a line: `id` (or `url`), `title` (or `headline`) and, where known, `text` (`articleBody`), `published`
    /// (`datePublished`), `language` (`inLanguage`) and `statements` with the name of each `speaker`, without which who speaks
    /// is read from the text. A point of time that cannot be read is none.
    ///
    /// # Errors
    /// Where the line is no object, an object with other kinds of values, or says too little.
    pub fn read(&mut self, line: &str) -> Result<Arrival, BadLine> {
        let line: Line = serde_json::from_str(line)?;
        let id = line
            .id
            .or(line.url)
            .filter(|id| id.is_string() || id.is_number())
            .ok_or(BadLine::Nameless)?;
        let (title, text) = (
            line.title.unwrap_or_default(),
            line.text.unwrap_or_default(),
        );
        if title.trim().is_empty() && text.trim().is_empty() {
            return Err(BadLine::Empty);
        }
        let language = match line.language {
            Some(language) if !language.trim().is_empty() => Some(language),
            _ if !text.trim().is_empty() => detect(&text, None),
            _ => self.of_headline(&title),
        };
        let speakers = match line.statements {
            Some(statements) => statements
                .into_iter()
                .filter_map(|said| Some(said.speaker?.name))
                .collect(),
            None => khabar_statements::read(&text, language.as_deref(), &[])
                .into_iter()
                .filter_map(|said| Some(said.speaker?.name))
                .collect(),
        };
        Ok(Arrival {
            id,
            title,
            text,
            published: line.published.as_deref().and_then(instant),
            language,
            speakers,
        })
    }

    /// The language of a headline, which is too short to tell by itself.
    fn of_headline(&mut self, title: &str) -> Option<String> {
        let letters = title.chars().find(|c| c.is_alphabetic())?;
        let before = self
            .headlines
            .entry(Script::of(letters.encode_utf8(&mut [0; 4])))
            .or_default();
        before.push_str(title);
        before.push('\n');
        let from = before
            .char_indices()
            .rev()
            .nth(REMEMBERED)
            .map_or(0, |(at, _)| at);
        before.drain(..from);
        // One headline among none in Latin letters is more often English than what its letters happen to look like.
        let usual = detect(before, Some("en"));
        detect(title, usual.as_deref())
    }
}

impl Arrival {
    /// What it is compared by.
    pub fn report(&self) -> Report<'_> {
        Report {
            title: &self.title,
            text: &self.text,
            published: self.published,
            language: self.language.as_deref(),
            speakers: &self.speakers,
        }
    }
}

/// A point of time as the lines have it: with an offset, without one (taken for UTC), as a day, or as in the headers of mail.
fn instant(written: &str) -> Option<Timestamp> {
    let written = written.trim();
    written
        .parse()
        .ok()
        .or_else(|| {
            let local = written
                .parse::<DateTime>()
                .or_else(|_| Ok::<_, jiff::Error>(written.parse::<Date>()?.at(0, 0, 0, 0)));
            Offset::UTC.to_timestamp(local.ok()?).ok()
        })
        .or_else(|| Some(jiff::fmt::rfc2822::parse(written).ok()?.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_headlines_and_of_readings_are_read() {
        let mut arrivals = Arrivals::default();
        let headline = arrivals
            .read(r#"{"id": 7, "title": "Harbour of Port Selin reopens after thirteen weeks"}"#)
            .expect("a headline");
        assert_eq!(
            (headline.id, headline.language.as_deref()),
            (Value::from(7), Some("en"))
        );
        let short = arrivals
            .read(r#"{"id": "8", "title": "Port Selin: final"}"#)
            .expect("a headline");
        assert_eq!(short.language.as_deref(), Some("en"));
        let reading = arrivals
            .read(
                r#"{"url": "https://a.example/1", "headline": "Ein Titel", "inLanguage": "de", "datePublished": "2026-03-02",
                    "articleBody": "Text.", "statements": [{"speaker": {"name": "Rosa Orvanti"}}, {}], "other": [1]}"#,
            )
            .expect("a reading");
        assert_eq!(reading.speakers, ["Rosa Orvanti"]);
        assert_eq!(reading.published, "2026-03-02T00:00:00Z".parse().ok());
        let read = arrivals
            .read(r#"{"id": "x", "title": "t", "text": "“We wait,” Rosa Orvanti said.", "published": "yesterday", "language": "en"}"#)
            .expect("a text");
        assert_eq!(
            (read.speakers, read.published),
            (vec!["Rosa Orvanti".to_owned()], None)
        );
    }

    #[test]
    fn what_is_no_report_is_said() {
        for (line, why) in [
            ("", "EOF"),
            ("[1]", "invalid"),
            (r#"{"title": "t"}"#, "neither an \"id\""),
            (r#"{"id": [1], "title": "t"}"#, "neither an \"id\""),
            (r#"{"id": 1, "title": " "}"#, "neither a \"title\""),
            (r#"{"id": 1, "title": 2}"#, "invalid type"),
        ] {
            let error = Arrivals::default().read(line).expect_err(line).to_string();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
