//! Speakers, the names they are called by and their offices, who quotes them, and who may be one.

use std::collections::VecDeque;

use khabar_words::fold::fold;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::Value;

use super::stories::raw;
use crate::time::Seconds;

/// A speaker as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Speaker {
    /// Its number.
    pub id: i64,
    /// `person` or `body`.
    pub kind: String,
    /// As it was chosen by hand, else the commonest of its names.
    pub name: String,
    /// The language of that name, where it was not chosen.
    pub language: Option<String>,
    /// How many statements there are.
    pub statements: u64,
    /// When the last was made.
    pub last_at: Seconds,
}

/// Reads `speakers`, with the commonest name.
const COLUMNS: &str = "s.id, s.kind, coalesce(s.chosen, n.name, ''), iif(s.chosen IS NULL, n.language, NULL), s.statements, \
                       s.last_at";
const FROM: &str = "speakers s LEFT JOIN names n ON n.id = (SELECT id FROM names WHERE speaker = s.id \
                    ORDER BY statements DESC, id LIMIT 1)";

fn speaker(row: &Row) -> rusqlite::Result<Speaker> {
    Ok(Speaker {
        id: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        language: row
            .get::<_, Option<String>>(3)?
            .filter(|tag| !tag.is_empty()),
        statements: row.get(4)?,
        last_at: row.get::<_, Option<Seconds>>(5)?.unwrap_or_default(),
    })
}

/// Begins a speaker: its number.
pub fn begin(to: &Connection, kind: &str) -> rusqlite::Result<i64> {
    to.prepare_cached("INSERT INTO speakers (kind) VALUES (?1)")?
        .execute([kind])?;
    Ok(to.last_insert_rowid())
}

/// The speaker of a number, or the one it has become part of.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Speaker>> {
    of.prepare_cached(&format!("SELECT {COLUMNS} FROM {FROM} WHERE s.id = ?1"))?
        .query_row([whole(of, id)?], speaker)
        .optional()
}

/// The number of a speaker or, where it has become part of another, of that one.
pub fn whole(of: &Connection, id: i64) -> rusqlite::Result<i64> {
    super::whole(of, "speakers", id)
}

/// Which speakers a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which<'a> {
    /// Those whose name, or one of whose names, has these letters in it, small or large, with or without accents.
    pub name: Option<&'a str>,
    /// Those who are called by a name in a language.
    pub language: Option<&'a str>,
    /// Those quoted by a source.
    pub source: Option<i64>,
    /// Those who spoke about a subject.
    pub subject: Option<&'a str>,
    /// Those that come behind this one in the list: its statements and its number.
    pub before: Option<(i64, i64)>,
}

/// Speakers, those with most statements first.
pub fn most(of: &Connection, which: Which, most: usize) -> rusqlite::Result<Vec<Speaker>> {
    let (statements, id) = which.before.unwrap_or((i64::MAX, i64::MAX));
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE s.statements > 0 AND (s.statements, s.id) < (?1, ?2)
             AND (?3 IS NULL OR EXISTS (SELECT 1 FROM names c WHERE c.speaker = s.id AND instr(c.folded, ?3) > 0)
                 OR instr(s.chosen_folded, ?3) > 0)
             AND (?4 IS NULL OR EXISTS (SELECT 1 FROM names c WHERE c.speaker = s.id AND c.language = ?4))
             AND (?5 IS NULL OR EXISTS (SELECT 1 FROM statements t JOIN reports r ON r.id = t.report
                 WHERE t.speaker = s.id AND r.source = ?5))
             AND (?6 IS NULL OR s.id IN (SELECT t.speaker FROM statement_subjects b JOIN statements t ON t.id = b.statement
                 WHERE b.key = ?6))
         ORDER BY s.statements DESC, s.id DESC LIMIT ?7"
    ))?
    .query_map(
        params![
            statements,
            id,
            which.name.map(fold),
            which.language,
            which.source,
            which.subject,
            most as i64
        ],
        speaker,
    )?
    .collect()
}

