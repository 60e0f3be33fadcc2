//! A speaker's name, taken apart.

use khabar_words::fold::fold;
use twox_hash::XxHash3_64;

use super::Kind;
use super::lexicon::LEXICON;
use super::likeness::Word;
use super::mark::{Generation, Sex};

/// A name as it stands in a report, taken apart.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not hang together"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub(super) shown: String,
    pub(super) role: Option<String>,
    pub(super) kind: Kind,
    pub(super) language: Option<String>,
    /// The language without region and script, or nothing.
    pub(super) tag: String,
    /// Whether a title, an office or a word of bodies shows the kind.
    pub(super) is_kind_sure: bool,
    /// Of a person the given names first and the family name last; of a body what the lists do not have.
    pub(super) words: Vec<Word>,
    /// Whether the family name stood first.
    pub(super) is_family_first: bool,
    /// Han signs or Hangul that were cut into a family and a given name, uncut.
    pub(super) whole: Option<Word>,
    /// All letters, run together.
    pub(super) joined: String,
    pub(super) sex: Option<Sex>,
    pub(super) generation: Option<Generation>,
    /// What the office says.
    pub(super) facts: Facts,
    /// What a body's words say, by number, sorted.
    pub(super) concepts: Vec<u16>,
    /// Places in a body's name, sorted.
    pub(super) places: Vec<u16>,
    /// The number in the list of bodies, or 0.
    pub(super) known: u16,
    /// First letters of a body's words, with and without the small ones.
    pub(super) initials: [String; 2],
    /// Whether the name may be such letters.
    pub(super) is_acronym: bool,
    /// Whether there is one in each country.
    pub(super) is_of_country: bool,
}

/// What an office says, beside the name or in the report's words on the speaker.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Offices, by number.
    pub offices: Vec<u16>,
    /// Places.
    pub places: Vec<u16>,
    /// Bodies of the list.
    pub bodies: Vec<u16>,
    /// Words of bodies.
    pub concepts: Vec<u16>,
    /// Words that the lists do not have, folded.
    pub words: Vec<String>,
    /// Whether the speaker is said to be something that the lists do not have, or one of many: a plumber, a resident.
    pub is_private: bool,
    /// Whether there is any.
    pub is_given: bool,
}

impl Facts {
    /// Whether it tells the speaker from others: a country alone does not.
    pub fn is_telling(&self) -> bool {
        self.is_private || !self.offices.is_empty()
    }
}

impl Name {
    /// One of which nothing is known yet.
    pub(super) fn empty(kind: Kind) -> Self {
        Self {
            shown: String::new(),
            role: None,
            kind,
            language: None,
            tag: String::new(),
            is_kind_sure: false,
            words: Vec::new(),
            is_family_first: false,
            whole: None,
            joined: String::new(),
            sex: None,
            generation: None,
            facts: Facts::default(),
            concepts: Vec::new(),
            places: Vec::new(),
            known: 0,
            initials: [String::new(), String::new()],
            is_acronym: false,
            is_of_country: false,
        }
    }

    /// The name without titles and offices.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The office: as given to [`Name::of`], otherwise as it stood before or behind the name.
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// What bears the name.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The language, as given to [`Name::of`].
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Whether two names are the same by all that names are compared by: all but what was said of the office.
    pub(super) fn is_compared_as(&self, other: &Self) -> bool {
        let concepts = &other.facts.concepts;
        // What most names differ in comes first.
        self.joined == other.joined
            && self.facts.concepts == *concepts
            && Self {
                role: self.role.clone(),
                language: self.language.clone(),
                facts: self.facts.clone(),
                ..other.clone()
            } == *self
    }

    /// Whether both names are written in one script.
    pub(super) fn is_written_as(&self, other: &Self) -> bool {
        let (own, other) = (self.words.last(), other.words.last());
        own.zip(other)
            .is_some_and(|(own, other)| own.is_written_as(other))
    }

    /// A body's words as they are shown, folded, without the small ones.
    pub(super) fn folded(&self) -> String {
        let words = self.shown.split(|c: char| !c.is_alphanumeric());
        let words: Vec<_> = words
            .filter(|word| word.starts_with(char::is_uppercase))
            .map(fold)
            .collect();
        words.join(" ")
    }

    /// Keys by which names are found that may be the same, at most six, equal in all scripts: two names that share none are seldom
    /// one speaker. They are the same in every run, and change only with what the lists say
    /// of the name.
    pub fn keys(&self) -> Vec<i64> {
        let mut keys = Vec::with_capacity(6);
        let mut add = |kind: char, text: &str| {
            let key = XxHash3_64::oneshot(format!("{kind}{text}").as_bytes()).cast_signed();
            if !text.is_empty() && !keys.contains(&key) && keys.len() < 6 {
                keys.push(key);
            }
        };
        if self.known > 0 {
            add('k', LEXICON.known_name(self.known));
            return keys;
        }
        if self.kind == Kind::Body || self.is_acronym {
            if self.is_acronym {
                add('a', &self.joined);
            }
            for initials in &self.initials {
                if initials.chars().nth(1).is_some() {
                    add('a', initials);
                }
            }
            if self.words.is_empty() {
                let concepts = self.concepts.iter();
                let mut topics: Vec<_> = concepts
                    .filter(|number| !LEXICON.is_ministry(**number))
                    .map(|number| LEXICON.concept_name(*number))
                    .collect();
                topics.sort_unstable();
                let topics = topics.join(" ");
                add('c', &topics);
                for place in &self.places {
                    add('c', &format!("{topics} {}", LEXICON.place_name(*place)));
                }
            }
        }
        // The family name; of names of three words and more the ones in the midst, which may be that; the given name where nobody
        // knows which is which.
        for word in self.words.iter().rev().take(3) {
            if word.is_initial {
                continue;
            }
            add('w', &word.key());
        }
        if let Some(whole) = &self.whole {
            add('w', &whole.key());
        }
        if let Some(other) = self.words.last().and_then(Word::other_key) {
            add('w', &other);
        }
        if let [first, last] = self.words.as_slice() {
            add('w', &first.and(last).key());
        }
        keys
    }
}

/// Adds a number once, as long as the list is short.
pub fn push(list: &mut Vec<u16>, number: u16) {
    if !list.contains(&number) && list.len() < 8 {
        list.push(number);
    }
}
