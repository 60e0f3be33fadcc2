//! All features that have been seen, and which stories have them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::features::{Class, Features};

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

/// What is known of a term.
#[derive(Debug)]
pub struct Term {
    pub class: Class,
    /// The language of a word, by number.
    pub language: u16,
    /// The open stories that have it.
    pub places: FxHashSet<Place>,
    /// How many closed ones had it, those long ago for less.
    closed: f32,
    /// How many reports that are held by themselves have it.
    held: u32,
}

/// All terms.
#[derive(Debug, Default)]
pub struct Terms {
    ids: FxHashMap<(Class, Box<str>), Id>,
    all: Vec<Option<Term>>,
    free: Vec<Id>,
    languages: FxHashMap<Box<str>, u16>,
    /// How many stories are open.
    open: u32,
    closed: f32,
    /// How many terms were kept when some were forgotten last.
    kept: usize,
}

/// A report as numbers of terms and their weights, in the order of its features.
pub type Vector = Vec<(Id, f32)>;

impl Terms {
    /// Makes a vector of features; terms not seen before are taken in. It holds until [`Terms::forget`].
    pub fn vector(&mut self, features: &Features<'_>) -> Vector {
        let next = self.languages.len() as u16;
        let language = *self
            .languages
            .entry(features.language.as_str().into())
            .or_insert(next);
        let mut vector = Vector::with_capacity(features.all.len());
        for feature in &features.all {
            let key = (feature.class, feature.key.as_str().into());
            let id = self.ids.get(&key).copied().unwrap_or_else(|| {
                let term = Some(Term {
                    class: feature.class,
                    language,
                    places: FxHashSet::default(),
                    closed: 0.0,
                    held: 0,
                });
                let id = self.free.pop().unwrap_or(self.all.len() as Id);
                if id as usize == self.all.len() {
                    self.all.push(term);
                } else {
                    self.all[id as usize] = term;
                }
                self.ids.insert(key, id);
                id
            });
            vector.push((id, feature.weight));
        }
        vector
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

    /// How much a term says: the fewer stories have it, the more. Stories, not reports: that many tell of a story makes none of
    /// its words a common one. Never 0.
    pub fn rarity(&self, id: Id) -> f32 {
        let rarity = self.surprise(Some(id));
        match self.get(id).class {
            // Of the words of a headline, even the common ones tell what it is about.
            Class::Word => rarity,
            Class::Name | Class::Number | Class::Link => rarity * rarity,
        }
    }

    /// How unlikely a story is to have a term, as the logarithm of one in how many does; `None` is a term that none has.
    pub fn surprise(&self, id: Option<Id>) -> f32 {
        let stories = self.open as f32 + self.closed + PRIOR;
        (stories / (id.map_or(0.0, |id| self.stories_with(id)) + 0.5)).ln()
    }

    /// How many stories have a term, the closed ones long ago for less.
    pub fn stories_with(&self, id: Id) -> f32 {
        let term = self.get(id);
        term.places.len() as f32 + term.closed
    }

    /// The number of a feature that was seen before.
    pub fn find(&self, class: Class, key: &str) -> Option<Id> {
        self.ids.get(&(class, key.into())).copied()
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

    /// An open story has a term more.
    pub fn gained(&mut self, id: Id, place: Place) {
        self.term(id).places.insert(place);
    }

    /// An open story has a term less.
    pub fn lost(&mut self, id: Id, place: Place) {
        self.term(id).places.remove(&place);
    }

    /// A story that had the term is closed.
    pub fn closed(&mut self, id: Id, place: Place) {
        let term = self.term(id);
        term.places.remove(&place);
        term.closed += 1.0;
    }

    /// There is one open story more.
    pub fn story_opened(&mut self) {
        self.open += 1;
    }

    /// There is one open story less, since it has become part of another or has no report any more.
    pub fn story_gone(&mut self) {
        self.open -= 1;
    }

    /// There is one open story less, since it is over.
    pub fn story_closed(&mut self) {
        self.open -= 1;
        self.closed += 1.0;
    }

    /// Forgets, where there is much to forget, what no story has had for long.
    pub fn forget(&mut self) {
        if self.closed > REMEMBERED {
            self.closed /= 2.0;
            for term in self.all.iter_mut().flatten() {
                term.closed /= 2.0;
            }
        } else if self.ids.len() <= 2 * self.kept + SPARE {
            return;
        }
        let Self { ids, all, free, .. } = self;
        ids.retain(|_, &mut id| {
            let term = &mut all[id as usize];
            let kept = term
                .as_ref()
                .is_some_and(|term| term.held > 0 || !term.places.is_empty() || term.closed >= 1.0);
            if !kept {
                *term = None;
                free.push(id);
            }
            kept
        });
        self.kept = self.ids.len();
    }
}