/// The numbers of all speakers with statements, in order, behind one, at most so many.
pub fn ids(of: &Connection, after: i64, most: usize) -> rusqlite::Result<Vec<i64>> {
    of.prepare_cached(
        "SELECT id FROM speakers WHERE id > ?1 AND part_of IS NULL AND statements > 0 ORDER BY id LIMIT ?2",
    )?
    .query_map(params![after, most as i64], |row| row.get(0))?
    .collect()
}

/// A name by which a speaker is called.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Called {
    /// Its number.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The language of the reports that call the speaker so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Why it was joined with the others; nothing for the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Value>,
    /// How many statements are made under it.
    pub statements: u64,
}

/// The names of a speaker, the commonest first.
pub fn names(of: &Connection, speaker: i64) -> rusqlite::Result<Vec<Called>> {
    of.prepare_cached(
        "SELECT id, name, language, why, statements FROM names WHERE speaker = ?1 ORDER BY statements DESC, id",
    )?
    .query_map([speaker], |row| {
        Ok(Called {
            id: row.get(0)?,
            name: row.get(1)?,
            language: row.get::<_, Option<String>>(2)?.filter(|tag| !tag.is_empty()),
            why: raw(row.get(3)?),
            statements: row.get(4)?,
        })
    })?
    .collect()
}

/// The number of a speaker's name, made where it has none such, and whether it was.
pub fn name(
    to: &Connection,
    speaker: i64,
    name: &str,
    language: Option<&str>,
    why: Option<&str>,
) -> rusqlite::Result<(i64, bool)> {
    let language = language.unwrap_or_default();
    let known = to
        .prepare_cached("SELECT id FROM names WHERE speaker = ?1 AND name = ?2 AND language = ?3")?
        .query_row(params![speaker, name, language], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok((known, false));
    }
    to.prepare_cached(
        "INSERT INTO names (speaker, name, folded, language, why) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![speaker, name, fold(name), language, why])?;
    Ok((to.last_insert_rowid(), true))
}

/// Has a name found by keys.
pub fn add_keys(to: &Connection, name: i64, keys: &[i64]) -> rusqlite::Result<()> {
    let mut insert =
        to.prepare_cached("INSERT OR IGNORE INTO name_keys (key, name) VALUES (?1, ?2)")?;
    for key in keys {
        insert.execute([*key, name])?;
    }
    Ok(())
}

/// Whose the names are that have a key: of the first names and of the last, so many of each, in the order of the names.
pub fn bearers(
    of: &Connection,
    key: i64,
    most: usize,
) -> rusqlite::Result<(Vec<i64>, VecDeque<i64>)> {
    // A family name may be that of thousands.
    let first: Vec<i64> = of
        .prepare_cached(
            "SELECT n.speaker FROM name_keys k JOIN names n ON n.id = k.name WHERE k.key = ?1 ORDER BY k.name LIMIT ?2",
        )?
        .query_map(params![key, most as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if first.len() < most {
        let last = first.iter().copied().collect();
        return Ok((first, last));
    }
    let mut last: VecDeque<i64> = of
        .prepare_cached(
            "SELECT n.speaker FROM name_keys k JOIN names n ON n.id = k.name WHERE k.key = ?1 ORDER BY k.name DESC LIMIT ?2",
        )?
        .query_map(params![key, most as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    last.make_contiguous().reverse();
    Ok((first, last))
}

/// What a speaker was called beside a name, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// The role, as it stands there.
    pub role: String,
    /// The language of the reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// In how many statements.
    pub count: u64,
    /// In the first of them.
    pub first_at: Seconds,
    /// In the last of them.
    pub last_at: Seconds,
}

/// The roles of a speaker over time, the first first; the commonest where there are more than so many.
pub fn roles(of: &Connection, speaker: i64, most: usize) -> rusqlite::Result<Vec<Role>> {
    of.prepare_cached(
        "SELECT * FROM (SELECT role, language, sum(count), min(first_at), max(last_at) FROM roles WHERE speaker = ?1
             GROUP BY role, language ORDER BY 3 DESC, 1 LIMIT ?2) ORDER BY 4, 1",
    )?
    .query_map(params![speaker, most as i64], |row| {
        Ok(Role {
            role: row.get(0)?,
            language: row.get::<_, Option<String>>(1)?.filter(|tag| !tag.is_empty()),
            count: row.get(2)?,
            first_at: row.get(3)?,
            last_at: row.get(4)?,
        })
    })?
    .collect()
}

/// A name with the roles it stands with.
pub type Titled = (String, Option<String>, Option<String>);

/// The names of a speaker, each with its commonest roles: name, role and language, the commonest first, at most so many, and of
/// each name so many.
pub fn titled(
    of: &Connection,
    speaker: i64,
    (most, of_each): (usize, usize),
) -> rusqlite::Result<Vec<Titled>> {
    of.prepare_cached(
        "SELECT name, role, language FROM (SELECT n.id, n.name, n.language, n.statements, r.role, r.count,
                 row_number() OVER (PARTITION BY n.id ORDER BY r.count DESC, r.role) AS place
             FROM names n LEFT JOIN roles r ON r.name = n.id WHERE n.speaker = ?1)
         WHERE place <= ?3 ORDER BY statements DESC, id, count DESC, role LIMIT ?2",
    )?
    .query_map(params![speaker, most as i64, of_each as i64], |row| {
        let language: Option<String> = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, language.filter(|tag| !tag.is_empty())))
    })?
    .collect()
}

