//! The words dates are written with, looked up by their folded form: `words.txt` and `zones.txt` of all languages for
//! pages; the same and `phrases.txt` of one language for running text.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::{fold, fold_into};
use super::keys;
use super::lex::{self, Kind, Token};
pub use super::meaning::{Calendar, Case, Meaning, Sense, Side, Unit, Zone};

/// The most tokens one expression of the catalogues has: "Montag" 1, "بتوقيت مكة المكرمة" 3, "segunda-feira" 3.
const LONGEST: usize = 5;

/// Texts longer than this are no expression of the catalogues.
const LONGEST_IN_BYTES: usize = 120;

#[derive(Debug, Default)]
struct Entry {
    senses: Vec<Sense>,
    /// Longer expressions open with this word.
    leads: bool,
}

/// The first letters of a folded word, shorter ones filled up with blanks: enough to know most words of a text for none
/// of the catalogues.
type Opening = [char; 4];

fn opening(folded: &str) -> Opening {
    let mut out = [' '; 4];
    for (place, letter) in out.iter_mut().zip(folded.chars()) {
        *place = letter;
    }
    out
}

/// The opening of a word that is not folded yet. `buffer` is scratch space.
fn opening_of_raw(word: &str, buffer: &mut String) -> Opening {
    if let Some(head) = word.as_bytes().first_chunk::<4>()
        && head.iter().all(u8::is_ascii_lowercase)
    {
        return head.map(char::from);
    }
    buffer.clear();
    for c in word.chars() {
        // A mark folds to nothing, some letters to two.
        fold_into(c.encode_utf8(&mut [0; 4]), buffer);
        if buffer.len() >= 4 && buffer.chars().nth(3).is_some() {
            break;
        }
    }
    opening(buffer)
}

/// The catalogues, indexed.
#[derive(Debug, Default)]
pub struct Vocabulary {
    entries: FxHashMap<Box<str>, Entry>,
    languages: Vec<Language>,
    by_tag: FxHashMap<&'static str, u8>,
    /// The one language whose expressions are taken in, if not those of all.
    only: Option<u8>,
    problems: Vec<String>,
}

/// What the catalogues say of a language beside its expressions.
#[derive(Debug, Clone)]
pub struct Language {
    tag: &'static str,
    /// What capitals tell.
    pub case: Case,
    /// Letters written together with the word behind them.
    pub prefixes: Vec<&'static str>,
    /// Endings of words that tie an amount behind them to an event.
    pub tied_endings: Vec<String>,
    /// Whether endings are set behind an apostrophe.
    pub has_apostrophe_endings: bool,
}

/// The words of running text in one language.
#[derive(Debug)]
pub struct Phrases {
    /// The expressions, those of pages in this language among them.
    pub words: Vocabulary,
    /// The language.
    pub language: Language,
    /// How the expressions begin.
    openings: FxHashSet<Opening>,
}

/// The words of dates in all languages, for pages.
pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    vocabulary.entries.reserve(EXPRESSIONS);
    vocabulary.read_words();
    vocabulary
});

/// About how many expressions [`VOCABULARY`] has.
const EXPRESSIONS: usize = 3_000;

/// The words of running text in the language that [`VOCABULARY`] numbers so. One language is read at a time: a process
/// that reads the news of one country never needs the others.
pub fn phrases(language: u8) -> &'static Phrases {
    static PHRASES: LazyLock<Box<[OnceLock<Phrases>]>> = LazyLock::new(|| {
        VOCABULARY
            .languages
            .iter()
            .map(|_| OnceLock::new())
            .collect()
    });
    PHRASES[usize::from(language)].get_or_init(|| Phrases::read(language))
}

impl Phrases {
    fn read(language: u8) -> Self {
        let mut words = Vocabulary {
            only: Some(language),
            ..Vocabulary::default()
        };
        words.read_words();
        words.read("phrases.txt", include_str!("phrases.txt"));
        Self {
            // The words of longer expressions stand there by themselves too, as what leads to them.
            openings: words.entries.keys().map(|key| opening(key)).collect(),
            language: words.languages[usize::from(language)].clone(),
            words,
        }
    }

    /// Whether an expression may begin with the word `raw`. `buffer` is scratch space.
    pub fn may_open(&self, raw: &str, buffer: &mut String) -> bool {
        self.openings.contains(&opening_of_raw(raw, buffer))
    }
}

impl Vocabulary {
    fn read_words(&mut self) {
        self.read("words.txt", include_str!("words.txt"));
        self.read_zones(include_str!("zones.txt"));
    }

