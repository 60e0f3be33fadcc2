//! Reports grouped by what they tell of, as they arrive.
//!
//! A report joins the story it is most like, if it is like enough, or begins one; then its story and another may turn out to be
//! one. Nothing is looked at twice: a story is the sum of what its reports have.

mod likeness;
mod story;
mod terms;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::features::Finder;
use crate::report::Report;
pub use likeness::{Compared, Likeness};
use story::{Changed, Story};
use terms::{Id, Terms, Vector};

/// How long after its last report a story can be joined, in seconds.
const OPEN_FOR: i64 = 3 * DAY;

const DAY: i64 = 86_400;

/// The same in reports that have arrived since, for those that do not say when they were published.
const OPEN_FOR_ARRIVALS: u64 = 20_000;

/// How many stories a report is compared with, and how many a story is.
const CANDIDATES: usize = 16;

/// A term in more open stories than this, or a tenth of them, does not lead to any.
const LEADS: usize = 200;

/// How many things that a report shares with its story are named.
const SHARED: usize = 8;

/// How many of its terms lead from a story to others.
const LEADING: usize = 60;

/// Where a report has its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The number of its story, given out in order from 0.
    pub story: u64,
    /// Stories that turned out to be part of it: their reports belong to it from now on.
    pub merged: Vec<u64>,
    /// Why it joined its story; nothing for the first report of a story.
    pub why: Option<Why>,
}

/// Why a report joined a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// How like the story it was.
    pub likeness: Likeness,
    /// What it had in common with it, as it stood where it was seen first: what says most comes first.
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

/// Groups reports as they arrive.
#[derive(Default)]
pub struct Grouper {
    finder: Finder,
    terms: Terms,
    stories: Vec<Option<Story>>,
    free: Vec<u32>,
    /// The open stories that have a term, by their places.
    having: FxHashMap<Id, FxHashSet<u32>>,
    next: u64,
    arrivals: u64,
    open: usize,
    /// The latest time that anything was published.
    now: Option<i64>,
}

impl Grouper {
    /// Finds the story of a report that arrives, and says whether others have become part of it.
    pub fn add(&mut self, report: &Report<'_>) -> Placed {
        self.arrivals += 1;
        // What is to be published in the future was not; and no single date, however far ahead, closes what is open.
        let latest = Timestamp::now().as_second() + DAY;
        let published = report
            .published
            .map(Timestamp::as_second)
            .filter(|&published| published <= latest);
        if let Some(published) = published {
            self.now = match self.now {
                None => Some(published),
                Some(now) => Some(now.max(published.min(now + DAY))),
            };
        }
        if self.arrivals.is_multiple_of(64) {
            self.close();
        }
        // Behind the closing, which forgets terms that no story has.
        let vector = self.terms.vector(self.finder.find(report));
        let (place, why) = match self.best(&vector) {
            Some((place, likeness)) => {
                let shared = self.shared(&vector, place);
                (place, Some(Why { likeness, shared }))
            }
            None => (self.begin(), None),
        };
        self.change(place, |story, terms| story.add(&vector, terms));
        let arrivals = self.arrivals;
        let story = self.story_mut(place);
        story.last = story.last.max(published);
        story.arrival = arrivals;
        let merged = self.merge(place);
        Placed {
            story: self.story(place).number,
            merged,
            why,
        }
    }

