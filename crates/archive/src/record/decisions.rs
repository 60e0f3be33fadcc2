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
    /// Two stories that were kept apart may become one again.
    StoriesFree,
    /// A report belongs to another story.
    ReportMoved,
    /// Two speakers are one.
    SpeakersJoined,
    /// Two speakers are not one.
    SpeakersApart,
    /// Two speakers that were kept apart may be proposed again.
    SpeakersFree,
    /// A name belongs to another speaker.
    NameMoved,
    /// A statement belongs to another speaker.
    StatementMoved,
    /// How a speaker is called.
    SpeakerNamed,
    /// A statement is the same words as others.
    WordsJoined,
    /// A statement is not the same words as others.
    WordsApart,
}

impl DecisionKind {
    const ALL: [(Self, &str); 12] = [
        (Self::StoriesJoined, "stories-joined"),
        (Self::StoriesApart, "stories-apart"),
        (Self::StoriesFree, "stories-free"),
        (Self::ReportMoved, "report-moved"),
        (Self::SpeakersJoined, "speakers-joined"),
        (Self::SpeakersApart, "speakers-apart"),
        (Self::SpeakersFree, "speakers-free"),
        (Self::NameMoved, "name-moved"),
        (Self::StatementMoved, "statement-moved"),
        (Self::SpeakerNamed, "speaker-named"),
        (Self::WordsJoined, "words-joined"),
        (Self::WordsApart, "words-apart"),
    ];

    /// Its name, as in JSON: `stories-joined`.
    pub fn name(self) -> &'static str {
        let known = Self::ALL.into_iter().find(|&(kind, _)| kind == self);
        known.map_or("", |(_, name)| name)
    }

    /// Whether it is about what stories reports are in.
    pub fn is_about_stories(self) -> bool {
        matches!(
            self,
            Self::StoriesJoined | Self::StoriesApart | Self::StoriesFree | Self::ReportMoved
        )
    }

    /// Where the stories, speakers or words stand that it is about, as columns; what else is in these is of another kind.
    fn columns(self) -> [&'static str; 2] {
        match self {
            Self::StoriesJoined
            | Self::StoriesApart
            | Self::StoriesFree
            | Self::SpeakersJoined
            | Self::SpeakersApart
            | Self::SpeakersFree => ["one", "other"],
            Self::ReportMoved | Self::NameMoved | Self::StatementMoved => ["other", "was"],
            Self::SpeakerNamed => ["one", "one"],
            Self::WordsJoined | Self::WordsApart => ["other", "other"],
        }
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
    /// The reports that came with a story, the names that came with a speaker.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<i64>,
    /// Those of the reports that had begun their story, and joined nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub began: Vec<i64>,
    /// How a speaker was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// The name under which a statement was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<i64>,
    /// Whether what was moved keeps apart where it came from and where it went; what moves it back does not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
    /// Why a report was in its story, or a statement the same words, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// As those of which statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike_to: Option<i64>,
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
    /// And the other: the story or speaker that became part of it, or that the report, name or statement belongs to from then
    /// on; the words that the statement is, or is not, the same as.
    pub other: i64,
    /// The story or speaker that the report, name or statement belonged to; the report that the statement stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<i64>,
    /// What else stood before.
    #[serde(skip)]
    pub before: Before,
    /// The decision that undid it.
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
    /// As [`Decision::was`].
    pub was: Option<i64>,
    /// What else stood before.
    pub before: Before,
}

const COLUMNS: &str = "id, kind, by_hand, at, one, other, was, before, undone_by";

fn decision(row: &Row) -> rusqlite::Result<Decision> {
    let before: String = row.get(7)?;
    Ok(Decision {
        id: row.get(0)?,
        kind: row.get(1)?,
        by_hand: row.get(2)?,
        at: row.get(3)?,
        one: row.get(4)?,
        other: row.get(5)?,
        was: row.get(6)?,
        before: serde_json::from_str(&before).unwrap_or_default(),
        undone_by: row.get(8)?,
    })
}

