//! Reports and their versions.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::time::Seconds;

/// A report as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// The source it is of.
    pub source: i64,
    /// Where it was published.
    pub url: String,
    /// When it was first gathered.
    pub gathered_at: Seconds,
    /// When it last changed.
    pub changed_at: Seconds,
    /// How many versions it has had.
    pub versions: u32,
    /// By what lists are ordered: when it was published, never later than when it was gathered.
    pub ordered_at: Seconds,
    /// When it was published, as precisely as the page says.
    pub published: Option<String>,
    /// The language of its text.
    pub language: Option<String>,
    /// Which way its text runs: `ltr` or `rtl`.
    pub direction: String,
    /// The headline.
    pub headline: Option<String>,
    /// The standfirst or, where there is none, how the report begins.
    pub standfirst: Option<String>,
    /// How many words its body has.
    pub words: u32,
    /// How many statements it carries.
    pub statements: u32,
}

const COLUMNS: &str = "id, source, url, gathered_at, changed_at, version, ordered_at, published, language, direction, \
                       headline, standfirst, words, statements";

fn entry(row: &Row) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        source: row.get(1)?,
        url: row.get(2)?,
        gathered_at: row.get(3)?,
        changed_at: row.get(4)?,
        versions: row.get(5)?,
        ordered_at: row.get(6)?,
        published: row.get(7)?,
        language: row.get(8)?,
        direction: row.get(9)?,
        headline: row.get(10)?,
        standfirst: row.get(11)?,
        words: row.get(12)?,
        statements: row.get(13)?,
    })
}

/// A state of a report, to be kept.
#[derive(Debug, Clone)]
pub struct NewVersion<'a> {
    /// The source.
    pub source: i64,
    /// Where the report was published.
    pub url: &'a str,
    /// When it was gathered.
    pub at: Seconds,
    /// When it was published, as lists are ordered.
    pub ordered_at: Seconds,
    /// When it was published, as the page says.
    pub published: Option<&'a str>,
    /// The language.
    pub language: Option<&'a str>,
    /// `ltr` or `rtl`.
    pub direction: &'a str,
    /// The headline.
    pub headline: Option<&'a str>,
    /// The standfirst, or how the report begins.
    pub standfirst: Option<&'a str>,
    /// Words of the body.
    pub words: usize,
    /// Statements in it.
    pub statements: usize,
    /// Of headline and body.
    pub fingerprint: [u8; 16],
    /// The reading, packed.
    pub reading: &'a [u8],
    /// Where the page is kept as it came.
    pub raw: Option<(&'a str, u64)>,
}

/// What keeping a state of a report came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The report is new.
    New(i64),
    /// It has changed: a version of this number was added.
    Changed(i64, u32),
    /// It is as it was.
    Same(i64),
    /// It has changed so often that no more versions are kept.
    TooOften(i64),
}

impl Kept {
    /// The number of the report.
    pub fn report(self) -> i64 {
        match self {
            Self::New(id) | Self::Changed(id, _) | Self::Same(id) | Self::TooOften(id) => id,
        }
    }
}

/// The most versions of one report: more than that is a page that is never twice the same.
pub const MOST_VERSIONS: u32 = 50;