    /// The story that a report joins.
    fn best(&self, report: &Vector) -> Option<(u32, Likeness)> {
        self.candidates(report.weights.iter().copied())
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
    fn shared(&self, report: &Vector, place: u32) -> Vec<String> {
        let story = self.story(place);
        let mut shared: Vec<(f32, Id)> = report
            .weights
            .iter()
            .filter_map(|&(id, weight)| {
                Some((weight * story.weights.get(&id)? * self.terms.rarity(id), id))
            })
            .collect();
        shared.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut shown: Vec<String> = Vec::with_capacity(SHARED);
        for (_, id) in shared {
            let term = &self.terms.get(id).shown;
            // A name is mostly a word as well.
            let lower = term.to_lowercase();
            if !shown
                .iter()
                .any(|known| known.to_lowercase().contains(&lower))
            {
                shown.push(term.to_string());
            }
            if shown.len() == SHARED {
                break;
            }
        }
        shown
    }

    /// The open stories that share most of what is rare with these terms.
    fn candidates(&self, weights: impl Iterator<Item = (Id, f32)>) -> Vec<u32> {
        let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
        let most = LEADS.max(self.open / 10);
        for (id, weight) in weights {
            let Some(having) = self.having.get(&id).filter(|having| having.len() <= most) else {
                continue;
            };
            let heft = weight * self.terms.rarity(id);
            for &place in having {
                *shared.entry(place).or_default() += heft;
            }
        }
        let mut all: Vec<(f32, u32)> = shared
            .into_iter()
            .map(|(place, heft)| (heft, place))
            .collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.truncate(CANDIDATES);
        all.into_iter().map(|(_, place)| place).collect()
    }

    /// Looks whether a story is one with others.
    fn merge(&mut self, place: u32) -> Vec<u64> {
        let mut merged = Vec::new();
        loop {
            let story = self.story(place);
            let mut leading: Vec<(f32, Id, f32)> = story
                .weights
                .iter()
                .map(|(&id, &weight)| (weight * weight * self.terms.rarity(id), id, weight))
                .collect();
            leading.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            leading.truncate(LEADING);
            let other = self
                .candidates(leading.iter().map(|&(_, id, weight)| (id, weight)))
                .into_iter()
                .filter(|&other| other != place)
                .map(|other| {
                    (
                        Likeness::of_stories(story, self.story(other), &self.terms).merges(),
                        other,
                    )
                })
                .filter(|&(above, _)| above > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, other)) = other else {
                return merged;
            };
            let mut other = self.remove(other);
            for &id in other.weights.keys() {
                self.terms.shared(id);
            }
            self.terms.story_merged();
            // The older one goes on.
            let story = self.story_mut(place);
            if other.number < story.number {
                std::mem::swap(&mut other.number, &mut story.number);
            }
            merged.push(other.number);
            self.change(place, |story, terms| story.take(&other, terms));
        }
    }

    /// Begins a story.
    fn begin(&mut self) -> u32 {
        let story = Story::new(self.next);
        self.next += 1;
        self.open += 1;
        self.terms.story_opened();
        if let Some(place) = self.free.pop() {
            self.stories[place as usize] = Some(story);
            return place;
        }
        self.stories.push(Some(story));
        (self.stories.len() - 1) as u32
    }

    /// Changes a story, and what leads to it.
    fn change(&mut self, place: u32, change: impl FnOnce(&mut Story, &Terms) -> Changed) {
        let story = self.stories[place as usize].as_mut().expect("it is open");
        let changed = change(story, &self.terms);
        for id in changed.gained {
            self.terms.gained(id);
            self.having.entry(id).or_default().insert(place);
        }
        for id in changed.lost {
            self.terms.shared(id);
            self.leads_no_more(id, place);
        }
    }

    /// Takes a story away, and what leads to it.
    fn remove(&mut self, place: u32) -> Story {
        let story = self.stories[place as usize].take().expect("it is open");
        self.free.push(place);
        self.open -= 1;
        for &id in story.weights.keys() {
            self.leads_no_more(id, place);
        }
        story
    }

    fn leads_no_more(&mut self, id: Id, place: u32) {
        if let Some(having) = self.having.get_mut(&id) {
            having.remove(&place);
            if having.is_empty() {
                self.having.remove(&id);
            }
        }
    }

    /// Closes stories that nothing has come to for long.
    fn close(&mut self) {
        let is_over = |story: &Story| match story.last {
            Some(last) => self.now.is_some_and(|now| last < now - OPEN_FOR),
            None => story.arrival + OPEN_FOR_ARRIVALS < self.arrivals,
        };
        let over: Vec<u32> = self
            .stories
            .iter()
            .enumerate()
            .filter(|(_, story)| story.as_ref().is_some_and(is_over))
            .map(|(place, _)| place as u32)
            .collect();
        for place in over {
            let story = self.remove(place);
            for &id in story.weights.keys() {
                self.terms.closed(id);
            }
            if self.terms.story_closed() {
                self.terms.forget();
            }
        }
    }

    fn story(&self, place: u32) -> &Story {
        self.stories[place as usize].as_ref().expect("it is open")
    }

    fn story_mut(&mut self, place: u32) -> &mut Story {
        self.stories[place as usize].as_mut().expect("it is open")
    }
}
