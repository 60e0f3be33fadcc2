//! What is known of each training page as a whole, with its kind, for the trainer of the classifier of pages.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use khabar_article::kind::{KINDS, features};
use khabar_article::metadata::clues::Clues;
use khabar_page::Limits;
use rayon::prelude::*;

use super::examples::create;
use crate::folds::fold_of;
use crate::sets::{Page, Set};

/// Writes `pages.jsonl` (set, kind, fold, numbers and names of a page a line) and `about.json` (what the numbers and
/// the kinds are) to `out`.
///
/// # Errors
/// When a page cannot be read or a file cannot be written.
pub fn write(sets: &[Set], out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let about = serde_json::json!({
        "numbers": features::NAMES,
        "kinds": KINDS.map(khabar_article::PageKind::name),
    });
    std::fs::write(out.join("about.json"), about.to_string())?;
    let mut file = create(out, "pages.jsonl")?;
    for set in sets {
        let lines: Vec<_> = set
            .pages
            .par_iter()
            .map(|page| line(set, page))
            .collect::<Result<_>>()?;
        for line in lines {
            writeln!(file, "{line}")?;
        }
    }
    Ok(file.flush()?)
}

fn line(set: &Set, page: &Page) -> Result<serde_json::Value> {
    let read = khabar_page::read(&page.bytes()?, None, &Limits::default())?;
    let clues = Clues::gather(&read.tree);
    let features = features::read(&read.tree, &clues, page.url.as_deref());
    // The other sets are of newspapers and blogs.
    let kind = match page.kind.as_deref() {
        Some(kind) if set.name == "wcxb-dev" => kind,
        _ => "article",
    };
    Ok(serde_json::json!({
        "id": page.id, "set": set.name, "kind": kind, "fold": fold_of(page.url.as_deref(), &page.id),
        "numbers": features.numbers, "names": features.names,
    }))
}
