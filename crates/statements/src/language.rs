//! What is known of a language: one file a language in `languages/`, read when a text in it first comes along.

mod class;
mod file;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

pub use class::{Class, Classes};
pub use file::parse;

/// A word of a language's catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word(pub u32);

/// A word of no more letters is not taken apart into a noun and whose it is.
const SHORTEST_OWNED: usize = 3;

/// Where the one who speaks stands to the verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// "The minister said": behind it only where the words come first ("...", said the minister).
    #[default]
    Before,
    /// "قال الوزير".
    After,
    /// "Der Minister sagte", "am Montag sagte der Minister".
    Either,
}

/// How a kind of cue says who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A verb, with a subject of its own or that of the verb before it.
    #[default]
    Verb,
    /// A participle, which carries on what its sentence's speaker said: "adding that".
    Participle,
    /// A noun that names the saying: "the promise that".
    Noun,
    /// A preposition before the source: "according to".
    Before,
    /// A postposition behind the source: Turkish "göre".
    After,
}

/// What can follow a cue, or stand before it, as what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Takes {
    /// A clause behind a complementizer.
    That,
    /// A clause without one.
    Bare,
    /// Words in quotation marks.
    Quote,
    /// The clause it is set into or stands behind.
    Trailing,
    /// A noun phrase.
    Object,
    /// A clause with an infinitive.
    Infinitive,
    /// A question.
    Question,
}

/// A group of cues that work alike.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// How it says who speaks.
    pub role: Role,
    takes: u8,
    /// Words behind which what was said begins: "to" of "call on".
    pub introducers: Vec<Word>,
    /// Letters written together with the first word of what was said: Arabic "ب".
    pub glued: Option<char>,
    /// Whether its object is whom it was said to.
    pub addresses_object: bool,
    /// Whether where it stands is its source, in want of another: "в докладе говорится".
    pub said_in: bool,
    /// Whether only a kind of speaker, or a name, can be its source: "nach", which is "after" as well.
    pub needs_speaker: bool,
    /// Whether only a phrase that names something said can be its source: "nach Angaben".
    pub needs_saying: bool,
    /// Whether it stands behind a comma or a quotation only: "..., so der Sprecher".
    pub needs_comma: bool,
    /// Words of which its object has to hold one: "als" of "bezeichnete ihn als".
    pub object_with: Vec<Word>,
    /// Whether its source stands behind a preposition: "heißt es in dem Bericht".
    pub is_impersonal: bool,
    /// Prepositions that open the addressee, beside those of the language.
    pub to: Vec<Word>,
    /// Where its subject stands, if elsewhere than the language's other verbs have it.
    pub subject: Option<Order>,
    /// Whether it only looks like a cue: Arabic "يذكر أن", "it is worth mentioning that".
    pub is_idiom: bool,
}

impl Frame {
    /// Whether a content of this form goes with it.
    pub const fn takes(&self, form: Takes) -> bool {
        self.takes & (1 << form as u8) != 0
    }
}

/// One form of a cue.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its words, one after the other.
    pub words: Box<[Word]>,
    /// A word of it that stands further back in the clause: German "hinzu" of "fügte".
    pub particle: Option<Word>,
    /// Its frame, by number.
    pub frame: u16,
    /// What its ending says of the one who speaks: Arabic "قالت".
    pub gender: Gender,
    /// Whether it reports only behind an auxiliary: French "déclaré" of "a déclaré".
    pub needs_auxiliary: bool,
}

/// What a form says of the one who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gender {
    /// Nothing.
    #[default]
    Any,
    /// One man, or a thing of that gender.
    Male,
    /// One woman, or a thing of that gender.
    Female,
    /// Several.
    Many,
}

impl Gender {
    /// Whether both can be said of one and the same.
    pub fn agrees(self, other: Self) -> bool {
        self == Self::Any || other == Self::Any || self == other
    }
}

/// Beginnings or endings of words with what they make of a word, by the byte at its edge.
type Parts = FxHashMap<u8, Vec<(Box<str>, Classes)>>;

