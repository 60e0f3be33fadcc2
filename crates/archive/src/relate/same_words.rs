//! The same words in other reports.

use std::sync::Arc;

use khabar_relate::quotes::{Company, Likeness, Print, compare};
use rusqlite::Connection;
use serde_json::json;

use super::cache::Cache;
use crate::record::statements::{self, Told};
use crate::record::{quotes, stories};

/// How many statements are looked up by each key of what was said, the newest.
const FOUND: usize = 48;

/// How many of them are compared, those with most keys in common first; and how many in other languages.
const COMPARED: usize = 16;

/// How many statements are remembered as they are compared: what is said is mostly said again within days.
const REMEMBERED: usize = 24_000;

/// A statement as it is compared.
#[derive(Clone)]
struct Heard {
    report: i64,
    speaker: Option<i64>,
    /// The words it is the same as, by their number.
    quote: Option<i64>,
    /// Nothing of words too few to be compared.
    print: Option<Arc<Print>>,
}

/// Statements as they are compared, remembered between reports.
pub(super) struct Statements(Cache<Heard>);

impl Default for Statements {
    fn default() -> Self {
        Self(Cache::of(REMEMBERED))
    }
}

impl Statements {
    fn get(&mut self, of: &Connection, id: i64) -> rusqlite::Result<Option<Heard>> {
        if let Some(known) = self.0.get(id) {
            return Ok(Some(known.clone()));
        }
        let Some(read) = statements::heard(of, id)? else {
            return Ok(None);
        };
        let heard = Heard {
            report: read.report,
            speaker: read.speaker,
            quote: read.quote,
            print: Print::of(&read.words, read.language.as_deref()).map(Arc::new),
        };
        self.0.put(id, heard.clone());
        Ok(Some(heard))
    }

    /// Notes which words a statement is the same as.
    fn quotes(&mut self, id: i64, quote: i64) {
        if let Some(known) = self.0.get(id) {
            known.quote = Some(quote);
        }
    }

    /// Forgets a statement that is gone.
    pub(super) fn forget(&mut self, id: i64) {
        self.0.forget(id);
    }

    /// Forgets all of them: somebody has changed whose they are, or which words they are the same as.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A statement that was kept just now.
pub(super) struct New<'a> {
    /// Its number, and that of its report.
    pub id: i64,
    pub report: i64,
    /// The story of the report.
    pub story: i64,
    pub speaker: Option<i64>,
    /// What it is compared by.
    pub print: &'a Arc<Print>,
}

impl New<'_> {
    /// Whether a speaker made it; nothing where one of the two is not known.
    fn is_by(&self, speaker: Option<i64>) -> Option<bool> {
        self.speaker.zip(speaker).map(|(own, other)| own == other)
    }
}

/// Finds the same words in other reports, but for those that somebody has said its report does not have; `in_story` are the
/// statements of the other reports of its story.
pub(super) fn find(
    to: &Connection,
    new: &New<'_>,
    in_story: &[Told],
    apart: &[i64],
    remembered: &mut Statements,
) -> rusqlite::Result<()> {
    let keys = new.print.keys();
    let found = quotes::by_keys(to, new.id, &keys, FOUND)?;
    let by_keys = found.into_iter().take(COMPARED).map(|(id, _)| id);
    let mut best: Option<(Likeness, i64, Option<i64>)> = None;
    for id in by_keys.chain(abroad(new, in_story)) {
        let Some(other) = remembered.get(to, id)? else {
            continue;
        };
        let is_apart = other.quote.is_some_and(|quote| apart.contains(&quote));
        let Some(print) = other
            .print
            .filter(|_| other.report != new.report && !is_apart)
        else {
            continue;
        };
        // One of a report that was taken away may still be remembered.
        let Some(story) = stories::of_report(to, other.report)? else {
            continue;
        };
        let company = Company {
            same_story: story == new.story,
            same_speaker: new.is_by(other.speaker),
        };
        let Some(likeness) = compare(new.print, &print, company) else {
            continue;
        };
        let is_whole = likeness.share >= 1.0;
        if best
            .as_ref()
            .is_none_or(|(known, ..)| likeness.share > known.share)
        {
            best = Some((likeness, id, other.quote));
        }
        // More than all of it cannot be the same.
        if is_whole {
            break;
        }
    }
    let quote = if let Some((likeness, other, quote)) = best {
        let quote = if let Some(quote) = quote {
            quote
        } else {
            let quote = quotes::begin(to)?;
            quotes::put(to, other, Some(quote), None)?;
            remembered.quotes(other, quote);
            quote
        };
        let why = json!(likeness).to_string();
        quotes::put(to, new.id, Some(quote), Some((&why, other)))?;
        Some(quote)
    } else {
        None
    };
    let heard = Heard {
        report: new.report,
        speaker: new.speaker,
        quote,
        print: Some(Arc::clone(new.print)),
    };
    remembered.0.put(new.id, heard);
    Ok(())
}

