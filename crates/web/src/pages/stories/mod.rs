//! Stories: what several reports tell of.

mod one;

use askama::Template;
use khabar_archive::record::stories::Which;
use khabar_archive::related::StoryItem;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::one::{StoryWhole, show as one};
use super::decisions::{self, corrected};
use super::latest::{Asked, title};
use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::filters::Filters;
use crate::form::Form;
use crate::frame::Frame;
use crate::related::{Story, Subject};
use crate::view::{Item, Titles};
use crate::visit::{Answer, Visit};

/// Stories.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stories {
    /// The stories, those with the latest reports first.
    pub stories: Vec<StoryListed>,
    /// What `before` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A story in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoryListed {
    /// The story.
    pub story: Story,
    /// Of how many sources its reports are.
    pub outlets: u64,
    /// Its first report.
    pub first: Item,
    /// What it is about, what says most first.
    pub subjects: Vec<Subject>,
}

impl StoryListed {
    fn of(item: StoryItem, titles: &Titles<'_>) -> Self {
        Self {
            story: Story::of(&item.story),
            outlets: item.outlets,
            first: titles.item(item.first),
            subjects: Subject::all(item.subjects),
        }
    }

    fn since(&self, f: &Frame<'_>) -> String {
        f.with("story-since", "time", &f.reader.at(self.story.first))
    }

    fn latest(&self, f: &Frame<'_>) -> String {
        f.with("story-latest", "time", &f.reader.at(self.story.last))
    }
}

#[derive(Template)]
#[template(path = "stories.html")]
struct Page<'a> {
    f: Frame<'a>,
    done: Option<decisions::Line>,
    filters: Filters,
    stories: Vec<StoryListed>,
    next: Option<String>,
    /// Where the newest are, on any page but the first.
    first: Option<String>,
}

/// The stories of which there were reports lately.
pub(crate) fn all(app: &App, visit: &Visit) -> Answer {
    let asked = Asked::with_subject(app, visit)?;
    let which = Which {
        source: asked.source,
        language: asked.language.as_deref(),
        subject: asked.subject.as_deref(),
        before: asked.before,
    };
    let mut items = app.archive.stories(which, asked.limit + 1)?;
    let next = asked.cut(&mut items, |item| (item.story.last_at, item.story.id));
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    let stories: Vec<StoryListed> = items
        .into_iter()
        .map(|item| StoryListed::of(item, &titles))
        .collect();
    match visit.form {
        Form::Json => visit.json(&Stories { stories, next }),
        Form::Atom => {
            let entries = stories.iter().map(|listed| {
                let entry = atom::Told {
                    title: listed.first.title(),
                    page: &listed.story.page,
                    updated: listed.story.last,
                    published: listed.story.first,
                    by: &listed.first.source.title,
                    summary: listed.first.standfirst.as_deref(),
                };
                entry.entry(visit)
            });
            let updated = stories.first().map_or(0, |listed| listed.story.last);
            let title = title(visit, "stories", &asked, &sources);
            Ok(atom::text(visit, &title, updated, entries.collect()))
        }
        _ => {
            let f = Frame::new(visit, title(visit, "stories", &asked, &sources));
            visit.page(&Page {
                done: decisions::done(app, &f)?,
                filters: Filters::with_subjects(app, &asked, sources)?,
                stories,
                next: next.map(|next| visit.here_with(&[("before", Some(&next))])),
                first: asked.before.map(|_| visit.here_with(&[("before", None)])),
                f,
            })
        }
    }
}

/// Corrects what is in a story.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let page = |app: &App, into: i64| {
        // A story whose last report has gone elsewhere is none any more.
        let still = app.archive.has_story(id)?;
        Ok::<_, WebError>(format!("/stories/{}", if still { id } else { into }))
    };
    match visit.field("action").unwrap_or_default() {
        "take-out" => {
            let report = member(app, visit, id)?;
            let made = app.archive.move_report(report, None)?;
            corrected(visit, &page(app, made.about)?, made.decision)
        }
        "move" => {
            let report = member(app, visit, id)?;
            let into = visit.sent_number("to")?;
            let made = app.archive.move_report(report, Some(into))?;
            corrected(visit, &page(app, made.about)?, made.decision)
        }
        "join" => {
            let made = app.archive.join_stories(id, visit.sent_number("with")?)?;
            corrected(visit, &format!("/stories/{}", made.about), made.decision)
        }
        other => Err(WebError::Invalid(format!(
            "`action` is take-out, move or join, not {other:?}"
        ))),
    }
}

/// The report that a form names, which is in the story.
fn member(app: &App, visit: &Visit, story: i64) -> Result<i64, WebError> {
    let report = visit.sent_number("report")?;
    if app.archive.story_of(report)? == Some(story) {
        Ok(report)
    } else {
        Err(WebError::Invalid(format!(
            "report {report} is not in story {story}; it may have been moved since"
        )))
    }
}
