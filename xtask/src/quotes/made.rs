//! Quotations of the made-up press with a known answer, and alterations of them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use jiff::Timestamp;
use khabar_press::{Options as PressOptions, Press, Saying};
use khabar_relate::quotes::Company;

use super::alter::{ALL, Alteration};
use crate::archives::Random;

/// Stories that begin each day.
const A_DAY: u32 = 24;

/// In two languages the sayings of this kind of event are not those of the same number.
const NOT_THE_SAME_ABROAD: &str = "hospital";

/// What somebody said, in a report of the press.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// The words.
    pub words: String,
    /// Their language.
    pub language: &'static str,
    /// The story of the report.
    pub story: u64,
    /// Who speaks, by name.
    speaker: String,
    /// Which of the story's people that is.
    pub person: usize,
    saying: Saying,
    /// What it is called across languages, where every language has one wording of it.
    abroad: Option<(&'static str, usize)>,
}

/// What two quotations are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// The same, said once.
    Same,
    /// Two things.
    Other,
    /// Neither: the same sentence, which the press gives to two speakers, or another wording of a line that says something else.
    Aside,
}

impl Quotation {
    /// What this and another of any language are.
    pub fn truth(&self, other: &Self) -> Truth {
        let is_one_story = self.story == other.story;
        let line = |of: &Self| (of.saying.list, of.saying.line);
        if self.language == other.language {
            return match () {
                () if is_one_story && self.saying == other.saying => Truth::Same,
                () if is_one_story && line(self) == line(other) => Truth::Aside,
                () if plain(&self.words).eq(plain(&other.words)) => Truth::Aside,
                () => Truth::Other,
            };
        }
        match (self.abroad, other.abroad) {
            (Some(one), Some(other)) if is_one_story && one == other => Truth::Same,
            // Nobody has set those of this list beside each other.
            (None, _) | (_, None) if is_one_story && self.saying.list == other.saying.list => {
                Truth::Aside
            }
            _ => Truth::Other,
        }
    }

    /// What is known of this and another beside their words: all that the press knows.
    pub fn company(&self, other: &Self) -> Company {
        let is_one_story = self.story == other.story;
        let same_speaker = if is_one_story {
            self.person == other.person
        } else {
            self.language == other.language && self.speaker == other.speaker
        };
        Company {
            same_story: is_one_story,
            same_speaker: Some(same_speaker),
        }
    }
}

fn plain(words: &str) -> impl Iterator<Item = char> + '_ {
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// The quotations of a press of this seed over so many days, in the order of their reports: those of every second kind of event.
///
/// # Errors
/// None, but for a point of time that cannot be read.
pub fn quotations(seed: u64, days: i64, dev: bool) -> Result<Vec<Quotation>> {
    let press = Press::with(PressOptions {
        seed,
        stories_a_day: A_DAY,
        silent_from: None,
    });
    let begin: Timestamp = "2024-01-01T00:00:00Z".parse()?;
    let end = begin + jiff::SignedDuration::from_hours(24 * days);
    let reports: Vec<_> = press.between(begin, end).collect();
    let kinds: BTreeSet<&str> = reports.iter().map(|report| report.kind).collect();
    let half: BTreeSet<&str> = kinds
        .into_iter()
        .skip(usize::from(!dev))
        .step_by(2)
        .collect();
    // Lines that say several things in one language say one of them in another, and not always the first.
    let several: BTreeSet<(&str, &str, usize)> = reports
        .iter()
        .flat_map(|report| {
            report
                .statements
                .iter()
                .map(|said| (report.kind, said.saying))
        })
        .filter(|(_, saying)| saying.wording > 0)
        .map(|(kind, saying)| (kind, saying.list, saying.line))
        .collect();
    let mut out = Vec::new();
    for report in reports.iter().filter(|report| half.contains(report.kind)) {
        let language = press
            .outlet(report.outlet)
            .map_or("", |outlet| outlet.language);
        for said in &report.statements {
            let line = (said.saying.list, said.saying.line);
            let is_one = report.kind != NOT_THE_SAME_ABROAD
                && !several.contains(&(report.kind, line.0, line.1));
            out.push(Quotation {
                words: said.words.clone(),
                language,
                story: report.story,
                speaker: said.speaker.clone(),
                person: said.person,
                saying: said.saying,
                abroad: is_one.then_some(line),
            });
        }
    }
    Ok(out)
}

/// A quotation and what was made of it.
#[derive(Debug)]
pub struct Altered {
    /// The quotation.
    pub of: String,
    /// It altered.
    pub words: String,
    /// Their language.
    pub language: &'static str,
    /// What was done.
    pub how: Alteration,
    /// What is known of the two.
    pub company: Company,
}

/// Alterations of every sentence of each language, as far as they fit.
pub fn altered(quotations: &[Quotation], seed: u64) -> Vec<Altered> {
    // A sentence once, with the numbers and names of the story that is first.
    let mut sentences: BTreeMap<(&str, String), &Quotation> = BTreeMap::new();
    for quotation in quotations {
        let without_numbers = plain(&quotation.words)
            .filter(|c| !c.is_numeric())
            .collect();
        sentences
            .entry((quotation.language, without_numbers))
            .or_insert(quotation);
    }
    let mut random = Random::new(seed);
    let mut out = Vec::new();
    for quotation in sentences.into_values() {
        for how in ALL {
            let (same_story, same_speaker) = match random.below(4) {
                0 => (true, None),
                1 => (false, Some(true)),
                _ => (true, Some(true)),
            };
            let Some(words) = how.of(&quotation.words, quotation.language, &mut random) else {
                continue;
            };
            out.push(Altered {
                of: quotation.words.clone(),
                words,
                language: quotation.language,
                how,
                company: Company {
                    same_story,
                    same_speaker,
                },
            });
        }
    }
    out
}
