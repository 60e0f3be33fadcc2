//! What is left of a word without its endings, in a language.
//!
//! A stem bears the tag of its language (`en:harbour`): a report's words have stems in its own language alone, and a word
//! of a question is tried in every language whose script fits. Words in another script than their language's, and those of
//! languages without a stemmer, stand as they are.
//!
//! Stems are taken twice, of the word as written and of the word without accents, and again until nothing more goes:
//! Snowball's algorithms rest on accents, which people leave out, and some take an ending off only where another follows.

use std::sync::LazyLock;

use frostem::Stemmer;
use rustc_hash::FxHashMap;

use super::fold::{fold, fold_into};
use super::script::Script;
use super::{Kind, Unit};

/// How often a stem is stemmed again at most.
const ROUNDS: usize = 3;

/// Words whose stems are kept at hand.
const KEPT: usize = 50_000;

static LANGUAGES: LazyLock<FxHashMap<&'static str, Language>> = LazyLock::new(|| {
    read_languages(include_str!("languages.txt"), include_str!("affixes.txt"))
        .unwrap_or_else(|line| unreachable!("a test reads the same files: {line}"))
});

/// A language whose words have stems.
pub struct Language {
    tag: &'static str,
    scripts: Vec<Script>,
    snowball: Option<Stemmer>,
    affixes: Affixes,
    /// What stands behind an apostrophe is an ending.
    apostrophe: bool,
}

/// What may be taken off words, folded, each with how many letters are to be left.
#[derive(Debug, Default)]
struct Affixes {
    first: Vec<(String, usize)>,
    prefixes: Vec<(String, usize)>,
    suffixes: Vec<(String, usize)>,
    /// As written, and the same folded.
    endings: Vec<(String, String)>,
}

/// The language of a tag that [`primary`] gave, if its words have stems.
pub fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.get(tag)
}

/// The language that a tag names, without region and script, and one tag for each: `en` for `en-GB`, `no` for `nb`. `None`
/// for what is no tag.
pub fn primary(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    Some(match primary.as_str() {
        "nb" | "nn" => "no".to_owned(),
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "ji" => "yi".to_owned(),
        "mo" => "ro".to_owned(),
        "cmn" => "zh".to_owned(),
        "prs" => "fa".to_owned(),
        _ => primary,
    })
}

/// Calls `each` with the stems of a unit in a language, or with its word where it has none there.
pub fn each_stem(unit: &Unit, language: Option<&Language>, mut each: impl FnMut(&str)) {
    let fitting = language.filter(|language| {
        unit.kind == Kind::Word && language.scripts.contains(&Script::of(&unit.word))
    });
    let Some(language) = fitting else {
        return each(&unit.word);
    };
    let lower = if language.apostrophe && unit.root > 0 {
        &unit.lower[..unit.root]
    } else {
        &unit.lower
    };
    let folded = fold(lower);
    let plain = language.stem(&folded);
    let tagged = |stem: &str| format!("{}:{stem}", language.tag);
    each(&tagged(&plain));
    if folded != lower && language.snowball.is_some() {
        let mut stem = String::new();
        fold_into(&language.stem(lower), &mut stem);
        if stem != plain {
            each(&tagged(&stem));
        }
    }
}

impl Language {
    /// How stems begin whose words begin so, in a language that takes something off before words; folded.
    pub fn stems_with(&self, prefix: &str) -> Option<String> {
        let takes = !self.affixes.prefixes.is_empty() && self.has_script(Script::of(prefix));
        takes.then(|| format!("{}:{prefix}", self.tag))
    }

    /// Whether its words may be written in a script.
    pub fn has_script(&self, script: Script) -> bool {
        self.scripts.contains(&script)
    }

    fn stem(&self, word: &str) -> String {
        let mut word = word.to_owned();
        for (ending, other) in &self.affixes.endings {
            if let Some(root) = word.strip_suffix(ending) {
                word = format!("{root}{other}");
                break;
            }
        }
        match self.snowball {
            Some(stemmer) => {
                for _ in 0..ROUNDS {
                    let stem = stemmer.stem(&word);
                    if stem == word || stem.is_empty() {
                        break;
                    }
                    word = stem.into_owned();
                }
                word
            }
            None => self.affixes.strip(&word).to_owned(),
        }
    }
}

