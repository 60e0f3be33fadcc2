//! A story: its reports one after the other, what each adds, who said what.

use askama::Template;
use khabar_archive::record::reports::Cursor;
use khabar_archive::related::{StoryPage, Told as KeptTold};
use rustc_hash::FxHashMap;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::export;
use crate::form::Form;
use crate::frame::Frame;
use crate::pages::decisions::{self, Decision};
use crate::pages::latest::{Asked, days, hour};
use crate::related::{Statement, Story, Subject};
use crate::view::{Item, Titles};
use crate::visit::{Answer, Visit};
use crate::why::{self, Joined, Kin};

/// The statements that are seen at once; the others are behind a click.
const SEEN: usize = 12;
/// The reports of a feed.
const FED: usize = 50;

/// A story with what is reported of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoryWhole {
    /// The story.
    pub story: Story,
    /// Of how many sources its reports are.
    pub outlets: u64,
    /// Its reports, the first first.
    pub reports: Vec<Told>,
    /// What `after` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Who said what, in the order in which it was said: the first of them, on the first page of a story.
    pub statements: Vec<Statement>,
    /// Whether there are others behind these.
    pub has_more_statements: bool,
    /// What it is about, what says most first.
    pub subjects: Vec<Subject>,
    /// The stories that grew out of it.
    pub outgrown: Vec<Story>,
    /// What was decided about it and holds, the newest first.
    pub decisions: Vec<Decision>,
}

/// A report in its story.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told {
    /// The report.
    pub report: Item,
    /// Why it joined; nothing for one that began a story or was moved by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Joined>,
    /// How its text relates to that of an earlier report: `wire`, `rewrite`, `update` or `own`.
    pub kin: String,
    /// The earlier report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin_to: Option<i64>,
    /// How they relate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin_why: Option<Kin>,
    /// The sentences that say what no report of the story had said before: on its first page, of its first reports.
    pub adds: Vec<String>,
}

/// A report as the page shows it.
struct Row {
    item: Item,
    time: String,
    why: String,
    kin: Option<KinLine>,
    adds: Vec<String>,
}

/// What a report has of an earlier one, as the page shows it.
struct KinLine {
    id: &'static str,
    address: String,
    /// The earlier report, where it stands on the page.
    earlier: Option<Earlier>,
    why: String,
}

/// An earlier report, in a line of a later one.
#[derive(Clone)]
struct Earlier {
    headline: String,
    lang: String,
    source: String,
}

/// A story that this one grew from, or that grew out of it: where it is, and its first report.
struct Kindred {
    address: String,
    first: Option<Item>,
}

#[derive(Template)]
#[template(path = "story.html")]
struct Page<'a> {
    f: Frame<'a>,
    done: Option<decisions::Line>,
    story: Story,
    outlets: u64,
    lang: String,
    since: String,
    latest: String,
    days: Vec<(String, Vec<Row>)>,
    seen: Vec<Statement>,
    unseen: Vec<Statement>,
    has_more_statements: bool,
    subjects: Vec<Subject>,
    grown_from: Option<Kindred>,
    outgrown: Vec<Kindred>,
    decisions: Vec<decisions::Line>,
    next: Option<String>,
    /// Where it begins, on any page but the first.
    first: Option<String>,
}

/// The story of an address.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let asked = Asked::of(visit)?;
    let after = visit
        .asked("after")
        .map(|text| super::super::latest::cursor("after", &text))
        .transpose()?;
    let whole = app.archive.whole_story(id)?;
    if whole != id {
        return visit.moved(&format!("/stories/{whole}"));
    }
    match visit.form {
        Form::Atom => feed(app, visit, id),
        Form::Lines | Form::Csv => Ok(export(app, visit, id)),
        Form::Json => json(app, visit, app.archive.story(id, after, asked.limit)?),
        _ => {
            let page = app.archive.story(id, after, asked.limit)?;
            html(app, visit, page, after.is_none())
        }
    }
}

fn json(app: &App, visit: &Visit, page: StoryPage) -> Answer {
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    visit.json(&StoryWhole {
        story: Story::of(&page.story),
        outlets: page.outlets,
        next: page.next.map(behind),
        reports: page
            .members
            .into_iter()
            .map(|told| Told {
                report: titles.item(told.member.entry),
                why: why::read(told.member.why),
                kin: told.member.kin,
                kin_to: told.member.kin_to,
                kin_why: why::read(told.member.kin_why),
                adds: told.adds,
            })
            .collect(),
        statements: Statement::all(page.statements, &titles),
        has_more_statements: page.has_more_statements,
        subjects: Subject::all(page.subjects),
        outgrown: page.outgrown.iter().map(Story::of).collect(),
        decisions: Decision::all(&page.decisions),
    })
}

