//! Which story each report is in, after all that came later.

use rustc_hash::FxHashMap;

use super::{Merged, Placed};

/// Which story each report is in now: what was placed, and what has become of its story since. It takes as much memory as there
/// are reports; whoever keeps reports elsewhere does there what this does.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The story of each report as it was when it was put there.
    reports: FxHashMap<u64, u64>,
    /// Stories that have become part of others.
    taken: FxHashMap<u64, u64>,
}

impl Ledger {
    /// Notes where a report was placed, and what came of it for others.
    pub fn note(&mut self, placed: &Placed) {
        // What was split was whole before.
        let whole = placed
            .split
            .first()
            .map_or(placed.story, |split| split.from);
        for &Merged { story: taken, .. } in &placed.merged {
            self.joined(taken, whole);
        }
        self.moved(placed.id, placed.story);
        for split in &placed.split {
            for &report in &split.reports {
                self.moved(report, split.into);
            }
        }
    }

    /// Notes that a report is in a story, as by [`take_out`](super::Grouper::take_out) and
    /// [`move_to`](super::Grouper::move_to).
    pub fn moved(&mut self, report: u64, story: u64) {
        self.reports.insert(report, story);
    }

    /// Notes that a story has become part of another, as by [`join`](super::Grouper::join).
    pub fn joined(&mut self, taken: u64, whole: u64) {
        if taken != whole {
            self.taken.insert(taken, whole);
        }
    }

    /// Notes that a report is gone.
    pub fn removed(&mut self, report: u64) {
        self.reports.remove(&report);
    }

    /// The story that a report is in now.
    pub fn story_of(&self, report: u64) -> Option<u64> {
        self.reports.get(&report).map(|&story| self.whole(story))
    }

    /// The story that a story is part of now; itself where it is of its own.
    pub fn whole(&self, mut story: u64) -> u64 {
        // A story is only ever taken into an older one, so this ends.
        while let Some(&whole) = self.taken.get(&story).filter(|&&whole| whole < story) {
            story = whole;
        }
        story
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::{Likeness, Split, SplitKind, Why};

    fn placed(id: u64, story: u64) -> Placed {
        Placed {
            id,
            story,
            merged: Vec::new(),
            split: Vec::new(),
            why: None,
            about: Vec::new(),
        }
    }

    fn merged(story: u64) -> Merged {
        let why = Why {
            shared: Vec::new(),
            likeness: Likeness::default(),
        };
        Merged { story, why }
    }

    #[test]
    fn merges_and_splits_are_followed() {
        let mut ledger = Ledger::default();
        for (id, story) in [(10, 0), (11, 1), (12, 2), (13, 2)] {
            ledger.note(&placed(id, story));
        }
        ledger.note(&Placed {
            merged: vec![merged(2)],
            ..placed(14, 1)
        });
        ledger.note(&Placed {
            merged: vec![merged(1)],
            split: vec![Split {
                from: 0,
                into: 3,
                reports: vec![13, 15],
                kind: SplitKind::Apart,
            }],
            ..placed(15, 3)
        });
        let now: Vec<_> = (10..17).map(|id| ledger.story_of(id)).collect();
        let expected = [Some(0), Some(0), Some(0), Some(3), Some(0), Some(3), None];
        assert_eq!(now, expected);
        ledger.moved(10, 3);
        ledger.joined(3, 0);
        assert_eq!(ledger.story_of(10), Some(0));
        ledger.removed(10);
        assert_eq!(ledger.story_of(10), None);
    }
}
