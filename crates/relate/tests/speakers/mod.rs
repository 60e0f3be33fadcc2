//! Pairs of mentions of speakers, judged by hand, and what the judge makes of them. `README.md` says what a line holds.
//!
//! `cargo xtask speakers` prints the figures, the test of this name holds them to floors.

use khabar_relate::speakers::{Judgement, Known, Mention, Name, Verdict, judge};
use khabar_words::script::{Script, Writing};
use serde::Deserialize;

/// Two mentions of which it is known whether both name one speaker.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// `en-017`: the languages and a number.
    pub id: String,
    /// 1 for developing, 2 kept for measuring.
    pub half: u8,
    /// The mention that is judged.
    pub a: Called,
    /// The speaker that is known already.
    pub b: Called,
    /// Whether both stand in reports of one story.
    pub together: bool,
    /// Other speakers named beside both.
    #[serde(default)]
    pub company: Vec<String>,
    /// Whether both are one person or body.
    pub same: bool,
    /// What the pair tries.
    pub note: String,
}

/// A speaker as a report names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// Title and all.
    pub name: String,
    /// Where the report names one beside the name.
    pub role: Option<String>,
    /// BCP 47.
    pub language: String,
}

/// All pairs, in the order of the file.
///
/// # Errors
/// When a line is no pair; the error names it.
pub fn pairs() -> Result<Vec<Pair>, String> {
    include_str!("pairs.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{error}: {line}")))
        .collect()
}

impl Called {
    fn read(&self) -> Option<Name> {
        Name::of(&self.name, self.role.as_deref(), Some(&self.language))
    }

    /// What most of the name's letters are written in, the earlier of two with as many.
    fn written(&self) -> Option<Written> {
        let letters: Vec<_> = self.name.chars().filter_map(Written::of).collect();
        let many = |script| letters.iter().filter(|other| **other == script).count();
        letters
            .iter()
            .rev()
            .copied()
            .max_by_key(|&script| many(script))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Written {
    Spaced(Script),
    Kana,
    Han,
    Hangul,
}

impl Written {
    fn of(c: char) -> Option<Self> {
        match Writing::of(c).filter(|_| c.is_alphabetic())? {
            Writing::Hangul => Some(Self::Hangul),
            Writing::Ideographs if ('ぁ'..='ヿ').contains(&c) => Some(Self::Kana),
            Writing::Ideographs => Some(Self::Han),
            Writing::Spaced | Writing::Unspaced => {
                Some(Self::Spaced(Script::of(c.encode_utf8(&mut [0; 4]))))
            }
        }
    }
}

impl Pair {
    /// Whether the two names are written in two scripts.
    pub fn across(&self) -> bool {
        self.a.written() != self.b.written()
    }

    /// What the judge makes of the first where the second is known; `None` where one of the two names nobody.
    pub fn judged(&self) -> Option<Judgement> {
        self.judge(&self.a, &self.b)
    }

    /// What it makes of the second where the first is known.
    pub fn judged_back(&self) -> Option<Judgement> {
        self.judge(&self.b, &self.a)
    }

    fn judge(&self, mention: &Called, known: &Called) -> Option<Judgement> {
        let (mention, known) = (mention.read()?, known.read()?);
        let companions: Vec<i64> = (0..).take(self.company.len()).collect();
        let story = 1;
        Some(judge(
            &Mention {
                name: &mention,
                story: Some(story),
                companions: &companions,
            },
            &Known {
                names: &[known],
                stories: &[if self.together { story } else { story + 1 }],
                companions: &companions,
            },
        ))
    }
}

/// How many pairs were judged, and how.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// Pairs.
    pub pairs: usize,
    /// Of these, one speaker.
    pub same: usize,
    /// Joined.
    pub joined: usize,
    /// Joined and one speaker.
    pub right: usize,
}

impl Tally {
    /// Counts a pair.
    pub fn add(&mut self, pair: &Pair, joined: bool) {
        self.pairs += 1;
        self.same += usize::from(pair.same);
        self.joined += usize::from(joined);
        self.right += usize::from(joined && pair.same);
    }

    /// Share of those joined that are one speaker; 1 where none was joined.
    pub fn precision(&self) -> f64 {
        share(self.right, self.joined)
    }

    /// Share of those that are one speaker that were joined; 1 where none is.
    pub fn recall(&self) -> f64 {
        share(self.right, self.same)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Whether a judgement joins the two: only [`Verdict::Same`] does.
pub fn joined(judgement: Option<&Judgement>) -> bool {
    judgement.is_some_and(|judgement| judgement.verdict == Verdict::Same)
}
