//! Reports grouped by what they tell of, as they arrive.
//!
//! A report joins the story it is most like, if it is like enough, or begins one; then its story and another may turn out to be
//! one. Nothing is looked at twice: a story is the sum of what its reports have.

mod likeness;
mod story;
mod terms;

use rustc_hash::FxHashMap;

use crate::features::Finder;
use crate::report::Report;
pub use likeness::{Compared, Likeness};
use story::Story;
use terms::{Id, Place, Terms, Vector};

/// How far from the reports of a story one that joins it may have been published, in seconds.
const DAYS: i64 = 3 * 86_400;

/// How many reports arrive after the last one of a story before it is closed, where dates say that it is over, and where they do
/// not. A list may be in any order.
const ARRIVALS: (u64, u64) = (2_000, 20_000);

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
    /// The number of its story. Stories are numbered from 0 in the order in which they begin.
    pub story: u64,
    /// Stories that turned out to be part of it: their reports belong to it from now on. The one that is oldest goes on, so
    /// that its number is smaller than theirs.
    pub merged: Vec<u64>,
    /// Why it joined its story. Nothing for a report that began one, even where that has become part of another since.
    pub why: Option<Why>,
}

/// Why a report joined a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// How like the story it was.
    pub likeness: Likeness,
    /// What it had in common with it, as it stands in the report: what says most comes first.
    pub shared: Vec<String>,
}

/// Which stories have become part of which.
#[derive(Debug, Clone, Default)]
pub struct Merged(FxHashMap<u64, u64>);

impl Merged {
    /// Notes what a report that found its place has brought together.
    pub fn note(&mut self, placed: &Placed) {
        self.0
            .extend(placed.merged.iter().map(|&merged| (merged, placed.story)));
    }

    /// The story that a story is part of now; itself where it is of its own.
    pub fn story(&self, mut story: u64) -> u64 {
        // A story is only ever taken into an older one, so this ends.
        while let Some(&whole) = self.0.get(&story) {
            story = whole;
        }
        story
    }
}

/// Groups reports as they arrive. The same reports in the same order give the same stories.
#[derive(Default)]
pub struct Grouper {
    finder: Finder,
    terms: Terms,
    stories: Vec<Option<Story>>,
    free: Vec<Place>,
    next: u64,
    arrivals: u64,
    /// The latest time that anything was published, in seconds.
    latest: Option<i64>,
}

impl Grouper {
    /// Finds the story of a report that arrives, and says whether others have become part of it. Whoever knows that a date
    /// cannot be true gives none.
    pub fn add(&mut self, report: &Report<'_>) -> Placed {
        self.arrivals += 1;
        let published = report.published.map(jiff::Timestamp::as_second);
        self.latest = self.latest.max(published);
        if self.arrivals.is_multiple_of(LOOK) {
            self.close();
        }
        // Behind the closing, which forgets terms that no story has.
        let vector = self.terms.vector(self.finder.find(report));
        let (place, why) = match self.best(&vector, published) {
            Some((place, likeness)) => {
                let shared = self.shared(&vector, place);
                (place, Some(Why { likeness, shared }))
            }
            None => (self.begin(), None),
        };
        // First what is new to the story, or it would be taken for rarer than it is.
        for &(id, _) in &vector.weights {
            self.terms.gained(id, place);
        }
        let arrival = self.arrivals;
        self.change(place, |story, terms| {
            story.add(&vector, published, arrival, terms);
        });
        let merged = self.merge(place);
        Placed {
            story: self.story(place).number,
            merged,
            why,
        }
    }

