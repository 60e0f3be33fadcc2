//! Stories, and the reports that are in them.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::{Value, json};

use super::reports::{self, Cursor, Entry};
use crate::time::Seconds;

/// A story as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Story {
    /// Its number.
    pub id: i64,
    /// How many reports it has.
    pub reports: u64,
    /// When its first report was published.
    pub first_at: Seconds,
    /// When its last report was published.
    pub last_at: Seconds,
    /// The story it grew out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grown_from: Option<i64>,
}

const COLUMNS: &str = "id, reports, first_at, last_at, grown_from";

fn story(row: &Row) -> rusqlite::Result<Story> {
    Ok(Story {
        id: row.get(0)?,
        reports: row.get(1)?,
        first_at: row.get::<_, Option<Seconds>>(2)?.unwrap_or_default(),
        last_at: row.get::<_, Option<Seconds>>(3)?.unwrap_or_default(),
        grown_from: row.get(4)?,
    })
}

/// Begins a story; of a number where one is given.
pub fn begin(to: &Connection, id: Option<i64>, grown_from: Option<i64>) -> rusqlite::Result<i64> {
    to.prepare_cached("INSERT INTO stories (id, grown_from) VALUES (?1, ?2)")?
        .execute(params![id, grown_from])?;
    Ok(to.last_insert_rowid())
}

/// The number that the next story gets.
pub fn next(of: &Connection) -> rusqlite::Result<i64> {
    of.prepare_cached(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'stories'), 0) + 1",
    )?
    .query_row([], |row| row.get(0))
}

/// The story of a number, with the number of the one it has become part of in its place.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Story>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stories WHERE id = ?1 AND reports > 0"
    ))?
    .query_row([whole(of, id)?], story)
    .optional()
}

/// The number of a story or, where it has become part of another, of that one, whether it has reports or not.
pub fn whole(of: &Connection, id: i64) -> rusqlite::Result<i64> {
    super::whole(of, "stories", id)
}

/// How many reports a story has.
pub fn length(of: &Connection, id: i64) -> rusqlite::Result<usize> {
    of.prepare_cached("SELECT reports FROM stories WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
}

/// Of how many sources the reports of a story are.
pub fn outlets(of: &Connection, id: i64) -> rusqlite::Result<u64> {
    of.prepare_cached(
        "SELECT count(DISTINCT r.source) FROM story_reports m JOIN reports r ON r.id = m.report WHERE m.story = ?1",
    )?
    .query_row([id], |row| row.get(0))
}

/// The stories that grew out of one.
pub fn grown_from(of: &Connection, id: i64) -> rusqlite::Result<Vec<Story>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stories WHERE grown_from = ?1 AND reports > 0 ORDER BY first_at, id"
    ))?
    .query_map([id], story)?
    .collect()
}

/// Makes a story part of another: the numbers of the reports that come with it, all of which belong to the other now.
pub fn join(to: &Connection, whole: i64, part: i64) -> rusqlite::Result<Vec<i64>> {
    let moved: Vec<i64> = to
        .prepare_cached("SELECT report FROM story_reports WHERE story = ?1 ORDER BY at, report")?
        .query_map([part], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    to.prepare_cached("UPDATE story_reports SET story = ?1 WHERE story = ?2")?
        .execute([whole, part])?;
    to.prepare_cached("UPDATE stories SET part_of = ?1 WHERE id = ?2")?
        .execute([whole, part])?;
    Ok(moved)
}

/// Gives a story that had become part of another a life of its own again.
pub fn revive(to: &Connection, id: i64) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE stories SET part_of = NULL WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Moves a report to a story.
pub fn shift(to: &Connection, report: i64, story: i64, why: Option<&str>) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE story_reports SET story = ?2, why = ?3 WHERE report = ?1")?
        .execute(params![report, story, why])?;
    Ok(())
}

/// What is known of a report beside its story.
#[derive(Debug, Clone, Default)]
pub struct Placing<'a> {
    /// Why it joined, as JSON; nothing for the one that began the story.
    pub why: Option<&'a str>,
    /// How its text relates to that of an earlier report: `wire`, `rewrite`, `update`, `own`.
    pub kin: &'a str,
    /// The earlier report.
    pub kin_to: Option<i64>,
    /// How they relate, as JSON.
    pub kin_why: Option<&'a str>,
    /// What its text is compared by.
    pub print: Option<&'a [u8]>,
    /// The agencies that it credits.
    pub credits: &'a [String],
}

