//! `new-case` and `update-cases`: golden pages made, golden pages and golden reports with statements refreshed.

mod statements;

#[path = "../../crates/article/tests/golden/mod.rs"]
mod golden;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use golden::compare::{GOLDEN, differences};
use golden::{Case, CaseFile};
use serde_json::{Map, Value};

/// What `new-case` takes.
#[derive(Debug, Args)]
pub struct NewCase {
    /// Name of the case: lower-case words joined by `-`, the language first, as in `ar-live-blog`
    slug: String,
    /// The page, written for the project; `-` reads it from standard input
    #[arg(long, value_name = "FILE", required_unless_present = "dump")]
    from: Option<PathBuf>,
    /// A text dump instead of a page; `-` reads it from standard input
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    dump: Option<PathBuf>,
    /// The address the page is taken to come from
    #[arg(long)]
    url: Option<String>,
    /// What the page shows that others do not, in one line
    #[arg(long, value_name = "LINE", default_value = "")]
    about: String,
}

/// Makes the folder of a case, reads its page, and writes the reading down for review.
///
/// # Errors
///
/// A slug that is not one or is taken, a page that is not there or cannot be read.
pub fn new_case(options: &NewCase) -> Result<()> {
    let slug = &options.slug;
    ensure!(
        !slug.is_empty()
            && slug
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
        "{slug}: a case's name has lower-case letters, digits and hyphens only"
    );
    let dir = golden::folder().join(slug);
    ensure!(
        !dir.exists(),
        "{slug}: there is such a case; `cargo xtask update-cases {slug}` refreshes it"
    );
    let (file, name) = match (&options.from, &options.dump) {
        (Some(page), _) => (page, "page.html"),
        (None, Some(dump)) => (dump, "dump.txt"),
        (None, None) => bail!("{slug}: give the page with --from FILE or a dump with --dump FILE"),
    };
    let bytes = bytes_of(file)?;
    fs::create_dir_all(&dir).with_context(|| dir.display().to_string())?;
    write(&dir.join(name), &bytes)?;
    let about = CaseFile {
        about: options.about.clone(),
        url: options.url.clone(),
        ..CaseFile::default()
    };
    write_case_file(&dir, &about)?;
    let case = Case {
        slug: slug.clone(),
        dir,
        about,
    };
    let found = case.read().map_err(anyhow::Error::msg)?;
    let blank: Map<String, Value> = GOLDEN
        .iter()
        .map(|(field, _)| ((*field).to_owned(), Value::Null))
        .collect();
    let mut reading = refreshed(&Value::Object(blank), &found);
    if let Some(fields) = reading.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    write_reading(&case, &reading)?;
    println!("{}", serde_json::to_string_pretty(&reading)?);
    println!(
        "\nRead it beside the page and put right by hand what the reader got wrong: {}",
        case.expectation().display()
    );
    if case.about.about.is_empty() {
        println!(
            "Say in one line what the page is about: {}",
            case.dir.join("case.toml").display()
        );
    }
    Ok(())
}

/// What `update-cases` takes.
#[derive(Debug, Args)]
pub struct UpdateCases {
    /// Names of cases, of pages or of statements; all without any
    slugs: Vec<String>,
    /// Leave the expectations of pages as they are: list the fields that differ in each case's `falls_short`, and take
    /// out those that are read right by now; of statements that is all that is ever done
    #[arg(long)]
    falls_short: bool,
}

