//! Reports grouped by what they tell of, as they arrive.
//!
//! A report joins the story it is most like, if it is like enough, or begins one; then its story and another may turn out to be
//! one, or its story to be two. Nothing is looked at twice but for a story that grows, and that the seldomer the larger it is: a
//! story is the sum of what its reports have, and the latest of them are held by themselves.

mod apart;
mod books;
mod hand;
mod ledger;
mod likeness;
mod parting;
mod story;
mod subjects;
mod terms;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::features::Features;
use apart::Apart;
pub use ledger::Ledger;
use likeness::Measured;
pub use likeness::{Compared, Likeness};
use story::{Held, Story, together};
pub use subjects::{Subject, about_statement};
use terms::{Id, Place, Terms};

/// How far from the reports of a story one that joins it may have been published, in seconds.
const DAYS: i64 = 3 * 86_400;

/// How long a story lasts at most that headlines without texts go on with, in seconds: one that comes every day, of the
/// weather, is no story.
const HEADLINES: i64 = 7 * 86_400;

/// How often it is looked what is over, in arrivals.
const LOOK: u64 = 64;

/// How many stories a report is compared with, and how many a story is.
const CANDIDATES: usize = 16;

/// A term in more open stories than this does not lead to any.
const LEADS: usize = 500;

/// How many of its terms lead from a story to others.
const LEADING: usize = 60;

/// How many things that a report shares with its story are named.
const SHARED: usize = 8;

/// Where a report has its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The report, as the caller calls it.
    pub id: u64,
    /// The number of its story, after all that follows. Stories are numbered in the order in which they begin.
    pub story: u64,
    /// Stories that turned out to be part of it: their reports belong to it from now on. The one that is oldest goes on, so
    /// that its number is smaller than theirs.
    pub merged: Vec<Merged>,
    /// Stories that part of its story turned out to be, or has become, after that.
    pub split: Vec<Split>,
    /// Why it joined its story; nothing for a report that began one.
    pub why: Option<Why>,
    /// What it is about, what says most first.
    pub about: Vec<Subject>,
}

/// A story that has become part of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Its number, which is free from now on.
    pub story: u64,
    /// How like the other it was, and what the report that brought them together shares with the one it had not joined.
    pub why: Why,
}

/// A story of which part has become its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The story that it was part of, and that goes on with the rest: with its first report of those held, and with those not
    /// held any more.
    pub from: u64,
    /// The number of the new one.
    pub into: u64,
    /// Its reports, in the order of their arrival.
    pub reports: Vec<u64>,
    /// Which of both it is.
    pub kind: SplitKind,
}

/// Why part of a story is one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SplitKind {
    /// The story held two events and should not have.
    Apart,
    /// It grew out of the story: what was reported later is another matter by now.
    Grown,
}

/// Why a report joined a story. In JSON `shared`, `words`, `names`, `numbers` and `links`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// What it had in common with it, as it stands in the report: what says most comes first.
    pub shared: Vec<String>,
    /// How like the story it was.
    #[serde(flatten)]
    pub likeness: Likeness,
}

/// Groups reports as they arrive. The same calls in the same order give the same stories.
///
/// A report is called by a number that the caller gives it, each its own; one that is given again is the same report once more,
/// and takes the place of the first. Reports are held as long as their story is open, the latest 200 of each; what is asked of
/// one by its number says nothing, and does nothing, once it is not.
#[derive(Default)]
pub struct Grouper {
    terms: Terms,
    stories: Vec<Option<Story>>,
    free: Vec<Place>,
    /// Where the open stories are, by number.
    numbers: FxHashMap<u64, Place>,
    /// Where the reports are that are held.
    homes: FxHashMap<u64, Place>,
    apart: Apart,
    next: u64,
    arrivals: u64,
    /// The latest time that anything was published, in seconds.
    latest: Option<i64>,
}

impl Grouper {
    /// One whose first new story has the number `next`.
    pub fn starting_at(next: u64) -> Self {
        Self {
            next,
            ..Self::default()
        }
    }

    /// The number that the next new story will have.
    pub fn next_story(&self) -> u64 {
        self.next
    }

