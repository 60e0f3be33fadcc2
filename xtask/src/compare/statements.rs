//! The section on statements: the sets of texts read by Khabar and by a simple peer, and what Khabar misses.

use std::path::Path;

use anyhow::Result;

use super::nearest_name;
use super::page::{cell, circumstances, head, row};
use crate::score::statements::figures::{Figures, WRONG_SPEAKER};
use crate::score::statements::misses::Misses;
use crate::score::statements::reading;
use crate::score::statements::texts;
use crate::score::statements::{MEAN, scores, set_rows};
use crate::score::{Row, seed};

/// What the section says before its figures.
const ABOUT: &str = "
Who said what to whom, on texts in which people marked it; [statements.md](statements.md) says how statements are read and
what the figures mean. *Nearest name* is the peer that every reader of statements must be better than: whatever stands
within quotation marks is a statement, and its speaker the nearest run of capitalised words in the paragraph, or the nearest
two words where a script has no capitals. MB/s is of text, by processor time; a reader that does not give a part at all has
0.000 there, and `-` stands where the texts have none marked.

";

/// What it says before what is missed.
const MISSES: &str = "
What Khabar misses and makes up. Of the statements missed, some have reporting words that it took for none (*cue not
taken*); from those of others it read something, but less than half of the words are the same (*cut otherwise*). *Not whose*
are those found but given to somebody else or to nobody. `cargo xtask score --set SET --worst N --show` shows them one by
one.

";

/// Columns of shares: heading and figure.
const SHARES: [(&str, &str); 6] = [
    ("statement F1", "statement_f1"),
    ("attributed F1", "attributed_f1"),
    ("exact F1", "exact_f1"),
    ("content words F1", "content_f1"),
    ("addressee F1", "addressee_f1"),
    ("wrong speaker", WRONG_SPEAKER),
];

/// Reads the sets of statements of `dir`, or of the archives beside the repository, and writes down what came of it;
/// `None` where there are no such sets.
///
/// # Errors
/// When a set cannot be read, or a statement points at other words than it gives.
pub fn section(dir: Option<&Path>) -> Result<Option<String>> {
    let sets = texts::find(dir, &[])?;
    if sets.is_empty() {
        return Ok(None);
    }
    let again = "`cargo xtask compare --statements`, which leaves the rest of this page as it is";
    let (mut figures, mut misses) = (String::new(), String::new());
    head_of_figures(&mut figures);
    head_of_misses(&mut misses);
    for set in &sets {
        let khabar = scores(set, reading::read(set)?);
        let peer = scores(set, reading::read_by(set, nearest_name::read));
        for (reader, scores) in [("khabar", &khabar), ("nearest name", &peer)] {
            rows_of_figures(&mut figures, reader, &set_rows(set, scores, true));
        }
        row_of_misses(&mut misses, &set.name, &Misses::of(&khabar));
    }
    let circumstances = circumstances(again);
    let seed = seed::check()?.map_or_else(String::new, |fields| seed_line(&fields));
    Ok(Some(format!(
        "{ABOUT}{circumstances}\n{figures}{seed}{MISSES}{misses}"
    )))
}

fn head_of_figures(page: &mut String) {
    let shares = SHARES.iter().map(|(heading, _)| *heading);
    let columns = ["reader", "texts", "statements"].into_iter().chain(shares);
    head(page, "set", columns.chain(["MB/s", "slowest text, ms"]));
}

