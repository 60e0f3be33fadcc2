//! A report as a notebook shows it: a card that stands among other people's markup, so that its styles are its own and
//! everything in it is escaped.

use askama::Template;
use khabar_article::language::Direction;
use khabar_article::{PageKind, write};
use khabar_statements::{Reading, Statement};

/// Paragraphs that are shown at once; the rest can be opened.
const SHOWN: usize = 3;

#[derive(Template)]
#[template(path = "report.html")]
struct Card<'a> {
    direction: &'static str,
    language: &'a str,
    headline: &'a str,
    address: Option<&'a str>,
    byline: String,
    standfirst: Option<&'a str>,
    why_none: Vec<&'a str>,
    shown: Vec<&'a str>,
    rest: Vec<&'a str>,
    statements: Vec<Line<'a>>,
    warnings: Vec<&'a str>,
}

/// A statement in a row.
struct Line<'a> {
    who: &'a str,
    role: Option<&'a str>,
    cue: &'a str,
    to: Option<&'a str>,
    when: Option<&'a str>,
    words: String,
}

impl<'a> Line<'a> {
    fn of(statement: &'a Statement) -> Self {
        let text =
            |of: &'a Option<khabar_statements::Passage>| of.as_ref().map(|p| p.text.as_str());
        let speaker = statement.speaker.as_ref();
        let words: Vec<&str> = statement.content.iter().map(|p| p.text.as_str()).collect();
        Self {
            who: speaker
                .map(|speaker| speaker.name.as_str())
                .or_else(|| text(&statement.source))
                .unwrap_or("–"),
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            cue: text(&statement.cue).unwrap_or_default(),
            to: text(&statement.addressee),
            when: statement.when.as_ref().map(|when| when.words.text.as_str()),
            words: words.join(" … "),
        }
    }
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
    let mut paragraphs = body.split("\n\n").filter(|text| !text.is_empty());
    let mut facts: Vec<String> = [write::byline(article)]
        .into_iter()
        .filter(|byline| !byline.is_empty())
        .collect();
    if let Some(kind) = article.page_kind
        && kind != PageKind::Article
    {
        facts.push(kind.name().to_owned());
    }
    let card = Card {
        direction: match article.direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        },
        language: article.language.as_deref().unwrap_or("und"),
        headline: article.headline.as_deref().unwrap_or("(no headline)"),
        address: article.url.as_deref().and_then(write::safe_link),
        byline: facts.join(" · "),
        standfirst: write::standfirst(article),
        why_none,
        shown: paragraphs.by_ref().take(SHOWN).collect(),
        rest: paragraphs.collect(),
        statements: reading.statements.iter().map(Line::of).collect(),
        warnings,
    };
    card.render()
        .unwrap_or_else(|error| format!("<p>the report cannot be shown ({error})</p>"))
}
