//! The floors: the figures once reached, below which no change may fall.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::root;

/// Figures by name.
type Named = [(&'static str, f64)];

/// `floors.json`, by the name of the set (`dumps-dev/full` for a part of one).
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Floors(BTreeMap<String, SetFloors>);

/// The floors of one set.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SetFloors {
    /// The gold the floors were measured on. Floors say nothing of other gold.
    set: String,
    /// Figure to floor, floors cut after the fourth decimal.
    #[serde(flatten)]
    figures: BTreeMap<String, f64>,
}

/// What a floor is held to. Precision and recall may be traded for one another, so their F1 alone has a floor.
const HELD: [&str; 23] = [
    "bcubed_f1",
    "word_f1",
    "shingle_f1",
    "exact",
    "segment_f1",
    "title",
    "author",
    "date",
    "time",
    "structure_f1",
    "headings_f1",
    "items_f1",
    "cells_f1",
    "code_f1",
    "kind",
    "report",
    "content_f1",
    "statement_f1",
    "attributed_f1",
    "exact_f1",
    "source_f1",
    "cue_f1",
    "addressee_f1",
];

/// What the floors say of a set's figures.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// There are no floors for this set, or they were measured on other gold.
    NoFloors,
    /// At or above every floor.
    Held,
    /// Figures below their floor: name, figure, floor.
    Below(Vec<(String, f64, f64)>),
}

impl Floors {
    fn path() -> PathBuf {
        root().join("floors.json")
    }

    /// The floors of the repository; none where there is no `floors.json`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load() -> Result<Self> {
        let path = Self::path();
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&path)?;
        serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Writes them back.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn store(&self) -> Result<()> {
        let path = Self::path();
        let text = serde_json::to_string_pretty(self)? + "\n";
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Holds figures to their floors. A figure that has a floor and is no longer there counts as 0.
    pub fn check(&self, name: &str, set: &str, figures: &Named) -> Verdict {
        let Some(floors) = self.0.get(name).filter(|f| f.set == set) else {
            return Verdict::NoFloors;
        };
        let reached: BTreeMap<_, _> = figures.iter().copied().collect();
        let mut below = Vec::new();
        for (figure, &floor) in &floors.figures {
            let reached = reached.get(figure.as_str()).map_or(0.0, |f| cut(*f));
            if reached < floor {
                below.push((figure.clone(), reached, floor));
            }
        }
        if below.is_empty() {
            Verdict::Held
        } else {
            Verdict::Below(below)
        }
    }

    /// Raises the floors of a set to its figures. With `allow_lower` they are lowered to them too.
    pub fn update(&mut self, name: &str, set: &str, figures: &Named, allow_lower: bool) {
        let floors = self.0.entry(name.to_owned()).or_default();
        if floors.set != set {
            *floors = SetFloors {
                set: set.to_owned(),
                ..SetFloors::default()
            };
        }
        for (figure, reached) in figures.iter().filter(|(name, _)| HELD.contains(name)) {
            let floor = floors.figures.entry((*figure).to_owned()).or_default();
            if allow_lower || cut(*reached) > *floor {
                *floor = cut(*reached);
            }
        }
    }
}

/// Cut after the fourth decimal; what is a hair below it for want of exact sums counts as it.
fn cut(figure: f64) -> f64 {
    (figure * 10_000.0 + 1e-6).floor() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(word_f1: f64, title: Option<f64>) -> Vec<(&'static str, f64)> {
        let title = title.map(|title| ("title", title));
        let figures = [("word_p", 0.1), ("word_f1", word_f1)];
        figures.into_iter().chain(title).collect()
    }

    #[test]
    fn floors_rise_and_fall_only_when_told() {
        let mut floors = Floors::default();
        assert_eq!(
            floors.check("a", "x", &figures(0.5, None)),
            Verdict::NoFloors
        );
        floors.update("a", "x", &figures(0.512_39, None), false);
        assert_eq!(
            floors.check("a", "x", &figures(0.512_31, None)),
            Verdict::Held
        );
        floors.update("a", "x", &figures(0.4, None), false);
        let below = Verdict::Below(vec![("word_f1".into(), 0.4, 0.5123)]);
        assert_eq!(floors.check("a", "x", &figures(0.4, None)), below);
        floors.update("a", "x", &figures(0.4, None), true);
        assert_eq!(floors.check("a", "x", &figures(0.4, None)), Verdict::Held);
    }

    #[test]
    fn a_lost_figure_is_below_and_other_gold_has_no_floors() {
        let mut floors = Floors::default();
        floors.update("a", "x", &figures(0.5, Some(0.25)), false);
        let below = Verdict::Below(vec![("title".into(), 0.0, 0.25)]);
        assert_eq!(floors.check("a", "x", &figures(0.5, None)), below);
        assert_eq!(
            floors.check("a", "y", &figures(0.1, None)),
            Verdict::NoFloors
        );
        assert_eq!(
            floors.check("b", "x", &figures(0.1, None)),
            Verdict::NoFloors
        );
    }

    #[test]
    fn floors_survive_the_file() {
        let mut floors = Floors::default();
        floors.update("a", "x", &figures(0.29, Some(1.0)), false);
        let text = serde_json::to_string(&floors).unwrap();
        assert_eq!(text, r#"{"a":{"set":"x","title":1.0,"word_f1":0.29}}"#);
        let back: Floors = serde_json::from_str(&text).unwrap();
        assert_eq!(
            back.check("a", "x", &figures(0.29, Some(1.0))),
            Verdict::Held
        );
    }
}
