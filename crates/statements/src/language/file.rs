//! From the text of a language's file to what is read with.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{Class, Classes, Form, Frame, Gender, Language, Order, Parts, Role, Takes, Word};
use crate::tokens::{fold, is_unspaced};

/// Why a language's file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It is no TOML, or has a key that means nothing.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// A list of words whose head means nothing.
    #[error("`{0}` is no class of words; known are: {known}", known = names(CLASSES))]
    Class(String),
    /// A form of content that means nothing.
    #[error("`{0}` is nothing a cue takes; known are: {known}", known = names(TAKES))]
    Takes(String),
    /// A paradigm that is not in the file.
    #[error("`{entry}` is inflected by `{paradigm}`, which [paradigms] does not have")]
    Paradigm {
        /// The cue.
        entry: String,
        /// The missing paradigm.
        paradigm: String,
    },
    /// A group of cues without cues, or one that takes nothing.
    #[error("a group of cues that has no words or takes nothing, near `{0}`")]
    Empty(String),
}

fn names<T>(of: &[(&str, T)]) -> String {
    of.iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(", ")
}

const CLASSES: &[(&str, Class)] = &[
    ("complementizer", Class::Complementizer),
    ("opener", Class::Opener),
    ("question", Class::Question),
    ("coordinator", Class::Coordinator),
    ("conjunction", Class::Conjunction),
    ("relative", Class::Relative),
    ("preposition", Class::Preposition),
    ("genitive", Class::Genitive),
    ("auxiliary", Class::Auxiliary),
    ("adverb", Class::Adverb),
    ("negation", Class::Negation),
    ("unreal", Class::Unreal),
    ("determiner", Class::Determiner),
    ("he", Class::He),
    ("she", Class::She),
    ("they", Class::They),
    ("party", Class::Party),
    ("it", Class::It),
    ("title", Class::Title),
    ("role", Class::Role),
    ("to", Class::To),
    ("subject-mark", Class::SubjectMark),
    ("infinitive", Class::Infinitive),
    ("abbreviation", Class::Abbreviation),
    ("content-end", Class::ContentEnd),
    ("stated-end", Class::StatedEnd),
    ("object-end", Class::ObjectEnd),
    ("finite", Class::Finite),
    ("occasion", Class::Occasion),
    ("possessed", Class::Possessed),
    ("addressed", Class::Addressed),
    ("resumptive", Class::Resumptive),
    ("same", Class::Same),
    ("document", Class::Document),
    ("person", Class::Person),
    ("listener", Class::Listener),
    ("comment", Class::Comment),
    ("turn", Class::Turn),
    ("event", Class::Event),
    ("localizer", Class::Localizer),
    ("aspect", Class::Aspect),
    ("object-mark", Class::ObjectMark),
    ("predicate", Class::Predicate),
    ("hearsay", Class::Hearsay),
    ("nobody", Class::Nobody),
    ("clitic", Class::Clitic),
    ("infinitive-form", Class::InfinitiveForm),
    ("as", Class::As),
    ("verb", Class::Verb),
    ("period", Class::Period),
    ("saying", Class::Saying),
    ("dialogue", Class::Dialogue),
    ("dative", Class::Dative),
    ("accusative", Class::Accusative),
    ("passive", Class::Passive),
    ("agent", Class::Agent),
    ("governor", Class::Governor),
    ("body", Class::Body),
    ("with", Class::With),
    ("man", Class::Man),
    ("woman", Class::Woman),
    ("reported", Class::Reported),
    ("infinitive-word", Class::InfinitiveWord),
    ("past-participle", Class::PastParticiple),
];

const TAKES: &[(&str, Takes)] = &[
    ("that", Takes::That),
    ("bare", Takes::Bare),
    ("quote", Takes::Quote),
    ("trailing", Takes::Trailing),
    ("object", Takes::Object),
    ("infinitive", Takes::Infinitive),
    ("question", Takes::Question),
];

/// The names of all lists of words and of all that a cue can take.
#[cfg(test)]
pub fn lists() -> impl Iterator<Item = &'static str> {
    let lists = CLASSES.iter().map(|(name, _)| *name);
    lists.chain(TAKES.iter().map(|(name, _)| *name))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// For whoever reads the file.
    #[serde(rename = "name")]
    _name: String,
    #[serde(default)]
    order: Order,
    #[serde(default)]
    verb_final: bool,
    #[serde(default)]
    capital_nouns: bool,
    #[serde(default)]
    drops_subjects: bool,
    #[serde(default = "yes")]
    capitals: bool,
    #[serde(default)]
    joined: String,
    #[serde(default)]
    objects: String,
    #[serde(default)]
    article: String,
    #[serde(default)]
    owners: String,
    #[serde(default)]
    dative_plural: String,
    #[serde(default)]
    addressing: Option<char>,
    #[serde(default)]
    verb_second: bool,
    #[serde(default)]
    elided: String,
    #[serde(default)]
    enclitics: String,
    #[serde(default)]
    articles: bool,
    #[serde(default)]
    variants: String,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    endings: BTreeMap<String, String>,
    #[serde(default)]
    beginnings: BTreeMap<String, String>,
    #[serde(default)]
    paradigms: BTreeMap<String, String>,
    #[serde(default)]
    cues: Vec<Group>,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Group {
    #[serde(default)]
    role: Role,
    #[serde(default)]
    takes: String,
    #[serde(default)]
    introduced_by: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    addresses_object: bool,
    #[serde(default)]
    said_in: bool,
    #[serde(default)]
    needs_speaker: bool,
    #[serde(default)]
    subject: Option<Order>,
    #[serde(default)]
    needs_saying: bool,
    #[serde(default)]
    needs_comma: bool,
    #[serde(default)]
    object_with: String,
    #[serde(default)]
    impersonal: bool,
    #[serde(default)]
    idiom: bool,
    words: String,
}

