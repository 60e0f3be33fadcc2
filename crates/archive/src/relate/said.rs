//! The statements of a report: who made them, and where else the same words stand.

use std::collections::BTreeMap;

use khabar_article::dates::{Moment, When};
use khabar_relate::quotes::{self as same, Company};
use khabar_relate::speakers::{self as judge, Known, Mention, Name, Verdict};
use khabar_relate::stories::{Subject, about_statement};
use khabar_statements::Statement;
use rusqlite::Connection;
use serde_json::json;

use super::read::Read;
use crate::keep;
use crate::record::decisions::{self, DecisionKind};
use crate::record::statements::{self, NewStatement, Said};
use crate::record::{quotes, speakers, stories, subjects};
use crate::time::{self, Seconds};

/// How many speakers are looked up by each key of a name.
const FOUND: usize = 50;

/// How many speakers a name is held against with all that is known of them.
const WEIGHED: usize = 8;

/// How many names, with their roles, of a speaker a name is held against.
const NAMES: usize = 32;

/// Of how many of a speaker's statements the stories and the company are known.
const COMPANY: usize = 32;

/// How many speakers are proposed to be the same as a new one.
const PROPOSED: usize = 5;

/// How many statements are looked up by each key of what was said, and how many of them are compared.
const SAME: (usize, usize) = (200, 48);

/// Keeps the statements of a report, those that were kept before as they are.
pub(super) fn put(
    to: &Connection,
    read: &Read,
    story: i64,
    about: &[Subject],
    now: Seconds,
) -> rusqlite::Result<()> {
    let entry = &read.entry;
    let mut before: Vec<Said> = statements::of_report(to, entry.id)?;
    let mut known = BTreeMap::new();
    for (number, statement) in (1..).zip(&read.statements) {
        let words = words(statement);
        let by = by(statement);
        let kept = before
            .iter()
            .position(|said| said.words == words && said.by.as_deref() == by);
        if let Some(kept) = kept {
            let kept = before.swap_remove(kept);
            statements::renumber(to, kept.id, number)?;
            continue;
        }
        let name = statement.speaker.as_ref().and_then(|speaker| {
            Name::of(
                &speaker.name,
                speaker.role.as_deref(),
                entry.language.as_deref(),
            )
        });
        let speaker = match &name {
            Some(name) => Some(self::speaker(to, read, story, name, &mut known, now)?),
            None => None,
        };
        let new = NewStatement {
            report: (entry.id, number),
            kind: statement.kind.name(),
            language: entry.language.as_deref(),
            by,
            speaker,
            at: at(statement, entry.ordered_at),
            said: statement.when.as_ref().map(|when| when.words.text.as_str()),
            addressee: statement.addressee.as_ref().map(|to| to.text.as_str()),
            words: &words,
        };
        let id = statements::add(to, &new)?;
        compare(to, id, &new, story)?;
        subjects::put_statement(
            to,
            id,
            about_statement(&words, entry.language.as_deref(), about),
        )?;
    }
    for gone in before {
        statements::remove(to, gone.id)?;
    }
    Ok(())
}

/// What was said.
fn words(statement: &Statement) -> String {
    let parts: Vec<&str> = statement
        .content
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    parts.join(" … ")
}

/// Who said it, in the words of the report.
fn by(statement: &Statement) -> Option<&str> {
    let named = statement
        .speaker
        .as_ref()
        .map(|speaker| speaker.name.as_str());
    named.or_else(|| statement.source.as_ref().map(|source| source.text.as_str()))
}

/// When it was made: on the day the report tells, where that lies within a year before the report, else with it.
fn at(statement: &Statement, published: Seconds) -> Seconds {
    let told = match statement.when.as_ref().and_then(|when| when.date.as_ref()) {
        Some(When::Day(moment)) => keep::instant(Moment::Day(moment.day())),
        _ => None,
    };
    let days_before = |at| time::day(published) - time::day(at);
    // Of the day on which the report was published no more is known than that it was before.
    told.filter(|&at| (1..366).contains(&days_before(at)))
        .unwrap_or(published)
}

