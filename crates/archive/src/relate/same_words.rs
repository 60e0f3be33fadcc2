//! The same words in other reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use khabar_relate::quotes::{Company, Likeness, Print, compare};
use rusqlite::Connection;
use serde_json::json;

use crate::record::quotes;
use crate::record::statements::{self, Heard, NewStatement};

/// How many statements are looked up by each key of what was said, the newest, and how many of them are compared, those with
/// most keys in common first.
const SAME: (usize, usize) = (48, 16);

/// How many statements are remembered as they are compared: what is said is mostly said again within days.
const REMEMBERED: usize = 4_000;

/// What statements are compared by, remembered between reports.
#[derive(Default)]
pub(super) struct Prints(BTreeMap<i64, Option<Arc<Print>>>);

impl Prints {
    fn get(&mut self, statement: i64, words: &str, language: Option<&str>) -> Option<Arc<Print>> {
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        let print = || Print::of(words, language).map(Arc::new);
        self.0.entry(statement).or_insert_with(print).clone()
    }
}

/// Finds the same words in other reports, but for those that somebody has said its report does not have.
pub(super) fn find(
    to: &Connection,
    id: i64,
    new: &NewStatement<'_>,
    story: i64,
    apart: &[i64],
    prints: &mut Prints,
) -> rusqlite::Result<()> {
    let Some(print) = prints.get(id, new.words, new.language) else {
        return Ok(());
    };
    let speaker = new.speaker.map(|(speaker, _)| speaker);
    let mut keys = print.keys();
    keys.extend(print.keys_abroad(story, speaker));
    let found = quotes::by_keys(to, &keys, SAME.0)?;
    quotes::add_keys(to, id, &keys)?;
    let mut best: Option<(Likeness, Heard)> = None;
    for (other, _) in found.into_iter().take(SAME.1) {
        let Some(other) = statements::heard(to, other)? else {
            continue;
        };
        let is_apart = other.quote.is_some_and(|quote| apart.contains(&quote));
        if other.report == new.report.0 || is_apart {
            continue;
        }
        let Some(other_print) = prints.get(other.id, &other.words, other.language.as_deref())
        else {
            continue;
        };
        let company = Company {
            same_story: other.story == Some(story),
            same_speaker: speaker.zip(other.speaker).map(|(one, other)| one == other),
        };
        let Some(likeness) = compare(&print, &other_print, company) else {
            continue;
        };
        let is_whole = likeness.share >= 1.0;
        if best
            .as_ref()
            .is_none_or(|(known, _)| likeness.share > known.share)
        {
            best = Some((likeness, other));
        }
        // More than all of it cannot be the same.
        if is_whole {
            break;
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
