//! The same words in other reports.

use khabar_relate::quotes::{self as same, Company};
use rusqlite::Connection;
use serde_json::json;

use crate::record::statements::{self, NewStatement, Said};
use crate::record::{decisions, quotes, stories};

/// How many statements are looked up by each key of what was said, and how many of them are compared.
const SAME: (usize, usize) = (200, 48);

/// Finds the same words in other reports.
pub(super) fn find(
    to: &Connection,
    id: i64,
    new: &NewStatement<'_>,
    story: i64,
) -> rusqlite::Result<()> {
    let Some(print) = same::Print::of(new.words, new.language) else {
        return Ok(());
    };
    let speaker = new.speaker.map(|(speaker, _)| speaker);
    let mut keys = print.keys();
    keys.extend(print.keys_abroad(story, speaker));
    let found = quotes::by_keys(to, &keys, SAME.0)?;
    quotes::add_keys(to, id, &keys)?;
    let mut best: Option<(same::Likeness, Said)> = None;
    for (other, _) in found.into_iter().take(SAME.1) {
        let Some(other) = statements::get(to, other)? else {
            continue;
        };
        if other.report == new.report.0 {
            continue;
        }
        // Somebody has said that this report has other words.
        if let Some(quote) = other.quote
            && decisions::are_words_apart(to, new.report.0, quote)?
        {
            continue;
        }
        let Some(other_print) = same::Print::of(&other.words, other.language.as_deref()) else {
            continue;
        };
        let company = Company {
            same_story: stories::of_report(to, other.report)? == Some(story),
            same_speaker: speaker.zip(other.speaker).map(|(one, other)| one == other),
        };
        let Some(likeness) = same::compare(&print, &other_print, company) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(known, _)| likeness.share > known.share)
        {
            best = Some((likeness, other));
        }
    }
    let Some((likeness, other)) = best else {
        return Ok(());
    };
    let quote = if let Some(quote) = other.quote {
        quote
    } else {
        let quote = quotes::begin(to)?;
        quotes::put(to, other.id, Some(quote), None)?;
        quote
    };
    let why = json!(likeness).to_string();
    quotes::put(to, id, Some(quote), Some((&why, other.id)))?;
    Ok(())
}
