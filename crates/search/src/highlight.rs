//! Where in a text the words of a question stand.

use std::ops::Range;
use std::sync::{LazyLock, Mutex};

use rustc_hash::FxHashMap;

use crate::query::{Form, Query, Text};
use crate::schema::Zone;
use khabar_words::stem::{Cache, Language, each_stem, language, primary};
use khabar_words::{Kind, Unit, each_unit, in_order};

/// Stems of words in texts that were marked before; a page of hits shares many.
static STEMS: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

/// The passages of a text that a question is answered by, in code points of it, in order and apart from each other.
///
/// `tag` is the language of the text, as it was given to the index. Words asked for in the text, the headline, or what is
/// said and by whom, are marked; names of authors, sections and keywords are not, nor what is asked to be missing.
pub fn highlight(text: &str, query: &Query, tag: Option<&str>) -> Vec<Range<usize>> {
    let bytes = merged(&marks(text, query, tag));
    let mut points = Vec::with_capacity(bytes.len());
    let (mut at, mut point) = (0, 0);
    let mut point_of = |byte: usize| {
        point += text[at..byte].chars().count();
        at = byte;
        point
    };
    for Range { start, end } in bytes {
        points.push(point_of(start)..point_of(end));
    }
    points
}

/// A passage, in bytes, and which of the words asked for stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub begin: usize,
    pub end: usize,
    pub wanted: usize,
}

/// The bytes of passages in order, those that overlap or meet as one.
pub fn merged<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Vec<Range<usize>> {
    let mut bytes: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match bytes.last_mut() {
            Some(last) if mark.begin <= last.end => last.end = last.end.max(mark.end),
            _ => bytes.push(mark.begin..mark.end),
        }
    }
    bytes
}

/// What words are recognised by.
#[derive(Default)]
struct Wanted {
    /// Stems, and which of the words asked for they are of.
    stems: FxHashMap<String, Vec<usize>>,
    runs: Vec<Run>,
    prefixes: Vec<(usize, String)>,
    /// Beginnings of stems.
    stem_prefixes: Vec<(usize, String)>,
}

/// Words one behind the other.
struct Run {
    wanted: usize,
    /// Each with its place behind the first. At least one.
    words: Vec<(usize, String)>,
    /// Whether of the last one only the beginning is given.
    is_begun: bool,
}

impl Run {
    /// Whether it stands in the units of a text from this one on.
    fn stands(&self, at: usize, units: &[Placed]) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().all(|(which, (place, word))| {
            let unit = units.get(at + place).and_then(|unit| unit.word.as_ref());
            unit.is_some_and(|unit| {
                unit == word || which == last && self.is_begun && unit.starts_with(word)
            })
        })
    }
}

impl Wanted {
    /// Takes in words that are asked for. What has to stand in a text to be answered by is one thing or several; each asks for
    /// a number.
    fn add(
        &mut self,
        text: &Text,
        language: Option<&Language>,
        number: &mut impl FnMut() -> usize,
    ) {
        match (text.form, text.units.as_slice()) {
            (Form::Words, [unit]) => self.add_word(number(), unit, language),
            (Form::Words, units) if units.iter().all(|unit| unit.kind == Kind::Part) => {
                for unit in units {
                    self.add_word(number(), unit, language);
                }
            }
            (form, units) => self.add_run(units, form == Form::Prefix, language, number),
        }
    }

    fn add_word(&mut self, number: usize, unit: &Unit, language: Option<&Language>) {
        let stems = &mut self.stems;
        each_stem(unit, language, |stem| {
            stems.entry(stem.to_owned()).or_default().push(number);
        });
    }

    fn add_prefix(&mut self, number: usize, word: &str, language: Option<&Language>) {
        let stem = language.and_then(|language| language.stems_with(word));
        self.stem_prefixes.extend(stem.map(|stem| (number, stem)));
        self.prefixes.push((number, word.to_owned()));
    }

    fn add_run(
        &mut self,
        units: &[Unit],
        is_begun: bool,
        language: Option<&Language>,
        number: &mut impl FnMut() -> usize,
    ) {
        let (placed, loose) = in_order(units);
        for character in loose {
            self.stems
                .entry(character.to_owned())
                .or_default()
                .push(number());
        }
        match placed.as_slice() {
            [] => {}
            [(_, word)] if is_begun => self.add_prefix(number(), word, language),
            &[(first, _), ..] => {
                let words = placed
                    .into_iter()
                    .map(|(place, word)| (place - first, word.to_owned()))
                    .collect();
                self.runs.push(Run {
                    wanted: number(),
                    words,
                    is_begun,
                });
            }
        }
    }

