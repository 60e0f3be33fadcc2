//! The words of a dump's lines, and those of them that may tell what a line is.

use crate::body::words::{BlockWords, count, fold};

use super::lines::Lines;

/// Words and character counts of all lines.
#[derive(Debug, Default)]
pub struct LineWords {
    words: Vec<u32>,
    /// One entry a line.
    pub counts: Vec<BlockWords>,
}

impl LineWords {
    /// Counts the lines of a dump.
    pub fn of(lines: &Lines) -> Self {
        let mut words = Vec::with_capacity(lines.text.len() / 5);
        let counts = (0..lines.lines.len())
            .map(|i| count(lines.of(i), &mut words))
            .collect();
        Self { words, counts }
    }

    /// Hashes of a line's words.
    pub fn line(&self, line: usize) -> &[u32] {
        let (from, to) = self.counts[line].words;
        &self.words[from as usize..to as usize]
    }

    /// One number for the whole of a line.
    pub fn key(&self, line: usize) -> u32 {
        whole(self.line(line))
    }
}

fn whole(words: &[u32]) -> u32 {
    words.iter().fold(0x4444_4444, |hash, &w| {
        hash.rotate_left(7).wrapping_mul(0x9e37_79b1) ^ w
    })
}

/// Lines up to this many words are looked at word by word; of longer ones only the ends.
const SHORT: usize = 25;
/// Lines up to this many words are also looked at as a whole.
const PHRASE: usize = 8;
/// Lines up to this many words tell what follows them.
const HEADING: usize = 5;
/// How many lines back the nearest such line is looked for.
const HEADING_REACH: usize = 12;

/// Hashes of what may tell what a line is ("Photo", "Read more") and of the heading it stands under ("Related").
pub fn telling(text: &Lines, words: &LineWords, line: usize) -> Vec<u32> {
    const FIRST: u32 = 0x1111_1111;
    const SECOND: u32 = 0x2222_2222;
    const LAST: u32 = 0x3333_3333;
    const BEFORE: u32 = 0x5555_5555;
    const ABOVE: u32 = 0x6666_6666;
    const AFTER: u32 = 0x7777_7777;
    const SHAPE: u32 = 0x0123_4567;
    let own = words.line(line);
    let mut out = Vec::new();
    if own.len() <= SHORT {
        out.extend(own);
        out.push(shape(text.of(line)) ^ SHAPE);
    }
    for (word, place) in [
        (own.first(), FIRST),
        (own.get(1), SECOND),
        (own.last(), LAST),
    ] {
        out.extend(word.map(|w| w ^ place));
    }
    if own.len() <= PHRASE {
        out.push(whole(own));
    }
    let is_heading = |at: &usize| (1..=HEADING).contains(&words.line(*at).len());
    if let Some(before) = line.checked_sub(1).filter(is_heading) {
        out.push(words.key(before) ^ BEFORE);
    }
    if let Some(above) = (line.saturating_sub(HEADING_REACH)..line)
        .rev()
        .find(is_heading)
    {
        out.push(words.key(above) ^ ABOVE);
    }
    if line + 1 < words.counts.len() && is_heading(&(line + 1)) {
        out.push(words.key(line + 1) ^ AFTER);
    }
    out
}

/// What kinds of characters a text is made of, runs of one kind as one: "12:30 Uhr" and "09:15 Uhr" are of one shape.
fn shape(text: &str) -> u32 {
    let mut hash = 0_u64;
    let mut last = '\0';
    for c in text.chars().take(40) {
        let kind = match c {
            c if c.is_numeric() => '0',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        if kind != last {
            hash = hash.rotate_left(9).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ u64::from(u32::from(kind));
        }
        last = kind;
    }
    fold(hash)
}
