//! A kept reading as it was when its page was read, for all forms that a reading is given out in.

use khabar_article::article::{Article, Author, AuthorKind, Block, BlockKind, Image, Merged, Span};
use khabar_article::dates::{self, Moment};
use khabar_article::language::Direction;
use khabar_statements::{Kind, Passage, Reading, Speaker, Statement, When};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::ArchiveError;

/// The reading that a JSON object says: the report as people read it, and who said what in it. What tells only how the
/// reading came to be (`confidence`, `warnings`, `dates`) is left to the JSON. Parts of an object that have another form
/// than `khabar read` gives them are passed over, since objects are also taken in from elsewhere.
///
/// # Errors
/// Where it is no JSON object.
pub fn whole(json: &str) -> Result<Reading, ArchiveError> {
    let mut object: Map<String, Value> = serde_json::from_str(json)
        .map_err(|cause| ArchiveError::Invalid(format!("a kept reading is damaged: {cause}")))?;
    let language: Option<String> = take(&mut object, "inLanguage");
    let body: String = take(&mut object, "articleBody");
    let blocks: Vec<Value> = take(&mut object, "blocks");
    let mut blocks = self::blocks(blocks);
    if blocks.is_empty() {
        let paragraphs = body.split("\n\n").filter(|text| !text.trim().is_empty());
        blocks = paragraphs
            .map(|text| Block::plain(BlockKind::Paragraph, text))
            .collect();
    }
    let authors: Vec<AuthorLd> = take(&mut object, "author");
    let images: Vec<ImageLd> = take(&mut object, "image");
    let statements: Vec<StatementLd> = take(&mut object, "statements");
    let article = Article {
        is_report: true,
        headline: take(&mut object, "headline"),
        alternative_headline: take(&mut object, "alternativeHeadline"),
        description: take(&mut object, "description"),
        authors: authors.into_iter().map(AuthorLd::author).collect(),
        published: moment(&mut object, "datePublished"),
        modified: moment(&mut object, "dateModified"),
        dateline: take(&mut object, "dateline"),
        section: take(&mut object, "articleSection"),
        keywords: take(&mut object, "keywords"),
        direction: match object.get("textDirection").and_then(Value::as_str) {
            Some("rtl") => Direction::Rtl,
            _ => Direction::Ltr,
        },
        publisher: object
            .get("publisher")
            .and_then(|publisher| publisher["name"].as_str())
            .map(str::to_owned),
        url: take(&mut object, "url"),
        images: images.into_iter().map(ImageLd::image).collect(),
        accessible_for_free: take(&mut object, "isAccessibleForFree"),
        body: blocks,
        source: take(&mut object, "source"),
        language,
        ..Article::default()
    };
    Ok(Reading {
        article,
        statements: statements
            .into_iter()
            .filter_map(StatementLd::statement)
            .collect(),
    })
}

/// A value of the object, or none where it has another form.
fn take<T: DeserializeOwned + Default>(object: &mut Map<String, Value>, name: &str) -> T {
    object
        .remove(name)
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default()
}

/// A point of time of the object.
fn moment(object: &mut Map<String, Value>, name: &str) -> Option<Moment> {
    let text: Option<String> = take(object, name);
    dates::parse(&text?, None)
}

/// Somebody who wrote a report.
#[derive(Deserialize)]
struct AuthorLd {
    #[serde(rename = "@type", default)]
    kind: String,
    name: String,
    url: Option<String>,
}

impl AuthorLd {
    fn author(self) -> Author {
        Author {
            name: self.name,
            url: self.url,
            kind: match self.kind.as_str() {
                "Organization" => AuthorKind::Organization,
                _ => AuthorKind::Person,
            },
        }
    }
}

/// An image.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ImageLd {
    url: String,
    caption: Option<String>,
    credit_text: Option<String>,
    description: Option<String>,
}

impl ImageLd {
    fn image(self) -> Image {
        Image {
            url: self.url,
            caption: self.caption,
            credit: self.credit_text,
            alt: self.description,
        }
    }
}