/// Puts a report in a story.
pub fn put(
    to: &Connection,
    report: i64,
    story: i64,
    at: Seconds,
    placing: &Placing,
) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO story_reports (report, story, at, why, kin, kin_to, kin_why, print, credits)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT DO UPDATE SET kin = excluded.kin, kin_to = excluded.kin_to, kin_why = excluded.kin_why,
             print = excluded.print, credits = excluded.credits",
    )?
    .execute(params![
        report,
        story,
        at,
        placing.why,
        placing.kin,
        placing.kin_to,
        placing.kin_why,
        placing.print,
        json!(placing.credits).to_string()
    ])?;
    Ok(())
}

/// The story that a report is in.
pub fn of_report(of: &Connection, report: i64) -> rusqlite::Result<Option<i64>> {
    of.prepare_cached("SELECT story FROM story_reports WHERE report = ?1")?
        .query_row([report], |row| row.get(0))
        .optional()
}

/// A report in its story.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The report.
    #[serde(flatten)]
    pub entry: Entry,
    /// Why it joined; nothing for the one that began the story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Value>,
    /// How its text relates to that of an earlier report of the story: `wire`, `rewrite`, `update`, `own`.
    pub kin: String,
    /// The earlier report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin_to: Option<i64>,
    /// How they relate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin_why: Option<Value>,
}

/// JSON that was kept as text; nothing where it is none.
pub(crate) fn raw(json: Option<String>) -> Option<Value> {
    serde_json::from_str(&json?).ok()
}

/// The latest reports of a story, the newest first, at most so many.
pub fn newest(of: &Connection, story: i64, most: usize) -> rusqlite::Result<Vec<Entry>> {
    let ids: Vec<i64> = of
        .prepare_cached("SELECT report FROM story_reports WHERE story = ?1 ORDER BY at DESC, report DESC LIMIT ?2")?
        .query_map(params![story, most as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    ids.into_iter()
        .filter_map(|id| reports::get(of, id).transpose())
        .collect()
}

/// The reports of a story in the order in which they were published, behind one of them, at most so many.
pub fn members(
    of: &Connection,
    story: i64,
    after: Option<Cursor>,
    most: usize,
) -> rusqlite::Result<Vec<Member>> {
    let (at, report) = after.unwrap_or((Seconds::MIN, i64::MIN));
    let mut rows = of.prepare_cached(
        "SELECT report, why, kin, kin_to, kin_why FROM story_reports WHERE story = ?1 AND (at, report) > (?2, ?3)
         ORDER BY at, report LIMIT ?4",
    )?;
    let mut rows = rows.query(params![story, at, report, most as i64])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(entry) = reports::get(of, row.get(0)?)? else {
            continue;
        };
        members.push(Member {
            entry,
            why: raw(row.get(1)?),
            kin: row.get(2)?,
            kin_to: row.get(3)?,
            kin_why: raw(row.get(4)?),
        });
    }
    Ok(members)
}

/// All stories that have reports, in the order of their numbers, behind one, at most so many.
pub fn all(of: &Connection, after: i64, most: usize) -> rusqlite::Result<Vec<Story>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stories WHERE id > ?1 AND reports > 0 ORDER BY id LIMIT ?2"
    ))?
    .query_map(params![after, most as i64], story)?
    .collect()
}

/// The place of a report.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The report.
    pub report: i64,
    /// Its story.
    pub story: i64,
    /// As the report is ordered.
    pub at: Seconds,
    /// As [`Member::why`].
    pub why: Option<Value>,
    /// As [`Member::kin`].
    pub kin: String,
    /// As [`Member::kin_to`].
    pub kin_to: Option<i64>,
    /// As [`Member::kin_why`].
    pub kin_why: Option<Value>,
}

/// The places of all reports, in the order of these, behind one, at most so many.
pub fn placed(of: &Connection, after: i64, most: usize) -> rusqlite::Result<Vec<Placed>> {
    of.prepare_cached(
        "SELECT report, story, at, why, kin, kin_to, kin_why FROM story_reports WHERE report > ?1 ORDER BY report LIMIT ?2",
    )?
    .query_map(params![after, most as i64], |row| {
        Ok(Placed {
            report: row.get(0)?,
            story: row.get(1)?,
            at: row.get(2)?,
            why: raw(row.get(3)?),
            kin: row.get(4)?,
            kin_to: row.get(5)?,
            kin_why: raw(row.get(6)?),
        })
    })?
    .collect()
}