/// The speaker a name stands for, and the number of the name.
fn speaker(
    to: &Connection,
    read: &Read,
    story: i64,
    name: &Name,
    known: &mut BTreeMap<(String, Option<String>), (i64, i64)>,
    now: Seconds,
) -> rusqlite::Result<(i64, i64)> {
    let entry = &read.entry;
    let key = (name.shown().to_owned(), name.role().map(str::to_owned));
    if let Some(&found) = known.get(&key) {
        return Ok(found);
    }
    let beside: Vec<i64> = known.values().map(|&(speaker, _)| speaker).collect();
    let mention = Mention {
        name,
        story: Some(story),
        companions: &beside,
    };
    let (mut same, mut possible) = (Vec::new(), Vec::new());
    for candidate in candidates(to, &mention)? {
        let stories = speakers::stories(to, candidate.id, COMPANY)?;
        let companions = speakers::companions(to, candidate.id, COMPANY)?;
        let judgement = judge::judge(
            &mention,
            &Known {
                names: &candidate.names,
                stories: &stories,
                companions: &companions,
            },
        );
        match judgement.verdict {
            Verdict::Same => same.push((judgement.why, candidate.id)),
            Verdict::Possible => possible.push((judgement.why, candidate.id)),
            Verdict::Apart => {}
        }
    }
    // Of several that it may be, the one that more speaks for; of these the one that is found first.
    let best = same
        .iter()
        .enumerate()
        .max_by_key(|(place, (why, _))| (why.len(), std::cmp::Reverse(*place)))
        .map(|(place, _)| place);
    let best = best.map(|place| same.remove(place));
    let is_new = best.is_none();
    let (why, speaker) = match best {
        Some((why, speaker)) => (Some(json!(why).to_string()), speaker),
        None => (None, speakers::begin(to, name.kind().name())?),
    };
    let (number, added) =
        speakers::name(to, speaker, name.shown(), name.language(), why.as_deref())?;
    if added {
        speakers::add_keys(to, number, &name.keys())?;
    }
    if let Some(role) = name.role() {
        speakers::add_role(
            to,
            (speaker, number),
            role,
            name.language(),
            entry.ordered_at,
        )?;
    }
    // Two that a mention is the same as may be one; so may a new one and those it could be.
    let doubtful = same
        .into_iter()
        .chain(possible.into_iter().filter(|_| is_new));
    for (why, other) in doubtful.take(PROPOSED) {
        if !decisions::are_apart(to, DecisionKind::SpeakersApart, speaker, other)? {
            speakers::propose(to, speaker, other, &json!(why).to_string(), now)?;
        }
    }
    known.insert(key, (speaker, number));
    Ok((speaker, number))
}

/// A speaker that a name may stand for.
struct Candidate {
    id: i64,
    names: Vec<Name>,
}

/// The speakers that a name may stand for by itself, at most so many.
fn candidates(of: &Connection, mention: &Mention<'_>) -> rusqlite::Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for id in speakers::by_keys(of, &mention.name.keys(), FOUND)? {
        let names: Vec<Name> = speakers::titled(of, id, NAMES)?
            .iter()
            .filter_map(|(name, role, language)| {
                Name::of(name, role.as_deref(), language.as_deref())
            })
            .collect();
        let by_name = judge::judge(
            mention,
            &Known {
                names: &names,
                stories: &[],
                companions: &[],
            },
        );
        match by_name.verdict {
            Verdict::Same => found.insert(0, Candidate { id, names }),
            Verdict::Possible => found.push(Candidate { id, names }),
            Verdict::Apart => {}
        }
    }
    found.truncate(WEIGHED);
    Ok(found)
}

/// Finds the same words in other reports.
fn compare(to: &Connection, id: i64, new: &NewStatement<'_>, story: i64) -> rusqlite::Result<()> {
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
