//! How a word sounds, as far as its letters show it, and how far two words are apart by that.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::catalogue::pairs;
use crate::names::skeleton::is_han;

/// Sounds of a word that are looked at.
const MOST: usize = 28;

/// Letters that stand for one sound together, at most.
const LONGEST: usize = 4;

static SOUNDS: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("words/sounds.txt")).collect());

/// How much of a word's sounds its writing shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// Vowels and consonants.
    Full,
    /// Short vowels are left out: Arabic, Hebrew; in part Devanagari.
    Abjad,
    /// In syllables, so that there are vowels between all consonants, and one sign for l and r: kana, Hangul, Han.
    Syllables,
}

/// The sounds of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sounds {
    /// One letter a sound.
    pub letters: Vec<u8>,
    /// How it was written.
    pub writing: Writing,
}

impl Sounds {
    /// Of a word in small letters. Han signs sound as in Mandarin; `is_foreign` where they write a name of another language.
    pub fn of(word: &str, is_foreign: bool) -> Self {
        let mut text = String::with_capacity(word.len() + 8);
        let mut rest = word;
        let mut writing = Writing::Full;
        while let Some(first) = rest.chars().next() {
            if text.len() >= MOST {
                break;
            }
            writing = match first {
                '\u{5d0}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{900}'..='\u{97f}' => {
                    Writing::Abjad
                }
                'ぁ'..='ヿ' | '가'..='힣' => Writing::Syllables,
                c if is_han(c) => Writing::Syllables,
                _ => writing,
            };
            if is_han(first) && !is_foreign {
                pinyin(&syllable(first), &mut text);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let known = (1..=LONGEST).rev().find_map(|length| {
                let end = rest
                    .char_indices()
                    .nth(length - 1)
                    .map(|(at, c)| at + c.len_utf8())?;
                SOUNDS.get(&rest[..end]).map(|sounds| (*sounds, end))
            });
            if let Some((sounds, end)) = known {
                // A long vowel, but a consonant where the word begins with it; and the other way round.
                let sounds = match first {
                    'و' | 'ו' if rest.len() == word.len() => "v",
                    'ع' | 'ע' if rest.len() == word.len() => "a",
                    _ => sounds,
                };
                text.push_str(sounds);
                rest = &rest[end..];
                continue;
            }
            if is_han(first) {
                pinyin(&syllable(first), &mut text);
            } else if first.is_ascii_lowercase() {
                text.push(first);
            } else if first.is_alphabetic() {
                let plain = if matches!(first, 'ぁ'..='ゖ') {
                    // The same sounds as katakana.
                    char::from_u32(u32::from(first) + 0x60)
                        .and_then(|c| SOUNDS.get(c.encode_utf8(&mut [0; 4]) as &str).copied())
                        .unwrap_or_default()
                        .to_owned()
                } else {
                    deunicode::deunicode_char(first)
                        .unwrap_or_default()
                        .trim()
                        .to_ascii_lowercase()
                };
                latin(&plain, &mut text);
            }
            rest = &rest[first.len_utf8()..];
        }
        Self::from_text(&text, writing)
    }

    /// Of a Chinese name in Latin letters.
    pub fn of_pinyin(word: &str) -> Self {
        let mut text = String::with_capacity(word.len());
        pinyin(word, &mut text);
        Self::from_text(&text, Writing::Full)
    }

    fn from_text(text: &str, writing: Writing) -> Self {
        let mut letters: Vec<u8> = Vec::with_capacity(text.len());
        for letter in text.bytes().filter(u8::is_ascii_lowercase).take(MOST) {
            if letters.last() != Some(&letter) {
                letters.push(letter);
            }
        }
        // Some write the end of "Jinping" with one sound, some with two.
        if letters.ends_with(b"ng") {
            letters.pop();
        }
        Self { letters, writing }
    }

    /// The sounds of two words written together.
    pub fn and(&self, next: &Self) -> Self {
        let mut both = self.clone();
        both.letters.extend(&next.letters);
        both.letters.truncate(MOST);
        both.letters.dedup();
        both
    }

    /// How many consonants.
    pub fn consonants(&self) -> usize {
        self.letters
            .iter()
            .filter(|&&letter| !is_vowel(letter))
            .count()
    }

    /// Classes of consonants that are the same in all scripts, by which words are found.
    pub fn classes(&self) -> String {
        let mut classes = String::with_capacity(self.letters.len());
        for letter in &self.letters {
            let class = match letter {
                b'p' | b'b' | b'f' | b'v' => 'P',
                b't' | b'd' => 'T',
                b'k' | b'g' => 'K',
                b's' | b'z' | b'c' | b'j' => 'S',
                b'm' | b'n' => 'N',
                b'l' | b'r' => 'L',
                _ => continue,
            };
            if !classes.ends_with(class) {
                classes.push(class);
            }
        }
        classes
    }
}

fn latin(plain: &str, out: &mut String) {
    let mut rest = plain;
    while let Some(first) = rest.chars().next() {
        let known = (1..=LONGEST.min(rest.len())).rev().find_map(|length| {
            let part = rest.get(..length)?;
            SOUNDS.get(part).map(|sounds| (*sounds, length))
        });
        let (sounds, length) = known.unwrap_or((&rest[..first.len_utf8()], first.len_utf8()));
        out.push_str(sounds);
        rest = &rest[length..];
    }
}

/// How Mandarin says a Han sign.
fn syllable(sign: char) -> String {
    deunicode::deunicode_char(sign)
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The sounds of syllables of pinyin.
fn pinyin(syllables: &str, out: &mut String) {
    let bytes = syllables.as_bytes();
    let mut at = 0;
    while let Some(&letter) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        at += 1;
        match (letter, next) {
            (b'z', b'h') => {
                out.push('j');
                at += 1;
            }
            (b'c' | b's', b'h') => {
                out.push('c');
                at += 1;
            }
            (b'x' | b'q' | b'c', _) => out.push('c'),
            (b'n', b'g') => {
                out.push('n');
                at += 1;
            }
            (b'y', b'i') | (b'w', b'u') => {}
            (b'y', _) => out.push('i'),
            (b'w', _) => out.push('v'),
            (letter, _) => out.push(char::from(letter)),
        }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Sounds that are written one for the other, and what that costs, in hundredths.
const LIKE: &[(&[u8; 2], u16)] = &[
    (b"pb", 10),
    (b"fv", 10),
    (b"bv", 15),
    (b"pf", 15),
    (b"pv", 30),
    (b"bf", 30),
    (b"td", 10),
    (b"sz", 5),
    (b"sc", 15),
    (b"zc", 20),
    (b"cj", 10),
    (b"zj", 15),
    (b"sj", 25),
    (b"ts", 40),
    (b"tc", 35),
    (b"dj", 30),
    (b"dz", 25),
    (b"kg", 10),
    (b"gh", 15),
    (b"kh", 20),
    (b"gj", 15),
    (b"hj", 25),
    (b"kc", 40),
    (b"mn", 40),
    (b"lr", 60),
    (b"ji", 10),
    (b"vu", 10),
    (b"vo", 20),
    (b"ei", 5),
    (b"ea", 15),
    (b"ai", 30),
    (b"oa", 20),
    (b"ou", 5),
    (b"oe", 30),
    (b"au", 30),
    (b"ui", 30),
    (b"ue", 30),
    (b"oi", 35),
];

static COSTS: LazyLock<[[u16; 26]; 26]> = LazyLock::new(|| {
    let mut costs = [[100; 26]; 26];
    for (pair, cost) in LIKE {
        let [a, b] = pair.map(|letter| usize::from(letter - b'a'));
        costs[a][b] = *cost;
        costs[b][a] = *cost;
    }
    for (letter, row) in costs.iter_mut().enumerate() {
        row[letter] = 0;
    }
    costs
});

/// What it costs that one of two words has a sound which the other has not.
fn left_out(word: &Sounds, at: usize, other: Writing) -> u16 {
    let letter = word.letters[at];
    let before = at
        .checked_sub(1)
        .and_then(|at| word.letters.get(at).copied());
    let behind = word.letters.get(at + 1).copied();
    let is_syllabic = word.writing == Writing::Syllables || other == Writing::Syllables;
    if is_vowel(letter) {
        // What a word begins with is always heard and written: "Elena" is not "Lina". "Yelena" begins with two.
        if at == 0 && !behind.is_some_and(is_vowel) {
            return 45;
        }
        if at == 1 && before.is_some_and(is_vowel) {
            return 25;
        }
        // So is an "a" at the end, even where other vowels are left out: "سميرة" is not "Samir". Cases may put one there.
        if letter == b'a' && behind.is_none() && !before.is_some_and(is_vowel) {
            if word.writing == Writing::Abjad {
                return 60;
            }
            if other == Writing::Abjad {
                return 40;
            }
        }
        return if before.is_some_and(is_vowel) || behind.is_some_and(is_vowel) {
            5
        } else if other == Writing::Abjad {
            3
        } else if word.writing == Writing::Abjad {
            if letter == b'a' { 5 } else { 15 }
        } else if is_syllabic {
            8
        } else if behind.is_none() {
            10
        } else {
            30
        };
    }
    match letter {
        // "Hana" is not "Anna"; within a word it is often not heard.
        b'h' if at == 0 => 45,
        b'h' => 12,
        b'g' if before == Some(b'n') => 10,
        b'r' | b'l' if is_syllabic => 30,
        b'j' | b'v' => 60,
        _ if is_syllabic => 50,
        _ => 100,
    }
}

/// How far two words are apart, where that is no more than `most`: 0 for the same sounds, 100 for a consonant of one that the
/// other has not.
pub fn distance(a: &Sounds, b: &Sounds, most: u16) -> Option<u16> {
    let is_syllabic = a.writing == Writing::Syllables || b.writing == Writing::Syllables;
    let costs = &*COSTS;
    let cost = |x: u8, y: u8| match (x, y) {
        (b'l', b'r') | (b'r', b'l') if is_syllabic => 5,
        (b'b', b'v') | (b'v', b'b') | (b'h', b'f') | (b'f', b'h') if is_syllabic => 10,
        _ => costs[usize::from(x - b'a')][usize::from(y - b'a')],
    };
    let length = b.letters.len();
    let mut without_theirs = [0u16; MOST];
    let mut row = [0u16; MOST + 1];
    for at in 0..length {
        without_theirs[at] = left_out(b, at, a.writing);
        row[at + 1] = row[at] + without_theirs[at];
    }
    for (i, &x) in a.letters.iter().enumerate() {
        let without = left_out(a, i, b.writing);
        let mut diagonal = row[0];
        row[0] += without;
        let mut least = row[0];
        for (j, &y) in b.letters.iter().enumerate() {
            let best = (diagonal + cost(x, y))
                .min(row[j + 1] + without)
                .min(row[j] + without_theirs[j]);
            diagonal = row[j + 1];
            row[j + 1] = best;
            least = least.min(best);
        }
        // What follows only adds to it.
        if least > most {
            return None;
        }
    }
    Some(row[length]).filter(|&apart| apart <= most)
}

/// Whether a word in Latin letters may be made of syllables of Mandarin, three at most.
pub fn is_pinyin(word: &str) -> bool {
    const INITIALS: [&str; 24] = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x",
        "r", "z", "c", "s", "y", "w", "",
    ];
    const FINALS: [&str; 36] = [
        "iang", "iong", "uang", "ang", "eng", "ong", "ing", "iao", "ian", "uai", "uan", "ai", "ei",
        "ao", "ou", "an", "en", "ia", "ie", "iu", "in", "ua", "uo", "ui", "un", "ue", "ve", "er",
        "a", "o", "e", "i", "u", "v", "ün", "ü",
    ];
    fn rest(word: &str, left: usize) -> bool {
        word.is_empty()
            || left > 0
                && INITIALS
                    .iter()
                    .filter_map(|initial| word.strip_prefix(initial))
                    .any(|behind| {
                        FINALS
                            .iter()
                            .filter_map(|end| behind.strip_prefix(end))
                            .any(|behind| rest(behind, left - 1))
                    })
    }
    word.len() <= 18 && rest(word, 3)
}

/// Whether a word in Latin letters has one vowel, or vowels that stand together.
pub fn is_syllable(word: &str) -> bool {
    let mut groups = 0;
    let mut inside = false;
    for (at, c) in word.char_indices() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u') || c == 'y' && at > 0;
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups == 1 && word.len() <= 7
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(a: &str, b: &str) -> u16 {
        distance(&Sounds::of(a, true), &Sounds::of(b, true), u16::MAX).expect("no more than that")
    }

    #[test]
    fn a_name_sounds_the_same_in_other_scripts() {
        for (a, b) in [
            ("zelensky", "selenskyj"),
            ("zelensky", "зеленский"),
            ("zelensky", "زيلينسكي"),
            ("zelensky", "ゼレンスキー"),
            ("putin", "بوتين"),
            ("putin", "プーチン"),
            ("macron", "ماكرون"),
            ("macron", "马克龙"),
            ("lawrow", "лавров"),
            ("merkel", "мeркель"),
            ("modi", "मोदी"),
            ("trump", "트럼프"),
        ] {
            assert!(apart(a, b) <= 100, "{a} {b} {}", apart(a, b));
        }
        for (a, b) in [
            ("merkel", "scholz"),
            ("hansen", "jansen"),
            ("putin", "пушкин"),
            ("lukaschenko", "луценко"),
        ] {
            assert!(apart(a, b) >= 25, "{a} {b} {}", apart(a, b));
        }
    }
}