    /// Where these words stand in a text.
    fn marks(&self, text: &str, language: Option<&Language>) -> Vec<Mark> {
        // Who comes while another is at it does without.
        let mut shared = STEMS.try_lock().ok();
        let mut own = Cache::default();
        let stems = shared.as_deref_mut().unwrap_or(&mut own);
        let mut marks = Vec::new();
        let mut placed = Vec::new();
        each_unit(text, |unit| {
            let (begin, end) = (unit.begin, unit.end);
            let mut mark = |&wanted: &usize| marks.push(Mark { begin, end, wanted });
            if !self.stems.is_empty() || !self.stem_prefixes.is_empty() {
                stems.each_stem(unit, language, |stem| {
                    self.stems
                        .get(stem)
                        .into_iter()
                        .flatten()
                        .for_each(&mut mark);
                    begun_by(&self.stem_prefixes, stem).for_each(&mut mark);
                });
            }
            begun_by(&self.prefixes, &unit.word).for_each(&mut mark);
            if !self.runs.is_empty() {
                placed.push(Placed {
                    begin,
                    end: unit.end_in_order(),
                    word: unit.in_order().map(str::to_owned),
                });
            }
        });
        for run in &self.runs {
            let last = run.words.last().map_or(0, |&(place, _)| place);
            let begins = (0..placed.len()).filter(|&at| run.stands(at, &placed));
            marks.extend(begins.map(|at| Mark {
                begin: placed[at].begin,
                end: placed[at + last].end,
                wanted: run.wanted,
            }));
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

/// A unit of the text, as far as runs of them are compared.
struct Placed {
    begin: usize,
    end: usize,
    word: Option<String>,
}

/// The passages that a question is answered by, in order; they may overlap.
pub fn marks(text: &str, query: &Query, tag: Option<&str>) -> Vec<Mark> {
    let language = language_of(tag);
    let mut wanted = Wanted::default();
    let mut number = 0;
    query.root.each_wanted(&mut |text| {
        if !matches!(text.zone, Zone::By | Zone::Section | Zone::Tag) {
            wanted.add(text, language, &mut || number);
            number += 1;
        }
    });
    wanted.marks(text, language)
}

/// Whether words that are asked for stand in a text, whatever part of a report they are asked for in. Where they are looked for
/// by parts, as without blanks, all of these have to be there.
pub fn stands(asked: &Text, text: &str, tag: Option<&str>) -> bool {
    let language = language_of(tag);
    let mut wanted = Wanted::default();
    let mut parts = 0;
    wanted.add(asked, language, &mut || {
        parts += 1;
        parts - 1
    });
    let marks = wanted.marks(text, language);
    parts > 0 && (0..parts).all(|part| marks.iter().any(|mark| mark.wanted == part))
}

/// The language of a tag, where words of it have stems.
fn language_of(tag: Option<&str>) -> Option<&'static Language> {
    tag.and_then(primary).as_deref().and_then(language)
}

/// What the beginnings that a word has are of.
fn begun_by<'a>(prefixes: &'a [(usize, String)], word: &'a str) -> impl Iterator<Item = &'a usize> {
    prefixes
        .iter()
        .filter(move |(_, prefix)| word.starts_with(prefix))
        .map(|(wanted, _)| wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, query: &str, tag: &str) -> String {
        let points: Vec<char> = text.chars().collect();
        let (query, _) = Query::parse(query);
        let marked = highlight(text, &query, Some(tag));
        let marked: Vec<String> = marked
            .into_iter()
            .map(|range| points[range].iter().collect())
            .collect();
        marked.join("|")
    }

    #[test]
    fn words_are_marked_as_they_are_found() {
        for (tag, text, query, expected) in [
            (
                "en",
                "Élite harbours: the harbour’s storm",
                "harbour elite",
                "Élite|harbours|harbour",
            ),
            (
                "en",
                "Port of Amal, in Port Amal",
                "\"port amal\"",
                "Port Amal",
            ),
            (
                "en",
                "storms and floods",
                "(storm OR flood) -and",
                "storms|floods",
            ),
            (
                "en",
                "a harbinger of harbours",
                "harb*",
                "harbinger|harbours",
            ),
            ("en", "by Lina Haddad", "by:haddad tag:lina lang:en", ""),
            ("en", "He said no", "said:no title:he speaker:x", "He|no"),
            ("en", "an e-mail, a mail", "e-mail", "e-mail"),
            (
                "ar",
                "عاد الصيادون وبالميناء سفن",
                "ميناء صيادين",
                "الصيادون|وبالميناء",
            ),
            ("ja", "東京都庁で車が", "京都庁 車", "京都庁|車"),
            ("ja", "京都で", "東京", ""),
            ("ko", "대통령이 말했다", "대통령", "대통령"),
            ("th", "ท่าเรือเปิดอีกครั้ง", "ท่าเรือ", "ท่าเรือ"),
            ("fr", "L’eau de l'île", "eau île", "eau|île"),
            (
                "tr",
                "Ankara'da seçimler",
                "ankara seçim",
                "Ankara'da|seçimler",
            ),
            ("en", "", "x", ""),
            ("en", "x", "", ""),
        ] {
            assert_eq!(marked(text, query, tag), expected, "{text} {query}");
        }
    }

    #[test]
    fn without_a_language_words_are_marked_as_written() {
        let (query, _) = Query::parse("harbour");
        assert_eq!(highlight("harbour harbours", &query, None), vec![0..7]);
    }
}
