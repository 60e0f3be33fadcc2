//! The form in which words are compared: one letter for all the ways to write it.
//!
//! Folding knows no language, since nobody says which one a question is in. German ä is a, as in every other language with
//! such dots, and not ae: most people who lack the key leave the dots out, and Snowball's German takes ae for ä where it
//! makes stems, so that the other spelling is found as well. ß is ss. Of Cyrillic, й and its like stay letters of their
//! own, and ё is е, as most print it.

use std::borrow::Cow;

use unicode_normalization::char::decompose_canonical;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Letters of a word that are looked at; what stands behind them is no word of any language.
const MAX_LETTERS: usize = 64;

/// Compatibility forms composed (fullwidth and presentation forms, ligatures), small letters, digits of all scripts in
/// ASCII, without what is not heard: vowel signs, the Arabic stretch, joiners, soft hyphens. Accents stay, since stemmers
/// want them.
pub fn lower_into(word: &str, out: &mut String) {
    let plain = if is_nfkc_quick(word.chars()) == IsNormalized::Yes {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.nfkc().take(MAX_LETTERS * 4).collect())
    };
    for c in plain.chars().filter(|&c| !is_silent(c)).take(MAX_LETTERS) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            // Its small letter has a dot of its own that would stay behind.
            'İ' => out.push('i'),
            'ς' => out.push('σ'),
            c => match digit(c) {
                Some(digit) => out.push(digit),
                None => out.extend(c.to_lowercase()),
            },
        }
    }
}

/// Folds what [`lower_into`] made.
pub fn fold_into(lower: &str, out: &mut String) {
    if lower.is_ascii() {
        return out.push_str(lower);
    }
    for c in lower.chars() {
        fold_char(c, out);
    }
}

/// [`lower_into`] and [`fold_into`] in one.
pub fn fold(word: &str) -> String {
    let (mut lower, mut folded) = (String::new(), String::new());
    lower_into(word, &mut lower);
    fold_into(&lower, &mut folded);
    folded
}

/// Signs that make no difference between words.
fn is_silent(c: char) -> bool {
    matches!(c,
        // Soft hyphen, joiners, directions, variation selectors, the byte order mark.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        // Hebrew points and accents; what marks numerals and acronyms.
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '׳' | '״'
        // Arabic signs, vowels, the stretch.
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        // The dot below of Devanagari and Bengali, which is often left out.
        | '\u{93c}' | '\u{9bc}')
}

/// The ASCII digit for a decimal digit of any script in use.
pub fn digit(c: char) -> Option<char> {
    /// Where the ten digits of a script begin.
    const ZEROS: [u32; 22] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
        0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xa9d0, 0xff10, 0x30,
    ];
    let c = u32::from(c);
    let zero = ZEROS
        .into_iter()
        .find(|&zero| (zero..zero + 10).contains(&c))?;
    char::from_digit(c - zero, 10)
}

fn fold_char(c: char, out: &mut String) {
    match c {
        // Letters of their own; all other marks on Cyrillic go.
        'й' | 'ї' | 'ў' | 'ѓ' | 'ќ' | 'а'..='я' | 'α'..='ω' => out.push(c),
        '\u{80}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' => decompose_canonical(c, |part| {
            if !matches!(part, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}') {
                fold_letter(part, out);
            }
        }),
        c => fold_letter(c, out),
    }
}

fn fold_letter(c: char, out: &mut String) {
    out.push(match c {
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'þ' => return out.push_str("th"),
        'ð' | 'đ' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        'ĸ' => 'k',
        'ŋ' => 'n',
        // Arabic: the seats of hamza; yeh, kaf and heh as Persian, Urdu and Kurdish write them.
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' | 'ی' | 'ے' | 'ۓ' | 'ې' | 'ۍ' => 'ي',
        'ة' | 'ھ' | 'ہ' | 'ۀ' | 'ۂ' | 'ۃ' | 'ە' => 'ه',
        'ک' | 'ڪ' => 'ك',
        'ں' => 'ن',
        // Two signs for one nasal.
        'ँ' => 'ं',
        c => c,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_a_word_fold_to_one() {
        for (a, b) in [
            ("ÉLECTIONS", "elections"),
            ("Straße", "STRASSE"),
            ("Müller", "muller"),
            ("Øresund", "oresund"),
            ("İZMİR", "izmir"),
            ("balıkçı", "BALIKÇI"),
            ("Łódź", "lodz"),
            ("Đà Nẵng", "da nang"),
            ("ΛΙΜΆΝΙ", "λιμανι"),
            ("λόγος", "ΛΟΓΟΣ"),
            ("ещё", "еще"),
            ("за́мок", "замок"),
            ("الأَزهَر", "الازهر"),
            ("مـــدرسة", "مدرسه"),
            ("مستشفى", "مستشفي"),
            ("مسؤول", "مسوول"),
            ("کتاب‌ها", "كتابها"),
            ("ﻻﺟﺊ", "لاجئ"),
            ("٢٠٢٦", "2026"),
            ("۲۰۲۶", "２０２６"),
            ("२०२६", "2026"),
            ("שָׁלוֹם", "שלום"),
            ("ﬁsh", "fish"),
            ("ﾊﾞｽ", "バス"),
            ("ज़मीन", "जमीन"),
            ("co\u{ad}op", "coop"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        for (a, b) in [
            ("мой", "мои"),
            ("їх", "іх"),
            ("मार्च", "मरच"),
            ("كتاب", "كاتب"),
        ] {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{c:?} {:x}", u32::from(c));
        }
    }

    #[test]
    fn what_is_no_word_is_cut() {
        assert_eq!(fold(&"é".repeat(5000)).len(), MAX_LETTERS);
        assert!(fold(&"\u{fdfa}".repeat(5000)).chars().count() <= MAX_LETTERS);
    }
}