/// Keeps a state of a report.
pub fn keep(to: &Connection, new: &NewVersion) -> rusqlite::Result<Kept> {
    let known: Option<(i64, u32)> = to
        .prepare_cached("SELECT id, version FROM reports WHERE url = ?1")?
        .query_row([new.url], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, version)) = known else {
        to.prepare_cached(
            "INSERT INTO reports (source, url, gathered_at, checked_at, changed_at, version, ordered_at, published,
                 language, direction, headline, standfirst, words, statements)
             VALUES (?1, ?2, ?3, ?3, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            new.source,
            new.url,
            new.at,
            new.ordered_at,
            new.published,
            new.language,
            new.direction,
            new.headline,
            new.standfirst,
            new.words as i64,
            new.statements as i64
        ])?;
        let id = to.last_insert_rowid();
        add_version(to, id, 1, new)?;
        change(to, id, ChangeKind::New, new.at)?;
        return Ok(Kept::New(id));
    };
    // What was gathered before the state that is kept is no later one: it comes from an old export.
    let (same, older): (bool, bool) = to
        .prepare_cached(
            "SELECT v.fingerprint = ?3, ?4 < r.changed_at FROM versions v JOIN reports r ON r.id = v.report
             WHERE v.report = ?1 AND v.number = ?2",
        )?
        .query_row(
            params![id, version, &new.fingerprint[..], new.at],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
    if older {
        return Ok(Kept::Same(id));
    }
    if same || version >= MOST_VERSIONS {
        unchanged(to, id, new.at)?;
        return Ok(if same {
            Kept::Same(id)
        } else {
            Kept::TooOften(id)
        });
    }
    let version = version + 1;
    add_version(to, id, version, new)?;
    to.prepare_cached(
        "UPDATE reports SET checked_at = ?2, changed_at = ?2, version = ?3, published = coalesce(?4, published),
             language = ?5, direction = ?6, headline = ?7, standfirst = ?8, words = ?9, statements = ?10
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        new.at,
        version,
        new.published,
        new.language,
        new.direction,
        new.headline,
        new.standfirst,
        new.words as i64,
        new.statements as i64
    ])?;
    change(to, id, ChangeKind::Changed, new.at)?;
    Ok(Kept::Changed(id, version))
}

/// Writes down that a report was found to be as it was.
pub fn unchanged(of: &Connection, id: i64, at: Seconds) -> rusqlite::Result<()> {
    of.prepare_cached("UPDATE reports SET checked_at = ?2 WHERE id = ?1")?
        .execute(params![id, at])?;
    Ok(())
}

fn add_version(
    to: &Connection,
    report: i64,
    number: u32,
    new: &NewVersion,
) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO versions (report, number, gathered_at, headline, fingerprint, reading, raw_file, raw_offset)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        report,
        number,
        new.at,
        new.headline,
        &new.fingerprint[..],
        new.reading,
        new.raw.map(|(file, _)| file),
        new.raw.map(|(_, offset)| offset as i64)
    ])?;
    Ok(())
}

/// What happened to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It was kept for the first time.
    New,
    /// A version was added.
    Changed,
    /// It is not in the archive any more.
    Removed,
}

impl ChangeKind {
    fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

impl ToSql for ChangeKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for ChangeKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "new" => Ok(Self::New),
            "changed" => Ok(Self::Changed),
            "removed" => Ok(Self::Removed),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

fn change(to: &Connection, report: i64, kind: ChangeKind, at: Seconds) -> rusqlite::Result<()> {
    to.prepare_cached("INSERT INTO changes (report, kind, at) VALUES (?1, ?2, ?3)")?
        .execute(params![report, kind, at])?;
    Ok(())
}

/// A change, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its number; later ones have higher ones.
    pub number: i64,
    /// The report.
    pub report: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// When.
    pub at: Seconds,
}

/// The changes after one, in order, at most so many.
pub fn changes(of: &Connection, after: i64, most: usize) -> rusqlite::Result<Vec<Change>> {
    of.prepare_cached(
        "SELECT number, report, kind, at FROM changes WHERE number > ?1 ORDER BY number LIMIT ?2",
    )?
    .query_map(params![after, most as i64], |row| {
        Ok(Change {
            number: row.get(0)?,
            report: row.get(1)?,
            kind: row.get(2)?,
            at: row.get(3)?,
        })
    })?
    .collect()
}

/// The number of the last change there is, 0 before the first.
pub fn last_change(of: &Connection) -> rusqlite::Result<i64> {
    of.prepare_cached("SELECT coalesce(max(number), 0) FROM changes")?
        .query_row([], |row| row.get(0))
}

/// Where a page of a list ends and the next begins: of the report there, by what lists are ordered and its number.
pub type Cursor = (Seconds, i64);

/// Which reports a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which<'a> {
    /// Those of a source.
    pub source: Option<i64>,
    /// Those in a language.
    pub language: Option<&'a str>,
    /// Those that come behind this one in the list.
    pub before: Option<Cursor>,
}

