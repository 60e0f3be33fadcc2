//! How far two words of names are the same.

use std::sync::LazyLock;

use khabar_words::fold::fold;
use khabar_words::script::Script;
use rustc_hash::FxHashMap;

use super::lexicon::{Given, LEXICON};
use super::sounds::{Sounds, Writing, distance};
use super::split::Signs;
use crate::catalogue::pairs;
use crate::names::skeleton::without_article;

/// A word of a name.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not hang together"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// As words are compared, without the Arabic article.
    pub folded: String,
    /// What it sounds like.
    pub sounds: Sounds,
    signs: Signs,
    script: Script,
    /// What is known of it as a given name.
    pub given: Option<Given>,
    /// Whether it is one letter of a name.
    pub is_initial: bool,
    /// Whether it is the father's name behind "bin".
    pub is_patronymic: bool,
    /// Whether it is a place too.
    pub is_place: bool,
    /// Whether its signs do not show how it sounds: Japanese given names.
    pub is_unreadable: bool,
    /// Whether it is a name of a people that writes its own in signs, and not a foreign one written in them.
    pub is_native: bool,
    /// How a family name in Han signs sounds in its language, where the list has it.
    readings: Vec<Sounds>,
}

/// How far two words are the same, the surest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same letters.
    #[default]
    Same,
    /// Two forms of one given name.
    Form,
    /// Two cases of one word.
    Inflected,
    /// Two spellings, all but the same by sound.
    Spelling,
    /// The same by sound in two scripts.
    Sound,
    /// The first letter.
    Initial,
    /// They may be, but nothing shows it: Japanese given names.
    Unreadable,
    /// Two words.
    Other,
}

impl Word {
    /// Takes the small letters and the folded ones; `is_foreign` where Han signs write a name of another language.
    pub fn new(lower: &str, folded: &str, signs: Signs, is_foreign: bool) -> Self {
        let bare = without_article(folded);
        let heard = if bare.len() < folded.len() && lower.starts_with("ال") {
            without_article(lower)
        } else {
            lower
        };
        Self {
            sounds: Sounds::of(heard, is_foreign),
            signs,
            script: Script::of(folded),
            given: LEXICON.given(folded).or_else(|| LEXICON.given(bare)),
            is_initial: signs == Signs::Letters && folded.chars().nth(1).is_none(),
            is_patronymic: false,
            is_place: false,
            is_unreadable: false,
            is_native: !is_foreign && matches!(signs, Signs::Han | Signs::Hangul),
            readings: Vec::new(),
            folded: bare.to_owned(),
        }
    }

    /// A family name in signs, with the ways in which Latin letters write it.
    pub fn with_readings(mut self, latin: impl Iterator<Item = &'static str>) -> Self {
        self.readings = latin.map(|latin| Sounds::of(latin, true)).collect();
        self
    }

    /// The father's name as it is where "bin" is written together with it.
    pub fn with_prefix(mut self, bin: &str, lower: &str) -> Self {
        self.readings
            .push(Sounds::of(&format!("{bin}{lower}"), true));
        self
    }

    /// Two words written together.
    pub fn and(&self, next: &Self) -> Self {
        let mut both = self.clone();
        both.folded.push_str(&next.folded);
        both.sounds = self.sounds.and(&next.sounds);
        both.given = LEXICON.given(&both.folded);
        both
    }

    /// A syllabic name in Latin letters also sounds as Mandarin has it.
    pub fn with_pinyin(mut self) -> Self {
        if self.script == Script::of("a") {
            self.readings.push(Sounds::of_pinyin(&self.folded));
        }
        self
    }

    /// By which it is found: the first classes of its consonants, or the letters where there are none.
    pub fn key(&self) -> String {
        let reading = self.readings.first().unwrap_or(&self.sounds);
        let classes: String = reading.classes().chars().take(4).collect();
        if classes.is_empty() {
            return self.folded.clone();
        }
        classes
    }

    /// Another key, where kana write "ti" as "chi".
    pub fn other_key(&self) -> Option<String> {
        let other = self.folded.replace('チ', "ティ").replace('ジ', "ディ");
        let is_other = self.signs == Signs::Katakana && other != self.folded;
        is_other.then(|| Self::new(&other, &other, self.signs, true).key())
    }

    /// Whether it is one Han sign or one syllable of Hangul.
    pub fn is_one_sign(&self) -> bool {
        self.signs != Signs::Letters && self.folded.chars().nth(1).is_none()
    }

    /// Whether both are written in one script.
    pub fn is_written_as(&self, other: &Self) -> bool {
        self.signs == other.signs && self.script == other.script
    }

    /// What it sounds like, in each of its readings.
    fn heard(&self) -> impl Iterator<Item = &Sounds> {
        std::iter::once(&self.sounds).chain(&self.readings)
    }

    /// How many consonants are heard.
    pub fn consonants(&self) -> usize {
        self.sounds.consonants()
    }
}