/// Writes a decision down: its number.
pub fn add(to: &Connection, new: &NewDecision, at: Seconds) -> rusqlite::Result<i64> {
    let before = serde_json::to_string(&new.before)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    to.prepare_cached(
        "INSERT INTO decisions (kind, by_hand, at, one, other, was, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        new.kind,
        new.by_hand,
        at,
        new.about.0,
        new.about.1,
        new.was,
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

/// The decisions of some kinds that hold and are about one story, one speaker or the same words, the newest first, at most so
/// many.
pub fn about(
    of: &Connection,
    kinds: &[DecisionKind],
    id: i64,
    most: usize,
) -> rusqlite::Result<Vec<Decision>> {
    let mut found = Vec::new();
    for &kind in kinds {
        let [one, other] = kind.columns();
        let rows: Vec<Decision> = of
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM decisions WHERE kind = ?1 AND {one} = ?2 AND undone_by IS NULL
                 UNION SELECT {COLUMNS} FROM decisions WHERE kind = ?1 AND {other} = ?2 AND undone_by IS NULL
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

/// Whether two speakers were decided to be two, or something was moved by hand from the one to the other; or from what has
/// become part of them.
pub fn are_speakers_apart(of: &Connection, one: i64, other: i64) -> rusqlite::Result<bool> {
    of.prepare_cached(
        "WITH RECURSIVE a (id) AS (SELECT ?1 UNION SELECT s.id FROM speakers s JOIN a ON s.part_of = a.id),
             b (id) AS (SELECT ?2 UNION SELECT s.id FROM speakers s JOIN b ON s.part_of = b.id),
             pairs (one, other) AS (SELECT a.id, b.id FROM a, b UNION ALL SELECT b.id, a.id FROM a, b)
         SELECT EXISTS (SELECT 1 FROM pairs p CROSS JOIN decisions d
                 ON d.kind = 'speakers-apart' AND d.one = p.one AND d.other = p.other WHERE d.undone_by IS NULL)
             OR EXISTS (SELECT 1 FROM pairs p CROSS JOIN decisions d
                 ON d.kind IN ('name-moved', 'statement-moved') AND d.other = p.one AND d.was = p.other
                 WHERE d.undone_by IS NULL AND d.before ->> '$.apart')",
    )?
    .query_row([one, other], |row| row.get(0))
}

/// The words that statements of a report were decided not to be the same as.
pub fn words_apart(of: &Connection, report: i64) -> rusqlite::Result<Vec<i64>> {
    of.prepare_cached(
        "SELECT other FROM decisions WHERE kind = 'words-apart' AND was = ?1 AND undone_by IS NULL",
    )?
    .query_map([report], |row| row.get(0))?
    .collect()
}

/// The last decision on how a speaker is called that holds.
pub fn last_named(of: &Connection, speaker: i64) -> rusqlite::Result<Option<i64>> {
    of.prepare_cached(
        "SELECT max(id) FROM decisions WHERE kind = 'speaker-named' AND one = ?1 AND undone_by IS NULL",
    )?
    .query_row([speaker], |row| row.get(0))
}

/// The decisions of a kind that hold, the newest first, at most so many: those by hand, or all.
pub fn holding(
    of: &Connection,
    kind: DecisionKind,
    is_by_hand: bool,
    most: usize,
) -> rusqlite::Result<Vec<Decision>> {
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM decisions WHERE kind = ?1 AND by_hand >= ?2 AND undone_by IS NULL ORDER BY id DESC LIMIT ?3"
    ))?
    .query_map(params![kind, is_by_hand, most as i64], decision)?
    .collect()
}

/// What kinds of things were decided by hand after a decision, each once.
pub fn by_hand_after(of: &Connection, id: i64) -> rusqlite::Result<Vec<DecisionKind>> {
    of.prepare_cached("SELECT DISTINCT kind FROM decisions WHERE id > ?1 AND by_hand")?
        .query_map([id], |row| row.get(0))?
        .collect()
}

/// The number of the last decision there is, 0 before the first.
pub fn last(of: &Connection) -> rusqlite::Result<i64> {
    of.prepare_cached("SELECT coalesce(max(id), 0) FROM decisions")?
        .query_row([], |row| row.get(0))
}
