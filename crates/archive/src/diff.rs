//! What changed from one version of a report to another, word by word.

pub use khabar_relate::wording::{Run, RunKind, runs};
use serde::Serialize;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::reading::KeptReading;

/// What changed between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The version compared with.
    pub from: u32,
    /// The version compared.
    pub to: u32,
    /// The headline.
    pub headline: Vec<Run>,
    /// The standfirst.
    pub standfirst: Vec<Run>,
    /// The body, its paragraphs parted by blank lines as in the texts.
    pub body: Vec<Run>,
}

impl Comparison {
    /// Whether nothing of what is compared differs.
    pub fn is_same(&self) -> bool {
        [&self.headline, &self.standfirst, &self.body]
            .into_iter()
            .flatten()
            .all(|run| run.kind == RunKind::Same)
    }
}

impl Archive {
    /// What changed from one version of a report to another.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is no such report or version.
    pub fn compare(&self, report: i64, from: u32, to: u32) -> Result<Comparison, ArchiveError> {
        let reading = |version| {
            let report = self.report(report, Some(version))?;
            KeptReading::of(&report.reading)
        };
        let (before, after) = (reading(from)?, reading(to)?);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Ok(Comparison {
            from,
            to,
            headline: runs(&text(&before.headline), &text(&after.headline)),
            standfirst: runs(&text(&before.description), &text(&after.description)),
            body: runs(&before.article_body, &after.article_body),
        })
    }
}
