//! A story as it is compared: what its reports have, taken together.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::terms::{Id, Part, Terms};
use crate::features::Class;

/// How many terms of a story are kept at least, the heaviest ones. Twice as many are the most.
const KEPT: usize = 600;

/// How many reports of a story are held by themselves, the latest: these can be taken out again.
const HELD: usize = 200;

/// A weight is gone when so little of what was taken off is left: sums of numbers are not exact.
const NOTHING: f32 = 1e-3;

/// A report of a story that is held by itself.
#[derive(Debug, Clone)]
pub struct Held {
    /// What the caller calls it.
    pub id: u64,
    /// Its terms, in the order of their numbers, each part brought to length 1.
    pub weights: Vec<(Id, f32)>,
    /// When it was published, in seconds.
    pub published: Option<i64>,
    /// The number of its arrival.
    pub arrival: u64,
    /// Whether more than its headline is known.
    pub has_text: bool,
    /// Whether somebody has put it where it is.
    pub by_hand: bool,
}

impl Held {
    /// A report that arrives with these terms. It is levelled where a story takes it in.
    pub fn new(id: u64, report: &[(Id, f32)]) -> Self {
        let mut weights = report.to_vec();
        weights.sort_unstable_by_key(|&(id, _)| id);
        Self {
            id,
            weights,
            published: None,
            arrival: 0,
            has_text: false,
            by_hand: false,
        }
    }

    /// Brings each part to length 1 by what terms say today.
    pub fn level(&mut self, terms: &Terms) {
        let lengths = lengths(self.weights.iter().copied(), terms);
        for (id, weight) in &mut self.weights {
            let length = lengths.get(terms.part(*id)).unwrap_or_default();
            *weight /= length.max(f32::MIN_POSITIVE);
        }
    }

    /// How much it has of a term.
    fn weight(&self, id: Id) -> Option<f32> {
        let at = self.weights.binary_search_by_key(&id, |&(id, _)| id).ok()?;
        Some(self.weights[at].1)
    }
}

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
    /// Its latest reports, in the order of their arrival.
    pub held: VecDeque<Held>,
    /// How many of its reports have more than a headline.
    pub texts: u32,
    /// How many reports it has to have to be looked at whether it is several.
    pub look: u32,
    /// Whether somebody has said that it is one.
    pub is_whole: bool,
    /// How many of its reports have something of a part.
    counts: ByPart,
    /// How many terms of each class its reports had, in all.
    terms: [u32; 4],
}

impl Story {
    /// A story without reports.
    pub fn new(number: u64) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Takes a report in. What is given back is no longer held.
    pub fn add(&mut self, report: Held, terms: &Terms) -> Option<Held> {
        for (part, number) in parts(&report.weights, terms) {
            self.counts.add(part, 1.0);
            self.terms[part.class() as usize] += number as u32;
        }
        for &(id, weight) in &report.weights {
            *self.weights.entry(id).or_default() += weight;
        }
        self.reports += 1;
        self.texts += u32::from(report.has_text);
        self.arrival = self.arrival.max(report.arrival);
        self.reach(report.published.map(|at| (at, at)));
        let behind = self
            .held
            .iter()
            .rposition(|held| held.arrival <= report.arrival);
        self.held.insert(behind.map_or(0, |at| at + 1), report);
        (self.held.len() > HELD).then(|| self.held.pop_front())?
    }

    /// Takes a report out that is held, and says which terms the story has no more.
    pub fn remove(&mut self, id: u64, terms: &Terms) -> Option<(Held, Vec<Id>)> {
        let at = self.held.iter().rposition(|held| held.id == id)?;
        let report = self.held.remove(at)?;
        for (part, number) in parts(&report.weights, terms) {
            self.counts.add(part, -1.0);
            let of_class = &mut self.terms[part.class() as usize];
            *of_class = of_class.saturating_sub(number as u32);
        }
        let mut lost = Vec::new();
        for &(id, weight) in &report.weights {
            // A term may have been let go of since.
            let Some(known) = self.weights.get_mut(&id) else {
                continue;
            };
            *known -= weight;
            if *known <= weight * NOTHING {
                // It may have been let go of and come back since, so that more was taken off than there was.
                let rest: f32 = self.held.iter().filter_map(|held| held.weight(id)).sum();
                if rest > 0.0 {
                    *known = rest;
                    continue;
                }
                self.weights.remove(&id);
                lost.push(id);
            }
        }
        self.reports -= 1;
        self.texts -= u32::from(report.has_text);
        if self.held.len() == self.reports as usize {
            self.span = None;
            for at in self.held.iter().filter_map(|held| held.published) {
                self.span = together(self.span, Some((at, at)));
            }
        }
        Some((report, lost))
    }

