//! Speakers: who is quoted.

mod one;

use askama::Template;
use khabar_archive::record::speakers::Which;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::one::{SpeakerWhole, show as one};
use super::decisions::{self, corrected};
use super::latest::{Asked, title};
use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::filters::Filters;
use crate::form::Form;
use crate::frame::Frame;
use crate::related::Speaker;
use crate::visit::{Answer, Visit};

/// The longest a speaker may be called, in characters.
const LONGEST: usize = 200;

/// Speakers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Speakers {
    /// The speakers, those with most statements first.
    pub speakers: Vec<Speaker>,
    /// What `before` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A speaker as the page shows it.
struct Row {
    speaker: Speaker,
    last: String,
}

#[derive(Template)]
#[template(path = "speakers.html")]
struct Page<'a> {
    f: Frame<'a>,
    done: Option<decisions::Line>,
    filters: Filters,
    /// The letters that names have in them.
    name: String,
    rows: Vec<Row>,
    next: Option<String>,
    /// Where the most quoted are, on any page but the first.
    first: Option<String>,
}

/// The speakers, the most quoted first.
pub(crate) fn all(app: &App, visit: &Visit) -> Answer {
    let asked = Asked::with_subject(app, visit)?;
    let name = visit.asked("name");
    let which = Which {
        name: name.as_deref(),
        language: asked.language.as_deref(),
        source: asked.source,
        subject: asked.subject.as_deref(),
        before: asked.before,
    };
    let mut speakers = app.archive.speakers(which, asked.limit + 1)?;
    let next = asked.cut(&mut speakers, |speaker| {
        (speaker.statements as i64, speaker.id)
    });
    let speakers: Vec<Speaker> = speakers.into_iter().map(Speaker::of).collect();
    if visit.form == Form::Json {
        return visit.json(&Speakers { speakers, next });
    }
    let sources = app.archive.sources()?;
    let title = title(visit, "speakers", &asked, &sources);
    if visit.form == Form::Atom {
        let entries = speakers.iter().map(|speaker| {
            let entry = atom::Told {
                title: &speaker.name,
                page: &speaker.page,
                updated: speaker.last,
                published: speaker.last,
                by: &speaker.name,
                summary: None,
            };
            entry.entry(visit)
        });
        let updated = speakers.iter().map(|speaker| speaker.last).max();
        return Ok(atom::text(
            visit,
            &title,
            updated.unwrap_or(0),
            entries.collect(),
        ));
    }
    let f = Frame::new(visit, title);
    let mut filters = Filters::with_subjects(app, &asked, sources)?;
    filters.narrowed |= name.is_some();
    visit.page(&Page {
        done: decisions::done(app, &f)?,
        filters,
        name: name.unwrap_or_default(),
        rows: speakers
            .into_iter()
            .map(|speaker| Row {
                last: f.with("speaker-latest", "time", &f.reader.on(speaker.last)),
                speaker,
            })
            .collect(),
        next: next.map(|next| visit.here_with(&[("before", Some(&next))])),
        first: asked.before.map(|_| visit.here_with(&[("before", None)])),
        f,
    })
}

/// Corrects who a speaker is and how it is called.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let page = format!("/speakers/{id}");
    match visit.field("action").unwrap_or_default() {
        "join" => {
            let made = app.archive.join_speakers(id, visit.sent_number("other")?)?;
            corrected(visit, &format!("/speakers/{}", made.about), made.decision)
        }
        "apart" => {
            let other = visit.sent_number("other")?;
            let made = app.archive.keep_speakers_apart(id, other)?;
            corrected(visit, &page, made.decision)
        }
        "take-out" => {
            let name = visit.sent_number("name")?;
            if app.archive.speaker_of(name)? != Some(id) {
                return Err(WebError::Invalid(format!(
                    "name {name} is not one of speaker {id}; it may have been moved since"
                )));
            }
            let made = app.archive.take_name_out(name)?;
            corrected(visit, &page, made.decision)
        }
        action @ ("take-statement-out" | "move-statement") => {
            let statement = visit.sent_number("statement")?;
            if app.archive.statement(statement)?.speaker != Some(id) {
                return Err(WebError::Invalid(format!(
                    "statement {statement} is not one of speaker {id}; it may have been moved since"
                )));
            }
            let into = match action {
                "move-statement" => Some(visit.sent_number("to")?),
                _ => None,
            };
            let made = app.archive.move_statement(statement, into)?;
            corrected(visit, &page, made.decision)
        }
        "call" => {
            let Some(called) = visit.field("called") else {
                return Err(WebError::Invalid(
                    "a speaker is called by a name; give it as `called`".to_owned(),
                ));
            };
            if called.chars().count() > LONGEST {
                return Err(WebError::Invalid(format!(
                    "`called` has at most {LONGEST} characters"
                )));
            }
            let made = app.archive.name_speaker(id, Some(called))?;
            corrected(visit, &page, made.decision)
        }
        "uncall" => {
            let made = app.archive.name_speaker(id, None)?;
            corrected(visit, &page, made.decision)
        }
        other => Err(WebError::Invalid(format!(
            "`action` is join, apart, take-out, take-statement-out, move-statement, call or uncall, not {other:?}"
        ))),
    }
}
