//! Searches that are kept.

use askama::Template;
use khabar_archive::notify::is_mailbox;
use khabar_archive::record::searches::{NewSearch, SavedSearch};
use khabar_archive::time::written;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::html::safe_link;
use crate::visit::{Answer, Visit};

/// The longest a name, question or address of a search may be, in characters.
const LONGEST: usize = 2000;

/// The searches that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavedAll {
    /// The searches, by name.
    pub searches: Vec<Saved>,
}

/// A search that is kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Saved {
    /// Its number.
    pub id: i64,
    /// Where what it finds is here.
    pub page: String,
    /// What it is called.
    pub name: String,
    /// What is searched for.
    pub query: String,
    /// Since when it is kept.
    pub added_at: String,
    /// An address that is told of what it finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// A mailbox that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// In which ways nobody could be told when that was tried last.
    pub troubles: Vec<Trouble>,
}

/// Why somebody could not be told of what a search found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trouble {
    /// `webhook` or `email`.
    pub way: &'static str,
    /// When that was tried last.
    pub at: String,
    /// What was wrong.
    pub message: String,
    /// Of how many reports it will not be tried again.
    pub given_up: u64,
}

impl Saved {
    pub(crate) fn of(search: SavedSearch) -> Self {
        Self {
            id: search.id,
            page: format!("/saved/{}", search.id),
            name: search.name,
            query: search.query,
            added_at: written(search.added_at),
            webhook: search.webhook,
            email: search.email,
            troubles: search
                .troubles
                .into_iter()
                .map(|trouble| Trouble {
                    way: trouble.way.name(),
                    at: written(trouble.at),
                    message: trouble.message,
                    given_up: trouble.given_up,
                })
                .collect(),
        }
    }
}

/// A search, as the page shows it.
struct Line {
    id: i64,
    name: String,
    query: String,
    webhook: String,
    email: String,
    since: String,
    /// When somebody was last told in vain, why, and of how many reports that was given up.
    troubles: Vec<(String, String, u64)>,
}

#[derive(Template)]
#[template(path = "saved.html")]
struct Page<'a> {
    f: Frame<'a>,
    lines: Vec<Line>,
    /// What a new one is to search for.
    query: String,
}

/// All searches that are kept.
pub(crate) fn all(app: &App, visit: &Visit) -> Answer {
    let searches = app.archive.saved_searches()?;
    if visit.form == Form::Json {
        return visit.json(&SavedAll {
            searches: searches.into_iter().map(Saved::of).collect(),
        });
    }
    visit.page(&Page {
        f: Frame::said(visit, "saved"),
        lines: searches
            .into_iter()
            .map(|search| Line {
                id: search.id,
                since: visit.reader.at(search.added_at),
                name: search.name,
                query: search.query,
                webhook: search.webhook.unwrap_or_default(),
                email: search.email.unwrap_or_default(),
                troubles: search
                    .troubles
                    .into_iter()
                    .map(|of| (visit.reader.at(of.at), of.message, of.given_up))
                    .collect(),
            })
            .collect(),
        query: visit.asked("q").unwrap_or_default(),
    })
}

/// Keeps a search.
pub(crate) fn add(app: &App, visit: &Visit) -> Answer {
    let id = app.archive.save_search(&sent(visit)?)?;
    visit.done(&format!("/saved/{id}"))
}

/// Changes a search, or keeps it no longer.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    match visit.field("action").unwrap_or("change") {
        "change" => app.archive.change_search(id, &sent(visit)?)?,
        "forget" => app.archive.forget_search(id)?,
        other => {
            return Err(WebError::Invalid(format!(
                "`action` is change or forget, not {other:?}"
            )));
        }
    }
    visit.done("/saved")
}

/// The search that a form sent.
fn sent(visit: &Visit) -> Result<NewSearch, WebError> {
    let wrong = |message: &str| Err(WebError::Invalid(message.to_owned()));
    let too_long = visit
        .fields
        .iter()
        .any(|(_, value)| value.chars().count() > LONGEST);
    if too_long {
        return wrong("a search has at most 2,000 characters in each of its fields");
    }
    let Some(query) = visit.field("query") else {
        return wrong("a search searches for something; give it as `query`");
    };
    let webhook = visit.field("webhook");
    if webhook.is_some_and(|address| safe_link(address).is_none()) {
        return wrong("`webhook` is an address that begins with https:// or http://");
    }
    let email = visit.field("email");
    if email.is_some_and(|mailbox| !is_mailbox(mailbox)) {
        return wrong("`email` is a mailbox as name@news.example");
    }
    Ok(NewSearch {
        name: visit.field("name").unwrap_or(query).to_owned(),
        query: query.to_owned(),
        webhook: webhook.map(str::to_owned),
        email: email.map(str::to_owned),
    })
}