    /// Takes in the catalogue `text` and keeps what is wrong with it by file and line.
    fn read(&mut self, file: &str, text: &'static str) {
        let mut language = None;
        for (number, line) in lines(text) {
            if let Some(tag) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                language = Some(self.number_language(tag));
                continue;
            }
            if self.passes_over(language) {
                continue;
            }
            let taken = match (line.split_once('='), language) {
                (Some((key, value)), Some(language)) => {
                    self.add_line(key.trim(), value.trim(), language)
                }
                (None, _) => Err("neither `key = values` nor `[language]`".to_owned()),
                (_, None) => Err("no language above it".to_owned()),
            };
            if let Err(problem) = taken {
                self.problems.push(format!("{file}:{number}: {problem}"));
            }
        }
    }

    fn read_zones(&mut self, text: &'static str) {
        let mut language = None;
        for (number, line) in lines(text) {
            if let Some(tag) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                language = Some(self.number_language(tag));
                continue;
            }
            if self.passes_over(language) {
                continue;
            }
            match line.rsplit_once('=') {
                Some((words, value)) => {
                    let zone = zone(value.trim());
                    for word in keys::list(words) {
                        self.add(word, language, Meaning::Zone(zone));
                    }
                }
                None => self.problems.push(format!("zones.txt:{number}: no value")),
            }
        }
    }

    /// Whether the lines of a language, or those of none, are left out.
    fn passes_over(&self, language: Option<u8>) -> bool {
        self.only.is_some() && self.only != language
    }

    /// The number of a language by its primary subtag, in lower case.
    pub fn language(&self, primary: &str) -> Option<u8> {
        let primary = match primary {
            "no" => "nb",
            "iw" => "he",
            "in" => "id",
            "sh" | "bs" => "hr",
            "fil" => "tl",
            primary => primary,
        };
        self.by_tag.get(primary).copied()
    }

    /// The primary subtag of a language numbered by [`Self::language`].
    pub fn tag(&self, language: u8) -> &'static str {
        self.languages[usize::from(language)].tag
    }

    /// The meanings of the longest expression that starts with token `at`, and the token behind it. `buffer` is scratch
    /// space.
    pub fn look_up(
        &self,
        text: &str,
        tokens: &[Token],
        at: usize,
        buffer: &mut String,
    ) -> Option<(&[Sense], usize)> {
        let mut longest = None;
        self.each(text, tokens, at, 0, buffer, |senses, next| {
            longest = Some((senses, next));
            false
        });
        longest
    }

    /// Gives `take` the meanings of each expression that starts with token `at` and the token behind it, the longest
    /// first, until it wants no more. Of the token `skip` bytes are left out at its start. `buffer` is scratch space.
    pub fn each<'v>(
        &'v self,
        text: &str,
        tokens: &[Token],
        at: usize,
        skip: usize,
        buffer: &mut String,
        mut take: impl FnMut(&'v [Sense], usize) -> bool,
    ) {
        let Some(first) = tokens.get(at).filter(|t| t.kind == Kind::Word) else {
            return;
        };
        let begin = first.begin as usize + skip;
        let is_short = |token: &&Token| token.end as usize - begin <= LONGEST_IN_BYTES;
        let Some(word) = text
            .get(begin..first.end as usize)
            .filter(|_| is_short(&first))
        else {
            return;
        };
        buffer.clear();
        fold_into(word, buffer);
        let Some(entry) = self.entries.get(buffer.as_str()) else {
            return;
        };
        if entry.leads {
            // Where in `buffer` the expression ends that goes on by so many tokens more.
            let mut ends = [buffer.len(); LONGEST];
            let mut more = 0;
            let mut folded = first.end as usize;
            for token in tokens[at + 1..]
                .iter()
                .take(LONGEST - 1)
                .take_while(is_short)
            {
                fold_into(&text[folded..token.end as usize], buffer);
                folded = token.end as usize;
                more += 1;
                ends[more] = buffer.len();
            }
            for more in (1..=more).rev() {
                let last = at + more;
                // A full stop and an apostrophe fold to nothing; the one is the sentence's, the other opens an ending.
                if tokens[last].is_sign('.') || tokens[last].is_sign('\'') {
                    continue;
                }
                let longer = self.entries.get(&buffer[..ends[more]]);
                if let Some(longer) = longer.filter(|e| !e.senses.is_empty())
                    && !take(&longer.senses, last + 1)
                {
                    return;
                }
            }
        }
        if !entry.senses.is_empty() {
            take(&entry.senses, at + 1);
        }
    }

    /// The meanings of a word that stands alone.
    pub fn word(&self, word: &str, buffer: &mut String) -> &[Sense] {
        buffer.clear();
        fold_into(word, buffer);
        self.entries
            .get(buffer.as_str())
            .map_or(&[], |entry| &entry.senses)
    }

    fn number_language(&mut self, tag: &'static str) -> u8 {
        *self.by_tag.entry(tag).or_insert_with(|| {
            self.languages.push(Language {
                tag,
                case: Case::Free,
                prefixes: Vec::new(),
                tied_endings: Vec::new(),
                has_apostrophe_endings: false,
            });
            u8::try_from(self.languages.len() - 1)
                .expect("the catalogue holds fewer than 256 languages")
        })
    }

    fn add_line(&mut self, key: &str, value: &'static str, language: u8) -> Result<(), String> {
        let of_language = &mut self.languages[usize::from(language)];
        match key {
            "case" => {
                of_language.case = match value {
                    "upper" => Case::Upper,
                    "lower" => Case::Lower,
                    _ => return Err("case is `upper` or `lower`".to_owned()),
                };
            }
            "prefixes" => of_language.prefixes = value.split(',').map(str::trim).collect(),
            "tied-endings" => of_language.tied_endings = keys::list(value).map(fold).collect(),
            "apostrophe-endings" => of_language.has_apostrophe_endings = true,
            _ => {
                for (word, meaning) in keys::entries(key, value)? {
                    self.add(word, Some(language), meaning);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, word: &str, language: Option<u8>, meaning: Meaning) {
        let word = word.trim();
        let key = fold(word);
        let key = key.trim();
        if key.is_empty() {
            return;
        }
        let sense = Sense { language, meaning };
        match self.entries.get_mut(key) {
            Some(entry) if entry.senses.contains(&sense) => {}
            Some(entry) => entry.senses.push(sense),
            None => {
                let entry = Entry {
                    senses: vec![sense],
                    leads: false,
                };
                self.entries.insert(key.into(), entry);
            }
        }
        // Most are one word, which leads to nothing longer.
        if !word.bytes().all(|b| b.is_ascii_lowercase()) {
            let first = fold(lex::first(word));
            if first != key {
                self.entries.entry(first.into()).or_default().leads = true;
            }
        }
    }
}

/// The words of running text, language by language.
#[cfg(test)]
fn all_phrases() -> impl Iterator<Item = &'static Phrases> {
    (0..VOCABULARY.languages.len()).map(|language| phrases(language as u8))
}

/// Every expression of any language, in the order of letters.
#[cfg(test)]
pub fn all_words() -> Vec<String> {
    let words: std::collections::BTreeSet<&str> = all_phrases()
        .flat_map(|phrases| phrases.words.entries.keys().map(AsRef::as_ref))
        .collect();
    words.into_iter().map(str::to_owned).collect()
}

/// The lines of a catalogue that say something, with their numbers.
fn lines(catalogue: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    (1..)
        .zip(catalogue.lines().map(str::trim))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn zone(value: &'static str) -> Zone {
    let offset = value.split_once(':').and_then(|(hours, minutes)| {
        let sign = if hours.starts_with('-') { -1 } else { 1 };
        let hours: i32 = hours.trim_start_matches(['+', '-']).parse().ok()?;
        let minutes: i32 = minutes.parse().ok()?;
        Some(sign * (hours * 3600 + minutes * 60))
    });
    offset.map_or(Zone::Named(value), Zone::Fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn the_catalogues_are_whole() {
        let mut all = Vocabulary::default();
        all.read_words();
        let languages = all.languages.len();
        all.read("phrases.txt", include_str!("phrases.txt"));
        let problems = &all.problems;
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
        // A language of phrases alone would not be known by its tag.
        assert_eq!(all.languages.len(), languages);
    }

    #[test]
    fn a_broken_catalogue_says_where() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.read(
            "x.txt",
            "a = b\n[xx]\n# a note\nmonths = one | two\nago = since\nwhen = now\nnothing\ncase = high",
        );
        assert_eq!(
            vocabulary.problems,
            [
                "x.txt:1: no language above it",
                "x.txt:4: 2 groups, not 12",
                "x.txt:5: no `_` on one side of `since`",
                "x.txt:6: an unknown key: when",
                "x.txt:7: neither `key = values` nor `[language]`",
                "x.txt:8: case is `upper` or `lower`",
            ]
        );
    }

    #[test]
    fn no_expression_is_longer_than_is_looked_for() {
        for word in all_phrases().flat_map(|phrases| phrases.words.entries.keys()) {
            assert!(super::super::lex::tokens(word).len() <= LONGEST, "{word}");
        }
    }

    #[test]
    fn about_as_much_room_is_taken_as_is_needed() {
        let expressions = VOCABULARY.entries.len();
        assert!(
            (EXPRESSIONS / 2..=EXPRESSIONS).contains(&expressions),
            "{expressions}"
        );
    }

    #[test]
    fn every_zone_exists() {
        for sense in VOCABULARY.entries.values().flat_map(|e| &e.senses) {
            if let Meaning::Zone(Zone::Named(name)) = sense.meaning {
                assert!(TimeZone::get(name).is_ok(), "{name}");
            }
        }
    }
}
