//! Reports as lines of JSON: those of a list of headlines, and those that `khabar read` gives out.

use jiff::{SignedDuration, Timestamp};
use khabar_article::dates::parse;
use khabar_article::language::{detect, primary};
use khabar_words::script::Script;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::report::Report;

/// How much of the headlines that came before says in which language the next one is, in characters.
const REMEMBERED: usize = 600;

/// How much of a text is read for who speaks in it, in bytes.
const READ: usize = 100_000;

/// How many links, and how many pictures, of a report are kept.
const ADDRESSES: usize = 200;

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
    /// Its own address, and those that its text links to.
    pub links: Vec<String>,
    /// The addresses of its pictures.
    pub images: Vec<String>,
}

/// Why a line is no report.
#[derive(Debug, Error)]
pub enum BadLine {
    /// It is no JSON object.
    #[error("it is not a JSON object ({0})")]
    Json(#[from] serde_json::Error),
    /// Nothing to call it by.
    #[error("it has no \"id\", \"url\" or \"source\" that is text or a number")]
    Nameless,
    /// Nothing to compare it by.
    #[error("it has no \"title\" (or \"headline\") and no \"text\" (or \"articleBody\")")]
    Empty,
}

/// Reads lines, one after the other: a headline without a language is taken to be in that of those before it, as far as its
/// letters allow.
#[derive(Debug, Default)]
pub struct Arrivals {
    headlines: FxHashMap<Script, String>,
}

impl Arrivals {
    /// The report of a line: `id` (else `url`, else `source`), `title` (or `headline`) and, where known, `text` (`articleBody`),
    /// `published` (`datePublished`), `language` (`inLanguage`) and `statements` with the name of each `speaker`, without which
    /// who speaks is read from the text, and the addresses of `links` and of each `image`. Of two keys that mean the same the first
    /// counts that has a value of its kind; other keys do not matter. A point of time that cannot be read, or is still to come, is
    /// none.
    ///
    /// # Errors
    /// Where the line is no object, or says too little.
    pub fn read(&mut self, line: &str) -> Result<Arrival, BadLine> {
        let line: Map<String, Value> = serde_json::from_str(line)?;
        let text_of = |keys: [&str; 2]| {
            keys.into_iter()
                .filter_map(|key| line.get(key)?.as_str())
                .find(|text| !text.trim().is_empty())
        };
        let id = ["id", "url", "source"]
            .into_iter()
            .filter_map(|key| line.get(key))
            .find(|id| id.is_number() || id.as_str().is_some_and(|id| !id.is_empty()))
            .ok_or(BadLine::Nameless)?;
        let title = text_of(["title", "headline"]).unwrap_or_default();
        let text = text_of(["text", "articleBody"]).unwrap_or_default();
        if title.is_empty() && text.is_empty() {
            return Err(BadLine::Empty);
        }
        let language = text_of(["language", "inLanguage"]).and_then(primary);
        let language = match language {
            Some(language) => Some(language),
            None if !text.is_empty() => detect(text, None),
            None => self.of_headline(title),
        };
        let given = line.get("statements").and_then(Value::as_array);
        let speakers = if let Some(statements) = given {
            let name = |said: &Value| Some(said["speaker"]["name"].as_str()?.to_owned());
            statements.iter().filter_map(name).collect()
        } else {
            let read = &text[..text.floor_char_boundary(READ)];
            khabar_statements::undated(read, language.as_deref(), &[])
                .into_iter()
                .filter_map(|said| Some(said.speaker?.name))
                .collect()
        };
        let soon = Timestamp::now() + SignedDuration::from_hours(24);
        Ok(Arrival {
            id: id.clone(),
            title: title.to_owned(),
            text: text.to_owned(),
            published: text_of(["published", "datePublished"])
                .and_then(|written| parse(written, language.as_deref())?.instant())
                .filter(|&published| published <= soon),
            language,
            speakers,
            links: [addresses(&line, "url"), addresses(&line, "links")].concat(),
            images: addresses(&line, "image"),
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

/// The addresses of a list: of texts, or of objects with an `url`; or of one of these.
fn addresses(line: &Map<String, Value>, key: &str) -> Vec<String> {
    let all = match line.get(key) {
        Some(Value::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    all.iter()
        .take(ADDRESSES)
        .filter_map(|one| one.as_str().or_else(|| one.get("url")?.as_str()))
        .map(str::to_owned)
        .collect()
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
            links: &self.links,
            images: &self.images,
        }
    }
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
        assert_eq!(reading.links, ["https://a.example/1"]);
        let read = arrivals
            .read(r#"{"id": "x", "title": "t", "text": "“We wait,” Rosa Orvanti said.", "published": "yesterday", "language": "en"}"#)
            .expect("a text");
        assert_eq!(
            (read.speakers, read.published),
            (vec!["Rosa Orvanti".to_owned()], None)
        );
    }

    #[test]
    fn addresses_are_texts_or_objects_with_an_url() {
        let line = r#"{"id": 1, "title": "t", "links": ["https://a.example/1", {"url": "https://a.example/2"}, {"name": "x"}, 3],
            "image": {"url": "https://a.example/p.jpg", "caption": "c"}}"#;
        let read = Arrivals::default().read(line).expect("a report");
        assert_eq!(read.links, ["https://a.example/1", "https://a.example/2"]);
        assert_eq!(read.images, ["https://a.example/p.jpg"]);
        let many = vec!["https://a.example/"; 1_000];
        let line = serde_json::json!({"id": 1, "title": "t", "links": many, "image": "p"});
        let read = Arrivals::default()
            .read(&line.to_string())
            .expect("a report");
        assert_eq!(
            (read.links.len(), read.images),
            (ADDRESSES, vec!["p".to_owned()])
        );
    }

    #[test]
    fn the_first_key_with_a_value_of_its_kind_counts() {
        let line = r#"{"id": [1], "source": "page.html", "title": null, "headline": "h", "articleBody": "b", "text": "t",
            "published": 1, "datePublished": "2026-03-02T10:00:00+02:00", "language": "cn"}"#;
        let read = Arrivals::default().read(line).expect("a report");
        assert_eq!(
            (read.id, read.title, read.text),
            ("page.html".into(), "h".to_owned(), "t".to_owned())
        );
        assert_eq!(read.published, "2026-03-02T08:00:00Z".parse().ok());
        assert_eq!(read.language.as_deref(), Some("zh"));
        let ahead =
            Arrivals::default().read(r#"{"id": 1, "title": "t", "published": "2999-01-01"}"#);
        assert_eq!(ahead.expect("a report").published, None);
    }

    #[test]
    fn what_is_no_report_is_said() {
        for (line, why) in [
            ("", "EOF"),
            ("[1]", "invalid"),
            (r#"{"title": "t"}"#, "no \"id\""),
            (r#"{"id": [1], "title": "t"}"#, "no \"id\""),
            (r#"{"id": 1, "title": " "}"#, "no \"title\""),
            (r#"{"id": 1, "title": 2}"#, "no \"title\""),
        ] {
            let error = Arrivals::default().read(line).expect_err(line).to_string();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