/// The statements of the story that may be the same in another language: those of the speaker first, then those of nobody who is
/// named. Between two speakers words in two languages are never the same.
fn abroad(new: &New<'_>, in_story: &[Told]) -> impl Iterator<Item = i64> {
    let of = |is_wanted: fn(Option<bool>) -> bool| {
        in_story.iter().filter(move |told| {
            is_wanted(new.is_by(told.speaker))
                && new.print.is_in_another_language(told.language.as_deref())
        })
    };
    of(|same| same == Some(true))
        .chain(of(|same| same.is_none()))
        .map(|told| told.id)
        .take(COMPARED)
}

#[cfg(test)]
mod tests {
    use super::super::Relater;
    use super::super::tests::{archive, harbour, relate, report, says, take_in};

    #[test]
    fn what_is_gone_is_the_same_as_nothing() {
        let (_folder, archive) = archive();
        let held = archive.hold("a test").unwrap();
        let mut relater = Relater::new(&archive, &held);
        let words = "We have built quays for the storms that are coming to this harbour";
        let speaker = ("Karim Velmari", "port director");
        let say = |number| says(number, speaker, words);
        take_in(&archive, &[say(0), say(1)]);
        relater.follow().unwrap();
        // One loses its statement to a new version, the other goes with its source.
        let mut silent = say(0);
        silent["statements"] = serde_json::json!([]);
        silent["articleBody"] = "Nobody said anything about the harbour.".into();
        take_in(&archive, &[silent]);
        archive.unfollow(2).unwrap();
        take_in(&archive, &[say(2)]);
        relater.follow().unwrap();
        let alone = archive.leads(3).unwrap().statements;
        assert_eq!((alone.len(), alone[0].quote), (1, None));
        take_in(&archive, &[say(3)]);
        relater.follow().unwrap();
        let both = archive.leads(4).unwrap().statements;
        assert_eq!(both[0].alike_to, Some(alone[0].id));
    }

    #[test]
    fn words_in_another_language_are_found_in_the_story() {
        let (_folder, archive) = archive();
        let english = "We will repair 14 piers in Tarmund and Velora before the winter";
        let german = "Wir reparieren vor dem Winter 14 Stege in Tarmund und Velora";
        let of = |outlet: &str, number, body: String, words| {
            let said = ("Karim Velmari", "", words);
            report(
                outlet,
                number,
                "Velora: 40 million, Karim Velmari",
                &body,
                &[said],
            )
        };
        let mut abroad = of(
            "bote",
            3,
            format!(
                "Der Hafen Velora ist wieder offen, das kostete 40 Millionen Kronen. „{german}“, sagte Karim Velmari in Velora."
            ),
            german,
        );
        abroad["inLanguage"] = "de".into();
        let here = of(
            "courier",
            2,
            format!(
                "The harbour of Velora reopened, which cost 40 million crowns. “{english}” Karim Velmari said in Velora."
            ),
            english,
        );
        take_in(&archive, &[here, abroad]);
        take_in(&archive, &harbour());
        relate(&archive);
        let leads = archive.leads(2).unwrap();
        let alike = leads.statements[0].alike.clone().expect("it is found");
        assert_eq!(alike["kind"], "translated");
    }
}
