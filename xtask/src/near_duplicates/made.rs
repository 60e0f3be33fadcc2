//! The made set: texts, and copies of them altered in known ways.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use khabar_article::words::is_unspaced;
use rayon::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::archives::Random;
use crate::score::statements::texts;
use crate::sets;

/// The sets whose pages' bodies are copied. Thresholds were chosen on them.
const SETS: [&str; 4] = ["news-dev", "arabic-dev", "wcxb-dev", "segments-dev"];
/// The sets whose texts are copied to see whether the thresholds hold for others.
const HELD_OUT: [&str; 3] = [
    "statements-en-train",
    "statements-de-train",
    "statements-ar-dev",
];
/// Bodies of fewer words are left out: nobody could say what a copy of them is.
const FEWEST_WORDS: usize = 80;
/// In percent, how many of the words of a copy are changed.
const CHANGED: [usize; 9] = [0, 5, 10, 15, 20, 25, 30, 35, 40];
/// Of this share of the words it is still wanted that copies are found.
const WANTED: usize = 20;

/// The texts that copies are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// Bodies of pages, on which thresholds were chosen.
    Chosen,
    /// Texts on which nothing was chosen.
    HeldOut,
}

impl Texts {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chosen, Self::HeldOut];

    /// What they are, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chosen => "bodies of pages, on which thresholds were chosen",
            Self::HeldOut => "other texts, on which nothing was chosen",
        }
    }

    /// The texts, without those that the sets have twice.
    ///
    /// # Errors
    /// When the sets cannot be read.
    pub fn load(self, dir: Option<&Path>) -> Result<Vec<Source>> {
        self.all(dir).map(different)
    }

    fn all(self, dir: Option<&Path>) -> Result<Vec<Source>> {
        match self {
            Self::Chosen => {
                let sets = sets::find(dir, &SETS.map(str::to_owned))?;
                let pages: Vec<_> = sets.iter().flat_map(|set| &set.pages).collect();
                Ok(pages.par_iter().filter_map(|page| source(page)).collect())
            }
            Self::HeldOut => {
                let sets = texts::find(dir, &HELD_OUT.map(str::to_owned))?;
                let texts = sets.into_iter().flat_map(|set| set.texts);
                Ok(texts
                    .filter(|text| is_long(&text.text))
                    .map(|text| Source {
                        language: text.lang,
                        text: text.text,
                    })
                    .collect())
            }
        }
    }
}

/// A text.
pub struct Source {
    /// Its language.
    pub language: String,
    /// Its words.
    pub text: String,
}

/// A text of the made set.
pub struct Made {
    /// Which source it is made of.
    pub source: usize,
    /// How.
    pub how: How,
    /// Its words.
    pub text: String,
}

/// How a text was made of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// As it is.
    Itself,
    /// So many percent of its words changed.
    Changed(usize),
    /// Another headline and opening paragraph, as outlets give wire copy.
    Headline,
    /// What another site says around it.
    Boilerplate,
}

impl How {
    /// How, in words.
    pub fn name(self) -> String {
        match self {
            Self::Itself => "the text itself".to_owned(),
            Self::Changed(percent) => format!("{percent} % of the words changed"),
            Self::Headline => "another headline and opening".to_owned(),
            Self::Boilerplate => "other boilerplate around it".to_owned(),
        }
    }

    /// Whether four fifths of the words are still the source's.
    pub fn is_wanted(self) -> bool {
        match self {
            Self::Changed(percent) => percent <= WANTED,
            _ => true,
        }
    }
}

/// The body of a page, where it is long enough.
fn source(page: &sets::Page) -> Option<Source> {
    let options = khabar_article::ReadOptions {
        url: page.url.as_deref(),
        ..Default::default()
    };
    let article = khabar_article::read(&page.bytes().ok()?, &options).ok()?;
    let text = article.body_text();
    is_long(&text).then(|| Source {
        language: article.language.unwrap_or_default(),
        text,
    })
}

