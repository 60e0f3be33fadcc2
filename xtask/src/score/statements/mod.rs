//! Who said what: the sets of texts whose statements are annotated.

mod cover;
mod figures;
mod reading;
mod report;
mod show;
mod texts;

use std::collections::BTreeMap;

use anyhow::Result;

pub use self::figures::Figures;
use self::figures::{TextScore, figures, mean, worst};
use self::reading::Readings;
pub(super) use self::reading::kind_name;
use self::texts::TextSet;
use super::{Options, Row};
use crate::sets;

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
        let Some(mut readings) = readings(&set, options, &only)? else {
            continue;
        };
        let scores: Vec<TextScore> = set
            .texts
            .iter()
            .map(|text| TextScore::of(text, readings.remove(&text.id).unwrap_or_default()))
            .collect();
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
fn readings(set: &TextSet, options: &Options, only: &[String]) -> Result<Option<Readings>> {
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
    let by_id = readings.into_iter().map(|r| (r.id.clone(), r));
    Ok(Some(by_id.collect()))
}

/// A row for the set. Where it has several languages one for each of them, their mean and the worst figures among them.
fn set_rows(set: &TextSet, scores: &[TextScore], is_whole: bool) -> Vec<Row<Figures>> {
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
    let over = [("mean", mean(&parts)), ("worst", worst(&parts))];
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
