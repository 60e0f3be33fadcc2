//! The judge of speakers, held to floors on pairs of mentions judged by hand.

#[path = "speakers/mod.rs"]
mod pairs;

use std::collections::HashSet;

use khabar_relate::speakers::Judgement;
use pairs::{Pair, Tally, joined, pairs};

/// Floors a little below what is measured, so that no change loses more than a pair or two unseen.
struct Floor {
    across: bool,
    precision: f64,
    recall: f64,
}

const FLOORS: [Floor; 2] = [
    Floor {
        across: false,
        precision: 0.98,
        recall: 0.94,
    },
    Floor {
        across: true,
        precision: 0.97,
        recall: 0.95,
    },
];

#[test]
fn judged_well_enough() {
    let pairs = pairs().expect("pairs.jsonl holds pairs");
    let ways: [fn(&Pair) -> Option<Judgement>; 2] = [Pair::judged, Pair::judged_back];
    for floor in FLOORS {
        for judged in ways {
            let mut tally = Tally::default();
            for pair in pairs.iter().filter(|pair| pair.across() == floor.across) {
                tally.add(pair, joined(judged(pair).as_ref()));
            }
            let (precision, recall) = (tally.precision(), tally.recall());
            assert!(
                precision >= floor.precision && recall >= floor.recall,
                "across scripts: {}; P {precision:.3} R {recall:.3}",
                floor.across
            );
        }
    }
}

#[test]
fn pairs_are_balanced_and_stand_once() {
    let pairs = pairs().expect("pairs.jsonl holds pairs");
    let (mut ids, mut mentions) = (HashSet::new(), HashSet::new());
    for pair in &pairs {
        assert!(ids.insert(&pair.id), "{} stands twice", pair.id);
        assert!((1..=2).contains(&pair.half), "{}", pair.id);
        assert!(!pair.note.is_empty(), "{} says not what it tries", pair.id);
        let mut both = [&pair.a, &pair.b].map(|called| (&called.name, &called.role));
        both.sort();
        assert!(mentions.insert(both), "{} repeats another pair", pair.id);
    }
    for across in [false, true] {
        for half in [1, 2] {
            let (same, other): (Vec<_>, Vec<_>) = pairs
                .iter()
                .filter(|pair| pair.across() == across && pair.half == half)
                .partition(|pair| pair.same);
            assert!(same.len().abs_diff(other.len()) * 10 <= same.len() + other.len());
        }
    }
}