fn is_long(text: &str) -> bool {
    khabar_article::words::count(text) >= FEWEST_WORDS
}

/// The sources without those that the sets have twice: pairs that share half of their distinct words, counted word by word and
/// not as they are measured here.
fn different(sources: Vec<Source>) -> Vec<Source> {
    let words: Vec<BTreeSet<&str>> = sources
        .iter()
        .map(|source| {
            source
                .text
                .unicode_words()
                .filter(|w| w.len() > 3)
                .collect()
        })
        .collect();
    let is_copy = |at: usize| {
        words[..at].par_iter().any(|other| {
            let shared = words[at].intersection(other).count();
            shared * 3 > words[at].len() + other.len()
        })
    };
    let copies: Vec<bool> = (0..sources.len()).map(is_copy).collect();
    drop(words);
    let kept = sources
        .into_iter()
        .zip(copies)
        .filter(|(_, is_copy)| !is_copy);
    kept.map(|(source, _)| source).collect()
}

/// The made set: of every source itself and copies of it, shuffled.
pub fn make(sources: &[Source], seed: u64) -> Vec<Made> {
    let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in sources {
        let of_language = words.entry(&source.language).or_default();
        of_language.extend(source.text.unicode_words());
    }
    let mut made: Vec<Made> = sources
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, source)| {
            let mut random = Random::new(seed ^ (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let others = &words[source.language.as_str()];
            let other = &sources[random.below(sources.len())].text;
            let mut copies = vec![
                (How::Itself, source.text.clone()),
                (How::Headline, with_other_opening(&source.text, other)),
                (
                    How::Boilerplate,
                    with_boilerplate(&source.text, other, &mut random),
                ),
            ];
            // Two of the shares a source, so that the set does not consist of copies alone.
            for _ in 0..2 {
                let percent = CHANGED[random.below(CHANGED.len())];
                copies.push((
                    How::Changed(percent),
                    changed(&source.text, percent, others, &mut random),
                ));
            }
            copies.into_iter().map(move |(how, text)| Made {
                source: at,
                how,
                text,
            })
        })
        .collect();
    let mut random = Random::new(seed);
    for at in (1..made.len()).rev() {
        made.swap(at, random.below(at + 1));
    }
    made
}

/// The text with so many percent of its words put in the place of others of its language, left out, or doubled by another.
pub fn changed(text: &str, percent: usize, others: &[&str], random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_word_bounds() {
        let is_word = piece.chars().any(char::is_alphanumeric);
        if !is_word || random.below(100) >= percent {
            out.push_str(piece);
            continue;
        }
        let other = others[random.below(others.len())];
        match random.below(10) {
            0 => {}
            1 => {
                out.push_str(piece);
                out.push(' ');
                out.push_str(other);
            }
            _ if piece.chars().any(is_unspaced) => {
                let of_script = other.chars().find(|c| is_unspaced(*c));
                out.push(of_script.unwrap_or('的'));
            }
            _ => out.push_str(other),
        }
    }
    out
}

/// The text under the opening paragraph of another.
fn with_other_opening(text: &str, other: &str) -> String {
    let (_, rest) = text.split_once("\n\n").unwrap_or(("", text));
    // A text that is half opening is no copy without it.
    let rest = if rest.len() * 10 < text.len() * 8 {
        text
    } else {
        rest
    };
    let opening = other.split("\n\n").next().unwrap_or_default();
    let end = opening.floor_char_boundary(text.len() / 10);
    format!("{}\n\n{rest}", &opening[..end])
}

/// The text with an eighth to a fifth more of another's around it.
fn with_boilerplate(text: &str, other: &str, random: &mut Random) -> String {
    let len = text.len() / (5 + random.below(4));
    let end = other.floor_char_boundary(len.min(other.len()));
    let (before, behind) = other[..end].split_at(other[..end].floor_char_boundary(end / 3));
    format!("{before}\n\n{text}\n\n{behind}")
}