/// Where a page of reports ends, as addresses have it.
fn behind((at, id): Cursor) -> String {
    format!("{at}.{id}")
}

/// The newest reports as a feed.
fn feed(app: &App, visit: &Visit, id: i64) -> Answer {
    let first = app.archive.reports_of(id, None, 1)?.pop();
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    let title = first.map(|entry| titles.item(entry).title().to_owned());
    let items = titles.items(app.archive.newest_of(id, FED)?);
    Ok(atom::feed(visit, &title.unwrap_or_default(), &items))
}

/// All its reports, to be saved.
fn export(app: &App, visit: &Visit, id: i64) -> axum::http::Response<axum::body::Body> {
    let archive = std::sync::Arc::clone(&app.archive);
    let mut after = None;
    export::all(app, visit.form, "story", move || {
        let entries = archive.reports_of(id, after, export::AT_A_TIME)?;
        after = entries
            .last()
            .map(|last| (last.ordered_at, last.id))
            .or(after);
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    })
}

fn html(app: &App, visit: &Visit, page: StoryPage, is_first: bool) -> Answer {
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    let first = app.archive.reports_of(page.story.id, None, 1)?.pop();
    let first = first.map(|entry| titles.item(entry));
    let title = first.as_ref().map_or("", Item::title);
    let f = Frame::new(visit, title);
    let story = Story::of(&page.story);
    let mut seen = Statement::all(page.statements, &titles);
    let unseen = seen.split_off(seen.len().min(SEEN));
    let kindred = |id| kindred(app, &titles, id);
    let rows = rows(&f, page.members, &titles);
    visit.page(&Page {
        done: decisions::done(app, &f)?,
        lang: first.as_ref().map_or("", Item::lang).to_owned(),
        since: f.with("story-since", "time", &f.reader.at(story.first)),
        latest: f.with("story-latest", "time", &f.reader.at(story.last)),
        days: days(rows, |row| row.item.at, f.reader),
        seen,
        unseen,
        has_more_statements: page.has_more_statements,
        outlets: page.outlets,
        subjects: Subject::all(page.subjects),
        grown_from: story.grown_from.map(kindred).transpose()?,
        outgrown: page
            .outgrown
            .iter()
            .map(|story| kindred(story.id))
            .collect::<Result<_, _>>()?,
        decisions: decisions::lines(app, &f, &page.decisions)?,
        next: page
            .next
            .map(|next| visit.here_with(&[("after", Some(&behind(next)))])),
        first: (!is_first).then(|| visit.here_with(&[("after", None)])),
        story,
        f,
    })
}

/// Another story, by its first report.
fn kindred(app: &App, titles: &Titles<'_>, id: i64) -> Result<Kindred, WebError> {
    let first = app.archive.reports_of(id, None, 1)?.pop();
    Ok(Kindred {
        address: format!("/stories/{id}"),
        first: first.map(|entry| titles.item(entry)),
    })
}

/// Reports as the page shows them.
fn rows(f: &Frame<'_>, members: Vec<KeptTold>, titles: &Titles<'_>) -> Vec<Row> {
    let items: FxHashMap<i64, Earlier> = members
        .iter()
        .map(|told| {
            let item = titles.item(told.member.entry.clone());
            let earlier = Earlier {
                headline: item.title().to_owned(),
                lang: item.lang().to_owned(),
                source: item.source.title,
            };
            (item.id, earlier)
        })
        .collect();
    let row = |told: KeptTold| {
        let member = told.member;
        let item = titles.item(member.entry);
        let joined: Option<Joined> = why::read(member.why);
        let kin_why: Option<Kin> = why::read(member.kin_why);
        let kin = why::kin_text(&member.kin).zip(member.kin_to);
        Row {
            time: hour(&item, f.reader),
            why: joined.map_or_else(String::new, |why| why::joined(f, &why)),
            kin: kin.map(|(id, to)| KinLine {
                id,
                address: format!("/reports/{to}"),
                earlier: items.get(&to).cloned(),
                why: kin_why.map_or_else(String::new, |kin| why::kin(f, &kin)),
            }),
            adds: told.adds,
            item,
        }
    };
    members.into_iter().map(row).collect()
}