/// Whether a speaker made any of its latest statements, so many, in a story.
pub fn speaks_in(of: &Connection, speaker: i64, story: i64, most: usize) -> rusqlite::Result<bool> {
    of.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM (SELECT report FROM statements WHERE speaker = ?1 ORDER BY at DESC, id DESC LIMIT ?3) s
             JOIN story_reports r ON r.report = s.report WHERE r.story = ?2)",
    )?
    .query_row(params![speaker, story, most as i64], |row| row.get(0))
}

/// Who else spoke in the latest reports in which a speaker did, of so many statements.
pub fn companions(of: &Connection, speaker: i64, most: usize) -> rusqlite::Result<Vec<i64>> {
    of.prepare_cached(
        "SELECT DISTINCT o.speaker FROM (SELECT report FROM statements WHERE speaker = ?1 ORDER BY at DESC, id DESC LIMIT ?2) s
         JOIN statements o ON o.report = s.report WHERE o.speaker <> ?1",
    )?
    .query_map(params![speaker, most as i64], |row| row.get(0))?
    .collect()
}

/// Makes a speaker part of another: the numbers of the names that come with it.
pub fn join(to: &Connection, whole: i64, part: i64) -> rusqlite::Result<Vec<i64>> {
    let names: Vec<i64> = to
        .prepare_cached("SELECT id FROM names WHERE speaker = ?1 ORDER BY id")?
        .query_map([part], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for &name in &names {
        shift(to, name, whole)?;
    }
    to.prepare_cached("UPDATE speakers SET part_of = ?1 WHERE id = ?2")?
        .execute([whole, part])?;
    Ok(names)
}

/// Gives a speaker that had become part of another a life of its own again.
pub fn revive(to: &Connection, id: i64) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE speakers SET part_of = NULL WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Moves a name with its statements to a speaker.
pub fn shift(to: &Connection, name: i64, speaker: i64) -> rusqlite::Result<()> {
    // One that has such a name already keeps both: they were joined for reasons of their own, and come apart again by them.
    to.prepare_cached("UPDATE names SET speaker = ?2 WHERE id = ?1")?
        .execute([name, speaker])?;
    to.prepare_cached("UPDATE roles SET speaker = ?2 WHERE name = ?1")?
        .execute([name, speaker])?;
    to.prepare_cached("UPDATE statements SET speaker = ?2 WHERE name = ?1")?
        .execute([name, speaker])?;
    Ok(())
}

/// The number of a name of a speaker that is written as one of another's, and found as that is; made where there is none.
pub fn name_like(to: &Connection, speaker: i64, name: i64) -> rusqlite::Result<i64> {
    let (written, language): (String, String) = to
        .prepare_cached("SELECT name, language FROM names WHERE id = ?1")?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (own, is_new) = self::name(to, speaker, &written, Some(&language), None)?;
    if is_new {
        to.prepare_cached(
            "INSERT INTO name_keys (key, name) SELECT key, ?2 FROM name_keys WHERE name = ?1",
        )?
        .execute([name, own])?;
    }
    Ok(own)
}

/// Has a speaker called by a name, or by the commonest of its own. How it was called before, where that was chosen.
pub fn choose(to: &Connection, id: i64, name: Option<&str>) -> rusqlite::Result<Option<String>> {
    let was = to
        .prepare_cached("SELECT chosen FROM speakers WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?
        .flatten();
    to.prepare_cached("UPDATE speakers SET chosen = ?2, chosen_folded = ?3 WHERE id = ?1")?
        .execute(params![id, name, name.map(fold)])?;
    Ok(was)
}

/// Proposes that two speakers are one.
pub fn propose(
    to: &Connection,
    one: i64,
    other: i64,
    why: &str,
    at: Seconds,
) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT OR IGNORE INTO proposals (one, other, why, at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![one.min(other), one.max(other), why, at])?;
    Ok(())
}

/// Proposes no longer that two speakers are one.
pub fn settle(to: &Connection, one: i64, other: i64) -> rusqlite::Result<()> {
    to.prepare_cached("DELETE FROM proposals WHERE one = ?1 AND other = ?2")?
        .execute([one.min(other), one.max(other)])?;
    Ok(())
}

/// A speaker that may be the same as another.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: Speaker,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Value>,
}