impl Affixes {
    fn strip<'a>(&self, mut word: &'a str) -> &'a str {
        let leaves = |rest: &str, left: usize| rest.chars().nth(left - 1).is_some();
        for prefixes in [&self.first, &self.prefixes] {
            let fitting = prefixes.iter().find_map(|(prefix, left)| {
                word.strip_prefix(prefix).filter(|rest| leaves(rest, *left))
            });
            word = fitting.unwrap_or(word);
        }
        for (suffix, left) in &self.suffixes {
            word = word
                .strip_suffix(suffix)
                .filter(|rest| leaves(rest, *left))
                .unwrap_or(word);
        }
        word
    }
}

/// Stems that were taken before: the same words come again and again.
#[derive(Debug, Default)]
pub struct Cache {
    stems: FxHashMap<String, Vec<String>>,
    key: String,
}

impl Cache {
    /// [`each_stem`], from memory where it can be.
    pub fn each_stem(
        &mut self,
        unit: &Unit,
        language: Option<&Language>,
        mut each: impl FnMut(&str),
    ) {
        let Some(language) = language.filter(|_| unit.kind == Kind::Word) else {
            return each(&unit.word);
        };
        self.key.clear();
        // The tag tells languages apart, the stroke where the root ends.
        for part in [
            language.tag,
            &unit.lower[..unit.root],
            "|",
            &unit.lower[unit.root..],
        ] {
            self.key.push_str(part);
        }
        if let Some(stems) = self.stems.get(&self.key) {
            return stems.iter().for_each(|stem| each(stem));
        }
        let mut stems = Vec::with_capacity(1);
        each_stem(unit, Some(language), |stem| {
            each(stem);
            stems.push(stem.to_owned());
        });
        if self.stems.len() >= KEPT {
            self.stems.clear();
        }
        self.stems.insert(self.key.clone(), stems);
    }
}

/// Reads both files, or gives back the line that is wrong.
fn read_languages(
    languages: &'static str,
    affixes: &'static str,
) -> Result<FxHashMap<&'static str, Language>, &'static str> {
    let mut affixes = read_affixes(affixes)?;
    let mut read = FxHashMap::default();
    for line in lines(languages) {
        let (tag, rest) = line.split_once('=').ok_or(line)?;
        let (scripts, stemmer) = rest.split_once(':').ok_or(line)?;
        let scripts: Option<Vec<_>> = scripts.split_whitespace().map(Script::by_name).collect();
        let mut words = stemmer.split_whitespace();
        let snowball = match words.next().ok_or(line)? {
            "affixes" => None,
            name => Some(Stemmer::try_from_name(name).map_err(|_| line)?),
        };
        let affixes = affixes.remove(tag.trim());
        if snowball.is_none() && affixes.is_none() {
            return Err(line);
        }
        let language = Language {
            tag: tag.trim(),
            scripts: scripts.ok_or(line)?,
            snowball,
            affixes: affixes.unwrap_or_default(),
            apostrophe: words.next() == Some("apostrophe"),
        };
        read.insert(language.tag, language);
    }
    match affixes.into_keys().next() {
        Some(left_over) => Err(left_over),
        None => Ok(read),
    }
}

