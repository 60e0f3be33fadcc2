//! Golden cases: a page written for the project, and what a reader must make of it.
//!
//! One folder of `cases/` is one case: `page.html` or `dump.txt`, kept to the byte; `case.toml`, which says what the case
//! is about and what the page came with; `reading.json`, the expected reading. The expectation may name only some
//! fields of a reading: what it names is compared, what it leaves out is free. An empty list, or `null`, says that the
//! page gives nothing there.
//!
//! The test beside this file and the chores `new-case` and `update-cases` share it.

pub mod compare;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use khabar_article::{InputKind, ReadOptions};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One case on disk.
pub struct Case {
    /// The folder's name.
    pub slug: String,
    /// The folder.
    pub dir: PathBuf,
    /// What stands in `case.toml`.
    pub about: CaseFile,
}

/// `case.toml`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// One line: what this page shows that others do not.
    pub about: String,
    /// The address the page is taken to come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The encoding an HTTP header would have named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_encoding: Option<String>,
    /// Fields the reader is known to get wrong, each with the reason. Such a field must differ: once it is read right,
    /// its line has to go.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub falls_short: BTreeMap<String, String>,
}

/// The folder of all cases.
pub fn folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .map(|dir| dir.join("cases"))
        .find(|dir| dir.is_dir())
        .unwrap_or_else(|| here.join("cases"))
}

/// Every case, by name. A folder that is not a case is an error that says what it lacks.
pub fn all() -> Result<Vec<Case>, String> {
    let folder = folder();
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut dirs: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    dirs.sort();
    dirs.iter().map(|dir| Case::open(dir)).collect()
}

impl Case {
    /// The case in this folder.
    pub fn open(dir: &Path) -> Result<Self, String> {
        let slug = dir
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let path = dir.join("case.toml");
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let about: CaseFile =
            toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        if about.about.trim().is_empty() {
            return Err(format!(
                "{}: say in `about` what this page shows that others do not",
                path.display()
            ));
        }
        let case = Self {
            slug,
            dir: dir.to_owned(),
            about,
        };
        if case.page().exists() == case.dump().exists() {
            return Err(format!("{}: wants page.html or dump.txt", dir.display()));
        }
        Ok(case)
    }

    fn page(&self) -> PathBuf {
        self.dir.join("page.html")
    }

    fn dump(&self) -> PathBuf {
        self.dir.join("dump.txt")
    }

    /// Where the expected reading stands.
    pub fn expectation(&self) -> PathBuf {
        self.dir.join("reading.json")
    }

    /// The expected reading.
    pub fn expected(&self) -> Result<Value, String> {
        let path = self.expectation();
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// The page as the reader reads it today, as the JSON it writes.
    pub fn read(&self) -> Result<Value, String> {
        let (path, input) = if self.page().exists() {
            (self.page(), InputKind::Html)
        } else {
            (self.dump(), InputKind::Text)
        };
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let options = ReadOptions {
            url: self.about.url.as_deref(),
            declared_encoding: self.about.declared_encoding.as_deref(),
            input,
            ..ReadOptions::default()
        };
        let article = khabar_article::read(&bytes, &options)
            .map_err(|e| format!("{}: {e}", path.display()))?;
        let json = khabar_article::write::json::to_string(&article);
        serde_json::from_str(&json).map_err(|e| format!("{}: {e}", path.display()))
    }
}
