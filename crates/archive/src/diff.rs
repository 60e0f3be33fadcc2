//! What changed from one version of a report to another, word by word.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::reading::KeptReading;

/// After this time the rest of a text is compared less finely.
const PATIENCE: Duration = Duration::from_millis(300);

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

/// A run of words that both texts have, or one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Who has it.
    pub kind: RunKind,
    /// The words.
    pub text: String,
}

/// Which of two texts has a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// Both.
    Same,
    /// The first alone.
    Removed,
    /// The second alone.
    Added,
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

/// Two texts as runs of words that both have, or one of them.
pub fn runs(before: &str, after: &str) -> Vec<Run> {
    let diff = TextDiff::configure()
        .deadline(Instant::now() + PATIENCE)
        .diff_unicode_words(before, after);
    let mut out: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => RunKind::Same,
            ChangeTag::Delete => RunKind::Removed,
            ChangeTag::Insert => RunKind::Added,
        };
        match out.last_mut() {
            Some(run) if run.kind == kind => run.text.push_str(change.value()),
            _ => out.push(Run {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    together(out)
}

/// Runs of changed words that only a space parts are read as one change.
fn together(runs: Vec<Run>) -> Vec<Run> {
    let mut out = Vec::with_capacity(runs.len());
    let (mut removed, mut added) = (String::new(), String::new());
    let close = |removed: &mut String, added: &mut String, out: &mut Vec<Run>| {
        for (kind, text) in [(RunKind::Removed, removed), (RunKind::Added, added)] {
            if !text.is_empty() {
                let text = std::mem::take(text);
                out.push(Run { kind, text });
            }
        }
    };
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        let changing = !(removed.is_empty() && added.is_empty());
        match run.kind {
            RunKind::Removed => removed.push_str(&run.text),
            RunKind::Added => added.push_str(&run.text),
            RunKind::Same if changing && run.text == " " && runs.peek().is_some() => {
                removed.push(' ');
                added.push(' ');
            }
            RunKind::Same => {
                close(&mut removed, &mut added, &mut out);
                out.push(run);
            }
        }
    }
    close(&mut removed, &mut added, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs as one line: `same [-removed-] [+added+]`.
    fn shown(before: &str, after: &str) -> String {
        runs(before, after)
            .into_iter()
            .map(|run| match run.kind {
                RunKind::Same => run.text,
                RunKind::Removed => format!("[-{}-]", run.text),
                RunKind::Added => format!("[+{}+]", run.text),
            })
            .collect()
    }

    #[test]
    fn words_are_compared_in_every_script() {
        assert_eq!(
            shown("Twelve people were hurt.", "Fifteen people were hurt."),
            "[-Twelve-][+Fifteen+] people were hurt."
        );
        assert_eq!(
            shown("أصيب اثنا عشر شخصا", "أصيب خمسة عشر شخصا"),
            "أصيب [-اثنا-][+خمسة+] عشر شخصا"
        );
        assert_eq!(
            shown("12人が負傷した。", "15人が負傷した。"),
            "[-12-][+15+]人が負傷した。"
        );
    }

    #[test]
    fn words_changed_together_are_one_change() {
        assert_eq!(
            shown("The old stone bridge fell.", "The new steel bridge fell."),
            "The [-old stone-][+new steel+] bridge fell."
        );
        assert_eq!(shown("", "All new"), "[+All new+]");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn both_texts_can_be_read_off_the_runs() {
        let (before, after) = ("a b c d e", "a x c y z e f");
        let side = |skip| {
            runs(before, after)
                .into_iter()
                .filter(|run| run.kind != skip)
                .map(|run| run.text)
                .collect::<String>()
        };
        assert_eq!(side(RunKind::Added), before);
        assert_eq!(side(RunKind::Removed), after);
    }
}