/// Holds two words against each other; `languages` are those of their names, empty where unknown.
pub fn likeness(a: &Word, b: &Word, languages: [&str; 2]) -> Likeness {
    if a.folded == b.folded && a.is_written_as(b) {
        return Likeness::Same;
    }
    if a.is_initial || b.is_initial {
        return initial(a, b);
    }
    match (a.given, b.given) {
        (Some(a), Some(b)) if a.is_form_of(b) => return Likeness::Form,
        (Some(_), Some(_)) => return Likeness::Other,
        _ => {}
    }
    if a.is_written_as(b) {
        if matches!(a.signs, Signs::Han | Signs::Hangul) {
            // What is written in Han signs is a name of few signs; one other makes it another name. Foreign names are long.
            let is_long = a.folded.chars().count() > 2;
            let is_as_long = a.folded.chars().count() == b.folded.chars().count();
            return if a.signs == Signs::Han && is_long && is_as_long && is_near(a, b, 8) {
                Likeness::Spelling
            } else {
                Likeness::Other
            };
        }
        if is_inflected(&a.folded, &b.folded, languages) {
            return Likeness::Inflected;
        }
        // Where all vowels are written, one other makes another name: "Maria", "Mario".
        let is_full = a.sounds.writing == Writing::Full;
        let is_alike = if is_full {
            let most = if a.sounds.letters.len() > 7 { 20 } else { 12 };
            distance(&a.sounds, &b.sounds, most).is_some()
        } else {
            is_near(a, b, 6)
        };
        return if is_alike {
            Likeness::Spelling
        } else {
            Likeness::Other
        };
    }
    // Their own names are short, and each sound counts.
    let limit = if a.is_native || b.is_native { 5 } else { 9 };
    if is_near(a, b, limit) {
        return Likeness::Sound;
    }
    Likeness::Other
}

/// Whether two words are near by sound, in one of their readings: `limit` hundredths of a consonant for each sound of the longer
/// one.
fn is_near(a: &Word, b: &Word, limit: u16) -> bool {
    let are_near = |a: &Sounds, b: &Sounds| {
        let longer = a.letters.len().max(b.letters.len()).max(1) as u16;
        // What is left of a hundredth is no more.
        distance(a, b, (limit + 1) * longer - 1).is_some()
    };
    a.heard().any(|a| b.heard().any(|b| are_near(a, b)))
}

fn initial(a: &Word, b: &Word) -> Likeness {
    let same = match (a.sounds.letters.first(), b.sounds.letters.first()) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    };
    let both = a.is_initial && b.is_initial;
    let letters = a.folded.chars().next() == b.folded.chars().next();
    if letters || same && !a.is_written_as(b) {
        if both {
            Likeness::Same
        } else {
            Likeness::Initial
        }
    } else {
        Likeness::Other
    }
}

/// An ending that grammar puts for another.
#[derive(Debug)]
struct Ending {
    base: String,
    case: String,
}

static ENDINGS: LazyLock<FxHashMap<&str, Vec<Ending>>> = LazyLock::new(|| {
    let mut endings = FxHashMap::<_, Vec<Ending>>::default();
    for (languages, list) in pairs(include_str!("words/endings.txt")) {
        for language in languages.split_whitespace() {
            let of = endings.entry(language).or_default();
            of.push(Ending {
                base: String::new(),
                case: String::new(),
            });
            for ending in list.split_whitespace() {
                let (base, case) = ending.split_once('>').unwrap_or(("", ending));
                of.push(Ending {
                    base: fold(base),
                    case: fold(case),
                });
            }
        }
    }
    endings
});

/// Letters that no ending takes away.
const LEAST: usize = 3;

/// Whether two words are cases of one.
fn is_inflected(a: &str, b: &str, languages: [&str; 2]) -> bool {
    let common = a
        .char_indices()
        .zip(b.chars())
        .take_while(|((_, a), b)| a == b)
        .map(|((at, a), _)| at + a.len_utf8())
        .last()
        .unwrap_or(0);
    // No ending has more than four letters.
    if a[..common].chars().count() + 1 < LEAST || a.len().max(b.len()) - common > 12 {
        return false;
    }
    languages.iter().any(|language| {
        let Some(endings) = ENDINGS.get(language) else {
            return false;
        };
        endings
            .iter()
            .filter_map(|ending| Some((a.strip_suffix(ending.case.as_str())?, ending)))
            .filter(|(stem, _)| stem.chars().nth(LEAST - 1).is_some())
            .any(|(stem, ending)| {
                endings
                    .iter()
                    .filter_map(|other| Some((b.strip_suffix(other.case.as_str())?, other)))
                    .filter(|(stem, _)| stem.chars().nth(LEAST - 1).is_some())
                    .any(|(other_stem, other)| {
                        is_one_base(stem, &ending.base, other_stem, &other.base)
                    })
            })
    })
}

/// What a word may be a case of.
pub fn bases(word: &str, language: &str) -> Vec<String> {
    let endings = ENDINGS.get(language).into_iter().flatten();
    endings
        .filter(|ending| !ending.case.is_empty() || !ending.base.is_empty())
        .filter_map(|ending| Some((word.strip_suffix(ending.case.as_str())?, ending)))
        .filter(|(stem, _)| stem.chars().nth(LEAST - 1).is_some())
        .map(|(stem, ending)| format!("{stem}{}", ending.base))
        .collect()
}

fn is_one_base(stem: &str, base: &str, other_stem: &str, other_base: &str) -> bool {
    stem.len() + base.len() == other_stem.len() + other_base.len()
        && stem
            .bytes()
            .chain(base.bytes())
            .eq(other_stem.bytes().chain(other_base.bytes()))
}