/// The latest reports, the newest first.
pub fn latest(of: &Connection, which: Which, most: usize) -> rusqlite::Result<Vec<Entry>> {
    // Each of these goes along an index of its own, so that no list reads more rows than it shows.
    let filter = match (which.source, which.language) {
        (Some(_), Some(_)) => "source = ?1 AND language = ?2 AND",
        (Some(_), None) => "source = ?1 AND ?2 IS NULL AND",
        (None, Some(_)) => "?1 IS NULL AND language = ?2 AND",
        (None, None) => "?1 IS NULL AND ?2 IS NULL AND",
    };
    let (at, id) = which.before.unwrap_or((Seconds::MAX, i64::MAX));
    of.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM reports WHERE {filter} (ordered_at, id) < (?3, ?4)
         ORDER BY ordered_at DESC, id DESC LIMIT ?5"
    ))?
    .query_map(
        params![which.source, which.language, at, id, most as i64],
        entry,
    )?
    .collect()
}

/// The report of a number.
pub fn get(of: &Connection, id: i64) -> rusqlite::Result<Option<Entry>> {
    of.prepare_cached(&format!("SELECT {COLUMNS} FROM reports WHERE id = ?1"))?
        .query_row([id], entry)
        .optional()
}

/// Whether there is a report of a number.
pub fn is_there(of: &Connection, id: i64) -> rusqlite::Result<bool> {
    of.prepare_cached("SELECT EXISTS (SELECT 1 FROM reports WHERE id = ?1)")?
        .query_row([id], |row| row.get(0))
}

/// The report at an address.
pub fn at(of: &Connection, url: &str) -> rusqlite::Result<Option<i64>> {
    of.prepare_cached("SELECT id FROM reports WHERE url = ?1")?
        .query_row([url], |row| row.get(0))
        .optional()
}

/// A version, without its reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// When it was gathered.
    pub gathered_at: Seconds,
    /// Its headline.
    pub headline: Option<String>,
    /// The file among the raw pages, where the page is kept as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_file: Option<String>,
    /// Where in that file it begins, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_offset: Option<u64>,
}

/// The versions of a report, the first first.
pub fn versions(of: &Connection, report: i64) -> rusqlite::Result<Vec<Version>> {
    of.prepare_cached(
        "SELECT number, gathered_at, headline, raw_file, raw_offset FROM versions WHERE report = ?1 ORDER BY number",
    )?
    .query_map([report], |row| {
        Ok(Version {
            number: row.get(0)?,
            gathered_at: row.get(1)?,
            headline: row.get(2)?,
            raw_file: row.get(3)?,
            raw_offset: row.get::<_, Option<i64>>(4)?.map(|offset| offset as u64),
        })
    })?
    .collect()
}

/// The reading of a version, packed; of the last one where none is named.
pub fn reading(
    of: &Connection,
    report: i64,
    number: Option<u32>,
) -> rusqlite::Result<Option<Vec<u8>>> {
    of.prepare_cached(
        "SELECT reading FROM versions WHERE report = ?1 AND number =
             coalesce(?2, (SELECT version FROM reports WHERE id = ?1))",
    )?
    .query_row(params![report, number], |row| row.get(0))
    .optional()
}

