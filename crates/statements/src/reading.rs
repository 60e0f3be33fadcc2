//! A page read whole: its report and what the report says that others said.

use khabar_article::dates::{DateMention, Moment, mentions};
use khabar_article::warning::{self, Warning, WarningCode};
use khabar_article::write::json::{Findings, JsonLd};
use khabar_article::{Article, ReadError, ReadOptions};
use khabar_page::Deadline;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::statement::Statement;

/// An article and the statements its body carries. It serialises to the article's JSON-LD object with `statements`
/// before `dates`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The report.
    pub article: Article,
    /// Who said what in it; their offsets count code points of the article's `body_text`.
    pub statements: Vec<Statement>,
}

/// Statements are read in so many bytes of a body: it is more than any report has, and what is longer is a book.
const MOST_BODY: usize = 512 << 10;

impl Reading {
    /// Reads a page, and its statements unless they are not wanted; both together in the time that the options allow.
    ///
    /// # Errors
    /// What [`khabar_article::read`] fails with.
    pub fn read(
        bytes: &[u8],
        options: &ReadOptions<'_>,
        with_statements: bool,
    ) -> Result<Self, ReadError> {
        let deadline = Deadline::after(options.limits.time);
        let article = khabar_article::read(bytes, options)?;
        Ok(if with_statements {
            Self::within(article, deadline)
        } else {
            Self {
                article,
                ..Self::default()
            }
        })
    }

    /// Reads the statements of an article, those in the first 512 KiB of its body.
    pub fn of(article: Article) -> Self {
        Self::within(article, Deadline::after(None))
    }

    /// The same, and none where the deadline has passed. What was left out is in the article's warnings.
    pub fn within(mut article: Article, deadline: Deadline) -> Self {
        if deadline.has_passed() {
            warning::out_of_time(&mut article.warnings);
            return Self {
                article,
                ..Self::default()
            };
        }
        let mut body = article.body_text();
        let end = body.floor_char_boundary(MOST_BODY);
        if end < body.len() {
            body.truncate(end);
            article.warnings.push(Warning::new(
                WarningCode::LimitReached,
                "the report is too long to be read for statements to its end; those of its first 512 KiB are given",
            ));
        }
        let language = article.language.as_deref();
        let points = body.chars().count();
        let dates = article.dates.partition_point(|date| date.end <= points);
        let dates = &article.dates[..dates];
        let statements = if article.published.is_some() {
            crate::read(&body, language, dates)
        } else {
            undated(&body, language, dates)
        };
        Self {
            article,
            statements,
        }
    }

    /// The reading as its JSON object.
    pub fn json(&self) -> JsonLd<'_, Said<'_>> {
        JsonLd::with(&self.article, Said(&self.statements))
    }
}

/// The statements of a report of which nobody knows the day, as [`crate::read`] gives them. An expression like "Monday" still
/// tells when something was said, and where a name before it ends; only the day it means stays open, but for those that are
/// `resolved`.
pub fn undated(body: &str, language: Option<&str>, resolved: &[DateMention]) -> Vec<Statement> {
    let stand_in = Moment::Day(jiff::civil::date(2000, 1, 3));
    let dates = mentions(body, Some(stand_in), language.unwrap_or_default());
    let mut statements = crate::read(body, language, &dates);
    for when in statements.iter_mut().filter_map(|s| s.when.as_mut()) {
        let own = resolved.iter().find(|d| d.begin == when.words.begin);
        when.date = own.map(|d| d.date);
    }
    statements
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
}

/// Statements as an entry of their article's object; where there are none it is left out.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a>(&'a [Statement]);

impl Findings for Said<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        map.serialize_entry("statements", self.0)
    }
}

#[cfg(test)]
mod tests {
    use khabar_article::{Block, BlockKind};
    use serde_json::{Value, json};

    use super::*;
    use crate::statement::{Kind, Passage, Speaker, When};

    const BODY: &str = "On 2 March 2026 the mayor said: \"We waited.\"";

    /// An English report of one paragraph.
    fn report(text: &str) -> Article {
        Article {
            language: Some("en".to_owned()),
            body: vec![Block::plain(BlockKind::Paragraph, text)],
            ..Article::default()
        }
    }

    #[test]
    fn a_day_that_stays_open_still_tells_when() {
        let article = report("“We waited for a year,” the mayor told reporters on Monday.");
        let said = Reading::of(article).statements.remove(0);
        assert_eq!(said.addressee.map(|a| a.text).as_deref(), Some("reporters"));
        let when = said.when.expect("a time");
        assert_eq!((when.words.text.as_str(), when.date), ("Monday", None));
    }

    fn passage(words: &str) -> Passage {
        let begin = BODY.find(words).expect("the words stand in the body");
        Passage {
            text: words.to_owned(),
            begin,
            end: begin + words.len(),
        }
    }

    fn reading(dates: Vec<DateMention>) -> Reading {
        let when = When {
            words: passage("2 March 2026"),
            date: dates.first().map(|date| date.date),
        };
        let statement = Statement {
            kind: Kind::Direct,
            source: Some(passage("the mayor")),
            antecedent: None,
            cue: Some(passage("said")),
            content: vec![passage("We waited.")],
            addressee: None,
            when: Some(when),
            speaker: Some(Speaker {
                name: "Rima Nassar".into(),
                role: Some("mayor".into()),
            }),
        };
        Reading {
            article: Article {
                dates,
                ..Article::default()
            },
            statements: vec![statement],
        }
    }

    #[test]
    fn what_is_left_out_is_said() {
        let sentence = "“We waited for a year,” the mayor said. ";
        let article = report(&sentence.repeat(MOST_BODY / sentence.len() + 100));
        let limit = |reading: &Reading| -> usize {
            let warnings = reading.article.warnings.iter();
            warnings
                .filter(|w| w.code == WarningCode::LimitReached)
                .count()
        };
        let reading = Reading::of(article.clone());
        assert_eq!(limit(&reading), 1);
        assert!(reading.statements.len() > 1_000);
        let late = Deadline::after(Some(std::time::Duration::ZERO));
        let reading = Reading::within(article, late);
        assert_eq!((limit(&reading), reading.statements.len()), (1, 0));
    }

    #[test]
    fn statements_stand_before_dates() {
        let reading = reading(mentions(BODY, None, "en"));
        let object: Value = serde_json::from_str(&reading.json().to_line()).unwrap();
        let keys: Vec<&String> = object.as_object().unwrap().keys().collect();
        let at = keys.iter().position(|key| *key == "statements").unwrap();
        assert_eq!(keys[at + 1], "dates");
        assert_eq!(
            object["statements"],
            json!([{
                "kind": "direct",
                "source": {"text": "the mayor", "begin": 16, "end": 25},
                "cue": {"text": "said", "begin": 26, "end": 30},
                "content": [{"text": "We waited.", "begin": 33, "end": 43}],
                "when": {"text": "2 March 2026", "begin": 3, "end": 15, "date": "2026-03-02"},
                "speaker": {"name": "Rima Nassar", "role": "mayor"},
            }])
        );
        assert_eq!(serde_json::to_value(&reading).unwrap(), object);
    }

    #[test]
    fn an_article_without_statements_is_as_before() {
        let article = Article {
            headline: Some("The harbour opens".into()),
            ..Article::default()
        };
        let alone = khabar_article::write::json::to_string(&article);
        assert_eq!(Reading::of(article).json().to_line(), alone);
    }
}
