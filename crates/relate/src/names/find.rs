//! Where running text names somebody or something, told by its writing alone.
//!
//! In scripts that have capitals, words that begin with one in the midst of a sentence; in katakana, words of several signs,
//! which are names more often than not; in Chinese, stretches of the signs that foreign names are written with. Elsewhere a text
//! does not show its names, and those who speak in it have to do.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::skeleton::{is_han, is_katakana};
use crate::catalogue::entries;

/// A word that may be part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word.
    pub text: &'t str,
    /// The byte where it begins.
    pub begin: usize,
    /// Whether the word before it, with nothing but a blank or a dot between them, may be part of the same name.
    pub goes_on: bool,
}

/// The words of a text that may be part of names, in order. Where a language writes all nouns with capitals (German), only two
/// such words or more, one behind the other, are taken for a name; in Chinese, signs that foreign names are written with.
pub fn names<'t>(text: &'t str, language: &str) -> Vec<Word<'t>> {
    if language == "zh" {
        let mut runs = runs(text, |c| FOREIGN.contains(&c), 3);
        // Behind a number 万 is ten thousand.
        runs.retain(|&(begin, _)| !text[..begin].ends_with(|c: char| c.is_ascii_digit()));
        return in_order(text, runs);
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at_beginning = true;
    for (begin, whole) in words(text) {
        let word = without_ending(&text[begin..whole], language);
        let end = begin + word.len();
        let first = word.chars().next().unwrap_or_default();
        let long = |least: usize| word.chars().nth(least - 1).is_some();
        if first.is_uppercase() && !at_beginning && long(2) || is_katakana(first) && long(3) {
            found.push((begin, end));
        }
        at_beginning = ends_sentence(&text[whole..]);
    }
    let mut found = in_order(text, found);
    if matches!(language, "de" | "lb") {
        let goes_on: Vec<bool> = found
            .iter()
            .map(|word| word.goes_on)
            .chain([false])
            .collect();
        let mut number = 0;
        found.retain(|_| {
            number += 1;
            goes_on[number - 1] || goes_on[number]
        });
    }
    found
}

/// The words of a speaker as it was read, without what is not the name as far as writing shows it: small letters, an office
/// before or behind a name of foreign signs.
pub fn of_speaker<'t>(speaker: &'t str, language: &str) -> Vec<Word<'t>> {
    let foreign = |c: char| language == "zh" && FOREIGN.contains(&c);
    for is_of_name in [&is_katakana as &dyn Fn(char) -> bool, &foreign] {
        let runs = runs(speaker, is_of_name, 2);
        if !runs.is_empty() {
            return in_order(speaker, runs);
        }
    }
    let is_between = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '·' | '・' | '.' | ',' | '،' | '"' | '“' | '”' | '(' | ')'
            )
    };
    let all = runs(speaker, |c| !is_between(c), 1)
        .into_iter()
        .filter(|&(begin, end)| {
            let word = &speaker[begin..end];
            // Of Han signs, more than are in any name are an office or a clause.
            let is_clause = word.chars().nth(4).is_some() && word.chars().all(is_han);
            !is_clause && !word.starts_with(char::is_lowercase)
        });
    in_order(speaker, all.collect())
}

/// Signs that Chinese writes foreign names with.
static FOREIGN: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    entries(include_str!("foreign.txt"))
        .flat_map(str::chars)
        .collect()
});

/// Stretches of characters of a kind that are long enough.
fn runs(text: &str, of_kind: impl Fn(char) -> bool, least: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut rest = 0;
    while let Some(from) = text[rest..].find(&of_kind) {
        let begin = rest + from;
        let end = text[begin..]
            .find(|c| !of_kind(c))
            .map_or(text.len(), |bytes| begin + bytes);
        if text[begin..end].chars().nth(least - 1).is_some() {
            runs.push((begin, end));
        }
        rest = end;
    }
    runs
}

/// Words with whether each goes on the one before.
fn in_order(text: &str, words: Vec<(usize, usize)>) -> Vec<Word<'_>> {
    let mut before = None;
    words
        .into_iter()
        .map(|(begin, end)| {
            let between = before
                .replace(end)
                .map(|before: usize| &text[before..begin]);
            Word {
                text: &text[begin..end],
                begin,
                goes_on: matches!(between, Some(" " | "\u{a0}" | "-" | "・" | "·" | ". ")),
            }
        })
        .collect()
}