    /// Takes in all of another story. What is given back is no longer held.
    pub fn take(&mut self, other: Self) -> Vec<Held> {
        for (&id, &weight) in &other.weights {
            *self.weights.entry(id).or_default() += weight;
        }
        for (part, count) in other.counts.iter() {
            self.counts.add(part, count);
        }
        for (mine, theirs) in self.terms.iter_mut().zip(other.terms) {
            *mine += theirs;
        }
        self.reports += other.reports;
        self.texts += other.texts;
        self.is_whole |= other.is_whole;
        self.arrival = self.arrival.max(other.arrival);
        self.reach(other.span);
        self.held.extend(other.held);
        self.held.make_contiguous().sort_by_key(|held| held.arrival);
        let over = self.held.len().saturating_sub(HELD);
        self.held.drain(..over).collect()
    }

    fn reach(&mut self, other: Option<(i64, i64)>) {
        self.span = together(self.span, other);
    }

    /// Lets go of the lightest terms where there are too many; those that it has no more.
    pub fn trim(&mut self, terms: &Terms) -> Vec<Id> {
        if self.weights.len() <= 2 * KEPT {
            return Vec::new();
        }
        let heaviest = self.heaviest(KEPT, terms).into_iter();
        let kept: FxHashMap<Id, f32> = heaviest.collect();
        let before = std::mem::replace(&mut self.weights, kept);
        let is_lost = |id: &Id| !self.weights.contains_key(id);
        before.into_keys().filter(is_lost).collect()
    }

    /// Its terms that say most of it, what says most first, and how much there is of each.
    pub fn heaviest(&self, most: usize, terms: &Terms) -> Vec<(Id, f32)> {
        let mut all: Vec<(f32, Id, f32)> = self
            .weights
            .iter()
            .map(|(&id, &weight)| (weight * weight * terms.rarity(id), id, weight))
            .collect();
        let more = |a: &(f32, Id, f32), b: &(f32, Id, f32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if all.len() > most {
            all.select_nth_unstable_by(most, more);
            all.truncate(most);
        }
        all.sort_unstable_by(more);
        all.into_iter()
            .map(|(_, id, weight)| (id, weight))
            .collect()
    }

    /// The length of each of its parts by what terms say now: whatever arrives changes that, most of all for the stories most
    /// like it.
    pub fn lengths(&self, terms: &Terms) -> ByPart {
        let weights = self.weights.iter().map(|(&id, &weight)| (id, weight));
        lengths(weights, terms)
    }

    /// How many of its reports have something of a part.
    pub fn count(&self, part: Part) -> f32 {
        self.counts.get(part).unwrap_or(0.0)
    }

    /// How many terms of a class its reports have, on average.
    pub fn terms_a_report(&self, class: Class) -> f32 {
        self.terms[class as usize] as f32 / self.reports.max(1) as f32
    }
}

/// The time that holds both.
pub fn together(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (one, other) {
        (Some((first, last)), Some((begin, end))) => Some((first.min(begin), last.max(end))),
        (known, other) => known.or(other),
    }
}

/// A number for each part of something. There are a handful: names, numbers, links and the words of some languages.
#[derive(Debug, Clone, Default)]
pub struct ByPart(Vec<(Part, f32)>);

impl ByPart {
    /// The number of a part, where there is one.
    pub fn get(&self, part: Part) -> Option<f32> {
        let known = self.0.iter().find(|&&(known, _)| known == part);
        known.map(|&(_, number)| number)
    }

    /// Adds to the number of a part.
    pub fn add(&mut self, part: Part, more: f32) {
        match self.0.iter_mut().find(|(known, _)| *known == part) {
            Some((_, number)) => *number += more,
            None => self.0.push((part, more)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Part, f32)> {
        self.0.iter().copied()
    }
}

/// The parts of a report, and how many terms of each it has.
fn parts(weights: &[(Id, f32)], terms: &Terms) -> impl Iterator<Item = (Part, f32)> {
    let mut parts = ByPart::default();
    for &(id, _) in weights {
        parts.add(terms.part(id), 1.0);
    }
    parts.0.into_iter()
}

/// The length of each part of something.
pub fn lengths(weights: impl Iterator<Item = (Id, f32)>, terms: &Terms) -> ByPart {
    let mut lengths = ByPart::default();
    for (id, weight) in weights {
        let (part, rarity) = terms.weigh(id);
        lengths.add(part, weight * weight * rarity);
    }
    for (_, length) in &mut lengths.0 {
        *length = length.sqrt();
    }
    lengths
}