/// Writes what the readers make of these cases today, and shows what that changes. Of a page it goes over the
/// expectation, but for fields the case leaves out or is known to fall short in; with `falls_short` the expectation
/// stays, and the list of what falls short is brought up to date instead. Of a report with statements it is always that
/// list: its expectation is written by hand alone.
///
/// # Errors
///
/// A case that is not there or cannot be read.
pub fn update_cases(options: &UpdateCases) -> Result<()> {
    let mut pages = golden::all().map_err(anyhow::Error::msg)?;
    let mut reports = statements::all()?;
    for slug in &options.slugs {
        ensure!(
            pages.iter().any(|c| c.slug == *slug) || reports.iter().any(|c| c.slug == *slug),
            "{slug}: there is no such case, neither of pages in {} nor of statements; \
             `cargo xtask new-case` makes one of pages",
            golden::folder().display()
        );
    }
    let is_asked = |slug: &String| options.slugs.is_empty() || options.slugs.contains(slug);
    pages.retain(|case| is_asked(&case.slug));
    reports.retain(|case| is_asked(&case.slug));
    let mut changed = 0;
    for case in &pages {
        changed += usize::from(update(case, options.falls_short)?);
    }
    for case in &reports {
        changed += usize::from(statements::refresh(case)?);
    }
    println!("{changed} of {} cases changed", pages.len() + reports.len());
    Ok(())
}

/// Brings a page's expectation, or the list of what falls short of it, up to date; whether that changed it.
fn update(case: &Case, falls_short: bool) -> Result<bool> {
    let expected = case.expected().map_err(anyhow::Error::msg)?;
    let found = case.read().map_err(anyhow::Error::msg)?;
    if falls_short {
        mark(case, &expected, &found)
    } else {
        refresh(case, &expected, found)
    }
}

/// Writes the reading over the expectation where they differ; whether they did.
fn refresh(case: &Case, expected: &Value, mut found: Value) -> Result<bool> {
    if let Some(found) = found.as_object_mut() {
        for field in case.about.falls_short.keys() {
            let kept = expected.get(field).cloned().unwrap_or(Value::Null);
            found.insert(field.clone(), kept);
        }
    }
    let differences = differences(expected, &found);
    if differences.is_empty() {
        return Ok(false);
    }
    println!("{}", case.slug);
    for difference in &differences {
        println!("{difference}");
    }
    write_reading(case, &refreshed(expected, &found))?;
    Ok(true)
}

/// Brings `falls_short` up to date; whether it changed.
fn mark(case: &Case, expected: &Value, found: &Value) -> Result<bool> {
    let mut about = case.about.clone();
    let differences = differences(expected, found);
    about
        .falls_short
        .retain(|field, _| differences.iter().any(|d| d.field == *field));
    for difference in &differences {
        let field = difference.field.clone();
        about
            .falls_short
            .entry(field)
            .or_insert_with(|| "not read right yet".into());
    }
    let (before, after) = (&case.about.falls_short, &about.falls_short);
    if before == after {
        return Ok(false);
    }
    println!("{}", case.slug);
    for field in before.keys().filter(|field| !after.contains_key(*field)) {
        println!("  {field} is read right now");
    }
    for difference in differences
        .iter()
        .filter(|d| !before.contains_key(&d.field))
    {
        println!("{difference}");
    }
    write_case_file(&case.dir, &about)?;
    Ok(true)
}

/// The expectation with what was found in place of what differs.
fn refreshed(expected: &Value, found: &Value) -> Value {
    let mut fresh = expected.as_object().cloned().unwrap_or_default();
    for difference in differences(expected, found) {
        fresh.insert(difference.field, difference.found);
    }
    Value::Object(fresh)
}

/// A file's bytes, or standard input's for `-`.
fn bytes_of(file: &Path) -> Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("standard input")?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| file.display().to_string())
}

fn write_case_file(dir: &Path, about: &CaseFile) -> Result<()> {
    let text = toml::to_string(about).context("a case's description")?;
    write(&dir.join("case.toml"), text.as_bytes())
}

fn write_reading(case: &Case, reading: &Value) -> Result<()> {
    let mut text = Vec::new();
    let indent = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut out = serde_json::Serializer::with_formatter(&mut text, indent);
    serde::Serialize::serialize(reading, &mut out)?;
    text.push(b'\n');
    write(&case.expectation(), &text)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| path.display().to_string())
}