/// A text to compare a later one with.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The report.
    pub report: i64,
    /// Its source.
    pub source: i64,
    /// What its text is compared by.
    pub print: Vec<u8>,
    /// The agencies that it credits.
    pub credits: Vec<String>,
}

/// The texts of a story that were published no later than a time, the latest first, without one report's, at most so many.
pub fn prints(
    of: &Connection,
    story: i64,
    at: Seconds,
    but: i64,
    most: usize,
) -> rusqlite::Result<Vec<Printed>> {
    of.prepare_cached(
        "SELECT s.report, r.source, s.print, s.credits FROM story_reports s JOIN reports r ON r.id = s.report
         WHERE s.story = ?1 AND s.at <= ?2 AND s.report <> ?3 AND s.print IS NOT NULL
         ORDER BY s.at DESC, s.report DESC LIMIT ?4",
    )?
    .query_map(params![story, at, but, most as i64], |row| {
        Ok(Printed {
            report: row.get(0)?,
            source: row.get(1)?,
            print: row.get(2)?,
            credits: serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default(),
        })
    })?
    .collect()
}

/// The latest reports with the stories they are in, the oldest of them first, of the time before the latest, at most so many.
pub fn recent(of: &Connection, window: Seconds, most: usize) -> rusqlite::Result<Vec<(i64, i64)>> {
    of.prepare_cached(
        "SELECT report, story FROM (SELECT report, story, at FROM story_reports
             WHERE at >= (SELECT max(at) FROM story_reports) - ?1 ORDER BY at DESC, report DESC LIMIT ?2)
         ORDER BY at, report",
    )?
    .query_map(params![window, most as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// Which stories a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which<'a> {
    /// Those with a report of a source.
    pub source: Option<i64>,
    /// Those with a report in a language.
    pub language: Option<&'a str>,
    /// Those with a report about a subject.
    pub subject: Option<&'a str>,
    /// Those that come behind this one in the list: when its last report was published, and its number.
    pub before: Option<Cursor>,
}

/// Stories of more than one report, those with the latest reports first.
pub fn latest(of: &Connection, which: Which, most: usize) -> rusqlite::Result<Vec<Story>> {
    let (at, id) = which.before.unwrap_or((Seconds::MAX, i64::MAX));
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM stories WHERE reports > 1 AND (last_at, id) < (?1, ?2)
             AND (?3 IS NULL OR EXISTS (SELECT 1 FROM story_reports s JOIN reports r ON r.id = s.report
                 WHERE s.story = stories.id AND r.source = ?3))
             AND (?4 IS NULL OR EXISTS (SELECT 1 FROM story_reports s JOIN reports r ON r.id = s.report
                 WHERE s.story = stories.id AND r.language = ?4))
             AND (?5 IS NULL OR id IN (SELECT s.story FROM subjects b JOIN story_reports s ON s.report = b.report
                 WHERE b.key = ?5))
         ORDER BY last_at DESC, id DESC LIMIT ?6"
    ))?
    .query_map(
        params![at, id, which.source, which.language, which.subject, most as i64],
        story,
    )?
    .collect()
}

/// Up to which change reports have been related.
pub fn upto(of: &Connection) -> rusqlite::Result<i64> {
    of.prepare_cached("SELECT upto FROM related")?
        .query_row([], |row| row.get(0))
}

/// Writes down up to which change reports have been related.
pub fn set_upto(to: &Connection, upto: i64) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE related SET upto = ?1")?
        .execute([upto])?;
    Ok(())
}

/// Whether there is, or was, a story of a number.
pub fn is_known(of: &Connection, id: i64) -> rusqlite::Result<bool> {
    of.prepare_cached("SELECT EXISTS (SELECT 1 FROM stories WHERE id = ?1)")?
        .query_row([id], |row| row.get(0))
}

/// Why a report joined its story, as JSON.
pub fn why(of: &Connection, report: i64) -> rusqlite::Result<Option<String>> {
    let found = of
        .prepare_cached("SELECT why FROM story_reports WHERE report = ?1")?
        .query_row([report], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}
