//! A story as it is compared: what its reports have, taken together.

use rustc_hash::FxHashMap;

use super::terms::{Id, Terms, Vector};
use crate::features::Class;

/// How many terms of a story are kept at least, the heaviest ones. Twice as many are the most.
const KEPT: usize = 600;

/// A story that reports can still join.
#[derive(Debug, Default)]
pub struct Story {
    /// Its number for others.
    pub number: u64,
    /// The sum of its reports, each part of each brought to length 1.
    pub weights: FxHashMap<Id, f32>,
    pub reports: u32,
    /// When its last report was published, in seconds, and the number of that arrival.
    pub last: Option<i64>,
    pub arrival: u64,
    /// How many of its reports have something of a part.
    counts: FxHashMap<Part, u32>,
    /// The length of each part: words of a language, names, numbers.
    lengths: FxHashMap<Part, f32>,
    /// How many terms of each class its reports had, in all.
    terms: [u32; 3],
}

/// What is compared with its like: the words of one language, names, numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    Words(u16),
    Names,
    Numbers,
}

impl Part {
    /// The part that a term is of.
    pub fn of(terms: &Terms, id: Id) -> Self {
        let term = terms.get(id);
        match term.class {
            Class::Word => Self::Words(term.language),
            Class::Name => Self::Names,
            Class::Number => Self::Numbers,
        }
    }

    /// Its class.
    pub fn class(self) -> Class {
        match self {
            Self::Words(_) => Class::Word,
            Self::Names => Class::Name,
            Self::Numbers => Class::Number,
        }
    }
}

impl Story {
    /// A story without reports.
    pub fn new(number: u64) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Takes a report in; the terms that the story did not have, and those it has no more.
    pub fn add(&mut self, report: &Vector, terms: &Terms) -> Changed {
        let mut changed = Changed::default();
        let mut lengths: FxHashMap<Part, f32> = FxHashMap::default();
        for &(id, weight) in &report.weights {
            *lengths.entry(Part::of(terms, id)).or_default() += weight * weight * terms.rarity(id);
        }
        for part in lengths.keys() {
            *self.counts.entry(*part).or_default() += 1;
        }
        for &(id, weight) in &report.weights {
            self.terms[terms.get(id).class as usize] += 1;
            let length = lengths[&Part::of(terms, id)].sqrt().max(f32::MIN_POSITIVE);
            let here = self.weights.entry(id).or_insert_with(|| {
                changed.gained.push(id);
                0.0
            });
            *here += weight / length;
        }
        self.reports += 1;
        self.settle(terms, &mut changed);
        changed
    }

    /// Takes in all of another story.
    pub fn take(&mut self, other: &Self, terms: &Terms) -> Changed {
        let mut changed = Changed::default();
        for (&id, &weight) in &other.weights {
            let here = self.weights.entry(id).or_insert_with(|| {
                changed.gained.push(id);
                0.0
            });
            *here += weight;
        }
        for (&part, count) in &other.counts {
            *self.counts.entry(part).or_default() += count;
        }
        for (mine, theirs) in self.terms.iter_mut().zip(other.terms) {
            *mine += theirs;
        }
        self.reports += other.reports;
        self.last = self.last.max(other.last);
        self.arrival = self.arrival.max(other.arrival);
        self.settle(terms, &mut changed);
        changed
    }

    /// Lets go of the lightest terms where there are too many, and measures what is left.
    fn settle(&mut self, terms: &Terms, changed: &mut Changed) {
        let heft = |id: Id, weight: f32| weight * weight * terms.rarity(id);
        if self.weights.len() > 2 * KEPT {
            let mut all: Vec<(f32, Id)> = self
                .weights
                .iter()
                .map(|(&id, &weight)| (heft(id, weight), id))
                .collect();
            all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for &(_, id) in &all[KEPT..] {
                self.weights.remove(&id);
                if let Some(place) = changed.gained.iter().position(|&gained| gained == id) {
                    changed.gained.swap_remove(place);
                } else {
                    changed.lost.push(id);
                }
            }
        }
        self.lengths.clear();
        for (&id, &weight) in &self.weights {
            *self.lengths.entry(Part::of(terms, id)).or_default() += heft(id, weight);
        }
        for length in self.lengths.values_mut() {
            *length = length.sqrt();
        }
    }

    /// The length of a part; 0 where it has nothing of it.
    pub fn length(&self, part: Part) -> f32 {
        self.lengths.get(&part).copied().unwrap_or(0.0)
    }

    /// How many of its reports have something of a part.
    pub fn count(&self, part: Part) -> f32 {
        self.counts.get(&part).copied().unwrap_or(0) as f32
    }

    /// The languages of its words, by number.
    pub fn languages(&self) -> impl Iterator<Item = u16> {
        self.lengths.keys().filter_map(|part| match part {
            Part::Words(language) => Some(*language),
            _ => None,
        })
    }

    /// How many terms of a class its reports have, on average.
    pub fn terms_a_report(&self, class: Class) -> f32 {
        self.terms[class as usize] as f32 / self.reports.max(1) as f32
    }
}

/// The terms that a story has come to have, and those it has no more.
#[derive(Debug, Default)]
pub struct Changed {
    pub gained: Vec<Id>,
    pub lost: Vec<Id>,
}