/// A language, ready to read with.
#[derive(Debug, Default)]
pub struct Language {
    /// BCP 47 primary subtag.
    pub tag: &'static str,
    /// Where the one who speaks stands.
    pub order: Order,
    /// Whether verbs stand last, so that what was said stands before the cue.
    pub is_verb_final: bool,
    /// Whether the finite verb of a main clause stands second, and all others last.
    pub is_verb_second: bool,
    /// Whether nouns are written with a capital.
    pub has_capital_nouns: bool,
    /// Whether a verb can do without a subject.
    pub drops_subjects: bool,
    /// Whether names are told by capitals.
    pub has_capitals: bool,
    /// Whether words stand behind the one who speaks that mark it so: Hindi "ने".
    pub marks_subjects: bool,
    /// How many letters the longest word of the catalogue has that is written without spaces around it.
    pub longest: usize,
    words: FxHashMap<Box<str>, (Word, Classes)>,
    /// Endings that give a word their classes, by their last byte.
    endings: Parts,
    /// Beginnings that do, by their first byte.
    beginnings: Parts,
    forms: FxHashMap<Word, Vec<Form>>,
    frames: Vec<Frame>,
    /// Particles that join clauses, written together with the word behind them.
    joined: Vec<char>,
    /// Prepositions of cues that are written together with the word behind them.
    glued: Vec<char>,
    /// Pronouns written together with the noun before them, which is theirs.
    owners: Vec<Box<str>>,
    /// Endings of nouns in the plural of the dative: German "n".
    dative_plural: Vec<Box<str>>,
    /// Pronouns written together with the verb before them.
    objects: Vec<Box<str>>,
    /// The article, written together with its noun: Arabic "ال".
    article: Box<str>,
    /// The letter that opens the addressee, written together with it.
    addressing: Option<char>,
    /// Short words written together with the next, up to their apostrophe: French "l'".
    elided: Vec<Box<str>>,
    /// Pronouns joined to the verb before them by a hyphen: French "il" of "dit-il".
    enclitics: Vec<Box<str>>,
    /// Whether infinitives are told by their endings.
    pub knows_infinitives: bool,
    /// Whether a noun of the same form as a reporting verb is told by its article.
    pub has_articles: bool,
}

/// What the catalogue says of a word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found {
    /// The word itself.
    pub word: Option<Word>,
    /// What it can be.
    pub classes: Classes,
    /// Whether a joining particle was taken off.
    pub is_joined: bool,
    /// Whether a pronoun was taken off.
    pub has_object: bool,
}

impl Language {
    /// Looks a folded word up.
    pub fn look_up(&self, key: &str) -> Found {
        let mut found = self.bare(key);
        if found.word.is_some() {
            // A word that is in the catalogue as part of a cue alone still ends as it does.
            if found.classes == Classes::default() {
                found.classes = self.by_ending(key);
            }
            return found;
        }
        let mut rest = key;
        if let Some(first) = key.chars().next()
            && self.joined.contains(&first)
            && key.len() > 2 * first.len_utf8()
        {
            rest = &key[first.len_utf8()..];
            found = self.bare(rest);
            found.is_joined = found.word.is_some();
        }
        if found.word.is_none() {
            for whole in [key, rest] {
                for object in &self.objects {
                    let Some(stem) = whole.strip_suffix(&**object) else {
                        continue;
                    };
                    let stem = self.bare(stem);
                    if stem.word.is_some_and(|w| self.forms.contains_key(&w)) {
                        return Found {
                            has_object: true,
                            is_joined: whole.len() < key.len(),
                            ..stem
                        };
                    }
                }
            }
            found.classes = self.by_ending(key);
            if self.is_addressed(key) {
                found.classes = found.classes.and(Classes::of(Class::Addressed));
            }
        }
        found
    }

    /// Looks a folded word up as it stands.
    pub fn bare(&self, key: &str) -> Found {
        self.words
            .get(key)
            .map_or_else(Found::default, |&(word, classes)| Found {
                word: Some(word),
                classes,
                ..Found::default()
            })
    }

    /// A word without the letter that opens an addressee, and what it is, where that leaves a word of the catalogue:
    /// "لوزير", "للوزير", which is "الوزير".
    pub fn unaddressed(&self, word: &str) -> Option<(String, Classes)> {
        let letter = self.addressing?;
        let rest = word.strip_prefix(letter)?;
        // The article loses its first letter, and its second one as well before a noun that begins with it: "للوائح".
        let bare = match rest.strip_prefix(letter) {
            Some(noun) => vec![
                format!("{}{noun}", self.article),
                format!("{}{rest}", self.article),
            ],
            None => vec![rest.to_owned()],
        };
        bare.into_iter().find_map(|bare| {
            let mut key = String::new();
            crate::tokens::fold(&bare, &mut key);
            let found = self.look_up(&key);
            let stem = self.without_article(&key).map(|stem| self.look_up(stem));
            let is_known = found.word.is_some() || stem.is_some_and(|s| s.word.is_some());
            let classes = stem.map_or(found.classes, |s| found.classes.and(s.classes));
            is_known.then_some((bare, classes))
        })
    }

    /// Arabic "للصحفيين", "لوكالة": the letter before an article, or before a kind of listener.
    fn is_addressed(&self, key: &str) -> bool {
        let Some(letter) = self.addressing else {
            return false;
        };
        key.strip_prefix(letter).is_some_and(|rest| {
            // The article loses its first letter behind it: "للصحفيين".
            let bare = rest.strip_prefix(letter).unwrap_or(rest);
            self.bare(bare).classes.has(Class::Listener)
        })
    }

    fn by_ending(&self, key: &str) -> Classes {
        let bytes = key.as_bytes();
        let at_edge = |parts: &Parts, edge: Option<&u8>, holds: &dyn Fn(&str) -> bool| {
            let parts = edge.and_then(|byte| parts.get(byte)).into_iter().flatten();
            parts
                .filter(|(part, _)| holds(part))
                .fold(Classes::default(), |all, &(_, classes)| all.and(classes))
        };
        let ends = |part: &str| key.len() > part.len() && key.ends_with(part);
        let begins = |part: &str| key.len() > part.len() + 2 && key.starts_with(part);
        at_edge(&self.endings, bytes.last(), &ends).and(at_edge(
            &self.beginnings,
            bytes.first(),
            &begins,
        ))
    }