    /// The next new story has this number or a higher one: those before it are given elsewhere.
    pub fn number_from(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// The story of a report that is held.
    pub fn story_of(&self, id: u64) -> Option<u64> {
        self.homes.get(&id).map(|&place| self.story(place).number)
    }

    /// Finds the story of a report that arrives, and says whether others have become part of it, or part of it has become
    /// another. Whoever knows that a date cannot be true gives none.
    pub fn add(&mut self, id: u64, features: &Features) -> Placed {
        self.remove(id);
        let (report, vector) = self.arrive(id, features);
        let best = self.best(&vector, &report);
        let place = best.map_or_else(|| self.begin(), |(place, _)| place);
        let why = best.map(|(place, likeness)| Why {
            shared: self.shared(features, &vector, place),
            likeness,
        });
        self.hold(place, report);
        // One that has just begun was compared with all others by what its report has.
        let merged = if why.is_some() {
            self.merge(place, features, &vector)
        } else {
            Vec::new()
        };
        let split = if merged.is_empty() {
            self.part(place)
        } else {
            Vec::new()
        };
        Placed {
            id,
            story: self.story(self.homes[&id]).number,
            merged,
            split,
            why,
            about: self.about(features, &vector),
        }
    }

    /// What a report is about, by the stories known so far: what says most first. [`Placed::about`] is the same of one that was
    /// added.
    pub fn subjects(&self, features: &Features) -> Vec<Subject> {
        subjects::of(features, |feature| {
            let feature = &features.all[feature];
            let known = self.terms.find(feature.class, &feature.key);
            self.terms.surprise(known)
        })
    }

    /// What a report is about that was taken in.
    fn about(&self, features: &Features, vector: &[(Id, f32)]) -> Vec<Subject> {
        subjects::of(features, |feature| {
            self.terms.surprise(Some(vector[feature].0))
        })
    }

    /// A report that arrives now.
    fn arrive(&mut self, id: u64, features: &Features) -> (Held, Vec<(Id, f32)>) {
        self.arrivals += 1;
        self.latest = self.latest.max(features.published);
        if self.arrivals.is_multiple_of(LOOK) {
            self.close();
        }
        // Behind the closing, which forgets terms that no story has.
        let vector = self.terms.vector(features);
        let held = Held {
            published: features.published,
            arrival: self.arrivals,
            has_text: features.has_text(),
            ..Held::new(id, &vector)
        };
        (held, vector)
    }

    /// The story that a report joins.
    fn best(&self, vector: &[(Id, f32)], report: &Held) -> Option<(Place, Likeness)> {
        let span = report.published.map(|at| (at, at));
        let mut candidates = self.candidates(vector.iter().copied(), span);
        candidates.retain(|&place| {
            report.has_text
                || together(self.story(place).span, span)
                    .is_none_or(|(first, last)| last - first <= HEADLINES)
        });
        let report = Measured::new(vector, &self.terms);
        candidates
            .into_iter()
            .map(|place| {
                let likeness = Likeness::to_story(&report, self.story(place), &self.terms);
                (likeness.joins(), place, likeness)
            })
            .filter(|&(above, ..)| above > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, place, likeness)| (place, likeness))
    }

    /// What a report has in common with a story.
    fn shared(&self, features: &Features, vector: &[(Id, f32)], place: Place) -> Vec<String> {
        let story = self.story(place);
        let mut shared: Vec<(f32, &str)> = vector
            .iter()
            .zip(&features.all)
            .filter_map(|(&(id, weight), feature)| {
                let heft = weight * story.weights.get(&id)? * self.terms.rarity(id);
                Some((heft, feature.shown.as_str()))
            })
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut named: Vec<String> = Vec::with_capacity(SHARED);
        for (_, shown) in shared {
            if named.len() == SHARED {
                break;
            }
            // A name is mostly a word as well, and part of a longer one.
            let lower = shown.to_lowercase();
            let is_named = |known: &String| {
                let known = known.to_lowercase();
                known == lower || known.split(' ').any(|word| word == lower)
            };
            if !named.iter().any(is_named) {
                named.push(shown.to_owned());
            }
        }
        named
    }

    /// The open stories that share most of what is rare with these terms, of those that are not too far away in time.
    fn candidates(
        &self,
        weights: impl Iterator<Item = (Id, f32)>,
        span: Option<(i64, i64)>,
    ) -> Vec<Place> {
        // As many as there are stories: to go over them takes less time than to look each one up.
        let mut shared: Vec<f32> = vec![0.0; self.stories.len()];
        for (id, weight) in weights {
            let places = &self.terms.get(id).places;
            if places.len() <= LEADS {
                let heft = weight * self.terms.rarity(id);
                for &place in places {
                    shared[place as usize] += heft;
                }
            }
        }
        let is_near = |place: Place| match (span, self.story(place).span) {
            (Some((begin, end)), Some((first, last))) => {
                begin - last <= DAYS && first - end <= DAYS
            }
            _ => true,
        };
        let mut all: Vec<(f32, Place)> = shared
            .into_iter()
            .enumerate()
            .filter(|&(_, heft)| heft > 0.0)
            .map(|(place, heft)| (heft, place as Place))
            .filter(|&(_, place)| is_near(place))
            .collect();
        let more = |a: &(f32, Place), b: &(f32, Place)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if all.len() > CANDIDATES {
            all.select_nth_unstable_by(CANDIDATES - 1, more);
            all.truncate(CANDIDATES);
        }
        all.sort_unstable_by(more);
        all.into_iter().map(|(_, place)| place).collect()
    }

    /// Looks whether a story that a report has joined is one with others.
    fn merge(&mut self, place: Place, features: &Features, vector: &[(Id, f32)]) -> Vec<Merged> {
        let mut merged = Vec::new();
        loop {
            let story = self.story(place);
            let may_merge = |other: Place| {
                let other = self.story(other);
                let are_headlines = story.texts == 0 && other.texts == 0;
                let lasts = || {
                    together(story.span, other.span)
                        .is_none_or(|(first, last)| last - first <= HEADLINES)
                };
                !self.apart.is(story.number, other.number) && (!are_headlines || lasts())
            };
            let leading = story.heaviest(LEADING, &self.terms).into_iter();
            let mut candidates = self.candidates(leading, story.span);
            candidates.retain(|&other| other != place && may_merge(other));
            let lengths = story.lengths(&self.terms);
            let other = candidates
                .into_iter()
                .map(|other| {
                    let likeness =
                        Likeness::of_stories((story, &lengths), self.story(other), &self.terms);
                    (likeness.merges(), other, likeness)
                })
                .filter(|&(above, ..)| above > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, other, likeness)) = other else {
                return merged;
            };
            let shared = self.shared(features, vector, other);
            merged.push(Merged {
                story: self.swallow(place, other),
                why: Why { shared, likeness },
            });
        }
    }
}

#[cfg(test)]
mod tests;
