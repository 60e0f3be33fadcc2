//! What is done to stories other than by reports that arrive: put back after a restart, taken out, moved, joined by hand.

use super::story::Held;
use super::terms::Place;
use super::{Grouper, Subject};
use crate::features::Features;

impl Grouper {
    /// Puts a report where it was before a restart: nothing is judged, merged or split. Reports are best given in the order in
    /// which they arrived; what had been done by hand is to be said again after it.
    pub fn restore(&mut self, id: u64, features: &Features, story: u64) {
        self.remove(id);
        let (held, _) = self.arrive(id, features);
        let place = self.open(story);
        self.hold(place, held);
        // It was looked at as it grew.
        self.looked_at(place);
    }

    /// A report is gone: what it has leaves its story, and a story without reports is none. Nothing happens where it is not held.
    pub fn remove(&mut self, id: u64) {
        if let Some((place, _)) = self.pull(id) {
            self.clear(place);
        }
    }

    /// A report has a new version: its story stays, what it has changes. What it is about now; nothing happens, and is given,
    /// where it is not held.
    pub fn replace(&mut self, id: u64, features: &Features) -> Option<Vec<Subject>> {
        if !self.homes.contains_key(&id) {
            return None;
        }
        let vector = self.terms.vector(features);
        let (place, before) = self.pull(id)?;
        self.latest = self.latest.max(features.published);
        let now = Held {
            published: features.published,
            arrival: before.arrival,
            has_text: features.has_text(),
            by_hand: before.by_hand,
            ..Held::new(id, &vector)
        };
        self.hold(place, now);
        Some(self.about(features, &vector))
    }

    /// By hand: takes a report out of its story into a new one and gives its number; the two stories are kept apart, so that it
    /// does not go back by itself. One that is alone in its story is in one of its own already. `None` where the report is not
    /// held any more.
    pub fn take_out(&mut self, id: u64) -> Option<u64> {
        let &place = self.homes.get(&id)?;
        let from = self.story(place).number;
        if self.story(place).reports == 1 {
            return Some(from);
        }
        let into = self.begin();
        self.shift(id, into, true);
        let number = self.story(into).number;
        self.apart.keep(from, number);
        Some(number)
    }

    /// By hand: moves a report into the story of a number, which begins anew where it is not open; that of a story that has become
    /// part of another is nobody's any more, and must not be given. There it stays, whatever the
    /// story is split into, and the story that it was in is kept apart from it; to be said again after
    /// [`restore`](Self::restore). Nothing happens where the report is not held.
    pub fn move_to(&mut self, id: u64, story: u64) {
        let Some(&place) = self.homes.get(&id) else {
            return;
        };
        let from = self.story(place).number;
        if self.story(place).reports == 1 {
            // All of it moves.
            self.apart.renamed(from, story);
        } else {
            self.apart.keep(from, story);
        }
        let into = self.open(story);
        self.shift(id, into, true);
    }

    /// By hand: two stories are one, which is not split by itself from then on, and are no longer kept apart; the older number
    /// goes on, and is given. `None` where neither is open. To be said again after [`restore`](Self::restore), of the story and
    /// itself.
    pub fn join(&mut self, a: u64, b: u64) -> Option<u64> {
        let (older, newer) = (a.min(b), a.max(b));
        // Who kept them apart has changed their mind, whether they are open or not.
        self.apart.renamed(newer, older);
        let place = match (self.numbers.get(&older), self.numbers.get(&newer)) {
            (Some(&older), Some(&newer)) if older != newer => {
                self.swallow(older, newer);
                older
            }
            (Some(&older), _) => older,
            (None, Some(&newer)) => {
                self.rename(newer, older);
                newer
            }
            (None, None) => return None,
        };
        self.story_mut(place).is_whole = true;
        Some(older)
    }

    /// By hand: these two never become one by themselves, and neither is held to be one whatever it holds any more. To be said
    /// again after [`restore`](Self::restore); it is forgotten when one of them is closed.
    pub fn keep_apart(&mut self, a: u64, b: u64) {
        self.apart.keep(a, b);
        for number in [a, b] {
            if let Some(&place) = self.numbers.get(&number) {
                self.story_mut(place).is_whole = false;
            }
        }
    }

    /// By hand: these two may become one again.
    pub fn let_together(&mut self, a: u64, b: u64) {
        self.apart.lift(a, b);
    }

    /// Moves a report that is held from its story to another.
    pub(super) fn shift(&mut self, id: u64, into: Place, by_hand: bool) {
        if let Some((from, held)) = self.pull(id) {
            let by_hand = by_hand || held.by_hand;
            self.hold(into, Held { by_hand, ..held });
            self.clear(from);
        }
    }
}
