//! The words of a page's blocks as numbers, and what the characters of a block are.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::blocks::Blocks;
use crate::letters::is_small_letter;
use crate::words::is_unspaced;

/// Words and character counts of all blocks of a page.
#[derive(Debug, Default)]
pub struct PageWords {
    /// Hashes of the words in lower case, block after block.
    pub words: Vec<u32>,
    /// One entry a block.
    pub blocks: Vec<BlockWords>,
}

/// What a block's text is made of.
#[derive(Debug, Clone, Default)]
pub struct BlockWords {
    /// Range of [`PageWords::words`].
    pub words: (u32, u32),
    /// Letters in upper case.
    pub upper: u32,
    /// Digits of any script.
    pub digits: u32,
    /// Characters that are neither letters, digits nor white space.
    pub marks: u32,
    /// Commas of any script.
    pub commas: u32,
    /// Full stops and their kin, followed by white space or the end.
    pub stops: u32,
    /// First and last character.
    pub ends: (char, char),
}

impl PageWords {
    /// Counts the blocks of a page.
    pub fn of(page: &Blocks) -> Self {
        let mut words = Vec::with_capacity(page.text.len() / 5);
        let blocks = page
            .blocks
            .iter()
            .map(|b| count(page.text(b), &mut words))
            .collect();
        Self { words, blocks }
    }

    /// Hashes of a block's words.
    pub fn of_block(&self, block: usize) -> &[u32] {
        let (from, to) = self.blocks[block].words;
        &self.words[from as usize..to as usize]
    }
}

/// Hashes of the words of a text, added to `out`; what the characters were.
pub fn count(text: &str, out: &mut Vec<u32>) -> BlockWords {
    let mut counts = BlockWords {
        words: (out.len() as u32, 0),
        ends: (
            text.chars().find(|&c| c != '\0').unwrap_or_default(),
            text.chars().next_back().unwrap_or_default(),
        ),
        ..BlockWords::default()
    };
    let mut word = WordHasher::default();
    let mut after_stop = false;
    for c in text.chars() {
        // Most characters are letters, and nothing more is asked of them.
        if is_small_letter(c) && !is_unspaced(c) {
            word.push(c);
            after_stop = false;
            continue;
        }
        if c.is_ascii() {
            match c {
                'A'..='Z' => {
                    counts.upper += 1;
                    word.push(c.to_ascii_lowercase());
                }
                '0'..='9' => {
                    counts.digits += 1;
                    word.push(c);
                }
                _ => {
                    word.finish(out);
                    if c == ' ' {
                        counts.stops += u32::from(after_stop);
                    } else {
                        counts.marks += 1;
                        counts.commas += u32::from(c == ',');
                    }
                }
            }
        } else if is_unspaced(c) {
            word.finish(out);
            word.push(c);
            word.finish(out);
        } else if c.is_alphabetic() || is_combining(c) {
            counts.upper += u32::from(c.is_uppercase());
            for lower in c.to_lowercase() {
                word.push(lower);
            }
        } else if c.is_numeric() {
            counts.digits += 1;
            word.push(c);
        } else {
            word.finish(out);
            counts.marks += 1;
            counts.commas += u32::from(matches!(c, '،' | '、' | '，' | '؛'));
        }
        // East Asian full stops need no space after them.
        counts.stops += u32::from(matches!(c, '。' | '！' | '？' | '।' | '۔'));
        after_stop = matches!(c, '.' | '!' | '?' | '؟' | '…')
            || (after_stop && matches!(c, '"' | '”' | '»' | '\'' | ')'));
    }
    counts.stops += u32::from(after_stop);
    word.finish(out);
    counts.words.1 = out.len() as u32;
    counts
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}')
}

#[derive(Default)]
struct WordHasher {
    hasher: FxHasher,
    filled: bool,
}

impl WordHasher {
    fn push(&mut self, c: char) {
        self.hasher.write_u32(c as u32);
        self.filled = true;
    }

    fn finish(&mut self, out: &mut Vec<u32>) {
        if self.filled {
            out.push(fold(self.hasher.finish()));
            *self = Self::default();
        }
    }
}

/// 32 bits of a 64-bit hash.
pub fn fold(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_ignore_case_and_marks_and_cut_unspaced_scripts_by_character() {
        let words = |text| {
            let mut out = Vec::new();
            count(text, &mut out);
            out
        };
        assert_eq!(words("The END, then"), words("the end - then"));
        assert_eq!(words("図書館").len(), 3);
        assert_eq!(words("في العالم").len(), 2);
        assert_eq!(words("").len(), 0);
    }

    #[test]
    fn characters_are_counted_by_what_they_are() {
        let counts = count("Yes, he said. \"In 2024, no.\"", &mut Vec::new());
        assert_eq!(
            (counts.upper, counts.digits, counts.commas, counts.stops),
            (2, 4, 2, 2)
        );
        assert_eq!(counts.ends, ('Y', '"'));
        assert_eq!(count("昨日。今日。", &mut Vec::new()).stops, 2);
    }
}
