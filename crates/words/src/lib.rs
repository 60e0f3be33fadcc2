//! From text in any language to its words: the units that are indexed, searched for and compared.
//!
//! A text is cut by how words stand in it ([`script::Writing`]): where there are blanks, by Unicode's rules for words, with
//! grown-on articles and endings taken off at apostrophes; Thai, Lao, Khmer and Burmese by dictionary; Han, kana and Hangul
//! into characters, which are indexed in overlapping pairs. Each unit is [`fold`]ed, and has stems in a language ([`stem`]).

pub mod fold;
pub mod script;
pub mod stem;

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use rustc_hash::FxHashSet;

use script::Writing;

/// Words that are taken off before an apostrophe.
static ELISIONS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    include_str!("elisions.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// What kind of thing a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word that stands between blanks or signs.
    Word,
    /// A word of a stretch without blanks, found by dictionary.
    Part,
    /// One character of Han, kana or Hangul.
    Character,
}

/// A unit of a text: it takes one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The byte of the text where it begins.
    pub begin: usize,
    /// The byte behind it.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Its folded form.
    pub word: String,
    /// Its form in small letters, accents and all.
    lower: String,
    /// How much of `lower` stands before an apostrophe; all of it, mostly.
    root: usize,
    /// A character and the next one, empty at the end of a stretch of them.
    pair: String,
    /// The byte behind the next character.
    pair_end: usize,
    /// Whether a character stands alone.
    alone: bool,
}

impl Unit {
    fn empty() -> Self {
        Self {
            begin: 0,
            end: 0,
            kind: Kind::Word,
            word: String::new(),
            lower: String::new(),
            root: 0,
            pair: String::new(),
            pair_end: 0,
            alone: false,
        }
    }

    /// What stands for the unit where the order of words counts, if anything does: the last character of a stretch has
    /// its place in the pair before.
    pub fn in_order(&self) -> Option<&str> {
        match self.kind {
            Kind::Word | Kind::Part => Some(&self.word),
            Kind::Character if !self.pair.is_empty() => Some(&self.pair),
            Kind::Character => self.alone.then_some(self.word.as_str()),
        }
    }

    /// The byte behind what [`Unit::in_order`] stands for.
    pub fn end_in_order(&self) -> usize {
        if self.pair.is_empty() {
            self.end
        } else {
            self.pair_end
        }
    }

    /// Whether it is a character without neighbours of its kind.
    fn is_alone(&self) -> bool {
        self.kind == Kind::Character && self.alone
    }
}

/// Calls `each` with every unit of a text, in order.
pub fn each_unit(text: &str, mut each: impl FnMut(&Unit)) {
    let mut unit = Unit::empty();
    let mut begin = 0;
    let mut writing = Writing::Spaced;
    for (at, c) in text.char_indices() {
        if let Some(here) = Writing::of(c).filter(|&here| here != writing) {
            stretch(text, begin, at, writing, &mut unit, &mut each);
            (begin, writing) = (at, here);
        }
    }
    stretch(text, begin, text.len(), writing, &mut unit, &mut each);
}

/// The units of a text.
pub fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    each_unit(text, |unit| units.push(unit.clone()));
    units
}

/// Units as they are looked for one behind the other: what stands for each with its place among them; and by themselves the
/// characters that stand alone, which the index has in the pairs of their neighbours.
pub fn in_order(units: &[Unit]) -> (Vec<(usize, &str)>, Vec<&str>) {
    let (mut placed, mut loose) = (Vec::with_capacity(units.len()), Vec::new());
    for (place, unit) in units.iter().enumerate() {
        match unit.in_order() {
            Some(character) if unit.is_alone() => loose.push(character),
            Some(word) => placed.push((place, word)),
            None => {}
        }
    }
    (placed, loose)
}

fn stretch(
    text: &str,
    begin: usize,
    end: usize,
    writing: Writing,
    unit: &mut Unit,
    each: &mut impl FnMut(&Unit),
) {
    if begin == end {
        return;
    }
    match writing {
        Writing::Spaced => spaced(text, begin, end, unit, each),
        Writing::Unspaced => unspaced(text, begin, end, unit, each),
        Writing::Ideographs | Writing::Hangul => characters(text, begin, end, unit, each),
    }
}