    /// The story that a report joins.
    fn best(&self, report: &Vector, published: Option<i64>) -> Option<(Place, Likeness)> {
        let span = published.map(|at| (at, at));
        self.candidates(report.weights.iter().copied(), span)
            .into_iter()
            .map(|place| {
                let likeness = Likeness::to_story(report, self.story(place), &self.terms);
                (likeness.joins(), place, likeness)
            })
            .filter(|&(above, ..)| above > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, place, likeness)| (place, likeness))
    }

    /// What a report has in common with a story.
    fn shared(&self, report: &Vector, place: Place) -> Vec<String> {
        let story = self.story(place);
        let mut shared: Vec<(f32, &str)> = report
            .weights
            .iter()
            .zip(&report.shown)
            .filter_map(|(&(id, weight), shown)| {
                let heft = weight * story.weights.get(&id)? * self.terms.rarity(id);
                Some((heft, shown.as_str()))
            })
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut named: Vec<String> = Vec::with_capacity(SHARED);
        for (_, shown) in shared {
            // A name is mostly a word as well, and part of a longer one.
            let lower = shown.to_lowercase();
            let is_named = |known: &String| {
                let known = known.to_lowercase();
                known == lower || known.split(' ').any(|word| word == lower)
            };
            if named.len() < SHARED && !named.iter().any(is_named) {
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
        let mut shared: FxHashMap<Place, f32> = FxHashMap::default();
        for (id, weight) in weights {
            let places = &self.terms.get(id).places;
            if places.len() <= LEADS {
                let heft = weight * self.terms.rarity(id);
                for &place in places {
                    *shared.entry(place).or_default() += heft;
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
            .map(|(place, heft)| (heft, place))
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

    /// Looks whether a story is one with others.
    fn merge(&mut self, place: Place) -> Vec<u64> {
        let mut merged = Vec::new();
        loop {
            let story = self.story(place);
            let leading = story.by_heft(&self.terms).into_iter().take(LEADING);
            let other = self
                .candidates(leading, story.span)
                .into_iter()
                .filter(|&other| other != place)
                .map(|other| {
                    let likeness = Likeness::of_stories(story, self.story(other), &self.terms);
                    (likeness.merges(), other)
                })
                .filter(|&(above, _)| above > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, other)) = other else {
                return merged;
            };
            let mut taken = self.remove(other);
            self.terms.story_merged();
            for &id in taken.weights.keys() {
                self.terms.lost(id, other);
                self.terms.gained(id, place);
            }
            // The older one goes on.
            let story = self.story_mut(place);
            if taken.number < story.number {
                std::mem::swap(&mut taken.number, &mut story.number);
            }
            merged.push(taken.number);
            self.change(place, |story, _| story.take(&taken));
        }
    }

    /// Begins a story.
    fn begin(&mut self) -> Place {
        let story = Story::new(self.next);
        self.next += 1;
        self.terms.story_opened();
        if let Some(place) = self.free.pop() {
            self.stories[place as usize] = Some(story);
            return place;
        }
        self.stories.push(Some(story));
        (self.stories.len() - 1) as Place
    }

    /// Changes a story, which may become too large by it.
    fn change(&mut self, place: Place, change: impl FnOnce(&mut Story, &Terms)) {
        let story = self.stories[place as usize].as_mut().expect("it is open");
        change(story, &self.terms);
        for id in story.trim(&self.terms) {
            self.terms.lost(id, place);
        }
    }

    /// Takes a story away.
    fn remove(&mut self, place: Place) -> Story {
        self.free.push(place);
        self.stories[place as usize].take().expect("it is open")
    }

    /// Closes stories that nothing has come to for long.
    fn close(&mut self) {
        let (dated, any) = ARRIVALS;
        let is_over = |story: &Story| {
            let since = self.arrivals - story.arrival;
            let by_date = story
                .span
                .zip(self.latest)
                .is_some_and(|((_, last), latest)| last < latest - DAYS);
            since > any || (by_date && since > dated)
        };
        let over: Vec<Place> = self
            .stories
            .iter()
            .enumerate()
            .filter(|(_, story)| story.as_ref().is_some_and(is_over))
            .map(|(place, _)| place as Place)
            .collect();
        for place in over {
            let story = self.remove(place);
            self.terms.story_closed();
            for &id in story.weights.keys() {
                self.terms.closed(id, place);
            }
        }
        self.terms.forget();
    }

    fn story(&self, place: Place) -> &Story {
        self.stories[place as usize].as_ref().expect("it is open")
    }

    fn story_mut(&mut self, place: Place) -> &mut Story {
        self.stories[place as usize].as_mut().expect("it is open")
    }
}

#[cfg(test)]
mod tests;
