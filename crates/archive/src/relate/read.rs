//! What relating needs of a report.

use jiff::Timestamp;
use khabar_article::article::BlockKind;
use khabar_relate::Report;
use khabar_statements::{Reading, Statement};
use rusqlite::Connection;

use crate::reading;
use crate::record::reports::{self, Entry};

/// A report as it is kept.
pub(super) struct Read {
    pub entry: Entry,
    pub title: String,
    pub text: String,
    pub byline: Option<String>,
    pub statements: Vec<Statement>,
    speakers: Vec<String>,
    links: Vec<String>,
    images: Vec<String>,
}

impl Read {
    pub(super) fn of(entry: Entry, reading: Reading) -> Self {
        let Reading {
            article,
            statements,
        } = reading;
        let mut speakers: Vec<String> = statements
            .iter()
            .filter_map(|statement| statement.speaker.as_ref())
            .map(|speaker| speaker.name.clone())
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        let links = article
            .body
            .iter()
            .flat_map(|block| &block.spans)
            .filter_map(|span| span.link.clone())
            .collect();
        let within = article.body.iter().filter_map(|block| match &block.kind {
            BlockKind::Image(image) => Some(image.url.clone()),
            _ => None,
        });
        let images = article.images.iter().map(|image| image.url.clone());
        let authors: Vec<&str> = article
            .authors
            .iter()
            .map(|author| author.name.as_str())
            .collect();
        Self {
            title: article.headline.clone().unwrap_or_default(),
            text: article.body_text(),
            byline: (!authors.is_empty()).then(|| authors.join(", ")),
            images: images.chain(within).collect(),
            links,
            speakers,
            statements,
            entry,
        }
    }

    /// As it is grouped. By what lists are ordered lies never in the future.
    pub(super) fn report(&self) -> Report<'_> {
        Report {
            title: &self.title,
            text: &self.text,
            published: Timestamp::from_second(self.entry.ordered_at).ok(),
            language: self.entry.language.as_deref(),
            speakers: &self.speakers,
            links: &self.links,
            images: &self.images,
        }
    }
}

/// What there is to know of a report; nothing where it is not there any more, or is damaged.
pub(super) fn read(of: &Connection, report: i64) -> rusqlite::Result<Option<Read>> {
    let Some(entry) = reports::get(of, report)? else {
        return Ok(None);
    };
    let Some(packed) = reports::reading(of, report, None)? else {
        return Ok(None);
    };
    match reading::unpacked(&packed).and_then(|json| reading::whole(&json)) {
        Ok(reading) => Ok(Some(Read::of(entry, reading))),
        // One that is damaged keeps no other from being related.
        Err(error) => {
            tracing::error!(report, %error, "a report is related to no others");
            Ok(None)
        }
    }
}
