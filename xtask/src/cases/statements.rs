//! Golden reports with their statements, refreshed.

#[path = "../../../crates/statements/tests/golden/mod.rs"]
mod golden;

use std::fs;

use anyhow::{Context, Error, Result};
pub use golden::Case;
use similar::{ChangeTag, TextDiff};

/// Every case, by name.
///
/// # Errors
///
/// A folder of cases that cannot be listed.
pub fn all() -> Result<Vec<Case>> {
    golden::all().map_err(Error::msg)
}

/// Writes down what the reader still gets wrong in a case and shows which lines of that are new and which are
/// gone; whether any are. The statements expected stay as they are.
///
/// # Errors
///
/// A case that lacks a file, or a file that cannot be written.
pub fn refresh(case: &Case) -> Result<bool> {
    let (known, found) = (case.known().map_err(Error::msg)?, case.found());
    let found = found.map_err(Error::msg)?;
    if known == found {
        return Ok(false);
    }
    println!("{}", case.slug);
    for change in TextDiff::from_lines(&known, &found).iter_all_changes() {
        let line = change.value().trim_end();
        match change.tag() {
            ChangeTag::Delete => println!("  no longer: {line}"),
            ChangeTag::Insert => println!("  now: {line}"),
            ChangeTag::Equal => {}
        }
    }
    let file = case.falls_short();
    let written = if found.is_empty() {
        fs::remove_file(&file)
    } else {
        fs::write(&file, &found)
    };
    written.with_context(|| format!("cannot write {}", file.display()))?;
    Ok(true)
}
