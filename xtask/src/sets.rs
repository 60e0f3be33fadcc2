//! The measuring sets: where they are, how they are laid out, what a page of one carries.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Deserializer, Serialize};

use crate::root;

/// One measuring set, laid out on disk.
#[derive(Debug)]
pub struct Set {
    /// `news-dev`: the name of its folder.
    pub name: String,
    /// Its pages, in the set's order.
    pub pages: Vec<Page>,
    /// Changes when the set's gold changes.
    pub fingerprint: String,
}

/// A page of a set, with the gold fields it carries; those it does not are empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Its name within the set.
    pub id: String,
    /// Its address.
    pub url: Option<String>,
    /// What kind of page: `article`, `forum`, `full`.
    pub kind: Option<String>,
    /// BCP 47 language.
    pub lang: Option<String>,
    /// File of the page, relative to the set's folder.
    #[serde(rename = "html")]
    html_file: Option<PathBuf>,
    /// File of the text dump, relative to the set's folder.
    #[serde(rename = "dump")]
    dump_file: Option<PathBuf>,
    /// Gold body.
    #[serde(deserialize_with = "text")]
    pub text: String,
    /// Gold body as Markdown.
    #[serde(deserialize_with = "text")]
    pub markdown: String,
    /// Gold headline.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// Gold authors, several parted by `;`, `,` or "and".
    #[serde(deserialize_with = "text")]
    pub author: String,
    /// Gold date of publication, ISO 8601.
    #[serde(deserialize_with = "text")]
    pub date: String,
    /// Segments the body must have.
    pub with: Vec<String>,
    /// Segments it must not have.
    pub without: Vec<String>,
    #[serde(skip)]
    dir: PathBuf,
}

impl Page {
    /// The file of the page or dump.
    pub fn path(&self) -> PathBuf {
        let file = self.html_file.as_ref().or(self.dump_file.as_ref());
        file.map_or_else(|| self.dir.clone(), |f| self.dir.join(f))
    }

    /// Whether the page is a dump of text rather than HTML.
    pub fn is_dump(&self) -> bool {
        self.dump_file.is_some()
    }

    /// The bytes of the page or dump.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let path = self.path();
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    }
}

/// A value as text: several are joined by `; `, none is empty.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Value {
        One(String),
        Several(Vec<String>),
        None(()),
    }
    Ok(match Value::deserialize(from)? {
        Value::One(text) => text,
        Value::Several(texts) => texts.join("; "),
        Value::None(()) => String::new(),
    })
}

/// Where sets were looked for, to say where there are none.
pub fn looked_in(dir: Option<&Path>) -> String {
    match dir {
        Some(dir) => dir.display().to_string(),
        None => format!("neither --sets DIR nor {}", archives().display()),
    }
}

/// The first so many pages of some sets, set by set; none where there are no archives beside the repository.
///
/// # Errors
/// As [`find`].
pub fn first_pages(wanted: &[(&str, usize)]) -> Result<Vec<Set>> {
    if !archives().is_dir() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = wanted.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut sets = find(None, &names)?;
    for set in &mut sets {
        let most = wanted.iter().find(|(name, _)| set.name == *name);
        set.pages.truncate(most.map_or(0, |(_, most)| *most));
    }
    Ok(sets)
}

/// The sets to measure with, by name: those of `dir` where one is given, else those of the archives beside the
/// repository, laid out under `target/sets` first. `only` keeps the sets named in it. Empty where there is neither.
///
/// # Errors
/// When `dir` holds no sets, a set named in `only` is not among the sets, or one cannot be laid out or read.
pub fn find(dir: Option<&Path>, only: &[String]) -> Result<Vec<Set>> {
    // Statements and stories are texts, not pages.
    let is_wanted = |name: &str| {
        !is_of_statements(name)
            && !is_of_stories(name)
            && (only.is_empty() || only.iter().any(|n| n == name))
    };
    let Some(dir) = laid_out(dir, is_wanted)? else {
        return Ok(Vec::new());
    };
    let mut sets = Vec::new();
    for name in names_in(&dir, "")? {
        if is_wanted(&name) && dir.join(&name).join("pages.jsonl").is_file() {
            sets.push(read(&dir, name)?);
        }
    }
    if let Some(missing) = only.iter().find(|n| sets.iter().all(|s| s.name != **n)) {
        bail!("there is no set {missing} of pages in {}", dir.display());
    }
    if sets.is_empty() {
        bail!("there are no sets of pages in {}", dir.display());
    }
    Ok(sets)
}