fn spaced(text: &str, begin: usize, end: usize, unit: &mut Unit, each: &mut impl FnMut(&Unit)) {
    const RULES: WordSegmenterBorrowed<'static> =
        WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
    let mut from = begin;
    for to in RULES.segment_str(&text[begin..end]).map(|to| begin + to) {
        let segment = &text[from..to];
        if segment.bytes().all(|b| b.is_ascii_alphanumeric()) {
            if !segment.is_empty() {
                word(text, from, to, unit, each);
            }
        } else if segment.contains(char::is_alphanumeric) {
            pieces(text, from, to, unit, each);
        }
        from = to;
    }
}

/// Cuts what Unicode's rules hold together: names of sites, sentences without a blank between them. Not acronyms, whose dots
/// go, nor numbers.
fn pieces(text: &str, begin: usize, end: usize, unit: &mut Unit, each: &mut impl FnMut(&Unit)) {
    let segment = &text[begin..end];
    let is_joint = |c: char| matches!(c, '.' | ':' | '_' | '·' | '‧' | '․' | '．' | '：' | '︰');
    let is_number = segment.starts_with(|c| fold::digit(c).is_some())
        && segment
            .chars()
            .all(|c| !c.is_alphanumeric() || fold::digit(c).is_some());
    let is_acronym = || {
        segment
            .split(is_joint)
            .all(|piece| piece.chars().count() == 1)
    };
    if is_number || !segment.contains(is_joint) || is_acronym() {
        return word(text, begin, end, unit, each);
    }
    let mut from = begin;
    for piece in segment.split_inclusive(is_joint) {
        let inner = piece.trim_end_matches(is_joint);
        if inner.contains(char::is_alphanumeric) {
            word(text, from, from + inner.len(), unit, each);
        }
        from += piece.len();
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

fn word(
    text: &str,
    mut begin: usize,
    mut end: usize,
    unit: &mut Unit,
    each: &mut impl FnMut(&Unit),
) {
    // What is grown on before: at most two ("d'l'eau" and the like), so that no input makes this long.
    for _ in 0..2 {
        let Some((small, rest)) = text[begin..end].split_once(is_apostrophe) else {
            break;
        };
        if rest.contains(char::is_alphanumeric) && ELISIONS.contains(small.to_lowercase().as_str())
        {
            begin = end - rest.len();
        } else {
            break;
        }
    }
    // The English genitive.
    if let Some((owner, "s" | "S")) = text[begin..end].rsplit_once(is_apostrophe) {
        end = begin + owner.len();
    }
    let whole = &text[begin..end];
    unit.lower.clear();
    unit.word.clear();
    if whole.starts_with(|c| fold::digit(c).is_some())
        && whole.contains(|c: char| !c.is_alphanumeric())
    {
        number(whole, &mut unit.lower);
        unit.root = unit.lower.len();
    } else {
        let (root, rest) = whole.split_at(whole.find(is_apostrophe).unwrap_or(whole.len()));
        fold::lower_into(root, &mut unit.lower);
        unit.lower.retain(is_of_word);
        unit.root = unit.lower.len();
        if !rest.is_empty() {
            fold::lower_into(rest, &mut unit.lower);
            unit.lower.retain(is_of_word);
        }
    }
    fold::fold_into(&unit.lower, &mut unit.word);
    if unit.word.is_empty() {
        return;
    }
    (unit.begin, unit.end, unit.kind) = (begin, end, Kind::Word);
    unit.pair.clear();
    each(unit);
}

/// Whether a character is part of how a word is written: signs that stand between letters are not, vowel signs are.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || !(c.is_ascii() || is_apostrophe(c) || c.is_whitespace())
}

/// A number without the signs between its thousands, and with a dot before its decimals.
fn number(written: &str, out: &mut String) {
    let plain = fold::fold(written);
    let groups = || {
        plain
            .split(|c: char| !c.is_alphanumeric())
            .filter(|group| !group.is_empty())
    };
    let thousands = groups().skip(1).all(|group| group.len() == 3)
        && groups().next().is_some_and(|first| first.len() <= 3);
    for (i, group) in groups().enumerate() {
        if i > 0 && !thousands {
            out.push('.');
        }
        out.push_str(group);
    }
}

fn unspaced(text: &str, begin: usize, end: usize, unit: &mut Unit, each: &mut impl FnMut(&Unit)) {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut from = begin;
    for to in segmenter
        .segment_str(&text[begin..end])
        .map(|to| begin + to)
    {
        if text[from..to].contains(char::is_alphanumeric) {
            unit.lower.clear();
            unit.word.clear();
            fold::lower_into(&text[from..to], &mut unit.lower);
            fold::fold_into(&unit.lower, &mut unit.word);
            if !unit.word.is_empty() {
                (unit.begin, unit.end, unit.kind) = (from, to, Kind::Part);
                unit.root = unit.lower.len();
                unit.pair.clear();
                each(unit);
            }
        }
        from = to;
    }
}

fn characters(text: &str, begin: usize, end: usize, unit: &mut Unit, each: &mut impl FnMut(&Unit)) {
    // A character with the marks on it, or a syllable with its parts.
    let continues = |c: char| Writing::of(c).is_none() || ('\u{1160}'..='\u{11ff}').contains(&c);
    let mut clusters = text[begin..end]
        .char_indices()
        .filter(|&(at, c)| at == 0 || !continues(c))
        .map(|(at, _)| begin + at)
        .chain([end])
        .peekable();
    let folded = |from: usize, to: usize, out: &mut String| {
        out.clear();
        fold::lower_into(&text[from..to], out);
    };
    let Some(mut from) = clusters.next() else {
        return;
    };
    unit.alone = true;
    let mut next = String::new();
    while let Some(to) = clusters.next() {
        folded(from, to, &mut unit.word);
        unit.pair.clear();
        unit.pair_end = to;
        if let Some(&behind) = clusters.peek() {
            folded(to, behind, &mut next);
            unit.pair.push_str(&unit.word);
            unit.pair.push_str(&next);
            unit.pair_end = behind;
            unit.alone = false;
        }
        if !unit.word.is_empty() {
            (unit.begin, unit.end, unit.kind) = (from, to, Kind::Character);
            unit.lower.clone_from(&unit.word);
            unit.root = unit.lower.len();
            each(unit);
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let words: Vec<_> = units(text).into_iter().map(|unit| unit.word).collect();
        words.join(" ")
    }

    fn in_order(text: &str) -> String {
        let words: Vec<_> = units(text)
            .iter()
            .map(|unit| unit.in_order().unwrap_or("-").to_owned())
            .collect();
        words.join(" ")
    }

    #[test]
    fn words_stand_between_blanks_and_signs() {
        for (text, expected) in [
            ("The harbour, re-opened!", "the harbour re opened"),
            ("L'eau et l’île d'Artagnan", "eau et ile artagnan"),
            ("dell'acqua s'ha", "acqua ha"),
            (
                "the government's plan, O'Brien, don't",
                "the government plan obrien dont",
            ),
            ("Ankara’da п'ятниця", "ankarada пятниця"),
            ("U.S. officials of the U.N.", "us officials of the un"),
            ("news.example/Port_Amal", "news example port amal"),
            ("in Port Amal.Fishermen", "in port amal fishermen"),
            (
                "1,000 1.000 1'000 3,5 3.5 ٣٫٥",
                "1000 1000 1000 3.5 3.5 3.5",
            ),
            ("وبالميناء، مدرسة؟", "وبالميناء مدرسه"),
            ("צה\"ל צה״ל", "צהל צהל"),
            ("#tag @name 🚢 ---", "tag name"),
            ("", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn characters_go_in_pairs() {
        assert_eq!(in_order("東京都庁"), "東京 京都 都庁 -");
        assert_eq!(in_order("車 in 東京2020年"), "車 in 東京 - 2020 年");
        assert_eq!(in_order("대통령이 ﾊﾞｽ"), "대통 통령 령이 - バス -");
        assert_eq!(in_order("ジョン・スミス"), "ジョ ョン - スミ ミス -");
        let decomposed: String =
            unicode_normalization::UnicodeNormalization::nfd("대통령").collect();
        assert_eq!(in_order(&decomposed), "대통 통령 -");
    }

    #[test]
    fn words_without_blanks_are_found_by_dictionary() {
        assert_eq!(words("ท่าเรือเปิดอีกครั้ง 2569"), "ท่าเรือ เปิด อีก ครั้ง 2569");
        assert!(units("ផែក្រុងបើកឡើងវិញ").len() > 1);
        assert!(units("ທ່າເຮືອເປີດຄືນ").len() > 1);
        assert!(units("ဆိပ်ကမ်းပြန်ဖွင့်သည်").len() > 1);
    }

    #[test]
    fn units_stand_where_they_say() {
        let text = "L'eau 東京 harbour’s ทดสอบภาษา مدرسة";
        for unit in units(text) {
            assert!(
                unit.begin < unit.end
                    && text.is_char_boundary(unit.begin)
                    && text.is_char_boundary(unit.end)
            );
            assert!(
                fold::fold(&text[unit.begin..unit.end]).starts_with(&unit.word),
                "{unit:?}"
            );
        }
    }
}
