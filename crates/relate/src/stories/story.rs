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
    /// When its first and its last report were published, in seconds, of those that say so.
    pub span: Option<(i64, i64)>,
    /// The number of the arrival that joined it last.
    pub arrival: u64,
    /// How many of its reports have something of a part.
    counts: FxHashMap<Part, u32>,
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

    /// Takes a report in.
    pub fn add(&mut self, report: &Vector, published: Option<i64>, arrival: u64, terms: &Terms) {
        let lengths = lengths(report.weights.iter().copied(), terms);
        for &part in lengths.keys() {
            *self.counts.entry(part).or_default() += 1;
        }
        for &(id, weight) in &report.weights {
            self.terms[terms.get(id).class as usize] += 1;
            let length = lengths[&Part::of(terms, id)].max(f32::MIN_POSITIVE);
            *self.weights.entry(id).or_default() += weight / length;
        }
        self.reports += 1;
        self.arrival = arrival;
        self.reach(published.map(|at| (at, at)));
    }

    /// Takes in all of another story.
    pub fn take(&mut self, other: &Self) {
        for (&id, &weight) in &other.weights {
            *self.weights.entry(id).or_default() += weight;
        }
        for (&part, count) in &other.counts {
            *self.counts.entry(part).or_default() += count;
        }
        for (mine, theirs) in self.terms.iter_mut().zip(other.terms) {
            *mine += theirs;
        }
        self.reports += other.reports;
        self.arrival = self.arrival.max(other.arrival);
        self.reach(other.span);
    }

    fn reach(&mut self, other: Option<(i64, i64)>) {
        self.span = match (self.span, other) {
            (Some((first, last)), Some((begin, end))) => Some((first.min(begin), last.max(end))),
            (known, other) => known.or(other),
        };
    }

    /// Lets go of the lightest terms where there are too many; those that it has no more.
    pub fn trim(&mut self, terms: &Terms) -> Vec<Id> {
        if self.weights.len() <= 2 * KEPT {
            return Vec::new();
        }
        let lost = self.by_heft(terms).split_off(KEPT);
        lost.into_iter()
            .map(|(id, _)| {
                self.weights.remove(&id);
                id
            })
            .collect()
    }

    /// Its terms, those that say most of it first, and how much there is of each.
    pub fn by_heft(&self, terms: &Terms) -> Vec<(Id, f32)> {
        let mut all: Vec<(f32, Id, f32)> = self
            .weights
            .iter()
            .map(|(&id, &weight)| (weight * weight * terms.rarity(id), id, weight))
            .collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.into_iter()
            .map(|(_, id, weight)| (id, weight))
            .collect()
    }

    /// The length of each of its parts, by what terms say today.
    pub fn lengths(&self, terms: &Terms) -> FxHashMap<Part, f32> {
        lengths(
            self.weights.iter().map(|(&id, &weight)| (id, weight)),
            terms,
        )
    }

    /// How many of its reports have something of a part.
    pub fn count(&self, part: Part) -> f32 {
        self.counts.get(&part).copied().unwrap_or(0) as f32
    }

    /// How many terms of a class its reports have, on average.
    pub fn terms_a_report(&self, class: Class) -> f32 {
        self.terms[class as usize] as f32 / self.reports.max(1) as f32
    }
}

/// The length of each part of something.
pub fn lengths(weights: impl Iterator<Item = (Id, f32)>, terms: &Terms) -> FxHashMap<Part, f32> {
    let mut lengths: FxHashMap<Part, f32> = FxHashMap::default();
    for (id, weight) in weights {
        *lengths.entry(Part::of(terms, id)).or_default() += weight * weight * terms.rarity(id);
    }
    for length in lengths.values_mut() {
        *length = length.sqrt();
    }
    lengths
}
