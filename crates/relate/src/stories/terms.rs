//! All features that have been seen, and in how many stories.

use rustc_hash::FxHashMap;

use crate::features::{Class, Features};

/// As if there were so many more stories without a term: so that at the beginning, where few are known, no word is taken for
/// a common one.
const PRIOR: f32 = 100.0;

/// How many closed stories are remembered before those remembered count half.
const REMEMBERED: f32 = 20_000.0;

/// The number of a term.
pub type Id = u32;

/// What is known of a term.
#[derive(Debug)]
pub struct Term {
    pub class: Class,
    /// How it stood where it was seen first.
    pub shown: Box<str>,
    /// The language of a word, by number.
    pub language: u16,
    /// Open stories that have it.
    open: u32,
    /// Closed ones, those long ago for less.
    closed: f32,
}

/// All terms.
#[derive(Debug, Default)]
pub struct Terms {
    ids: FxHashMap<(Class, Box<str>), Id>,
    all: Vec<Option<Term>>,
    free: Vec<Id>,
    languages: Vec<Box<str>>,
    open: u32,
    closed: f32,
}

/// A report as numbers of terms and their weights.
#[derive(Debug, Clone, Default)]
pub struct Vector {
    pub weights: Vec<(Id, f32)>,
    /// The number of its language.
    pub language: u16,
}

impl Terms {
    /// Makes a vector of features; terms not seen before are taken in.
    pub fn vector(&mut self, features: Features) -> Vector {
        let language = self.language(&features.language);
        let weights = features
            .all
            .into_iter()
            .map(|feature| {
                let key = (feature.class, feature.key.into_boxed_str());
                let id = self.ids.get(&key).copied().unwrap_or_else(|| {
                    let term = Some(Term {
                        class: feature.class,
                        shown: feature.shown.into_boxed_str(),
                        language,
                        open: 0,
                        closed: 0.0,
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
                (id, feature.weight)
            })
            .collect();
        Vector { weights, language }
    }

    fn language(&mut self, tag: &str) -> u16 {
        let place = self.languages.iter().position(|known| **known == *tag);
        place.unwrap_or_else(|| {
            // There are fewer than a thousand tags of two or three letters that anybody writes; more are one.
            if self.languages.len() < usize::from(u16::MAX) {
                self.languages.push(tag.into());
            }
            self.languages.len() - 1
        }) as u16
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

    /// How much a term says: the fewer stories have it, the more. Stories, not reports: that many tell of a story makes none of
    /// its words a common one.
    pub fn rarity(&self, id: Id) -> f32 {
        let term = self.get(id);
        let stories = self.open as f32 + self.closed + PRIOR;
        let rarity = (stories / (term.open as f32 + term.closed + 0.5))
            .ln()
            .max(0.0);
        match term.class {
            // Of the words of a headline, even the common ones tell what it is about.
            Class::Word => rarity,
            Class::Name | Class::Number => rarity * rarity,
        }
    }

    /// An open story has a term more.
    pub fn gained(&mut self, id: Id) {
        self.term(id).open += 1;
    }

    /// An open story has a term less, since it has become part of another that has it.
    pub fn shared(&mut self, id: Id) {
        self.term(id).open -= 1;
    }

    /// A story that had the term is closed.
    pub fn closed(&mut self, id: Id) {
        let term = self.term(id);
        term.open -= 1;
        term.closed += 1.0;
    }

    /// There is one open story more.
    pub fn story_opened(&mut self) {
        self.open += 1;
    }

    /// There is one open story less, since it has become part of another.
    pub fn story_merged(&mut self) {
        self.open -= 1;
    }

    /// A story is closed. Whether what is remembered of closed ones is to be gone through: [`Terms::forget`].
    pub fn story_closed(&mut self) -> bool {
        self.open -= 1;
        self.closed += 1.0;
        self.closed > REMEMBERED
    }

    /// Lets closed stories count half, and forgets terms that none of the open and hardly any of the closed ones has.
    pub fn forget(&mut self) {
        self.closed /= 2.0;
        for term in self.all.iter_mut().flatten() {
            term.closed /= 2.0;
        }
        let Self { ids, all, free, .. } = self;
        ids.retain(|_, &mut id| {
            let term = &mut all[id as usize];
            let kept = term
                .as_ref()
                .is_some_and(|term| term.open > 0 || term.closed >= 1.0);
            if !kept {
                *term = None;
                free.push(id);
            }
            kept
        });
    }

    fn term(&mut self, id: Id) -> &mut Term {
        self.all[id as usize]
            .as_mut()
            .expect("a term lives as long as a story or a report has it")
    }
}
