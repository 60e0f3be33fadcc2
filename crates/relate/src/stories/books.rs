//! The books that a grouper keeps: which stories are open and where, what each has and which reports are held.

use super::story::{Held, Story};
use super::terms::Place;
use super::{DAYS, Grouper};

/// How many reports arrive after the last one of a story before it is closed, where dates say that it is over, and where they do
/// not. A list may be in any order.
const ARRIVALS: (u64, u64) = (2_000, 20_000);

impl Grouper {
    /// Takes a story into another; the older number goes on, the other one is given back.
    pub(super) fn swallow(&mut self, place: Place, other: Place) -> u64 {
        let mut taken = self.withdraw(other);
        self.terms.story_gone();
        for &id in taken.weights.keys() {
            self.terms.lost(id, other);
            if !self.story(place).weights.contains_key(&id) {
                self.terms.gained(id, place);
            }
        }
        for held in &taken.held {
            self.homes.insert(held.id, place);
        }
        if taken.number < self.story(place).number {
            let number = taken.number;
            taken.number = self.story(place).number;
            self.rename(place, number);
        } else {
            let number = self.story(place).number;
            self.apart.renamed(taken.number, number);
        }
        let number = taken.number;
        let over = self.story_mut(place).take(taken);
        self.let_go(over);
        self.trim(place);
        number
    }

    /// Calls a story by another number.
    pub(super) fn rename(&mut self, place: Place, number: u64) {
        let known = std::mem::replace(&mut self.story_mut(place).number, number);
        self.numbers.remove(&known);
        self.numbers.insert(number, place);
        self.apart.renamed(known, number);
    }

    /// Begins a story.
    pub(super) fn begin(&mut self) -> Place {
        self.open(self.next)
    }

    /// The open story of a number; a new one where there is none.
    pub(super) fn open(&mut self, number: u64) -> Place {
        if let Some(&place) = self.numbers.get(&number) {
            return place;
        }
        self.next = self.next.max(number.saturating_add(1));
        self.terms.story_opened();
        let story = Some(Story::new(number));
        let place = if let Some(place) = self.free.pop() {
            self.stories[place as usize] = story;
            place
        } else {
            self.stories.push(story);
            (self.stories.len() - 1) as Place
        };
        self.numbers.insert(number, place);
        place
    }

    /// Puts a report into a story.
    pub(super) fn hold(&mut self, place: Place, mut report: Held) {
        // First what is new to the story, or it would be taken for rarer than it is.
        for &(id, _) in &report.weights {
            if !self.story(place).weights.contains_key(&id) {
                self.terms.gained(id, place);
            }
        }
        report.level(&self.terms);
        self.terms.hold(&report.weights);
        self.homes.insert(report.id, place);
        let story = self.stories[place as usize].as_mut().expect("it is open");
        let over = story.add(report, &self.terms);
        self.let_go(over);
        self.trim(place);
    }

    /// Holds these reports no more.
    pub(super) fn let_go(&mut self, reports: impl IntoIterator<Item = Held>) {
        for held in reports {
            self.terms.release(&held.weights);
            self.homes.remove(&held.id);
        }
    }

    /// Takes a report out that is held; its story may be left empty.
    pub(super) fn pull(&mut self, id: u64) -> Option<(Place, Held)> {
        let place = self.homes.remove(&id)?;
        let story = self.stories[place as usize].as_mut().expect("it is open");
        let (held, lost) = story.remove(id, &self.terms)?;
        for id in lost {
            self.terms.lost(id, place);
        }
        self.terms.release(&held.weights);
        Some((place, held))
    }

    /// Takes a story away that has no report any more.
    pub(super) fn clear(&mut self, place: Place) {
        if self.story(place).reports > 0 {
            return;
        }
        let story = self.withdraw(place);
        self.apart.forget(story.number);
        self.terms.story_gone();
        for &id in story.weights.keys() {
            self.terms.lost(id, place);
        }
    }

    /// Lets go of the lightest terms of a story that has too many.
    pub(super) fn trim(&mut self, place: Place) {
        let story = self.stories[place as usize].as_mut().expect("it is open");
        for id in story.trim(&self.terms) {
            self.terms.lost(id, place);
        }
    }

    /// Takes a story away.
    pub(super) fn withdraw(&mut self, place: Place) -> Story {
        self.free.push(place);
        let story = self.stories[place as usize].take().expect("it is open");
        self.numbers.remove(&story.number);
        story
    }

    /// Closes stories that nothing has come to for long.
    pub(super) fn close(&mut self) {
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
            let story = self.withdraw(place);
            self.apart.forget(story.number);
            self.terms.story_closed();
            for &id in story.weights.keys() {
                self.terms.closed(id, place);
            }
            self.let_go(story.held);
        }
        self.terms.forget();
    }

    pub(super) fn story(&self, place: Place) -> &Story {
        self.stories[place as usize].as_ref().expect("it is open")
    }

    pub(super) fn story_mut(&mut self, place: Place) -> &mut Story {
        self.stories[place as usize].as_mut().expect("it is open")
    }
}
