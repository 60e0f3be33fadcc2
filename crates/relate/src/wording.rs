//! Where the wording of two texts differs, word by word: of two versions of a report, of the same words in two reports.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// After this time the rest of a text is compared less finely.
const PATIENCE: Duration = Duration::from_millis(300);

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
