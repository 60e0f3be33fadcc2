//! Decisions: what was changed about stories, speakers and the same words, by the program and by hand.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::time::Seconds;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// Two stories are one.
    StoriesJoined,
    /// Two stories are not one.
    StoriesApart,
    /// A report belongs to another story.
    ReportMoved,
    /// Two speakers are one.
    SpeakersJoined,
    /// Two speakers are not one.
    SpeakersApart,
    /// A name belongs to another speaker.
    NameMoved,
    /// How a speaker is called.
    SpeakerNamed,
    /// A statement is the same words as others.
    WordsJoined,
    /// A statement is not the same words as others.
    WordsApart,
}

impl DecisionKind {
    const ALL: [(Self, &str); 9] = [
        (Self::StoriesJoined, "stories-joined"),
        (Self::StoriesApart, "stories-apart"),
        (Self::ReportMoved, "report-moved"),
        (Self::SpeakersJoined, "speakers-joined"),
        (Self::SpeakersApart, "speakers-apart"),
        (Self::NameMoved, "name-moved"),
        (Self::SpeakerNamed, "speaker-named"),
        (Self::WordsJoined, "words-joined"),
        (Self::WordsApart, "words-apart"),
    ];

    /// Its name, as in JSON: `stories-joined`.
    pub fn name(self) -> &'static str {
        let known = Self::ALL.into_iter().find(|&(kind, _)| kind == self);
        known.map_or("", |(_, name)| name)
    }
}

impl ToSql for DecisionKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for DecisionKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        let known = Self::ALL.into_iter().find(|&(_, known)| known == name);
        known.map(|(kind, _)| kind).ok_or(FromSqlError::InvalidType)
    }
}

/// What stood before a decision, as far as it takes to undo it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    /// The story a report was in, the speaker a name was of, the words a statement was the same as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<i64>,
    /// The reports that came with a story, the names that came with a speaker.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<i64>,
    /// How a speaker was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
}

/// A decision, by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Its number; later ones have higher ones.
    pub id: i64,
    /// What was decided.
    pub kind: DecisionKind,
    /// Whether somebody decided it, and not the program.
    pub by_hand: bool,
    /// When.
    pub at: Seconds,
    /// What it is about: the story or speaker that goes on, the report, the name, the statement.
    pub one: i64,
    /// And the other: the story or speaker that became part of it, or that the report or name belongs to from then on; the
    /// words that the statement is, or is not, the same as.
    pub other: i64,
    /// What stood before.
    #[serde(skip)]
    pub before: Before,
    /// The decision that undid it; itself where it only kept two things apart, and does so no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<i64>,
}

/// A decision to be written down.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// What was decided.
    pub kind: DecisionKind,
    /// Whether somebody decided it.
    pub by_hand: bool,
    /// What it is about, as in [`Decision::one`] and [`Decision::other`].
    pub about: (i64, i64),
    /// What stood before.
    pub before: Before,
}

const COLUMNS: &str = "id, kind, by_hand, at, one, other, before, undone_by";

fn decision(row: &Row) -> rusqlite::Result<Decision> {
    let before: String = row.get(6)?;
    Ok(Decision {
        id: row.get(0)?,
        kind: row.get(1)?,
        by_hand: row.get(2)?,
        at: row.get(3)?,
        one: row.get(4)?,
        other: row.get(5)?,
        before: serde_json::from_str(&before).unwrap_or_default(),
        undone_by: row.get(7)?,
    })
}

/// Writes a decision down: its number.
pub fn add(to: &Connection, new: &NewDecision, at: Seconds) -> rusqlite::Result<i64> {
    let before = serde_json::to_string(&new.before)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    to.prepare_cached(
        "INSERT INTO decisions (kind, by_hand, at, one, other, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        new.kind,
        new.by_hand,
        at,
        new.about.0,
        new.about.1,
        before
    ])?;
    Ok(to.last_insert_rowid())
}

/// Writes down that a decision was undone by another.
pub fn undone(to: &Connection, id: i64, by: i64) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE decisions SET undone_by = ?2 WHERE id = ?1")?
        .execute(params![id, by])?;
    Ok(())
}

/// The decision of a number.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Decision>> {
    of.prepare_cached(&format!("SELECT {COLUMNS} FROM decisions WHERE id = ?1"))?
        .query_row([id], decision)
        .optional()
}

/// The decisions after one, in order, at most so many.
pub fn after(of: &Connection, id: i64, most: usize) -> rusqlite::Result<Vec<Decision>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM decisions WHERE id > ?1 ORDER BY id LIMIT ?2"
    ))?
    .query_map(params![id, most as i64], decision)?
    .collect()
}

/// The decisions before one, or all, the newest first, at most so many.
pub fn latest(
    of: &Connection,
    before: Option<i64>,
    most: usize,
) -> rusqlite::Result<Vec<Decision>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM decisions WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
    ))?
    .query_map(params![before.unwrap_or(i64::MAX), most as i64], decision)?
    .collect()
}

/// The decisions of some kinds that hold and are about one thing, the newest first, at most so many.
pub fn about(
    of: &Connection,
    kinds: &[DecisionKind],
    id: i64,
    most: usize,
) -> rusqlite::Result<Vec<Decision>> {
    let mut found = Vec::new();
    for &kind in kinds {
        let rows: Vec<Decision> = of
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM decisions WHERE kind = ?1 AND one = ?2 AND undone_by IS NULL
                 UNION SELECT {COLUMNS} FROM decisions WHERE kind = ?1 AND other = ?2 AND undone_by IS NULL
                 ORDER BY id DESC LIMIT ?3"
            ))?
            .query_map(params![kind, id, most as i64], decision)?
            .collect::<rusqlite::Result<_>>()?;
        found.extend(rows);
    }
    found.sort_by_key(|decision| std::cmp::Reverse(decision.id));
    found.truncate(most);
    Ok(found)
}

/// The last decision of a kind about two things that holds.
pub fn last_about(
    of: &Connection,
    kind: DecisionKind,
    one: i64,
    other: i64,
) -> rusqlite::Result<Option<Decision>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM decisions WHERE kind = ?1 AND one = ?2 AND other = ?3 AND undone_by IS NULL
         ORDER BY id DESC LIMIT 1"
    ))?
    .query_row(params![kind, one, other], decision)
    .optional()
}

/// Whether two things were decided to be apart.
pub fn are_apart(
    of: &Connection,
    kind: DecisionKind,
    one: i64,
    other: i64,
) -> rusqlite::Result<bool> {
    of.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM decisions WHERE kind = ?1 AND undone_by IS NULL
             AND ((one = ?2 AND other = ?3) OR (one = ?3 AND other = ?2)))",
    )?
    .query_row(params![kind, one, other], |row| row.get(0))
}

/// What the decisions of a kind that hold are about, the newest first, at most so many: those by hand, or all.
pub fn pairs(
    of: &Connection,
    kind: DecisionKind,
    is_by_hand: bool,
    most: usize,
) -> rusqlite::Result<Vec<(i64, i64)>> {
    of.prepare_cached(
        "SELECT one, other FROM decisions WHERE kind = ?1 AND by_hand >= ?2 AND undone_by IS NULL ORDER BY id DESC LIMIT ?3",
    )?
    .query_map(params![kind, is_by_hand, most as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// The number of the last decision there is, 0 before the first.
pub fn last(of: &Connection) -> rusqlite::Result<i64> {
    of.prepare_cached("SELECT coalesce(max(id), 0) FROM decisions")?
        .query_row([], |row| row.get(0))
}
