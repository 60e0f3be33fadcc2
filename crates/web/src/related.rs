//! Stories, speakers, statements and subjects as pages name them, and what programs get of them.

use khabar_archive::record::speakers::Speaker as KeptSpeaker;
use khabar_archive::record::statements::Said;
use khabar_archive::record::stories::Story as KeptStory;
use khabar_archive::record::subjects::Subject as KeptSubject;
use khabar_archive::related::Leads;
use khabar_archive::time::{Seconds, written};
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::Frame;
use crate::reading::tag;
use crate::said::Kind;
use crate::view::{SourceName, Titles};
use crate::why::{self, Likeness};

/// What reports are about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Subject {
    /// By what it is compared, and named in addresses.
    pub key: String,
    /// As it stands in a report.
    pub shown: String,
    /// Where the stories about it are here.
    pub page: String,
}

impl Subject {
    pub(crate) fn of(subject: KeptSubject) -> Self {
        Self {
            page: about("/stories", &subject.key),
            key: subject.key,
            shown: subject.shown,
        }
    }

    /// The language of its words, which its key names, as an attribute has it; empty for a name, which is of no language.
    pub(crate) fn lang(&self) -> &str {
        self.key
            .split_once(':')
            .map_or("", |(language, _)| tag(language))
    }

    pub(crate) fn all(subjects: Vec<KeptSubject>) -> Vec<Self> {
        subjects.into_iter().map(Self::of).collect()
    }
}

/// The address of a list, narrowed to a subject.
pub(crate) fn about(list: &str, key: &str) -> String {
    let key: String = url::form_urlencoded::byte_serialize(key.as_bytes()).collect();
    format!("{list}?subject={key}")
}

/// A story.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Story {
    /// Its number.
    pub id: i64,
    /// Where it is here.
    pub page: String,
    /// How many reports it has.
    pub reports: u64,
    /// When its first report was published.
    pub first_at: String,
    /// When its last report was published.
    pub last_at: String,
    /// The story it grew out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grown_from: Option<i64>,
    #[serde(skip)]
    pub first: Seconds,
    #[serde(skip)]
    pub last: Seconds,
}

impl Story {
    pub(crate) fn of(story: &KeptStory) -> Self {
        Self {
            id: story.id,
            page: format!("/stories/{}", story.id),
            reports: story.reports,
            first_at: written(story.first_at),
            last_at: written(story.last_at),
            grown_from: story.grown_from,
            first: story.first_at,
            last: story.last_at,
        }
    }
}

/// A speaker.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Speaker {
    /// Its number.
    pub id: i64,
    /// Where it is here.
    pub page: String,
    /// `person` or `body`.
    pub kind: String,
    /// As it was chosen by hand, else the commonest of its names.
    pub name: String,
    /// The language of that name, where it was not chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How many statements there are.
    pub statements: u64,
    /// When the last was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<String>,
    #[serde(skip)]
    pub last: Seconds,
}

impl Speaker {
    pub(crate) fn of(speaker: KeptSpeaker) -> Self {
        // One whose names have all gone elsewhere has none.
        let name = match speaker.name.trim() {
            "" => speaker.id.to_string(),
            name => name.to_owned(),
        };
        Self {
            id: speaker.id,
            page: format!("/speakers/{}", speaker.id),
            kind: speaker.kind,
            name,
            language: speaker.language,
            last_at: (speaker.statements > 0).then(|| written(speaker.last_at)),
            last: speaker.last_at,
            statements: speaker.statements,
        }
    }

    /// The language of its name as an attribute has it; empty where it is not known.
    pub(crate) fn lang(&self) -> &str {
        self.language.as_deref().map_or("", tag)
    }

    /// The text that says what it is.
    pub(crate) fn told(&self) -> &'static str {
        if self.kind == "body" {
            "speaker-body"
        } else {
            "speaker-person"
        }
    }
}