/// An entry of `blocks`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GroupLd {
    #[serde(flatten)]
    group: GroupKind,
    #[serde(default)]
    quote_depth: u8,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum GroupKind {
    Paragraph(TextLd),
    Heading {
        level: u8,
        #[serde(flatten)]
        text: TextLd,
    },
    Code {
        language: Option<String>,
        #[serde(flatten)]
        text: TextLd,
    },
    List {
        items: Vec<ItemLd>,
    },
    Table {
        rows: Vec<RowLd>,
    },
    Image(ImageLd),
}

/// A text with the runs it is made of, where any has a style.
#[derive(Deserialize)]
struct TextLd {
    text: String,
    #[serde(default)]
    spans: Vec<SpanLd>,
}

impl TextLd {
    fn spans(self) -> Vec<Span> {
        if self.spans.is_empty() {
            return vec![Span::plain(self.text)];
        }
        self.spans.into_iter().map(SpanLd::span).collect()
    }
}

#[derive(Deserialize)]
struct SpanLd {
    text: String,
    #[serde(default)]
    strong: bool,
    #[serde(default)]
    emphasis: bool,
    #[serde(default)]
    code: bool,
    #[serde(default)]
    url: Option<String>,
}

impl SpanLd {
    fn span(self) -> Span {
        Span {
            text: self.text,
            strong: self.strong,
            emphasis: self.emphasis,
            code: self.code,
            link: self.url,
        }
    }
}

#[derive(Deserialize)]
struct ItemLd {
    #[serde(default)]
    depth: u8,
    number: Option<u32>,
    #[serde(flatten)]
    text: TextLd,
}

#[derive(Deserialize)]
struct RowLd {
    #[serde(default)]
    header: bool,
    cells: Vec<String>,
    #[serde(default)]
    merged: Vec<MergedLd>,
}

#[derive(Deserialize)]
struct MergedLd {
    column: u32,
    columns: u32,
    rows: u32,
}

/// The blocks that the entries stand for.
fn blocks(entries: Vec<Value>) -> Vec<Block> {
    let mut out = Vec::with_capacity(entries.len());
    let mut tables = 0;
    let entries = entries
        .into_iter()
        .filter_map(|entry| serde_json::from_value::<GroupLd>(entry).ok());
    for GroupLd { group, quote_depth } in entries {
        let block = |kind, spans| Block {
            kind,
            quote_depth,
            spans,
        };
        match group {
            GroupKind::Paragraph(text) => out.push(block(BlockKind::Paragraph, text.spans())),
            GroupKind::Heading { level, text } => {
                out.push(block(BlockKind::Heading(level.clamp(1, 6)), text.spans()));
            }
            GroupKind::Code { language, text } => {
                out.push(block(BlockKind::Code { language }, text.spans()));
            }
            GroupKind::Image(image) => {
                out.push(block(BlockKind::Image(image.image()), Vec::new()));
            }
            GroupKind::List { items } => out.extend(items.into_iter().map(|item| {
                let kind = BlockKind::ListItem {
                    depth: item.depth,
                    number: item.number,
                };
                block(kind, item.text.spans())
            })),
            GroupKind::Table { rows } => {
                out.extend(rows.into_iter().map(|row| Block {
                    quote_depth,
                    ..of_row(row, tables)
                }));
                tables += 1;
            }
        }
    }
    out
}

/// The row of a table.
fn of_row(row: RowLd, table: u32) -> Block {
    let text = row.cells.join("\t").trim_end_matches('\t').to_owned();
    let merged = row.merged.into_iter().map(|cell| Merged {
        column: cell.column,
        columns: cell.columns,
        rows: cell.rows,
    });
    let kind = BlockKind::TableRow {
        table,
        header: row.header,
        merged: merged.collect(),
        cells: row.cells,
    };
    Block::plain(kind, text)
}

/// A statement.
#[derive(Deserialize)]
struct StatementLd {
    kind: String,
    source: Option<PassageLd>,
    antecedent: Option<PassageLd>,
    cue: Option<PassageLd>,
    content: Vec<PassageLd>,
    addressee: Option<PassageLd>,
    when: Option<WhenLd>,
    speaker: Option<SpeakerLd>,
}