/// Reads the file of a language.
///
/// # Errors
/// When it is not in the form CONTRIBUTING describes, with what is wrong and where.
pub fn parse(tag: &'static str, text: &str) -> Result<Language, Problem> {
    let file: File = toml::from_str(text)?;
    let mut variants: Vec<Vec<char>> = file
        .variants
        .split_whitespace()
        .map(|letters| letters.chars().collect())
        .collect();
    variants.sort_unstable();
    let mut out = Builder {
        variants,
        ..Builder::default()
    };
    for (name, list) in &file.words {
        if name == "plain" {
            for word in list.split_whitespace() {
                out.word(word);
            }
            continue;
        }
        let class = named(CLASSES, name).ok_or_else(|| Problem::Class(name.clone()))?;
        for word in list.split_whitespace() {
            out.class(word, class);
        }
    }
    let endings = parts_of_words(&file.endings, <[u8]>::last)?;
    let beginnings = parts_of_words(&file.beginnings, <[u8]>::first)?;
    let mut frames = Vec::new();
    for group in &file.cues {
        let frame = frame(group, &mut out)?;
        let number = frames.len() as u16;
        frames.push(frame);
        for entry in group.words.split([',', '\n']).map(str::trim) {
            if !entry.is_empty() {
                out.cue(entry, number, &file.paradigms)?;
            }
        }
    }
    for forms in out.forms.values_mut() {
        forms.sort_by_key(|f| std::cmp::Reverse((f.words.len(), f.particle.is_some())));
    }
    let glued = frames.iter().filter_map(|f: &Frame| f.glued).collect();
    Ok(Language {
        tag,
        order: file.order,
        is_verb_final: file.verb_final,
        is_verb_second: file.verb_second,
        has_capital_nouns: file.capital_nouns,
        drops_subjects: file.drops_subjects,
        has_capitals: file.capitals,
        longest: out.longest(),
        marks_subjects: file.words.contains_key("subject-mark"),
        words: out.words,
        endings,
        beginnings,
        forms: out.forms,
        frames,
        joined: file.joined.chars().filter(|c| !c.is_whitespace()).collect(),
        objects: file
            .objects
            .split_whitespace()
            .map(|o| folded(o).into())
            .collect(),
        article: folded(&file.article).into(),
        owners: list(&file.owners),
        dative_plural: list(&file.dative_plural),
        glued,
        addressing: file.addressing,
        elided: list(&file.elided),
        enclitics: list(&file.enclitics),
        has_articles: file.articles,
        knows_infinitives: file.endings.contains_key("infinitive-form"),
    })
}

/// Parts of words, each with the class it gives a word, by the byte that `edge` takes of it.
fn parts_of_words(
    lists: &BTreeMap<String, String>,
    edge: fn(&[u8]) -> Option<&u8>,
) -> Result<Parts, Problem> {
    let mut out = Parts::default();
    for (name, list) in lists {
        let class = named(CLASSES, name).ok_or_else(|| Problem::Class(name.clone()))?;
        for part in list.split_whitespace() {
            let part = folded(part.trim_matches('-'));
            if let Some(&byte) = edge(part.as_bytes()) {
                let alike = out.entry(byte).or_default();
                alike.push((part.into(), Classes::of(class)));
            }
        }
    }
    Ok(out)
}

fn named<T: Copy>(list: &[(&str, T)], name: &str) -> Option<T> {
    list.iter()
        .find(|(n, _)| *n == name)
        .map(|&(_, value)| value)
}

