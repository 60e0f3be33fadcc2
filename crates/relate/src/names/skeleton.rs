//! What a name keeps from one script to the next: the classes of its consonants, in order.
//!
//! Vowels are written here and left out there, `p` is `b` where there is none, `l` and `r` are one sound to some. What is left
//! of `Velmari`, `فلماري`, `Вельмари` and `维尔马里` is the same, `PLML`, and seldom that of another name of some length.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::catalogue::pairs;

/// What stands for letters, one or two of them, in Latin ones.
static LETTERS: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| pairs(include_str!("letters.txt")).collect());

/// The classes of a word's consonants in order, each named by one letter of `PTKSMNL`. Empty for a word without any.
pub fn skeleton(word: &str) -> String {
    let mut sounds = String::with_capacity(word.len() + 4);
    let lower = word.to_lowercase();
    let whole = without_article(&lower);
    let mut rest = whole;
    while let Some(first) = rest.chars().next() {
        let one = first.len_utf8();
        let two = rest[one..]
            .chars()
            .next()
            .map(|second| one + second.len_utf8());
        let known = two
            .and_then(|two| LETTERS.get(&rest[..two]).map(|sound| (*sound, two)))
            .or_else(|| LETTERS.get(&rest[..one]).map(|sound| (*sound, one)));
        match known {
            // A long vowel, but a consonant where the word begins with it.
            Some(_) if first == 'و' && rest.len() == whole.len() => {
                sounds.push('w');
                rest = &rest[one..];
            }
            Some((sound, bytes)) => {
                sounds.push_str(sound);
                rest = &rest[bytes..];
            }
            None => {
                if is_han(first) {
                    sounds.push_str(&han(first));
                } else {
                    sounds.push_str(deunicode::deunicode_char(first).unwrap_or_default());
                }
                rest = &rest[one..];
            }
        }
    }
    sounds.make_ascii_lowercase();
    classes(&sounds)
}

/// An Arabic name without the article that some write and others leave out; Elias has none.
pub fn without_article(name: &str) -> &str {
    name.strip_prefix("ال")
        .filter(|rest| rest.chars().nth(2).is_some() && *rest != "ياس")
        .unwrap_or(name)
}

/// Whether a character is Han.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is katakana, or the sign that makes one of its vowels long.
pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// How Mandarin says a character, in letters that sound like it elsewhere.
fn han(c: char) -> String {
    let pinyin = deunicode::deunicode_char(c).unwrap_or_default();
    let mut sound = pinyin.trim().to_ascii_lowercase();
    if let Some(rest) = sound.strip_prefix('q') {
        sound = format!("ch{rest}");
    } else if let Some(rest) = sound.strip_prefix('x') {
        sound = format!("sh{rest}");
    }
    if sound.ends_with("ng") {
        sound.pop();
    }
    sound
}

/// The classes of the consonants of Latin letters. Classes that follow each other are one: where a vowel is not written, nobody
/// knows whether there is one between them.
fn classes(sounds: &str) -> String {
    let bytes = sounds.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&letter) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let mut taken = 1;
        let class = match (letter, next) {
            // Written with two letters, and one sound.
            (b's' | b'c' | b'z', b'h' | b'z') | (b't' | b'd', b's' | b'z') => {
                taken = 2;
                Some('S')
            }
            (b'k', b'h') => {
                taken = 2;
                None
            }
            (b'g', b'h') => {
                taken = 2;
                Some('K')
            }
            (b't', b'h') => {
                taken = 2;
                Some('T')
            }
            (b'p', b'h') => {
                taken = 2;
                Some('P')
            }
            (b'c', b'e' | b'i' | b'y') | (b's' | b'z' | b'j', _) => Some('S'),
            (b'k' | b'g' | b'q' | b'c', _) => Some('K'),
            (b'x', _) => {
                push(&mut out, 'K');
                Some('S')
            }
            (b'b' | b'p' | b'f' | b'v' | b'w', _) => Some('P'),
            (b't' | b'd', _) => Some('T'),
            (b'm', _) => Some('M'),
            (b'n', _) => Some('N'),
            (b'l' | b'r', _) => Some('L'),
            _ => None,
        };
        if let Some(class) = class {
            push(&mut out, class);
        }
        at += taken;
    }
    out
}

fn push(out: &mut String, class: char) {
    if !out.ends_with(class) {
        out.push(class);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_skeleton_in_other_scripts() {
        for (names, expected) in [
            (
                vec![
                    "Velmari",
                    "فلماري",
                    "Вельмари",
                    "维尔马里",
                    "ヴェルマリ",
                    "वेलमारी",
                ],
                "PLML",
            ),
            (
                vec!["Karim", "كريم", "کریم", "Карим", "卡里姆", "カリム", "करीम"],
                "KLM",
            ),
            (
                vec![
                    "Dorsani",
                    "دورساني",
                    "دورسانی",
                    "Дорсани",
                    "ドルサーニ",
                    "दोरसानी",
                ],
                "TLSN",
            ),
            (
                vec![
                    "Fenvaldi",
                    "فنفالدي",
                    "Фенвальди",
                    "芬瓦尔迪",
                    "フェンヴァルディ",
                ],
                "PNPLT",
            ),
            (
                vec!["Vargas", "فارغاس", "Варгас", "バルガス", "Wargas"],
                "PLKS",
            ),
            (vec!["Khaled", "خالد", "Халед", "ハレド", "哈立德"], "LT"),
            (vec!["Xavier"], "KSPL"),
            (
                vec!["Obama", "奥巴马", "奧巴馬", "أوباما", "ओबामा", "Обама"],
                "PM",
            ),
            (vec!["Hariri", "الحريري", "حريري"], "L"),
            (vec!["Walid", "وليد", "Валид"], "PLT"),
            (vec!["", "2026", "أوي", "—"], ""),
        ] {
            for name in names {
                assert_eq!(skeleton(name), expected, "{name}");
            }
        }
    }
}