/// The speakers that may be the same as one, those with most statements first.
pub fn proposals(of: &Connection, id: i64, most: usize) -> rusqlite::Result<Vec<Proposal>> {
    let rows: Vec<(i64, String)> = of
        .prepare_cached(
            "SELECT other, why FROM proposals WHERE one = ?1 UNION ALL SELECT one, why FROM proposals WHERE other = ?1",
        )?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for (other, why) in rows {
        // One that has become part of another since stands for that.
        let Some(speaker) = get(of, other)? else {
            continue;
        };
        let known = |proposal: &Proposal| proposal.speaker.id == speaker.id;
        if speaker.id != id && !found.iter().any(known) {
            let why = raw(Some(why));
            found.push(Proposal { speaker, why });
        }
    }
    found.sort_by_key(|proposal| std::cmp::Reverse(proposal.speaker.statements));
    found.truncate(most);
    Ok(found)
}

/// A source that quotes a speaker, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quoting {
    /// The source.
    pub source: i64,
    /// Its title.
    pub title: String,
    /// How many statements of the speaker its reports have.
    pub statements: u64,
}

/// Of how many statements, the latest, it is counted who quotes a speaker and to whom it speaks.
const COUNTED: usize = 5_000;

/// Who quotes a speaker in its latest 5,000 statements, those who do it most first.
pub fn quoted_by(of: &Connection, speaker: i64, most: usize) -> rusqlite::Result<Vec<Quoting>> {
    of.prepare_cached(
        "SELECT o.id, o.title, count(*) FROM (SELECT report FROM statements WHERE speaker = ?1 ORDER BY at DESC, id DESC LIMIT ?3) s
         JOIN reports r ON r.id = s.report JOIN sources o ON o.id = r.source GROUP BY o.id ORDER BY 3 DESC, o.id LIMIT ?2",
    )?
    .query_map(params![speaker, most as i64, COUNTED as i64], |row| {
        Ok(Quoting {
            source: row.get(0)?,
            title: row.get(1)?,
            statements: row.get(2)?,
        })
    })?
    .collect()
}

/// To whom a speaker spoke in its latest 5,000 statements, in the words of the reports, and how often.
pub fn addressees(
    of: &Connection,
    speaker: i64,
    most: usize,
) -> rusqlite::Result<Vec<(String, u64)>> {
    of.prepare_cached(
        "SELECT addressee, count(*) FROM (SELECT addressee FROM statements WHERE speaker = ?1 ORDER BY at DESC, id DESC LIMIT ?3)
         WHERE addressee IS NOT NULL GROUP BY addressee ORDER BY 2 DESC, 1 LIMIT ?2",
    )?
    .query_map(params![speaker, most as i64, COUNTED as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// The speaker that a name is of.
pub fn of_name(of: &Connection, name: i64) -> rusqlite::Result<Option<i64>> {
    of.prepare_cached("SELECT speaker FROM names WHERE id = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// A name, by its number.
pub fn called(of: &Connection, name: i64) -> rusqlite::Result<Option<String>> {
    of.prepare_cached("SELECT name FROM names WHERE id = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}
