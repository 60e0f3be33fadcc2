//! A report as a notebook shows it: a card that stands among other people's markup, so that its styles are its own and
//! everything in it is escaped.

use std::collections::HashSet;

use askama::Template;
use khabar_article::language::Direction;
use khabar_article::{Block, BlockKind, PageKind, write};
use khabar_statements::{Kind, Passage, Reading, Statement};

/// Paragraphs that are shown at once; the rest can be opened.
const SHOWN: usize = 3;

#[derive(Template)]
#[template(path = "report.html")]
struct Card<'a> {
    direction: &'static str,
    language: &'a str,
    headline: &'a str,
    address: Option<&'a str>,
    byline: Vec<&'a str>,
    standfirst: Option<&'a str>,
    why_none: Vec<&'a str>,
    shown: Vec<Paragraph<'a>>,
    rest: Vec<Paragraph<'a>>,
    rest_counted: String,
    statements: Vec<Line<'a>>,
    statements_counted: String,
    is_report: bool,
    warnings: Vec<&'a str>,
}

/// A paragraph of the body, or a heading in it.
struct Paragraph<'a> {
    text: &'a str,
    is_heading: bool,
}

/// A statement in a row.
struct Line<'a> {
    who: Option<&'a str>,
    role: Option<&'a str>,
    /// The reporting words, whom it was said to, and when.
    about: Vec<&'a str>,
    words: String,
}

impl<'a> Line<'a> {
    fn of(statement: &'a Statement) -> Self {
        let text = |of: &'a Option<Passage>| of.as_ref().map(|passage| passage.text.as_str());
        let speaker = statement.speaker.as_ref();
        let when = statement.when.as_ref().map(|when| when.words.text.as_str());
        let words: Vec<&str> = statement.content.iter().map(|p| p.text.as_str()).collect();
        let words = words.join(" … ");
        Self {
            who: speaker
                .map(|speaker| speaker.name.as_str())
                .or_else(|| text(&statement.source)),
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            about: [text(&statement.cue), text(&statement.addressee), when]
                .into_iter()
                .flatten()
                .collect(),
            words: match statement.kind {
                Kind::Direct => format!("“{words}”"),
                Kind::Indirect | Kind::Mixed => words,
            },
        }
    }
}

/// "1 statement", "2 statements".
fn counted(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}

/// The paragraphs of a body that are shown at once, and the rest.
fn paragraphs<'a>(
    body: &'a str,
    headings: &HashSet<String>,
) -> (Vec<Paragraph<'a>>, Vec<Paragraph<'a>>) {
    let paragraphs = body.split("\n\n").filter(|text| !text.is_empty());
    let mut shown: Vec<Paragraph<'a>> = paragraphs
        .map(|text| Paragraph {
            text,
            is_heading: headings.contains(text),
        })
        .collect();
    let mut at = shown.len().min(SHOWN);
    // A heading stands with what it heads.
    while at > 1 && at < shown.len() && shown[at - 1].is_heading {
        at -= 1;
    }
    let rest = shown.split_off(at);
    (shown, rest)
}

/// The card of a report with this body.
pub fn card(reading: &Reading, body: &str) -> String {
    let article = &reading.article;
    let messages = article.warnings.iter().map(|w| w.message.as_str());
    let (why_none, warnings) = if article.is_report {
        (Vec::new(), messages.collect())
    } else {
        (messages.collect(), Vec::new())
    };
    let headings: HashSet<String> = article
        .body
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .map(Block::text)
        .collect();
    let (shown, rest) = paragraphs(body, &headings);
    let byline = write::byline(article);
    let mut facts: Vec<&str> = byline
        .split(" · ")
        .filter(|fact| !fact.is_empty())
        .collect();
    if let Some(kind) = article.page_kind
        && kind != PageKind::Article
    {
        facts.push(kind.name());
    }
    let card = Card {
        direction: match article.direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        },
        language: article.language.as_deref().unwrap_or("und"),
        headline: article.headline.as_deref().unwrap_or("(no headline)"),
        address: article.url.as_deref().and_then(write::safe_link),
        byline: facts,
        standfirst: write::standfirst(article),
        why_none,
        rest_counted: counted(rest.len(), "more paragraph"),
        shown,
        rest,
        statements: reading.statements.iter().map(Line::of).collect(),
        statements_counted: counted(reading.statements.len(), "statement"),
        is_report: article.is_report,
        warnings,
    };
    card.render()
        .unwrap_or_else(|error| format!("<p>the report cannot be shown ({error})</p>"))
}
