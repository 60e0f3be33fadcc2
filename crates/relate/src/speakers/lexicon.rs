//! The lists of words, read once, and what they say.

mod read;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::mark::{Mark, Office, Sex};
use super::split::simple;

/// Added to the number of a body of the list where a name is that of a part of it.
pub const PART_OF: u16 = 10_000;

/// How many words an entry has at most.
pub const LONGEST: usize = 7;

/// A meaning of an entry, in some languages or all.
#[derive(Debug)]
struct Sense {
    /// Tags parted by blanks; none for all languages.
    languages: Option<&'static str>,
    mark: Mark,
}

/// A family name of a people that says it first.
#[derive(Debug, Clone)]
pub struct FamilyFirst {
    /// The language whose people bears it.
    pub language: &'static str,
    /// How it is written in Latin letters, what it sounds like first.
    pub latin: Vec<&'static str>,
}

/// A given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Numbers of the names that it may be a form of, one for all spellings of each; twice the same where there is one.
    pub numbers: [u16; 2],
    /// Who bears it.
    pub sex: Option<Sex>,
}

impl Given {
    /// Whether both may be forms of one name.
    pub fn is_form_of(self, other: Self) -> bool {
        self.numbers
            .iter()
            .any(|number| other.numbers.contains(number))
    }
}

/// All lists.
pub struct Lexicon {
    entries: FxHashMap<String, Vec<Sense>>,
    /// Words that entries of several words begin with.
    starts: FxHashSet<String>,
    /// Beginnings that stand for all words with them.
    beginnings: FxHashMap<String, Vec<Sense>>,
    /// Ends of compounds.
    ends: FxHashMap<String, Vec<Sense>>,
    /// How long the ends are, in bytes, the longest first.
    end_lengths: Vec<usize>,
    given: FxHashMap<String, Given>,
    family_first: FxHashMap<String, Vec<FamilyFirst>>,
    family_latin: FxHashSet<&'static str>,
    offices: Vec<Office>,
    concepts: FxHashMap<&'static str, u16>,
    /// What numbers stand for, from 1 on, since a list that grows changes the numbers.
    concept_names: Vec<&'static str>,
    place_names: Vec<&'static str>,
    known_names: Vec<&'static str>,
}

/// The lists.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read().unwrap_or_else(|line| unreachable!("a test reads the same lists: {line}"))
});

impl Lexicon {
    /// What an entry means in a language; nothing where it is not in the lists. The entry is folded, of several words with a
    /// blank between them.
    pub fn mark(&self, entry: &str, language: &str) -> Mark {
        self.entries
            .get(entry)
            .map(|senses| merged(senses, language))
            .unwrap_or_default()
    }

    /// Whether entries of several words begin with a word.
    pub fn starts(&self, word: &str) -> bool {
        self.starts.contains(word)
    }

    /// What the beginning of a word means, the longest that is in the lists.
    pub fn by_beginning(&self, word: &str, language: &str) -> Mark {
        // No beginning has more letters, and none has fewer than two.
        word.char_indices()
            .take(20)
            .map(|(at, c)| at + c.len_utf8())
            .skip(1)
            .filter_map(|end| self.beginnings.get(&word[..end]))
            .last()
            .map(|senses| merged(senses, language))
            .unwrap_or_default()
    }

    /// What stands before the end of a compound that is in the lists, and what the end means.
    pub fn by_end<'w>(&self, word: &'w str, language: &str) -> Option<(&'w str, Mark)> {
        self.end_lengths.iter().find_map(|&length| {
            let at = word.len().checked_sub(length).filter(|&at| at > 1)?;
            let senses = self.ends.get(word.get(at..)?)?;
            Some((&word[..at], merged(senses, language)))
        })
    }

    /// What is known of a given name.
    pub fn given(&self, word: &str) -> Option<Given> {
        self.given.get(word).copied()
    }

    /// What is known of a family name in Han signs or Hangul.
    pub fn family_first(&self, signs: &str) -> Option<&[FamilyFirst]> {
        self.family_first.get(signs).map(Vec::as_slice)
    }

    /// Whether a word in Latin letters is a family name of those who say it first.
    pub fn is_family_latin(&self, word: &str) -> bool {
        self.family_latin.contains(word)
    }

    fn is_concept(&self, number: u16, names: &[&str]) -> bool {
        names
            .iter()
            .any(|name| self.concepts.get(name) == Some(&number))
    }

    /// Whether a word of bodies may stand with the name of a body of the list and say nothing more: "the Hamas movement".
    pub fn goes_with_known(&self, number: u16) -> bool {
        self.is_concept(number, &["party", "movement", "organisation"])
    }

    /// The office of those of whom only the party is said.
    pub fn office_of_party(&self) -> Option<u16> {
        let found = self
            .offices
            .iter()
            .position(|office| office.field == "politics" && !office.is_single)?;
        Some(found as u16)
    }

    /// Whether a word of bodies is that of a party.
    pub fn is_of_party(&self, number: u16) -> bool {
        const WORDS: [&str; 7] = [
            "party",
            "green",
            "labour-party",
            "conservative",
            "liberal",
            "communist",
            "republican",
        ];
        self.is_concept(number, &WORDS)
    }

    /// Whether it says "ministry".
    pub fn is_ministry(&self, number: u16) -> bool {
        self.is_concept(number, &["ministry"])
    }

    /// Whether each country has such a body.
    pub fn is_of_country(&self, number: u16) -> bool {
        const KINDS: [&str; 8] = [
            "ministry",
            "government",
            "parliament",
            "presidency",
            "police",
            "army",
            "court",
            "prosecution",
        ];
        self.is_concept(number, &KINDS)
    }

    /// What a word of bodies says, by its number, or which body of the list it is a part of.
    pub fn concept_name(&self, number: u16) -> &'static str {
        match number.checked_sub(PART_OF) {
            Some(known) => self.known_name(known),
            None => name_of(&self.concept_names, number),
        }
    }

    /// A place by its number.
    pub fn place_name(&self, number: u16) -> &'static str {
        name_of(&self.place_names, number)
    }

    /// The first name of a body of the list by its number.
    pub fn known_name(&self, number: u16) -> &'static str {
        name_of(&self.known_names, number)
    }

    /// An office by its number.
    pub fn office(&self, number: u16) -> &Office {
        &self.offices[usize::from(number)]
    }
}

fn name_of(names: &[&'static str], number: u16) -> &'static str {
    let at = usize::from(number).checked_sub(1);
    at.and_then(|at| names.get(at)).copied().unwrap_or_default()
}

/// The form in which entries are looked up.
fn key(entry: &str) -> String {
    let words: Vec<_> = simple(&entry.replace('_', " ")).collect();
    words.join(" ")
}

fn merged(senses: &[Sense], language: &str) -> Mark {
    let mut all = Mark::default();
    for sense in senses {
        let fits = language.is_empty()
            || sense
                .languages
                .is_none_or(|tags| tags.split(' ').any(|tag| tag == language));
        if fits {
            all.merge(sense.mark);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_whole() {
        if let Err(line) = Lexicon::read() {
            panic!("cannot be read: {line}");
        }
    }

    #[test]
    fn entries_are_found_in_any_spelling() {
        let mark = |entry, language| LEXICON.mark(&key(entry), language);
        assert!(mark("Mr", "en").title);
        assert!(mark("الأمين العام", "ar").role.is_some());
        assert_eq!(mark("新華社", "zh").known, mark("Xinhua", "en").known);
        assert!(mark("don", "es").title && !mark("don", "en").title);
        assert!(LEXICON.by_beginning("российского", "ru").place > 0);
    }
}