/// How many reports there are, and how many versions.
pub fn counts(of: &Connection) -> rusqlite::Result<(u64, u64)> {
    of.query_row(
        "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM versions)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The languages of the reports, with how many there are in each, the commonest first.
pub fn languages(of: &Connection) -> rusqlite::Result<Vec<(String, u64)>> {
    of.prepare_cached(
        "SELECT language, count(*) FROM reports WHERE language IS NOT NULL GROUP BY language ORDER BY 2 DESC, 1",
    )?
    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// When the reports of a source were published in the time before its last one, in order.
pub fn times(of: &Connection, source: i64, window: Seconds) -> rusqlite::Result<Vec<Seconds>> {
    of.prepare_cached(
        "SELECT ordered_at FROM reports WHERE source = ?1 AND ordered_at >=
             (SELECT max(ordered_at) FROM reports WHERE source = ?1) - ?2
         ORDER BY ordered_at",
    )?
    .query_map(params![source, window], |row| row.get(0))?
    .collect()
}

/// How many reports a source has.
pub fn count_of(of: &Connection, source: i64) -> rusqlite::Result<u64> {
    of.prepare_cached("SELECT count(*) FROM reports WHERE source = ?1")?
        .query_row([source], |row| row.get(0))
}

/// The numbers of reports after one, in order, at most so many: for going over all of them.
pub fn ids(of: &Connection, after: i64, most: usize) -> rusqlite::Result<Vec<i64>> {
    of.prepare_cached("SELECT id FROM reports WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map(params![after, most as i64], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sources;
    use crate::record::tests::record;

    fn version(url: &str, at: Seconds, mark: u8) -> NewVersion<'_> {
        NewVersion {
            source: 1,
            url,
            at,
            ordered_at: at,
            published: None,
            language: Some("en"),
            direction: "ltr",
            headline: Some("Harbour reopens"),
            standfirst: None,
            words: 200,
            statements: 2,
            fingerprint: [mark; 16],
            reading: b"",
            raw: None,
        }
    }

    #[test]
    fn a_change_adds_a_version() {
        let (_folder, record) = record();
        let keep = |at, mark| {
            record
                .write(|to| super::keep(to, &version("https://courier.example/1", at, mark)))
                .unwrap()
        };
        assert_eq!(keep(10, 1), Kept::New(1));
        assert_eq!(keep(20, 1), Kept::Same(1));
        assert_eq!(keep(30, 2), Kept::Changed(1, 2));
        // Put back as it was: that is a change too.
        assert_eq!(keep(40, 1), Kept::Changed(1, 3));
        let (entry, versions, changes) = record
            .read(|of| Ok((get(of, 1)?.unwrap(), versions(of, 1)?, changes(of, 0, 10)?)))
            .unwrap();
        assert_eq!((entry.gathered_at, entry.changed_at), (10, 40));
        let gathered: Vec<Seconds> = versions.iter().map(|version| version.gathered_at).collect();
        assert_eq!(gathered, [10, 30, 40]);
        let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
        assert_eq!(
            kinds,
            [ChangeKind::New, ChangeKind::Changed, ChangeKind::Changed]
        );
    }

    #[test]
    fn a_page_that_is_never_twice_the_same_does_not_fill_the_disk() {
        let (_folder, record) = record();
        let mut last = Kept::New(0);
        for n in 0..200 {
            let version = version("https://courier.example/1", 0, n);
            last = record.write(|to| super::keep(to, &version)).unwrap();
        }
        assert_eq!(last, Kept::TooOften(1));
        let versions = record.read(|of| versions(of, 1)).unwrap();
        assert_eq!(versions.len(), MOST_VERSIONS as usize);
    }

    #[test]
    fn lists_are_read_page_by_page() {
        let (_folder, record) = record();
        record
            .write(|to| {
                for (n, at) in [50, 20, 50, 40].into_iter().enumerate() {
                    super::keep(to, &version(&format!("https://courier.example/{n}"), at, 1))?;
                }
                Ok(())
            })
            .unwrap();
        let page = |before, language| {
            let which = Which {
                language,
                before,
                ..Which::default()
            };
            let found = record.read(|of| latest(of, which, 2)).unwrap();
            found.iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(page(None, None), [3, 1]);
        assert_eq!(page(Some((50, 1)), None), [4, 2]);
        assert_eq!(page(Some((50, 1)), Some("en")), [4, 2]);
        assert!(page(None, Some("ar")).is_empty());
    }

    #[test]
    fn the_reports_of_a_source_go_with_it() {
        let (_folder, record) = record();
        record
            .write(|to| {
                super::keep(to, &version("https://courier.example/1", 0, 1))?;
                sources::remove(to, 1, 9)
            })
            .unwrap();
        let (counts, changes) = record
            .read(|of| Ok((counts(of)?, changes(of, 1, 10)?)))
            .unwrap();
        assert_eq!(counts, (0, 0));
        assert_eq!(changes[0].kind, ChangeKind::Removed);
    }
}