fn read_affixes(text: &'static str) -> Result<FxHashMap<&'static str, Affixes>, &'static str> {
    let mut read = FxHashMap::<_, Affixes>::default();
    let mut section = None;
    for line in lines(text) {
        if let Some(tag) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            section = Some(tag);
            continue;
        }
        let affixes = read.entry(section.ok_or(line)?).or_default();
        let (key, values) = line.split_once('=').ok_or(line)?;
        let counted = match key.trim() {
            "first" => &mut affixes.first,
            "prefix" => &mut affixes.prefixes,
            "suffix" => &mut affixes.suffixes,
            "ending" => {
                for value in values.split_whitespace() {
                    let (ending, other) = value.split_once('>').ok_or(line)?;
                    affixes.endings.push((ending.to_owned(), other.to_owned()));
                    affixes.endings.push((fold(ending), fold(other)));
                }
                continue;
            }
            _ => return Err(line),
        };
        for value in values.split_whitespace() {
            let (affix, left) = value.split_once('/').ok_or(line)?;
            let left = left
                .parse()
                .ok()
                .filter(|&left: &usize| left > 0)
                .ok_or(line)?;
            counted.push((fold(affix), left));
        }
    }
    Ok(read)
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::super::units;
    use super::*;

    fn stems(tag: &str, word: &str) -> Vec<String> {
        let mut stems = Vec::new();
        for unit in units(word) {
            each_stem(&unit, language(tag), |stem| stems.push(stem.to_owned()));
        }
        stems
    }

    fn meet(tag: &str, a: &str, b: &str) -> bool {
        let b = stems(tag, b);
        stems(tag, a).iter().any(|stem| b.contains(stem))
    }

    #[test]
    fn every_file_is_whole() {
        if let Err(line) =
            read_languages(include_str!("languages.txt"), include_str!("affixes.txt"))
        {
            panic!("cannot be read: {line}");
        }
        for line in [
            "en = latin english",
            "en = martian : english",
            "en = latin : none",
            "xx = latin : affixes",
        ] {
            assert_eq!(read_languages(line, "").err(), Some(line));
        }
        assert!(read_affixes("[ar]\nprefix = ال/0").is_err());
        assert_eq!(read_languages("", "[xx]\nsuffix = a/1").err(), Some("xx"));
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (tag, words) in [
            ("ar", "ميناء الميناء والميناء وبالميناء للميناء"),
            ("ar", "مدرسة المدرسة والمدرسه"),
            ("ar", "الصيادون الصيادين صياد"),
            ("ar", "انتخابات الانتخابات بالانتخابات"),
            ("de", "Häfen Haefen Hafen hafens"),
            ("de", "Müller Mueller"),
            ("de", "Müller Muller"),
            ("en", "election elections Election's"),
            ("es", "elección elecciones eleccion"),
            ("fa", "کتاب کتاب‌ها کتابهای كتابهایی"),
            ("fa", "خبرنگار خبرنگاران"),
            ("fr", "présidentielles presidentielle"),
            ("pt", "eleição eleições eleicoes"),
            ("ru", "рыбак рыбаки рыбаков"),
            ("tr", "liman limanı limanlar limanda LİMANDA"),
            ("tr", "Ankara Ankara'da Ankara’nın"),
            ("tr", "balıkçı balıkçılar BALIKÇILAR balikcilar"),
            ("uk", "порт порту"),
            ("ur", "کتاب کتابیں کتابوں"),
        ] {
            let (first, rest) = words.split_once(' ').unwrap();
            for word in rest.split(' ') {
                assert!(
                    meet(tag, first, word),
                    "{tag} {first} {:?} {word} {:?}",
                    stems(tag, first),
                    stems(tag, word)
                );
            }
        }
        for (tag, a, b) in [
            ("ar", "ميناء", "ميزان"),
            ("en", "harbour", "harvest"),
            ("tr", "liman", "limon"),
            ("fa", "ایران", "ایرلند"),
        ] {
            assert!(!meet(tag, a, b), "{tag} {a} {b}");
        }
    }

    #[test]
    fn words_in_another_script_stay_as_they_are() {
        assert_eq!(stems("ar", "Boeing"), ["boeing"]);
        assert_eq!(stems("en", "ميناء 2026 東"), ["ميناء", "2026", "東"]);
        assert_eq!(stems("xx", "harbours"), ["harbours"]);
    }

    #[test]
    fn memory_gives_the_same() {
        let mut cache = Cache::default();
        for _ in 0..2 {
            for (tag, text) in [
                ("tr", "Ankara'da Ankarada limanlar"),
                ("de", "Häfen hafen"),
                ("ar", "الميناء x"),
            ] {
                for unit in units(text) {
                    let (mut direct, mut kept) = (Vec::new(), Vec::new());
                    each_stem(&unit, language(tag), |stem| direct.push(stem.to_owned()));
                    cache.each_stem(&unit, language(tag), |stem| kept.push(stem.to_owned()));
                    assert_eq!(direct, kept);
                }
            }
        }
    }

    #[test]
    fn tags_are_told_by_their_language() {
        for (tag, expected) in [
            ("en-GB", Some("en")),
            ("pt_BR", Some("pt")),
            ("nb", Some("no")),
            ("", None),
            ("ü1", None),
        ] {
            assert_eq!(primary(tag).as_deref(), expected);
        }
    }
}
