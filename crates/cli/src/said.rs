//! Statements for other programs: JSON Lines and CSV, one statement a line.

use khabar_article::Article;
use khabar_article::write::inert;
use khabar_statements::{Passage, Reading, Statement};
use serde::Serialize;

/// Stands between the passages of a content in one cell.
const BETWEEN: &str = " \u{2026} ";

/// The columns of CSV. Small ASCII letters alone, so that every program takes them as they are.
const COLUMNS: [&str; 14] = [
    "speaker",
    "role",
    "cue",
    "content",
    "addressee",
    "when",
    "date",
    "kind",
    "source",
    "antecedent",
    "page_headline",
    "page_date",
    "page_url",
    "page_source",
];

/// A statement and the page it is of.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    page: PageOf<'a>,
}

/// What tells a page from others, under the names it has in the JSON of a reading.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageOf<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

impl<'a> PageOf<'a> {
    fn of(article: &'a Article) -> Self {
        Self {
            headline: article.headline.as_deref(),
            date_published: article.published.map(|moment| moment.to_string()),
            url: article.url.as_deref(),
            source: article.source.as_deref(),
        }
    }
}

/// One JSON object a line.
pub fn jsonl(reading: &Reading) -> String {
    let mut out = String::new();
    for statement in &reading.statements {
        let line = Line {
            statement,
            page: PageOf::of(&reading.article),
        };
        // Writing to memory cannot fail, for all keys are strings and no value refuses to be written.
        out += &serde_json::to_string(&line).expect("a statement has only string keys");
        out.push('\n');
    }
    out
}

/// The names of the columns.
pub fn csv_header() -> String {
    table([COLUMNS.map(str::to_owned)])
}

/// One row a statement, without the names of the columns.
pub fn csv(reading: &Reading) -> String {
    let page = PageOf::of(&reading.article);
    table(reading.statements.iter().map(|s| row(s, &page)))
}

/// Rows as RFC 4180 has them, but for line breaks, which are single line feeds.
pub fn table<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail, and all rows have as many columns.
        writer.write_record(row).expect("rows are of one length");
    }
    let bytes = writer.into_inner().expect("memory takes it");
    String::from_utf8(bytes).expect("the cells were UTF-8")
}

fn row(statement: &Statement, page: &PageOf<'_>) -> [String; COLUMNS.len()] {
    let words = |part: &Option<Passage>| part.as_ref().map_or("", |p| &p.text).to_owned();
    let (name, role) = match &statement.speaker {
        Some(speaker) => (speaker.name.as_str(), speaker.role.as_deref()),
        None => ("", None),
    };
    let (when, date) = match &statement.when {
        Some(when) => (when.words.text.as_str(), when.date),
        None => ("", None),
    };
    let cells = [
        name.to_owned(),
        role.unwrap_or_default().to_owned(),
        words(&statement.cue),
        content(statement),
        words(&statement.addressee),
        when.to_owned(),
        date.map(|date| date.to_string()).unwrap_or_default(),
        statement.kind.name().to_owned(),
        words(&statement.source),
        words(&statement.antecedent),
        page.headline.unwrap_or_default().to_owned(),
        page.date_published.clone().unwrap_or_default(),
        page.url.unwrap_or_default().to_owned(),
        page.source.unwrap_or_default().to_owned(),
    ];
    cells.map(inert)
}

/// The words of a content, several passages of it in one.
pub fn content(statement: &Statement) -> String {
    let passages: Vec<&str> = statement.content.iter().map(|p| p.text.as_str()).collect();
    passages.join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use khabar_article::dates;
    use khabar_statements::{Kind, Speaker, When};
    use serde_json::json;

    use super::*;

    fn passage(text: &str, begin: usize) -> Passage {
        Passage {
            text: text.to_owned(),
            begin,
            end: begin + text.chars().count(),
        }
    }

    fn reading() -> Reading {
        let day = dates::parse("2 March 2026", Some("en"));
        let statement = Statement {
            kind: Kind::Direct,
            source: Some(passage("the mayor", 40)),
            antecedent: None,
            cue: Some(passage("said", 50)),
            content: vec![
                passage("We waited, \"all\" of us", 1),
                passage("and came.", 60),
            ],
            addressee: Some(passage("=1+1", 80)),
            when: Some(When {
                words: passage("Monday", 90),
                date: day.map(dates::When::Day),
            }),
            speaker: Some(Speaker {
                name: "Rima Nassar".into(),
                role: Some("mayor".into()),
            }),
        };
        Reading {
            article: Article {
                headline: Some("The bridge opens".into()),
                published: day,
                source: Some("a.html".into()),
                ..Article::default()
            },
            statements: vec![statement],
        }
    }

    #[test]
    fn a_line_is_a_statement_and_its_page() {
        let line = jsonl(&reading());
        assert_eq!(line.lines().count(), 1);
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            object["content"][1],
            json!({"text": "and came.", "begin": 60, "end": 69})
        );
        assert_eq!(object["source"]["text"], "the mayor");
        assert_eq!(
            object["page"],
            json!({"headline": "The bridge opens", "datePublished": "2026-03-02", "source": "a.html"})
        );
    }

    #[test]
    fn a_row_is_quoted_and_runs_nothing() {
        let mut header = csv_header();
        header.truncate(header.find('\n').unwrap());
        assert_eq!(header, COLUMNS.join(","));
        assert_eq!(
            csv(&reading()),
            "Rima Nassar,mayor,said,\"We waited, \"\"all\"\" of us … and came.\",'=1+1,Monday,2026-03-02,direct,\
             the mayor,,The bridge opens,2026-03-02,,a.html\n"
        );
        assert_eq!(csv(&Reading::default()), "");
    }
}