/// A statement in the archive.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statement {
    /// Its number.
    pub id: i64,
    /// The report it stands in.
    pub report: i64,
    /// Which of the report's it is, from 1.
    pub number: u32,
    /// Where it stands here.
    pub page: String,
    /// The headline of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The source of the report.
    pub source: SourceName,
    /// The language of the report, as BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The story of the report, where others are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<i64>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// The speaker, where the report names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<i64>,
    /// Who said it, in the words of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was said or, where that is not known, published.
    pub at: String,
    /// The words that say when, as they stand in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addressee: Option<String>,
    /// What was said.
    pub words: String,
    /// The same words in other reports, by their number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<i64>,
    /// The statement it was found to be the same as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike_to: Option<i64>,
    /// How it is the same as that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<Likeness>,
    #[serde(skip)]
    pub seconds: Seconds,
}

impl Statement {
    pub(crate) fn of(said: Said, titles: &Titles<'_>) -> Self {
        Self {
            page: format!("/reports/{}#who-{}", said.report, said.number),
            id: said.id,
            report: said.report,
            number: said.number,
            headline: said.headline,
            source: SourceName {
                id: said.source,
                title: titles.title(said.source),
            },
            language: said.language,
            story: said.story,
            kind: said.kind,
            speaker: said.speaker,
            by: said.by,
            at: written(said.at),
            said: said.said,
            addressee: said.addressee,
            words: said.words,
            quote: said.quote,
            alike_to: said.alike_to,
            alike: why::read(said.alike),
            seconds: said.at,
        }
    }

    pub(crate) fn all(said: Vec<Said>, titles: &Titles<'_>) -> Vec<Self> {
        said.into_iter()
            .map(|said| Self::of(said, titles))
            .collect()
    }

    /// Its language as an attribute has it; empty where it is not known.
    pub(crate) fn lang(&self) -> &str {
        self.language.as_deref().map_or("", tag)
    }

    /// How what was said is given.
    pub(crate) fn manner(&self) -> Kind {
        Kind::of(&self.kind)
    }

    /// The headline of its report, or what its source calls itself.
    pub(crate) fn title(&self) -> &str {
        let headline = self.headline.as_deref().map(str::trim);
        headline
            .filter(|text| !text.is_empty())
            .unwrap_or(&self.source.title)
    }

    /// Who said it in the words of the report, or what its source calls itself.
    pub(crate) fn speaker_or_source(&self) -> &str {
        self.by.as_deref().unwrap_or(&self.source.title)
    }

    /// The day it was said or published.
    pub(crate) fn day(&self, f: &Frame<'_>) -> String {
        f.reader.on(self.seconds)
    }
}

/// Where a report leads.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Related {
    /// Its story, where others are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<Story>,
    /// Its statements as it is now, with their speakers and the same words.
    pub statements: Vec<Statement>,
    /// What it is about.
    pub subjects: Vec<Subject>,
}

impl Related {
    pub(crate) fn of(leads: Leads, titles: &Titles<'_>) -> Self {
        Self {
            story: leads.story.as_ref().map(Story::of),
            statements: Statement::all(leads.statements, titles),
            subjects: Subject::all(leads.subjects),
        }
    }
}

/// Text cut to at most so many characters, at a word where there is one.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let cut = &text[..end];
    let word = cut.rfind(char::is_whitespace).filter(|&at| at > end / 2);
    format!("{} …", cut[..word.unwrap_or(end)].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_a_blank() {
        assert_eq!(shortened("short", 5), "short");
        assert_eq!(shortened("one two three", 9), "one two …");
        assert_eq!(shortened("海港将于六月重新开放", 4), "海港将于 …");
        assert_eq!(shortened("", 0), "");
    }

    #[test]
    fn keys_of_subjects_stand_in_addresses() {
        assert_eq!(
            about("/quotes", "en:interest rate&x"),
            "/quotes?subject=en%3Ainterest+rate%26x"
        );
    }
}
