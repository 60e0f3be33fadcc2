//! What is decided about stories, speakers and the same words: told, and undone.

use std::fmt::Write;

use khabar_archive::about::About;
use khabar_archive::record::decisions::{Decision as Kept, DecisionKind};
use khabar_archive::time::written;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::html::escape;
use crate::related::shortened;
use crate::visit::{Answer, Visit};

/// The longest that what a decision is about is shown, in characters.
const SHOWN: usize = 80;

/// Something that was decided about stories, speakers or the same words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Decision {
    /// Its number.
    pub id: i64,
    /// `stories-joined`, `stories-apart`, `stories-free`, `report-moved`, `speakers-joined`, `speakers-apart`, `speakers-free`,
    /// `name-moved`, `statement-moved`, `speaker-named`, `words-joined` or `words-apart`.
    pub kind: &'static str,
    /// Whether somebody decided it, and not the program.
    pub by_hand: bool,
    /// When.
    pub at: String,
    /// What it is about: the story or speaker that goes on, the report, the name, the statement.
    pub one: i64,
    /// And the other: the story or speaker that became part of it, or that the report, name or statement belongs to from then
    /// on; the words that the statement is, or is not, the same as.
    pub other: i64,
    /// The story or speaker that the report, name or statement belonged to; the report that the statement stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<i64>,
}

impl Decision {
    pub(crate) fn all(decisions: &[Kept]) -> Vec<Self> {
        let of = |decision: &Kept| Self {
            id: decision.id,
            kind: decision.kind.name(),
            by_hand: decision.by_hand,
            at: written(decision.at),
            one: decision.one,
            other: decision.other,
            was: decision.was,
        };
        decisions.iter().map(of).collect()
    }
}

/// What programs are told after something was corrected.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Corrected {
    /// That it was.
    pub done: bool,
    /// Where to look at what has come of it.
    pub next: String,
    /// The decision that was made, by which it can be undone.
    pub decision: i64,
}

/// A decision as a page shows it.
pub(crate) struct Line {
    pub id: i64,
    /// What was decided, as HTML.
    pub told: String,
    pub when: String,
    pub by_hand: bool,
    pub is_undone: bool,
}

/// Decisions as a page shows them.
pub(crate) fn lines(app: &App, f: &Frame<'_>, decisions: &[Kept]) -> Result<Vec<Line>, WebError> {
    let abouts = app.archive.abouts(decisions)?;
    let lines = decisions.iter().zip(&abouts);
    Ok(lines
        .map(|(decision, about)| Line {
            id: decision.id,
            told: told(f, decision, about),
            when: f.reader.at(decision.at),
            by_hand: decision.by_hand,
            is_undone: decision.undone_by.is_some(),
        })
        .collect())
}

/// What was just done, where the address says so; nothing where there is no such decision.
pub(crate) fn done(app: &App, f: &Frame<'_>) -> Result<Option<Line>, WebError> {
    let Some(id) = f.visit.asked_number("done")? else {
        return Ok(None);
    };
    let Ok(decision) = app.archive.decision(id) else {
        return Ok(None);
    };
    Ok(lines(app, f, std::slice::from_ref(&decision))?.pop())
}

/// What was decided, as HTML.
fn told(f: &Frame<'_>, decision: &Kept, about: &About) -> String {
    let (id, one, other) = match decision.kind {
        DecisionKind::StoriesJoined => ("decided-stories-joined", "/stories/", "/stories/"),
        DecisionKind::StoriesApart => ("decided-stories-apart", "/stories/", "/stories/"),
        DecisionKind::StoriesFree => ("decided-stories-free", "/stories/", "/stories/"),
        DecisionKind::ReportMoved => ("decided-report-moved", "/reports/", "/stories/"),
        DecisionKind::SpeakersJoined => ("decided-speakers-joined", "/speakers/", "/speakers/"),
        DecisionKind::SpeakersApart => ("decided-speakers-apart", "/speakers/", "/speakers/"),
        DecisionKind::SpeakersFree => ("decided-speakers-free", "/speakers/", "/speakers/"),
        DecisionKind::NameMoved => ("decided-name-moved", "", "/speakers/"),
        DecisionKind::StatementMoved => ("decided-statement-moved", "", "/speakers/"),
        DecisionKind::SpeakerNamed => ("decided-speaker-named", "/speakers/", ""),
        DecisionKind::WordsJoined => ("decided-words-joined", "", "/quotes/"),
        DecisionKind::WordsApart => ("decided-words-apart", "", "/quotes/"),
    };
    let words = f.with("words-n", "number", &f.number(decision.other));
    let is_words = other == "/quotes/";
    let other_name = about.other.as_deref().or(is_words.then_some(&*words));
    let one = named(one, decision.one, about.one.as_deref());
    let other = named(other, decision.other, other_name);
    f.with_two(id, ("one", &one), ("other", &other))
}

/// What a decision is about as HTML: a link where there is a page of it, below `page`.
fn named(page: &str, id: i64, name: Option<&str>) -> String {
    let mut out = String::new();
    if !page.is_empty() {
        let _ = write!(out, "<a href=\"{page}{id}\">");
    }
    out.push_str("<bdi>");
    match name {
        Some(name) => escape(&mut out, &shortened(name, SHOWN)),
        None => out.push_str(&id.to_string()),
    }
    out.push_str("</bdi>");
    if !page.is_empty() {
        out.push_str("</a>");
    }
    out
}

/// Where what a decision is about is shown.
fn place(app: &App, decision: &Kept) -> String {
    match decision.kind {
        DecisionKind::StoriesJoined | DecisionKind::StoriesApart | DecisionKind::StoriesFree => {
            story(app, decision.one)
        }
        DecisionKind::ReportMoved => story(app, decision.other),
        DecisionKind::SpeakersJoined
        | DecisionKind::SpeakersApart
        | DecisionKind::SpeakersFree
        | DecisionKind::SpeakerNamed => format!("/speakers/{}", decision.one),
        DecisionKind::NameMoved | DecisionKind::StatementMoved => {
            format!("/speakers/{}", decision.other)
        }
        DecisionKind::WordsJoined | DecisionKind::WordsApart => quote(app, decision.other),
    }
}

/// Where a story is shown, or all of them where no report is in it any more.
pub(crate) fn story(app: &App, id: i64) -> String {
    match app.archive.whole_story(id) {
        Ok(id) => format!("/stories/{id}"),
        Err(_) => "/stories".to_owned(),
    }
}

/// Where the same words are shown, or all of them where nobody has these any more.
pub(crate) fn quote(app: &App, id: i64) -> String {
    if app.archive.has_quote(id).unwrap_or(false) {
        format!("/quotes/{id}")
    } else {
        "/quotes".to_owned()
    }
}

/// Answers a correction: goes on to a page that tells of it and offers to undo it.
pub(crate) fn corrected(visit: &Visit, next: &str, decision: i64) -> Answer {
    if visit.form == Form::Json {
        return visit.json(&Corrected {
            done: true,
            next: next.to_owned(),
            decision,
        });
    }
    visit.done(&format!("{next}?done={decision}"))
}

/// Undoes a decision.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    match visit.field("action").unwrap_or("undo") {
        "undo" => {}
        other => {
            return Err(WebError::Invalid(format!(
                "`action` is undo, not {other:?}"
            )));
        }
    }
    let by = app.archive.decision(app.archive.undo(id)?)?;
    corrected(visit, &place(app, &by), by.id)
}