/// Whether a set of this name holds texts whose statements are annotated.
pub fn is_of_statements(name: &str) -> bool {
    name.starts_with("statements-")
}

/// Whether a set of this name holds headlines whose stories are known.
pub fn is_of_stories(name: &str) -> bool {
    name.starts_with("stories-")
}

/// The folder of sets laid out: `dir` where one is given, else `target/sets`, with the archives of all sets that are
/// wanted unpacked there; `None` where there are no archives.
pub(crate) fn laid_out(
    dir: Option<&Path>,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Option<PathBuf>> {
    match dir {
        Some(dir) => Ok(Some(dir.to_owned())),
        None => lay_out(is_wanted),
    }
}

/// Where the archives of the sets are looked for.
pub fn archives() -> PathBuf {
    root().join("../shared/bench/sets")
}

/// Lays sets out under `target/sets` unless they are there; `None` where there are no archives.
fn lay_out(is_wanted: impl Fn(&str) -> bool) -> Result<Option<PathBuf>> {
    let archives = archives();
    if !archives.is_dir() {
        return Ok(None);
    }
    let dest = root().join("target/sets");
    for name in names_in(&archives, ".tar.xz")? {
        if is_wanted(&name) && !dest.join(&name).is_dir() {
            let archive = archives.join(format!("{name}.tar.xz"));
            unpack(&archive, &name, &dest)
                .with_context(|| format!("cannot unpack {}", archive.display()))?;
        }
    }
    Ok(Some(dest))
}

/// Unpacks the folder `name` of an archive into `dest`, whole or not at all.
fn unpack(archive: &Path, name: &str, dest: &Path) -> Result<()> {
    let half = dest.join(format!(".{name}.{}", std::process::id()));
    fs::create_dir_all(&half)?;
    let xz = lzma_rust2::XzReader::new(BufReader::new(File::open(archive)?), true);
    tar::Archive::new(xz).unpack(&half)?;
    fs::rename(half.join(name), dest.join(name))?;
    fs::remove_dir_all(half)?;
    Ok(())
}

/// Names in a folder that end in `suffix`, without it, sorted.
pub(crate) fn names_in(dir: &Path, suffix: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
        let name = entry?.file_name();
        names.extend(
            name.to_str()
                .and_then(|n| n.strip_suffix(suffix))
                .map(str::to_owned),
        );
    }
    names.sort();
    Ok(names)
}

fn read(dir: &Path, name: String) -> Result<Set> {
    let dir = dir.join(&name);
    let (mut pages, fingerprint) = read_lines(&dir.join("pages.jsonl"), page)?;
    for page in &mut pages {
        page.dir.clone_from(&dir);
    }
    Ok(Set {
        name,
        pages,
        fingerprint,
    })
}

/// Writes JSON Lines, in the order given.
///
/// # Errors
/// When the file cannot be written.
pub fn write_lines<T: Serialize>(path: &Path, items: impl IntoIterator<Item = T>) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut out = BufWriter::new(file);
    for item in items {
        serde_json::to_writer(&mut out, &item)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// What stands in each line of a file, and a fingerprint that changes when a line does.
pub(crate) fn read_lines<T>(
    path: &Path,
    read: impl Fn(&str) -> serde_json::Result<T>,
) -> Result<(Vec<T>, String)> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut items, mut fingerprint) = (Vec::new(), 0);
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        fingerprint ^= crate::folds::fnv1a(&line).rotate_left(at as u32 % 64);
        items.push(read(&line).with_context(|| format!("{}:{}", path.display(), at + 1))?);
    }
    Ok((items, format!("{fingerprint:016x}")))
}

/// One line of `pages.jsonl`.
fn page(line: &str) -> serde_json::Result<Page> {
    serde_json::from_str(line).or_else(|error| {
        // Python writes what is not a number as a bare NaN. It counts as gold that no reading can meet, so it may
        // stand as a text. Only a line that is not JSON without this comes here.
        if line.contains(": NaN") {
            serde_json::from_str(&line.replace(": NaN", ": \"NaN\""))
        } else {
            Err(error)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_may_be_one_several_or_none() {
        let page =
            page(r#"{"id": "a", "author": ["A B", "C"], "title": null, "date": NaN}"#).unwrap();
        assert_eq!(page.author, "A B; C");
        assert_eq!(page.title, "");
        assert_eq!(page.date, "NaN");
        assert!(!page.is_dump());
    }
}
