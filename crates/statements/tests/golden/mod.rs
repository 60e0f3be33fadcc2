//! Golden cases of statements: reports written for the project, and the statements in them.
//!
//! A case is a folder of `cases/`, named by its language and what it is about: `text.txt` is the report, `expected.txt`
//! the statements in it, one a line (`kind | source | antecedent | cue | content | addressee | when`, passages of one
//! content parted by " … "). What the reader still gets wrong stands in `falls-short.txt`: `- ` a statement it does not
//! give, `+ ` one it gives instead.
//!
//! The test beside this file and the chore `update-cases` share it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use khabar_article::dates::{Moment, mentions};
use khabar_statements::{Passage, Statement};

/// The day on which every case is published, a Monday.
const PUBLISHED: Moment = Moment::Day(jiff::civil::date(2026, 3, 2));

/// Between the passages of one content.
const BETWEEN: &str = " … ";

/// One case on disk.
pub struct Case {
    /// The folder's name.
    pub slug: String,
    dir: PathBuf,
}

/// The folder of all cases.
pub fn folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .map(|dir| dir.join("crates/statements/cases"))
        .find(|dir| dir.is_dir())
        .unwrap_or_else(|| here.join("cases"))
}

/// Every case, by name.
pub fn all() -> Result<Vec<Case>, String> {
    let folder = folder();
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut cases: Vec<Case> = entries
        .filter_map(|entry| {
            let entry = entry.ok().filter(|entry| entry.path().is_dir())?;
            Some(Case {
                slug: entry.file_name().to_string_lossy().into_owned(),
                dir: entry.path(),
            })
        })
        .collect();
    cases.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(cases)
}

impl Case {
    /// Where it stands what the reader still gets wrong.
    pub fn falls_short(&self) -> PathBuf {
        self.dir.join("falls-short.txt")
    }

    /// What the reader is known to get wrong; empty where it is known to get all right.
    pub fn known(&self) -> Result<String, String> {
        let path = self.falls_short();
        if path.exists() {
            text(&path)
        } else {
            Ok(String::new())
        }
    }

    /// What the reader gets wrong today: `- ` lines expected and not read, then `+ ` lines read and not expected.
    pub fn found(&self) -> Result<String, String> {
        let mut read = self.read()?;
        let expected = text(&self.dir.join("expected.txt"))?;
        let expected = expected
            .lines()
            .filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
        let mut found = String::new();
        for expected in expected {
            let mut fields = expected.split('|').map(str::to_owned);
            let expected = line(std::array::from_fn(|_| fields.next().unwrap_or_default()));
            match read.iter().position(|r| *r == expected) {
                Some(at) => {
                    read.remove(at);
                }
                None => {
                    let _ = writeln!(found, "- {expected}");
                }
            }
        }
        for read in read {
            let _ = writeln!(found, "+ {read}");
        }
        Ok(found)
    }

    /// The statements as the reader reads them today, a line each. Words that do not stand where they say are an error.
    fn read(&self) -> Result<Vec<String>, String> {
        let body = text(&self.dir.join("text.txt"))?;
        let language = self.slug.split('-').next().unwrap_or_default();
        let dates = mentions(&body, Some(PUBLISHED), language);
        let read = khabar_statements::read(&body, Some(language), &dates);
        let points: Vec<char> = body.chars().collect();
        for statement in &read {
            let parts = statement.source.iter().chain(&statement.cue);
            let parts = parts
                .chain(&statement.antecedent)
                .chain(&statement.addressee);
            for passage in statement.content.iter().chain(parts) {
                let words = points.get(passage.begin..passage.end).unwrap_or_default();
                if !words.iter().copied().eq(passage.text.chars()) {
                    let words: String = words.iter().collect();
                    return Err(format!(
                        "{}: {passage:?} is not what stands there: {words:?}",
                        self.slug
                    ));
                }
            }
        }
        Ok(read.iter().map(as_line).collect())
    }
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The fields of a line, without the blanks around them.
fn line(fields: [String; 7]) -> String {
    fields
        .map(|f| f.split_whitespace().collect::<Vec<_>>().join(" "))
        .join(" | ")
}

fn as_line(statement: &Statement) -> String {
    let words = |p: Option<&Passage>| p.map_or_else(String::new, |p| p.text.clone());
    let content: Vec<&str> = statement.content.iter().map(|p| p.text.as_str()).collect();
    line([
        statement.kind.name().to_owned(),
        words(statement.source.as_ref()),
        words(statement.antecedent.as_ref()),
        words(statement.cue.as_ref()),
        content.join(BETWEEN),
        words(statement.addressee.as_ref()),
        words(statement.when.as_ref().map(|when| &when.words)),
    ])
}