/// Whether a text without sentences has a capital wherever it can, so that none says anything: a headline in title case.
pub fn is_title_case(text: &str) -> bool {
    let long = |&(begin, end): &(usize, usize)| text[begin..end].chars().count() > 3;
    let (mut capitals, mut all) = (0, 0);
    // The first word has one in any case.
    for (begin, end) in words(text).skip(1).filter(long) {
        let first = text[begin..end].chars().next().unwrap_or_default();
        all += usize::from(first.is_alphabetic());
        capitals += usize::from(first.is_uppercase());
    }
    capitals * 3 > all * 2
}

/// Where words begin and end: letters, with the signs that stand between letters. A stretch of katakana is one.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let begin = rest + text[rest..].find(char::is_alphanumeric)?;
        let first = text[begin..].chars().next()?;
        let of_word = |c: char| {
            if is_katakana(first) {
                is_katakana(c)
            } else {
                (c.is_alphanumeric() || matches!(c, '\'' | '’')) && !is_katakana(c)
            }
        };
        let end = text[begin..]
            .find(|c| !of_word(c))
            .map_or(text.len(), |bytes| begin + bytes);
        rest = end;
        Some((begin, end))
    })
}

/// A word without an ending that an apostrophe parts from it: "Velmari's", and in Turkish any ("Velmari'nin").
fn without_ending<'t>(word: &'t str, language: &str) -> &'t str {
    let apostrophe = ['\'', '’'];
    match word.rfind(apostrophe) {
        Some(at) if language == "tr" || matches!(&word[at..], "'s" | "’s" | "'S" | "’S") => {
            &word[..at]
        }
        _ => word.trim_end_matches(apostrophe),
    }
}

/// Whether what stands behind a word is the end of a sentence, or the beginning of words in quotation marks.
fn ends_sentence(behind: &str) -> bool {
    behind
        .chars()
        .take_while(|c| !c.is_alphanumeric())
        .any(|c| {
            matches!(
                c,
                '.' | '!' | '?' | '…' | ':' | '\n' | '“' | '«' | '„' | '"' | '‘' | '–' | '—'
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let mut out = String::new();
        for word in names(text, "xx") {
            if !out.is_empty() {
                out.push_str(if word.goes_on { " " } else { " | " });
            }
            out.push_str(word.text);
        }
        out
    }

    #[test]
    fn capitals_and_katakana_show_names() {
        for (text, expected) in [
            (
                "On Monday the mayor, Karim Velmari, spoke. He left Port Selin.",
                "Monday | Karim Velmari | Port Selin",
            ),
            ("“We wait,” said Rosa Orvanti.", "Rosa Orvanti"),
            ("He met Velmari’s O'Neill", "Velmari | O'Neill"),
            ("Вчера мэр Карим Вельмари сказал", "Карим Вельмари"),
            ("市長のカリム・ヴェルマリ氏は", "カリム ヴェルマリ"),
            ("قال كريم فلماري", ""),
            ("", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        let german: Vec<_> = names(
            "Gestern hat der Bürgermeister Karim Velmari im Hafen gesprochen",
            "de",
        )
        .iter()
        .map(|word| word.text)
        .collect();
        assert_eq!(german, ["Bürgermeister", "Karim", "Velmari"]);
    }

    #[test]
    fn of_speakers_their_names_are_left() {
        for (speaker, language, expected) in [
            ("spokesman Karim Velmari", "en", "Karim Velmari"),
            ("the port authority", "en", ""),
            ("エレナ・カドレシ市長", "ja", "エレナ カドレシ"),
            ("卫生部长哈娜·维尔马里", "zh", "哈娜 维尔马里"),
            ("王毅", "zh", "王毅"),
            ("आदम साब्रीनो", "hi", "आदम साब्रीनो"),
            ("كريم فلماري", "ar", "كريم فلماري"),
        ] {
            let words: Vec<_> = of_speaker(speaker, language)
                .iter()
                .map(|word| word.text)
                .collect();
            assert_eq!(words.join(" "), expected, "{speaker}");
        }
        let traditional: Vec<_> = names("市長維爾馬里說", "zh")
            .iter()
            .map(|word| word.text)
            .collect();
        assert_eq!(traditional, ["維爾馬里"]);
        let found: Vec<_> = names("格劳达尔周一停电，发言人萨米拉·芬瓦尔迪说", "zh")
            .iter()
            .map(|word| word.text)
            .collect();
        assert_eq!(found, ["格劳达尔", "萨米拉", "芬瓦尔迪"]);
    }

    #[test]
    fn title_case_says_nothing() {
        assert!(is_title_case(
            "Mt. Gox Files For Bankruptcy Protection In Texas"
        ));
        assert!(!is_title_case(
            "Mt. Gox files for bankruptcy protection in Texas"
        ));
    }
}
