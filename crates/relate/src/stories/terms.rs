//! All features that have been seen, and which stories have them.

use rustc_hash::FxHashMap;

use crate::features::{Class, Feature, Features};

/// As if there were so many more stories without a term: so that at the beginning, where few are known, no word is taken for
/// a common one.
const PRIOR: f32 = 100.0;

/// How many closed stories are remembered before those remembered count half.
const REMEMBERED: f32 = 20_000.0;

/// How many more terms than twice those kept there may be before what nobody has is forgotten.
const SPARE: usize = 100_000;

/// The number of a term.
pub type Id = u32;

/// Where an open story is kept.
pub type Place = u32;

/// What is compared with its like: the words of one language, names, numbers, links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Of the language of this number.
    Words(u16),
    Names,
    Numbers,
    Links,
}

impl Part {
    /// Its class.
    pub fn class(self) -> Class {
        match self {
            Self::Words(_) => Class::Word,
            Self::Names => Class::Name,
            Self::Numbers => Class::Number,
            Self::Links => Class::Link,
        }
    }
}

/// What is known of a term.
#[derive(Debug, Default)]
pub struct Term {
    /// The open stories that have it, each once.
    pub places: Vec<Place>,
    /// How many closed ones had it, those long ago for less.
    closed: f32,
    /// How many reports that are held by themselves have it.
    held: u32,
}

impl Term {
    /// How many stories have it, the closed ones long ago for less.
    fn stories(&self) -> f32 {
        self.places.len() as f32 + self.closed
    }

    fn leave(&mut self, place: Place) {
        if let Some(at) = self.places.iter().position(|&known| known == place) {
            self.places.swap_remove(at);
        }
    }
}

/// What is asked of a term over and over: apart from the rest and small, so that it is near.
#[derive(Debug, Clone, Copy)]
struct Kind {
    part: Part,
    /// The logarithm of how many stories have it, as [`Terms::surprise`] takes it.
    commonness: f32,
}

/// The logarithm of how many stories have something, as if there were half a story more.
fn commonness(stories: f32) -> f32 {
    (stories + 0.5).ln()
}

/// All terms.
#[derive(Debug)]
pub struct Terms {
    /// By class.
    ids: [FxHashMap<Box<str>, Id>; 4],
    all: Vec<Option<Term>>,
    /// By the same numbers.
    kinds: Vec<Kind>,
    free: Vec<Id>,
    languages: FxHashMap<Box<str>, u16>,
    /// How many stories are open.
    open: u32,
    closed: f32,
    /// The logarithm of how many stories there are, as [`Terms::surprise`] takes it.
    all_stories: f32,
    /// How many terms were kept when some were forgotten last.
    kept: usize,
}

impl Default for Terms {
    fn default() -> Self {
        let mut terms = Self {
            ids: Default::default(),
            all: Vec::new(),
            kinds: Vec::new(),
            free: Vec::new(),
            languages: FxHashMap::default(),
            open: 0,
            closed: 0.0,
            all_stories: 0.0,
            kept: 0,
        };
        terms.count();
        terms
    }
}

/// A report as numbers of terms and their weights, in the order of its features.
pub type Vector = Vec<(Id, f32)>;

impl Terms {
    /// Makes a vector of features; terms not seen before are taken in. It holds until [`Terms::forget`].
    pub fn vector(&mut self, features: &Features) -> Vector {
        let next = self.languages.len() as u16;
        let language = *self
            .languages
            .entry(features.language.as_str().into())
            .or_insert(next);
        let mut vector = Vector::with_capacity(features.all.len());
        for feature in &features.all {
            let id = self.find(feature.class, &feature.key);
            let id = id.unwrap_or_else(|| self.take_in(feature, language));
            vector.push((id, feature.weight));
        }
        vector
    }

    /// Takes a term in that has not been seen before.
    fn take_in(&mut self, feature: &Feature, language: u16) -> Id {
        let kind = Kind {
            part: match feature.class {
                Class::Word => Part::Words(language),
                Class::Name => Part::Names,
                Class::Number => Part::Numbers,
                Class::Link => Part::Links,
            },
            commonness: commonness(0.0),
        };
        let id = self.free.pop().unwrap_or(self.all.len() as Id);
        if id as usize == self.all.len() {
            self.all.push(Some(Term::default()));
            self.kinds.push(kind);
        } else {
            self.all[id as usize] = Some(Term::default());
            self.kinds[id as usize] = kind;
        }
        self.ids[feature.class as usize].insert(feature.key.as_str().into(), id);
        id
    }

    /// What is known of a term.
    ///
    /// # Panics
    /// At a number that no vector has.
    pub fn get(&self, id: Id) -> &Term {
        self.all[id as usize]
            .as_ref()
            .expect("a term lives as long as a story or a report has it")
    }

    fn term(&mut self, id: Id) -> &mut Term {
        self.all[id as usize]
            .as_mut()
            .expect("a term lives as long as a story or a report has it")
    }

    /// Changes which stories have a term.
    fn change(&mut self, id: Id, change: impl FnOnce(&mut Term)) {
        let term = self.term(id);
        change(term);
        self.kinds[id as usize].commonness = commonness(term.stories());
    }

