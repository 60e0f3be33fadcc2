//! What lists show of a report, and what programs get of it.

use khabar_archive::record::channels::ChannelKind;
use khabar_archive::record::reports::Entry;
use khabar_archive::record::sources::Source;
use khabar_archive::time::{Seconds, written};
use rustc_hash::FxHashMap;
use serde::Serialize;
use utoipa::ToSchema;

use crate::languages::language_name;
use crate::reading::tag;

/// A source, as reports name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SourceName {
    /// Its number.
    pub id: i64,
    /// What it calls itself.
    pub title: String,
}

/// A report, as lists show it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    /// Its number.
    pub id: i64,
    /// Where it is here.
    pub page: String,
    /// Where it was published.
    pub url: String,
    /// The source it is of.
    pub source: SourceName,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The standfirst or, where there is none, how the report begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// The language of its text, as BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Which way its text runs: `ltr` or `rtl`.
    pub direction: String,
    /// When it was published, as precisely as the page says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// By what lists are ordered: when it was published, never later than when it was gathered.
    pub ordered_at: String,
    /// When it was first gathered.
    pub gathered_at: String,
    /// When it last changed.
    pub changed_at: String,
    /// How many versions it has had.
    pub versions: u32,
    /// How many words its body has.
    pub words: u32,
    /// How many statements it carries.
    pub statements: u32,
    #[serde(skip)]
    pub at: Seconds,
    #[serde(skip)]
    pub changed: Seconds,
}

impl Item {
    /// An entry of a list with the title of its source.
    pub(crate) fn of(entry: Entry, title: String) -> Self {
        Self {
            page: format!("/reports/{}", entry.id),
            id: entry.id,
            url: entry.url,
            source: SourceName {
                id: entry.source,
                title,
            },
            headline: entry.headline,
            standfirst: entry.standfirst,
            language: entry.language,
            direction: if entry.direction == "rtl" {
                "rtl"
            } else {
                "ltr"
            }
            .to_owned(),
            published: entry.published,
            ordered_at: written(entry.ordered_at),
            gathered_at: written(entry.gathered_at),
            changed_at: written(entry.changed_at),
            versions: entry.versions,
            words: entry.words,
            statements: entry.statements,
            at: entry.ordered_at,
            changed: entry.changed_at,
        }
    }

    /// Its language as an attribute has it; empty where it is not known.
    pub(crate) fn lang(&self) -> &str {
        self.language.as_deref().map_or("", tag)
    }

    /// What its language calls itself.
    pub(crate) fn language_name(&self) -> &str {
        language_name(self.lang())
    }

    /// Its headline, or its address where it has none.
    pub(crate) fn title(&self) -> &str {
        let headline = self.headline.as_deref().map(str::trim);
        headline
            .filter(|text| !text.is_empty())
            .unwrap_or(&self.url)
    }
}

/// What sources call themselves, by their numbers.
pub(crate) struct Titles<'a>(FxHashMap<i64, &'a str>);

impl<'a> Titles<'a> {
    /// The titles of these sources.
    pub(crate) fn of(sources: &'a [Source]) -> Self {
        let titles = sources
            .iter()
            .map(|source| (source.id, source.title.as_str()));
        Self(titles.collect())
    }

    /// What a source calls itself; its number where it is not among these.
    pub(crate) fn title(&self, source: i64) -> String {
        self.0
            .get(&source)
            .map_or_else(|| source.to_string(), |title| (*title).to_owned())
    }

    /// An entry of a list with the title of its source.
    pub(crate) fn item(&self, entry: Entry) -> Item {
        let title = self.title(entry.source);
        Item::of(entry, title)
    }

    /// The entries of a list with the titles of their sources.
    pub(crate) fn items(&self, entries: impl IntoIterator<Item = Entry>) -> Vec<Item> {
        entries.into_iter().map(|entry| self.item(entry)).collect()
    }
}

/// The text that says what kind a channel is of.
pub(crate) fn channel_text(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Feed => "channel-feed",
        ChannelKind::Sitemap => "channel-sitemap",
        ChannelKind::Section => "channel-section",
    }
}
