//! Who said what: the sets of texts whose statements are annotated.

mod cover;
pub mod figures;
pub mod misses;
pub mod reading;
mod report;
mod show;
pub mod texts;

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;

pub use self::figures::Figures;
use self::figures::{TextScore, figures, mean, worst};
use self::reading::Reading;
use self::texts::TextSet;
use super::{Options, Row};
use crate::sets;

/// The part of a set of several languages that is the mean of them.
pub(crate) const MEAN: &str = "mean";

/// The part that has each figure where it is worst, of whichever language.
const WORST: &str = "worst";

/// Scores the sets asked for and shows them; a row for each and for each part of it.
///
/// # Errors
/// When a set or reading cannot be read, or a statement points at other words than it gives.
pub(super) fn run(options: &Options) -> Result<Vec<Row<Figures>>> {
    let only: Vec<String> = options
        .only
        .iter()
        .filter(|name| sets::is_of_statements(name))
        .cloned()
        .collect();
    if only.is_empty() && !options.only.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for mut set in texts::find(options.sets.as_deref(), &only)? {
        if let Some(lang) = &options.lang {
            set.texts.retain(|text| text.lang == *lang);
            if set.texts.is_empty() {
                continue;
            }
        }
        let Some(readings) = readings(&set, options, &only)? else {
            continue;
        };
        let scores = scores(&set, readings);
        let first = rows.len();
        rows.extend(set_rows(&set, &scores, options.lang.is_none()));
        if !options.json {
            report::table(&rows[first..], first == 0);
            if options.show {
                show::texts(&scores, options.worst);
            } else {
                report::worst(&scores, options.worst);
            }
        }
    }
    Ok(rows)
}

/// Reads the texts of a set, or loads readings made before; `None` where there are none of a set nobody named.
fn readings(set: &TextSet, options: &Options, only: &[String]) -> Result<Option<Vec<Reading>>> {
    let file = format!("{}.jsonl", set.name);
    let readings = if let Some(dir) = &options.from {
        let path = dir.join(file);
        if only.is_empty() && !path.exists() {
            return Ok(None);
        }
        reading::load(&path)?
    } else {
        let readings = reading::read(set)?;
        if let Some(dir) = &options.readings {
            std::fs::create_dir_all(dir)?;
            sets::write_lines(&dir.join(file), &readings)?;
        }
        readings
    };
    Ok(Some(readings))
}

/// Holds readings against the texts of a set, in its order; a text without one counts as read to hold no statement.
pub fn scores(set: &TextSet, readings: Vec<Reading>) -> Vec<TextScore<'_>> {
    let mut by_id: HashMap<String, Reading> =
        readings.into_iter().map(|r| (r.id.clone(), r)).collect();
    let score = |text| TextScore::of(text, by_id.remove(&text.id).unwrap_or_default());
    set.texts.iter().map(score).collect()
}

/// A row for the set. Where it has several languages one for each of them, named `SET/LANGUAGE`, then [`MEAN`] and
/// [`WORST`]. Of a set that is not whole no row has floors.
pub(crate) fn set_rows(set: &TextSet, scores: &[TextScore], is_whole: bool) -> Vec<Row<Figures>> {
    let fingerprint = || is_whole.then(|| set.fingerprint.clone());
    let mut rows = vec![row(
        set.name.clone(),
        &scores.iter().collect::<Vec<_>>(),
        fingerprint(),
    )];
    let mut languages: BTreeMap<&str, Vec<&TextScore>> = BTreeMap::new();
    for score in scores {
        languages.entry(&score.text.lang).or_default().push(score);
    }
    if languages.len() < 2 {
        return rows;
    }
    for (language, scores) in languages {
        let name = format!("{}/{language}", set.name);
        rows.push(row(name, &scores, fingerprint()));
    }
    let parts: Vec<&Figures> = rows[1..].iter().map(|row| &row.figures).collect();
    let over = [(MEAN, mean(&parts)), (WORST, worst(&parts))];
    rows.extend(over.map(|(name, figures)| Row {
        name: format!("{}/{name}", set.name),
        figures,
        slowest_ms: None,
        slowest_page: None,
        fingerprint: None,
    }));
    rows
}

fn row(name: String, scores: &[&TextScore], fingerprint: Option<String>) -> Row<Figures> {
    let slowest = scores.iter().max_by_key(|s| s.reading.took);
    let slowest = slowest.filter(|s| !s.reading.took.is_zero());
    Row {
        name,
        figures: figures(scores),
        slowest_ms: slowest.map(|s| s.reading.took.as_secs_f64() * 1000.0),
        slowest_page: slowest.map(|s| s.text.id.clone()),
        fingerprint,
    }
}
