//! From how well a field's evidence looks to how often such a field is right.
//!
//! Every field has a score of its own making; a map a field, measured by `cargo xtask calibrate` on pages with gold,
//! turns it into the share of fields with such a score that are right (of a body: into the word F1 to expect). Fields
//! without gold keep their score, and so do those of dumps of text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The maps that ship, by field.
static MAPS: LazyLock<BTreeMap<&'static str, Map>> =
    LazyLock::new(|| parse(include_str!("maps.txt")));

/// A map from score to share: straight lines between knots, level beyond them. It never falls.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    knots: Vec<(f32, f32)>,
}

impl Map {
    /// A map through these knots, score and share. Knots out of order, not finite, or below one before them are left
    /// out, so that a map is monotone whatever it is made of.
    pub fn new(knots: impl IntoIterator<Item = (f32, f32)>) -> Self {
        let mut map = Self::default();
        for (score, share) in knots {
            let follows = map
                .knots
                .last()
                .is_none_or(|&(s, v)| score > s && share >= v);
            if follows && score.is_finite() && share.is_finite() {
                map.knots.push((score, share.clamp(0.0, 1.0)));
            }
        }
        map
    }

    /// Its knots, in order.
    pub fn knots(&self) -> &[(f32, f32)] {
        &self.knots
    }

    /// The share for a score; the score itself where there are no knots.
    pub fn at(&self, score: f32) -> f32 {
        let after = self.knots.partition_point(|&(s, _)| s < score);
        match (
            after.checked_sub(1).map(|at| self.knots[at]),
            self.knots.get(after),
        ) {
            (None, None) => score,
            (Some((_, share)), None) | (None, Some(&(_, share))) => share,
            (Some(low), Some(&high)) => {
                low.1 + (high.1 - low.1) * (score - low.0) / (high.0 - low.0)
            }
        }
    }
}

/// Turns the scores of a reading into shares.
pub fn calibrate(scores: &mut BTreeMap<&'static str, f32>) {
    for (field, score) in scores {
        if let Some(map) = MAPS.get(field) {
            // No map is known better than to a thousandth.
            *score = (map.at(*score) * 1000.0).round() / 1000.0;
        }
    }
}

/// Reads a file of maps: a heading a field, then a knot a line. What is no knot is passed over.
fn parse(text: &'static str) -> BTreeMap<&'static str, Map> {
    let mut fields: BTreeMap<&str, Vec<(f32, f32)>> = BTreeMap::new();
    let mut field = "";
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            field = name;
        } else if let Some((score, share)) = line.split_once(' ')
            && let (Ok(score), Ok(share)) = (score.parse(), share.trim().parse())
        {
            fields.entry(field).or_default().push((score, share));
        }
    }
    fields
        .into_iter()
        .map(|(field, knots)| (field, Map::new(knots)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_knots_it_rises_and_beyond_them_it_is_level() {
        let map = Map::new([(0.2, 0.1), (0.6, 0.5), (0.8, 0.9)]);
        for (score, share) in [(0.0, 0.1), (0.2, 0.1), (0.4, 0.3), (0.8, 0.9), (2.0, 0.9)] {
            assert!((map.at(score) - share).abs() < 1e-6, "{score}");
        }
        assert!((Map::default().at(0.3) - 0.3).abs() < 1e-6);
    }

    #[test]
    fn knots_that_fall_or_are_no_numbers_are_left_out() {
        let map = Map::new([
            (0.2, 0.5),
            (0.1, 0.6),
            (0.3, 0.4),
            (0.4, f32::NAN),
            (0.5, 1.5),
        ]);
        assert_eq!(map.knots(), [(0.2, 0.5), (0.5, 1.0)]);
    }

    #[test]
    fn the_shipped_maps_are_monotone_and_between_0_and_1() {
        for map in MAPS.values() {
            assert!(!map.knots().is_empty());
            let mut before = 0.0;
            for step in 0..=100_u8 {
                let share = map.at(f32::from(step) / 100.0);
                assert!(share >= before && share <= 1.0);
                before = share;
            }
        }
    }

    #[test]
    fn fields_without_a_map_keep_their_score() {
        let mut scores = BTreeMap::from([("noSuchField", 0.25)]);
        calibrate(&mut scores);
        assert_eq!(scores, BTreeMap::from([("noSuchField", 0.25)]));
        assert!(parse("# a b\n[x]\n0.1 0.2\nnonsense\n")["x"].knots().len() == 1);
    }
}