    /// Whether this is a short word written together with the next, with its apostrophe: "l'" of "l'état".
    pub fn is_elided(&self, written: &str) -> bool {
        is_among(&self.elided, written)
    }

    /// Whether this is a pronoun that a verb has behind a hyphen: "il" of "a-t-il".
    pub fn is_enclitic(&self, written: &str) -> bool {
        is_among(&self.enclitics, written)
    }

    /// Whether words are parted by spaces.
    pub fn has_spaces(&self) -> bool {
        self.longest < 2
    }

    /// A word without the article written together with it, if it has one.
    pub fn without_article<'w>(&self, word: &'w str) -> Option<&'w str> {
        let bare = word.strip_prefix(&*self.article)?;
        (!self.article.is_empty()).then_some(bare)
    }

    /// Whether a word has its article written together with it, behind particles or not.
    pub fn is_definite(&self, word: &str) -> bool {
        let word = word.trim_start_matches(|c| self.joined.contains(&c));
        // The article loses its first letter behind it: "للصحفيين".
        let is_doubled = self.addressing.is_some_and(|letter| {
            word.strip_prefix(letter)
                .is_some_and(|rest| rest.starts_with(letter))
        });
        let word = word.trim_start_matches(|c| self.joined.contains(&c) || self.glued.contains(&c));
        is_doubled || self.without_article(word).is_some()
    }

    /// Whether a word that is not in the catalogue ends in a pronoun written together with it: Arabic "تدخله".
    pub fn is_owned(&self, word: &str) -> bool {
        word.chars().count() > SHORTEST_OWNED
            && self.owners.iter().any(|own| word.ends_with(&**own))
    }

    /// Whether a word is a noun by its article, or by being listed as the name of what happens.
    pub fn is_noun(&self, word: &str) -> bool {
        let mut key = String::new();
        crate::tokens::fold(word, &mut key);
        self.without_article(word).is_some() || self.look_up(&key).classes.has(Class::Event)
    }

    /// Whether a noun has the ending of the dative's plural, where the language has one.
    pub fn is_dative_plural(&self, word: &str) -> bool {
        self.dative_plural.is_empty() || self.dative_plural.iter().any(|e| word.ends_with(&**e))
    }

    /// Whether names are told neither by capitals nor by the script: Arabic, Persian.
    pub fn has_plain_names(&self) -> bool {
        !self.has_capitals && self.has_spaces()
    }

    /// Whether a letter is one that joins clauses.
    pub fn joins(&self, letter: char) -> bool {
        self.joined.contains(&letter)
    }

    /// The forms of cues that start with a word, longest first.
    pub fn forms(&self, first: Word) -> &[Form] {
        self.forms.get(&first).map_or(&[], Vec::as_slice)
    }

    /// Whether subjects always stand before their verbs and are never left out, and names have capitals: English.
    pub fn has_plain_order(&self) -> bool {
        self.order == Order::Before
            && self.has_capitals
            && !self.drops_subjects
            && !self.has_articles
            && !self.is_verb_final
    }

    /// The frame of a form.
    pub fn frame(&self, form: &Form) -> &Frame {
        &self.frames[usize::from(form.frame)]
    }
}

fn is_among(list: &[Box<str>], written: &str) -> bool {
    if list.is_empty() {
        return false;
    }
    let mut key = String::new();
    crate::tokens::fold(written, &mut key);
    list.iter().any(|word| **word == *key)
}

macro_rules! languages {
    ($($tag:literal),*) => {
        /// The files, by tag.
        const FILES: &[(&str, &str)] = &[$(($tag, include_str!(concat!("../languages/", $tag, ".toml")))),*];
        static LOADED: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    };
}

languages!(
    "ar", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "pt", "ru", "tr", "zh"
);

/// What is known of the language of a BCP 47 tag; of one without a file, nothing.
pub fn of(tag: Option<&str>) -> &'static Language {
    static UNKNOWN: OnceLock<Language> = OnceLock::new();
    let primary = tag.unwrap_or_default().split(['-', '_']).next();
    let at = FILES
        .iter()
        .position(|(tag, _)| primary.is_some_and(|p| p.eq_ignore_ascii_case(tag)));
    match at {
        // A test reads every file, so that a broken one never ships.
        Some(at) => LOADED[at].get_or_init(|| parse(FILES[at].0, FILES[at].1).unwrap_or_default()),
        None => UNKNOWN.get_or_init(Language::default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_explained() {
        let readme = include_str!("../languages/README.md");
        for name in file::lists() {
            assert!(
                readme.contains(&format!("`{name}`")),
                "languages/README.md does not say what `{name}` is"
            );
        }
    }

    #[test]
    fn every_file_is_whole() {
        for (tag, text) in FILES {
            if let Err(problem) = parse(tag, text) {
                panic!("languages/{tag}.toml: {problem}");
            }
        }
    }
}