    /// The part that a term is of.
    pub fn part(&self, id: Id) -> Part {
        self.kinds[id as usize].part
    }

    /// How much a term says: the fewer stories have it, the more. Stories, not reports: that many tell of a story makes none of
    /// its words a common one. Never 0.
    pub fn rarity(&self, id: Id) -> f32 {
        self.weigh(id).1
    }

    /// The part that a term is of, and how much it says.
    pub fn weigh(&self, id: Id) -> (Part, f32) {
        let Kind { part, commonness } = self.kinds[id as usize];
        let rarity = self.all_stories - commonness;
        match part {
            // Of the words of a headline, even the common ones tell what it is about.
            Part::Words(_) => (part, rarity),
            Part::Names | Part::Numbers | Part::Links => (part, rarity * rarity),
        }
    }

    /// How unlikely a story is to have a term, as the logarithm of one in how many does; `None` is a term that none has.
    pub fn surprise(&self, id: Option<Id>) -> f32 {
        let known = id.map(|id| self.kinds[id as usize].commonness);
        self.all_stories - known.unwrap_or_else(|| commonness(0.0))
    }

    /// How many stories have a term, the closed ones long ago for less.
    pub fn stories_with(&self, id: Id) -> f32 {
        self.get(id).stories()
    }

    /// The number of a feature that was seen before.
    pub fn find(&self, class: Class, key: &str) -> Option<Id> {
        self.ids[class as usize].get(key).copied()
    }

    /// A report is held that has these terms: they are kept as long as it is.
    pub fn hold(&mut self, weights: &[(Id, f32)]) {
        for &(id, _) in weights {
            self.term(id).held += 1;
        }
    }

    /// A report that has these terms is held no more.
    pub fn release(&mut self, weights: &[(Id, f32)]) {
        for &(id, _) in weights {
            self.term(id).held -= 1;
        }
    }

    /// An open story has a term more, that it did not have.
    pub fn gained(&mut self, id: Id, place: Place) {
        self.change(id, |term| term.places.push(place));
    }

    /// An open story has a term less.
    pub fn lost(&mut self, id: Id, place: Place) {
        self.change(id, |term| term.leave(place));
    }

    /// A story that had the term is closed.
    pub fn closed(&mut self, id: Id, place: Place) {
        self.change(id, |term| {
            term.leave(place);
            term.closed += 1.0;
        });
    }

    /// There is one open story more.
    pub fn story_opened(&mut self) {
        self.open += 1;
        self.count();
    }

    /// There is one open story less, since it has become part of another or has no report any more.
    pub fn story_gone(&mut self) {
        self.open -= 1;
        self.count();
    }

    /// There is one open story less, since it is over.
    pub fn story_closed(&mut self) {
        self.open -= 1;
        self.closed += 1.0;
        self.count();
    }

    /// To be called when there are more stories, or fewer.
    fn count(&mut self) {
        self.all_stories = (self.open as f32 + self.closed + PRIOR).ln();
    }

    /// Forgets, where there is much to forget, what no story has had for long.
    pub fn forget(&mut self) {
        let known: usize = self.ids.iter().map(FxHashMap::len).sum();
        if self.closed > REMEMBERED {
            self.closed /= 2.0;
            self.count();
            for (term, kind) in self.all.iter_mut().zip(&mut self.kinds) {
                if let Some(term) = term {
                    term.closed /= 2.0;
                    kind.commonness = commonness(term.stories());
                }
            }
        } else if known <= 2 * self.kept + SPARE {
            return;
        }
        let Self { ids, all, free, .. } = self;
        let mut kept = 0;
        for ids in ids {
            ids.retain(|_, &mut id| {
                let term = &mut all[id as usize];
                let is_kept = term.as_ref().is_some_and(|term| {
                    term.held > 0 || !term.places.is_empty() || term.closed >= 1.0
                });
                if !is_kept {
                    *term = None;
                    free.push(id);
                }
                is_kept
            });
            kept += ids.len();
        }
        self.kept = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fewer_stories_have_says_more() {
        let mut terms = Terms::default();
        let features = crate::Features::of(&crate::Report {
            title: "harbour 1900",
            language: Some("en"),
            ..crate::Report::default()
        });
        let vector = terms.vector(&features);
        assert_eq!(vector, terms.vector(&features));
        let (word, number) = (vector[0].0, vector[1].0);
        for place in 0..3 {
            terms.story_opened();
            terms.gained(word, place);
        }
        terms.gained(number, 1);
        assert!((terms.stories_with(word) - 3.0).abs() < 1e-6);
        let surprise = |of: f32| (103.0_f32 / (of + 0.5)).ln();
        assert!((terms.surprise(Some(word)) - surprise(3.0)).abs() < 1e-5);
        assert!((terms.rarity(number) - surprise(1.0).powi(2)).abs() < 1e-4);
        assert!((terms.surprise(None) - surprise(0.0)).abs() < 1e-5);
        terms.lost(word, 0);
        terms.closed(word, 2);
        terms.story_closed();
        assert_eq!(terms.get(word).places, [1]);
        assert!((terms.stories_with(word) - 2.0).abs() < 1e-6);
    }
}
