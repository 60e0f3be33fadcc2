//! Where the wording of two texts differs, for people and for programs.

use std::fmt::Write;

use khabar_archive::diff::{Run, RunKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::html::escape;

/// Words that both texts have, or one of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Part {
    /// `same`, `removed` or `added`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// Runs as programs get them.
pub(crate) fn parts(runs: Vec<Run>) -> Vec<Part> {
    runs.into_iter()
        .map(|run| Part {
            kind: match run.kind {
                RunKind::Same => "same",
                RunKind::Removed => "removed",
                RunKind::Added => "added",
            },
            text: run.text,
        })
        .collect()
}

/// Runs as HTML, a text for each paragraph: a change that reaches over several is marked in each.
pub(crate) fn html(runs: &[Run]) -> Vec<String> {
    let mut out = vec![String::new()];
    for run in runs {
        let element = match run.kind {
            RunKind::Same => None,
            RunKind::Removed => Some("del"),
            RunKind::Added => Some("ins"),
        };
        for (at, piece) in run.text.split('\n').enumerate() {
            if at > 0 {
                out.push(String::new());
            }
            let Some(paragraph) = out.last_mut().filter(|_| !piece.is_empty()) else {
                continue;
            };
            match element {
                Some(element) => {
                    let _ = write!(paragraph, "<{element}>");
                    escape(paragraph, piece);
                    let _ = write!(paragraph, "</{element}>");
                }
                None => escape(paragraph, piece),
            }
        }
    }
    out.retain(|paragraph| !paragraph.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_marked_in_each_paragraph() {
        let run = |kind, text: &str| Run {
            kind,
            text: text.into(),
        };
        let shown = html(&[
            run(RunKind::Same, "One <b> "),
            run(RunKind::Removed, "old\n\nend"),
            run(RunKind::Added, "new"),
            run(RunKind::Same, ".\n\nLast"),
        ]);
        assert_eq!(
            shown,
            [
                "One &lt;b&gt; <del>old</del>",
                "<del>end</del><ins>new</ins>.",
                "Last"
            ]
        );
    }
}