fn frame(group: &Group, out: &mut Builder) -> Result<Frame, Problem> {
    let mut frame = Frame {
        role: group.role,
        addresses_object: group.addresses_object,
        said_in: group.said_in,
        needs_speaker: group.needs_speaker,
        subject: group.subject,
        needs_saying: group.needs_saying,
        needs_comma: group.needs_comma,
        is_impersonal: group.impersonal,
        is_idiom: group.idiom,
        ..Frame::default()
    };
    for name in group.takes.split_whitespace() {
        let form = named(TAKES, name).ok_or_else(|| Problem::Takes(name.to_owned()))?;
        frame.takes |= 1 << form as u8;
    }
    for word in group.introduced_by.split_whitespace() {
        match word.strip_suffix('-') {
            Some(letter) => frame.glued = letter.chars().next(),
            None => frame.introducers.push(out.word(word)),
        }
    }
    frame.object_with = group
        .object_with
        .split_whitespace()
        .map(|w| out.word(w))
        .collect();
    frame.to = group.to.split_whitespace().map(|w| out.word(w)).collect();
    if group.words.trim().is_empty()
        || (frame.takes == 0
            && frame.introducers.is_empty()
            && frame.glued.is_none()
            && !frame.is_idiom)
    {
        return Err(Problem::Empty(
            group.words.trim().chars().take(40).collect(),
        ));
    }
    Ok(frame)
}

fn list(words: &str) -> Vec<Box<str>> {
    words
        .split_whitespace()
        .map(|word| folded(word).into())
        .collect()
}

fn folded(word: &str) -> String {
    let mut key = String::new();
    fold(word, &mut key);
    key
}

/// A catalogue under construction.
#[derive(Default)]
struct Builder {
    /// Letters that are written in several ways, by the first.
    variants: Vec<Vec<char>>,
    words: FxHashMap<Box<str>, (Word, Classes)>,
    forms: FxHashMap<Word, Vec<Form>>,
}

impl Builder {
    fn word(&mut self, written: &str) -> Word {
        let next = Word(self.words.len() as u32);
        let key = folded(written);
        if let Some(&(word, _)) = self.words.get(&*key) {
            return word;
        }
        for spelling in self.spellings(&key) {
            self.words
                .entry(spelling.into())
                .or_insert((next, Classes::default()));
        }
        next
    }

    /// A word in all its spellings: as given, and with each letter in its second, third ... way of writing it.
    fn spellings(&self, key: &str) -> Vec<String> {
        let mut out = vec![key.to_owned()];
        let columns = self.variants.iter().map(Vec::len).max().unwrap_or(1);
        for column in 1..columns {
            let other = key
                .chars()
                .map(|c| {
                    let ways = self.variants.binary_search_by_key(&c, |ways| ways[0]);
                    let other = ways.ok().and_then(|at| self.variants[at].get(column));
                    other.copied().unwrap_or(c)
                })
                .collect();
            if !out.contains(&other) {
                out.push(other);
            }
        }
        out
    }

    /// How many letters the longest word has that is written without spaces around it.
    fn longest(&self) -> usize {
        let unspaced = self.words.keys().filter(|w| w.chars().all(is_unspaced));
        unspaced.map(|w| w.chars().count()).max().unwrap_or(0)
    }

    fn class(&mut self, written: &str, class: Class) {
        self.word(written);
        for spelling in self.spellings(&folded(written)) {
            if let Some((_, classes)) = self.words.get_mut(&*spelling) {
                *classes = classes.and(Classes::of(class));
            }
        }
    }

    /// Adds a cue in all its forms.
    fn cue(
        &mut self,
        entry: &str,
        frame: u16,
        paradigms: &BTreeMap<String, String>,
    ) -> Result<(), Problem> {
        // One word of the entry may be inflected or say who speaks: "e:stat", "kabul tti:e", "قالت/f".
        let inflected = entry
            .split_whitespace()
            .find(|w| w.contains([':', '/']))
            .unwrap_or_default();
        let mut inflections = Vec::new();
        match inflected.split_once(':') {
            None => inflections.push(of_form(inflected)),
            Some((paradigm, stem)) => {
                let forms = paradigms.get(paradigm).ok_or_else(|| Problem::Paradigm {
                    entry: entry.to_owned(),
                    paradigm: paradigm.to_owned(),
                })?;
                inflections.extend(forms.split_whitespace().map(|form| {
                    let (form, says) = of_form(form);
                    (form.replace('-', stem), says)
                }));
            }
        }
        for (inflection, says) in inflections {
            let mut words = Vec::new();
            let mut particle = None;
            for written in entry.split_whitespace() {
                let written = if written == inflected {
                    &*inflection
                } else {
                    written
                };
                match written.strip_prefix('…') {
                    Some(behind) => particle = Some(self.word(behind)),
                    None => words.push(self.word(written)),
                }
            }
            let Some(&head) = words.first() else { continue };
            let form = Form {
                words: words.into(),
                particle,
                frame,
                gender: match says {
                    "m" => Gender::Male,
                    "f" => Gender::Female,
                    "p" => Gender::Many,
                    _ => Gender::Any,
                },
                needs_auxiliary: says == "a",
            };
            self.forms.entry(head).or_default().push(form);
        }
        Ok(())
    }
}

/// A form and what stands behind its "/".
fn of_form(written: &str) -> (String, &str) {
    let (form, says) = written.split_once('/').unwrap_or((written, ""));
    (form.to_owned(), says)
}