/// A row for a set of one language; for one of several their mean, and the language whose statements are found worst.
fn rows_of_figures(page: &mut String, reader: &str, rows: &[Row<Figures>]) {
    let [whole, parts @ ..] = rows else {
        return;
    };
    let language = |row: &Row<Figures>| {
        let (_, part) = row.name.split_once('/')?;
        Some(part.to_owned())
    };
    let Some(mean) = parts
        .iter()
        .find(|row| language(row).as_deref() == Some(MEAN))
    else {
        row_of_figures(page, &whole.name, reader, whole, &whole.figures);
        return;
    };
    // The mean and the worst figures are of no texts.
    let languages = || parts.iter().filter(|row| row.figures.texts > 0);
    let name = format!("{}, mean of {} languages", whole.name, languages().count());
    row_of_figures(page, &name, reader, whole, &mean.figures);
    let f1 = |row: &Row<Figures>| row.figures.get("statement_f1").unwrap_or_default();
    if let Some(lowest) = languages().min_by(|a, b| f1(a).total_cmp(&f1(b))) {
        let language = language(lowest).unwrap_or_default();
        let name = format!("{}, the lowest: {language}", whole.name);
        row_of_figures(page, &name, reader, lowest, &lowest.figures);
    }
}

/// One row: texts and times of `of`, beside these shares.
fn row_of_figures(
    page: &mut String,
    name: &str,
    reader: &str,
    of: &Row<Figures>,
    shares: &Figures,
) {
    let mut cells = vec![
        reader.to_owned(),
        of.figures.texts.to_string(),
        of.figures.statements.to_string(),
    ];
    cells.extend(SHARES.map(|(_, figure)| cell(shares.get(figure))));
    for number in [of.figures.megabytes_a_second, of.slowest_ms] {
        cells.push(number.map_or_else(|| "-".to_owned(), |number| format!("{number:.1}")));
    }
    row(page, name, &cells);
}

fn head_of_misses(page: &mut String) {
    let columns = [
        "statements",
        "missed",
        "cue not taken",
        "cut otherwise",
        "no cue marked",
        "made up",
        "not whose",
        "missed by kind",
    ];
    head(page, "set", columns.into_iter());
}

fn row_of_misses(page: &mut String, set: &str, misses: &Misses) {
    let counts = [
        misses.gold,
        misses.missed,
        misses.cue_not_taken,
        misses.cut_otherwise,
        misses.without_cue,
        misses.spurious,
        misses.not_whose,
    ];
    let kinds = misses.kinds.iter();
    let kinds = kinds.map(|(kind, (missed, all))| format!("{kind} {missed} of {all}"));
    let kinds: Vec<String> = kinds.collect();
    let mut cells: Vec<String> = counts.iter().map(usize::to_string).collect();
    cells.push(if kinds.is_empty() {
        "-".to_owned()
    } else {
        kinds.join(", ")
    });
    row(page, set, &cells);
}

/// What came of the seed, one report whose whole reading is known.
fn seed_line(fields: &[seed::Field]) -> String {
    let statements = seed::counts(fields, "statements");
    let dates = seed::counts(fields, "dates");
    format!(
        "\nThe seed, one report whose whole reading is known: {} of {} statements found, {} of them right in every part, and \
         {} of {} dates right.\n",
        statements.found, statements.gold, statements.right, dates.right, dates.gold
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, texts: usize, f1: f64) -> Row<Figures> {
        Row {
            name: name.to_owned(),
            figures: Figures {
                texts,
                shares: vec![("statement_f1", f1)],
                ..Figures::default()
            },
            slowest_ms: None,
            slowest_page: None,
            fingerprint: None,
        }
    }

    #[test]
    fn of_several_languages_the_mean_and_the_lowest_are_shown() {
        let rows = [
            named("s", 5, 0.6),
            named("s/de", 2, 0.9),
            named("s/en", 3, 0.5),
            named("s/mean", 0, 0.7),
            named("s/worst", 0, 0.5),
        ];
        let mut page = String::new();
        rows_of_figures(&mut page, "khabar", &rows);
        rows_of_figures(&mut page, "khabar", &rows[..1]);
        let starts = page
            .lines()
            .map(|line| &line[..line.find(" | - ").unwrap()]);
        let expected = [
            "| s, mean of 2 languages | khabar | 5 | 0 | 0.700",
            "| s, the lowest: en | khabar | 3 | 0 | 0.500",
            "| s | khabar | 5 | 0 | 0.600",
        ];
        assert_eq!(starts.collect::<Vec<_>>(), expected);
    }
}
