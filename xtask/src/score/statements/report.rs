//! How the figures of statements are shown.

use super::figures::{Figures, TextScore};
use crate::score::{Row, part_name};

/// Column heading and figure name.
const COLUMNS: [(&str, &str); 14] = [
    ("words", "content_f1"),
    ("P", "statement_p"),
    ("R", "statement_r"),
    ("F1", "statement_f1"),
    ("whose P", "attributed_p"),
    ("R", "attributed_r"),
    ("F1", "attributed_f1"),
    ("exact", "exact_f1"),
    ("source", "source_f1"),
    ("cue", "cue_f1"),
    ("to", "addressee_f1"),
    ("when", "when_f1"),
    ("kind", "kind"),
    ("wrong", super::figures::WRONG_SPEAKER),
];

/// A line a row, under the names of the columns where `head` is set.
pub(super) fn table(rows: &[Row<Figures>], head: bool) {
    if head {
        let names = COLUMNS.map(|(name, _)| format!("{name:>8}")).concat();
        println!(
            "{:<24}{:>5}{:>6}{:>6}{names}{:>9}{:>7}",
            "", "texts", "gold", "read", "slowest", "MB/s"
        );
    }
    for row in rows {
        let figures = &row.figures;
        let count = |n: usize| {
            if n == 0 {
                "-".to_owned()
            } else {
                n.to_string()
            }
        };
        let counts = if figures.texts == 0 {
            String::new()
        } else {
            let read = count(figures.read);
            format!(
                "{:>5}{:>6}{read:>6}",
                figures.texts,
                count(figures.statements)
            )
        };
        let shares = COLUMNS.map(|(_, name)| {
            let share = figures.get(name);
            share.map_or_else(|| format!("{:>8}", "-"), |share| format!("{share:>8.4}"))
        });
        let slowest = row
            .slowest_ms
            .map_or_else(String::new, |ms| format!("{ms:.1} ms"));
        let speed = figures
            .megabytes_a_second
            .map_or_else(String::new, |speed| format!("{speed:.1}"));
        let line = format!(
            "{:<24}{counts:<17}{}{slowest:>9}{speed:>7}",
            part_name(&row.name),
            shares.concat()
        );
        println!("{}", line.trim_end());
    }
    lowest(rows);
}

/// Says which part of a set stands lowest in what counts most.
fn lowest(rows: &[Row<Figures>]) {
    let lowest = |figure: &str| {
        rows.iter()
            .filter(|row| row.figures.texts > 0 && row.name.contains('/'))
            .filter_map(|row| Some((row.figures.get(figure)?, part_name(&row.name))))
            .min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let figures = [
        ("F1", "statement_f1"),
        ("whose F1", "attributed_f1"),
        ("exact", "exact_f1"),
    ];
    let parts = figures.map(|(name, figure)| {
        lowest(figure).map(|(share, part)| format!("{name} {} {share:.4}", part.trim()))
    });
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        println!("    lowest: {}", parts.join("  "));
    }
}

/// The `n` texts with the lowest F1 of statements.
pub(super) fn worst(scores: &[TextScore], n: usize) {
    for score in lowest_texts(scores, n) {
        println!("  {}", headline(score));
    }
    if n > 0 {
        println!();
    }
}

/// The `n` texts with the lowest F1 of statements, the lowest first.
pub(super) fn lowest_texts<'s, 'a>(
    scores: &'s [TextScore<'a>],
    n: usize,
) -> Vec<&'s TextScore<'a>> {
    let mut texts: Vec<_> = scores.iter().collect();
    texts.sort_by(|a, b| {
        let f1 = |s: &TextScore| s.statements().scores()[2];
        f1(a)
            .total_cmp(&f1(b))
            .then_with(|| a.text.id.cmp(&b.text.id))
    });
    texts.truncate(n);
    texts
}

/// One text in a line.
pub(super) fn headline(score: &TextScore) -> String {
    format!(
        "F1 {:.3}  read {:>3}  gold {:>3}  paired {:>3}  {}",
        score.statements().scores()[2],
        score.reading.statements.len(),
        score.text.statements.len(),
        score.pairs.len(),
        score.text.id
    )
}