#[derive(Deserialize)]
struct PassageLd {
    text: String,
    #[serde(default)]
    begin: usize,
    #[serde(default)]
    end: usize,
}

impl PassageLd {
    fn passage(self) -> Passage {
        Passage {
            text: self.text,
            begin: self.begin,
            end: self.end,
        }
    }
}

#[derive(Deserialize)]
struct WhenLd {
    #[serde(flatten)]
    words: PassageLd,
    date: Option<String>,
}

impl WhenLd {
    fn when(self) -> When {
        let day = self.date.and_then(|date| dates::parse(&date, None));
        When {
            words: self.words.passage(),
            date: day.map(dates::When::Day),
        }
    }
}

#[derive(Deserialize)]
struct SpeakerLd {
    name: String,
    role: Option<String>,
}

impl StatementLd {
    fn statement(self) -> Option<Statement> {
        let kinds = [Kind::Direct, Kind::Indirect, Kind::Mixed];
        let passage = |part: Option<PassageLd>| part.map(PassageLd::passage);
        Some(Statement {
            kind: kinds.into_iter().find(|kind| kind.name() == self.kind)?,
            source: passage(self.source),
            antecedent: passage(self.antecedent),
            cue: passage(self.cue),
            content: self.content.into_iter().map(PassageLd::passage).collect(),
            addressee: passage(self.addressee),
            when: self.when.map(WhenLd::when),
            speaker: self.speaker.map(|speaker| Speaker {
                name: speaker.name,
                role: speaker.role,
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use khabar_article::ReadOptions;

    use super::*;

    #[test]
    fn what_was_kept_is_what_was_read() {
        let page = "<!DOCTYPE html><html lang=en><head><title>Bridge to open - The Post</title></head><body><article>\
            <h1>The bridge will open in June</h1><p class=byline>By Lina Haddad</p><time datetime=2026-03-03T09:40:00+02:00>3 \
            March 2026</time>\
            <p>Lina Haddad, the minister of <b>transport</b>, said on Monday that the bridge over the Amal would open in \
            June. Four thousand cars will cross it <a href=https://post.example/cars>every day</a>.</p><h2>What it \
            cost</h2><ul><li>Steel, of which there is more than in any bridge before it, cost nine million.</li><li>Work \
            took nine years and cost another twelve million.</li></ul>\
            <blockquote><p>We have waited for this for nine years, and so have our fathers.</p></blockquote>\
            <table><tr><th>Year</th><th>Cars</th></tr><tr><td>2024</td><td>1,200</td></tr><tr><td>2025</td><td>1,400</td>\
            </tr></table><p>“We have waited for this for nine years,” mayor Tomas Berg said to a crowd of some hundred \
            people who had come to see it.</p></article></body></html>";
        let options = ReadOptions {
            url: Some("https://post.example/bridge"),
            ..ReadOptions::default()
        };
        let read = Reading::read(page.as_bytes(), &options, true).unwrap();
        assert!(!read.statements.is_empty());
        let kept = whole(&read.json().to_line()).unwrap();
        assert_eq!(kept.statements, read.statements);
        assert_eq!(kept.article.body, read.article.body);
        // What tells only how the reading came to be stays in the JSON.
        let mut expected = read.article;
        expected.confidence.clear();
        expected.warnings.clear();
        expected.dates.clear();
        expected.other_headlines.clear();
        expected.page_kind = None;
        assert_eq!(kept.article, expected);
    }

    #[test]
    fn what_has_another_form_is_passed_over() {
        let kept = whole(
            "{\"headline\":\"Bridge\",\"author\":\"Lina\",\"blocks\":[{\"kind\":\"video\"}],\"statements\":[1],\
             \"articleBody\":\"One.\\n\\nTwo.\",\"publisher\":7,\"datePublished\":\"soon\"}",
        )
        .unwrap();
        assert_eq!(kept.article.headline.as_deref(), Some("Bridge"));
        assert_eq!(kept.article.body.len(), 2);
        assert!(whole("[]").is_err());
    }
}
