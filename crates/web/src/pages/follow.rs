//! Following a source: what is at an address is shown before it is followed; a list of subscriptions is followed at once.

use askama::Template;
use khabar_archive::follow::{self, FollowError, Found};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::languages::language_name;
use crate::view::channel_text;
use crate::visit::{Answer, Visit};

/// What following came to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FollowAnswer {
    /// What was found at the address; nothing is followed unless `action` was `follow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<FoundSource>,
    /// How many sources are followed now that were not before.
    pub followed: u64,
    /// The source that is followed, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<i64>,
}

/// What was found at an address.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundSource {
    /// What the source calls itself.
    pub title: String,
    /// The page a reader would open.
    pub home: String,
    /// The language it says it writes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it announces its reports.
    pub channels: Vec<FoundChannel>,
    /// What is worth knowing before it is followed, a sentence each.
    pub notes: Vec<String>,
}

/// A channel that was found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundChannel {
    /// `feed`, `sitemap` or `section`.
    pub kind: &'static str,
    /// Where it is.
    pub url: String,
    /// How many reports it announces now.
    pub announced: u64,
    /// The first headlines it announces.
    pub headlines: Vec<String>,
    /// The text that says its kind.
    #[serde(skip)]
    pub told: &'static str,
}

impl FoundSource {
    fn of(found: &Found) -> Self {
        Self {
            title: found.title.clone(),
            home: found.home.clone(),
            language: found.language.clone(),
            channels: found
                .channels
                .iter()
                .map(|channel| FoundChannel {
                    kind: channel.kind.name(),
                    told: channel_text(channel.kind),
                    url: channel.url.clone(),
                    announced: channel.announced as u64,
                    headlines: channel.headlines.clone(),
                })
                .collect(),
            notes: found.notes.clone(),
        }
    }

    /// What its language calls itself.
    fn language_name(&self) -> &str {
        self.language.as_deref().map_or("", language_name)
    }
}

#[derive(Template)]
#[template(path = "follow.html")]
struct Page<'a> {
    f: Frame<'a>,
    typed: String,
    found: Option<FoundSource>,
    /// Sources of a list that are followed now.
    followed: Option<u64>,
}

/// The form.
pub(crate) fn show(_: &App, visit: &Visit) -> Answer {
    visit.page(&Page {
        f: Frame::said(visit, "follow"),
        typed: visit.asked("url").unwrap_or_default(),
        found: None,
        followed: None,
    })
}

/// Looks what is at an address, follows it, or follows a list.
pub(crate) fn change(app: &App, visit: &Visit) -> Answer {
    if let Some(list) = visit.field("opml") {
        let subscriptions = khabar_feeds::opml::read(list.as_bytes())
            .map_err(|cause| WebError::Invalid(format!("the list cannot be read: {cause}")))?;
        return import(app, visit, &subscriptions);
    }
    let typed = visit.field("url").ok_or_else(|| {
        WebError::Invalid("give the address of a source as `url`, or a list as `opml`".to_owned())
    })?;
    let found = match follow::find(&app.fetcher, typed) {
        Ok(found) => found,
        Err(FollowError::Subscriptions { subscriptions, .. }) => {
            return import(app, visit, &subscriptions);
        }
        Err(error) => return Err(WebError::Invalid(error.to_string())),
    };
    let shown = FoundSource::of(&found);
    if visit.field("action") != Some("follow") {
        if visit.form == Form::Json {
            return visit.json(&FollowAnswer {
                found: Some(shown),
                followed: 0,
                source: None,
            });
        }
        return visit.page(&Page {
            f: Frame::said(visit, "follow"),
            typed: typed.to_owned(),
            found: Some(shown),
            followed: None,
        });
    }
    let followed = app.archive.follow(&found, visit.field("folder"))?;
    if visit.form == Form::Json {
        return visit.json(&FollowAnswer {
            found: Some(shown),
            followed: u64::from(followed.is_new),
            source: Some(followed.source),
        });
    }
    visit.done(&format!("/sources/{}", followed.source))
}

fn import(app: &App, visit: &Visit, subscriptions: &[khabar_feeds::opml::Subscription]) -> Answer {
    let followed = app.archive.import(subscriptions)?;
    let count = followed
        .iter()
        .flatten()
        .filter(|followed| followed.is_new)
        .count() as u64;
    if visit.form == Form::Json {
        return visit.json(&FollowAnswer {
            found: None,
            followed: count,
            source: None,
        });
    }
    visit.page(&Page {
        f: Frame::said(visit, "follow"),
        typed: String::new(),
        found: None,
        followed: Some(count),
    })
}
