//! What changed from one version of a report to another.

use khabar_archive::diff::{Comparison, Run, RunKind};
use khabar_article::language::Direction;

use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page};

/// The parts of a report in which something changed, ending in a line break. Words that were taken out stand in
/// `[-brackets-]`, words that came in in `{+braces+}`. Paragraphs that are as they were are left out but for one before
/// and one behind.
pub fn changes(comparison: &Comparison, direction: Direction, look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    if comparison.is_same() {
        let same = format!(
            "Versions {} and {} have the same words.",
            comparison.from, comparison.to
        );
        page.paragraph(&Text::of(&same, Ink::DIM));
        return page.finish();
    }
    let parts = [
        ("Headline", &comparison.headline),
        ("Standfirst", &comparison.standfirst),
        ("Text", &comparison.body),
    ];
    for (name, runs) in parts {
        if runs.iter().all(|run| run.kind == RunKind::Same) {
            continue;
        }
        page.gap();
        page.direction = Direction::Ltr;
        page.rule(&format!("{name}, {} → {}", comparison.from, comparison.to));
        page.direction = direction;
        part(&mut page, runs);
    }
    page.finish()
}

/// How words differ, marked as in [`changes`], each paragraph of its own.
pub(super) fn marked(runs: &[Run]) -> Vec<Text> {
    let paragraphs = paragraphs(runs).into_iter();
    paragraphs.map(|paragraph| paragraph.text).collect()
}

/// A paragraph of both texts.
#[derive(Default)]
struct Paragraph {
    text: Text,
    has_changed: bool,
}

fn part(page: &mut Page<'_>, runs: &[Run]) {
    let paragraphs = paragraphs(runs);
    let near = |at: usize| {
        let before = at.saturating_sub(1);
        let behind = (at + 2).min(paragraphs.len());
        paragraphs[before..behind].iter().any(|p| p.has_changed)
    };
    let mut was_left_out = false;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if !near(at) {
            was_left_out = true;
            continue;
        }
        if std::mem::take(&mut was_left_out) {
            page.paragraph(&Text::of("…", Ink::DIM));
            page.gap();
        }
        page.paragraph(&paragraph.text);
        page.gap();
    }
    if was_left_out {
        page.paragraph(&Text::of("…", Ink::DIM));
    }
}

/// The runs cut at the breaks between paragraphs, each piece in its own marks.
fn paragraphs(runs: &[Run]) -> Vec<Paragraph> {
    let mut out = vec![Paragraph::default()];
    for run in runs {
        let (open, close, ink) = match run.kind {
            RunKind::Same => ("", "", Ink::PLAIN),
            RunKind::Removed => ("[-", "-]", Ink::RED),
            RunKind::Added => ("{+", "+}", Ink::GREEN),
        };
        for (at, piece) in run.text.split('\n').enumerate() {
            if at > 0 {
                out.push(Paragraph::default());
            }
            let words = piece.trim();
            let Some(paragraph) = out.last_mut() else {
                continue;
            };
            if words.is_empty() {
                paragraph.text.push(piece, Ink::PLAIN);
                continue;
            }
            // White space around the words is not part of what changed.
            let begin = piece.len() - piece.trim_start().len();
            let end = piece.trim_end().len();
            paragraph.text.push(&piece[..begin], Ink::PLAIN);
            paragraph.text.push(&format!("{open}{words}{close}"), ink);
            paragraph.text.push(&piece[end..], Ink::PLAIN);
            paragraph.has_changed |= run.kind != RunKind::Same;
        }
    }
    out.retain(|paragraph| !paragraph.text.text().trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use khabar_archive::diff::runs;

    use super::*;
    use crate::view::tests::look;

    fn compared(before: &str, after: &str, direction: Direction) -> String {
        let comparison = Comparison {
            from: 1,
            to: 2,
            headline: runs("Bridge", "Bridge"),
            standfirst: Vec::new(),
            body: runs(before, after),
        };
        changes(&comparison, direction, &look(30))
    }

    #[test]
    fn what_changed_is_marked() {
        let before = "First.\n\nSecond.\n\nTwelve people came.\n\nFourth.\n\nFifth.";
        let after = "First.\n\nSecond.\n\nTwenty people came.\n\nFourth.\n\nFifth.";
        let expected = "\
── Text, 1 → 2 ───────────────

…

Second.

[-Twelve-]{+Twenty+} people
came.

Fourth.

…
";
        assert_eq!(compared(before, after, Direction::Ltr), expected);
        assert_eq!(
            compared(before, before, Direction::Ltr),
            "Versions 1 and 2 have the same\nwords.\n"
        );
    }

    #[test]
    fn what_runs_from_the_right_stands_there() {
        let shown = compared("حضر مئة شخص", "حضر مئتا شخص", Direction::Rtl);
        let line = shown.lines().last().unwrap_or_default();
        assert!(line.starts_with("  ") && line.ends_with("رضح"), "{shown}");
    }
}
